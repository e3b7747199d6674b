//! Late entry: a visit entered from paper, observed at another time than it is typed.
//!
//! Day, time and reason are asked for once; every request about that visit then carries them, until the visit is
//! left. When it was stored is for the owner alone.

use crate::domain::base::ids::VisitId;
use crate::domain::forms::engine::typing;
use crate::domain::record::event::Event;
use crate::domain::rules::text_limits::TEXT;
use crate::domain::rules::{self, Refusal};
use crate::domain::study::{Reason, schedule};
use crate::input::action::{Action, Context};
use crate::input::line::Line;
use crate::screens::effect::Effect;
use crate::screens::late_entry::state::{LateAsk, LateEntry, LateStep};
use crate::screens::line_edit::edit_line;
use crate::screens::picker::state::{Picker, Purpose};
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::text_limit::behind;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::step::Step;
use crate::screens::workspace::words::late_words;
use crate::screens::workspace::words::typed_at;
use chrono::{DateTime, FixedOffset, NaiveDate};

impl Workspace {
    /// Reads the day of observation: a whole one, not in the future, not before enrolment, and in the order of the
    /// visits. Where the visit begins with it, it is held to what the owner asks of a beginning.
    fn late_day(&self, visit: &VisitId, text: &str) -> Result<NaiveDate, String> {
        let today = self.today();
        let day = typing::whole_date(text, today)
            .map_err(|refusal| self.language.refused_text(&refusal))?;
        let Some(record) = &self.open.record else {
            return Ok(day);
        };
        let who = &record.participant;
        if day < who.enrolled_on {
            return Err(self.language.before_enrolment(&who.id, who.enrolled_on));
        }
        if record.session(visit.as_str()).is_none() {
            let begins = rules::check_begun(&self.study, record, visit, day, today);
            return match begins {
                Ok(()) => Ok(day),
                Err(fault) => Err(self.language.refusal(&Refusal::from(fault))),
            };
        }
        let out = schedule::out_of_order(&self.study, record, visit, day);
        out.map_or(Ok(day), |out| Err(self.language.out_of_order(&out)))
    }

    /// Reads the time of a day, by the clock of that day, not in the future.
    fn late_time(&self, day: NaiveDate, text: &str) -> Result<DateTime<FixedOffset>, String> {
        let time =
            typing::time_of_day(text).map_err(|refusal| self.language.refused_text(&refusal))?;
        let Some(at) = self.moment(day.and_time(time)) else {
            return Err(self.language.no_such_time(day, time));
        };
        if at > self.now {
            return Err(self.language.in_the_future(day, text, self.now));
        }
        Ok(at)
    }

    /// Returns the late entry that events belong to.
    pub(crate) fn late_for(&self, events: &[Event]) -> Option<&LateEntry> {
        self.open.late.as_ref().filter(|late| {
            let about = |event: &Event| {
                let written = event.written().map(|(visit, _)| visit);
                written == Some(&late.visit) && event.participant() == Some(&late.participant)
            };
            events.iter().any(about)
        })
    }

    /// Returns the day of what is entered at a visit now.
    pub(crate) fn day_at(&self, visit: &str) -> NaiveDate {
        let late = self.open.late.as_ref();
        let late = late.filter(|late| late.visit.as_str() == visit);
        late.map_or_else(|| self.today(), |late| late.observed_at.date_naive())
    }
}

impl Workspace {
    /// Asks when a visit was observed; `opens` when it is opened with the answer.
    pub(crate) fn ask_late(&mut self, visit: VisitId, opens: bool) {
        if !self.only_reads() {
            self.ask_late_step(visit, opens, LateStep::Day);
        }
    }

    pub(crate) fn ask_late_step(&mut self, visit: VisitId, opens: bool, step: LateStep) {
        let (line, from_before) = self.late_line(&visit, &step);
        self.open(Layer::Late(LateAsk {
            visit,
            opens,
            step,
            outside: None,
            line,
            from_before,
            refusal: None,
        }));
    }

    /// Returns the line of a step with what waits for it, and whether that is a day or a time.
    fn late_line(&mut self, visit: &VisitId, step: &LateStep) -> (Line, bool) {
        let Some(id) = self.open.id() else {
            return (Line::default(), false);
        };
        let line = self.line_of_words(&late_words(id, visit, step));
        let from_before = step.reads_words().is_none() && !line.text().is_empty();
        if from_before {
            self.notice = Some(Notice::info(self.language.day_typed_before()));
        }
        (line, from_before)
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
        let Some(record) = &self.open.record else {
            return;
        };
        let participant = record.participant.id.clone();
        self.forget_late_words(&participant, &visit);
        self.open.late = Some(LateEntry {
            participant,
            visit: visit.clone(),
            observed_at,
            reason,
        });
        self.notice = Some(Notice::info(self.language.all_counts_as_observed()));
        if opens {
            self.steps.push(Step::OpenVisit(visit));
        }
    }
}

