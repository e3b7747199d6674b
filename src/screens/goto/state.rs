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
    /// Words that are searched.
    pub words: String,
    /// Words that are shown.
    pub label: String,
}

impl GoTo {
    pub(crate) fn refresh(&mut self) {
        self.found = find::rank(
            self.line.text(),
            self.all.iter().map(|target| target.words.as_str()),
        );
        self.cursor = 0;
    }
}
