//! Two contents have no difference exactly when they have one hash, whatever was edited.

use super::*;
use proptest::prelude::*;
use proptest::sample::Index;

/// An edit of a tree of values: at any node, of a kind that fits there.
#[derive(Clone, Debug)]
struct Edit {
    node: Index,
    kind: u8,
    one: Index,
    other: Index,
    value: Value,
}

fn small_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        "[a-c]{1,2}".prop_map(Value::Text),
        (0..3_u8).prop_map(|digit| Value::Number(digit.to_string())),
        any::<bool>().prop_map(Value::Bool),
        Just(Value::List(Vec::new())),
        Just(Value::Table([].into())),
        Just(Value::Table(
            [("id".to_owned(), Value::Text("a".to_owned()))].into()
        )),
    ]
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = (
        any::<Index>(),
        0..7_u8,
        any::<Index>(),
        any::<Index>(),
        small_value(),
    );
    let edit = edit.prop_map(|(node, kind, one, other, value)| Edit {
        node,
        kind,
        one,
        other,
        value,
    });
    prop::collection::vec(edit, 0..5)
}

fn count(value: &Value) -> usize {
    match value {
        Value::List(values) => 1 + values.iter().map(count).sum::<usize>(),
        Value::Table(table) => 1 + table.values().map(count).sum::<usize>(),
        Value::Text(_) | Value::Number(_) | Value::Bool(_) => 1,
    }
}

/// Edits the node of a number, counted from the root.
fn at_node(value: &mut Value, node: &mut usize, edit: &Edit) -> bool {
    if *node == 0 {
        apply(value, edit);
        return true;
    }
    *node -= 1;
    match value {
        Value::List(values) => values.iter_mut().any(|value| at_node(value, node, edit)),
        Value::Table(table) => table.values_mut().any(|value| at_node(value, node, edit)),
        Value::Text(_) | Value::Number(_) | Value::Bool(_) => false,
    }
}

fn apply(value: &mut Value, edit: &Edit) {
    match value {
        Value::List(values) if !values.is_empty() => {
            let (one, other) = (edit.one.index(values.len()), edit.other.index(values.len()));
            match edit.kind {
                0 => {
                    values.remove(one);
                }
                1 => values.insert(one, values[other].clone()),
                2 => values.insert(one, edit.value.clone()),
                3 => values.swap(one, other),
                4 => {
                    let moved = values.remove(one);
                    values.insert(other, moved);
                }
                5 => values[one] = edit.value.clone(),
                _ => values.clear(),
            }
        }
        Value::Table(table) if !table.is_empty() => {
            let name = |at: &Index| table.keys().nth(at.index(table.len())).unwrap().clone();
            let (one, other) = (name(&edit.one), name(&edit.other));
            match edit.kind {
                0 => {
                    table.remove(&one);
                }
                1 | 2 => {
                    table.insert("b".to_owned(), edit.value.clone());
                }
                3 | 4 => {
                    let copy = table[&one].clone();
                    table.insert(other, copy);
                }
                _ => {
                    table.insert(one, edit.value.clone());
                }
            }
        }
        _ => *value = edit.value.clone(),
    }
}

/// Edits the study file or a form.
fn edit_content(content: &mut Content, file: &Index, edit: &Edit) {
    let at = file.index(content.forms.len() + 1);
    let value = match at.checked_sub(1) {
        None => &mut content.study,
        Some(at) => content.forms.values_mut().nth(at).unwrap(),
    };
    let mut node = edit.node.index(count(value));
    assert!(at_node(value, &mut node, edit));
}

/// Moves a field of a form to any place of any section.
fn move_field(form: &mut Value, from: (&Index, &Index), to: (&Index, &Index)) {
    let Value::Table(form) = form else { return };
    let Some(Value::List(sections)) = form.get_mut("section") else {
        return;
    };
    let count = sections.len();
    let fields = |section: &mut Value, change: &mut dyn FnMut(&mut Vec<Value>)| {
        let Value::Table(section) = section else {
            return;
        };
        if let Some(Value::List(fields)) = section.get_mut("field") {
            change(fields);
        }
    };
    let mut taken = None;
    fields(&mut sections[from.0.index(count)], &mut |fields| {
        taken = Some(fields.remove(from.1.index(fields.len())));
    });
    fields(&mut sections[to.0.index(count)], &mut |fields| {
        fields.insert(to.1.index(fields.len() + 1), taken.take().unwrap());
    });
}

