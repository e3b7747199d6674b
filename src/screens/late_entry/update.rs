//! Late entry: a visit entered from paper, observed at another time than it is typed.
//!
//! Day, time and reason are asked for once; every request about that visit then carries them, until the visit is
//! left. When it was stored is for the owner alone.

use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::forms::engine::typing;
use crate::domain::record::event::Event;
use crate::domain::study::Reason;
use crate::domain::study::schedule;
use crate::input::action::Action;
use crate::input::line::Line;
use crate::screens::app::Effect;
use crate::screens::picker::state::{Purpose, edit_line};
use crate::screens::session::{Model, Notice, visit_in};
use crate::screens::stack::Layer;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

/// A visit that is being entered late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateEntry {
    /// The participant.
    pub participant: ParticipantId,
    /// The visit.
    pub visit: VisitId,
    /// When it was observed.
    pub observed_at: DateTime<FixedOffset>,
    /// Why it is entered late.
    pub reason: String,
}

impl LateEntry {
    /// Returns it as a line of its own.
    pub fn words(&self) -> String {
        format!(
            "Late entry: observed {}, {}",
            self.observed_at.format("%Y-%m-%d %H:%M"),
            self.reason
        )
    }
}

/// What is being asked of a late entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The day of observation.
    Day,
    /// The time of that day.
    Time(NaiveDate),
    /// The words of a reason that needs them: its code.
    Words(DateTime<FixedOffset>, String),
}

/// A question of a late entry on the screen.
#[derive(Clone, Debug)]
pub struct LateAsk {
    /// The visit.
    pub visit: VisitId,
    /// Whether the visit is opened with the answer.
    pub(crate) opens: bool,
    /// What is asked.
    pub step: Step,
    /// What is typed.
    pub line: Line,
    /// Why that is not taken.
    pub refusal: Option<String>,
}

impl Model {
    /// Asks when a visit was observed; `opens` when it is opened with the answer.
    pub(crate) fn ask_late(&mut self, visit: VisitId, opens: bool) -> Vec<Effect> {
        if self.only_reads() {
            return Vec::new();
        }
        self.ask_late_step(visit, opens, Step::Day)
    }

    fn ask_late_step(&mut self, visit: VisitId, opens: bool, step: Step) -> Vec<Effect> {
        self.layers.push(Layer::Late(Box::new(LateAsk {
            visit,
            opens,
            step,
            line: Line::default(),
            refusal: None,
        })));
        Vec::new()
    }

    /// Asks for a late entry of the visit under the cursor, or of the one that is open.
    pub(crate) fn late_here(&mut self) -> Vec<Effect> {
        match self.layers.last() {
            Some(Layer::Visit(forms)) => {
                let visit = forms.visit.clone();
                self.ask_late(visit, false)
            }
            Some(Layer::Participant(visits)) => {
                let visit = self.study.protocol.visits.get(visits.cursor);
                let Some((id, label)) = visit.map(|v| (v.id.clone(), v.label.clone())) else {
                    return Vec::new();
                };
                if self.may_enter() && self.is_held_back(&id, &label) {
                    return Vec::new();
                }
                self.ask_late(id, true)
            }
            _ => Vec::new(),
        }
    }

