//! The house has floors: imports run downward only. This reads every path of the sources and says which run up.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What each module may import, besides itself. Lower floors first.
const FLOORS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("study_directory", &["domain"]),
    ("store", &["domain"]),
    ("text", &["domain"]),
    ("protocol", &["domain", "text"]),
    ("server", &["domain", "text", "store", "protocol"]),
    ("link", &["domain", "protocol"]),
    ("input", &["domain::base"]),
    (
        "screens",
        &["domain", "text", "protocol::messages", "input"],
    ),
    (
        "term",
        &["protocol::messages", "protocol::mutex", "screens", "input"],
    ),
    (
        "tools",
        &["domain", "text", "study_directory", "protocol", "server"],
    ),
    // Wires everything together, and still leaves the store to its owner.
    (
        "cli",
        &[
            "domain",
            "input",
            "link",
            "protocol",
            "screens",
            "server",
            "study_directory",
            "term",
            "text",
            "tools",
        ],
    ),
];

/// The rooms of the domain, lower ones first; each may import those before it.
const ROOMS: &[&str] = &[
    "base",
    "record",
    "treatment",
    "forms",
    "study",
    "verdict",
    "course",
    "rules",
    "views",
];

/// The room of the instruments. Its engine knows none of their folders, and no folder another.
const FORMS: &str = "domain::forms";

/// What no file of the domain may name: files, clocks, the environment, threads, terminals.
const IMPURE: &[&[&str]] = &[
    &["std", "fs"],
    &["std", "io"],
    &["std", "env"],
    &["std", "thread"],
    &["std", "time"],
    &["std", "net"],
    &["std", "process"],
    &["Utc", "now"],
    &["Local", "now"],
    &["ratatui"],
    &["crossterm"],
    &["f32"],
    &["f64"],
];

/// The paths that one file names outside its tests, as written, each with the inline modules around it.
#[derive(Default)]
struct Paths {
    inside: Vec<String>,
    found: Vec<(Vec<String>, Vec<String>)>,
}

impl Paths {
    fn of(text: &str) -> Self {
        let mut paths = Self::default();
        paths.read(text.parse().unwrap());
        paths
    }

    fn add(&mut self, path: &mut Vec<String>) {
        if !path.is_empty() {
            self.found.push((self.inside.clone(), std::mem::take(path)));
        }
    }

    /// Reads the tokens of a file, a block or a macro.
    fn read(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut path = Vec::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Ident(word) if word == "use" => {
                    let end = end_of_statement(&tokens, at);
                    self.read_use(&[], &tokens[at..end]);
                    at = end;
                }
                TokenTree::Ident(word) if word == "mod" => {
                    let (name, body) = (tokens.get(at), tokens.get(at + 1));
                    if let (Some(name), Some(TokenTree::Group(body))) = (name, body) {
                        if !is_for_tests(&tokens[..at - 1]) {
                            self.inside.push(name.to_string());
                            self.read(body.stream());
                            self.inside.pop();
                        }
                        at += 2;
                    }
                }
                TokenTree::Ident(word) => {
                    path.push(word.to_string());
                    if is_join(&tokens[at..]) {
                        at += 2;
                    } else {
                        self.add(&mut path);
                    }
                }
                TokenTree::Group(group) => {
                    // A path may end in the types of a turbofish or before the braces of a macro.
                    self.add(&mut path);
                    let words = group.stream().to_string();
                    // Who may see an item is no import.
                    if !words.starts_with("in ") && words != "super" {
                        self.read(group.stream());
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => self.add(&mut path),
            }
        }
        self.add(&mut path);
    }

    /// Reads what stands between `use` and its semicolon, or between two commas of it.
    fn read_use(&mut self, before: &[String], tokens: &[TokenTree]) {
        let mut path = before.to_vec();
        for token in tokens {
            match token {
                // What it is called here is no part of the path.
                TokenTree::Ident(word) if word == "as" => break,
                TokenTree::Ident(word) if word == "self" && path.len() > before.len() => {}
                TokenTree::Ident(word) => path.push(word.to_string()),
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    let comma = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ',');
                    for part in inner.split(comma).filter(|part| !part.is_empty()) {
                        self.read_use(&path, part);
                    }
                    return;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
        self.add(&mut path);
    }
}

/// Returns where the next semicolon stands, or the end.
fn end_of_statement(tokens: &[TokenTree], from: usize) -> usize {
    let semicolon = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ';');
    let rest = &tokens[from..];
    from + rest.iter().position(semicolon).unwrap_or(rest.len())
}

/// Returns whether tokens begin with `::` and a name.
fn is_join(tokens: &[TokenTree]) -> bool {
    let colon = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ':');
    matches!(tokens, [a, b, TokenTree::Ident(_), ..] if colon(a) && colon(b))
}