fn agrees(old: &Content, new: &Content) -> Result<(), TestCaseError> {
    let changes = difference(old, new);
    prop_assert_eq!(changes.is_empty(), old == new);
    prop_assert_eq!(changes.is_empty(), old.hash() == new.hash());
    let back = difference(new, old);
    prop_assert_eq!(changes.is_empty(), back.is_empty());
    let added = |changes: &[Change]| {
        let of = |change: &&Change| matches!(change.what, What::Added(_));
        changes.iter().filter(of).count()
    };
    let removed = |changes: &[Change]| {
        let of = |change: &&Change| matches!(change.what, What::Removed(_));
        changes.iter().filter(of).count()
    };
    prop_assert_eq!(added(&changes), removed(&back));
    prop_assert_eq!(removed(&changes), added(&back));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is in the tree, of a valid file or not.
    #[test]
    fn contents_differ_exactly_when_their_trees_do(
        first in edits(),
        second in edits(),
        files in prop::collection::vec(any::<Index>(), 2),
    ) {
        let (mut old, mut new) = (shipped(), shipped());
        for edit in &first {
            edit_content(&mut old, &files[0], edit);
        }
        for edit in &second {
            edit_content(&mut new, &files[1], edit);
        }
        agrees(&old, &new)?;
        agrees(&shipped(), &new)?;
    }

    /// Fields that only move are neither added nor removed, and nothing else is said of them.
    #[test]
    fn fields_that_move_are_moved(
        form in any::<Index>(),
        moves in prop::collection::vec((any::<Index>(), any::<Index>(), any::<Index>(), any::<Index>()), 1..4),
    ) {
        let (old, mut new) = (shipped(), shipped());
        let at = form.index(new.forms.len());
        let form = new.forms.values_mut().nth(at).unwrap();
        // A section keeps a field, as the reader asks.
        for (from, place, to, at) in &moves {
            let before = form.clone();
            move_field(form, (from, place), (to, at));
            let sections = form.get("section").unwrap().as_list().unwrap();
            if sections.iter().any(|s| s.get("field").unwrap().as_list().unwrap().is_empty()) {
                *form = before;
            }
        }
        agrees(&old, &new)?;
        let changes = difference(&old, &new);
        prop_assert!(changes.len() <= moves.len());
        let all_moved = changes.iter().all(|change| {
            matches!((&change.part, &change.what), (Part::Field { .. }, What::Moved { .. }))
        });
        prop_assert!(all_moved, "{:?}", changes);
    }
}

/// Changes the line at a place.
type LineEdit = fn(&mut Vec<String>, usize);

/// What somebody with an editor does to a line: which lines it is done to, and what they do.
const LINE_EDITS: &[(&str, LineEdit)] = &[
    ("", |lines, at| lines.insert(at, "# a comment".to_owned())),
    (" = ", |lines, at| {
        lines[at] = lines[at].replace(" = ", "  =\t")
    }),
    (" = ", |lines, at| lines.swap(at, at.saturating_sub(1))),
    ("label = \"", |lines, at| {
        lines[at] = lines[at].replace("label = \"", "label = \"z")
    }),
    ("late = ", |lines, at| lines[at].push('1')),
    ("days = ", |lines, at| {
        lines[at] = lines[at].replace("28", "29")
    }),
    ("jump = ", |lines, at| lines[at].push_str(".5")),
    ("max-length = ", |lines, at| lines[at].push('0')),
    ("soft-m", |lines, at| lines[at].insert(0, '#')),
    ("required = ", |lines, at| drop(lines.remove(at))),
    ("    { code = ", |lines, at| drop(lines.remove(at))),
    ("    { code = ", |lines, at| lines.swap(at, at + 1)),
    ("[[section.field]]", |lines, at| {
        let ends = |line: &String| line.starts_with("[[");
        let length = lines[at + 1..].iter().position(ends);
        let end = length.map_or(lines.len(), |length| at + 1 + length);
        lines.drain(at..end);
    }),
    ("help = ", |lines, at| {
        lines[at] = lines[at].replace("help = \"", "help = \"z")
    }),
];

/// Edits a line of those that the edit is for, if the file has any.
fn edit_line(text: &mut String, line: &Index, edit: &Index) {
    let (of, change) = edit.get(LINE_EDITS);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let fitting: Vec<usize> = (0..lines.len())
        .filter(|at| lines[*at].contains(of))
        .collect();
    if !fitting.is_empty() {
        change(&mut lines, *line.get(&fitting));
        *text = lines.join("\n");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What the reader refuses has no content, and is not compared.
    #[test]
    fn files_differ_exactly_when_their_hashes_do(
        edits in prop::collection::vec((any::<Index>(), any::<Index>(), any::<Index>()), 1..4),
    ) {
        let mut texts = Texts::shipped();
        for (file, line, edit) in &edits {
            let at = file.index(texts.forms.len() + 1);
            let text = match at.checked_sub(1) {
                None => &mut texts.study,
                Some(at) => &mut texts.forms[at].1,
            };
            edit_line(text, line, edit);
        }
        if let Ok(new) = texts.read() {
            agrees(&shipped(), &new)?;
        }
    }
}
