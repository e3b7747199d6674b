//! The snapshot: what stands now, without transactions, for readers that do not replay.
//!
//! As in every table, nothing is given of somebody who was enrolled by mistake but the enrolment and that it was one.

use super::admin::{moment, signature};
use super::document::Document;
use super::facts::{self, Fact};
use super::items::{self, ENTRIES, NOTE, Spot};
use super::own;
use super::tree::{Annotation, Item, Marks, Node, Signed};
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::record::query::{State, Step};
use crate::domain::record::rows;
use crate::domain::record::session::{Cell, ParticipantRecord, Session};
use crate::domain::record::signature::standing;
use crate::domain::study::Study;
use crate::export::Format;
use crate::export::exporter::{Context, Exporter, Fault, Reads, Remark};
use crate::export::files::Files;
use crate::export::person::Person;
use std::collections::BTreeMap;

/// Name of the file.
const FILE: &str = "snapshot.xml";

/// The snapshot while it is written.
pub struct Snapshot {
    context: Context,
    document: Document,
    remarks: Vec<Remark>,
}

/// The data of a participant, by the numbers of versions.
type Nodes = BTreeMap<u32, Node>;

impl Snapshot {
    /// Begins the file.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn begin(context: Context, files: &mut dyn Files) -> Result<Self, Fault> {
        Ok(Self {
            document: Document::begin(context.clone(), Format::Odm, files)?,
            context,
            remarks: Vec::new(),
        })
    }

    /// Adds what is known of a participant beside what was answered.
    fn person(&self, record: &ParticipantRecord, node: &mut Node) {
        let study = &self.context.study;
        put(
            node,
            facts::enrolment(study, &self.context.names, &record.participant),
        );
        for said in record.statuses.said() {
            let facts = facts::status(said.seq, said.day, &said.status, &said.words);
            put(node, facts);
        }
        if record.statuses.is_void() {
            return;
        }
        for (version, consent) in &record.consents {
            put(node, facts::consent(version, consent.day));
        }
        for (key, judged) in &record.deviations {
            let facts = facts::deviation(key, judged.category, judged.weight, &judged.words);
            put(node, facts);
        }
        for (scope, lock) in record.locks.iter() {
            put(node, facts::lock(scope, Some(&lock.reason)));
        }
    }

    fn session(&mut self, record: &ParticipantRecord, session: &Session, nodes: &mut Nodes) {
        let study = self.context.study.clone();
        let visit = &session.visit;
        let event = items::event(&study, visit);
        if visit.as_str() != rows::SESSION {
            let node = nodes.entry(study.of(session).number).or_default();
            put(node, [facts::held_on(&study, visit, session.date)]);
            if let Some(own) = &session.unscheduled {
                put(node, [facts::visit_words(&study, visit, &own.words)]);
            }
            self.signatures(record, session, node.at(std::slice::from_ref(&event)));
        }
        let hidden = Remark::hidden_at(&record.participant.id, session);
        self.remarks.extend(hidden);
        for (form, cells) in &session.forms {
            let version = study.of_form(session, form);
            let node = nodes.entry(version.number).or_default();
            for (field, cell) in cells {
                let at = (event.clone(), form, field);
                match Spot::of(version, &self.context.names, at) {
                    Some(spot) => self.cell(version, &spot, cell, node),
                    // No version that it is read by has the field.
                    None => {
                        let place = node.at(std::slice::from_ref(&event));
                        place.marks.annotations.extend(aside(form, field, cell));
                    }
                }
            }
        }
    }

    fn cell(&self, version: &Study, spot: &Spot<'_>, cell: &Cell, node: &mut Node) {
        let names = spot.oid.as_str();
        let mut said = annotations(cell);
        let group = node.at(&spot.place);
        let items = spot.items(version, cell.answer.as_ref());
        let unheld = match &items {
            Some(_) => cell.unfit.as_ref(),
            None => cell.answer.as_ref(),
        };
        if let Some(answer) = unheld {
            group.marks.annotations.push(Annotation {
                number: ENTRIES + cell.seq,
                comment: Some(items::stored(names, answer)),
                ..Annotation::default()
            });
        }
        for (oid, datum) in items.into_iter().flatten() {
            let Some(datum) = datum else { continue };
            let mut annotations: Vec<Annotation> = datum.why.into_iter().collect();
            if oid == spot.oid {
                annotations.append(&mut said);
            }
            group.items.push(Item {
                oid,
                content: datum.content,
                unit: datum.unit,
                marks: Marks {
                    annotations,
                    ..Marks::default()
                },
            });
        }
        // What is said of a field without an answer stands at its group.
        let said = said.into_iter().map(|own| Annotation {
            comment: own.comment.map(|comment| format!("{names}: {comment}")),
            ..own
        });
        group.marks.annotations.extend(said);
    }

    /// Adds the signatures that stand: the last as one, those before it in words, since an element takes one alone.
    fn signatures(&mut self, record: &ParticipantRecord, session: &Session, node: &mut Node) {
        let who = &record.participant.id;
        let mut all: Vec<_> = standing(who, session).collect();
        let Some(last) = all.pop() else { return };
        for signed in all {
            let what = signature(signed.meaning);
            let (by, at) = (&signed.name, moment(signed.at));
            node.marks.annotations.push(Annotation {
                number: ENTRIES + signed.seq,
                comment: Some(format!("{what}: {by}, {at}")),
                ..Annotation::default()
            });
        }
        node.marks.signature = Some(Signed {
            id: format!("SG.{}", last.seq),
            user: self.document.admin.user(&last.user, &last.name, &last.role),
            location: self.document.admin.site(who),
            meaning: signature(last.meaning).to_owned(),
            at: moment(last.at),
        });
    }
}

