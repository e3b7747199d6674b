//! The immunosuppressants that the form of eligibility has, up to four, and whether one of them makes the disease refractory.

use super::super::date;
use crate::domain::base::partial::PartialDate;
use crate::domain::forms::engine::cells;
use crate::domain::record::session::FormCells;

/// The fields of one immunosuppressant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fields {
    /// The drug.
    pub(crate) drug: &'static str,
    /// The unit of its dose, which says for what time the dose is.
    pub(crate) unit: &'static str,
    /// Its dose.
    pub(crate) dose: &'static str,
    /// Since when it was taken.
    pub(crate) taken: &'static str,
    /// Since when its dose was stable.
    pub(crate) stable: &'static str,
    /// What came of it.
    pub(super) result: &'static str,
    /// Whether there is another one; none of the last.
    more: Option<&'static str>,
}

/// The immunosuppressants in the order of the form.
pub(crate) const ALL: [Fields; 4] = [
    Fields {
        drug: "immunosuppressant",
        unit: "immunosuppressant-unit",
        dose: "immunosuppressant-dose",
        taken: "immunosuppressant-start",
        stable: "stable-since",
        result: "treatment-result",
        more: Some("immunosuppressant-more"),
    },
    Fields {
        drug: "immunosuppressant.2",
        unit: "immunosuppressant-unit.2",
        dose: "immunosuppressant-dose.2",
        taken: "immunosuppressant-start.2",
        stable: "stable-since.2",
        result: "treatment-result.2",
        more: Some("immunosuppressant-more.2"),
    },
    Fields {
        drug: "immunosuppressant.3",
        unit: "immunosuppressant-unit.3",
        dose: "immunosuppressant-dose.3",
        taken: "immunosuppressant-start.3",
        stable: "stable-since.3",
        result: "treatment-result.3",
        more: Some("immunosuppressant-more.3"),
    },
    Fields {
        drug: "immunosuppressant.4",
        unit: "immunosuppressant-unit.4",
        dose: "immunosuppressant-dose.4",
        taken: "immunosuppressant-start.4",
        stable: "stable-since.4",
        result: "treatment-result.4",
        more: None,
    },
];

impl Fields {
    /// Returns whether a drug is named that was taken.
    fn is_taken(self, cells: &FormCells) -> bool {
        cells::code(cells, self.drug).is_some_and(|drug| drug != "none")
    }

    /// Returns whether the dose is stable since before the drug was taken, whatever the unknown parts of both dates are.
    pub(crate) fn is_stable_before_taken(self, cells: &FormCells) -> bool {
        let dates: Option<(PartialDate, PartialDate)> =
            date(cells, self.stable).zip(date(cells, self.taken));
        let dates = dates.filter(|_| self.is_taken(cells));
        dates.and_then(|(stable, taken)| stable.before(taken)) == Some(true)
    }
}

/// Returns the immunosuppressants that the form asks for now: the first, and each after one that has another.
pub(crate) fn asked(cells: &FormCells) -> impl Iterator<Item = Fields> {
    let mut goes_on = true;
    ALL.into_iter().take_while(move |fields| {
        let is_asked = goes_on;
        goes_on = fields.is_taken(cells) && fields.more.is_some_and(|more| cells::yes(cells, more));
        is_asked
    })
}
