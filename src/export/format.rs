//! The formats, by name.

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
