//! What `docs/` and the README say is what the program does: references are made from its own tables, screens from
//! the snapshots, and every command, key and link that they name is there.
//!
//! `CORESET_DOCS=write cargo test --test domain docs` writes the generated parts anew.

mod sdtm;

use clap::error::ErrorKind;
use coreset::cli;
use coreset::domain::base::data::DataError;
use coreset::domain::base::data::keys::{Key, Keys, Need, Takes};
use coreset::domain::forms::engine::instrument::parse::keys::{FORM, KINDS};
use coreset::domain::forms::table::{parse_instrument, scorers};
use coreset::domain::study::parse::keys::STUDY;
use coreset::domain::study::parse::parse_protocol;
use coreset::domain::study::shipped::embedded_study;
use coreset::import::lab::{EXAMPLE, LabMap, MAP};
use coreset::input::action::{Action, Context};
use coreset::input::keymap::Keymap;
use coreset::screens::key_hints::letter;
use coreset::text::DEFAULT;
use coreset::tools::qualify::checks;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Where the snapshots of the screens are.
const SNAPSHOTS: &str = "tests/screens/snapshots";
/// How the generated parts are written anew.
const REGENERATE: &str = "CORESET_DOCS=write cargo test --test domain docs";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the documents with their texts: those in `docs/` and those beside it.
fn documents() -> Vec<(PathBuf, String)> {
    let beside = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| root().join(name));
    let inside = fs::read_dir(root().join("docs")).unwrap();
    let of_exports = fs::read_dir(root().join("docs/exports")).unwrap();
    let inside = inside.chain(of_exports);
    let mut paths: Vec<PathBuf> = inside.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "md"));
    paths.sort();
    let paths = beside.into_iter().chain(paths);
    paths
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path, text)
        })
        .collect()
}

/// Returns the text with what `made` gives for each `<!-- WORD: NAME -->` put up to its `<!-- /WORD -->`.
fn filled(text: &str, word: &str, made: impl Fn(&str) -> String) -> String {
    let (open, close) = (format!("\n<!-- {word}: "), format!("<!-- /{word} -->"));
    let mut parts = text.split(&open);
    let mut whole = parts.next().unwrap().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(" -->\n").unwrap();
        let (_, after) = rest
            .split_once(&close)
            .unwrap_or_else(|| panic!("{open}{name} is not closed"));
        whole += &format!("{open}{name} -->\n{}{close}{after}", made(name));
    }
    whole
}

/// Compares a document with what it should be, or writes it.
fn settle(path: &Path, is: &str, should: &str) {
    if is == should {
        return;
    }
    if std::env::var("CORESET_DOCS").as_deref() == Ok("write") {
        fs::write(path, should).unwrap();
        return;
    }
    let mut lines = is.lines().zip(should.lines()).enumerate();
    let different = lines.find(|(_, (is, should))| is != should);
    let (line, wanted) = different.map_or((0, "the lengths differ"), |(n, (_, should))| {
        (n + 1, should)
    });
    panic!(
        "{}:{line} is not what the program says: {wanted}\nrun `{REGENERATE}` and review the difference",
        path.display()
    );
}

#[test]
fn generated_parts_are_what_the_program_says() {
    for (path, text) in documents() {
        let should = filled(&text, "generated", |name| match name {
            "study" => reference(&STUDY),
            "form" => reference(&FORM),
            "lab map" => reference(&MAP),
            "lab example" => format!("\n```toml\n{EXAMPLE}```\n\n"),
            "keys" => keys(),
            "menu" => menu(),
            "checks" => qualification(),
            "datasets" => sdtm::datasets(),
            "own tests" => sdtm::own_tests(),
            _ => panic!("nothing is generated under the name {name}"),
        });
        // A screen is taken from its snapshot.
        let should = filled(&should, "screen", |name| {
            format!("```text\n{}```\n", screen(name))
        });
        settle(&path, &text, &should);
    }
}

