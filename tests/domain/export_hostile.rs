//! A study with everything that formats trip over: texts with quotes, marks of XML, formulas, other scripts and line ends,
//! control characters of old journals, dates known in part, results below a limit, a voided enrolment, a moved form.

use crate::support::exported::{self, Kept};
use chrono::{DateTime, FixedOffset};
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use coreset::domain::record::entry::{Assessor, Draft, Entry};
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::moved::{MoveSide, MovedAnswer};
use coreset::domain::record::query::Step;
use coreset::domain::record::rows::{SESSION, row_id};
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::record::status::Status;
use coreset::domain::study::Study;
use coreset::domain::study::fit;
use coreset::domain::study::shipped::embedded_study;
use coreset::export::files::InMemory;
use coreset::tools::demo;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is typed into free texts.
const TEXTS: [&str; 9] = [
    "\"quoted\", 'single', a,comma; a;semicolon",
    "]]> <![CDATA[ & &amp; <script>alert(1)</script> -->",
    "=HYPERLINK(\"http://x\",\"a\")",
    "+1 -1 @SUM(A1)",
    "类风湿关节炎 🦴👩‍⚕️ e\u{301}",
    "first line\nsecond line\n\n\tafter a tab",
    "nul \u{0} bell \u{7} escape \u{1b}[31m del \u{7f} c1 \u{85}",
    "right to left \u{202e}txet\u{202c} no-break\u{a0}space \u{feff}",
    " blanks around and a backslash \\ at the end\\ ",
];

fn at() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-03-02T09:00:00.000+01:00").unwrap()
}

/// A study in memory.
struct Site {
    study: Arc<Study>,
    records: BTreeMap<ParticipantId, ParticipantRecord>,
    entries: Vec<Entry>,
}

impl Site {
    fn put(&mut self, event: Event) {
        let by = Assessor {
            user: "nurse".to_owned(),
            name: "N. \"Urse\" & <Co>".to_owned(),
            role: "assessor".to_owned(),
            from: "pts/0".to_owned(),
        };
        let mut draft = Draft::new(by, event);
        draft.reason = Some("a reason with <marks> & \"quotes\"\nand a line end".to_owned());
        let seq = self.entries.len() as u64 + 1;
        let entry = Entry {
            seq,
            request: format!("test-{seq}"),
            hash: format!("{seq:064x}"),
            ..Entry::preview(draft, at())
        };
        if let Some(enrolled) = entry.draft.event.enrolled() {
            let record = ParticipantRecord::new(enrolled.clone());
            self.records.insert(enrolled.id.clone(), record);
        }
        if let Some(who) = entry.draft.event.participant()
            && let Some(record) = self.records.get_mut(who)
        {
            record.apply(&entry);
            fit::judge(&self.study, record, &entry);
        }
        self.entries.push(entry);
    }

    fn answer(
        &mut self,
        who: &ParticipantId,
        visit: &str,
        form: &FormId,
        field: &str,
        answer: Answer,
    ) {
        self.put(Event::Answered {
            place: place(who, visit, form, field),
            answer,
            origin: Origin::Typed,
        });
    }
}

fn place(who: &ParticipantId, visit: &str, form: &FormId, field: &str) -> FieldPath {
    FieldPath {
        participant: who.clone(),
        visit: visit.into(),
        form: form.clone(),
        field: field.into(),
    }
}

