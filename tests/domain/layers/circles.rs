//! Files do not import each other in a circle, but for a few of one folder.

use super::{Paths, modules, resolve, src};
use std::collections::{BTreeMap, BTreeSet};

/// Most files in a circle.
const MOST: usize = 4;

/// Circles that are larger: the folder, and why.
const KNOWN: &[(&str, &str)] = &[(
    "domain/forms/engine",
    "an instrument names its scorer, whose trait is told about instruments",
)];

/// Which file imports which, by the paths of the files without their ending.
type Imports = BTreeMap<String, BTreeSet<String>>;

fn imports(files: &[(Vec<String>, String)]) -> Imports {
    let names: BTreeSet<String> = files.iter().map(|(module, _)| module.join("/")).collect();
    let file_of = |mut path: Vec<String>| {
        while !path.is_empty() {
            let name = path.join("/");
            if names.contains(&name) {
                return Some(name);
            }
            path.pop();
        }
        None
    };
    let mut imports = Imports::new();
    for (module, text) in files {
        let own = module.join("/");
        let into = imports.entry(own.clone()).or_default();
        for (inside, path) in Paths::of(text).found {
            let mut at = module.clone();
            at.extend(inside);
            let target = resolve(&at, &path).and_then(file_of);
            into.extend(target.filter(|target| *target != own));
        }
    }
    imports
}

/// Returns all files that a file leads to, directly or by others.
fn reached<'a>(imports: &'a Imports, from: &'a str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(file) = open.pop() {
        for next in imports.get(file).into_iter().flatten() {
            if reached.insert(next.as_str()) {
                open.push(next);
            }
        }
    }
    reached
}

/// Returns the circles: each the files that lead to each other.
fn circles(imports: &Imports) -> BTreeSet<BTreeSet<&str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = imports
        .keys()
        .map(|file| (file.as_str(), reached(imports, file)))
        .collect();
    let circle_of = |file: &str| -> BTreeSet<&str> {
        let leads_back = |other: &&&str| reached[**other].contains(file);
        reached[file]
            .iter()
            .filter(leads_back)
            .copied()
            .collect::<BTreeSet<&str>>()
    };
    let circles = imports.keys().map(|file| circle_of(file));
    circles.filter(|circle| circle.len() > 1).collect()
}

fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[test]
fn no_circle_of_imports_spans_folders_or_many_files() {
    let imports = imports(&modules(&src()));
    let circles = circles(&imports);
    let known = |circle: &BTreeSet<&str>, place: &str| circle.iter().all(|f| f.starts_with(place));
    let faults: Vec<_> = circles
        .iter()
        .filter(|circle| !KNOWN.iter().any(|(place, _)| known(circle, place)))
        .filter(|circle| {
            let folders: BTreeSet<&str> = circle.iter().map(|file| folder(file)).collect();
            folders.len() > 1 || circle.len() > MOST
        })
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
    for (place, why) in KNOWN {
        let stands = circles
            .iter()
            .any(|circle| known(circle, place) && circle.len() > MOST);
        assert!(stands, "{place} has no large circle any more: {why}");
    }
}

#[test]
fn a_circle_is_found_through_files_between() {
    let file = |name: &str, text: &str| {
        let module = name.split('/').map(str::to_owned).collect();
        (module, text.to_owned())
    };
    let files = [
        file("a/one", "use crate::b::two::Two;"),
        file("b/two", "use crate::c::{self, Three};"),
        file("c", "fn three() { super::a::one::f(); }"),
        file("d", "use crate::a::one::One;"),
    ];
    let imports = imports(&files);
    let expected = BTreeSet::from(["a/one", "b/two", "c"]);
    assert_eq!(circles(&imports), BTreeSet::from([expected]));
}
