//! The archive: every entry about a participant as transactions, in the order of the journal.
//!
//! A request is told as a whole, since an entry may keep what one before it answers. Versions and legality are judged as the
//! audit trail judges them. What somebody has to see as hidden is left out and named. A trail can only be told from its
//! beginning, so that nobody is given one with `--since`.

mod standing;
mod telling;

use super::admin::{self, moment, signature};
use super::document::Document;
use super::facts;
use super::items::{self, ENTRIES, Spot};
use super::own;
use super::tree::{Annotation, Kind, Signed};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::record::entry::Entry;
use crate::domain::record::event::{Event, FieldPath, PromptOutcome};
use crate::domain::record::moved::MoveSide;
use crate::domain::record::participant::Participant;
use crate::domain::record::rows;
use crate::domain::study::Study;
use crate::domain::views::audit::{Begun, HIDDEN};
use crate::domain::views::by_rules::is_by_rules;
use crate::export::Format;
use crate::export::exporter::{Context, Exporter, Fault, Reads, Remark};
use crate::export::files::Files;
use standing::Standing;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use telling::Telling;

/// Name of the file.
const FILE: &str = "archive.xml";

/// What has to be known of a participant to tell an entry.
struct Person {
    participant: Participant,
    /// What began each visit, and each form beside the visits.
    begun: BTreeMap<(VisitId, Option<FormId>), Begun>,
}

/// The archive while it is written.
pub struct Archive {
    context: Context,
    document: Document,
    standing: Standing,
    people: BTreeMap<ParticipantId, Person>,
    /// Entries of the request that is not whole yet.
    request: Vec<Entry>,
    hidden: BTreeSet<(ParticipantId, VisitId, FormId)>,
}

impl Archive {
    /// Begins the file.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn begin(context: Context, files: &mut dyn Files) -> Result<Self, Fault> {
        Ok(Self {
            document: Document::begin(context.clone(), Format::OdmArchive, files)?,
            context,
            standing: Standing::default(),
            people: BTreeMap::new(),
            request: Vec::new(),
            hidden: BTreeSet::new(),
        })
    }

    /// Tells the entries of a request.
    fn request(&mut self) -> Result<(), Fault> {
        let request = std::mem::take(&mut self.request);
        for (number, entry) in request.iter().enumerate() {
            let after = request.get(number + 1..).unwrap_or_default();
            if self.wants(&entry.draft.event) {
                self.tell(entry, after)?;
            }
        }
        Ok(())
    }

    fn wants(&self, event: &Event) -> bool {
        let wanted = self.context.selection.visit.as_ref();
        let written = event.written().map(|(visit, _)| visit);
        written.is_none() || wanted.is_none() || written == wanted
    }

    fn tell(&mut self, entry: &Entry, after: &[Entry]) -> Result<(), Fault> {
        let event = &entry.draft.event;
        if let Some(participant) = event.enrolled() {
            let new = || Person {
                participant: participant.clone(),
                begun: BTreeMap::new(),
            };
            let person = self.people.entry(participant.id.clone());
            person.or_insert_with(new).participant = participant.clone();
        }
        let Some(who) = event.participant() else {
            return Ok(());
        };
        let Some(person) = self.people.get_mut(who) else {
            return Ok(());
        };
        let (is_first, begun) = person.begin(entry);
        let study = Arc::clone(&self.context.study);
        let version = study.begun_by(begun.0, begun.1);
        let mut audit = self.document.admin.audit(who, entry);
        if is_forced(event) {
            audit.reason.get_or_insert_with(|| event.kind().to_owned());
        }
        let location = audit.location.clone();
        let user = audit.user.clone();
        let telling = Telling {
            who,
            standing: &mut self.standing,
            audit,
            observed: observed(entry),
            node: super::tree::Node::default(),
        };
        let mut teller = Teller {
            study: &study,
            version,
            context: &self.context,
            person,
            hidden: &mut self.hidden,
            entry,
            after,
            telling,
        };
        if let (true, Some(visit), Some(day)) = (is_first, event.begins(), begun.1) {
            teller.telling.put([facts::held_on(&study, visit.0, day)]);
        }
        teller.event(&user, &location);
        let node = teller.telling.node;
        self.document.write(version, who, &node)
    }
}

