//! The rows of the logs as tables, sums and sentences, on the forms that are shipped.

use crate::support::shipped::{fill, session, study};
use chrono::NaiveDateTime;
use coreset::domain::course::facts::{Mark, facts};
use coreset::domain::course::table::{Line, lines};
use coreset::domain::course::totals::{log_summaries, title, totals};
use coreset::domain::course::{contradictions, last_weight, unseen};
use coreset::domain::record::participant::{Diagnosis, Participant, Sex};
use coreset::domain::record::session::{ParticipantRecord, Session};
use coreset::domain::study::Study;
use coreset::domain::views::recheck::{Found, recheck};
use coreset::domain::views::summary::StorySummary;
use coreset::text;
use std::sync::LazyLock;

static STUDY: LazyLock<Study> = LazyLock::new(study);
const LOG: &str = "log";
const NOW: &str = "2026-03-10T09:00:00";

fn now() -> NaiveDateTime {
    NOW.parse().unwrap()
}

/// Enrolled with 62 kg on 5 January 2026; rows as `form#number` and their answers.
fn record(rows: &[(&str, &str)]) -> ParticipantRecord {
    let mut record = ParticipantRecord::new(Participant {
        id: "01-001".into(),
        initials: "AB".to_owned(),
        birth_year: 1970,
        sex: Sex::Female,
        diagnosis: Diagnosis::Dermatomyositis,
        weight_kg: 62.into(),
        enrolled_on: "2026-01-05".parse().unwrap(),
    });
    let mut log: Session = session(LOG, "2026-01-05");
    for (id, answers) in rows {
        fill(&STUDY, &mut log, id, answers);
    }
    record.sessions.insert(log.visit.clone(), log);
    record
}

/// The sentences about a row, those that need a look with `!`.
fn told(rows: &[(&str, &str)], id: &str) -> Vec<String> {
    let found = facts(&STUDY, &record(rows), &id.into(), now());
    let sentence = |mark, text: String| match mark {
        Mark::Plain | Mark::Good => text,
        Mark::Warn | Mark::Bad => format!("! {text}"),
    };
    found
        .into_iter()
        .map(|f| sentence(f.mark, text::DEFAULT.fact(&f.said)))
        .collect()
}

fn table(rows: &[(&str, &str)], form: &str) -> Vec<Line> {
    lines(&STUDY, &record(rows), STUDY.form(form).unwrap())
}

fn line_of(rows: &[(&str, &str)], form: &str) -> String {
    let all = log_summaries(&STUDY, &record(rows), now());
    let found = all.into_iter().find(|beside| beside.form.as_str() == form);
    text::DEFAULT.fact(&found.unwrap().state.said)
}

const FIRST: (&str, &str) = (
    "abatacept#1",
    "number=1 date=2026-01-12 weight=62 planned=750 state=whole start=09:00 end=09:30 given=750",
);

#[test]
fn what_goes_on_stands_first_then_the_earliest() {
    let event = |onset: &str, ongoing: &str| {
        format!("term=x grade=1 onset={onset} ongoing={ongoing} serious=n")
    };
    let texts = [
        event("2026-02-01", "n"),
        event("2026-02", "y"),
        event("2026-01-20", "n"),
        event("2026-01-01", "y") + " entered-in-error=y",
        event("2025", "y"),
    ];
    let ids: Vec<String> = (1..=5).map(|n| format!("adverse-event#{n}")).collect();
    let rows: Vec<(&str, &str)> = ids
        .iter()
        .map(String::as_str)
        .zip(texts.iter().map(String::as_str))
        .collect();
    let table = table(&rows, "adverse-event");
    let order: Vec<u32> = table.iter().map(|line| line.number).collect();
    // One in error does not count as going on.
    assert_eq!(order, [5, 2, 4, 3, 1]);
    assert!(table[2].in_error && !table[2].incomplete && !table[2].unseen);
    let row = text::DEFAULT.row(&table[0]);
    assert_eq!((row.start.as_str(), row.end.as_str()), ("2025", "ongoing"));
    assert!(table[0].incomplete, "the causes are open");
}

