//! Runs an export: asks for what the formats read, gives it to each of them, and can be stopped between two participants.
//!
//! Must not know where the records come from; a [`Source`] asks for them.

use super::csv::Csv;
use super::dataset_json::DatasetJson;
use super::exporter::{Context, Exporter, Fault, Reads, Remark};
use super::files::{Files, Scratch};
use super::format::Format;
use super::odm::{Archive, Snapshot};
use super::person::Person;
use super::redcap::Redcap;
use super::report::Report;
use super::xpt::Xpt;
use crate::domain::base::ids::{FormId, ParticipantId};
use crate::domain::record::entry::Entry;
use crate::domain::record::session::{ParticipantRecord, Withheld};
use std::io::{self, Write};

/// Where records and entries come from.
pub trait Source {
    /// Why it failed.
    type Error: From<Fault>;

    /// Returns the ids of the participants after one in their order; none when there are no more.
    ///
    /// # Errors
    /// When they cannot be had.
    fn ids(&mut self, after: Option<&ParticipantId>) -> Result<Vec<ParticipantId>, Self::Error>;

    /// Asks for a record as it stood after an entry, and does not wait for it. The next call must be
    /// [`wanted`](Source::wanted) with the same words.
    fn want(&mut self, who: &ParticipantId, as_of: u64);

    /// Waits for the record that was asked for; `None` where nobody was enrolled under the id then.
    ///
    /// # Errors
    /// When it cannot be had.
    fn wanted(
        &mut self,
        who: &ParticipantId,
        as_of: u64,
    ) -> Result<Option<Box<ParticipantRecord>>, Self::Error>;

    /// Returns some entries after one, and the entry after which to go on; of one participant where one is given.
    ///
    /// # Errors
    /// When they cannot be had.
    fn entries(
        &mut self,
        participant: Option<&ParticipantId>,
        after: u64,
    ) -> Result<(Vec<Entry>, Option<u64>), Self::Error>;
}

/// How far a run is, and whether it goes on.
pub trait Watch {
    /// Is told how much is done, of how much; returns whether to go on.
    fn step(&mut self, done: u64, all: u64) -> bool;
}

/// Tells how far the whole run is: records and entries are parts of the same length.
struct Whole<'a> {
    /// How many parts there are.
    parts: u64,
    /// How many of them are over.
    over: u64,
    watch: &'a mut dyn Watch,
}

impl Whole<'_> {
    fn step(&mut self, done: u64, all: u64) -> bool {
        // Of nothing, all is done.
        let all = all.max(1);
        let before = self.over.saturating_mul(all);
        let done = before.saturating_add(done.min(all));
        self.watch.step(done, self.parts.saturating_mul(all))
    }
}

/// What came of a run.
#[derive(Debug)]
pub enum Outcome {
    /// All files are whole; what the manifest has to say of each format.
    Done(Vec<(Format, Vec<Remark>)>),
    /// It was stopped; nothing of it is to be kept.
    Stopped,
}

/// Files below a folder of their own.
struct Below<'a> {
    folder: &'a str,
    files: &'a mut dyn Files,
}

impl Files for Below<'_> {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
        match self.folder {
            "" => self.files.create(name),
            folder => self.files.create(&format!("{folder}/{name}")),
        }
    }

    fn scratch(&mut self) -> io::Result<Box<dyn Scratch>> {
        self.files.scratch()
    }
}

/// Begins a format.
///
/// # Errors
/// When a file cannot be made.
pub fn begin(
    format: Format,
    context: &Context,
    files: &mut dyn Files,
) -> Result<Box<dyn Exporter>, Fault> {
    let context = context.clone();
    Ok(match format {
        Format::Csv => Box::new(Csv::begin(context, files)?),
        Format::Redcap => Box::new(Redcap::begin(context, files)?),
        Format::DatasetJson => Box::new(DatasetJson::begin(context, files)?),
        Format::Xpt => Box::new(Xpt::begin(context, files)?),
        Format::Odm => Box::new(Snapshot::begin(context, files)?),
        Format::OdmArchive => Box::new(Archive::begin(context, files)?),
        Format::Report => Box::new(Report::begin(context)),
    })
}