/// Returns when an entry was observed, and why it was made late.
fn observed(entry: &Entry) -> Option<String> {
    let at = entry.draft.observed_at.map(moment);
    let late = entry.draft.late.as_deref();
    match (at, late) {
        (None, None) => None,
        (at, late) => Some(format!(
            "observed: {}; late: {}",
            at.as_deref().unwrap_or("-"),
            late.unwrap_or("-")
        )),
    }
}

/// Returns whether an event changes values although it is no answer, so that its kind is the reason.
fn is_forced(event: &Event) -> bool {
    event.voided().is_some() || event.moved().is_some() || event.corrected().is_some()
}

impl Person {
    /// Returns whether an entry begins a visit, and what began the visit, or the form beside the visits, that it is about.
    fn begin(&mut self, entry: &Entry) -> (bool, Begun) {
        let event = &entry.draft.event;
        let Some((visit, _)) = event.written() else {
            return (false, (entry.seq, None));
        };
        let beside = visit.as_str() == rows::SESSION;
        let form = event.form().filter(|_| beside).cloned();
        let at = entry.draft.observed_at.unwrap_or(entry.recorded_at);
        let day = event.begun_on().unwrap_or(at.date_naive());
        let key = (visit.clone(), form);
        let first = (entry.seq, (!beside).then_some(day));
        let known = self.begun.get(&key).copied();
        match (known, event.begins()) {
            (Some(known), _) => (false, known),
            (None, Some(_)) => {
                self.begun.insert(key, first);
                (!beside, first)
            }
            (None, None) => (false, first),
        }
    }

    fn has_begun(&self, visit: &VisitId) -> bool {
        self.begun.keys().any(|(begun, _)| begun == visit)
    }
}

/// Tells one entry.
struct Teller<'a> {
    study: &'a Study,
    version: &'a Study,
    context: &'a Context,
    person: &'a mut Person,
    hidden: &'a mut BTreeSet<(ParticipantId, VisitId, FormId)>,
    entry: &'a Entry,
    after: &'a [Entry],
    telling: Telling<'a>,
}

