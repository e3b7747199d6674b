//! What the study is: units, and for each version its visits, forms, item groups, items, code lists and conditions.
//!
//! OIDs follow from ids and names alone, so that they are the same in every version.

mod condition;
mod item;

use super::own::{self, GROUPS, OwnGroup};
use super::xml::{Xml, maybe, with};
use crate::domain::base::ids::FormId;
use crate::domain::forms::engine::instrument::{FieldKind, Instrument, Kept};
use crate::domain::forms::names::{FormNames, StudyNames, oids};
use crate::domain::record::rows;
use crate::domain::study::Study;
use crate::domain::study::unplanned::is_unscheduled;
use crate::export::exporter::{Context, Fault};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// Writes the study with all its versions, oldest first.
pub(super) fn write<W: Write>(context: &Context, xml: &mut Xml<W>) -> Result<(), Fault> {
    let study = &context.study;
    let protocol = &study.protocol;
    xml.open("Study", &[with("OID", own::study(study))])?;
    xml.open("GlobalVariables", &[])?;
    xml.text("StudyName", &[], &protocol.id)?;
    xml.text("StudyDescription", &[], &protocol.title)?;
    xml.text("ProtocolName", &[], &protocol.id)?;
    xml.close()?;
    xml.open("BasicDefinitions", &[])?;
    for unit in units(study) {
        xml.open(
            "MeasurementUnit",
            &[with("OID", oids::unit(&unit)), with("Name", unit.as_str())],
        )?;
        xml.open("Symbol", &[])?;
        translated(xml, &unit)?;
        xml.close()?;
        xml.close()?;
    }
    xml.close()?;
    let earlier = study.earlier.iter().map(|earlier| &*earlier.study);
    for version in earlier.chain([&**study]) {
        let version = Version {
            study,
            own: version,
            names: &context.names,
        };
        version.write(xml)?;
    }
    xml.close()
}

/// Writes a text in the language of the forms.
fn translated<W: Write>(xml: &mut Xml<W>, text: &str) -> Result<(), Fault> {
    xml.text("TranslatedText", &[with("xml:lang", "en")], text)
}

/// Returns every unit that a value of any version can have.
fn units(study: &Study) -> BTreeSet<String> {
    let mut units = BTreeSet::new();
    for version in study.versions() {
        let forms = version.instruments.values().chain([&version.enrolment]);
        for form in forms {
            for field in form.fields() {
                units.extend(field.own_unit().map(str::to_owned));
                units.extend(item::units(form, &field.kind).map(str::to_owned));
                if let FieldKind::Lab { quantity, .. } = &field.kind {
                    units.insert(quantity.stored().code().to_owned());
                }
            }
        }
    }
    units
}

/// A version of the study while it is written.
struct Version<'a> {
    /// The newest version.
    study: &'a Study,
    own: &'a Study,
    names: &'a StudyNames,
}

