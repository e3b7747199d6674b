//! Rows of EX, CM and AE: what was given and what happened, of the logs and of the forms that ask for it.

use super::codes;
use super::row::Row;
use super::subject::{Subject, When, code, partial, text, time};
use super::variable::Dataset;
use crate::domain::base::answer::Answer;
use crate::domain::course::{ADVERSE_EVENT, MEDICATION, dose_form};
use crate::domain::forms::engine::cells;
use crate::domain::record::rows;
use crate::domain::record::session::FormCells;

/// Returns a row for each infusion that was given.
pub(super) fn ex(subject: &Subject<'_>, dataset: &'static Dataset) -> Vec<Row> {
    if subject.person.beside().is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for dose in &subject.doses {
        let cells = dose.cells;
        let mut row = subject.row(dataset);
        row.set("SPID", format!("ABATACEPT-{}", dose.row));
        row.set("TRT", "ABATACEPT");
        let given = cells::answer(cells, "given").and_then(Answer::as_number);
        row.set("DOSE", given);
        row.set("DOSU", given.map(|_| "mg"));
        row.set("DOSFRM", "SOLUTION");
        row.set("DOSFRQ", "ONCE");
        row.set("ROUTE", "INTRAVENOUS");
        row.set("LOT", text(cells, "lot"));
        if code(cells, "state") == "interrupted" {
            row.set(
                "ADJ",
                match code(cells, "reason") {
                    "other" => text(cells, "reason-words").to_owned(),
                    reason => codes::term(reason),
                },
            );
            row.supplement("EXINTRPT", "Infusion was interrupted", "Y");
        }
        let planned = cells::answer(cells, "planned").and_then(Answer::as_number);
        if let Some(planned) = planned {
            row.supplement("EXPLDOS", "Planned dose, mg", planned.to_string());
        }
        subject.set_epoch(&mut row, dose.start.map(|start| start.day));
        subject.date(&mut row, ("STDTC", "STDY"), dose.start);
        subject.date(&mut row, ("ENDTC", "ENDY"), dose.end.or(dose.start));
        found.push(row);
    }
    found
}

/// Returns a row for each medication of the log, for each that screening asks about, and for each visit that asks for the
/// dose of glucocorticoid.
pub(super) fn cm(subject: &Subject<'_>, dataset: &'static Dataset) -> Vec<Row> {
    let mut found = Vec::new();
    if let Some(session) = subject.person.beside() {
        let screening = subject.study().eligibility();
        let screening = screening.and_then(|form| session.forms.get(&form.id));
        if let Some((form, cells)) = subject.study().eligibility().zip(screening) {
            let cells = &subject.counting(session, &form.id, cells);
            for (number, suffix) in ["", ".2", ".3", ".4"].into_iter().enumerate() {
                found.extend(at_screening(subject, dataset, cells, number + 1, suffix));
            }
            found.extend(biologic(subject, dataset, cells));
        }
        for logged in rows::valid_rows(subject.record(), MEDICATION) {
            let cells = subject.counting(session, logged.id, logged.cells);
            found.extend(logged_drug(subject, dataset, &cells, logged.number));
        }
    }
    for (stop, session) in subject.person.visits() {
        let study = subject.study().of(session);
        let Some(form) = dose_form(study) else {
            continue;
        };
        let Some(cells) = session.forms.get(form) else {
            continue;
        };
        let cells = &subject.counting(session, form, cells);
        let Some(taken) = cells::answer(cells, "taken") else {
            continue;
        };
        let mut row = subject.row(dataset);
        row.set("SPID", stop.planned.visit.as_str());
        row.set("CAT", "GLUCOCORTICOID AT THE VISIT");
        row.set("PRESP", "Y");
        row.set("TRT", "SYSTEMIC GLUCOCORTICOID");
        match taken {
            Answer::Missing { .. } => {
                row.set("STAT", "NOT DONE");
                row.set("REASND", super::findings::reason(study, taken));
            }
            Answer::Value { .. } => {
                let is_taken = taken.as_code() == Some("y");
                row.set("OCCUR", if is_taken { "Y" } else { "N" });
                if is_taken {
                    if let Some(drug) = cells::code(cells, "drug") {
                        row.set("TRT", codes::term(drug));
                    }
                    dose(&mut row, cells, "");
                    row.set("DOSU", cells::answer(cells, "dose").map(|_| "mg"));
                }
            }
        }
        subject.visit(&mut row, stop);
        subject.set_epoch(&mut row, session.day());
        subject.date(&mut row, ("DTC", "DY"), session.day().map(When::from));
        found.push(row);
    }
    found
}

