//! One line of the list of participants: how old the last backup and the last tested restore are.

use super::canvas::{Canvas, cut};
use super::look::{Look, Tone};
use crate::domain::record::backup_status::{BackupStatus, Done, Limits};
use crate::screens::workspace::Workspace;
use crate::text::Language;
use chrono::NaiveDate;
use ratatui::layout::Rect;

/// Draws the line below the finder and returns the columns used; a study of synthetic participants has none.
pub fn draw(shared: &Workspace, look: &Look, canvas: &mut Canvas<'_>, body: Rect) -> u16 {
    let Some(kept) = &shared.backup_status else {
        return 0;
    };
    let limits = &shared.study.protocol.backup_limits;
    let (words, old) = in_words(kept, limits, shared.today(), shared.language);
    let tone = if old { Tone::Warn } else { Tone::Muted };
    let width = body.width.saturating_sub(2);
    let y = body.y.saturating_add(2);
    2 + canvas.text(2, y, width, &cut(&words, width, look), look.style(tone))
}

/// Says how old both are, and whether one of them is older than the study wants it.
fn in_words(
    kept: &BackupStatus,
    limits: &Limits,
    today: NaiveDate,
    language: &dyn Language,
) -> (String, bool) {
    let age = |kept: &Option<Done>| kept.as_ref().map(|kept| kept.age(today));
    let old = kept.is_old(limits, today);
    let mark = if old { "! " } else { "" };
    let ages = language.backup_ages(age(&kept.backup), age(&kept.restore));
    (format!("{mark}{ages}"), old)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn the_line_says_how_old_both_are_and_warns_by_a_mark() {
        let kept = |at: &str| {
            Some(Done {
                at: DateTime::parse_from_rfc3339(at).unwrap(),
                entries: 3,
                head: String::new(),
            })
        };
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let say = |backup, restore| {
            let kept = BackupStatus { backup, restore };
            in_words(&kept, &Limits::default(), today, crate::text::DEFAULT)
        };
        let (early, month) = ("2026-03-02T00:10:00+01:00", "2026-01-30T10:00:00+01:00");
        assert_eq!(
            say(kept(early), kept(month)),
            ("backup today, restore tested 31 d ago".to_owned(), false)
        );
        assert_eq!(
            say(kept(month), kept(early)),
            ("! backup 31 d ago, restore tested today".to_owned(), true)
        );
        assert_eq!(
            say(None, None),
            ("! backup never, restore tested never".to_owned(), true)
        );
    }
}
