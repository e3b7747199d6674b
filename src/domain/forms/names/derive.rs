//! Names of forms and fields that no file names: a site's own. They follow from ids by one rule: small letters, every other
//! character a `_`, cut to length, and a number behind a name that another has, in the order of the bedside.

use super::{FieldNames, FormNames, oids, rule};
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::instrument::{Field, Instrument, Respondent};
use std::collections::{BTreeMap, BTreeSet};

/// Most characters that a form's own name takes of the names of its fields.
const PREFIX: usize = 8;

/// The names that are taken, of forms, fields and scores.
#[derive(Default)]
pub(super) struct Taken {
    forms: BTreeSet<String>,
    oids: BTreeSet<String>,
    fields: BTreeSet<String>,
}

impl Taken {
    /// Returns a name of a form, or of a field of it, that is taken.
    pub(super) fn clash<'a>(&self, names: &'a FormNames) -> Option<&'a str> {
        let form = Some(names.redcap.as_str()).filter(|own| self.forms.contains(*own));
        let oid = Some(names.oid.as_str()).filter(|own| self.oids.contains(*own));
        let mut fields = names.fields.values().map(|field| field.redcap.as_str());
        let field = fields.find(|own| self.fields.contains(*own));
        form.or(oid).or(field)
    }

    /// Takes all names of a form.
    pub(super) fn form(&mut self, names: &FormNames) {
        self.forms.insert(names.redcap.clone());
        self.oids.insert(names.oid.clone());
        let fields = names.fields.values();
        self.fields.extend(fields.map(|field| field.redcap.clone()));
    }

    /// Takes the names of a score.
    pub(super) fn score(&mut self, redcap: &str) {
        self.fields.insert(redcap.to_owned());
        self.oids.insert(super::scores::OID.to_owned());
    }
}

/// Returns names for a form without its fields.
pub(super) fn form(form: &Instrument, taken: &mut Taken) -> FormNames {
    let id = form.id.as_str();
    let redcap = unique(&plain(id, 'f'), rule::REDCAP, |name| {
        rule::form(name).is_ok() && !taken.forms.contains(name)
    });
    let oid = unique(&plain(id, 'f'), rule::OID, |name| {
        !taken.oids.contains(&name.to_ascii_uppercase())
    });
    let names = FormNames {
        redcap,
        oid: oid.to_ascii_uppercase(),
        domain: match form.respondent {
            Respondent::Patient => "QS",
            Respondent::Laboratory => "LB",
            Respondent::Assessor | Respondent::Physician | Respondent::Nurse => "FA",
        }
        .to_owned(),
        category: None,
        fields: BTreeMap::new(),
    };
    taken.form(&names);
    names
}

/// Gives names to those fields of a form that have none yet.
pub(super) fn fields(form: &Instrument, names: &mut FormNames, taken: &mut Taken) {
    for field in form.fields() {
        if !names.fields.contains_key(&field.id) {
            let found = of_field(field, names, taken);
            names.fields.insert(FieldId::clone(&field.id), found);
        }
    }
}

fn of_field(field: &Field, form: &FormNames, taken: &mut Taken) -> FieldNames {
    let prefix = cut(&form.redcap, PREFIX);
    let name = format!("{prefix}_{}", plain(field.id.as_str(), 'x'));
    let redcap = unique(&name, rule::FIELD, |name| {
        rule::field(name).is_ok() && !taken.fields.contains(name)
    });
    taken.fields.insert(redcap.clone());
    let free = |code: &&String| {
        let same = |names: &FieldNames| names.testcd.as_ref() == Some(*code);
        rule::code(code).is_ok() && !form.fields.values().any(same)
    };
    let testcd = field.cdisc.as_ref().filter(free).cloned();
    FieldNames {
        redcap,
        oid: oids::item(&form.oid, field.id.as_str()),
        domain: form.domain.clone(),
        test: testcd.as_ref().map(|_| field.label.clone()),
        testcd,
        ..FieldNames::default()
    }
}

/// Returns an id in small letters, digits and single `_`; `first` stands before one that begins with no letter.
fn plain(id: &str, first: char) -> String {
    let small = id.to_ascii_lowercase();
    let words = small.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let name = words.join("_");
    match name.starts_with(|c: char| c.is_ascii_lowercase()) {
        true => name,
        false => format!("{first}{name}"),
    }
}

/// Returns the start of a name, which has one byte a character; no `_` stands at its end.
fn cut(name: &str, most: usize) -> &str {
    name.get(..most).unwrap_or(name).trim_end_matches('_')
}

/// Returns the name, cut to length, with the smallest number behind it from 2 on where it is not free by itself.
fn unique(name: &str, most: usize, is_free: impl Fn(&str) -> bool) -> String {
    let whole = cut(name, most).to_owned();
    if is_free(&whole) {
        return whole;
    }
    let numbered = (2_u32..).map(|number| {
        let end = format!("_{number}");
        format!("{}{end}", cut(name, most.saturating_sub(end.len())))
    });
    numbered
        .into_iter()
        .find(|name| is_free(name))
        .unwrap_or(whole)
}
