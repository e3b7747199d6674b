//! The difference of two versions: change by change, in the order in which somebody reads a study.
//!
//! Nothing is left out: what has no name of its own is compared key by key and value by value, and two contents without
//! a change between them are equal.

mod form;
mod lists;
mod matching;
mod tables;

use super::change::{Change, Part, Spot, What};
use super::content::Content;
use super::value::Value;
use crate::domain::base::ids::VisitId;
use std::collections::BTreeSet;

/// Returns every change from one version to another: the study's rules, its visits, then form by form. It is empty
/// exactly when both have the same hash.
pub fn difference(old: &Content, new: &Content) -> Vec<Change> {
    let mut changes = Vec::new();
    study(&old.study, &new.study, &mut changes);
    let ids: BTreeSet<_> = old.forms.keys().chain(new.forms.keys()).collect();
    for id in ids {
        let spot = Spot::of(Part::Form(id.clone()));
        match (old.forms.get(id), new.forms.get(id)) {
            (Some(old), Some(new)) => form::compare(id, old, new, &mut changes),
            (Some(old), None) => changes.push(spot.change(What::Removed(old.clone()))),
            (None, Some(new)) => changes.push(spot.change(What::Added(new.clone()))),
            (None, None) => {}
        }
    }
    changes
}

fn study(old: &Value, new: &Value, changes: &mut Vec<Change>) {
    let spot = Spot::of(Part::Study);
    let (Value::Table(old), Value::Table(new)) = (old, new) else {
        tables::compare(Some(old), Some(new), spot, changes);
        return;
    };
    tables::compare_keys(old, new, &["visit"], &spot, changes);
    let (old, new) = (old.get("visit"), new.get("visit"));
    match (lists::named(old), lists::named(new)) {
        (Some(old), Some(new)) => {
            let visit = |id: &str| Spot::of(Part::Visit(VisitId::new(id)));
            lists::compare_named(&old, &new, visit, changes);
        }
        _ => tables::compare(old, new, spot.key("visit"), changes),
    }
}
