//! `coreset demo`: a study of synthetic participants, thrown away at the end unless a directory is named.

use super::ScreenOptions;
use super::failure::Failure;
use super::open::{is_demo, load_study, open_store, program, store_failure};
use super::screens;
use crate::demo;
use crate::domain::entry::Draft;
use crate::domain::study::Study;
use crate::store::{Options, Store};
use chrono::Local;
use clap::Args;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Options of `coreset demo`.
#[derive(Args, Debug)]
pub struct DemoOptions {
    /// Keep the study in this directory instead of throwing it away
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// How many participants to make, 1 to 20000; a large number is for trials of speed
    #[arg(long, value_name = "N", default_value_t = 14,
          value_parser = clap::value_parser!(u32).range(1..=20_000))]
    participants: u32,
    /// Number from which the participants are drawn; the same number gives the same people
    #[arg(long, value_name = "SEED", default_value_t = 4_946_669)]
    seed: u64,
    /// Make the study and leave, without opening the screens
    #[arg(long, requires = "dir")]
    only_make: bool,
}

/// Entries that are stored with one sync while the participants are made.
const BATCH: usize = 1000;

/// Makes the study if it is new, and opens it.
///
/// # Errors
/// When there is no fit terminal or the study cannot be made or opened.
pub fn run(options: &DemoOptions, screen: &ScreenOptions) -> Result<(), Failure> {
    let caps = if options.only_make {
        None
    } else {
        Some(screens::look(screen)?)
    };
    let keymap = screens::keymap(screen)?;
    let (dir, throw_away) = match &options.dir {
        Some(dir) => (dir.clone(), None),
        None => {
            let made = tempfile::Builder::new().prefix("coreset-demo-").tempdir()?;
            (made.path().to_owned(), Some(made))
        }
    };
    let study = Arc::new(load_study(&dir)?);
    let (mut store, report) = open_store(&dir, &study, true, Options::default())?;
    // Asked first: a real study that has no participants yet must not get synthetic ones.
    if !is_demo(&mut store)? {
        return Err(
            Failure::new(format!("{} holds a study that is no demo", dir.display()))
                .hint("name an empty directory"),
        );
    }
    let there = store.participants();
    if there.map_err(|error| store_failure(&error))?.is_empty() {
        fill(&mut store, &study, options)?;
    }
    match caps {
        Some(caps) => screens::show(&dir, study, store, &report, keymap, caps, throw_away),
        None => Ok(()),
    }
}

fn fill(store: &mut Store, study: &Study, options: &DemoOptions) -> Result<(), Failure> {
    let count = usize::try_from(options.participants).unwrap_or(usize::MAX);
    let by = program();
    let mut batch = Vec::new();
    let mut made = 0_usize;
    let today = Local::now().date_naive();
    for events in demo::participants(study, count, today, options.seed) {
        made += 1;
        batch.extend(events.into_iter().map(|event| Draft {
            by: by.clone(),
            observed_at: None,
            event,
        }));
        if batch.len() >= BATCH {
            keep(store, made, &mut batch)?;
            report(made, count);
        }
    }
    if !batch.is_empty() {
        keep(store, made, &mut batch)?;
    }
    report(made, count);
    if made < count {
        eprintln!("The ids of this study end after {made} synthetic participants.");
    }
    Ok(())
}

/// Stores a batch with one sync.
fn keep(store: &mut Store, made: usize, batch: &mut Vec<Draft>) -> Result<(), Failure> {
    store
        .append(&format!("demo-{made}"), std::mem::take(batch))
        .map(|_| ())
        .map_err(|error| store_failure(&error))
}

fn report(made: usize, count: usize) {
    let mut error = io::stderr();
    if count > 100 && error.is_terminal() {
        let _ = write!(error, "\rMaking synthetic participants: {made} of {count}");
        if made >= count {
            let _ = writeln!(error);
        }
    }
}
