//! A query on a field: asked, answered, settled. Which steps there are depends on where it stands and on the role.

use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::query::{Query, State, Step};
use crate::input::line::Line;
use crate::screens::effect::Effect;
use crate::screens::form::state::FormState;
use crate::screens::note::state::NoteState;
use crate::screens::picker::state::{Purpose, WordsFor};
use crate::screens::queries::state::Choice;
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

impl Workspace {
    /// Returns whether a role of the user allows an event.
    pub(crate) fn may(&self, event: &Event) -> bool {
        let allowed = crate::domain::rules::who::allowed(event);
        self.roles.iter().any(|role| allowed.contains(role))
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
                shared.notice = Some(Notice::warn(
                    "Queries belong to visits, not to an enrolment.",
                ));
                Vec::new()
            }
        }
    }
}

impl Workspace {
    /// Asks about a field, or takes a step in what was asked about it.
    pub(crate) fn query(&mut self, place: FieldPath) -> Vec<Effect> {
        if self.session(&place.visit).is_none() {
            self.notice = Some(Notice::warn(
                "Nothing was entered at this visit, so there is nothing to ask about.",
            ));
            return Vec::new();
        }
        let mut choices: Vec<Choice> = Vec::new();
        // The newest first: it is the one that is talked about.
        for query in self.queries_on(&place).iter().rev() {
            for step in [Step::Answer, Step::Propose, Step::Close, Step::Reopen] {
                let takes = query.state.after(step).is_some() && query.id != 0;
                if takes && self.may(&queried(&place, query.id, step, "")) {
                    choices.push((choice(query, step), query.id, step));
                }
            }
        }
        if self.may(&queried(&place, 0, Step::Open, "")) {
            let words = match choices.is_empty() {
                true => "ask about this value",
                false => "ask something else",
            };
            choices.push((words.to_owned(), 0, Step::Open));
        }
        // More than nine have no digit; the newest are there.
        choices.truncate(9);
        let label = self.label_at(&place);
        match choices.as_slice() {
            [] => {
                self.notice = Some(Notice::warn(
                    "Your role asks nothing here and answers nothing.",
                ));
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
        self.open(Layer::Note(NoteState {
            place,
            label,
            line: Line::default(),
            words: WordsFor::Query { query, step },
            seen: 0,
        }));
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
        let words = match step {
            Step::Open | Step::Reopen => "Asked.",
            Step::Answer => "Answered; whoever asked looks at it next.",
            Step::Propose => "Answered, and proposed as resolved.",
            Step::Close => "Closed.",
        };
        let effects = self.send(vec![queried(&place, query, step, &text)]);
        self.notice = Some(Notice::info(words));
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

fn choice(query: &Query, step: Step) -> String {
    let what = match step {
        Step::Answer => "answer",
        Step::Propose => "answer, and propose as resolved",
        Step::Close if query.state == State::New => "close without an answer",
        Step::Close => "close as settled",
        _ => "ask again",
    };
    format!("{what}: {}", query.question)
}
