//! The words of the screen of `screens::participants`.

use crate::text::English;
use crate::text::screens::participants::Participants;

impl Participants for English {}
