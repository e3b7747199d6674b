//! Changes at the owner: what is complete changes only with a reason, what is locked not at all, late entry carries
//! its own time, and a clock that moves is put on record.

use crate::support::owner::*;
use chrono::{DateTime, FixedOffset, TimeDelta};
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::ParticipantId;
use coreset::domain::base::ratio::Exact;
use coreset::domain::record::entry::Entry;
use coreset::domain::record::event::{Event, Origin};
use coreset::domain::record::kept_scores::{KeptNumber, KeptValue};
use coreset::domain::record::lock::Scope;
use coreset::domain::record::participant::Participant;
use coreset::protocol::messages::{Append, Hello, Reply, Request};
use coreset::server::Options;
use coreset::server::owner::Owner;
use coreset::text::DEFAULT;
use coreset::text::{English, Language as _};
use rust_decimal::Decimal;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

fn completed(form: &str) -> Event {
    Event::Completed {
        participant: ParticipantId::new("01-001"),
        visit: "baseline".into(),
        form: form.into(),
        kept: None,
    }
}

/// Returns an append with more than events in it.
fn with(sitter: &Sitter<'_>, events: Vec<Event>, fill: impl FnOnce(&mut Append)) -> Request {
    let Request::Append(mut append) = sitter.append(events) else {
        panic!("no append");
    };
    append.seen = u64::MAX;
    fill(&mut append);
    Request::Append(append)
}

fn refusal(reply: Reply) -> String {
    match reply {
        Reply::Refused { refusal, .. } if refusal.is_lasting() => English.refusal(&refusal),
        other => panic!("{other:?}"),
    }
}

fn history(sitter: &Sitter<'_>, field: &str) -> Vec<Entry> {
    match sitter.ask(Request::History(place("01-001", "phga", field))) {
        Reply::History { entries, .. } => entries,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_stored_is_answered_again_whatever_was_decided_since() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let mk = sit(&owner, own_account("mk"));
    mk.save(vec![enrol("01-001")]);
    let receipt = |request: &Request| match mk.ask(request.clone()) {
        Reply::Appended { receipt, .. } => receipt,
        other => panic!("{other:?}"),
    };
    let answered = mk.append(vec![answer("01-001", "vas", 47), likert("01-001", "2")]);
    let locked = mk.append(vec![Event::Locked {
        scope: Scope::study(),
        reason: "end of study".to_owned(),
    }]);
    mk.prove();
    let (first, second) = (receipt(&answered), receipt(&locked));
    // A client whose line dropped sends both again: neither is refused for what the second has locked.
    assert_eq!((receipt(&answered), receipt(&locked)), (first, second));
    assert!(
        mk.refused(vec![answer("01-001", "vas", 48)])
            .contains("locked")
    );
}

#[test]
fn a_change_of_a_complete_form_is_refused_without_a_reason_and_stored_with_one() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let mk = sit(&owner, own_account("mk"));
    mk.save(vec![enrol("01-001")]);
    assert!(
        mk.refused(vec![completed("phga")])
            .contains("required fields are empty")
    );
    // One behind the other without waiting: what completes is judged on what was stored before it, and a change
    // on the form as it is then.
    mk.seen.set(u64::MAX);
    let requests = [
        mk.append(vec![answer("01-001", "vas", 47), likert("01-001", "2")]),
        mk.append(vec![completed("phga")]),
        mk.append(vec![answer("01-001", "vas", 51)]),
        with(&mk, vec![answer("01-001", "vas", 52)], |append| {
            append.reason = Some("typing error".to_owned());
        }),
    ];
    for request in requests {
        assert!(mk.owner.ask(mk.seat, request));
    }
    assert!(matches!(mk.hear(), Reply::Appended { .. }));
    assert!(matches!(mk.hear(), Reply::Appended { .. }));
    assert!(refusal(mk.hear()).contains("a change of it needs a reason"));
    assert!(matches!(mk.hear(), Reply::Appended { .. }));
    let blank = with(&mk, vec![answer("01-001", "vas", 53)], |append| {
        append.reason = Some("  ".to_owned());
    });
    assert!(refusal(mk.ask(blank)).contains("needs a reason"));
    let seat = mk.seat;
    owner.leave(seat);
    drop(owner);
    // Read back from the disk.
    let owner = Owner::start(open(dir.path())).unwrap();
    let mk = sit(&owner, own_account("mk"));
    let entries = history(&mk, "vas");
    let reasons: Vec<_> = entries
        .iter()
        .map(|entry| entry.draft.reason.as_deref())
        .collect();
    assert_eq!(reasons, [None, None, Some("typing error")]);
    assert!(matches!(entries[1].draft.event, Event::Completed { .. }));
    let session = mk.read("01-001").session("baseline").unwrap().clone();
    assert_eq!(session.completed["phga"], entries[1].seq);
    // With the score of that moment, whatever was changed since.
    let Event::Completed {
        kept: Some(kept), ..
    } = entries[1].draft.event.clone()
    else {
        panic!("{:?}", entries[1]);
    };
    let main = kept.scores.main.clone().unwrap();
    let then = KeptValue::Number(KeptNumber(Exact::parse("4.7").unwrap()));
    assert_eq!(main.value, then);
    assert_eq!(session.kept.completed["phga"], (entries[1].seq, *kept));
}

