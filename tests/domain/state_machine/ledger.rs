//! What the entries say, kept as plain maps and without the code of the record or of the rules, to judge both by.

use chrono::{NaiveDate, TimeDelta};
use coreset::domain::base::answer::Answer;
use coreset::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use coreset::domain::forms::engine::instrument::{Field, Instrument};
use coreset::domain::record::entry::Entry;
use coreset::domain::record::event::{Event, FieldPath, Origin};
use coreset::domain::record::lock::Scope;
use coreset::domain::record::moved::MoveSide;
use coreset::domain::record::participant::Participant;
use coreset::domain::record::query::{State, Step};
use coreset::domain::record::status::{DataUse, Status};
use coreset::domain::record::user::Role;
use coreset::domain::study::Study;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const LOG: &str = "log";

pub(super) type Visit = (ParticipantId, VisitId);
pub(super) type Form = (ParticipantId, VisitId, FormId);

/// A user as the entries say.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub name: String,
    pub roles: Vec<Role>,
    pub active: bool,
}

/// When something was begun, and under which version.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begun {
    pub seq: u64,
    pub date: NaiveDate,
    pub version: usize,
}

/// A version that came into force.
#[derive(Clone, Debug)]
struct InForce {
    seq: u64,
    from: Option<NaiveDate>,
    study: usize,
}

pub(super) struct Ledger {
    studies: Vec<Study>,
    versions: Vec<InForce>,
    pub is_demo: bool,
    pub users: BTreeMap<String, Listed>,
    pub people: BTreeMap<ParticipantId, Participant>,
    /// The entry that enrolled each of them.
    pub enrolled: BTreeMap<ParticipantId, u64>,
    /// How each takes part, as it was said, the newest last.
    pub statuses: BTreeMap<ParticipantId, Vec<(NaiveDate, Status, u64)>>,
    /// The entry that said a visit to be begun by mistake.
    pub voided: BTreeMap<Visit, u64>,
    pub begun: BTreeMap<Visit, Begun>,
    pub rows: BTreeMap<Form, Begun>,
    pub answers: BTreeMap<FieldPath, Answer>,
    pub stood: BTreeMap<FieldPath, Vec<Answer>>,
    pub notes: BTreeSet<FieldPath>,
    pub writers: BTreeMap<FieldPath, (u64, String)>,
    pub left: BTreeSet<Form>,
    /// Signatures of a visit: the entry, and whether an answer has changed since.
    pub signed: BTreeMap<Visit, Vec<(u64, bool)>>,
    pub locks: BTreeSet<Scope>,
    pub queries: BTreeMap<u64, (FieldPath, State)>,
    pub missing_heads: Vec<(u64, String)>,
    /// The forms that were chosen for a visit which no schedule plans.
    pub chosen: BTreeMap<Visit, Vec<FormId>>,
    /// The side of a move whose other side has to follow.
    pub moving: Option<Event>,
    /// The request of each visit that began outside its window without a reason.
    pub unexplained: BTreeMap<Visit, String>,
    /// The entry that judged a deviation.
    pub deviations: BTreeMap<(ParticipantId, String), u64>,
}

impl Ledger {
    pub(super) fn new(studies: Vec<Study>, is_demo: bool) -> Self {
        let first = InForce {
            seq: 0,
            from: None,
            study: 0,
        };
        Self {
            studies,
            versions: vec![first],
            is_demo,
            users: BTreeMap::new(),
            people: BTreeMap::new(),
            enrolled: BTreeMap::new(),
            statuses: BTreeMap::new(),
            voided: BTreeMap::new(),
            begun: BTreeMap::new(),
            rows: BTreeMap::new(),
            answers: BTreeMap::new(),
            stood: BTreeMap::new(),
            notes: BTreeSet::new(),
            writers: BTreeMap::new(),
            left: BTreeSet::new(),
            signed: BTreeMap::new(),
            locks: BTreeSet::new(),
            queries: BTreeMap::new(),
            missing_heads: Vec::new(),
            chosen: BTreeMap::new(),
            moving: None,
            unexplained: BTreeMap::new(),
            deviations: BTreeMap::new(),
        }
    }

    /// Returns the day after which nobody sees a participant.
    pub(super) fn last_day(&self, who: &ParticipantId) -> Option<NaiveDate> {
        let (day, status, _) = self.statuses.get(who)?.last()?;
        ends(status).then_some(*day)
    }

    /// Returns the study of a version, by the order in which versions came into force.
    pub(super) fn study(&self, version: usize) -> &Study {
        &self.studies[self.versions[version].study]
    }

    /// Returns the study in force.
    pub(super) fn in_force(&self) -> &Study {
        self.study(self.versions.len() - 1)
    }

