//! The logs on the screen: the rows of one of them, the way into a row and to a new one.
//!
//! A row is an ordinary form in the session of the logs; a new one is in the record once something is typed in it.

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::course::eligibility::judge;
use crate::domain::course::facts::{Fact, Said, facts};
use crate::domain::course::table::Line;
use crate::domain::course::totals::LogSummary;
use crate::domain::course::{ADVERSE_EVENT, EVENTS_ASKED, asks_events, events, table, totals};
use crate::domain::forms::engine::instrument::{Instrument, Kept};
use crate::domain::forms::events_asked;
use crate::domain::record::event::Event;
use crate::domain::record::rows;
use crate::domain::record::rows::{SESSION, next_row, row_id};
use crate::input::action::{Action, Context};
use crate::screens::cursor::moved;
use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::logs::state::LogState;
use crate::screens::screen::Screen;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::step::Step;
use std::borrow::Cow;

impl Workspace {
    /// Returns what is kept of the open participant beside the visits.
    pub fn kept_beside(&self) -> Vec<LogSummary> {
        let now = self.now.naive_local();
        let record = self.open.record.as_ref();
        record.map_or_else(Vec::new, |record| {
            totals::log_summaries(&self.study, record, now)
        })
    }

    /// Returns whether anything is kept of the open participant beside the visits.
    pub(crate) fn keeps_beside(&self) -> bool {
        let study = &self.study;
        self.open.record.is_some()
            && (study.eligibility().is_some()
                || study.logs().next().is_some()
                || !self.kept_beside().is_empty())
    }

    /// Returns the rows of a log of the open participant, in the order of the table.
    pub fn log_lines(&self, form: &FormId) -> Vec<Line> {
        let found = || {
            let form = self.study.known_form(form.as_str())?;
            Some(table::lines(&self.study, self.open.record.as_ref()?, form))
        };
        found().unwrap_or_default()
    }

    /// Returns whether the study keeps adverse events, which each visit brings up.
    pub(crate) fn keeps_events(&self) -> bool {
        let mut logs = self.study.logs();
        logs.any(|form| form.id.as_str() == ADVERSE_EVENT)
    }

    /// Returns whether a form says that the log of adverse events has something new or changed: Enter at its end goes on
    /// there.
    pub(crate) fn goes_on_in_events(&self, visit: &VisitId, form: &FormId) -> bool {
        let cells = self.cells(visit, form);
        let entered = cells.and_then(events_asked::answer) == Some(events_asked::ENTERED);
        entered && form.as_str() == EVENTS_ASKED && self.keeps_events()
    }

    /// Returns how many adverse events of the open participant go on.
    fn ongoing_events(&self) -> usize {
        let all = self.open.record.as_ref().map(events).unwrap_or_default();
        all.iter().filter(|event| event.is_ongoing()).count()
    }

    /// Returns what stands beside the title of a form of a visit: who answers it, or how many adverse events go on.
    pub fn beside_form(&self, form: &Instrument) -> String {
        match form.id.as_str() {
            EVENTS_ASKED => self.language.events_ongoing(self.ongoing_events()),
            _ => self.language.respondent(form.respondent).to_owned(),
        }
    }

    /// Returns the line of a visit that brings up the adverse events: how many go on, and whether somebody has
    /// looked at them in this visit; none in a study without them, and where a form of the visit asks about them.
    pub fn events_line(&self, visit: &VisitId) -> Option<(usize, bool)> {
        let asks = asks_events(self.study_at(visit.as_str()), visit.as_str());
        if self.open.record.is_none() || asks || !self.keeps_events() {
            return None;
        }
        let ongoing = self.ongoing_events();
        let shown = self.session(visit).is_some_and(|session| {
            let mut shown = session.shown.iter();
            shown.any(|form| form.as_str() == ADVERSE_EVENT)
        });
        Some((ongoing, shown))
    }

    /// Goes from the end of a form beside the visits to where it was opened.
    pub(crate) fn leave_kept(&mut self, id: &FormId) {
        let session = VisitId::new(SESSION);
        let empty = self.progress(&session, id).empty_required;
        let row = rows::split(id.as_str());
        if row.is_none() {
            let beside = self
                .kept_beside()
                .into_iter()
                .find(|beside| beside.form == *id);
            self.notice = beside
                .map(|beside| {
                    self.language
                        .kept_form_left(&beside.title, &self.language.fact(&beside.state.said))
                })
                .map(Notice::info);
        } else if let Some((_, number)) = row {
            let in_error = self.cells(&session, id).is_some_and(rows::is_in_error);
            self.notice = Some(match empty {
                0 if in_error => Notice::info(self.language.row_in_error(number, true, 0)),
                0 => Notice::info(self.language.row_complete(number)),
                empty => Notice::warn(self.language.row_incomplete(number, empty)),
            });
        }
    }
}

