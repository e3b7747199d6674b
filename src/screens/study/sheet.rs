//! The matrix of participants by visits.

use crate::domain::record::status::StatusName;
use crate::domain::study::version::removed::Listed;
use crate::domain::verdict::response::Judgement;
use crate::domain::views::overview::{Cell, Person, Standing};
use crate::domain::views::summary::Hideable;
use crate::screens::canvas::{Canvas, Edge, columns, cut, pad};
use crate::screens::look::{Look, Tone};
use crate::screens::timeline;
use crate::text::Language;

/// Columns of id and initials.
const NAMES: u16 = 19;
/// Least columns of a visit with words, and with a date.
const WORDS: u16 = 8;
const DATES: u16 = 11;
/// Columns of the verdict at the right.
const VERDICT: u16 = 14;

/// As [`VERDICT`], where a score stands that is open and has its category in words.
const VERDICT_IN_WORDS: u16 = 17;

/// The matrix, and how it is divided.
pub(super) struct Sheet<'a> {
    visits: Vec<Listed<'a>>,
    visit: u16,
    /// Columns of the verdicts, where there is room for them.
    pub(super) verdict: Option<u16>,
    right: u16,
}

impl<'a> Sheet<'a> {
    pub(super) fn of(listed: Vec<Listed<'a>>, people: &[Person], width: u16) -> Self {
        let visits = u16::try_from(listed.len()).unwrap_or(u16::MAX).max(1);
        let room = width.saturating_sub(NAMES).saturating_sub(1);
        let in_words = |person: &Person| {
            let outcome = person.outcome.seen();
            outcome.is_some_and(|outcome| outcome.tis.is_none() && outcome.category.is_some())
        };
        let verdict = match people.iter().any(in_words) {
            true => VERDICT_IN_WORDS,
            false => VERDICT,
        };
        let with = room.saturating_sub(verdict) / visits;
        let verdict = (with >= 2).then_some(verdict);
        let visit = if verdict.is_some() {
            with
        } else {
            room / visits
        };
        Self {
            visits: listed,
            visit: visit.clamp(1, DATES + 2),
            verdict,
            right: width,
        }
    }

    fn column(&self, place: usize) -> u16 {
        let place = u16::try_from(place).unwrap_or(u16::MAX);
        NAMES.saturating_add(place.saturating_mul(self.visit))
    }

    pub(super) fn heading(
        &self,
        language: &dyn Language,
        look: &Look,
        canvas: &mut Canvas<'_>,
        y: u16,
    ) {
        let style = look.style(Tone::Heading);
        let [id, initials] = language.study_columns();
        let names = format!("{}{initials}", pad(id, 8, Edge::Left));
        canvas.text(2, y, NAMES, &names, style);
        for (place, Listed { visit, removed }) in self.visits.iter().enumerate() {
            let tone = match removed {
                Some(_) => Tone::Muted,
                None => Tone::Heading,
            };
            let label = if self.visit > 10 {
                visit.label.clone()
            } else {
                timeline::draw::short(&visit.label)
            };
            if columns(&label) < self.visit {
                canvas.text(self.column(place), y, self.visit, &label, look.style(tone));
            }
        }
        if let Some(verdict) = self.verdict {
            let x = self.verdict_column(verdict);
            let [imacs, tis] = language.study_verdict_columns();
            let heading = format!("{}{tis}", pad(imacs, 8, Edge::Left));
            canvas.text(x, y, verdict, &heading, style);
        }
    }

    fn verdict_column(&self, verdict: u16) -> u16 {
        let right = self.right.saturating_sub(verdict);
        self.column(self.visits.len()).saturating_add(1).min(right)
    }

