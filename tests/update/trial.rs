//! A trial of thirty participants by keys, and beside it a tally of what was done to whom, with which every count is compared.

mod acts;
mod amended;
mod clinic;
mod donor;
mod script;
mod tally;

use clinic::{Clinic, nobody_yet};
use coreset::cli::status;
use coreset::domain::record::user::Role;
use coreset::domain::views::overview::{Overview, overview};
use coreset::screens::look::Look;
use serde_json::json;
use tally::{Fate, Tally};

/// The whole trial, on its last day.
fn played() -> Clinic {
    let mut clinic = Clinic::new(nobody_yet());
    script::begin(&mut clinic);
    script::first_weeks(&mut clinic);
    script::middle(&mut clinic);
    script::end(&mut clinic);
    clinic
}

fn told(clinic: &mut Clinic) -> Overview {
    let today = clinic.today;
    let owner = clinic.owner();
    let summaries = owner.summaries();
    overview(&owner.study, summaries.iter(), today)
}

#[test]
fn every_count_of_a_trial_of_thirty_is_that_of_the_tally() {
    let mut clinic = played();
    let told = told(&mut clinic);
    let tally = &clinic.tally;
    compare_overview(&told, tally);
    compare_json(&told, tally);
    compare_screen(&mut clinic);
}

fn compare_overview(told: &Overview, tally: &Tally) {
    let flow = &told.flow;
    let by: Vec<(&str, u32)> = flow
        .failed_by
        .iter()
        .map(|(field, count)| (field.as_str(), *count))
        .collect();
    assert_eq!(by, tally.failed_by().into_iter().collect::<Vec<_>>());
    for (what, found, expected) in [
        ("mistakes", flow.void, tally.mistakes()),
        ("screened", flow.screened, tally.screened()),
        ("failed", flow.failed, tally.failed()),
        ("left before", flow.left_before, 0),
        ("in screening", flow.screening, tally.in_screening()),
        (
            "failing, not said",
            flow.not_said_failed,
            tally.failing_not_said(),
        ),
        ("entered", flow.entered, tally.entered()),
        ("treated", flow.treated, tally.treated()),
        ("going on", flow.going_on, tally.entered_as(Fate::TakesPart)),
        ("stopped", flow.stopped, tally.entered_as(Fate::Stopped)),
        (
            "withdrawn",
            flow.withdrawn,
            tally.entered_as(Fate::Withdrawn),
        ),
        ("lost", flow.lost, tally.entered_as(Fate::Lost)),
        ("died", flow.died, tally.entered_as(Fate::Died)),
        (
            "completed",
            flow.completed,
            tally.entered_as(Fate::Completed),
        ),
        ("due", told.due_this_week, tally.due()),
        ("overdue", told.overdue, tally.overdue()),
        ("missed", told.missed, tally.missed()),
        (
            "serious open",
            told.events.serious_open,
            tally.serious_open(),
        ),
        (
            "serious unseen",
            told.events.serious_unseen,
            tally.serious_unseen(),
        ),
        ("deviations", told.deviations.all(), tally.deviations("")),
        (
            "people who deviate",
            told.deviations.people,
            tally.deviating(),
        ),
        ("major", told.deviations.major, tally.major()),
        ("not by the rules", told.unfit().0, 0),
    ] {
        assert_eq!(found, expected, "{what}: {:?}", told.deviations);
    }
}

fn compare_json(told: &Overview, tally: &Tally) {
    let json = status::as_json(told, coreset::text::DEFAULT);
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
    assert_eq!(json["flow"], flow);
    assert_eq!(json["enrolled"], tally.screened());
    assert_eq!(json["target"], 30);
    let due = [&json["due_this_week"], &json["overdue"], &json["missed"]];
    assert_eq!(due, [tally.due(), tally.overdue(), tally.missed()]);
    assert_eq!(json["events"]["serious_open"], tally.serious_open());
    assert_eq!(json["events"]["serious_unseen"], tally.serious_unseen());
    let deviations = json!({
        "all": tally.deviations(""),
        "participants": tally.deviating(),
        "major": tally.major(),
        "by_rule": {
            "visit-window": tally.deviations("visit-window"),
            "missed-visit": tally.deviations("missed-visit"),
            "missed-procedure": tally.deviations("missed-procedure"),
            "dose": tally.deviations("dose"),
            "forbidden-drug": 0,
            "late-report": tally.deviations("late-report"),
        },
    });
    assert_eq!(json["deviations"], deviations);
    let sets = &json["sets"];
    assert_eq!(sets[0]["set"], "full");
    assert_eq!(sets[0]["members"], tally.full_set());
    assert_eq!(sets[1]["set"], "per-protocol");
    assert_eq!(sets[1]["members"], tally.protocol_set());
    // All who were assessed have a major response.
    let full = &sets[0];
    let (observed, (responded, known)) = (tally.observed(), tally.imputed());
    for verdict in 0..5 {
        let share = |way: &str| {
            [
                full[way][verdict]["count"].clone(),
                full[way][verdict]["of"].clone(),
            ]
        };
        assert_eq!(share("as_observed"), [observed, observed], "{full}");
        assert_eq!(
            share("drop_outs_as_non_responders"),
            [responded, known],
            "{full}"
        );
        let own = &sets[1]["as_observed"][verdict];
        assert_eq!(
            [&own["count"], &own["of"]],
            [tally.protocol_set(), tally.protocol_set()]
        );
    }
}

/// The words on the screen of the study, on a terminal of 120 columns and 40 rows.
fn compare_screen(clinic: &mut Clinic) {
    for role in [Role::Assessor, Role::Investigator] {
        let mut shown = String::new();
        clinic.list(role, |bedside| {
            bedside.keys("f7").deliver_all();
            shown = bedside.screen_of(120, 40, Look::FULL);
        });
        println!("{shown}");
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
    let observed = tally.observed();
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
        format!("IMACS improvement {observed}/{observed}"),
    ]
}
