//! The four built-in keymaps, and every mistake a keymap file can have.

use coreset::cli::keys;
use coreset::input::action::{Action, Advance, Context};
use coreset::input::key::{Code, Key};
use coreset::input::keymap::{Keymap, SELDOM, is_fragile, lint};
use coreset::screens::key_hints::{letter, markdown, menu};
use coreset::text::DEFAULT;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn builtin(name: &str) -> Keymap {
    let path = format!("{}/keymaps/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    // For its message, should it be broken.
    if let Err(mistakes) = Keymap::parse(name, &text, &Keymap::default()) {
        panic!("{mistakes:#?}");
    }
    Keymap::builtin(name).unwrap()
}

fn key(text: &str) -> Key {
    text.parse().unwrap()
}

fn does(keymap: &Keymap, context: Context, text: &str) -> Option<Action> {
    keymap.lookup(context, &key(text))
}

#[test]
fn builtin_maps_are_clean() {
    let names: Vec<&str> = Keymap::names().collect();
    assert_eq!(names, ["default", "vi", "emacs", "numpad"]);
    for name in names {
        assert_eq!(lint(&builtin(name)), [], "{name}");
    }
    assert_eq!(Keymap::builtin("nano"), None);
}

#[test]
fn every_action_has_a_sure_key_somewhere() {
    for name in Keymap::names() {
        let keymap = builtin(name);
        for action in Action::ALL {
            let sure = Context::ALL.iter().any(|context| {
                let keys = keymap.keys(*context, *action);
                keys.iter().any(|key| !is_fragile(*context, key))
            });
            // What is done seldom is in the menu as well.
            let seldom = SELDOM.contains(action) && letter(*action).is_some();
            assert!(sure || seldom, "{} in {name}", action.name());
        }
    }
}

#[test]
fn default_keys() {
    let keymap = builtin("default");
    for (context, text, action) in [
        (Context::Form, "enter", Some(Action::Next)),
        (Context::Form, "tab", Some(Action::Next)),
        (Context::Form, "down", Some(Action::Next)),
        (Context::Form, "ctrl-enter", Some(Action::Next)),
        (Context::Form, "up", Some(Action::Previous)),
        (Context::Form, "shift-tab", Some(Action::Previous)),
        (Context::Form, "-", None),
        (Context::Form, "page-down", Some(Action::NextSection)),
        (Context::Form, "f6", Some(Action::GoTo)),
        (Context::Form, "/", Some(Action::GoTo)),
        (Context::Form, "f10", Some(Action::NextRequired)),
        (Context::Form, "ctrl-e", Some(Action::NextRequired)),
        (Context::Form, "ctrl-n", Some(Action::Note)),
        (Context::Form, "f9", Some(Action::RestAbsent)),
        (Context::Form, "=", Some(Action::Repeat)),
        (Context::Form, "ctrl-d", Some(Action::Missing)),
        (Context::Form, "delete", Some(Action::Erase)),
        (Context::Form, "f1", Some(Action::Help)),
        (Context::Form, "?", Some(Action::Help)),
        (Context::Form, "ctrl-g", Some(Action::Menu)),
        (Context::Form, "esc", Some(Action::Back)),
        (Context::Form, "ctrl-l", Some(Action::Redraw)),
        (Context::Form, "ctrl-t", Some(Action::Change)),
        (Context::Form, "f4", Some(Action::Change)),
        (Context::Form, "ctrl-x", Some(Action::Quit)),
        (Context::List, "ctrl-n", Some(Action::New)),
        (Context::Line, "ctrl-w", Some(Action::DeleteWord)),
        (Context::Line, "ctrl-g", Some(Action::Menu)),
        // Text.
        (Context::Line, "?", None),
        (Context::Form, "7", None),
        (Context::Form, "alt-left", None),
        (Context::Form, "f11", None),
        (Context::Form, "f12", Some(Action::Logs)),
    ] {
        assert_eq!(
            does(&keymap, context, text),
            action,
            "{text} in {context:?}"
        );
    }
}

#[test]
fn other_maps_say_what_differs() {
    let vi = builtin("vi");
    assert_eq!(does(&vi, Context::List, "j"), Some(Action::Next));
    assert_eq!(does(&vi, Context::List, "G"), Some(Action::Last));
    assert_eq!(does(&vi, Context::List, "g"), Some(Action::First));
    assert_eq!(does(&vi, Context::Form, "ctrl-n"), Some(Action::Note));
    let emacs = builtin("emacs");
    assert_eq!(does(&emacs, Context::Form, "ctrl-n"), Some(Action::Next));
    assert_eq!(does(&emacs, Context::Form, "ctrl-o"), Some(Action::Note));
    assert_eq!(does(&emacs, Context::Form, "ctrl-g"), Some(Action::Back));
    assert_eq!(does(&emacs, Context::Line, "ctrl-b"), Some(Action::Left));
    let numpad = builtin("numpad");
    assert_eq!(
        does(&numpad, Context::Form, "+"),
        Some(Action::NextRequired)
    );
    assert_eq!(does(&numpad, Context::List, "*"), Some(Action::Back));
    assert_eq!(does(&numpad, Context::List, "left"), Some(Action::Back));
}

#[test]
fn answers_are_never_keys_in_a_form() {
    for name in Keymap::names() {
        let keymap = builtin(name);
        for c in "0123456789.*".chars() {
            let key = Key::plain(Code::Char(c));
            assert_eq!(keymap.lookup(Context::Form, &key), None, "{c} in {name}");
        }
    }
}

#[test]
fn own_file_names_only_what_differs() {
    let base = builtin("default");
    let text = "[form]\nnote = [\"f2\", \"ctrl-n\"]\nrepeat = []\n";
    let keymap = Keymap::parse("mine.toml", text, &base).unwrap();
    assert_eq!(
        keymap.keys(Context::Form, Action::Note),
        [key("f2"), key("ctrl-n")]
    );
    assert_eq!(keymap.keys(Context::Form, Action::Repeat), []);
    assert_eq!(does(&keymap, Context::Form, "="), None);
    assert_eq!(does(&keymap, Context::Form, "tab"), Some(Action::Next));
    // Without a key, and still in the menu.
    let menu = menu(&keymap, Context::Form, true, DEFAULT);
    assert!(menu.contains(&('r', Action::Repeat, String::new())));
    // What it inherits counts, not what it is read on top of.
    let text = "inherit = \"vi\"\n[form]\nrepeat = []\n";
    let keymap = Keymap::parse("mine.toml", text, &base).unwrap();
    assert_eq!(does(&keymap, Context::List, "j"), Some(Action::Next));
    assert_eq!(keymap.advance, Advance::Key);
    let text = "advance = \"enter\"\n";
    let keymap = Keymap::parse("mine.toml", text, &base).unwrap();
    assert_eq!(keymap.advance, Advance::Enter);
    assert_eq!(Keymap::parse("mine.toml", "", &base), Ok(base));
}

#[test]
fn own_table_goes_before_the_global_one() {
    let text = "[form]\nquit = [\"ctrl-t\"]\n";
    let keymap = Keymap::parse("mine.toml", text, &builtin("default")).unwrap();
    assert_eq!(does(&keymap, Context::Form, "ctrl-t"), Some(Action::Quit));
    assert_eq!(does(&keymap, Context::List, "ctrl-t"), Some(Action::Change));
    assert_eq!(keymap.keys(Context::Form, Action::Change), [key("f4")]);
    // And what is left of the change screen's keys is said to be little.
    let found: Vec<_> = lint(&keymap)
        .into_iter()
        .map(|f| (f.fatal, f.message))
        .collect();
    let message = "\"change\" in [form] has no key that every terminal sends and no field takes; \
                   give it a free Ctrl key as well, such as \"ctrl-y\"";
    assert_eq!(found, [(false, message.to_owned())]);
}

#[test]
fn mistakes_are_pointed_at() {
    let base = builtin("default");
    for (text, expected) in [
        (
            "[form]\nnxt = [\"enter\"]\n",
            "k.toml:2:1: unknown action \"nxt\" in [form]; did you mean \"next\"?",
        ),
        (
            "[form]\n\n  \"zzzz\" = [\"enter\"]\n",
            "k.toml:3:3: unknown action \"zzzz\" in [form]; \"coreset keys\" lists them",
        ),
        (
            "[from]\nnext = [\"enter\"]\n",
            "k.toml:1:2: unknown context [from]; did you mean \"form\"?",
        ),
        (
            "[x]\n",
            "k.toml:1:2: unknown context [x]; there are: list, form, picker, line, page, timeline, global",
        ),
        (
            "[form]\nnext = [\"tab\", \"entr\"]\n",
            "k.toml:2:16: unknown key \"entr\"; did you mean \"enter\"? (\"next\" in [form])",
        ),
        (
            "[form]\nnext = [\n  \"é\", \"ctrl-spce\",\n]\n",
            "k.toml:3:8: unknown key \"ctrl-spce\"; did you mean \"ctrl-space\"? (\"next\" in [form])",
        ),
        (
            "[form]\nnext = \"enter\"\n",
            "k.toml:2:8: \"next\" must be a list of keys, such as [\"enter\", \"tab\"]",
        ),
        (
            "[form]\nnext = [7]\n",
            "k.toml:2:9: \"next\" must be a list of keys, each between quotes",
        ),
        (
            "form = 1\n",
            "k.toml:1:1: \"form\" must be a table: write [form]",
        ),
        (
            "next = [\"enter\"]\n",
            "k.toml:1:1: \"next\" stands outside a table; put it below one such as [form]",
        ),
        (
            "inherit = \"vim\"\n",
            "k.toml:1:11: unknown keymap \"vim\"; did you mean \"vi\"?",
        ),
        (
            "advance = \"entr\"\n",
            "k.toml:1:11: unknown advance \"entr\"; did you mean \"enter\"?",
        ),
        (
            "advance = true\n",
            "k.toml:1:11: advance must be \"key\" or \"enter\": what ends the word in a choice",
        ),
        (
            "inherit = [\"vi\"]\n",
            "k.toml:1:11: inherit must be the name of a built-in keymap, such as \"vi\"",
        ),
        (
            "[form]\nnote = [\"ctrl-h\"]\n",
            "k.toml:2:9: \"ctrl-h\" cannot be bound: terminals cannot tell it from \"backspace\"",
        ),
        (
            "[form]\nnote = [\"ctrl-i\"]\n",
            "k.toml:2:9: \"ctrl-i\" cannot be bound: terminals cannot tell it from \"tab\"",
        ),
        (
            "[form]\nnote = [\"ctrl-j\"]\n",
            "k.toml:2:9: \"ctrl-j\" cannot be bound: terminals cannot tell it from \"enter\"",
        ),
        (
            "[form]\nnote = [\"ctrl-m\"]\n",
            "k.toml:2:9: \"ctrl-m\" cannot be bound: terminals cannot tell it from \"enter\"",
        ),
        (
            "[form]\nnote = [\"ctrl-[\"]\n",
            "k.toml:2:9: \"ctrl-[\" cannot be bound: terminals cannot tell it from \"esc\"",
        ),
        (
            "[form]\nnote = [\"ctrl-_\"]\n",
            "k.toml:2:9: \"ctrl-_\" cannot be bound: terminals send it for several keys; \
             take Ctrl with a letter",
        ),
        (
            "[form]\nnote = [\"ctrl-7\"]\n",
            "k.toml:2:9: \"ctrl-7\" cannot be bound: terminals cannot send it; \
             take Ctrl with a letter",
        ),
        (
            "[form]\nnote = [\"7\"]\n",
            "k.toml:2:9: \"7\" cannot be bound: a digit is an answer or a choice",
        ),
        (
            "[form]\nnote = [\".\"]\n",
            "k.toml:2:9: \".\" cannot be bound: it is part of an answer",
        ),
        (
            "[line]\nopen = [\"x\"]\n",
            "k.toml:2:9: \"x\" cannot be bound: on a line every character is text",
        ),
        (
            "[form]\nnote = [\"ctrl-d\"]\n",
            "k.toml:2:9: \"ctrl-d\" is bound to both \"missing\" and \"note\" in [form]; \
             take it off one of them",
        ),
        (
            "[form]\nnext = [\"enter\", \"delete\"]\n",
            "k.toml:2:18: \"delete\" is bound to both \"next\" and \"erase\" in [form]; \
             take it off one of them",
        ),
        (
            "[form]\nnote = [\"f2\", \"f2\"]\n",
            "k.toml:2:15: \"f2\" stands twice in \"note\" of [form]; leave one out",
        ),
        (
            "[global]\nquit = []\n",
            "k.toml:2:1: \"quit\" has no key in [global]; everyone needs a way to it",
        ),
        (
            "[global]\nhelp = []\n",
            "k.toml:2:1: \"help\" has no key in [global]; everyone needs a way to it",
        ),
        (
            "[form]\nnote = [\"ctrl-g\"]\n",
            "k.toml:2:9: \"menu\" has no key in [form]; everyone needs a way to it",
        ),
        (
            "[form]\nnext = [\"enter\"\n",
            "k.toml:2:16: not TOML: unclosed array, expected `]`",
        ),
        (
            "[form]\nnext = [\"tab\"]\nnext = [\"tab\"]\n",
            "k.toml:3:1: not TOML: duplicate key",
        ),
    ] {
        let mistakes = Keymap::parse("k.toml", text, &base).expect_err(text);
        let got: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(got, [expected], "{text}");
    }
}

#[test]
fn all_mistakes_of_a_file_are_said_at_once() {
    let text = "[form]\nnxt = []\nnote = [\"f33\"]\n[lst]\n";
    let mistakes = Keymap::parse("k.toml", text, &builtin("default")).unwrap_err();
    let places: Vec<(usize, usize)> = mistakes.iter().map(|m| (m.line, m.column)).collect();
    assert_eq!(places, [(2, 1), (3, 9), (4, 2)]);
}

#[test]
fn map_of_one_fragile_key_is_warned_of() {
    let text = "[form]\nnext-required = [\"f10\"]\n[global]\nredraw = [\"alt-l\"]\n";
    let keymap = Keymap::parse("k.toml", text, &builtin("default")).unwrap();
    let found: BTreeSet<_> = lint(&keymap)
        .iter()
        .map(|f| (f.context, f.action, f.fatal))
        .collect();
    let expected = BTreeSet::from([
        (Context::Global, Action::Redraw, false),
        (Context::Form, Action::NextRequired, false),
    ]);
    assert_eq!(found, expected);
}

#[test]
fn fragile_keys_are_known() {
    for text in [
        "f6",
        "alt-x",
        "ctrl-left",
        "shift-home",
        "esc",
        "ctrl-a",
        "ctrl-b",
        "ctrl-c",
        "ctrl-q",
        "ctrl-s",
        "ctrl-v",
        "ctrl-z",
        "ctrl-enter",
    ] {
        assert!(is_fragile(Context::List, &key(text)), "{text}");
    }
    for text in [
        "enter",
        "shift-tab",
        "page-down",
        "delete",
        "ctrl-g",
        "ctrl-space",
        "/",
    ] {
        assert!(!is_fragile(Context::List, &key(text)), "{text}");
    }
    assert!(is_fragile(Context::Form, &key("/")));
}

#[test]
fn checking_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("k.toml");
    let name = file.display().to_string();
    std::fs::write(&file, "inherit = \"vi\"\n").unwrap();
    assert_eq!(keys::check(&file), Ok(format!("{name}: in order\n")));
    std::fs::write(&file, "[form]\nnext-required = [\"f10\"]\n").unwrap();
    let report = keys::check(&file).unwrap();
    assert!(report.contains(&format!(
        "{name}: warning: \"next-required\" in [form] has no key"
    )));
    std::fs::write(&file, "[form]\nnxt = []\n").unwrap();
    let error = format!("{name}:2:1: unknown action \"nxt\" in [form]; did you mean \"next\"?");
    assert_eq!(keys::check(&file), Err(error));
    let missing = keys::check(&dir.path().join("none.toml")).unwrap_err();
    assert!(missing.contains("none.toml: cannot be read: "), "{missing}");
}

