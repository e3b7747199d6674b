//! One participant's assessments at one visit.

use super::super::event::Origin;
use super::super::kept_scores::SessionScores;
use super::super::query::{self, Query};
use super::super::signature::signed::Signature;
use super::super::stamp::Stamp;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Id of the session that holds the logs and the forms filled in once; no visit may be named so.
pub const LOG: &str = "log";

/// What stands in a field now, and which entry put it there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The answer; `None` when the field was cleared, or what is stored is not by the rules.
    pub answer: Option<Answer>,
    /// What is stored and is not by the rules: it is shown, and nothing is computed with it. `answer` is then `None`.
    pub unfit: Option<Answer>,
    /// How the answer came there.
    pub origin: Option<Origin>,
    /// The note on the field.
    pub note: Option<String>,
    /// Number of the entry that set the note; 0 while it is not stored.
    pub noted: u64,
    /// Questions that were answered with "keep": rule and reason.
    pub kept: Vec<(String, String)>,
    /// Number of the entry that set the answer.
    pub seq: u64,
    /// Login name of who set it.
    pub by: String,
    /// When it was stored and observed.
    pub stamp: Stamp,
    /// Why the answer was changed, where its form had been left before.
    pub reason: Option<String>,
    /// Queries on the field, oldest first.
    pub queries: Vec<Query>,
}

impl Cell {
    /// Returns what is stored in the field, whether it is by the rules or not.
    pub fn stored(&self) -> Option<&Answer> {
        self.answer.as_ref().or(self.unfit.as_ref())
    }

    /// Returns whether the answer was kept against a rule, with a reason.
    pub fn is_kept(&self, rule: &str) -> bool {
        self.kept.iter().any(|(known, _)| known == rule)
    }

    /// Says that what is stored is by the rules, or that it is not.
    pub fn judge(&mut self, fits: bool) {
        let stored = self.answer.take().or_else(|| self.unfit.take());
        match fits {
            true => self.answer = stored,
            false => self.unfit = stored,
        }
    }
}

/// The cells of one form at one visit.
pub type FormCells = BTreeMap<FieldId, Cell>;

/// Returns whether anything is stored in a form, by the rules or not.
pub fn has_answer(cells: &FormCells) -> bool {
    cells.values().any(|cell| cell.stored().is_some())
}

/// A day that a visit had until it was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierDay {
    /// The day.
    pub day: NaiveDate,
    /// Number of the entry that changed it; 0 while it is not stored.
    pub until: u64,
}

/// When a form was left, complete or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Number of the first entry that says so; 0 while it is not stored.
    pub first: u64,
    /// When that was.
    pub at: DateTime<FixedOffset>,
    /// Number of the newest entry that says so; 0 while none is stored.
    pub last: u64,
}

/// What a visit that no schedule plans is for, and what it asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unscheduled {
    /// What it is for, in words.
    pub words: String,
    /// Its forms, in bedside order.
    pub forms: Vec<FormId>,
}

/// How far a form is whose cells were left out of what a user is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// Required questions that are asked.
    pub asked: u16,
    /// Those of them that have an answer or a reason.
    pub answered: u16,
}

impl Withheld {
    /// Returns whether nothing required is empty.
    pub fn is_complete(self) -> bool {
        self.answered >= self.asked
    }
}

/// One participant's assessments at one visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The visit.
    pub visit: VisitId,
    /// Day of the assessments, as it is stored.
    pub date: NaiveDate,
    /// What it is for and what it asks, where no schedule plans it.
    pub unscheduled: Option<Unscheduled>,
    /// Why it was begun outside its window, in the words of who began it.
    pub why_outside: Option<String>,
    /// Whether that day is not by the rules: it is shown, and nothing is computed with it.
    pub unfit_date: bool,
    /// The days that it had before, oldest first.
    pub earlier_days: Vec<EarlierDay>,
    /// Number of the entry that began it; 0 while none is stored.
    pub begun: u64,
    /// Number of the first entry in each row of a log and in each form that is filled in once; empty at a visit.
    pub first: BTreeMap<FormId, u64>,
    /// Number of the entry that changed it last.
    pub last_seq: u64,
    /// When it was changed last.
    pub last_at: DateTime<FixedOffset>,
    /// Forms with at least one cell.
    pub forms: BTreeMap<FormId, FormCells>,
    /// Forms whose assessor was shown earlier scores.
    pub shown: Vec<FormId>,
    /// Forms whose answers showed earlier scores that had been left out until then, each with the first entry that says
    /// so; 0 while it is not stored.
    pub revealed: BTreeMap<FormId, u64>,
    /// Forms that were left complete, each with the first entry that says so.
    pub completed: BTreeMap<FormId, u64>,
    /// Forms that were left after something was stored in them, complete or not.
    pub left: BTreeMap<FormId, Left>,
    /// Forms whose answers were moved away, each with the newest entry that says so: that it was left or complete before
    /// counts no more; 0 while it is not stored.
    pub moved_away: BTreeMap<FormId, u64>,
    /// Signatures, oldest first; whether one stands depends on what the session says now.
    pub signatures: Vec<Signature>,
    /// Scores and verdicts kept with completions and signatures.
    pub kept: SessionScores,
    /// Forms whose cells and scores were left out of what a user is sent; none in what is stored.
    pub withheld: BTreeMap<FormId, Withheld>,
}

