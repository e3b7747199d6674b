//! Answers that a check asks about, and that came without what was said to its question.
//!
//! Refuses only what the client could have known when it sent the answer. What it could not know is stored, stands open
//! in the review and keeps the visit from being signed. Judges what was typed alone: what is repeated, taken back or
//! set for a whole section was an answer before. However an answer is changed, it is asked about what no longer counts
//! after it: the owner finds that on the record which it judges, and what the client could not know of comes back as a
//! conflict.

use super::Said;
use super::fault::ContentFault;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::forms::engine::instrument::{Field, Instrument};
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::forms::engine::scoring::ScoringRules;
use crate::domain::record::entry::Draft;
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::session::{FormCells, ParticipantRecord, Session};
use crate::domain::rules::checks::names::HIDES_ANSWERS;
use crate::domain::rules::checks::{self, Context};
use crate::domain::rules::conflict;
use crate::domain::rules::refusal::Refusal;
use crate::domain::rules::stage::Stage;
use crate::domain::rules::world::World;
use crate::domain::study::Study;
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

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
        let typed = event.typed_answers();
        if let Some((first, _)) = typed.first() {
            let (who, now) = (first.participant.clone(), world.now());
            let found = stage.look(world, &who, before, |study, record| {
                let version = study.of_event(record, event, day);
                raised_by_all((study, version), record, &typed, (said, day, now))
            })?;
            self.raised.extend(found.unwrap_or_default());
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
            let decides = fields.any(|field| progress::decides(instrument, field));
            let session = record.session(first.visit.as_str());
            let cells = || session.and_then(|session| session.forms.get(&first.form));
            decides.then(|| cells().cloned().unwrap_or_default())
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
        (seen, client): (u64, &str),
    ) -> Result<(), Refusal> {
        for ((participant, visit, form), stood) in &self.stood {
            let written = written(drafts, (participant, visit, form));
            let found = stage.look(world, participant, drafts, |study, record| {
                let session = record.session(visit.as_str())?;
                let version = study.of_form(session, form);
                let form = (version.form(form.as_str())?, session.forms.get(form)?);
                let is_baseline = version.protocol.baseline == *visit;
                let setting = Setting::of(is_baseline, record.participant.sex);
                Some(hides(version.scoring(), form, setting, (stood, &written)))
            })?;
            let hides = found.flatten().unwrap_or_default();
            let mut unseen = Vec::new();
            for hidden in &hides {
                if conflict::is_unseen(seen, hidden.seq) && !is_own(world, hidden.seq, client)? {
                    unseen.push(&hidden.under);
                }
            }
            if let Some(label) = unseen.first() {
                let (label, count) = ((*label).clone(), unseen.len());
                return Err(ContentFault::HidesUnseen { label, count }.into());
            }
            if let Some(hidden) = hides.into_iter().find(|hidden| !hidden.is_agreed) {
                let (label, rule) = (hidden.under, HIDES_ANSWERS.to_owned());
                return Err(ContentFault::NotAnswered { label, rule }.into());
            }
        }
        for Raised { place, rule } in self.raised {
            let found = stage.look(world, &place.participant, drafts, |study, record| {
                let study = record
                    .session(place.visit.as_str())
                    .map_or(study, |session| study.of_form(session, &place.form));
                still_asks(study, record, &place, &rule, drafts).then(|| label(study, &place))
            })?;
            if let Some(label) = found.flatten() {
                return Err(ContentFault::NotAnswered { label, rule }.into());
            }
        }
        Ok(())
    }
}

/// Returns whether an entry is the client's own, which it has seen whatever entry it knows.
fn is_own(world: &mut impl World, seq: u64, client: &str) -> Result<bool, Refusal> {
    let request = world.request_of(seq)?;
    Ok(request.is_some_and(|request| conflict::is_own(&request, client)))
}

/// Returns whether a question about an answer stands after the request: the answer still raises it, and nobody has said
/// there, or at the field that it is held against, why it stays.
fn still_asks(
    study: &Study,
    record: &ParticipantRecord,
    place: &FieldPath,
    rule: &str,
    drafts: &[Draft],
) -> bool {
    let asks = || {
        let instrument = study.form(place.form.as_str())?;
        let field = instrument.field(place.field.as_str())?;
        let session = record.session(place.visit.as_str())?;
        let cells = session.forms.get(&place.form)?;
        let cell = cells.get(&place.field)?;
        let is_baseline = study.protocol.baseline == place.visit;
        let setting = Setting::of(is_baseline, record.participant.sex);
        let is_asked = progress::asked(study.scoring(), instrument, setting, cells, field);
        if !is_asked || cell.is_kept(rule) {
            return None;
        }
        // Some ask only about what an answer changes, so it is judged as if it came last.
        let answer = cell.answer.clone()?;
        let mut before = record.clone();
        let session = before.sessions.get_mut(&place.visit)?;
        session.cell_mut(&place.form, &place.field).answer = None;
        let context = Context::of(study, &before, place.visit.as_str())?.at(&place.form);
        let mut asked = checks::questions(study, instrument, field, &answer, &context).into_iter();
        Some(asked.any(|question| question.rule == rule))
    };
    let other = checks::counterpart(rule, &place.field).map(|field| FieldPath {
        field,
        ..place.clone()
    });
    let said_there = other.is_some_and(|other| is_kept_by(drafts, record, &other, rule));
    !said_there && asks().unwrap_or(false)
}

