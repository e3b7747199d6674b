//! The study that comes with the program, with a field of several lines in a form of the visits and in a log.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing
)]

use coreset::domain::forms::engine::instrument::FieldKind;
use coreset::domain::study::Study;

/// Behind which field of which form it stands.
const PLACES: [(&str, &str); 2] = [("phga", "likert"), ("adverse-event", "term")];

/// Returns the study with such a field, `narrative`, in each of these forms.
pub fn with_narrative(mut study: Study) -> Study {
    for (form, before) in PLACES {
        let form = study.instruments.get_mut(form).unwrap();
        for section in &mut form.sections {
            let mut fields = section.fields.iter();
            let Some(at) = fields.position(|field| field.id.as_str() == before) else {
                continue;
            };
            let mut field = section.fields[at].clone();
            field.id = "narrative".into();
            field.label = "Narrative".to_owned();
            field.help = "What happened, in full.".to_owned();
            field.kind = FieldKind::Paragraph;
            field.required = false;
            field.cdisc = None;
            section.fields.insert(at + 1, field);
        }
    }
    study
}
