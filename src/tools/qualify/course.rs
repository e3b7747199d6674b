//! How somebody takes part, and corrections of what is no answer: the old stays readable, and nothing is overwritten unseen.

use super::scratch::{Scratch, ScratchClient};
use super::{Check, Seen, require};
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::record::event::Event;
use crate::domain::record::moved::MoveSide;
use crate::domain::record::status::Status;
use crate::domain::rules::moved_answers;
use crate::protocol::messages::{Append, Reply};
use chrono::{Days, Local, NaiveDate};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "CS-25",
        points: &[3],
        what: "How somebody takes part is said after what was said before, and not before a visit",
        run: status,
    },
    Check {
        id: "CS-26",
        points: &[3, 4],
        what: "A correction of an enrolment needs a reason and leaves the facts before readable",
        run: corrected,
    },
    Check {
        id: "CS-27",
        points: &[3, 4],
        what: "A visit begun by mistake counts no more, and the trail keeps what was entered",
        run: voided,
    },
    Check {
        id: "CS-28",
        points: &[3, 4],
        what: "A form moves whole and with a reason, both sides or none, also to an unscheduled visit",
        run: moved,
    },
    Check {
        id: "CS-29",
        points: &[3, 4],
        what: "Nothing is stored of who was enrolled by mistake until an investigator says otherwise",
        run: mistaken,
    },
];

fn died(who: &ParticipantId, day: NaiveDate, after: u64) -> Event {
    Event::StatusChanged {
        participant: who.clone(),
        day,
        status: Status::Died { event: None },
        words: "as the family said".to_owned(),
        after,
    }
}

fn kinds(site: &ScratchClient<'_>, kind: &str) -> Result<usize, String> {
    let trail = site.trail()?;
    let of_kind = trail
        .iter()
        .filter(|entry| entry.draft.event.kind() == kind);
    Ok(of_kind.count())
}

fn status() -> Seen {
    let scratch = Scratch::with_people()?;
    let site = scratch.connect("site")?;
    let (who, visit) = scratch.complete_visit()?;
    let record = site.record(&who)?;
    let held = record.session(visit.as_str()).ok_or("no session")?.date;
    let before = held.checked_sub_days(Days::new(1)).ok_or("no day")?;
    let mut said = site.refused(vec![died(&who, before, 0)])?;
    let today = Local::now().date_naive();
    site.save(vec![died(&who, today, 0)])?;
    // A second one from who has not seen the first.
    let other = held.max(before);
    said = format!("{said} {}", site.refused(vec![died(&who, other, 0)])?);
    let stored = kinds(&site, "status-changed")?;
    require(stored == 1 && said.contains("meanwhile"), said)
}

fn corrected() -> Seen {
    let scratch = Scratch::with_people()?;
    let site = scratch.connect("site")?;
    let (who, _) = scratch.complete_visit()?;
    let before = site.record(&who)?.participant;
    let mut after = before.clone();
    after.birth_year -= 1;
    let event = Event::EnrolmentCorrected {
        before: Box::new(before.clone()),
        participant: Box::new(after.clone()),
    };
    let said = site.refused(vec![event.clone()])?;
    site.stored(Append {
        reason: Some("misread".to_owned()),
        events: vec![event],
        ..Append::default()
    })?;
    let now = site.record(&who)?.participant;
    let trail = site.trail()?;
    let keeps = |(was, is): (&_, &_)| *was == before && *is == after;
    let kept = trail
        .iter()
        .any(|entry| entry.draft.event.corrected().is_some_and(keeps));
    require(now == after && kept && said.contains("reason"), said)
}

fn voided() -> Seen {
    let scratch = Scratch::with_people()?;
    let site = scratch.connect("site")?;
    let (who, visit) = scratch.complete_visit()?;
    let record = site.record(&who)?;
    let last = record.session(visit.as_str()).ok_or("no session")?.last_seq;
    let answers = kinds(&site, "answered")? + kinds(&site, "filled")?;
    let event = |last| Append {
        reason: Some("begun for somebody else".to_owned()),
        events: vec![Event::SessionVoided {
            participant: who.clone(),
            visit: visit.clone(),
            last,
        }],
        ..Append::default()
    };
    let unseen = site.append(event(last.saturating_sub(1)))?;
    site.stored(event(last))?;
    let gone = site.record(&who)?.session(visit.as_str()).is_none();
    let kept = kinds(&site, "answered")? + kinds(&site, "filled")?;
    let is_refused = matches!(unseen, Reply::Refused { .. });
    require(
        gone && is_refused && kept == answers && answers > 0,
        format!("{kept} entries with answers stay in the trail"),
    )
}

fn moved() -> Seen {
    let scratch = Scratch::with_people()?;
    let site = scratch.connect("site")?;
    let (who, visit) = scratch.complete_visit()?;
    let record = site.record(&who)?;
    let session = record.session(visit.as_str()).ok_or("no session")?;
    let form: FormId = "phga".into();
    let answers = moved_answers(&record, &visit, &form);
    let to = VisitId::from("unscheduled-1");
    let begun = site.save(vec![Event::UnscheduledBegun {
        participant: who.clone(),
        visit: to.clone(),
        date: session.date,
        words: "entered at the wrong visit".to_owned(),
        forms: vec![form.clone()],
    }])?;
    let side = |side, here: &VisitId, there: &VisitId| Event::FormMoved {
        participant: who.clone(),
        visit: here.clone(),
        form: form.clone(),
        side,
        other: who.clone(),
        other_visit: there.clone(),
        answers: answers.clone(),
    };
    let both = [
        side(MoveSide::Away, &visit, &to),
        side(MoveSide::Here, &to, &visit),
    ];
    let [away, _] = &both;
    let append = |events: Vec<Event>| Append {
        reason: Some("entered at the wrong visit".to_owned()),
        events,
        ..Append::default()
    };
    let half = site.append(append(vec![away.clone()]))?;
    site.stored(append(both.to_vec()))?;
    let now = site.record(&who)?;
    let there = moved_answers(&now, &to, &form);
    let is_refused = matches!(half, Reply::Refused { .. });
    let is_there = there.len() == answers.len() && !answers.is_empty();
    require(
        is_refused && is_there && moved_answers(&now, &visit, &form).is_empty() && begun.len() == 1,
        format!("{} answers stand at {to}, and none at {visit}", there.len()),
    )
}

fn mistaken() -> Seen {
    let scratch = Scratch::with_people()?;
    let site = scratch.connect("site")?;
    let (who, _) = scratch.complete_visit()?;
    let said = |status, after| Event::StatusChanged {
        participant: who.clone(),
        day: Local::now().date_naive(),
        status,
        words: "is in the record twice".to_owned(),
        after,
    };
    let stored = site.save(vec![said(Status::EnrolledByMistake, 0)])?;
    let seq = stored.first().ok_or("nothing stored")?.seq;
    let consent = || Event::ConsentRenewed {
        participant: who.clone(),
        version: "2.0".to_owned(),
        day: Local::now().date_naive(),
    };
    let refused = site.refused(vec![consent()])?;
    site.save(vec![said(Status::TakesPart, seq)])?;
    let taken = site.save(vec![consent()])?;
    require(taken.len() == 1 && refused.contains("by mistake"), refused)
}
