//! What the tables share: the columns that tell a row, columns of codes, and where rows go.

use crate::export::exporter::Fault;
use crate::export::table::{Cell, Column, Kind, Table};

/// Where the rows of a table go.
pub(super) type Put<'a> = dyn FnMut(&[Cell<'_>]) -> Result<(), Fault> + 'a;

/// Name of the first column of every table.
pub(super) const PARTICIPANT: &str = "participant";
/// Name of the column of the visit.
pub(super) const VISIT: &str = "visit";

/// Returns the column of the participant's id.
pub(super) fn participant() -> Column {
    Column::new(PARTICIPANT, "Participant", Kind::Text).required()
}

/// Returns the column of the visit.
pub(super) fn visit() -> Column {
    Column::new(VISIT, "Visit", Kind::Text).required()
}

/// Returns codes that mean what they say.
pub(super) fn codes<'a>(all: impl IntoIterator<Item = &'a str>) -> Kind {
    let code = |code: &str| (code.to_owned(), code.replace('-', " "));
    Kind::Code(all.into_iter().map(code).collect())
}

/// Returns what is 1 for yes and 0 for no.
pub(super) fn yes_no() -> Kind {
    let code = |code: &str, label: &str| (code.to_owned(), label.to_owned());
    Kind::Code(vec![code("0", "no"), code("1", "yes")])
}

/// Returns a table that is none of a form.
pub(super) fn table(name: &str, label: &str, columns: Vec<Column>, key: &[&str]) -> Table {
    Table {
        name: name.to_owned(),
        label: label.to_owned(),
        columns,
        key: key.iter().map(|name| (*name).to_owned()).collect(),
        oid: None,
    }
}
