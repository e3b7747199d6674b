//! `define.xml` (Define-XML 2.1): the datasets and variables as their tables have them.

mod values;

use super::variable::{Class, Core, Dataset, Kind, Origin, Variable};
use crate::domain::forms::names::scores;
use crate::export::exporter::{Context, Fault};
use crate::export::files::Files;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::collections::BTreeMap;
use std::io::{self, Write};
use values::Tests;

/// Name of the file.
pub const FILE: &str = "define.xml";

/// Returns the OID of the file.
pub fn file_oid(context: &Context) -> String {
    format!("F.{}", context.study.protocol.id)
}

/// Returns the OID of the study.
pub fn study_oid(context: &Context) -> String {
    format!("S.{}", context.study.protocol.id)
}

/// Returns the OID of the version of the metadata.
pub fn version_oid(context: &Context) -> String {
    format!("MDV.{}.{}", context.study.protocol.id, context.study.number)
}

/// Returns the OID of a dataset.
pub fn group_oid(dataset: &Dataset) -> String {
    format!("IG.{}", dataset.name)
}

/// Returns the OID of a variable.
pub fn item_oid(dataset: &Dataset, variable: &Variable) -> String {
    format!("IT.{}.{}", dataset.name, dataset.name_of(variable))
}

type Xml<'a> = Writer<&'a mut dyn Write>;

