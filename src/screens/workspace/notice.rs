//! One line to the assessor.

/// One line to the assessor, gone with the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// How grave it is.
    pub grade: Grade,
}

/// How grave a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// Good to know.
    Info,
    /// Needs a look.
    Warn,
    /// Something was not done.
    Error,
}

impl Notice {
    /// Returns a notice that is good to know.
    pub fn info(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            grade: Grade::Info,
        }
    }

    /// Returns a notice that needs a look.
    pub fn warn(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            grade: Grade::Warn,
        }
    }

    /// Returns a notice that something was not done.
    pub fn error(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            grade: Grade::Error,
        }
    }
}
