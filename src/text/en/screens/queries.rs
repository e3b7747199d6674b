//! The words of the screen of `screens::queries`.

use crate::text::English;
use crate::text::screens::queries::Queries;

impl Queries for English {}