#[test]
fn what_is_serious_and_not_seen_is_told_by_all_whether_it_was_entered_in_error_or_not() {
    for wrong in ["n", "y"] {
        for (serious, seen, is_told) in [
            ("y", "", true),
            ("y", " seen=2026-02-02", false),
            ("n", "", false),
        ] {
            let answers = format!(
                "term=x grade=3 onset=2026-02-01 ongoing=n end=2026-02-02 serious={serious}{seen} \
                 entered-in-error={wrong}"
            );
            let row = [("adverse-event#1", answers.as_str())];
            let record = record(&row);
            let case = format!("in error {wrong}, serious {serious}{seen}");
            assert_eq!(unseen(&record).len(), usize::from(is_told), "{case}");
            assert_eq!(table(&row, "adverse-event")[0].unseen, is_told, "{case}");
            let line = line_of(&row, "adverse-event");
            assert_eq!(
                line.contains("1 serious not seen"),
                is_told,
                "{case}: {line}"
            );
            let story = StorySummary::of(&STUDY, &record);
            assert_eq!(story.serious_unseen > 0, is_told, "{case}");
            assert_eq!(story.serious_open > 0, is_told, "{case}");
            // Those that count are told of as before.
            assert_eq!(story.grades[2], u16::from(wrong == "n"), "{case}");
            let found = recheck(&STUDY, &record, now().date());
            let told = found
                .iter()
                .filter(|found| found.rule == "serious-unseen")
                .map(|found| found.found.clone());
            let in_error = wrong == "y";
            let expected = is_told.then_some(Found::SeriousUnseen { in_error });
            assert!(told.eq(expected), "{case}");
        }
    }
}

#[test]
fn a_row_says_what_is_wrong_with_it_first() {
    let rows = [
        FIRST,
        (
            "abatacept#2",
            "number=2 date=2026-02-20 weight=62 state=whole given=500",
        ),
        (
            "abatacept#3",
            "number=2 date=2026-01-26 weight=62 state=left-out left-out-reason=wish",
        ),
        (
            "medication#1",
            "class=other name=Baricitinib start=2026-02 ongoing=y",
        ),
        (
            "medication#2",
            "class=other name=baricitinib start=2025 ongoing=n end=2025-12-31",
        ),
        (
            "medication#3",
            "class=other name=folic_acid start=2026-01-02 ongoing=n end=2026-01-01",
        ),
        (
            "adverse-event#1",
            "term=coma grade=4 onset=2026-02-01 ongoing=y serious=n",
        ),
    ];
    let doubtful = |form: &str| -> Vec<bool> {
        let mut table = table(&rows, form);
        table.sort_by_key(|line| line.number);
        table.iter().map(|line| line.doubtful).collect()
    };
    assert_eq!(doubtful("abatacept"), [false, true, true]);
    assert_eq!(doubtful("medication"), [true, false, true]);
    assert_eq!(doubtful("adverse-event"), [true]);
    assert_eq!(
        told(&rows, "abatacept#2"),
        [
            "! 500 mg were given, 750 mg planned.",
            "! 18 d after its window.",
            "! Another row stands for infusion 2 as well.",
            "Planned 750 mg for 62 kg (60 to 100 kg).",
            "Given 500 mg.",
            "! Infusion 3 is due on 2026-02-09 (06 Feb to 16 Feb): overdue by 22 d.",
        ]
    );
    assert_eq!(
        told(&rows, "medication#1"),
        [
            "! A JAK inhibitor with abatacept is not advised.",
            "At this dose for 10 to 37 d."
        ]
    );
    assert_eq!(told(&rows, "medication#2"), [""; 0]);
    assert_eq!(
        line_of(&rows, "abatacept"),
        "number 3 OVERDUE 22 d, due 2026-02-09; 2 of 5 given"
    );
}

