//! What a page to read holds.

use crate::domain::base::ids::{FormId, VisitId};
use crate::input::action::Context;
use crate::screens::cursor::Scroll;
use crate::screens::workspace::notice::Notice;

/// A screen to read.
#[derive(Clone, Debug)]
pub struct Page {
    /// What it shows.
    pub kind: PageKind,
    /// First line on the screen.
    pub scroll: Scroll,
}

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// Change of all measures and the verdict at a visit.
    Change(VisitId),
    /// What the field under it means, and the keys of the layer below.
    Help {
        /// Context whose keys are listed.
        context: Context,
        /// Form and field explained first.
        field: Option<(FormId, String)>,
        /// What was said when it was opened.
        said: Option<Notice>,
    },
}
