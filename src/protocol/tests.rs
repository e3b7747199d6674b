//! Encoding and decoding are inverse, however the bytes are cut up; nonsense stays within its bounds.

use super::samples::{Stuff, stuff};
use super::*;
use crate::domain::base::ids::ParticipantId;
use proptest::prelude::*;
use std::fmt::Debug;

fn inverse<M: Message + PartialEq + Debug>(message: &M) {
    let frame = encode(message).unwrap();
    let (header, payload) = frame.split_first_chunk::<HEADER>().unwrap();
    assert_eq!(u32::from_le_bytes(*header) as usize, payload.len());
    assert_eq!(decode::<M>(payload).as_ref(), Ok(message));
    let longer = [payload, &[0]].concat();
    assert!(decode::<M>(&longer).is_err(), "something stands behind it");
}

fn unpack(bytes: &[u8], cuts: &[usize]) -> (Vec<Vec<u8>>, Option<WireError>) {
    unpack_with(Frames::new(REQUEST_LIMIT), bytes, cuts)
}

fn unpack_with(
    mut frames: Frames,
    bytes: &[u8],
    cuts: &[usize],
) -> (Vec<Vec<u8>>, Option<WireError>) {
    let mut found = Vec::new();
    let mut rest = bytes;
    let mut cuts = cuts.iter().cycle();
    while !rest.is_empty() {
        let cut = cuts
            .next()
            .map_or(rest.len(), |cut| rest.len().min(cut + 1));
        let (piece, behind) = rest.split_at(cut);
        rest = behind;
        frames.feed(piece);
        loop {
            match frames.next_payload() {
                Ok(Some(payload)) => found.push(payload.to_vec()),
                Ok(None) => break,
                Err(error) => return (found, Some(error)),
            }
        }
    }
    (found, None)
}

/// Returns a reply that is as long as a text of this length, with its kind and the length before it.
fn text_of(length: usize) -> Reply {
    // The answer behind the id takes a byte.
    let id = ParticipantId::new("x".repeat(length.saturating_sub(1)));
    Reply::Taken { id, taken: true }
}

fn plain() -> Stuff {
    Stuff {
        text: "01-001".to_owned(),
        other: "M. Kern".to_owned(),
        number: 1_700_000_000_000,
        small: 8,
        flag: true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_message_comes_out_as_it_went_in(stuff in stuff()) {
        inverse(&stuff.hello());
        stuff.greetings().iter().for_each(inverse);
        stuff.requests().iter().for_each(inverse);
        stuff.replies().iter().for_each(inverse);
    }

    #[test]
    fn frames_are_the_same_however_they_are_cut(stuff in stuff(), cuts in prop::collection::vec(0_usize..200, 0..20)) {
        let requests = stuff.requests();
        let bytes: Vec<u8> = requests.iter().flat_map(|request| encode(request).unwrap()).collect();
        let (payloads, fault) = unpack(&bytes, &cuts);
        prop_assert_eq!(fault, None);
        let decoded: Vec<Request> = payloads.iter().map(|payload| decode(payload).unwrap()).collect();
        prop_assert_eq!(decoded, requests);
    }

    #[test]
    fn a_message_in_parts_is_the_same_however_it_is_cut(
        lengths in prop::collection::vec(0_usize..400, 1..8),
        part in 1_usize..90,
        cuts in prop::collection::vec(0_usize..200, 1..20),
    ) {
        let replies: Vec<Reply> = lengths.iter().map(|length| text_of(*length)).collect();
        let mut bytes = Vec::new();
        for reply in &replies {
            let frames = parts::cut(reply, part, 500).unwrap();
            let full = |frame: &Vec<u8>| frame.len() == part + HEADER;
            prop_assert!(frames[..frames.len() - 1].iter().all(full));
            prop_assert!(frames.last().is_some_and(|last| last.len() <= part + HEADER));
            bytes.extend(frames.concat());
        }
        let (payloads, fault) = unpack_with(Frames::in_parts(part, 500), &bytes, &cuts);
        prop_assert_eq!(fault, None);
        let decoded: Vec<Reply> = payloads.iter().map(|payload| decode(payload).unwrap()).collect();
        prop_assert_eq!(decoded, replies);
    }

    #[test]
    fn any_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..5000)) {
        check_invariants(&bytes).unwrap();
        // As the payload of a frame they reach the messages themselves.
        let mut frame = (bytes.len() as u32).to_le_bytes().to_vec();
        frame.extend_from_slice(&bytes);
        prop_assert_eq!(check_invariants(&frame), Ok(1));
    }

    #[test]
    fn a_message_with_a_few_wrong_bytes_does_no_harm(stuff in stuff(), wrong in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        for reply in stuff.replies() {
            let mut frame = encode(&reply).unwrap();
            for (at, byte) in &wrong {
                let at = at.index(frame.len());
                frame[at] = *byte;
            }
            check_invariants(&frame).unwrap();
        }
    }
}

