//! What the dictionary of a study says between its names and codes.

/// A line of the dictionary as text.
#[derive(Clone, Copy, Debug)]
pub enum DictionaryLine<'a> {
    /// Limits: beyond the first pair a value is refused, beyond the second it is asked about; and the unit of both.
    Limits {
        /// Smallest and largest value.
        hard: (&'a str, &'a str),
        /// Below and above this it is asked about; either may be empty.
        soft: (&'a str, &'a str),
        /// Unit; may be empty.
        unit: &'a str,
    },
    /// Field that holds the unit in which the value is entered.
    UnitIn(&'a str),
    /// Reasons that a form or a field allows for a value that is missing.
    Missing(&'a str),
    /// What must hold so that the field is asked.
    AskedWhen(&'a str),
    /// Heading of the scores.
    Scores,
}

/// What the dictionary of a study says between its names and codes.
pub trait Dictionary {
    /// Returns a line of the dictionary.
    fn dictionary_line(&self, line: &DictionaryLine<'_>) -> String;
}
