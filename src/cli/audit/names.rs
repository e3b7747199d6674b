//! Checks that the user and the field named for an audit trail exist: the empty trail of a mistyped name would look like
//! that of a field without entries.
//!
//! Users and fields that only the trail still has exist too. Must not store anything.

use crate::cli::connect::{CommandClient, unexpected_reply};
use crate::cli::failure::Failure;
use crate::domain::base::nearest::nearest;
use crate::domain::base::shown::shown_start;
use crate::domain::forms::engine::instrument::Kept;
use crate::domain::record::entry::Entry;
use crate::domain::record::rows;
use crate::domain::study::Study;
use crate::protocol::messages::{Reply, Request};
use crate::text::DEFAULT;
use crate::text::commands::names::Named;
use std::collections::BTreeSet;

/// Refuses a user who is neither on the list nor in the trail.
///
/// # Errors
/// With the nearest name, or all of the list.
pub(super) fn user(asker: &CommandClient, name: &str) -> Result<(), Failure> {
    let mut names: BTreeSet<String> = match asker.ask(&Request::Users)? {
        Reply::Users(users) => users.into_iter().map(|user| user.user).collect(),
        other => return Err(unexpected_reply(&other)),
    };
    if names.contains(name) {
        return Ok(());
    }
    let found = any(asker, |entry| {
        let about = entry.draft.event.user();
        names.insert(entry.draft.by.user.clone());
        names.extend(about.map(str::to_owned));
        entry.draft.by.user == name || about == Some(name)
    })?;
    if found {
        return Ok(());
    }
    Err(unknown(Named::User, name, names.iter().map(String::as_str)))
}

/// Refuses a field that neither the study nor its trail has.
///
/// # Errors
/// With the nearest name of the visit, form or field, or all of them.
pub(super) fn field(
    asker: &CommandClient,
    study: &Study,
    place: &[String; 3],
) -> Result<(), Failure> {
    let Err(failure) = in_study(study, place) else {
        return Ok(());
    };
    let mut earlier = study.earlier.iter();
    if earlier.any(|earlier| in_study(&earlier.study, place).is_ok()) {
        return Ok(());
    }
    let [visit, form, field] = place;
    let found = any(asker, |entry| {
        let fields = entry.draft.event.fields();
        fields.iter().any(|at| {
            at.visit.as_str() == visit && at.form.as_str() == form && at.field.as_str() == field
        })
    })?;
    if found { Ok(()) } else { Err(failure) }
}

/// Returns whether any entry of the trail is of this kind.
fn any(asker: &CommandClient, mut is: impl FnMut(&Entry) -> bool) -> Result<bool, Failure> {
    let mut after = Some(0);
    while let Some(from) = after {
        let part = Request::Trail {
            participant: None,
            after: from,
        };
        match asker.ask(&part)? {
            Reply::Trail { entries, next } => {
                if entries.iter().any(&mut is) {
                    return Ok(true);
                }
                after = next;
            }
            other => return Err(unexpected_reply(&other)),
        }
    }
    Ok(false)
}

/// Refuses a visit, form or field that the study does not have.
fn in_study(study: &Study, [visit, form, field]: &[String; 3]) -> Result<(), Failure> {
    let beside = visit == rows::SESSION;
    let forms: Vec<&str> = match study.visit(visit) {
        Some(planned) => planned.forms.iter().map(|form| form.as_str()).collect(),
        None if beside => {
            let forms = study.logs().chain(study.eligibility());
            forms.map(|form| form.id.as_str()).collect()
        }
        None => {
            let visits = study.protocol.visits.iter().map(|visit| visit.id.as_str());
            return Err(unknown(Named::Visit, visit, visits.chain([rows::SESSION])));
        }
    };
    let row = rows::split(form).filter(|_| beside);
    let name = row.map_or(form.as_str(), |(form, _)| form);
    let found = study.form(name).filter(|_| forms.contains(&name));
    let Some(found) = found else {
        return Err(unknown(Named::Form, form, forms.into_iter()));
    };
    if found.kept == Kept::Rows && row.is_none() {
        let example = rows::row_id(name, 1);
        return Err(DEFAULT.log_without_row(name, example.as_str()).into());
    }
    if found.field(field).is_none() {
        let fields = found.fields().map(|field| field.id.as_str());
        return Err(unknown(Named::Field, field, fields));
    }
    Ok(())
}

fn unknown<'a>(what: Named, name: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let known: Vec<&str> = known.collect();
    let shown = shown_start(name);
    let failure = Failure::new(DEFAULT.unknown_name(what, &shown));
    match nearest(name, known.iter().copied()) {
        Some(near) => failure.hint(DEFAULT.meant_name(near)),
        None => failure.hint(DEFAULT.known_names(&known)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_known_by_the_studys_own_names() {
        let study = crate::domain::study::shipped::embedded_study().unwrap();
        let said = |text: &str| {
            let words: Vec<String> = text.split('/').map(str::to_owned).collect();
            let place = <[String; 3]>::try_from(words).unwrap();
            in_study(&study, &place).map_err(|failure| {
                assert_eq!(failure.code, crate::cli::failure::PROBLEM);
                (failure.message, failure.hints)
            })
        };
        for known in [
            "week-12/phga/vas",
            "log/adverse-event#3/grade",
            "log/medication#1/entered-in-error",
            "log/eligibility/stable-since",
        ] {
            assert_eq!(said(known), Ok(()), "{known}");
        }
        for (wrong, words, hint) in [
            (
                "week-13/phga/vas",
                "no visit week-13",
                "did you mean week-12?",
            ),
            ("week-12/phg/vas", "no form phg", "did you mean phga?"),
            ("week-12/phga/foo", "no field foo", "vas"),
            ("week-12/medication#1/dose", "no form medication#1", "phga"),
            ("log/phga/vas", "no form phga", "medication"),
            ("log/medication/dose", "is a log", "medication#1"),
            (
                "log/medication#1/doze",
                "no field doze",
                "did you mean dose?",
            ),
        ] {
            let (message, hints) = said(wrong).unwrap_err();
            assert!(message.contains(words), "{wrong}: {message}");
            assert!(hints[0].contains(hint), "{wrong}: {hints:?}");
        }
    }
}
