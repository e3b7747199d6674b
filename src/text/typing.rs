//! What a field says about text that is typed into it: what it expects, and why a text is no answer.

/// What a field says about text that is typed into it: what it expects, and why a text is no answer.
pub trait Typing {}
