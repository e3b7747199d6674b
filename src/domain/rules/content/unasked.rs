//! Answers that a check asks about, and that came without what was said to its question.
//!
//! Refuses only what the client could have known when it sent the answer. What it could not know is stored, stands open
//! in the review and keeps the visit from being signed. Judges what was typed alone: what is repeated, taken back or
//! set for a whole section was an answer before. However an answer is changed, it is asked about what no longer counts
//! after it.

use super::Said;
use super::fault::ContentFault;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::forms::engine::instrument::{Field, Instrument};
use crate::domain::forms::engine::progress;
use crate::domain::forms::engine::scoring::ScoringRules;
use crate::domain::record::entry::Draft;
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::session::{FormCells, ParticipantRecord};
use crate::domain::rules::checks::names::HIDES_ANSWERS;
use crate::domain::rules::checks::{self, Context};
use crate::domain::rules::refusal::Refusal;
use crate::domain::rules::stage::Stage;
use crate::domain::rules::world::World;
use crate::domain::study::{EarlierScores, Study};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A question that an answer of the request raises.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Raised {
    place: FieldPath,
    rule: String,
}

/// A form of a participant at a visit.
type Place = (ParticipantId, VisitId, FormId);

/// The questions that the answers of a request raise.
#[derive(Debug, Default)]
pub(in crate::domain::rules) struct Unasked {
    raised: Vec<Raised>,
    /// What stood before the request in each form of which it changes an answer that decides what else is asked.
    stood: BTreeMap<Place, FormCells>,
}

impl Unasked {
    /// Collects what an event raises, judged as its terminal judges it: before the answer is in the record.
    ///
    /// # Errors
    /// When the record cannot be read.
    pub(in crate::domain::rules) fn collect(
        &mut self,
        world: &mut impl World,
        stage: &mut Stage,
        (event, day): (&Event, NaiveDate),
        before: &[Draft],
        said: Said,
    ) -> Result<(), Refusal> {
        for (place, answer) in event.typed_answers() {
            let rules = stage.look(world, &place.participant, before, |study, record| {
                let version = study.of_event(record, event, day);
                raised((study, version), record, (&place, answer), said)
            })?;
            let rules = rules.unwrap_or_default().into_iter();
            self.raised.extend(rules.map(|rule| Raised {
                place: place.clone(),
                rule,
            }));
        }
        self.collect_stood(world, stage, (event, day), before)
    }

    /// Notes what stood in the form of which an event changes an answer that decides what else is asked.
    fn collect_stood(
        &mut self,
        world: &mut impl World,
        stage: &mut Stage,
        (event, day): (&Event, NaiveDate),
        before: &[Draft],
    ) -> Result<(), Refusal> {
        let answers = event.answers();
        let Some(first) = answers.first().filter(|_| !event.is_generated()) else {
            return Ok(());
        };
        let form = (
            first.participant.clone(),
            first.visit.clone(),
            first.form.clone(),
        );
        if self.stood.contains_key(&form) {
            return Ok(());
        }
        let cells = stage.look(world, &first.participant, before, |study, record| {
            let version = study.of_event(record, event, day);
            let instrument = version.form(first.form.as_str())?;
            let mut fields = answers.iter().map(|place| &place.field);
            let session = record.session(first.visit.as_str())?;
            let cells = session.forms.get(&first.form)?;
            let decides = fields.any(|field| progress::decides(instrument, field));
            decides.then(|| cells.clone())
        })?;
        if let Some(cells) = cells.flatten() {
            self.stood.insert(form, cells);
        }
        Ok(())
    }

