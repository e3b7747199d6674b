//! The words of the screen of `screens::presence`.

use crate::text::English;
use crate::text::screens::presence::Presence;

impl Presence for English {}