#[test]
fn nothing_is_written_where_it_is_locked() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let mk = sit(&owner, own_account("mk"));
    mk.save(vec![enrol("01-001"), answer("01-001", "vas", 47)]);
    mk.save(vec![Event::Locked {
        scope: Scope::visit(&"01-001".into(), &"baseline".into()),
        reason: "monitored".to_owned(),
    }]);
    mk.seen.set(u64::MAX);
    for events in [
        vec![answer("01-001", "vas", 51)],
        vec![likert("01-001", "2")],
        vec![note("01-001", "vas", "late")],
        vec![completed("phga")],
    ] {
        let reasoned = with(&mk, events, |append| {
            append.reason = Some("typing error".to_owned())
        });
        let reason = refusal(mk.ask(reasoned));
        assert!(reason.contains("This visit was locked by"), "{reason}");
        assert!(reason.contains("monitored"), "{reason}");
    }
    assert_eq!(history(&mk, "vas").len(), 2);
}

#[test]
fn what_is_observed_earlier_is_stored_with_both_times_and_its_reason() {
    let dir = tempfile::tempdir().unwrap();
    let owner = Owner::start(open(dir.path())).unwrap();
    let mk = sit(&owner, own_account("mk"));
    mk.save(vec![enrol("01-001")]);
    let now = chrono::Local::now().fixed_offset();
    let late = |observed: DateTime<FixedOffset>, why: Option<&str>| {
        with(&mk, vec![answer("01-001", "vas", 47)], |append| {
            append.observed_at = Some(observed);
            append.late = why.map(str::to_owned);
        })
    };
    let earlier = now - TimeDelta::minutes(5);
    assert!(refusal(mk.ask(late(earlier, None))).contains("entered late needs a reason"));
    let ahead = now + TimeDelta::days(1);
    assert!(refusal(mk.ask(late(ahead, Some("paper source")))).contains("after now"));
    let Reply::Appended { entries, .. } = mk.ask(late(earlier, Some("paper source"))) else {
        panic!("not saved");
    };
    let entry = &entries[0];
    assert_eq!(entry.draft.observed_at, Some(earlier));
    assert_eq!(entry.draft.late.as_deref(), Some("paper source"));
    assert!(entry.recorded_at > earlier);
}

/// A moment that is always the same.
fn start() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-03-02T10:00:00+01:00").unwrap()
}

