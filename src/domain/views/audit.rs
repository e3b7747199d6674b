//! The audit trail: each entry of the record as one or more lines, with the value before and after.
//!
//! Walks the entries in their order and keeps only what stands in each field now, so a long trail takes no more
//! room than the forms themselves. Reads nothing and hides nothing by itself: [`redact`] is for who may not see all.

mod action;

use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::record::entry::Entry;
use crate::domain::record::event::Moved;
use crate::domain::record::event::{Event, FieldPath, Origin};
use crate::domain::record::moved::MoveSide;
use crate::domain::record::participant::Participant;
use crate::domain::record::rows;
use crate::domain::record::server_run::{Absence, ServerRuns};
use crate::domain::study::Study;
use crate::domain::study::fit::{self, BEFORE_BIRTH};
use crate::domain::study::withheld::Hidden;
use crate::domain::verdict::core_set::FORMS;
use crate::domain::views::by_rules::is_by_rules;
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::collections::BTreeMap;

pub use action::Action;

/// What stands in the place of what a role may not see; as a missing reason, and as a text.
pub const HIDDEN: &str = "hidden-from-role";

/// An entry that began a visit or a form beside the visits, and the day of the visit.
pub type Begun = (u64, Option<NaiveDate>);

/// One line of the trail: what an entry says of one field, or of one thing that is no field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What was done.
    pub action: Action,
    /// The participant.
    pub participant: Option<ParticipantId>,
    /// The visit.
    pub visit: Option<VisitId>,
    /// The form.
    pub form: Option<FormId>,
    /// The field.
    pub field: Option<FieldId>,
    /// The answer before.
    pub old: Option<Answer>,
    /// The answer from then on.
    pub new: Option<Answer>,
    /// Whether the answer before was not by the rules.
    pub is_old_unfit: bool,
    /// Whether the answer from then on is not by the rules.
    pub is_new_unfit: bool,
    /// How the answer came into its field.
    pub origin: Option<Origin>,
    /// The stretch without a server that the entry ended.
    pub absence: Option<Absence>,
    /// The entry that began the visit, or the row of a log, and the day of the visit: by them its version is known.
    pub begun: Begun,
}

impl Line {
    /// Returns a line about nobody.
    fn new(action: Action) -> Self {
        Self {
            action,
            participant: None,
            visit: None,
            form: None,
            field: None,
            old: None,
            new: None,
            is_old_unfit: false,
            is_new_unfit: false,
            origin: None,
            absence: None,
            begun: (0, None),
        }
    }

    fn at(place: &FieldPath, action: Action) -> Self {
        Self {
            participant: Some(place.participant.clone()),
            visit: Some(place.visit.clone()),
            form: Some(place.form.clone()),
            field: Some(place.field.clone()),
            ..Self::new(action)
        }
    }
}

/// What stands in the fields of a participant, and whether it is by the rules.
type Fields = BTreeMap<(VisitId, FormId, FieldId), (Answer, bool)>;

/// Tells the entries of a trail one after another.
#[derive(Debug, Default)]
pub struct Teller {
    /// What stands in the fields of each participant.
    standing: BTreeMap<ParticipantId, Fields>,
    /// Who was enrolled: no date before the birth is by the rules unless it was kept.
    people: BTreeMap<ParticipantId, Participant>,
    /// What began each visit, and each form beside the visits.
    begun: BTreeMap<(ParticipantId, VisitId, Option<FormId>), Begun>,
    /// When servers ran.
    runs: ServerRuns,
}

impl Teller {
    /// Returns a teller that has heard of nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the lines of the next entry; entries must come in their order, none left out that answers a field. The
    /// entries `after` it must hold the rest of its request, which may keep what it answers.
    pub fn tell(&mut self, study: &Study, entry: &Entry, after: &[Entry]) -> Vec<Line> {
        let begun = self.begun(entry);
        let absence = self.runs.apply(entry);
        let (seq, day) = begun;
        let mut lines = self.lines(study.begun_by(seq, day), entry, after);
        for line in &mut lines {
            line.begun = begun;
            line.absence = absence;
        }
        lines
    }

