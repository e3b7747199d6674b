//! The words of the screen of `screens::help`.

use crate::text::English;
use crate::text::screens::help::Help;

impl Help for English {}
