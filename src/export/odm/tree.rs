//! Clinical data of one participant as a tree: visits, forms, item groups, items; and how it is written.
//!
//! Knows ODM and no study. The same tree serves the snapshot, where nothing is a transaction, and the archive.

use super::xml::{Attribute, Xml, maybe, with};
use crate::export::exporter::Fault;
use std::collections::BTreeMap;
use std::io::Write;

/// One step on the way to an item: what is defined, and which repetition of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Part {
    pub(super) oid: String,
    pub(super) repeat: Option<String>,
}

impl Part {
    /// Returns what does not repeat.
    pub(super) fn one(oid: impl Into<String>) -> Self {
        Self {
            oid: oid.into(),
            repeat: None,
        }
    }

    /// Returns one of several.
    pub(super) fn of(oid: impl Into<String>, repeat: impl Into<String>) -> Self {
        Self {
            oid: oid.into(),
            repeat: Some(repeat.into()),
        }
    }
}

/// Where an item stands: visit, form, item group.
pub(super) type Place = [Part; 3];

/// What is done with an item, or with what it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is new.
    Insert,
    /// It has another value.
    Update,
    /// It is taken away.
    Remove,
    /// It stays as it was and only says where something else belongs.
    Context,
}

impl Kind {
    fn key(self) -> &'static str {
        match self {
            Self::Insert => "Insert",
            Self::Update => "Update",
            Self::Remove => "Remove",
            Self::Context => "Context",
        }
    }
}

/// Who did something, where, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Audit {
    pub(super) user: String,
    pub(super) location: String,
    pub(super) at: String,
    pub(super) reason: Option<String>,
    pub(super) source: String,
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Signed {
    pub(super) id: String,
    pub(super) user: String,
    pub(super) location: String,
    pub(super) meaning: String,
    pub(super) at: String,
}

/// What is said of something: words, a code of a list, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Annotation {
    pub(super) number: u64,
    pub(super) kind: Option<Kind>,
    pub(super) comment: Option<String>,
    /// Code list and code.
    pub(super) flag: Option<(&'static str, String)>,
}

/// What stands before all else in an element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) kind: Option<Kind>,
    pub(super) audit: Option<Audit>,
    pub(super) signature: Option<Signed>,
    pub(super) annotations: Vec<Annotation>,
}

/// What an item holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A value.
    Value(String),
    /// No value, which an annotation gives the reason of.
    Null,
    /// Nothing is said of it.
    Unsaid,
}

/// An item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) oid: String,
    pub(super) content: Content,
    pub(super) unit: Option<String>,
    pub(super) marks: Marks,
}

/// A participant, a visit, a form or an item group.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    pub(super) marks: Marks,
    below: BTreeMap<Part, Node>,
    pub(super) items: Vec<Item>,
}

/// Names of the elements from the participant down, of the OIDs in them, and of the keys by which they repeat.
const LEVELS: [(&str, &str, &str); 4] = [
    ("SubjectData", "SubjectKey", ""),
    ("StudyEventData", "StudyEventOID", "StudyEventRepeatKey"),
    ("FormData", "FormOID", "FormRepeatKey"),
    ("ItemGroupData", "ItemGroupOID", "ItemGroupRepeatKey"),
];

impl Node {
    /// Returns the node at the end of a way; what is not there yet is made.
    pub(super) fn at(&mut self, way: &[Part]) -> &mut Self {
        way.iter().fold(self, |node, part| {
            node.below.entry(part.clone()).or_default()
        })
    }

    /// Returns whether nothing is in it.
    pub(super) fn is_empty(&self) -> bool {
        self.below.is_empty() && self.items.is_empty() && self.marks == Marks::default()
    }

    /// Writes it as the data of a participant, who belongs to a site.
    pub(super) fn write<W: Write>(
        &self,
        participant: &str,
        site: &str,
        xml: &mut Xml<W>,
    ) -> Result<(), Fault> {
        self.element(&Part::one(participant), Some(site), &LEVELS, xml)
    }

