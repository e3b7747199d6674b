//! The verdicts on the panel: IMACS definition of improvement, registered reading, total improvement score.

use super::{Row, judged_tone};
use crate::domain::verdict::Verdict;
use crate::domain::verdict::response::{Category, Doi, Outcome};
use crate::domain::views::timeline::Judgement;
use crate::screens::canvas::wrap;
use crate::screens::look::{Look, Tone};
use crate::text::Language;

/// Returns the verdicts: IMACS definition, registered reading, total improvement score.
pub(super) fn verdict_rows(
    verdict: &Verdict,
    language: &dyn Language,
    look: &Look,
    width: u16,
) -> Vec<Row> {
    let doi = &verdict.doi;
    let (word, tone) = judged(verdict, doi, language);
    let mut rows = vec![(tone, format!("IMACS improvement: {word}"))];
    let not_asked = verdict.not_asked.len();
    let missing = doi.which(Outcome::Missing).len().saturating_sub(not_asked);
    let mut counts = format!("{} improved (3 needed), {} worse", doi.improved, doi.worse);
    if missing > 0 {
        counts.push_str(&format!(", {missing} missing"));
    }
    if not_asked > 0 {
        counts.push_str(&format!(", {not_asked} not asked here"));
    }
    if doi.outcomes.enzyme == Outcome::Open {
        counts.push_str(", enzyme open");
    }
    if doi.mmt_worse {
        counts.push_str("; MMT-8 worse by 25 % or more");
    }
    rows.extend(
        wrap(&counts, width.saturating_sub(1))
            .into_iter()
            .map(|line| (Tone::Plain, format!(" {line}"))),
    );
    let registered = &verdict.registered;
    let (word, tone) = judged(verdict, registered, language);
    let mark = if verdict.registered_differs {
        " ! differs"
    } else {
        ""
    };
    rows.push((tone, format!("Registered: {word}{mark}")));
    rows.extend(tis_rows(verdict, language, look));
    for note in &verdict.notes {
        rows.extend(
            wrap(&format!("! {}", language.note(note)), width)
                .into_iter()
                .map(|line| (Tone::Warn, line)),
        );
    }
    if let Some(chosen) = verdict.enzyme
        && let Some(multiple) = chosen.multiple
        && !chosen.none_abnormal
        && verdict.open_choice.is_none()
    {
        let text = format!(
            "{} counts: {} x ULN at baseline, the most abnormal.",
            crate::text::DEFAULT.enzyme(chosen.enzyme),
            multiple.rounded(2)
        );
        rows.extend(
            wrap(&text, width)
                .into_iter()
                .map(|line| (Tone::Muted, line)),
        );
    }
    rows
}

/// Returns a definition's verdict in words. A visit that does not ask for all six is not one to judge by.
pub(super) fn judged(
    verdict: &Verdict,
    doi: &Doi,
    language: &dyn Language,
) -> (&'static str, Tone) {
    let judged = Judgement::of(verdict, doi);
    (language.judgement(judged), judged_tone(judged))
}

fn tis_rows(verdict: &Verdict, language: &dyn Language, look: &Look) -> Vec<Row> {
    let tis = &verdict.tis;
    let mut rows = Vec::new();
    match (tis.total, tis.category) {
        (Some(total), Some(category)) => {
            let tone = match category {
                Category::None => Tone::Plain,
                Category::Minimal | Category::Moderate | Category::Major => Tone::Good,
            };
            rows.push((
                tone,
                format!("TIS {total} of 100: {}", language.category(category)),
            ));
            if let Some((next, lacking)) = tis.to_next {
                rows.push((
                    Tone::Plain,
                    format!(" {lacking} points below {}", language.category(next)),
                ));
            }
        }
        _ if !verdict.not_asked.is_empty() => {
            rows.push((Tone::Plain, "TIS: not scored here".to_owned()));
        }
        _ => {
            rows.push((
                Tone::Plain,
                format!(
                    "TIS {} {} {} (bounds, unofficial)",
                    tis.low,
                    look.rule(),
                    tis.high
                ),
            ));
            if let Some(category) = tis.certain_category() {
                let certain = match category {
                    Category::None => "no category can be reached".to_owned(),
                    _ => format!("{} whatever is missing", language.category(category)),
                };
                rows.push((Tone::Plain, format!(" {certain}")));
            }
        }
    }
    rows
}
