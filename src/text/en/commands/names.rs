//! What commands say in English about names, files and cases that they are given.

use crate::text::English;
use crate::text::commands::names::{FilledIn, Named, Names};
use crate::text::prints::Advice;
use std::path::Path;

impl Names for English {
    fn unknown_name(&self, what: Named, given: &str) -> String {
        let what = match what {
            Named::User => "user",
            Named::Visit => "visit",
            Named::Form => "form",
            Named::Field => "field",
        };
        format!("the study has no {what} {given}")
    }

    fn meant_name(&self, near: &str) -> String {
        format!("did you mean {near}?")
    }

    fn known_names(&self, known: &[&str]) -> String {
        format!("it has {}", known.join(", "))
    }

    fn log_without_row(&self, log: &str, example: &str) -> Advice {
        Advice {
            what: format!("{log} is a log, whose rows have numbers"),
            hint: format!("name one of them, such as {example}"),
        }
    }

    fn day_is_written(&self) -> &'static str {
        "a day is written 2026-03-02, and must be in the calendar"
    }

    fn idle_option(&self, option: &str, command: &str) -> String {
        format!("`--{option}` does nothing to `coreset {command}`: leave it out")
    }

    fn filled_in(&self, place: FilledIn) -> &'static str {
        match place {
            FilledIn::Enrolment => "enrolment",
            FilledIn::Visits => "visits",
            FilledIn::Log => "log",
            FilledIn::Once => "once",
        }
    }

    fn file_not_written(&self, path: &Path, error: &str) -> String {
        format!("cannot write {}: {error}", path.display())
    }

    fn name_new_file(&self) -> &'static str {
        "name a file that is not there yet; nothing is overwritten"
    }

    fn file_not_read(&self, path: &Path, error: &str) -> String {
        format!("cannot read {}: {error}", path.display())
    }

    fn keymap_not_read(&self, name: &str, error: &str) -> Advice {
        Advice {
            what: format!("cannot read the keymap {name}: {error}"),
            hint: "name default, vi, emacs, numpad, or a file".to_owned(),
        }
    }

    fn correct_keymap(&self) -> &'static str {
        "correct the file; coreset keys --check FILE checks it again"
    }

    fn keymap_to_check_not_read(&self, name: &str, error: &str) -> String {
        format!("{name}: cannot be read: {error}; check the path")
    }

    fn keymap_in_order(&self, name: &str) -> String {
        format!("{name}: in order")
    }

    fn keymap_warning(&self, name: &str, finding: &str) -> String {
        format!("{name}: warning: {finding}")
    }

    fn not_scored(&self, cases: usize) -> String {
        match cases {
            1 => "1 line could not be scored; its error stands in its place".to_owned(),
            _ => {
                format!("{cases} lines could not be scored; each error stands in its line's place")
            }
        }
    }

    fn not_for_unit(&self, path: &Path) -> Advice {
        Advice {
            what: format!("{} cannot stand in a unit file", path.display()),
            hint: "name a path without blanks, quotes, % and $".to_owned(),
        }
    }
}
