//! Watches the clock of the study's host: when it goes back or jumps, an entry says so before any other is written.
//!
//! The judgement takes both clocks as arguments. Must not set a clock or correct a time.

use super::Work;
use crate::domain::record::event::Event;
use crate::domain::record::server_run::{BootClock, LastClocks};
use crate::protocol::messages::Reply;
use crate::text::server::Notice;
use chrono::{DateTime, FixedOffset, TimeDelta};
use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// How far the clock may run away from the time that has passed between two looks.
const LEEWAY: TimeDelta = TimeDelta::seconds(60);

/// Readings of both clocks at the same moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    /// What the host's clock shows.
    pub(super) wall: DateTime<FixedOffset>,
    /// Time since some moment that stays the same while the host runs, asleep or not.
    pub(super) steady: Duration,
}

/// The clock went back or jumped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moved {
    /// What it should have shown.
    pub(super) expected: DateTime<FixedOffset>,
    /// What it showed.
    pub(super) shown: DateTime<FixedOffset>,
}

/// Returns how the clock moved between two looks: it shows an earlier time than before, or more than 60 s more or
/// less than has passed.
pub(super) fn moved(before: Look, now: Look) -> Option<Moved> {
    let passed = TimeDelta::from_std(now.steady.saturating_sub(before.steady)).ok()?;
    let expected = before.wall.checked_add_signed(passed)?;
    let off = (now.wall - expected).abs();
    (now.wall < before.wall || off > LEEWAY).then_some(Moved {
        expected,
        shown: now.wall,
    })
}

/// Returns how the clock moved since the newest entry was stored, at a time that it does not show yet.
pub(super) fn moved_since(stored: DateTime<FixedOffset>, now: Look) -> Option<Moved> {
    (now.wall < stored).then_some(Moved {
        expected: stored,
        shown: now.wall,
    })
}

/// Returns how the clock moved since a server stated both clocks last, where the same boot goes on.
pub(super) fn moved_since_stated(
    stated: Option<&LastClocks>,
    boot: Option<BootClock>,
    now: Look,
) -> Option<Moved> {
    let expected = stated?.expected(&boot?)?;
    let off = (now.wall - expected).abs();
    (off > LEEWAY).then_some(Moved {
        expected,
        shown: now.wall,
    })
}

impl Moved {
    /// Returns it as what everybody at the study is told.
    pub(super) fn notice(self) -> Notice {
        let Self { expected, shown } = self;
        Notice::ClockMoved { expected, shown }
    }
}

/// Returns the time since the host was started, with the time that it was asleep.
pub(super) fn steady() -> Duration {
    let time = clock_gettime(ClockId::Boottime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    let nanos = u32::try_from(time.tv_nsec).unwrap_or(0);
    Duration::new(seconds, nanos)
}

impl Work {
    /// Looks at the clocks, and records what the host's has done before the next entries are.
    pub(super) fn watch_clock(&mut self) {
        let now = Look {
            wall: self.store.now(),
            steady: steady(),
        };
        self.clock_moves.extend(moved(self.clock, now));
        self.clock = now;
        while let Some(first) = self.clock_moves.first().copied() {
            let Moved { expected, shown } = first;
            let event = Event::ClockMoved { expected, shown };
            if self.recorded(self.program.clone(), event).is_err() {
                // The disk takes nothing now, so that nothing else is stored either; it is tried again.
                return;
            }
            self.clock_moves.remove(0);
            let notice = first.notice();
            self.connections
                .tell_screens(&Reply::Notice(notice.clone()));
            self.findings.push(notice);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::DEFAULT;

    fn look(wall: &str, steady: u64) -> Look {
        Look {
            wall: DateTime::parse_from_rfc3339(wall).unwrap(),
            steady: Duration::from_secs(steady),
        }
    }

    const TEN: &str = "2026-03-02T10:00:00+01:00";

    #[test]
    fn a_clock_that_goes_with_the_time_has_not_moved() {
        let before = look(TEN, 100);
        for (wall, steady) in [
            (TEN, 100),
            ("2026-03-02T10:00:30+01:00", 130),
            // Set right by less than a minute, and not to before the last look.
            ("2026-03-02T10:00:59+01:00", 119),
            ("2026-03-02T10:01:00+01:00", 220),
            // The night, the host asleep; and another offset, as at the end of summer time.
            ("2026-03-03T10:00:00+01:00", 86_500),
            ("2026-03-02T09:00:30+00:00", 130),
        ] {
            assert_eq!(moved(before, look(wall, steady)), None, "{wall}");
        }
    }

    #[test]
    fn going_back_and_jumping_are_noticed_with_what_should_have_been_shown() {
        let before = look(TEN, 100);
        for (wall, steady, expected, words) in [
            (
                "2026-03-02T09:59:59+01:00",
                100,
                TEN,
                "went back 1 s at 09:59",
            ),
            (
                "2026-03-02T09:58:00+01:00",
                160,
                "2026-03-02T10:01:00+01:00",
                "went back 3 min at 09:58",
            ),
            (
                "2026-03-02T10:02:00+01:00",
                400,
                "2026-03-02T10:05:00+01:00",
                "went back 3 min at 10:02",
            ),
            (
                "2026-03-02T10:01:01+01:00",
                100,
                TEN,
                "jumped ahead 61 s at 10:01",
            ),
            (
                "2026-03-05T10:00:00+01:00",
                100,
                TEN,
                "jumped ahead 3 days at 10:00",
            ),
        ] {
            let found = moved(before, look(wall, steady)).unwrap();
            assert_eq!(found.shown, look(wall, 0).wall);
            assert_eq!(found.expected, look(expected, 0).wall, "{wall}");
            let sentence = format!("The clock of the study's host {words}; recorded.");
            assert_eq!(DEFAULT.notice(&found.notice()), sentence);
        }
    }

    #[test]
    fn an_entry_from_the_future_is_noticed() {
        let stored = look("2026-03-02T12:00:00+01:00", 0).wall;
        let found = moved_since(stored, look(TEN, 5)).unwrap();
        assert_eq!((found.expected, found.shown), (stored, look(TEN, 0).wall));
        assert_eq!(
            moved_since(stored, look("2026-03-02T12:00:00+01:00", 5)),
            None
        );
    }

    #[test]
    fn a_clock_that_moved_while_there_was_no_server_is_noticed_while_the_same_boot_goes_on() {
        let boot = |id: &str, up| {
            let id = id.to_owned();
            Some(BootClock { id, up })
        };
        let stated = LastClocks {
            wall: look(TEN, 0).wall,
            boot: boot("a", 5_000).unwrap(),
        };
        let moved = |boot, wall| moved_since_stated(Some(&stated), boot, look(wall, 0));
        let an_hour_later = boot("a", 3_605_000);
        let (eleven, twelve) = ("2026-03-02T11:00:00+01:00", "2026-03-02T12:00:00+01:00");
        assert_eq!(moved(an_hour_later.clone(), eleven), None);
        let expected = Moved {
            expected: look(eleven, 0).wall,
            shown: look(twelve, 0).wall,
        };
        assert_eq!(moved(an_hour_later, twelve), Some(expected));
        assert_eq!(moved(boot("b", 3_605_000), twelve), None);
        assert_eq!(moved(None, twelve), None);
        assert_eq!(
            moved_since_stated(None, boot("a", 1), look(twelve, 0)),
            None
        );
    }

    #[test]
    fn the_steady_clock_does_not_go_back() {
        let first = steady();
        assert!(steady() >= first && first > Duration::ZERO);
    }
}
