//! With what a study goes on, case by case, on the study that comes with the program.

use super::*;
use crate::domain::record::amendment::Acceptance;
use crate::domain::record::entry::{Assessor, Draft, Entry};
use crate::domain::record::event::Event;
use crate::domain::sample;
use crate::domain::study::named_files::{study_from, used_files};
use crate::domain::study::shipped::STUDY;
use crate::domain::study::version::kept::keep;
use chrono::DateTime;

fn found(edits: &[(&str, &str)]) -> StudyFiles {
    let mut text = STUDY.text.to_owned();
    for (old, new) in edits {
        assert!(text.contains(old), "{old}");
        text = text.replacen(old, new, 1);
    }
    let own = [("study.toml".to_owned(), text)];
    let study = study_from(own.clone()).unwrap();
    let files = used_files(&study, &own);
    StudyFiles {
        study: Arc::new(study),
        files,
    }
    .named()
    .unwrap()
}

const SCALE: (&str, &str) = ("mmt-max = 150", "mmt-max = 80");
const TARGET: (&str, &str) = ("target = 20", "target = 30");

#[derive(Default)]
struct Record {
    recorded: Recorded,
    seq: u64,
}

impl Record {
    fn put(&mut self, event: Event) {
        self.seq += 1;
        let by = Assessor {
            user: String::new(),
            name: String::new(),
            role: String::new(),
            from: String::new(),
        };
        self.recorded.apply(&Entry {
            seq: self.seq,
            ..Entry::preview(Draft::new(by, event), DateTime::default())
        });
    }

    /// Names a version; without its texts where they are lost.
    fn version(mut self, files: &StudyFiles, lost: bool) -> Self {
        for file in &files.files {
            for event in keep(&file.file.name, &file.text) {
                if !lost {
                    self.put(event);
                }
            }
        }
        let number = self.recorded.versions.len() as u32 + 1;
        self.put(Event::Amended {
            version: number,
            content: files.study.content.clone(),
            protocol: files.study.protocol.id.clone(),
            protocol_hash: files.study.hash.clone(),
            files: files.files.iter().map(|file| file.file.clone()).collect(),
            accepted: (number > 1).then(|| Acceptance {
                from: "2026-06-01".parse().unwrap(),
                reconsent: false,
                reason: "protocol 2".to_owned(),
            }),
        });
        self
    }

    fn enrolled(mut self) -> Self {
        self.put(Event::Enrolled {
            participant: sample::participant("01-001", "2026-01-05"),
        });
        self
    }

    fn goes_on(&self, found: &StudyFiles) -> InForce {
        in_force(&self.recorded, Some(found), false)
            .unwrap()
            .unwrap()
    }
}

fn name(on: &InForce) -> &'static str {
    match on.start {
        Start::GoOn => "goes on",
        Start::Next(_) => "next",
        Start::Waits(_) => "waits",
    }
}

#[test]
fn a_record_of_an_earlier_program_says_nothing() {
    let record = Record::default().enrolled();
    assert_eq!(
        in_force(&record.recorded, Some(&found(&[])), false),
        Ok(None)
    );
}

#[test]
fn the_same_files_go_on_and_a_comment_is_no_change() {
    let record = Record::default().version(&found(&[]), false).enrolled();
    for same in [found(&[]), found(&[("\nid = ", "\n# a word\nid = ")])] {
        let on = record.goes_on(&same);
        assert_eq!((on.start, on.study.number), (Start::GoOn, 1));
        assert_eq!(on.files, same.files);
    }
}

#[test]
fn changed_files_are_the_next_version_until_somebody_is_enrolled_and_wait_afterwards() {
    let (first, second) = (found(&[]), found(&[SCALE]));
    let on = Record::default().version(&first, false).goes_on(&second);
    assert_eq!((name(&on), on.study.number), ("next", 2));
    assert_eq!(on.study.protocol.scoring.mmt_max, 80);
    let record = Record::default().version(&first, false).enrolled();
    let on = record.goes_on(&second);
    assert_eq!((name(&on), on.study.number), ("waits", 1));
    assert_eq!(on.study.protocol.scoring.mmt_max, 150);
    // Also where the files cannot be read at all.
    let on = in_force(&record.recorded, None, false).unwrap().unwrap();
    assert_eq!((name(&on), on.study.number), ("waits", 1));
}

#[test]
fn every_version_before_is_there_with_the_entry_and_the_day_of_the_next() {
    let (first, second, third) = (found(&[]), found(&[SCALE]), found(&[SCALE, TARGET]));
    let record = Record::default().version(&first, false).enrolled();
    let record = record.version(&second, false).version(&third, false);
    let on = record.goes_on(&third);
    let earlier = on.study.earlier.iter().map(|earlier| {
        let study = &earlier.study;
        let own = (study.number, study.protocol.scoring.mmt_max);
        (own, earlier.until, earlier.next_from.is_some())
    });
    let named: Vec<u64> = record.recorded.versions.iter().map(|v| v.seq).collect();
    assert_eq!(
        earlier.collect::<Vec<_>>(),
        [((1, 150), named[1], true), ((2, 80), named[2], true)]
    );
    assert_eq!(on.study.protocol.target, 30);
    assert_eq!(on.study.content, third.study.content);
}

#[test]
fn a_version_whose_texts_are_lost_goes_on_with_the_same_files_or_with_somebodys_word() {
    let (first, second) = (found(&[]), found(&[SCALE]));
    let record = Record::default().version(&first, true).enrolled();
    let on = record.goes_on(&first);
    assert_eq!((name(&on), on.study.number), ("next", 2));
    let lost = in_force(&record.recorded, Some(&second), false);
    assert_eq!(lost, Err(Unreadable::Lost { number: 1 }));
    let lost = in_force(&record.recorded, None, true);
    assert_eq!(lost, Err(Unreadable::Lost { number: 1 }));
    let on = in_force(&record.recorded, Some(&second), true);
    assert_eq!(name(&on.unwrap().unwrap()), "next");
    // One before the last is told, and what was begun under it is read by the next.
    let record = Record::default().version(&first, true).enrolled();
    let on = record.version(&second, false).goes_on(&second);
    assert_eq!((on.start, on.lost), (Start::GoOn, vec![1]));
    assert_eq!(on.study.earlier, []);
}
