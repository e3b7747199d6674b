//! Logs: what is kept of a participant beside the visits, such as medications, infusions and adverse events.
//!
//! They are ordinary forms in a session of their own, which is never in the schedule. A row of a log is
//! its form with a number, `adverse-event#3`. A row is never removed: one that was entered in error says
//! so, with a reason, and no longer counts.

pub use super::session::visit::LOG as SESSION;

use super::session::record::ParticipantRecord;
use super::session::visit::{FormCells, has_answer};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FormId;
use std::ops::Bound;

/// Field of a row that takes it out of everything computed.
pub const IN_ERROR: &str = "entered-in-error";
/// Field of a row that says why it was an error, by an earlier version of its form.
pub const ERROR_REASON: &str = "error-reason";
/// What stands between a form and the number of its row.
const MARK: char = '#';

/// A row of a log as the record has it.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Number, from 1.
    pub number: u32,
    /// Form id of the row, such as `medication#2`.
    pub id: &'a FormId,
    /// Its cells.
    pub cells: &'a FormCells,
}

impl Row<'_> {
    /// Returns whether the row was entered in error.
    pub fn is_in_error(&self) -> bool {
        is_in_error(self.cells)
    }

    /// Returns why it was entered in error, in words: the reason that was given with it, or its field by an earlier version
    /// of its form.
    pub fn why_in_error(&self) -> Option<&str> {
        let cell = |field: &str| self.cells.get(field);
        let answer = cell(ERROR_REASON).and_then(|cell| cell.answer.as_ref());
        let given = || cell(IN_ERROR)?.reason.as_deref();
        answer.and_then(Answer::as_text).or_else(given)
    }
}

/// Returns the form id of a row; rows are counted from 1.
pub fn row_id(form: &str, number: u32) -> FormId {
    FormId::new(format!("{form}{MARK}{number}"))
}

/// Returns form and number of a row's form id; none when it is the id of no row.
pub fn split(id: &str) -> Option<(&str, u32)> {
    let (form, digits) = id.split_once(MARK)?;
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    let number = digits.parse().ok().filter(|_| plain && !form.is_empty())?;
    Some((form, number))
}

/// Returns the form that a form's id is of: the log of a row's, else its own.
pub fn form_of(id: &str) -> &str {
    split(id).map_or(id, |(log, _)| log)
}

/// Returns the forms of the rows of a log in a record, by id, each with its number; those that were cleared too.
fn begun<'a>(
    record: &'a ParticipantRecord,
    form: &str,
) -> impl Iterator<Item = (u32, &'a FormId, &'a FormCells)> {
    let first = format!("{form}{MARK}");
    // Ids stand in the order of their bytes, so that the rows of a log stand together.
    let from = (Bound::Included(first.as_str()), Bound::Unbounded);
    let session = record.session(SESSION);
    let forms = session.map(|session| session.forms.range::<str, _>(from));
    forms
        .into_iter()
        .flatten()
        .take_while(move |(id, _)| id.as_str().starts_with(&first))
        .filter_map(|(id, cells)| Some((split(id.as_str())?.1, id, cells)))
}

/// Returns the rows of a log, by number, with those entered in error.
pub fn rows<'a>(record: &'a ParticipantRecord, form: &str) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = begun(record, form)
        .filter(|(_, _, cells)| has_answer(cells))
        .map(|(number, id, cells)| Row { number, id, cells })
        .collect();
    rows.sort_by_key(|row| row.number);
    rows
}

/// Returns the rows of a log that count, by number.
pub fn valid_rows<'a>(record: &'a ParticipantRecord, form: &str) -> Vec<Row<'a>> {
    let mut rows = rows(record, form);
    rows.retain(|row| !row.is_in_error());
    rows
}

/// Returns the number of the next row: one after the highest that was ever begun, cleared ones too.
pub fn next_row(record: &ParticipantRecord, form: &str) -> u32 {
    let numbers = begun(record, form).map(|(number, _, _)| number);
    numbers.max().unwrap_or(0).saturating_add(1)
}

