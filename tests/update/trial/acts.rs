//! Acts that happen once or twice in the trial, each by keys.

use super::clinic::Clinic;
use super::tally::Fate;
use crate::support::bedside::Bedside;
use coreset::domain::record::event::Event;
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::user::Role;

const ASSESSOR: Role = Role::Assessor;
const INVESTIGATOR: Role = Role::Investigator;

/// Picks the physician's global of a baseline visit up, and puts it down where it belongs.
pub(super) fn moves_the_global(clinic: &mut Clinic, from: &str, to: &str) {
    clinic.page(ASSESSOR, from, |bedside| {
        bedside.keys("1 6 esc").deliver_all();
        bedside.keys(">");
        bedside.must_show("is picked up");
        bedside
            .keys(&format!("esc esc type:{to} enter 1"))
            .deliver_all();
        bedside.keys("home down down down down down >");
        assert_eq!(bedside.top(), "move-form", "{}", bedside.screen());
        bedside
            .keys("type:was_the_next_patient enter up enter")
            .deliver_all();
        let moved = bedside
            .events()
            .into_iter()
            .filter(|event| event.moved().is_some());
        assert_eq!(moved.count(), 2);
    });
}

pub(super) fn corrects_the_year_of_birth(clinic: &mut Clinic, id: &str) {
    clinic.page(ASSESSOR, id, |bedside| {
        bedside
            .keys("! 2 type:1971 enter type:misread enter enter")
            .deliver_all();
        assert_eq!(bedside.record(id).participant.birth_year, 1971);
    });
}

pub(super) fn corrects_the_day_of_enrolment(clinic: &mut Clinic, id: &str, day: &str) {
    clinic.page(ASSESSOR, id, |bedside| {
        bedside
            .keys(&format!(
                "! 6 type:{day} enter type:consented_before enter enter"
            ))
            .deliver_all();
        let enrolled = bedside.record(id).participant.enrolled_on;
        assert_eq!(enrolled.to_string(), day, "{}", bedside.screen());
    });
}

/// A criterion of exclusion that was answered with yes is not met after all.
pub(super) fn corrects_a_criterion(clinic: &mut Clinic, id: &str, field: &str) {
    clinic.page(ASSESSOR, id, |bedside| {
        bedside.must_show("fails: ");
        bedside
            .keys("6 F6")
            .type_text(field)
            .keys("enter")
            .deliver_all();
        assert_eq!(
            bedside.here(),
            format!("eligibility {field}"),
            "{}",
            bedside.screen()
        );
        bedside.keys("0").deliver_all();
        let session = bedside.record(id).session(SESSION).unwrap();
        let answer = session.forms["eligibility"][field].answer.clone();
        assert_eq!(answer.unwrap().as_code(), Some("n"), "{}", bedside.screen());
        bedside.keys("esc").deliver_all();
    });
    clinic.tally.of(id).unfit = false;
}

pub(super) fn takes_the_first_dose_out(clinic: &mut Clinic, id: &str) {
    clinic.page(ASSESSOR, id, |bedside| {
        bedside.keys("8 enter f7");
        bedside.must_show("why is it an error?");
        bedside.keys("down enter").deliver_all();
    });
    clinic.tally.of(id).doses -= 1;
}

/// A visit with one answer that was meant for somebody else.
pub(super) fn begins_week_2_by_mistake(clinic: &mut Clinic, id: &str) {
    clinic.page(ASSESSOR, id, |bedside| {
        bedside.keys("2 2 7.4 enter esc").deliver_all();
        assert!(
            bedside.record(id).session("week-2").is_some(),
            "{}",
            bedside.screen()
        );
        bedside
            .keys("! type:wrong_participant enter up enter")
            .deliver_all();
        let events = bedside.events().into_iter();
        let voided = events.filter(|event| matches!(event, Event::SessionVoided { .. }));
        assert_eq!(voided.count(), 1, "{}", bedside.screen());
    });
}

/// An investigator says, or says anew, what the only deviation of a participant means: a dose that was left out.
pub(super) fn judges(clinic: &mut Clinic, id: &str, major: bool) {
    clinic.page(INVESTIGATOR, id, |bedside| {
        bedside.keys("end enter");
        assert_eq!(bedside.top(), "deviations", "{}", bedside.screen());
        bedside.keys("f10 2");
        bedside
            .keys(if major { "1" } else { "2" })
            .keys("enter up enter")
            .deliver_all();
        let events = bedside.events();
        let Some(Event::DeviationJudged { key, .. }) = events.last() else {
            panic!("{}", bedside.screen());
        };
        assert_eq!(key, "dose/abatacept#2");
    });
    // What was said last holds.
    clinic.tally.of(id).major = u32::from(major);
}

