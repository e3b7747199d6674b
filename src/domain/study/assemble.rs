//! Puts a study together from its files, and judges what takes more than one of them.
//!
//! Takes texts, never paths: which files a study has is for `study_directory` to find out.

use super::{Protocol, Study, parse as study_file, unplanned};
use crate::domain::base::data::{DataError, DataFile, FileOrigin, Marked, Marks};
use crate::domain::base::ids::FormId;
use crate::domain::forms::engine::instrument::{FieldKind, Instrument, Kept, Measure};
use crate::domain::forms::{enrolment, table};
use std::collections::BTreeMap;

/// Id of the form in which a participant is enrolled.
pub const ENROLMENT: &str = enrolment::ID;

/// Field of the form of eligibility that names the last biologic.
pub const BIOLOGIC: &str = "biologic";

/// Makes the study of a study file and form files; forms that the study file does not name are read, then left out.
///
/// Where two files contradict each other the later one is to blame.
///
/// # Errors
/// The first mistake in any of the files, or between them.
pub fn assemble(study: DataFile<'_>, forms: &[DataFile<'_>]) -> Result<Study, DataError> {
    assemble_from(FileOrigin::New, study, forms)
}

/// Makes the study of files that the record keeps: their texts were judged when they were new.
///
/// # Errors
/// The first mistake in any of the files, or between them.
pub fn assemble_kept(study: DataFile<'_>, forms: &[DataFile<'_>]) -> Result<Study, DataError> {
    assemble_from(FileOrigin::Kept, study, forms)
}

fn assemble_from(
    origin: FileOrigin,
    study: DataFile<'_>,
    forms: &[DataFile<'_>],
) -> Result<Study, DataError> {
    let protocol = study_file::read(study.name, study.text, origin)?;
    let mut read = Forms::new();
    let mut order = Vec::new();
    for file in forms {
        let form = table::read(file.name, file.text, origin)?;
        let id = form.value.id.clone();
        if read.contains_key(&id) {
            return Err(form
                .marks
                .error("id", format!("another file already has the form \"{id}\"")));
        }
        order.push(id.clone());
        read.insert(id, (form, file.text));
    }
    forms_exist(&protocol, &read)?;
    let used = |id: &FormId| {
        let study = &protocol.value;
        id.as_str() == ENROLMENT
            || study.visits.iter().any(|v| v.forms.contains(id))
            || study.logs.contains(id)
            || study.eligibility.as_ref() == Some(id)
    };
    read.retain(|id, _| used(id));
    for (form, _) in read.values() {
        reasons_exist(&form.value, &form.marks, &protocol.value)?;
        scoring_fits(&form.value, &form.marks)?;
    }
    for (form, _) in protocol.value.logs.iter().filter_map(|id| read.get(id)) {
        log_fits(&form.value, &form.marks)?;
    }
    washouts_exist(&protocol, &read)?;
    one_form_a_measure(order.iter().filter_map(|id| read.get(id)))?;

    let hash = hash(study.text, read.iter().map(|(id, (_, text))| (id, *text)));
    let protocol = protocol.value;
    let mut instruments: BTreeMap<FormId, Instrument> = read
        .into_iter()
        .map(|(id, (form, _))| (id, form.value))
        .collect();
    let Some(enrolment) = instruments.remove(ENROLMENT) else {
        return Err(Marks::new(study.name).error("", "the study has no form \"enrolment\""));
    };
    Ok(Study {
        enrolment: with_id_form(enrolment, &protocol.participant_id),
        unplanned: unplanned::visits(&protocol),
        protocol,
        instruments,
        hash,
        content: String::new(),
        number: 1,
        earlier: Vec::new(),
        own_names: Vec::new(),
    })
}

type Forms<'a> = BTreeMap<FormId, (Marked<Instrument>, &'a str)>;

fn forms_exist(protocol: &Marked<Protocol>, forms: &Forms<'_>) -> Result<(), DataError> {
    let study = &protocol.value;
    for visit in &study.visits {
        for form in &visit.forms {
            let place = format!("visit.{}.{form}", visit.id);
            if form.as_str() == ENROLMENT {
                let message = "the form \"enrolment\" belongs to no visit";
                return Err(protocol.marks.error(&place, message));
            }
            form_exists(protocol, &place, form, forms, Kept::Visits)?;
        }
    }
    for form in &study.logs {
        form_exists(protocol, &format!("log.{form}"), form, forms, Kept::Rows)?;
    }
    for (role, hidden) in &study.audit_hidden {
        for form in hidden {
            if !forms.contains_key(form) {
                return Err(protocol.marks.unknown(
                    &format!("hidden.{role}.{form}"),
                    format!("there is no form \"{form}\""),
                    form.as_str(),
                    forms.keys().map(FormId::as_str),
                ));
            }
        }
    }
    if let Some(form) = &study.eligibility {
        form_exists(protocol, "eligibility", form, forms, Kept::Once)?;
    }
    Ok(())
}