    /// The newest version that was in force when the entry was written, and holds from that day.
    pub(super) fn version(&self, seq: u64, day: Option<NaiveDate>) -> usize {
        let holds = |version: &InForce| {
            version.seq < seq && day.zip(version.from).is_none_or(|(day, from)| day >= from)
        };
        self.versions.iter().rposition(holds).unwrap_or(0)
    }

    /// Returns the version for visits that are held on the day of an entry.
    pub(super) fn study_on(&self, entry: &Entry) -> &Study {
        self.study(self.version(entry.seq, Some(entry.recorded_at.date_naive())))
    }

    /// The visit or row that an entry begins, or that it enters something into and was begun before. A question, a look
    /// or a signature enters nothing.
    pub(super) fn begins(&self, entry: &Entry) -> Option<(Visit, Option<FormId>, Begun)> {
        let enters = matches!(
            &entry.draft.event,
            Event::SessionBegun { .. }
                | Event::UnscheduledBegun { .. }
                | Event::Answered { .. }
                | Event::Filled { .. }
                | Event::Noted { .. }
        );
        self.begun_by(entry).filter(|_| enters)
    }

    /// The visit or row that an entry writes to, as it would be begun by the entry.
    pub(super) fn begun_by(&self, entry: &Entry) -> Option<(Visit, Option<FormId>, Begun)> {
        let (visit, form, day) = match &entry.draft.event {
            Event::SessionBegun { visit, date, .. }
            | Event::UnscheduledBegun { visit, date, .. } => (visit, None, Some(*date)),
            Event::Answered { place, .. }
            | Event::Cleared { place, .. }
            | Event::Noted { place, .. }
            | Event::Queried { place, .. }
            | Event::Prompted { place, .. } => (&place.visit, Some(&place.form), None),
            Event::Shown { visit, form, .. }
            | Event::Filled { visit, form, .. }
            | Event::Completed { visit, form, .. }
            | Event::FormMoved { visit, form, .. }
            | Event::FormLeft { visit, form, .. } => (visit, Some(form), None),
            Event::Signed { visit, .. } | Event::SessionDated { visit, .. } => (visit, None, None),
            _ => return None,
        };
        let who = entry.draft.event.participant()?.clone();
        let at = entry.draft.observed_at.unwrap_or(entry.recorded_at);
        let date = day.unwrap_or(at.date_naive());
        let is_log = visit.as_str() == LOG;
        let version = self.version(entry.seq, (!is_log).then_some(date));
        let seq = entry.seq;
        let begun = Begun { seq, date, version };
        Some(((who, visit.clone()), form.cloned(), begun))
    }

    /// Returns the version under which a place was begun.
    pub(super) fn version_of(&self, who: &ParticipantId, visit: &VisitId, form: &FormId) -> usize {
        let row = (who.clone(), visit.clone(), form.clone());
        let of_visit = (who.clone(), visit.clone());
        let begun = match visit.as_str() == LOG {
            true => self.rows.get(&row),
            false => self.begun.get(&of_visit),
        };
        begun.map_or(self.versions.len() - 1, |begun| begun.version)
    }

    /// Returns the form and field of a place in the version under which an entry finds or begins it.
    pub(super) fn field(
        &self,
        entry: &Entry,
        place: &FieldPath,
    ) -> Option<(&Study, &Instrument, &Field)> {
        let study = self.study_for(entry, &place.participant, &place.visit, &place.form);
        let form = study.form(place.form.as_str())?;
        Some((study, form, form.field(place.field.as_str())?))
    }

    pub(super) fn study_for(
        &self,
        entry: &Entry,
        who: &ParticipantId,
        visit: &VisitId,
        form: &FormId,
    ) -> &Study {
        let known = match visit.as_str() == LOG {
            true => self
                .rows
                .contains_key(&(who.clone(), visit.clone(), form.clone())),
            false => self.begun.contains_key(&(who.clone(), visit.clone())),
        };
        match (known, self.begun_by(entry)) {
            (false, Some((_, _, begun))) => self.study(begun.version),
            _ => self.study(self.version_of(who, visit, form)),
        }
    }

    /// Returns what an entry writes: places with the answer that stands there afterwards.
    pub(super) fn written(entry: &Entry) -> Vec<(FieldPath, Option<&Answer>)> {
        match &entry.draft.event {
            Event::Answered { place, answer, .. } => vec![(place.clone(), Some(answer))],
            Event::Cleared { place, .. } => vec![(place.clone(), None)],
            Event::FormMoved {
                participant,
                visit,
                form,
                side,
                answers,
                ..
            } => answers
                .iter()
                .map(|moved| {
                    let answer = (*side == MoveSide::Here).then_some(&moved.answer);
                    (path(participant, visit, form, &moved.field), answer)
                })
                .collect(),
            Event::Filled {
                participant,
                visit,
                form,
                answers,
                ..
            } => answers
                .iter()
                .map(|(field, answer)| (path(participant, visit, form, field), Some(answer)))
                .collect(),
            _ => Vec::new(),
        }
    }

