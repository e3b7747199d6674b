//! Computes the hash of each signature again, as of its own entry, while a journal is read.
//!
//! Of each visit it keeps only where its entries stand, and reads them again when somebody signs it: a record in memory
//! would be as large as the study. The record that it makes of them is the owner's: [`ParticipantRecord`].

use super::line;
use super::walk::LinePosition;
use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::record::entry::Entry;
use crate::domain::record::participant::Participant;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::signature;
use crate::store::regular;
use crate::text::store::Flaw;
use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;

/// Where an entry stands, in as few bytes as it takes: a journal has millions of them.
#[derive(Clone, Copy)]
struct Spot {
    offset: u64,
    segment: u32,
    len: u32,
}

/// What came of computing them again.
#[derive(Default)]
pub(super) struct Recomputed {
    /// How many signatures are of what was stored before them.
    pub(super) good: u64,
    /// Those that are not.
    pub(super) findings: Vec<Flaw>,
    /// How many come after an entry that this program does not understand, which may have changed what is signed.
    pub(super) not_compared: u64,
}

/// Signatures that are computed again while the entries before them are read.
pub(super) struct Signatures<'a> {
    segments: &'a [(u32, PathBuf)],
    people: HashMap<ParticipantId, Participant>,
    visits: HashMap<ParticipantId, HashMap<VisitId, Vec<Spot>>>,
    /// The segment that was read again last, held open.
    open: Option<(u32, File)>,
    /// Last entry that was rescued out of a damaged record of which something is lost: what is signed there may be lost too.
    rescued: u64,
    /// Whether an entry was passed that this program does not understand.
    has_unknown: bool,
    found: Recomputed,
}

impl<'a> Signatures<'a> {
    pub(super) fn of(segments: &'a [(u32, PathBuf)]) -> Self {
        Self {
            segments,
            people: HashMap::new(),
            visits: HashMap::new(),
            open: None,
            rescued: 0,
            has_unknown: false,
            found: Recomputed::default(),
        }
    }

    /// Takes an entry that this program does not understand: it may belong to any visit, so no later signature is compared.
    pub(super) fn pass_unknown(&mut self) {
        self.has_unknown = true;
    }

