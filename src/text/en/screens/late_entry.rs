//! The words of the screen of `screens::late_entry`.

use crate::text::English;
use crate::text::screens::late_entry::LateEntry;

impl LateEntry for English {}
