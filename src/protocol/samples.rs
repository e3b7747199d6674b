//! One message of each kind and more, made by rule: what the tests of this module send.

use super::Greeting;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::base::ratio::Exact;
use crate::domain::course::deviations::{Grounds, HowUndone, RowDeviation, Rule, Undone};
use crate::domain::course::eligibility::State;
use crate::domain::course::reconsent::{ConsentOwed, Consents};
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::enzymes::{AtBaseline, ByEnzyme, Known, OpenChoice, choices};
use crate::domain::record::amendment::Acceptance;
use crate::domain::record::backup_status::{BackupStatus, Done};
use crate::domain::record::deviation::{DeviationCategory, DeviationWeight};
use crate::domain::record::entry::{Assessor, Draft, Entry, Head, Receipt};
use crate::domain::record::event::{Event, FieldPath, Origin};
use crate::domain::record::heads::{MissingHead, ToldHead};
use crate::domain::record::imported::{FileHash, FileLine};
use crate::domain::record::kept_scores::{
    ComputedWith, FormScores, KeptJudgement, KeptNumber, KeptScore, KeptTotal, KeptValue,
    KeptVerdict, KeptVisit, WhyOpen,
};
use crate::domain::record::lock::{Lock, Scope};
use crate::domain::record::moved::{MoveSide, MovedAnswer};
use crate::domain::record::participant::{Alike, Likeness, Sex};
use crate::domain::record::query::Step;
use crate::domain::record::query::listed::{Kind, Listed};
use crate::domain::record::refused::RefusedFor;
use crate::domain::record::server_run::{Absence, BootClock, StopReason};
use crate::domain::record::session::{EarlierDay, ParticipantRecord, Withheld};
use crate::domain::record::signature::Meaning;
use crate::domain::record::status::{Cause, DataUse, Status, WithdrawnBy};
use crate::domain::record::status_history::StatusHistory;
use crate::domain::record::user::{Described, Role, User};
use crate::domain::rules::text_limits::{TextName, TooLong};
use crate::domain::rules::{PassphraseFault, PassphraseTrouble, Refusal};
use crate::domain::sample;
use crate::domain::study::laboratory::Laboratory;
use crate::domain::study::version::change::{Change, Part, Step as At, What};
use crate::domain::study::version::value::Value;
use crate::domain::study::visit_summary::VisitSummary;
use crate::domain::verdict::VerdictSummary;
use crate::domain::verdict::response::{Category, Judgement};
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::domain::views::overview::{
    AnalysisSet, Cell, Deviating, Events, Flow, LeftOut, Median, Overview, Person, Screened,
    SetResult, Share, Standing,
};
use crate::domain::views::summary::{
    Hideable, OutcomeSummary, StorySummary, Summary, UnfitAnswers,
};
use crate::protocol::messages::{
    Amend, Amendment, Append, EarlierFiles, ExportEnd, Found, HeadStatus, Hello, Location, OwnHead,
    Passphrase, Placed, Presence, Reply, Request, SentStudy, Sign, Verdict, Welcome,
};
use crate::text::server::{Notice, Unreached, Unwelcome};
use crate::text::store::Opening;
use chrono::{DateTime, FixedOffset, NaiveDate};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// The stuff of one message.
#[derive(Clone, Debug)]
pub(super) struct Stuff {
    pub(super) text: String,
    pub(super) other: String,
    pub(super) number: u64,
    pub(super) small: u16,
    pub(super) flag: bool,
}

fn open_choice() -> OpenChoice {
    let blank = ByEnzyme::make(|_| AtBaseline {
        value: Known::Blank,
        ..AtBaseline::default()
    });
    OpenChoice::of(&blank, &choices(&blank).unwrap_or_default()).unwrap_or_default()
}

/// Returns any stuff.
pub(super) fn stuff() -> impl Strategy<Value = Stuff> {
    (
        ".*",
        "\\PC{0,40}",
        any::<u64>(),
        any::<u16>(),
        any::<bool>(),
    )
        .prop_map(|(text, other, number, small, flag)| Stuff {
            text,
            other,
            number,
            small,
            flag,
        })
}

