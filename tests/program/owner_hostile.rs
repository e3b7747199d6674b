//! Requests that no screen sends: forged imports, answers that nothing asks for, numbers that were given back, and looks at what
//! is hidden by way of what it was.

use crate::support::bad_events::{self, WHO, begun, good, number, stored};
use crate::support::house::{House, Raw};
use crate::support::owner::{Sitter, account, add, enrol, sit};
use chrono::{Days, NaiveDate};
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::record::event::{Event, FieldPath, Origin, PromptOutcome};
use coreset::domain::record::imported::{FileHash, FileLine};
use coreset::domain::record::lock::Scope;
use coreset::domain::record::moved::{MoveSide, MovedAnswer};
use coreset::domain::record::query::Step;
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::user::Role;
use coreset::protocol::messages::{Append, Reply, Request};
use coreset::server::limits::Limits;
use coreset::server::peer;

fn today() -> NaiveDate {
    chrono::Local::now().date_naive()
}

fn ago(days: u64) -> NaiveDate {
    today().checked_sub_days(Days::new(days)).unwrap()
}

fn line(line: u32) -> FileLine {
    FileLine {
        file: FileHash::of(b"a file"),
        line,
    }
}

fn filled((visit, form): (&str, &str), answers: &[(&str, Answer)], origin: Origin) -> Event {
    let answers = answers.iter();
    Event::Filled {
        participant: WHO.into(),
        visit: visit.into(),
        form: form.into(),
        answers: answers
            .map(|(field, answer)| ((*field).into(), answer.clone()))
            .collect(),
        origin,
    }
}

fn typed(visit: &str, form: &str, answers: &[(&str, Answer)]) -> Event {
    filled((visit, form), answers, Origin::Typed)
}

/// A study with a manager and an assessor, in which this stands first, and a connection of a user with these roles.
fn house(first: Vec<Event>, roles: &[Role]) -> (House, Raw) {
    let house = House::new(Limits::default());
    let mut raw = Raw::at(&house, "raw");
    let users = [
        add("boss", &[Role::Manager]),
        add("kern", &[Role::Assessor]),
    ];
    let all = users.into_iter().chain(first).collect();
    taken(&raw.send(all));
    let boss = sit(&house.owner, account("boss"));
    give(&boss, roles);
    let seat = boss.seat;
    house.owner.leave(seat);
    (house, raw)
}

/// Gives these roles to the user of the connection.
fn give(boss: &Sitter<'_>, roles: &[Role]) {
    boss.save(vec![Event::UserRoles {
        user: peer::this_process().user,
        roles: roles.to_vec(),
    }]);
}

#[track_caller]
fn taken(reply: &Reply) {
    assert!(matches!(reply, Reply::Appended { .. }), "{reply:?}");
}

#[track_caller]
fn refused(reply: &Reply) {
    assert!(matches!(reply, Reply::Refused { .. }), "{reply:?}");
}

fn head(raw: &mut Raw) -> u64 {
    match raw.ask(&Request::Head) {
        Reply::Head(head) => head.seq,
        other => panic!("{other:?}"),
    }
}

fn wrong() -> (&'static str, Answer) {
    ("entered-in-error", Answer::code("y"))
}

#[test]
fn a_row_of_others_is_taken_out_by_no_event_that_fills_it_without_a_reason() {
    let (house, mut raw) = house(stored(today()), &[Role::Assessor]);
    let row = (SESSION, "adverse-event#1");
    refused(&raw.send(vec![filled(row, &[wrong()], Origin::Typed)]));
    let boss = sit(&house.owner, account("boss"));
    give(&boss, &[Role::Manager]);
    let from = |row: &str, answers: &[(&str, Answer)], at| {
        filled((SESSION, row), answers, Origin::Imported(line(at)))
    };
    let event = from("adverse-event#1", &[wrong()], 2);
    refused(&raw.send_from(vec![event], vec![line(2)]));
    // A row in which nothing else stands says nothing that could be wrong.
    let event = from("adverse-event#2", &[wrong()], 2);
    let append = raw.append(vec![event], vec![line(2)]);
    let reason = Some("of the file".to_owned());
    refused(&raw.ask(&Request::Append(Append { reason, ..append })));
    // What a file says of its own row is taken.
    let grade = ("grade", Answer::code("2"));
    let own = vec![
        from("adverse-event#2", &[grade], 7),
        from("adverse-event#2", &[wrong()], 7),
    ];
    taken(&raw.send_from(own, vec![line(7), line(7)]));
}

