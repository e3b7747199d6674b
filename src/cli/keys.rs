//! `coreset keys`: the keys in use as a table, and whether a keymap file is in order.

use super::KeymapOption;
use super::failure::{Failure, say};
use super::screens;

use crate::domain::base::shown::shown_line;
use crate::input::action::Context;
use crate::input::keymap::{Keymap, lint};
use crate::screens::key_hints::{help_lines, markdown};
use crate::text::{DEFAULT, Language};
use clap::Args;
use std::path::{Path, PathBuf};
use unicode_width::UnicodeWidthStr;

/// Options of `coreset keys`.
#[derive(Args, Debug)]
pub struct KeysOptions {
    /// Check a keymap file and say what is wrong in it, with line and column
    #[arg(long, value_name = "FILE", conflicts_with = "markdown")]
    check: Option<PathBuf>,
    /// Print the table in Markdown
    #[arg(long)]
    markdown: bool,
    /// Which keys.
    #[command(flatten)]
    pub(super) keymap: KeymapOption,
}

/// Prints the keys in use, or the report on a file.
///
/// # Errors
/// When the keymap has a mistake.
pub fn run(options: &KeysOptions) -> Result<(), Failure> {
    let text = match &options.check {
        Some(file) => {
            check(file).map_err(|mistakes| Failure::lines(mistakes.lines().map(str::to_owned)))?
        }
        None if options.markdown => markdown(&screens::keymap(&options.keymap)?, DEFAULT),
        None => table(&screens::keymap(&options.keymap)?, DEFAULT),
    };
    say(text.as_bytes())
}

/// Returns the keys of every place as aligned text, in ASCII.
pub fn table(keymap: &Keymap, language: &dyn Language) -> String {
    let everywhere = help_lines(keymap, Context::Global, true, language);
    let mut text = String::new();
    for context in Context::ALL {
        let mut lines = help_lines(keymap, *context, true, language);
        if *context != Context::Global {
            // What is the same everywhere is said once, at the end.
            lines.retain(|line| !everywhere.contains(line));
        }
        let keys = lines.iter().map(|line| line.keys.width()).max();
        let width = keys.unwrap_or_default();
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(language.keys_where(*context));
        text.push('\n');
        for line in lines {
            text.push_str(&format!("  {:<width$}  {}\n", line.keys, line.text));
        }
    }
    text
}

/// Returns a report on a keymap file that is in order, with what is unwise in it.
///
/// # Errors
/// What is wrong, one line per mistake, or why the file cannot be read.
pub fn check(file: &Path) -> Result<String, String> {
    let name = shown_line(&file.to_string_lossy()).into_owned();
    let text = std::fs::read_to_string(file)
        .map_err(|error| DEFAULT.keymap_to_check_not_read(&name, &error.to_string()))?;
    let base = Keymap::builtin("default").unwrap_or_default();
    let keymap = Keymap::parse(&name, &text, &base).map_err(|mistakes| {
        let lines = mistakes.iter().map(|mistake| mistake.to_string());
        let lines: Vec<String> = lines.map(|line| shown_line(&line).into_owned()).collect();
        lines.join("\n")
    })?;
    let mut report = DEFAULT.keymap_in_order(&name) + "\n";
    for finding in lint(&keymap) {
        report.push_str(&DEFAULT.keymap_warning(&name, &shown_line(&finding.message)));
        report.push('\n');
    }
    Ok(report)
}
