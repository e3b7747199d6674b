//! The words of the screen of `screens::picker`.

use crate::text::English;
use crate::text::screens::picker::Picker;

impl Picker for English {}
