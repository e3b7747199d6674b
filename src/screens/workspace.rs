//! What every screen may read: the study, who is here, the open participant, what waits and what is being saved.
//!
//! Must not know which screens are open; what a screen wants of the stack it leaves as a step.

pub mod account;
pub mod asked;
pub mod asking;
pub mod connection;
pub mod drafts;
pub mod export_steps;
pub mod exporting;
pub mod known_ids;
pub mod notice;
pub mod open_participant;
pub mod opening;
pub mod peer_change;
pub mod peers;
pub mod removed;
pub mod resume_point;
pub mod saving;
pub mod sending;
pub mod step;
pub mod steps;
pub mod texts;
pub mod typed_ahead;
pub mod unfinished;
pub mod waiting;
pub(crate) mod words;

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::forms::engine::instrument::{Field, Instrument};
use crate::domain::forms::engine::progress::Setting;
use crate::domain::record::backup_status::BackupStatus;
use crate::domain::record::entry::{Assessor, Entry};
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::session::{Cell, FormCells, ParticipantRecord, Session};
use crate::domain::record::user::Role;
use crate::domain::rules::hidden_from;
use crate::domain::study::laboratory::Laboratory;
use crate::domain::study::unplanned::is_unscheduled;
use crate::domain::study::withheld::{self, Hidden, Viewer, Wait};
use crate::domain::study::{Study, Visit};
use crate::domain::views::audit::is_redacted;
use crate::domain::views::review;
use crate::input::action::{Action, Advance, Context};
use crate::input::keymap::Keymap;
use crate::protocol::messages::HeadStatus;
use crate::screens::key_hints;
use crate::screens::move_form::state::PickedUp;
use crate::screens::screen_lock::state::ScreenLock;
use crate::screens::workspace::account::Account;
use crate::screens::workspace::connection::Connection;
use crate::screens::workspace::exporting::Exporting;
use crate::screens::workspace::known_ids::KnownIds;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::open_participant::OpenParticipant;
use crate::screens::workspace::opening::Opening;
use crate::screens::workspace::saving::Saving;
use crate::screens::workspace::step::Step;
use crate::screens::workspace::texts::WaitingTexts;
use crate::text;
use crate::text::Language;
use chrono::{DateTime, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, TimeDelta};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Narrowest screen that is worked on.
pub const MIN_COLUMNS: u16 = 40;

/// Lowest screen that is worked on.
pub const MIN_ROWS: u16 = 12;

/// Returns the offset of a time as the clock of a place showed it: two where the clock was set back and showed it twice,
/// none where it was set forward past it.
pub type Zone = fn(&NaiveDateTime) -> MappedLocalTime<FixedOffset>;

/// What every screen may read and some may change: the study, who is here, the open participant, what is being saved.
#[derive(Debug)]
pub struct Workspace {
    /// The protocol and its forms.
    pub study: Arc<Study>,
    /// The language of the user.
    pub language: &'static dyn Language,
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// What ends the word in a choice.
    pub advance: Advance,
    /// Who is at the terminal.
    pub account: Account,
    /// Synthetic participants only; every screen says so.
    pub demo: bool,
    /// When the study was backed up and a restore tested; `None` where that does not matter.
    pub backup_status: Option<BackupStatus>,
    /// Whether changed files of the study wait to be accepted.
    pub amendment_waits: bool,
    /// How the record stands to what clients were told of it.
    pub heads: HeadStatus,
    /// The time as last told.
    pub now: DateTime<FixedOffset>,
    /// The offsets of the terminal's host on other days; `None` where that of `now` counts for all.
    pub zone: Option<Zone>,
    /// Columns and rows.
    pub size: (u16, u16),
    /// The laboratories that the study knows, the newest first.
    pub laboratories: Vec<Laboratory>,
    /// The open participant.
    pub open: OpenParticipant,
    /// The record that was asked for and is not there yet.
    pub opening: Opening,
    /// The connection to the owner.
    pub connection: Connection,
    /// Whether the screen is locked, and when it locks by itself.
    pub lock: ScreenLock,
    /// Saving.
    pub saving: Saving,
    /// The export that was asked for here.
    pub exporting: Exporting,
    /// Texts that are no answer yet.
    pub texts: WaitingTexts,
    /// The form that was picked up to be moved.
    pub(crate) picked_up: Option<PickedUp>,
    /// The ids that are known to be in use.
    pub(crate) ids: KnownIds,
    /// How many pictures were drawn: what was typed before a question was seen does not answer it.
    pub(crate) pictures: u64,
    /// When the last key came.
    pub(crate) last_key: Option<DateTime<FixedOffset>>,
    /// The key that is taken came so soon after the one before that an Enter can be one too many.
    pub(crate) soon: bool,
    /// A line to the assessor.
    pub notice: Option<Notice>,
    /// The one that the last key took away: the help shows it again.
    pub(crate) notice_before: Option<Notice>,
    /// The quit key was the last one, and something is still being saved.
    pub leaving: bool,
    /// The finder gets the keys.
    pub(crate) in_finder: bool,
    /// What the stack is to do once the turn of the topmost screen is over.
    pub(crate) steps: Vec<Step>,
}

