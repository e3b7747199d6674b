//! What must hold of every entry and of the record after it, written without the rule book.

use super::ledger::{LOG, Ledger, client, ends};
use super::machine::State;
use chrono::NaiveDate;
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::base::ids::{FormId, ParticipantId, VisitId};
use coreset::domain::forms::engine::instrument::{Field, FieldKind, Instrument, Kept};
use coreset::domain::record::entry::Entry;
use coreset::domain::record::event::{Event, Origin, PromptOutcome};
use coreset::domain::record::moved::MoveSide;
use coreset::domain::record::participant::Participant;
use coreset::domain::record::query::Step;
use coreset::domain::record::status::Status;
use coreset::domain::record::user::Role;
use coreset::domain::study::Study;
use coreset::domain::treatment::units::Quantity;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Which way an entry came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// A request of events of a client, which had seen the record up to this entry.
    Client {
        seen: u64,
    },
    Signing,
    Amending,
    Owner,
}

type Found = Result<(), String>;
type OfEntry = fn(&Ledger, &Entry, Way) -> Found;
type OfState = fn(&Ledger, &State, Option<&ParticipantId>) -> Found;

/// Judged for each entry on what the entries before it say.
pub(super) const OF_ENTRY: &[(&str, OfEntry)] = &[
    ("program-only kinds never come from a client", program_only),
    ("who did it is listed, enabled, and has the role", actor),
    ("each kind is done by a role that does it", roles_of_kinds),
    ("a field with roles is answered in one of them", field_roles),
    ("nothing is written under a lock", locked),
    ("a change after leaving or signing has a reason", reasons),
    (
        "late entries have a time that has passed, and a reason",
        late,
    ),
    (
        "a participant is enrolled once, with facts that can be",
        enrolled,
    ),
    (
        "nobody is enrolled unasked who is like a participant that the client knows of",
        same_person,
    ),
    (
        "a visit begins once, not in the future, not before birth or consent",
        begun,
    ),
    (
        "the day of a visit is changed with a reason, from the one it has to one that can be",
        dated,
    ),
    (
        "nobody is seen after the end of the participation",
        not_after_the_end,
    ),
    ("somebody takes part as it is said", takes_part),
    (
        "nothing is stored of who was enrolled by mistake, and an investigator says so",
        by_mistake,
    ),
    (
        "nothing is stored at a visit by who has not seen that it was begun by mistake",
        not_voided_unseen,
    ),
    (
        "a visit is said to be begun by mistake with a reason, by who saw all of it",
        voided,
    ),
    (
        "an enrolment is corrected with a reason, from the facts that stand to others that can be",
        corrected,
    ),
    (
        "a visit that no schedule plans comes after the baseline, and asks what was chosen",
        unplanned,
    ),
    (
        "a form is moved whole and with a reason, both sides at once, onto an empty one of the same kind",
        moved,
    ),
    (
        "a consent is renewed and a deviation judged as it can be",
        said_of_participant,
    ),
    ("no visit begins before eligibility", eligible),
    ("what is written to exists in its version", exists),
    ("every answer is one of its field in its version", answers),
    ("origins are true", origins),
    ("nothing is overwritten unseen", unseen),
    ("a completed form lacks nothing required", completed),
    ("a form is left after something was stored", left),
    (
        "a visit is signed complete, unlocked, without open queries",
        signed,
    ),
    ("queries take their steps in order, with words", queries),
    ("locks come in turn, with words", locks),
    ("names of users are unique and not empty", names),
    (
        "nobody adds to their own roles where another manager is",
        own_roles,
    ),
    ("a question is kept for a reason of the study", prompted),
    (
        "what a client writes has no control characters",
        plain_texts,
    ),
    ("a backup is of this record", backups),
    ("an accepted head was missing", heads),
];

/// Judged on what was built from the entries; of one participant where the step was about one.
pub(super) const OF_STATE: &[(&str, OfState)] = &[
    ("an enabled manager is left", manager),
    ("the list of users is what the entries say", same_users),
    ("the locks are what the entries say", same_locks),
    ("the answers are what the entries say", same_answers),
    (
        "visits have the day of the entries and keep their version",
        same_versions,
    ),
    (
        "a visit that began outside its window has a reason, unless it was generated",
        explained,
    ),
    ("queries stand where the entries left them", same_queries),
    (
        "a signature is void exactly when an answer has changed",
        same_signatures,
    ),
];

fn hold(holds: bool, why: impl FnOnce() -> String) -> Found {
    match holds {
        true => Ok(()),
        false => Err(why()),
    }
}

fn has_reason(entry: &Entry) -> Found {
    let reason = entry.draft.reason.as_ref();
    hold(reason.is_some_and(|words| !words.trim().is_empty()), || {
        "without a reason".to_owned()
    })
}

