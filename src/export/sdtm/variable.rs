//! What a dataset and its variables are: rows, Dataset-JSON, Define-XML and the columns of XPORT are all made of these
//! tables, so that they cannot differ.

use super::codes::Codelist;
use std::borrow::Cow;

/// A dataset.
#[derive(Debug)]
pub struct Dataset {
    /// Its name, which is its domain but for supplemental qualifiers.
    pub name: &'static str,
    /// What it holds, at most 40 characters.
    pub label: &'static str,
    /// Class of observations.
    pub class: Class,
    /// What one row is.
    pub structure: &'static str,
    /// Names of the variables that tell a row from all others, in order.
    pub keys: &'static [&'static str],
    /// Its variables, in the order of the model.
    pub variables: &'static [Variable],
}

/// A class of observations of SDTM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Who and when.
    SpecialPurpose,
    /// What was given.
    Interventions,
    /// What happened.
    Events,
    /// What was found.
    Findings,
    /// What was found about an event or an intervention.
    FindingsAbout,
    /// How datasets belong together, supplemental qualifiers among them.
    Relationship,
}

/// A variable.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    /// Its name, without the two letters of the domain where it begins with them.
    pub stem: &'static str,
    /// Whether its name begins with the domain.
    pub has_domain: bool,
    /// What it is, at most 40 characters.
    pub label: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// Most characters of a value; of a number 8, the bytes that it takes in XPORT.
    pub length: u16,
    /// Whether SDTM asks for it.
    pub core: Core,
    /// The values that it can have, where they are listed.
    pub codes: Option<&'static Codelist>,
    /// Where its values come from.
    pub origin: Origin,
    /// How they are computed.
    pub method: Option<&'static Method>,
}

/// What the values of a variable are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// A number, exact.
    Number,
    /// A date, with the time of day where it is known, and without month or day where they are not.
    Moment,
}

/// Whether SDTM asks for a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Core {
    /// Each row has a value.
    Required,
    /// The column is there, and may be empty.
    Expected,
    /// The column may be left out.
    Permissible,
}

/// Where the values of a variable come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Entered.
    Collected,
    /// Computed of what was entered.
    Derived,
    /// Set by the program or the sponsor.
    Assigned,
    /// Set by the protocol.
    Protocol,
}

/// How values are computed.
#[derive(Debug)]
pub struct Method {
    /// Name, unique among methods.
    pub name: &'static str,
    /// In words.
    pub words: &'static str,
}

impl Dataset {
    /// Returns the domain that the names of its variables begin with.
    pub fn domain(&self) -> &'static str {
        self.name
    }

    /// Returns the place of a variable by its stem.
    pub fn place(&self, stem: &str) -> Option<usize> {
        self.variables
            .iter()
            .position(|variable| variable.stem == stem)
    }

    /// Returns the name of a variable.
    pub fn name_of(&self, variable: &Variable) -> Cow<'static, str> {
        match variable.has_domain {
            true => Cow::Owned(format!("{}{}", self.domain(), variable.stem)),
            false => Cow::Borrowed(variable.stem),
        }
    }

    /// Returns the place of a variable among the keys, from 1.
    pub fn key(&self, variable: &Variable) -> Option<usize> {
        let place = self.keys.iter().position(|key| *key == variable.stem)?;
        Some(place + 1)
    }

    /// Returns the name of its file without the end.
    pub fn file(&self) -> String {
        self.name.to_ascii_lowercase()
    }
}

impl Variable {
    const fn new(stem: &'static str, label: &'static str, kind: Kind, length: u16) -> Self {
        Self {
            stem,
            has_domain: true,
            label,
            kind,
            length,
            core: Core::Permissible,
            codes: None,
            origin: Origin::Collected,
            method: None,
        }
    }

    /// Returns a variable of text whose name begins with the domain.
    pub(super) const fn text(stem: &'static str, label: &'static str, length: u16) -> Self {
        Self::new(stem, label, Kind::Text, length)
    }

    /// Returns a variable of numbers whose name begins with the domain.
    pub(super) const fn number(stem: &'static str, label: &'static str) -> Self {
        Self::new(stem, label, Kind::Number, 8)
    }

    /// Returns a variable of whole numbers whose name begins with the domain.
    pub(super) const fn whole(stem: &'static str, label: &'static str) -> Self {
        Self::new(stem, label, Kind::Whole, 8)
    }

    /// Returns a variable of dates whose name begins with the domain.
    pub(super) const fn moment(stem: &'static str, label: &'static str) -> Self {
        Self::new(stem, label, Kind::Moment, 25)
    }

    /// Returns the same variable with a name that does not begin with the domain.
    pub(super) const fn plain(self) -> Self {
        Self {
            has_domain: false,
            ..self
        }
    }

    /// Returns the same variable with a value in each row.
    pub(super) const fn required(self) -> Self {
        Self {
            core: Core::Required,
            ..self
        }
    }

    /// Returns the same variable as one that SDTM expects.
    pub(super) const fn expected(self) -> Self {
        Self {
            core: Core::Expected,
            ..self
        }
    }

    /// Returns the same variable with another label.
    pub(super) const fn called(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    /// Returns the same variable with listed values.
    pub(super) const fn of(self, codes: &'static Codelist) -> Self {
        Self {
            codes: Some(codes),
            ..self
        }
    }

    /// Returns the same variable with values that are set.
    pub(super) const fn assigned(self) -> Self {
        Self {
            origin: Origin::Assigned,
            ..self
        }
    }

    /// Returns the same variable with values of the protocol.
    pub(super) const fn by_protocol(self) -> Self {
        Self {
            origin: Origin::Protocol,
            ..self
        }
    }

    /// Returns the same variable with values that are computed.
    pub(super) const fn derived(self, method: &'static Method) -> Self {
        Self {
            origin: Origin::Derived,
            method: Some(method),
            ..self
        }
    }
}