impl Stuff {
    fn at(&self) -> DateTime<FixedOffset> {
        let zone = FixedOffset::east_opt(i32::from(self.small % 24) * 1800).unwrap();
        let time = DateTime::from_timestamp_millis((self.number % 4_000_000_000_000) as i64);
        time.unwrap().with_timezone(&zone)
    }

    fn changes(&self) -> Vec<Change> {
        let text = || Value::Text(self.text.clone());
        vec![
            Change {
                part: Part::Study,
                path: vec![At::Key(self.other.clone()), At::Numbered(2)],
                what: What::Changed {
                    from: text(),
                    to: Value::List(vec![Value::Bool(self.flag), text()]),
                },
            },
            Change {
                part: Part::Form(self.text.as_str().into()),
                path: Vec::new(),
                what: What::Added(Value::Number("1".to_owned())),
            },
        ]
    }

    fn refusal(&self) -> Refusal {
        match self.flag {
            true => Refusal::LastManager {
                user: self.text.clone(),
            },
            false => Refusal::InWords {
                sentence: self.other.clone(),
                lasting: self.flag,
            },
        }
    }

    fn notice(&self) -> Notice {
        match self.flag {
            true => Notice::ClockMoved {
                expected: self.at(),
                shown: self.at(),
            },
            false => Notice::Opened {
                found: Opening::Repaired {
                    after: self.number,
                    back: vec![(self.number, self.number)],
                    kept: self.text.clone(),
                },
            },
        }
    }

    fn fault(&self) -> Refusal {
        let fault = match self.flag {
            true => PassphraseFault::Paused {
                minutes: self.small.into(),
                user: self.text.clone(),
            },
            false => PassphraseFault::Trouble {
                trouble: PassphraseTrouble::Unreadable {
                    error: self.other.clone(),
                },
            },
        };
        Refusal::NotSigned {
            why: Box::new(Refusal::Passphrase { fault }),
        }
    }

    fn option<T>(&self, value: T) -> Option<T> {
        self.flag.then_some(value)
    }

    fn count(&self) -> usize {
        usize::from(self.small % 8)
    }

    fn who(&self) -> Assessor {
        Assessor {
            user: self.text.clone(),
            name: self.other.clone(),
            role: "assessor".to_owned(),
            from: self.text.clone(),
        }
    }

    fn participant(&self) -> ParticipantId {
        ParticipantId::new(self.text.clone())
    }

    fn place(&self) -> FieldPath {
        FieldPath {
            participant: self.participant(),
            visit: VisitId::new(self.other.clone()),
            form: FormId::new("mmt8"),
            field: FieldId::new(self.other.clone()),
        }
    }

    fn answer(&self) -> Answer {
        match self.small % 4 {
            0 => Answer::number(Decimal::new(self.number as i64, 3), Some(&self.other)),
            1 => Answer::code(&self.other),
            2 => Answer::missing(&self.text),
            _ => Answer::text(&self.text),
        }
    }

