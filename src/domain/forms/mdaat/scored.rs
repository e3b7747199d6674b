//! What is shown of the score: the extramuscular scale, MYOACT, MITAX and its categories.

use super::score as mdaat;
use super::{Assessed, Category, Mitax, Myoact, System, cells};
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::cells::{Reading, number};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::scoring::{ScoringFacts, ScoringRules};
use crate::domain::record::session::FormCells;

/// The score of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MdaatScore {
    /// The extramuscular scale, cm.
    pub extramuscular: Reading,
    /// MYOACT; none while an organ scale is blank.
    pub myoact: Option<Myoact>,
    /// MITAX; none while a category is blank.
    pub mitax: Option<Mitax>,
    /// The category of each system, in the order of the form.
    pub systems: [SystemCategory; 7],
}

/// The MITAX category of a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SystemCategory {
    /// The system.
    pub system: System,
    /// The category that the physician entered.
    pub entered: Assessed<Category>,
    /// The category that the provisional rule suggests.
    pub suggested: Assessed<Category>,
}

impl SystemCategory {
    /// Returns the field of the category.
    pub fn field(&self) -> FieldId {
        FieldId::new(format!("mitax.{}", self.system.key()))
    }
}

/// Scores the form.
pub(in crate::domain::forms) fn scored(
    _: &ScoringRules,
    _: &Instrument,
    cells: &FormCells,
    _: &ScoringFacts<'_>,
) -> MdaatScore {
    MdaatScore {
        extramuscular: number(cells, "emg.vas"),
        myoact: mdaat::myoact(|system| cells::organ_vas(cells, system)),
        mitax: mdaat::mitax(|system| cells::mitax_entered(cells, system)),
        systems: System::ALL.map(|system| SystemCategory {
            system,
            entered: cells::mitax_entered(cells, system),
            suggested: mdaat::suggest(
                system,
                |item| cells::mdaat_code(cells, system, item),
                cells::ever_affected(cells, system),
            ),
        }),
    }
}
