//! What goes wrong with a study directory or a backup, and what is found in one, in English.

mod backup;
mod error;
mod journal;

use crate::text::English;
use crate::text::store::{BesideDamage, Flaw, Opening, Remark, Store, StoreError, Unsound};

impl Store for English {
    fn store_error(&self, error: &StoreError) -> String {
        error::error(error)
    }

    fn store_hint(&self, error: &StoreError) -> &'static str {
        error::hint(error)
    }

    fn unsound(&self, why: &Unsound) -> String {
        let why = match why {
            Unsound::Missing => "it was missing",
            Unsound::BeyondJournal => "it goes beyond the journal",
            Unsound::LostEntries => "it lost entries that it had",
            Unsound::HalfBuilt => "its building was broken off",
            Unsound::Changed => "something in it is missing or changed",
            Unsound::OtherFiles => "the files of the study are others now",
            Unsound::OtherVersion => "it was written by another version of coreset",
            Unsound::OtherEntry { seq } => return format!("its copy of entry {seq} is another"),
            Unsound::GoesOn => "its copy goes on where the journal does not",
            Unsound::Gaps => "its copy has gaps",
            Unsound::NoEntry { seq } => return format!("entry {seq} is missing"),
            Unsound::NoTree => "a part of it is missing",
            Unsound::NotReadable => "something in it cannot be read",
            Unsound::EntryNotReadable { seq: Some(seq) } => {
                return format!("its copy of entry {seq} cannot be read");
            }
            Unsound::EntryNotReadable { seq: None } => "its copy of an entry cannot be read",
            Unsound::NotOnlyFiles => "something in it is neither a file nor a directory",
            Unsound::FilesDamaged => "its files are damaged",
            Unsound::DiskFull => "the disk is full",
            Unsound::Locked => "another process has its files",
            Unsound::Unusable { error } => {
                return format!("its files could not be used: {error}");
            }
            Unsound::LargeValue => "a value is too large",
            Unsound::GivenUp => "a change was given up",
            Unsound::FormAlone => "a form has no session",
            Unsound::FailedTwice => "sled failed twice",
            Unsound::System { error } => error,
        };
        why.to_owned()
    }

    fn opening(&self, found: &Opening) -> String {
        match found {
            Opening::ReserveGivenBack => "The disk is full; the reserve was given back to it. Free room on the disk.".to_owned(),
            Opening::NoReserve => "There is no room for the reserve that keeps a full disk survivable. Free room on the disk.".to_owned(),
            Opening::Repaired { after, back, kept } => format!(
                "The journal was damaged after entry {after} and was repaired: {} came back from the copies that were left. The old journal is kept in {kept}.",
                self.entry_numbers(back)
            ),
            Opening::RemainsCut {
                after,
                remains,
                kept,
            } => journal::cut(*after, remains, kept),
            Opening::HeadLost => "One of the two head slots was lost and was written again from the other.".to_owned(),
            Opening::HeadsLost => "Both head slots were lost: that nothing is missing at the end rests on the journal and sled.".to_owned(),
            Opening::Rebuilt { why, kept: Some(kept) } => format!(
                "The sessions were rebuilt from the journal ({}); the old files are kept in {kept}.",
                self.unsound(why)
            ),
            Opening::Rebuilt { why, kept: None } => format!(
                "The sessions were rebuilt from the journal ({}).",
                self.unsound(why)
            ),
            Opening::Beside { damage } => self.beside_damage(damage),
            Opening::FormatWritten => "The file that names the format was missing or damaged and was written again.".to_owned(),
            Opening::VersionLost { number } => format!(
                "The record has lost the files of version {number} of the study; what was begun under it is read by the next version."
            ),
            Opening::AmendmentWaits { number } => format!(
                "The study's files were changed; the study goes on with version {number} of its record. `coreset amend` shows what would change; a manager or an investigator accepts it there."
            ),
            Opening::FilesUnread { number, mistake } => format!(
                "The study's files have a mistake; the study goes on with version {number} of its record. {mistake}. Correct the file; `coreset amend` then shows what would change."
            ),
            Opening::ShippedChanged => "The forms or the study that come with this coreset are not those of before: scores and verdicts of earlier visits follow the new ones. `coreset audit` says since when (files-recorded); compare what matters with `coreset check` and the signature sheets.".to_owned(),
        }
    }

    fn beside_damage(&self, damage: &BesideDamage) -> String {
        match damage {
            BesideDamage::Passphrases { file } => format!(
                "{file} is damaged, so that no passphrase can be checked or set. Move it out of the study directory; then `coreset user reset USER` lets each user set a new one."
            ),
            BesideDamage::Passphrase { users } => format!(
                "The stored passphrase of {} is missing or damaged (a backup holds none): `coreset user reset USER` lets them set a new one.",
                users.join(", ")
            ),
            BesideDamage::Places { dir } => format!(
                "{dir} is damaged: what the terminals had open cannot be kept. Move it out of the study directory; no answer is in it."
            ),
            BesideDamage::OlderPlace { file } => format!(
                "{file} is damaged: that user's terminal goes on from an earlier place. No answer is in it."
            ),
            BesideDamage::LostPlace { file } => format!(
                "{file} is damaged: where that user's terminal was, and what was half typed there, is lost. No answer is in it."
            ),
        }
    }

    fn flaw(&self, flaw: &Flaw) -> String {
        journal::flaw(flaw)
    }

    fn remark(&self, remark: &Remark) -> String {
        journal::remark(remark)
    }

    fn entry_numbers(&self, stretches: &[(u64, u64)]) -> String {
        let words: Vec<String> = stretches
            .iter()
            .map(|(first, last)| match first == last {
                true => first.to_string(),
                false => format!("{first} to {last}"),
            })
            .collect();
        let noun = match stretches {
            [] => return String::new(),
            [(first, last)] if first == last => "entry",
            _ => "entries",
        };
        format!("{noun} {}", words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_named_in_ranges() {
        assert_eq!(English.entry_numbers(&[(395, 395)]), "entry 395");
        let several = [(3, 3), (12, 14)];
        assert_eq!(English.entry_numbers(&several), "entries 3, 12 to 14");
        assert_eq!(English.entry_numbers(&[]), "");
    }
}