    fn element<W: Write>(
        &self,
        own: &Part,
        site: Option<&str>,
        levels: &[(&'static str, &'static str, &'static str)],
        xml: &mut Xml<W>,
    ) -> Result<(), Fault> {
        let Some(((name, key, repeat), below)) = levels.split_first() else {
            return Ok(());
        };
        xml.open(
            name,
            &[
                with(key, own.oid.as_str()),
                maybe(repeat, own.repeat.as_deref()),
                maybe("TransactionType", self.marks.kind.map(Kind::key)),
            ],
        )?;
        self.marks.first(xml)?;
        if let Some(site) = site {
            xml.leaf("SiteRef", &[with("LocationOID", site)])?;
        }
        self.marks.annotations(xml)?;
        for (part, node) in &self.below {
            node.element(part, None, below, xml)?;
        }
        for item in &self.items {
            item.write(xml)?;
        }
        xml.close()
    }
}

impl Item {
    fn write<W: Write>(&self, xml: &mut Xml<W>) -> Result<(), Fault> {
        let value = match &self.content {
            Content::Value(value) => Some(value.as_str()),
            Content::Null | Content::Unsaid => None,
        };
        let is_null = (self.content == Content::Null).then_some("Yes");
        let attributes: [Attribute<'_>; 4] = [
            with("ItemOID", self.oid.as_str()),
            maybe("TransactionType", self.marks.kind.map(Kind::key)),
            maybe("IsNull", is_null),
            maybe("Value", value),
        ];
        if self.unit.is_none() && self.marks.is_bare() {
            return xml.leaf("ItemData", &attributes);
        }
        xml.open("ItemData", &attributes)?;
        self.marks.first(xml)?;
        if let Some(unit) = &self.unit {
            xml.leaf(
                "MeasurementUnitRef",
                &[with("MeasurementUnitOID", unit.as_str())],
            )?;
        }
        self.marks.annotations(xml)?;
        xml.close()
    }
}

impl Marks {
    fn is_bare(&self) -> bool {
        self.audit.is_none() && self.signature.is_none() && self.annotations.is_empty()
    }

    fn first<W: Write>(&self, xml: &mut Xml<W>) -> Result<(), Fault> {
        if let Some(audit) = &self.audit {
            xml.open("AuditRecord", &[])?;
            xml.leaf("UserRef", &[with("UserOID", audit.user.as_str())])?;
            xml.leaf(
                "LocationRef",
                &[with("LocationOID", audit.location.as_str())],
            )?;
            xml.text("DateTimeStamp", &[], &audit.at)?;
            if let Some(reason) = &audit.reason {
                xml.text("ReasonForChange", &[], reason)?;
            }
            xml.text("SourceID", &[], &audit.source)?;
            xml.close()?;
        }
        if let Some(signed) = &self.signature {
            xml.open("Signature", &[with("ID", signed.id.as_str())])?;
            xml.leaf("UserRef", &[with("UserOID", signed.user.as_str())])?;
            xml.leaf(
                "LocationRef",
                &[with("LocationOID", signed.location.as_str())],
            )?;
            xml.leaf(
                "SignatureRef",
                &[with("SignatureOID", signed.meaning.as_str())],
            )?;
            xml.text("DateTimeStamp", &[], &signed.at)?;
            xml.close()?;
        }
        Ok(())
    }

    fn annotations<W: Write>(&self, xml: &mut Xml<W>) -> Result<(), Fault> {
        for annotation in &self.annotations {
            xml.open(
                "Annotation",
                &[
                    with("SeqNum", annotation.number.to_string()),
                    maybe("TransactionType", annotation.kind.map(Kind::key)),
                ],
            )?;
            if let Some(comment) = &annotation.comment {
                xml.text("Comment", &[with("SponsorOrSite", "Site")], comment)?;
            }
            if let Some((list, code)) = &annotation.flag {
                xml.open("Flag", &[])?;
                xml.text("FlagValue", &[with("CodeListOID", *list)], code)?;
                xml.close()?;
            }
            xml.close()?;
        }
        Ok(())
    }
}
