//! The invariants of the protocol, which hold for any bytes: the fuzzer and the tests share these checks.

use super::{
    Frames, Greeting, HEADER, Message, Opening, OtherVersion, REQUEST_LIMIT, WireError, decode,
    encode, parts,
};
use crate::protocol::messages::{Hello, Reply, Request};
use std::fmt::Debug;

/// Bytes of a frame, and of a message in several, for those that a fuzzer makes.
const SHORT: (usize, usize) = (64, 4096);

/// Checks the invariants on bytes that anybody might send; returns how many payloads they hold.
///
/// # Errors
/// The invariant that is broken: how the bytes are cut up changes something, more is held than allowed,
/// or a message that was understood is not the same after it was sent on.
pub fn check_invariants(bytes: &[u8]) -> Result<usize, String> {
    let whole = cut_up(bytes, REQUEST_LIMIT, || Frames::new(REQUEST_LIMIT))?;
    let (frame, most) = SHORT;
    let gathered = cut_up(bytes, most, || Frames::in_parts(frame, most))?;
    if opening(bytes, bytes.len()) != opening(bytes, 1) {
        return Err("the opening depends on how it is cut up".to_owned());
    }
    let (mut at_once, mut by_bytes) = (OtherVersion::new(7), OtherVersion::new(7));
    let ended = at_once.feed(bytes);
    if ended != bytes.iter().any(|byte| by_bytes.feed(&[*byte])) {
        return Err("the end of the sentence depends on how it is cut up".to_owned());
    }
    if ended && at_once.sentence() != by_bytes.sentence() {
        return Err("the sentence depends on how it is cut up".to_owned());
    }
    for payload in whole.0.iter().chain(&gathered.0) {
        sent_on::<Hello>(payload)?;
        sent_on::<Request>(payload)?;
        sent_on::<Greeting>(payload)?;
        sent_on::<Reply>(payload)?;
    }
    Ok(whole.0.len())
}

/// The payloads up to the end or the fault.
type Found = (Vec<Vec<u8>>, Option<WireError>);

/// Returns the payloads, when they are the same however the bytes are cut up.
fn cut_up(bytes: &[u8], most: usize, frames: impl Fn() -> Frames) -> Result<Found, String> {
    let whole = payloads(bytes, bytes.len(), most, frames())?;
    for size in [1, 3, 7, 4096] {
        if payloads(bytes, size, most, frames())? != whole {
            return Err(format!("in pieces of {size} bytes it is something else"));
        }
    }
    Ok(whole)
}

fn payloads(bytes: &[u8], size: usize, most: usize, mut frames: Frames) -> Result<Found, String> {
    let mut found = Vec::new();
    for piece in bytes.chunks(size.max(1)) {
        frames.feed(piece);
        loop {
            match frames.next_payload() {
                Ok(Some(payload)) => found.push(payload.to_vec()),
                Ok(None) => break,
                Err(fault) => return Ok((found, Some(fault))),
            }
        }
        // A vector may hold twice what was put in, and one message may be gathered while the next comes in.
        if frames.held() > 4 * (HEADER + most + piece.len()) {
            return Err(format!("{} bytes are held", frames.held()));
        }
    }
    Ok((found, None))
}

fn opening(bytes: &[u8], size: usize) -> Result<Option<u16>, WireError> {
    let mut opening = Opening::default();
    for piece in bytes.chunks(size.max(1)) {
        if let Some((version, _)) = opening.feed(piece)? {
            return Ok(Some(version));
        }
    }
    Ok(None)
}

fn sent_on<M: Message + PartialEq + Debug>(payload: &[u8]) -> Result<(), String> {
    let Ok(message) = decode::<M>(payload) else {
        return Ok(());
    };
    // What is understood from few bytes may take more when it is written in full.
    let Ok(frame) = encode(&message) else {
        return Ok(());
    };
    match decode::<M>(frame.get(HEADER..).unwrap_or_default()) {
        Ok(again) if again == message => {}
        other => return Err(format!("{message:?} became {other:?}")),
    }
    let (short, _) = SHORT;
    let whole = frame.len();
    let in_parts = parts::cut(&message, short, whole).map_err(|error| error.to_string())?;
    let mut frames = Frames::in_parts(short, whole);
    frames.feed(&in_parts.concat());
    match frames.next_payload() {
        Ok(Some(payload)) if Some(payload) == frame.get(HEADER..) => Ok(()),
        other => Err(format!("in parts {message:?} became {other:?}")),
    }
}