#[test]
fn glucocorticoids_are_told_as_prednisone_with_what_is_unknown() {
    let course = |start: &str, rest: &str| {
        format!(
            "class=glucocorticoid glucocorticoid=methylprednisolone dose=8 unit=mg frequency=alternate-days \
             route=oral pulse=n start={start} {rest}"
        )
    };
    let ended = course("2026-03-01", "ongoing=n end=2026-03-04");
    let rows = [("medication#1", ended.as_str())];
    assert_eq!(
        told(&rows, "medication#1"),
        [
            "5 mg of prednisone a day, 0.08 mg/kg (62 kg on 2026-01-05).",
            "In all 20 mg of prednisone.",
        ]
    );
    let partial = course("2026-02", "ongoing=y");
    let rows = [("medication#1", partial.as_str())];
    assert_eq!(
        told(&rows, "medication#1")[1],
        "In all until today 55 to 190 mg of prednisone."
    );
    let sums = totals(&STUDY, &record(&rows), "medication", now());
    assert_eq!(
        text::DEFAULT.fact(&sums[0].said),
        "Glucocorticoid now 5 mg/d prednisone = 0.08 mg/kg; since enrolment mean 0.8 to 2.9 mg/d, in all 55 to 190 mg."
    );
    let unknown =
        "class=glucocorticoid glucocorticoid=prednisone start=2026-02-01 ongoing=y route=oral";
    let rows = [
        ("medication#1", partial.as_str()),
        ("medication#2", unknown),
    ];
    assert_eq!(
        line_of(&rows, "medication"),
        "2, 2 ongoing; now 5 mg/d and 1 course of unknown dose of prednisone"
    );
    let skin = "class=glucocorticoid glucocorticoid=betamethasone dose=1 unit=mg frequency=once-daily route=topical \
        pulse=n start=2026-02-01 ongoing=y";
    assert_eq!(
        told(&[("medication#1", skin)], "medication#1"),
        ["Neither by mouth nor by vein: it adds to no dose of prednisone."]
    );
    let begun = "class=glucocorticoid glucocorticoid=prednisone dose=10";
    assert_eq!(
        told(&[("medication#1", begun)], "medication#1"),
        ["Route not entered: it adds to no dose of prednisone yet."]
    );
    let unknown = format!("{begun} route=!not-done");
    assert_eq!(
        told(&[("medication#1", unknown.as_str())], "medication#1"),
        ["Route not known: it adds to no dose of prednisone."]
    );
}

#[test]
fn an_event_is_told_by_the_infusion_before_it() {
    let second = (
        "abatacept#2",
        "number=2 date=2026-01-26 weight=62 state=whole start=10:00 given=750",
    );
    let since = |onset: &str, rows: &[(&str, &str)]| {
        let event = format!("term=rash grade=2 {onset} ongoing=y serious=n");
        let mut rows = rows.to_vec();
        rows.push(("adverse-event#1", event.as_str()));
        told(&rows, "adverse-event#1").pop().unwrap()
    };
    let both = [FIRST, second];
    for (onset, words) in [
        (
            "onset=2026-01-26 onset-time=10:40",
            "40 min after infusion 2 (2026-01-26): within 1 hour, acute.",
        ),
        (
            "onset=2026-01-26 onset-time=20:00",
            "10 h after infusion 2 (2026-01-26): within 24 hours.",
        ),
        ("onset=2026-01-20", "8 d after infusion 1 (2026-01-12)."),
        ("onset=2026-01-10", "It began before the first infusion."),
        (
            "onset=2026-01-26",
            "It began after an infusion; the dates leave open which one.",
        ),
        (
            "onset=2026",
            "The dates leave open whether it began after an infusion.",
        ),
        ("onset=2026-02", "6 to 33 d after infusion 2 (2026-01-26)."),
    ] {
        assert_eq!(since(onset, &both), words, "{onset}");
    }
    // Left out, it is no infusion.
    let left_out = [
        FIRST,
        ("abatacept#2", "number=2 date=2026-01-26 state=left-out"),
    ];
    assert_eq!(
        since("onset=2026-01-28", &left_out),
        "16 d after infusion 1 (2026-01-12)."
    );
    assert_eq!(since("onset=2026-01-28", &[]), "Not serious.");
}

