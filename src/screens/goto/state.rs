//! What "Go to field" holds, and the fields that its words find.

use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::views::find;
use crate::input::line::Line;

/// The finder of fields.
#[derive(Clone, Debug)]
pub struct GoTo {
    /// The form from which it was called.
    pub(crate) form: FormId,
    /// What is searched.
    pub line: Line,
    /// Line with the cursor.
    pub cursor: usize,
    /// Every field that can be gone to, this form's first.
    pub all: Vec<Target>,
    /// Indices into `all` of those that match, best first.
    pub found: Vec<usize>,
}

/// A field that can be gone to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The form.
    pub form: FormId,
    /// The field.
    pub field: FieldId,
    /// Its label, aliases and id, each of which names it.
    pub names: Vec<String>,
    /// Words that are searched.
    pub words: String,
    /// Words that are shown.
    pub label: String,
}

/// How what is typed names a field, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Called {
    /// It is one of its names.
    Exactly,
    /// One of its names begins so.
    Begins,
    /// Its letters are among the words of the field.
    Otherwise,
}

impl Target {
    /// Returns how a text in small letters names the field.
    fn is_called(&self, text: &str) -> Called {
        let names = || self.names.iter().map(|name| name.to_lowercase());
        if names().any(|name| name == text) {
            return Called::Exactly;
        }
        match !text.is_empty() && names().any(|name| name.starts_with(text)) {
            true => Called::Begins,
            false => Called::Otherwise,
        }
    }
}

impl GoTo {
    pub(crate) fn refresh(&mut self) {
        self.found = find::rank(
            self.line.text(),
            self.all.iter().map(|target| target.words.as_str()),
        );
        // What is called just so comes first, then what begins so; the sort keeps the order of all others.
        let typed = self.line.text().trim().to_lowercase();
        let all = &self.all;
        self.found.sort_by_key(|place| {
            let target = all.get(*place);
            target.map_or(Called::Otherwise, |target| target.is_called(&typed))
        });
        self.cursor = 0;
    }
}