/// Returns the screen of 80 columns of a snapshot.
fn screen(name: &str) -> String {
    let end = format!("__{name}.snap");
    let files = fs::read_dir(root().join(SNAPSHOTS)).unwrap();
    let mut paths = files.map(|entry| entry.unwrap().path());
    let path = paths
        .find(|path| path.to_string_lossy().ends_with(&end))
        .unwrap_or_else(|| panic!("there is no snapshot {name} in {SNAPSHOTS}"));
    let text = fs::read_to_string(path).unwrap();
    let (_, rest) = text.split_once("\n80x24\n").unwrap();
    let lines = rest.lines();
    let lines = lines.take_while(|line| !line.starts_with("cursor") && !line.starts_with("80x24"));
    let mut screen = String::new();
    for line in lines {
        screen += &format!("{line}\n");
    }
    format!("{}\n", screen.trim_end())
}

// The reference of data files.

/// A table of keys with the places in the file at which it stands.
type Section = (Vec<String>, &'static Keys);

/// Returns all tables below one, each once, in the order of the reference.
fn sections(keys: &'static Keys) -> Vec<Section> {
    let mut all: Vec<Section> = vec![(vec![String::new()], keys)];
    let mut next = 0;
    while let Some((places, keys)) = all.get(next).cloned() {
        let mut under = 1;
        for key in keys.all() {
            let (Takes::Table(inner) | Takes::Tables(inner)) = key.takes else {
                continue;
            };
            let path = match places.first().unwrap().trim_matches(['[', ']']) {
                "" => key.name.to_owned(),
                outer => format!("{outer}.{}", key.name),
            };
            let place = match key.takes {
                Takes::Tables(_) => format!("[[{path}]]"),
                _ => format!("[{path}]"),
            };
            match all
                .iter_mut()
                .find(|(_, known)| std::ptr::eq(*known, inner))
            {
                Some((known, _)) if known.contains(&place) => {}
                Some((known, _)) => known.push(place),
                None => {
                    all.insert(next + under, (vec![place], inner));
                    under += 1;
                }
            }
        }
        next += 1;
    }
    all
}

fn reference(keys: &'static Keys) -> String {
    let mut text = String::new();
    for (places, keys) in sections(keys) {
        let places: Vec<String> = places.iter().map(|place| format!("`{place}`")).collect();
        let heading = match places.join(", ").as_str() {
            "``" => "At the top of the file".to_owned(),
            places => places.to_owned(),
        };
        text += &format!("\n## {heading}\n\n{}", rows(keys.all()));
        if keys.what == "a field" {
            for (kind, own) in KINDS {
                let shared: Vec<&str> = keys.all().map(|key| key.name).collect();
                let own: Vec<&Key> = own
                    .all()
                    .filter(|key| !shared.contains(&key.name))
                    .collect();
                let own = match own.is_empty() {
                    true => "No key but the shared ones.\n".to_owned(),
                    false => rows(own.into_iter()),
                };
                text += &format!(
                    "\n### `{}` with `kind = \"{kind}\"`\n\n{own}",
                    "[[section.field]]"
                );
            }
        }
    }
    text + "\n"
}

fn rows<'k>(keys: impl Iterator<Item = &'k Key>) -> String {
    let mut text = "| Key | Takes | Needed | Meaning |\n|---|---|---|---|\n".to_owned();
    for key in keys {
        let need = match key.need {
            Need::Required => "yes".to_owned(),
            Need::Optional => "no".to_owned(),
            Need::Default(value) => format!("no: `{value}`"),
            Need::When(case) => case.to_owned(),
        };
        text += &format!(
            "| `{}` | {} | {need} | {} |\n",
            key.name,
            takes(key.takes),
            key.meaning
        );
    }
    text
}

