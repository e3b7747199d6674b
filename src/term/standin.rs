//! Reads the plain keys only; the decoder of the input module takes its place.

use crate::input::key::{Code, Key};
use std::time::Instant;

pub(super) enum Input {
    Key(Key),
    #[allow(dead_code, reason = "told by the real decoder")]
    Paste(String),
    #[allow(dead_code, reason = "told by the real decoder")]
    PasteLost,
}

#[derive(Default)]
pub(super) struct Decoder {}

impl Decoder {
    pub(super) fn feed(&mut self, bytes: &[u8], _: Instant) -> Vec<Input> {
        bytes
            .iter()
            .map(|byte| match byte {
                b'\r' | b'\n' => Key::plain(Code::Enter),
                0x7f | 0x08 => Key::plain(Code::Backspace),
                0x01..=0x1a => Key::ctrl(char::from(byte + 0x60)),
                _ => Key::plain(Code::Char(char::from(*byte))),
            })
            .map(Input::Key)
            .collect()
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        None
    }

    pub(super) fn expire(&mut self, _: Instant) -> Vec<Input> {
        Vec::new()
    }
}