/// Refuses a name of no form, and a form that is filled in somewhere else than the study file has it.
fn form_exists(
    protocol: &Marked<Protocol>,
    place: &str,
    form: &FormId,
    forms: &Forms<'_>,
    kept: Kept,
) -> Result<(), DataError> {
    let Some((read, _)) = forms.get(form) else {
        return Err(protocol.marks.unknown(
            place,
            format!("there is no form \"{form}\""),
            form.as_str(),
            forms.keys().map(FormId::as_str),
        ));
    };
    if read.value.kept == kept {
        return Ok(());
    }
    let belongs = match read.value.kept {
        Kept::Visits => "is filled in at visits: it has neither `log` nor `once`",
        Kept::Rows => "is kept in rows (`log = true`) and belongs to `logs`",
        Kept::Once => "is filled in once (`once = true`) and belongs to no visit and no log",
    };
    Err(protocol
        .marks
        .error(place, format!("the form \"{form}\" {belongs}")))
}

fn reasons_exist(form: &Instrument, marks: &Marks, protocol: &Protocol) -> Result<(), DataError> {
    let check = |code: &str, place: String| {
        let reasons = &protocol.missing_reasons;
        if reasons.iter().any(|reason| reason.code == code) {
            return Ok(());
        }
        Err(marks.unknown(
            &place,
            format!("the study has no missing reason \"{code}\""),
            code,
            reasons.iter().map(|reason| reason.code.as_str()),
        ))
    };
    for code in &form.missing {
        check(code, format!("missing.{code}"))?;
    }
    for field in form.fields() {
        for code in field.missing.iter().flatten() {
            check(code, format!("reason.{}.{code}", field.id))?;
        }
    }
    Ok(())
}

/// Refuses a form that lacks a field that its score reads.
fn scoring_fits(form: &Instrument, marks: &Marks) -> Result<(), DataError> {
    let Some(scorer) = form.scoring else {
        return Ok(());
    };
    for (id, need) in scorer.needs() {
        if let Some(fault) = need.fault(form, &id) {
            let place = match form.field(&id) {
                Some(_) => format!("field.{id}"),
                None => "scoring".to_owned(),
            };
            return Err(marks.error(&place, format!("the form cannot be scored: {fault}")));
        }
    }
    for field in form.fields() {
        if let Some(fault) = scorer.refuses(form, field) {
            return Err(marks.error(&format!("field.{}", field.id), fault));
        }
    }
    Ok(())
}

/// Refuses the form of a log that lacks a field that is computed with.
fn log_fits(form: &Instrument, marks: &Marks) -> Result<(), DataError> {
    for (id, need) in table::row_needs(form.id.as_str()) {
        if let Some(fault) = need.fault(form, id) {
            let place = match form.field(id) {
                Some(_) => format!("field.{id}"),
                None => "id".to_owned(),
            };
            let message = format!("the rows of \"{}\" cannot be read: {fault}", form.id);
            return Err(marks.error(&place, message));
        }
    }
    Ok(())
}

/// Refuses the washout of a drug that the form of eligibility does not offer.
fn washouts_exist(protocol: &Marked<Protocol>, forms: &Forms<'_>) -> Result<(), DataError> {
    let study = &protocol.value;
    let form = study.eligibility.as_ref().and_then(|id| forms.get(id));
    let Some((form, _)) = form else {
        return Ok(());
    };
    let field = form.value.field(BIOLOGIC);
    let known = || {
        field
            .into_iter()
            .flat_map(|field| form.value.choices(field))
    };
    for washout in &study.rules.eligibility.washout {
        if !known().any(|choice| choice.code == washout.drug) {
            let message = format!(
                "the field \"{BIOLOGIC}\" of the form of eligibility has no option \"{}\"",
                washout.drug
            );
            let codes = known().map(|choice| choice.code.as_str());
            let place = format!("washout.{}", washout.drug);
            return Err(protocol
                .marks
                .unknown(&place, message, &washout.drug, codes));
        }
    }
    Ok(())
}

/// Refuses two forms that feed one measure, since only one value can count; the later file is to blame.
fn one_form_a_measure<'a>(
    forms: impl Iterator<Item = &'a (Marked<Instrument>, &'a str)>,
) -> Result<(), DataError> {
    let mut fed: BTreeMap<Measure, &FormId> = BTreeMap::new();
    for (form, _) in forms {
        let Some(measure) = form.value.measure else {
            continue;
        };
        if let Some(other) = fed.insert(measure, &form.value.id) {
            let message = format!(
                "the measure {} already comes from the form \"{other}\"",
                measure.key()
            );
            return Err(form.marks.error("measure", message));
        }
    }
    Ok(())
}

/// Gives the field `id` of enrolment the study's form of ids, unless the form file has its own.
fn with_id_form(mut enrolment: Instrument, form: &str) -> Instrument {
    for field in enrolment.sections.iter_mut().flat_map(|s| &mut s.fields) {
        if let FieldKind::Text {
            pattern: pattern @ None,
            ..
        } = &mut field.kind
            && field.id.as_str() == "id"
        {
            *pattern = Some(form.to_owned());
        }
    }
    enrolment
}

/// Returns the BLAKE3 of the study text, then of each form in the order of ids, in hex.
///
/// Every text is preceded by its name and length, so that no two sets of texts run together to the same bytes.
pub(super) fn hash<'a>(study: &str, forms: impl Iterator<Item = (&'a FormId, &'a str)>) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |name: &str, text: &str| {
        hasher.update(format!("{name} {}\n", text.len()).as_bytes());
        hasher.update(text.as_bytes());
    };
    add("study", study);
    for (id, text) in forms {
        add(id.as_str(), text);
    }
    hasher.finalize().to_hex().to_string()
}