fn words(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// Puts "a" or "an" before a word.
fn with_article(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {word}")
}

fn takes(takes: Takes) -> String {
    match takes {
        Takes::Text => "text".to_owned(),
        Takes::Line(longest) => format!("one line, at most {longest} characters"),
        Takes::Name => "name".to_owned(),
        Takes::Id(of) => format!("id of {}", with_article(of)),
        Takes::OneOf(of) => words(of),
        Takes::Scoring => {
            let names = scorers().into_iter().map(|scorer| scorer.name());
            words(&std::iter::once("none").chain(names).collect::<Vec<_>>())
        }
        Takes::Digit => "one digit in quotes".to_owned(),
        Takes::Character => "one character in quotes".to_owned(),
        Takes::Bool => "`true` or `false`".to_owned(),
        Takes::Number => "number".to_owned(),
        Takes::Positive => "number above 0".to_owned(),
        Takes::Whole(least, most) => format!("whole number, {least} to {most}"),
        Takes::OneNumberOf(of) => {
            let numbers: Vec<String> = of.iter().map(u32::to_string).collect();
            numbers.join(" or ")
        }
        Takes::Wholes(least, most) => format!("list of whole numbers, {least} to {most}"),
        Takes::Ids(of) => format!("list of ids, each of {}; may be empty", with_article(of)),
        Takes::SomeIds(of) => format!("list of ids, each of {}", with_article(of)),
        Takes::SomeOf(of) => format!("list out of {}", words(of)),
        Takes::Lines(longest) => {
            format!("list of lines of at most {longest} characters; may be empty")
        }
        Takes::SomeLines(longest) => format!("list of lines of at most {longest} characters"),
        Takes::Table(_) => "table".to_owned(),
        Takes::Tables(_) => "list of tables".to_owned(),
    }
}

// The reference of the keys.

const KEYMAPS: [&str; 4] = ["default", "vi", "emacs", "numpad"];

fn keys() -> String {
    let keymaps = KEYMAPS.map(|name| Keymap::builtin(name).unwrap());
    let mut text = String::new();
    for context in Context::ALL {
        text += &format!(
            "\n## {}\n\n| What | Action | {} |\n|---|---|",
            DEFAULT.keys_where(*context),
            KEYMAPS.join(" | ")
        );
        text += &"---|".repeat(KEYMAPS.len());
        text.push('\n');
        for action in Action::ALL {
            let of: Vec<_> = keymaps
                .iter()
                .map(|map| map.table(*context, *action))
                .collect();
            if of.iter().all(Option::is_none) {
                continue;
            }
            text += &format!(
                "| {} | `{}` |",
                DEFAULT.action(*action, *context),
                action.name()
            );
            for keys in of {
                let keys = keys.unwrap_or_default();
                let keys: Vec<String> = keys
                    .iter()
                    .map(|key| format!("`{}`", DEFAULT.key(key, true).replace('|', "\\|")))
                    .collect();
                text += &match keys.is_empty() {
                    true => " – |".to_owned(),
                    false => format!(" {} |", keys.join(" ")),
                };
            }
            text.push('\n');
        }
    }
    text + "\n"
}

fn menu() -> String {
    let keymap = Keymap::builtin("default").unwrap();
    let mut letters: Vec<(char, Action)> = Action::ALL
        .iter()
        .filter_map(|action| Some((letter(*action)?, *action)))
        .collect();
    letters.sort_by_key(|(letter, _)| (letter.to_ascii_lowercase(), letter.is_ascii_uppercase()));
    let mut text = "| Letter | What |\n|---|---|\n".to_owned();
    for (letter, action) in letters {
        // As a form calls it, where there is one.
        let binds = |context: &&Context| keymap.table(**context, action).is_some();
        let other = Context::ALL.iter().find(binds).unwrap();
        let context = match keymap.table(Context::Form, action) {
            Some(_) => Context::Form,
            None => *other,
        };
        text += &format!("| `{letter}` | {} |\n", DEFAULT.action(action, context));
    }
    text
}

// The requirements of the installation qualification.

fn qualification() -> String {
    let mut text = "| Check | Requirement | Points |\n|---|---|---|\n".to_owned();
    for check in checks() {
        let points: Vec<String> = check.points.iter().map(u8::to_string).collect();
        text += &format!(
            "| {} | {} | {} |\n",
            check.id,
            check.what,
            points.join(", ")
        );
    }
    text
}

// The tables of keys and the readers.

#[test]
fn every_key_has_a_sentence_of_meaning() {
    for keys in tables() {
        let mut names = BTreeSet::new();
        for key in keys.all() {
            let sentence = key.meaning.split(' ').count() > 2 && key.meaning.ends_with('.');
            let plain =
                !key.meaning.contains('\n') && !key.meaning.replace("\\|", "").contains('|');
            assert!(
                sentence && plain,
                "`{}` of {}: {:?}",
                key.name,
                keys.what,
                key.meaning
            );
            assert!(
                names.insert(key.name),
                "`{}` stands twice in {}",
                key.name,
                keys.what
            );
        }
    }
}

fn tables() -> Vec<&'static Keys> {
    let sections = [sections(&STUDY), sections(&FORM), sections(&MAP)].concat();
    let kinds = KINDS.map(|(_, keys)| keys);
    sections
        .into_iter()
        .map(|(_, keys)| keys)
        .chain(kinds)
        .collect()
}

