//! ODM: the archive, replayed by what is written here alone, gives what the record says; so does the snapshot.
//!
//! `CORESET_ODM_DIR` names a folder that takes csv/, odm/ and odm-archive/ of each study that is compared, the last one
//! staying, for `tests/foreign/run`.

use crate::support::shipped;
use chrono::{DateTime, FixedOffset, TimeDelta};
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::base::ids::ParticipantId;
use coreset::domain::forms::names::StudyNames;
use coreset::domain::record::entry::{Assessor, Draft, Entry};
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::moved::{MoveSide, MovedAnswer};
use coreset::domain::record::query::Step;
use coreset::domain::record::rows;
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::record::status::Status;
use coreset::domain::study::{Study, fit};
use coreset::domain::views::audit::HIDDEN;
use coreset::export::exporter::{Reads, Remark};
use coreset::export::files::InMemory;
use coreset::export::run::begin;
use coreset::export::{AsOf, Context, Format, Person};
use coreset::tools::demo;
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event as Xml};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

type Records = BTreeMap<ParticipantId, ParticipantRecord>;

fn context(study: &Study, entries: &[Entry]) -> Context {
    let last = entries.last().unwrap();
    Context {
        program: "coreset test".to_owned(),
        is_demo: true,
        ..Context::of(
            Arc::new(study.clone()),
            AsOf {
                seq: last.seq,
                hash: "0".repeat(64),
                at: last.recorded_at,
            },
        )
        .unwrap()
    }
}

/// Writes a format; returns the files and the remarks.
fn exported(
    format: Format,
    context: Context,
    records: &Records,
    entries: &[Entry],
) -> (InMemory, Vec<Remark>) {
    let mut files = InMemory::default();
    let mut exporter = begin(format, &context, &mut files).unwrap();
    match exporter.reads() {
        Reads::Records => {
            for record in records.values() {
                let person = Person::of(&context, record);
                exporter.participant(&person, &mut files).unwrap();
            }
        }
        Reads::Entries => {
            for entry in entries {
                exporter.entry(entry, &mut files).unwrap();
            }
        }
    }
    let remarks = exporter.finish(&mut files).unwrap();
    (files, remarks)
}

/// Writes a format of one file; returns it and the remarks.
fn written(
    format: Format,
    study: &Study,
    records: &Records,
    entries: &[Entry],
) -> (String, Vec<Remark>) {
    let (files, remarks) = exported(format, context(study, entries), records, entries);
    let names = files.names();
    assert_eq!(names.len(), 1);
    (files.text(&names[0]).unwrap(), remarks)
}

/// Writes what was compared into the folder that is asked for.
fn keep(study: &Study, records: &Records, entries: &[Entry]) {
    let Ok(folder) = std::env::var("CORESET_ODM_DIR") else {
        return;
    };
    for format in [Format::Csv, Format::Odm, Format::OdmArchive] {
        let folder = Path::new(&folder).join(format.key());
        fs::create_dir_all(&folder).unwrap();
        let files = exported(format, context(study, entries), records, entries).0;
        for name in files.names() {
            fs::write(folder.join(&name), files.bytes(&name).unwrap()).unwrap();
        }
    }
}

/// What an item holds: value, or the reason why there is none; and the unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Held {
    value: Option<String>,
    missing: Option<String>,
    unit: Option<String>,
}

/// Participant, visit, row and item.
type Key = [String; 4];

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = start.attributes().map(Result::unwrap);
    let found = all.find(|own| own.key.as_ref() == name)?;
    Some(
        quick_xml::escape::unescape(&found.value)
            .unwrap()
            .into_owned(),
    )
}

