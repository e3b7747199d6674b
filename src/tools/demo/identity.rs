//! Ids and initials that show at a glance that a participant is synthetic.

use crate::domain::forms::engine::instrument::pattern;

/// One character of an id's form.
#[derive(Clone, Copy)]
enum Slot {
    Digit,
    Letter,
    Itself(char),
}

impl Slot {
    fn of(form: char) -> Self {
        match form {
            '9' => Self::Digit,
            'A' => Self::Letter,
            itself => Self::Itself(itself),
        }
    }

    /// Returns how many characters can stand here.
    fn radix(self) -> u128 {
        match self {
            Self::Digit => 10,
            Self::Letter => 26,
            Self::Itself(_) => 1,
        }
    }

    fn character(self, digit: u128) -> char {
        let digit = u8::try_from(digit).unwrap_or(0);
        match self {
            Self::Digit => char::from(b'0'.saturating_add(digit)),
            Self::Letter => char::from(b'A'.saturating_add(digit)),
            Self::Itself(itself) => itself,
        }
    }
}

/// Returns the id of a synthetic participant, counted from 0, in the form of the study (the first
/// one, where `|` divides several); none when the form has no more ids.
///
/// The last run of digits or letters counts participants up, digits from 1. All before it, such as
/// the site, counts down from the highest: `99-999` gives `99-001` ... `99-999`, `98-001` and so on.
/// A form of one run counts down as a whole: `9999` gives `9999`, `9998`.
pub(super) fn id(pattern: &str, index: usize) -> Option<String> {
    let form = pattern.split('|').next().unwrap_or(pattern);
    if let Some(checked) = form.strip_suffix(pattern::CHECK) {
        let id = id(checked, index)?;
        let check = pattern::check_character(&id)?;
        return Some(format!("{id}{check}"));
    }
    let slots: Vec<Slot> = form.chars().map(Slot::of).collect();
    let index = index as u128;

    let fixed = |slot: &Slot| matches!(slot, Slot::Itself(_));
    let end = slots
        .iter()
        .rposition(|slot| !fixed(slot))
        .map_or(0, |at| at + 1);
    let start = slots
        .iter()
        .take(end)
        .rposition(fixed)
        .map_or(0, |at| at + 1);
    let (prefix, run) = slots.split_at_checked(start)?;

    let size = capacity(run);
    let sites = capacity(prefix);
    if prefix.iter().all(fixed) {
        let number = size.checked_sub(1)?.checked_sub(index)?;
        return Some(write(prefix, 0) + &write(run, number));
    }
    // Participants are counted from 001; letters have no zero to leave out.
    let first = u128::from(run.iter().any(|slot| matches!(slot, Slot::Digit)));
    let usable = size.checked_sub(first).filter(|usable| *usable > 0)?;
    let site = sites.checked_sub(1)?.checked_sub(index / usable)?;
    Some(write(prefix, site) + &write(run, first + index % usable))
}

/// Returns how many different texts some slots can hold.
fn capacity(slots: &[Slot]) -> u128 {
    slots.iter().fold(1, |product: u128, slot| {
        product.saturating_mul(slot.radix())
    })
}

/// Writes a number into slots, the last one running fastest.
fn write(slots: &[Slot], number: u128) -> String {
    let mut rest = number;
    let mut text: Vec<char> = slots
        .iter()
        .rev()
        .map(|slot| {
            let digit = rest % slot.radix();
            rest /= slot.radix();
            slot.character(digit)
        })
        .collect();
    text.reverse();
    text.into_iter().collect()
}

/// Returns initials that begin with X: `XA` to `XZ`, then `XAA` to `XZZ`, which repeat.
pub(super) fn initials(index: usize) -> String {
    let letter = |number: usize| Slot::Letter.character((number % 26) as u128);
    match index.checked_sub(26) {
        None => format!("X{}", letter(index)),
        Some(further) => format!("X{}{}", letter(further / 26), letter(further)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_count_down_when_a_site_is_full() {
        let of = |index| id("99-999", index).unwrap();
        assert_eq!(of(0), "99-001");
        assert_eq!(of(998), "99-999");
        assert_eq!(of(999), "98-001");
        assert_eq!(of(9_999), "89-010");
        assert_eq!(of(99_899), "00-999");
        assert_eq!(id("99-999", 99_900), None);
    }

    #[test]
    fn other_forms_are_followed() {
        assert_eq!(id("AA99-AA", 0).unwrap(), "ZZ99-AA");
        assert_eq!(id("AA99-AA", 27).unwrap(), "ZZ99-BB");
        assert_eq!(id("DM-999", 0).unwrap(), "DM-999");
        assert_eq!(id("DM-999", 999).unwrap(), "DM-000");
        assert_eq!(id("DM-999", 1_000), None);
        assert_eq!(id("99-999/9", 0).unwrap(), "99-999/1");
        assert_eq!(id("99-999|A-99", 3).unwrap(), "99-004");
        // 9 + 9 = 18, 0, ... by ISO/IEC 7064 MOD 37,36, as `pattern` computes it.
        assert!(pattern::matches("99-999#", &id("99-999#", 4).unwrap()));
        assert_eq!(id("only", 0).unwrap(), "only");
        assert_eq!(id("only", 1), None);
    }

    #[test]
    fn initials_have_two_or_three_capitals() {
        assert_eq!(initials(0), "XA");
        assert_eq!(initials(25), "XZ");
        assert_eq!(initials(26), "XAA");
        assert_eq!(initials(26 + 27), "XBB");
        assert_eq!(initials(26 + 676), "XAA");
    }
}
