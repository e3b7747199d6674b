//! The words of the screen of `screens::drafts`.

use crate::text::English;
use crate::text::screens::drafts::Drafts;

impl Drafts for English {
    fn drafts_waiting(&self, texts: usize) -> String {
        let texts = match texts {
            1 => "1 text".to_owned(),
            texts => format!("{texts} texts"),
        };
        format!("Typed and not saved: {texts}; Enter goes there")
    }

    fn no_draft_waits(&self) -> &'static str {
        "Nothing typed is unsaved."
    }

    fn draft_of_new(&self) -> &'static str {
        "new"
    }

    fn draft_in_log(&self) -> &'static str {
        "log"
    }

    fn draft_place(&self, form: &str, row: Option<u32>, field: &str, note: bool) -> String {
        let row = row.map_or_else(String::new, |row| format!(" {row}"));
        let note = if note { ", note" } else { "" };
        format!("{form}{row}, {field}{note}")
    }
}
