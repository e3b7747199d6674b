//! The file as a whole: what it says of itself, the study, users and sites, then the clinical data.
//!
//! Clinical data are written first, into room of their own, and put behind the users and sites at the end.

use super::admin::{Admin, moment};
use super::tree::Node;
use super::xml::{Xml, maybe, with};
use super::{metadata, own};
use crate::domain::base::ids::ParticipantId;
use crate::domain::study::Study;
use crate::export::Format;
use crate::export::exporter::{Context, Fault, Remark};
use crate::export::files::{Files, Scratch};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write as _};

/// The namespace of ODM 1.3.
const NAMESPACE: &str = "http://www.cdisc.org/ns/odm/v1.3";

/// A file while its clinical data are written.
pub(super) struct Document {
    context: Context,
    format: Format,
    pub(super) admin: Admin,
    data: Xml<BufWriter<Box<dyn Scratch>>>,
    /// The version of the study whose clinical data are open.
    version: Option<u32>,
}

impl Document {
    /// Begins a file.
    pub(super) fn begin(
        context: Context,
        format: Format,
        files: &mut dyn Files,
    ) -> Result<Self, Fault> {
        Ok(Self {
            admin: Admin::of(&context.users, context.as_of.seq),
            context,
            format,
            data: Xml::new(BufWriter::new(files.scratch()?)),
            version: None,
        })
    }

    /// Writes data of a participant, by a version of the study.
    pub(super) fn write(
        &mut self,
        version: &Study,
        who: &ParticipantId,
        node: &Node,
    ) -> Result<(), Fault> {
        if node.is_empty() {
            return Ok(());
        }
        if self.version != Some(version.number) {
            self.end()?;
            self.data.open(
                "ClinicalData",
                &[
                    with("StudyOID", own::study(version)),
                    with("MetaDataVersionOID", own::version(version)),
                ],
            )?;
            self.version = Some(version.number);
        }
        let site = self.admin.site(who);
        node.write(who.as_str(), &site, &mut self.data)
    }

    fn end(&mut self) -> Result<(), Fault> {
        match self.version.take() {
            Some(_) => self.data.close(),
            None => Ok(()),
        }
    }

    /// Writes the whole file; says how many texts were changed, if any.
    pub(super) fn finish(
        mut self,
        name: &str,
        files: &mut dyn Files,
    ) -> Result<Option<Remark>, Fault> {
        self.end()?;
        let mut xml = Xml::new(BufWriter::new(files.create(name)?));
        xml.declare()?;
        self.root(&mut xml)?;
        metadata::write(&self.context, &mut xml)?;
        self.admin.write(&self.context, &mut xml)?;
        let data = self.data.inner();
        data.flush()?;
        let room = data.get_mut();
        room.seek(SeekFrom::Start(0))?;
        xml.inner().write_all(b"\n")?;
        io::copy(room, xml.inner())?;
        xml.close()?;
        xml.inner().write_all(b"\n")?;
        xml.inner().flush()?;
        let count = self.data.replaced() + xml.replaced();
        Ok((count > 0).then(|| Remark::Replaced {
            file: name.to_owned(),
            count,
        }))
    }

    fn root<W: io::Write>(&self, xml: &mut Xml<W>) -> Result<(), Fault> {
        let context = &self.context;
        let (program, version) = match context.program.split_once(' ') {
            Some((program, version)) => (program, Some(version)),
            None => (context.program.as_str(), None),
        };
        let at = moment(context.as_of.at);
        let (file_type, archival) = match self.format {
            Format::OdmArchive => ("Transactional", Some("Yes")),
            Format::Odm
            | Format::Csv
            | Format::Redcap
            | Format::DatasetJson
            | Format::Xpt
            | Format::Report => ("Snapshot", None),
        };
        let granularity = match context.selection.participant {
            Some(_) => "SingleSubject",
            None => "All",
        };
        xml.open(
            "ODM",
            &[
                with("xmlns", NAMESPACE),
                with("ODMVersion", "1.3.2"),
                with("FileType", file_type),
                with("FileOID", self.file_oid()),
                with("CreationDateTime", at.as_str()),
                with("AsOfDateTime", at.as_str()),
                with("Granularity", granularity),
                maybe("Archival", archival),
                maybe("Description", context.is_demo.then_some("synthetic")),
                with("SourceSystem", program),
                maybe("SourceSystemVersion", version),
            ],
        )
    }

    /// Returns the OID of the file: the same for the same data and options.
    fn file_oid(&self) -> String {
        let context = &self.context;
        let selection = &context.selection;
        let what = serde_json::json!([
            self.format.key(),
            context.study.protocol.id,
            context.as_of.hash,
            selection.participant,
            selection.visit,
            selection.since,
        ]);
        let hash = blake3::hash(what.to_string().as_bytes()).to_hex();
        let short = hash.get(..16).unwrap_or_default();
        format!("F.{}.{}.{short}", self.format.key(), context.as_of.seq)
    }
}
