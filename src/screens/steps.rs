//! What a screen asks the stack to do once its own turn is over: a screen never reaches for another one.

use super::app::{Effect, ResumePoint};
use super::form::state::{FormState, Move};
use super::picker::state::{Pick, Picker, Purpose};
use super::resume::drafts::Draft;
use super::stack::{Layer, NoteState};
use super::workspace::{Model, Workspace};
use crate::domain::base::ids::{FormId, VisitId};

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
    OpenBeside(FormId),
    /// Open a log with the cursor on a row.
    OpenLog(FormId, Option<u32>),
    /// Leave the timeline for a visit.
    VisitFromTimeline(VisitId),
    /// Go to a field anywhere in the study.
    GoTo(Box<ResumePoint>),
    /// Do what was chosen in a short list.
    Picked(Box<Purpose>, Pick),
    /// Search for this in place of going on where the program was left.
    SearchInstead(String),
    /// Leave all that is open for the field in which a text waits.
    GoToDraft(Box<Draft>),
    /// Leave all that waits under the finder, and the finder.
    LeaveBeneath,
    /// Leave for good what was put aside for a look.
    EndLooks,
    /// Go back to what was open when the finder was called.
    LeaveFinder,
    /// Begin an enrolment, or go on with the one begun.
    Enrol,
    /// Leave the open participant for the list.
    LeaveParticipant,
}

impl Workspace {
    /// Lays a screen on top once the turn of the screen that asks is over.
    pub(crate) fn open(&mut self, layer: Layer) {
        self.steps.push(Step::Open(Box::new(layer)));
    }

    /// Takes the topmost screen off once its turn is over.
    pub(crate) fn close(&mut self) {
        self.steps.push(Step::Close);
    }

    /// Opens a question.
    pub(crate) fn ask(&mut self, purpose: Purpose) {
        let picker = Picker::new(purpose, &self.study, self.language);
        self.open(Layer::Picker(picker));
    }

    /// Returns whether the screen whose turn it is stays on top.
    pub(crate) fn stays(&self) -> bool {
        self.steps.is_empty()
    }

    /// Keeps the Enter that belongs to the digit just typed from answering the question that the digit brought up.
    pub(crate) fn guard_question(&mut self) {
        if let Some(Step::Open(layer)) = self.steps.last_mut()
            && let Layer::Picker(picker) = layer.as_mut()
        {
            picker.guarded = true;
        }
    }
}

impl Model {
    /// Does what the screen on top has asked for in its turn.
    pub(crate) fn take_steps(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for step in std::mem::take(&mut self.shared.steps) {
            effects.extend(self.take_step(step));
        }
        effects
    }

    fn take_step(&mut self, step: Step) -> Vec<Effect> {
        match step {
            Step::Open(layer) => self.layers.push(*layer),
            Step::OpenForm(form) => self.push_form(*form),
            Step::Close => self.close(),
            Step::CloseForm(form) => {
                self.close();
                self.left_row(&form);
            }
            Step::GoOnAfter(form, visit) => self.go_on_after(&form, visit),
            Step::Leave(to) => return self.in_form(|form, shared| form.leave(shared, to)),
            Step::ToEnd => {
                if let Some(form) = self.form_mut() {
                    form.go_to_end();
                }
            }
            Step::WentOn => {
                if let Some(form) = self.form_mut() {
                    form.mark_went_on();
                }
            }
            Step::Words(note) => {
                return self.in_form(|form, shared| form.take_words(shared, *note));
            }
            Step::NoWords(note) => {
                return self.in_form(|form, shared| form.miss_words(shared, *note));
            }
            Step::OpenVisit(visit) => self.open_visit_layer(visit),
            Step::OpenBeside(form) => self.open_beside(form),
            Step::OpenLog(form, row) => self.open_log(form, row),
            Step::VisitFromTimeline(visit) => return self.open_from_timeline(&visit),
            Step::GoTo(place) if self.shared.record.is_some() => {
                self.shared.resume = Some(*place);
                return self.resume_in_record();
            }
            Step::GoTo(place) => return self.go_back_to(*place),
            Step::Picked(purpose, pick) => return self.picked(*purpose, pick),
            Step::SearchInstead(text) => self.search_instead(&text),
            Step::GoToDraft(draft) => return self.go_to_draft(*draft),
            Step::LeaveBeneath => return self.leave_beneath(),
            Step::EndLooks => self.leave_lookups(),
            Step::LeaveFinder => return self.leave_finder(),
            Step::Enrol => return self.open_enrolment(),
            Step::LeaveParticipant => {
                self.close();
                self.leave_record();
            }
        }
        Vec::new()
    }
}