    /// Returns what began the visit, or the form beside the visits, that an entry is about.
    fn begun(&mut self, entry: &Entry) -> Begun {
        let event = &entry.draft.event;
        let (Some(who), Some((visit, _))) = (event.participant(), event.written()) else {
            return (entry.seq, None);
        };
        let beside = visit.as_str() == rows::SESSION;
        let form = event.form().filter(|_| beside).cloned();
        let at = entry.draft.observed_at.unwrap_or(entry.recorded_at);
        let day = event.begun_on().unwrap_or(at.date_naive());
        let key = (who.clone(), visit.clone(), form);
        let first = (entry.seq, (!beside).then_some(day));
        match event.begins() {
            Some(_) => *self.begun.entry(key).or_insert(first),
            None => self.begun.get(&key).copied().unwrap_or(first),
        }
    }

    fn lines(&mut self, study: &Study, entry: &Entry, after: &[Entry]) -> Vec<Line> {
        let event = &entry.draft.event;
        if let Some(participant) = event.enrolled() {
            let id = participant.id.clone();
            self.people.insert(id, participant.clone());
        }
        if let Some(place) = event.kept_against(BEFORE_BIRTH) {
            self.keep(study, place, entry);
        }
        if let (Some(who), Some(visit)) = (event.participant(), event.voided()) {
            // It counts no more, and what is entered there later is new.
            if let Some(fields) = self.standing.get_mut(who) {
                fields.retain(|(at, _, _), _| at != visit);
            }
            self.begun.retain(|(of, at, _), _| (of, at) != (who, visit));
        }
        let mut answered = |place: &FieldPath, answer: &Answer, origin| {
            let who = self.people.get(&place.participant);
            let fits = is_by_rules(study, who, place, answer, entry, after);
            self.answered(place, Some((answer, fits)), origin)
        };
        match event {
            Event::Answered {
                place,
                answer,
                origin,
            } => vec![answered(place, answer, *origin)],
            Event::Cleared { place, origin } => vec![self.answered(place, None, *origin)],
            Event::Filled {
                participant,
                visit,
                form,
                answers,
                origin,
            } => answers
                .iter()
                .map(|(field, answer)| {
                    let place = FieldPath {
                        participant: participant.clone(),
                        visit: visit.clone(),
                        form: form.clone(),
                        field: field.clone(),
                    };
                    answered(&place, answer, *origin)
                })
                .collect(),
            other => {
                let line = action::line(other);
                let moved = other.moved();
                let fields =
                    moved.map_or_else(Vec::new, |moved| self.moved(study, &moved, entry, after));
                std::iter::once(line).chain(fields).collect()
            }
        }
    }

    /// Returns a line for each field of a form that is moved here, or away from here.
    fn moved(
        &mut self,
        study: &Study,
        moved: &Moved<'_>,
        entry: &Entry,
        after: &[Entry],
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        for answer in moved.answers {
            let place = FieldPath {
                participant: moved.here.0.clone(),
                visit: moved.here.1.clone(),
                form: moved.form.clone(),
                field: answer.field.clone(),
            };
            let who = self.people.get(moved.here.0);
            let fits = is_by_rules(study, who, &place, &answer.answer, entry, after);
            let stands = match moved.side {
                MoveSide::Here => Some((&answer.answer, fits)),
                MoveSide::Away => None,
            };
            lines.push(self.answered(&place, stands, Origin::Moved));
        }
        lines
    }

    /// Takes a date before the birth as one by the rules from now on.
    fn keep(&mut self, study: &Study, place: &FieldPath, entry: &Entry) {
        let key = (place.visit.clone(), place.form.clone(), place.field.clone());
        let fields = self.standing.get_mut(&place.participant);
        if let Some((answer, fits)) = fields.and_then(|fields| fields.get_mut(&key)) {
            let field = (&place.form, &place.field);
            let day = entry.recorded_at.date_naive();
            let redacted = *answer == Answer::missing(HIDDEN);
            *fits = redacted || fit::is_by_rules(study, None, field, answer, true, day);
        }
    }

