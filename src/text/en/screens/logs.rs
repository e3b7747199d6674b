//! The words of the screen of `screens::logs`.

use crate::domain::base::ids::FormId;
use crate::domain::course::{ABATACEPT, ADVERSE_EVENT, MEDICATION};
use crate::text::English;
use crate::text::screens::logs::{Logs, RowMark};

impl Logs for English {
    fn log_columns(&self, log: &FormId) -> [&'static str; 4] {
        match log.as_str() {
            MEDICATION => ["Drug", "Dose", "From", "Until"],
            ABATACEPT => ["Abatacept", "Given", "On", "Time"],
            ADVERSE_EVENT => ["Event", "Grade", "Began", "Ended"],
            _ => ["What", "", "From", "Until"],
        }
    }

    fn row_mark(&self, mark: RowMark) -> &'static str {
        match mark {
            RowMark::InError => "in error",
            RowMark::NotSeen => "not seen",
            RowMark::Forbidden => "forbidden",
            RowMark::OffPlan => "off plan",
            RowMark::Check => "check",
            RowMark::NotByRules => "not valid",
            RowMark::Incomplete => "incomplete",
            RowMark::Serious => "serious",
        }
    }

    fn no_row_yet(&self) -> &'static str {
        "There is no row yet."
    }

    fn begin_first_row(&self, key: Option<&str>) -> String {
        let way = key.map_or_else(|| "the menu".to_owned(), |key| format!("Enter or {key}"));
        format!("There is no row yet: {way} begins the first one.")
    }

    fn no_such_row(&self, number: u32) -> String {
        format!("There is no row {number}.")
    }

    fn row_complete(&self, number: u32) -> String {
        format!("Row {number} is complete.")
    }

    fn row_incomplete(&self, number: u32, empty: usize) -> String {
        match empty {
            1 => format!("Row {number}: 1 field is still empty."),
            empty => format!("Row {number}: {empty} fields are still empty."),
        }
    }

    fn kept_form_left(&self, title: &str, state: &str) -> String {
        format!("{title}: {state}.")
    }

    fn nothing_beside_visits(&self) -> &'static str {
        "This study has no logs and no eligibility form."
    }

    fn asks_row_in_error(&self, title: &str, number: u32, what: &str, wrong: bool) -> String {
        let row = self.row_named(title, number, what);
        match wrong {
            true => format!("{row}: why is it an error? It then counts nowhere."),
            false => format!("{row}: why is it no error after all? It then counts again."),
        }
    }

    fn row_in_error(&self, number: u32, wrong: bool, texts: usize) -> String {
        let texts = match texts {
            0 => String::new(),
            1 => " 1 text in it that was not saved is forgotten.".to_owned(),
            texts => format!(" {texts} texts in it that were not saved are forgotten."),
        };
        match wrong {
            true => {
                format!("Row {number} is marked as entered in error; it counts nowhere.{texts}")
            }
            false => format!("Row {number} counts again."),
        }
    }

    fn row_counts_again(&self) -> &'static str {
        "counts again"
    }

    fn row_named(&self, title: &str, number: u32, what: &str) -> String {
        match what {
            "" => format!("{title} {number}"),
            what => format!("{title} {number}, {what}"),
        }
    }

    fn row_marked(&self, wrong: bool) -> &'static str {
        match wrong {
            true => "marked as entered in error",
            false => "entered in error taken back",
        }
    }

    fn leave_row(&self) -> &'static str {
        "leave the row as it is"
    }

    fn row_holds_nothing(&self) -> &'static str {
        "Nothing was entered in this row: leave it with Esc and it was never there."
    }

    fn row_moved(&self, taken: u32, now: u32) -> String {
        format!("Somebody else saved row {taken} meanwhile; this is row {now}.")
    }
}