/// Replays a file: what every item holds at its end. Knows only ODM.
fn replayed(text: &str) -> Result<BTreeMap<Key, Held>, String> {
    let is_archive = text.contains("FileType=\"Transactional\"");
    let mut reader = Reader::from_str(text);
    let mut now: BTreeMap<Key, Held> = BTreeMap::new();
    let mut way: Vec<(String, String)> = Vec::new();
    let mut item: Option<(String, Option<String>, Held)> = None;
    let mut flag = None;
    loop {
        let (start, is_empty) = match reader.read_event().map_err(|error| error.to_string())? {
            Xml::Start(start) => (start, false),
            Xml::Empty(start) => (start, true),
            Xml::Text(text) => {
                if let (Some(flag), Some((_, _, held))) = (&flag, &mut item)
                    && flag == "CL.MISSING"
                {
                    let text = quick_xml::escape::unescape(&text).unwrap();
                    held.missing = Some(text.into_owned());
                }
                continue;
            }
            Xml::End(end) => {
                match end.name().as_ref() {
                    "SubjectData" | "StudyEventData" | "FormData" | "ItemGroupData" => {
                        way.pop();
                    }
                    "ItemData" => take(&mut now, &way, item.take().unwrap(), is_archive)?,
                    "FlagValue" => flag = None,
                    _ => {}
                }
                continue;
            }
            Xml::Eof => return Ok(now),
            _ => continue,
        };
        let repeat = |name: &str| attribute(&start, name).unwrap_or_default();
        match start.name().as_ref() {
            "SubjectData" => way.push((repeat("SubjectKey"), String::new())),
            "StudyEventData" => {
                way.push((repeat("StudyEventOID"), repeat("StudyEventRepeatKey")));
            }
            "FormData" => way.push((repeat("FormOID"), repeat("FormRepeatKey"))),
            "ItemGroupData" => way.push((repeat("ItemGroupOID"), repeat("ItemGroupRepeatKey"))),
            "ItemData" => {
                let held = Held {
                    value: attribute(&start, "Value"),
                    ..Held::default()
                };
                let own = (
                    repeat("ItemOID"),
                    attribute(&start, "TransactionType"),
                    held,
                );
                match is_empty {
                    true => take(&mut now, &way, own, is_archive)?,
                    false => item = Some(own),
                }
            }
            "MeasurementUnitRef" => {
                if let Some((_, _, held)) = &mut item {
                    held.unit = attribute(&start, "MeasurementUnitOID");
                }
            }
            "FlagValue" => flag = attribute(&start, "CodeListOID"),
            _ => {}
        }
        if is_empty
            && start.name().as_ref() != "ItemData"
            && start.name().as_ref().ends_with("Data")
        {
            way.pop();
        }
    }
}

fn take(
    now: &mut BTreeMap<Key, Held>,
    way: &[(String, String)],
    (oid, kind, held): (String, Option<String>, Held),
    is_archive: bool,
) -> Result<(), String> {
    let [who, event, _, group] = way else {
        return Err(format!("{oid} stands at {way:?}"));
    };
    let key = [
        who.0.clone(),
        format!("{}{}", event.0, event.1),
        group.1.clone(),
        oid,
    ];
    let is_there = now.contains_key(&key);
    match (is_archive, kind.as_deref(), is_there) {
        (true, Some("Insert"), false) | (true, Some("Update"), true) | (false, None, false) => {
            now.insert(key, held);
        }
        (true, Some("Remove"), true) => {
            now.remove(&key);
        }
        (true, Some("Context"), _) => {}
        _ => return Err(format!("{key:?}: {kind:?}, there before: {is_there}")),
    }
    Ok(())
}

/// Returns what every field of a record holds, by the names of its items alone.
fn told(study: &Study, names: &StudyNames, records: &Records) -> BTreeMap<Key, Held> {
    let mut told = BTreeMap::new();
    for (who, record) in records {
        for session in record.sessions.values() {
            let visit = session.visit.as_str();
            let event = match visit.strip_prefix("unscheduled-") {
                Some(number) => format!("SE.UNSCHEDULED{number}"),
                None => format!("SE.{}", visit.to_uppercase()),
            };
            if visit != rows::SESSION {
                let key = [who.as_str(), &event, "", "I.OWN.VISIT.VISIT.HELD_ON"];
                let held = Held {
                    value: Some(session.date.to_string()),
                    ..Held::default()
                };
                told.insert(key.map(str::to_owned), held);
            }
            for (form, cells) in &session.forms {
                let version = study.of_form(session, form);
                let known = names.form(&rows::form_of(form.as_str()).into()).unwrap();
                let row =
                    rows::split(form.as_str()).map_or(String::new(), |(_, row)| row.to_string());
                for (field, cell) in cells {
                    let of_version = version.form(form.as_str());
                    let has = of_version.is_some_and(|form| form.field(field.as_str()).is_some());
                    let Some(answer) = cell.answer.as_ref().filter(|_| has) else {
                        continue;
                    };
                    let oid = &known.field(field).unwrap().oid;
                    let key = |oid: &str| [who.as_str(), &event, &row, oid].map(str::to_owned);
                    let value = answer.value().map(|value| match value {
                        Value::Number(number) | Value::Below(number) => number.to_string(),
                        Value::Code(text) | Value::Text(text) => text.clone(),
                        Value::Date(day) => day.to_string(),
                    });
                    if let Some(Value::Below(_)) = answer.value() {
                        let held = Held {
                            value: Some("<".to_owned()),
                            ..Held::default()
                        };
                        told.insert(key(&format!("{oid}.LIMIT")), held);
                    }
                    let held = Held {
                        value,
                        missing: answer.missing_reason().map(str::to_owned),
                        unit: answer.unit().map(coreset::domain::forms::names::oids::unit),
                    };
                    told.insert(key(oid), held);
                }
            }
        }
    }
    told
}

