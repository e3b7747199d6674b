//! Two clients with changing users do anything at all, while the clock moves, the study is amended and the owner is
//! started again: no state comes about in which a rule is broken.
//!
//! `CORESET_MACHINE_STEPS` and `CORESET_MACHINE_SEED` set how many steps, and the seed of the first study.

mod ledger;
mod machine;
mod predicates;
mod steps;

use crate::support::{bad_events, shipped};
use chrono::DateTime;
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::ParticipantId;
use coreset::domain::record::entry::Entry;
use coreset::domain::record::event::{Event, FieldPath, Origin, PromptOutcome};
use coreset::domain::record::lock::Scope;
use coreset::domain::record::query::{State, Step as QueryStep};
use coreset::domain::record::user::{Role, User};
use coreset::domain::rules::checks::RULE_VERSION;
use coreset::domain::rules::checks::names::HIDES_ANSWERS;
use coreset::domain::rules::{Append, Asker, ContentFault, Proof, Refusal, World as _, admit};
use coreset::domain::study::withheld::{Viewer, hidden_in};
use ledger::Ledger;
use machine::{Machine, Refused};
use predicates::{OF_ENTRY, OF_STATE, Way, is_mistake};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use std::collections::BTreeMap;
use steps::{Step, Steps};

/// Steps in one study; then the next one begins, with the next seed.
const STEPS_EACH: u64 = 1000;
const STEPS: u64 = 2000;
const SEED: u64 = 1;

fn from_environment(name: &str, otherwise: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("{name}={text} is not a number")),
        Err(_) => otherwise,
    }
}

/// What happened, to see that the steps reach everything.
#[derive(Default)]
struct Tally {
    stored: BTreeMap<String, u64>,
    refused: BTreeMap<String, u64>,
    /// Those of them that were refused since a form is hidden.
    hidden: u64,
    /// Requests that were refused since a visit began outside its window without a reason.
    outside: u64,
    signed: u64,
    amended: u64,
}

fn kind(event: &Event) -> String {
    let value = serde_json::to_value(event).unwrap();
    value["kind"].as_str().unwrap().to_owned()
}

fn short(what: impl std::fmt::Debug) -> String {
    format!("{what:?}").chars().take(900).collect()
}

fn run(seed: u64, count: u64, tally: &mut Tally) {
    let versions = steps::versions(&shipped::study());
    let clock = DateTime::parse_from_rfc3339("2026-03-02T10:00:00+01:00").unwrap();
    let is_demo = seed.is_multiple_of(2);
    let mut steps = Steps::new(seed, &versions[0], clock.date_naive());
    let mut machine = Machine::new(versions.clone(), is_demo, clock);
    let mut ledger = Ledger::new(versions, is_demo);
    let mut rng = StdRng::seed_from_u64(seed ^ 0x5eed);
    let first = Event::UserAdded {
        user: "kern".to_owned(),
        name: "M. Kern".to_owned(),
        roles: Role::ALL.to_vec(),
    };
    let entries = machine.own(first);
    judge(&mut ledger, &machine, &entries, Way::Owner).unwrap();
    for number in 1..=count {
        let step = steps.next(&machine);
        let shown = short(&step);
        let fault =
            |why: String| -> ! { panic!("seed {seed}, step {number}: {why}\nstep: {shown}") };
        let (entries, way) = match step {
            Step::Restart => {
                machine.restart().unwrap_or_else(|why| fault(why));
                ways_back(&mut machine, &ledger, None).unwrap_or_else(|why| fault(why));
                continue;
            }
            Step::Clock(by) => {
                machine.clock += by;
                continue;
            }
            Step::Owner(event) => (machine.own(event), Way::Owner),
            Step::Sign(login, client, wish) => match machine.sign(&login, client, wish) {
                Ok(entries) => {
                    tally.signed += 1;
                    (entries, Way::Signing)
                }
                Err(_) => continue,
            },
            Step::Amend(login, client, wish, to) => {
                match machine.amend(&login, client, (*wish, to)) {
                    Ok(entries) => {
                        tally.amended += 1;
                        (entries, Way::Amending)
                    }
                    Err(_) => continue,
                }
            }
            Step::Save(login, client, append) => {
                let seen = append.seen;
                let kinds: Vec<String> = append.events.iter().map(kind).collect();
                let saved = machine.save(&login, client, append);
                let side = match saved {
                    Ok(_) => &mut tally.stored,
                    Err(_) => &mut tally.refused,
                };
                if let Err(Refused::Rule(why)) = &saved
                    && says_hidden(why)
                {
                    tally.hidden += kinds.len() as u64;
                }
                if let Err(Refused::Rule(why)) = &saved
                    && matches!(**why, Refusal::OutsideWithoutReason { .. })
                {
                    tally.outside += 1;
                }
                for kind in kinds {
                    *side.entry(kind).or_default() += 1;
                }
                match saved {
                    Ok(entries) => (entries, Way::Client { seen }),
                    Err(_) => continue,
                }
            }
        };
        judge(&mut ledger, &machine, &entries, way).unwrap_or_else(|why| fault(why));
        if let Some(who) = entries
            .iter()
            .find_map(|entry| entry.draft.event.participant())
            && rng.random_range(0..4) == 0
        {
            ways_back(&mut machine, &ledger, Some((who, &mut rng)))
                .unwrap_or_else(|why| fault(why));
        }
        // Seconds pass.
        machine.clock += chrono::TimeDelta::seconds(7);
    }
    machine
        .restart()
        .unwrap_or_else(|why| panic!("seed {seed}, at the end: {why}"));
    for who in ledger.people.keys() {
        for (name, holds) in OF_STATE {
            holds(&ledger, &machine.state, Some(who))
                .unwrap_or_else(|why| panic!("seed {seed}, at the end, {name}: {why}"));
        }
    }
    let state = &machine.state;
    crate::odm::agrees(&state.study, &state.records, &machine.entries)
        .unwrap_or_else(|why| panic!("seed {seed}, at the end, ODM: {why}"));
}

