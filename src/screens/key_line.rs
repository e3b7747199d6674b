//! The last row: which keys it names where there is no room for all.
//!
//! The way back and the help are never left out; what goes first is what is wanted least.

use crate::input::action::Action;
use crate::input::key::Key;
use crate::screens::key_hints::{GAP, Hint};
use crate::screens::look::Look;
use crate::screens::screen::{Offer, Screen};
use crate::screens::workspace::Workspace;

/// A key that the last row may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// The key and its word.
    pub(crate) hint: Hint,
    /// What it is to the row.
    pub(crate) rank: Rank,
}

/// What a key is to the last row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rank {
    /// Leads back to where one came from.
    Back,
    /// Explains the place.
    Help,
    /// May be left out; it is in the help.
    Other,
}

impl Named {
    /// Names a key that may be left out.
    pub(crate) fn new(keys: impl Into<String>, text: &'static str) -> Self {
        Self {
            hint: Hint {
                keys: keys.into(),
                text,
            },
            rank: Rank::Other,
        }
    }

    /// Says that it is the way back.
    pub(crate) fn back(self) -> Self {
        Self {
            rank: Rank::Back,
            ..self
        }
    }
}

/// Returns the keys that the last row names in `width` columns: what answers an open box, then what the screen offers.
/// The help is offered everywhere, but where the screen itself says that it does nothing.
pub(crate) fn key_line(
    screen: &dyn Screen,
    shared: &Workspace,
    offers: Vec<Offer>,
    width: usize,
    look: &Look,
) -> Vec<Hint> {
    let says_help = offers.iter().any(|(action, _)| *action == Action::Help);
    let help = (!says_help).then_some(Action::Help);
    let acts = offers.into_iter().filter(|(_, acts)| *acts);
    let actions = acts.map(|(action, _)| action).chain(help);
    let mut named = screen.answers(shared);
    named.extend(actions.filter_map(|action| name(screen, shared, action, look)));
    fit(named, width)
}

/// Returns an action with the first of its keys that works everywhere, and its word; nothing where it has no key.
fn name(screen: &dyn Screen, shared: &Workspace, action: Action, look: &Look) -> Option<Named> {
    let context = screen.context();
    let is_text = |key: &Key| screen.types_every_character() && key.typed().is_some();
    let key = shared
        .keymap
        .sure_key(context, action, |key| !is_text(key))?;
    let own = screen.word(shared, action);
    let text = own.unwrap_or_else(|| shared.language.action_in_short(action, context));
    let keys = shared.language.key(key, look.is_ascii());
    let rank = match action {
        Action::Back => Rank::Back,
        Action::Help => Rank::Help,
        _ => Rank::Other,
    };
    Some(Named {
        hint: Hint { keys, text },
        rank,
    })
}

/// Returns as many as fit in their order, the way back and the help whatever else is left out.
fn fit(named: Vec<Named>, width: usize) -> Vec<Hint> {
    // Each takes a gap in front, which the first one does not need.
    let width = width.saturating_add(GAP);
    let mut used = 0_usize;
    let mut takes = |hint: &Hint| {
        let with = used.saturating_add(hint.width()).saturating_add(GAP);
        let fits = with <= width;
        used = if fits { with } else { used };
        fits
    };
    let mut keeps = vec![false; named.len()];
    for rank in [Rank::Back, Rank::Help] {
        for (kept, one) in keeps.iter_mut().zip(&named) {
            if one.rank == rank {
                *kept = takes(&one.hint);
            }
        }
    }
    let mut others = keeps.iter_mut().zip(&named);
    // Nothing is named before what is wanted more.
    while let Some((kept, one)) = others.find(|(_, one)| one.rank == Rank::Other) {
        *kept = takes(&one.hint);
        if !*kept {
            break;
        }
    }
    let kept = named.into_iter().zip(keeps).filter(|(_, kept)| *kept);
    kept.map(|(one, _)| one.hint).collect()
}

#[cfg(test)]
mod tests {
    use super::{Named, Rank, fit};
    use crate::screens::key_hints::{GAP, Hint};
    use proptest::prelude::*;

    fn row(named: &[Named], width: usize) -> String {
        let hints = fit(named.to_vec(), width);
        let words = hints
            .iter()
            .map(|Hint { keys, text }| format!("{keys} {text}"));
        words.collect::<Vec<_>>().join("  ")
    }

    #[test]
    fn what_is_wanted_least_goes_first_and_never_the_way_back_or_the_help() {
        let help = Named {
            rank: Rank::Help,
            ..Named::new("?", "help")
        };
        let named = [
            Named::new("Enter", "open"),
            Named::new("Ctrl-T", "change"),
            Named::new("F12", "logs"),
            Named::new("Esc", "back").back(),
            help,
            Named::new("Ctrl-G", "menu"),
        ];
        let all = "Enter open  Ctrl-T change  F12 logs  Esc back  ? help  Ctrl-G menu";
        assert_eq!(row(&named, all.len()), all);
        for (width, expected) in [
            (65, "Enter open  Ctrl-T change  F12 logs  Esc back  ? help"),
            (52, "Enter open  Ctrl-T change  Esc back  ? help"),
            (42, "Enter open  Esc back  ? help"),
            (27, "Esc back  ? help"),
            (15, "Esc back"),
            (7, "? help"),
            (5, ""),
        ] {
            assert_eq!(row(&named, width), expected, "{width}");
        }
    }

    proptest! {
        #[test]
        fn a_row_fits_and_keeps_its_order(
            widths in prop::collection::vec((1..20_usize, 0..4_usize), 0..12), width in 0..130_usize
        ) {
            let named: Vec<Named> = widths
                .iter()
                .map(|(columns, rank)| Named {
                    rank: [Rank::Back, Rank::Help, Rank::Other, Rank::Other][*rank],
                    ..Named::new("x".repeat(*columns), "word")
                })
                .collect();
            let shown = fit(named.clone(), width);
            let used: usize = shown.iter().map(|hint| hint.width() + GAP).sum();
            prop_assert!(used.saturating_sub(GAP) <= width);
            let mut all = named.iter().map(|one| &one.hint);
            for hint in &shown {
                prop_assert!(all.any(|one| one == hint), "{hint:?} is out of order");
            }
        }
    }
}
