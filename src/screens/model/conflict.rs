//! A request that somebody else was faster than.

use crate::domain::base::answer::Answer;
use crate::domain::record::entry::{Draft, Entry};
use crate::domain::record::event::{Event, FieldPath, Origin};
use crate::domain::views::audit::is_redacted;
use crate::screens::effect::Effect;
use crate::screens::model::Model;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;
use crate::screens::workspace::peer_change::{answered, form_of};
use crate::screens::workspace::saving::{Pending, about};
use crate::screens::workspace::unfinished::Words;
use crate::text::screens::drafts::TypedFor;
use std::collections::BTreeSet;

impl Workspace {
    fn author(&self, place: &FieldPath) -> Option<&str> {
        let change = self.open.changed_by_others.get(place)?;
        Some(&change.name)
    }
}

impl Model {
    /// Handles that somebody else changed fields of a request first.
    pub(crate) fn conflict(
        &mut self,
        request: &str,
        standing: Vec<(FieldPath, Entry)>,
    ) -> Vec<Effect> {
        let (places, entries): (BTreeSet<FieldPath>, Vec<Entry>) = standing.into_iter().unzip();
        self.learn(&entries);
        let Some(dropped) = self.shared.saving.drop(request) else {
            return self.apply(&entries);
        };
        self.forget_edits(request);
        if let Some(stored) = &mut self.shared.open.stored {
            for entry in entries.iter().filter(|entry| !is_redacted(entry)) {
                stored.apply(entry);
            }
        }
        self.show_stored();
        let language = self.shared.language;
        let mut back = Vec::new();
        let mut left = 0;
        for draft in &dropped.drafts {
            match &draft.event {
                Event::Answered {
                    place,
                    answer,
                    origin: Origin::Typed,
                } if places.contains(place) => {
                    back.push(self.bring_back(place, answer, dropped.seen));
                }
                Event::Noted { place, text } if places.contains(place) => {
                    let text = text.clone();
                    let seen = dropped.seen;
                    let at = (place.clone(), TypedFor::Note);
                    self.shared.texts.words.insert(at, Words { text, seen });
                    let who = self.shared.open.notes_by_others.get(place).map_or_else(
                        || language.somebody_noted().to_owned(),
                        |change| change.words(language),
                    );
                    back.push(language.note_waits(&self.shared.label_at(place), &who));
                }
                Event::Cleared {
                    place,
                    origin: Origin::Typed,
                } if places.contains(place) => {
                    let who = self.shared.who_saved(place);
                    back.push(language.not_emptied(&self.shared.label_at(place), &who));
                }
                event => {
                    left += answered(event)
                        .iter()
                        .filter(|place| places.contains(place))
                        .count();
                }
            }
        }
        let effects = self.send_rest(dropped, &places);
        if left > 0 {
            let by = places.first().and_then(|place| self.shared.author(place));
            back.push(language.fields_left(left, by));
        }
        self.shared.notice = Some(Notice::warn(match back.as_slice() {
            [] => language.others_were_faster().to_owned(),
            [first] => first.clone(),
            [first, rest @ ..] => format!("{first} {}", rest.join(" ")),
        }));
        effects
    }

    /// Puts typed text back with its field, begun when its request was made; returns the sentence about it.
    pub(super) fn bring_back(&mut self, place: &FieldPath, answer: &Answer, seen: u64) -> String {
        let shown = self.shared.answer_of(place, answer);
        let text = match answer {
            // A full stop opens the list of missing reasons.
            Answer::Missing { .. } => ".".to_owned(),
            Answer::Value { .. } => shown.clone(),
        };
        let field = place.field.clone();
        let (label, who) = (self.shared.label_at(place), self.shared.who_saved(place));
        let words = self.shared.language.answer_waits(&label, &who, &shown);
        if let Some(form) = self.form_at_mut(place) {
            let typing = form.focus == field && !form.at_end && !form.line.is_empty();
            if !typing {
                form.unfinished.insert(field.clone(), text);
            }
            let begun = form.seen.entry(field).or_insert(seen);
            *begun = seen.min(*begun);
        } else {
            let left = self
                .shared
                .texts
                .unfinished
                .entry(form_of(place))
                .or_default();
            left.texts.insert(field.clone(), text);
            left.seen.insert(field, seen);
        }
        words
    }

    /// Sends again what nobody contests, except where a newer answer is on its way already.
    fn send_rest(&mut self, dropped: Pending, contested: &BTreeSet<FieldPath>) -> Vec<Effect> {
        let newer: BTreeSet<FieldPath> = self
            .shared
            .saving
            .pending
            .iter()
            .flat_map(|pending| &pending.drafts)
            .flat_map(|draft| answered(&draft.event))
            .collect();
        let free = |draft: &Draft| {
            let begun = match &draft.event {
                Event::SessionBegun { visit, .. } => self
                    .shared
                    .open
                    .stored
                    .as_ref()
                    .is_some_and(|stored| stored.session(visit.as_str()).is_some()),
                _ => false,
            };
            let about = about(&draft.event);
            let contested = about.iter().any(|place| contested.contains(place));
            let changed = !about.is_empty() && about.iter().all(|place| newer.contains(place));
            !begun && !contested && !changed
        };
        // The change keeps the reason and the time of observation that the user gave.
        let rest: Vec<Draft> = dropped.drafts.into_iter().filter(free).collect();
        let empty = rest
            .iter()
            .all(|draft| matches!(draft.event, Event::SessionBegun { .. }));
        if empty || self.shared.only_reads() {
            return Vec::new();
        }
        self.shared.append_drafts(rest)
    }
}