/// A clock that is set by hand, in seconds from [`start`].
fn set_by_hand(seconds: &Arc<AtomicI64>) -> Options {
    let seconds = Arc::clone(seconds);
    Options {
        clock: Box::new(move || start() + TimeDelta::seconds(seconds.load(Ordering::SeqCst))),
        boot: Box::new(|| None),
        ..options()
    }
}

fn left(sitter: &Sitter<'_>) -> Vec<Entry> {
    let all = Request::Trail {
        participant: None,
        after: 0,
    };
    let Reply::Trail { entries, .. } = sitter.ask(all) else {
        panic!("no trail");
    };
    let left = entries
        .into_iter()
        .filter(|entry| entry.draft.event.left_form().is_some());
    left.collect()
}

/// Connects a terminal under a name that it had before, or a new one.
fn sit_as<'a>(owner: &'a Owner, user: &str, client: &str) -> Sitter<'a> {
    let hello = Hello {
        client: client.to_owned(),
        ..hello(user, true)
    };
    try_sit(owner, own_account(user), hello).unwrap()
}

/// Ends a connection, and waits until the owner has taken it.
fn go(sitter: &Sitter<'_>, watcher: &Sitter<'_>) {
    sitter.owner.leave(sitter.seat);
    assert!(matches!(watcher.ask(Request::Head), Reply::Head(_)));
}

/// An owner whose clock is set by hand, with a participant enrolled on the day that it shows.
fn by_hand(dir: &Path, seconds: &Arc<AtomicI64>) -> Owner {
    let owner = Owner::start(open_with(dir, set_by_hand(seconds)).unwrap()).unwrap();
    let mk = sit(&owner, own_account("mk"));
    mk.save(vec![Event::Enrolled {
        participant: Participant {
            enrolled_on: start().date_naive(),
            ..participant("01-001")
        },
    }]);
    owner.leave(mk.seat);
    owner
}

#[test]
fn a_terminal_that_does_not_come_back_in_10_minutes_has_left_its_forms() {
    let dir = tempfile::tempdir().unwrap();
    let seconds = Arc::new(AtomicI64::new(0));
    let owner = by_hand(dir.path(), &seconds);
    let watcher = sit_as(&owner, "mk", "mk-9-1");
    watcher.read("01-001");
    let gone = sit_as(&owner, "mk", "mk-9-2");
    gone.save(vec![answer("01-001", "vas", 47)]);
    go(&gone, &watcher);
    seconds.store(599, Ordering::SeqCst);
    assert_eq!(left(&watcher).len(), 0);
    // The same client comes back, and is gone again: the time begins anew.
    let back = sit_as(&owner, "mk", "mk-9-2");
    seconds.store(2_000, Ordering::SeqCst);
    assert_eq!(left(&watcher).len(), 0);
    go(&back, &watcher);
    seconds.store(2_599, Ordering::SeqCst);
    assert_eq!(left(&watcher).len(), 0);
    // Nobody asks for anything: the owner wakes by itself for it, and tells those who look at the participant.
    while watcher.replies.try_recv().is_ok() {}
    seconds.store(2_600, Ordering::SeqCst);
    let told = loop {
        if let Reply::Changed { entries, .. } = watcher.hear()
            && let Some(entry) = entries
                .into_iter()
                .find(|entry| entry.draft.event.left_form().is_some())
        {
            break entry;
        }
    };
    assert!(matches!(&told.draft.event, Event::FormLeft { form, .. } if form.as_str() == "phga"));
    assert_eq!(
        told.draft.by.user, "coreset",
        "recorded by the program itself"
    );
    // Once, and from now on a change asks.
    seconds.store(9_000, Ordering::SeqCst);
    assert_eq!(left(&watcher).len(), 1);
    watcher.read("01-001");
    let refused = watcher.refused(vec![answer("01-001", "vas", 48)]);
    assert!(refused.contains("this form was left"), "{refused}");
    let because = with(&watcher, vec![answer("01-001", "vas", 48)], |append| {
        append.reason = Some("misread".to_owned());
    });
    assert!(matches!(watcher.ask(because), Reply::Appended { .. }));
    watcher.save(vec![likert("01-001", "2")]);
}

