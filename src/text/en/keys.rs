//! The words of the keys.

use crate::input::action::{Action, Context};
use crate::input::key::{Code, Key};
use crate::text::English;
use crate::text::keys::Keys;

impl Keys for English {
    fn action(&self, action: Action, context: Context) -> &'static str {
        match action {
            Action::Next => match context {
                Context::Form => "Accept and go to the next field",
                Context::Timeline => "Go to the next visit",
                Context::Global
                | Context::List
                | Context::Picker
                | Context::Line
                | Context::Page => "Go to the next line",
            },
            Action::Previous => match context {
                Context::Form => "Go to the previous field",
                Context::Timeline => "Go to the previous visit",
                Context::Global
                | Context::List
                | Context::Picker
                | Context::Line
                | Context::Page => "Go to the previous line",
            },
            Action::Open => "Open what the cursor is on, or choose it",
            Action::Back => "Go one step back; nothing is lost",
            Action::NextSection if context.has_sections() => "Go to the next section",
            Action::NextSection => "Go to the next page",
            Action::PreviousSection if context.has_sections() => "Go to the previous section",
            Action::PreviousSection => "Go to the previous page",
            Action::First => "Go to the first field or line, or the start of the text",
            Action::Last => "Go to the last field or line, or the end of the text",
            Action::NextRequired => "Go to the next required field that is empty",
            Action::GoTo => "Go to a field by its name",
            Action::Missing => "Say why there is no value here",
            Action::RestAbsent => "Set the empty fields of this section to no or none",
            Action::Repeat => "Repeat last visit's answer; not for ratings and results",
            Action::Note => "Write a note on this field",
            Action::Erase => "Make this field empty",
            Action::Undo => "Undo the last change of this form",
            Action::Change => "Show the change of all measures and the verdict on the whole screen",
            Action::History => "Show the history of this field",
            Action::LateEntry => "Enter this visit late, from paper",
            Action::Timeline => "Show the participant's timeline on one screen",
            Action::Chart => "Show the chart of the chosen measure, or go back from it",
            Action::NextMeasure => "Choose the next measure",
            Action::PreviousMeasure => "Choose the previous measure",
            Action::Study => "Show the study: all participants by visits, responders, events",
            Action::Queries => "List the queries of this participant; from the list, of the study",
            Action::Query => "Ask about this field, or answer what was asked about it",
            Action::Drafts => "List texts that were typed but not saved, of all participants",
            Action::Find => "Find another participant; what is open here stays open",
            Action::NextFilter => "List only the participants of the next filter",
            Action::Filter => "Choose which participants are listed",
            Action::NextSort => {
                "Sort by the next of: last visit, id, next due, verdict, last entry"
            }
            Action::Sort => "Choose the order of the participants",
            Action::Logs => "Open eligibility or a log; on the study screen, the screening log",
            Action::Participation => {
                "Say how somebody takes part: failed the screening, left, died, completed"
            }
            Action::Correct => "Correct the enrolment; on a visit, undo that it was begun",
            Action::MoveForm => "Move a form of a visit that was entered at the wrong place",
            Action::Review => {
                "Review the visit, sign and lock it; on the study screen, lock the study"
            }
            Action::Export => "Give the data of the study out as files, on the study screen",
            Action::New => "Enrol; begin an unscheduled visit, or a new row of a log",
            Action::InError => {
                "Mark a row of a log as in error, or forget a text; again takes it back"
            }
            Action::Help => "Explain this place and list its keys",
            Action::Menu => "List every action by letter",
            Action::Left => "Move the cursor one character to the left",
            Action::Right => "Move the cursor one character to the right",
            Action::DeleteBack => "Delete the character before the cursor",
            Action::DeleteForward => "Delete the character under the cursor",
            Action::DeleteWord => "Delete the word before the cursor",
            Action::DeleteLine => "Delete everything before the cursor",
            Action::NewLine => "Begin a new line in a field of several lines",
            Action::Advance => "Let a choice wait for Enter, or go on by its key again",
            Action::Lock => "Lock the screen until your passphrase is typed",
            Action::Passphrase => "Set or change your passphrase",
            Action::Redraw => "Draw the screen again",
            Action::Quit => "Leave the program; everything is kept",
        }
    }

    fn rest_in_forms(&self) -> [&'static str; 2] {
        ["fill the rest", "rest absent"]
    }

    fn action_in_short(&self, action: Action, context: Context) -> &'static str {
        match action {
            Action::Next => "next",
            Action::Previous => "previous",
            Action::Open => "open",
            Action::Back => "back",
            Action::NextSection if context.has_sections() => "next section",
            Action::NextSection => "next page",
            Action::PreviousSection if context.has_sections() => "previous section",
            Action::PreviousSection => "previous page",
            Action::First => "first",
            Action::Last => "last",
            Action::NextRequired => "next empty",
            Action::GoTo => "go to field",
            Action::Missing => "missing",
            Action::RestAbsent => "fill the rest",
            Action::Repeat => "as last visit",
            Action::Note => "note",
            Action::Erase => "erase",
            Action::Undo => "undo",
            Action::Advance => "choices wait",
            Action::Change => "change",
            Action::History => "history",
            Action::LateEntry => "late entry",
            Action::Timeline => "timeline",
            Action::Chart => "chart",
            Action::NextMeasure => "next measure",
            Action::PreviousMeasure => "previous measure",
            Action::Study => "study",
            Action::Queries => "queries",
            Action::Query => "query",
            Action::Drafts => "unsaved texts",
            Action::Find => "find",
            Action::NextFilter => "filter",
            Action::Filter => "filters",
            Action::NextSort => "sort",
            Action::Sort => "sorting",
            Action::Logs => "logs",
            Action::Participation => "taking part",
            Action::Correct => "correct",
            Action::MoveForm => "move form",
            Action::Review => "review",
            Action::Export => "export",
            Action::New => "new",
            Action::InError => "in error",
            Action::Help => "help",
            Action::Menu => "menu",
            Action::Left => "left",
            Action::Right => "right",
            Action::DeleteBack => "delete",
            Action::DeleteForward => "delete",
            Action::DeleteWord => "delete word",
            Action::NewLine => "new line",
            Action::DeleteLine => "delete line",
            Action::Lock => "lock",
            Action::Passphrase => "passphrase",
            Action::Redraw => "redraw",
            Action::Quit => "quit",
        }
    }

    fn keys_where(&self, context: Context) -> &'static str {
        match context {
            Context::Global => "Everywhere",
            Context::List => "In a list",
            Context::Form => "In a form",
            Context::Picker => "In a choice",
            Context::Line => "On a line of text",
            Context::Page => "On a page",
            Context::Timeline => "On the timeline",
        }
    }

    fn key(&self, key: &Key, ascii: bool) -> String {
        let name = match key.code {
            Code::Up if !ascii => "↑".to_owned(),
            Code::Down if !ascii => "↓".to_owned(),
            Code::Left if !ascii => "←".to_owned(),
            Code::Right if !ascii => "→".to_owned(),
            Code::PageUp => "PgUp".to_owned(),
            Code::PageDown => "PgDn".to_owned(),
            Code::Delete => "Del".to_owned(),
            Code::Insert => "Ins".to_owned(),
            Code::BackTab => "Shift-Tab".to_owned(),
            Code::Char(c) if key.ctrl && c != ' ' => c.to_uppercase().collect(),
            Code::Char(c) if c != ' ' => c.to_string(),
            code => {
                let mut name = Key::plain(code).to_string();
                if let Some(first) = name.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                name
            }
        };
        let held = [
            (key.ctrl, "Ctrl-"),
            (key.alt, "Alt-"),
            (key.shift, "Shift-"),
        ];
        let prefixes = held.iter().filter(|(on, _)| *on).map(|(_, prefix)| *prefix);
        prefixes.chain([name.as_str()]).collect()
    }

    fn unbound(&self) -> &'static str {
        "unbound"
    }

    fn key_columns(&self) -> [&'static str; 3] {
        ["Where", "What", "Keys"]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn short_words_are_short() {
        for action in Action::ALL {
            for context in Context::ALL {
                let word = English.action_in_short(*action, *context);
                assert!(word.width() <= 16, "{}", action.name());
            }
        }
    }

    #[test]
    fn shows_keys_as_people_say_them() {
        for (key, unicode, ascii) in [
            ("ctrl-g", "Ctrl-G", "Ctrl-G"),
            ("f6", "F6", "F6"),
            ("page-down", "PgDn", "PgDn"),
            ("down", "↓", "Down"),
            ("ctrl-left", "Ctrl-←", "Ctrl-Left"),
            ("shift-tab", "Shift-Tab", "Shift-Tab"),
            ("ctrl-space", "Ctrl-Space", "Ctrl-Space"),
            ("space", "Space", "Space"),
            ("G", "G", "G"),
            ("g", "g", "g"),
            ("alt-x", "Alt-x", "Alt-x"),
            ("delete", "Del", "Del"),
        ] {
            let key: Key = key.parse().unwrap();
            assert_eq!(English.key(&key, false), unicode);
            assert_eq!(English.key(&key, true), ascii);
        }
    }
}
