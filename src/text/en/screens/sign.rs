//! The words of the screen of `screens::sign`.

use crate::text::English;
use crate::text::screens::sign::Sign;

impl Sign for English {}
