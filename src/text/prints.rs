//! What is printed: blank forms, sheets, and the output of the commands that show the record.

/// What is printed: blank forms, sheets, and the output of the commands that show the record.
pub trait Prints {}