/// Checks that archive and snapshot say what the records say.
pub(crate) fn agrees(study: &Study, records: &Records, entries: &[Entry]) -> Result<(), String> {
    keep(study, records, entries);
    let (archive, _) = written(Format::OdmArchive, study, records, entries);
    let (snapshot, _) = written(Format::Odm, study, records, entries);
    for said in archive.split("<ReasonForChange>").skip(1) {
        if said
            .split('<')
            .next()
            .is_none_or(|reason| reason.trim().is_empty())
        {
            return Err("a reason says nothing".to_owned());
        }
    }
    let names = study.names().unwrap();
    let replayed_archive = replayed(&archive).map_err(|why| format!("archive: {why}"))?;
    let mut current = replayed(&snapshot).map_err(|why| format!("snapshot: {why}"))?;
    let facts = |key: &Key| key[3].starts_with("I.OWN.RECORD") || key[3].starts_with("I.ENR.");
    let mut without = replayed_archive.clone();
    without.retain(|key, _| !facts(key) && !key[3].ends_with("VISIT.WORDS"));
    equal(&told(study, &names, records), &without).map_err(|why| format!("archive: {why}"))?;
    // Of somebody who was enrolled by mistake the snapshot gives less.
    let mut all = replayed_archive;
    let is_void = |key: &Key| records[&ParticipantId::new(&key[0])].statuses.is_void();
    all.retain(|key, _| !is_void(key));
    current.retain(|key, _| !is_void(key));
    equal(&current, &all).map_err(|why| format!("snapshot and archive: {why}"))
}

fn equal(expected: &BTreeMap<Key, Held>, found: &BTreeMap<Key, Held>) -> Result<(), String> {
    for key in expected.keys().chain(found.keys()) {
        if expected.get(key) != found.get(key) {
            let (own, other) = (expected.get(key), found.get(key));
            return Err(format!("{key:?}: {own:?} expected, {other:?} found"));
        }
    }
    Ok(())
}

fn first_moment() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-03-02T10:00:00.250+01:00").unwrap()
}

fn stored(study: &Study, events: Vec<Event>) -> (Records, Vec<Entry>) {
    let by = Assessor {
        user: "kern".to_owned(),
        name: "M. Kern".to_owned(),
        role: "investigator".to_owned(),
        from: "test".to_owned(),
    };
    let mut records = Records::new();
    let mut entries = Vec::new();
    for (number, event) in (1_u64..).zip(events) {
        let mut draft = Draft::new(by.clone(), event);
        draft.reason = Some("typing".to_owned());
        let at = first_moment() + TimeDelta::seconds(i64::try_from(number).unwrap());
        let entry = Entry {
            seq: number,
            request: format!("kern-1-{number}"),
            ..Entry::preview(draft, at)
        };
        if let Event::Enrolled { participant } = &entry.draft.event {
            let record = ParticipantRecord::new(participant.clone());
            records.entry(participant.id.clone()).or_insert(record);
        }
        for record in records.values_mut() {
            record.apply(&entry);
            fit::judge(study, record, &entry);
        }
        entries.push(entry);
    }
    (records, entries)
}

fn demo_events(study: &Study, count: usize) -> Vec<Event> {
    let today = first_moment().date_naive();
    demo::participants(study, count, today, 7)
        .flatten()
        .collect()
}

#[test]
fn the_demo_is_the_same_in_record_archive_and_snapshot() {
    let study = shipped::study();
    let (records, entries) = stored(&study, demo_events(&study, 14));
    agrees(&study, &records, &entries).unwrap();
    let (archive, remarks) = written(Format::OdmArchive, &study, &records, &entries);
    assert_eq!(remarks, []);
    let again = written(Format::OdmArchive, &study, &records, &entries).0;
    assert!(archive == again, "the same data give the same bytes");
}

