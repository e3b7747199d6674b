//! The stack of what is on the screen. The topmost layer gets the keys; the view draws from the
//! bottom up.

use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::record::event::FieldPath;
use crate::input::action::Context;
use crate::input::line::Line;
use crate::screens::drafts::update::DraftsState;
use crate::screens::form::state::FormState;
use crate::screens::goto::update::GoTo;
use crate::screens::history::update::HistoryState;
use crate::screens::late_entry::update::LateAsk;
use crate::screens::lock::update::LockingState;
use crate::screens::logs::update::LogState;
use crate::screens::participants::finder::Before;
use crate::screens::participants::update::ListState;
use crate::screens::picker::state::{Picker, WordsFor};
use crate::screens::queries::update::QueriesState;
use crate::screens::review::update::ReviewState;
use crate::screens::screen::Screen;
use crate::screens::sign::update::SignState;
use crate::screens::study::update::StudyState;
use crate::screens::timeline::update::TimelineState;

/// One thing on the screen.
#[derive(Clone, Debug)]
pub enum Layer {
    /// The list of participants with its finder.
    Participants(ListState),
    /// The same list over what is open; the list itself stays the lowest layer.
    Finder(Before),
    /// One participant's visits.
    Participant(Visits),
    /// One visit's forms.
    Visit(Forms),
    /// The rows of a log.
    Log(LogState),
    /// A form.
    Form(Box<FormState>),
    /// A short list to choose from, or a question.
    Picker(Picker),
    /// "Go to field".
    GoTo(GoTo),
    /// A note being written.
    Note(NoteState),
    /// A screen to read.
    Page(Page),
    /// The open participant's story.
    Timeline(Box<TimelineState>),
    /// All participants by visits.
    Study(StudyState),
    /// The queries of the study, or what is said about a participant's values.
    Queries(QueriesState),
    /// Text that was typed and left, over all participants.
    Drafts(DraftsState),
    /// What is open at a visit, and what can be done with it as a whole.
    Review(ReviewState),
    /// A signature being given.
    Sign(Box<SignState>),
    /// The reason for locking or unlocking a part.
    Locking(LockingState),
    /// The history of a field.
    History(Box<HistoryState>),
    /// A question of a late entry.
    Late(Box<LateAsk>),
}

/// The visits of the open participant, and below them what is kept beside the visits.
#[derive(Clone, Debug)]
pub struct Visits {
    /// The participant.
    pub participant: ParticipantId,
    /// Line with the cursor.
    pub cursor: usize,
}

/// The forms of an open visit, and below them the adverse events.
#[derive(Clone, Debug)]
pub struct Forms {
    /// The visit.
    pub visit: VisitId,
    /// Line with the cursor.
    pub cursor: usize,
}

/// Words being written about a field: a note, or the words that a reason needs.
#[derive(Clone, Debug)]
pub struct NoteState {
    /// The field.
    pub place: FieldPath,
    /// Its label.
    pub label: String,
    /// The text.
    pub line: Line,
    /// What the words are for.
    pub words: WordsFor,
    /// The entry that had set the note when this was begun.
    pub(crate) seen: u64,
}

/// A screen to read.
#[derive(Clone, Debug)]
pub struct Page {
    /// What it shows.
    pub kind: PageKind,
    /// First line on the screen.
    pub scroll: usize,
}

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// Change of all measures and the verdict at a visit.
    Change(VisitId),
    /// What the field under it means, and the keys of the layer below.
    Help {
        /// Context whose keys are listed.
        context: Context,
        /// Form and field explained first.
        field: Option<(FormId, String)>,
    },
}

impl Layer {
    /// Returns the screen that is one of its own; the finder is the list over what is open.
    pub(crate) fn screen(&self) -> Option<&dyn Screen> {
        Some(match self {
            Self::Participant(screen) => screen,
            Self::Visit(screen) => screen,
            Self::Log(screen) => screen,
            Self::Form(screen) => screen.as_ref(),
            Self::GoTo(screen) => screen,
            Self::Note(screen) => screen,
            Self::Page(screen) => screen,
            Self::Timeline(screen) => screen.as_ref(),
            Self::Study(screen) => screen,
            Self::Queries(screen) => screen,
            Self::Drafts(screen) => screen,
            Self::Review(screen) => screen,
            Self::Sign(screen) => screen.as_ref(),
            Self::Locking(screen) => screen,
            Self::History(screen) => screen.as_ref(),
            Self::Late(screen) => screen.as_ref(),
            Self::Picker(screen) => screen,
            Self::Participants(screen) => screen,
            Self::Finder(_) => return None,
        })
    }

    /// Returns the screen that is one of its own, to be given a turn.
    pub(crate) fn screen_mut(&mut self) -> Option<&mut dyn Screen> {
        Some(match self {
            Self::Participant(screen) => screen,
            Self::Visit(screen) => screen,
            Self::Log(screen) => screen,
            Self::Form(screen) => screen.as_mut(),
            Self::GoTo(screen) => screen,
            Self::Note(screen) => screen,
            Self::Page(screen) => screen,
            Self::Timeline(screen) => screen.as_mut(),
            Self::Study(screen) => screen,
            Self::Queries(screen) => screen,
            Self::Drafts(screen) => screen,
            Self::Review(screen) => screen,
            Self::Sign(screen) => screen.as_mut(),
            Self::Locking(screen) => screen,
            Self::History(screen) => screen.as_mut(),
            Self::Late(screen) => screen.as_mut(),
            Self::Picker(screen) => screen,
            Self::Participants(screen) => screen,
            Self::Finder(_) => return None,
        })
    }

    /// Returns the context in which keys are looked up.
    pub fn context(&self) -> Context {
        self.screen().map_or(Context::List, Screen::context)
    }

    /// Returns whether nothing of the layer beneath is seen.
    pub fn covers(&self) -> bool {
        self.screen().is_none_or(Screen::covers)
    }
}