pub(super) fn comes_unscheduled(clinic: &mut Clinic, id: &str) {
    clinic.page(ASSESSOR, id, |bedside| {
        bedside
            .keys("ctrl-n 1 type:flare_of_the_skin enter 1 end enter enter")
            .deliver_all();
        assert_eq!(bedside.top(), "visit", "{}", bedside.screen());
        bedside.keys("1 3.5 enter 2 1").deliver_all();
        assert_eq!(
            bedside
                .record(id)
                .session("unscheduled-1")
                .unwrap()
                .forms
                .len(),
            1
        );
    });
    let version = clinic.version();
    let held = &mut clinic.tally.of(id).held;
    held.insert("unscheduled-1".to_owned(), version);
}

pub(super) fn consents_anew(clinic: &mut Clinic, id: &str) {
    let today = clinic.today;
    clinic.page(ASSESSOR, id, |bedside| {
        bedside.keys("ctrl-n 3 type:2.0 enter enter").deliver_all();
        assert_eq!(bedside.record(id).consents["2.0"].day, today);
    });
}

/// Types an event up to the field in which an investigator says that it was seen: grade, whether it goes on, whether it is the
/// death, and the outcome.
fn types_an_event(bedside: &mut Bedside, [grade, ongoing, death, outcome]: [&str; 4]) {
    bedside.keys("9 ctrl-n type:pneumonia enter").keys(grade);
    bedside.keys("type:t-1 enter enter").keys(ongoing);
    assert_eq!(
        bedside.here(),
        "adverse-event#1 serious",
        "{}",
        bedside.screen()
    );
    bedside
        .keys("1")
        .keys(death)
        .keys("0 1 0 0 0 type:t-1 enter type:1600 enter 0 0 0 0 7");
    bedside.keys(outcome).keys("1").deliver_all();
    assert_eq!(
        bedside.here(),
        "adverse-event#1 seen",
        "{}",
        bedside.screen()
    );
}

/// An event of grade 3 that goes on, or that is over today.
pub(super) fn has_a_serious_event(clinic: &mut Clinic, id: &str, ongoing: bool) {
    clinic.page(ASSESSOR, id, |bedside| {
        let keys = match ongoing {
            true => ["3", "1", "0", "3"],
            false => ["3", "0 t enter", "0", "1"],
        };
        types_an_event(bedside, keys);
        bedside.keys("esc").deliver_all();
        assert_eq!(bedside.top(), "log", "{}", bedside.screen());
    });
    clinic.tally.of(id).serious.push((3, ongoing, false));
}

/// The event is entered, and the question for the death that comes with it is answered.
pub(super) fn dies_of_an_event(clinic: &mut Clinic, id: &str) {
    clinic.page(ASSESSOR, id, |bedside| {
        types_an_event(bedside, ["5", "0 t enter", "1", "5"]);
        bedside.keys("esc").deliver_all();
        assert_eq!(bedside.top(), "participation", "{}", bedside.screen());
        bedside
            .keys("enter type:in_hospital enter up enter")
            .deliver_all();
        let said = bedside.record(id).statuses.now().unwrap();
        assert_eq!(said.status.name().word(), "died");
    });
    let person = clinic.tally.of(id);
    person.serious.push((5, false, false));
    person.fate = Fate::Died;
}

/// An investigator looks at the first event.
pub(super) fn sees_the_event(clinic: &mut Clinic, id: &str) {
    let today = clinic.today;
    clinic.page(INVESTIGATOR, id, |bedside| {
        bedside
            .keys("9 enter F6 type:seen enter t enter")
            .deliver_all();
        let session = bedside.record(id).session(SESSION).unwrap();
        let seen = session.forms["adverse-event#1"]["seen"].answer.clone();
        assert_eq!(seen.unwrap().as_date(), Some(today));
        bedside.keys("esc").deliver_all();
    });
    clinic.tally.of(id).serious[0].2 = true;
}

/// The visit was held eight days earlier than it says, a day before its window.
pub(super) fn corrects_the_day_of_week_12(clinic: &mut Clinic, id: &str) {
    clinic.page(ASSESSOR, id, |bedside| {
        bedside
            .keys("5 0 type:2026-05-17 enter enter 1")
            .deliver_all();
        let day = bedside.record(id).session("week-12").unwrap().date;
        assert_eq!(day.to_string(), "2026-05-17", "{}", bedside.screen());
    });
    let person = clinic.tally.of(id);
    person.assessed_in_window = false;
    person.deviations.insert("visit-window");
}

/// The physician's global at week 12 was completed, and is changed with a reason.
pub(super) fn corrects_an_answer(clinic: &mut Clinic, id: &str) {
    clinic.page(ASSESSOR, id, |bedside| {
        bedside.keys("5 5 end esc 5 home").deliver_all();
        assert_eq!(bedside.here(), "phga vas", "{}", bedside.screen());
        let before = bedside.shows("vas");
        bedside.keys("1.3 enter enter 1").deliver_all();
        assert_eq!(
            bedside.shows("vas"),
            "1.3",
            "not {before}: {}",
            bedside.screen()
        );
        let last = bedside.owner.entries.last().unwrap();
        assert_eq!(last.draft.reason.as_deref(), Some("typing error"));
        bedside.keys("esc").deliver_all();
    });
}
