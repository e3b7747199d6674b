//! Exports of records and entries that a test has in memory, all formats at once.
//!
//! With `CORESET_EXPORTS` set to a folder they are left there, each study in a folder of its own, so that the programs of
//! others can judge them: `tests/foreign/all`.

use coreset::domain::base::ids::ParticipantId;
use coreset::domain::record::entry::Entry;
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::study::Study;
use coreset::export::files::InMemory;
use coreset::export::run::{Outcome, Source, Watch, run};
use coreset::export::{AsOf, Context, Fault, Format};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Records by id, with the entries that they were made from.
pub(crate) struct Kept<'a> {
    pub(crate) records: &'a BTreeMap<ParticipantId, ParticipantRecord>,
    pub(crate) entries: &'a [Entry],
}

impl Source for Kept<'_> {
    type Error = Fault;

    fn ids(&mut self, after: Option<&ParticipantId>) -> Result<Vec<ParticipantId>, Fault> {
        let ids = self.records.keys();
        let later = ids.filter(|id| after.is_none_or(|after| *id > after));
        Ok(later.cloned().collect())
    }

    fn want(&mut self, _: &ParticipantId, _: u64) {}

    fn wanted(
        &mut self,
        who: &ParticipantId,
        _: u64,
    ) -> Result<Option<Box<ParticipantRecord>>, Fault> {
        Ok(self.records.get(who).cloned().map(Box::new))
    }

    fn entries(
        &mut self,
        participant: Option<&ParticipantId>,
        after: u64,
    ) -> Result<(Vec<Entry>, Option<u64>), Fault> {
        let own = |entry: &&Entry| {
            let about = entry.draft.event.participant();
            entry.seq > after && (participant.is_none() || about == participant)
        };
        Ok((self.entries.iter().filter(own).cloned().collect(), None))
    }
}

/// Goes on to the end, and sees that what is told to be done never falls.
#[derive(Default)]
struct OnlyForward {
    percent: u64,
}

impl Watch for OnlyForward {
    fn step(&mut self, done: u64, all: u64) -> bool {
        assert!(done <= all);
        let percent = done * 100 / all;
        assert!(
            self.percent <= percent,
            "{percent} % after {} %",
            self.percent
        );
        self.percent = percent;
        true
    }
}

/// Exports everything in every format, as of the newest entry about data.
pub(crate) fn all(name: &str, study: &Arc<Study>, mut kept: Kept<'_>) -> InMemory {
    let data = |entry: &&Entry| entry.draft.event.is_about_data();
    let newest = kept.entries.iter().rev().find(data).unwrap();
    let context = Context {
        program: "coreset test".to_owned(),
        is_demo: true,
        ..Context::of(
            Arc::clone(study),
            AsOf {
                seq: newest.seq,
                hash: newest.hash.clone(),
                at: newest.recorded_at,
            },
        )
        .unwrap()
    };
    let mut files = InMemory::default();
    let done = run(
        &Format::ALL,
        &context,
        &[],
        &mut kept,
        &mut files,
        &mut OnlyForward::default(),
    )
    .unwrap();
    assert!(matches!(done, Outcome::Done(_)));
    if let Some(folder) = std::env::var_os("CORESET_EXPORTS") {
        leave(&PathBuf::from(folder).join(name), &files);
    }
    files
}

fn leave(folder: &std::path::Path, files: &InMemory) {
    for name in files.names() {
        let path = folder.join(&name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, files.bytes(&name).unwrap()).unwrap();
    }
}