    pub(super) fn answer(
        &self,
        who: &ParticipantId,
        visit: &VisitId,
        form: &FormId,
        field: &str,
    ) -> Option<&Answer> {
        self.answers
            .get(&path(who, visit, form, &FieldId::new(field)))
    }

    pub(super) fn is_locked(
        &self,
        who: &ParticipantId,
        visit: Option<&VisitId>,
        form: Option<&FormId>,
    ) -> bool {
        self.locks.iter().any(|lock| {
            let of = |lock: bool, part: bool| lock || part;
            of(
                lock.participant.is_none(),
                lock.participant.as_ref() == Some(who),
            ) && of(lock.visit.is_none(), lock.visit.as_ref() == visit)
                && of(lock.form.is_none(), lock.form.as_ref() == form)
        })
    }

    /// Returns whether the day on which a visit begins lies outside its window, by the schedule of its version.
    fn is_outside(&self, (who, id): &Visit, begun: Begun) -> bool {
        let protocol = &self.study(begun.version).protocol;
        let of = |id: &VisitId| protocol.visits.iter().find(|visit| visit.id == *id);
        let Some(visit) = of(id) else {
            return false;
        };
        let baseline = of(&protocol.baseline).map_or(0, |baseline| baseline.day);
        let enrolled = self.people[who].enrolled_on;
        let from = match self.begun.get(&(who.clone(), protocol.baseline.clone())) {
            Some(held) => held.date,
            None => enrolled + TimeDelta::days(baseline),
        };
        let target = match *id == protocol.baseline {
            true => enrolled + TimeDelta::days(visit.day),
            false => from + TimeDelta::days(visit.day),
        };
        begun.date < target - TimeDelta::days(visit.early)
            || begun.date > target + TimeDelta::days(visit.late)
    }

