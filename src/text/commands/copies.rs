//! What `backup`, `restore`, `recover` and `verify` print.

use crate::text::prints::Advice;
use crate::text::store::{BesideDamage, Flaw, Remark, Unread, Work};
use chrono::{DateTime, FixedOffset};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A backup that was made.
#[derive(Clone, Copy, Debug)]
pub struct BackedUp<'a> {
    /// Directory of the backup.
    pub dir: &'a Path,
    /// How many entries it holds.
    pub entries: u64,
    /// How many it held before; `None` when it is new.
    pub before: Option<u64>,
    /// Files of the journal that were copied.
    pub copied: usize,
    /// Files of the journal that it had already.
    pub kept: usize,
    /// Bytes that were written.
    pub bytes: u64,
    /// When the last of its entries was stored.
    pub at: DateTime<FixedOffset>,
    /// Hash of that entry, in hex.
    pub head: &'a str,
}

/// A backup that was restored.
#[derive(Clone, Copy, Debug)]
pub struct Restored<'a> {
    /// Whether it was restored to test that it can be.
    pub test: bool,
    /// How many entries it holds.
    pub entries: u64,
    /// Hash of the last one, in hex.
    pub head: &'a str,
    /// When the backup was made.
    pub made_at: DateTime<FixedOffset>,
}

/// A record that was recovered.
#[derive(Clone, Copy, Debug)]
pub struct Recovered<'a> {
    /// Directory of the new study.
    pub out: &'a Path,
    /// How many entries there were.
    pub entries: u64,
    /// How many are in the new record.
    pub rescued: u64,
    /// How many of those came from copies.
    pub from_copies: u64,
    /// Sources that could not be read, and why.
    pub unread: &'a [Unread],
    /// The participants that the lost entries were about, by the number of the entry.
    pub about: &'a BTreeMap<u64, String>,
    /// Participants whose enrolment is lost.
    pub not_enrolled: &'a BTreeSet<String>,
    /// Queries whose opening entry is lost.
    pub unopened: u64,
    /// Whether nothing tells if there was more at the end.
    pub open_end: bool,
}

/// A record that was read to verify it.
#[derive(Clone, Copy, Debug)]
pub struct Verified<'a> {
    /// How many entries it has.
    pub entries: u64,
    /// Files of the journal.
    pub segments: usize,
    /// When the first and the last entry were stored.
    pub times: Option<[DateTime<FixedOffset>; 2]>,
    /// Hash of the last entry, in hex.
    pub head: &'a str,
    /// Entries stored at an earlier time than the one before.
    pub clock_steps: &'a [u64],
    /// What is no damage and still worth knowing.
    pub notes: &'a [Remark],
    /// What is wrong.
    pub findings: &'a [Flaw],
    /// What is wrong with the small files beside it.
    pub beside: &'a [BesideDamage],
    /// How many signatures were computed again and are of what was stored before them.
    pub signatures: u64,
    /// How many heads from outside it holds, and when the newest of them was stored; nothing where none was compared.
    pub outside: Option<(usize, DateTime<FixedOffset>)>,
}

/// What helps a record that is not sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Helps {
    /// Opening the study: what the second copy can prove is repaired.
    Opening,
    /// A program that understands all entries.
    NewerProgram,
    /// A backup that holds the record as it was; no repair can prove what was.
    Backup,
    /// The same, or a manager who knows why the entries are missing and accepts it.
    BackupOrAcceptance,
}

impl Helps {
    /// Returns what helps against a flaw.
    pub fn against(flaw: &Flaw) -> Self {
        match flaw {
            Flaw::NotTheHeld { .. } | Flaw::EndsBeforeHeld { .. } => Self::BackupOrAcceptance,
            Flaw::OtherIndex { .. }
            | Flaw::EndsBeforeIndex { .. }
            | Flaw::OtherBackup { .. }
            | Flaw::OtherSignature { .. }
            | Flaw::ListChanged { .. }
            | Flaw::Replaced { .. } => Self::Backup,
            Flaw::NotUnderstood { .. } => Self::NewerProgram,
            Flaw::HeldBeyondBreak { .. }
            | Flaw::Misnumbered { .. }
            | Flaw::Torn { .. }
            | Flaw::Breaks { .. }
            | Flaw::NoHead
            | Flaw::TailCut { .. }
            | Flaw::EndsEarly { .. }
            | Flaw::StandsAfter { .. }
            | Flaw::StandsBefore { .. }
            | Flaw::Removed { .. }
            | Flaw::NotGoingOn { .. }
            | Flaw::Broken { .. }
            | Flaw::Remains { .. }
            | Flaw::More { .. } => Self::Opening,
        }
    }
}

/// How a record stands to a head that was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldHead {
    /// It is the record's head.
    Head,
    /// The record goes on from it.
    GoesOn {
        /// Number of entries that came later.
        later: u64,
    },
}

/// Why a record does not hold a head that was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LostHead {
    /// It stands at another place.
    Elsewhere {
        /// Number of the entry that has it.
        found: u64,
        /// Number that was written down.
        number: u64,
    },
    /// Another entry stands in its place.
    Another {
        /// Number that was written down.
        number: u64,
    },
    /// Nothing stands in its place.
    Gone,
}

/// What `backup`, `restore`, `recover` and `verify` print.
pub trait Copies {
    /// Says what was backed up, with the head to write down; ends with a line break.
    fn backed_up(&self, done: &BackedUp<'_>) -> String;

    /// Says that a backup was made, and why the study has no entry about it.
    fn backup_not_recorded(&self, why: &str) -> String;

    /// Says that the files of the study are those of another account, and what to do.
    fn foreign_files(&self) -> Advice;

    /// Says what was restored; ends with a line break.
    fn restored(&self, done: &Restored<'_>) -> String;

    /// Says how a restored study is opened.
    fn opens_with(&self, dir: &Path) -> String;

    /// Says that a backup can be restored, and why the study has no entry about it.
    fn restore_not_recorded(&self, why: &str) -> String;

    /// Says that what was restored is not the record of the backup: the number of entries and the head of each.
    fn restored_another(&self, found: (u64, &str), backup: (u64, &str)) -> String;

    /// Says that a study which was restored or recovered cannot be opened yet, why, and what to do.
    fn opens_not_yet(&self, why: &str, hints: &[String]) -> String;

    /// Says that what an earlier work had left in a directory was removed, and the work began anew.
    fn begun_anew(&self, work: Work, dir: &Path) -> String;

    /// Says what a directory is whose content could not be proven.
    fn still_unfinished(&self, dir: &Path) -> String;

    /// Says what to do about a file of the study that keeps it from being recovered.
    fn move_and_recover(&self) -> &'static str;

    /// Says what was recovered and what is not whole in it, a line each.
    fn recovered(&self, done: &Recovered<'_>) -> String;

    /// Says which entries are lost, and what to do.
    fn lost_entries(&self, lost: &[(u64, u64)]) -> Advice;

    /// Returns the line with the head of a record: its hash and number.
    fn head_line(&self, head: &str, entries: u64) -> String;

    /// Says what was read, from when to when, and whether it is sound, a line each.
    fn verified(&self, report: &Verified<'_>) -> String;

    /// Says that the record is not sound, and what to do.
    fn not_sound(&self, helps: &[Helps]) -> Advice;

    /// Says that what was given is no head, and how one is written.
    fn no_head(&self, given: &str) -> Advice;

    /// Says how the record stands to a head that it holds.
    fn held_head(&self, held: HeldHead) -> String;

    /// Says why the record does not hold a head, and what to do.
    fn lost_head(&self, lost: LostHead) -> Advice;
}