/// The place of the first text of a log, and what is entered around it.
fn noted(text: &str) -> Vec<Event> {
    let study = shipped::study();
    let mut events = demo_events(&study, 1);
    let Event::Enrolled { participant } = &events[0] else {
        panic!("an enrolment comes first");
    };
    let who = participant.id.clone();
    let other = events
        .iter()
        .find_map(|event| match event {
            Event::Filled {
                visit,
                form,
                answers,
                ..
            } => Some((visit.clone(), form.clone(), answers.clone())),
            _ => None,
        })
        .unwrap();
    let (visit, form, answers) = other;
    let place = FieldPath {
        participant: who.clone(),
        visit: visit.clone(),
        form: form.clone(),
        field: answers[0].0.clone(),
    };
    let term = FieldPath {
        participant: who.clone(),
        visit: rows::SESSION.into(),
        form: rows::row_id("adverse-event", 90),
        field: "term".into(),
    };
    let queried = |step, query, text: &str| Event::Queried {
        place: place.clone(),
        query,
        step,
        text: text.to_owned(),
    };
    let opened = events.len() as u64 + 5;
    events.extend([
        Event::Noted {
            place: place.clone(),
            text: text.to_owned(),
        },
        Event::Answered {
            place: term.clone(),
            answer: Answer::text(text),
            origin: Origin::Typed,
        },
        Event::Cleared {
            place: term.clone(),
            origin: Origin::Typed,
        },
        Event::Answered {
            place: term,
            answer: Answer::text(text),
            origin: Origin::Typed,
        },
        queried(Step::Open, 0, text),
        queried(Step::Close, opened, text),
        Event::Noted {
            place: place.clone(),
            text: String::new(),
        },
        Event::Cleared {
            place,
            origin: Origin::Typed,
        },
        Event::StatusChanged {
            participant: who.clone(),
            day: first_moment().date_naive(),
            status: Status::Lost { attempts: 3 },
            words: text.to_owned(),
            after: 0,
        },
        Event::ConsentRenewed {
            participant: who,
            version: "3".to_owned(),
            day: first_moment().date_naive(),
        },
    ]);
    events
}

#[test]
fn hostile_texts_are_the_same_after_a_replay() {
    let study = shipped::study();
    for text in [
        "\"'<&>]]>",
        "=1+1",
        "😀 醛缩酶",
        "a\tb",
        "--><!--",
        "' or 1",
    ] {
        let (records, entries) = stored(&study, noted(text));
        agrees(&study, &records, &entries).unwrap();
        let (archive, _) = written(Format::OdmArchive, &study, &records, &entries);
        let now = replayed(&archive).unwrap();
        let words = now
            .iter()
            .find(|(key, _)| key[3] == "I.OWN.RECORD.STATUS.WORDS");
        assert_eq!(words.unwrap().1.value.as_deref(), Some(text));
    }
}

#[test]
fn characters_that_xml_forbids_are_replaced_and_told() {
    let study = shipped::study();
    let (records, entries) = stored(&study, noted("a\u{1}b"));
    for format in [Format::Odm, Format::OdmArchive] {
        let (file, remarks) = written(format, &study, &records, &entries);
        assert!(file.contains("a\u{fffd}b") && !file.contains('\u{1}'));
        let told = remarks
            .iter()
            .any(|remark| matches!(remark, Remark::Replaced { count, .. } if *count > 0));
        assert!(told, "{remarks:?}");
    }
}

