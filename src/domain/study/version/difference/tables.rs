//! Compares values of any kind, tables key by key.

use super::lists;
use crate::domain::study::version::change::{Change, Spot, What};
use crate::domain::study::version::value::{Table, Value};
use std::collections::BTreeSet;

/// Compares what stands at a spot in both versions, if it is there.
pub(super) fn compare(
    old: Option<&Value>,
    new: Option<&Value>,
    spot: Spot,
    changes: &mut Vec<Change>,
) {
    match (old, new) {
        (None, None) => {}
        (Some(old), None) => changes.push(spot.change(What::Removed(old.clone()))),
        (None, Some(new)) => changes.push(spot.change(What::Added(new.clone()))),
        (Some(Value::Table(old)), Some(Value::Table(new))) => {
            compare_keys(old, new, &[], &spot, changes);
        }
        (Some(Value::List(old)), Some(Value::List(new))) => {
            lists::compare(old, new, spot, changes);
        }
        (Some(old), Some(new)) => changed(old, new, spot, changes),
    }
}

/// Compares two tables key by key, without those keys that are compared elsewhere.
pub(super) fn compare_keys(
    old: &Table,
    new: &Table,
    without: &[&str],
    spot: &Spot,
    changes: &mut Vec<Change>,
) {
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for key in keys {
        if !without.contains(&key.as_str()) {
            compare(old.get(key), new.get(key), spot.key(key), changes);
        }
    }
}

/// Compares two values as wholes.
pub(super) fn changed(old: &Value, new: &Value, spot: Spot, changes: &mut Vec<Change>) {
    if old != new {
        changes.push(spot.change(What::Changed {
            from: old.clone(),
            to: new.clone(),
        }));
    }
}
