//! Asks how somebody takes part, a question at a time, and says it.

use crate::domain::base::ids::FieldId;
use crate::domain::course::eligibility::{Finding, judge};
use crate::domain::course::{ADVERSE_EVENT, events};
use crate::domain::forms::engine::typing;
use crate::domain::record::event::Event;
use crate::domain::record::rows::row_id;
use crate::domain::record::status::{Cause, DataUse, StatusName, WithdrawnBy};
use crate::domain::record::user::Role;
use crate::domain::rules::text_limits::TEXT;
use crate::domain::rules::{ContentFault, MOST_ATTEMPTS, Refusal, StatusFault, check_status};
use crate::input::line::Line;
use crate::screens::answering::Answering;
use crate::screens::asking::Asks;
use crate::screens::effect::Effect;
use crate::screens::participation::state::{ParticipationState, Question, Said};
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::words::status_words;

/// In the order of a trial; what takes another one back comes last.
const STATUSES: [StatusName; 8] = [
    StatusName::ScreenFailure,
    StatusName::TreatmentStopped,
    StatusName::Withdrawn,
    StatusName::Lost,
    StatusName::Died,
    StatusName::Completed,
    StatusName::EnrolledByMistake,
    StatusName::TakesPart,
];

impl Workspace {
    /// Opens the questions how the open participant takes part.
    pub(crate) fn ask_participation(&mut self, said: Said) {
        if self.only_reads() {
            return;
        }
        let Some(record) = &self.open.record else {
            return;
        };
        let statuses = &record.statuses;
        if statuses.said().last().is_some_and(|said| said.seq == 0) {
            // What is not stored yet has no number that the owner could compare.
            self.notice = Some(Notice::info(self.language.not_all_saved()));
            return;
        }
        let mut state = ParticipationState {
            after: statuses.last(),
            said,
            answering: Answering::default(),
        };
        state.begin(self);
        self.open(Layer::Participation(state));
    }
}

impl ParticipationState {
    /// Returns the lines to choose from, in words.
    pub(super) fn options(&self, shared: &Workspace) -> Vec<String> {
        let language = shared.language;
        match self.said.question() {
            Question::Status => STATUSES
                .map(|name| language.choose_status(name).to_owned())
                .into(),
            Question::Cause => Cause::ALL
                .map(|cause| language.cause(cause).to_owned())
                .into(),
            Question::By => WithdrawnBy::ALL
                .map(|by| language.withdrawn_by(by).to_owned())
                .into(),
            Question::Data => DataUse::ALL
                .map(|data| language.data_use(data).to_owned())
                .into(),
            Question::Event => {
                let record = shared.open.record.as_ref();
                let events = record.map_or_else(Vec::new, events).into_iter();
                let lines = events.map(|event| language.event_in_log(event.row, &event.term));
                let none = std::iter::once(language.no_event_led().to_owned());
                lines.chain(none).collect()
            }
            Question::Agree => language.say_so().map(str::to_owned).into(),
            Question::Attempts | Question::Day | Question::Words => Vec::new(),
        }
    }

    /// Begins the question that is asked now.
    fn begin(&mut self, shared: &mut Workspace) {
        self.answering.cursor = 0;
        self.answering.refusal = None;
        self.answering.line = Line::default();
        if let (Question::Words, Some(name)) = (self.said.question(), self.said.name)
            && let Some(id) = shared.open.id().cloned()
        {
            self.answering.line = shared.line_of_words(&status_words(&id, name));
        }
        if self.said.question() == Question::Agree {
            // What is typed into it would be lost, so that a refusal is said while it can still be changed.
            self.answering.refusal = self.fault(shared);
            // No Enter too many says it.
            self.answering.cursor = 1;
        }
    }

