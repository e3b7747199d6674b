//! `coreset sheet ID VISIT`: the signature sheet of a visit, for paper. That it was printed is an entry of the record.

use super::connect::{CommandClient, Embedded, study_of, unexpected_reply};
use super::failure::{Failure, say};
use super::{AsciiOption, StudyOption, no_participant, paper, unprinted};
use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::base::shown::shown_start;
use crate::domain::record::entry::Head;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::input::keymap::Keymap;
use crate::protocol::messages::{Reply, Request};
use crate::screens::model::Model;
use crate::screens::sign::sheet;
use crate::text::prints::Unprinted;
use chrono::Local;
use clap::Args;
use std::sync::Arc;

/// How often record and head are read again when somebody saves between the two.
const READINGS: usize = 10;

/// Options of `coreset sheet`.
#[derive(Args, Debug)]
pub struct SheetOptions {
    /// Participant, such as 01-003
    #[arg(value_name = "ID")]
    id: String,
    /// Visit, such as week-12
    #[arg(value_name = "VISIT")]
    visit: String,
    /// As one text as wide as the terminal, not in pages for paper
    #[arg(long)]
    text: bool,
    /// Which characters.
    #[command(flatten)]
    pub(super) ascii: AsciiOption,
}

/// Prints the signature sheet of a visit.
///
/// # Errors
/// When the server is not reached, there is no such participant or visit, or the visit was not begun.
pub fn run(option: &StudyOption, options: &SheetOptions) -> Result<(), Failure> {
    let embedded = Embedded::begin();
    let mut asker = CommandClient::existing(option)?;
    let study = Arc::new(study_of(&asker.welcome, embedded)?);
    let visit = visit_of(&study, &options.visit)?;
    let who = ParticipantId::new(&options.id);
    let (record, _) = read(&asker, &study, &who)?;
    if record.session(visit.as_str()).is_none() {
        return Err(unprinted(&Unprinted::NotBegun {
            participant: who.as_str(),
            visit: visit.as_str(),
        }));
    }
    asker.print("signature-sheet", Some(who.clone()))?;
    let (record, head) = read(&asker, &study, &who)?;
    let keymap = Arc::new(Keymap::default());
    let (welcome, now) = (&asker.welcome, Local::now().fixed_offset());
    let mut model = Model::new(study, keymap, welcome.who.clone(), now, "");
    model.shared.account.roles.clone_from(&welcome.roles);
    model.shared.demo = welcome.demo;
    model.show(record);
    let printing = sheet::Printing {
        head,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        columns: if options.text {
            paper::columns()
        } else {
            sheet::COLUMNS
        },
        pages: !options.text,
    };
    let text = sheet::as_text(
        &model.shared,
        &visit,
        &printing,
        &paper::look(&options.ascii),
    );
    say(text.unwrap_or_default().as_bytes())
}

/// Returns the visit that a word names, by its id or label.
fn visit_of(study: &Study, word: &str) -> Result<VisitId, Failure> {
    let mut visits = study.all_visits();
    let named = |id: &str| id.eq_ignore_ascii_case(word);
    let found = visits.find(|visit| named(visit.id.as_str()) || named(&visit.label));
    found.map(|visit| visit.id.clone()).ok_or_else(|| {
        let ids: Vec<&str> = study
            .protocol
            .visits
            .iter()
            .map(|v| v.id.as_str())
            .collect();
        let shown = shown_start(word);
        unprinted(&Unprinted::NoVisit {
            given: &shown,
            visits: &ids,
        })
    })
}

/// Returns a participant's record and the head that it belongs to.
fn read(
    asker: &CommandClient,
    study: &Study,
    who: &ParticipantId,
) -> Result<(ParticipantRecord, Head), Failure> {
    let mut readings = 0;
    loop {
        readings += 1;
        let (record, last) = match asker.ask(&Request::Record(who.clone()))? {
            Reply::Record {
                record: Some(record),
                last,
                ..
            } => (*record, last),
            Reply::Record { record: None, .. } => {
                let example = &study.protocol.participant_id_example;
                return Err(no_participant(who.as_str(), Some(example)));
            }
            other => return Err(unexpected_reply(&other)),
        };
        let head = match asker.ask(&Request::Head)? {
            Reply::Head(head) => head,
            other => return Err(unexpected_reply(&other)),
        };
        // On a study that is written to without a pause the head is a little newer than the sheet.
        if head.seq == last || readings == READINGS {
            return Ok((record, head));
        }
    }
}