    pub(crate) fn act_late(&mut self, action: Action) -> Vec<Effect> {
        let Some(Layer::Late(ask)) = self.layers.last_mut() else {
            return Vec::new();
        };
        if edit_line(&mut ask.line, action) {
            ask.refusal = None;
            return Vec::new();
        }
        match action {
            Action::Next | Action::Open => self.take_late(),
            Action::Back => {
                self.close();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Takes what is typed and asks what comes next, or says why it is not taken.
    fn take_late(&mut self) -> Vec<Effect> {
        let Some(Layer::Late(ask)) = self.layers.last() else {
            return Vec::new();
        };
        let (visit, opens) = (ask.visit.clone(), ask.opens);
        let text = ask.line.text().trim().to_owned();
        let next = match &ask.step {
            Step::Day => self.late_day(&visit, &text).map(Step::Time),
            Step::Time(day) => match self.late_time(*day, &text) {
                Ok(observed_at) => {
                    self.layers.pop();
                    self.ask(Purpose::Late {
                        visit,
                        observed_at,
                        opens,
                    });
                    return Vec::new();
                }
                Err(refusal) => Err(refusal),
            },
            Step::Words(..) if text.is_empty() => Err("This reason needs words.".to_owned()),
            Step::Words(observed_at, code) => {
                let (observed_at, reason) = (*observed_at, format!("{code}: {text}"));
                self.layers.pop();
                return self.enter_late(visit, observed_at, reason, opens);
            }
        };
        match next {
            Ok(step) => {
                self.layers.pop();
                return self.ask_late_step(visit, opens, step);
            }
            Err(refusal) => {
                if let Some(Layer::Late(ask)) = self.layers.last_mut() {
                    ask.refusal = Some(refusal);
                }
            }
        }
        Vec::new()
    }

    /// Reads the day of observation: a whole one, not in the future, not before enrolment, and in the order of the
    /// visits.
    fn late_day(&self, visit: &VisitId, text: &str) -> Result<NaiveDate, String> {
        let today = self.today();
        let day = typing::whole_date(text, today)?;
        let enrolled = self.record.as_ref().map(|record| &record.participant);
        match enrolled {
            Some(who) if day < who.enrolled_on => Err(format!(
                "{} was enrolled on {}; nothing was observed before.",
                who.id, who.enrolled_on
            )),
            _ => {
                let out = self.record.as_ref();
                let out = out.and_then(|r| schedule::out_of_order(&self.study, r, visit, day));
                out.map_or(Ok(day), Err)
            }
        }
    }

    /// Reads the time of a day, by the clock of that day, not in the future.
    fn late_time(&self, day: NaiveDate, text: &str) -> Result<DateTime<FixedOffset>, String> {
        let time = typing::time_of_day(text)?;
        let Some(at) = self.moment(day.and_time(time)) else {
            return Err(format!(
                "There was no {} on {day}: the clock was set forward past it.",
                time.format("%H:%M")
            ));
        };
        if at > self.now {
            return Err(format!(
                "{day} {text} is in the future; it is {} now.",
                self.now.format("%H:%M")
            ));
        }
        Ok(at)
    }

    /// Takes the reason that was chosen; one that needs words asks for them first.
    pub(crate) fn late_because(
        &mut self,
        visit: VisitId,
        observed_at: DateTime<FixedOffset>,
        reason: Reason,
        opens: bool,
    ) -> Vec<Effect> {
        if reason.needs_text {
            return self.ask_late_step(visit, opens, Step::Words(observed_at, reason.code));
        }
        self.enter_late(visit, observed_at, reason.label, opens)
    }

    fn enter_late(
        &mut self,
        visit: VisitId,
        observed_at: DateTime<FixedOffset>,
        reason: String,
        opens: bool,
    ) -> Vec<Effect> {
        let Some(record) = &self.record else {
            return Vec::new();
        };
        self.late = Some(LateEntry {
            participant: record.participant.id.clone(),
            visit: visit.clone(),
            observed_at,
            reason,
        });
        self.notice = Some(Notice::info(
            "All of it counts as observed then, until you leave the visit.",
        ));
        if opens {
            return self.open_visit_layer(visit);
        }
        Vec::new()
    }

    /// Ends the late entry when its visit is no longer open, also not beneath a jump to another visit.
    pub(crate) fn end_late(&mut self) {
        let stays = |late: &LateEntry| {
            let who = self.record.as_ref().map(|record| &record.participant.id);
            let mut visits = self.layers.iter().filter_map(visit_in);
            visits.any(|visit| *visit == late.visit) && who == Some(&late.participant)
        };
        if !self.late.as_ref().is_some_and(stays) {
            self.late = None;
        }
    }

    /// Returns the late entry that events belong to.
    pub(crate) fn late_for(&self, events: &[Event]) -> Option<&LateEntry> {
        self.late.as_ref().filter(|late| {
            let about = |event: &Event| {
                let written = event.written().map(|(visit, _)| visit);
                written == Some(&late.visit) && event.participant() == Some(&late.participant)
            };
            events.iter().any(about)
        })
    }

    /// Returns the day of what is entered at a visit now.
    pub(crate) fn day_at(&self, visit: &VisitId) -> NaiveDate {
        let late = self.late.as_ref().filter(|late| late.visit == *visit);
        late.map_or_else(|| self.today(), |late| late.observed_at.date_naive())
    }
}