    pub(super) fn row(
        &self,
        person: &Person,
        chosen: bool,
        language: &dyn Language,
        look: &Look,
        canvas: &mut Canvas<'_>,
        y: u16,
    ) {
        let plain = look.style(Tone::Plain);
        if chosen {
            canvas.text(0, y, 2, look.cursor(), plain);
        }
        let name = format!(
            "{}{}{}",
            pad(person.id.as_str(), 8, Edge::Left),
            person.initials,
            if person.unfit > 0 { " ?" } else { "" }
        );
        let tone = if chosen { Tone::Focus } else { Tone::Plain };
        let name = cut(&name, NAMES - 3, look);
        canvas.text(2, y, NAMES, &name, look.style(tone));
        for (place, listed) in self.visits.iter().enumerate() {
            let mut cells = person.cells.iter();
            let Some(cell) = cells.find(|cell| cell.visit == listed.visit.id) else {
                continue;
            };
            let (text, tone) = shown(cell, self.visit, language, look);
            let text = cut(&text, self.visit, look);
            canvas.text(self.column(place), y, self.visit, &text, look.style(tone));
        }
        if let Some(verdict) = self.verdict {
            let (word, tis, tone) = verdict_of(person, language);
            let x = self.verdict_column(verdict);
            let text = format!("{}{tis}", pad(word, 8, Edge::Left));
            canvas.text(x, y, verdict, &text, look.style(tone));
        }
    }
}

/// Returns the verdict on a participant and the total improvement score, as far as both may be seen.
fn verdict_of<'a>(person: &Person, language: &'a dyn Language) -> (&'a str, String, Tone) {
    // Who was enrolled by mistake counts nowhere, whatever was entered.
    if person.status == StatusName::EnrolledByMistake {
        return (language.ended(person.status), String::new(), Tone::Muted);
    }
    let outcome = person.outcome.seen();
    let imacs = outcome.and_then(|outcome| outcome.imacs);
    let word = match (&person.outcome, imacs) {
        (Hideable::Seen(_), Some(imacs)) => language.study_verdict(imacs),
        // Without a verdict the column says how the participation ended.
        (Hideable::Seen(_), None) => language.ended(person.status),
        (Hideable::Hidden, _) => language.hidden(),
    };
    let tone = match imacs {
        Some(Judgement::Met) => Tone::Good,
        Some(Judgement::NotMet) => Tone::Warn,
        Some(Judgement::Open | Judgement::NotJudged) | None => Tone::Plain,
    };
    let tis = match outcome.map(|outcome| (outcome.tis, outcome.category)) {
        Some((Some(tis), _)) => pad(&format!("{tis:.1}"), 5, Edge::Right).to_string(),
        Some((None, Some(category))) => language.category(category).to_owned(),
        Some((None, None)) | None => String::new(),
    };
    (word, tis, tone)
}

/// Returns the verdict on a participant, where it has no column.
pub(super) fn verdict_in_words(person: &Person, language: &dyn Language) -> String {
    let (word, score, _) = verdict_of(person, language);
    let [imacs, tis] = language.study_verdict_columns();
    let said = [(imacs, word), (tis, score.trim())];
    let said = said.into_iter().filter(|(_, value)| !value.is_empty());
    let said: Vec<String> = said
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    said.join("  ")
}

/// Returns a cell as a sign and, where there is room, a word.
fn shown(cell: &Cell, width: u16, language: &dyn Language, look: &Look) -> (String, Tone) {
    let (sign, tone) = match cell.standing {
        Standing::Done => (look.complete(), Tone::Good),
        Standing::Begun => (look.begun(), Tone::Plain),
        Standing::Due => ("o", Tone::Key),
        Standing::Overdue => ("!", Tone::Bad),
        Standing::Missed => ("x", Tone::Bad),
        Standing::Ahead => (look.empty(), Tone::Muted),
        Standing::Closed => ("-", Tone::Muted),
    };
    let (sign, tone) = match (cell.standing, cell.off) {
        (Standing::Done, early) if early < 0 => ("<", Tone::Warn),
        (Standing::Done, late) if late > 0 => (">", Tone::Warn),
        _ => (sign, tone),
    };
    let (sign, tone) = match cell.unfit {
        0 => (sign, tone),
        _ => ("?", Tone::Warn),
    };
    let text = match width < WORDS {
        true => sign.to_owned(),
        false => format!("{sign} {}", language.study_cell(cell, width >= DATES)),
    };
    (text, tone)
}
