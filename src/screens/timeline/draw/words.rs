//! What the timeline says in words: a visit with its verdicts.

use crate::domain::verdict::response::Category;
use crate::domain::verdict::{Undecided, Verdict};
use crate::domain::views::timeline::track::Track;
use crate::domain::views::timeline::{Stop, Timeline};
use crate::screens::canvas::wrap;
use crate::screens::look::{Glyphs, Look, Tone};
use crate::text::Language;

/// Returns which tracks of quality of life are shown: all where there is room, else only the chosen one.
pub(crate) fn tracks_shown(told: &Timeline, large: bool, chosen: Option<usize>) -> Vec<usize> {
    let first = told.measures.len();
    let all = first..first + told.quality.len();
    all.filter(|place| large || chosen == Some(*place))
        .collect()
}

/// Returns the total improvement score in words.
pub(super) fn tis(verdict: &Verdict, look: &Look, language: &dyn Language) -> String {
    match (verdict.tis.total, verdict.tis.category) {
        (Some(total), Some(Category::None)) => format!("{total}, no category"),
        (Some(total), Some(category)) => format!("{total}, {}", language.category(category)),
        _ if !verdict.not_asked.is_empty() => "not scored here".to_owned(),
        _ => format!(
            "{} {} {} (bounds, unofficial)",
            verdict.tis.low,
            look.rule(),
            verdict.tis.high
        ),
    }
}

/// Returns the scale on which a track is drawn, with the values from which it counts as improved and as worse.
pub(super) fn scale(track: &Track) -> String {
    let Some((low, high)) = track.range() else {
        return String::new();
    };
    let mut text = format!("scale {low} to {high}");
    let (improved, worse) = track.thresholds();
    for (words, value) in [("improved from", improved), ("worse from", worse)] {
        if let Some(value) = value {
            text.push_str(&format!(", {words} {}", track.shown_whole(value)));
        }
    }
    text
}

/// Returns a visit in words: when it is or was, and what is judged of it.
pub(crate) fn stop_words(
    told: &Timeline,
    stop: &Stop,
    verdicts: bool,
    width: u16,
    language: &dyn Language,
) -> Vec<(Tone, String)> {
    let day = told.axis.day(stop.date());
    let when = match stop.is_held() {
        true => format!(
            "{}, day {day}, {}",
            stop.date(),
            language.timing(stop.timing)
        ),
        false => format!(
            "planned for {}, day {day} (window {} to {}), {}",
            stop.planned.target,
            stop.planned.from.format("%d %b"),
            stop.planned.to.format("%d %b"),
            language.timing(stop.timing)
        ),
    };
    let forms = match stop.is_held() {
        true => format!(", {} of {} forms", stop.forms.0, stop.forms.1),
        false => String::new(),
    };
    let mut lines: Vec<(Tone, String)> = wrap(&format!("{}: {when}{forms}", stop.label), width)
        .into_iter()
        .map(|line| (Tone::Heading, line))
        .collect();
    if let Some(verdict) = stop.verdict.as_ref().filter(|_| verdicts) {
        let (imacs, registered) = (stop.imacs(), stop.registered());
        let text = match (imacs, registered) {
            (Some(imacs), Some(registered)) => {
                let differs = if verdict.registered_differs {
                    " (differs)"
                } else {
                    ""
                };
                format!(
                    "IMACS {}: {} improved, {} worse; registered {}{differs}; TIS {}",
                    language.judgement(imacs),
                    verdict.doi.improved,
                    verdict.doi.worse,
                    language.judgement(registered),
                    tis(
                        verdict,
                        &Look {
                            colour: false,
                            glyphs: Glyphs::Ascii
                        },
                        language
                    ),
                )
            }
            _ => String::new(),
        };
        let said = verdict.open_choice.map(Undecided::Choice);
        let said = said.map(|why| language.undecided(&why));
        for text in [Some(text), said].into_iter().flatten() {
            let rows = wrap(&text, width).into_iter();
            lines.extend(rows.map(|line| (Tone::Plain, line)));
        }
    }
    lines
}
