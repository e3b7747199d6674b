//! By which figure a dose of glucocorticoid goes: read of the dose at a visit, and of a row of the log of medications.
//!
//! Must not choose one: a form that asks says it, and what it leaves open stays open.

use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::record::session::FormCells;
use crate::domain::treatment::equivalence::{self, Betamethasone, Figure};

/// Field that asks which dose of betamethasone the site counts as 5 mg of prednisone.
pub const BETAMETHASONE: &str = "betamethasone";

/// Returns the figure of a drug that was entered in a form. Forms of earlier versions, and a site's own, may not ask.
pub fn figure(form: Option<&Instrument>, cells: &FormCells, drug: &str) -> Figure {
    if drug != equivalence::BETAMETHASONE {
        return Figure::OfTable;
    }
    if form.is_none_or(|form| form.field(BETAMETHASONE).is_none()) {
        return Figure::NotAsked;
    }
    let answered = cells::code(cells, BETAMETHASONE).and_then(Betamethasone::of);
    answered.map_or(Figure::Open, Figure::Answered)
}
