//! All that the view reads.

use super::form::FormState;
use super::layer::{Layer, Page, PageKind};
use super::list::ListState;
use super::picker::{Picker, Purpose};
use super::saving::Saving;
use super::{Effect, Place};
use crate::client::Reply;
use crate::domain::answer::Answer;
use crate::domain::entry::Assessor;
use crate::domain::find::Finder;
use crate::domain::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::instrument::{Field, Instrument};
use crate::domain::measures::CoreSet;
use crate::domain::session::{FormCells, ParticipantRecord, Session};
use crate::domain::study::Study;
use crate::domain::summary::Summary;
use crate::input::action::Context;
use crate::input::hints;
use crate::input::key::Key;
use crate::input::keymap::Keymap;
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Narrowest screen that is worked on.
pub const MIN_COLUMNS: u16 = 40;
/// Lowest screen that is worked on.
pub const MIN_ROWS: u16 = 12;

/// One line to the assessor, gone with the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// How grave it is.
    pub grade: Grade,
}

/// How grave a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// Good to know.
    Info,
    /// Needs a look.
    Warn,
    /// Something was not done.
    Error,
}

impl Notice {
    /// Returns a notice that is good to know.
    pub fn info(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            grade: Grade::Info,
        }
    }

    /// Returns a notice that needs a look.
    pub fn warn(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            grade: Grade::Warn,
        }
    }

    /// Returns a notice that something was not done.
    pub fn error(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            grade: Grade::Error,
        }
    }
}

/// The state of the program.
#[derive(Debug)]
pub struct Model {
    /// The protocol and its forms.
    pub study: Arc<Study>,
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// Who is at the terminal.
    pub who: Assessor,
    /// Synthetic participants only; every screen says so.
    pub demo: bool,
    /// The time as last told.
    pub now: DateTime<FixedOffset>,
    /// Columns and rows.
    pub size: (u16, u16),
    /// All participants, in the order of enrolment; `None` until they are read.
    pub participants: Option<Vec<Summary>>,
    /// Finds in them.
    pub finder: Option<Finder>,
    /// The open participant, with what is still on its way to the journal.
    pub record: Option<ParticipantRecord>,
    /// The core set measures of each of its sessions.
    pub sets: BTreeMap<VisitId, CoreSet>,
    /// What is on the screen.
    pub layers: Vec<Layer>,
    /// Saving.
    pub saving: Saving,
    /// A line to the assessor.
    pub notice: Option<Notice>,
    /// Where to go on once the record is read.
    pub resume: Option<Place>,
    /// The quit key was the last one, and something is still being saved.
    pub leaving: bool,
    /// Text left standing in forms that were closed: no answer yet, and not thrown away.
    pub unfinished: Unfinished,
    /// The participant whose record was asked for and is not there yet.
    pub(crate) opening: Option<ParticipantId>,
    /// An enrolment that was left before it was confirmed.
    pub(crate) enrolment: Option<Box<FormState>>,
    pub(crate) remembered: Place,
}

/// Text that is no answer yet, by participant, visit, form and field.
pub type Unfinished = BTreeMap<(ParticipantId, VisitId, FormId), BTreeMap<FieldId, String>>;

impl Model {
    /// Starts on the list of participants.
    pub fn new(
        study: Arc<Study>,
        keymap: Arc<Keymap>,
        who: Assessor,
        now: DateTime<FixedOffset>,
        client: impl Into<String>,
    ) -> Self {
        Self {
            study,
            keymap,
            who,
            demo: false,
            now,
            size: (80, 24),
            participants: None,
            finder: None,
            record: None,
            sets: BTreeMap::new(),
            layers: vec![Layer::Participants(ListState::default())],
            saving: Saving::new(client),
            notice: None,
            resume: None,
            leaving: false,
            unfinished: Unfinished::new(),
            opening: None,
            enrolment: None,
            remembered: Place::default(),
        }
    }

    /// Returns today's date where the terminal is.
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// Returns whether the screen is too small to work on.
    pub fn is_too_small(&self) -> bool {
        self.size.0 < MIN_COLUMNS || self.size.1 < MIN_ROWS
    }

    /// Returns the context in which the next key is looked up.
    pub fn context(&self) -> Context {
        self.layers.last().map_or(Context::List, Layer::context)
    }

    /// Returns the visit that is open, whichever layer is on top.
    pub fn open_visit(&self) -> Option<&VisitId> {
        self.layers.iter().rev().find_map(|layer| match layer {
            Layer::Visit(forms) => Some(&forms.visit),
            Layer::Form(form) => form.visit.as_ref(),
            _ => None,
        })
    }

    /// Returns the session of a visit of the open participant.
    pub fn session(&self, visit: &VisitId) -> Option<&Session> {
        self.record.as_ref()?.session(visit.as_str())
    }

    /// Returns the sessions before a visit in the schedule, the latest first.
    pub fn earlier_sessions(&self, visit: &VisitId) -> impl Iterator<Item = &Session> {
        let before = self.study.visit_index(visit.as_str()).unwrap_or(0);
        let visits = self.study.protocol.visits.get(..before).unwrap_or_default();
        let record = self.record.as_ref();
        let sessions = visits
            .iter()
            .rev()
            .map(move |visit| record?.session(visit.id.as_str()));
        sessions.flatten()
    }

    /// Returns the answer that a field had at the last visit which has one.
    pub fn last_answer(&self, visit: &VisitId, form: &str, field: &str) -> Option<&Answer> {
        self.earlier_sessions(visit)
            .find_map(|session| session.answer(form, field))
    }

