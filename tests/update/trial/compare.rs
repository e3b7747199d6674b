//! Compares each count of the program with that of the tally.

use super::clinic::Clinic;
use super::tally::{Fate, Person, Tally};
use crate::support::exported::{self, Kept};
use coreset::cli::{screening, status};
use coreset::domain::record::user::Role;
use coreset::domain::views::overview::{Overview, overview};
use coreset::screens::look::Look;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn told(clinic: &mut Clinic) -> Overview {
    let today = clinic.today;
    let owner = clinic.owner();
    let summaries = owner.summaries();
    overview(&owner.study, summaries.iter(), today)
}

/// The flow as it stands on any day of the script.
pub(super) fn flow(clinic: &mut Clinic) {
    let told = told(clinic);
    let tally = &clinic.tally;
    let json = status::as_json(&told, coreset::text::DEFAULT);
    let flow = json!({
        "enrolled_by_mistake": tally.mistakes(),
        "screened": tally.screened(),
        "failed": tally.failed(),
        "failed_by": tally.failed_by(),
        "left_before_entry": 0,
        "in_screening": tally.in_screening(),
        "failing_not_said": tally.failing_not_said(),
        "entered": tally.entered(),
        "treated": tally.treated(),
        "going_on": tally.entered_as(Fate::TakesPart),
        "treatment_stopped": tally.entered_as(Fate::Stopped),
        "withdrawn": tally.entered_as(Fate::Withdrawn),
        "lost": tally.entered_as(Fate::Lost),
        "died": tally.entered_as(Fate::Died),
        "completed": tally.entered_as(Fate::Completed),
    });
    assert_eq!(json["flow"], flow, "{}", clinic.today);
    assert_eq!(json["enrolled"], tally.screened());
    assert_eq!(json["sets"][0]["members"], tally.full_set());
    assert_eq!(json["sets"][1]["members"], tally.protocol_set());
    assert_eq!(json["events"]["by_grade"], json!(tally.by_grade()));
    assert_eq!(json["events"]["serious_open"], tally.serious_open());
    assert_eq!(json["events"]["serious_unseen"], tally.serious_unseen());
    assert_eq!(json["deviations"]["major"], tally.major());
    assert_eq!(json["not_by_the_rules"], 0);
    let log = screening::as_json(&told);
    let outcome = |outcome: &str| {
        let people = log["participants"].as_array().unwrap().iter();
        let count = people.filter(|person| person["outcome"] == outcome).count();
        u32::try_from(count).unwrap()
    };
    assert_eq!(outcome("enrolled-by-mistake"), tally.mistakes());
    assert_eq!(outcome("failed"), tally.failed());
    assert_eq!(outcome("in-screening"), tally.in_screening());
    assert_eq!(outcome("entered"), tally.entered());
}

/// All counts, on the last day.
pub(super) fn everything(clinic: &mut Clinic) {
    flow(clinic);
    let told = told(clinic);
    let json = status::as_json(&told, coreset::text::DEFAULT);
    waits_and_deviations(&json, &clinic.tally);
    sets(&json, &clinic.tally);
    people(&json, &clinic.tally);
    versions(clinic);
    screen(clinic);
}

fn waits_and_deviations(json: &Value, tally: &Tally) {
    assert_eq!(json["target"], 30);
    let waits = [&json["due_this_week"], &json["overdue"], &json["missed"]];
    assert_eq!(waits, [tally.due(), tally.overdue(), tally.missed()]);
    let deviations = json!({
        "all": tally.deviations(""),
        "participants": tally.deviating(),
        "major": tally.major(),
        "by_rule": {
            "visit-window": tally.deviations("visit-window"),
            "missed-visit": tally.deviations("missed-visit"),
            "missed-procedure": 0,
            "dose": tally.deviations("dose"),
            "forbidden-drug": 0,
            "late-report": tally.deviations("late-report"),
        },
    });
    assert_eq!(json["deviations"], deviations);
}

/// All who were assessed have a major response, so that each verdict has the same counts.
fn sets(json: &Value, tally: &Tally) {
    let [full, per_protocol] = [&json["sets"][0], &json["sets"][1]];
    assert_eq!(
        [&full["set"], &per_protocol["set"]],
        ["full", "per-protocol"]
    );
    let share = |shares: &Value, verdict: usize| {
        let own = &shares[verdict];
        (own["count"].as_u64().unwrap(), own["of"].as_u64().unwrap())
    };
    let all = |count: u32| (u64::from(count), u64::from(count));
    let (responded, known) = tally.imputed();
    for verdict in 0..5 {
        assert_eq!(share(&json["responders"], verdict), all(tally.assessed()));
        assert_eq!(share(&full["as_observed"], verdict), all(tally.observed()));
        let imputed = share(&full["drop_outs_as_non_responders"], verdict);
        assert_eq!(imputed, (responded.into(), known.into()));
        let own = share(&per_protocol["as_observed"], verdict);
        assert_eq!(own, all(tally.protocol_set()));
    }
}

