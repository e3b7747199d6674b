//! The words of the screen of `screens::study`.

use crate::text::English;
use crate::text::screens::study::Study;

impl Study for English {}
