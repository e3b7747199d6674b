//! The words of the screen of `screens::deviations`.

use crate::text::English;
use crate::text::screens::deviations::Deviations;

impl Deviations for English {
    fn deviations_title(&self) -> &'static str {
        "Deviations"
    }

    fn deviations_in_short(&self, all: usize, major: usize) -> String {
        match major {
            0 => format!("{all} from the protocol"),
            major => format!("{all} from the protocol, {major} major"),
        }
    }

    fn deviations_of(&self, all: usize, major: usize) -> String {
        match major {
            0 => format!("Deviations from the protocol: {all}"),
            major => format!("Deviations from the protocol: {all}, {major} major"),
        }
    }

    fn no_deviation(&self) -> &'static str {
        "Nothing departs from the protocol."
    }

    fn deviations_listed(&self, all: usize, people: usize) -> String {
        let people = match people {
            1 => "1 participant".to_owned(),
            people => format!("{people} participants"),
        };
        match all {
            0 => "No deviation from the protocol.".to_owned(),
            1 => format!("1 deviation in {people}."),
            all => format!("{all} deviations in {people}."),
        }
    }

    fn deviation_key(&self, key: &str) -> String {
        format!("Key: {key}")
    }
}