/// Writes the file for the datasets that have rows.
///
/// # Errors
/// When it cannot be written.
pub fn write(
    context: &Context,
    datasets: &[&'static Dataset],
    files: &mut dyn Files,
) -> Result<(), Fault> {
    let scores = scores::all().map_err(|error| Fault::Format(error.to_string()))?;
    let tests = Tests::of(context, &scores);
    let mut file = files.create(FILE)?;
    let mut xml = Writer::new_with_indent(&mut *file as &mut dyn Write, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let created = context.as_of.at.format("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let oid = format!("{}.DEFINE", file_oid(context));
    let head = [
        ("xmlns", "http://www.cdisc.org/ns/odm/v1.3"),
        ("xmlns:def", "http://www.cdisc.org/ns/def/v2.1"),
        ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
        ("ODMVersion", "1.3.2"),
        ("FileType", "Snapshot"),
        ("FileOID", &oid),
        ("CreationDateTime", &created),
        ("Originator", &context.study.protocol.id),
        ("SourceSystem", "coreset"),
        ("SourceSystemVersion", &context.program),
        ("def:Context", "Other"),
    ];
    within(&mut xml, "ODM", &head, |xml| {
        study(xml, context, &tests, datasets)
    })?;
    file.write_all(b"\n")?;
    file.flush()?;
    Ok(())
}

/// Writes an element with what is in it.
fn within(
    xml: &mut Xml<'_>,
    name: &str,
    attributes: &[(&str, &str)],
    inside: impl FnOnce(&mut Xml<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let element = xml
        .create_element(name)
        .with_attributes(attributes.iter().copied());
    element.write_inner_content(inside)?;
    Ok(())
}

/// Writes an element with nothing in it.
fn empty(xml: &mut Xml<'_>, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    let element = xml
        .create_element(name)
        .with_attributes(attributes.iter().copied());
    element.write_empty()?;
    Ok(())
}

/// Writes an element with a text.
fn text(xml: &mut Xml<'_>, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
    let element = xml
        .create_element(name)
        .with_attributes(attributes.iter().copied());
    element.write_text_content(BytesText::new(text))?;
    Ok(())
}

fn described(xml: &mut Xml<'_>, element: &str, words: &str) -> io::Result<()> {
    within(xml, element, &[], |xml| {
        text(xml, "TranslatedText", &[("xml:lang", "en")], words)
    })
}

fn study(
    xml: &mut Xml<'_>,
    context: &Context,
    tests: &Tests,
    datasets: &[&'static Dataset],
) -> io::Result<()> {
    let protocol = &context.study.protocol;
    within(xml, "Study", &[("OID", &study_oid(context))], |xml| {
        within(xml, "GlobalVariables", &[], |xml| {
            text(xml, "StudyName", &[], &protocol.id)?;
            text(xml, "StudyDescription", &[], &protocol.title)?;
            text(xml, "ProtocolName", &[], &protocol.id)
        })?;
        let version = [
            ("OID", version_oid(context)),
            ("Name", format!("{} {}", protocol.id, protocol.version)),
            (
                "Description",
                "SDTM-shaped; the mapping for submission is the sponsor's".to_owned(),
            ),
            ("def:DefineVersion", "2.1.0".to_owned()),
        ];
        let version = version
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        within(xml, "MetaDataVersion", &version, |xml| {
            metadata(xml, tests, datasets)
        })
    })
}

fn metadata(xml: &mut Xml<'_>, tests: &Tests, datasets: &[&'static Dataset]) -> io::Result<()> {
    within(xml, "def:Standards", &[], |xml| {
        let standard = |name: &'static str, kind: &'static str, oid: &'static str| {
            [("OID", oid), ("Name", name), ("Type", kind)]
        };
        let mut guide = standard("SDTMIG", "IG", "STD.1").to_vec();
        guide.extend([("Version", "3.4"), ("Status", "Final")]);
        empty(xml, "def:Standard", &guide)?;
        let mut terms = standard("CDISC/NCI", "CT", "STD.2").to_vec();
        terms.extend([
            ("PublishingSet", "SDTM"),
            ("Version", "2025-03-25"),
            ("Status", "Final"),
        ]);
        empty(xml, "def:Standard", &terms)
    })?;
    tests.write_values(xml, datasets)?;
    for dataset in datasets {
        group(xml, dataset)?;
    }
    for dataset in datasets {
        for variable in dataset.variables {
            item(xml, tests, dataset, variable)?;
        }
    }
    tests.write_items(xml, datasets)?;
    let variables = || datasets.iter().flat_map(|dataset| dataset.variables);
    let lists: BTreeMap<_, _> = variables()
        .filter_map(|variable| variable.codes)
        .map(|list| (list.id, list))
        .collect();
    for (id, list) in lists {
        let oid = format!("CL.{id}");
        let head = [
            ("OID", oid.as_str()),
            ("Name", list.name),
            ("DataType", "text"),
            ("def:StandardOID", "STD.2"),
        ];
        within(xml, "CodeList", &head, |xml| {
            for (term, meaning) in list.terms {
                within(xml, "CodeListItem", &[("CodedValue", *term)], |xml| {
                    described(xml, "Decode", meaning)
                })?;
            }
            Ok(())
        })?;
    }
    tests.write_lists(xml, datasets)?;
    let methods: BTreeMap<_, _> = variables()
        .filter_map(|variable| variable.method)
        .map(|method| (method.name, method))
        .collect();
    for (name, method) in methods {
        let oid = format!("MT.{name}");
        let head = [
            ("OID", oid.as_str()),
            ("Name", name),
            ("Type", "Computation"),
        ];
        within(xml, "MethodDef", &head, |xml| {
            described(xml, "Description", method.words)
        })?;
    }
    Ok(())
}

fn group(xml: &mut Xml<'_>, dataset: &Dataset) -> io::Result<()> {
    let class = match dataset.class {
        Class::SpecialPurpose => "SPECIAL PURPOSE",
        Class::Interventions => "INTERVENTIONS",
        Class::Events => "EVENTS",
        Class::Findings => "FINDINGS",
        Class::FindingsAbout => "FINDINGS ABOUT",
        Class::Relationship => "RELATIONSHIP",
    };
    let repeating = if dataset.name == "DM" { "No" } else { "Yes" };
    // Supplemental qualifiers are of the domain that they are about.
    let domain = dataset.name.strip_prefix("SUPP").unwrap_or(dataset.name);
    let (oid, leaf) = (group_oid(dataset), format!("LF.{}", dataset.name));
    let head = [
        ("OID", oid.as_str()),
        ("Name", dataset.name),
        ("Domain", domain),
        ("SASDatasetName", dataset.name),
        ("Repeating", repeating),
        ("IsReferenceData", "No"),
        ("Purpose", "Tabulation"),
        ("def:Structure", dataset.structure),
        ("def:StandardOID", "STD.1"),
        ("def:ArchiveLocationID", leaf.as_str()),
    ];
    within(xml, "ItemGroupDef", &head, |xml| {
        described(xml, "Description", dataset.label)?;
        for (number, variable) in (1_usize..).zip(dataset.variables) {
            let mandatory = match variable.core {
                Core::Required => "Yes",
                Core::Expected | Core::Permissible => "No",
            };
            let oid = item_oid(dataset, variable);
            let number = number.to_string();
            let key = dataset.key(variable).map(|key| key.to_string());
            let method = variable.method.map(|method| format!("MT.{}", method.name));
            let mut item = vec![
                ("ItemOID", oid.as_str()),
                ("OrderNumber", number.as_str()),
                ("Mandatory", mandatory),
            ];
            item.extend(key.as_deref().map(|key| ("KeySequence", key)));
            item.extend(method.as_deref().map(|method| ("MethodOID", method)));
            empty(xml, "ItemRef", &item)?;
        }
        empty(xml, "def:Class", &[("Name", class)])?;
        let file = format!("{}.json", dataset.file());
        let leaf = [("ID", leaf.as_str()), ("xlink:href", file.as_str())];
        within(xml, "def:leaf", &leaf, |xml| {
            text(xml, "def:title", &[], &file)
        })
    })
}

fn item(
    xml: &mut Xml<'_>,
    tests: &Tests,
    dataset: &Dataset,
    variable: &Variable,
) -> io::Result<()> {
    let kind = match variable.kind {
        Kind::Text => "text",
        Kind::Whole => "integer",
        Kind::Number => "float",
        Kind::Moment => "partialDatetime",
    };
    let oid = item_oid(dataset, variable);
    let name = dataset.name_of(variable);
    let length = variable.length.to_string();
    let mut head = vec![
        ("OID", oid.as_str()),
        ("Name", name.as_ref()),
        ("SASFieldName", name.as_ref()),
        ("DataType", kind),
    ];
    match variable.kind {
        Kind::Text => head.push(("Length", length.as_str())),
        Kind::Whole => head.push(("Length", "8")),
        Kind::Number => head.extend([("Length", "30"), ("SignificantDigits", "10")]),
        Kind::Moment => {}
    }
    within(xml, "ItemDef", &head, |xml| {
        described(xml, "Description", variable.label)?;
        let list = variable.codes.map(|list| format!("CL.{}", list.id));
        if let Some(oid) = list.or_else(|| tests.list(dataset, variable)) {
            empty(xml, "CodeListRef", &[("CodeListOID", oid.as_str())])?;
        }
        let origin: &[(&str, &str)] = match variable.origin {
            Origin::Collected => &[("Type", "Collected"), ("Source", "Investigator")],
            Origin::Derived => &[("Type", "Derived"), ("Source", "Sponsor")],
            Origin::Assigned => &[("Type", "Assigned"), ("Source", "Sponsor")],
            Origin::Protocol => &[("Type", "Protocol"), ("Source", "Sponsor")],
        };
        empty(xml, "def:Origin", origin)?;
        match tests.values(dataset, variable) {
            Some(oid) => empty(xml, "def:ValueListRef", &[("ValueListOID", oid.as_str())]),
            None => Ok(()),
        }
    })
}
