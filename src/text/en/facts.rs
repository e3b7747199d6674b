//! What follows from answers and is shown beside them: totals, scores, facts of a log row, notes of a verdict.

use crate::text::English;
use crate::text::facts::Facts;

impl Facts for English {}
