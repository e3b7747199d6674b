//! The words of the screen of `screens::drafts`.

/// The words of the screen of `screens::drafts`.
pub trait Drafts {
    /// Heads the list: how many texts wait, 1 or more, and what Enter does.
    fn drafts_waiting(&self, texts: usize) -> String;

    /// Said where no text waits.
    fn no_draft_waits(&self) -> &'static str;

    /// Stands for the participant that is being enrolled.
    fn draft_of_new(&self) -> &'static str;

    /// Stands for the visit where a text waits in a log.
    fn draft_in_log(&self) -> &'static str;

    /// Says where a text waits: form, number of the row of a log, field, and whether it is a note.
    fn draft_place(&self, form: &str, row: Option<u32>, field: &str, note: bool) -> String;
}
