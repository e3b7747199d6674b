//! English.

mod amendment;
mod commands;
mod content;
mod entries;
mod exports;
mod facts;
mod glossary;
mod imports;
mod kept;
mod keys;
mod named;
mod prints;
mod questions;
mod refusal;
mod report;
mod screens;
mod server;
mod store;
mod totals;
mod typing;
mod worked;

use super::Language;
use super::glossary::Term;
use super::worked::Line;
use crate::domain::record::lock::{Lock, Scope};
use crate::domain::rules::{Hindrance, Refusal};
use crate::domain::study::Study;
use crate::domain::verdict::{MeasureVerdict, Verdict};

/// English, as in the United Kingdom.
#[derive(Clone, Copy, Debug, Default)]
pub struct English;

impl Language for English {
    fn refusal(&self, refusal: &Refusal) -> String {
        refusal::refusal(refusal)
    }

    fn hindrance(&self, hindrance: &Hindrance) -> String {
        refusal::hindrance(hindrance)
    }

    fn lock(&self, scope: &Scope, lock: &Lock) -> String {
        refusal::lock(scope, lock)
    }

    fn word(&self, term: Term) -> &'static str {
        glossary::word(term)
    }

    fn meaning(&self, term: Term, study: &Study) -> String {
        glossary::meaning(term, study)
    }

    fn worked_measure(&self, entry: &MeasureVerdict) -> Vec<Line> {
        worked::measure(entry)
    }

    fn worked_verdict(&self, verdict: &Verdict, study: &Study) -> Vec<Line> {
        worked::verdict(verdict, study)
    }
}

/// Returns the number of a character as Unicode writes it.
pub(super) fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Returns a number with its noun, in the plural where it needs one.
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}