    /// Puts an answer, and whether it is by the rules, into a field; none where it was cleared.
    fn answered(
        &mut self,
        place: &FieldPath,
        answer: Option<(&Answer, bool)>,
        origin: Origin,
    ) -> Line {
        let key = (place.visit.clone(), place.form.clone(), place.field.clone());
        let fields = self.standing.entry(place.participant.clone()).or_default();
        let old = match answer {
            Some((answer, fits)) => fields.insert(key, (answer.clone(), fits)),
            None => fields.remove(&key),
        };
        let action = match (&old, answer) {
            (None, Some(_)) => Action::Entered,
            (Some(_), Some(_)) => Action::Changed,
            (_, None) => Action::Cleared,
        };
        Line {
            is_old_unfit: old.as_ref().is_some_and(|(_, fits)| !fits),
            is_new_unfit: answer.is_some_and(|(_, fits)| !fits),
            old: old.map(|(answer, _)| answer),
            new: answer.map(|(answer, _)| answer.clone()),
            origin: Some(origin),
            ..Line::at(place, action)
        }
    }
}

/// Returns a time as the trail prints it: local, with its offset.
pub fn time(at: DateTime<FixedOffset>) -> String {
    at.format("%Y-%m-%d %H:%M:%S %:z").to_string()
}

/// Returns whether one of these forms is the form, or the log that the row is of.
pub fn is_hidden(hidden: &[FormId], form: &FormId) -> bool {
    let of = rows::form_of(form.as_str());
    hidden.iter().any(|hidden| hidden.as_str() == of)
}

/// Returns whether one of these forms is one that a verdict is read from: the verdict would tell of its values.
pub fn hides_verdict(hidden: &[FormId]) -> bool {
    let mut forms = FORMS.iter().map(|form| FormId::from(*form));
    forms.any(|form| is_hidden(hidden, &form))
}

/// What is hidden in entries: forms wherever they are, and forms at visits of the participant whom an entry is about.
#[derive(Clone, Copy, Debug)]
pub struct Redaction<'a> {
    /// The study.
    pub study: &'a Study,
    /// Forms that no role of the user sees.
    pub forms: &'a [FormId],
    /// Forms that the user does not see yet.
    pub withheld: &'a Hidden,
}

impl Redaction<'_> {
    fn hides(&self, visit: Option<&VisitId>, form: &FormId) -> bool {
        is_hidden(self.forms, form) || visit.is_some_and(|visit| self.withheld.has(visit, form))
    }

    fn hides_verdict(&self, visit: Option<&VisitId>) -> bool {
        let at = |visit| self.withheld.has_verdict(self.study, visit);
        hides_verdict(self.forms) || visit.is_some_and(at)
    }
}

/// Takes out of an entry the scores and the verdict that the owner of the study kept with it, where they are hidden, and
/// the salt with them: who knows it could try which scores have the hash of the entry.
pub fn redact_kept(hidden: &Redaction<'_>, entry: &mut Entry) {
    let event = &mut entry.draft.event;
    let visit = event.written().map(|(visit, _)| visit.clone());
    let mut hides = false;
    // A signature is about no form, and holds scores of all forms of its visit.
    let kept = event.scores_mut();
    for (form, scores) in kept.forms {
        if hidden.hides(visit.as_ref(), form) {
            scores.hide(HIDDEN);
            hides = true;
        }
    }
    let verdict = kept.verdict;
    if let Some(verdict) = verdict.filter(|_| hidden.hides_verdict(visit.as_ref())) {
        verdict.hide(HIDDEN);
        hides = true;
    }
    entry.salt = entry.salt.take().filter(|_| !hides);
}