impl<'a> Version<'a> {
    fn write<W: Write>(&self, xml: &mut Xml<W>) -> Result<(), Fault> {
        let content = Some(self.own.content.as_str()).filter(|content| !content.is_empty());
        xml.open(
            "MetaDataVersion",
            &[
                with("OID", own::version(self.own)),
                with("Name", format!("Version {}", self.own.number)),
                maybe("Description", content),
            ],
        )?;
        self.events(xml)?;
        let forms = self.forms();
        for (form, known) in &forms {
            self.form(form, known, xml)?;
        }
        for form in [own::VISIT, own::RECORD] {
            let groups = GROUPS.iter().filter(|group| group.form == form);
            let name = match form {
                own::VISIT => "Visit",
                _ => "Record",
            };
            xml.open(
                "FormDef",
                &[
                    with("OID", oids::form(form)),
                    with("Name", name),
                    with("Repeating", "No"),
                ],
            )?;
            for (number, group) in (1_u32..).zip(groups) {
                reference(
                    xml,
                    "ItemGroupRef",
                    "ItemGroupOID",
                    &own_group(group),
                    number,
                )?;
            }
            xml.close()?;
        }
        for (form, known) in &forms {
            self.groups(form, known, xml)?;
        }
        for group in GROUPS {
            xml.open(
                "ItemGroupDef",
                &[
                    with("OID", own_group(group)),
                    with("Name", group.name),
                    with("Repeating", yes(group.repeats)),
                ],
            )?;
            for (number, item) in (1_u32..).zip(group.items) {
                let oid = own::item_oid(group.form, group.id, item.id);
                reference(xml, "ItemRef", "ItemOID", &oid, number)?;
            }
            xml.close()?;
        }
        for (form, known) in &forms {
            for field in form.fields() {
                if let Some(names) = known.field(&field.id) {
                    item::write(form, known, field, &names.oid, xml)?;
                }
            }
        }
        for group in GROUPS {
            item::write_own(group, xml)?;
        }
        for (form, known) in &forms {
            let used: BTreeSet<&str> = form.fields().filter_map(item::options).collect();
            for (list, choices) in form.option_sets.iter().filter(|(_, own)| !own.is_empty()) {
                if used.contains(list.as_str()) {
                    let codes = choices.iter();
                    let codes = codes.map(|own| (own.code.as_str(), own.label.as_str()));
                    code_list(xml, &oids::code_list(&known.oid, list), list, codes)?;
                }
            }
        }
        // A reason stays known when a later version gives it up, or an earlier one did not have it.
        let mut reasons: BTreeMap<&str, &str> = BTreeMap::new();
        for version in self.study.versions() {
            for reason in &version.protocol.missing_reasons {
                reasons.entry(&reason.code).or_insert(&reason.label);
            }
        }
        if !reasons.is_empty() {
            code_list(xml, oids::MISSING, "missing", reasons.into_iter())?;
        }
        for (oid, name, codes) in own::code_lists() {
            code_list(xml, oid, name, codes.into_iter().map(|code| (code, code)))?;
        }
        for (form, known) in &forms {
            condition::write((self.own, self.names), form, known, xml)?;
        }
        xml.close()
    }

    /// Returns the forms of the version with their names: enrolment, those of visits in their order, and the others.
    fn forms(&self) -> Vec<(&'a Instrument, &'a FormNames)> {
        let protocol = &self.own.protocol;
        let at_visits = protocol.visits.iter().flat_map(|visit| &visit.forms);
        let beside = protocol.eligibility.iter().chain(&protocol.logs);
        let all = at_visits.chain(beside).chain(self.own.instruments.keys());
        let mut seen = BTreeSet::from([&self.own.enrolment.id]);
        let others = all.filter(|form| seen.insert(*form));
        let others = others.filter_map(|form| self.own.instruments.get(form));
        std::iter::once(&self.own.enrolment)
            .chain(others)
            .filter_map(|form| Some((form, self.names.form(&form.id)?)))
            .collect()
    }

    fn events<W: Write>(&self, xml: &mut Xml<W>) -> Result<(), Fault> {
        let visits = &self.own.protocol.visits;
        let unplanned = &self.own.unplanned;
        let mut events: Vec<Event> = Vec::new();
        for visit in visits.iter().chain(unplanned) {
            let oid = own::event(self.study, &visit.id);
            if events.iter().any(|known| known.oid == oid.oid) {
                continue;
            }
            let is_planned = visits.iter().any(|planned| planned.id == visit.id);
            let name = match oid.repeat {
                Some(_) => "Unscheduled".to_owned(),
                None => visit.label.clone(),
            };
            events.push(Event {
                repeats: oid.repeat.is_some() || is_unscheduled(&visit.id) && !is_planned,
                oid: oid.oid,
                name,
                kind: if is_planned {
                    "Scheduled"
                } else {
                    "Unscheduled"
                },
                forms: self.oids(&visit.forms),
                own: own::VISIT,
            });
        }
        let protocol = &self.own.protocol;
        let beside = [&self.own.enrolment.id].into_iter();
        let beside = beside.chain(&protocol.eligibility).chain(&protocol.logs);
        events.push(Event {
            oid: own::beside().oid,
            name: rows::SESSION.to_owned(),
            kind: "Common",
            repeats: false,
            forms: self.oids(beside),
            own: own::RECORD,
        });
        xml.open("Protocol", &[])?;
        for (number, event) in (1_u32..).zip(&events) {
            reference(xml, "StudyEventRef", "StudyEventOID", &event.oid, number)?;
        }
        xml.close()?;
        for event in &events {
            xml.open(
                "StudyEventDef",
                &[
                    with("OID", event.oid.as_str()),
                    with("Name", event.name.as_str()),
                    with("Repeating", yes(event.repeats)),
                    with("Type", event.kind),
                ],
            )?;
            let forms = event.forms.iter().cloned();
            for (number, form) in (1_u32..).zip(forms.chain([oids::form(event.own)])) {
                reference(xml, "FormRef", "FormOID", &form, number)?;
            }
            xml.close()?;
        }
        Ok(())
    }

