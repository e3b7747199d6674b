//! Pasted text: one word of one field, refused whole where it does not fit, and never an answer to a question.

use crate::domain::base::text::pasted_lines;
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
        if self.asks_before_typing(shared) {
            return self.ask_about_old_draft(shared, Some(TypedOver::Paste(text.to_owned())));
        }
        let lines = self.takes_lines(shared);
        let pasted = pasted_lines(text);
        // A copied cell brings its line end along.
        let text = if lines { &pasted } else { text.trim() };
        let mut refusal = None;
        let mut word = || {
            if self.at_end {
                return None;
            }
            let instrument = shared.instrument(self)?;
            let field = instrument.field(self.focus.as_str())?;
            let ends = |c: char| lines && c == '\n';
            let unfit = |c: char| c.is_control() && !ends(c);
            let one = !text.trim().is_empty() && !text.contains(unfit);
            // A paste replaces an earlier answer that was put into the field, as typing does.
            let mut line = match self.is_repeated() {
                true => Line::default(),
                false => self.line.clone(),
            };
            let plain = text.chars().filter(|_| one);
            let plain: String = plain.map(|c| typing::plain_in(field, c)).collect();
            line.insert_lines(&plain);
            let unit = shared.unit_of(self, field);
            let read = typing::read(
                instrument,
                field,
                line.text(),
                unit.as_deref(),
                shared.today(),
            );
            if let Typed::Wrong(why) = read {
                refusal = Some(why);
                return None;
            }
            one.then_some(line)
        };
        let Some(line) = word() else {
            let mut words = shared.language.paste_does_not_fit().to_owned();
            if let Some(why) = refusal.filter(|_| lines) {
                words = format!("{words} {}", shared.language.refused_text(&why));
            }
            shared.notice = Some(Notice::warn(words));
            return Vec::new();
        };
        self.line = line;
        self.forget_word();
        self.say_how_full(shared);
        Vec::new()
    }
}
