//! What happens in the trial, day by day.

use super::acts;
use super::amended::amend;
use super::clinic::Clinic;
use super::tally::Fate;
use coreset::domain::record::user::Role;

const ASSESSOR: Role = Role::Assessor;
const INVESTIGATOR: Role = Role::Investigator;

/// The ids of numbers from one to another, without some.
fn ids(from: u8, to: u8, without: &[u8]) -> Vec<String> {
    let all = (from..=to).filter(|number| !without.contains(number));
    all.map(|number| format!("01-{number:03}")).collect()
}

/// 2 and 3 March: twenty-two are enrolled, of whom four fail the screening; baseline and first dose of the others.
pub(super) fn begin(clinic: &mut Clinic) {
    clinic.day("2026-03-02");
    for number in 1..=22 {
        clinic.enrol(number);
    }
    clinic.eligibility("01-001", &[("in.age", "n")]);
    clinic.eligibility("01-002", &[("ex.liver", "y")]);
    clinic.eligibility("01-003", &[("ex.liver", "y"), ("ex.cardiac", "y")]);
    for (id, criteria) in [
        ("01-001", vec!["in.age"]),
        ("01-002", vec!["ex.liver"]),
        ("01-003", vec!["ex.liver", "ex.cardiac"]),
    ] {
        clinic.say(ASSESSOR, id, "1 enter enter", Fate::Failed);
        clinic.tally.of(id).criteria = criteria;
    }
    // Nothing of the eligibility was entered, so that no criterion is named.
    let words = "1 enter type:does_not_wish_to enter";
    clinic.say(ASSESSOR, "01-004", words, Fate::Failed);
    for id in ids(5, 22, &[]) {
        clinic.eligibility(&id, &[]);
        let without: &[&str] = if id == "01-011" { &["phga"] } else { &[] };
        clinic.visit(&id, "baseline", without);
        clinic.dose(&id, 1, true);
    }
    // The physician's global of 01-011 was entered for 01-012; then that of 01-012 is entered.
    acts::moves_the_global(clinic, "01-012", "01-011");
    clinic.form("01-012", "baseline", "phga");
    acts::corrects_the_year_of_birth(clinic, "01-016");
    // The dose was that of another one, and nobody gave 01-020 any.
    acts::takes_the_first_dose_out(clinic, "01-020");
    clinic.day("2026-03-03");
    let twice = "7 type:is_01-006_already enter";
    clinic.say(INVESTIGATOR, "01-005", twice, Fate::Mistake);
}

/// 16 March to 13 April: weeks 2 and 4, and those who leave.
pub(super) fn first_weeks(clinic: &mut Clinic) {
    clinic.day("2026-03-16");
    acts::begins_week_2_by_mistake(clinic, "01-018");
    for id in ids(6, 22, &[]) {
        clinic.visit(&id, "week-2", &[]);
    }
    clinic.dose("01-006", 2, true);
    clinic.dose("01-010", 2, true);
    clinic.dose("01-014", 2, false);
    clinic.dose("01-015", 2, false);
    acts::judges(clinic, "01-014", true);
    acts::judges(clinic, "01-015", true);
    acts::judges(clinic, "01-015", false);
    clinic.day("2026-03-20");
    // By the participant, own decision, nothing may be used any more.
    let withdraws = "3 1 8 3 enter type:wants_it_all_out enter";
    clinic.say(ASSESSOR, "01-007", withdraws, Fate::Withdrawn);
    clinic.tally.of("01-007").unused = true;
    clinic.day("2026-03-30");
    for id in ids(6, 22, &[7, 22]) {
        clinic.visit(&id, "week-4", &[]);
    }
    clinic.day("2026-04-06");
    clinic.say(ASSESSOR, "01-010", "2 1 enter enter", Fate::Stopped);
    acts::comes_unscheduled(clinic, "01-013");
    let lost = "4 3 enter enter type:no_answer enter";
    clinic.say(ASSESSOR, "01-021", lost, Fate::Lost);
    amend(clinic, 2, true);
    clinic.day("2026-04-10");
    acts::dies_of_an_event(clinic, "01-008");
    acts::sees_the_event(clinic, "01-008");
    clinic.day("2026-04-13");
    // By the participant, own decision, what there is is used.
    let withdraws = "3 1 8 2 enter type:moves_abroad enter";
    clinic.say(ASSESSOR, "01-006", withdraws, Fate::Withdrawn);
}

