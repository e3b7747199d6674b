//! The words of the screen of `screens::change`.

use crate::text::English;
use crate::text::screens::change::Change;

impl Change for English {}