fn hostile(study: &Arc<Study>) -> Site {
    let mut site = Site {
        study: Arc::clone(study),
        records: BTreeMap::new(),
        entries: Vec::new(),
    };
    let made: Vec<Vec<Event>> = demo::participants(study, 14, at().date_naive(), 11).collect();
    for event in made.into_iter().flatten() {
        site.put(event);
    }
    let ids: Vec<ParticipantId> = site.records.keys().cloned().collect();
    let who = &ids[10];
    for (number, text) in (20..).zip(TEXTS) {
        let row = row_id("adverse-event", number);
        let from = ["2026", "2026-02", "2026-02-03"][number as usize % 3];
        let started = match from.parse() {
            Ok(day) => Value::Date(day),
            Err(_) => Value::Text(from.to_owned()),
        };
        let started = Answer::Value {
            value: started,
            unit: None,
        };
        site.answer(who, SESSION, &row, "term", Answer::text(text));
        site.answer(who, SESSION, &row, "start", started);
        site.put(Event::Noted {
            place: place(who, SESSION, &row, "term"),
            text: text.to_owned(),
        });
        site.put(Event::Queried {
            place: place(who, SESSION, &row, "term"),
            query: 0,
            step: Step::Open,
            text: text.to_owned(),
        });
    }
    let below = Answer::Value {
        value: Value::Below("800".parse().unwrap()),
        unit: Some("U/L".to_owned()),
    };
    let other = Answer::Missing {
        reason: "other".to_owned(),
        text: Some(TEXTS[1].to_owned()),
    };
    site.answer(who, "week-12", &"enzymes".into(), "ck", below);
    site.answer(who, "week-12", &"phga".into(), "vas", other);
    site.put(Event::StatusChanged {
        participant: ids[11].clone(),
        day: at().date_naive(),
        status: Status::EnrolledByMistake,
        words: TEXTS[0].to_owned(),
        after: 0,
    });
    move_form(
        &mut site,
        (&ids[9], "week-12"),
        (&ids[8], "week-2"),
        &"haq".into(),
    );
    site
}

fn move_form(
    site: &mut Site,
    (from, visit): (&ParticipantId, &str),
    (to, other): (&ParticipantId, &str),
    form: &FormId,
) {
    let Some(cells) = site.records[from]
        .session(visit)
        .and_then(|own| own.forms.get(form))
    else {
        panic!("{form} at {visit} of {from}");
    };
    let answers: Vec<MovedAnswer> = cells
        .iter()
        .filter_map(|(field, cell): (&FieldId, _)| {
            Some(MovedAnswer {
                field: field.clone(),
                answer: cell.answer.clone()?,
                source: cell.seq,
            })
        })
        .collect();
    let sides = [
        (MoveSide::Away, from, visit, to, other),
        (MoveSide::Here, to, other, from, visit),
    ];
    for (side, participant, visit, other, other_visit) in sides {
        site.put(Event::FormMoved {
            participant: participant.clone(),
            visit: VisitId::from(visit),
            form: form.clone(),
            side,
            other: other.clone(),
            other_visit: VisitId::from(other_visit),
            answers: answers.clone(),
        });
    }
}

fn exported() -> InMemory {
    let study = Arc::new(embedded_study().unwrap());
    let site = hostile(&study);
    let kept = Kept {
        records: &site.records,
        entries: &site.entries,
    };
    exported::all("hostile", &study, kept)
}

#[test]
fn every_format_takes_a_hostile_study_and_the_same_twice() {
    let (one, other) = (exported(), exported());
    assert!(one.names().len() > 40, "{:?}", one.names());
    for name in one.names() {
        let bytes = one.bytes(&name).unwrap();
        assert_eq!(Some(&bytes), other.bytes(&name).as_ref(), "{name}");
        assert!(!bytes.is_empty(), "{name}");
        if !name.ends_with(".xpt") {
            assert!(String::from_utf8(bytes).is_ok(), "{name}");
        }
    }
}

#[test]
fn no_mark_of_a_typed_text_becomes_one_of_the_file() {
    let files = exported();
    for name in files.names() {
        let text = files.text(&name).unwrap();
        let (html, xml) = (name.ends_with(".html"), name.ends_with(".xml"));
        assert!(!((html || xml) && text.contains("<script>")), "{name}");
        let controls = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        assert!(!(html && text.contains(controls)), "{name}");
        // XML 1.0 has the upper ones, and none below the blank.
        let low = |c: char| c < ' ' && controls(c);
        assert!(!(xml && text.contains(low)), "{name}");
    }
}