#[test]
fn what_was_moved_or_begun_by_mistake_is_taken_away_and_new_where_it_is_entered_again() {
    let study = shipped::study();
    let mut events = demo_events(&study, 1);
    let who = events[0].participant().unwrap().clone();
    let visit = events
        .iter()
        .find_map(|event| match event {
            Event::SessionBegun { visit, .. } if visit.as_str() != rows::SESSION => {
                Some(visit.clone())
            }
            _ => None,
        })
        .unwrap_or_else(|| study.protocol.baseline.clone());
    let form = study.protocol.visits[0].forms[0].clone();
    let field = study
        .form(form.as_str())
        .unwrap()
        .fields()
        .next()
        .unwrap()
        .id
        .clone();
    let moved = |side| Event::FormMoved {
        participant: who.clone(),
        visit: visit.clone(),
        form: form.clone(),
        side,
        other: who.clone(),
        other_visit: visit.clone(),
        answers: vec![MovedAnswer {
            field: field.clone(),
            answer: Answer::missing("not-done"),
            source: 1,
        }],
    };
    let begun = |day: &str| Event::SessionBegun {
        participant: who.clone(),
        visit: visit.clone(),
        date: day.parse().unwrap(),
    };
    events.extend([
        begun("2026-02-01"),
        moved(MoveSide::Here),
        moved(MoveSide::Away),
        moved(MoveSide::Here),
        Event::SessionDated {
            participant: who.clone(),
            visit: visit.clone(),
            before: "2026-02-01".parse().unwrap(),
            date: "2026-02-02".parse().unwrap(),
        },
        Event::SessionVoided {
            participant: who.clone(),
            visit: visit.clone(),
            last: events.len() as u64 + 5,
        },
        begun("2026-02-03"),
        moved(MoveSide::Here),
    ]);
    let (records, entries) = stored(&study, events);
    agrees(&study, &records, &entries).unwrap();
}

#[test]
fn what_a_role_does_not_see_is_left_out_of_the_archive_and_named() {
    let study = shipped::study();
    let mut events = demo_events(&study, 2);
    let hidden = events
        .iter_mut()
        .find_map(|event| match event {
            Event::Filled {
                visit,
                form,
                answers,
                ..
            } if visit.as_str() != rows::SESSION => {
                for (_, answer) in answers.iter_mut() {
                    *answer = Answer::missing(HIDDEN);
                }
                Some((visit.clone(), form.clone()))
            }
            _ => None,
        })
        .unwrap();
    let (records, entries) = stored(&study, events);
    let (archive, remarks) = written(Format::OdmArchive, &study, &records, &entries);
    assert!(!archive.contains(HIDDEN));
    let named = remarks.iter().any(|remark| match remark {
        Remark::Hidden { visit, form, .. } => (visit, form) == (&hidden.0, &hidden.1),
        _ => false,
    });
    assert!(named, "{remarks:?}");
    replayed(&archive).unwrap();
}

#[test]
fn an_export_of_one_visit_has_no_other() {
    let study = shipped::study();
    let (records, entries) = stored(&study, demo_events(&study, 14));
    let baseline = study.protocol.baseline.clone();
    for format in [Format::Odm, Format::OdmArchive] {
        let mut context = context(&study, &entries);
        context.selection.visit = Some(baseline.clone());
        let file = exported(format, context, &records, &entries).0;
        let file = file.text(&file.names()[0]).unwrap();
        let events = replayed(&file).unwrap();
        let is_known = |key: &Key| {
            key[1] == format!("SE.{}", baseline.as_str().to_uppercase())
                || key[3].starts_with("I.ENR.")
                || key[3].starts_with("I.OWN.RECORD")
        };
        assert!(events.keys().any(|key| key[1] == "SE.BASELINE"));
        assert!(events.keys().all(is_known));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn answers_in_any_order_replay_to_the_record(
        steps in proptest::collection::vec((0_usize..40, 0_usize..4), 1..60),
    ) {
        let study = shipped::study();
        let mut events = demo_events(&study, 2);
        let fields: Vec<(FieldPath, Answer)> = events
            .iter()
            .flat_map(|event| event.answers().into_iter().filter_map(|place| {
                let answer = event.answer_at(&place)?.clone();
                Some((place, answer))
            }))
            .step_by(7)
            .take(40)
            .collect();
        for (which, what) in steps {
            let (place, answer) = fields[which % fields.len()].clone();
            let form = study.form(place.form.as_str()).unwrap();
            let reason = form.reasons(form.field(place.field.as_str()).unwrap()).first();
            events.push(match (what, reason) {
                (0, _) | (2, None) => Event::Cleared { place, origin: Origin::Typed },
                (2, Some(reason)) if reason != "other" => Event::Answered {
                    place,
                    answer: Answer::missing(reason),
                    origin: Origin::Typed,
                },
                (3, _) => Event::Noted { place, text: format!("note {what}") },
                _ => Event::Answered { place, answer, origin: Origin::Undone },
            });
        }
        let (records, entries) = stored(&study, events);
        if let Err(why) = agrees(&study, &records, &entries) {
            prop_assert!(false, "{}", why);
        }
    }
}
