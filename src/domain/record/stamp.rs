//! When an answer was stored and when it was observed, small enough to stand beside every answer.
//!
//! Must not know an event: who applies an entry gives its times.

use chrono::{DateTime, FixedOffset, TimeDelta};
use serde::{Deserialize, Serialize};

/// A moment to the millisecond, with the offset of the clock that told it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Milliseconds since 1970-01-01 00:00 UTC.
    ms: i64,
    /// Seconds east of UTC.
    offset: i32,
}

impl Moment {
    /// Returns a time to the millisecond.
    pub fn of(time: DateTime<FixedOffset>) -> Self {
        Self {
            ms: time.timestamp_millis(),
            offset: time.offset().local_minus_utc(),
        }
    }

    /// Returns the time; `None` where it is none that a calendar has.
    pub fn time(self) -> Option<DateTime<FixedOffset>> {
        let offset = FixedOffset::east_opt(self.offset)?;
        let since = TimeDelta::try_milliseconds(self.ms)?;
        let utc = DateTime::UNIX_EPOCH.checked_add_signed(since)?;
        Some(utc.with_timezone(&offset))
    }
}

/// When an answer was stored, and when it was observed where that is another moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// When it was stored.
    pub stored: Moment,
    /// When it was observed, where that is not the moment of storing.
    pub observed: Option<Moment>,
}

impl Stamp {
    /// Returns the stamp of an answer that was stored at a time, and observed at another where one is given.
    pub fn new(stored: DateTime<FixedOffset>, observed: Option<DateTime<FixedOffset>>) -> Self {
        Self {
            stored: Moment::of(stored),
            observed: observed.map(Moment::of),
        }
    }

    /// Returns when it was observed.
    pub fn observed(self) -> Moment {
        self.observed.unwrap_or(self.stored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_time_comes_back_to_the_millisecond_with_its_offset(
            ms in -62_000_000_000_000_i64..250_000_000_000_000,
            offset in -86_399_i32..86_400,
        ) {
            let time = Moment { ms, offset }.time().unwrap();
            prop_assert_eq!(time.timestamp_millis(), ms);
            prop_assert_eq!(time.offset().local_minus_utc(), offset);
            prop_assert_eq!(Moment::of(time), Moment { ms, offset });
        }
    }

    #[test]
    fn what_is_no_time_of_a_calendar_is_none() {
        assert_eq!(
            Moment {
                ms: i64::MAX,
                offset: 0
            }
            .time(),
            None
        );
        assert_eq!(
            Moment {
                ms: 0,
                offset: i32::MAX
            }
            .time(),
            None
        );
    }
}
