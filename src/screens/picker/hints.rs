//! What the last row says of the keys here, and what the help explains.

use crate::input::action::Action;
use crate::screens::key_line::Named;
use crate::screens::picker::state::{NO_KEY, Picker, Purpose};
use crate::screens::scene::Scene;
use crate::screens::screen::{Hints, Offer};
use crate::screens::workspace::Workspace;
use ratatui::layout::Rect;

impl Hints for Picker {
    fn word(&self, shared: &Workspace, action: Action) -> Option<&'static str> {
        let opens = matches!(self.purpose, Purpose::Menu | Purpose::Logs);
        let chooses = action == Action::Open && !opens;
        chooses.then(|| shared.language.choose_word())
    }

    fn answers(&self, shared: &Workspace) -> Vec<Named> {
        let language = shared.language;
        if !self.armed {
            let opens = self.enter_opens();
            let word = match self.guarded {
                true => language.enter_word_soon(opens),
                false => language.enter_word(opens),
            };
            return vec![
                Named::new("Enter", word),
                Named::new("Backspace", language.backspace_word(opens)).back(),
            ];
        }
        if let Purpose::Why { same: Some(_), .. } = &self.purpose {
            let keyed = self.lines.iter().filter(|line| line.key != NO_KEY);
            let keys: Vec<String> = keyed.map(|line| line.key.to_string()).collect();
            return vec![Named::new(keys.join(" "), language.choose_word())];
        }
        match (&self.purpose, &self.filter) {
            // The letters stand beside the lines.
            (Purpose::Menu, Some(_)) => vec![
                Named::new("Enter", language.open_word()),
                Named::new("Backspace", language.less_word()),
            ],
            (Purpose::Menu, None) => vec![Named::new("/", language.narrow_word())],
            (Purpose::Logs, _) => Vec::new(),
            _ if self.yields_to_search() => vec![Named::new("Enter", language.choose_word())],
            _ => {
                let keyed = self.lines.iter().filter(|line| line.key != NO_KEY);
                let keys: Vec<String> = keyed.map(|line| line.key.to_string()).collect();
                match (keys.is_empty(), self.cursor) {
                    (false, _) => vec![Named::new(keys.join(" "), language.choose_word())],
                    (true, Some(_)) => vec![Named::new("Enter", language.choose_word())],
                    // Enter chooses once a line is marked.
                    (true, None) => Vec::new(),
                }
            }
        }
    }

    fn types_every_character(&self) -> bool {
        self.yields_to_search()
    }

    fn hints(&self, _scene: &Scene<'_>, _body: Rect) -> Vec<Offer> {
        let shown = self.shown().len();
        let next = self.cursor.map_or(shown > 0, |cursor| cursor + 1 < shown);
        match self.cursor {
            _ if self.yields_to_search() => vec![(Action::Next, next), (Action::Back, true)],
            Some(_) if !self.armed => vec![(Action::Back, false), (Action::Next, true)],
            // What Enter does among the lines in sight is said first already.
            Some(_) if self.filter.is_some() => vec![(Action::Back, true), (Action::Next, next)],
            // What Enter does where no line has a key is said first already.
            Some(_) if self.lines.iter().all(|line| line.key == NO_KEY) => {
                vec![(Action::Back, true), (Action::Next, next)]
            }
            Some(_) => vec![
                (Action::Back, true),
                (Action::Next, next),
                (Action::Open, shown > 0),
            ],
            None => vec![
                (Action::Back, self.armed),
                (Action::Next, self.armed && next),
            ],
        }
    }
}