impl LateAsk {
    /// Returns the most characters that are stored of what is typed.
    fn most(&self) -> usize {
        self.step.reads_words().map_or(TEXT, behind)
    }

    /// Lets a new character begin a new day or time where one from before stands.
    fn begin_anew(&mut self) {
        if std::mem::take(&mut self.from_before) {
            self.line = Line::default();
        }
    }

    /// Returns whether Enter alone means today: on the page of a visit that is not begun.
    pub(super) fn is_today_by_enter(&self, shared: &Workspace) -> bool {
        !self.opens && shared.session(&self.visit).is_none()
    }

    /// Takes what is typed and asks what comes next, or says why it is not taken.
    fn take(&mut self, shared: &mut Workspace) -> Result<Vec<Effect>, String> {
        let text = self.line.text().trim().to_owned();
        match &self.step {
            LateStep::Day if text.is_empty() && self.is_today_by_enter(shared) => {
                shared.open.late = None;
                shared.close();
            }
            LateStep::Day => {
                let day = shared.late_day(&self.visit, &text)?;
                let outside = shared.outside_window(&self.visit, day);
                if let Some(sentence) = outside.filter(|_| self.outside != Some(day)) {
                    self.outside = Some(day);
                    return Err(sentence);
                }
                self.step = LateStep::Time(day);
                (self.line, self.from_before) = shared.late_line(&self.visit, &self.step);
            }
            LateStep::NewDay if text.is_empty() => shared.close(),
            LateStep::NewDay => shared.take_new_day(&self.visit, &text)?,
            LateStep::Words(..) | LateStep::NewDayWords(..) if text.is_empty() => {
                return Err(shared.language.needs_words(false).to_owned());
            }
            // The notice says why.
            LateStep::Words(..) | LateStep::NewDayWords(..)
                if shared.is_reason_unfit(&self.line, self.most()) => {}
            LateStep::NewDayWords(days, code) => {
                shared.close();
                let reason = format!("{code}: {text}");
                return Ok(shared.change_day(self.visit.clone(), *days, reason));
            }
            LateStep::Time(day) => {
                let observed_at = shared.late_time(*day, &text)?;
                shared.close();
                let asked = Purpose::Late {
                    visit: self.visit.clone(),
                    observed_at,
                    opens: self.opens,
                };
                let picker =
                    Picker::new(asked, shared.study_at(self.visit.as_str()), shared.language);
                shared.open(Layer::Picker(picker));
            }
            LateStep::Words(observed_at, code) => {
                shared.close();
                let reason = format!("{code}: {text}");
                shared.enter_late(self.visit.clone(), *observed_at, reason, self.opens);
            }
        }
        Ok(Vec::new())
    }
}

impl Screen for LateAsk {
    fn context(&self) -> Context {
        Context::Line
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        if edit_line(&mut self.line, action) {
            self.from_before = false;
            self.refusal = None;
            return Vec::new();
        }
        match action {
            Action::Next | Action::Open => match self.take(shared) {
                Ok(effects) => {
                    self.refusal = None;
                    return effects;
                }
                // As in a form: Enter on a day or a time that was just refused takes it away.
                Err(_) if self.refusal.is_some() && self.step.reads_words().is_none() => {
                    self.refusal = None;
                    let line = std::mem::take(&mut self.line);
                    let words = shared.language.day_taken_away(line.text());
                    shared.notice = Some(Notice::info(words));
                }
                Err(refusal) => self.refusal = Some(refusal),
            },
            Action::Back => {
                if !self.line.text().is_empty() {
                    let words = shared.language.words_wait(&typed_at(&self.step));
                    shared.notice = Some(Notice::info(words));
                }
                shared.close();
            }
            _ => {}
        }
        Vec::new()
    }

    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        self.refusal = None;
        self.begin_anew();
        let most = self.most();
        shared.type_words(&mut self.line, most, c);
        Some(Vec::new())
    }

    fn backspace(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        self.act(shared, Action::DeleteBack)
    }

    fn paste(&mut self, shared: &mut Workspace, text: &str) -> Vec<Effect> {
        self.refusal = None;
        self.begin_anew();
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
}