/// A new kind does not compile until it is said here whether clients bring it about.
fn is_of_program(event: &Event) -> bool {
    match event {
        Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::FileKept { .. }
        | Event::Amended { .. }
        | Event::Signed { .. }
        | Event::ClockMoved { .. }
        | Event::ServerStarted { .. }
        | Event::ServerStopped { .. }
        | Event::Refused { .. }
        | Event::TrailRead { .. }
        | Event::HeadMissing { .. }
        | Event::Restored { .. }
        | Event::LoggedIn { .. }
        | Event::LoggedOut { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        | Event::Recovered { .. } => true,
        Event::Enrolled { .. }
        | Event::StatusChanged { .. }
        | Event::EnrolmentCorrected { .. }
        | Event::SessionBegun { .. }
        | Event::SessionDated { .. }
        | Event::SessionVoided { .. }
        | Event::UnscheduledBegun { .. }
        | Event::FormMoved { .. }
        | Event::ConsentRenewed { .. }
        | Event::DeviationJudged { .. }
        | Event::Answered { .. }
        | Event::Cleared { .. }
        | Event::Noted { .. }
        | Event::Prompted { .. }
        | Event::Shown { .. }
        | Event::Filled { .. }
        | Event::Completed { .. }
        | Event::FormLeft { .. }
        | Event::Locked { .. }
        | Event::Unlocked { .. }
        | Event::Queried { .. }
        | Event::HeadAccepted { .. }
        | Event::Copied { .. }
        | Event::UserAdded { .. }
        | Event::UserRoles { .. }
        | Event::UserNamed { .. }
        | Event::UserDisabled { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseCleared { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. } => false,
    }
}

fn program_only(_: &Ledger, entry: &Entry, way: Way) -> Found {
    let event = &entry.draft.event;
    let may = match way {
        Way::Client { .. } => !is_of_program(event),
        Way::Signing => matches!(event, Event::Signed { .. } | Event::PassphraseRight { .. }),
        Way::Amending => matches!(event, Event::Amended { .. }),
        Way::Owner => true,
    };
    hold(may, || "only the program writes it".to_owned())
}

fn actor(ledger: &Ledger, entry: &Entry, way: Way) -> Found {
    if way == Way::Owner {
        return Ok(());
    }
    let by = &entry.draft.by;
    let user = ledger.users.get(&by.user).ok_or("not listed")?;
    hold(user.active, || "disabled".to_owned())?;
    hold(user.name == by.name, || "another name".to_owned())?;
    hold(entry.request.starts_with(&format!("{}-", by.user)), || {
        "a request of somebody else".to_owned()
    })?;
    let has = |role: &Role| role.key() == by.role;
    hold(user.roles.iter().any(has), || format!("not {}", by.role))
}

fn roles_of_kinds(_: &Ledger, entry: &Entry, way: Way) -> Found {
    if way == Way::Owner {
        return Ok(());
    }
    let role = entry.draft.by.role.as_str();
    let may: &[&str] = match &entry.draft.event {
        Event::Signed { .. } | Event::PassphraseRight { .. } => &["investigator"],
        Event::Locked { .. } | Event::Unlocked { .. } | Event::Amended { .. } => {
            &["investigator", "manager"]
        }
        Event::Queried { step, .. } => match step {
            Step::Open => &["monitor", "investigator", "assessor"],
            Step::Answer | Step::Propose => &["investigator", "assessor"],
            Step::Close | Step::Reopen => &["monitor", "investigator"],
        },
        Event::Copied { .. } => return Ok(()),
        Event::DeviationJudged { .. } => &["investigator"],
        Event::UserAdded { .. }
        | Event::UserRoles { .. }
        | Event::UserNamed { .. }
        | Event::UserDisabled { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseCleared { .. }
        | Event::HeadAccepted { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. } => &["manager"],
        Event::Answered {
            origin: Origin::Imported(_),
            ..
        }
        | Event::Filled {
            origin: Origin::Imported(_),
            ..
        } => &["investigator", "manager"],
        _ => &["assessor", "investigator"],
    };
    hold(may.contains(&role), || format!("done as {role}"))
}

fn field_roles(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    for (place, _) in Ledger::written(entry) {
        if let Some((_, _, field)) = ledger.field(entry, &place) {
            let is_one = |role: &Role| role.key() == entry.draft.by.role;
            hold(
                field.roles.is_empty() || field.roles.iter().any(is_one),
                || format!("{} is for {:?}", field.id, field.roles),
            )?;
        }
    }
    Ok(())
}

fn locked(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let (visit, form) = match &entry.draft.event {
        Event::Enrolled { .. } | Event::EnrolmentCorrected { .. } => (None, None),
        Event::SessionBegun { visit, .. }
        | Event::UnscheduledBegun { visit, .. }
        | Event::SessionDated { visit, .. }
        | Event::SessionVoided { visit, .. }
        | Event::Shown { visit, .. }
        | Event::Signed { visit, .. } => (Some(visit), None),
        Event::Answered { place, .. }
        | Event::Cleared { place, .. }
        | Event::Noted { place, .. }
        | Event::Prompted { place, .. } => (Some(&place.visit), Some(&place.form)),
        Event::Filled { visit, form, .. }
        | Event::FormMoved { visit, form, .. }
        | Event::Completed { visit, form, .. }
        | Event::FormLeft { visit, form, .. } => (Some(visit), Some(form)),
        _ => return Ok(()),
    };
    let who = entry.draft.event.participant().unwrap();
    hold(!ledger.is_locked(who, visit, form), || "locked".to_owned())
}

fn reasons(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let given = entry
        .draft
        .reason
        .as_ref()
        .is_some_and(|reason| !reason.trim().is_empty());
    for (place, _) in Ledger::written(entry) {
        let visit = (place.participant.clone(), place.visit.clone());
        let form = (
            place.participant.clone(),
            place.visit.clone(),
            place.form.clone(),
        );
        let (is_log, follows, by_action) = match ledger.field(entry, &place) {
            Some((_, form, field)) => (form.kept == Kept::Rows, field.follow_up, field.by_action),
            None => (false, false, false),
        };
        let is_made = matches!(entry.draft.event, Event::Filled { .. });
        hold(given || !by_action || is_made, || {
            format!("{place:?} is taken out or put back without a reason")
        })?;
        let changes = ledger.answers.contains_key(&place) && ledger.left.contains(&form);
        let needs = changes || ledger.signed.contains_key(&visit);
        hold(given || !needs || is_log && follows, || {
            format!("{place:?} is changed without a reason")
        })?;
    }
    Ok(())
}

fn late(_: &Ledger, entry: &Entry, _: Way) -> Found {
    let words = entry
        .draft
        .late
        .as_ref()
        .map(|late| !late.trim().is_empty());
    match entry.draft.observed_at {
        None => hold(words.is_none(), || "late without a time".to_owned()),
        Some(observed) => {
            hold(words == Some(true), || "late without a reason".to_owned())?;
            hold(observed <= entry.recorded_at, || {
                "observed later".to_owned()
            })
        }
    }
}

/// The steps never say that somebody alike is somebody else.
fn same_person(ledger: &Ledger, entry: &Entry, way: Way) -> Found {
    let (Event::Enrolled { participant: new }, Way::Client { seen }) = (&entry.draft.event, way)
    else {
        return Ok(());
    };
    let known = ledger.people.values().find(|one| {
        ledger.enrolled[&one.id] <= seen
            && !is_mistake(ledger, &one.id)
            && (&one.initials, one.birth_year, one.sex) == (&new.initials, new.birth_year, new.sex)
    });
    hold(known.is_none(), || format!("like {known:?}"))
}

fn enrolled(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let Event::Enrolled { participant } = &entry.draft.event else {
        return Ok(());
    };
    let is_new = !ledger.people.contains_key(&participant.id);
    hold(is_new, || "enrolled before".to_owned())?;
    facts(participant, entry)
}

/// What must hold of anybody's facts.
fn facts(participant: &Participant, entry: &Entry) -> Found {
    let today = entry.recorded_at.date_naive();
    hold(participant.enrolled_on <= today, || {
        "in the future".to_owned()
    })?;
    hold(participant.weight_kg > Decimal::ZERO, || {
        "weight".to_owned()
    })?;
    let id = participant.id.as_str();
    let shape: Vec<bool> = id.chars().map(|c| c.is_ascii_digit()).collect();
    hold(shape == [true, true, false, true, true, true], || {
        format!("id {id}")
    })
}

fn begun(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let Some((visit, _, begun)) = ledger.begins(entry) else {
        return Ok(());
    };
    if ledger.begun.contains_key(&visit) {
        let again = matches!(
            entry.draft.event,
            Event::SessionBegun { .. } | Event::UnscheduledBegun { .. }
        );
        return hold(!again, || "begun twice".to_owned());
    }
    let (who, id) = &visit;
    let person = ledger.people.get(who).ok_or("of nobody")?;
    let today = entry.recorded_at.date_naive();
    hold(begun.date <= today, || {
        format!("in the future: {}", begun.date)
    })?;
    let born = NaiveYear(person.birth_year);
    hold(born.is_before(begun.date), || "before the birth".to_owned())?;
    if id.as_str() == LOG {
        return Ok(());
    }
    let study = ledger.study(begun.version);
    hold(study.visit(id.as_str()).is_some(), || {
        format!("version {} has no visit {id}", begun.version + 1)
    })?;
    let wrong = out_of_order(ledger, study, &visit, begun.date);
    hold(wrong.iter().all(|(earlier, _)| !earlier), || {
        format!("{} is before {wrong:?}", begun.date)
    })?;
    let consent = eligibility_answer(ledger, who, "consent-date").and_then(Answer::as_date);
    hold(consent.is_none_or(|consent| consent <= begun.date), || {
        format!("{} is before the consent", begun.date)
    })
}

/// The visits held on the wrong side of a day: whether each comes earlier in the schedule, and its day.
fn out_of_order(
    ledger: &Ledger,
    study: &Study,
    (who, visit): &(ParticipantId, VisitId),
    day: NaiveDate,
) -> Vec<(bool, NaiveDate)> {
    let place = |id: &VisitId| study.protocol.visits.iter().position(|of| of.id == *id);
    let own = place(visit);
    let held = ledger.begun.iter().filter(|((of, _), _)| of == who);
    held.filter_map(|((_, other), begun)| {
        let (own, other) = (own?, place(other)?);
        let wrong = other < own && begun.date > day || other > own && begun.date < day;
        wrong.then_some((other < own, begun.date))
    })
    .collect()
}

fn dated(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let Event::SessionDated {
        participant,
        visit,
        before,
        date,
    } = &entry.draft.event
    else {
        return Ok(());
    };
    has_reason(entry)?;
    hold(visit.as_str() != LOG, || "of no visit".to_owned())?;
    let of = (participant.clone(), visit.clone());
    let begun = ledger.begun.get(&of).ok_or("not begun")?;
    hold(begun.date == *before && before != date, || {
        format!("from {before} to {date}, and it is {}", begun.date)
    })?;
    hold(*date <= entry.recorded_at.date_naive(), || {
        "in the future".to_owned()
    })?;
    let born = NaiveYear(ledger.people[participant].birth_year);
    hold(born.is_before(*date), || "before the birth".to_owned())?;
    let version = ledger.version(begun.seq, Some(*date));
    hold(version == begun.version, || {
        format!("version {} held, not {}", version + 1, begun.version + 1)
    })?;
    let study = ledger.study(begun.version);
    let wrong = out_of_order(ledger, study, &of, *date);
    hold(wrong.is_empty(), || format!("{date} and {wrong:?}"))?;
    let consent = eligibility_answer(ledger, participant, "consent-date").and_then(Answer::as_date);
    hold(consent.is_none_or(|consent| consent <= *date), || {
        format!("{date} is before the consent")
    })
}

fn not_after_the_end(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let seen = match &entry.draft.event {
        Event::SessionDated {
            participant, date, ..
        } => Some((participant.clone(), *date)),
        _ => match ledger.begins(entry) {
            Some((visit, _, begun)) if !ledger.begun.contains_key(&visit) => {
                (visit.1.as_str() != LOG).then_some((visit.0, begun.date))
            }
            _ => None,
        },
    };
    let Some((who, day)) = seen else {
        return Ok(());
    };
    let failed = ledger.statuses.get(&who).and_then(|said| said.last());
    if let Some((_, Status::ScreenFailure { .. }, _)) = failed {
        let study = ledger.study_on(entry);
        let place = |id: &VisitId| study.protocol.visits.iter().position(|of| of.id == *id);
        let own = entry.draft.event.written().map(|(visit, _)| visit.clone());
        let past = own.is_some_and(|own| place(&own) >= place(&study.protocol.baseline));
        hold(!past, || "the screening failed".to_owned())?;
    }
    let last = ledger.last_day(&who);
    hold(last.is_none_or(|last| day <= last), || {
        format!("seen on {day}, after {last:?}")
    })
}

fn takes_part(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let Event::StatusChanged {
        participant,
        day,
        status,
        words,
        after,
    } = &entry.draft.event
    else {
        return Ok(());
    };
    let person = ledger.people.get(participant).ok_or("of nobody")?;
    hold(*day <= entry.recorded_at.date_naive(), || {
        format!("in the future: {day}")
    })?;
    hold(*day >= person.enrolled_on, || {
        format!("{day} is before the enrolment")
    })?;
    let before = ledger
        .statuses
        .get(participant)
        .and_then(|said| said.last());
    let last = before.map_or(0, |(_, _, seq)| *seq);
    hold(last == *after, || {
        format!("after {after}, and it was {last}")
    })?;
    let takes_part = before.is_none_or(|(_, status, _)| *status == Status::TakesPart);
    hold(!(takes_part && *status == Status::TakesPart), || {
        "said already".to_owned()
    })?;
    let same = before.is_some_and(|(of, was, _)| (of, was) == (day, status));
    hold(!same, || "said already".to_owned())?;
    let is_dead = before.is_some_and(|(_, status, _)| matches!(status, Status::Died { .. }));
    let may_follow = matches!(status, Status::TakesPart | Status::Died { .. });
    hold(!is_dead || may_follow, || "after the death".to_owned())?;
    if let Status::Lost { .. }
    | Status::Died { .. }
    | Status::TakesPart
    | Status::EnrolledByMistake = status
    {
        hold(!words.trim().is_empty(), || "without words".to_owned())?;
    }
    let held = ledger.begun.iter();
    let held = held.filter(|((who, visit), _)| who == participant && visit.as_str() != LOG);
    if ends(status) {
        let mut after = held.clone().filter(|(_, begun)| begun.date > *day);
        hold(after.next().is_none(), || {
            format!("ended on {day}, before a visit")
        })?;
    }
    let study = ledger.study_on(entry);
    let place = |visit: &VisitId| study.protocol.visits.iter().position(|of| of.id == *visit);
    match status {
        Status::ScreenFailure { .. } => {
            let baseline = place(&study.protocol.baseline);
            let mut later = held.filter(|((_, visit), _)| place(visit) >= baseline);
            hold(later.next().is_none(), || "after the baseline".to_owned())
        }
        Status::Completed => {
            let of = (participant.clone(), study.protocol.outcome.clone());
            hold(ledger.begun.contains_key(&of), || {
                "without the outcome".to_owned()
            })
        }
        Status::Lost { attempts } => hold((1..=99).contains(attempts), || {
            format!("{attempts} attempts")
        }),
        _ => Ok(()),
    }
}

fn unplanned(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let Some((of, _, begun)) = ledger.begins(entry) else {
        return Ok(());
    };
    let is_chosen = of.1.as_str().starts_with("unscheduled-");
    if ledger.begun.contains_key(&of) || !is_chosen && of.1.as_str() != "early-termination" {
        return Ok(());
    }
    let study = ledger.study(begun.version);
    let baseline = (of.0.clone(), study.protocol.baseline.clone());
    let baseline = ledger.begun.get(&baseline).ok_or("without the baseline")?;
    hold(baseline.date <= begun.date, || {
        format!("{} is before the baseline", begun.date)
    })?;
    if !is_chosen {
        let outcome = (of.0.clone(), study.protocol.outcome.clone());
        return hold(!ledger.begun.contains_key(&outcome), || {
            "an early end after the outcome".to_owned()
        });
    }
    let Event::UnscheduledBegun { words, forms, .. } = &entry.draft.event else {
        return Err("begun without saying what it asks".to_owned());
    };
    hold(!words.trim().is_empty(), || "without words".to_owned())?;
    let different: BTreeSet<&FormId> = forms.iter().collect();
    hold(!forms.is_empty() && different.len() == forms.len(), || {
        format!("{forms:?}")
    })?;
    let planned = |form: &&FormId| {
        let mut visits = study.protocol.visits.iter();
        !visits.any(|visit| visit.forms.contains(form))
    };
    let unknown = forms.iter().find(planned);
    hold(unknown.is_none(), || {
        format!("{unknown:?} is asked nowhere")
    })
}

fn moved(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let Event::FormMoved {
        participant,
        visit,
        form,
        side,
        other,
        other_visit,
        answers,
    } = &entry.draft.event
    else {
        return hold(ledger.moving.is_none(), || {
            "the other side of a move is missing".to_owned()
        });
    };
    has_reason(entry)?;
    let of = (participant.clone(), visit.clone());
    hold(
        visit.as_str() != LOG && ledger.begun.contains_key(&of),
        || "not of a visit that was begun".to_owned(),
    )?;
    let here = |place: &coreset::domain::record::event::FieldPath| {
        (&place.participant, &place.visit, &place.form) == (participant, visit, form)
    };
    let stands = ledger.answers.iter().filter(|(place, _)| here(place));
    match side {
        MoveSide::Away => {
            let all: Vec<_> = stands
                .map(|(place, answer)| (&place.field, answer))
                .collect();
            let said: Vec<_> = answers
                .iter()
                .map(|moved| (&moved.field, &moved.answer))
                .collect();
            hold(!all.is_empty() && all == said, || {
                format!("{said:?} of {all:?}")
            })
        }
        MoveSide::Here => {
            let Some(Event::FormMoved {
                participant: from,
                visit: from_visit,
                form: from_form,
                other: to,
                other_visit: to_visit,
                answers: same,
                ..
            }) = &ledger.moving
            else {
                return Err("from nowhere".to_owned());
            };
            let mirrored = (from, from_visit, from_form, to, to_visit, same)
                == (other, other_visit, form, participant, visit, answers);
            hold(mirrored, || "of another move".to_owned())?;
            hold(stands.count() == 0, || "onto answers".to_owned())?;
            let study = |who: &ParticipantId, visit: &VisitId| {
                ledger.study(ledger.version_of(who, visit, form))
            };
            let there = study(from, from_visit).form(form.as_str());
            let own = study(participant, visit).form(form.as_str());
            hold(there == own, || "of another version".to_owned())
        }
    }
}

fn said_of_participant(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    match &entry.draft.event {
        Event::ConsentRenewed {
            participant,
            version,
            day,
        } => {
            let person = ledger.people.get(participant).ok_or("of nobody")?;
            hold(!version.trim().is_empty(), || "of no version".to_owned())?;
            hold(*day <= entry.recorded_at.date_naive(), || {
                format!("in the future: {day}")
            })?;
            let consent = eligibility_answer(ledger, participant, "consent-date");
            let first = consent.and_then(Answer::as_date);
            hold(*day >= first.unwrap_or(person.enrolled_on), || {
                format!("{day} is before the first consent")
            })
        }
        Event::DeviationJudged {
            participant,
            key,
            after,
            ..
        } => {
            let of = (participant.clone(), key.clone());
            let last = ledger.deviations.get(&of).copied().unwrap_or(0);
            hold(last == *after, || {
                format!("after {after}, and it was {last}")
            })
        }
        _ => Ok(()),
    }
}

pub(super) fn is_mistake(ledger: &Ledger, who: &ParticipantId) -> bool {
    let said = ledger.statuses.get(who).and_then(|said| said.last());
    said.is_some_and(|(_, status, _)| *status == Status::EnrolledByMistake)
}

fn by_mistake(ledger: &Ledger, entry: &Entry, way: Way) -> Found {
    let event = &entry.draft.event;
    let Some(who) = event.participant() else {
        return Ok(());
    };
    let was = is_mistake(ledger, who);
    match event {
        Event::StatusChanged { status, .. } => {
            let says = *status == Status::EnrolledByMistake;
            hold(!was || *status == Status::TakesPart, || {
                format!("{status:?} of who was enrolled by mistake")
            })?;
            let may = entry.draft.by.role == Role::Investigator.key();
            hold(may || !(was || says), || {
                format!("said as {}", entry.draft.by.role)
            })
        }
        Event::Unlocked { .. } | Event::Copied { .. } => Ok(()),
        _ => hold(!was || way == Way::Owner, || {
            "stored of who was enrolled by mistake".to_owned()
        }),
    }
}

fn corrected(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let Event::EnrolmentCorrected {
        before,
        participant,
    } = &entry.draft.event
    else {
        return Ok(());
    };
    has_reason(entry)?;
    let stands = ledger.people.get(&before.id).ok_or("of nobody")?;
    hold(*stands == **before, || "from other facts".to_owned())?;
    hold(before != participant && before.id == participant.id, || {
        "to the same facts, or somebody else".to_owned()
    })?;
    facts(participant, entry)?;
    let held = ledger.begun.iter();
    let mut held = held.filter(|((who, visit), _)| *who == before.id && visit.as_str() != LOG);
    let (was, is) = (
        NaiveYear(before.birth_year),
        NaiveYear(participant.birth_year),
    );
    let wrong = held.find(|(_, begun)| was.is_before(begun.date) && !is.is_before(begun.date));
    hold(wrong.is_none(), || "a visit before the birth".to_owned())
}

fn not_voided_unseen(ledger: &Ledger, entry: &Entry, way: Way) -> Found {
    let Way::Client { seen } = way else {
        return Ok(());
    };
    let event = &entry.draft.event;
    let written = event.participant().zip(event.written());
    let at = written.map(|(who, (visit, _))| (who.clone(), visit.clone()));
    let voided = at.and_then(|at| ledger.voided.get(&at));
    hold(voided.is_none_or(|voided| *voided <= seen), || {
        format!("seen {seen}, and it was {voided:?}")
    })
}

fn voided(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let Event::SessionVoided {
        participant,
        visit,
        last,
    } = &entry.draft.event
    else {
        return Ok(());
    };
    has_reason(entry)?;
    hold(visit.as_str() != LOG, || "of no visit".to_owned())?;
    let of = (participant.clone(), visit.clone());
    hold(ledger.begun.contains_key(&of), || "not begun".to_owned())?;
    let mut locks = ledger.locks.iter();
    let within = locks
        .any(|lock| (&lock.participant, &lock.visit) == (&Some(of.0.clone()), &Some(of.1.clone())));
    hold(!within, || "a part of it is locked".to_owned())?;
    let written = ledger.writers.iter();
    let written = written.filter(|(place, _)| (&place.participant, &place.visit) == (&of.0, &of.1));
    let newest = written.map(|(_, (seq, _))| *seq).max();
    hold(newest.is_none_or(|newest| newest <= *last), || {
        format!("entry {newest:?} was not seen")
    })
}

struct NaiveYear(i32);

impl NaiveYear {
    fn is_before(&self, day: chrono::NaiveDate) -> bool {
        chrono::Datelike::year(&day) >= self.0
    }
}

fn eligibility_answer<'a>(
    ledger: &'a Ledger,
    who: &ParticipantId,
    field: &str,
) -> Option<&'a Answer> {
    let form = ledger.in_force().protocol.eligibility.as_ref()?;
    ledger.answer(who, &VisitId::new(LOG), form, field)
}

/// What is necessary: consent, and each criterion that is always asked as it must be, or an exception.
fn eligible(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let Some((visit, _, _)) = ledger.begins(entry) else {
        return Ok(());
    };
    let (who, id) = &visit;
    if id.as_str() == LOG || ledger.begun.contains_key(&visit) {
        return Ok(());
    }
    let code = |field: &str| eligibility_answer(ledger, who, field).and_then(Answer::as_code);
    hold(code("consent") == Some("y"), || "no consent".to_owned())?;
    hold(
        eligibility_answer(ledger, who, "consent-date").is_some(),
        || "no day of consent".to_owned(),
    )?;
    if code("exception") == Some("y")
        && eligibility_answer(ledger, who, "exception-reason").is_some()
    {
        return Ok(());
    }
    let form = FormId::new("eligibility");
    let version = ledger.version_of(who, &VisitId::new(LOG), &form);
    let study = ledger.study(version);
    for field in study.form("eligibility").unwrap().fields() {
        let id = field.id.as_str();
        let wanted = match (id.starts_with("in."), id.starts_with("ex.")) {
            (true, _) => "y",
            (_, true) => "n",
            _ => continue,
        };
        if field.visible_when.is_some() {
            continue;
        }
        let answer = eligibility_answer(ledger, who, id);
        let met = answer.and_then(Answer::as_code) == Some(wanted)
            || answer.and_then(Answer::missing_reason) == Some("not-applicable");
        hold(met, || format!("{id}: {answer:?}"))?;
    }
    Ok(())
}

fn exists(ledger: &Ledger, entry: &Entry, way: Way) -> Found {
    if way == Way::Owner {
        return Ok(());
    }
    let event = &entry.draft.event;
    if let Some(who) = event.participant() {
        let is_new = matches!(event, Event::Enrolled { .. });
        hold(is_new || ledger.people.contains_key(who), || {
            "of nobody".to_owned()
        })?;
    }
    let (visit, form) = match event {
        Event::Answered { place, .. } => (&place.visit, &place.form),
        Event::Filled { visit, form, .. }
        | Event::FormMoved { visit, form, .. }
        | Event::Completed { visit, form, .. }
        | Event::FormLeft { visit, form, .. } => (visit, form),
        _ => return Ok(()),
    };
    let study = ledger.study_for(entry, event.participant().unwrap(), visit, form);
    let is_asked = match study.visit(visit.as_str()) {
        Some(asked) => {
            let of = (event.participant().unwrap().clone(), visit.clone());
            let chosen = ledger.chosen.get(&of);
            chosen.unwrap_or(&asked.forms).contains(form)
        }
        None => {
            let base = form.as_str().split('#').next().unwrap();
            let kept = study.form(base).map(|form| form.kept);
            let is_row = form.as_str().contains('#');
            visit.as_str() == LOG
                && (is_row && kept == Some(Kept::Rows) || !is_row && kept == Some(Kept::Once))
        }
    };
    hold(is_asked, || format!("{form} is not asked at {visit}"))
}

fn answers(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    for (place, answer) in Ledger::written(entry) {
        let Some(answer) = answer else { continue };
        let (study, form, field) = ledger
            .field(entry, &place)
            .ok_or_else(|| format!("no field {place:?}"))?;
        fits(study, form, field, answer, entry)
            .map_err(|why| format!("{place:?}: {answer:?}: {why}"))?;
    }
    Ok(())
}

fn fits(study: &Study, form: &Instrument, field: &Field, answer: &Answer, entry: &Entry) -> Found {
    let no = |what: &str| Err(what.to_owned());
    let today = entry.recorded_at.date_naive();
    let (value, unit) = match answer {
        Answer::Missing { reason, text } => {
            let known = study
                .protocol
                .missing_reasons
                .iter()
                .find(|known| known.code == *reason);
            let own = field.missing.as_ref().unwrap_or(&form.missing);
            let Some(known) = known.filter(|_| own.contains(reason)) else {
                return no("a missing reason that is not known");
            };
            let words = text.as_ref().is_some_and(|text| !text.trim().is_empty());
            return hold(words || !known.needs_text, || "without words".to_owned());
        }
        Answer::Value { value, unit } => (value, unit.as_deref()),
    };
    match (&field.kind, value) {
        (FieldKind::Vas { .. }, Value::Number(cm)) => hold(
            unit.is_none() && *cm >= Decimal::ZERO && *cm <= Decimal::TEN,
            || "range".to_owned(),
        ),
        (
            FieldKind::Number {
                min,
                max,
                unit: own,
                decimals,
                ..
            },
            Value::Number(number),
        ) => {
            hold(own.as_deref() == unit, || "unit".to_owned())?;
            hold(number.normalize().scale() <= *decimals, || {
                "decimals".to_owned()
            })?;
            hold(number >= min && number <= max, || "hard limits".to_owned())
        }
        (
            FieldKind::Lab {
                quantity,
                max,
                is_limit,
                ..
            },
            Value::Number(number) | Value::Below(number),
        ) => {
            let Some(per) = unit.and_then(|unit| stored(*quantity, unit)) else {
                return no("unit");
            };
            hold(*number >= Decimal::ZERO && *number * per <= *max, || {
                "hard limits".to_owned()
            })?;
            let below = matches!(value, Value::Below(_));
            hold(!is_limit || !below && *number > Decimal::ZERO, || {
                "a limit".to_owned()
            })
        }
        (FieldKind::Choice { options, .. }, Value::Code(code)) => {
            let known = form.option_sets.get(options);
            let is_known =
                known.is_some_and(|known| known.iter().any(|choice| choice.code == *code));
            hold(is_known, || "not an option".to_owned())
        }
        (FieldKind::Text { max_length, .. }, Value::Text(text)) => hold(
            !text.trim().is_empty() && text.chars().count() <= *max_length,
            || "length".to_owned(),
        ),
        (FieldKind::Paragraph, Value::Text(text)) => hold(
            !text.trim().is_empty() && text.chars().count() <= 20_000,
            || "length".to_owned(),
        ),
        (FieldKind::Date, Value::Date(day)) => hold(*day <= today, || "in the future".to_owned()),
        (FieldKind::PartialDate { future }, Value::Text(text)) => {
            let year: Option<i32> = text.get(..4).and_then(|year| year.parse().ok());
            let now = chrono::Datelike::year(&today);
            hold(year.is_some_and(|year| *future || year <= now), || {
                "not a date".to_owned()
            })
        }
        (FieldKind::Time, Value::Text(text)) => {
            let parts = text
                .split_once(':')
                .map(|(h, m)| (h.parse::<u32>(), m.parse::<u32>()));
            hold(matches!(parts, Some((Ok(..24), Ok(..60)))), || {
                "not a time".to_owned()
            })
        }
        _ => no("of another kind"),
    }
}

/// What a result in a unit is multiplied by to be in the stored unit of its quantity, by the table of the laboratory.
fn stored(quantity: Quantity, unit: &str) -> Option<Decimal> {
    let factor = match (unit, quantity) {
        (
            "U/L" | "g/L" | "10^9/L" | "10^3/uL" | "umol/L" | "mg/L" | "mEq/L" | "g/day" | "mg/g",
            _,
        ) => Decimal::ONE,
        ("ukat/L", _) => Decimal::from(60),
        ("mmol/L", Quantity::Haemoglobin) => Decimal::new(161_145, 4),
        ("mmol/L", _) => Decimal::ONE,
        ("/mm3" | "mg/day", _) => Decimal::new(1, 3),
        ("g/dL", _) | ("mg/dL", Quantity::Crp) => Decimal::TEN,
        ("mg/dL", Quantity::Creatinine) => Decimal::new(884, 1),
        ("mg/dL", Quantity::Bilirubin) => Decimal::new(171, 1),
        ("mg/dL", Quantity::Glucose) => Decimal::ONE / Decimal::new(180_156, 4),
        ("mg/mmol", _) => Decimal::new(884, 2),
        _ => return None,
    };
    Some(factor)
}

fn origins(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let (origin, clears) = match &entry.draft.event {
        Event::Answered { origin, .. } | Event::Filled { origin, .. } => (*origin, false),
        Event::Cleared { origin, .. } => (*origin, true),
        _ => return Ok(()),
    };
    let places = Ledger::written(entry);
    let is_so = match origin {
        Origin::Typed => true,
        Origin::Moved => false,
        Origin::Generated => ledger.is_demo && !clears,
        // No file replaces what stands there.
        Origin::Imported(_) => {
            !clears
                && places
                    .iter()
                    .all(|(place, _)| !ledger.answers.contains_key(place))
        }
        Origin::Undone => places.iter().all(|(place, answer)| {
            let stood = ledger.stood.get(place).map_or(&[][..], Vec::as_slice);
            answer.is_none_or(|answer| stood.contains(answer))
                && (!clears || ledger.writers.contains_key(place))
        }),
        Origin::Carried => {
            !clears
                && places.iter().all(|(place, answer)| {
                    let elsewhere = |other: &coreset::domain::record::event::FieldPath| {
                        other.participant == place.participant
                            && other.visit != place.visit
                            && other.field == place.field
                    };
                    ledger
                        .answers
                        .iter()
                        .any(|(other, stands)| elsewhere(other) && Some(stands) == *answer)
                })
        }
        Origin::Bulk => {
            !clears
                && places.iter().all(|(place, answer)| {
                    let absent = ledger
                        .field(entry, place)
                        .and_then(|(_, _, field)| field.absent.clone());
                    absent.is_some() && absent.as_deref() == answer.and_then(Answer::as_code)
                })
        }
    };
    hold(is_so, || format!("not {origin:?}"))
}

fn unseen(ledger: &Ledger, entry: &Entry, way: Way) -> Found {
    let Way::Client { seen } = way else {
        return Ok(());
    };
    for (place, _) in Ledger::written(entry) {
        if let Some((seq, by)) = ledger.writers.get(&place) {
            hold(*seq <= seen || *by == client(&entry.request), || {
                format!("entry {seq} by {by} was not seen")
            })?;
        }
    }
    Ok(())
}

/// Whether everything is answered that is required and asked whatever else is answered.
fn lacks(
    ledger: &Ledger,
    study: &Study,
    who: &ParticipantId,
    visit: &VisitId,
    form: &FormId,
) -> Option<String> {
    let Some(instrument) = study.form(form.as_str()) else {
        return Some(format!("no form {form}"));
    };
    let in_error = ledger
        .answer(who, visit, form, "entered-in-error")
        .and_then(Answer::as_code);
    if in_error == Some("y") {
        return None;
    }
    let sex = ledger.people.get(who).map(|person| person.sex);
    let asked = |field: &&Field| {
        field.required
            && field.visible_when.is_none()
            && sex.is_none_or(|sex| field.is_for(sex))
            && (!field.at_baseline || *visit == study.protocol.baseline)
            && field
                .scale
                .is_none_or(|scale| scale == study.protocol.scoring.mmt_max)
    };
    let answer = |field: &Field| ledger.answer(who, visit, form, field.id.as_str());
    // Of a result that there is none of, no limit of normal is owed.
    let no_result = |limit: &Field| {
        let mut results = instrument.fields();
        results.any(|result| {
            result.limits().any(|known| *known == limit.id)
                && matches!(answer(result), Some(Answer::Missing { .. }))
        })
    };
    let empty = |field: &Field| answer(field).is_none() && !no_result(field);
    let found = instrument.fields().filter(asked).find(|field| empty(field));
    found.map(|field| format!("{form} lacks {}", field.id))
}

fn completed(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let Event::Completed {
        participant,
        visit,
        form,
        ..
    } = &entry.draft.event
    else {
        return Ok(());
    };
    let study = ledger.study_for(entry, participant, visit, form);
    lacks(ledger, study, participant, visit, form).map_or(Ok(()), Err)
}

fn left(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let Event::FormLeft {
        participant,
        visit,
        form,
    } = &entry.draft.event
    else {
        return Ok(());
    };
    let here = |place: &coreset::domain::record::event::FieldPath| {
        place.participant == *participant && place.visit == *visit && place.form == *form
    };
    hold(ledger.writers.keys().any(here), || {
        "nothing was stored".to_owned()
    })
}

fn signed(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let Event::Signed {
        participant, visit, ..
    } = &entry.draft.event
    else {
        return Ok(());
    };
    let begun = ledger
        .begun
        .get(&(participant.clone(), visit.clone()))
        .ok_or("not begun")?;
    let study = ledger.study(begun.version);
    // Nobody can answer what an amendment took away.
    let of_day = ledger.study_on(entry);
    let kept = [ledger.in_force(), of_day]
        .iter()
        .any(|version| version.visit(visit.as_str()).is_some());
    for form in study
        .visit(visit.as_str())
        .filter(|_| kept)
        .map_or(&[][..], |visit| &visit.forms)
    {
        lacks(ledger, study, participant, visit, form).map_or(Ok(()), Err)?;
    }
    let open = ledger.queries.values().any(|(place, state)| {
        place.participant == *participant
            && place.visit == *visit
            && *state != coreset::domain::record::query::State::Closed
    });
    hold(!open, || "a query is open".to_owned())
}

fn queries(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let Event::Queried {
        place,
        query,
        step,
        text,
    } = &entry.draft.event
    else {
        return Ok(());
    };
    hold(*step == Step::Close || !text.trim().is_empty(), || {
        "no words".to_owned()
    })?;
    let visit = (place.participant.clone(), place.visit.clone());
    if *step == Step::Open {
        return hold(ledger.begun.contains_key(&visit), || "not begun".to_owned());
    }
    let (of, state) = ledger.queries.get(query).ok_or("no such query")?;
    let is_closed = *state == coreset::domain::record::query::State::Closed;
    hold(of == place, || "of another field".to_owned())?;
    hold(is_closed == (*step == Step::Reopen), || {
        format!("{step:?} after {state:?}")
    })
}

fn locks(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let (scope, reason, has) = match &entry.draft.event {
        Event::Locked { scope, reason } => (scope, reason, false),
        Event::Unlocked { scope, reason } => (scope, reason, true),
        _ => return Ok(()),
    };
    hold(!reason.trim().is_empty(), || "no words".to_owned())?;
    hold(ledger.locks.contains(scope) == has, || {
        "not in turn".to_owned()
    })
}

fn plain(name: &str) -> String {
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

fn names(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let (login, roles) = match &entry.draft.event {
        Event::UserAdded { user, name, roles } => {
            hold(!ledger.users.contains_key(user), || {
                format!("{user} is listed")
            })?;
            hold(!plain(name).is_empty(), || "no name".to_owned())?;
            let is_free = ledger
                .users
                .values()
                .all(|other| plain(&other.name) != plain(name));
            hold(is_free, || format!("{name} is taken"))?;
            (user, roles)
        }
        Event::UserNamed { user, name } => {
            let known = ledger.users.get(user).ok_or("not listed")?;
            hold(!plain(name).is_empty(), || "no name".to_owned())?;
            let mut others = ledger.users.iter().filter(|(login, _)| *login != user);
            hold(
                others.all(|(_, other)| plain(&other.name) != plain(name)),
                || format!("{name} is taken"),
            )?;
            hold(known.name != *name, || format!("{name} is no change"))?;
            let reason = entry.draft.reason.as_deref().unwrap_or_default();
            hold(!reason.trim().is_empty(), || "no reason".to_owned())?;
            (user, &known.roles)
        }
        Event::UserRoles { user, roles } => {
            hold(ledger.users.contains_key(user), || "not listed".to_owned())?;
            (user, roles)
        }
        _ => return Ok(()),
    };
    hold(!roles.is_empty(), || format!("{login} has no role"))
}

fn own_roles(ledger: &Ledger, entry: &Entry, way: Way) -> Found {
    let Event::UserRoles { user, roles } = &entry.draft.event else {
        return Ok(());
    };
    let own = &ledger.users[user];
    let adds = roles.iter().any(|role| !own.roles.contains(role));
    let other = ledger.users.iter().any(|(login, other)| {
        login != user && other.active && other.roles.contains(&Role::Manager)
    });
    let by_self = entry.draft.by.user == *user && way != Way::Owner;
    hold(!(adds && other && by_self), || "to themselves".to_owned())
}

fn prompted(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let Event::Prompted {
        outcome: PromptOutcome::Kept,
        reason,
        rule,
        ..
    } = &entry.draft.event
    else {
        return Ok(());
    };
    let words = reason.as_deref().unwrap_or("");
    hold(!words.trim().is_empty() && !rule.is_empty(), || {
        "no reason".to_owned()
    })?;
    let code = words.split(':').next().unwrap();
    let known = ledger
        .in_force()
        .protocol
        .keep_reasons
        .iter()
        .any(|known| known.code == code);
    hold(
        known || ["conflict", "two-readings", "hides-answers"].contains(&rule.as_str()),
        || words.to_owned(),
    )
}

fn plain_texts(_: &Ledger, entry: &Entry, way: Way) -> Found {
    let line = serde_json::to_string(&entry.draft).unwrap();
    // JSON escapes every control character.
    let has = line.contains("\\u00")
        || line.contains("\\n")
        || line.contains("\\t")
        || line.contains("\\b");
    hold(way == Way::Owner || !has, || line)
}

fn backups(_: &Ledger, entry: &Entry, way: Way) -> Found {
    match &entry.draft.event {
        Event::BackedUp { head, entries } | Event::RestoreTested { head, entries }
            if way != Way::Owner =>
        {
            hold(
                *entries < entry.seq && *head == format!("{entries:064x}"),
                || "of another".to_owned(),
            )
        }
        _ => Ok(()),
    }
}

fn heads(ledger: &Ledger, entry: &Entry, _: Way) -> Found {
    let Event::HeadAccepted { seq, hash, reason } = &entry.draft.event else {
        return Ok(());
    };
    hold(!reason.trim().is_empty(), || "no words".to_owned())?;
    let is_missing = ledger.missing_heads.contains(&(*seq, hash.clone()));
    hold(is_missing, || "not missing".to_owned())
}

fn manager(_: &Ledger, state: &State, _: Option<&ParticipantId>) -> Found {
    let manages = state
        .users
        .iter()
        .any(|user| user.active && user.roles.contains(&Role::Manager));
    hold(manages || state.users.is_empty(), || {
        "nobody manages".to_owned()
    })
}

fn same_users(ledger: &Ledger, state: &State, _: Option<&ParticipantId>) -> Found {
    hold(state.users.iter().count() == ledger.users.len(), || {
        "another number".to_owned()
    })?;
    let mut seen = BTreeSet::new();
    for user in state.users.iter() {
        let listed = ledger.users.get(&user.user).ok_or("not listed")?;
        let set = |roles: &[Role]| roles.iter().copied().collect::<BTreeSet<_>>();
        hold(
            user.name == listed.name
                && user.active == listed.active
                && set(&user.roles) == set(&listed.roles),
            || format!("{user:?} {listed:?}"),
        )?;
        hold(seen.insert(plain(&user.name)), || {
            format!("{} twice", user.name)
        })?;
    }
    Ok(())
}

fn same_locks(ledger: &Ledger, state: &State, _: Option<&ParticipantId>) -> Found {
    let stand: BTreeSet<_> = state.locks.iter().map(|(scope, _)| scope.clone()).collect();
    hold(stand == ledger.locks, || {
        format!("{stand:?} {:?}", ledger.locks)
    })
}

fn same_answers(ledger: &Ledger, state: &State, who: Option<&ParticipantId>) -> Found {
    let Some(record) = who.and_then(|who| state.records.get(who)) else {
        return Ok(());
    };
    let mut count = 0;
    for (visit, session) in &record.sessions {
        for (form, cells) in &session.forms {
            for (field, cell) in cells {
                let place = super::ledger::path(&record.participant.id, visit, form, field);
                hold(cell.answer.as_ref() == ledger.answers.get(&place), || {
                    format!("{place:?} {:?}", cell.answer)
                })?;
                hold(cell.note.is_some() == ledger.notes.contains(&place), || {
                    format!("note of {place:?}")
                })?;
                count += usize::from(cell.answer.is_some());
            }
        }
    }
    let theirs = ledger
        .answers
        .keys()
        .filter(|place| Some(&place.participant) == who)
        .count();
    hold(count == theirs, || format!("{count} answers of {theirs}"))
}

fn same_versions(ledger: &Ledger, state: &State, who: Option<&ParticipantId>) -> Found {
    let Some(record) = who.and_then(|who| state.records.get(who)) else {
        return Ok(());
    };
    for (visit, session) in &record.sessions {
        let key = (record.participant.id.clone(), visit.clone());
        let begun = ledger
            .begun
            .get(&key)
            .ok_or_else(|| format!("{visit} was not begun"))?;
        hold(session.date == begun.date, || {
            format!("{visit}: {} {}", session.date, begun.date)
        })?;
        if visit.as_str() != LOG {
            let content = &ledger.study(begun.version).content;
            let now = &state.study.of(session).content;
            hold(now == content, || {
                format!("{visit} is of {now}, not {content}")
            })?;
            continue;
        }
        // A form that is there once can be asked about before anything is entered in it.
        let entered = |form: &&FormId| {
            let cells = &session.forms[*form];
            form.as_str().contains('#') || cells.values().any(|cell| cell.seq > 0 || cell.noted > 0)
        };
        for form in session.forms.keys().filter(entered) {
            let row = (key.0.clone(), key.1.clone(), form.clone());
            let begun = ledger
                .rows
                .get(&row)
                .ok_or_else(|| format!("{form} was not begun"))?;
            let content = &ledger.study(begun.version).content;
            let now = &state.study.of_form(session, form).content;
            hold(now == content, || {
                format!("{form} is of {now}, not {content}")
            })?;
        }
    }
    Ok(())
}

fn explained(ledger: &Ledger, _: &State, _: Option<&ParticipantId>) -> Found {
    hold(ledger.unexplained.is_empty(), || {
        format!("{:?}", ledger.unexplained)
    })
}

fn same_queries(ledger: &Ledger, state: &State, who: Option<&ParticipantId>) -> Found {
    let Some(record) = who.and_then(|who| state.records.get(who)) else {
        return Ok(());
    };
    let mut count = 0;
    for (visit, session) in &record.sessions {
        for (form, field, cell) in session
            .forms
            .iter()
            .flat_map(|(form, cells)| cells.iter().map(move |(field, cell)| (form, field, cell)))
        {
            for query in &cell.queries {
                let place = super::ledger::path(&record.participant.id, visit, form, field);
                let known = ledger.queries.get(&query.id);
                hold(known == Some(&(place, query.state)), || {
                    format!("{query:?}")
                })?;
                count += 1;
            }
        }
    }
    let theirs = ledger
        .queries
        .values()
        .filter(|(place, _)| Some(&place.participant) == who)
        .count();
    hold(count == theirs, || format!("{count} queries of {theirs}"))
}

fn same_signatures(ledger: &Ledger, state: &State, who: Option<&ParticipantId>) -> Found {
    let Some(record) = who.and_then(|who| state.records.get(who)) else {
        return Ok(());
    };
    for (visit, session) in &record.sessions {
        let key = (record.participant.id.clone(), visit.clone());
        let known = ledger.signed.get(&key).cloned().unwrap_or_default();
        let stand = session
            .signatures
            .iter()
            .map(|one| (one.seq, one.voided.is_some()));
        let stand: Vec<(u64, bool)> = stand.collect();
        hold(stand == known, || format!("{visit}: {stand:?} {known:?}"))?;
    }
    Ok(())
}
