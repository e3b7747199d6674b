//! The words of the screen of `screens::visit`.

use crate::text::English;
use crate::text::screens::visit::Visit;

impl Visit for English {}
