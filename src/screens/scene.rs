//! What a screen sees when it is drawn or explained.

use crate::screens::form::state::FormState;
use crate::screens::look::Look;
use crate::screens::put_aside::Away;
use crate::screens::stack::{Layer, form_in};
use crate::screens::workspace::Workspace;

/// The workspace, the layers below the screen, and how the terminal shows it.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    /// What the screens share.
    pub(crate) shared: &'a Workspace,
    /// The layers below, the topmost last.
    pub(crate) beneath: &'a [Layer],
    /// What is put aside for a look at somebody else, the first left first.
    pub(crate) away: &'a [Away],
    /// Glyphs and colours.
    pub(crate) look: &'a Look,
}

impl<'a> Scene<'a> {
    /// Returns the topmost form below.
    pub(crate) fn form(&self) -> Option<&'a FormState> {
        form_in(self.beneath)
    }

    /// Returns the topmost screen below, and what it sees.
    pub(crate) fn below(&self) -> Option<(&'a Layer, Self)> {
        let (top, beneath) = self.beneath.split_last()?;
        Some((top, Self { beneath, ..*self }))
    }
}