/// How long after a key an Enter can still be the one that some press behind every value.
pub(crate) const ENTER_OF_HABIT: TimeDelta = TimeDelta::seconds(2);

impl Workspace {
    /// Learns that a key comes now.
    pub(crate) fn note_key(&mut self) {
        let before = self.last_key.replace(self.now);
        self.soon = before.is_some_and(|at| self.now - at < ENTER_OF_HABIT);
    }

    /// Starts with nobody open.
    pub fn new(
        study: Arc<Study>,
        keymap: Arc<Keymap>,
        who: Assessor,
        now: DateTime<FixedOffset>,
        client: impl Into<String>,
    ) -> Self {
        Self {
            picked_up: None,
            study,
            language: text::DEFAULT,
            advance: keymap.advance,
            keymap,
            account: Account {
                who,
                roles: vec![Role::Assessor],
                passphrase: false,
            },
            demo: false,
            backup_status: None,
            amendment_waits: false,
            heads: HeadStatus::default(),
            now,
            zone: None,
            size: (80, 24),
            laboratories: Vec::new(),
            open: OpenParticipant::default(),
            opening: Opening::default(),
            connection: Connection::default(),
            lock: ScreenLock::default(),
            saving: Saving::new(client),
            exporting: Exporting::default(),
            texts: WaitingTexts::default(),
            ids: KnownIds::default(),
            pictures: 0,
            last_key: None,
            soon: false,
            notice: None,
            notice_before: None,
            leaving: false,
            in_finder: false,
            steps: Vec::new(),
        }
    }

    /// Returns the time that the terminal's host calls so, the first of two; `None` where its clock was set forward past it.
    pub(crate) fn moment(&self, local: NaiveDateTime) -> Option<DateTime<FixedOffset>> {
        let offset = match self.zone {
            Some(zone) => zone(&local).earliest()?,
            None => *self.now.offset(),
        };
        local.and_local_timezone(offset).earliest()
    }

    /// Returns how an action is done in a context, for a sentence that names it; none where it cannot be done by a key.
    pub(crate) fn way(&self, context: Context, action: Action) -> Option<String> {
        key_hints::way(&self.keymap, context, action, true, self.language)
    }

    /// Returns today's date where the terminal is.
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// Returns whether the screen is too small to work on.
    pub fn is_too_small(&self) -> bool {
        self.size.0 < MIN_COLUMNS || self.size.1 < MIN_ROWS
    }

    /// Returns the version of the study under which a visit of the open participant was begun, or would be now.
    pub fn study_at(&self, visit: &str) -> &Study {
        self.held(visit, None)
    }

    /// Returns the same of a form at a visit, or of a row of a log.
    pub fn study_of(&self, visit: &VisitId, form: &FormId) -> &Study {
        self.held(visit.as_str(), Some(form))
    }

    fn held(&self, visit: &str, form: Option<&FormId>) -> &Study {
        let record = self.open.record.as_ref();
        let day = self.day_at(visit);
        record.map_or(&self.study, |record| {
            self.study.held(record, visit, form, day)
        })
    }

    /// Returns the form of enrolment, by the version that holds today.
    pub fn enrolment_form(&self) -> &Instrument {
        &self.study.begun_on(self.today()).enrolment
    }

    /// Returns a visit of the open participant, by the version under which it was begun.
    pub fn planned(&self, visit: &str) -> Option<&Visit> {
        self.study_at(visit).visit(visit)
    }