/// Runs an export of these formats; of several each has a folder of its own. `hidden` are forms that the roles of the user
/// do not see: they are left out and told.
///
/// # Errors
/// What the source or a file says.
pub fn run<S: Source>(
    formats: &[Format],
    context: &Context,
    hidden: &[FormId],
    source: &mut S,
    files: &mut dyn Files,
    watch: &mut dyn Watch,
) -> Result<Outcome, S::Error> {
    let folder = |format: Format| match formats.len() {
        0 | 1 => "",
        _ => format.key(),
    };
    let mut running: Vec<(Format, Box<dyn Exporter>)> = Vec::new();
    for format in formats {
        let mut below = Below {
            folder: folder(*format),
            files,
        };
        running.push((*format, begin(*format, context, &mut below)?));
    }
    let reads = |wanted: Reads, running: &[(Format, Box<dyn Exporter>)]| {
        running.iter().any(|(_, own)| own.reads() == wanted)
    };
    let as_of = context.as_of.seq;
    let mut whole = Whole {
        parts: [Reads::Records, Reads::Entries]
            .iter()
            .filter(|wanted| reads(**wanted, &running))
            .count() as u64,
        over: 0,
        watch,
    };
    if reads(Reads::Records, &running) {
        let ids = ids(context, source)?;
        let all = ids.len() as u64;
        if let Some(first) = ids.first() {
            source.want(first, as_of);
        }
        for (done, who) in (0_u64..).zip(&ids) {
            if !whole.step(done, all) {
                return Ok(Outcome::Stopped);
            }
            let record = source.wanted(who, as_of)?;
            // The next one is read while this one is written.
            if let Some(next) = ids.get(done as usize + 1) {
                source.want(next, as_of);
            }
            let Some(mut record) = record else {
                continue;
            };
            leave_out(&mut record, hidden);
            let person = Person::of(context, &record);
            for (format, exporter) in &mut running {
                if exporter.reads() == Reads::Records {
                    let mut below = Below {
                        folder: folder(*format),
                        files,
                    };
                    exporter.participant(&person, &mut below)?;
                }
            }
        }
        whole.over += 1;
    }
    if reads(Reads::Entries, &running) {
        let participant = context.selection.participant.as_ref();
        let mut after = Some(0);
        while let Some(from) = after {
            if !whole.step(from, as_of) {
                return Ok(Outcome::Stopped);
            }
            let (entries, next) = source.entries(participant, from)?;
            after = next.filter(|next| *next < as_of);
            for entry in entries.iter().filter(|entry| entry.seq <= as_of) {
                for (format, exporter) in &mut running {
                    if exporter.reads() == Reads::Entries {
                        let mut below = Below {
                            folder: folder(*format),
                            files,
                        };
                        exporter.entry(entry, &mut below)?;
                    }
                }
            }
        }
    }
    let mut remarks = Vec::new();
    for (format, exporter) in running {
        let mut below = Below {
            folder: folder(format),
            files,
        };
        remarks.push((format, exporter.finish(&mut below)?));
    }
    Ok(Outcome::Done(remarks))
}

/// Returns whom the export is of, in the order of their ids.
fn ids<S: Source>(context: &Context, source: &mut S) -> Result<Vec<ParticipantId>, S::Error> {
    if let Some(who) = &context.selection.participant {
        return Ok(vec![who.clone()]);
    }
    let mut ids = Vec::new();
    loop {
        let more = source.ids(ids.last())?;
        if more.is_empty() {
            return Ok(ids);
        }
        ids.extend(more);
    }
}

/// Leaves out forms that the roles of the user do not see.
fn leave_out(record: &mut ParticipantRecord, hidden: &[FormId]) {
    for session in record.sessions.values_mut() {
        for form in hidden {
            if session.forms.contains_key(form) {
                let nothing = Withheld {
                    asked: 0,
                    answered: 0,
                };
                session.withhold(form, nothing);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Told(Vec<u64>);

    impl Watch for Told {
        fn step(&mut self, done: u64, all: u64) -> bool {
            self.0.push(done * 100 / all);
            true
        }
    }

    #[test]
    fn records_and_entries_are_halves_of_one_whole() {
        let mut told = Told(Vec::new());
        let mut whole = Whole {
            parts: 2,
            over: 0,
            watch: &mut told,
        };
        for (done, all) in [(0, 4), (2, 4), (4, 4)] {
            assert!(whole.step(done, all));
        }
        whole.over += 1;
        for (done, all) in [(0, 1000), (500, 1000), (1000, 1000), (1001, 1000)] {
            assert!(whole.step(done, all));
        }
        assert_eq!(told.0, [0, 25, 50, 50, 75, 100, 100]);
    }
}