/// Judges new entries by all predicates, and what was built from them.
fn judge(
    ledger: &mut Ledger,
    machine: &Machine,
    entries: &[Entry],
    way: Way,
) -> Result<(), String> {
    // What a request changes is seen by its own later events.
    let mut of = None;
    for entry in entries {
        let event = &entry.draft.event;
        for (name, holds) in OF_ENTRY {
            holds(ledger, entry, way)
                .map_err(|why| format!("{name}: {why}\nevent: {}", short(event)))?;
        }
        ledger.apply(entry);
        of = event.participant().or(of);
    }
    for (name, holds) in OF_STATE {
        holds(ledger, &machine.state, of).map_err(|why| format!("{name}: {why}"))?;
    }
    Ok(())
}

/// Checks that whatever is stored can be taken back by somebody who has all roles: nothing is stuck. Of one participant
/// some of it is tried, of nobody in particular everything.
fn ways_back(
    machine: &mut Machine,
    ledger: &Ledger,
    some: Option<(&ParticipantId, &mut StdRng)>,
) -> Result<(), String> {
    let mut events = Vec::new();
    let words = || "taken back".to_owned();
    for scope in &ledger.locks {
        events.push(Event::Unlocked {
            scope: scope.clone(),
            reason: words(),
        });
    }
    for (login, user) in &ledger.users {
        if !user.active {
            events.push(Event::UserEnabled {
                user: login.clone(),
            });
        }
    }
    for (seq, hash) in &ledger.missing_heads {
        events.push(Event::HeadAccepted {
            seq: *seq,
            hash: hash.clone(),
            reason: words(),
        });
    }
    for (id, (place, state)) in &ledger.queries {
        if *state != State::Closed {
            events.push(Event::Queried {
                place: place.clone(),
                query: *id,
                step: QueryStep::Close,
                text: words(),
            });
        }
    }
    let open = |place: &&coreset::domain::record::event::FieldPath| {
        !ledger.is_locked(&place.participant, Some(&place.visit), Some(&place.form))
    };
    for place in ledger.notes.iter().filter(open) {
        events.push(Event::Noted {
            place: place.clone(),
            text: String::new(),
        });
    }
    for place in ledger.answers.keys().filter(open) {
        events.push(Event::Cleared {
            place: place.clone(),
            origin: Origin::Typed,
        });
    }
    if let Some((who, rng)) = some {
        events.retain(|event| event.participant().is_none_or(|of| of == who));
        events = events.choose_multiple(rng, 3).cloned().collect();
    }
    let asker = Asker {
        user: User::new("root", "R. Oot", &Role::ALL),
        client: "root-1".to_owned(),
        from: "test".to_owned(),
        proof: Some(Proof::of("right words here")),
    };
    for event in events {
        let mut send = |events: Vec<Event>| {
            let append = Append {
                request: "root-1-1".to_owned(),
                seen: machine.last(),
                reason: Some(words()),
                events,
                ..Append::default()
            };
            admit(machine, &asker, append)
        };
        let mut judged = send(vec![event.clone()]);
        if judged.as_ref().is_err_and(asks_what_is_hidden)
            && let Some(agreed) = agreed(&event)
        {
            // Others no longer count after it: whoever takes it back is asked.
            judged = send(vec![event.clone(), agreed]);
        }
        if judged
            .as_ref()
            .is_err_and(|why| is_removed(machine, &event, why) || is_hidden(machine, &event, why))
        {
            continue;
        }
        // It can once they are said to take part after all.
        if event
            .participant()
            .is_some_and(|who| is_mistake(ledger, who))
        {
            continue;
        }
        if let Err(refusal) = judged {
            return Err(format!(
                "what is stored cannot be taken back: {}\n{}",
                short(event),
                short(refusal)
            ));
        }
    }
    Ok(())
}