    fn oids<'b>(&self, forms: impl IntoIterator<Item = &'b FormId>) -> Vec<String> {
        let known = forms.into_iter().filter(|form| {
            **form == self.own.enrolment.id || self.own.instruments.contains_key(*form)
        });
        let named = known.filter_map(|form| self.names.form(form));
        named.map(|names| oids::form(&names.oid)).collect()
    }

    fn form<W: Write>(
        &self,
        form: &Instrument,
        known: &FormNames,
        xml: &mut Xml<W>,
    ) -> Result<(), Fault> {
        xml.open(
            "FormDef",
            &[
                with("OID", oids::form(&known.oid)),
                with("Name", form.long_title.as_str()),
                with("Repeating", yes(form.kept == Kept::Rows)),
            ],
        )?;
        for (number, section) in (1_u32..).zip(&form.sections) {
            let oid = oids::item_group(&known.oid, &section.id);
            reference(xml, "ItemGroupRef", "ItemGroupOID", &oid, number)?;
        }
        xml.close()
    }

    fn groups<W: Write>(
        &self,
        form: &Instrument,
        known: &FormNames,
        xml: &mut Xml<W>,
    ) -> Result<(), Fault> {
        for section in &form.sections {
            let name = match section.title.as_str() {
                "" => section.id.as_str(),
                title => title,
            };
            xml.open(
                "ItemGroupDef",
                &[
                    with("OID", oids::item_group(&known.oid, &section.id)),
                    with("Name", name),
                    with("Repeating", yes(form.kept == Kept::Rows)),
                ],
            )?;
            let mut number = 1_u32;
            for field in &section.fields {
                let Some(names) = known.field(&field.id) else {
                    continue;
                };
                let condition = condition::of((self.own, self.names), known, field);
                let condition = condition.map(|condition| condition.oid);
                let is_mandatory = field.required && condition.is_none();
                let limit = super::items::limit_of(&names.oid, &field.kind);
                let all = [(names.oid.clone(), is_mandatory)].into_iter();
                for (oid, is_mandatory) in all.chain(limit.map(|oid| (oid, false))) {
                    xml.leaf(
                        "ItemRef",
                        &[
                            with("ItemOID", oid),
                            with("OrderNumber", number.to_string()),
                            with("Mandatory", yes(is_mandatory)),
                            maybe("CollectionExceptionConditionOID", condition.as_deref()),
                        ],
                    )?;
                    number += 1;
                }
            }
            xml.close()?;
        }
        Ok(())
    }
}

/// A study event.
struct Event {
    oid: String,
    name: String,
    kind: &'static str,
    repeats: bool,
    forms: Vec<String>,
    /// The form of the program's own that belongs to it.
    own: &'static str,
}

fn own_group(group: &OwnGroup) -> String {
    own::group(group.form, group.id)
}

fn yes(is: bool) -> &'static str {
    if is { "Yes" } else { "No" }
}

fn reference<W: Write>(
    xml: &mut Xml<W>,
    name: &'static str,
    attribute: &'static str,
    oid: &str,
    number: u32,
) -> Result<(), Fault> {
    xml.leaf(
        name,
        &[
            with(attribute, oid),
            with("OrderNumber", number.to_string()),
            with("Mandatory", "No"),
        ],
    )
}

fn code_list<'a, W: Write>(
    xml: &mut Xml<W>,
    oid: &str,
    name: &str,
    codes: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<(), Fault> {
    xml.open(
        "CodeList",
        &[
            with("OID", oid),
            with("Name", name),
            with("DataType", "text"),
        ],
    )?;
    for (code, label) in codes {
        xml.open("CodeListItem", &[with("CodedValue", code)])?;
        xml.open("Decode", &[])?;
        translated(xml, label)?;
        xml.close()?;
        xml.close()?;
    }
    xml.close()
}
