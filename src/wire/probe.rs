//! What must hold for any bytes at all, said once for the fuzzer and for the tests.

use super::{
    Frames, Greeting, HEADER, Message, Opening, OtherVersion, REQUEST_LIMIT, WireError, decode,
    encode,
};
use crate::client::{Hello, Reply, Request};
use std::fmt::Debug;

/// Takes bytes as they might come from anybody and returns how many payloads they hold.
///
/// # Errors
/// What should hold and does not: how the bytes are cut up changes something, more is held than allowed,
/// or a message that was understood is not the same after it was sent on.
pub fn probe(bytes: &[u8]) -> Result<usize, String> {
    let whole = payloads(bytes, bytes.len())?;
    for size in [1, 3, 7, 4096] {
        if payloads(bytes, size)? != whole {
            return Err(format!("in pieces of {size} bytes it is something else"));
        }
    }
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
    for payload in &whole.0 {
        sent_on::<Hello>(payload)?;
        sent_on::<Request>(payload)?;
        sent_on::<Greeting>(payload)?;
        sent_on::<Reply>(payload)?;
    }
    Ok(whole.0.len())
}

/// The payloads up to the end or the fault.
type Found = (Vec<Vec<u8>>, Option<WireError>);

fn payloads(bytes: &[u8], size: usize) -> Result<Found, String> {
    let mut frames = Frames::new(REQUEST_LIMIT);
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
        // A vector may hold twice what was put in.
        if frames.held() > 2 * (HEADER + REQUEST_LIMIT + piece.len()) {
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
        Ok(again) if again == message => Ok(()),
        other => Err(format!("{message:?} became {other:?}")),
    }
}
