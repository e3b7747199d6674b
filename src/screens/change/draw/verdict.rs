//! The verdicts on the panel: IMACS definition of improvement, registered reading, total improvement score.

use super::{Row, judged_tone};
use crate::domain::verdict::Verdict;
use crate::domain::verdict::response::{Category, Doi};
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
    let (imacs, tone) = judged(verdict, &verdict.doi);
    let mut rows = vec![(tone, language.imacs_verdict(imacs))];
    rows.extend(
        wrap(&language.imacs_counts(verdict), width.saturating_sub(1))
            .into_iter()
            .map(|line| (Tone::Plain, format!(" {line}"))),
    );
    let (registered, tone) = judged(verdict, &verdict.registered);
    let text = language.registered_verdict(registered, verdict.registered_differs);
    rows.push((tone, text));
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
        let text = language.enzyme_counts(chosen.enzyme, multiple);
        rows.extend(
            wrap(&text, width)
                .into_iter()
                .map(|line| (Tone::Muted, line)),
        );
    }
    rows
}

/// Returns a definition's verdict with its tone. A visit that does not ask for all six is not one to judge by.
fn judged(verdict: &Verdict, doi: &Doi) -> (Judgement, Tone) {
    let judged = Judgement::of(verdict, doi);
    (judged, judged_tone(judged))
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
            rows.push((tone, language.tis_total(total, category)));
            if let Some((next, lacking)) = tis.to_next {
                let text = format!(" {}", language.tis_lacking(lacking, next));
                rows.push((Tone::Plain, text));
            }
        }
        _ if !verdict.not_asked.is_empty() => {
            rows.push((Tone::Plain, language.tis_not_scored().to_owned()));
        }
        _ => {
            let text = language.tis_bounds(tis.low, tis.high, look.rule());
            rows.push((Tone::Plain, text));
            if let Some(category) = tis.certain_category() {
                rows.push((
                    Tone::Plain,
                    format!(
                        " {}",
                        language.tis_certain(category, tis.category.is_some())
                    ),
                ));
            }
        }
    }
    rows
}
