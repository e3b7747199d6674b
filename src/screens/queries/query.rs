//! A query on a field: asked, answered, settled. Which steps there are depends on where it stands and on the role.

use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::query::{Query, Step};
use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::picker::state::{Purpose, WordsFor};
use crate::screens::queries::state::Choice;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::text::screens::drafts::TypedFor;

impl Workspace {
    /// Returns whether a role of the user allows an event.
    pub(crate) fn may(&self, event: &Event) -> bool {
        let allowed = crate::domain::rules::who::allowed(event);
        self.account.roles.iter().any(|role| allowed.contains(role))
    }

    /// Returns the queries on a field of the open participant.
    pub fn queries_on(&self, place: &FieldPath) -> &[Query] {
        let cells = self.cells(&place.visit, &place.form);
        let cell = cells.and_then(|cells| cells.get(&place.field));
        cell.map_or(&[], |cell| cell.queries.as_slice())
    }
}

impl FormState {
    /// Asks about the focused field, or takes a step in what was asked about it.
    pub(crate) fn query_here(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let place = self.place_of(shared, &self.focus);
        match place.filter(|_| self.visit.is_some()) {
            Some(place) => shared.query(place),
            None => {
                shared.notice = Some(Notice::warn(shared.language.no_query_on_enrolment()));
                Vec::new()
            }
        }
    }
}

impl Workspace {
    /// Asks about a field, or takes a step in what was asked about it.
    pub(crate) fn query(&mut self, place: FieldPath) -> Vec<Effect> {
        if self.session(&place.visit).is_none() {
            self.notice = Some(Notice::warn(self.language.no_query_before_visit()));
            return Vec::new();
        }
        let mut choices: Vec<Choice> = Vec::new();
        // The newest first: it is the one that is talked about.
        for query in self.queries_on(&place).iter().rev() {
            for step in [Step::Answer, Step::Propose, Step::Close, Step::Reopen] {
                let takes = query.state.after(step).is_some() && query.id != 0;
                if takes && self.may(&queried(&place, query.id, step, "")) {
                    let words = self.language.query_step(step, query.state, &query.question);
                    choices.push((words, query.id, step));
                }
            }
        }
        if self.may(&queried(&place, 0, Step::Open, "")) {
            let words = match choices.is_empty() {
                true => self.language.ask_about_value(),
                false => self.language.ask_something_else(),
            };
            choices.push((words.to_owned(), 0, Step::Open));
        }
        // More than nine have no digit; the newest are there.
        choices.truncate(9);
        let label = self.label_at(&place);
        match choices.as_slice() {
            [] => {
                self.notice = Some(Notice::warn(self.language.no_query_for_role()));
                Vec::new()
            }
            [(_, 0, Step::Open)] => self.word_query(place, 0, Step::Open),
            _ => {
                self.ask(Purpose::Query {
                    place,
                    label,
                    choices,
                });
                Vec::new()
            }
        }
    }

    /// Opens a line for the words of a step; a query is closed without any.
    pub(crate) fn word_query(&mut self, place: FieldPath, query: u64, step: Step) -> Vec<Effect> {
        if step == Step::Close {
            return self.send_query(place, query, step, String::new());
        }
        let label = self.label_at(&place);
        self.open_words(place, label, WordsFor::Query { query, step });
        Vec::new()
    }

    /// Records a step.
    pub(crate) fn send_query(
        &mut self,
        place: FieldPath,
        query: u64,
        step: Step,
        text: String,
    ) -> Vec<Effect> {
        let effects = self.send(vec![queried(&place, query, step, &text)]);
        let words = (place, TypedFor::Query(query, step));
        self.texts.words.remove(&words);
        self.notice = Some(Notice::info(self.language.query_step_taken(step)));
        effects
    }
}

fn queried(place: &FieldPath, query: u64, step: Step, text: &str) -> Event {
    Event::Queried {
        place: place.clone(),
        query,
        step,
        text: text.to_owned(),
    }
}
