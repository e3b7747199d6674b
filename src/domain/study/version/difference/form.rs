//! Compares two versions of a form: its lists of options, its sections, and its fields wherever they stand.

use super::lists;
use super::matching::{Item, Matched, matched, moved};
use super::tables;
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::study::version::change::{Change, Part, Place, Spot, What};
use crate::domain::study::version::value::{Table, Value};
use std::collections::BTreeSet;

/// Compares two versions of a form.
pub(super) fn compare(id: &FormId, old: &Value, new: &Value, changes: &mut Vec<Change>) {
    let spot = Spot::of(Part::Form(id.clone()));
    let (Value::Table(old), Value::Table(new)) = (old, new) else {
        tables::compare(Some(old), Some(new), spot, changes);
        return;
    };
    tables::compare_keys(old, new, &["options", "section"], &spot, changes);
    options(id, old.get("options"), new.get("options"), &spot, changes);
    let (old, new) = (old.get("section"), new.get("section"));
    match (sections(old), sections(new)) {
        (Some(old), Some(new)) => compare_sections(id, &old, &new, changes),
        _ => tables::compare(old, new, spot.key("section"), changes),
    }
}

fn options(
    form: &FormId,
    old: Option<&Value>,
    new: Option<&Value>,
    spot: &Spot,
    changes: &mut Vec<Change>,
) {
    let none = Table::new();
    let (old, new) = match (old, new) {
        (Some(Value::Table(old)), Some(Value::Table(new))) => (old, new),
        // An empty table of lists is told from none at all below.
        (Some(Value::Table(old)), None) if !old.is_empty() => (old, &none),
        (None, Some(Value::Table(new))) if !new.is_empty() => (&none, new),
        _ => {
            tables::compare(old, new, spot.key("options"), changes);
            return;
        }
    };
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for name in names {
        let (old, new) = (old.get(name), new.get(name));
        match (lists::named(old), lists::named(new)) {
            (Some(old), Some(new)) => {
                let option = |code: &str| {
                    Spot::of(Part::Option {
                        form: form.clone(),
                        list: name.clone(),
                        code: code.to_owned(),
                    })
                };
                lists::compare_named(&old, &new, option, changes);
            }
            _ => {
                let list = Part::Options {
                    form: form.clone(),
                    list: name.clone(),
                };
                tables::compare(old, new, Spot::of(list), changes);
            }
        }
    }
}

/// A section: its own keys, and its fields.
struct Section<'a> {
    own: Table,
    fields: Vec<Item<'a>>,
}

/// A field with its place: the number of its section and its own, both from 0.
#[derive(Clone, Copy)]
struct Placed<'a> {
    section: usize,
    number: usize,
    field: Item<'a>,
}

/// Reads the sections of a form; none when one of them or a field has no id of its own.
fn sections(value: Option<&Value>) -> Option<Vec<Section<'_>>> {
    let mut sections = Vec::new();
    let mut ids = BTreeSet::new();
    let mut field_ids = BTreeSet::new();
    for value in value?.as_list()? {
        let mut own = value.as_table()?.clone();
        own.remove("field");
        if !ids.insert(value.get("id")?.as_text()?) {
            return None;
        }
        let mut fields = Vec::new();
        for field in value.get("field")?.as_list()? {
            let field = Item::new("id", field.as_table()?)?;
            if !field_ids.insert(field.name) {
                return None;
            }
            fields.push(field);
        }
        sections.push(Section { own, fields });
    }
    Some(sections)
}

/// Returns all fields of a form, in the order of its sections.
fn placed<'a>(sections: &[Section<'a>]) -> Vec<Placed<'a>> {
    let of_section = |(section, read): (usize, &Section<'a>)| {
        let place = move |(number, field)| Placed {
            section,
            number,
            field,
        };
        let fields = read.fields.clone().into_iter();
        fields.enumerate().map(place).collect::<Vec<_>>()
    };
    sections.iter().enumerate().flat_map(of_section).collect()
}

/// Returns the sections without their fields.
fn own<'a>(sections: &'a [Section<'_>]) -> Vec<Item<'a>> {
    let own = sections.iter().map(|section| &section.own);
    own.filter_map(|own| Item::new("id", own)).collect()
}

fn compare_sections(
    form: &FormId,
    old: &[Section<'_>],
    new: &[Section<'_>],
    changes: &mut Vec<Change>,
) {
    let section = |id: &str| {
        Spot::of(Part::Section {
            form: form.clone(),
            section: id.to_owned(),
        })
    };
    let sections = Sections {
        old: own(old),
        new: own(new),
    };
    let same = lists::compare_named(&sections.old, &sections.new, section, changes);
    compare_fields(form, &placed(old), &placed(new), &sections, &same, changes);
}

/// The sections of both versions.
struct Sections<'a> {
    old: Vec<Item<'a>>,
    new: Vec<Item<'a>>,
}

fn compare_fields(
    form: &FormId,
    old: &[Placed<'_>],
    new: &[Placed<'_>],
    sections: &Sections<'_>,
    same: &Matched,
    changes: &mut Vec<Change>,
) {
    let spot = |field: &Item<'_>| {
        Spot::of(Part::Field {
            form: form.clone(),
            field: FieldId::new(field.name),
        })
    };
    let matched = matched(&items(old), &items(new));
    for gone in matched.removed.iter().filter_map(|at| old.get(*at)) {
        changes.push(spot(&gone.field).change(What::Removed(gone.field.value())));
    }
    let is_same_section =
        |was: &Placed<'_>, is: &Placed<'_>| same.of_new.get(is.section) == Some(&Some(was.section));
    let before = |at: usize| old.get((*matched.of_new.get(at)?)?);
    // Within each section by itself: a section that moves takes its fields along.
    let mut moved_within = BTreeSet::new();
    for section in 0..sections.new.len() {
        let stay: Vec<(usize, usize)> = new
            .iter()
            .enumerate()
            .filter(|(_, is)| is.section == section)
            .filter_map(|(at, is)| {
                let was = before(at).filter(|was| is_same_section(was, is))?;
                Some((at, was.number))
            })
            .collect();
        let order: Vec<usize> = stay.iter().map(|(_, number)| *number).collect();
        let moved = stay.iter().zip(moved(&order)).filter(|(_, moved)| *moved);
        moved_within.extend(moved.map(|((at, _), _)| *at));
    }
    for (at, is) in new.iter().enumerate() {
        let Some(was) = before(at) else {
            changes.push(spot(&is.field).change(What::Added(is.field.value())));
            continue;
        };
        if moved_within.contains(&at) {
            let what = lists::places(was.number, is.number);
            changes.push(spot(&was.field).change(what));
        } else if !is_same_section(was, is) {
            let what = What::Moved {
                from: place(&sections.old, was),
                to: place(&sections.new, is),
            };
            changes.push(spot(&was.field).change(what));
        }
        let (was, is) = (&was.field, &is.field);
        tables::compare_keys(was.table, is.table, &[], &spot(was), changes);
    }
}

fn items<'a>(placed: &[Placed<'a>]) -> Vec<Item<'a>> {
    placed.iter().map(|at| at.field).collect()
}

/// Says where a field stands, with its section.
fn place(sections: &[Item<'_>], at: &Placed<'_>) -> Place {
    Place {
        section: sections.get(at.section).map(|item| item.name.to_owned()),
        number: at.number + 1,
    }
}
