//! Which of two lists' items are the same, and which of them have moved.

use crate::domain::study::version::value::{Table, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Keys that name a table among others of its list; the first one that all of them have does.
const NAMES: &[&str] = &["id", "code", "drug"];

/// Keys with the words for a table.
const WORDS: &[&str] = &["label", "title"];

/// A table of a list in which each has a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item<'a> {
    /// Key that names it.
    key: &'static str,
    /// Its name.
    pub(super) name: &'a str,
    /// The table, with its name.
    pub(super) table: &'a Table,
}

impl<'a> Item<'a> {
    /// Returns the table that a key names, if it does.
    pub(super) fn new(key: &'static str, table: &'a Table) -> Option<Self> {
        let name = table.get(key)?.as_text()?;
        Some(Self { key, name, table })
    }

    /// Returns the table as a value.
    pub(super) fn value(&self) -> Value {
        Value::Table(self.table.clone())
    }

    /// Returns whether this is the other one under another name: all but the name, and the character that picks it, is
    /// the same, words included.
    fn is_renamed(&self, other: &Self) -> bool {
        let has_words = WORDS.iter().any(|word| self.table.contains_key(*word));
        let of = |item: &Self| {
            let key = item.key;
            let is_other = move |(name, _): &(&String, &Value)| *name != key && *name != "key";
            item.table.iter().filter(is_other)
        };
        has_words && self.key == other.key && of(self).eq(of(other))
    }
}

/// Returns the tables of a list by their names; none when something else stands in it, or a name stands twice.
pub(super) fn items(list: &[Value]) -> Option<Vec<Item<'_>>> {
    let named = |key: &&'static str| {
        let items = list.iter().map(|value| Item::new(key, value.as_table()?));
        items.collect::<Option<Vec<Item<'_>>>>()
    };
    let items = NAMES.iter().find_map(named)?;
    let names: BTreeSet<&str> = items.iter().map(|item| item.name).collect();
    (names.len() == items.len()).then_some(items)
}

/// Returns the texts of a list; none when something else stands in it, or a text stands twice.
pub(super) fn entries(list: &[Value]) -> Option<Vec<&str>> {
    let texts: Vec<&str> = list.iter().map(Value::as_text).collect::<Option<_>>()?;
    let different: BTreeSet<&str> = texts.iter().copied().collect();
    (different.len() == texts.len()).then_some(texts)
}

/// Which items of two lists are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Matched {
    /// For each of the new list, its place in the old one; none when it was added.
    pub(super) of_new: Vec<Option<usize>>,
    /// Places in the old list of those that were removed.
    pub(super) removed: Vec<usize>,
}

/// Matches items by their names; what is left over then matches under another name when only one can be meant.
pub(super) fn matched(old: &[Item<'_>], new: &[Item<'_>]) -> Matched {
    let places: BTreeMap<&str, usize> = old.iter().map(|item| item.name).zip(0..).collect();
    let mut of_new: Vec<Option<usize>> = new
        .iter()
        .map(|item| places.get(item.name).copied())
        .collect();
    let taken: BTreeSet<usize> = of_new.iter().copied().flatten().collect();
    let mut removed: Vec<usize> = (0..old.len()).filter(|at| !taken.contains(at)).collect();
    let left: Vec<(usize, &Item<'_>)> = removed
        .iter()
        .filter_map(|at| Some((*at, old.get(*at)?)))
        .collect();
    let added: Vec<&Item<'_>> = new
        .iter()
        .zip(&of_new)
        .filter_map(|(item, before)| before.is_none().then_some(item))
        .collect();
    for (item, before) in new.iter().zip(&mut of_new) {
        if before.is_some() {
            continue;
        }
        let was = only(left.iter().filter(|(_, was)| was.is_renamed(item)));
        if let Some((at, was)) = was
            && only(added.iter().filter(|other| was.is_renamed(other))).is_some()
        {
            *before = Some(*at);
            removed.retain(|other| other != at);
        }
    }
    Matched { of_new, removed }
}

/// Returns what there is one of; none when there are several.
fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Returns which have moved, given the old places in the new order: all but the most that still stand in the old order.
pub(super) fn moved(order: &[usize]) -> Vec<bool> {
    // For each, how many at most stand in order up to it, and which is the one before it.
    let mut longest: Vec<(usize, Option<usize>)> = Vec::new();
    for place in order {
        let before = order
            .iter()
            .zip(&longest)
            .enumerate()
            .filter(|(_, (other, _))| *other < place)
            .map(|(at, (_, (length, _)))| (*length, at))
            .max();
        longest.push(before.map_or((1, None), |(length, at)| (length + 1, Some(at))));
    }
    let ends = longest
        .iter()
        .zip(0..)
        .map(|((length, _), at)| (*length, at));
    let mut next = ends.max().map(|(_, at)| at);
    let mut moved = vec![true; order.len()];
    while let Some(at) = next {
        if let Some(moved) = moved.get_mut(at) {
            *moved = false;
        }
        next = longest.get(at).and_then(|(_, before)| *before);
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn option(code: &str, label: &str) -> Value {
        let pairs = [("code", code), ("label", label)];
        let own = |(key, text): (&str, &str)| (key.to_owned(), Value::Text(text.to_owned()));
        Value::Table(pairs.map(own).into())
    }

    fn same(old: &[Value], new: &[Value]) -> (Vec<Option<usize>>, Vec<usize>) {
        let found = matched(&items(old).unwrap(), &items(new).unwrap());
        (found.of_new, found.removed)
    }

    #[test]
    fn the_words_tell_which_item_has_another_name() {
        let old = [option("0", "none"), option("1", "mild")];
        let new = [option("0", "none"), option("2", "mild")];
        assert_eq!(same(&old, &new), (vec![Some(0), Some(1)], vec![]));
    }

    #[test]
    fn where_two_could_be_meant_none_is() {
        let old = [option("0", "mild"), option("1", "mild")];
        let new = [option("2", "mild")];
        assert_eq!(same(&old, &new), (vec![None], vec![0, 1]));
        assert_eq!(same(&new, &old), (vec![None, None], vec![0]));
    }

    #[test]
    fn names_come_before_words() {
        let old = [option("0", "none"), option("1", "mild")];
        let new = [option("0", "mild"), option("1", "none")];
        assert_eq!(same(&old, &new), (vec![Some(0), Some(1)], vec![]));
    }

    #[test]
    fn a_name_that_stands_twice_names_nothing() {
        assert!(items(&[option("0", "none"), option("0", "mild")]).is_none());
        assert!(entries(&[Value::Text("a".to_owned()), Value::Text("a".to_owned())]).is_none());
    }

    #[test]
    fn what_is_put_elsewhere_moves_and_the_rest_stays() {
        assert_eq!(moved(&[0, 1, 2]), [false; 3]);
        assert_eq!(moved(&[3, 0, 1, 2]), [true, false, false, false]);
        assert_eq!(moved(&[1, 2, 3, 0]), [false, false, false, true]);
        assert_eq!(moved(&[]), [false; 0]);
    }

    proptest! {
        #[test]
        fn something_moved_exactly_when_the_order_is_another(
            order in Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let moved = moved(&order);
            prop_assert_eq!(order.is_sorted(), moved.iter().all(|moved| !moved));
            let stay = order.iter().zip(&moved).filter(|(_, moved)| !**moved);
            prop_assert!(stay.map(|(place, _)| *place).is_sorted());
        }
    }
}
