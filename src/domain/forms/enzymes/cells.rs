//! The cells of the form as results in U/L.

use super::{AtBaseline, Enzyme, Known, UNITS_PER_MICROKATAL};
use crate::domain::base::answer::Answer;
use crate::domain::base::measured::Measured;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::cells::{Reading, answer, code, counts, number, yes};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::record::session::FormCells;

/// Field that says whether the sample was haemolysed.
const HAEMOLYSED: &str = "haemolysed";

/// A laboratory result in U/L.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lab {
    /// The value in U/L, or the limit of quantification that it is below.
    pub value: Reading,
    /// Upper limit of normal in U/L, above 0.
    pub uln: Option<Exact>,
    /// Whether the limit is blank and can still be entered.
    pub uln_blank: bool,
    /// Whether the sample was haemolysed and the result therefore cannot count.
    pub spoilt: bool,
    /// Whether it is still to be answered if the sample was haemolysed, and the result would then not count.
    pub may_be_spoilt: bool,
}

impl Lab {
    /// Returns what is known of it when the enzyme that counts is chosen.
    pub fn at_baseline(&self) -> AtBaseline {
        AtBaseline {
            value: match &self.value {
                _ if self.spoilt => Known::Gone,
                Reading::Value(value) => Known::Value(*value),
                Reading::Below(limit) => Known::Below(*limit),
                Reading::Blank | Reading::Hidden => Known::Blank,
                // It can still be corrected.
                value if value.is_unfit() => Known::Blank,
                Reading::Missing(_) | Reading::NotAsked => Known::Gone,
            },
            uln: match (self.uln, self.uln_blank) {
                (Some(uln), _) => Known::Value(uln),
                (None, true) => Known::Blank,
                (None, false) => Known::Gone,
            },
            may_be_unfit: self.may_be_spoilt,
        }
    }
}

/// Returns whether a form asks for a field now; one that is not known is taken to ask for all.
fn asks(instrument: Option<&Instrument>, cells: &FormCells, field: &str) -> bool {
    instrument.is_none_or(|form| {
        let field = form.field(field);
        field.is_some_and(|field| counts(form, cells, field))
    })
}

/// Reads one enzyme of `enzymes` in U/L. A value whose unit is not entered yet is blank: units are never guessed.
/// What the form does not ask for is not blank: it cannot come any more.
pub fn lab(instrument: Option<&Instrument>, cells: &FormCells, enzyme: Enzyme) -> Lab {
    let in_units = |field: &str| match number(cells, field) {
        given @ (Reading::Value(_) | Reading::Below(_)) => {
            let unit = answer(cells, field).and_then(Answer::unit);
            match unit.or_else(|| code(cells, "unit")) {
                None => Reading::Blank,
                Some("U/L") => given,
                Some("ukat/L" | "µkat/L" | "μkat/L") => {
                    let units = |number: Exact| number.times(UNITS_PER_MICROKATAL);
                    let of_result = |result: Measured| result.map(units).ok();
                    match given.measured().and_then(of_result) {
                        Some(Measured::At(value)) => Reading::Value(value),
                        Some(Measured::Below(limit)) => Reading::Below(limit),
                        None => Reading::Missing("too-many-digits".to_owned()),
                    }
                }
                Some(_) => Reading::Missing("unknown-unit".to_owned()),
            }
        }
        other => other,
    };
    let limit_field = format!("{}.uln", enzyme.key());
    let limit = in_units(&limit_field);
    let haemolysis_open = answer(cells, HAEMOLYSED).is_none()
        && instrument.is_some_and(|form| asks(Some(form), cells, HAEMOLYSED));
    Lab {
        value: in_units(enzyme.key()).if_asked(asks(instrument, cells, enzyme.key())),
        uln: limit.value().filter(|uln| uln.is_positive()),
        uln_blank: (limit.is_blank() || limit.is_unfit()) && asks(instrument, cells, &limit_field),
        spoilt: enzyme.spoilt_by_haemolysis() && yes(cells, HAEMOLYSED),
        may_be_spoilt: enzyme.spoilt_by_haemolysis() && haemolysis_open,
    }
}