impl Teller<'_> {
    fn event(&mut self, user: &str, location: &str) {
        let entry = self.entry;
        match &entry.draft.event {
            Event::Enrolled { participant } => self.enrolment(participant),
            Event::EnrolmentCorrected {
                before,
                participant,
            } => {
                // Another correction came before it.
                if self.person.participant == **before {
                    self.person.participant = (**participant).clone();
                    self.enrolment(participant);
                }
            }
            Event::StatusChanged {
                day, status, words, ..
            } => self
                .telling
                .put(facts::status(entry.seq, *day, status, words)),
            // The day stands where the visit is begun.
            Event::SessionBegun { .. } => {}
            Event::UnscheduledBegun { visit, words, .. } => {
                let words = facts::visit_words(self.study, visit, words);
                self.telling.put([words]);
            }
            Event::SessionDated { visit, date, .. } => {
                if self.person.has_begun(visit) {
                    self.telling.put([facts::held_on(self.study, visit, *date)]);
                }
            }
            Event::SessionVoided { visit, .. } => {
                self.telling.empty(&own::event(self.study, visit));
                self.person.begun.retain(|(begun, _), _| begun != visit);
            }
            Event::FormMoved {
                visit,
                form,
                side,
                answers,
                ..
            } => {
                if self.person.has_begun(visit) {
                    for moved in answers {
                        let answer = match side {
                            MoveSide::Away => None,
                            MoveSide::Here => Some(&moved.answer),
                        };
                        self.answer(visit, form, &moved.field, answer);
                    }
                }
            }
            Event::ConsentRenewed { version, day, .. } => {
                self.telling.put(facts::consent(version, *day));
            }
            Event::DeviationJudged {
                key,
                category,
                weight,
                words,
                ..
            } => self
                .telling
                .put(facts::deviation(key, *category, *weight, words)),
            Event::Answered { place, answer, .. } => {
                self.answer(&place.visit, &place.form, &place.field, Some(answer));
            }
            Event::Cleared { place, .. } => {
                self.answer(&place.visit, &place.form, &place.field, None);
            }
            Event::Filled {
                visit,
                form,
                answers,
                ..
            } => {
                // Of two answers of one field the last one stands.
                let last: BTreeMap<&FieldId, &Answer> =
                    answers.iter().map(|(field, own)| (field, own)).collect();
                for (field, answer) in last {
                    self.answer(visit, form, field, Some(answer));
                }
            }
            Event::Noted { place, text } => {
                if text != HIDDEN
                    && let Some(spot) = self.spot(&place.visit, &place.form, &place.field)
                {
                    self.telling.note(&spot.place, &spot.oid, text);
                }
            }
            Event::Prompted {
                place,
                rule,
                rule_version,
                value,
                outcome,
                reason,
            } => {
                let outcome = match outcome {
                    PromptOutcome::Kept => "kept",
                    PromptOutcome::Corrected => "corrected",
                    PromptOutcome::Refused => "refused",
                };
                let reason = reason.as_deref().unwrap_or_default();
                let said = format!("{rule} {rule_version}: {outcome}: {value}: {reason}");
                if rule != HIDDEN {
                    self.say(place, said, None);
                }
            }
            Event::Queried {
                place, step, text, ..
            } => {
                let said = format!("{}: {text}", entry.draft.by.name);
                if text != HIDDEN {
                    self.say(place, said, Some(own::step(*step)));
                }
            }
            Event::Shown { visit, form, .. }
            | Event::Completed { visit, form, .. }
            | Event::FormLeft { visit, form, .. } => {
                if let Some(form) = items::form(&self.context.names, form) {
                    let annotation = self.annotation(entry.draft.event.kind().to_owned());
                    let event = items::event(self.study, visit);
                    self.telling.say_at(&[event, form], annotation);
                }
            }
            Event::Signed { visit, meaning, .. } => {
                let event = items::event(self.study, visit);
                self.telling.way(&[event]).marks.signature = Some(Signed {
                    id: format!("SG.{}", entry.seq),
                    user: user.to_owned(),
                    location: location.to_owned(),
                    meaning: signature(*meaning).to_owned(),
                    at: moment(entry.recorded_at),
                });
            }
            Event::Locked { scope, reason } => {
                self.telling.put(facts::lock(scope, Some(reason)));
            }
            Event::Unlocked { scope, reason } => {
                self.telling.audit.reason = admin::reason(reason);
                self.telling.put(facts::lock(scope, None));
            }
            // Of no participant, or nothing of what they entered: the versions stand in the metadata, the users in the
            // administrative data, and what the server says of itself has no place in ODM.
            Event::StudyOpened { .. }
            | Event::FilesRecorded { .. }
            | Event::FileKept { .. }
            | Event::Amended { .. }
            | Event::ClockMoved { .. }
            | Event::ServerStarted { .. }
            | Event::ServerStopped { .. }
            | Event::LoggedIn { .. }
            | Event::LoggedOut { .. }
            | Event::Refused { .. }
            | Event::TrailRead { .. }
            | Event::Copied { .. }
            | Event::UserAdded { .. }
            | Event::UserNamed { .. }
            | Event::UserRoles { .. }
            | Event::UserDisabled { .. }
            | Event::UserEnabled { .. }
            | Event::PassphraseSet { .. }
            | Event::PassphraseCleared { .. }
            | Event::PassphraseWrong { .. }
            | Event::PassphraseRight { .. }
            | Event::BackedUp { .. }
            | Event::RestoreTested { .. }
            | Event::HeadMissing { .. }
            | Event::HeadAccepted { .. }
            | Event::Restored { .. }
            | Event::Recovered { .. } => {}
        }
    }

    fn enrolment(&mut self, participant: &Participant) {
        let facts = facts::enrolment(self.version, &self.context.names, participant);
        self.telling.put(facts);
    }

    fn spot(&self, visit: &VisitId, form: &FormId, field: &FieldId) -> Option<Spot<'_>> {
        let event = items::event(self.study, visit);
        Spot::of(self.version, &self.context.names, (event, form, field))
    }

    fn annotation(&self, comment: String) -> Annotation {
        Annotation {
            number: ENTRIES + self.entry.seq,
            kind: Some(Kind::Insert),
            comment: Some(comment),
            flag: None,
        }
    }

    fn say(&mut self, place: &FieldPath, said: String, step: Option<&str>) {
        let annotation = Annotation {
            flag: step.map(|step| (own::QUERY, step.to_owned())),
            ..self.annotation(said)
        };
        let at = self
            .spot(&place.visit, &place.form, &place.field)
            .map(|spot| (spot.place, spot.oid));
        match at {
            Some((place, oid)) => self.telling.say(&place, &oid, annotation),
            None => {
                let event = items::event(self.study, &place.visit);
                self.telling.say_at(&[event], annotation);
            }
        }
    }

    /// Puts a field to an answer, or makes it blank.
    fn answer(&mut self, visit: &VisitId, form: &FormId, field: &FieldId, answer: Option<&Answer>) {
        let place = FieldPath {
            participant: self.telling.who.clone(),
            visit: visit.clone(),
            form: form.clone(),
            field: field.clone(),
        };
        if answer.is_some_and(|answer| *answer == Answer::missing(HIDDEN)) {
            let hidden = (place.participant, place.visit, place.form);
            self.hidden.insert(hidden);
            return;
        }
        let who = Some(&self.person.participant);
        let fits = |answer: &&Answer| {
            is_by_rules(self.version, who, &place, answer, self.entry, self.after)
        };
        let standing = answer.filter(fits);
        let Some(spot) = self.spot(visit, form, field) else {
            // The version by which it is read does not have the field.
            if let Some(answer) = answer {
                let said = items::stored(&format!("{form}/{field}"), answer);
                let annotation = self.annotation(said);
                let event = items::event(self.study, visit);
                self.telling.say_at(&[event], annotation);
            }
            return;
        };
        let held = spot.items(self.version, standing);
        let is_unheld = answer.is_some() && (standing.is_none() || held.is_none());
        let empty = || spot.items(self.version, None).unwrap_or_default();
        let items = held.unwrap_or_else(empty);
        let (at, oid) = (spot.place, spot.oid);
        for (item, datum) in items {
            self.telling.set(&at, &item, datum);
        }
        if let Some(answer) = answer.filter(|_| is_unheld) {
            let annotation = self.annotation(items::stored(&oid, answer));
            self.telling.say_at(&at, annotation);
        }
    }
}

impl Exporter for Archive {
    fn reads(&self) -> Reads {
        Reads::Entries
    }

    fn entry(&mut self, entry: &Entry, _: &mut dyn Files) -> Result<(), Fault> {
        let goes_on = self
            .request
            .last()
            .is_none_or(|last| last.request == entry.request);
        if !goes_on {
            self.request()?;
        }
        self.request.push(entry.clone());
        match entry.more {
            0 => self.request(),
            _ => Ok(()),
        }
    }

    fn finish(mut self: Box<Self>, files: &mut dyn Files) -> Result<Vec<Remark>, Fault> {
        self.request()?;
        let hidden = std::mem::take(&mut self.hidden).into_iter();
        let mut remarks: Vec<Remark> = hidden
            .map(|(participant, visit, form)| Remark::Hidden {
                participant,
                visit,
                form,
            })
            .collect();
        remarks.extend(self.document.finish(FILE, files)?);
        Ok(remarks)
    }
}
