//! The house has floors: imports run downward only. This reads the `use` lines and says which run up.

#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

use std::fs;
use std::path::{Path, PathBuf};

/// What each module may import, besides itself. Lower floors first.
const FLOORS: &[(&str, &[&str])] = &[
    ("locks", &[]),
    ("domain", &[]),
    ("library", &["domain"]),
    ("batch", &["domain"]),
    // The tests beside it print the shipped forms.
    ("blank", &["domain", "library"]),
    ("demo", &["domain"]),
    ("store", &["domain"]),
    ("client", &["domain"]),
    ("wire", &["locks", "domain", "client"]),
    ("server", &["locks", "domain", "store", "client", "wire"]),
    ("link", &["locks", "domain", "client", "wire"]),
    (
        "qualify",
        &[
            "domain", "library", "batch", "blank", "demo", "client", "server",
        ],
    ),
    ("input", &["domain::nearest"]),
    ("app", &["domain", "client", "input"]),
    ("ui", &["domain", "input", "app"]),
    ("term", &["locks", "client", "app", "input"]),
    // Wires everything together, and still leaves the store to its owner.
    (
        "cli",
        &[
            "app", "batch", "blank", "client", "demo", "domain", "input", "library", "link",
            "locks", "qualify", "server", "term", "ui", "wire",
        ],
    ),
];

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

/// Returns the modules that a file of a module imports: every path that starts with `crate::`.
fn imports(text: &str) -> Vec<String> {
    text.split("crate::")
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':'))
                .collect::<String>()
                .trim_end_matches(':')
                .to_owned()
        })
        .filter(|path| !path.is_empty())
        .collect()
}

fn violations(root: &Path) -> Vec<String> {
    let mut files = Vec::new();
    sources(root, &mut files);
    let mut found = Vec::new();
    for file in files {
        let inside = file.strip_prefix(root).unwrap();
        let module = inside
            .iter()
            .next()
            .unwrap()
            .to_string_lossy()
            .replace(".rs", "");
        // `lib` and `main` wire everything together.
        let Some((_, allowed)) = FLOORS.iter().find(|(name, _)| *name == module) else {
            continue;
        };
        for import in imports(&fs::read_to_string(&file).unwrap()) {
            let own = import == module || import.starts_with(&format!("{module}::"));
            let below = allowed
                .iter()
                .any(|floor| import == *floor || import.starts_with(&format!("{floor}::")));
            if !own && !below {
                found.push(format!("{}: crate::{import}", inside.display()));
            }
        }
    }
    found
}

#[test]
fn imports_run_downward_only() {
    let found = violations(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(
        found.is_empty(),
        "these imports run up:\n{}",
        found.join("\n")
    );
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
    let server = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/server.rs");
    let handed = fs::read_to_string(server).unwrap();
    let handed = handed.split("pub use crate::store::").nth(1).unwrap();
    let handed = handed.split(';').next().unwrap();
    let mut names = handed.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    assert!(
        names.all(|name| name != "Store" && name != "Wanted"),
        "{handed}"
    );
}

#[test]
fn an_import_that_runs_up_is_found() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("domain")).unwrap();
    fs::write(
        dir.path().join("domain/x.rs"),
        "use crate::store::Store;\nuse crate::domain::y;",
    )
    .unwrap();
    assert_eq!(violations(dir.path()), ["domain/x.rs: crate::store::Store"]);
}

#[test]
fn every_module_has_its_floor() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    for line in lib.lines() {
        if let Some(name) = line
            .strip_prefix("pub mod ")
            .and_then(|rest| rest.strip_suffix(';'))
        {
            let known = FLOORS.iter().any(|(floor, _)| *floor == name);
            assert!(known, "give {name} its floor in this test");
        }
    }
}

#[test]
fn the_domain_knows_no_clock_no_files_and_no_environment() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain");
    let mut files = Vec::new();
    sources(&root, &mut files);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for path in [
            "std::fs",
            "std::env",
            "std::time",
            "std::net",
            "Utc::now",
            "Local::now",
        ] {
            assert!(!text.contains(path), "{} names {path}", file.display());
        }
        let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let float = words.find(|word| matches!(*word, "f64" | "f32"));
        assert_eq!(float, None, "{} uses binary floats", file.display());
    }
}
