//! The lines of a verdict that is worked out in words.

/// What a line says beside its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// A heading.
    Heading,
    /// Nothing.
    Plain,
    /// A condition that is met.
    Good,
    /// A condition that is not met.
    Bad,
}

/// A line of a worked verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it says beside its words.
    pub weight: Weight,
    /// Columns that it is indented by.
    pub indent: u16,
    /// Its words.
    pub text: String,
}

impl Line {
    /// Makes a line.
    pub fn new(weight: Weight, indent: u16, text: impl Into<String>) -> Self {
        Self {
            weight,
            indent,
            text: text.into(),
        }
    }
}
