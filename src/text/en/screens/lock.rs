//! The words of the screen of `screens::lock`.

use crate::text::English;
use crate::text::screens::lock::Lock;

impl Lock for English {}
