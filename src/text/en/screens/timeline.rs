//! The words of the screen of `screens::timeline`.

use crate::text::English;
use crate::text::screens::timeline::Timeline;

impl Timeline for English {}
