//! A look at somebody else: what was open is put aside as it is, and comes back when all that was opened is closed.
//!
//! What is put aside is never on the screen together with another participant. A look ends for good once a visit or
//! a form of the other participant is opened: then what was put aside is left as going out of it step by step does.

use crate::screens::effect::Effect;
use crate::screens::model::Model;
use crate::screens::participant::state::Visits;
use crate::screens::participants::state::Before;
use crate::screens::put_aside::Away;
use crate::screens::stack::Layer;
use crate::screens::workspace::notice::Notice;

/// How many participants can be put aside at once, one while looking at the next. At this number another look leaves the
/// open participant for good instead of putting it aside.
const DEEPEST: usize = 8;

impl Model {
    /// Puts aside what lies under the finder, to look at somebody else.
    pub(crate) fn look_away(&mut self) -> Vec<Effect> {
        let finder = |layer: &Layer| matches!(layer, Layer::Finder(_));
        let signs = self
            .layers
            .iter()
            .any(|layer| matches!(layer, Layer::Sign(_) | Layer::Passphrase(_)));
        if signs || self.away.len() >= DEEPEST {
            // A signature that waits for its receipt, or a passphrase being typed, is never put aside.
            return self.leave_all_open();
        }
        let Some(Layer::Finder(before)) = self.layers.iter().find(|layer| finder(layer)).cloned()
        else {
            return Vec::new();
        };
        let finder = self.layers.iter().position(finder).unwrap_or(1);
        self.layers.truncate(finder);
        let away = self.put_aside(before);
        self.away.push(away);
        Vec::new()
    }

    /// Comes back to what was put aside, once nothing of the look is open any more.
    pub(crate) fn come_back(&mut self) -> Vec<Effect> {
        if self.layers.len() > 1 {
            return Vec::new();
        }
        let Some(away) = self.away.pop() else {
            return Vec::new();
        };
        let before = away.before.clone();
        // The user has not seen what others stored in this record since, so the older entry number counts.
        self.shared.connection.seen = self.shared.connection.seen.min(away.seen);
        self.put_back(away);
        self.show_list_as(before);
        self.become_stale();
        self.refresh_timelines();
        if self.shared.notice.is_none() {
            let place = self.here_in_words();
            let words = place.map(|place| self.shared.language.back_at(&place));
            self.shared.notice = words.map(Notice::info);
        }
        self.shared.ask_record_again()
    }

    /// Leaves for good what was put aside: text that is no answer yet stays with its field.
    pub(crate) fn leave_lookups(&mut self) {
        while let Some(away) = self.away.pop() {
            let who = away.open.id().cloned();
            let present = std::mem::take(&mut self.shared.open.present);
            let here = self.put_aside(Before::default());
            let said = self.shared.notice.take();
            self.put_back(away);
            let effects = self.leave_all_open();
            self.shared.opening.leaving_effects.extend(effects);
            if let (Some(who), Some(notice)) = (who, &mut self.shared.notice) {
                notice.text = format!("{who}: {}", notice.text);
            }
            self.shared.notice = self.shared.notice.take().or(said);
            self.put_back(here);
            self.shared.open.present = present;
            let Some(record) = &self.shared.open.record else {
                continue;
            };
            let has_page = matches!(self.layers.get(1), Some(Layer::Participant(_)));
            if self.layers.len() > 1 && !has_page {
                // The timeline was opened without its participant's page, which is now put below it.
                let participant = record.participant.id.clone();
                let cursor = self.shared.due_visit();
                let page = Layer::Participant(Visits {
                    participant,
                    cursor,
                });
                self.layers.insert(1, page);
            }
        }
    }

    /// Takes all that is open over the list away, with the record that it shows.
    fn put_aside(&mut self, before: Before) -> Away {
        let layers = self.layers.split_off(self.layers.len().min(1));
        let away = Away {
            layers,
            before,
            open: std::mem::take(&mut self.shared.open),
            laboratories: std::mem::take(&mut self.shared.laboratories),
            seen: self.shared.connection.seen,
        };
        self.shared.refresh_sets();
        away
    }

    /// Opens what was put aside over the list, as it was.
    fn put_back(&mut self, away: Away) {
        self.layers.truncate(1);
        self.layers.extend(away.layers);
        self.shared.open = away.open;
        self.shared.laboratories = away.laboratories;
        // The owner tells again who else is there.
        self.shared.open.present.clear();
        self.show_stored();
    }

    /// Returns participant, visit and form on the screen in words; `None` on the list.
    pub(crate) fn here_in_words(&self) -> Option<String> {
        let mut words = Vec::new();
        if let Some(record) = &self.shared.open.record {
            let who = &record.participant;
            words.push(format!("{} {}", who.id, who.initials));
        }
        let visit = self
            .open_visit()
            .and_then(|visit| self.shared.planned(visit.as_str()));
        words.extend(visit.map(|visit| visit.label.clone()));
        let form = self.form().and_then(|form| self.shared.instrument(form));
        words.extend(form.map(|form| form.title.clone()));
        (!words.is_empty()).then(|| words.join(", "))
    }
}
