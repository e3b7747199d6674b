//! The fields that the scores read.

use super::System;
use crate::domain::forms::engine::instrument::needs::{Need, YES_NO};

const MDAAT_CODES: &[&str] = &["0", "1", "2", "3", "4"];
const MITAX_CATEGORIES: &[&str] = &["A", "B", "C", "D", "E"];

/// Returns the fields that the scores read, in the order of the form.
pub(super) fn mdaat() -> Vec<(String, Need)> {
    let systems = System::ALL.into_iter().flat_map(|system| {
        let (items, system) = (system.items(), system.key());
        let items = items
            .iter()
            .map(move |(item, _)| (format!("{system}.{item}"), Need::Codes(MDAAT_CODES)));
        std::iter::once((format!("{system}.vas"), Need::Vas)).chain(items)
    });
    let others = [
        ("oth.text", Need::Text),
        ("oth.vas", Need::Vas),
        ("oth.cf", Need::Codes(MDAAT_CODES)),
        ("emg.vas", Need::Vas),
        ("all.vas", Need::Vas),
    ]
    .map(|(id, need)| (id.to_owned(), need));
    let mitax = System::ALL.into_iter().map(System::key).flat_map(|system| {
        [
            (format!("ever.{system}"), Need::Codes(YES_NO)),
            (format!("mitax.{system}"), Need::Codes(MITAX_CATEGORIES)),
        ]
    });
    systems.chain(others).chain(mitax).collect()
}
