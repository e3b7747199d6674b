//! The cells of the form as scales, item codes and categories, and the history of each system.

use super::{Assessed, Category as Mitax, System};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::cells::{answer, code};
use crate::domain::record::session::FormCells;

fn assessed<T>(cells: &FormCells, field: &str, read: impl Fn(&Answer) -> Option<T>) -> Assessed<T> {
    match answer(cells, field) {
        Some(Answer::Missing { .. }) => Assessed::NotAssessed,
        Some(given) => read(given).map_or(Assessed::Blank, Assessed::Value),
        None => Assessed::Blank,
    }
}

/// Reads an organ scale of `mdaat`.
pub fn organ_vas(cells: &FormCells, system: System) -> Assessed<Exact> {
    assessed(cells, &format!("{}.vas", system.key()), |given| {
        given.as_number().map(Exact::from_decimal)
    })
}

/// Reads an item code 0 to 4 of `mdaat`.
pub fn mdaat_code(cells: &FormCells, system: System, item: &str) -> Assessed<u8> {
    assessed(cells, &format!("{}.{item}", system.key()), |given| {
        given
            .as_code()?
            .parse::<u8>()
            .ok()
            .filter(|code| *code <= 4)
    })
}

/// Reads a MITAX category that the physician entered.
pub fn mitax_entered(cells: &FormCells, system: System) -> Assessed<Mitax> {
    assessed(cells, &format!("mitax.{}", system.key()), |given| {
        Mitax::of(given.as_code()?)
    })
}

/// Reads whether a system was ever affected; `None` while that is not known.
pub fn ever_affected(cells: &FormCells, system: System) -> Option<bool> {
    match code(cells, &format!("ever.{}", system.key()))? {
        "y" => Some(true),
        "n" => Some(false),
        _ => None,
    }
}

/// Returns the cells of `mdaat` with what earlier visits say of each system's history: ever affected
/// when a flag or an active item said so, else as flagged. What stands in the cells themselves stays.
pub fn with_history<'a>(
    cells: &FormCells,
    earlier: impl Iterator<Item = &'a FormCells> + Clone,
) -> FormCells {
    let mut cells = cells.clone();
    for system in System::ALL {
        if ever_affected(&cells, system).is_some() {
            continue;
        }
        let active = |cells: &FormCells| {
            let code = |item: &str| mdaat_code(cells, system, item);
            let items = system.items().iter();
            items
                .copied()
                .any(|(item, _)| matches!(code(item), Assessed::Value(1..)))
        };
        let affected = earlier
            .clone()
            .any(|cells| ever_affected(cells, system) == Some(true) || active(cells));
        let known = earlier
            .clone()
            .any(|cells| ever_affected(cells, system).is_some());
        if affected || known {
            let cell = cells
                .entry(FieldId::new(format!("ever.{}", system.key())))
                .or_default();
            cell.answer = Some(Answer::code(if affected { "y" } else { "n" }));
        }
    }
    cells
}