    fn events(&self) -> Vec<Event> {
        let answered = Event::Answered {
            place: self.place(),
            answer: self.answer(),
            origin: Origin::Typed,
        };
        let noted = Event::Noted {
            place: self.place(),
            text: self.text.clone(),
        };
        let enrolled = Event::Enrolled {
            participant: sample::participant("01-001", "2026-01-05"),
        };
        let added = Event::UserAdded {
            user: self.text.clone(),
            name: self.other.clone(),
            roles: Role::ALL.to_vec(),
        };
        let signed = Event::Signed {
            participant: "01-001".into(),
            visit: VisitId::new("week-2"),
            meaning: Meaning::Reviewed,
            content: self.other.clone(),
            kept: self.option(Box::new(self.kept_visit())),
        };
        let locked = Event::Locked {
            scope: Scope::participant(&"01-001".into()),
            reason: self.text.clone(),
        };
        let voided = Event::SessionVoided {
            participant: "01-001".into(),
            visit: VisitId::new(self.other.clone()),
            last: self.number,
        };
        let corrected = Event::EnrolmentCorrected {
            before: Box::new(sample::participant("01-001", "2026-01-05")),
            participant: Box::new(sample::participant("01-001", "2026-01-06")),
        };
        let status = Event::StatusChanged {
            participant: "01-001".into(),
            day: self.at().date_naive(),
            status: self.status(),
            words: self.text.clone(),
            after: self.number,
        };
        let dated = Event::SessionDated {
            participant: "01-001".into(),
            visit: VisitId::new(self.other.clone()),
            before: self.at().date_naive(),
            date: self.at().date_naive(),
        };
        let queried = Event::Queried {
            place: FieldPath {
                participant: "01-001".into(),
                ..self.place()
            },
            query: 0,
            step: Step::Open,
            text: self.text.clone(),
        };
        let boot = || {
            self.option(BootClock {
                id: self.text.clone(),
                up: self.number,
            })
        };
        let started = Event::ServerStarted {
            program: self.other.clone(),
            boot: boot(),
        };
        let stopped = Event::ServerStopped {
            why: StopReason::Idle,
            boot: boot(),
        };
        let refused = Event::Refused {
            user: self.option(self.text.clone()),
            what: self.other.clone(),
            why: RefusedFor::Role,
            count: self.number,
            first: self.at(),
            last: self.at(),
        };
        let read = Event::TrailRead {
            user: self.text.clone(),
        };
        let named = Event::UserNamed {
            user: self.text.clone(),
            name: self.other.clone(),
        };
        let unscheduled = Event::UnscheduledBegun {
            participant: "01-001".into(),
            visit: VisitId::new(self.other.clone()),
            date: self.at().date_naive(),
            words: self.text.clone(),
            forms: vec![FormId::new(self.other.clone()); self.count()],
        };
        let moved = Event::FormMoved {
            participant: "01-001".into(),
            visit: VisitId::new(self.other.clone()),
            form: FormId::new(self.text.clone()),
            side: match self.flag {
                true => MoveSide::Here,
                false => MoveSide::Away,
            },
            other: "01-002".into(),
            other_visit: VisitId::new(self.text.clone()),
            answers: vec![
                MovedAnswer {
                    field: FieldId::new(self.text.clone()),
                    answer: self.answer(),
                    source: self.number,
                };
                self.count()
            ],
        };
        let renewed = Event::ConsentRenewed {
            participant: "01-001".into(),
            version: self.text.clone(),
            day: self.at().date_naive(),
        };
        let judged = Event::DeviationJudged {
            participant: "01-001".into(),
            key: self.other.clone(),
            category: DeviationCategory::ALL[self.count() % DeviationCategory::ALL.len()],
            weight: DeviationWeight::Minor,
            words: self.text.clone(),
            after: self.number,
        };
        let said = [answered, signed, locked, queried, noted, enrolled, added];
        said.into_iter()
            .chain([
                started,
                stopped,
                refused,
                read,
                named,
                dated,
                status,
                corrected,
                voided,
                unscheduled,
                moved,
                renewed,
                judged,
            ])
            .cycle()
            .skip(self.small.into())
            .take(self.count())
            .collect()
    }

    fn likeness(&self) -> Likeness {
        Likeness {
            initials: self.text.clone(),
            birth_year: 1970,
            sex: Sex::Male,
        }
    }

    fn kept_visit(&self) -> KeptVisit {
        let score = KeptScore {
            name: self.text.clone(),
            value: match self.flag {
                true => KeptValue::Below(KeptNumber(Exact::int(self.small.into()))),
                false => KeptValue::Number(KeptNumber(Exact::int(self.small.into()))),
            },
        };
        let open = KeptScore {
            name: self.other.clone(),
            value: KeptValue::NotDecided(WhyOpen::BelowLimit),
        };
        let scores = FormScores {
            main: self.option(open),
            parts: vec![score; self.count()],
        };
        let missing = WhyOpen::Missing(vec![self.text.clone()]);
        KeptVisit {
            with: ComputedWith {
                program: self.text.clone(),
                protocol_hash: self.other.clone(),
                version: self.text.clone(),
            },
            forms: [(FormId::new(self.other.clone()), scores)].into(),
            verdict: Some(KeptVerdict {
                imacs: KeptJudgement::Met,
                registered: KeptJudgement::NotDecided(match self.flag {
                    true => WhyOpen::BelowLimit,
                    false => WhyOpen::Blank,
                }),
                total: KeptTotal::NotDecided(missing),
            }),
        }
    }

    fn file_line(&self) -> FileLine {
        FileLine {
            file: FileHash::of(self.text.as_bytes()),
            line: self.small.into(),
        }
    }

