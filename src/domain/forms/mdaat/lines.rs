//! The extramuscular scale, MYOACT and MITAX as lines for the screen.

use super::cells;
use super::score as mdaat;
use super::{Assessed, RULE_VERSION, System};
use crate::domain::forms::engine::cells::number;
use crate::domain::forms::engine::lines::{FormScore, told};
use crate::domain::record::session::FormCells;

/// Adds the extramuscular scale, both totals and the categories.
pub(super) fn mdaat(score: &mut FormScore, cells: &FormCells) {
    let (value, note) = told(&number(cells, "emg.vas"), 1);
    score.line("Extramuscular VAS", value, note);
    let myoact = mdaat::myoact(|system| cells::organ_vas(cells, system));
    score.line(
        "MYOACT",
        myoact.and_then(|m| Some(m.ratio()?.rounded(4))),
        myoact.map_or_else(
            || "organ scales are blank".to_owned(),
            |m| format!("{}/{}", m.sum.rounded(1), m.denominator),
        ),
    );
    let mitax = mdaat::mitax(|system| cells::mitax_entered(cells, system));
    score.line(
        "MITAX",
        mitax.and_then(|m| Some(m.ratio()?.rounded(3))),
        mitax.map_or_else(
            || "categories are blank".to_owned(),
            |m| format!("{}/{} from entered categories", m.total, m.denominator),
        ),
    );
    for system in System::ALL {
        let entered = letter(cells::mitax_entered(cells, system));
        let suggested = letter(mdaat::suggest(
            system,
            |item| cells::mdaat_code(cells, system, item),
            cells::ever_affected(cells, system),
        ));
        let label = format!("MITAX {}", system.label());
        let note = format!("suggested {suggested} ({RULE_VERSION})");
        score.line(&label, Some(entered.to_owned()), note);
        score.about(format!("mitax.{}", system.key()));
    }
}

fn letter(category: Assessed<mdaat::Category>) -> &'static str {
    match category {
        Assessed::Blank => "-",
        Assessed::NotAssessed => "NA",
        Assessed::Value(category) => category.letter(),
    }
}
