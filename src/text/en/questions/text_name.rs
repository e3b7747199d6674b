//! The names of the texts that are stored.

use crate::domain::rules::text_limits::TextName;

/// Names a text with its article.
pub(in crate::text::en) fn text_name(name: TextName) -> &'static str {
    match name {
        TextName::Protocol => "the id of the protocol",
        TextName::ProtocolHash => "the hash of the protocol",
        TextName::File => "the name of a file",
        TextName::FileHash => "the hash of a file",
        TextName::Participant => "the participant's id",
        TextName::Initials => "the text of the initials",
        TextName::Visit => "the name of the visit",
        TextName::Form => "the name of the form",
        TextName::Field => "the name of the field",
        TextName::AnswerCode => "the code of the answer",
        TextName::Text => "the text",
        TextName::Unit => "the unit",
        TextName::MissingCode => "the code of the missing reason",
        TextName::MissingReason => "the missing reason",
        TextName::Note => "the note",
        TextName::Check => "the name of the check",
        TextName::CheckVersion => "the version of the check",
        TextName::AskedValue => "the value that was asked about",
        TextName::KeepReason => "the reason for keeping the value",
        TextName::SignedHash => "the hash of what is signed",
        TextName::StatusWords => "what is said of the participation",
        TextName::LockReason => "the reason for the lock",
        TextName::UnlockReason => "the reason for unlocking",
        TextName::Query => "the text of the query",
        TextName::Copied => "the name of what is given out",
        TextName::Program => "the version of the program",
        TextName::Command => "the name of the command",
        TextName::Login => "the login name",
        TextName::UserName => "the user's name",
        TextName::PassphraseProof => "the proof of the passphrase",
        TextName::BackupHash => "the hash of the backup",
        TextName::HeadHash => "the hash of the head",
        TextName::HeadReason => "the reason for accepting it",
        TextName::VersionHash => "the hash of a version of the study",
        TextName::AmendReason => "the reason for the amendment",
        TextName::RescuedHash => "the hash of the list of what was rescued",
        TextName::Request => "the request's id",
        TextName::ChangeReason => "the reason for the change",
        TextName::LateReason => "the reason for the late entry",
        TextName::Name => "the name",
    }
}