    fn entries(&self) -> Vec<Entry> {
        let events = self.events().into_iter();
        let entry = |event| Entry {
            seq: self.number,
            recorded_at: self.at(),
            program: "coreset".to_owned(),
            request: self.text.clone(),
            draft: Draft {
                by: self.who(),
                observed_at: self.option(self.at()),
                reason: self.option(self.other.clone()),
                late: None,
                imported: self.option(self.file_line()),
                event,
            },
            salt: Some(self.text.clone()),
            more: 0,
            prev: "0".repeat(64),
            hash: self.other.clone(),
        };
        events.map(entry).collect()
    }

    fn laboratory(&self) -> Laboratory {
        Laboratory {
            name: self.text.clone(),
            date: self.at().date_naive(),
            limits: vec![(FieldId::new("ck.uln"), self.answer()); self.count()],
        }
    }

    fn deviations(&self) -> Grounds {
        let form = Undone {
            visit: VisitId::new(self.other.clone()),
            form: FormId::new("haq"),
            how: match self.flag {
                true => HowUndone::Blank,
                false => HowUndone::Incomplete {
                    open: self.small,
                    of: self.small,
                },
            },
            until: self.option(self.at().date_naive()),
        };
        let row = RowDeviation {
            rule: Rule::LateReport,
            row: FormId::new("adverse-event#1"),
            from: self.option(self.at().date_naive()),
        };
        Grounds {
            undone: vec![form; self.count()],
            rows: vec![row; self.count()],
            major: vec![self.text.clone(); self.count()],
        }
    }

    fn summary(&self) -> Summary {
        let visit = VisitSummary {
            unfit_date: self.flag,
            earlier_days: vec![self.at().date_naive(); self.count()],
            visit: VisitId::new(self.other.clone()),
            date: self.at().date_naive(),
            complete: self.small,
            forms: self.small,
            ending: vec![self.at().date_naive(); self.count()],
            answered: Measure::ALL.into_iter().take(self.count()).collect(),
            entered: Measure::ALL.into_iter().take(self.count()).collect(),
            signed: self.flag,
            chosen: vec![FormId::new(self.other.clone()); self.count()],
            version: self.small.into(),
        };
        Summary {
            participant: sample::participant("01-001", "2026-01-05"),
            statuses: self.statuses(),
            visits: vec![visit; self.count()],
            verdict: self.hideable(self.option(VerdictSummary {
                visit: VisitId::new("week-12"),
                doi: self.option(true),
                tis: self.option(Decimal::new(325, 1)),
                category: self.option(Category::Minimal),
            })),
            laboratories: vec![self.laboratory(); self.count()],
            story: StorySummary {
                doses_given: self.small,
                eligibility: self.option(State::Exception),
                serious_unseen: self.small,
                serious_open: self.small,
                grades: [self.small; 5],
                dose_baseline: self.option(Exact::int(20)),
                dose_outcome: Exact::fraction(25, 3).ok().filter(|_| self.flag),
                consents: Consents {
                    first: self.option(self.day()),
                    renewed: self.option(self.day()),
                },
                deviations: self.deviations(),
            },
            open_queries: self.small,
            outcome: self.outcome(),
            last_entry: self.option(self.at()),
            unfit: vec![
                UnfitAnswers {
                    visit: VisitId::new(self.other.clone()),
                    form: FormId::new("haq"),
                    answers: self.small,
                };
                self.count()
            ],
        }
    }

    fn hideable<T>(&self, value: T) -> Hideable<T> {
        match self.small % 3 {
            0 => Hideable::Hidden,
            _ => value.into(),
        }
    }

    fn outcome(&self) -> Hideable<OutcomeSummary> {
        self.hideable(OutcomeSummary {
            imacs: self.option(Judgement::Met),
            registered: self.option(Judgement::Open),
            open_choice: self.option(open_choice()),
            open_below_limit: self.flag,
            tis: self.option(Decimal::new(325, 1)),
            category: self.option(Category::Minimal),
        })
    }

