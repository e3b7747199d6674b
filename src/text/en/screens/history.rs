//! The words of the screen of `screens::history`.

use crate::text::English;
use crate::text::screens::history::History;

impl History for English {
    fn history_of(&self, field: &str) -> String {
        format!("History: {field}")
    }

    fn history_needs_connection(&self) -> &'static str {
        "There is no connection, so that the history cannot be read now. It comes when the study is reached again."
    }

    fn reading_history(&self) -> &'static str {
        "The history is being read ..."
    }

    fn no_history(&self) -> &'static str {
        "Nothing was ever entered here."
    }

    fn enrolment_has_no_history(&self) -> &'static str {
        "Nothing of an enrolment is stored before it is confirmed."
    }
}