impl Session {
    /// Returns a session just begun by an entry.
    pub fn new(visit: VisitId, date: NaiveDate, seq: u64, at: DateTime<FixedOffset>) -> Self {
        Self {
            visit,
            date,
            unscheduled: None,
            why_outside: None,
            unfit_date: false,
            earlier_days: Vec::new(),
            begun: seq,
            first: BTreeMap::new(),
            last_seq: seq,
            last_at: at,
            forms: BTreeMap::new(),
            shown: Vec::new(),
            revealed: BTreeMap::new(),
            completed: BTreeMap::new(),
            left: BTreeMap::new(),
            moved_away: BTreeMap::new(),
            signatures: Vec::new(),
            kept: SessionScores::default(),
            withheld: BTreeMap::new(),
        }
    }

    /// Changes the day by an entry, which may come after a newer one that is known already. What is not stored yet has
    /// number 0 and is the newest.
    pub(super) fn change_day(&mut self, before: NaiveDate, date: NaiveDate, seq: u64) {
        let days = &mut self.earlier_days;
        if seq != 0 && days.iter().any(|known| known.until == seq) {
            return;
        }
        if seq != 0 {
            // It is the one that was not stored yet.
            days.retain(|known| known.until != 0 || known.day != before);
        }
        let is_before = |known: &EarlierDay| seq == 0 || known.until != 0 && known.until < seq;
        let place = days.partition_point(is_before);
        let is_newest = place == days.len();
        let day = EarlierDay {
            day: before,
            until: seq,
        };
        days.insert(place, day);
        if is_newest {
            self.date = date;
            self.unfit_date = false;
        }
    }

    /// Returns the day of the assessments; `None` where the one that is stored is not by the rules.
    pub fn day(&self) -> Option<NaiveDate> {
        (!self.unfit_date).then_some(self.date)
    }

    /// Returns the days that it had before, oldest first.
    pub fn days_before(&self) -> impl Iterator<Item = NaiveDate> {
        self.earlier_days.iter().map(|earlier| earlier.day)
    }

    /// Returns the answer of a field.
    pub fn answer(&self, form: &str, field: &str) -> Option<&Answer> {
        self.forms.get(form)?.get(field)?.answer.as_ref()
    }

    /// Returns whether an answer was stored or cleared in a form since it was left the last time, or at all where it
    /// never was. What is not stored yet has no number and is the newest.
    pub fn is_stored_since_left(&self, form: &FormId) -> bool {
        let left = self.left.get(form).map_or(0, |left| left.last);
        let cells = self.forms.get(form).into_iter().flat_map(BTreeMap::values);
        let mut answers = cells.filter(|cell| cell.origin.is_some());
        answers.any(|cell| cell.seq == 0 || cell.seq > left)
    }

    /// Returns whether an answer was entered after its form had shown earlier scores that were left out until then.
    pub fn is_after_shown(&self, form: &FormId, cell: &Cell) -> bool {
        let shown = self.revealed.get(form).copied().unwrap_or(0);
        // What is not stored yet has no number and is the newest.
        shown != 0 && cell.stored().is_some() && (cell.seq == 0 || cell.seq > shown)
    }

    /// Leaves out the cells of a form, the scores that were kept of it, and the hashes of what was signed, which tell of
    /// its answers.
    pub fn withhold(&mut self, form: &FormId, how_far: Withheld) {
        for signature in &mut self.signatures {
            signature.content.clear();
        }
        self.forms.remove(form);
        self.kept.leave_out(form);
        self.withheld.insert(form.clone(), how_far);
    }

    /// Says that the answers of a form were moved away by an entry: that it was left or complete before counts no more.
    pub(super) fn move_away(&mut self, form: &FormId, seq: u64) {
        let is_before = |known: u64| seq == 0 || known < seq;
        let newest = self.moved_away.entry(form.clone()).or_default();
        if is_before(*newest) {
            *newest = seq;
        }
        if self.left.get(form).is_some_and(|left| is_before(left.last)) {
            self.left.remove(form);
        }
        if self
            .completed
            .get(form)
            .is_some_and(|first| is_before(*first))
        {
            self.completed.remove(form);
        }
    }

    /// Returns whether an entry about a form comes before one that moved its answers away.
    pub(super) fn is_moved_since(&self, form: &FormId, seq: u64) -> bool {
        let moved = self.moved_away.get(form).copied().unwrap_or(0);
        seq != 0 && seq < moved
    }

    /// Returns how many queries on its fields are not closed.
    pub fn open_queries(&self) -> usize {
        let cells = self.forms.values().flat_map(BTreeMap::values);
        let queries = cells.flat_map(|cell| &cell.queries);
        queries
            .filter(|query| query.state != query::State::Closed)
            .count()
    }

    /// Returns the cell of a field, for writing; made when it is not there.
    pub fn cell_mut(&mut self, form: &FormId, field: &FieldId) -> &mut Cell {
        self.forms
            .entry(form.clone())
            .or_default()
            .entry(field.clone())
            .or_default()
    }
}