    fn status(&self) -> Status {
        let cause = Cause::ALL[self.count() % Cause::ALL.len()];
        match self.small % 8 {
            0 => Status::TakesPart,
            1 => Status::ScreenFailure {
                criteria: vec![FieldId::new(self.text.clone()); self.count()],
            },
            2 => Status::TreatmentStopped { cause },
            3 => Status::Withdrawn {
                by: WithdrawnBy::Sponsor,
                cause,
                data: DataUse::Keep,
            },
            4 => Status::Lost {
                attempts: self.small.into(),
            },
            5 => Status::Died {
                event: self.option(FormId::new(self.other.clone())),
            },
            6 => Status::EnrolledByMistake,
            _ => Status::Completed,
        }
    }

    fn statuses(&self) -> StatusHistory {
        let mut statuses = StatusHistory::default();
        for small in 0..8 {
            let event = Event::StatusChanged {
                participant: "01-001".into(),
                day: self.at().date_naive(),
                status: Self {
                    small,
                    ..self.clone()
                }
                .status(),
                words: self.text.clone(),
                after: 0,
            };
            statuses.apply(&sample::entry(u64::from(small) + 1, event));
        }
        statuses
    }

    fn record(&self) -> ParticipantRecord {
        let mut record = ParticipantRecord::new(sample::participant("01-001", "2026-01-05"));
        for entry in self.entries() {
            record.apply(&entry);
        }
        let how_far = Withheld {
            asked: self.small,
            answered: self.small,
        };
        for session in record.sessions.values_mut() {
            let earlier = EarlierDay {
                day: session.date,
                until: self.number,
            };
            session.earlier_days = vec![earlier; self.count()];
            session.why_outside = self.option(self.text.clone());
            session.withhold(&FormId::new("haq"), how_far);
        }
        record
    }

    fn location(&self) -> Location {
        Location {
            participant: self.participant(),
            visit: self.option(VisitId::new("week-2")),
            form: self.option(FormId::new(self.other.clone())),
        }
    }

    fn user(&self) -> User {
        User {
            user: self.text.clone(),
            name: self.other.clone(),
            roles: Role::ALL.iter().copied().take(self.count()).collect(),
            active: self.flag,
            passphrase: self.option(self.text.clone()),
            wrong: u32::from(self.small),
            wrong_at: self.option(self.at()),
            described: vec![
                Described {
                    seq: self.number,
                    name: self.text.clone(),
                    roles: vec![Role::Assessor; self.count()],
                };
                self.count()
            ],
        }
    }

    fn overview(&self) -> Overview {
        let cell = Cell {
            visit: VisitId::new(self.other.clone()),
            standing: Standing::Begun,
            date: self.at().date_naive(),
            off: -3,
            complete: self.small,
            forms: self.small,
            removed: self.option(u32::from(self.small)),
            unfit: self.small,
        };
        let person = Person {
            id: self.participant(),
            initials: self.other.clone(),
            enrolled_on: self.at().date_naive(),
            status: self.status().name(),
            since: self.option(self.at().date_naive()),
            cells: vec![cell; self.count()],
            outcome: self.outcome(),
            unfit: u32::from(self.small),
            deviations: u32::from(self.small),
            major: u32::from(self.small),
            screened: match self.flag {
                true => Screened::Entered {
                    on: self.option(self.at().date_naive()),
                },
                false => Screened::Failed {
                    on: self.at().date_naive(),
                    criteria: vec![FieldId::new(self.text.clone()); self.count()],
                },
            },
            consent: self.option(self.at().date_naive()),
            consent_owed: self.option(ConsentOwed {
                version: self.small.into(),
                from: self.day(),
            }),
        };
        let share = Share {
            key: "imacs".to_owned(),
            count: 3,
            of: u32::from(self.small),
            interval: self.option((Decimal::new(67, 1), Decimal::new(652, 1))),
        };
        let median = Median {
            value: Exact::fraction(25, 7).unwrap(),
            of: u32::from(self.small),
        };
        let flow = Flow {
            screened: u32::from(self.small),
            failed_by: [(FieldId::new(self.text.clone()), 3)].into(),
            ..Flow::default()
        };
        let set = SetResult {
            set: AnalysisSet::PerProtocol,
            members: u32::from(self.small),
            observed: vec![share.clone(); self.count()],
            imputed: vec![share.clone()],
        };
        Overview {
            flow,
            sets: self.hideable(vec![set]),
            today: self.at().date_naive(),
            target: 20,
            outcome: VisitId::new("week-12"),
            people: vec![person; self.count()],
            due_this_week: 1,
            overdue: 2,
            missed: 3,
            consents_owed: u32::from(self.small),
            responders: self.hideable(vec![share; self.count()]),
            left_out: LeftOut {
                to_come: u32::from(self.small),
                undecided: [u32::from(self.small); 5],
                ..LeftOut::default()
            },
            tis: self.hideable(self.option(median)),
            dose: self.option(median),
            events: Events {
                grades: [5, 4, 3, 2, 1],
                serious_open: 6,
                serious_unseen: u32::from(self.small),
            },
            deviations: Deviating {
                rules: [u32::from(self.small); 6],
                people: 1,
                major: 2,
            },
            locked: self.option(Lock {
                reason: self.other.clone(),
                name: self.text.clone(),
                at: self.at(),
                seq: self.number,
            }),
            absence: self.option(Absence {
                from: self.at(),
                to: self.at(),
                stopped: self.flag,
            }),
        }
    }

