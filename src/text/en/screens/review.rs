//! The words of the screen of `screens::review`.

use crate::text::English;
use crate::text::screens::review::Review;

impl Review for English {}