/// Returns whether tokens end in `#[cfg(test)]`, with or without a visibility behind it.
fn is_for_tests(tokens: &[TokenTree]) -> bool {
    let words: Vec<String> = tokens
        .iter()
        .rev()
        .take(4)
        .map(ToString::to_string)
        .collect();
    words
        .iter()
        .any(|word| word.replace(' ', "") == "[cfg(test)]")
}

/// Returns a path from the root of the crate, read in a module; none when it leaves the crate.
fn resolve(module: &[String], path: &[String]) -> Option<Vec<String>> {
    let (first, mut rest) = path.split_first()?;
    let mut at = match first.as_str() {
        "crate" => Vec::new(),
        "self" => module.to_vec(),
        "super" => module.split_last()?.1.to_vec(),
        _ => return None,
    };
    while let [next, others @ ..] = rest
        && next == "super"
    {
        at.pop()?;
        rest = others;
    }
    at.extend_from_slice(rest);
    Some(at)
}

fn sources(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// Returns every file under a folder of the sources that is no test, with its module and its text.
fn modules(root: &Path) -> Vec<(Vec<String>, String)> {
    let mut files = Vec::new();
    sources(root, &mut files);
    files.sort();
    let module = |file: &Path| -> Vec<String> {
        let inside = file.strip_prefix(root).unwrap().with_extension("");
        inside
            .iter()
            .map(|part| part.to_string_lossy().into_owned())
            .collect()
    };
    files
        .iter()
        .map(|file| (module(file), fs::read_to_string(file).unwrap()))
        // The sample study and the files in and under `tests` are compiled for tests alone.
        .filter(|(module, _)| {
            !module
                .iter()
                .any(|part| part == "tests" || part == "sample")
        })
        .collect()
}

fn starts(path: &[String], floor: &str) -> bool {
    floor
        .split("::")
        .enumerate()
        .all(|(at, part)| path.get(at).is_some_and(|name| name == part))
}

/// Says what is wrong with an import of a module; none when it runs down.
fn fault(module: &[String], import: &[String]) -> Option<&'static str> {
    let (from, to) = (module.first()?, import.first()?);
    // A name of the crate's own root, such as a macro, belongs to no floor.
    FLOORS.iter().find(|(name, _)| name == to)?;
    // `lib` and `main` wire everything together.
    let (_, allowed) = FLOORS.iter().find(|(name, _)| name == from)?;
    if from != to {
        let below = allowed.iter().any(|floor| starts(import, floor));
        return (!below).then_some("runs up");
    }
    let room = |path: &[String]| {
        let name = path.get(1)?;
        ROOMS.iter().position(|room| room == name)
    };
    if from != "domain" {
        return None;
    }
    match (room(module), room(import)) {
        (Some(here), Some(there)) if there > here => Some("runs up within the domain"),
        (Some(_), None) => Some("is in no room of the domain"),
        _ if starts(module, FORMS) && starts(import, FORMS) => within_forms(module, import),
        _ => None,
    }
}

/// Says what is wrong with an import from one part of the forms to another.
fn within_forms(module: &[String], import: &[String]) -> Option<&'static str> {
    let part = |path: &[String]| path.get(2).cloned();
    match (part(module), part(import)) {
        // The door of the room and the table know every part.
        (None, _) => None,
        (Some(here), _) if here == "table" => None,
        (Some(here), Some(there)) if here == there || there == "engine" => None,
        (Some(here), _) if here == "engine" => Some("is a particular instrument"),
        (Some(_), _) => Some("is another instrument"),
    }
}

