//! How far the export of this terminal is: on its way, going on, or ended.

use crate::domain::record::exports::Formats;
use crate::protocol::messages::Placed;

/// How far the export of this terminal is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Exporting {
    /// None was asked for, or the last one was stopped.
    #[default]
    Nothing,
    /// The entry that says that the data are given out has no receipt yet.
    Asked {
        /// Id of its request.
        request: String,
        /// What is to be given out.
        formats: Formats,
        /// It was stopped meanwhile.
        stopped: bool,
    },
    /// The server writes it.
    GoesOn {
        /// The entry that stands for it.
        entry: u64,
        /// What is given out.
        formats: Formats,
        /// How much is done, in percent.
        percent: u64,
    },
    /// All files are whole.
    Done(Placed),
    /// Nothing is there, and why.
    Failed(String),
}

impl Exporting {
    /// Returns whether one is on its way or goes on.
    pub fn goes_on(&self) -> bool {
        match self {
            Self::Asked { .. } | Self::GoesOn { .. } => true,
            Self::Nothing | Self::Done(_) | Self::Failed(_) => false,
        }
    }
}
