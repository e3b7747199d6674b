//! All that the view reads.

pub mod asked;
pub mod asking;
pub mod drafts;
pub mod notice;
pub mod peer_change;
pub mod peers;
pub mod resume_point;
pub mod saving;
pub mod sending;
pub mod step;
pub mod steps;
pub mod typed_ahead;
pub mod unfinished;
pub mod waiting;

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::forms::engine::instrument::{Field, Instrument};
use crate::domain::record::backup_status::BackupStatus;
use crate::domain::record::entry::Assessor;
use crate::domain::record::event;
use crate::domain::record::session::{FormCells, ParticipantRecord, Session};
use crate::domain::record::user::Role;
use crate::domain::study::Study;
use crate::domain::study::laboratory::Laboratory;
use crate::domain::verdict::core_set::CoreSet;
use crate::input::keymap::Keymap;
use crate::protocol::messages::{Location, Presence};
use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::late_entry::state::LateEntry;
use crate::screens::screen_lock::state::Locked;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::peer_change::PeerChange;
use crate::screens::workspace::resume_point::ResumePoint;
use crate::screens::workspace::saving::Saving;
use crate::screens::workspace::step::Step;
use crate::screens::workspace::typed_ahead::TypedAhead;
use crate::screens::workspace::unfinished::{Drafted, Unfinished};
use crate::text;
use crate::text::Language;
use chrono::{DateTime, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

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
    /// Who is at the terminal.
    pub who: Assessor,
    /// All roles of that user; what they allow is decided by the owner, and said here before it is tried.
    pub roles: Vec<Role>,
    /// Synthetic participants only; every screen says so.
    pub demo: bool,
    /// When the study was backed up and a restore tested; `None` where that does not matter.
    pub backup_status: Option<BackupStatus>,
    /// The time as last told.
    pub now: DateTime<FixedOffset>,
    /// The offsets of the terminal's host on other days; `None` where that of `now` counts for all.
    pub zone: Option<Zone>,
    /// Columns and rows.
    pub size: (u16, u16),
    /// The open participant, with what is still on its way to the journal.
    pub record: Option<ParticipantRecord>,
    /// The same as the owner has it, as far as is known here.
    pub(crate) stored: Option<ParticipantRecord>,
    /// The laboratories that the study knows, the newest first.
    pub laboratories: Vec<Laboratory>,
    /// The newest entry known.
    pub seen: u64,
    /// What others saved in the open participant while it was open, by field.
    pub(crate) changed_by_others: BTreeMap<event::FieldPath, PeerChange>,
    /// The same of notes.
    pub(crate) notes_by_others: BTreeMap<event::FieldPath, PeerChange>,
    /// Who else is at the open participant.
    pub present: Vec<Presence>,
    /// Where the owner believes that this terminal is.
    pub(crate) at: Option<Location>,
    /// Why the owner cannot be reached, while it cannot.
    pub lost: Option<String>,
    /// What was asked and has no reply yet, oldest first.
    pub(crate) asked: VecDeque<Asked>,
    /// Keys that wait for a reply, oldest first.
    pub typed_ahead: VecDeque<TypedAhead>,
    /// The screen is locked.
    pub locked: Option<Locked>,
    /// Time without a key after which it is locked; `None` for never.
    pub lock_after: Option<Duration>,
    /// Whether the user has set a passphrase.
    pub passphrase: bool,
    /// The core set measures of each of its sessions.
    pub sets: BTreeMap<VisitId, CoreSet>,
    /// The visit that is being entered late.
    pub late: Option<LateEntry>,
    /// Saving.
    pub saving: Saving,
    /// A line to the assessor.
    pub notice: Option<Notice>,
    /// Where to go on once the record is read.
    pub resume: Option<ResumePoint>,
    /// The quit key was the last one, and something is still being saved.
    pub leaving: bool,
    /// Text left standing in forms that were closed: no answer yet, and not thrown away.
    pub unfinished: Unfinished,
    /// Notes that somebody else was faster with: words that wait for the note to be opened again.
    pub(crate) notes: BTreeMap<event::FieldPath, String>,
    /// Each text that waits, by its field and whether it is a note, with the time since when it stands so.
    pub(crate) drafted: Drafted,
    /// Ids, in small letters, that were found to be in use.
    pub(crate) taken: BTreeSet<String>,
    /// The participant whose record was asked for and is not there yet.
    pub(crate) opening: Option<ParticipantId>,
    /// The record that was asked for is shown as a timeline.
    pub(crate) then_timeline: bool,
    /// An enrolment that was left before it was confirmed.
    pub(crate) enrolment: Option<FormState>,
    /// Effects of leaving a participant while another one was being opened.
    pub(crate) owed: Vec<Effect>,
    /// Where the program was left at the last end, while text that stood there still waits.
    pub(crate) offered: Option<ResumePoint>,
    pub(crate) remembered: ResumePoint,
    /// What the stack is to do once the turn of the topmost screen is over.
    pub(crate) steps: Vec<Step>,
    /// The record has changed since the open timeline was told.
    pub(crate) story_is_old: bool,
    /// The finder gets the keys.
    pub(crate) in_finder: bool,
    /// Ids of the participants that the list holds.
    pub(crate) listed: Vec<ParticipantId>,
}