    pub(super) fn apply(&mut self, entry: &Entry) {
        if let Some((visit, form, begun)) = self.begins(entry) {
            if let Some(form) = form
                && visit.1.as_str() == LOG
            {
                let row = (visit.0.clone(), visit.1.clone(), form);
                self.rows.entry(row).or_insert(begun);
            }
            let given = entry.draft.reason.as_deref().unwrap_or_default();
            if !self.begun.contains_key(&visit)
                && given.trim().is_empty()
                && self.is_outside(&visit, begun)
            {
                self.unexplained
                    .insert(visit.clone(), entry.request.clone());
            }
            self.begun.entry(visit).or_insert(begun);
        }
        // The generator keeps no window.
        if let Event::Filled { origin, .. } | Event::Answered { origin, .. } = &entry.draft.event
            && *origin == Origin::Generated
        {
            self.unexplained
                .retain(|_, request| *request != entry.request);
        }
        let client = client(&entry.request);
        let mut changed = BTreeMap::new();
        for (place, answer) in Self::written(entry) {
            let before = self.answers.get(&place).cloned();
            changed.entry(place.clone()).or_insert(before);
            match answer {
                Some(answer) => {
                    self.answers.insert(place.clone(), answer.clone());
                    self.stood
                        .entry(place.clone())
                        .or_default()
                        .push(answer.clone());
                }
                None => {
                    self.answers.remove(&place);
                }
            }
            self.writers.insert(place, (entry.seq, client.clone()));
        }
        for (place, before) in changed {
            if self.answers.get(&place) != before.as_ref() {
                let visit = (place.participant, place.visit);
                let signed = self.signed.get_mut(&visit);
                signed
                    .into_iter()
                    .flatten()
                    .for_each(|(_, void)| *void = true);
            }
        }
        match &entry.draft.event {
            Event::Enrolled { participant } => {
                self.enrolled.insert(participant.id.clone(), entry.seq);
                self.people
                    .insert(participant.id.clone(), participant.clone());
            }
            Event::SessionVoided {
                participant, visit, ..
            } => {
                let of = (participant.clone(), visit.clone());
                let is_there = |place: &FieldPath| place.participant == of.0 && place.visit == of.1;
                self.begun.remove(&of);
                self.answers.retain(|place, _| !is_there(place));
                self.notes.retain(|place| !is_there(place));
                self.writers.retain(|place, _| !is_there(place));
                self.queries.retain(|_, (place, _)| !is_there(place));
                self.left
                    .retain(|form| (&form.0, &form.1) != (&of.0, &of.1));
                self.signed.remove(&of);
                self.chosen.remove(&of);
                self.voided.insert(of, entry.seq);
            }
            Event::UnscheduledBegun {
                participant,
                visit,
                forms,
                ..
            } => {
                let of = (participant.clone(), visit.clone());
                self.chosen.insert(of, forms.clone());
            }
            Event::FormMoved {
                participant,
                visit,
                form,
                side,
                ..
            } => {
                let of = (participant.clone(), visit.clone(), form.clone());
                match side {
                    MoveSide::Away => {
                        self.left.remove(&of);
                        self.moving = Some(entry.draft.event.clone());
                    }
                    MoveSide::Here => {
                        self.left.insert(of);
                        self.moving = None;
                    }
                }
            }
            Event::DeviationJudged {
                participant, key, ..
            } => {
                let of = (participant.clone(), key.clone());
                self.deviations.insert(of, entry.seq);
            }
            Event::EnrolmentCorrected { participant, .. } => {
                let facts = (**participant).clone();
                self.people.insert(participant.id.clone(), facts);
            }
            Event::StatusChanged {
                participant,
                day,
                status,
                ..
            } => {
                let said = self.statuses.entry(participant.clone()).or_default();
                said.push((*day, status.clone(), entry.seq));
            }
            Event::Amended {
                content, accepted, ..
            } => {
                let study = self
                    .studies
                    .iter()
                    .position(|study| study.content == *content);
                self.versions.push(InForce {
                    seq: entry.seq,
                    from: accepted.as_ref().map(|accepted| accepted.from),
                    study: study.unwrap(),
                });
            }
            Event::SessionDated {
                participant,
                visit,
                date,
                ..
            } => {
                let visit = (participant.clone(), visit.clone());
                let signed = self.signed.get_mut(&visit).into_iter().flatten();
                signed.for_each(|(_, void)| *void = true);
                self.begun.get_mut(&visit).unwrap().date = *date;
            }
            Event::Noted { place, text } => {
                match text.is_empty() {
                    true => self.notes.remove(place),
                    false => self.notes.insert(place.clone()),
                };
            }
            Event::Completed {
                participant,
                visit,
                form,
                ..
            }
            | Event::FormLeft {
                participant,
                visit,
                form,
            } => {
                self.left
                    .insert((participant.clone(), visit.clone(), form.clone()));
            }
            Event::Signed {
                participant, visit, ..
            } => {
                let visit = (participant.clone(), visit.clone());
                self.signed
                    .entry(visit)
                    .or_default()
                    .push((entry.seq, false));
            }
            Event::Locked { scope, .. } => {
                self.locks.insert(scope.clone());
            }
            Event::Unlocked { scope, .. } => {
                self.locks.remove(scope);
            }
            Event::Queried {
                place, query, step, ..
            } => {
                let id = if *step == Step::Open {
                    entry.seq
                } else {
                    *query
                };
                let state = match step {
                    Step::Open | Step::Reopen => State::New,
                    Step::Answer => State::Answered,
                    Step::Propose => State::Proposed,
                    Step::Close => State::Closed,
                };
                self.queries.insert(id, (place.clone(), state));
            }
            Event::UserAdded { user, name, roles } => {
                let listed = Listed {
                    name: name.clone(),
                    roles: roles.clone(),
                    active: true,
                };
                self.users.insert(user.clone(), listed);
            }
            Event::UserNamed { user, name } => {
                self.users.get_mut(user).unwrap().name.clone_from(name);
            }
            Event::UserRoles { user, roles } => {
                self.users.get_mut(user).unwrap().roles.clone_from(roles);
            }
            Event::UserDisabled { user } => self.users.get_mut(user).unwrap().active = false,
            Event::UserEnabled { user } => self.users.get_mut(user).unwrap().active = true,
            Event::HeadMissing { seq, hash, .. } => self.missing_heads.push((*seq, hash.clone())),
            Event::HeadAccepted { seq, .. } => self.missing_heads.retain(|head| head.0 > *seq),
            _ => {}
        }
    }
}

/// The client of a request, without the number at its end.
pub(super) fn client(request: &str) -> String {
    request
        .rsplit_once('-')
        .map_or("", |(client, _)| client)
        .to_owned()
}

pub(super) fn path(
    who: &ParticipantId,
    visit: &VisitId,
    form: &FormId,
    field: &FieldId,
) -> FieldPath {
    FieldPath {
        participant: who.clone(),
        visit: visit.clone(),
        form: form.clone(),
        field: field.clone(),
    }
}

/// Whether nobody is seen after such a status.
pub(super) fn ends(status: &Status) -> bool {
    match status {
        Status::TakesPart | Status::TreatmentStopped { .. } => false,
        Status::Withdrawn { data, .. } => *data != DataUse::Collect,
        Status::ScreenFailure { .. } | Status::Lost { .. } | Status::Died { .. } => true,
        Status::Completed | Status::EnrolledByMistake => true,
    }
}
