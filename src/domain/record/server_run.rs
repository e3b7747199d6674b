//! When a server ran: what its start and its stop say, and the stretches of time without a server.
//!
//! A stretch is worked out of the entries around it and is not stored.

use super::entry::Entry;
use chrono::{DateTime, FixedOffset, TimeDelta};
use serde::{Deserialize, Serialize};

/// Why a server stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StopReason {
    /// It was told to, by a signal.
    Told,
    /// Nobody used it any more.
    Idle,
    /// The program that had the study to itself ended.
    Closed,
    /// Its study directory was taken away, or the record could not be opened again.
    Fault,
}

/// How long the host has run since a boot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BootClock {
    /// Id of the boot, as the kernel gives it.
    pub id: String,
    /// Milliseconds since the boot, with the time that the host was asleep.
    pub up: u64,
}

/// The host's clock and its boot clock as a server last stated them together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastClocks {
    /// What the host's clock showed.
    pub wall: DateTime<FixedOffset>,
    /// What the boot clock showed.
    pub boot: BootClock,
}

impl LastClocks {
    /// Applies an entry to the clocks stated last; entries come in their order. A jump that was recorded since is taken
    /// into account.
    pub fn apply(known: &mut Option<Self>, entry: &Entry) {
        match entry.draft.event.server_step() {
            ServerStep::Starts { boot } | ServerStep::Stops { boot } => {
                *known = boot.cloned().map(|boot| Self {
                    wall: entry.recorded_at,
                    boot,
                });
            }
            ServerStep::ClockMoved { by } => {
                if let Some(known) = known {
                    known.wall = known.wall.checked_add_signed(by).unwrap_or(known.wall);
                }
            }
            ServerStep::Runs | ServerStep::NotSaid => {}
        }
    }

    /// Returns what the host's clock should show now, where the same boot goes on.
    pub fn expected(&self, now: &BootClock) -> Option<DateTime<FixedOffset>> {
        let passed = now.up.checked_sub(self.boot.up)?;
        let passed = TimeDelta::try_milliseconds(i64::try_from(passed).ok()?)?;
        let same = self.boot.id == now.id;
        same.then(|| self.wall.checked_add_signed(passed))?
    }
}

/// A stretch of time without a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// When the server before stopped; where it left no stop, the time of its last entry, until which it ran at least.
    pub from: DateTime<FixedOffset>,
    /// When the next server started.
    pub to: DateTime<FixedOffset>,
    /// Whether the server before said that it stopped.
    pub stopped: bool,
}

/// Finds the stretches without a server, from the entries in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServerRuns(Option<(DateTime<FixedOffset>, bool)>);

impl ServerRuns {
    /// Applies an entry; returns the stretch without a server that it ended.
    pub fn apply(&mut self, entry: &Entry) -> Option<Absence> {
        let at = entry.recorded_at;
        match entry.draft.event.server_step() {
            ServerStep::Starts { .. } => {
                let ended = self.0.replace((at, false));
                ended.map(|(from, stopped)| Absence {
                    from,
                    to: at,
                    stopped,
                })
            }
            ServerStep::Stops { .. } => {
                self.0 = Some((at, true));
                None
            }
            ServerStep::Runs => {
                // Between a stop and the next start no server wrote it.
                if !matches!(self.0, Some((_, true))) && !entry.is_synthetic() {
                    self.0 = Some((at, false));
                }
                None
            }
            // Also at a start, by which the clock may have moved.
            ServerStep::ClockMoved { .. } | ServerStep::NotSaid => None,
        }
    }
}

