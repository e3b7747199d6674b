//! Whether adverse events were asked about at a visit, and what came of it; the events themselves are rows of their log.

use crate::domain::base::data::DataFile;
use crate::domain::forms::engine::cells;
use crate::domain::record::session::FormCells;

/// Id of the form.
pub const ID: &str = "events-asked";
/// Its field.
pub const ASKED: &str = "asked";
/// Code of the answer that nothing is new or has changed.
pub const NONE: &str = "none";
/// Code of the answer that the log has what is new or has changed.
pub const ENTERED: &str = "entered";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "events-asked.toml",
    text: include_str!("events_asked/form.toml"),
};

/// Returns the answer of the form; none while nobody has asked, or where that is missing for a reason.
pub fn answer(form: &FormCells) -> Option<&str> {
    cells::code(form, ASKED)
}