#[test]
fn the_clock_of_a_serious_event_is_told() {
    let event = |known: &str| {
        format!("term=stroke grade=3 onset=2026-03-08 ongoing=y serious=y hospital=y {known}")
    };
    let clock = |known: &str| {
        let event = event(known);
        let rows = [("adverse-event#1", event.as_str())];
        (
            told(&rows, "adverse-event#1")[0].clone(),
            line_of(&rows, "adverse-event"),
        )
    };
    assert_eq!(
        clock("aware-date=2026-03-09 aware-time=10:30"),
        (
            "! An investigator must see it by 2026-03-10 10:30: 90 min left.".to_owned(),
            "1 serious not seen, 90 min left; 1 event, 1 ongoing".to_owned()
        )
    );
    assert_eq!(
        clock("aware-date=2026-03-08 aware-time=08:00"),
        (
            "! OVERDUE: an investigator had to see it by 2026-03-09 08:00, 25 h ago.".to_owned(),
            "1 serious not seen, OVERDUE 25 h; 1 event, 1 ongoing".to_owned()
        )
    );
    assert_eq!(
        clock("aware-date=2026-03-08"),
        (
            "! Serious and not seen: enter since when the site knows it, so that the clock runs."
                .to_owned(),
            "1 serious not seen, since when is not entered; 1 event, 1 ongoing".to_owned()
        )
    );
    assert_eq!(
        clock("aware-date=2026-03-08 aware-time=08:00 seen=2026-03-08"),
        (
            "Seen by an investigator on 2026-03-08.".to_owned(),
            "1 event, 1 ongoing".to_owned()
        )
    );
}

#[test]
fn criteria_that_are_no_longer_asked_are_held_against_not_serious_only() {
    let cells = |answers: &str| {
        let record = record(&[("adverse-event#1", answers)]);
        let session = record.session(LOG).unwrap();
        let found = contradictions(&session.forms["adverse-event#1"]);
        let words = found
            .into_iter()
            .map(|found| text::DEFAULT.contradiction(found));
        words.collect::<Vec<_>>()
    };
    let before = "grade=2 onset=2026-02-10 aware-date=2026-02-01 death=y outcome=recovering";
    assert_eq!(
        cells(&format!("{before} serious=n")),
        ["A criterion of seriousness was answered with yes before: an event with one is serious."]
    );
    assert_eq!(
        cells(&format!("{before} serious=y")),
        [
            "The site knew of the event before it began: check both dates.",
            "The event results in death, but the outcome is not fatal: check both."
        ]
    );
}

#[test]
fn the_last_weight_is_that_of_the_day_or_the_one_before() {
    let rows = [
        FIRST,
        (
            "abatacept#2",
            "number=2 date=2026-01-26 weight=59.5 state=whole",
        ),
    ];
    let record = record(&rows);
    let kg = |day: &str| {
        let found = last_weight(&STUDY, &record, day.parse().unwrap());
        found.map(|weight| (weight.on.to_string(), weight.kg.to_string()))
    };
    let known = |on: &str, kg: &str| Some((on.to_owned(), kg.to_owned()));
    assert_eq!(kg("2026-01-04"), None);
    assert_eq!(kg("2026-01-05"), known("2026-01-05", "62"));
    assert_eq!(kg("2026-01-25"), known("2026-01-12", "62"));
    assert_eq!(kg("2026-01-26"), known("2026-01-26", "59.5"));
}

#[test]
fn a_log_has_the_title_of_many() {
    let titles: Vec<&str> = STUDY.logs().map(title).collect();
    assert_eq!(titles, ["Medications", "Abatacept", "Adverse events"]);
    let empty = record(&[]);
    let states: Vec<String> = log_summaries(&STUDY, &empty, now())
        .into_iter()
        .map(|beside| text::DEFAULT.fact(&beside.state.said))
        .collect();
    assert_eq!(
        states,
        [
            "21 criteria open",
            "none entered",
            "0 of 5 given",
            "none entered"
        ]
    );
}
