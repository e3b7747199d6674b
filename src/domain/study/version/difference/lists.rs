//! Compares lists: by the names of what stands in them, so that one that is put in is one change.

use super::matching::{Item, Matched, entries, items, matched, moved};
use super::tables;
use crate::domain::study::version::change::{Change, Place, Spot, Step, What};
use crate::domain::study::version::value::{Table, Value};

/// Compares two lists: texts and named tables by themselves, other tables by their places, anything else as a whole.
pub(super) fn compare(old: &[Value], new: &[Value], spot: Spot, changes: &mut Vec<Change>) {
    if let (Some(old), Some(new)) = (entries(old), entries(new)) {
        compare_texts(&old, &new, &spot, changes);
    } else if let (Some(old), Some(new)) = (items(old), items(new)) {
        let item = |name: &str| spot.step(Step::Named(name.to_owned()));
        compare_named(&old, &new, item, changes);
    } else if let (Some(old), Some(new)) = (all_tables(old), all_tables(new)) {
        compare_numbered(&old, &new, &spot, changes);
    } else {
        let (old, new) = (Value::List(old.to_vec()), Value::List(new.to_vec()));
        tables::changed(&old, &new, spot, changes);
    }
}

/// Returns the tables of a list that have names.
pub(super) fn named(value: Option<&Value>) -> Option<Vec<Item<'_>>> {
    items(value?.as_list()?)
}

/// Compares tables that have names, each at the spot of its name, and returns which of them are the same.
pub(super) fn compare_named(
    old: &[Item<'_>],
    new: &[Item<'_>],
    spot: impl Fn(&str) -> Spot,
    changes: &mut Vec<Change>,
) -> Matched {
    let matched = matched(old, new);
    for item in matched.removed.iter().filter_map(|at| old.get(*at)) {
        changes.push(spot(item.name).change(What::Removed(item.value())));
    }
    let order: Vec<usize> = matched.of_new.iter().copied().flatten().collect();
    let mut moved = moved(&order).into_iter();
    for (at, (item, before)) in new.iter().zip(&matched.of_new).enumerate() {
        let Some((from, was)) = before.and_then(|from| Some((from, old.get(from)?))) else {
            changes.push(spot(item.name).change(What::Added(item.value())));
            continue;
        };
        if moved.next() == Some(true) {
            changes.push(spot(was.name).change(places(from, at)));
        }
        tables::compare_keys(was.table, item.table, &[], &spot(was.name), changes);
    }
    matched
}

fn compare_texts(old: &[&str], new: &[&str], spot: &Spot, changes: &mut Vec<Change>) {
    let at = |text: &str| spot.step(Step::Listed(text.to_owned()));
    let value = |text: &str| Value::Text(text.to_owned());
    for text in old.iter().filter(|text| !new.contains(text)) {
        changes.push(at(text).change(What::Removed(value(text))));
    }
    let before = |text: &&str| old.iter().position(|other| other == text);
    let order: Vec<usize> = new.iter().filter_map(before).collect();
    let mut moved = moved(&order).into_iter();
    for (to, text) in new.iter().enumerate() {
        match before(text) {
            None => changes.push(at(text).change(What::Added(value(text)))),
            Some(from) if moved.next() == Some(true) => {
                changes.push(at(text).change(places(from, to)));
            }
            Some(_) => {}
        }
    }
}

/// Compares tables without names: those alike at both ends stay, and the rest is compared place by place.
fn compare_numbered(old: &[&Table], new: &[&Table], spot: &Spot, changes: &mut Vec<Change>) {
    let start = alike(old.iter(), new.iter());
    let (old, new) = (rest(old, start, 0), rest(new, start, 0));
    let end = alike(old.iter().rev(), new.iter().rev());
    let (old, new) = (rest(old, 0, end), rest(new, 0, end));
    for at in 0..old.len().max(new.len()) {
        let spot = spot.step(Step::Numbered(start + at + 1));
        let table = |table: &&Table| Value::Table((*table).clone());
        let (old, new) = (old.get(at).map(table), new.get(at).map(table));
        tables::compare(old.as_ref(), new.as_ref(), spot, changes);
    }
}

fn alike<'a>(
    old: impl Iterator<Item = &'a &'a Table>,
    new: impl Iterator<Item = &'a &'a Table>,
) -> usize {
    old.zip(new).take_while(|(old, new)| old == new).count()
}

/// Returns a list without so many at its start and its end.
fn rest<'a, 'b>(list: &'b [&'a Table], start: usize, end: usize) -> &'b [&'a Table] {
    list.get(start..list.len().saturating_sub(end))
        .unwrap_or_default()
}

fn all_tables(list: &[Value]) -> Option<Vec<&Table>> {
    list.iter().map(Value::as_table).collect()
}

/// Makes the move from one place of a list to another, both from 0.
pub(super) fn places(from: usize, to: usize) -> What {
    let place = |at: usize| Place {
        section: None,
        number: at + 1,
    };
    What::Moved {
        from: place(from),
        to: place(to),
    }
}
