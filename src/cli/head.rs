//! `coreset head`: lists the heads that accounts were told and the record lacks, and accepts that they are missing.

use super::StudyOption;
use super::connect::CommandClient;
use super::failure::{Failure, say};
use crate::domain::record::event::Event;
use crate::text::DEFAULT;
use clap::{Args, Subcommand};

/// Options of `coreset head`.
#[derive(Args, Debug)]
#[command(
    after_help = "Each account keeps the newest head that it was told, outside of the study, and says it when it connects. Where the record does not hold it, that account saves nothing and every terminal shows a red line. Find out why first: `coreset verify`, with `--heads FILE` for heads that you keep elsewhere. The usual reason is a copy of the study that was put back without `coreset restore`. Once the reason is known, a manager accepts it; the record keeps who did so and why."
)]
pub struct HeadOptions {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the entries that accounts were told and the record lacks
    List,
    /// Accept that an entry, and those before it that accounts were told, are missing
    Accept {
        /// Number of the entry, as the red line says it
        #[arg(value_name = "SEQ")]
        seq: u64,
        /// Why they are missing, in words
        #[arg(long, value_name = "WORDS")]
        reason: String,
    },
}

/// Lists or accepts missing heads.
///
/// # Errors
/// When the server is not reached, no such head is missing, or the user is no manager.
pub fn run(option: &StudyOption, options: &HeadOptions) -> Result<(), Failure> {
    let mut client = CommandClient::existing(option)?;
    let missing = std::mem::take(&mut client.welcome.heads.missing);
    match &options.what {
        What::List => say(DEFAULT.missing_heads(&missing).as_bytes()),
        What::Accept { seq, reason } => {
            let found = missing.into_iter().find(|head| head.seq == *seq);
            let found = found.ok_or_else(|| DEFAULT.entry_not_missed(*seq))?;
            client.append(vec![Event::HeadAccepted {
                seq: found.seq,
                hash: found.hash,
                reason: reason.clone(),
            }])?;
            say(DEFAULT.missing_accepted(*seq).as_bytes())
        }
    }
}
