//! The words of the screen of `screens::history`.

use crate::text::English;
use crate::text::screens::history::History;

impl History for English {}
