//! Asks what a participant gets beside the schedule, and begins or says it.

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::forms::engine::typing;
use crate::domain::record::event::Event;
use crate::domain::rules::text_limits::TEXT;
use crate::domain::rules::{ContentFault, Refusal, check_begun, check_consent, check_unscheduled};
use crate::domain::study::unplanned::{EARLY_END, next_unscheduled};
use crate::input::line::Line;
use crate::screens::addition::state::{Addition, AdditionState, Question};
use crate::screens::answering::Answering;
use crate::screens::asking::Asks;
use crate::screens::effect::Effect;
use crate::screens::late_entry::state::LateStep;
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::step::Step;
use crate::screens::workspace::words::addition_words;
use chrono::NaiveDate;

impl Workspace {
    /// Asks what the open participant gets beside the schedule.
    pub(crate) fn ask_addition(&mut self) {
        if self.only_reads() || self.open.record.is_none() {
            return;
        }
        self.open(Layer::Addition(AdditionState::default()));
    }
}

impl AdditionState {
    pub(super) fn renews_consent(&self) -> bool {
        self.what == Some(Addition::Consent)
    }

    /// Returns the forms that an unscheduled visit of today may ask.
    fn all_forms(shared: &Workspace) -> &[FormId] {
        let version = shared.study.begun_on(shared.today());
        let visit = Self::next(shared).and_then(|visit| version.visit(visit.as_str()));
        visit.map_or(&[][..], |visit| &visit.forms)
    }

    fn next(shared: &Workspace) -> Option<VisitId> {
        next_unscheduled(&shared.study, shared.open.record.as_ref()?)
    }

    pub(super) fn title(&self, shared: &Workspace, form: &FormId) -> String {
        let known = shared.study.known_form(form.as_str());
        known.map_or_else(|| form.to_string(), |known| known.title.clone())
    }

    /// Returns the lines to choose from, in words.
    pub(super) fn options(&self, shared: &Workspace) -> Vec<String> {
        let language = shared.language;
        match self.question() {
            Question::Which => Addition::ALL
                .map(|what| language.addition(what).to_owned())
                .into(),
            Question::Forms => {
                let forms = Self::all_forms(shared).iter().map(|form| {
                    let mark = if self.forms.contains(form) { "x" } else { " " };
                    format!("[{mark}] {}", self.title(shared, form))
                });
                let end = language.these_forms(self.forms.len());
                forms.chain(std::iter::once(end)).collect()
            }
            Question::Words(_) | Question::Day(_) => Vec::new(),
        }
    }

    /// Begins the question that is asked now.
    fn begin(&mut self, shared: &mut Workspace) {
        self.answering = Answering::default();
        if let (Question::Words(what), Some(id)) = (self.question(), shared.open.id().cloned()) {
            self.answering.line = shared.line_of_words(&addition_words(&id, what));
        }
    }

    fn refuse(&mut self, shared: &Workspace, fault: ContentFault) {
        self.answering.refusal = Some(shared.language.refusal(&Refusal::from(fault)));
    }

    /// Takes what it is.
    fn choose_what(&mut self, shared: &mut Workspace, place: usize) {
        let Some(what) = Addition::ALL.get(place).copied() else {
            return;
        };
        let today = shared.today();
        let Some(record) = &shared.open.record else {
            return;
        };
        let visit = match what {
            Addition::Unscheduled => Self::next(shared),
            Addition::EarlyEnd => Some(VisitId::from(EARLY_END)),
            Addition::Consent => None,
        };
        match visit {
            None if what == Addition::Unscheduled => {
                self.answering.refusal = Some(shared.language.no_more_visits().to_owned());
                return;
            }
            None => {}
            // What is refused on any day is said before more is asked.
            Some(visit) if record.session(visit.as_str()).is_none() => {
                let judged = check_begun(&shared.study, record, &visit, today, today);
                if let Err(fault) = judged {
                    return self.refuse(shared, fault);
                }
            }
            Some(_) => {}
        }
        if what == Addition::EarlyEnd {
            shared.close();
            shared.steps.push(Step::OpenVisit(EARLY_END.into()));
            return;
        }
        self.what = Some(what);
        self.begin(shared);
    }

    /// Chooses a form, takes the choice back, or takes all that are chosen. The cursor goes on, so that a second Enter does
    /// not undo the first.
    fn choose_form(&mut self, shared: &mut Workspace, place: usize) {
        let all = Self::all_forms(shared);
        match all.get(place) {
            Some(form) => {
                let chosen = |known: &FormId| match known == form {
                    true => !self.forms.contains(form),
                    false => self.forms.contains(known),
                };
                self.forms = all.iter().filter(|known| chosen(known)).cloned().collect();
                self.answering.cursor = place + 1;
            }
            None if self.forms.is_empty() => {
                self.answering.refusal = Some(shared.language.choose_forms().to_owned());
            }
            None => {
                self.are_all = true;
                self.begin(shared);
            }
        }
    }