/// Returns whether a change is refused since an amendment took its form away, and one did.
fn is_removed(machine: &Machine, event: &Event, refusal: &Refusal) -> bool {
    let (study, today) = (machine.study(), machine.clock.date_naive());
    let is_gone = |place: &FieldPath| {
        let by = study.place_removed(&place.visit, &place.form, today);
        by.is_some()
    };
    let said = matches!(
        refusal,
        Refusal::Content {
            fault: ContentFault::Removed { .. }
        }
    );
    said && event.fields().iter().all(is_gone)
}

/// Returns whether a change is refused since the user does not see the form yet, and so it is.
fn is_hidden(machine: &Machine, event: &Event, refusal: &Refusal) -> bool {
    let today = machine.clock.date_naive();
    let hides = |place: &FieldPath| {
        let record = &machine.state.records[&place.participant];
        let viewer = Viewer::of(&Role::ALL);
        hidden_in(machine.study(), record, viewer, today).has(&place.visit, &place.form)
    };
    says_hidden(refusal) && event.fields().iter().all(hides)
}

/// Returns whether a request is refused since the user does not see a form yet.
fn says_hidden(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::Content {
            fault: ContentFault::HiddenForm { .. }
        }
    )
}

/// Returns whether a change is refused since nobody was asked about the answers that it hides.
fn asks_what_is_hidden(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::Content {
            fault: ContentFault::NotAnswered { rule, .. }
        } if rule == HIDES_ANSWERS
    )
}

/// Returns that whoever cleared an answer was asked about those that no longer count; none of another event.
fn agreed(event: &Event) -> Option<Event> {
    let Event::Cleared { place, .. } = event else {
        return None;
    };
    Some(Event::Prompted {
        place: place.clone(),
        rule: HIDES_ANSWERS.to_owned(),
        rule_version: RULE_VERSION.to_owned(),
        value: String::new(),
        outcome: PromptOutcome::Kept,
        reason: Some("1 answer will no longer count.".to_owned()),
    })
}

#[test]
fn no_sequence_of_steps_leads_to_a_state_in_which_a_rule_is_broken() {
    let count = from_environment("CORESET_MACHINE_STEPS", STEPS);
    let seed = from_environment("CORESET_MACHINE_SEED", SEED);
    let mut tally = Tally::default();
    let mut left = count;
    for next in seed.. {
        if left == 0 {
            break;
        }
        let steps = left.min(STEPS_EACH);
        run(next, steps, &mut tally);
        left -= steps;
    }
    let sum = |side: &BTreeMap<String, u64>| side.values().sum::<u64>();
    let (stored, refused) = (sum(&tally.stored), sum(&tally.refused));
    println!(
        "{stored} events stored, {refused} refused, {} of them as hidden, {} outside a window, {} signed, {} amended",
        tally.hidden, tally.outside, tally.signed, tally.amended
    );
    // With few steps not everything comes up.
    if count < STEPS {
        return;
    }
    // Whether a form is hidden depends on the clock of a run, not on how well its steps are made.
    let total = stored + refused - tally.hidden;
    assert!(
        stored * 4 > total && stored * 4 < total * 3,
        "{stored} of {total} events were stored: good and bad ones are not in balance"
    );
    assert!(tally.signed > 0 && tally.amended > 0 && tally.outside > 0);
    let never: Vec<&str> = KINDS
        .into_iter()
        .filter(|kind| !tally.stored.contains_key(*kind) || !tally.refused.contains_key(*kind))
        .collect();
    assert!(never.is_empty(), "never both stored and refused: {never:?}");
}

