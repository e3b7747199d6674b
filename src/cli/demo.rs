//! `coreset demo`: a study of synthetic participants, thrown away at the end unless a directory is named.

use super::ScreenOptions;
use super::connect::ServerAddress;
use super::failure::Failure;
use super::open::{no_demo, open, store_failure};
use super::output::{tell, tell_progress};
use super::screens;
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::event::Event;
use crate::link::start;
use crate::protocol;
use crate::server::Options;
use crate::server::made::{Made, NotMade};
use crate::server::opening::Opened;
use crate::text::DEFAULT;
use crate::tools::demo;
use chrono::Local;
use clap::Args;
use std::path::PathBuf;

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
    /// How the screens look.
    #[command(flatten)]
    pub(super) screen: ScreenOptions,
}

/// Entries that are stored with one sync while the participants are made.
const BATCH: usize = 1000;

/// Makes the study if it is new, and opens it.
///
/// # Errors
/// When there is no fit terminal or the study cannot be made or opened.
pub fn run(options: &DemoOptions) -> Result<(), Failure> {
    let screen = &options.screen;
    let caps = if options.only_make {
        None
    } else {
        Some(screens::look(screen)?)
    };
    let keymap = screens::keys(screen)?;
    let (dir, throw_away) = match &options.dir {
        Some(dir) => (dir.clone(), None),
        None => {
            let made = tempfile::Builder::new().prefix("coreset-demo-").tempdir()?;
            (made.path().to_owned(), Some(made))
        }
    };
    if let (Some(caps), Some(dir)) = (caps, &options.dir)
        && protocol::connect(&dir.join(start::SOCKET)).is_ok()
    {
        // It is open in another terminal already, and may be entered there at the same time.
        return screens::show_through(
            &ServerAddress::Study(std::path::absolute(dir)?),
            keymap,
            caps,
            true,
        );
    }
    let mut opened = open(&dir, true, Options::default())?;
    // Asked first: a real study that has no participants yet must not get synthetic ones.
    if !opened.demo {
        return Err(no_demo(&dir));
    }
    if opened.is_empty().map_err(|error| store_failure(&error))? {
        fill(&mut opened, options)?;
    }
    match (caps, throw_away) {
        (Some(caps), Some(throw_away)) => screens::show_here(opened, keymap, caps, throw_away),
        (Some(caps), None) => {
            // Kept, it is a study like any other, for several terminals.
            drop(opened);
            screens::show_through(
                &ServerAddress::Study(std::path::absolute(dir)?),
                keymap,
                caps,
                true,
            )
        }
        (None, _) => Ok(()),
    }
}

fn fill(opened: &mut Opened, options: &DemoOptions) -> Result<(), Failure> {
    let count = usize::try_from(options.participants).unwrap_or(usize::MAX);
    let study = opened.study.clone();
    let mut batch = Vec::new();
    let (mut made, mut waiting) = (0_usize, 0_usize);
    // Behind the numbers of the participants.
    let mut next = count.saturating_add(1);
    let today = Local::now().date_naive();
    for events in demo::participants(&study, count, today, options.seed) {
        made += 1;
        waiting += events.len();
        batch.push((made, events));
        if waiting >= BATCH {
            keep(opened, &mut batch, &mut next)?;
            waiting = 0;
            report(made, count);
        }
    }
    if !batch.is_empty() {
        keep(opened, &mut batch, &mut next)?;
    }
    report(made, count);
    if made < count {
        tell(&(DEFAULT.demo_ids_end(made) + "\n"));
    }
    Ok(())
}

/// Stores a batch with one sync, if the rules take it, then what is done afterwards, with one sync for all that can be done
/// at once. `next` is the number of the next request.
fn keep(
    opened: &mut Opened,
    batch: &mut Vec<(usize, Vec<Event>)>,
    next: &mut usize,
) -> Result<(), Failure> {
    let batch = std::mem::take(batch);
    let id = |(number, events): &(usize, Vec<Event>)| {
        let id = events.first()?.participant()?.clone();
        Some((number.checked_sub(1)?, id))
    };
    let people: Vec<(usize, ParticipantId)> = batch.iter().filter_map(id).collect();
    opened.make(batch).map_err(not_made)?;
    loop {
        let mut steps: Vec<(usize, Made)> = Vec::new();
        for (index, id) in &people {
            let found = opened.look_at(id, |study, record| demo::afterwards(study, record, *index));
            for step in found.map_err(not_made)?.into_iter().flatten() {
                steps.push((*next, made_of(step, id)));
                *next += 1;
            }
        }
        if steps.is_empty() {
            return Ok(());
        }
        opened.make(steps).map_err(not_made)?;
    }
}

fn not_made(error: NotMade) -> Failure {
    match error {
        NotMade::Refused(refusal) => Failure::new(DEFAULT.refusal(&refusal)),
        NotMade::Store(error) => store_failure(&error),
    }
}

/// Returns what a step is to the owner; a day of observation is the morning of that day, or the moment that it was.
fn made_of(step: demo::Step, id: &ParticipantId) -> Made {
    match step {
        demo::Step::Store {
            events,
            reason,
            late,
        } => Made {
            events,
            reason,
            late: late.map(|(day, why)| {
                let now = Local::now();
                let morning = day.and_hms_opt(9, 30, 0);
                let at = morning.and_then(|at| at.and_local_timezone(Local).earliest());
                (at.unwrap_or(now).min(now).fixed_offset(), why)
            }),
            signs: None,
        },
        demo::Step::Sign(visit) => Made {
            signs: Some((id.clone(), visit)),
            ..Made::default()
        },
    }
}

fn report(made: usize, count: usize) {
    if count > 100 {
        tell_progress(&DEFAULT.demo_progress(made, count), made >= count);
    }
}
