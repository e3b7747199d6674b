//! What a screen asks the stack to do once its own turn is over: a screen never reaches for another one.

use crate::domain::base::ids::{FormId, VisitId};
use crate::screens::drafts::state::Draft;
use crate::screens::form::state::{FormState, Move};
use crate::screens::note::state::NoteState;
use crate::screens::picker::state::{Pick, Purpose};
use crate::screens::stack::Layer;
use crate::screens::workspace::resume_point::ResumePoint;

/// One step of the stack, done in the order in which they were asked for.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Lay a screen on top.
    Open(Box<Layer>),
    /// Lay a form on top, with the text that was left in it.
    OpenForm(Box<FormState>),
    /// Take the topmost screen off.
    Close,
    /// Take the form on top off, and show the row of a log that it was.
    CloseForm(FormId),
    /// Go on after a form that was closed: the next form of the visit, or back among the rows.
    GoOnAfter(FormId, Option<VisitId>),
    /// Move the focus of the form on top.
    Leave(Move),
    /// Put the cursor of the form on top behind its last field.
    ToEnd,
    /// Mark in the form on top that an Enter pressed from habit would skip a field.
    WentOn,
    /// Give the form on top the words that were written about a field of it.
    Words(Box<NoteState>),
    /// Tell the form on top that the words it asked for were not written.
    NoWords(Box<NoteState>),
    /// Show a visit; what was put aside for a look is left for good.
    OpenVisit(VisitId),
    /// Open a form that is kept beside the visits, or go back to it where it is open already.
    OpenKept(FormId),
    /// Ask whether the row on top was entered in error; it was opened for that alone.
    InError,
    /// Open a log with the cursor on a row.
    OpenLog(FormId, Option<u32>),
    /// Leave the timeline for a visit.
    VisitFromTimeline(VisitId),
    /// Go to a field anywhere in the study.
    GoTo(Box<ResumePoint>),
    /// Do what was chosen in a short list.
    Picked(Box<Purpose>, Pick),
    /// Ask where to go on, if the program was left somewhere and that was not asked yet.
    OfferResume,
    /// Search for this in place of going on where the program was left.
    SearchInstead(String),
    /// Leave all that is open for the field in which a text waits.
    GoToDraft(Box<Draft>),
    /// Forget a text that waits.
    ForgetDraft(Box<Draft>),
    /// Let a text that was forgotten wait again.
    BringBackDraft(Box<Draft>),
    /// Leave all that waits under the finder, and the finder.
    LeaveAllOpen,
    /// Leave for good what was put aside for a look.
    EndLooks,
    /// Go back to what was open when the finder was called.
    LeaveFinder,
    /// Begin an enrolment, or go on with the one begun.
    Enrol,
    /// Leave the open participant for the list.
    LeaveParticipant,
}