    /// Takes the day, and begins or says it.
    fn take_day(&mut self, shared: &mut Workspace, what: Addition) -> Vec<Effect> {
        let (text, today) = (self.answering.line.text().trim().to_owned(), shared.today());
        let day = match text.is_empty() {
            true => Ok(today),
            false => typing::whole_date(&text, today),
        };
        match day {
            Ok(day) => self.send(shared, what, day),
            Err(refusal) => {
                self.answering.refusal = Some(shared.language.refused_text(&refusal));
                Vec::new()
            }
        }
    }

    fn send(&mut self, shared: &mut Workspace, what: Addition, day: NaiveDate) -> Vec<Effect> {
        let today = shared.today();
        let (Some(record), Some(words)) = (&shared.open.record, self.words.clone()) else {
            return Vec::new();
        };
        let participant = record.participant.id.clone();
        let (event, visit, judged) = match (what, Self::next(shared)) {
            (Addition::Consent, _) => {
                let judged = check_consent(&shared.study, record, &words, day, today);
                let event = Event::ConsentRenewed {
                    participant: participant.clone(),
                    version: words.clone(),
                    day,
                };
                (event, None, judged)
            }
            (Addition::Unscheduled | Addition::EarlyEnd, Some(visit)) => {
                let forms = self.forms.clone();
                let wish = (&visit, words.as_str(), forms.as_slice());
                let judged = check_unscheduled(&shared.study, record, wish, day, today);
                let event = Event::UnscheduledBegun {
                    participant: participant.clone(),
                    visit: visit.clone(),
                    date: day,
                    words: words.clone(),
                    forms,
                };
                (event, Some(visit), judged)
            }
            (Addition::Unscheduled | Addition::EarlyEnd, None) => return Vec::new(),
        };
        if let Err(fault) = judged {
            self.refuse(shared, fault);
            return Vec::new();
        }
        let effects = shared.append(vec![event]);
        if effects.is_empty() {
            return effects;
        }
        shared.forget_words_at(&addition_words(&participant, what));
        shared.close();
        match visit {
            None => {
                let said = shared.language.consented(&words, day);
                shared.notice = Some(Notice::info(said));
            }
            Some(visit) if day == today => shared.steps.push(Step::OpenVisit(visit)),
            // What is entered at it was observed on that day.
            Some(visit) => shared.ask_late_step(visit, true, LateStep::Time(day)),
        }
        effects
    }
}

impl Asks for AdditionState {
    fn heading(&self, shared: &Workspace) -> &'static str {
        shared.language.beside_schedule()
    }

    fn answering(&mut self) -> &mut Answering {
        &mut self.answering
    }

    fn is_typed(&self) -> bool {
        match self.question() {
            Question::Words(_) | Question::Day(_) => true,
            Question::Which | Question::Forms => false,
        }
    }

    fn types_words(&self) -> bool {
        matches!(self.question(), Question::Words(_))
    }

    fn count(&self, shared: &Workspace) -> usize {
        self.options(shared).len()
    }

    fn by_digit(&self) -> bool {
        true
    }

    fn choose(&mut self, shared: &mut Workspace, place: usize) -> Vec<Effect> {
        match self.question() {
            Question::Which => self.choose_what(shared, place),
            Question::Forms => self.choose_form(shared, place),
            Question::Words(_) | Question::Day(_) => {}
        }
        Vec::new()
    }

    fn choose_by_digit(&mut self, shared: &mut Workspace, place: usize) -> Vec<Effect> {
        let marks = self.question() == Question::Forms;
        let effects = self.choose(shared, place);
        if marks && self.question() == Question::Forms {
            // Enter takes the forms that digits have marked.
            self.answering.cursor = Self::all_forms(shared).len();
        }
        effects
    }

    fn take(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        match self.question() {
            Question::Words(what) => {
                let text = self.answering.line.text().trim().to_owned();
                if text.is_empty() {
                    let words = shared.language.addition_needs_words(what);
                    self.answering.refusal = Some(words.to_owned());
                } else if what == Addition::Consent
                    || !shared.is_reason_unfit(&self.answering.line, TEXT)
                {
                    self.words = Some(text);
                    self.begin(shared);
                }
                Vec::new()
            }
            Question::Day(what) => self.take_day(shared, what),
            Question::Which | Question::Forms => Vec::new(),
        }
    }

    fn go_back(&mut self, shared: &mut Workspace) {
        match self.question() {
            Question::Which => shared.close(),
            Question::Words(_) => {
                self.what = None;
                self.begin(shared);
            }
            Question::Day(Addition::Unscheduled | Addition::EarlyEnd) if self.are_all => {
                self.are_all = false;
                self.begin(shared);
            }
            Question::Forms | Question::Day(_) => {
                let words = self.words.take();
                self.begin(shared);
                self.answering.line = Line::new(&words.unwrap_or_default());
            }
        }
    }
}
