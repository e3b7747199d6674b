//! The words of the screen of `screens::form`.

use crate::text::English;
use crate::text::screens::form::Form;

impl Form for English {}