#[test]
fn tables_name_every_binding() {
    for name in Keymap::names() {
        let keymap = builtin(name);
        let table = keys::table(&keymap, DEFAULT);
        let markdown = markdown(&keymap, DEFAULT);
        for context in Context::ALL {
            for (action, _) in keymap.bindings(*context) {
                if keymap.table(*context, action).is_none() {
                    continue;
                }
                let words = DEFAULT.action(action, *context);
                assert!(table.contains(words), "{}", action.name());
                assert!(markdown.contains(words), "{}", action.name());
            }
        }
        assert!(table.is_ascii() && markdown.is_ascii());
        assert!(table.lines().all(|line| line.len() <= 100), "{table}");
        assert!(
            markdown
                .lines()
                .all(|line| line.starts_with('|') && line.ends_with('|'))
        );
    }
    let markdown = markdown(&builtin("default"), DEFAULT);
    let line = "| In a form | Go to the next required field that is empty | `F10` `Ctrl-E` |\n";
    assert!(markdown.contains(line), "{markdown}");
}

fn codes() -> impl Strategy<Value = Code> {
    use Code::*;
    prop_oneof![
        4 => any::<char>().prop_filter("printable", |c| !c.is_control()).prop_map(Char),
        2 => proptest::char::range(' ', '~').prop_map(Char),
        1 => (1u8..=24).prop_map(F),
        4 => proptest::sample::select(vec![
            Enter, Tab, BackTab, Backspace, Esc, Up, Down, Left, Right, Home, End, PageUp, PageDown,
            Insert, Delete,
        ]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn keys_read_as_written(
        code in codes(), ctrl in any::<bool>(), alt in any::<bool>(), shift in any::<bool>(),
    ) {
        let key = Key { code, ctrl, alt, shift }.canonical();
        prop_assert_eq!(key.canonical(), key);
        prop_assert_eq!(key.to_string().parse::<Key>(), Ok(key));
    }

    #[test]
    fn any_word_is_a_key_or_an_error(word in "(ctrl-|alt-|shift-|f|[a-z0-9-]| |é){0,4}") {
        if let Ok(key) = word.parse::<Key>() {
            prop_assert_eq!(key.to_string().parse::<Key>(), Ok(key));
        }
    }

    #[test]
    fn any_file_is_a_map_or_mistakes_inside_it(
        lines in proptest::collection::vec(proptest::sample::select(vec![
            "[form]", "[list]", "[global]", "[fomr]", "next = [\"enter\"]", "note = [\"f2\"]",
            "nxt = []", "quit = []", "help = [\"ctrl-h\"]", "inherit = \"vi\"", "inherit = 3",
            "menu = [\"x\", \"ctrl-é\"]", "# é", "\"", "open = [", "]", "",
        ]), 0..10),
    ) {
        let text = lines.join("\n");
        if let Err(mistakes) = Keymap::parse("k", &text, &Keymap::builtin("default").unwrap()) {
            prop_assert!(!mistakes.is_empty());
            for mistake in mistakes {
                prop_assert!((1..=lines.len().max(1)).contains(&mistake.line));
                let line = text.split('\n').nth(mistake.line - 1).unwrap_or_default();
                prop_assert!((1..=line.chars().count() + 1).contains(&mistake.column));
            }
        }
    }
}
