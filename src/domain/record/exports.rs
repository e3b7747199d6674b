//! The formats in which the data of the study are given out, by name: an entry says which.

use super::event::EXPORT;

/// A format in which the data of the study are given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Tables as CSV, with a description of their columns and what reads them in R, SPSS and Stata.
    Csv,
    /// A project of REDCap: dictionary, data, events.
    Redcap,
    /// CDISC ODM 1.3.2, a snapshot of the current values.
    Odm,
    /// CDISC ODM 1.3.2, the whole trail.
    OdmArchive,
    /// CDISC Dataset-JSON 1.1 with Define-XML 2.1.
    DatasetJson,
    /// SAS XPORT version 5.
    Xpt,
    /// Reports to read and to print: one of the study, one of each participant.
    Report,
}

impl Format {
    /// All of them, in the order of every list.
    pub const ALL: [Self; 7] = [
        Self::Csv,
        Self::Redcap,
        Self::Odm,
        Self::OdmArchive,
        Self::DatasetJson,
        Self::Xpt,
        Self::Report,
    ];

    /// Returns the name on the command line, in entries, and of its folder.
    pub fn key(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Redcap => "redcap",
            Self::Odm => "odm",
            Self::OdmArchive => "odm-archive",
            Self::DatasetJson => "dataset-json",
            Self::Xpt => "xpt",
            Self::Report => "report",
        }
    }
}

/// An option that takes a part of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrowing {
    /// Only one visit.
    Visit,
    /// Only what has a newer entry.
    Since,
}

/// What one export gives out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formats {
    /// One format.
    One(Format),
    /// Every format, each in a folder of its own.
    All,
}

impl Formats {
    /// Returns all that an export can give out, in the order of every list.
    pub fn all() -> impl Iterator<Item = Self> {
        Format::ALL.into_iter().map(Self::One).chain([Self::All])
    }

    /// Returns the one with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|formats| formats.key() == name)
    }

    /// Returns the name on the command line and in entries.
    pub fn key(self) -> &'static str {
        match self {
            Self::One(format) => format.key(),
            Self::All => "all",
        }
    }

    /// Returns what an entry calls the copy that is given out.
    pub fn what(self) -> String {
        format!("{EXPORT}{}", self.key())
    }

    /// Returns the formats.
    pub fn list(self) -> Vec<Format> {
        match self {
            Self::One(format) => vec![format],
            Self::All => Format::ALL.to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_of_one_export_alone() {
        for formats in Formats::all() {
            assert_eq!(Formats::named(formats.key()), Some(formats));
        }
        assert_eq!(Formats::all().count(), Format::ALL.len() + 1);
        assert_eq!(Formats::named("csv "), None);
    }
}
