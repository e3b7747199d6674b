//! The steps of the stack that a screen asked for in its turn.

use crate::screens::effect::Effect;
use crate::screens::form::state::Move;
use crate::screens::model::Model;
use crate::screens::workspace::step::Step;

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
            Step::OpenKept(form) => self.open_kept_form(form),
            Step::InError => {
                return self.in_form(|form, shared| form.ask_in_error(shared, Move::Close));
            }
            Step::OpenLog(form, row) => self.open_log(form, row),
            Step::VisitFromTimeline(visit) => return self.open_from_timeline(&visit),
            Step::GoTo(place) if self.shared.open.record.is_some() => {
                self.shared.opening.resume = Some(*place);
                return self.resume_in_record();
            }
            Step::GoTo(place) => return self.go_back_to(*place),
            Step::Picked(purpose, pick) => return self.picked(*purpose, pick),
            Step::OfferResume => self.offer_resume_left(),
            Step::SearchInstead(text) => self.search_instead(&text),
            Step::ForgetDraft(draft) => self.forget_waiting(&draft),
            Step::BringBackDraft(draft) => self.bring_back_waiting(*draft),
            Step::GoToDraft(draft) => return self.go_to_draft(*draft),
            Step::LeaveAllOpen => return self.leave_all_open(),
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
