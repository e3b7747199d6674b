//! Where in a sequence the decoder is, and how long it may stay there.
//!
//! Every state but rest has an end to its patience: that is what brings the keyboard back.

use super::csi::Csi;
use super::paste::Paste;
use super::utf8::Partial;
use std::time::Duration;

/// How long the decoder waits for the rest of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// After ESC, before it is the key Esc.
    pub escape: Duration,
    /// After the last byte of an unfinished sequence or character, before it is dropped.
    pub sequence: Duration,
    /// After the last byte of a paste without end, before it is dropped.
    pub paste: Duration,
}

impl Default for Patience {
    /// Returns 50 ms, 200 ms and 1 s.
    fn default() -> Self {
        Self {
            escape: Duration::from_millis(50),
            sequence: Duration::from_millis(200),
            paste: Duration::from_secs(1),
        }
    }
}

/// An unfinished sequence is dropped after this many patiences even when bytes keep coming, so
/// that a held key gets through again.
const LONGEST: u32 = 25;

#[derive(Debug)]
pub(super) enum State {
    Ground,
    /// Inside a character of several bytes.
    Char {
        partial: Partial,
        alt: bool,
    },
    Esc,
    EscEsc,
    Csi(Csi),
    /// `ESC [ [`: one letter follows (Linux console F1 to F5).
    Console {
        alt: bool,
        stale: bool,
    },
    /// `ESC O`, then perhaps a modifier.
    Ss3 {
        alt: bool,
        modifier: u32,
    },
    /// `ESC [ M`: so many bytes of a mouse report follow.
    Mouse(u8),
    /// OSC, DCS, APC, PM or SOS. Nothing of it is kept, so that only time limits it: what is past a
    /// limit in bytes would be typed.
    Text {
        bell_ends: bool,
        after_esc: bool,
    },
    Paste(Paste),
    /// `[` so soon after a lone Esc that it may be the rest of a sequence.
    LateBracket,
    /// `O` so soon after a lone Esc that it may be the rest of a sequence.
    LateO,
}

impl State {
    /// Returns how long to wait after the last byte, and after the first if that has an end of its
    /// own; nothing at rest.
    pub(super) fn patience(&self, patience: &Patience) -> Option<(Duration, Option<Duration>)> {
        match self {
            Self::Ground => None,
            Self::Esc | Self::EscEsc | Self::LateBracket | Self::LateO => {
                Some((patience.escape, None))
            }
            Self::Paste(paste) if paste.lost() => Some((patience.sequence, None)),
            Self::Paste(_) => Some((patience.paste, None)),
            _ => {
                let whole = patience.sequence.saturating_mul(LONGEST);
                Some((patience.sequence, Some(whole)))
            }
        }
    }
}
