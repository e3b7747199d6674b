//! A deviation in words, as the list and the command have it.

use crate::domain::base::ids::ParticipantId;
use crate::domain::course::deviations::{Deviation, Place};
use crate::domain::record::rows;
use crate::domain::study::Study;
use crate::text::Language;

/// Returns where a deviation stands: a visit, a form of it, or a row of a log.
pub fn place(study: &Study, place: &Place, language: &dyn Language) -> String {
    let title = |form: &str| {
        let known = study.known_form(form);
        known.map_or_else(|| form.to_owned(), |form| form.title.clone())
    };
    match place {
        Place::Visit(visit) => study.label_of_visit(visit),
        Place::Form(visit, form) => {
            let visit = study.label_of_visit(visit);
            format!("{visit}, {}", title(form.as_str()))
        }
        Place::Row(row) => match rows::split(row.as_str()) {
            Some((_, number)) => language.row_named(&title(row.as_str()), number, ""),
            None => row.to_string(),
        },
    }
}

/// Returns the day of a deviation as far as it is known; blank where it is not.
pub fn day(deviation: &Deviation) -> String {
    let day = deviation.day.as_ref();
    day.map_or_else(String::new, ToString::to_string)
}

/// Returns the name of a deviation in the whole study.
pub fn key(who: &ParticipantId, deviation: &Deviation) -> String {
    format!("{who}/{}", deviation.key)
}