    fn passphrase(&self) -> Passphrase {
        Passphrase(self.text.clone())
    }

    pub(super) fn hello(&self) -> Hello {
        Hello {
            client: self.text.clone(),
            from: self.other.clone(),
            command: self.other.clone(),
            head: self.option(self.told_head()),
        }
    }

    fn welcome(&self) -> Welcome {
        Welcome {
            program: self.other.clone(),
            who: self.who(),
            roles: Role::ALL.to_vec(),
            demo: self.flag,
            study: self.sent_study(),
            place: self.option(self.text.clone()),
            passphrase: self.flag,
            findings: vec![self.notice(); self.count()],
            backup_status: self.option(self.backup_status()),
            heads: self.head_status(),
        }
    }

    fn sent_study(&self) -> SentStudy {
        let earlier = EarlierFiles {
            number: self.small.into(),
            until: self.number,
            next_from: self.option(self.day()),
            reconsent: self.option(self.day()),
            files: self.files(),
            protocol_hash: self.other.clone(),
            content: self.text.clone(),
        };
        SentStudy {
            files: self.files(),
            names: self.files(),
            protocol_hash: self.other.clone(),
            content: self.text.clone(),
            version: self.small.into(),
            earlier: vec![earlier; self.count()],
            amendment_waits: self.flag,
        }
    }

    fn files(&self) -> Vec<(String, String)> {
        vec![(self.other.clone(), self.text.clone()); self.count()]
    }

    fn day(&self) -> NaiveDate {
        self.at().date_naive()
    }

    fn told_head(&self) -> ToldHead {
        ToldHead {
            seq: self.number,
            hash: self.other.clone(),
            at: self.at(),
            proof: self.option(self.text.clone()),
        }
    }

    fn head_status(&self) -> HeadStatus {
        let (seq, at) = (self.number, self.at());
        let own = match self.small % 4 {
            0 => OwnHead::Held,
            1 => OwnHead::Missing { seq },
            2 => OwnHead::Accepted { seq, at },
            _ => OwnHead::Restored {
                seq,
                entries: self.number / 2,
                at,
            },
        };
        let missing = MissingHead {
            user: self.text.clone(),
            seq,
            hash: self.other.clone(),
            proven: self.flag,
            at,
        };
        HeadStatus {
            head: self.option(self.told_head()),
            own,
            missing: vec![missing; self.count()],
        }
    }

    fn backup_status(&self) -> BackupStatus {
        let kept = Done {
            at: self.at(),
            entries: self.number,
            head: self.other.clone(),
        };
        BackupStatus {
            backup: Some(kept.clone()),
            restore: self.option(kept),
        }
    }

    fn export_end(&self) -> ExportEnd {
        match self.small % 3 {
            0 => ExportEnd::Done(Placed {
                folder: self.text.clone(),
                files: self.count(),
                bytes: self.number,
                as_of: u64::MAX,
            }),
            1 => ExportEnd::Stopped,
            _ => ExportEnd::Failed(self.refusal()),
        }
    }

    /// A greeting of each kind.
    pub(super) fn greetings(&self) -> Vec<Greeting> {
        vec![
            Greeting::Welcome(Box::new(self.welcome())),
            Greeting::Refused(Unwelcome::NotListed {
                login: self.text.clone(),
            }),
            Greeting::Closing,
        ]
    }