    /// Returns the cells of a form at a visit.
    pub fn cells(&self, visit: &VisitId, form: &FormId) -> Option<&FormCells> {
        self.session(visit)?.forms.get(form)
    }

    /// Returns whether changes are measured from this visit.
    pub fn is_baseline(&self, visit: &VisitId) -> bool {
        self.study.protocol.baseline == *visit
    }

    /// Returns the fields of a form that are asked at this visit, given the answers so far.
    pub fn asked<'a>(
        &'a self,
        instrument: &'a Instrument,
        visit: Option<&VisitId>,
        cells: &FormCells,
    ) -> Vec<&'a Field> {
        let baseline = visit.is_none_or(|visit| self.is_baseline(visit));
        instrument
            .fields()
            .filter(|field| {
                crate::domain::progress::asked(&self.study, instrument, baseline, cells, field)
            })
            .collect()
    }

    /// Takes an answer of the owner.
    pub(crate) fn reply(&mut self, reply: Reply) -> Vec<Effect> {
        match reply {
            Reply::Appended {
                receipt,
                entries,
                summary,
            } => {
                self.appended(receipt, &entries);
                if let Some(summary) = summary {
                    self.update_summary(*summary);
                }
                Vec::new()
            }
            Reply::Refused {
                request, reason, ..
            } => {
                self.refused(&request, reason);
                Vec::new()
            }
            Reply::Participants(participants) => {
                self.finder = Some(Finder::new(&self.study, &participants, self.today()));
                self.participants = Some(participants);
                self.refresh_finder();
                self.offer_resume();
                Vec::new()
            }
            Reply::Record(record) => self.open_record(record),
            Reply::Failed(reason) => {
                self.opening = None;
                self.notice = Some(Notice::error(reason));
                Vec::new()
            }
        }
    }

    /// Takes a participant's new summary into the list and its finder.
    fn update_summary(&mut self, summary: Summary) {
        let (study, today) = (self.study.clone(), self.today());
        let finder = self
            .finder
            .get_or_insert_with(|| Finder::new(&study, &[], today));
        let participants = self.participants.get_or_insert_default();
        let id = &summary.participant.id;
        let place = participants
            .iter()
            .position(|known| known.participant.id == *id);
        let place = place.unwrap_or(participants.len());
        finder.set(place, &study, &summary, today);
        match participants.get_mut(place) {
            Some(known) => *known = summary,
            None => participants.push(summary),
        }
        // While a form is open the list is out of sight; it is sorted again when it comes back.
        if self.layers.len() == 1 {
            self.refresh_finder();
        }
    }

    /// Says why a character did nothing, where that is not plain to see.
    pub(crate) fn reject_char(&mut self, key: Key) {
        if let (Some(Layer::Form(_)), Some(c)) = (self.layers.last(), key.typed()) {
            self.refuse_char(c);
        }
    }

    /// Takes the topmost layer off; the list of participants stays.
    pub(crate) fn close(&mut self) {
        if self.layers.len() > 1 {
            self.layers.pop();
        }
        if self.layers.len() == 1 {
            self.refresh_finder();
        }
    }

    pub(crate) fn open_help(&mut self) -> Vec<Effect> {
        if matches!(self.layers.last(), Some(Layer::Page(_))) {
            self.close();
            return Vec::new();
        }
        let field = match self.layers.last() {
            Some(Layer::Form(form)) => Some((form.form.clone(), form.focus.to_string())),
            _ => None,
        };
        let kind = PageKind::Help {
            context: self.context(),
            field,
        };
        self.layers.push(Layer::Page(Page { kind, scroll: 0 }));
        Vec::new()
    }

    pub(crate) fn open_menu(&mut self) -> Vec<Effect> {
        if matches!(self.layers.last(), Some(Layer::Picker(_))) {
            return Vec::new();
        }
        let context = self.context();
        let choices = hints::menu(&self.keymap, context, true);
        self.layers.push(Layer::Picker(Picker::menu(choices)));
        Vec::new()
    }

    pub(crate) fn act_page(&mut self, action: crate::input::action::Action) -> Vec<Effect> {
        use crate::input::action::Action;
        let rows = usize::from(self.size.1.saturating_sub(4)).max(1);
        let Some(Layer::Page(page)) = self.layers.last_mut() else {
            return Vec::new();
        };
        match action {
            Action::Next => page.scroll = page.scroll.saturating_add(1),
            Action::Previous => page.scroll = page.scroll.saturating_sub(1),
            Action::NextSection => page.scroll = page.scroll.saturating_add(rows),
            Action::PreviousSection => page.scroll = page.scroll.saturating_sub(rows),
            Action::First => page.scroll = 0,
            Action::Back | Action::Open | Action::Change | Action::DeleteBack => self.close(),
            _ => {}
        }
        Vec::new()
    }

    /// Writes down where the assessor is whenever that has changed.
    pub(crate) fn remember(&mut self, effects: &mut Vec<Effect>) {
        let place = self.place();
        if place != self.remembered {
            self.remembered = place.clone();
            effects.push(Effect::Remember(place));
        }
    }

    /// Opens a question of this purpose on top.
    pub(crate) fn ask(&mut self, purpose: Purpose) {
        let picker = Picker::new(purpose, &self.study);
        self.layers.push(Layer::Picker(picker));
    }
}
