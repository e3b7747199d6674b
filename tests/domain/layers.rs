//! The house has floors: imports run downward only. This reads every path of the sources and says which run up.

mod circles;
mod sentences;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What each module may import, besides itself. Lower floors first.
const FLOORS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("study_directory", &["domain"]),
    ("input", &["domain::base"]),
    // It has the words of keys and actions, which are plain data.
    ("text", &["domain", "input::action", "input::key"]),
    ("export", &["domain", "text"]),
    ("import", &["domain", "text"]),
    ("store", &["domain", "text"]),
    ("protocol", &["domain", "text"]),
    (
        "server",
        &[
            "domain",
            "export",
            "study_directory",
            "text",
            "store",
            "protocol",
        ],
    ),
    ("link", &["domain", "text", "protocol"]),
    (
        "screens",
        &["domain", "text", "protocol::messages", "input"],
    ),
    (
        "term",
        &[
            "domain::base",
            "protocol::messages",
            "protocol::mutex",
            "screens",
            "input",
        ],
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
            "export",
            "import",
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

/// What an export may name although the domain may not: what takes its bytes.
const BYTES: &[&str] = &["std", "io"];

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

/// Where one kind of event alone is asked about, so that a new kind passes unseen: the top folder, the kinds, how many
/// such places there are, and why. Everything else asks [`Event`](coreset::domain::record::event::Event) itself.
const ONE_KIND: &[(&str, &str, usize, &str)] = &[
    // By nature: each looks for one thing that it did itself.
    (
        "tools",
        "Copied",
        1,
        "the qualification looks for the copy that it made",
    ),
    (
        "tools",
        "Signed",
        1,
        "the qualification looks for a signature that must not be there",
    ),
    (
        "tools",
        "StudyOpened",
        1,
        "the qualification looks at the first entry, which it made",
    ),
    // The rest goes on to a match that names every kind.
    (
        "domain",
        "Answered Cleared Filled",
        1,
        "the audit trail gives all others a line by their kind",
    ),
    // The screens, about what they sent themselves or what others did to the fields on them.
    (
        "screens",
        "Answered",
        1,
        "text that was typed is brought back to its field",
    ),
    (
        "screens",
        "Answered Cleared Noted",
        1,
        "texts that were refused go back to their fields",
    ),
    (
        "screens",
        "Answered Filled",
        1,
        "what somebody else put into a field is said beside it",
    ),
    (
        "screens",
        "Enrolled",
        2,
        "an enrolment without a receipt is shown, and comes back when refused",
    ),
    (
        "screens",
        "Queried",
        1,
        "a query without a number must not be shown twice",
    ),
    (
        "screens",
        "Locked Noted Queried StatusChanged Unlocked UnscheduledBegun",
        1,
        "words that were refused go back to their line",
    ),
    (
        "screens",
        "Noted",
        3,
        "notes and answers of a field are told apart",
    ),
    (
        "screens",
        "Prompted",
        1,
        "a question goes with its field when a request is sent in parts",
    ),
    (
        "screens",
        "SessionBegun",
        2,
        "the beginning of a visit is not sent twice",
    ),
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

/// Returns the first impure path that a text names, but for those that begin with what is allowed.
fn impure(text: &str, allowed: &[&[&str]]) -> Option<String> {
    let paths = Paths::of(text).found.into_iter();
    let mut named = paths.map(|(_, path)| path);
    named
        .find(|path| {
            let bad = IMPURE.iter().filter(|bad| !allowed.contains(bad));
            bad.into_iter().any(|bad| {
                path.windows(bad.len())
                    .any(|part| part.iter().zip(*bad).all(|(a, b)| a == b))
            })
        })
        .map(|path| path.join("::"))
}

#[test]
fn the_domain_and_the_exports_are_pure() {
    for (module, text) in modules(&src()) {
        let allowed: &[&[&str]] = match module[0].as_str() {
            "domain" => &[],
            "export" => &[BYTES],
            _ => continue,
        };
        assert_eq!(impure(&text, allowed), None, "{}.rs", module.join("/"));
    }
    assert!(impure("use std::io::Write;", &[BYTES]).is_none());
    assert!(impure("use std::fs::File;", &[BYTES]).is_some());
    for bad in [
        "use std::fs::File;",
        "use std::{collections::BTreeMap, env};",
        "fn f() { let now = chrono::Utc::now(); }",
        "fn f() -> f64 { 0.0 }",
        "fn f() { let x = 1 as f32; }",
        "fn f() { println!(\"{}\", std::env::args().count()); }",
    ] {
        assert!(impure(bad, &[]).is_some(), "{bad}");
    }
}

/// Finds the places that ask about some kinds of an event and let all others pass: `matches!`, `if let`, `let ... else`
/// and a `match` with an arm for the rest.
#[derive(Default)]
struct Asked {
    found: Vec<String>,
}

impl Asked {
    fn of(text: &str) -> Self {
        let mut asked = Self::default();
        asked.read(
            &text
                .parse::<TokenStream>()
                .unwrap()
                .into_iter()
                .collect::<Vec<_>>(),
        );
        asked
    }

    fn add(&mut self, pattern: &[TokenTree]) {
        let kinds = kinds(pattern);
        if !kinds.is_empty() {
            self.found
                .push(kinds.into_iter().collect::<Vec<_>>().join(" "));
        }
    }

    fn read(&mut self, tokens: &[TokenTree]) {
        for (at, token) in tokens.iter().enumerate() {
            let rest = &tokens[at + 1..];
            match token {
                // An event has more than one kind, so that a pattern with one behind `let` is always one of many.
                TokenTree::Ident(word) if word == "let" => {
                    let end = rest.iter().position(|token| is_punct(token, '='));
                    self.add(&rest[..end.unwrap_or_default()]);
                }
                TokenTree::Ident(word) if word.to_string().ends_with("matches") => {
                    if let [bang, TokenTree::Group(group), ..] = rest
                        && is_punct(bang, '!')
                    {
                        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                        let comma = inner.iter().position(|token| is_punct(token, ','));
                        self.add(&inner[comma.unwrap_or_default()..]);
                    }
                }
                TokenTree::Ident(word) if word == "match" => {
                    let body = rest.iter().find_map(|token| match token {
                        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                            Some(group)
                        }
                        _ => None,
                    });
                    if let Some(body) = body {
                        self.read_match(&body.stream().into_iter().collect::<Vec<_>>());
                    }
                }
                TokenTree::Group(group) => {
                    // Code for tests asks what it likes.
                    if !is_for_tests_before(&tokens[..at]) {
                        self.read(&group.stream().into_iter().collect::<Vec<_>>());
                    }
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// Reads the arms of a match.
    fn read_match(&mut self, tokens: &[TokenTree]) {
        let mut patterns = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let is_arrow = |pair: &[TokenTree]| is_punct(&pair[0], '=') && is_punct(&pair[1], '>');
            let Some(arrow) = tokens[at..].windows(2).position(is_arrow) else {
                break;
            };
            patterns.push(&tokens[at..at + arrow]);
            at += arrow + 2;
            let block = tokens.get(at).is_some_and(|token| {
                matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
            });
            let comma = tokens[at..].iter().position(|token| is_punct(token, ','));
            at = match (block, comma) {
                (true, Some(1)) => at + 2,
                (true, _) => at + 1,
                (false, Some(comma)) => at + comma + 1,
                (false, None) => tokens.len(),
            };
        }
        let named: Vec<TokenTree> = patterns.concat();
        if patterns.iter().any(|pattern| takes_the_rest(pattern)) {
            self.add(&named);
        }
    }
}

/// Returns whether a pattern is for whatever no other one names: `_`, a name, or such in brackets.
fn takes_the_rest(pattern: &[TokenTree]) -> bool {
    let guard = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "if");
    let end = pattern.iter().position(guard).unwrap_or(pattern.len());
    match &pattern[..end] {
        [TokenTree::Ident(word)] => word
            .to_string()
            .starts_with(|c: char| c == '_' || c.is_lowercase()),
        [TokenTree::Group(group)] => {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            let mut parts = inner.split(|token| is_punct(token, ','));
            parts.any(takes_the_rest)
        }
        _ => false,
    }
}

/// Returns the kinds of event that a pattern names, within brackets too.
fn kinds(pattern: &[TokenTree]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, token) in pattern.iter().enumerate() {
        match token {
            TokenTree::Ident(word) if word == "Event" && is_join(&pattern[at + 1..]) => {
                found.insert(pattern[at + 3].to_string());
            }
            TokenTree::Group(group) => {
                found.extend(kinds(&group.stream().into_iter().collect::<Vec<_>>()));
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    found
}

fn is_punct(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}

/// Returns whether tokens end in `#[cfg(test)] mod name`.
fn is_for_tests_before(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [before @ .., TokenTree::Ident(word), TokenTree::Ident(_)] if word == "mod" && is_for_tests(before))
}

#[test]
fn a_new_kind_of_event_passes_no_place_unseen() {
    let mut found: BTreeMap<(String, String), (usize, BTreeSet<String>)> = BTreeMap::new();
    for (module, text) in modules(&src()) {
        if module.starts_with(&["domain".to_owned(), "record".to_owned()]) {
            continue;
        }
        // Another name would hide an event from this test.
        let renamed = text.contains("event::Event as ") || text.contains("event::Event::");
        assert!(!renamed, "{}.rs", module.join("/"));
        for kinds in Asked::of(&text).found {
            let (count, files) = found.entry((module[0].clone(), kinds)).or_default();
            *count += 1;
            files.insert(format!("{}.rs", module.join("/")));
        }
    }
    let mut wrong: Vec<String> = Vec::new();
    for ((folder, kinds), (count, files)) in &found {
        let allowed = ONE_KIND
            .iter()
            .find(|(at, of, ..)| at == folder && of == kinds);
        let allowed = allowed.map_or(0, |(_, _, allowed, _)| *allowed);
        if *count != allowed {
            wrong.push(format!(
                "{kinds}: {count} (allowed: {allowed}) in {files:?}"
            ));
        }
    }
    for (folder, kinds, ..) in ONE_KIND {
        if !found.contains_key(&((*folder).to_owned(), (*kinds).to_owned())) {
            wrong.push(format!("{kinds}: none in {folder}, take it off the list"));
        }
    }
    assert!(
        wrong.is_empty(),
        "ask the event itself:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn a_place_that_lets_other_kinds_of_event_pass_is_found_however_it_is_written() {
    for (code, kinds) in [
        ("matches!(e, Event::Signed { .. })", "Signed"),
        (
            "assert!(matches!(e, Some(Event::Signed { .. } | Event::Locked { .. })))",
            "Locked Signed",
        ),
        ("debug_assert_matches!(e, Event::Signed { .. })", "Signed"),
        ("if let Event::Noted { text, .. } = &e {}", "Noted"),
        ("if a && let Some(Event::Noted { .. }) = e {}", "Noted"),
        ("while let Some(Event::Noted { .. }) = next() {}", "Noted"),
        (
            "let Event::Noted { text, .. } = e else { return; };",
            "Noted",
        ),
        (
            "match e { Event::LoggedIn { .. } => 1, _ => 2 }",
            "LoggedIn",
        ),
        (
            "match e { Event::LoggedIn { .. } => { 1 } other => f(other), }",
            "LoggedIn",
        ),
        (
            "match (a, e) { (Some(a), _) => 0, (None, Event::LoggedIn { .. }) => 1 }",
            "LoggedIn",
        ),
        (
            "f(|e| match e { Event::LoggedIn { .. } => 1, _ if yes => 2, _ => 3 })",
            "LoggedIn",
        ),
        (
            "match a { A => match e { super::Event::LoggedIn { .. } => 1, _ => 2 }, B => 3 }",
            "LoggedIn",
        ),
    ] {
        let found = Asked::of(&format!("fn f() {{ {code} }}")).found;
        assert_eq!(found, [kinds], "{code}");
    }
    for code in [
        "match e { Event::LoggedIn { .. } | Event::LoggedOut { .. } => 1, Event::Copied { what, .. } => 2 }",
        "match e { Event::Noted { text, .. } if text.is_empty() => { _ = 1; } Event::Noted { .. } => {} }",
        "match step { true => Event::LoggedIn { user }, _ => Event::LoggedOut { user } }",
        "let event = Event::LoggedIn { user };",
        "let Some(event) = event.enrolled() else { return; };",
    ] {
        let found = Asked::of(&format!("fn f() {{ {code} }}")).found;
        assert!(found.is_empty(), "{code}: {found:?}");
    }
    let tests = "#[cfg(test)] mod tests { fn f() { matches!(e, Event::Signed { .. }); } }";
    assert!(Asked::of(tests).found.is_empty());
}
