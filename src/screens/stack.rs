//! The stack of what is on the screen. The topmost layer gets the keys; the view draws from the
//! bottom up.

use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::record::event::Place;
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
    /// The chart of the measure chosen on the timeline beneath.
    Chart,
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
    pub place: Place,
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
    /// Returns the context in which keys are looked up.
    pub fn context(&self) -> Context {
        match self {
            Self::Participants(_)
            | Self::Finder(_)
            | Self::Participant(_)
            | Self::Visit(_)
            | Self::Log(_)
            | Self::Study(_)
            | Self::Queries(_)
            | Self::Drafts(_)
            | Self::Review(_) => Context::List,
            Self::Sign(state) => state.context(),
            Self::Form(_) => Context::Form,
            Self::Picker(_) => Context::Picker,
            Self::GoTo(_) | Self::Note(_) | Self::Locking(_) | Self::Late(_) => Context::Line,
            Self::Page(_) | Self::History(_) => Context::Page,
            Self::Timeline(_) | Self::Chart => Context::Timeline,
        }
    }
}
