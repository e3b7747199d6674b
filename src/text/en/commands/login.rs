//! What `login` answers in English to what it does not run.

use crate::text::English;
use crate::text::commands::login::{Login, NotRun};
use crate::text::prints::Advice;

/// What may be run.
const ALLOWED: &str = "timeline, status, deviations, screening, sheet, audit, check, amend, forms, dictionary, export, import, score, passwd, user, or nothing for the screens";

impl Login for English {
    fn login_without_study(&self) -> Advice {
        Advice {
            what: "coreset login takes its study from its own arguments alone".to_owned(),
            hint: "name the server in sshd_config: coreset login --socket /run/coreset/socket"
                .to_owned(),
        }
    }

    fn not_run(&self, why: &NotRun) -> String {
        let why = match why {
            NotRun::NotText => "The command is not text in UTF-8.".to_owned(),
            NotRun::ControlCharacter => "The command holds a control character.".to_owned(),
            NotRun::OpenQuote => "A quote in the command is not closed.".to_owned(),
            NotRun::Shell(c) => format!("There is no shell here, so {c} is not read."),
            NotRun::Word(word) => format!("`{word}` is not available here."),
            NotRun::Mistake(mistake) => format!("{mistake}."),
            NotRun::Study => "The study is the one of this account.".to_owned(),
            NotRun::Keys => "The keys are default, vi, emacs or numpad.".to_owned(),
            NotRun::FormsToFile => "Forms go to the standard output.".to_owned(),
            NotRun::ExportToFile => {
                "An export goes to the standard output as one archive.".to_owned()
            }
            NotRun::ImportFromFile => "Data come on the standard input, named `-`.".to_owned(),
            NotRun::CasesFromFile => "Cases come on the standard input.".to_owned(),
            NotRun::Command => "This command is not available here.".to_owned(),
        };
        format!("{why} This account runs coreset only: {ALLOWED}.")
    }
}
