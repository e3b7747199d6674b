//! What one entry says of a participant, as transactions.

use super::super::facts::Fact;
use super::super::items::{Datum, NOTE};
use super::super::tree::{Annotation, Audit, Content, Item, Kind, Marks, Node, Part, Place};
use super::standing::Standing;
use crate::domain::base::ids::ParticipantId;

/// Number of the annotation that says when something was observed, and why it was entered late.
const OBSERVED: u64 = NOTE + 1;

/// The transactions of an entry while they are gathered.
pub(super) struct Telling<'a> {
    pub(super) who: &'a ParticipantId,
    pub(super) standing: &'a mut Standing,
    pub(super) audit: Audit,
    /// When it was observed, and why it is late.
    pub(super) observed: Option<String>,
    pub(super) node: Node,
}

impl Telling<'_> {
    /// Puts an item to what it holds from now on; says nothing where it held and holds none.
    pub(super) fn set(&mut self, place: &Place, oid: &str, datum: Option<Datum>) {
        let step = self
            .standing
            .step(self.who, place, Part::one(oid), datum.is_some());
        let Some(kind) = step else { return };
        let (content, unit, why) = match datum {
            Some(datum) => (datum.content, datum.unit, datum.why),
            None => (Content::Unsaid, None, None),
        };
        let observed = self.observed.clone().map(|comment| Annotation {
            number: OBSERVED,
            comment: Some(comment),
            ..Annotation::default()
        });
        let item = Item {
            oid: oid.to_owned(),
            content,
            unit,
            marks: Marks {
                kind: Some(kind),
                audit: Some(self.audit.clone()),
                signature: None,
                annotations: why.into_iter().chain(observed).collect(),
            },
        };
        self.way(place).items.push(item);
    }

    /// Puts facts to what they are from now on.
    pub(super) fn put(&mut self, facts: impl IntoIterator<Item = Fact>) {
        for (place, oid, datum) in facts {
            self.set(&place, &oid, datum);
        }
    }

    /// Says something of an item, which stays as it was.
    pub(super) fn say(&mut self, place: &Place, oid: &str, annotation: Annotation) {
        let item = Item {
            oid: oid.to_owned(),
            content: Content::Unsaid,
            unit: None,
            marks: Marks {
                kind: Some(Kind::Context),
                audit: Some(self.audit.clone()),
                signature: None,
                annotations: vec![annotation],
            },
        };
        self.way(place).items.push(item);
    }

    /// Says something of a participant, a visit, a form or a group.
    pub(super) fn say_at(&mut self, way: &[Part], annotation: Annotation) {
        let audit = self.audit.clone();
        let marks = &mut self.way(way).marks;
        marks.audit = Some(audit);
        marks.annotations.push(annotation);
    }

    /// Writes the note of a field, or takes it away.
    pub(super) fn note(&mut self, place: &Place, oid: &str, text: &str) {
        let step = self
            .standing
            .step(self.who, place, Part::of(oid, NOTED), !text.is_empty());
        if let Some(kind) = step {
            let note = Annotation {
                number: NOTE,
                kind: Some(kind),
                comment: (!text.is_empty()).then(|| text.to_owned()),
                flag: None,
            };
            self.say(place, oid, note);
        }
    }

    /// Takes away all that stands at a visit.
    pub(super) fn empty(&mut self, event: &Part) {
        for (place, item) in self.standing.empty(self.who, event) {
            // A note goes with its item.
            if item.repeat.is_some() {
                continue;
            }
            let item = Item {
                oid: item.oid,
                content: Content::Unsaid,
                unit: None,
                marks: Marks {
                    kind: Some(Kind::Remove),
                    audit: Some(self.audit.clone()),
                    ..Marks::default()
                },
            };
            self.way(&place).items.push(item);
        }
    }

    /// Returns the node at the end of a way, and says of each on the way whether it is new.
    pub(super) fn way(&mut self, way: &[Part]) -> &mut Node {
        for length in 0..=way.len() {
            let part = way.get(..length).unwrap_or_default();
            let node = self.node.at(part);
            if node.marks.kind.is_none() {
                node.marks.kind = Some(self.standing.enter(self.who, part));
            }
        }
        self.node.at(way)
    }
}

/// What marks the note of an item among what stands.
const NOTED: &str = "note";
