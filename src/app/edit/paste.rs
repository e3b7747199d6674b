//! Pasted text: one edit, refused where it does not fit, and never an answer to a question.

use crate::app::Effect;
use crate::app::early::Early;
use crate::app::layer::Layer;
use crate::app::model::{Model, Notice};
use crate::domain::typing;
use crate::input::line::Line;

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

    fn paste_in_form(&mut self, text: &str) -> Vec<Effect> {
        if self.only_reads() || self.is_locked_form() {
            return Vec::new();
        }
        let text = text.trim();
        let fits = || {
            let form = self.form()?;
            let instrument = self.instrument(form)?;
            let field = instrument.field(form.focus.as_str())?;
            let mut line = form.line.text().to_owned();
            for c in text.chars() {
                if c.is_control() || !typing::takes(instrument, field, &line, c) {
                    return None;
                }
                line.push(c);
            }
            (!form.at_end).then_some(line)
        };
        match fits() {
            Some(line) => {
                if let Some(form) = self.form_mut() {
                    form.line = Line::new(line.as_str());
                    form.refusal = None;
                }
            }
            None => {
                self.notice = Some(Notice::warn(
                    "What was pasted does not fit this field; nothing changed.",
                ));
            }
        }
        Vec::new()
    }
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
