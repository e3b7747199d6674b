//! The words of the screen of `screens::move_form`.

use crate::text::English;
use crate::text::screens::move_form::MoveForm;

impl MoveForm for English {
    fn move_form(&self) -> &'static str {
        "Move a form"
    }

    fn choose_form_to_move(&self) -> &'static str {
        "Put the cursor on the form that was entered at the wrong place, then press this key again."
    }

    fn picked_up(&self, form: &str, visit: &str) -> String {
        format!(
            "{form} of {visit} is picked up: open the visit where it belongs, put the cursor on {form}, and press this key again."
        )
    }

    fn picked_up_unseen(&self, form: &str, visit: &str, next: &str) -> String {
        format!(
            "{form} of {visit} is picked up unseen: if it belongs to {next}, open {next}, put the cursor on {form}, and press this key again."
        )
    }

    fn moved_unseen(&self) -> &'static str {
        "  Its answers are hidden until then; they are moved as they stand, if all of them are yours."
    }

    fn let_go(&self, form: &str) -> String {
        format!("{form} stays here; nothing was moved.")
    }

    fn put_down_on(&self, form: &str, from: &str) -> String {
        format!("{form} of {from} is picked up: put the cursor on {form} here.")
    }

    fn moves_from_to(&self, form: &str, from: &str, to: &str) -> String {
        format!(
            "{form}: from {from} to {to}. A signature that stands on either of them becomes void."
        )
    }

    fn why_moved(&self) -> &'static str {
        "Why does it belong here?"
    }

    fn move_it(&self) -> &'static str {
        "Are these answers to be moved here?"
    }

    fn move_or_not(&self) -> [&'static str; 2] {
        ["yes, move them", "no, back to the reason"]
    }

    fn form_was_moved(&self, form: &str, participant: &str, visit: &str) -> String {
        format!("{form} was moved here; it is empty at {participant} {visit}.")
    }
}