#[test]
fn only_forms_in_which_something_was_stored_and_that_nobody_left_are_left_by_the_owner() {
    let dir = tempfile::tempdir().unwrap();
    let seconds = Arc::new(AtomicI64::new(0));
    let owner = by_hand(dir.path(), &seconds);
    let form_left = |form: &str| Event::FormLeft {
        participant: "01-001".into(),
        visit: "baseline".into(),
        form: form.into(),
    };
    let watcher = sit_as(&owner, "mk", "mk-8-1");
    // Left by itself; only noted; left by somebody else in the meantime; complete; a command's.
    let own = sit_as(&owner, "mk", "mk-8-2");
    own.save(vec![answer("01-001", "vas", 47)]);
    own.save(vec![form_left("phga")]);
    own.save(vec![note("01-001", "vas", "by phone")]);
    go(&own, &watcher);
    let ptga = |tenths| Event::Answered {
        place: place("01-001", "ptga", "vas"),
        answer: Answer::number(Decimal::new(tenths, 1), None),
        origin: Origin::Typed,
    };
    let two = [
        sit_as(&owner, "mk", "mk-8-3"),
        sit_as(&owner, "mk", "mk-8-4"),
    ];
    two[0].save(vec![ptga(33)]);
    two[1].read("01-001");
    two[1].save(vec![ptga(34)]);
    go(&two[0], &watcher);
    two[1].save(vec![form_left("ptga")]);
    go(&two[1], &watcher);
    seconds.store(1_000, Ordering::SeqCst);
    assert_eq!(left(&watcher).len(), 2);
    watcher.read("01-001");
    let complete = sit_as(&owner, "mk", "mk-8-5");
    complete.read("01-001");
    complete.save(vec![likert("01-001", "2")]);
    // A second connection of the client: it is still there.
    let second = sit_as(&owner, "mk", "mk-8-5");
    go(&complete, &watcher);
    seconds.store(2_000, Ordering::SeqCst);
    assert_eq!(left(&watcher).len(), 2);
    go(&second, &watcher);
    seconds.store(3_000, Ordering::SeqCst);
    let all = left(&watcher);
    assert_eq!(all.len(), 3);
    assert!(
        matches!(&all[2].draft.event, Event::Completed { form, .. } if form.as_str() == "phga"),
        "{all:?}"
    );
}

#[test]
fn a_clock_that_goes_back_makes_nobody_wait_longer_and_a_new_server_writes_nothing_of_the_old_one()
{
    let dir = tempfile::tempdir().unwrap();
    let seconds = Arc::new(AtomicI64::new(0));
    let owner = by_hand(dir.path(), &seconds);
    let watcher = sit_as(&owner, "mk", "mk-7-1");
    let gone = sit_as(&owner, "mk", "mk-7-2");
    gone.save(vec![answer("01-001", "vas", 47)]);
    go(&gone, &watcher);
    assert_eq!(left(&watcher).len(), 0);
    seconds.store(-3_000, Ordering::SeqCst);
    assert_eq!(left(&watcher).len(), 0);
    seconds.store(-2_400, Ordering::SeqCst);
    assert_eq!(left(&watcher).len(), 1);
    let gone = sit_as(&owner, "mk", "mk-7-3");
    gone.read("01-001");
    gone.save(vec![likert("01-001", "2")]);
    go(&gone, &watcher);
    drop(owner);
    let owner = Owner::start(open_with(dir.path(), set_by_hand(&seconds)).unwrap()).unwrap();
    seconds.store(9_000, Ordering::SeqCst);
    let watcher = sit_as(&owner, "mk", "mk-7-1");
    assert_eq!(left(&watcher).len(), 1);
    // What was left before is known to it, though.
    let visit = watcher.read("01-001").sessions["baseline"].clone();
    let of = visit.left["phga"];
    assert!(of.first > 0 && of.first == of.last, "{of:?}");
    let because = with(&watcher, vec![answer("01-001", "vas", 48)], |_| {});
    assert!(refusal(watcher.ask(because)).contains("this form was left"));
    // Whoever comes back to it says it.
    let back = sit_as(&owner, "mk", "mk-7-3");
    // Its first request has this number already.
    back.append(Vec::new());
    back.save(vec![Event::Completed {
        participant: "01-001".into(),
        visit: "baseline".into(),
        form: "phga".into(),
        kept: None,
    }]);
    assert_eq!(left(&watcher).len(), 2);
}

