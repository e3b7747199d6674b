//! The words of the program: typed messages in, sentences out.
//!
//! A message is typed where it is decided; what it says to a person is decided here alone, once for each language.
//! Must not decide anything, and must not know where a sentence is shown.

pub mod amendment;
pub mod commands;
mod en;
pub mod entries;
pub mod exports;
pub mod facts;
pub mod glossary;
pub mod imports;
pub mod keys;
pub mod prints;
pub mod questions;
pub mod report;
pub mod screens;
pub mod server;
pub mod store;
pub mod totals;
pub mod typing;
pub mod worked;

use crate::domain::record::lock::{Lock, Scope};
use crate::domain::rules::{Hindrance, Refusal};
use crate::domain::study::Study;
use crate::domain::verdict::{MeasureVerdict, Verdict};
use glossary::Term;
use std::fmt::Debug;

pub use en::English;

/// The language that a program speaks before its user has chosen one.
pub const DEFAULT: &dyn Language = &English;

/// A language that the program speaks: a trait for each group of messages, so that one which is not worded does not compile.
pub trait Language:
    Debug
    + Send
    + Sync
    + amendment::Amendment
    + commands::Commands
    + entries::Entries
    + exports::Exports
    + facts::Facts
    + imports::Imports
    + keys::Keys
    + prints::Prints
    + questions::Questions
    + report::Reports
    + screens::Screens
    + server::Server
    + store::Store
    + totals::Totals
    + typing::Typing
{
    /// Says why something is not stored, and what to do.
    fn refusal(&self, refusal: &Refusal) -> String;

    /// Says what stands in the way of a signature.
    fn hindrance(&self, hindrance: &Hindrance) -> String;

    /// Says what is locked, by whom and why, and who can unlock it.
    fn lock(&self, scope: &Scope, lock: &Lock) -> String;

    /// Returns the word that stands for a term on the screen; a sign that stands alone has none.
    fn word(&self, term: Term) -> &'static str;

    /// Says what a sign or a term means in a study.
    fn meaning(&self, term: Term, study: &Study) -> String;

    /// Works out what a measure counts as, and its points.
    fn worked_measure(&self, entry: &MeasureVerdict) -> Vec<worked::Line>;

    /// Works out which conditions of the definitions are met, and the total of the points.
    fn worked_verdict(&self, verdict: &Verdict, study: &Study) -> Vec<worked::Line>;
}

/// Returns a visit's name in at most four columns: `W12` for `Week 12`.
pub fn short_visit(label: &str) -> String {
    let digits: String = label.chars().filter(char::is_ascii_digit).collect();
    let first: String = label.chars().take(1).collect();
    match digits.len() {
        0 => first,
        _ => format!("{first}{digits}"),
    }
}
