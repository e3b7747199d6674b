//! Pasted text: one word of one field, refused whole where it does not fit, and never an answer to a question.

use crate::domain::forms::engine::typing;
use crate::domain::forms::engine::typing::Typed;
use crate::input::line::Line;
use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::picker::state::TypedOver;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

impl FormState {
    /// Takes pasted text as one word of the focused field, or refuses it whole.
    pub(crate) fn paste_word(&mut self, shared: &mut Workspace, text: &str) -> Vec<Effect> {
        if shared.only_reads() || self.is_locked_form(shared) {
            return Vec::new();
        }
        if self.holds_old_draft() {
            return self.ask_about_old_draft(shared, Some(TypedOver::Paste(text.to_owned())));
        }
        // A copied cell brings its line end along.
        let text = text.trim();
        let word = || {
            if self.at_end {
                return None;
            }
            let instrument = shared.instrument(self)?;
            let field = instrument.field(self.focus.as_str())?;
            let one = !text.is_empty() && !text.contains(char::is_control);
            // A paste replaces an earlier answer that was put into the field, as typing does.
            let mut line = match self.is_repeated() {
                true => Line::default(),
                false => self.line.clone(),
            };
            for c in text.chars().filter(|_| one) {
                line.insert(typing::plain_in(field, c));
            }
            let unit = shared.unit_of(self, field);
            let read = typing::read(
                instrument,
                field,
                line.text(),
                unit.as_deref(),
                shared.today(),
            );
            let fits = one && !matches!(read, Typed::Wrong(_));
            fits.then_some(line)
        };
        let Some(line) = word() else {
            shared.notice = Some(Notice::warn(shared.language.paste_does_not_fit()));
            return Vec::new();
        };
        self.line = line;
        self.forget_word();
        Vec::new()
    }
}
