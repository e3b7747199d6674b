//! What goes out goes through a door that shows what nobody could see: this reads the sources and says where the doors are.

use proc_macro2::{TokenStream, TokenTree};
use std::fs;
use std::path::{Path, PathBuf};

/// The files that may name a standard stream, how often, and why.
const DOORS: &[(&str, usize, &str)] = &[
    ("cli/output.rs", 11, "the doors of the commands"),
    ("cli/paper.rs", 2, "asks how wide the terminal is"),
    (
        "cli/serve.rs",
        2,
        "tells the client that started it, as JSON that is read and never shown; lets go of its streams",
    ),
    ("server/log.rs", 1, "the door of the log"),
    ("term.rs", 1, "asks whether there is a terminal"),
    (
        "term/exit.rs",
        1,
        "says what is fixed in the program, and a path that is shown",
    ),
    (
        "term/mode.rs",
        4,
        "writes the frames, in which the canvas has drawn",
    ),
];

/// The files of the screens that may name the buffer of a frame.
const CANVAS: &[&str] = &["screens/canvas.rs", "screens/view.rs"];

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

/// Calls `tell` with each name of the program itself: not those of its tests, and not in paths that are only imported.
fn names(tokens: TokenStream, tell: &mut impl FnMut(&str)) {
    let mut skip_next_group = false;
    let mut imported = false;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(_) if imported => {}
            TokenTree::Group(group) => {
                let text = group.stream().to_string();
                if text.contains("cfg (test)") || text == "cfg(test)" {
                    skip_next_group = true;
                } else if skip_next_group && group.delimiter() == proc_macro2::Delimiter::Brace {
                    skip_next_group = false;
                } else {
                    names(group.stream(), tell);
                }
            }
            TokenTree::Ident(ident) if ident == "use" => {
                // `use<>` behind a type imports nothing.
                let next = tokens.peek();
                imported = !matches!(next, Some(TokenTree::Punct(punct)) if punct.as_char() == '<');
            }
            TokenTree::Ident(ident) if !imported => {
                let next = tokens.peek();
                let calls = matches!(next, Some(TokenTree::Punct(punct)) if punct.as_char() == '!');
                let mark = if calls { "!" } else { "" };
                tell(&format!("{ident}{mark}"));
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => {
                imported = false;
                skip_next_group = false;
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn each_file(mut look: impl FnMut(&str, TokenStream)) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 300, "{}", files.len());
    for file in files {
        let name = file.strip_prefix(&root).unwrap().to_str().unwrap();
        if !name.contains("tests") {
            look(name, fs::read_to_string(&file).unwrap().parse().unwrap());
        }
    }
}

#[test]
fn only_the_doors_name_a_standard_stream() {
    each_file(|file, tokens| {
        let mut found = 0;
        names(tokens, &mut |name| {
            let macros = ["print!", "println!", "eprint!", "eprintln!", "dbg!"];
            assert!(!macros.contains(&name), "{file}: {name}");
            let streams = ["stdout", "stderr", "Stdout", "Stderr", "StdoutLock"];
            found += usize::from(streams.contains(&name));
        });
        // The streams of another process are set there.
        if file == "link/start.rs" {
            return;
        }
        let door = DOORS.iter().find(|(door, ..)| *door == file);
        let allowed = door.map_or(0, |(_, count, _)| *count);
        assert!(
            found <= allowed,
            "{file} names a standard stream {found} times; go through cli::output"
        );
    });
}

#[test]
fn only_the_canvas_draws_on_a_frame() {
    each_file(|file, tokens| {
        if !file.starts_with("screens/") || CANVAS.contains(&file) {
            return;
        }
        names(tokens, &mut |name| {
            let writes = [
                "set_string",
                "set_stringn",
                "set_line",
                "set_span",
                "set_symbol",
                "set_char",
                "render_widget",
                "buffer_mut",
            ];
            assert!(
                !writes.contains(&name),
                "{file}: {name}; draw on the canvas"
            );
        });
    });
}

#[test]
fn only_one_file_writes_csv_and_json_goes_out_as_json() {
    each_file(|file, tokens| {
        let (mut json, mut said, mut csv) = (false, false, false);
        names(tokens, &mut |name| {
            json |= matches!(name, "to_string_pretty" | "to_vec" | "to_writer");
            said |= matches!(name, "say_json" | "say_value");
            csv |= name == "WriterBuilder" || name == "write_record";
        });
        // An export writes files for programs, which must not find cells guarded for a terminal.
        let may = file == "cli/output/table.rs" || file.starts_with("export/");
        assert!(!csv || may, "{file} writes CSV");
        if file.starts_with("cli/") && file != "cli/output.rs" {
            assert!(!json || said, "{file} makes JSON that goes out as text");
        }
    });
}