/// What an event says of the server that wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerStep<'a> {
    /// A server starts.
    Starts {
        /// The boot of the host.
        boot: Option<&'a BootClock>,
    },
    /// It stops.
    Stops {
        /// The boot of the host.
        boot: Option<&'a BootClock>,
    },
    /// The host's clock went back or jumped.
    ClockMoved {
        /// By how much; less than zero when it went back.
        by: TimeDelta,
    },
    /// A server ran.
    Runs,
    /// It is also written before a server starts, or without one.
    NotSaid,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::entry::{Assessor, Draft};
    use crate::domain::record::event::Event;

    fn entry(at: &str, event: Event) -> Entry {
        let by = Assessor {
            user: "coreset".to_owned(),
            name: "coreset".to_owned(),
            role: "program".to_owned(),
            from: "local".to_owned(),
        };
        Entry::preview(Draft::new(by, event), time(at))
    }

    fn time(at: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-03-02T{at}+01:00")).unwrap()
    }

    fn boot(id: &str, up: u64) -> BootClock {
        let id = id.to_owned();
        BootClock { id, up }
    }

    fn started(boot: Option<BootClock>) -> Event {
        Event::ServerStarted {
            program: "0.1.0".to_owned(),
            boot,
        }
    }

    fn stopped(boot: Option<BootClock>) -> Event {
        Event::ServerStopped {
            why: StopReason::Told,
            boot,
        }
    }

    fn login() -> Event {
        Event::LoggedIn {
            user: "mk".to_owned(),
            command: None,
        }
    }

    fn opened() -> Event {
        Event::StudyOpened {
            protocol: "NCT1".to_owned(),
            protocol_hash: "ab".to_owned(),
            demo: false,
        }
    }

    fn absences(entries: &[(&str, Event)]) -> Vec<Absence> {
        let mut runs = ServerRuns::default();
        let entries = entries.iter();
        let entries = entries.map(|(at, event)| entry(at, event.clone()));
        entries.filter_map(|entry| runs.apply(&entry)).collect()
    }

    #[test]
    fn the_first_server_of_a_study_ends_no_stretch() {
        assert_eq!(
            absences(&[("09:00:00", opened()), ("09:00:00", started(None))]),
            []
        );
    }

    #[test]
    fn a_stretch_begins_with_the_stop_whatever_was_written_without_a_server() {
        let restored = Event::Restored {
            entries: 3,
            head: "ab".to_owned(),
        };
        let found = absences(&[
            ("09:00:00", started(None)),
            ("17:19:48", stopped(None)),
            ("17:20:00", restored),
            ("17:20:34", started(None)),
        ]);
        let expected = Absence {
            from: time("17:19:48"),
            to: time("17:20:34"),
            stopped: true,
        };
        assert_eq!(found, [expected]);
    }

    #[test]
    fn without_a_stop_it_begins_with_the_last_entry_and_says_so() {
        let found = absences(&[
            ("09:00:00", started(None)),
            ("09:05:00", login()),
            ("09:30:00", opened()),
            ("09:31:00", started(None)),
            ("09:32:00", started(None)),
        ]);
        let stretch = |from, to| Absence {
            from: time(from),
            to: time(to),
            stopped: false,
        };
        let expected = [
            stretch("09:05:00", "09:31:00"),
            stretch("09:31:00", "09:32:00"),
        ];
        assert_eq!(found, expected);
        let mut runs = ServerRuns::default();
        let made = Entry {
            request: "demo-7".to_owned(),
            ..entry("09:00:00", login())
        };
        let next = entry("09:00:01", started(None));
        assert_eq!((runs.apply(&made), runs.apply(&next)), (None, None));
        // An earlier program wrote neither start nor stop.
        let found = absences(&[
            ("09:00:00", opened()),
            ("09:05:00", login()),
            ("10:00:00", started(None)),
        ]);
        assert_eq!(found, [stretch("09:05:00", "10:00:00")]);
    }

    #[test]
    fn the_clock_is_expected_where_the_same_boot_goes_on() {
        let mut known = None;
        for (at, event) in [
            ("09:00:00", started(Some(boot("a", 1_000)))),
            ("09:05:00", login()),
        ] {
            LastClocks::apply(&mut known, &entry(at, event));
        }
        let expected = |known: &Option<LastClocks>, id, up| {
            known
                .as_ref()
                .and_then(|known| known.expected(&boot(id, up)))
        };
        assert_eq!(expected(&known, "a", 3_601_000), Some(time("10:00:00")));
        assert_eq!(expected(&known, "b", 3_601_000), None, "another boot");
        assert_eq!(expected(&known, "a", 999), None, "a boot clock goes on");
        assert_eq!(expected(&known, "a", u64::MAX), None);
        // A jump that was recorded is not found again.
        let moved = Event::ClockMoved {
            expected: time("09:10:00"),
            shown: time("09:40:00"),
        };
        LastClocks::apply(&mut known, &entry("09:40:00", moved));
        assert_eq!(expected(&known, "a", 3_601_000), Some(time("10:30:00")));
        LastClocks::apply(&mut known, &entry("11:00:00", stopped(None)));
        assert_eq!(known, None, "a host without a boot clock");
    }
}
