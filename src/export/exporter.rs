//! What every format shares: what it is told before it begins, what it is given, and what it says at its end.

use super::as_of::AsOf;
use super::files::Files;
use super::format::Format;
use super::person::Person;
use crate::domain::base::data::DataError;
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::forms::names::StudyNames;
use crate::domain::record::entry::{Entry, PROGRAM};
use crate::domain::record::exports::Narrowing;
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::record::user::User;
use crate::domain::study::Study;
use crate::text::{DEFAULT, Language};
use chrono::NaiveDate;
use std::fmt;
use std::io;
use std::sync::Arc;

/// What an export is made of, beside records and entries.
#[derive(Clone)]
pub struct Context {
    /// The study in force, with its earlier versions.
    pub study: Arc<Study>,
    /// Names of its forms and fields for the outside.
    pub names: Arc<StudyNames>,
    /// The entry as of which the data are.
    pub as_of: AsOf,
    /// The program with its version.
    pub program: String,
    /// Whether all participants are synthetic.
    pub is_demo: bool,
    /// The users of the study with all that was said of them, in the order of their login names.
    pub users: Vec<User>,
    /// What is wanted of the data.
    pub selection: Selection,
    /// How the files are written.
    pub options: Options,
    /// The language of the words in reports and remarks.
    pub language: &'static dyn Language,
}

impl Context {
    /// Returns what an export of a whole study is made of as of an entry, by this program, in its own language; of a real
    /// study without users.
    ///
    /// # Errors
    /// A mistake in a file of names that comes with the program, which the tests rule out.
    pub fn of(study: Arc<Study>, as_of: AsOf) -> Result<Self, DataError> {
        Ok(Self {
            names: Arc::new(study.names()?),
            study,
            as_of,
            program: PROGRAM.to_owned(),
            is_demo: false,
            users: Vec::new(),
            selection: Selection::default(),
            options: Options::default(),
            language: DEFAULT,
        })
    }

    /// Returns the day on which the study is told.
    pub fn today(&self) -> NaiveDate {
        self.as_of.day()
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("as_of", &self.as_of)
            .field("selection", &self.selection)
            .finish_non_exhaustive()
    }
}

/// Which part of the data is wanted; all by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only this participant.
    pub participant: Option<ParticipantId>,
    /// Only what belongs to this visit; what is kept beside the visits is left out then.
    pub visit: Option<VisitId>,
    /// Only sessions with an entry after this one.
    pub since: Option<u64>,
}

impl Selection {
    /// Returns what is wanted and a format cannot give: a report tells the whole story, and a trail can only be told from its
    /// beginning.
    pub fn not_taken_by(&self, format: Format) -> Option<Narrowing> {
        let visit = self.visit.as_ref().map(|_| Narrowing::Visit);
        let since = self.since.map(|_| Narrowing::Since);
        match format {
            Format::Report => visit.or(since),
            Format::OdmArchive => since,
            Format::Csv | Format::Redcap | Format::Odm | Format::DatasetJson | Format::Xpt => None,
        }
    }

    /// Returns whether a session of a visit is wanted whose newest entry has this number.
    pub fn wants(&self, visit: &VisitId, last: u64) -> bool {
        self.visit.as_ref().is_none_or(|wanted| wanted == visit)
            && self.since.is_none_or(|since| last > since)
    }

    /// Returns whether a session is wanted.
    pub fn wants_session(&self, session: &Session) -> bool {
        self.wants(&session.visit, session.last_seq)
    }
}

/// How files are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// CSV for a spreadsheet: with a byte order mark, and with an apostrophe before a cell that would be a formula.
    pub for_spreadsheet: bool,
    /// The report is the patient's own page.
    pub for_patient: bool,
}

/// What a format is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// The record of each participant, in the order of their ids.
    Records,
    /// Every entry, in the order of their numbers.
    Entries,
}

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A file could not be written.
    #[error(transparent)]
    Files(#[from] io::Error),
    /// The data cannot be written in this format, which is a fault of the program.
    #[error("{0}")]
    Format(String),
}

/// What a reader of the files has to know and the manifest says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// A form of a participant is left out, since the roles of the user do not see it.
    Hidden {
        /// The participant.
        participant: ParticipantId,
        /// The visit.
        visit: VisitId,
        /// The form.
        form: FormId,
    },
    /// Characters that the format cannot hold were replaced.
    Replaced {
        /// The file.
        file: String,
        /// How many cells or values; in a report, characters.
        count: u64,
    },
    /// Cells of free text begin as a formula of a spreadsheet does.
    Formulas {
        /// The file.
        file: String,
        /// How many cells.
        count: u64,
    },
    /// Stored answers that are not by the rules are left out.
    LeftOut {
        /// The file.
        file: String,
        /// How many answers.
        count: u64,
    },
    /// A participant who was enrolled by mistake is left out.
    EnrolledByMistake {
        /// The participant.
        participant: ParticipantId,
    },
    /// Values were cut to the longest that the format holds.
    Cut {
        /// The file.
        file: String,
        /// How many values.
        count: u64,
    },
}

impl Remark {
    /// Says of each form of a record that is left out that it is.
    pub(super) fn hidden(record: &ParticipantRecord) -> impl Iterator<Item = Self> {
        let who = &record.participant.id;
        let sessions = record.sessions.values();
        sessions.flat_map(|session| Self::hidden_at(who, session))
    }

    /// The same of one session.
    pub(super) fn hidden_at(
        participant: &ParticipantId,
        session: &Session,
    ) -> impl Iterator<Item = Self> {
        session.withheld.keys().map(|form| Self::Hidden {
            participant: participant.clone(),
            visit: session.visit.clone(),
            form: form.clone(),
        })
    }
}

/// A format that is being written.
pub trait Exporter {
    /// Returns what it is given.
    fn reads(&self) -> Reads;

    /// Takes a participant; one that reads entries is given none.
    ///
    /// # Errors
    /// When a file cannot be written.
    fn participant(&mut self, person: &Person<'_>, files: &mut dyn Files) -> Result<(), Fault> {
        let _ = (person, files);
        Ok(())
    }

    /// Takes an entry; one that reads records is given none.
    ///
    /// # Errors
    /// When a file cannot be written.
    fn entry(&mut self, entry: &Entry, files: &mut dyn Files) -> Result<(), Fault> {
        let _ = (entry, files);
        Ok(())
    }

    /// Writes what comes last, and returns what the manifest has to say.
    ///
    /// # Errors
    /// When a file cannot be written.
    fn finish(self: Box<Self>, files: &mut dyn Files) -> Result<Vec<Remark>, Fault>;
}