fn people(json: &Value, tally: &Tally) {
    let people = json["participants"].as_array().unwrap();
    assert_eq!(people.len(), tally.people.len());
    for (shown, (id, person)) in people.iter().zip(&tally.people) {
        assert_eq!(shown["id"], **id);
        assert_eq!(shown["status"], word(person), "{id}");
        if person.fate == Fate::Mistake {
            continue;
        }
        assert_eq!(shown["deviations"], person.deviations.len(), "{id}");
        assert_eq!(shown["major_deviations"], person.major, "{id}");
        let cells = shown["visits"].as_array().unwrap();
        let standing = |standing: &str| -> Vec<&str> {
            let cells = cells.iter().filter(|cell| cell["standing"] == standing);
            cells.map(|cell| cell["visit"].as_str().unwrap()).collect()
        };
        let scheduled = |visit: &&str| !visit.starts_with("unscheduled");
        let done: BTreeSet<&str> = standing("done").into_iter().filter(scheduled).collect();
        let held = person.held.keys().map(String::as_str).filter(scheduled);
        assert_eq!(done, held.collect::<BTreeSet<_>>(), "{id}");
        assert_eq!(
            standing("overdue").len(),
            usize::from(person.overdue),
            "{id}"
        );
        assert_eq!(standing("missed").len(), person.missed as usize, "{id}");
        // The second amendment took RAND-36 from the eleven forms of week 12, before anybody came to it.
        let last = cells.iter().find(|cell| cell["visit"] == "week-12");
        assert_eq!(last.unwrap()["forms"], 10, "{id}");
    }
}

fn word(person: &Person) -> &'static str {
    match person.fate {
        Fate::TakesPart => "takes-part",
        Fate::Failed => "screen-failure",
        Fate::Stopped => "treatment-stopped",
        Fate::Withdrawn => "withdrawn",
        Fate::Lost => "lost",
        Fate::Died => "died",
        Fate::Completed => "completed",
        Fate::Mistake => "enrolled-by-mistake",
    }
}

/// Each visit goes by the version that was in force when it began.
fn versions(clinic: &mut Clinic) {
    for summary in clinic.owner().summaries() {
        let id = summary.participant.id.as_str();
        let begun = summary.visits.iter();
        let begun: BTreeMap<String, u32> = begun
            .map(|visit| (visit.visit.to_string(), visit.version))
            .collect();
        assert_eq!(begun, clinic.tally.people[id].held, "{id}");
    }
}

/// The words on the screen of the study, on a terminal of 120 columns and 46 rows.
fn screen(clinic: &mut Clinic) {
    for role in [Role::Assessor, Role::Investigator] {
        let mut shown = String::new();
        clinic.list(role, |bedside| {
            bedside.keys("f7").deliver_all();
            shown = bedside.screen_of(120, 46, Look::FULL);
        });
        // What is wider than the screen goes on in the next row.
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in on_screen(&clinic.tally) {
            assert!(shown.contains(&words), "{words}:\n{shown}");
        }
    }
}

fn on_screen(tally: &Tally) -> Vec<String> {
    let by = tally.failed_by().into_iter();
    let by: Vec<String> = by
        .map(|(field, count)| format!("{field} {count}"))
        .collect();
    let (assessed, observed) = (tally.assessed(), tally.observed());
    let ((responded, known), per_protocol) = (tally.imputed(), tally.protocol_set());
    let full = tally.full_set();
    let [first, second, third, fourth, fifth] = tally.by_grade();
    vec![
        format!("{} of 30 enrolled", tally.screened()),
        format!(
            "{} due this week, {} overdue, {} missed",
            tally.due(),
            tally.overdue(),
            tally.missed()
        ),
        format!(
            "Flow: {} screened, {} failed ({}), {} in screening, {} of them with a criterion that is not met, {} entered, \
             {} enrolled by mistake, not counted",
            tally.screened(),
            tally.failed(),
            by.join(", "),
            tally.in_screening(),
            tally.failing_not_said(),
            tally.entered(),
            tally.mistakes()
        ),
        format!(
            "Of those who entered: {} treated, {} go on, {} stopped and followed, {} withdrawn, {} lost, {} died, {} completed",
            tally.treated(),
            tally.entered_as(Fate::TakesPart),
            tally.entered_as(Fate::Stopped),
            tally.entered_as(Fate::Withdrawn),
            tally.entered_as(Fate::Lost),
            tally.entered_as(Fate::Died),
            tally.entered_as(Fate::Completed)
        ),
        format!(
            "Deviations: {} in {} participants, {} judged major: visit outside its window {}, visit missed {}, \
             dose not as planned {}, serious event seen late {}",
            tally.deviations(""),
            tally.deviating(),
            tally.major(),
            tally.deviations("visit-window"),
            tally.deviations("missed-visit"),
            tally.deviations("dose"),
            tally.deviations("late-report")
        ),
        format!("serious, open: {}", tally.serious_open()),
        format!("grade 1-5: {first} {second} {third} {fourth} {fifth}"),
        format!("TIS moderate or more {assessed}/{assessed} 100.0 %"),
        format!("Analysis sets Full ({full}) Full ({full}) Per protocol ({per_protocol})"),
        format!("TIS major {observed}/{observed} "),
        format!(" % {responded}/{known} "),
        format!(" % {per_protocol}/{per_protocol} "),
    ]
}

/// Every format takes the whole trial, and the tables count as the tally does.
pub(super) fn exports(clinic: &mut Clinic) {
    let owner = clinic.owner();
    let kept = Kept {
        records: &owner.records,
        entries: &owner.entries,
    };
    let files = exported::all("trial", &owner.study, kept);
    let table = files.text("csv/participants.csv").unwrap();
    let counts = |word: &str| table.lines().filter(|line| line.contains(word)).count();
    let tally = &clinic.tally;
    assert_eq!(table.lines().count() - 1, tally.people.len());
    assert_eq!(counts("enrolled-by-mistake"), tally.mistakes() as usize);
    assert_eq!(counts(",screen-failure,"), tally.failed() as usize);
}
