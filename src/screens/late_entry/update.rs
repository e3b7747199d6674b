//! Late entry: a visit entered from paper, observed at another time than it is typed.
//!
//! Day, time and reason are asked for once; every request about that visit then carries them, until the visit is
//! left. When it was stored is for the owner alone.

use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::forms::engine::typing;
use crate::domain::record::event::Event;
use crate::domain::rules::text_limits::TEXT;
use crate::domain::study::Reason;
use crate::domain::study::schedule;
use crate::input::action::Action;
use crate::input::action::Context;
use crate::input::line::Line;
use crate::screens::app::Effect;
use crate::screens::picker::state::{Purpose, edit_line};
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::steps::Step;
use crate::screens::text_limit::behind;
use crate::screens::workspace::{Model, Notice, Workspace, visit_in};
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
pub enum LateStep {
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
    pub step: LateStep,
    /// What is typed.
    pub line: Line,
    /// Why that is not taken.
    pub refusal: Option<String>,
}

impl Workspace {
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

impl Model {
    /// Ends the late entry when its visit is no longer open, also not beneath a jump to another visit.
    pub(crate) fn end_late(&mut self) {
        let stays = |late: &LateEntry| {
            let who = self
                .shared
                .record
                .as_ref()
                .map(|record| &record.participant.id);
            let mut visits = self.layers.iter().filter_map(visit_in);
            visits.any(|visit| *visit == late.visit) && who == Some(&late.participant)
        };
        if !self.shared.late.as_ref().is_some_and(stays) {
            self.shared.late = None;
        }
    }
}

impl Workspace {
    /// Asks when a visit was observed; `opens` when it is opened with the answer.
    pub(crate) fn ask_late(&mut self, visit: VisitId, opens: bool) {
        if !self.only_reads() {
            self.ask_late_step(visit, opens, LateStep::Day);
        }
    }

    fn ask_late_step(&mut self, visit: VisitId, opens: bool, step: LateStep) {
        self.open(Layer::Late(Box::new(LateAsk {
            visit,
            opens,
            step,
            line: Line::default(),
            refusal: None,
        })));
    }

    /// Takes the reason that was chosen; one that needs words asks for them first.
    pub(crate) fn late_because(
        &mut self,
        visit: VisitId,
        observed_at: DateTime<FixedOffset>,
        reason: Reason,
        opens: bool,
    ) {
        if reason.needs_text {
            let step = LateStep::Words(observed_at, reason.code);
            return self.ask_late_step(visit, opens, step);
        }
        self.enter_late(visit, observed_at, reason.label, opens);
    }

    fn enter_late(
        &mut self,
        visit: VisitId,
        observed_at: DateTime<FixedOffset>,
        reason: String,
        opens: bool,
    ) {
        let Some(record) = &self.record else { return };
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
            self.steps.push(Step::OpenVisit(visit));
        }
    }
}

impl LateAsk {
    /// Returns the most characters that are stored of what is typed.
    fn most(&self) -> usize {
        match &self.step {
            LateStep::Words(_, code) => behind(code),
            LateStep::Day | LateStep::Time(_) => TEXT,
        }
    }

    /// Takes what is typed and asks what comes next, or says why it is not taken.
    fn take(&mut self, shared: &mut Workspace) -> Result<(), String> {
        let text = self.line.text().trim().to_owned();
        match &self.step {
            LateStep::Day => {
                self.step = LateStep::Time(shared.late_day(&self.visit, &text)?);
                self.line = Line::default();
            }
            LateStep::Time(day) => {
                let observed_at = shared.late_time(*day, &text)?;
                shared.close();
                shared.ask(Purpose::Late {
                    visit: self.visit.clone(),
                    observed_at,
                    opens: self.opens,
                });
            }
            LateStep::Words(..) if text.is_empty() => {
                return Err("This reason needs words.".to_owned());
            }
            LateStep::Words(observed_at, code) => {
                shared.close();
                let reason = format!("{code}: {text}");
                shared.enter_late(self.visit.clone(), *observed_at, reason, self.opens);
            }
        }
        Ok(())
    }
}

impl Screen for LateAsk {
    fn context(&self) -> Context {
        Context::Line
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        if edit_line(&mut self.line, action) {
            self.refusal = None;
            return Vec::new();
        }
        match action {
            Action::Next | Action::Open => self.refusal = self.take(shared).err(),
            Action::Back => shared.close(),
            _ => {}
        }
        Vec::new()
    }

    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        self.refusal = None;
        let most = self.most();
        shared.type_words(&mut self.line, most, c);
        Some(Vec::new())
    }

    fn backspace(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        self.act(shared, Action::DeleteBack)
    }

    fn paste(&mut self, shared: &mut Workspace, text: &str) -> Vec<Effect> {
        self.refusal = None;
        let most = self.most();
        shared.paste_words(&mut self.line, most, text);
        Vec::new()
    }

    fn reads_keys_alone(&self) -> bool {
        false
    }

    fn covers(&self) -> bool {
        false
    }

    fn hints(&self, _shared: &Workspace) -> Vec<Action> {
        vec![Action::Back]
    }
}