/// Kinds of events that clients bring about.
const KINDS: [&str; 21] = [
    "enrolled",
    "session-begun",
    "answered",
    "cleared",
    "noted",
    "prompted",
    "shown",
    "filled",
    "completed",
    "form-left",
    "locked",
    "session-dated",
    "unlocked",
    "queried",
    "head-accepted",
    "copied",
    "user-added",
    "user-roles",
    "user-disabled",
    "user-enabled",
    "backed-up",
];

/// A study in which entries are stored without asking the rules.
struct Unruled {
    machine: Machine,
    ledger: Ledger,
}

impl Unruled {
    fn new() -> Self {
        let versions = steps::versions(&shipped::study());
        let clock = DateTime::parse_from_rfc3339("2026-03-02T10:00:00+01:00").unwrap();
        let mut new = Self {
            machine: Machine::new(versions.clone(), false, clock),
            ledger: Ledger::new(versions, false),
        };
        let roles = Role::ALL.to_vec();
        let (user, name) = ("coreset".to_owned(), "coreset".to_owned());
        new.store(Event::UserAdded { user, name, roles }, Way::Owner);
        for event in bad_events::stored(new.machine.clock.date_naive()) {
            new.store(event, Way::Owner);
        }
        new
    }

    /// Stores an event; where a predicate notices, it is named.
    fn store(&mut self, event: Event, way: Way) -> Option<String> {
        let mut entries = self.machine.own(event);
        for entry in &mut entries {
            entry.draft.by.role = "investigator".to_owned();
            entry.request = "coreset-1-1".to_owned();
        }
        let noticed = judge(&mut self.ledger, &self.machine, &entries, way).err();
        if noticed.is_some() && way == Way::Owner {
            // What is stored before the event that is tried need not be by the rules.
            entries.iter().for_each(|entry| self.ledger.apply(entry));
        }
        noticed
    }

    fn is_noticed(event: Event, by: &str) {
        let mut unruled = Self::new();
        let seen = unruled.machine.last();
        let noticed = unruled.store(event, Way::Client { seen });
        let noticed = noticed.unwrap_or_else(|| panic!("nothing notices: {by}"));
        assert!(noticed.starts_with(by), "{noticed}");
    }
}

#[test]
fn what_the_rules_would_let_pass_is_noticed() {
    use bad_events::{answered, number, place, vas};
    let lock = Event::Locked {
        scope: Scope::of(&vas()),
        reason: "checked".to_owned(),
    };
    let left = Event::FormLeft {
        participant: bad_events::WHO.into(),
        visit: "baseline".into(),
        form: "phga".into(),
    };
    let again = answered(vas(), number("5.0"));
    for (before, by) in [
        (lock, "nothing is written under a lock"),
        (left, "a change after leaving or signing has a reason"),
    ] {
        let mut unruled = Unruled::new();
        assert_eq!(unruled.store(before, Way::Owner), None);
        let seen = unruled.machine.last();
        let noticed = unruled.store(again.clone(), Way::Client { seen }).unwrap();
        assert!(noticed.starts_with(by), "{noticed}");
    }
    let fits = "every answer is one of its field in its version";
    Unruled::is_noticed(answered(vas(), number("99")), fits);
    let code = Answer::code("nonsense");
    Unruled::is_noticed(answered(place("baseline", "haq", "item01"), code), fits);
    let begun = Event::SessionBegun {
        participant: bad_events::WHO.into(),
        visit: "week-2".into(),
        date: "2026-03-03".parse().unwrap(),
    };
    Unruled::is_noticed(begun, "a visit begins once, not in the future");
    let mut unruled = Unruled::new();
    let begun = bad_events::begun("week-2", "2026-03-02".parse().unwrap());
    unruled.store(begun, Way::Owner);
    let noticed = unruled.store(again, Way::Owner).unwrap();
    let by = "a visit that began outside its window has a reason";
    assert!(noticed.starts_with(by), "{noticed}");
    let opened = Event::LoggedIn {
        user: "coreset".to_owned(),
        command: None,
    };
    Unruled::is_noticed(opened, "program-only kinds never come from a client");
    let disabled = Event::UserDisabled {
        user: "coreset".to_owned(),
    };
    let mut unruled = Unruled::new();
    let noticed = unruled.store(disabled, Way::Owner).unwrap();
    assert!(
        noticed.starts_with("an enabled manager is left"),
        "{noticed}"
    );
}