    /// Returns the forms that a visit of the open participant asks; none of a visit that the study does not have.
    pub fn forms_at(&self, visit: &VisitId) -> &[FormId] {
        let study = self.study_at(visit.as_str());
        study.forms_asked(self.session(visit), visit.as_str())
    }

    /// Returns a form of the open participant, or of a row of a log, by the version under which it was begun.
    pub fn form_at(&self, visit: &VisitId, form: &FormId) -> Option<&Instrument> {
        self.study_of(visit, form).form(form.as_str())
    }

    /// Returns the session of a visit of the open participant.
    pub fn session(&self, visit: &VisitId) -> Option<&Session> {
        self.open.record.as_ref()?.session(visit.as_str())
    }

    /// Returns whether a visit has a page: an unscheduled one has none before it is begun, since no answer begins it.
    pub(crate) fn has_page(&self, visit: &VisitId) -> bool {
        !is_unscheduled(visit) || self.session(visit).is_some()
    }

    /// Returns the sessions before a visit in the schedule, the latest first.
    pub fn earlier_sessions(&self, visit: &VisitId) -> std::vec::IntoIter<&Session> {
        let study = self.study_at(visit.as_str());
        let record = self.open.record.as_ref();
        let sessions = record.map(|record| study.sessions_before(record, visit.as_str()));
        sessions.unwrap_or_default().into_iter()
    }

    /// Returns the answer that a field had at the last visit which has one.
    pub fn last_answer(&self, visit: &VisitId, form: &str, field: &str) -> Option<&Answer> {
        self.earlier_sessions(visit)
            .find_map(|session| session.answer(form, field))
    }

    /// Returns the cell of a field at the last visit where something stands in it, by the rules or not.
    pub fn last_cell(&self, visit: &VisitId, form: &str, field: &str) -> Option<&Cell> {
        self.earlier_sessions(visit).find_map(|session| {
            let cell = session.forms.get(form)?.get(field)?;
            cell.stored().is_some().then_some(cell)
        })
    }

    /// Returns the cells of a form at a visit.
    pub fn cells(&self, visit: &VisitId, form: &FormId) -> Option<&FormCells> {
        self.session(visit)?.forms.get(form)
    }

    /// Returns whether changes are measured from this visit.
    pub fn is_baseline(&self, visit: &VisitId) -> bool {
        self.study_at(visit.as_str()).protocol.baseline == *visit
    }

    /// Returns what decides whether a field of a form is asked, besides its answers; an enrolment comes before all visits.
    pub(crate) fn setting(&self, visit: Option<&VisitId>) -> Setting {
        let version = visit.map_or(&*self.study, |visit| self.study_at(visit.as_str()));
        self.setting_in(version, visit)
    }

    /// Returns the same by a version of the study.
    pub(crate) fn setting_in(&self, version: &Study, visit: Option<&VisitId>) -> Setting {
        let Some(visit) = visit else {
            return Setting::of_nobody(true);
        };
        let record = self.open.record.as_ref();
        Setting {
            is_baseline: version.protocol.baseline == *visit,
            sex: record.map(|record| record.participant.sex),
        }
    }

