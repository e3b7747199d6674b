//! `coreset completions` and `coreset man`, both from the definitions of the command line.

use super::definitions;
use super::failure::{Failure, say};
use clap::Args;

/// Options of `coreset completions`.
#[derive(Args, Debug)]
pub struct CompletionOptions {
    /// The shell
    shell: clap_complete::Shell,
}

/// Prints a completion script.
///
/// # Errors
/// When the output cannot be written.
pub fn completions(options: &CompletionOptions) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut definitions(), "coreset", &mut script);
    say(&script)
}

/// Prints the manual page.
///
/// # Errors
/// When the output cannot be written.
pub fn man() -> Result<(), Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(definitions()).render(&mut page)?;
    say(&page)
}
