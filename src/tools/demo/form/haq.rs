//! The HAQ: items from weakness, aids and help where an item of their category is hard, pain.

use super::{Text, tenths, whole, yes};
use crate::tools::demo::draw::Draw;
use crate::tools::demo::visiting::Visiting;

pub(super) fn value(at: &Visiting<'_>, field: &str, draw: &mut Draw) -> Option<Text> {
    if let Some(item) = field.strip_prefix("item") {
        let item = item.parse::<usize>().ok()?.checked_sub(1)?;
        let difficulty = at.disease.haq.get(item)?;
        return Some(whole(difficulty.at(at.step())));
    }
    if let Some(aid) = field.strip_prefix("aid.") {
        if aid.contains('.') {
            return None;
        }
        // Needed at baseline, kept afterwards.
        return Some(yes(match aid {
            "cane" => hard(at, 7..9),
            "dressing" => hard(at, 0..2),
            "jar-opener" => hard(at, 14..17),
            "bath-bar" => hard(at, 9..12),
            _ => false,
        }));
    }
    if let Some(category) = field.strip_prefix("help.") {
        return Some(yes(match category {
            "reach" => hard(at, 12..14),
            "activities" => hard(at, 17..20),
            _ => false,
        }));
    }
    if field == "pain" {
        let global = at.disease.ptga.at(at.step());
        return Some(tenths(
            (global + draw.tenths(-1.0, 1.2, -40, 20)).clamp(0, 100),
        ));
    }
    None
}

/// Returns whether two of some items, or all of them, were much difficulty or worse at baseline.
fn hard(at: &Visiting<'_>, items: std::ops::Range<usize>) -> bool {
    at.disease
        .haq
        .get(items)
        .is_some_and(|items| items.iter().filter(|item| item.base() >= 2).count() >= 2)
}