#[test]
fn a_line_of_a_file_is_counted_from_1() {
    let (_house, mut raw) = house(stored(today()), &[Role::Manager]);
    let note = || Event::Noted {
        place: bad_events::vas(),
        text: "of the file".to_owned(),
    };
    refused(&raw.send_from(vec![note()], vec![line(0)]));
    let laboratory = |at| {
        let origin = Origin::Imported(line(at));
        bad_events::with_origin(
            bad_events::place("baseline", "laboratory", "laboratory"),
            Answer::text("Central"),
            origin,
        )
    };
    refused(&raw.send(vec![laboratory(0)]));
    refused(&raw.send_from(vec![laboratory(0)], vec![line(0)]));
    taken(&raw.send_from(vec![note()], vec![line(u32::MAX)]));
}

#[test]
fn of_all_that_can_be_done_a_file_lends_a_manager_a_note_and_a_query_alone() {
    let (_house, mut raw) = house(stored(today()), &[Role::Manager]);
    for event in good(today()) {
        let lends = match &event {
            Event::Noted { .. } => true,
            Event::Queried { step, .. } => *step == Step::Open,
            _ => false,
        };
        let append = raw.append(vec![event.clone()], vec![line(2)]);
        let reason = Some("of the file".to_owned());
        let reply = raw.ask(&Request::Append(Append { reason, ..append }));
        match lends {
            true => assert!(
                matches!(reply, Reply::Appended { .. }),
                "{event:?}: {reply:?}"
            ),
            false => assert!(
                matches!(reply, Reply::Refused { .. }),
                "{event:?}: {reply:?}"
            ),
        }
    }
}

#[test]
fn a_visit_begins_for_what_a_file_says_of_it_and_of_nobody_else() {
    let mut first = stored(today());
    first.push(enrol("01-009"));
    let (_house, mut raw) = house(first, &[Role::Manager]);
    let note = |who: &str, visit: &str| Event::Noted {
        place: FieldPath {
            participant: who.into(),
            visit: visit.into(),
            ..bad_events::vas()
        },
        text: "of the file".to_owned(),
    };
    let mut send = |events: Vec<Event>| {
        let append = raw.append(events, vec![line(2), line(2)]);
        let reason = Some("outside its window".to_owned());
        raw.ask(&Request::Append(Append { reason, ..append }))
    };
    let visit = || begun("week-2", today());
    refused(&send(vec![visit(), note(WHO, "baseline")]));
    refused(&send(vec![visit(), note("01-009", "week-2")]));
    refused(&send(vec![visit(), visit()]));
    // What it is needed for is refused, and so is the visit.
    refused(&send(vec![visit(), note(WHO, "week-9")]));
    taken(&send(vec![visit(), note(WHO, "week-2")]));
}

#[test]
fn a_file_writes_nothing_into_what_is_locked_and_a_request_that_is_repeated_writes_once() {
    let (house, mut raw) = house(stored(today()), &[Role::Manager]);
    let boss = sit(&house.owner, account("boss"));
    let name = |form: &str| {
        let said = [("laboratory", Answer::text("Central"))];
        filled(("baseline", form), &said, Origin::Imported(line(2)))
    };
    boss.save(vec![Event::Locked {
        scope: Scope::visit(&WHO.into(), &"baseline".into()),
        reason: "checked".to_owned(),
    }]);
    let note = |text: &str| Event::Noted {
        place: bad_events::vas(),
        text: text.to_owned(),
    };
    for event in [name("laboratory"), note("of the file")] {
        refused(&raw.send_from(vec![event], vec![line(2)]));
    }
    boss.save(vec![Event::Unlocked {
        scope: Scope::visit(&WHO.into(), &"baseline".into()),
        reason: "a file came".to_owned(),
    }]);
    let append = raw.append(vec![note("of the file")], vec![line(2)]);
    let first = raw.ask(&Request::Append(append.clone()));
    taken(&first);
    let before = head(&mut raw);
    // The same again, and something else under its number.
    for events in [vec![note("of the file")], vec![name("laboratory")]] {
        let again = Append {
            events,
            ..append.clone()
        };
        let reply = raw.ask(&Request::Append(again));
        assert!(
            !matches!(reply, Reply::Appended { ref receipt, .. } if receipt.last > before),
            "{reply:?}"
        );
        assert_eq!(head(&mut raw), before);
    }
    // What was typed stands, however often a file says something else.
    let over = filled(
        ("baseline", "enzymes"),
        &[("laboratory", Answer::text("Other"))],
        Origin::Imported(line(3)),
    );
    refused(&raw.send_from(vec![over], vec![line(3)]));
    let twice = [
        ("laboratory", Answer::text("A")),
        ("laboratory", Answer::text("B")),
    ];
    let twice = filled(
        ("baseline", "laboratory"),
        &twice,
        Origin::Imported(line(3)),
    );
    refused(&raw.send_from(vec![twice], vec![line(3)]));
}

fn potassium(text: &str) -> (&'static str, Answer) {
    ("potassium", millimoles(text))
}

fn lower(text: &str) -> (&'static str, Answer) {
    ("potassium.lln", millimoles(text))
}

