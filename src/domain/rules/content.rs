//! Judges the content of an event: that what it names exists, that its values can be, and that what it claims is so.
//!
//! Judged on the stored record with the events before it in the same request, for every client. What makes a stored
//! fault go away is judged on what is stored, so that it can always be undone. Must ask no question: what is possible
//! but unlikely is for `checks`.

mod answers;
mod consent;
mod deviations;
mod enrolment;
mod fault;
mod move_fault;
pub(super) mod moves;
mod places;
mod prints;
mod prompts;
mod removed;
mod status;
mod status_fault;
pub(super) mod texts;
mod unasked;
mod visits;

pub use consent::check_consent;
pub use enrolment::check_correction;
pub use fault::{ContentFault, HiddenUntil};
pub use move_fault::MoveFault;
pub use moves::{check_away, check_here, form_of, moved_answers};
pub(super) use removed::is_right;
pub use removed::{check_not_removed, stays_open};
pub use status::{MOST_ATTEMPTS, check_status};
pub use status_fault::StatusFault;
pub(super) use texts::check_words;
pub(super) use unasked::Unasked;
pub use visits::{check_begun, check_dated, check_unscheduled, check_voided};

use super::refusal::Refusal;
use super::world::World;
use crate::domain::base::ids::ParticipantId;
use crate::domain::forms::engine::instrument::FieldKind;
use crate::domain::record::entry::Draft;
use crate::domain::record::event::{Event, Origin};
use crate::domain::record::moved::MoveSide;
use crate::domain::record::participant::FIRST_YEAR;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::rules::checks::names::SAME_PERSON;
use crate::domain::rules::stage::Stage;
use crate::domain::study::{Study, unplanned};
use answers::Claim;
use chrono::{DateTime, Datelike as _, FixedOffset};

/// What a request says of all its events.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    /// The newest entry that the client has seen.
    pub(super) seen: u64,
    /// When it was observed, where that is not the moment of storing.
    pub(super) observed_at: Option<DateTime<FixedOffset>>,
    /// Whether it has other events.
    pub(super) has_others: bool,
}

/// What becomes of an event whose content is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is stored.
    Stored,
    /// It says what is stored already, and the rest of its request is stored without it.
    LeftOut,
}