    /// Takes the next entry, which stands there.
    ///
    /// # Errors
    /// When an entry of a visit that it signs cannot be read again.
    pub(super) fn pass(&mut self, entry: &mut Entry, at: LinePosition) -> io::Result<()> {
        if let Some(recovery) = entry.draft.event.recovery()
            && !recovery.lost.is_empty()
        {
            self.rescued = entry.seq.saturating_add(recovery.rescued);
        }
        let signed = entry
            .draft
            .event
            .signed_mut()
            .map(|content| content.clone());
        let event = &entry.draft.event;
        if let Some(participant) = event.enrolled() {
            let id = participant.id.clone();
            self.people.insert(id, participant.clone());
        }
        let (Some(who), Some((visit, _))) = (event.participant(), event.written()) else {
            return Ok(());
        };
        if signed.is_some() && self.has_unknown {
            self.found.not_compared += 1;
            return Ok(());
        }
        if let Some(content) = signed {
            return self.compare(entry, (who, visit), &content);
        }
        if self.people.contains_key(who) {
            let visits = self.visits.entry(who.clone()).or_default();
            visits.entry(visit.clone()).or_default().push(Spot {
                offset: at.offset,
                segment: u32::try_from(at.segment).unwrap_or(u32::MAX),
                len: u32::try_from(at.len).unwrap_or(u32::MAX),
            });
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Recomputed {
        self.found
    }

    /// Compares what was signed with what the entries of the visit say until then.
    fn compare(
        &mut self,
        entry: &Entry,
        (who, visit): (&ParticipantId, &VisitId),
        content: &str,
    ) -> io::Result<()> {
        let now = self.content(who, visit)?;
        if now.as_deref() == Some(content) {
            self.found.good += 1;
        } else if entry.seq > self.rescued {
            self.found.findings.push(Flaw::OtherSignature {
                seq: entry.seq,
                name: entry.draft.by.name.clone(),
            });
        }
        Ok(())
    }

    /// Returns the hash of what a visit says; `None` where there is no such visit.
    fn content(&mut self, who: &ParticipantId, visit: &VisitId) -> io::Result<Option<String>> {
        let Some(participant) = self.people.get(who) else {
            return Ok(None);
        };
        let mut record = ParticipantRecord::new(participant.clone());
        let spots = self.visits.get(who).and_then(|visits| visits.get(visit));
        let spots: Vec<Spot> = spots.cloned().unwrap_or_default();
        let mut bytes = Vec::new();
        for spot in spots {
            self.read(spot, &mut bytes)?;
            record.apply(&line::parse(&bytes).map_err(io::Error::from)?);
        }
        let session = record.session(visit.as_str());
        Ok(session.map(|session| signature::content(who, session)))
    }

    fn read(&mut self, spot: Spot, bytes: &mut Vec<u8>) -> io::Result<()> {
        let file = match &mut self.open {
            Some((segment, file)) if *segment == spot.segment => file,
            open => {
                let place = usize::try_from(spot.segment).unwrap_or(usize::MAX);
                let (_, path) = self.segments.get(place).ok_or(io::ErrorKind::NotFound)?;
                let (_, file) = open.insert((spot.segment, regular::open(path)?));
                file
            }
        };
        bytes.resize(usize::try_from(spot.len).unwrap_or(usize::MAX), 0);
        file.read_exact_at(bytes, spot.offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::base::answer::Answer;
    use crate::domain::record::entry::{Assessor, Draft};
    use crate::domain::record::event::{Event, FieldPath, Origin};
    use crate::domain::record::signature::Meaning;
    use crate::domain::sample;
    use crate::store::journal::line::Tip;
    use crate::store::journal::walk::{self, segment_name};
    use proptest::prelude::*;

    fn entry(seq: u64, event: Event) -> Entry {
        let text = || "mk".to_owned();
        let by = Assessor {
            user: text(),
            name: "M. Kern".to_owned(),
            role: text(),
            from: text(),
        };
        let at = chrono::DateTime::parse_from_rfc3339("2026-03-02T10:00:00+01:00").unwrap();
        Entry {
            seq,
            ..Entry::preview(Draft::new(by, event), at)
        }
    }

    fn answered(visit: &str, field: &str, tenths: u32) -> Event {
        Event::Answered {
            place: FieldPath {
                participant: "01-001".into(),
                visit: visit.into(),
                form: "mixed".into(),
                field: field.into(),
            },
            answer: Answer::number(tenths.into(), None),
            origin: Origin::Typed,
        }
    }

    /// One visit of two is answered, or signed as the record says then.
    #[derive(Clone, Debug)]
    enum Deed {
        Answer(bool, u32),
        Sign(bool),
    }

    fn visit(first: bool) -> &'static str {
        if first { "baseline" } else { "week-2" }
    }

    /// The events of a participant, each signature of what was stored before it.
    fn events(deeds: &[Deed]) -> Vec<Event> {
        let participant = sample::participant("01-001", "2026-01-05");
        let mut record = ParticipantRecord::new(participant.clone());
        let mut all = vec![Event::Enrolled { participant }];
        for deed in deeds {
            let event = match deed {
                Deed::Answer(first, tenths) => answered(visit(*first), "vas", *tenths),
                Deed::Sign(first) => {
                    let Some(session) = record.session(visit(*first)) else {
                        continue;
                    };
                    Event::Signed {
                        participant: "01-001".into(),
                        visit: visit(*first).into(),
                        meaning: Meaning::Approved,
                        content: signature::content(&"01-001".into(), session),
                        kept: None,
                    }
                }
            };
            record.apply(&entry(all.len() as u64 + 1, event.clone()));
            all.push(event);
        }
        all
    }

    /// Writes events as a journal in two files, and computes its signatures again.
    fn recomputed(events: &[Event]) -> Recomputed {
        recomputed_without(events, None)
    }

    /// The same by a program that does not understand one of the entries.
    fn recomputed_without(events: &[Event], unknown: Option<usize>) -> Recomputed {
        let dir = tempfile::tempdir().unwrap();
        let mut tip = Tip::START;
        let mut files = [Vec::new(), Vec::new()];
        for (number, event) in events.iter().enumerate() {
            let mut entry = entry(number as u64 + 1, event.clone());
            let (line, next) = line::seal(&mut entry, 0, &tip).unwrap();
            let file = &mut files[usize::from(number > events.len() / 2)];
            file.extend_from_slice(&line);
            if !line.ends_with(b"\n") {
                file.push(b'\n');
            }
            tip = next;
        }
        for (number, bytes) in (1..).zip(&files) {
            std::fs::write(dir.path().join(segment_name(number)), bytes).unwrap();
        }
        let segments = walk::segments(dir.path()).unwrap();
        let mut signatures = Signatures::of(&segments);
        let unknown = unknown.map(|place| place as u64 + 1);
        let walk = walk::walk(&segments, &[], |seal, piece| {
            if Some(seal.tip.seq) == unknown {
                return signatures.pass_unknown();
            }
            let mut entry = line::parse(piece.bytes).unwrap();
            signatures.pass(&mut entry, piece.position).unwrap();
        });
        assert_eq!(walk.unwrap().tip.seq, events.len() as u64);
        signatures.finish()
    }

    fn wrong(found: &Recomputed) -> Vec<u64> {
        let flaws = found.findings.iter().map(|flaw| match flaw {
            Flaw::OtherSignature { seq, .. } => *seq,
            other => panic!("{other:?}"),
        });
        flaws.collect()
    }

    fn any_deed() -> impl Strategy<Value = Deed> {
        prop_oneof![
            3 => (any::<bool>(), 0..100_u32).prop_map(|(first, tenths)| Deed::Answer(first, tenths)),
            1 => any::<bool>().prop_map(Deed::Sign),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn an_answer_rewritten_below_a_signature_is_found_by_each_signature_over_it(
            deeds in prop::collection::vec(any_deed(), 1..30),
            place in any::<prop::sample::Index>(),
        ) {
            let good = events(&deeds);
            let signed = |event: &Event| event.kind() == "signed";
            let all = good.iter().filter(|event| signed(event)).count();
            let found = recomputed(&good);
            prop_assert_eq!((found.good, wrong(&found)), (all as u64, vec![]));
            // One answer is another one, and all after it is hashed again.
            let mut forged = good.clone();
            let place = place.index(forged.len());
            let Event::Answered { place: at, answer, .. } = &mut forged[place] else {
                return Ok(());
            };
            *answer = Answer::number(777.into(), None);
            let at = at.clone();
            // Until the next answer in that field, every signature on the visit is of what is gone.
            let rest = good.iter().enumerate().skip(place + 1);
            let until = rest.clone().find(|(_, event)| event.answers_field(&at));
            let until = until.map_or(good.len(), |(next, _)| next);
            let over = rest.take_while(|(number, _)| *number < until).filter(|(_, event)| {
                let own = event.written().is_some_and(|(visit, _)| *visit == at.visit);
                own && signed(event)
            });
            let over: Vec<u64> = over.map(|(number, _)| number as u64 + 1).collect();
            prop_assert_eq!(wrong(&recomputed(&forged)), over);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn after_an_entry_that_is_not_understood_no_signature_is_called_other(
            deeds in prop::collection::vec(any_deed(), 1..30),
            place in any::<prop::sample::Index>(),
        ) {
            let all = events(&deeds);
            let place = place.index(all.len());
            let signed = |events: &[Event]| {
                let signed = events.iter().filter(|event| event.kind() == "signed");
                signed.count() as u64
            };
            let found = recomputed_without(&all, Some(place));
            prop_assert_eq!(wrong(&found), Vec::<u64>::new());
            prop_assert_eq!(found.good, signed(&all[..place]));
            prop_assert_eq!(found.not_compared, signed(&all[place + 1..]));
        }
    }

    #[test]
    fn a_signature_on_a_visit_that_nobody_began_is_found() {
        let mut all = events(&[Deed::Answer(true, 1), Deed::Sign(true)]);
        all.remove(1);
        assert_eq!(wrong(&recomputed(&all)), [2]);
        let alone = all.split_off(1);
        assert_eq!(wrong(&recomputed(&alone)), [1]);
    }
}
