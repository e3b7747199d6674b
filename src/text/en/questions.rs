//! Questions about an answer, and findings of the checks that run over the record.

use crate::text::English;
use crate::text::questions::Questions;

impl Questions for English {}
