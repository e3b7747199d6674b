//! What is kept beside the visits: the form of eligibility, medications, infusions, adverse events.
//!
//! Drawn from a stream of its own, so that the visits of a participant stay as they are. The doses of the
//! logs are those of the visits. Doses, lots and events are of a usual kind and belong to nobody.

mod events;
mod screening;
mod treatment;

use super::ANSWERS_PER_EVENT;
use super::disease::Disease;
use super::draw::Draw;
use super::fill::unit;
use super::legal;
use super::story::Story;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::course::{ABATACEPT, ADVERSE_EVENT, MEDICATION};
use crate::domain::forms::engine::instrument::{Field, Instrument};
use crate::domain::forms::engine::progress::{Setting, asked};
use crate::domain::record::event::{Event, Origin};
use crate::domain::record::participant::Participant;
use crate::domain::record::rows::{SESSION, row_id};
use crate::domain::record::session::{Cell, FormCells};
use crate::domain::study::Study;
use chrono::{NaiveDate, TimeDelta};
use std::collections::BTreeMap;

/// A visit that was held.
pub(super) struct Held {
    /// Its day.
    pub(super) date: NaiveDate,
    /// Its day in the schedule.
    pub(super) day: i64,
    /// Prednisone that the visit found, tenths of a mg a day.
    pub(super) dose: i64,
    /// Weight, tenths of a kg.
    pub(super) weight: i64,
}

/// One participant.
pub(super) struct Person<'a> {
    pub(super) study: &'a Study,
    pub(super) who: &'a Participant,
    pub(super) story: Story,
    /// A screening that fails.
    pub(super) fails: bool,
    pub(super) disease: &'a Disease,
    /// The visits that were held, from baseline on.
    pub(super) held: &'a [Held],
    pub(super) today: NaiveDate,
}

/// The texts of a form's fields, as if typed; `!` and a reason for one that is missing.
type Texts = BTreeMap<&'static str, String>;

impl Person<'_> {
    /// Returns the events beside the visits: before the first visit, and after the last.
    pub(super) fn events(&self, draw: &mut Draw) -> (Vec<Event>, Vec<Event>) {
        let screened = screening::screen(self, draw);
        let mut before = Vec::new();
        if let Some(form) = self.study.eligibility() {
            before.extend(self.filled(form, form.id.clone(), &screened.texts, draw));
        }
        let rows = [
            (MEDICATION, treatment::medications(self, &screened, draw)),
            (ABATACEPT, treatment::infusions(self, draw)),
            (ADVERSE_EVENT, events::events(self, draw)),
        ];
        let mut after = Vec::new();
        for (log, rows) in rows {
            let Some(form) = self.study.logs().find(|form| form.id.as_str() == log) else {
                continue;
            };
            for (number, texts) in (1..).zip(rows) {
                after.extend(self.filled(form, row_id(log, number), &texts, draw));
            }
        }
        if before.is_empty() && after.is_empty() {
            return (before, after);
        }
        let begun = Event::SessionBegun {
            participant: self.id(),
            visit: VisitId::new(SESSION),
            date: self.who.enrolled_on,
        };
        before.insert(0, begun);
        (before, after)
    }

    fn id(&self) -> ParticipantId {
        self.who.id.clone()
    }

    /// Returns the events that fill a form; none for a form that takes nothing of this.
    fn filled(&self, form: &Instrument, id: FormId, texts: &Texts, draw: &mut Draw) -> Vec<Event> {
        let answers = self.answers(form, texts, draw);
        let filled = |part: &[(FieldId, Answer)]| Event::Filled {
            participant: self.id(),
            visit: VisitId::new(SESSION),
            form: id.clone(),
            answers: part.to_vec(),
            origin: Origin::Generated,
        };
        answers.chunks(ANSWERS_PER_EVENT).map(filled).collect()
    }

    fn answers(&self, form: &Instrument, texts: &Texts, draw: &mut Draw) -> Vec<(FieldId, Answer)> {
        let mut answers: Vec<(FieldId, Answer)> = Vec::new();
        let mut cells = FormCells::new();
        let setting = Setting::of(false, self.who.sex);
        for field in form.fields() {
            if !asked(self.study.scoring(), form, setting, &cells, field) {
                continue;
            }
            let text = texts.get(field.id.as_str()).map(String::as_str);
            let unit = unit(field, &answers);
            let known = text.and_then(|text| self.answer(form, field, text, unit));
            let answer = known.or_else(|| {
                let text = legal::any(form, field, unit, self.today, draw)?;
                field.required.then_some(())?;
                legal::answer(form, field, &text, unit, self.today)
            });
            let Some(answer) = answer else { continue };
            let cell = Cell {
                answer: Some(answer.clone()),
                ..Cell::default()
            };
            cells.insert(field.id.clone(), cell);
            answers.push((field.id.clone(), answer));
        }
        answers
    }

    fn answer(
        &self,
        form: &Instrument,
        field: &Field,
        text: &str,
        unit: Option<&str>,
    ) -> Option<Answer> {
        let Some(reason) = text.strip_prefix('!') else {
            return legal::answer(form, field, text, unit, self.today);
        };
        let known = form.reasons(field).iter().find(|code| *code == reason)?;
        let words = self.study.missing_reason(known)?.needs_text;
        Some(Answer::Missing {
            reason: known.clone(),
            text: words.then(|| "synthetic: raised by muscle, not by the liver".to_owned()),
        })
    }
}

/// Puts texts under the names of their fields.
fn texts<const N: usize>(pairs: [(&'static str, String); N]) -> Texts {
    pairs.into()
}

/// Returns the same text as one of its own.
fn own(text: &str) -> String {
    text.to_owned()
}

/// Returns the day so many days later; the same day at the end of the calendar.
fn shift(date: NaiveDate, days: i64) -> NaiveDate {
    TimeDelta::try_days(days)
        .and_then(|days| date.checked_add_signed(days))
        .unwrap_or(date)
}

fn whole(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

fn month(date: NaiveDate) -> String {
    date.format("%Y-%m").to_string()
}

/// Returns a number of tenths as text, without a zero behind the point.
fn tenths(number: i64) -> String {
    rust_decimal::Decimal::new(number, 1)
        .normalize()
        .to_string()
}
