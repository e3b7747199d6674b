//! What the caller of the store decides: sizes, limits, the clock, and how a record is summarised.

use crate::domain::record::entry::{Entry, PROGRAM};
use crate::domain::record::server_run::BootClock;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::views::summary::Summary;
use crate::store::boot::this_boot;
use chrono::{DateTime, FixedOffset};
use std::fmt;

/// Gives the moment of storing.
pub type Clock = Box<dyn Fn() -> DateTime<FixedOffset> + Send>;

/// Gives the boot of the host, and how long ago it was.
pub type Boot = Box<dyn Fn() -> Option<BootClock> + Send>;

/// Is told how much of a reading is done, of how much, up to all of it; one with nothing to do tells nothing.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// How a study is opened.
pub struct Options {
    /// Make the directory and an empty study where there is none.
    pub create: bool,
    /// Open also a study whose restore or recovery is not declared done yet, to prove it.
    pub unfinished: bool,
    /// Version of the program, stored with every entry.
    pub program: String,
    /// Gives the moment of storing; kept to the millisecond.
    pub clock: Clock,
    /// Gives the boot of the host, by which a start knows how far its clock should have gone on.
    pub boot: Boot,
    /// Size in bytes at which the journal goes on in a new file; 64 MiB.
    pub segment_bytes: u64,
    /// Bytes that must stay free on the disk; 64 MiB.
    pub floor_bytes: u64,
    /// Bytes held in reserve and given back when the disk is full; 16 MiB.
    pub reserve_bytes: u64,
    /// Bytes of sled's cache; 4 MiB, since the system holds its file as well.
    pub cache_bytes: u64,
    /// Entries after which sled is taken to the disk; 1,024.
    pub checkpoint_entries: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            create: true,
            unfinished: false,
            program: PROGRAM.to_owned(),
            clock: Box::new(|| chrono::Local::now().fixed_offset()),
            boot: Box::new(this_boot),
            segment_bytes: 64 << 20,
            floor_bytes: 64 << 20,
            reserve_bytes: 16 << 20,
            cache_bytes: 4 << 20,
            checkpoint_entries: 1024,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("create", &self.create)
            .field("unfinished", &self.unfinished)
            .field("program", &self.program)
            .field("segment_bytes", &self.segment_bytes)
            .field("floor_bytes", &self.floor_bytes)
            .field("reserve_bytes", &self.reserve_bytes)
            .field("cache_bytes", &self.cache_bytes)
            .field("checkpoint_entries", &self.checkpoint_entries)
            .finish_non_exhaustive()
    }
}

/// Judges what an entry has stored in a record.
pub type Judge = Box<dyn Fn(&mut ParticipantRecord, &Entry) + Send>;

/// What the store shows of a participant but cannot work out itself.
pub struct Projection {
    /// Summarises a record: progress and verdict.
    pub summarise: Box<dyn Fn(&ParticipantRecord) -> Summary + Send>,
    /// Judges what an entry, which was just applied, has stored in a record.
    pub judge: Judge,
}

impl fmt::Debug for Projection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Projection")
    }
}