/// One value of a sample file: the table of keys that it stands in, its key, the way to it.
type Place = (&'static Keys, &'static Key, Vec<Step>);

#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Index(usize),
}

/// Returns the place of every value of a table.
fn places(keys: &'static Keys, table: &Table, way: &[Step], all: &mut Vec<Place>) {
    let keys = match table.get("kind").and_then(Value::as_str) {
        Some(kind) if keys.what == "a field" => {
            KINDS.into_iter().find(|(name, _)| *name == kind).unwrap().1
        }
        _ => keys,
    };
    for (name, value) in table {
        let key = keys.find(name).unwrap();
        let way = [way, &[Step::Key(name.clone())]].concat();
        if let Takes::Table(inner) | Takes::Tables(inner) = key.takes {
            match value {
                Value::Table(table) => places(inner, table, &way, all),
                Value::Array(list) => {
                    for (index, item) in list.iter().enumerate() {
                        let way = [&way[..], &[Step::Index(index)]].concat();
                        places(inner, item.as_table().unwrap(), &way, all);
                    }
                }
                other => panic!("`{name}` is {other}"),
            }
        }
        all.push((keys, key, way));
    }
}

/// Returns a file with another value at a place, or without one.
fn with(file: &Table, way: &[Step], value: Option<Value>) -> String {
    fn set(at: &mut Value, way: &[Step], value: Option<Value>) {
        let (step, rest) = way.split_first().unwrap();
        match (step, at) {
            (Step::Key(name), Value::Table(table)) if rest.is_empty() => {
                match value {
                    Some(value) => table.insert(name.clone(), value),
                    None => table.remove(name),
                };
            }
            (Step::Key(name), Value::Table(table)) => {
                set(table.get_mut(name).unwrap(), rest, value)
            }
            (Step::Index(index), Value::Array(list)) => set(&mut list[*index], rest, value),
            (step, at) => panic!("{step:?} in {at}"),
        }
    }
    let mut whole = Value::Table(file.clone());
    set(&mut whole, way, value);
    toml::to_string(&whole).unwrap()
}

/// Holds what the tables say of each key against what the reader does with the sample files; returns what was found.
fn examine<T: PartialEq + Debug>(
    keys: &'static Keys,
    files: &[&str],
    read: impl Fn(&str) -> Result<T, DataError>,
) -> BTreeSet<(&'static str, &'static str)> {
    let mut left_out: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for text in files {
        let file: Table = text.parse().unwrap();
        read(text).unwrap_or_else(|error| panic!("{error}"));
        let mut all = Vec::new();
        places(keys, &file, &[], &mut all);
        for (keys, key, way) in all {
            let what = (belongs(keys, key.name), key.name);
            let Some(Step::Key(name)) = way.last() else {
                panic!("{way:?}");
            };
            seen.insert(what);
            let date = Value::Datetime("1979-05-27".parse().unwrap());
            let error = read(&with(&file, &way, Some(date))).expect_err("nothing takes a date");
            assert!(
                error.message.contains(&format!("`{name}`")),
                "{what:?} is not read: {error}"
            );
            let without = read(&with(&file, &way, None));
            match key.need {
                Need::Required => {
                    let missing = format!("`{name}` is missing here");
                    assert_eq!(without.unwrap_err().message, missing, "{what:?}");
                }
                Need::Optional => *left_out.entry(what).or_default() |= without.is_ok(),
                Need::Default(value) => {
                    let value: Table = format!("value = {value}").parse().unwrap();
                    let written = read(&with(&file, &way, value.get("value").cloned()));
                    if let Ok(without) = &without {
                        assert_eq!(Ok(without), written.as_ref(), "{what:?}");
                    }
                    *left_out.entry(what).or_default() |= without.is_ok();
                }
                Need::When(_) => {}
            }
        }
    }
    for (what, can) in left_out {
        assert!(can, "{what:?} can be left out nowhere in the samples");
    }
    seen
}

