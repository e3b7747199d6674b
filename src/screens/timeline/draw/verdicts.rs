//! The rows of the verdicts: both definitions, the total improvement score, deterioration.
//!
//! Must not judge: a verdict is the story's, and none is drawn that the sight hides.

use super::sheet::Sheet;
use crate::domain::base::ratio::Exact;
use crate::domain::views::timeline::axis::level;
use crate::domain::views::timeline::{Judgement, Stop};
use crate::screens::change::draw::judged_tone;
use crate::screens::look::Tone;
use crate::text::screens::timeline::RowName;

impl Sheet<'_, '_> {
    /// Draws a row for each verdict.
    pub(super) fn verdicts(&mut self, mut y: u16) -> u16 {
        if !self.sight.shows_verdicts() {
            let text = self.language.verdicts_hidden();
            self.put(1, y, text, Tone::Muted);
            return y.saturating_add(1);
        }
        let told = self.told;
        let last = told.stops.iter().rev().find(|stop| {
            let judged = stop.imacs();
            judged.is_some_and(|judged| judged != Judgement::NotJudged)
        });
        type Judged = fn(&Stop) -> Option<Judgement>;
        let rows: [(RowName, Judged); 2] = [
            (RowName::Imacs, Stop::imacs),
            (RowName::Registered, Stop::registered),
        ];
        let differs = |stop: &Stop| {
            let verdict = stop.seen_verdict();
            verdict.is_some_and(|verdict| verdict.registered_differs)
        };
        let both = self.layout.wide || told.stops.iter().any(differs);
        for (name, judged) in rows.into_iter().take(if both { 2 } else { 1 }) {
            self.name(y, self.language.row_name(name), Tone::Plain);
            for (place, stop) in told.stops.iter().enumerate() {
                let x = self.column(place);
                let (glyph, tone) = match judged(stop) {
                    Some(Judgement::Met) => (self.look.met(), Tone::Good),
                    Some(Judgement::NotMet) => (self.look.not_met(), Tone::Warn),
                    Some(Judgement::Open) => ("?", Tone::Plain),
                    Some(Judgement::NotJudged) => (self.look.empty(), Tone::Muted),
                    None => (" ", Tone::Muted),
                };
                self.put(x, y, glyph, tone);
            }
            if let Some((stop, said)) = last.and_then(|stop| Some((stop, judged(stop)?))) {
                let text = self.language.judged_at(&stop.label, said);
                self.words(y, self.behind_visits(), &text, judged_tone(said));
            }
            y = y.saturating_add(1);
        }
        self.tis(y, last);
        y = y.saturating_add(1);
        if self.deterioration(y) {
            y = y.saturating_add(1);
        }
        y
    }

    /// Returns the column behind the sign of the last visit.
    fn behind_visits(&self) -> u16 {
        let last = self.places.iter().max();
        last.map_or(self.layout.axis.0, |last| last.saturating_add(1))
    }

    /// Draws the row of the total improvement scores, with that of the last visit in words.
    fn tis(&mut self, y: u16, last: Option<&Stop>) {
        self.name(y, self.language.row_name(RowName::Tis), Tone::Plain);
        for (place, stop) in self.told.stops.iter().enumerate() {
            let x = self.column(place);
            let Some(verdict) = stop.seen_verdict() else {
                continue;
            };
            let levels = self.look.levels();
            let step = verdict.tis.total.and_then(|total| {
                let total = Exact::from_decimal(total.to_decimal());
                level(total, Exact::ZERO, Exact::int(100), levels)
            });
            let glyph = match step {
                Some(step) => self.look.level(step),
                None if verdict.not_asked.is_empty() => "?",
                None => self.look.empty(),
            };
            self.put(x, y, glyph, Tone::Plain);
        }
        if let Some((stop, verdict)) = last.and_then(|stop| Some((stop, stop.seen_verdict()?))) {
            let dash = self.look.rule();
            let text = self.language.tis_at(&stop.label, verdict, dash);
            self.words(y, self.behind_visits(), &text, Tone::Plain);
        }
    }

    /// Draws the row of deterioration where there is any; returns whether there is.
    fn deterioration(&mut self, y: u16) -> bool {
        let told = self.told;
        let met = |stop: &Stop| {
            let verdict = stop.seen_verdict();
            verdict.is_some_and(|verdict| verdict.deterioration.met())
        };
        if !told.stops.iter().any(met) {
            return false;
        }
        let name = self.language.row_name(RowName::Deterioration);
        self.name(y, name, Tone::Bad);
        for (place, stop) in told.stops.iter().enumerate() {
            if met(stop) {
                self.put(self.column(place), y, "!", Tone::Bad);
            }
        }
        let label = |visit| {
            let stop = told.stops.get(told.place(visit)?);
            stop.map(|stop| stop.label.as_str())
        };
        let text = match &told.confirmed {
            Some(found) => self.language.deterioration_row(
                label(&found.first).unwrap_or_default(),
                label(&found.confirmed).unwrap_or_default(),
            ),
            None => self.language.deterioration_not_confirmed().to_owned(),
        };
        self.words(y, self.behind_visits(), &text, Tone::Bad);
        true
    }
}
