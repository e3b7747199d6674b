//! The README says what is: its table of keys is the keymap's, and its commands exist.

use coreset::cli;
use coreset::input::hints::markdown;
use coreset::input::keymap::Keymap;
use std::fs;
use std::path::Path;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

#[test]
fn the_table_of_keys_is_the_default_keymaps() {
    let readme = readme();
    let (_, rest) = readme.split_once("<!-- keys -->\n").unwrap();
    let (table, _) = rest.split_once("<!-- /keys -->").unwrap();
    let keymap = Keymap::builtin("default").unwrap();
    assert_eq!(
        table.trim(),
        markdown(&keymap).trim(),
        "put the output of `coreset keys --markdown` between the two marks"
    );
}

#[test]
fn every_command_it_names_exists() {
    let readme = readme();
    let commands = cli::definitions();
    let known: Vec<&str> = commands
        .get_subcommands()
        .map(|command| command.get_name())
        .collect();
    for part in readme.split("`coreset ").skip(1) {
        let word = part.split([' ', '`']).next().unwrap();
        assert!(
            word.starts_with('-') || known.contains(&word),
            "there is no `coreset {word}`"
        );
    }
}

#[test]
fn its_test_command_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(readme().contains("tests/run"));
    assert!(root.join("tests/run").is_file());
}