    /// Checks, after all events of the request, that none of those questions still stands.
    ///
    /// # Errors
    /// When one does, or the record cannot be read.
    pub(in crate::domain::rules) fn check(
        self,
        world: &mut impl World,
        stage: &mut Stage,
        drafts: &[Draft],
        seen: u64,
    ) -> Result<(), Refusal> {
        for ((participant, visit, form), stood) in &self.stood {
            let found = stage.look(world, participant, drafts, |study, record| {
                let session = record.session(visit.as_str())?;
                let version = study.of_form(session, form);
                let form = (version.form(form.as_str())?, session.forms.get(form)?);
                let baseline = version.protocol.baseline == *visit;
                hides_unasked(version.scoring(), form, baseline, stood, seen)
            })?;
            if let Some(label) = found.flatten() {
                let rule = HIDES_ANSWERS.to_owned();
                return Err(ContentFault::NotAnswered { label, rule }.into());
            }
        }
        for Raised { place, rule } in self.raised {
            let found = stage.look(world, &place.participant, drafts, |study, record| {
                let study = record
                    .session(place.visit.as_str())
                    .map_or(study, |session| study.of_form(session, &place.form));
                let open = checks::open_at(study, record, &place.visit, &place.form);
                let mut open = open.iter();
                let stands = open.any(|(field, asked)| *field == place.field && asked.rule == rule);
                stands.then(|| label(study, &place))
            })?;
            if let Some(label) = found.flatten() {
                return Err(ContentFault::NotAnswered { label, rule }.into());
            }
        }
        Ok(())
    }
}

/// Returns the label of the field of a form whose new answer keeps others from counting, without that somebody was asked
/// about it; `None` where none does, or the client could not know the others.
fn hides_unasked(
    rules: &ScoringRules,
    (instrument, now): (&Instrument, &FormCells),
    baseline: bool,
    stood: &FormCells,
    seen: u64,
) -> Option<String> {
    let known = |field: &&Field| stood.get(&field.id).is_some_and(|cell| cell.seq <= seen);
    let hidden = progress::newly_hidden(rules, instrument, baseline, (stood, now)).into_iter();
    let mut under = hidden
        .filter(known)
        .filter_map(|field| progress::hidden_under(rules, instrument, baseline, now, field));
    let unasked = under.find(|under| {
        let cell = now.get(&under.id);
        !cell.is_some_and(|cell| cell.kept.iter().any(|(rule, _)| rule == HIDES_ANSWERS))
    })?;
    Some(unasked.label.clone())
}

fn label(study: &Study, place: &FieldPath) -> String {
    let form = study.form(place.form.as_str());
    let field = form.and_then(|form| form.field(place.field.as_str()));
    field.map_or_else(|| place.field.to_string(), |field| field.label.clone())
}

/// Returns the rules that ask about an answer and that its terminal could know of.
fn raised(
    (in_force, study): (&Study, &Study),
    record: &ParticipantRecord,
    (place, answer): (&FieldPath, &Answer),
    said: Said,
) -> Vec<String> {
    let found = || {
        let instrument = study.form(place.form.as_str())?;
        let field = instrument.field(place.field.as_str())?;
        let mut context = Context::of(study, record, place.visit.as_str())?.at(&place.form);
        // What one version shows, a later visit of another one may hide.
        let shows = |study: &Study| {
            let measure = instrument.measure.as_ref();
            match measure.and_then(|measure| study.protocol.earlier_scores.get(measure)) {
                None | Some(EarlierScores::Show) => true,
                Some(EarlierScores::AfterEntry | EarlierScores::Never) => false,
            }
        };
        if !shows(study) || !shows(in_force) {
            // The terminal may not have seen what was answered before.
            context.earlier.clear();
        }
        let asked = checks::questions(study, instrument, field, answer, &context);
        let has_seen_all = asked.is_empty() || is_seen(record, said.seen);
        Some(match has_seen_all {
            true => asked,
            false => checks::range_question(field, answer).into_iter().collect(),
        })
    };
    let asked = found().unwrap_or_default().into_iter();
    asked.map(|question| question.rule).collect()
}

/// Returns whether all answers of a record were known to a client that has seen the entries up to one.
fn is_seen(record: &ParticipantRecord, seen: u64) -> bool {
    let sessions = record.sessions.values();
    let mut cells =
        sessions.flat_map(|session| session.forms.values().flat_map(|form| form.values()));
    cells.all(|cell| cell.seq <= seen)
}