impl Workspace {
    /// Starts with nobody open.
    pub fn new(
        study: Arc<Study>,
        keymap: Arc<Keymap>,
        who: Assessor,
        now: DateTime<FixedOffset>,
        client: impl Into<String>,
    ) -> Self {
        Self {
            study,
            language: text::DEFAULT,
            keymap,
            who,
            roles: vec![Role::Assessor],
            demo: false,
            backup_status: None,
            now,
            zone: None,
            size: (80, 24),
            record: None,
            stored: None,
            laboratories: Vec::new(),
            seen: 0,
            changed_by_others: BTreeMap::new(),
            notes_by_others: BTreeMap::new(),
            present: Vec::new(),
            at: None,
            lost: None,
            asked: VecDeque::new(),
            typed_ahead: VecDeque::new(),
            locked: None,
            lock_after: None,
            passphrase: false,
            sets: BTreeMap::new(),
            late: None,
            saving: Saving::new(client),
            notice: None,
            resume: None,
            leaving: false,
            unfinished: Unfinished::new(),
            notes: BTreeMap::new(),
            drafted: Drafted::new(),
            taken: BTreeSet::new(),
            opening: None,
            then_timeline: false,
            enrolment: None,
            owed: Vec::new(),
            offered: None,
            remembered: ResumePoint::default(),
            steps: Vec::new(),
            story_is_old: false,
            in_finder: false,
            listed: Vec::new(),
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

    /// Returns today's date where the terminal is.
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// Returns whether the screen is too small to work on.
    pub fn is_too_small(&self) -> bool {
        self.size.0 < MIN_COLUMNS || self.size.1 < MIN_ROWS
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
                crate::domain::forms::engine::progress::asked(
                    self.study.scoring(),
                    instrument,
                    baseline,
                    cells,
                    field,
                )
            })
            .collect()
    }

    /// Returns whether the user may enter assessments.
    pub fn may_enter(&self) -> bool {
        let enters = |role: &Role| matches!(role, Role::Assessor | Role::Investigator);
        self.roles.iter().any(enters)
    }

    /// Says that a reader changes nothing; returns whether the user is one.
    pub(crate) fn only_reads(&mut self) -> bool {
        if self.may_enter() {
            return false;
        }
        self.notice = Some(Notice::warn(self.language.only_reads(&self.roles)));
        true
    }

    /// Says who answers a field that not everybody may answer; returns whether it is closed to this user.
    pub(crate) fn is_closed_to_user(&mut self, form: &FormId, field: &FieldId) -> bool {
        let instrument = self.study.form(form.as_str());
        let Some(field) = instrument.and_then(|form| form.field(field.as_str())) else {
            return false;
        };
        if field.may_be_set_by(&self.roles) {
            return false;
        }
        let words = self.language.field_is_of_roles(&field.label, &field.roles);
        self.notice = Some(Notice::warn(words));
        true
    }
}
