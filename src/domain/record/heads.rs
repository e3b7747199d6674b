//! Heads that people outside of the record hold against it: which of them the record lacks, and which were accepted.
//!
//! A chain of hashes cannot see that its own end was cut or that all of it was written anew; whoever was told a head
//! can. Built by applying entries.

use super::entry::Entry;
use super::event::HeadChange;
use chrono::{DateTime, FixedOffset, TimeDelta};
use serde::{Deserialize, Serialize};

/// A head that a client was told: with a receipt, or when it connected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldHead {
    /// Number of the entry, 1 or more.
    pub seq: u64,
    /// Its hash, in hex.
    pub hash: String,
    /// When the entry was stored.
    pub at: DateTime<FixedOffset>,
    /// The server's proof that it told this head; none where the server has no key for it.
    pub proof: Option<String>,
}

/// A head that somebody was told and the record lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingHead {
    /// Login name of who was told it.
    pub user: String,
    /// Number of the missing entry.
    pub seq: u64,
    /// Its hash, in hex.
    pub hash: String,
    /// Whether the server's own proof came with it.
    pub proven: bool,
    /// When it was recorded as missing.
    pub at: DateTime<FixedOffset>,
}

/// Why heads that the record lacks are no alarm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// First entry that may be missing.
    pub from: u64,
    /// Last entry that may be missing.
    pub to: u64,
    /// When it was accepted; a head told later is not covered.
    pub at: DateTime<FixedOffset>,
    /// How many entries the backup had, where it was a restore and no manager's decision.
    pub restored: Option<u64>,
}

/// The heads that the record lacks, and what was accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heads {
    missing: Vec<MissingHead>,
    accepted: Vec<Acceptance>,
}

impl Heads {
    /// Applies an entry; returns whether it is about heads.
    pub fn apply(&mut self, entry: &Entry) -> bool {
        let Some(change) = entry.draft.event.head_change() else {
            return false;
        };
        let at = entry.recorded_at;
        match change {
            HeadChange::Missing {
                user,
                seq,
                hash,
                proven,
            } => {
                self.missing
                    .retain(|known| known.user != user || known.hash != hash);
                self.missing.push(MissingHead {
                    user: user.to_owned(),
                    seq,
                    hash: hash.to_owned(),
                    proven,
                    at,
                });
            }
            HeadChange::Accepted { seq, .. } => self.accept(Acceptance {
                from: 1,
                to: seq,
                at,
                restored: None,
            }),
            HeadChange::Restored { entries } => self.accept(Acceptance {
                from: entries.saturating_add(1),
                to: u64::MAX,
                at,
                restored: Some(entries),
            }),
        }
        true
    }

    fn accept(&mut self, acceptance: Acceptance) {
        let Acceptance { from, to, .. } = acceptance;
        self.missing
            .retain(|known| !(from..=to).contains(&known.seq));
        self.accepted.push(acceptance);
    }

    /// Returns the heads that the record lacks and nobody has accepted, oldest first.
    pub fn missing(&self) -> &[MissingHead] {
        &self.missing
    }

    /// Returns the newest acceptance that covers a head which the record lacks.
    pub fn accepted(&self, head: &ToldHead) -> Option<&Acceptance> {
        let covers = |acceptance: &&Acceptance| {
            (acceptance.from..=acceptance.to).contains(&head.seq) && head.at <= acceptance.at
        };
        self.accepted.iter().rev().find(covers)
    }

    /// Returns the missing head for which nobody may save: the server itself told it.
    pub fn stops_all(&self) -> Option<&MissingHead> {
        self.missing.iter().find(|head| head.proven)
    }

    /// Returns whether another entry about a missing head of this user is due: there is none of the last hour that
    /// says as much.
    pub fn is_due(&self, user: &str, proven: bool, now: DateTime<FixedOffset>) -> bool {
        let lately = |known: &&MissingHead| {
            let age = now - known.at;
            known.user == user
                && known.proven >= proven
                && (TimeDelta::zero()..TimeDelta::hours(1)).contains(&age)
        };
        !self.missing.iter().any(|known| lately(&known))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::entry::{Assessor, Draft};
    use crate::domain::record::event::Event;

    fn time(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-03-02T{text}:00+01:00")).unwrap()
    }

    fn entry(at: &str, event: Event) -> Entry {
        let by = Assessor {
            user: "mk".to_owned(),
            name: "M. Kern".to_owned(),
            role: "manager".to_owned(),
            from: "tty1".to_owned(),
        };
        Entry::preview(Draft::new(by, event), time(at))
    }

    fn missing(user: &str, seq: u64, proven: bool) -> Event {
        Event::HeadMissing {
            user: user.to_owned(),
            seq,
            hash: format!("{seq:064}"),
            proven,
        }
    }

    fn told(seq: u64, at: &str) -> ToldHead {
        ToldHead {
            seq,
            hash: format!("{seq:064}"),
            at: time(at),
            proof: None,
        }
    }

    #[test]
    fn an_accepted_head_covers_those_before_it_that_were_told_before() {
        let mut heads = Heads::default();
        assert!(heads.apply(&entry("09:00", missing("anna", 7, false))));
        assert!(heads.apply(&entry("09:01", missing("ben", 12, false))));
        let accepted = Event::HeadAccepted {
            seq: 7,
            hash: format!("{:064}", 7),
            reason: "the disk was exchanged".to_owned(),
        };
        assert!(heads.apply(&entry("10:00", accepted)));
        assert_eq!(heads.missing().len(), 1, "one beyond it stands");
        assert!(heads.accepted(&told(7, "08:00")).is_some());
        assert!(heads.accepted(&told(3, "08:00")).is_some());
        assert!(heads.accepted(&told(8, "08:00")).is_none());
        assert!(heads.accepted(&told(7, "10:01")).is_none(), "told later");
    }

    #[test]
    fn a_restore_covers_what_the_backup_did_not_have_and_no_more() {
        let mut heads = Heads::default();
        let restored = Event::Restored {
            entries: 10,
            head: format!("{:064}", 10),
        };
        assert!(heads.apply(&entry("10:00", restored)));
        let ahead = heads.accepted(&told(11, "09:00"));
        assert_eq!(ahead.and_then(|found| found.restored), Some(10));
        // An entry of the backup itself cannot differ because of the restore.
        assert!(heads.accepted(&told(10, "09:00")).is_none());
        assert!(heads.accepted(&told(11, "10:01")).is_none(), "told later");
    }

    #[test]
    fn one_entry_a_user_and_hour_is_due() {
        let mut heads = Heads::default();
        assert!(heads.is_due("anna", false, time("09:00")));
        heads.apply(&entry("09:00", missing("anna", 7, false)));
        assert!(!heads.is_due("anna", false, time("09:59")));
        assert!(heads.is_due("anna", true, time("09:59")), "a proof is news");
        assert!(heads.is_due("ben", false, time("09:59")));
        assert!(heads.is_due("anna", false, time("10:00")));
        assert!(heads.is_due("anna", false, time("08:59")), "clock put back");
        heads.apply(&entry("10:00", missing("anna", 7, true)));
        assert_eq!(heads.missing().len(), 1, "the same head stands once");
        assert_eq!(heads.stops_all().map(|head| head.seq), Some(7));
    }
}