/// 27 April to 18 May: week 8, the second amendment, and a second cohort.
pub(super) fn middle(clinic: &mut Clinic) {
    clinic.day("2026-04-27");
    let found = "8 enter type:was_abroad enter";
    clinic.say(ASSESSOR, "01-021", found, Fate::TakesPart);
    for id in ids(10, 22, &[]) {
        clinic.visit(&id, "week-8", &[]);
    }
    acts::consents_anew(clinic, "01-013");
    for number in [23, 24] {
        enters(clinic, number);
    }
    clinic.day("2026-05-04");
    amend(clinic, 3, false);
    clinic.day("2026-05-11");
    clinic.visit("01-023", "week-2", &[]);
    // Since today, after the window of week 8; then since a day in it, so that week 8 was not missed.
    let lost = "4 3 enter enter type:three_calls enter";
    clinic.say(ASSESSOR, "01-009", lost, Fate::Lost);
    let earlier = "4 3 enter type:2026-04-30 enter type:moved_away_then enter";
    clinic.say(ASSESSOR, "01-009", earlier, Fate::Lost);
    clinic.day("2026-05-18");
    enters(clinic, 26);
}

/// Enrolment, baseline and first dose on one day.
fn enters(clinic: &mut Clinic, number: u8) {
    clinic.enrol(number);
    let id = format!("01-{number:03}");
    clinic.eligibility(&id, &[]);
    clinic.visit(&id, "baseline", &[]);
    clinic.dose(&id, 1, true);
}

/// 25 May to 8 June: week 12, serious events, the end of those who completed, and the last who come in.
pub(super) fn end(clinic: &mut Clinic) {
    clinic.day("2026-05-25");
    for id in ids(10, 21, &[13]) {
        clinic.visit(&id, "week-12", &[]);
    }
    enters(clinic, 25);
    clinic.visit("01-023", "week-4", &[]);
    clinic.visit("01-024", "week-4", &[]);
    acts::corrects_the_day_of_week_12(clinic, "01-017");
    acts::corrects_an_answer(clinic, "01-019");
    acts::has_a_serious_event(clinic, "01-011", true);
    acts::sees_the_event(clinic, "01-011");
    // Known since the day before, and no investigator ever looks.
    acts::has_a_serious_event(clinic, "01-012", false);
    clinic.tally.of("01-012").deviations.insert("late-report");
    clinic.day("2026-06-03");
    // Two days after the window.
    clinic.visit("01-013", "week-12", &[]);
    let late = clinic.tally.of("01-013");
    late.assessed_in_window = false;
    late.deviations.insert("visit-window");
    clinic.day("2026-06-04");
    for id in ids(11, 21, &[]) {
        clinic.say(ASSESSOR, &id, "6 enter enter", Fate::Completed);
    }
    clinic.day("2026-06-08");
    for number in 27..=30 {
        clinic.enrol(number);
    }
    for (id, otherwise) in [
        ("01-027", vec![]),
        ("01-028", vec![("ex.blood", "y")]),
        ("01-029", vec![("ex.renal", "y")]),
        ("01-030", vec![]),
    ] {
        clinic.eligibility(id, &otherwise);
    }
    clinic.visit("01-027", "baseline", &[]);
    acts::corrects_a_criterion(clinic, "01-028", "ex.blood");
    acts::corrects_the_day_of_enrolment(clinic, "01-030", "2026-05-20");
    waits(clinic);
}

/// What waits on 8 June, worked out by hand from the schedule: what opens until the 15th is due within the week.
fn waits(clinic: &mut Clinic) {
    let tally = &mut clinic.tally;
    for id in [
        // Baseline 27 April: week 8 is planned for 22 June, and its window opens on the 15th.
        "01-023", "01-024", // Baseline 25 May: week 2 is planned for today.
        "01-025",
        // Baseline 18 May: the window of week 4, planned for 15 June, opens on the 12th.
        "01-026", // Enrolled today: the baseline visit.
        "01-028", "01-029",
    ] {
        tally.of(id).due = true;
    }
    // Baseline 2 March: week 12 could be held until 1 June. Baseline 18 May: week 2 until 4 June, and week 4 is not open yet.
    tally.of("01-022").overdue = true;
    tally.of("01-026").overdue = true;
    // Enrolled on 20 May, as it was corrected: the baseline visit could be held until 3 June.
    tally.of("01-030").overdue = true;
    // Week 4 until 2 April, and then week 8 was held; week 2 until 14 May, and then week 4 was held.
    for id in ["01-022", "01-024"] {
        tally.of(id).missed = 1;
        tally.of(id).deviations.insert("missed-visit");
    }
}
