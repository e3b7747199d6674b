//! Synthetic participants: enrolments, sessions and answers that look like a trial in progress.
//!
//! Knows the study only as data and fills whatever forms it has; writes nothing, reads no clock.
//! Binary floating point is used here for one thing, to draw random numbers: every drawn number is
//! rounded at once to whole tenths or thousandths, and all that is computed from it is exact. Nothing
//! of this module may be used on a path to a real value or verdict. Populations and changes follow
//! published dermatomyositis cohorts and trials, named where they are used.

mod afterwards;
mod disease;
mod draw;
mod fill;
mod form;
mod identity;
mod legal;
mod log_rows;
mod plan;
mod story;
mod visiting;

pub use afterwards::{Step, afterwards};

use crate::domain::base::ids::{FormId, ParticipantId};
use crate::domain::base::partial::PartialDate;
use crate::domain::course::{ADVERSE_EVENT, asks_events};
use crate::domain::record::event::{Event, Origin};
use crate::domain::record::participant::{Diagnosis, Participant, Sex};
use crate::domain::record::rows::form_of;
use crate::domain::study::Study;
use chrono::{Datelike, NaiveDate};
use disease::Disease;
use draw::Draw;
use log_rows::{Held, Person};
use plan::Plan;
use rust_decimal::Decimal;
use story::Story;
use visiting::Visiting;

/// Most answers in one event, so that its line in the journal stays under about 4 kB.
const ANSWERS_PER_EVENT: usize = 48;

/// Returns the events of `count` synthetic participants, one list for each, in the order in which
/// they happened: enrolment, then for each visit the beginning of the session, the answers of each form, and
/// that adverse events were asked about.
///
/// Fourteen participants in a row show every state: just enrolled, baseline half entered, under way,
/// overdue, a missed visit, an open window, and six with all visits done and different verdicts. The
/// same study, `today` and `seed` give the same events, and a larger `count` only adds participants.
/// Ids follow the study's own form with the site numbers counted down from the top: `99-001` to
/// `99-999`, then `98-001`; when the form has no more ids, the iterator ends early.
pub fn participants(
    study: &Study,
    count: usize,
    today: NaiveDate,
    seed: u64,
) -> impl Iterator<Item = Vec<Event>> {
    let pattern = study.protocol.participant_id.as_str();
    (0..count).map_while(move |index| {
        let id = identity::id(pattern, index)?;
        Some(one(study, ParticipantId::new(id), index, today, seed))
    })
}

/// Returns the events of one participant.
fn one(study: &Study, id: ParticipantId, index: usize, today: NaiveDate, seed: u64) -> Vec<Event> {
    let mut draw = Draw::new(seed, index);
    let story = Story::of(index);
    let sex = if draw.chance(70) {
        Sex::Female
    } else {
        Sex::Male
    };
    let age = i32::try_from(draw.between(24, 76)).unwrap_or(50);
    // A stream of its own, as for what is kept beside the visits below.
    let severity = Draw::new(seed.rotate_left(32), index).severity();
    let disease = Disease::draw(story, sex, severity, &mut draw);
    let plan = Plan::of(story, study, today, &mut draw);

    let who = Participant {
        id: id.clone(),
        initials: identity::initials(index),
        birth_year: plan.enrolled_on.year() - age,
        sex,
        diagnosis: if story == Story::Amyopathic {
            Diagnosis::Amyopathic
        } else {
            Diagnosis::Dermatomyositis
        },
        weight_kg: Decimal::new(disease.weight.base(), 1),
        enrolled_on: plan.enrolled_on,
    };
    let held = held(study, story, &disease, (sex, who.birth_year), &plan);
    let person = Person {
        study,
        who: &who,
        story,
        fails: story.fails_screening(index),
        disease: &disease,
        held: &held,
        today,
    };
    // A stream of its own: what is kept beside the visits changes nothing in them.
    let (before, after) = person.events(&mut Draw::new(!seed, index));
    let mut events = vec![Event::Enrolled {
        participant: who.clone(),
    }];
    events.extend(before);
    let mut apart = Draw::new(seed.rotate_left(16), index);
    let keeps_events = study.logs().any(|form| form.id.as_str() == ADVERSE_EVENT);
    let onsets = onsets(&after);
    let mut last = None;
    for (ordinal, session) in plan.sessions.iter().enumerate() {
        let visit = session.visit;
        events.push(Event::SessionBegun {
            participant: id.clone(),
            visit: visit.id.clone(),
            date: session.date,
        });
        let visiting = Visiting {
            study,
            story,
            disease: &disease,
            sex,
            birth_year: who.birth_year,
            visit,
            date: session.date,
            ordinal,
            has_new_event: onsets
                .iter()
                .any(|onset| last.is_none_or(|last| *onset > last) && *onset <= session.date),
        };
        last = Some(session.date);
        let forms = visit
            .forms
            .iter()
            .filter_map(|form| study.form(form.as_str()));
        for (position, form) in forms.enumerate() {
            let half = visit.forms.len() / 2;
            if session.half && position > half {
                break;
            }
            let stream = match form::is_apart(form) {
                true => &mut apart,
                false => &mut draw,
            };
            let mut answers = visiting.fill(form, stream);
            if session.half && position == half {
                answers.truncate(answers.len() / 2);
            }
            for part in answers.chunks(ANSWERS_PER_EVENT) {
                events.push(Event::Filled {
                    participant: id.clone(),
                    visit: visit.id.clone(),
                    form: form.id.clone(),
                    answers: part.to_vec(),
                    origin: Origin::Generated,
                });
            }
        }
        if keeps_events && !asks_events(study, visit.id.as_str()) && !session.half {
            events.push(Event::Shown {
                participant: id.clone(),
                visit: visit.id.clone(),
                form: FormId::from(ADVERSE_EVENT),
                withheld: false,
            });
        }
    }
    events.extend(after);
    events
}

/// Returns the first days of the adverse events among these, each the earliest that it can be.
fn onsets(events: &[Event]) -> Vec<NaiveDate> {
    let onset = |event: &Event| {
        let mut places = event.answers().into_iter();
        let place = places.find(|place| {
            form_of(place.form.as_str()) == ADVERSE_EVENT && place.field.as_str() == "onset"
        })?;
        let text = event.answer_at(&place)?.as_text()?;
        let began: PartialDate = text.parse().ok()?;
        Some(began.earliest())
    };
    events.iter().filter_map(onset).collect()
}

/// Returns the visits held from baseline on, with what was found at them.
fn held(
    study: &Study,
    story: Story,
    disease: &Disease,
    (sex, birth_year): (Sex, i32),
    plan: &Plan<'_>,
) -> Vec<Held> {
    let first = study.visit_index(study.protocol.baseline.as_str());
    let since = |visit: &str| study.visit_index(visit) >= first;
    let sessions = plan.sessions.iter().enumerate();
    sessions
        .filter(|(_, session)| since(session.visit.id.as_str()))
        .map(|(ordinal, session)| {
            let visiting = Visiting {
                study,
                story,
                disease,
                sex,
                birth_year,
                visit: session.visit,
                date: session.date,
                ordinal,
                has_new_event: false,
            };
            Held {
                date: session.date,
                day: session.visit.day,
                dose: form::prednisone(&visiting),
                weight: disease.weight.at(visiting.step()),
            }
        })
        .collect()
}
