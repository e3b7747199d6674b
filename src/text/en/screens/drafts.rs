//! The words of the screen of `screens::drafts`.

use crate::text::English;
use crate::text::screens::drafts::Drafts;

impl Drafts for English {}
