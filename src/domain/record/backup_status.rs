//! When a study was last backed up, and when a restore of a backup was last tested.
//!
//! Built by applying entries. What is old is judged by the study's own days, on days and not on hours.

use super::entry::Entry;
use super::event::BackupStep;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

/// A backup that was made, or a restore that was tested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// When it was recorded.
    pub at: DateTime<FixedOffset>,
    /// How many entries it held.
    pub entries: u64,
    /// Hash of the last of them, in hex.
    pub head: String,
}

/// The last backup and the last tested restore; `None` for never.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupStatus {
    /// The last backup.
    pub backup: Option<Done>,
    /// The last restore that was tested.
    pub restore: Option<Done>,
}

impl BackupStatus {
    /// Applies an entry; returns whether it is about a backup or a restore.
    pub fn apply(&mut self, entry: &Entry) -> bool {
        let Some(change) = entry.draft.event.backup_change() else {
            return false;
        };
        let done = Done {
            at: entry.recorded_at,
            entries: change.entries,
            head: change.head.to_owned(),
        };
        match change.step {
            BackupStep::Made => self.backup = Some(done),
            BackupStep::RestoreTested => self.restore = Some(done),
        }
        true
    }

    /// Returns whether the backup or the tested restore is missing or older than the study wants it.
    pub fn is_old(&self, limits: &Limits, today: NaiveDate) -> bool {
        let old = |kept: &Option<Done>, days: u32| {
            let age = kept.as_ref().map(|kept| kept.age(today));
            age.is_none_or(|age| age > i64::from(days))
        };
        old(&self.backup, limits.backup_days) || old(&self.restore, limits.restore_test_days)
    }
}

impl Done {
    /// Returns how many days ago it was; 0 on the same day, and on a later one of a clock that was put back.
    pub fn age(&self, today: NaiveDate) -> i64 {
        (today - self.at.date_naive()).num_days().max(0)
    }
}

/// After how many days a backup and a tested restore are old; a site's own choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Days after a backup, 1 to 365.
    pub backup_days: u32,
    /// Days after a tested restore, 1 to 3650.
    pub restore_test_days: u32,
}

impl Default for Limits {
    /// What a study file without a word on it gets: a backup a day, a test a quarter. A site default.
    fn default() -> Self {
        Self {
            backup_days: 1,
            restore_test_days: 90,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::entry::{Assessor, Draft};
    use crate::domain::record::event::Event;

    fn entry(at: &str, event: Event) -> Entry {
        let who = || "mk".to_owned();
        Entry {
            seq: 9,
            recorded_at: DateTime::parse_from_rfc3339(at).unwrap(),
            program: who(),
            request: who(),
            draft: Draft::new(
                Assessor {
                    user: who(),
                    name: who(),
                    role: who(),
                    from: who(),
                },
                event,
            ),
            salt: None,
            more: 0,
            prev: String::new(),
            hash: String::new(),
        }
    }

    #[test]
    fn the_last_backup_and_test_count_and_grow_old_by_days() {
        let mut kept = BackupStatus::default();
        let limits = Limits::default();
        let day = |day: u32| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        assert!(kept.is_old(&limits, day(1)));
        let (head, entries) = ("ab".to_owned(), 7);
        let backed = Event::BackedUp {
            head: head.clone(),
            entries,
        };
        assert!(kept.apply(&entry("2026-03-01T23:00:00+01:00", backed)));
        assert!(kept.is_old(&limits, day(1)), "no restore was tested");
        let tested = Event::RestoreTested { head, entries };
        assert!(kept.apply(&entry("2026-03-01T23:10:00+01:00", tested)));
        assert!(!kept.is_old(&limits, day(2)));
        assert!(kept.is_old(&limits, day(3)));
        assert_eq!(kept.backup.as_ref().map(|kept| kept.age(day(3))), Some(2));
        let other = Event::UserDisabled {
            user: "x".to_owned(),
        };
        assert!(!kept.apply(&entry("2026-03-02T09:00:00+01:00", other)));
    }
}
