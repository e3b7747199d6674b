//! Pasted text: one word of one field, refused whole where it does not fit, and never an answer to a question.

use crate::domain::forms::engine::typing;
use crate::domain::forms::engine::typing::Typed;
use crate::screens::app::Effect;
use crate::screens::session::{Model, Notice};
use crate::screens::stack::Layer;
use crate::screens::typed_ahead::Early;

/// Most characters that are pasted into a finder.
const FINDER: usize = 64;

impl Model {
    /// Takes pasted text into the topmost layer as one edit; a paste never answers a question.
    pub(crate) fn paste(&mut self, text: &str) -> Vec<Effect> {
        if self.is_list_on_top()
            && let Some(list) = self.list_mut()
        {
            let text: String = one_line(text).chars().take(FINDER).collect();
            list.line.insert_str(&text);
            list.search();
            return Vec::new();
        }
        match self.layers.last_mut() {
            Some(Layer::Note(_) | Layer::Late(_) | Layer::Locking(_)) => {
                self.paste_in_words(&one_line(text));
            }
            Some(Layer::GoTo(_)) => {
                for c in one_line(text).chars().take(FINDER) {
                    self.type_in_goto(c);
                }
            }
            Some(Layer::Form(_)) => return self.paste_in_form(text),
            Some(Layer::Sign(_)) => self.type_in_sign(&Early::Paste(text.to_owned())),
            Some(Layer::Picker(picker)) if picker.yields_to_search() => {
                let text: String = one_line(text).chars().take(FINDER).collect();
                self.search_instead(&text);
            }
            _ => self.notice = Some(Notice::warn("A paste does not answer this; use the keys.")),
        }
        Vec::new()
    }

    /// Takes pasted text as one word of the focused field, or refuses it whole.
    fn paste_in_form(&mut self, text: &str) -> Vec<Effect> {
        if self.only_reads() || self.is_locked_form() {
            return Vec::new();
        }
        // A copied cell brings its line end along.
        let text = text.trim();
        let word = || {
            let form = self.form().filter(|form| !form.at_end)?;
            let instrument = self.instrument(form)?;
            let field = instrument.field(form.focus.as_str())?;
            let one = !text.is_empty() && !text.contains(char::is_control);
            let mut line = form.line.clone();
            for c in text.chars().filter(|_| one) {
                line.insert(typing::plain_in(field, c));
            }
            let unit = self.unit_of(form, field);
            let read = typing::read(
                instrument,
                field,
                line.text(),
                unit.as_deref(),
                self.today(),
            );
            let fits = one && !matches!(read, Typed::Wrong(_));
            fits.then_some(line)
        };
        let Some(line) = word() else {
            self.notice = Some(Notice::warn(
                "What was pasted does not fit this field; nothing changed.",
            ));
            return Vec::new();
        };
        if let Some(form) = self.form_mut() {
            form.line = line;
            form.forget_word();
        }
        Vec::new()
    }
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
