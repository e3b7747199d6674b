//! Asks what a deviation means, a question at a time, and says it.

use crate::domain::course::deviations::Deviation;
use crate::domain::record::deviation::{DeviationCategory, DeviationWeight};
use crate::domain::record::event::Event;
use crate::domain::rules::text_limits::TEXT;
use crate::input::line::Line;
use crate::screens::answering::Answering;
use crate::screens::asking::Asks;
use crate::screens::effect::Effect;
use crate::screens::judging::state::{JudgingState, Question, Said};
use crate::screens::stack::Layer;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::words::judging_words;

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
            answering: Answering::default(),
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

    /// Begins the question that is asked now.
    fn begin(&mut self, shared: &mut Workspace) {
        // No Enter too many says it.
        self.answering.cursor = usize::from(self.said.question() == Question::Agree);
        self.answering.refusal = None;
        self.answering.line = match (self.said.question(), shared.open.id().cloned()) {
            (Question::Words, Some(id)) => {
                shared.line_of_words(&judging_words(&id, &self.deviation.key))
            }
            _ => Line::default(),
        };
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
        let at = judging_words(&participant, &key);
        let effects = shared.append(vec![Event::DeviationJudged {
            participant,
            key,
            category,
            weight,
            words,
            after: self.after,
        }]);
        if !effects.is_empty() {
            shared.forget_words_at(&at);
            shared.notice = Some(Notice::info(said));
            shared.close();
        }
        effects
    }
}

impl Asks for JudgingState {
    fn heading(&self, shared: &Workspace) -> &'static str {
        shared.language.judging()
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
            Question::Category => self.said.category = DeviationCategory::ALL.get(place).copied(),
            Question::Weight => self.said.weight = DeviationWeight::ALL.get(place).copied(),
            Question::Words => {}
            Question::Agree if place == 0 => return self.say(shared),
            Question::Agree => {
                self.go_back(shared);
                return Vec::new();
            }
        }
        self.begin(shared);
        Vec::new()
    }

    fn take(&mut self, shared: &mut Workspace) -> Vec<Effect> {
        let text = self.answering.line.text().trim().to_owned();
        if text.is_empty() || !shared.is_reason_unfit(&self.answering.line, TEXT) {
            self.said.words = Some(text);
            self.begin(shared);
        }
        Vec::new()
    }

    /// Takes the last answer back, or leaves where nothing was answered. Words stand in their line again.
    fn go_back(&mut self, shared: &mut Workspace) {
        let words = self.said.words.clone();
        if !self.said.take_back() {
            shared.notice = Some(Notice::info(shared.language.nothing_judged()));
            return shared.close();
        }
        self.begin(shared);
        if let (Question::Words, Some(words)) = (self.said.question(), words) {
            self.answering.line = Line::new(&words);
        }
    }
}