fn moves(sitter: &Sitter<'_>) -> Vec<(String, String, u64)> {
    let all = Request::Trail {
        participant: None,
        after: 0,
    };
    let Reply::Trail { entries, .. } = sitter.ask(all) else {
        panic!("no trail");
    };
    let time = |time: &DateTime<FixedOffset>| time.format("%H:%M").to_string();
    let found = entries.iter().filter_map(|entry| match &entry.draft.event {
        Event::ClockMoved { expected, shown } => {
            assert_eq!(
                entry.draft.by.user, "coreset",
                "recorded by the program itself"
            );
            Some((time(expected), time(shown), entry.seq))
        }
        _ => None,
    });
    found.collect()
}

#[test]
fn a_clock_that_moves_is_recorded_before_the_next_entries_and_told_to_the_screens() {
    let dir = tempfile::tempdir().unwrap();
    let seconds = Arc::new(AtomicI64::new(0));
    let opened = open_with(dir.path(), set_by_hand(&seconds)).unwrap();
    let owner = Owner::start(opened).unwrap();
    let mk = sit(&owner, own_account("mk"));
    // On the day that the clock shows: a day after it is refused.
    mk.save(vec![Event::Enrolled {
        participant: Participant {
            enrolled_on: start().date_naive(),
            ..participant("01-001")
        },
    }]);
    assert_eq!(moves(&mk), []);
    // Three minutes back: whoever sits there is told, and it stands before what is saved then.
    seconds.store(-180, Ordering::SeqCst);
    assert!(owner.ask(mk.seat, mk.append(vec![answer("01-001", "vas", 47)])));
    let Reply::Notice(notice) = mk.hear() else {
        panic!("not told");
    };
    assert_eq!(
        DEFAULT.notice(&notice),
        "The clock of the study's host went back 3 min at 09:57; recorded."
    );
    let Reply::Appended { receipt, .. } = mk.hear() else {
        panic!("not saved");
    };
    let found = moves(&mk);
    let [(expected, shown, seq)] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!((expected.as_str(), shown.as_str()), ("10:00", "09:57"));
    assert_eq!(receipt.last, seq + 1);
    // Half an hour ahead, noticed when somebody only reads.
    seconds.store(1800, Ordering::SeqCst);
    mk.read("01-001");
    assert_eq!(moves(&mk).len(), 2);
    // Who comes later is told as well.
    let other = sit(&owner, own_account("mk"));
    assert!(
        other.welcome.findings.contains(&notice),
        "{:?}",
        other.welcome.findings
    );
    let seats = [mk.seat, other.seat];
    seats.iter().for_each(|seat| owner.leave(*seat));
    drop(owner);
    // Opened at a time before the newest entry.
    seconds.store(600, Ordering::SeqCst);
    let opened = open_with(dir.path(), set_by_hand(&seconds)).unwrap();
    let owner = Owner::start(opened).unwrap();
    let mk = sit(&owner, own_account("mk"));
    let found = moves(&mk);
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(
        (found[2].0.as_str(), found[2].1.as_str()),
        ("10:30", "10:10")
    );
    assert!(
        mk.welcome
            .findings
            .iter()
            .any(|told| DEFAULT.notice(told).contains("went back 20 min at 10:10"))
    );
}
