//! The words of the screen of `screens::participant`.

use crate::text::English;
use crate::text::screens::participant::Participant;

impl Participant for English {}