/// Returns whether a row with these cells was entered in error.
pub fn is_in_error(cells: &FormCells) -> bool {
    cells
        .get(IN_ERROR)
        .and_then(|cell| cell.answer.as_ref())
        .and_then(Answer::as_code)
        == Some("y")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::forms::engine::progress::{Setting, next_required, progress};
    use crate::domain::forms::table::parse_instrument;
    use crate::domain::sample::{cells, participant, session, study};

    const DRUG: &str = r#"
id = "drug"
title = "Drug"
long-title = "Drug"
version = "1"
respondent = "nurse"
recall = "now"
source = "test"
log = true
missing = []
[options]
yes-no = [{ code = "y", label = "yes" }, { code = "n", label = "no" }]
[[section]]
id = "drug"
title = "Drug"
[[section.field]]
id = "name"
label = "Name"
kind = "text"
max-length = 20
[[section.field]]
id = "entered-in-error"
label = "Entered in error"
kind = "choice"
options = "yes-no"
required = false
[[section.field]]
id = "error-reason"
label = "Why"
kind = "text"
max-length = 20
visible-when = { field = "entered-in-error", is = ["y"] }
"#;

    #[test]
    fn a_row_is_of_the_form_of_its_log_and_owes_only_a_reason_once_it_is_an_error() {
        let mut study = study();
        let form = parse_instrument("drug.toml", DRUG).unwrap();
        study.instruments.insert("drug".into(), form);
        let form = study.form("drug#12").unwrap();
        assert_eq!(form.id.as_str(), "drug");
        assert!(study.form("mixed#1").is_none(), "mixed is no log");
        let open = |answers: &[(&str, Answer)]| {
            let cells = cells(answers);
            let next = next_required(
                study.scoring(),
                form,
                Setting::of_nobody(false),
                &cells,
                &"name".into(),
            );
            let next = next.map(|field| field.as_str().to_owned());
            (
                progress(study.scoring(), form, Setting::of_nobody(false), &cells).empty_required,
                next,
            )
        };
        assert_eq!(open(&[]), (1, Some("name".to_owned())));
        let wrong = (IN_ERROR, Answer::code("y"));
        assert_eq!(
            open(std::slice::from_ref(&wrong)),
            (1, Some(ERROR_REASON.to_owned()))
        );
        assert_eq!(
            open(&[wrong, (ERROR_REASON, Answer::text("twice"))]),
            (0, None)
        );
    }

    #[test]
    fn a_log_must_be_able_to_say_that_a_row_is_wrong() {
        let reason = "[[section.field]]\nid = \"error-reason\"";
        let cut = DRUG.split(reason).next().unwrap();
        let error = parse_instrument("drug.toml", cut).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("drug.toml:9:7: a log needs a required field")
        );
        let needed = DRUG.replace("required = false\n", "");
        let error = parse_instrument("drug.toml", &needed).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("needs a field \"entered-in-error\"")
        );
        let both = DRUG.replace("log = true", "log = true\nonce = true");
        let error = parse_instrument("drug.toml", &both).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("drug.toml:10:8: a form is kept in rows")
        );
    }

    #[test]
    fn a_row_id_is_taken_apart_again_and_nothing_else_is_one() {
        assert_eq!(row_id("adverse-event", 3).as_str(), "adverse-event#3");
        assert_eq!(split("adverse-event#3"), Some(("adverse-event", 3)));
        for other in [
            "adverse-event",
            "adverse-event#",
            "#1",
            "a#0",
            "a#01",
            "a#+1",
            "a#1#2",
            "a#99999999999",
        ] {
            assert_eq!(split(other), None, "{other}");
        }
    }

    #[test]
    fn rows_stand_by_number_and_those_in_error_count_no_more() {
        let mut record = ParticipantRecord::new(participant("01-001", "2026-01-05"));
        assert_eq!(next_row(&record, "drug"), 1);
        assert!(rows(&record, "drug").is_empty());
        let mut log = session(SESSION, "2026-01-05", "drug", &[]);
        for number in [2, 10, 1] {
            let wrong = if number == 2 { "y" } else { "n" };
            let cells = cells(&[(IN_ERROR, Answer::code(wrong))]);
            log.forms.insert(row_id("drug", number), cells);
        }
        log.forms.insert(
            row_id("event", 12),
            cells(&[("term", Answer::text("rash"))]),
        );
        // A row that was begun and cleared is no row, but its number is not used again.
        log.forms.insert(row_id("drug", 11), FormCells::new());
        record.sessions.insert(log.visit.clone(), log);
        let numbers = |rows: Vec<Row<'_>>| rows.iter().map(|row| row.number).collect::<Vec<_>>();
        assert_eq!(numbers(rows(&record, "drug")), [1, 2, 10]);
        assert_eq!(numbers(valid_rows(&record, "drug")), [1, 10]);
        assert_eq!(next_row(&record, "drug"), 12);
        assert_eq!(next_row(&record, "event"), 13);
        assert_eq!(record.visits().count(), 0);
    }
}
