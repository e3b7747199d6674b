//! The words of the screen of `screens::note`.

use crate::text::English;
use crate::text::screens::note::Note;

impl Note for English {}