/// Judges the content of an event after those before it in its request.
///
/// # Errors
/// What of it is not so, or [`super::Unread`] in words.
pub(super) fn check_content(
    world: &mut impl World,
    stage: &mut Stage,
    event: &Event,
    before: &[Draft],
    said: Said,
) -> Result<Fate, Refusal> {
    texts::check(event)?;
    let now = world.now();
    let today = now.date_naive();
    for (place, refusal) in texts::only_in_paragraphs(event) {
        let day = said.observed_at.unwrap_or(now).date_naive();
        let is_paragraph = stage.look(world, &place.participant, before, |study, record| {
            let study = study.of_event(record, event, day);
            let field = places::field(study, record, &place);
            field.is_ok_and(|(_, field)| field.kind == FieldKind::Paragraph)
        })?;
        if is_paragraph != Some(true) {
            return Err(refusal);
        }
    }
    let mut on = |world: &mut _, who: &ParticipantId, look: Look<'_>| {
        on_record(world, stage, before, (said, event), who, look)
    };
    match event {
        Event::Enrolled { participant } => {
            let who = &participant.id;
            if stage.look(world, who, before, |_, _| ())?.is_some() {
                let participant = who.clone();
                return Err(ContentFault::IdTaken { participant }.into());
            }
            let version = world.study().begun_on(participant.enrolled_on);
            enrolment::check(version, participant, today)?;
        }
        Event::SessionVoided {
            participant,
            visit,
            last,
        } => {
            on(world, participant, &|study, record| {
                visits::check_voided(study, record, visit, *last)
            })?;
        }
        Event::EnrolmentCorrected {
            before,
            participant,
        } => {
            let version = world.study().begun_on(participant.enrolled_on);
            enrolment::check(version, participant, today)?;
            on(world, &participant.id, &|_, record| {
                enrolment::check_corrected(record, before, participant)
            })?;
        }
        Event::StatusChanged {
            participant,
            day,
            status,
            words,
            after,
        } => {
            on(world, participant, &|study, record| {
                check_status(study, record, (*day, status, words), *after, today)
            })?;
        }
        Event::SessionBegun {
            participant,
            visit,
            date,
        } => {
            on(world, participant, &|study, record| {
                visits::check_begun(study, record, visit, *date, today)
            })?;
            let begun = stage.look(world, participant, before, |_, record| {
                let session = record.session(visit.as_str());
                session.map(|session| session.last_seq)
            })?;
            if let Some(last) = begun.flatten() {
                // Somebody else began it, unseen by this client: what came with it is stored all the same.
                return match last > said.seen && said.has_others {
                    true => Ok(Fate::LeftOut),
                    false => {
                        let visit = visit.clone();
                        Err(ContentFault::Begun { visit }.into())
                    }
                };
            }
        }
        Event::UnscheduledBegun {
            participant,
            visit,
            date,
            words,
            forms,
        } => {
            on(world, participant, &|study, record| {
                check_unscheduled(study, record, (visit, words, forms), *date, today)
            })?;
        }
        Event::FormMoved {
            participant,
            visit,
            form,
            side,
            other,
            other_visit,
            answers,
        } => {
            // The answers are those of the other side before this request.
            let from = world.look(other, |study, record| {
                form_of(study, record, other_visit, form)
            })?;
            on(world, participant, &|_, _| Ok(()))?;
            // By all versions, and not by that of the visit alone.
            let moved = stage.look(world, participant, before, |study, record| match side {
                MoveSide::Away => check_away(study, record, (visit, form), answers),
                MoveSide::Here => {
                    let from = from.as_ref().and_then(Option::as_ref);
                    check_here(study, record, (visit, form), answers, from, today)
                }
            })?;
            moved.unwrap_or(Ok(()))?;
        }
        Event::ConsentRenewed {
            participant,
            version,
            day,
        } => {
            on(world, participant, &|study, record| {
                check_consent(study, record, version, *day, today)
            })?;
        }
        Event::DeviationJudged {
            participant,
            key,
            after,
            ..
        } => {
            on(world, participant, &|study, record| {
                deviations::check(study, record, (key, *after), today)
            })?;
        }
        Event::SessionDated {
            participant,
            visit,
            before: day,
            date,
        } => {
            on(world, participant, &|_, _| Ok(()))?;
            // By all versions, and not by that of the visit alone.
            let dated = stage.look(world, participant, before, |study, record| {
                visits::check_dated(study, record, visit, (*day, *date), today)
            })?;
            dated.unwrap_or(Ok(()))?;
        }
        Event::Answered {
            place,
            answer,
            origin,
        } => {
            let claim = Claim::of(world, stage, before, (place, answer), *origin)?;
            let mut on = |world: &mut _, who: &ParticipantId, look: Look<'_>| {
                on_record(world, stage, before, (said, event), who, look)
            };
            on(world, &place.participant, &|study, record| {
                answers::check(study, record, place, answer, &claim, today)
            })?;
        }
        Event::Filled {
            participant,
            visit,
            form,
            answers,
            origin,
        } => {
            let is_demo = world.is_demo();
            on(world, participant, &|study, record| {
                let of = (visit, form);
                answers::check_all(study, record, of, answers, (*origin, is_demo), today)
            })?;
        }
        Event::Cleared { place, origin } => {
            on(world, &place.participant, &|study, record| {
                answers::check_cleared(study, record, place, *origin)
            })?;
        }
        Event::Noted { place, text } => {
            on(world, &place.participant, &|study, record| {
                places::check_noted(study, record, place, text)
            })?;
        }
        Event::Prompted {
            place,
            rule,
            rule_version,
            outcome,
            reason,
            value: _,
        } => {
            let asked = prompts::Asked {
                rule,
                rule_version,
                outcome: *outcome,
                reason: reason.as_deref(),
            };
            let is_of_enrolment = rule == SAME_PERSON;
            let is_corrected = |draft: &Draft| {
                let corrected = draft.event.corrected();
                corrected.is_some_and(|(_, after)| after.id == place.participant)
            };
            let is_enrolled_before = is_of_enrolment
                && !before.iter().any(is_corrected)
                && world.look(&place.participant, |_, _| ())?.is_some();
            on(world, &place.participant, &|study, record| {
                if is_of_enrolment {
                    return prompts::check_of_enrolment(study, place, asked, is_enrolled_before);
                }
                let (_, field) = places::field(study, record, place)?;
                prompts::check(study, place, field, asked)
            })?;
        }
        Event::Queried { place, step, .. } => {
            on(world, &place.participant, &|study, record| {
                places::check_queried(study, record, place, *step)
            })?;
        }
        Event::Shown {
            participant,
            visit,
            form,
            withheld,
        } => {
            on(world, participant, &|study, record| {
                visits::check_shown(study, record, (visit, form), *withheld)
            })?;
        }
        Event::Completed {
            participant,
            visit,
            form,
            kept,
        } => {
            on(world, participant, &|study, record| {
                let form = places::form(study, record, visit, form)?;
                match kept {
                    None => Ok(()),
                    Some(_) => Err(ContentFault::ScoresClaimed {
                        form: form.title.clone(),
                    }),
                }
            })?;
        }
        Event::FormLeft {
            participant,
            visit,
            form,
        } => {
            on(world, participant, &|study, record| {
                places::form(study, record, visit, form).map(|_| ())
            })?;
        }
        Event::Locked { scope, .. } => match &scope.participant {
            Some(who) => on(world, who, &|study, record| {
                places::check_scope(study, record, scope)
            })?,
            None if scope.visit.is_some() || scope.form.is_some() => {
                return Err(ContentFault::NoSuchPart.into());
            }
            None => {}
        },
        Event::Copied { what, participant } => match participant {
            Some(who) => on(world, who, &|_, record| {
                prints::check(what, Some(record))
            })?,
            None => prints::check(what, None)?,
        },
        // Only a locked part can be unlocked (see `locks`), so it is a part of the study.
        Event::Unlocked { .. }
        // Nobody but the owner of the study writes these.
        | Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::FileKept { .. }
        | Event::Amended { .. }
        | Event::Signed { .. }
        | Event::HeadMissing { .. } | Event::HeadAccepted { .. } | Event::Restored { .. } | Event::ClockMoved { .. }
        | Event::ServerStarted { .. }
        | Event::ServerStopped { .. }
        | Event::Refused { .. }
        | Event::TrailRead { .. }
        | Event::LoggedIn { .. }
        | Event::LoggedOut { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        | Event::Recovered { .. }
        // Judged in `users` and `backups`.
        | Event::UserAdded { .. }
        | Event::UserRoles { .. }
        | Event::UserNamed { .. }
        | Event::UserDisabled { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseCleared { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. } => {}
    }
    Ok(Fate::Stored)
}