    /// Returns why somebody cannot take part so on any day, which is known before more is asked.
    fn cannot_be(&self, shared: &Workspace, name: StatusName) -> Option<String> {
        let record = shared.open.record.as_ref()?;
        let any = Said {
            name: Some(name),
            cause: Some(Cause::Other),
            by: Some(WithdrawnBy::Participant),
            data: Some(DataUse::Collect),
            attempts: Some(1),
            event: Some(None),
            ..Said::default()
        };
        let is_void = record.statuses.is_void() || name == StatusName::EnrolledByMistake;
        if is_void && !shared.account.roles.contains(&Role::Investigator) {
            return Some(shared.language.mistake_is_for_investigator().to_owned());
        }
        let (status, today) = (any.status()?, shared.today());
        let words = shared.language.participation();
        let judged = check_status(
            &shared.study,
            record,
            (today, &status, words),
            self.after,
            today,
        );
        let fault = match judged.err()? {
            ContentFault::Status(fault) => fault,
            _ => return None,
        };
        let is_about_day = match &fault {
            // The same may be said of another day, or in other words.
            StatusFault::Same => name != StatusName::TakesPart,
            StatusFault::BeforeEnrolment { .. }
            | StatusFault::BeforeVisit { .. }
            | StatusFault::DiedBeforeConsent { .. } => true,
            StatusFault::AfterBaseline { .. }
            | StatusFault::AfterDose
            | StatusFault::SaidSince
            | StatusFault::OfMistake
            | StatusFault::EnrolledByMistake
            | StatusFault::NoCriterion { .. }
            | StatusFault::NoEvent { .. }
            | StatusFault::WithoutWords
            | StatusFault::AfterDeath { .. }
            | StatusFault::ConsentAfterDeath { .. }
            | StatusFault::OutcomeNotHeld { .. }
            | StatusFault::OutcomeOfCompleted { .. }
            | StatusFault::Attempts { .. }
            | StatusFault::VisitAfterEnd { .. } => false,
        };
        let refusal = || {
            shared
                .language
                .refusal(&Refusal::from(ContentFault::from(fault)))
        };
        (!is_about_day).then(refusal)
    }

    /// Returns why what is said cannot be so, as the owner would say it.
    fn fault(&self, shared: &Workspace) -> Option<String> {
        let record = shared.open.record.as_ref()?;
        let (status, day) = (self.said.status()?, self.said.day?);
        let words = self.said.words.clone().unwrap_or_default();
        let judged = check_status(
            &shared.study,
            record,
            (day, &status, &words),
            self.after,
            shared.today(),
        );
        let fault = judged.err()?;
        Some(shared.language.refusal(&Refusal::from(fault)))
    }

    fn say(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        self.answering.refusal = self.fault(shared);
        let who = shared.open.id().cloned();
        let (Some(participant), Some(status), Some(day), None) = (
            who,
            self.said.status(),
            self.said.day,
            &self.answering.refusal,
        ) else {
            return Vec::new();
        };
        let words = self.said.words.clone().unwrap_or_default();
        let said = shared.language.status_since(day, &status, &words);
        let said = shared.language.status_said(participant.as_str(), &said);
        let effects = shared.append(vec![Event::StatusChanged {
            participant,
            day,
            status,
            words,
            after: self.after,
        }]);
        if !effects.is_empty() {
            if let Some(id) = shared.open.id().cloned() {
                shared.forget_status_words(&id);
            }
            shared.notice = Some(Notice::info(said));
            shared.close();
        }
        effects
    }
}

/// Returns the criteria that the form of eligibility says are not met.
fn not_met(shared: &Workspace) -> Vec<FieldId> {
    let record = shared.open.record.as_ref();
    let judged = record.and_then(|record| judge(&shared.study, record));
    let criteria = judged.map_or_else(Vec::new, |judged| judged.criteria);
    let failed = criteria
        .into_iter()
        .filter(|criterion| matches!(criterion.finding, Finding::NotMet | Finding::Contradicted));
    failed
        .map(|criterion| criterion.field.as_str().into())
        .collect()
}