fn violations(root: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (module, text) in modules(root) {
        for (inside, path) in Paths::of(&text).found {
            let here = [module.clone(), inside].concat();
            let Some(import) = resolve(&here, &path) else {
                continue;
            };
            if let Some(fault) = fault(&module, &import) {
                let (file, path) = (module.join("/"), import.join("::"));
                found.insert(format!("{file}.rs: {path} {fault}"));
            }
        }
    }
    found
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn imports_run_downward_only() {
    let found: Vec<String> = violations(&src()).into_iter().collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn nobody_above_the_server_opens_the_store() {
    let above = FLOORS
        .iter()
        .filter(|(name, _)| !matches!(*name, "store" | "server"));
    for (name, allowed) in above {
        assert!(
            !allowed.iter().any(|floor| floor.starts_with("store")),
            "{name} may open the store"
        );
    }
    // What the server hands on of it are names, errors and a reading without a lock.
    let handed = fs::read_to_string(src().join("server.rs")).unwrap();
    let handed = handed.split("pub use crate::store::").nth(1).unwrap();
    let handed = handed.split(';').next().unwrap();
    let mut names = handed.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    assert!(
        names.all(|name| name != "Store" && name != "Wanted"),
        "{handed}"
    );
}

#[test]
fn an_import_that_runs_up_is_found_however_it_is_written() {
    let imports = [
        "use crate::store::Store;",
        "use super::super::store::Store;",
        "use crate::{domain::base, store::Store};",
        "use super::{super::{store::{Store as S, open}}};",
        "fn f() { crate::store::open(); }",
        "fn f() -> super::super::store::Store { todo!() }",
        "fn f() { assert!(crate::store::open().is_ok()); }",
        "mod inner { use super::super::super::store::Store; }",
        "pub use crate::store::*;",
        "impl crate::store::Look for u8 {}",
    ];
    for import in imports {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("domain/base")).unwrap();
        fs::write(dir.path().join("domain/x.rs"), import).unwrap();
        let found = violations(dir.path());
        assert!(
            found
                .iter()
                .all(|fault| fault.starts_with("domain/x.rs: store")),
            "{import}: {found:?}"
        );
        assert!(!found.is_empty(), "{import}");
    }
    for (room, import, fault) in [
        ("base", "use crate::domain::record::event::Event;", "up"),
        ("base", "use super::super::record::event::Event;", "up"),
        (
            "forms",
            "use crate::domain::{base::ids, study::Study};",
            "up",
        ),
        ("record", "use crate::domain::attic::X;", "no room"),
        (
            "forms/engine",
            "use crate::domain::forms::haq::Haq;",
            "particular",
        ),
        (
            "forms/engine",
            "use super::super::table::FORMS;",
            "particular",
        ),
        ("forms/engine", "use crate::domain::forms;", "particular"),
        ("forms/haq", "use super::super::mmt8::Total;", "another"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("domain").join(room)).unwrap();
        fs::write(dir.path().join("domain").join(room).join("x.rs"), import).unwrap();
        let found = violations(dir.path());
        assert_eq!(found.len(), 1, "{import}: {found:?}");
        assert!(found.iter().all(|found| found.contains(fault)), "{found:?}");
    }
}

#[test]
fn imports_that_run_down_and_code_for_tests_pass() {
    for (file, text) in [
        ("views/x.rs", "use crate::domain::base::ids::VisitId;"),
        ("base/x.rs", "use super::ids::VisitId;"),
        ("forms/haq/x.rs", "use super::super::engine::cells;"),
        ("forms/haq/x.rs", "use super::score::Haq;"),
        ("forms/table.rs", "use super::haq::Haq;"),
        (
            "base/x.rs",
            "#[cfg(test)] mod tests { use crate::domain::views::find; }",
        ),
        ("base/x/tests.rs", "use crate::domain::views::find;"),
        ("base/x.rs", "/// As `crate::store::Store` says.\nfn f() {}"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("domain").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        assert_eq!(violations(dir.path()), BTreeSet::new(), "{text}");
    }
}

#[test]
fn every_module_has_its_floor_and_every_part_of_the_domain_its_room() {
    let declared = |file: &str| -> Vec<String> {
        let text = fs::read_to_string(src().join(file)).unwrap();
        let tokens: Vec<TokenTree> = text.parse::<TokenStream>().unwrap().into_iter().collect();
        let declared = tokens
            .iter()
            .enumerate()
            .filter(|(at, token)| token.to_string() == "mod" && !is_for_tests(&tokens[..*at]));
        declared.map(|(at, _)| tokens[at + 1].to_string()).collect()
    };
    let mut floors = declared("lib.rs");
    floors.sort();
    let mut known: Vec<&str> = FLOORS.iter().map(|(name, _)| *name).collect();
    known.sort_unstable();
    assert_eq!(floors, known);
    let mut rooms = declared("domain.rs");
    rooms.sort();
    let mut known = ROOMS.to_vec();
    known.sort_unstable();
    assert_eq!(rooms, known);
}

/// Returns the first impure path that a text names.
fn impure(text: &str) -> Option<String> {
    let paths = Paths::of(text).found.into_iter();
    let mut named = paths.map(|(_, path)| path);
    named
        .find(|path| {
            IMPURE.iter().any(|bad| {
                path.windows(bad.len())
                    .any(|part| part.iter().zip(*bad).all(|(a, b)| a == b))
            })
        })
        .map(|path| path.join("::"))
}

#[test]
fn the_domain_is_pure() {
    for (module, text) in modules(&src()) {
        if module.first().is_some_and(|name| name == "domain") {
            assert_eq!(impure(&text), None, "{}.rs", module.join("/"));
        }
    }
    for bad in [
        "use std::fs::File;",
        "use std::{collections::BTreeMap, env};",
        "fn f() { let now = chrono::Utc::now(); }",
        "fn f() -> f64 { 0.0 }",
        "fn f() { let x = 1 as f32; }",
        "fn f() { println!(\"{}\", std::env::args().count()); }",
    ] {
        assert!(impure(bad).is_some(), "{bad}");
    }
}
