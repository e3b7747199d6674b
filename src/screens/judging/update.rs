//! Asks what a deviation means, a question at a time, and says it.

use crate::domain::course::deviations::Deviation;
use crate::domain::record::deviation::{DeviationCategory, DeviationWeight};
use crate::domain::record::event::Event;
use crate::domain::rules::text_limits::TEXT;
use crate::input::action::{Action, Context};
use crate::input::line::Line;
use crate::screens::cursor::moved;
use crate::screens::effect::Effect;
use crate::screens::judging::state::{JudgingState, Question, Said};
use crate::screens::line_edit::edit_line;
use crate::screens::question_box::line_of_digit;
use crate::screens::screen::Screen;
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

impl Workspace {
    /// Returns what was said last of a deviation of the open participant, and by whom.
    pub(crate) fn judged_words(&self, key: &str) -> String {
        let record = self.open.record.as_ref();
        match record.and_then(|record| record.deviations.get(key)) {
            Some(judged) => {
                let (category, weight) = (judged.category, judged.weight);
                let said = self
                    .language
                    .deviation_judged(category, weight, &judged.words);
                self.language.judged_by(&said, &judged.by)
            }
            None => self.language.not_judged().to_owned(),
        }
    }

    /// Returns how much a deviation of the open participant weighs; `None` where nobody has said it.
    pub(crate) fn weighs(&self, deviation: &Deviation) -> Option<DeviationWeight> {
        let judged = self.open.record.as_ref()?.deviations.get(&deviation.key)?;
        Some(judged.weight)
    }

    /// Returns the same in a word; blank where nobody has said it.
    pub(crate) fn weight_of(&self, deviation: &Deviation) -> &'static str {
        let weight = self.weighs(deviation);
        weight.map_or("", |weight| self.language.deviation_weight(weight))
    }

    /// Returns whether a role of the user judges deviations.
    pub(crate) fn may_judge(&self) -> bool {
        let participant = self.open.id().cloned();
        participant.is_some_and(|participant| {
            self.may(&Event::DeviationJudged {
                participant,
                key: String::new(),
                category: DeviationCategory::Other,
                weight: DeviationWeight::Minor,
                words: String::new(),
                after: 0,
            })
        })
    }

    /// Opens the questions about a deviation of the open participant.
    pub(crate) fn judge_deviation(&mut self, deviation: Deviation) {
        if !self.may_judge() {
            self.notice = Some(Notice::warn(self.language.who_judges()));
            return;
        }
        let record = self.open.record.as_ref();
        let judged = record.and_then(|record| record.deviations.get(&deviation.key));
        if judged.is_some_and(|judged| judged.seq == 0) {
            // What is not stored yet has no number that the owner could compare.
            self.notice = Some(Notice::info(self.language.not_all_saved()));
            return;
        }
        let after = judged.map_or(0, |judged| judged.seq);
        self.open(Layer::Judging(JudgingState {
            deviation,
            after,
            said: Said::default(),
            cursor: 0,
            line: Line::default(),
        }));
    }
}

impl JudgingState {
    /// Returns the lines to choose from, in words.
    pub(super) fn options(&self, shared: &Workspace) -> Vec<String> {
        let language = shared.language;
        match self.said.question() {
            Question::Category => DeviationCategory::ALL
                .map(|category| language.deviation_category(category).to_owned())
                .into(),
            Question::Weight => DeviationWeight::ALL
                .map(|weight| language.deviation_weight(weight).to_owned())
                .into(),
            Question::Words => Vec::new(),
            Question::Agree => language.say_so().map(str::to_owned).into(),
        }
    }

    /// Chooses a line.
    fn choose(&mut self, shared: &mut Workspace, place: usize) -> Vec<Effect> {
        match self.said.question() {
            Question::Category => self.said.category = DeviationCategory::ALL.get(place).copied(),
            Question::Weight => self.said.weight = DeviationWeight::ALL.get(place).copied(),
            Question::Words => {}
            Question::Agree if place == 0 => return self.say(shared),
            Question::Agree => {
                self.go_back(shared);
                return Vec::new();
            }
        }
        self.begin();
        Vec::new()
    }

    /// Begins the question that is asked now.
    fn begin(&mut self) {
        // No Enter too many says it.
        self.cursor = usize::from(self.said.question() == Question::Agree);
        self.line = Line::default();
    }

    /// Takes the words.
    fn take(&mut self, shared: &mut Workspace) {
        let text = self.line.text().trim().to_owned();
        if !text.is_empty() && shared.is_reason_unfit(&self.line, TEXT) {
            return;
        }
        self.said.words = Some(text);
        self.begin();
    }

    /// Takes the last answer back, or leaves where nothing was answered. Words stand in their line again.
    fn go_back(&mut self, shared: &mut Workspace) {
        let words = self.said.words.clone();
        if !self.said.take_back() {
            shared.notice = Some(Notice::info(shared.language.nothing_judged()));
            return shared.close();
        }
        self.begin();
        if self.said.question() == Question::Words {
            self.line = Line::new(&words.unwrap_or_default());
        }
    }

    fn say(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let who = shared.open.id().cloned();
        let (Some(participant), Some(category), Some(weight), Some(words)) = (
            who,
            self.said.category,
            self.said.weight,
            self.said.words.clone(),
        ) else {
            return Vec::new();
        };
        let key = self.deviation.key.clone();
        let said = shared.language.deviation_judged(category, weight, &words);
        let said = shared.language.deviation_was_judged(&key, &said);
        let effects = shared.append(vec![Event::DeviationJudged {
            participant,
            key,
            category,
            weight,
            words,
            after: self.after,
        }]);
        if !effects.is_empty() {
            shared.notice = Some(Notice::info(said));
            shared.close();
        }
        effects
    }
}

impl Screen for JudgingState {
    fn context(&self) -> Context {
        match self.said.question().is_typed() {
            true => Context::Line,
            false => Context::Picker,
        }
    }

    fn act(&mut self, shared: &mut Workspace, action: Action) -> Vec<Effect> {
        let typed = self.said.question().is_typed();
        match action {
            Action::Back => self.go_back(shared),
            Action::Open if typed => self.take(shared),
            Action::Open => return self.choose(shared, self.cursor),
            _ if typed => {
                edit_line(&mut self.line, action);
            }
            _ => {
                let len = self.options(shared).len();
                self.cursor = moved(self.cursor, len, len, action).unwrap_or(self.cursor);
            }
        }
        Vec::new()
    }

    fn type_char(&mut self, shared: &mut Workspace, c: char) -> Option<Vec<Effect>> {
        let question = self.said.question();
        if question.is_typed() {
            shared.type_words(&mut self.line, TEXT, c);
            return Some(Vec::new());
        }
        // Nothing is said by one digit alone.
        let place =
            line_of_digit(c, self.options(shared).len()).filter(|_| question != Question::Agree);
        match place {
            Some(place) => Some(self.choose(shared, place)),
            None => {
                shared.refuse_key();
                Some(Vec::new())
            }
        }
    }

    fn backspace(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        if self.said.question().is_typed() && !self.line.is_empty() {
            self.line.delete_back();
        } else {
            self.go_back(shared);
        }
        Vec::new()
    }

    fn paste(&mut self, shared: &mut Workspace, text: &str) -> Vec<Effect> {
        match self.said.question().is_typed() {
            true => shared.paste_words(&mut self.line, TEXT, text),
            false => shared.refuse_paste(),
        }
        Vec::new()
    }

    fn reads_keys_alone(&self) -> bool {
        self.said.question() != Question::Words
    }

    fn covers(&self) -> bool {
        false
    }
}