#[test]
fn a_length_over_the_limit_ends_it_before_anything_is_held() {
    let mut frames = Frames::new(100);
    frames.feed(&101_u32.to_le_bytes());
    let fault = WireError::TooLong {
        length: 101,
        limit: 100,
    };
    assert_eq!(frames.next_payload(), Err(fault.clone()));
    frames.feed(&[0; 1000]);
    assert_eq!(frames.next_payload(), Err(fault));
    assert_eq!(frames.held(), 0);
    let mut frames = Frames::new(REPLY_LIMIT);
    frames.feed(&u32::try_from(REPLY_LIMIT).unwrap().to_le_bytes());
    assert_eq!(frames.next_payload(), Ok(None));
    assert!(
        frames.is_amid() && frames.held() < 1000,
        "{}",
        frames.held()
    );
}

#[test]
fn a_long_message_does_not_keep_its_room() {
    let mut frames = Frames::new(REQUEST_LIMIT);
    let length = 1 << 20;
    frames.feed(&u32::to_le_bytes(length));
    frames.feed(&vec![7; length as usize]);
    assert!(frames.next_payload().unwrap().is_some());
    frames.feed(&[1, 0, 0, 0, 9]);
    assert_eq!(frames.next_payload(), Ok(Some(&[9][..])));
    assert!(frames.held() < 100 << 10, "{}", frames.held());
}

#[test]
fn the_limit_may_change_between_frames() {
    let mut frames = Frames::new(10);
    frames.feed(&[1, 0, 0, 0, 7, 11, 0, 0, 0]);
    frames.feed(&[8; 11]);
    assert_eq!(frames.next_payload(), Ok(Some(&[7][..])));
    frames.set_limit(11);
    assert_eq!(frames.next_payload(), Ok(Some(&[8; 11][..])));
    assert!(!frames.is_amid() && frames.is_whole() == Ok(false));
}

#[test]
fn a_short_reply_takes_one_frame_of_its_length_and_itself() {
    for reply in plain().replies() {
        let frames = frames_of(&reply).unwrap();
        let payload = postcard::to_stdvec(&reply).unwrap();
        let length = u32::try_from(payload.len()).unwrap().to_le_bytes();
        assert_eq!(frames, [[length.as_slice(), &payload].concat()]);
    }
}

#[test]
fn a_reply_longer_than_a_frame_follows_in_several() {
    // The kind and the length of the text take four bytes.
    let reply = text_of;
    for (length, count) in [
        (FRAME_LIMIT - 4, 1),
        (FRAME_LIMIT - 3, 2),
        (22 * 950_000, 20),
    ] {
        let frames = frames_of(&reply(length)).unwrap();
        assert_eq!(frames.len(), count, "{length}");
        let mut reading = Frames::of_replies();
        for frame in &frames {
            assert_eq!(reading.next_payload(), Ok(None));
            reading.feed(frame);
            assert!(reading.is_amid());
        }
        let payload = reading.next_payload().unwrap().unwrap();
        assert_eq!(decode::<Reply>(payload).unwrap(), reply(length));
        assert!(!reading.is_amid());
        reading.feed(&[0; 4]);
        assert_eq!(reading.next_payload(), Ok(Some(&[][..])));
        let held = reading.held();
        assert!(held < 100 << 10, "a long reply keeps {held} bytes");
    }
}

#[test]
fn parts_without_end_stop_at_the_limit_of_a_reply() {
    let part = [&(10 | MORE).to_le_bytes()[..], &[7; 10]].concat();
    let mut frames = Frames::in_parts(10, 25);
    frames.feed(&part);
    frames.feed(&part);
    assert_eq!(frames.next_payload(), Ok(None));
    frames.feed(&part);
    let (length, limit) = (30, 25);
    let fault = WireError::TooLong { length, limit };
    assert_eq!(frames.next_payload(), Err(fault));
    assert_eq!(frames.held(), 0);
    // One that is not full could go on for ever.
    let mut frames = Frames::in_parts(10, 25);
    frames.feed(&MORE.to_le_bytes());
    let length = 0;
    assert_eq!(frames.next_payload(), Err(WireError::Unreadable { length }));
}

#[test]
fn a_request_never_takes_several_frames() {
    let mut frames = Frames::new(REQUEST_LIMIT);
    frames.feed(&(5 | MORE).to_le_bytes());
    let fault = frames.next_payload().unwrap_err();
    assert!(matches!(fault, WireError::TooLong { .. }), "{fault}");
}