#[test]
fn readers_read_every_key_and_ask_for_those_that_are_needed() {
    let mut seen = examine(&STUDY, &[include_str!("docs/study.toml")], |text| {
        parse_protocol("study.toml", text)
    });
    let forms = [
        include_str!("docs/form.toml"),
        include_str!("docs/log.toml"),
    ];
    seen.extend(examine(&FORM, &forms, |text| {
        parse_instrument("form.toml", text)
    }));
    let study = embedded_study().unwrap();
    let maps = [EXAMPLE, include_str!("docs/lab.toml")];
    seen.extend(examine(&MAP, &maps, |text| {
        LabMap::read("lab.toml", text, &study)
    }));
    // Two other ways of giving a dose, of which a study has one.
    for dose in ["mg-per-kg = 10", "mg = 750"] {
        let text = include_str!("docs/study.toml");
        let (before, rest) = text.split_once("tier = ").unwrap();
        let (_, after) = rest.split_once('\n').unwrap();
        let other = format!("{before}{dose}\n{after}");
        parse_protocol("study.toml", &other).unwrap();
        let name = dose.split_once(' ').unwrap().0;
        seen.insert(("the abatacept", name));
    }
    for keys in tables() {
        for key in keys.all() {
            let what = belongs(keys, key.name);
            let any = seen.contains(&(what, key.name));
            assert!(any, "no sample has `{}` of {what}", key.name);
        }
    }
}

#[test]
fn what_is_said_of_a_study_without_adverse_events_is_so() {
    let (before, rest) = include_str!("docs/study.toml")
        .split_once("[adverse-event]")
        .unwrap();
    let (_, after) = rest.split_once("[terminal]").unwrap();
    let study = parse_protocol("study.toml", &format!("{before}[terminal]{after}")).unwrap();
    let hours = format!(" {} hours ", study.rules.serious_hours);
    let key = STUDY.find("adverse-event").unwrap();
    assert!(key.meaning.contains(&hours), "{hours}: {}", key.meaning);
}

