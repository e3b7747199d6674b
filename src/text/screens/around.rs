//! The words of what stands around every screen: header, footer, notices of the whole program.

use chrono::NaiveTime;

/// The words of what stands around every screen: header, footer, notices of the whole program.
pub trait Around {
    /// Marks the header of a study that is thrown away; a word.
    fn demo_mark(&self) -> &'static str;

    /// Names the finder in the header.
    fn finder_title(&self) -> &'static str;

    /// Says that the screen is smaller than the program needs: columns and rows.
    fn screen_too_small(&self, needed: (u16, u16), has: (u16, u16)) -> String;

    /// Says that there is no connection, and how many requests wait.
    fn no_connection(&self, waiting: usize) -> String;

    /// Says that something is not saved, and how many requests wait.
    fn not_saved_yet(&self, waiting: usize) -> String;

    /// Said while something is being saved.
    fn saving_now(&self) -> &'static str;

    /// Says that all is saved: number and time of the newest entry.
    fn all_saved(&self, entry: u64, at: NaiveTime) -> String;

    /// Says how many days ago the last backup was made and the last restore tested; `None` for never.
    fn backup_ages(&self, backup: Option<i64>, restore: Option<i64>) -> String;

    /// Says why there is no connection any more, which is empty when it is not known, and that typing can go on.
    fn connection_lost(&self, reason: &str) -> String;

    /// Says that there is a connection again, and whether something waited for it.
    fn connected_again(&self, sends: bool) -> &'static str;

    /// Says that the study's protocol was changed meanwhile, and what to do.
    fn protocol_changed(&self) -> &'static str;
}