fn dose(row: &mut Row, form: &FormCells, suffix: &str) {
    let field = |name: &str| format!("{name}{suffix}");
    let number = cells::answer(form, &field("dose")).and_then(Answer::as_number);
    row.set("DOSE", number);
    row.set(
        "DOSU",
        number.map(|_| codes::unit(code(form, &field("unit")))),
    );
    row.set("DOSFRQ", codes::frequency(code(form, &field("frequency"))));
    row.set("ROUTE", codes::route(code(form, &field("route"))));
}

fn logged_drug(
    subject: &Subject<'_>,
    dataset: &'static Dataset,
    form: &FormCells,
    number: u32,
) -> Option<Row> {
    let class = code(form, "class");
    let drug = match (class, code(form, "immunosuppressant")) {
        ("glucocorticoid", _) => codes::term(code(form, "glucocorticoid")),
        ("immunosuppressant", "other") => text(form, "immunosuppressant-name").to_owned(),
        ("immunosuppressant", drug) => codes::term(drug),
        _ => text(form, "name").to_owned(),
    };
    if drug.trim().is_empty() {
        return None;
    }
    let mut row = subject.row(dataset);
    row.set("SPID", format!("MEDICATION-{number}"));
    row.set("TRT", drug);
    row.set("CAT", codes::term(class));
    row.set("INDC", text(form, "indication"));
    dose(&mut row, form, "");
    if cells::yes(form, "pulse") {
        row.supplement("CMPULSE", "Given as a pulse", "Y");
    }
    let changed = code(form, "change-reason");
    row.supplement(
        "CMCHGRS",
        "Why it was changed or stopped",
        codes::term(changed),
    );
    period(subject, &mut row, form, "start");
    Some(row)
}

/// Sets the days of a row of a log.
fn period(subject: &Subject<'_>, row: &mut Row, form: &FormCells, begin: &str) {
    let start = partial(form, begin);
    let at = time(form, &format!("{begin}-time"));
    subject.set_epoch(row, start.and_then(|start| start.whole()));
    subject.partial(row, ("STDTC", "STDY"), start, at);
    match code(form, "ongoing") {
        "y" => {
            row.set("ENRTPT", "ONGOING");
            row.set("ENTPT", subject.as_of.to_string());
        }
        "n" => subject.partial(row, ("ENDTC", "ENDY"), partial(form, "end"), None),
        _ => {}
    }
}

fn at_screening(
    subject: &Subject<'_>,
    dataset: &'static Dataset,
    form: &FormCells,
    number: usize,
    suffix: &str,
) -> Option<Row> {
    let field = |name: &str| format!("{name}{suffix}");
    let drug = match code(form, &field("immunosuppressant")) {
        "" | "none" => return None,
        "other" => text(form, &field("immunosuppressant-name")).to_owned(),
        drug => codes::term(drug),
    };
    if drug.trim().is_empty() {
        return None;
    }
    let mut row = subject.row(dataset);
    row.set("SPID", format!("ELIGIBILITY-{number}"));
    row.set("TRT", drug);
    row.set("CAT", "IMMUNOSUPPRESSANT BEFORE THE TRIAL");
    let dose = cells::answer(form, &field("immunosuppressant-dose")).and_then(Answer::as_number);
    row.set("DOSE", dose);
    let unit = code(form, &field("immunosuppressant-unit"));
    row.set("DOSU", dose.map(|_| codes::unit(unit)));
    let start = partial(form, &field("immunosuppressant-start"));
    subject.set_epoch(&mut row, start.and_then(|start| start.whole()));
    subject.partial(&mut row, ("STDTC", "STDY"), start, None);
    Some(row)
}

