//! The keys of data files: what the readers take, and what the reference in `docs/` says of them.
//!
//! One table serves both, so that a key that is read, a key that is refused as unknown and a key that is described
//! cannot differ. Limits stand in the table and nowhere else.

/// Name of a key that the author of the file chooses.
pub const ANY: &str = "NAME";

/// A key of a table in a data file.
#[derive(Debug)]
pub struct Key {
    /// Its name; [`ANY`] where the author of the file chooses it.
    pub name: &'static str,
    /// What can stand after it.
    pub takes: Takes,
    /// Whether it must be there.
    pub need: Need,
    /// What it means, in whole sentences of Markdown on one line.
    pub meaning: &'static str,
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It must.
    Required,
    /// It may be left out, and then nothing of the kind holds.
    Optional,
    /// It may be left out, and then this value counts, as TOML.
    Default(&'static str),
    /// It must be there in some cases, in words.
    When(&'static str),
}

/// What can stand after a key.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// Text that is not blank.
    Text,
    /// Text on one line of at most so many characters.
    Line(usize),
    /// A name of small letters, digits, `-` and `.`, a letter first.
    Name,
    /// A name that something else in the study has; says of what.
    Id(&'static str),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// The word of a way of scoring.
    Scoring,
    /// One digit, as text.
    Digit,
    /// One character, as text.
    Character,
    /// True or false.
    Bool,
    /// An exact decimal number.
    Number,
    /// An exact decimal number above 0.
    Positive,
    /// A whole number between two limits.
    Whole(i64, i64),
    /// One of these whole numbers.
    OneNumberOf(&'static [u32]),
    /// A list of whole numbers between two limits, not empty.
    Wholes(i64, i64),
    /// A list of names that something else has, none twice; says of what. It may be empty.
    Ids(&'static str),
    /// The same, and not empty.
    SomeIds(&'static str),
    /// A list of words out of these, none twice, not empty.
    SomeOf(&'static [&'static str]),
    /// A list of lines of at most so many characters, none twice. It may be empty.
    Lines(usize),
    /// The same, and not empty.
    SomeLines(usize),
    /// A table.
    Table(&'static Keys),
    /// A list of tables, not empty.
    Tables(&'static Keys),
}

/// The keys that a table can have.
#[derive(Debug)]
pub struct Keys {
    /// What the table is, as a message about an unknown key says it.
    pub what: &'static str,
    /// The keys, in groups that several tables can share; in the order of the reference.
    pub groups: &'static [&'static [Key]],
}

impl Keys {
    /// Returns all keys, in the order of the reference.
    pub fn all(&self) -> impl Iterator<Item = &'static Key> + use<> {
        self.groups.iter().copied().flatten()
    }

    /// Returns the key of a name.
    pub fn find(&self, name: &str) -> Option<&'static Key> {
        self.all().find(|key| key.name == name || key.name == ANY)
    }
}

impl Key {
    /// Makes a key that must be there.
    pub const fn required(name: &'static str, takes: Takes, meaning: &'static str) -> Self {
        Self::new(name, takes, Need::Required, meaning)
    }

    /// Makes a key that may be left out.
    pub const fn optional(name: &'static str, takes: Takes, meaning: &'static str) -> Self {
        Self::new(name, takes, Need::Optional, meaning)
    }

    /// Makes a key that may be left out; `value` counts then, as TOML.
    pub const fn default(
        name: &'static str,
        takes: Takes,
        value: &'static str,
        meaning: &'static str,
    ) -> Self {
        Self::new(name, takes, Need::Default(value), meaning)
    }

    /// Makes a key that must be there in some cases, in words.
    pub const fn when(
        name: &'static str,
        takes: Takes,
        case: &'static str,
        meaning: &'static str,
    ) -> Self {
        Self::new(name, takes, Need::When(case), meaning)
    }

    const fn new(name: &'static str, takes: Takes, need: Need, meaning: &'static str) -> Self {
        Self {
            name,
            takes,
            need,
            meaning,
        }
    }
}
