//! Text on the screens is set by the columns that it takes: no width in `format!`, which counts characters.

use proc_macro2::{TokenStream, TokenTree};
use std::fs;
use std::path::{Path, PathBuf};

/// Returns the text of each literal string among the tokens, those of macros and blocks included.
fn strings(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => strings(group.stream(), found),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                if text.starts_with('"') || text.starts_with("r\"") || text.starts_with("r#") {
                    found.push(text);
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// Returns what stands behind the colon of each placeholder.
fn specifiers(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        rest = &rest[open + 1..];
        if let Some(doubled) = rest.strip_prefix('{') {
            rest = doubled;
            continue;
        }
        let Some(close) = rest.find('}') else { break };
        let (placeholder, behind) = rest.split_at(close);
        if let Some((_, specifier)) = placeholder.split_once(':') {
            found.push(specifier);
        }
        rest = &behind[1..];
    }
    found
}

/// Returns whether a specifier gives a width in characters: an alignment, or digits or a name before the precision. A
/// number filled up with zeros is none: it has no other characters.
fn has_width(specifier: &str) -> bool {
    let aligned = specifier.chars().take(2).any(|c| "<>^".contains(c));
    let before = specifier.split('.').next().unwrap_or_default();
    let plain = before.trim_start_matches(['+', '-', '#']);
    aligned || before.contains('$') || plain.starts_with(|c: char| ('1'..='9').contains(&c))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn text_on_the_screens_is_padded_by_columns() {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/screens"),
        &mut files,
    );
    assert!(files.len() > 50, "{}", files.len());
    for file in files {
        let mut found = Vec::new();
        let tokens = fs::read_to_string(&file).unwrap().parse().unwrap();
        strings(tokens, &mut found);
        for text in found {
            for specifier in specifiers(&text) {
                assert!(
                    !has_width(specifier),
                    "{}: {{:{specifier}}} counts characters, not columns; use canvas::pad",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn widths_are_told_from_other_specifiers() {
    for wide in [
        "<12", ">8", "^5", "*<9", "8", "width$", "<width$", "+7", "9.2",
    ] {
        assert!(has_width(wide), "{wide}");
    }
    for narrow in ["?", ".1", "#?", "02", "02x", ".places$", "x", "+.1"] {
        assert!(!has_width(narrow), "{narrow}");
    }
    let text = "{{no}} {a:<3} {} {b} {:?} {{{c:>width$}}}";
    assert_eq!(specifiers(text), ["<3", "?", ">width$"]);
}