    /// Returns the fields of a form that are asked at this visit, given the answers so far: those that the cursor comes to.
    pub fn asked<'a>(
        &'a self,
        instrument: &'a Instrument,
        visit: Option<&VisitId>,
        cells: &FormCells,
    ) -> Vec<&'a Field> {
        let setting = self.setting(visit);
        let version = visit.map_or(&*self.study, |visit| self.study_of(visit, &instrument.id));
        let scoring = version.scoring();
        instrument
            .fields()
            .filter(|field| !field.by_action)
            .filter(|field| {
                crate::domain::forms::engine::progress::asked(
                    scoring, instrument, setting, cells, field,
                )
            })
            .collect()
    }

    /// Returns what the user is to the rule of earlier scores.
    pub(crate) fn viewer(&self) -> Viewer {
        Viewer::of(&self.account.roles)
    }

    /// Returns the forms of a record that the user does not see now, by the rule with which the owner sends it.
    pub(crate) fn hidden_from_user(&self, record: &ParticipantRecord) -> Hidden {
        let user = (self.account.who.user.as_str(), self.viewer());
        hidden_from(&self.study, record, user, self.today())
    }

    /// Returns the forms that the owner left out of the record and that the user does not see now.
    pub(crate) fn left_out(&self) -> BTreeSet<(VisitId, FormId)> {
        let stored = self.open.stored.iter();
        let stored = stored.filter(|record| {
            let mut sessions = record.sessions.values();
            sessions.any(|session| !session.withheld.is_empty())
        });
        let mut left_out = BTreeSet::new();
        for record in stored {
            let hidden = withheld::hidden_in(&self.study, record, self.viewer(), self.today());
            for (visit, form) in hidden.forms() {
                let session = record.session(visit.as_str());
                if session.is_some_and(|session| session.withheld.contains_key(form)) {
                    left_out.insert((visit.clone(), form.clone()));
                }
            }
        }
        left_out
    }

    /// Returns whether an entry about the open participant does not say what it changes, or changes what the owner left
    /// out of the record.
    pub(crate) fn is_untold(&self, entry: &Entry) -> bool {
        let event = &entry.draft.event;
        let Some(record) = &self.open.stored else {
            return false;
        };
        if event.participant() != Some(&record.participant.id) {
            return false;
        }
        let left_out = |place: &FieldPath| {
            let session = record.session(place.visit.as_str());
            session.is_some_and(|session| session.withheld.contains_key(&place.form))
        };
        is_redacted(entry) || event.fields().iter().any(left_out)
    }

    /// Returns why a form cannot be seen yet, and what to do; `None` where it can.
    pub(crate) fn hidden_words(&self, visit: &VisitId, form: &FormId) -> Option<String> {
        let record = self.open.record.as_ref()?;
        self.session(visit)?.withheld.get(form)?;
        let title = review::title(self.study_of(visit, form), form);
        let label = |visit: &VisitId| {
            let planned = self.planned(visit.as_str());
            planned.map_or_else(|| visit.to_string(), |planned| planned.label.clone())
        };
        let wait = withheld::waits_for(&self.study, record, (visit, form), self.today());
        Some(match wait {
            Some(Wait::Entry(next)) => self.language.form_hidden(&title, Some(&label(&next))),
            Some(Wait::Signature(next)) => self
                .language
                .form_hidden_until_signed(&title, &label(&next)),
            None => self.language.form_hidden(&title, None),
        })
    }

    /// Says why a form cannot be seen yet, where events are to write in one; returns whether they are.
    pub(crate) fn is_hidden(&mut self, events: &[Event]) -> bool {
        // A move is about another participant too, whose record is not here.
        let open = self.open.id();
        let mut places = events
            .iter()
            .flat_map(Event::fields)
            .filter(|place| Some(&place.participant) == open);
        let words = places.find_map(|place| self.hidden_words(&place.visit, &place.form));
        let hidden = words.is_some();
        if let Some(words) = words {
            self.notice = Some(Notice::warn(words));
        }
        hidden
    }

    /// Returns whether the user may enter assessments.
    pub fn may_enter(&self) -> bool {
        let enters = |role: &Role| matches!(role, Role::Assessor | Role::Investigator);
        self.account.roles.iter().any(enters)
    }

    /// Says that a reader changes nothing; returns whether the user is one.
    pub(crate) fn only_reads(&mut self) -> bool {
        if self.may_enter() {
            return false;
        }
        self.notice = Some(Notice::warn(self.language.only_reads(&self.account.roles)));
        true
    }

    /// Says that a key answers nothing here.
    pub(crate) fn refuse_key(&mut self) {
        self.notice = Some(Notice::warn(self.language.press_a_key_shown()));
    }

    /// Says that pasted text answers nothing here.
    pub(crate) fn refuse_paste(&mut self) {
        self.notice = Some(Notice::warn(self.language.paste_answers_nothing()));
    }

    /// Says who answers a field that not everybody may answer; returns whether it is closed to this user.
    pub(crate) fn is_closed_to_user(&mut self, form: &FormId, field: &FieldId) -> bool {
        let instrument = self.study.known_form(form.as_str());
        let Some(field) = instrument.and_then(|form| form.field(field.as_str())) else {
            return false;
        };
        if field.may_be_set_by(&self.account.roles) {
            return false;
        }
        let words = self.language.field_is_of_roles(&field.label, &field.roles);
        self.notice = Some(Notice::warn(words));
        true
    }
}
