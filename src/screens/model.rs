//! The whole: the workspace, and what is open over it.
//!
//! What needs both stands in the files of this folder. A screen must not: it gets its own state and the workspace.

mod amendment;
mod away;
mod conflict;
mod drafts;
mod enrolment;
mod finder;
mod forms;
mod heads;
mod help;
mod keys;
mod late_entry;
mod link;
mod list;
mod logs;
mod open;
mod passphrase;
mod pause;
mod peers;
mod picked;
mod presence;
mod queries;
mod refused;
mod replies;
mod resume;
mod roles;
mod saved;
mod screen_lock;
mod sign;
mod steps;
mod timeline;
mod typed_ahead;

use crate::domain::base::ids::VisitId;
use crate::domain::record::entry::Assessor;
use crate::domain::study::Study;
use crate::input::action::Context;
use crate::input::keymap::Keymap;
use crate::screens::participants::state::ListState;
use crate::screens::put_aside::Away;
use crate::screens::stack::{Layer, visit_of};
use crate::screens::workspace::Workspace;
use chrono::{DateTime, FixedOffset};
use std::sync::Arc;

/// The workspace, and what is open over it.
#[derive(Debug)]
pub struct Model {
    /// What the screens share.
    pub shared: Workspace,
    /// What is on the screen.
    pub layers: Vec<Layer>,
    /// What is left for a look at somebody else, the first left first.
    pub(crate) away: Vec<Away>,
}

impl Model {
    /// Starts on the list of participants.
    pub fn new(
        study: Arc<Study>,
        keymap: Arc<Keymap>,
        who: Assessor,
        now: DateTime<FixedOffset>,
        client: impl Into<String>,
    ) -> Self {
        Self {
            shared: Workspace::new(study, keymap, who, now, client),
            layers: vec![Layer::Participants(ListState::default())],
            away: Vec::new(),
        }
    }

    /// Returns the context in which the next key is looked up.
    pub fn context(&self) -> Context {
        self.layers.last().map_or(Context::List, Layer::context)
    }

    /// Returns the visit that is open, whichever layer is on top; the logs are no visit.
    pub fn open_visit(&self) -> Option<&VisitId> {
        visit_of(&self.layers)
    }
}