/// What is looked for in the record of a participant.
type Look<'a> = &'a dyn Fn(&Study, &ParticipantRecord) -> Result<(), ContentFault>;

/// Judges something on the record of a participant, who must exist and be born when it was observed.
fn on_record(
    world: &mut impl World,
    stage: &mut Stage,
    before: &[Draft],
    (said, event): (Said, &Event),
    who: &ParticipantId,
    look: Look<'_>,
) -> Result<(), Refusal> {
    let now = world.now();
    let today = now.date_naive();
    let judged = stage.look(world, who, before, |study, record| {
        if let Some(observed) = said.observed_at {
            let born = record.participant.birth_year;
            // An impossible year of birth refuses no date.
            let is_year = (FIRST_YEAR..=today.year()).contains(&born);
            if is_year && observed.year() < born {
                return Err(ContentFault::ObservedBeforeBirth { observed, born });
            }
        }
        if record.statuses.is_void() && !event.may_follow_mistake() {
            return Err(StatusFault::EnrolledByMistake.into());
        }
        if let Some((visit, _)) = event.written()
            && record
                .voided
                .get(visit)
                .is_some_and(|voided| *voided > said.seen)
        {
            // What was meant for that session must not begin another one.
            return Err(ContentFault::VoidedSince {
                visit: study.label_of_visit(visit),
            });
        }
        let day = said.observed_at.unwrap_or(now).date_naive();
        check_not_removed(study, record, event, day)?;
        let study = study.of_event(record, event, day);
        let begins = event.begins().map(|(visit, _)| visit);
        if let Some(visit) = begins.filter(|visit| record.session(visit.as_str()).is_none()) {
            let day = event.begun_on().unwrap_or(day);
            if unplanned::is_unscheduled(visit) && event.chosen_forms().is_none() {
                // Nothing says yet what it asks.
                let visit = visit.clone();
                return Err(ContentFault::NotBegun { visit });
            }
            visits::check_begun(study, record, visit, day, today)?;
        }
        look(study, record)
    })?;
    let participant = || who.clone();
    judged.unwrap_or_else(|| {
        Err(ContentFault::NoParticipant {
            participant: participant(),
        })
    })?;
    Ok(())
}

/// Returns the origin with which only the program itself, or a demo, writes.
fn false_origin(label: &str, origin: Origin) -> ContentFault {
    ContentFault::FalseOrigin {
        label: label.to_owned(),
        origin,
    }
}