/// Returns what a key belongs to: to all fields, or to those of one kind.
fn belongs(keys: &'static Keys, name: &str) -> &'static str {
    let all = sections(&FORM);
    let mut all = all.into_iter().map(|(_, keys)| keys);
    let field = all.find(|keys| keys.what == "a field").unwrap();
    match KINDS.iter().any(|(_, kind)| kind.what == keys.what) && field.find(name).is_some() {
        true => field.what,
        false => keys.what,
    }
}

// What the documents name.

/// Returns what a document has in fences of a language, or in backquotes outside of all fences.
fn code(text: &str, language: Option<&str>) -> Vec<String> {
    let mut found = Vec::new();
    for (n, part) in text.split("```").enumerate() {
        match (n % 2 == 1, language) {
            (true, Some(wanted)) => {
                let (first, rest) = part.split_once('\n').unwrap();
                if first == wanted {
                    found.push(rest.to_owned());
                }
            }
            (false, None) => {
                found.extend(part.split('`').skip(1).step_by(2).map(str::to_owned));
            }
            _ => {}
        }
    }
    found
}

/// Returns the words of a command line of the documents, up to what a shell or a reader takes for itself.
fn command(line: &str) -> Option<Vec<String>> {
    let at = line.find("coreset ")?;
    let before = &line[..at];
    if !before.is_empty() && !before.ends_with([' ', '/']) {
        return None;
    }
    let mut words = vec!["coreset".to_owned()];
    let mut quoted = String::new();
    for word in line[at..].split_whitespace().skip(1) {
        if word.starts_with(['#', '|', '<', '>', ';', '&']) {
            break;
        }
        if !quoted.is_empty() || word.starts_with('"') {
            quoted += &format!("{word} ");
            if word.ends_with('"') {
                words.push(quoted.trim().trim_matches('"').to_owned());
                quoted.clear();
            }
            continue;
        }
        words.push(word.to_owned());
    }
    Some(words)
}

#[test]
fn every_command_that_the_documents_name_is_taken() {
    let mut count = 0;
    for (path, text) in documents() {
        let blocks = code(&text, Some("sh"));
        let lines = blocks
            .iter()
            .flat_map(|block| block.lines().map(str::to_owned));
        for line in lines.chain(code(&text, None)) {
            // `sudo -u coreset coreset user` names an account first.
            let line = line.replace("-u coreset ", "");
            let Some(words) = command(&line) else {
                continue;
            };
            count += 1;
            if let Err(error) = cli::definitions().try_get_matches_from(&words) {
                let shown = [
                    ErrorKind::DisplayHelp,
                    ErrorKind::DisplayVersion,
                    ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
                ];
                // A command can be spoken of without what it needs.
                let bare = error.kind() == ErrorKind::MissingRequiredArgument;
                assert!(
                    shown.contains(&error.kind()) || bare,
                    "{}: {line}\n{error}",
                    path.display()
                );
            }
        }
    }
    assert!(count > 50, "{count}");
}

#[test]
fn the_example_of_a_keymap_file_is_in_order() {
    let base = Keymap::builtin("default").unwrap();
    let text = fs::read_to_string(root().join("docs/keys.md")).unwrap();
    let files = code(&text, Some("toml"));
    assert!(!files.is_empty());
    for file in files {
        let read = Keymap::parse("keys.toml", &file, &base);
        assert!(read.is_ok(), "{read:?}");
    }
}

#[test]
fn every_subcommand_stands_in_a_document() {
    let documents = documents();
    for command in cli::definitions().get_subcommands() {
        let name = format!("coreset {}", command.get_name());
        let named = documents.iter().any(|(_, text)| text.contains(&name));
        assert!(named, "no document explains `{name}`");
    }
}

#[test]
fn every_key_that_the_documents_name_is_bound() {
    let mut bound = BTreeSet::new();
    for name in KEYMAPS {
        let keymap = Keymap::builtin(name).unwrap();
        for context in Context::ALL {
            for (action, _) in keymap.bindings(*context) {
                let keys = keymap.keys(*context, action);
                bound.extend(keys.iter().map(|key| DEFAULT.key(key, true)));
            }
        }
    }
    for (path, text) in documents() {
        for word in code(&text, None) {
            let function = word
                .strip_prefix('F')
                .is_some_and(|n| n.parse::<u8>().is_ok());
            let held = ["Ctrl-", "Alt-", "Shift-"]
                .iter()
                .any(|held| word.starts_with(held));
            let key = (function || held) && !word.contains(' ');
            assert!(
                !key || bound.contains(&word),
                "{}: `{word}` does nothing",
                path.display()
            );
        }
    }
}

#[test]
fn every_link_leads_to_a_file() {
    for (path, text) in documents() {
        for part in text.split("](").skip(1) {
            let target = part.split(')').next().unwrap();
            if target.starts_with("http") {
                continue;
            }
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let to = match file.is_empty() {
                true => path.clone(),
                false => path.parent().unwrap().join(file),
            };
            assert!(to.exists(), "{}: {target} is not there", path.display());
            let headings = || fs::read_to_string(&to).unwrap();
            assert!(
                heading.is_empty() || headings().lines().any(|line| anchor(line) == heading),
                "{}: {target} has no such heading",
                path.display()
            );
        }
    }
}

#[test]
fn every_path_of_the_sources_that_the_documents_name_is_there() {
    let folders = ["src/", "tests/", "keymaps/", "docs/", "benches/", "fuzz/"];
    let mut count = 0;
    for (path, text) in documents() {
        for word in code(&text, None) {
            let file = word.split([' ', ':']).next().unwrap();
            let invented = ["NAME", "XX", "*"].iter().any(|part| file.contains(part));
            if invented || !folders.iter().any(|folder| file.starts_with(folder)) {
                continue;
            }
            count += 1;
            assert!(
                root().join(file).exists(),
                "{}: {file} is not there",
                path.display()
            );
        }
    }
    assert!(count > 20, "{count}");
}

/// Returns the name under which a heading is linked to; blank for another line.
fn anchor(line: &str) -> String {
    let heading = line.trim_start_matches('#');
    if heading == line {
        return String::new();
    }
    let heading = heading.trim().to_lowercase().replace(' ', "-");
    heading
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '-')
        .collect()
}