fn millimoles(text: &str) -> Answer {
    let Answer::Value { value, .. } = number(text) else {
        panic!("no value");
    };
    let unit = Some("mmol/L".to_owned());
    Answer::Value { value, unit }
}

fn symptoms(code: &str) -> (&'static str, Answer) {
    ("potassium.symptoms", Answer::code(code))
}

fn unit() -> (&'static str, Answer) {
    ("unit.potassium", Answer::code("mmol/L"))
}

fn laboratory(answers: &[(&'static str, Answer)]) -> Event {
    typed("baseline", "laboratory", answers)
}

fn in_laboratory(field: &str) -> FieldPath {
    bad_events::place("baseline", "laboratory", field)
}

fn hides(field: &str) -> Event {
    Event::Prompted {
        place: in_laboratory(field),
        rule: "hides-answers".to_owned(),
        rule_version: "1".to_owned(),
        value: "4.2".to_owned(),
        outcome: PromptOutcome::Kept,
        reason: Some("measured again".to_owned()),
    }
}

#[test]
fn an_answer_counts_for_a_question_that_was_asked_and_is_hidden_by_no_answer_unsaid() {
    let (_house, mut raw) = house(stored(today()), &[Role::Assessor]);
    refused(&raw.send(vec![laboratory(&[symptoms("y")])]));
    refused(&raw.send(vec![laboratory(&[
        symptoms("y"),
        unit(),
        potassium("3.2"),
        lower("3.5"),
    ])]));
    // Nothing says yet on which side it lies, or it lies on neither.
    for some in [
        vec![unit(), potassium("3.2"), symptoms("y")],
        vec![unit(), lower("3.5"), symptoms("y")],
        vec![unit(), potassium("3.5"), lower("3.5"), symptoms("y")],
        vec![
            unit(),
            potassium("3.2"),
            ("potassium.lln", Answer::missing("not-done")),
            symptoms("y"),
        ],
    ] {
        refused(&raw.send(vec![laboratory(&some)]));
    }
    taken(&raw.send(vec![laboratory(&[
        unit(),
        potassium("3.2"),
        lower("3.5"),
        symptoms("y"),
    ])]));
    let below = Answer::Value {
        value: Value::Below("3.1".parse().unwrap()),
        unit: Some("mmol/L".to_owned()),
    };
    for changes in [
        vec![laboratory(&[potassium("4.2")])],
        vec![laboratory(&[lower("3.1")])],
        vec![laboratory(&[("potassium.lln", below)])],
        vec![laboratory(&[("potassium", Answer::missing("not-done"))])],
        vec![Event::Cleared {
            place: in_laboratory("potassium.lln"),
            origin: Origin::Typed,
        }],
        vec![hides("potassium"), laboratory(&[potassium("4.2")])],
        vec![laboratory(&[potassium("4.2")]), hides("vas")],
    ] {
        let reply = raw.send(changes.clone());
        assert!(
            matches!(reply, Reply::Refused { .. }),
            "{changes:?}: {reply:?}"
        );
    }
    taken(&raw.send(vec![laboratory(&[potassium("4.2")]), hides("potassium")]));
    refused(&raw.send(vec![laboratory(&[symptoms("n")])]));
}

#[test]
fn an_answer_is_not_asked_for_and_hidden_again_within_one_request_unsaid() {
    let (_house, mut raw) = house(stored(today()), &[Role::Assessor]);
    taken(&raw.send(vec![laboratory(&[unit(), lower("3.5")])]));
    let one = |field: (&'static str, Answer)| laboratory(&[field]);
    refused(&raw.send(vec![
        one(potassium("3.2")),
        one(symptoms("y")),
        one(potassium("4.2")),
    ]));
    // Also in one event.
    refused(&raw.send(vec![laboratory(&[
        potassium("3.2"),
        symptoms("y"),
        potassium("4.2"),
    ])]));
}

#[test]
fn the_number_of_an_unscheduled_visit_that_was_taken_out_is_not_used_again() {
    let (house, mut raw) = house(stored(today()), &[Role::Assessor]);
    let visit = |id: &str| Event::UnscheduledBegun {
        participant: WHO.into(),
        visit: id.into(),
        date: today(),
        words: "flare of the skin".to_owned(),
        forms: vec!["ptga".into(), "phga".into()],
    };
    let kern = sit(&house.owner, account("kern"));
    let last = kern.save(vec![visit("unscheduled-1")]);
    kern.read(WHO);
    kern.save_because(
        "the wrong participant",
        vec![Event::SessionVoided {
            participant: WHO.into(),
            visit: "unscheduled-1".into(),
            last,
        }],
    );
    for id in [
        "unscheduled-0",
        "unscheduled-01",
        "unscheduled-21",
        "unscheduled-4294967297",
    ] {
        refused(&raw.send(vec![visit(id)]));
    }
    refused(&raw.send(vec![visit("unscheduled-1")]));
    taken(&raw.send(vec![visit("unscheduled-2")]));
}

/// Two participants in their twelfth week, whose patient's global of the baseline is hidden from who rates it next: it
/// was entered for the first.
fn in_week_12() -> (House, Raw) {
    let mut first = Vec::new();
    let people = [WHO, "01-009"];
    for id in people {
        let mut person = crate::support::owner::participant(id);
        person.enrolled_on = ago(84);
        first.push(Event::Enrolled {
            participant: person,
        });
    }
    let (house, raw) = house(first, &[Role::Assessor]);
    let kern = sit(&house.owner, account("kern"));
    for id in people {
        for (visit, day) in [("baseline", ago(84)), ("week-12", today())] {
            kern.save(vec![Event::SessionBegun {
                participant: id.into(),
                visit: visit.into(),
                date: day,
            }]);
        }
    }
    kern.save(vec![typed(
        "baseline",
        "ptga",
        &[
            ("vas", number("7.3")),
            ("likert", Answer::code("3")),
            ("obtained", Answer::code("self-completed")),
        ],
    )]);
    let seat = kern.seat;
    house.owner.leave(seat);
    (house, raw)
}

/// Returns which replies tell the rating.
fn telling(raw: &mut Raw, as_of: u64) -> Vec<&'static str> {
    let asked = [
        ("record", Request::Record(WHO.into())),
        (
            "record at",
            Request::RecordAt {
                participant: WHO.into(),
                as_of,
            },
        ),
        (
            "trail",
            Request::Trail {
                participant: Some(WHO.into()),
                after: 0,
            },
        ),
        (
            "history",
            Request::History(bad_events::place("baseline", "ptga", "vas")),
        ),
    ];
    let tells = |reply: &Reply| {
        let bytes = postcard::to_stdvec(reply).unwrap();
        let said = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        said(b"\"7.3\"") || said(b"\x037.3")
    };
    let asked = asked.into_iter();
    let told = asked.filter_map(|(name, request)| tells(&raw.ask(&request)).then_some(name));
    told.collect()
}

#[test]
fn what_was_hidden_stays_hidden_when_it_is_taken_away() {
    let (house, mut raw) = in_week_12();
    let as_of = head(&mut raw);
    let nothing: [&str; 0] = [];
    assert_eq!(telling(&mut raw, as_of), nothing);
    let kern = sit(&house.owner, account("kern"));
    kern.read(WHO);
    let clear = |field: &str| Event::Cleared {
        place: bad_events::place("baseline", "ptga", field),
        origin: Origin::Typed,
    };
    let all = ["vas", "likert", "obtained"].map(clear);
    kern.save_because("to be asked again", all.to_vec());
    assert_eq!(telling(&mut raw, as_of), nothing);
}

#[test]
fn what_was_hidden_stays_hidden_where_it_was_moved_away_from() {
    let (house, mut raw) = in_week_12();
    let as_of = head(&mut raw);
    let kern = sit(&house.owner, account("kern"));
    let record = kern.read(WHO);
    let cells = &record.session("baseline").unwrap().forms["ptga"];
    let answers: Vec<MovedAnswer> = cells
        .iter()
        .map(|(field, cell)| MovedAnswer {
            field: field.clone(),
            answer: cell.answer.clone().unwrap(),
            source: cell.seq,
        })
        .collect();
    let side = |side, who: &str, other: &str| Event::FormMoved {
        participant: who.into(),
        visit: "baseline".into(),
        form: "ptga".into(),
        side,
        other: other.into(),
        other_visit: "baseline".into(),
        answers: answers.clone(),
    };
    kern.save_because(
        "the wrong participant",
        vec![
            side(MoveSide::Away, WHO, "01-009"),
            side(MoveSide::Here, "01-009", WHO),
        ],
    );
    let nothing: [&str; 0] = [];
    assert_eq!(telling(&mut raw, as_of), nothing);
}

#[test]
fn what_was_hidden_stays_hidden_when_its_visit_is_taken_out() {
    let (house, mut raw) = in_week_12();
    let as_of = head(&mut raw);
    let kern = sit(&house.owner, account("kern"));
    let record = kern.read(WHO);
    kern.save_because(
        "begun for somebody else",
        vec![Event::SessionVoided {
            participant: WHO.into(),
            visit: "baseline".into(),
            last: record.session("baseline").unwrap().last_seq,
        }],
    );
    let nothing: [&str; 0] = [];
    assert_eq!(telling(&mut raw, as_of), nothing);
    // A monitor, who rates nothing, sees what it was.
    let boss = sit(&house.owner, account("boss"));
    give(&boss, &[Role::Monitor]);
    assert_eq!(telling(&mut raw, as_of), ["record at", "trail", "history"]);
}