impl Asks for ParticipationState {
    fn heading(&self, shared: &Workspace) -> &'static str {
        shared.language.participation()
    }

    fn answering(&mut self) -> &mut Answering {
        &mut self.answering
    }

    fn is_typed(&self) -> bool {
        self.said.question().is_typed()
    }

    fn types_words(&self) -> bool {
        self.said.question() == Question::Words
    }

    fn count(&self, shared: &Workspace) -> usize {
        self.options(shared).len()
    }

    fn by_digit(&self) -> bool {
        self.said.question() != Question::Agree
    }

    fn choose(&mut self, shared: &mut Workspace, place: usize) -> Vec<Effect> {
        match self.said.question() {
            Question::Status => {
                let Some(name) = STATUSES.get(place) else {
                    return Vec::new();
                };
                if let Some(refusal) = self.cannot_be(shared, *name) {
                    self.answering.refusal = Some(refusal);
                    return Vec::new();
                }
                self.said.name = Some(*name);
                if *name == StatusName::EnrolledByMistake {
                    self.said.day = Some(shared.today());
                }
                if *name == StatusName::ScreenFailure {
                    self.said.criteria = not_met(shared);
                }
            }
            Question::Cause => self.said.cause = Cause::ALL.get(place).copied(),
            Question::By => self.said.by = WithdrawnBy::ALL.get(place).copied(),
            Question::Data => self.said.data = DataUse::ALL.get(place).copied(),
            Question::Event => {
                let record = shared.open.record.as_ref();
                let events = record.map_or_else(Vec::new, events);
                let row = events.get(place).map(|event| event.row);
                if row.is_some() || place == events.len() {
                    self.said.event = Some(row.map(|row| row_id(ADVERSE_EVENT, row)));
                }
            }
            Question::Agree if place == 0 => return self.say(shared),
            Question::Agree => {
                self.go_back(shared);
                return Vec::new();
            }
            Question::Attempts | Question::Day | Question::Words => {}
        }
        self.begin(shared);
        Vec::new()
    }

    fn take(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let text = self.answering.line.text().trim().to_owned();
        match self.said.question() {
            Question::Attempts => {
                let attempts = text.parse().ok();
                let attempts = attempts.filter(|given| (1..=MOST_ATTEMPTS).contains(given));
                if attempts.is_none() {
                    self.answering.refusal = Some(shared.language.attempts_are(MOST_ATTEMPTS));
                    return Vec::new();
                }
                self.said.attempts = attempts;
            }
            Question::Day => {
                let today = shared.today();
                let day = match text.is_empty() {
                    true => Ok(today),
                    false => typing::whole_date(&text, today),
                };
                match day {
                    Ok(day) => self.said.day = Some(day),
                    Err(refusal) => {
                        self.answering.refusal = Some(shared.language.refused_text(&refusal));
                        return Vec::new();
                    }
                }
            }
            Question::Words => {
                let status = self.said.status();
                let needed = status.is_some_and(|status| status.needs_words());
                if text.is_empty() && needed {
                    self.answering.refusal = Some(shared.language.status_needs_words().to_owned());
                    return Vec::new();
                }
                if !text.is_empty() && shared.is_reason_unfit(&self.answering.line, TEXT) {
                    return Vec::new();
                }
                self.said.words = Some(text);
            }
            Question::Status
            | Question::Cause
            | Question::By
            | Question::Data
            | Question::Event
            | Question::Agree => return Vec::new(),
        }
        self.begin(shared);
        Vec::new()
    }

    fn go_back(&mut self, shared: &mut Workspace) {
        let (day, words) = (self.said.day, self.said.words.clone());
        let attempts = self.said.attempts;
        let Some(question) = self.said.take_back() else {
            shared.notice = Some(Notice::info(shared.language.nothing_said()));
            return shared.close();
        };
        self.begin(shared);
        let typed = match question {
            Question::Day => day.map(|day| day.to_string()),
            Question::Words => words,
            Question::Attempts => attempts.map(|attempts| attempts.to_string()),
            Question::Status
            | Question::Cause
            | Question::By
            | Question::Data
            | Question::Event
            | Question::Agree => None,
        };
        self.answering.line = Line::new(&typed.unwrap_or_default());
    }
}