/// Returns whether a request says why an answer stays, and it still holds after the request: another answer in the field
/// does away with it.
fn is_kept_by(drafts: &[Draft], record: &ParticipantRecord, place: &FieldPath, rule: &str) -> bool {
    let is_said = |draft: &Draft| draft.event.kept_against(rule) == Some(place);
    let holds = || record.cell(place).is_some_and(|cell| cell.is_kept(rule));
    drafts.iter().any(is_said) && holds()
}

/// An answer that no longer counts after a request.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Hides {
    /// Label of the field whose new answer keeps it from counting.
    under: String,
    /// Whether somebody was asked about that there.
    is_agreed: bool,
    /// Number of the entry that set it; 0 where the request itself did.
    seq: u64,
}

/// Returns the fields of a form whose answers the events of a request set or clear.
fn written(
    drafts: &[Draft],
    (participant, visit, form): (&ParticipantId, &VisitId, &FormId),
) -> BTreeSet<FieldId> {
    let written = drafts.iter().filter(|draft| {
        let event = &draft.event;
        event.participant() == Some(participant) && event.written() == Some((visit, Some(form)))
    });
    let places = written.flat_map(|draft| draft.event.answers());
    places.map(|place| place.field).collect()
}

/// Returns the answers that no longer count after a request, by what stood in the form before it and stands there now; those
/// too that it has set itself, and which were asked for then.
fn hides(
    rules: &ScoringRules,
    (instrument, now): (&Instrument, &FormCells),
    setting: Setting,
    (stood, written): (&FormCells, &BTreeSet<FieldId>),
) -> Vec<Hides> {
    let mut hidden = progress::newly_hidden(rules, instrument, setting, (stood, now));
    if !written.is_empty() {
        let own = progress::not_asked(rules, instrument, setting, now).into_iter();
        hidden.extend(own.filter(|field| written.contains(&field.id)));
    }
    let hides = hidden.into_iter().filter_map(|field| {
        let under = progress::hidden_under(rules, instrument, setting, now, field);
        // Where two answers are compared, that one is asked about which the request changes.
        let answer = |cells: &FormCells, id: &FieldId| cells.get(id)?.answer.clone();
        let is_changed = |field: &&&Field| answer(stood, &field.id) != answer(now, &field.id);
        let changed: Vec<&&Field> = under.iter().filter(is_changed).collect();
        let asked = match changed.is_empty() {
            true => under.iter().collect(),
            false => changed,
        };
        let cells = asked.iter().filter_map(|field| now.get(&field.id));
        let mut kept = cells.flat_map(|cell| &cell.kept);
        Some(Hides {
            under: asked.first()?.label.clone(),
            is_agreed: kept.any(|(rule, _)| rule == HIDES_ANSWERS),
            seq: match written.contains(&field.id) {
                true => 0,
                false => stood.get(&field.id)?.seq,
            },
        })
    });
    hides.collect()
}

fn label(study: &Study, place: &FieldPath) -> String {
    let form = study.form(place.form.as_str());
    let field = form.and_then(|form| form.field(place.field.as_str()));
    field.map_or_else(|| place.field.to_string(), |field| field.label.clone())
}

/// Returns what the answers of one event raise: each is judged on the record before the event and the answers before it,
/// so that of two that contradict each other the last one is asked about.
fn raised_by_all(
    studies: (&Study, &Study),
    record: &ParticipantRecord,
    typed: &[(FieldPath, &Answer)],
    (said, day, now): (Said, NaiveDate, DateTime<FixedOffset>),
) -> Vec<Raised> {
    let mut record = Cow::Borrowed(record);
    let mut found = Vec::new();
    for (place, answer) in typed {
        if record.session(place.visit.as_str()).is_none() {
            // The answer that begins a visit is asked about as if the visit was there already.
            let session = Session::new(place.visit.clone(), day, 0, now);
            let sessions = &mut record.to_mut().sessions;
            sessions.insert(place.visit.clone(), session);
        }
        let rules = raised(studies, &record, (place, answer), said).into_iter();
        found.extend(rules.map(|rule| Raised {
            place: place.clone(),
            rule,
        }));
        if typed.len() > 1
            && let Some(session) = record.to_mut().sessions.get_mut(&place.visit)
        {
            let cell = session.cell_mut(&place.form, &place.field);
            (cell.answer, cell.seq) = (Some((*answer).clone()), 0);
        }
    }
    found
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
            let measure = instrument.measure;
            measure.is_none_or(|measure| study.shows_earlier(measure))
        };
        if !shows(study) || !shows(in_force) {
            // The terminal may not have seen what was answered before.
            context.earlier.clear();
        }
        let asked = checks::questions(study, instrument, field, answer, &context);
        // Of what the terminal could not compare with, nobody there was asked: it stands open in the review.
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