impl Workspace {
    /// Returns what follows from a form beside the visits, with what is being typed taken as its answer.
    pub fn facts_of(&self, form: &FormState) -> Vec<Fact> {
        let visit = form
            .visit
            .as_ref()
            .filter(|visit| visit.as_str() == SESSION);
        let (Some(visit), Some(record)) = (visit, &self.open.record) else {
            return Vec::new();
        };
        let mut record = Cow::Borrowed(record);
        if !form.line.is_empty()
            && let Some(session) = self.session_with_typed(visit, Some(form))
        {
            record.to_mut().sessions.insert(visit.clone(), session);
        }
        if rows::split(form.form.as_str()).is_some() {
            return facts(&self.study, &record, &form.form, self.now.naive_local());
        }
        judge(&self.study, &record).map_or_else(Vec::new, |judged| {
            let mut facts = vec![totals::eligible(&judged)];
            let class = judged.bohan_peter.map(Said::BohanPeter);
            let rate = judged.filtration.map(Said::Filtration);
            facts.extend(class.into_iter().chain(rate).map(Fact::plain));
            facts.extend(judged.reasons().into_iter().map(Fact::plain));
            facts
        })
    }
}

impl Workspace {
    /// Opens the adverse events at a visit, and records that they were looked at.
    pub(crate) fn open_events(&mut self, visit: &VisitId) -> Vec<Effect> {
        let done = self.events_line(visit).is_none_or(|(_, done)| done);
        self.steps
            .push(Step::OpenLog(FormId::from(ADVERSE_EVENT), None));
        if done || !self.may_enter() || self.session(visit).is_none() {
            return Vec::new();
        }
        let Some(participant) = self.open.record.as_ref().map(|r| r.participant.id.clone()) else {
            return Vec::new();
        };
        self.append(vec![Event::Shown {
            participant,
            visit: visit.clone(),
            form: FormId::from(ADVERSE_EVENT),
            withheld: false,
        }])
    }

    /// Opens what is kept beside the visits: a log, or a form that is there once.
    pub(crate) fn open_kept(&mut self, form: FormId) {
        match self.study.known_form(form.as_str()).map(|form| form.kept) {
            Some(Kept::Rows) => self.steps.push(Step::OpenLog(form, None)),
            Some(Kept::Once) => self.steps.push(Step::OpenKept(form)),
            Some(Kept::Visits) | None => {}
        }
    }
}

impl LogState {
    fn begin_row(&self, shared: &mut Workspace) {
        if shared.only_reads() {
            return;
        }
        if let Some(words) = shared.removed_words(&VisitId::new(SESSION), Some(&self.form)) {
            shared.notice = Some(Notice::warn(words));
            return;
        }
        if let Some(record) = &shared.open.record {
            let row = row_id(self.form.as_str(), next_row(record, self.form.as_str()));
            shared.steps.push(Step::OpenKept(row));
        }
    }
}

impl Screen for LogState {
    fn context(&self) -> Context {
        Context::List
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let lines = shared.log_lines(&self.form);
        let cursor = self.cursor(&lines);
        let page = usize::from(shared.size.1 / 3).max(1);
        if let Some(to) = moved(cursor, lines.len(), page, action) {
            self.row = lines.get(to).map(|line| line.number);
            return Vec::new();
        }
        match action {
            Action::Open => match lines.get(cursor) {
                Some(line) => shared.steps.push(Step::OpenKept(line.id.clone())),
                None => self.begin_row(shared),
            },
            Action::New => self.begin_row(shared),
            Action::InError if shared.only_reads() => {}
            Action::InError => match lines.get(cursor) {
                Some(line) => {
                    shared.steps.push(Step::OpenKept(line.id.clone()));
                    shared.steps.push(Step::InError);
                }
                None => shared.notice = Some(Notice::info(shared.language.no_row_yet())),
            },
            Action::Change => shared.no_change(),
            Action::Back => shared.close(),
            _ => shared.refuse_key(),
        }
        Vec::new()
    }

    /// Opens the row of a digit.
    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        let number = c.to_digit(10).filter(|number| *number > 0)?;
        let lines = shared.log_lines(&self.form);
        match lines.iter().find(|line| line.number == number) {
            Some(line) => {
                self.row = Some(number);
                shared.steps.push(Step::OpenKept(line.id.clone()));
                shared.steps.push(Step::WentOn);
            }
            None => shared.notice = Some(Notice::info(shared.language.no_such_row(number))),
        }
        Some(Vec::new())
    }
}
