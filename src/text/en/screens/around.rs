//! The words of what stands around every screen: header, footer, notices of the whole program.

use crate::text::English;
use crate::text::screens::around::Around;
use chrono::NaiveTime;

impl Around for English {
    fn demo_mark(&self) -> &'static str {
        "DEMO"
    }

    fn finder_title(&self) -> &'static str {
        "Find"
    }

    fn screen_too_small(&self, needed: (u16, u16), has: (u16, u16)) -> String {
        format!(
            "coreset needs {} columns and {} rows; this screen has {} and {}. Nothing is lost; keys do nothing until the window is larger.",
            needed.0, needed.1, has.0, has.1
        )
    }

    fn no_connection(&self, waiting: usize) -> String {
        match waiting {
            0 => "NO CONNECTION".to_owned(),
            waiting => format!("NO CONNECTION: {waiting} waiting"),
        }
    }

    fn not_saved_yet(&self, waiting: usize) -> String {
        format!("NOT SAVED: {waiting} waiting")
    }

    fn saving_now(&self) -> &'static str {
        "saving"
    }

    fn all_saved(&self, entry: u64, at: NaiveTime) -> String {
        format!("saved #{entry} {}", at.format("%H:%M:%S"))
    }

    fn backup_ages(&self, backup: Option<i64>, restore: Option<i64>) -> String {
        format!("backup {}, restore tested {}", ago(backup), ago(restore))
    }

    fn connection_lost(&self, reason: &str) -> String {
        let reason = reason.trim();
        let (reason, end) = match reason.chars().last() {
            None => ("The connection is lost", "."),
            Some('.' | '!' | '?') => (reason, ""),
            Some(_) => (reason, "."),
        };
        format!("{reason}{end} Go on typing; all is sent when the study is reached again.")
    }

    fn connected_again(&self, sends: bool) -> &'static str {
        match sends {
            true => "Connected again; what waited is sent.",
            false => "Connected again.",
        }
    }

    fn protocol_changed(&self) -> &'static str {
        "The study's protocol was changed. Leave coreset and start it again."
    }
}

/// Returns how long ago something was.
fn ago(days: Option<i64>) -> String {
    match days {
        None => "never".to_owned(),
        Some(0) => "today".to_owned(),
        Some(days) => format!("{days} d ago"),
    }
}