fn biologic(subject: &Subject<'_>, dataset: &'static Dataset, form: &FormCells) -> Option<Row> {
    let drug = match code(form, "biologic") {
        "" | "none" => return None,
        "other" => text(form, "biologic-name").to_owned(),
        drug => codes::term(drug),
    };
    if drug.trim().is_empty() {
        return None;
    }
    let mut row = subject.row(dataset);
    row.set("SPID", "ELIGIBILITY-BIOLOGIC");
    row.set("TRT", drug);
    row.set("CAT", "BIOLOGIC BEFORE THE TRIAL");
    subject.partial(
        &mut row,
        ("ENDTC", "ENDY"),
        partial(form, "biologic-end"),
        None,
    );
    Some(row)
}

/// The criteria of seriousness: their variables and fields.
const CRITERIA: [(&str, &str); 6] = [
    ("SCONG", "malformation"),
    ("SDISAB", "disability"),
    ("SDTH", "death"),
    ("SHOSP", "hospital"),
    ("SLIFE", "life-threatening"),
    ("SMIE", "important"),
];

/// The causes beside the study drug: their fields and terms.
const CAUSES: [(&str, &str); 3] = [
    ("related.drug", "ANOTHER DRUG"),
    ("related.disease", "DISEASE"),
    ("related.procedure", "PROCEDURE"),
];

/// Returns a row for each adverse event.
pub(super) fn ae(subject: &Subject<'_>, dataset: &'static Dataset) -> Vec<Row> {
    let Some(session) = subject.person.beside() else {
        return Vec::new();
    };
    let logged = rows::valid_rows(subject.record(), ADVERSE_EVENT);
    logged
        .into_iter()
        .filter(|logged| !text(logged.cells, "term").trim().is_empty())
        .map(|logged| {
            let form = &subject.counting(session, logged.id, logged.cells);
            let mut row = subject.row(dataset);
            row.set("SPID", format!("ADVERSE-EVENT-{}", logged.number));
            row.set("TERM", text(form, "term"));
            row.set("TOXGR", code(form, "grade"));
            let serious = yes_no(code(form, "serious"));
            row.set("SER", serious);
            if serious == "Y" {
                for (stem, field) in CRITERIA {
                    row.set(stem, yes_no(code(form, field)));
                }
            }
            row.set("ACN", codes::term(code(form, "action")));
            row.set(
                "REL",
                match code(form, "related.abatacept") {
                    "related" => "RELATED",
                    "not-related" => "NOT RELATED",
                    _ => "",
                },
            );
            let causes = CAUSES
                .iter()
                .filter(|(field, _)| code(form, field) == "related");
            let causes: Vec<&str> = causes.map(|(_, term)| *term).collect();
            row.set("RELNST", causes.join("; "));
            row.set("OUT", codes::outcome(code(form, "outcome")));
            let special = code(form, "special");
            if special != "none" {
                row.supplement("AESPECL", "Event of special interest", codes::term(special));
            }
            if let Some(day) = super::subject::day(form, "aware-date") {
                let time = time(form, "aware-time");
                let aware = When { day, time };
                row.supplement(
                    "AEAWARE",
                    "Known to the site as serious since",
                    aware.text(),
                );
            }
            if let Some(day) = super::subject::day(form, "seen") {
                row.supplement("AESEEN", "Seen by an investigator on", day.to_string());
            }
            period(subject, &mut row, form, "onset");
            row
        })
        .collect()
}

fn yes_no(code: &str) -> &'static str {
    match code {
        "y" => "Y",
        "n" => "N",
        _ => "",
    }
}