/// Puts facts where they belong.
fn put(node: &mut Node, facts: impl IntoIterator<Item = Fact>) {
    for (place, oid, datum) in facts {
        let Some(datum) = datum else { continue };
        node.at(&place).items.push(Item {
            oid,
            content: datum.content,
            unit: datum.unit,
            marks: Marks {
                annotations: datum.why.into_iter().collect(),
                ..Marks::default()
            },
        });
    }
}

/// Returns note, kept questions and queries of a field.
fn annotations(cell: &Cell) -> Vec<Annotation> {
    let note = cell.note.iter().map(|note| Annotation {
        number: NOTE,
        comment: Some(note.clone()),
        ..Annotation::default()
    });
    let kept = (1_u64..)
        .zip(&cell.kept)
        .map(|(number, (rule, reason))| Annotation {
            number: NOTE + number,
            comment: Some(format!("{rule}: {reason}")),
            ..Annotation::default()
        });
    let queries = cell.queries.iter().map(|query| {
        let last = query.last.iter().map(|(text, by)| format!("{by}: {text}"));
        let question = format!("{}: {}", query.asked_by, query.question);
        let all: Vec<String> = std::iter::once(question).chain(last).collect();
        let step = match query.state {
            State::New => Step::Open,
            State::Answered => Step::Answer,
            State::Proposed => Step::Propose,
            State::Closed => Step::Close,
        };
        Annotation {
            number: ENTRIES + query.id,
            kind: None,
            comment: Some(all.join("\n")),
            flag: Some((own::QUERY, own::step(step).to_owned())),
        }
    });
    note.chain(kept).chain(queries).collect()
}

/// Returns what is stored of a field that has no item.
fn aside(form: &FormId, field: &FieldId, cell: &Cell) -> Option<Annotation> {
    let stored = cell.stored()?;
    Some(Annotation {
        number: ENTRIES + cell.seq,
        comment: Some(items::stored(&format!("{form}/{field}"), stored)),
        ..Annotation::default()
    })
}

impl Exporter for Snapshot {
    fn reads(&self) -> Reads {
        Reads::Records
    }

    fn participant(&mut self, person: &Person<'_>, _: &mut dyn Files) -> Result<(), Fault> {
        let record = person.record;
        let study = self.context.study.clone();
        let mut nodes = Nodes::new();
        self.person(record, nodes.entry(study.number).or_default());
        if !record.statuses.is_void() {
            for session in record.sessions.values() {
                if self
                    .context
                    .selection
                    .wants(&session.visit, session.last_seq)
                {
                    self.session(record, session, &mut nodes);
                }
            }
        }
        for (number, node) in &nodes {
            if let Some(version) = study.version(*number) {
                self.document.write(version, &record.participant.id, node)?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>, files: &mut dyn Files) -> Result<Vec<Remark>, Fault> {
        let mut remarks = self.remarks;
        remarks.extend(self.document.finish(FILE, files)?);
        Ok(remarks)
    }
}
