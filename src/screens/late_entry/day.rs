//! The day of a visit: asked before it is begun, and changed afterwards with a reason, after what will change is shown.

use crate::domain::base::ids::VisitId;
use crate::domain::forms::engine::typing;
use crate::domain::record::event::Event;
use crate::domain::rules::{self, Refusal};
use crate::domain::study::Reason;
use crate::domain::views::day_change;
use crate::screens::effect::Effect;
use crate::screens::late_entry::state::LateStep;
use crate::screens::picker::state::Purpose;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use chrono::NaiveDate;

impl Workspace {
    /// Returns whether the user may say on which day a visit is held.
    pub(crate) fn may_date(&self, visit: &VisitId) -> bool {
        self.may_enter() && self.lock_over(Some(visit), None).is_none()
    }

    /// Asks on which day a visit is held: the one on which it begins, or another one than it has.
    pub(crate) fn ask_day(&mut self, visit: VisitId) {
        if self.only_reads() {
            return;
        }
        if let Some(words) = self.lock_over(Some(&visit), None) {
            self.notice = Some(Notice::warn(words));
            return;
        }
        match self.session(&visit).is_some() {
            true => self.ask_late_step(visit, false, LateStep::NewDay),
            false => self.ask_late(visit, false),
        }
    }

    /// Returns a sentence about a day outside the window of a visit that is not begun; none within it, or where the window
    /// is not known.
    pub(super) fn outside_window(&self, visit: &VisitId, day: NaiveDate) -> Option<String> {
        let is_begun = self.session(visit).is_some();
        let plan = self.plan();
        let planned = plan.iter().find(|planned| planned.visit == *visit)?;
        let is_outside = planned.has_known_window && !planned.covers(day) && !is_begun;
        let label = self.study.label_of_visit(visit);
        let window = (planned.from, planned.to);
        is_outside.then(|| self.language.day_outside_window(&label, day, window))
    }

    /// Reads another day for a visit, and asks why it is changed.
    pub(super) fn take_new_day(&mut self, visit: &VisitId, text: &str) -> Result<(), String> {
        let (now, today) = (self.now, self.today());
        let date = typing::whole_date(text, today)
            .map_err(|refusal| self.language.refused_text(&refusal))?;
        let record = self.open.record.as_ref();
        let Some((record, session)) = record.and_then(|record| {
            let session = record.session(visit.as_str())?;
            Some((record, session))
        }) else {
            return Ok(());
        };
        let before = session.date;
        rules::check_dated(&self.study, record, visit, (before, date), today)
            .map_err(|fault| self.language.refusal(&Refusal::from(fault)))?;
        let effects = day_change::effects(&self.study, record, visit, date, now.naive_local());
        let effects = effects
            .iter()
            .map(|effect| self.language.day_effect(effect));
        let label = self.study.label_of_visit(visit);
        let mut words = vec![self.language.day_change(&label, before, date)];
        words.extend(effects);
        self.close();
        self.ask(Purpose::NewDay {
            visit: visit.clone(),
            days: (before, date),
            words,
        });
        Ok(())
    }

    /// Takes the reason that was chosen; one that needs words asks for them first.
    pub(crate) fn new_day_because(
        &mut self,
        visit: VisitId,
        days: (NaiveDate, NaiveDate),
        reason: Reason,
    ) -> Vec<Effect> {
        if reason.needs_text {
            let step = LateStep::NewDayWords(days, reason.code);
            self.ask_late_step(visit, false, step);
            return Vec::new();
        }
        self.change_day(visit, days, reason.label)
    }

    /// Sends the change of the day of a visit.
    pub(super) fn change_day(
        &mut self,
        visit: VisitId,
        (before, date): (NaiveDate, NaiveDate),
        reason: String,
    ) -> Vec<Effect> {
        let Some(record) = &self.open.record else {
            return Vec::new();
        };
        let participant = record.participant.id.clone();
        self.forget_day_words(&participant, &visit);
        let dated = Event::SessionDated {
            participant,
            visit,
            before,
            date,
        };
        self.append_because(vec![dated], Some(reason))
    }
}
