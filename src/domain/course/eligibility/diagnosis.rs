//! The class of the diagnosis by the items of Bohan and Peter that the form of eligibility asks for, held against the one
//! that was chosen.

use crate::domain::base::bounds::decided;
use crate::domain::forms::disease::bohan_peter::{Certainty, Class, Classified, Items, classify};
use crate::domain::forms::engine::cells::code;
use crate::domain::record::session::FormCells;

/// Field of the class that was chosen.
pub(crate) const CLASS: &str = "diagnosis-class";

/// The code of the clinically amyopathic class.
pub(crate) const AMYOPATHIC: &str = "amyopathic";

/// The codes of the classes of Bohan and Peter; the amyopathic form has criteria of its own, which are no items here.
const CODES: [(&str, Certainty); 3] = [
    ("possible", Certainty::Possible),
    ("probable", Certainty::Probable),
    ("definite", Certainty::Definite),
];

/// Returns the class by the items; none where no item is answered.
pub(crate) fn classified(cells: &FormCells) -> Option<Classified> {
    let fields = ["weakness", "biopsy", "enzymes", "emg", "rash"];
    let codes = fields.map(|item| code(cells, &format!("bp-{item}")));
    codes.iter().flatten().next()?;
    let [weakness, biopsy, enzymes, emg, rash] = codes.map(|code| match code? {
        "y" => Some(true),
        "n" => Some(false),
        _ => None,
    });
    Some(classify(&Items {
        weakness,
        biopsy,
        enzymes,
        emg,
        rash,
    }))
}

/// Returns how certain dermatomyositis was said to be; none where another class, or none, was chosen.
fn chosen(cells: &FormCells) -> Option<Certainty> {
    let chosen = code(cells, CLASS)?;
    let known = CODES.iter().find(|(code, _)| *code == chosen);
    known.map(|(_, certainty)| *certainty)
}

fn certainty(class: Option<Class>) -> Option<Certainty> {
    match class? {
        Class::Dermatomyositis(certainty) => Some(certainty),
        Class::Polymyositis(_) => None,
    }
}

/// Returns whether the items make it dermatomyositis; none where what is not known decides, and of a class by other criteria.
pub(super) fn is_dermatomyositis(cells: &FormCells) -> Option<bool> {
    chosen(cells)?;
    let found = classified(cells)?;
    let is_it = |class: Option<Class>| certainty(class).is_some();
    decided(is_it(found.class), !is_it(found.reachable))
}

/// Returns the class by the items where the one that was chosen is below it, or above the one that could be reached.
pub(crate) fn contradicted(cells: &FormCells) -> Option<Classified> {
    let chosen = Some(chosen(cells)?);
    let found = classified(cells)?;
    let fits = certainty(found.class) <= chosen && chosen <= certainty(found.reachable);
    (!fits).then_some(found)
}