    /// A request of each kind.
    pub(super) fn requests(&self) -> Vec<Request> {
        let all = vec![
            Request::Append(Append {
                request: self.text.clone(),
                seen: self.number,
                observed_at: self.option(self.at()),
                reason: self.option(self.other.clone()),
                late: None,
                events: self.events(),
                imported: vec![self.file_line(); self.count()],
            }),
            Request::Find {
                query: self.text.clone(),
                filter: Filter::Overdue,
                sort: Sort::NextDue,
                from: usize::from(self.small),
                count: usize::MAX,
            },
            Request::FindNear {
                query: self.other.clone(),
                filter: Filter::All,
                sort: Sort::Id,
                who: self.participant(),
                count: usize::from(self.small),
            },
            Request::Record(self.participant()),
            Request::Taken(self.participant()),
            Request::Alike(self.likeness()),
            Request::At(self.option(self.location())),
            Request::Remember(self.option(self.text.clone())),
            Request::Users,
            Request::Overview,
            Request::Unlock(self.passphrase()),
            Request::SetPassphrase {
                old: self.option(self.passphrase()),
                new: self.passphrase(),
            },
            Request::Sign(Sign {
                request: self.text.clone(),
                participant: self.participant(),
                visit: VisitId::new(self.other.clone()),
                meaning: Meaning::Approved,
                content: self.other.clone(),
                passphrase: self.passphrase(),
            }),
            Request::History(self.place()),
            Request::Queries,
            Request::Trail {
                participant: self.option(self.participant()),
                after: self.number,
            },
            Request::Head,
            Request::RecordAt {
                participant: self.participant(),
                as_of: self.number,
            },
            Request::Ids {
                after: self.option(self.participant()),
            },
            Request::AsOf(self.option(self.number)),
            Request::Amendment,
            Request::Amend(Amend {
                request: self.text.clone(),
                content: self.other.clone(),
                acceptance: Acceptance {
                    from: self.day(),
                    reconsent: self.flag,
                    reason: self.text.clone(),
                },
                past: self.flag,
            }),
            Request::Export { entry: self.number },
            Request::StopExport,
            Request::ImportMap(self.other.clone()),
        ];
        // A kind added to the contract has to be added above.
        for request in &all {
            match request {
                Request::Append(_)
                | Request::Find { .. }
                | Request::FindNear { .. }
                | Request::Record(_)
                | Request::Taken(_)
                | Request::Alike(_)
                | Request::At(_)
                | Request::Remember(_)
                | Request::Users
                | Request::Overview
                | Request::Unlock(_)
                | Request::SetPassphrase { .. }
                | Request::Sign(_)
                | Request::History(_)
                | Request::Queries
                | Request::Trail { .. }
                | Request::Head
                | Request::RecordAt { .. }
                | Request::Ids { .. }
                | Request::AsOf(_)
                | Request::Amendment
                | Request::Amend(_)
                | Request::Export { .. }
                | Request::StopExport
                | Request::ImportMap(_) => {}
            }
        }
        all
    }