#[test]
fn a_reply_over_its_limit_is_not_sent() {
    let (length, limit) = (302, 301);
    let reply = text_of(299);
    let fault = Err(WireError::TooLong { length, limit });
    assert_eq!(parts::cut(&reply, 10, limit), fault);
    assert!(parts::cut(&reply, 10, length).is_ok());
}

#[test]
fn a_message_over_its_limit_is_not_sent() {
    let fits = |length: usize| encode(&Request::Remember(Some("x".repeat(length))));
    // The kind, the option and the length of the text take five bytes.
    assert_eq!(
        fits(REQUEST_LIMIT - 5).unwrap().len(),
        HEADER + REQUEST_LIMIT
    );
    let limit = REQUEST_LIMIT;
    let length = limit + 1;
    assert_eq!(
        fits(REQUEST_LIMIT - 4),
        Err(WireError::TooLong { length, limit })
    );
    let hello = Hello {
        from: "x".repeat(HELLO_LIMIT),
        ..Hello::default()
    };
    assert!(encode(&hello).is_err());
}

#[test]
fn text_that_is_nested_without_end_is_refused() {
    let deep = format!("[{{\"kind\":{}", "[".repeat(200_000));
    let mut payload = vec![0, 0, 0, 0];
    payload.extend(postcard::to_stdvec(&deep).unwrap());
    assert!(decode::<Request>(&payload).is_err());
    let reading = std::thread::Builder::new().stack_size(512 << 10);
    let read = reading.spawn(move || decode::<Request>(&payload).is_err());
    assert!(read.unwrap().join().unwrap());
}

#[test]
fn a_count_that_nothing_follows_is_refused() {
    // Users, of whom there are said to be very many.
    let kind = 6;
    for length in 1..10 {
        let mut payload = vec![kind];
        payload.extend(std::iter::repeat_n(0xff, length - 1));
        payload.push(0x01);
        assert!(decode::<Reply>(&payload).is_err());
    }
}

#[test]
fn the_opening_is_the_same_in_every_version() {
    assert_eq!(opening(), *b"coreset\n\x0a\x00");
    let said = other_version(513);
    let sentence = "The server speaks version 10 of the protocol and this coreset version 513: leave and start coreset again.";
    let expected = [
        b"coreset\n\x0a\x00".as_slice(),
        &(sentence.len() as u32).to_le_bytes(),
        sentence.as_bytes(),
    ];
    assert_eq!(said, expected.concat());
    let mut read = Opening::default();
    let (version, rest) = read.feed(&said).unwrap().unwrap();
    let mut other = OtherVersion::new(version);
    assert!(other.feed(rest));
    assert_eq!(other.sentence(), sentence);
}

#[test]
fn a_sentence_that_cannot_be_shown_is_replaced() {
    let long = [&2000_u32.to_le_bytes()[..], &[b'x'; 2000]].concat();
    for said in [
        &b"\x04\0\0\0\x1b[2J"[..],
        b"\x02\0\0\0\xff\xff",
        b"\xff\xff\xff\xff",
        &long,
        b"\x00\0\0\0",
        b"\x09",
    ] {
        let mut other = OtherVersion::new(9);
        other.feed(said);
        assert!(
            other.sentence().contains("version 9"),
            "{}",
            other.sentence()
        );
    }
}

#[test]
fn an_opening_ends_at_the_first_wrong_byte() {
    for length in 0..MAGIC.len() {
        let mut read = Opening::default();
        assert_eq!(read.feed(&MAGIC[..length]), Ok(None));
        assert_eq!(read.feed(b"!"), Err(WireError::Foreign));
    }
}

/// Raise the version when this fails because the bytes of a message have changed, then put the new digest here.
#[test]
fn the_bytes_of_all_messages_belong_to_this_version() {
    let stuff = plain();
    let mut hasher = blake3::Hasher::new();
    hasher.update(&encode(&stuff.hello()).unwrap());
    for greeting in stuff.greetings() {
        hasher.update(&encode(&greeting).unwrap());
    }
    for request in stuff.requests() {
        hasher.update(&encode(&request).unwrap());
    }
    for reply in stuff.replies() {
        hasher.update(&encode(&reply).unwrap());
    }
    // With something in every list, and each kind of event and of status in one of them.
    for small in 15..45 {
        let full = Stuff {
            small,
            ..stuff.clone()
        };
        for request in full.requests() {
            hasher.update(&encode(&request).unwrap());
        }
        for reply in full.replies() {
            hasher.update(&encode(&reply).unwrap());
        }
    }
    let small = hasher.finalize().to_hex();
    // One that takes several frames.
    hasher.update(&encode(&text_of(5 * FRAME_LIMIT)).unwrap());
    let large = hasher.finalize().to_hex();
    let digests = [&small[..16], &large[..16]];
    let known = ["f895f2c42172fea1", "eef2c47ebf5a1472"];
    assert_eq!((PROTOCOL, digests), (10, known));
}