/// Takes out of a signature the hash of what was signed, where a form of its visit is hidden: the hash covers its answers
/// and has no salt.
fn redact_signed(hidden: &Redaction<'_>, entry: &mut Entry) {
    let event = &mut entry.draft.event;
    let Some(visit) = event.written().map(|(visit, _)| visit.clone()) else {
        return;
    };
    let kept = event.scores_mut().forms.into_iter();
    let kept: Vec<FormId> = kept.map(|(form, _)| form.clone()).collect();
    let Some(content) = event.signed_mut() else {
        return;
    };
    let planned = hidden.study.visit(visit.as_str());
    let planned = planned.iter().flat_map(|planned| &planned.forms);
    let mut forms = planned.chain(&kept);
    let withheld = hidden.withheld.forms().any(|(at, _)| *at == visit);
    if withheld || forms.any(|form| is_hidden(hidden.forms, form)) {
        HIDDEN.clone_into(content);
        entry.salt = None;
    }
}

/// Returns whether something was taken out of an entry, so that it does not say all that it changes.
pub fn is_redacted(entry: &Entry) -> bool {
    let told = serde_json::to_string(&entry.draft.event).unwrap_or_default();
    told.contains(&format!("\"{HIDDEN}\""))
}

/// Takes out of an entry what was answered, asked or said in hidden forms: values, rules that asked about them,
/// notes, queries, reasons, scores and hashes of what was signed, and the salt of the entry. Who, when and where stay, and
/// so does the hash, which then is that of the whole entry. Returns whether the entry is about a hidden form.
pub fn redact(hidden: &Redaction<'_>, entry: &mut Entry) -> bool {
    redact_kept(hidden, entry);
    redact_signed(hidden, entry);
    let event = &mut entry.draft.event;
    let visit = event.written().map(|(visit, _)| visit.clone());
    let form = event.form();
    if !form.is_some_and(|form| hidden.hides(visit.as_ref(), form)) {
        return false;
    }
    entry.salt = None;
    match event {
        Event::Answered { answer, .. } => *answer = Answer::missing(HIDDEN),
        Event::FormMoved { answers, .. } => {
            for moved in answers {
                moved.answer = Answer::missing(HIDDEN);
            }
        }
        Event::Filled { answers, .. } => {
            for (_, answer) in answers {
                *answer = Answer::missing(HIDDEN);
            }
        }
        Event::Prompted {
            rule,
            value,
            reason,
            ..
        } => {
            HIDDEN.clone_into(rule);
            HIDDEN.clone_into(value);
            *reason = reason.take().map(|_| HIDDEN.to_owned());
        }
        Event::Noted { text, .. } | Event::Queried { text, .. } => HIDDEN.clone_into(text),
        // The old answer is in an earlier entry, and the reason of this one is hidden below.
        Event::Cleared { .. } => {}
        // These name a form or none, and contain no answer; scores were hidden above.
        Event::Shown { .. }
        | Event::Completed { .. }
        | Event::FormLeft { .. }
        | Event::Locked { .. }
        | Event::Unlocked { .. }
        | Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::FileKept { .. }
        | Event::Amended { .. }
        | Event::Enrolled { .. }
        | Event::StatusChanged { .. }
        | Event::EnrolmentCorrected { .. }
        | Event::SessionBegun { .. }
        | Event::SessionDated { .. }
        | Event::SessionVoided { .. }
        | Event::UnscheduledBegun { .. }
        | Event::ConsentRenewed { .. }
        | Event::DeviationJudged { .. }
        | Event::Signed { .. }
        | Event::ClockMoved { .. }
        | Event::ServerStarted { .. }
        | Event::ServerStopped { .. }
        | Event::Refused { .. }
        | Event::TrailRead { .. }
        | Event::HeadMissing { .. }
        | Event::HeadAccepted { .. }
        | Event::Restored { .. }
        | Event::LoggedIn { .. }
        | Event::LoggedOut { .. }
        | Event::Copied { .. }
        | Event::UserAdded { .. }
        | Event::UserRoles { .. }
        | Event::UserNamed { .. }
        | Event::UserDisabled { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseCleared { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. }
        | Event::Recovered { .. } => return true,
    }
    let draft = &mut entry.draft;
    draft.reason = draft.reason.take().map(|_| HIDDEN.to_owned());
    draft.late = draft.late.take().map(|_| HIDDEN.to_owned());
    true
}

#[cfg(test)]
mod tests;