    /// A reply of each kind.
    pub(super) fn replies(&self) -> Vec<Reply> {
        let request = self.text.clone();
        let reason = self.other.clone();
        let summary = self.option(Box::new(self.summary()));
        let all = vec![
            Reply::Appended {
                receipt: Receipt {
                    request: request.clone(),
                    first: self.number,
                    last: u64::MAX,
                    hash: self.other.clone(),
                    at: self.at(),
                },
                entries: self.entries(),
                summary: summary.clone(),
                proof: self.option(self.other.clone()),
            },
            Reply::Refused {
                request: request.clone(),
                refusal: self.refusal(),
            },
            Reply::Refused {
                request: request.clone(),
                refusal: Refusal::TooLong {
                    what: TooLong::Text {
                        what: TextName::Note,
                        length: self.count(),
                    },
                },
            },
            Reply::Conflict {
                request,
                standing: self
                    .entries()
                    .into_iter()
                    .map(|entry| (self.place(), entry))
                    .collect(),
            },
            Reply::Found(Found {
                query: self.text.clone(),
                filter: Filter::Screening,
                sort: Sort::Verdict,
                from: usize::from(self.small),
                matching: 10_000,
                all: 20_000,
                counts: vec![(Filter::DueThisWeek, usize::from(self.small)); self.count()],
                rows: vec![self.summary(); self.count()],
            }),
            Reply::Record {
                record: self.option(Box::new(self.record())),
                last: self.number,
                laboratories: vec![self.laboratory(); self.count()],
            },
            Reply::Taken {
                id: self.participant(),
                taken: self.flag,
            },
            Reply::Alike {
                likeness: self.likeness(),
                others: vec![
                    Alike {
                        id: self.participant(),
                        enrolled_on: self.day(),
                        seq: self.number,
                    };
                    self.count()
                ],
            },
            Reply::Queries(vec![
                Listed {
                    place: self.place(),
                    kind: Kind::Query(crate::domain::record::query::State::Proposed),
                    query: self.number,
                    text: self.text.clone(),
                    answer: self.option((self.text.clone(), self.other.clone())),
                    by: self.other.clone(),
                };
                self.count()
            ]),
            Reply::History {
                place: self.place(),
                entries: self.entries(),
            },
            Reply::Trail {
                entries: self.entries(),
                next: self.option(self.number),
            },
            Reply::Users(vec![self.user(); self.count()]),
            Reply::Overview(Box::new(self.overview())),
            Reply::Head(Head {
                seq: self.number,
                hash: self.other.clone(),
                at: self.option(self.at()),
            }),
            Reply::Ids(vec![self.participant(); self.count()]),
            Reply::AsOf(Head {
                seq: self.number,
                hash: self.text.clone(),
                at: self.option(self.at()),
            }),
            Reply::Passphrase(Verdict::Right),
            Reply::Passphrase(Verdict::Wrong(self.fault())),
            Reply::Passphrase(Verdict::Unfit(self.refusal())),
            Reply::Failed(self.refusal()),
            Reply::Changed {
                entries: self.entries(),
                summary,
            },
            Reply::Notice(self.notice()),
            Reply::Mended,
            Reply::Present(vec![
                Presence {
                    user: self.text.clone(),
                    name: self.other.clone(),
                    role: "monitor".to_owned(),
                    location: self.location(),
                };
                self.count()
            ]),
            Reply::BackupStatus(self.backup_status()),
            Reply::Heads(Box::new(self.head_status())),
            Reply::Lost(Unreached::Foreign { fault: reason }),
            Reply::Back(Box::new(self.welcome())),
            Reply::Amendment(self.option(Box::new(Amendment {
                number: self.small.into(),
                content: self.other.clone(),
                changes: self.changes(),
                sessions: self.small.into(),
                signed: self.small.into(),
                rows: self.small.into(),
                refused: self.option(self.refusal()),
            }))),
            Reply::Amended(Box::new(self.sent_study())),
            Reply::ExportBegun { entry: self.number },
            Reply::Exporting {
                entry: self.number,
                done: self.small.into(),
                all: u64::MAX,
            },
            Reply::Exported {
                entry: self.number,
                end: self.export_end(),
            },
            Reply::ImportMap(self.text.clone()),
        ];
        for reply in &all {
            match reply {
                Reply::Appended { .. }
                | Reply::Refused { .. }
                | Reply::Conflict { .. }
                | Reply::Found(_)
                | Reply::Record { .. }
                | Reply::Taken { .. }
                | Reply::Ids(_)
                | Reply::AsOf(_)
                | Reply::Alike { .. }
                | Reply::Queries(_)
                | Reply::History { .. }
                | Reply::Trail { .. }
                | Reply::Users(_)
                | Reply::Overview(_)
                | Reply::Head(_)
                | Reply::Passphrase(_)
                | Reply::Failed(_)
                | Reply::Changed { .. }
                | Reply::Notice(_)
                | Reply::Mended
                | Reply::Present(_)
                | Reply::BackupStatus(_)
                | Reply::Heads(_)
                | Reply::Lost(_)
                | Reply::Back(_)
                | Reply::Amendment(_)
                | Reply::Amended(_)
                | Reply::ExportBegun { .. }
                | Reply::Exporting { .. }
                | Reply::Exported { .. }
                | Reply::ImportMap(_) => {}
            }
        }
        all
    }
}
