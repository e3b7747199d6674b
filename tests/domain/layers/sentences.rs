//! What people read is worded in `text`: elsewhere no text of two words stands, but for what is named here.

use super::{is_for_tests, modules, src};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeMap;

/// What is worded in `text`, with all that lies in it.
const WORDED: &[&str] = &[
    "cli",
    "domain",
    "export",
    "import",
    "link",
    "screens",
    "server",
    "store",
    "tools/blank",
];

/// Where texts of two words stand all the same: how many at most, and why.
const ELSEWHERE: &[(&str, usize, &str)] = &[
    ("cli/backup", 1, "what a file of heads holds"),
    (
        "cli/connect",
        1,
        "a command that a server's sentence may name already",
    ),
    ("cli/groups", 5, "headings of clap's help"),
    ("cli/serve", 8, "lines of serve.log"),
    ("cli/unit", 3, "unit files of systemd"),
    (
        "domain/base/data",
        22,
        "faults of a file, told with file and line",
    ),
    ("domain/base/ratio", 1, "what a number in a file may not be"),
    (
        "domain/forms/engine/instrument",
        150,
        "faults and keys of a form file",
    ),
    ("domain/forms/engine/total", 1, "a fault of a form file"),
    (
        "domain/forms/names",
        41,
        "faults and keys of a file of names",
    ),
    ("domain/record/signature", 1, "bytes that are hashed"),
    ("domain/study/assemble", 14, "faults of a study file"),
    (
        "domain/study/files",
        9,
        "why the files of a study are refused",
    ),
    ("domain/study/named_files", 1, "a fault of a study's files"),
    (
        "domain/study/version/in_force",
        1,
        "a fault of a study's files",
    ),
    ("domain/study/parse", 119, "faults and keys of a study file"),
    (
        "domain/treatment/ctcae/term",
        17,
        "the terms of the CTCAE, which is in English",
    ),
    (
        "domain/study/unplanned",
        1,
        "the label of a visit, which a study file has for those that it plans",
    ),
    (
        "export/csv",
        62,
        "labels of tables and columns, which are a part of the data, and scripts that read them",
    ),
    (
        "export/odm",
        15,
        "names of what the program itself defines in ODM, which are a part of the data",
    ),
    (
        "export/redcap",
        31,
        "headings that REDCap takes, and labels of fields, which are a part of the data",
    ),
    (
        "export/sdtm",
        272,
        "labels of datasets and variables, terms of CDISC, and methods in the English of Define-XML",
    ),
    ("export/xpt", 1, "the label of a column"),
    ("import/lab", 99, "faults and keys of a map"),
    ("link/line", 1, "the name of a thread"),
    (
        "screens/form/edit/conflict",
        1,
        "a reason that the record keeps, the same in every language",
    ),
    ("server/connection", 1, "the name of a thread"),
    (
        "server/listener",
        6,
        "lines of serve.log and the name of a thread",
    ),
    (
        "server/passphrase/file",
        1,
        "a fault that the system is made to report",
    ),
    ("store/backup/place", 1, "the file that marks a backup"),
    ("store/home", 2, "the file that names the format"),
    ("store/index/guard", 2, "words of sled and the system"),
    ("store/journal/head", 2, "what a head slot holds"),
    (
        "store/journal/invariants",
        4,
        "what a test of random bytes says",
    ),
    (
        "store/journal/writer",
        2,
        "faults that the system is made to report",
    ),
    (
        "store/repair/evidence",
        3,
        "files that mark what is not done",
    ),
    (
        "store/regular",
        1,
        "a fault that the system is made to report",
    ),
];

/// Returns the texts of a file that have two words, but for those of attributes and tests.
fn texts(tokens: TokenStream, into: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is =
        |at: usize, word: &str| matches!(tokens.get(at), Some(TokenTree::Ident(i)) if i == word);
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                if text.starts_with(['"', 'r']) && has_two_words(&text) {
                    into.push(text);
                }
            }
            TokenTree::Group(group) => {
                let attribute = group.delimiter() == Delimiter::Bracket
                    && at.checked_sub(1).is_some_and(|before| {
                        matches!(&tokens[before], TokenTree::Punct(p) if "#!".contains(p.as_char()))
                    });
                let for_tests = at >= 2 && is(at - 2, "mod") && is_for_tests(&tokens[..at - 2]);
                if !attribute && !for_tests {
                    texts(group.stream(), into);
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// Returns whether two words of two letters or more stand in a text beside each other, outside of braces.
fn has_two_words(text: &str) -> bool {
    let mut depth = 0;
    let plain: String = text
        .chars()
        .map(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            if depth > 0 || c == '}' { '0' } else { c }
        })
        .collect();
    let plain = plain.trim_matches(|c| c == '"' || c == 'r' || c == '#');
    let words: Vec<&str> = plain.split_whitespace().collect();
    let is_word = |word: &&str| {
        let word = word.trim_matches(|c: char| c.is_ascii_punctuation());
        word.chars().count() > 1 && word.chars().all(char::is_alphabetic)
    };
    words.windows(2).any(|pair| pair.iter().all(is_word))
}

#[test]
fn what_people_read_is_worded_in_text() {
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut faults = Vec::new();
    for (module, text) in modules(&src()) {
        let file = module.join("/");
        let lies_in = |place: &str| {
            file.strip_prefix(place)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if !WORDED.iter().any(|place| lies_in(place)) {
            continue;
        }
        let mut here = Vec::new();
        texts(text.parse().unwrap(), &mut here);
        let place = ELSEWHERE.iter().find(|(place, ..)| lies_in(place));
        match place {
            Some((place, ..)) => found.entry(place).or_default().extend(here),
            None => faults.extend(here.into_iter().map(|text| format!("{file}: {text}"))),
        }
    }
    for (place, most, why) in ELSEWHERE {
        let here = found.remove(place).unwrap_or_default();
        if here.len() != *most {
            let texts = here.join("\n    ");
            faults.push(format!(
                "{place} has {} of {most} texts ({why}):\n    {texts}",
                here.len()
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn two_words_are_found_and_codes_pass() {
    assert!(has_two_words("\"There is no row {number}.\""));
    assert!(has_two_words("\"{all}, of them serious: {serious}\""));
    for code in [
        "\"week-12\"",
        "\"{} {}\"",
        "\"%Y-%m-%d %H:%M\"",
        "\"a b\"",
        "\"W {visit} D\"",
    ] {
        assert!(!has_two_words(code), "{code}");
    }
}
