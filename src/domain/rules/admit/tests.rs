use super::*;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::record::event::{FieldPath, Origin};
use crate::domain::record::heads::Heads;
use crate::domain::record::lock::{Lock, Locks, Scope};
use crate::domain::record::participant::{Alike, Likeness, Sex};
use crate::domain::record::query::{Query, State, Step};
use crate::domain::record::session::{Left, ParticipantRecord};
use crate::domain::record::signature::{Meaning, Signature, content};
use crate::domain::record::user::{Role, User, Users};
use crate::domain::rules::sign::may_sign;
use crate::domain::rules::{ContentFault, Hindrance, PassphraseFault, Unread};
use crate::domain::sample::{number, participant, session, study};
use crate::domain::study::Study;
use crate::domain::study::laboratory::Laboratory;
use crate::domain::study::withheld::Viewer;
use crate::domain::verdict::kept::kept_visit;

const WHO: &str = "01-001";
const NOW: &str = "2026-03-02T10:00:00+01:00";

/// A study in memory, with one participant who has begun a visit.
struct Memory {
    study: Study,
    users: Users,
    locks: Locks,
    heads: Heads,
    record: ParticipantRecord,
}

impl Memory {
    fn new() -> Self {
        let mut record = ParticipantRecord::new(participant(WHO, "2026-01-05"));
        let answers = [("rash", Answer::code("n")), ("vas", number("4.7"))];
        let visit = session("week-2", "2026-01-19", "mixed", &answers);
        record.sessions.insert(visit.visit.clone(), visit);
        let mut users = Users::default();
        users.put(User::new("kern", "M. Kern", &Role::ALL));
        Self {
            study: study(),
            users,
            locks: Locks::default(),
            heads: Heads::default(),
            record,
        }
    }

    fn judge(&mut self, event: Event, reason: Option<&str>) -> Result<(), Refusal> {
        self.judge_all(vec![event], reason)
    }

    fn judge_all(&mut self, events: Vec<Event>, reason: Option<&str>) -> Result<(), Refusal> {
        let append = Append {
            request: "kern-1-1".to_owned(),
            reason: reason.map(str::to_owned),
            events,
            ..Append::default()
        };
        admit(self, &asker(&Role::ALL), append).map(|_| ())
    }
}

fn asker(roles: &[Role]) -> Asker {
    Asker {
        user: User::new("kern", "M. Kern", roles),
        client: "kern-1".to_owned(),
        from: "test".to_owned(),
        proof: Some(Proof::of("right words here")),
    }
}

impl World for Memory {
    fn study(&self) -> &Study {
        &self.study
    }

    fn now(&self) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(NOW).unwrap()
    }

    fn users(&self) -> &Users {
        &self.users
    }

    fn locks(&self) -> &Locks {
        &self.locks
    }

    fn heads(&self) -> &Heads {
        &self.heads
    }

    fn program(&self) -> &str {
        "test"
    }

    fn last(&self) -> u64 {
        7
    }

    fn hash_of(&mut self, seq: u64) -> Result<Option<String>, Unread> {
        Ok((seq <= 7).then(|| format!("{seq:064x}")))
    }

    /// The entries that stand are of another client; those after them are its own.
    fn request_of(&mut self, seq: u64) -> Result<Option<String>, Unread> {
        let client = if seq <= 7 { "lind-1" } else { "kern-1" };
        Ok(Some(format!("{client}-{seq}")))
    }

    fn is_demo(&self) -> bool {
        false
    }

    fn laboratories(&self, _: Sex) -> Vec<Laboratory> {
        Vec::new()
    }

    fn stood(&mut self, _: &FieldPath, _: &Answer) -> Result<bool, Unread> {
        Ok(false)
    }

    fn alike(&mut self, likeness: &Likeness) -> Result<Vec<Alike>, Unread> {
        let who = &self.record.participant;
        let alike = Alike {
            id: who.id.clone(),
            enrolled_on: who.enrolled_on,
            seq: 1,
        };
        Ok((who.likeness() == *likeness)
            .then_some(alike)
            .into_iter()
            .collect())
    }

    fn look<T>(
        &mut self,
        who: &ParticipantId,
        look: impl Fn(&Study, &ParticipantRecord) -> T,
    ) -> Result<Option<T>, Unread> {
        Ok((who.as_str() == WHO).then(|| look(&self.study, &self.record)))
    }
}

fn place() -> FieldPath {
    FieldPath {
        participant: WHO.into(),
        visit: "week-2".into(),
        form: "mixed".into(),
        field: "rash".into(),
    }
}

fn answered() -> Event {
    Event::Answered {
        place: place(),
        answer: Answer::code("y"),
        origin: Origin::Typed,
    }
}

fn a_lock() -> Lock {
    Lock {
        reason: "database closed.".to_owned(),
        name: "M. Kern".to_owned(),
        at: DateTime::default(),
        seq: 3,
    }
}

fn queried(query: u64, step: Step, text: &str) -> Event {
    Event::Queried {
        place: place(),
        query,
        step,
        text: text.to_owned(),
    }
}

fn completed() -> Event {
    Event::Completed {
        participant: WHO.into(),
        visit: "week-2".into(),
        form: "mixed".into(),
        kept: None,
    }
}

fn left() -> Event {
    Event::FormLeft {
        participant: WHO.into(),
        visit: "week-2".into(),
        form: "mixed".into(),
    }
}

fn was_left(last: u64) -> Left {
    Left {
        first: last,
        at: DateTime::default(),
        last,
    }
}

fn a_query(state: State) -> Query {
    Query {
        id: 7,
        state,
        question: "why?".to_owned(),
        asked_by: "A. Monitor".to_owned(),
        asked_at: DateTime::default(),
        last: None,
        seq: 7,
    }
}

#[test]
fn an_open_form_changes_freely_and_a_left_or_signed_one_only_with_a_reason() {
    let mut world = Memory::new();
    assert_eq!(world.judge(answered(), None), Ok(()));
    let visit = world.record.sessions.get_mut("week-2").unwrap();
    visit.left.insert("mixed".into(), was_left(5));
    for none in [None, Some(""), Some(" \t")] {
        assert_eq!(
            world.judge(answered(), none),
            Err(Refusal::ChangeWithoutReason)
        );
    }
    assert_eq!(world.judge(answered(), Some("misread")), Ok(()));
    let visit = world.record.sessions.get_mut("week-2").unwrap();
    visit.left.clear();
    visit.signatures.push(Signature {
        meaning: Meaning::Approved,
        user: String::new(),
        name: String::new(),
        role: String::new(),
        at: DateTime::default(),
        seq: 8,
        content: "of something else".to_owned(),
        voided: None,
    });
    // A signature that is void was one.
    assert_eq!(
        world.judge(answered(), None),
        Err(Refusal::ChangeWithoutReason)
    );
}

#[test]
fn what_is_locked_takes_queries_and_nothing_else() {
    let (who, visit) = (WHO.into(), "week-2".into());
    for scope in [
        Scope::study(),
        Scope::participant(&who),
        Scope::visit(&who, &visit),
        Scope::of(&place()),
    ] {
        let mut world = Memory::new();
        world.locks.put(scope.clone(), a_lock());
        let refused = Err(Refusal::Locked {
            doing: Doing::Save,
            scope: scope.clone(),
            lock: Box::new(a_lock()),
        });
        // The day is that of the visit, not of one of its forms.
        let dated = Event::SessionDated {
            participant: WHO.into(),
            visit: "week-2".into(),
            before: "2026-01-19".parse().unwrap(),
            date: "2026-01-18".parse().unwrap(),
        };
        let day = world.judge(dated, Some("misread"));
        assert_eq!(day == refused, scope.form.is_none(), "{day:?}");
        assert_eq!(world.judge(answered(), Some("misread")), refused);
        assert_eq!(world.judge(completed(), None), refused);
        assert_eq!(world.judge(queried(0, Step::Open, "why?"), None), Ok(()));
    }
}

#[test]
fn nobody_is_enrolled_into_a_locked_study() {
    let mut world = Memory::new();
    let enrolled = |id: &str| Event::Enrolled {
        participant: participant(id, "2026-03-02"),
    };
    assert_eq!(world.judge(enrolled("01-002"), None), Ok(()));
    world.locks.put(Scope::study(), a_lock());
    let refused = world.judge(enrolled("01-002"), None);
    assert!(
        matches!(
            refused,
            Err(Refusal::Locked {
                doing: Doing::Enrol,
                ..
            })
        ),
        "{refused:?}"
    );
}

#[test]
fn locking_and_unlocking_need_words_and_come_in_turn() {
    let lock = |scope: Scope, reason: &str| Event::Locked {
        scope,
        reason: reason.to_owned(),
    };
    let unlock = |scope: Scope, reason: &str| Event::Unlocked {
        scope,
        reason: reason.to_owned(),
    };
    let (study, doing) = (Scope::study, Doing::Lock);
    let mut world = Memory::new();
    assert_eq!(world.judge(lock(study(), "end"), None), Ok(()));
    assert_eq!(
        world.judge(lock(study(), " "), None),
        Err(Refusal::LockWithoutReason { doing })
    );
    assert_eq!(
        world.judge(unlock(study(), "more"), None),
        Err(Refusal::NotLocked { scope: study() })
    );
    world.locks.put(study(), a_lock());
    let by_study = |doing| {
        Err(Refusal::Locked {
            doing,
            scope: study(),
            lock: Box::new(a_lock()),
        })
    };
    assert_eq!(world.judge(lock(study(), "end"), None), by_study(doing));
    let doing = Doing::Unlock;
    assert_eq!(
        world.judge(unlock(study(), ""), None),
        Err(Refusal::LockWithoutReason { doing })
    );
    assert_eq!(world.judge(unlock(study(), "more"), None), Ok(()));
    // The lock of the study is not lifted at a visit.
    let visit = Scope::visit(&WHO.into(), &"week-2".into());
    assert_eq!(world.judge(unlock(visit, "more"), None), by_study(doing));
}

#[test]
fn a_lock_whose_words_hold_the_passphrase_is_refused_and_said_to_nobody() {
    let mut world = Memory::new();
    let lock = |reason: &str| Event::Locked {
        scope: Scope::study(),
        reason: reason.to_owned(),
    };
    let in_words = Err(Refusal::Passphrase {
        fault: PassphraseFault::InWords,
    });
    for reason in [
        "right words here",
        "closed: Right Words HERE.",
        " right words here",
    ] {
        assert_eq!(world.judge(lock(reason), None), in_words, "{reason}");
    }
    let now = world.now();
    let told = |reason: Option<&str>, late: Option<&str>| Append {
        // The program made the id, so that a passphrase in it tells nobody anything.
        request: "kern-1-right words here".to_owned(),
        reason: reason.map(str::to_owned),
        late: late.map(str::to_owned),
        observed_at: late.map(|_| now),
        events: vec![lock("end")],
        ..Append::default()
    };
    for (append, judged) in [
        (told(Some("right words here"), None), &in_words),
        (told(None, Some("right words here")), &in_words),
        (told(None, None), &Ok(())),
    ] {
        let found = admit(&mut world, &asker(&Role::ALL), append).map(|_| ());
        assert_eq!(&found, judged);
    }
    assert_eq!(world.judge(lock("right words"), None), Ok(()));
    let mut unproved = asker(&Role::ALL);
    assert!(!format!("{unproved:?}").contains("right words"));
    unproved.proof = None;
    let append = Append {
        request: "kern-1-1".to_owned(),
        events: vec![lock("end")],
        ..Append::default()
    };
    let refused = admit(&mut world, &unproved, append).err();
    let fault = PassphraseFault::NotGiven;
    assert_eq!(refused, Some(Refusal::Passphrase { fault }));
}

#[test]
fn a_query_is_answered_and_closed_in_its_order_with_words() {
    let mut world = Memory::new();
    let mut judge = |event| world.judge(event, None);
    assert_eq!(
        judge(queried(0, Step::Open, "")),
        Err(Refusal::QueryWithoutWords)
    );
    assert_eq!(
        judge(queried(7, Step::Answer, "so")),
        Err(Refusal::NoSuchQuery)
    );
    let visit = world.record.sessions.get_mut("week-2").unwrap();
    let cell = visit.cell_mut(&"mixed".into(), &"rash".into());
    cell.queries.push(a_query(State::New));
    let mut judge = |event| world.judge(event, None);
    assert_eq!(
        judge(queried(7, Step::Answer, " ")),
        Err(Refusal::QueryWithoutWords)
    );
    assert_eq!(judge(queried(7, Step::Answer, "so")), Ok(()));
    assert_eq!(judge(queried(7, Step::Close, "")), Ok(()));
    let (state, step) = (State::New, Step::Reopen);
    assert_eq!(
        judge(queried(7, Step::Reopen, "again")),
        Err(Refusal::QueryStep { state, step })
    );
}

#[test]
fn what_decides_about_other_events_does_not_ride_with_answers() {
    let lock = Event::Locked {
        scope: Scope::of(&place()),
        reason: "end".to_owned(),
    };
    let disabled = Event::UserDisabled {
        user: "kern".to_owned(),
    };
    let roles = Event::UserRoles {
        user: "kern".to_owned(),
        roles: vec![Role::Manager],
    };
    for decides in [
        completed(),
        lock,
        queried(0, Step::Open, "why?"),
        disabled,
        roles,
    ] {
        let mut world = Memory::new();
        for events in [
            vec![answered(), decides.clone()],
            vec![decides.clone(), answered()],
            vec![decides.clone(), decides.clone()],
        ] {
            assert_eq!(world.judge_all(events, None), Err(Refusal::NotAlone));
        }
        // By itself it is judged on what is stored.
        assert_ne!(world.judge(decides, None), Err(Refusal::NotAlone));
    }
}

#[test]
fn a_late_entry_needs_a_time_that_has_passed_and_a_reason_in_words() {
    let mut world = Memory::new();
    let mut judge = |observed: Option<&str>, late: Option<&str>| {
        let append = Append {
            request: "kern-1-1".to_owned(),
            observed_at: observed.map(|at| DateTime::parse_from_rfc3339(at).unwrap()),
            late: late.map(str::to_owned),
            events: vec![answered()],
            ..Append::default()
        };
        admit(&mut world, &asker(&Role::ALL), append).map(|drafts| drafts.len())
    };
    let earlier = Some("2026-03-01T10:00:00+01:00");
    assert_eq!(judge(earlier, Some("from paper")), Ok(1));
    for blank in [None, Some(""), Some(" \t ")] {
        assert_eq!(judge(earlier, blank), Err(Refusal::LateWithoutReason));
    }
    assert_eq!(
        judge(None, Some("from paper")),
        Err(Refusal::LateWithoutTime)
    );
    assert_eq!(judge(Some(NOW), Some("from paper")), Ok(1));
    let later = judge(Some("2026-03-02T10:00:00.001+01:00"), Some("from paper"));
    assert!(matches!(later, Err(Refusal::ObservedInFuture { .. })));
}

#[test]
fn a_file_fills_what_is_blank_for_investigators_and_managers_and_replaces_nothing() {
    use crate::domain::record::imported::{FileHash, FileLine};
    let mut world = Memory::new();
    let file = FileHash::of(b"data");
    let filled = |field: &str, answer: Answer| Event::Filled {
        participant: WHO.into(),
        visit: "week-2".into(),
        form: "mixed".into(),
        answers: vec![(field.into(), answer)],
        origin: Origin::Imported(FileLine { file, line: 3 }),
    };
    let mut judge = |roles: &[Role], event: Event| {
        let append = Append {
            request: "kern-1-1".to_owned(),
            events: vec![event],
            ..Append::default()
        };
        admit(&mut world, &asker(roles), append).map(|drafts| drafts[0].by.role.clone())
    };
    let weight = || {
        let kilograms = Answer::number(crate::domain::sample::decimal("70"), Some("kg"));
        filled("weight", kilograms)
    };
    for role in [Role::Investigator, Role::Manager] {
        assert_eq!(judge(&[role], weight()).unwrap(), role.key());
    }
    for role in [Role::Assessor, Role::Monitor] {
        let roles = vec![role];
        assert_eq!(judge(&[role], weight()), Err(Refusal::NotAllowed { roles }));
    }
    let over = judge(&Role::ALL, filled("rash", Answer::code("y")));
    assert!(matches!(over, Err(Refusal::Content { .. })), "{over:?}");
}

#[test]
fn a_file_lends_what_an_import_needs_to_those_who_import_and_nothing_else() {
    use crate::domain::record::imported::{FileHash, FileLine};
    use crate::domain::record::status::Status;
    use crate::domain::sample::date;
    let line = |line| FileLine {
        file: FileHash::of(b"data"),
        line,
    };
    let field = |visit: &str, field: &str| FieldPath {
        visit: visit.into(),
        field: field.into(),
        ..FieldPath {
            participant: WHO.into(),
            visit: "week-2".into(),
            form: "mixed".into(),
            field: "vas".into(),
        }
    };
    let begun = || Event::SessionBegun {
        participant: WHO.into(),
        visit: "baseline".into(),
        date: date("2026-01-05"),
    };
    let filled = |at| Event::Filled {
        participant: WHO.into(),
        visit: "baseline".into(),
        form: "mixed".into(),
        answers: vec![("vas".into(), number("3.1"))],
        origin: Origin::Imported(at),
    };
    let noted = |place, text: &str| Event::Noted {
        place,
        text: text.to_owned(),
    };
    let queried = |place, step| Event::Queried {
        place,
        query: 0,
        step,
        text: "A file says: 5 (line 3)".to_owned(),
    };
    let judge = |roles: &[Role], events: Vec<Event>, imported: Vec<FileLine>| {
        let append = Append {
            request: "kern-1-1".to_owned(),
            events,
            imported,
            ..Append::default()
        };
        admit(&mut Memory::new(), &asker(roles), append)
    };
    let manager = &[Role::Manager][..];
    let not_allowed = |roles: &[Role]| {
        let roles = roles.to_vec();
        Err(Refusal::NotAllowed { roles })
    };
    let kept = |drafts: &[Draft]| -> Vec<(String, Option<u32>)> {
        let each = drafts.iter();
        each.map(|draft| (draft.by.role.clone(), draft.imported.map(|line| line.line)))
            .collect()
    };
    let by = |role: &str, line| (role.to_owned(), line);
    // A visit begins for its answers, with their notes.
    let batch = || {
        vec![
            begun(),
            filled(line(3)),
            noted(field("baseline", "vas"), "from the file"),
        ]
    };
    let lines = || vec![line(2), line(3), line(4)];
    let stored = judge(manager, batch(), lines()).unwrap();
    let expected = [
        by("manager", Some(2)),
        by("manager", None),
        by("manager", Some(4)),
    ];
    assert_eq!(kept(&stored), expected);
    let stored = judge(&[Role::Manager, Role::Investigator], batch(), lines()).unwrap();
    assert_eq!(stored[0].by.role, "investigator");
    // What differs is asked about.
    let query = || queried(field("week-2", "vas"), Step::Open);
    let stored = judge(manager, vec![query()], vec![line(3)]).unwrap();
    assert_eq!(kept(&stored), [by("manager", Some(3))]);
    // Not without a file, and not for what the file does not need.
    for event in [begun(), noted(field("week-2", "vas"), "a"), query()] {
        assert_eq!(
            judge(manager, vec![event.clone()], Vec::new()),
            not_allowed(manager)
        );
        for role in [Role::Assessor, Role::Monitor] {
            let refused = judge(&[role], vec![event.clone()], vec![line(3)]);
            assert_eq!(refused, not_allowed(&[role]));
        }
    }
    assert_eq!(judge(manager, batch(), Vec::new()), not_allowed(manager));
    assert_eq!(
        judge(manager, vec![begun()], vec![line(2)]),
        not_allowed(manager)
    );
    let other = FileLine {
        file: FileHash::of(b"other"),
        line: 3,
    };
    let blank = field("week-2", "site");
    for (events, lines) in [
        (batch(), vec![line(2), line(3)]),
        (batch(), vec![line(2), line(4), line(4)]),
        (batch(), vec![other, line(3), line(4)]),
        (vec![answered()], vec![line(3)]),
        (vec![noted(field("week-2", "vas"), "")], vec![line(3)]),
        (vec![queried(blank, Step::Open)], vec![line(3)]),
        (
            vec![queried(field("week-2", "vas"), Step::Close)],
            vec![line(3)],
        ),
        (
            vec![Event::StatusChanged {
                participant: WHO.into(),
                day: date("2026-01-20"),
                status: Status::TakesPart,
                words: String::new(),
                after: 0,
            }],
            vec![line(3)],
        ),
    ] {
        let refused = judge(&Role::ALL, events.clone(), lines);
        assert_eq!(refused, Err(Refusal::NotOfImport), "{events:?}");
    }
    // A note that stands is not replaced.
    let mut world = Memory::new();
    let session = world.record.sessions.get_mut("week-2").unwrap();
    session.cell_mut(&"mixed".into(), &"vas".into()).note = Some("typed".to_owned());
    let append = Append {
        request: "kern-1-1".to_owned(),
        events: vec![noted(field("week-2", "vas"), "from the file")],
        imported: vec![line(3)],
        ..Append::default()
    };
    let refused = admit(&mut world, &asker(&Role::ALL), append);
    assert_eq!(refused, Err(Refusal::NotOfImport));
}

#[test]
fn nobody_does_what_no_role_of_theirs_allows_or_under_another_name() {
    let mut world = Memory::new();
    let append = |request: &str| Append {
        request: request.to_owned(),
        events: vec![answered()],
        ..Append::default()
    };
    let mut judge = |roles: &[Role], request: &str| {
        admit(&mut world, &asker(roles), append(request)).map(|drafts| drafts[0].by.role.clone())
    };
    assert_eq!(judge(&[Role::Assessor], "kern-1-1").unwrap(), "assessor");
    assert_eq!(
        judge(&[Role::Monitor, Role::Investigator], "kern-1-1").unwrap(),
        "investigator"
    );
    for roles in [&[Role::Monitor][..], &[Role::Manager], &[]] {
        let roles_of = roles.to_vec();
        assert_eq!(
            judge(roles, "kern-1-1"),
            Err(Refusal::NotAllowed { roles: roles_of })
        );
    }
    let doing = Doing::Save;
    for foreign in ["kern-2-1", "kern-1", "", "kern-11-1"] {
        assert_eq!(
            judge(&Role::ALL, foreign),
            Err(Refusal::ForeignRequest { doing }),
            "{foreign}"
        );
    }
}

#[test]
fn a_backup_is_one_of_this_record_or_is_refused() {
    let mut world = Memory::new();
    let mut judge = |head: String, entries| {
        let backup = Event::BackedUp {
            head: head.clone(),
            entries,
        };
        let tested = Event::RestoreTested { head, entries };
        let both = (world.judge(backup, None), world.judge(tested, None));
        assert_eq!(both.0, both.1);
        both.0
    };
    assert_eq!(judge(format!("{:064X}", 5), 5), Ok(()));
    let head = format!("{:064x}", 6);
    let other = Err(Refusal::OtherRecord {
        entries: 5,
        head: head.clone(),
    });
    assert_eq!(judge(head, 5), other);
    let longer = Err(Refusal::LongerBackup {
        entries: 8,
        last: 7,
    });
    assert_eq!(judge(format!("{:064x}", 8), 8), longer);
}

fn added(user: &str, name: &str, roles: &[Role]) -> Event {
    Event::UserAdded {
        user: user.to_owned(),
        name: name.to_owned(),
        roles: roles.to_vec(),
    }
}

fn named(user: &str, name: &str) -> Event {
    Event::UserNamed {
        user: user.to_owned(),
        name: name.to_owned(),
    }
}

#[test]
fn a_printed_name_is_corrected_for_a_reason_and_stays_the_name_of_one_user() {
    let mut world = Memory::new();
    world
        .users
        .put(User::new("lind", "K. Lind", &[Role::Assessor]));
    let mut judge = |event, reason| world.judge(event, reason);
    let because = Some("misspelt");
    assert_eq!(judge(named("lind", "K. Lindt"), because), Ok(()));
    assert_eq!(
        judge(named("lind", "k. lind"), because),
        Ok(()),
        "another spelling of the own name"
    );
    for reason in [None, Some(" ")] {
        let without = Err(Refusal::NamedWithoutReason);
        assert_eq!(judge(named("lind", "K. Lindt"), reason), without);
    }
    let user = || "lind".to_owned();
    let unchanged = Err(Refusal::NameUnchanged { user: user() });
    assert_eq!(judge(named("lind", "K. Lind"), because), unchanged);
    let without = Err(Refusal::UserWithoutName { user: user() });
    assert_eq!(judge(named("lind", " "), because), without);
    let not_listed = Refusal::UserNotListed {
        user: "dorn".to_owned(),
    };
    assert_eq!(judge(named("dorn", "A. Dorn"), because), Err(not_listed));
}

#[test]
fn two_users_of_one_request_are_not_printed_alike() {
    let mut world = Memory::new();
    for user in ["lind", "dorn"] {
        let user = User::new(user, user, &[Role::Assessor]);
        world.users.put(user);
    }
    let because = Some("misspelt");
    for (one, other) in [
        ("A. Stra\u{df}e", " a.  STRASSE"),
        (
            "\u{39f}\u{394}\u{39f}\u{3a3}",
            "\u{3bf}\u{3b4}\u{3bf}\u{3c2}",
        ),
    ] {
        let taken = Err(Refusal::NameTaken {
            name: other.to_owned(),
            user: "lind".to_owned(),
        });
        let both = vec![named("lind", one), named("dorn", other)];
        assert_eq!(world.judge_all(both, because), taken);
        let both = vec![named("lind", one), added("new", other, &[Role::Assessor])];
        assert_eq!(world.judge_all(both, because), taken);
    }
    // What the first one gives up, the second may take.
    let swapped = vec![named("lind", "K. Lind"), named("dorn", "lind")];
    assert_eq!(world.judge_all(swapped, because), Ok(()));
}

#[test]
fn only_what_a_user_may_not_do_is_summed() {
    use crate::domain::record::refused::RefusedFor;
    use crate::domain::rules::{ContentFault, PassphraseFault};
    let forged = |fault: ContentFault| Refusal::Content { fault };
    let origin = |origin| {
        forged(ContentFault::FalseOrigin {
            label: "VAS".to_owned(),
            origin,
        })
    };
    let passphrase = |fault| Refusal::NotSigned {
        why: Box::new(Refusal::Passphrase { fault }),
    };
    let roles = vec![Role::Monitor];
    for (refusal, summed) in [
        (Refusal::NotAllowed { roles }, Some(RefusedFor::Role)),
        (Refusal::NotSigner, Some(RefusedFor::Role)),
        (
            Refusal::ForeignRequest { doing: Doing::Save },
            Some(RefusedFor::Forged),
        ),
        (forged(ContentFault::NoSuchPart), Some(RefusedFor::Forged)),
        (origin(Origin::Generated), Some(RefusedFor::Forged)),
        (origin(Origin::Carried), None),
        (
            passphrase(PassphraseFault::NotSet),
            Some(RefusedFor::NoPassphrase),
        ),
        (passphrase(PassphraseFault::Wrong { left: 2 }), None),
        (
            passphrase(PassphraseFault::Paused {
                minutes: 3,
                user: "kern".to_owned(),
            }),
            Some(RefusedFor::Paused),
        ),
        (Refusal::ChangeWithoutReason, None),
        (Refusal::Incomplete, None),
        (Refusal::HeadMissing { seq: 3 }, None),
        (Refusal::SaveFailed, None),
    ] {
        assert_eq!(refusal.summed_as(), summed, "{refusal:?}");
    }
}

fn roles_of(user: &str, roles: &[Role]) -> Event {
    Event::UserRoles {
        user: user.to_owned(),
        roles: roles.to_vec(),
    }
}

fn disabled(user: &str) -> Event {
    Event::UserDisabled {
        user: user.to_owned(),
    }
}

#[test]
fn only_a_listed_user_changes_and_nobody_is_listed_twice_or_without_name_and_role() {
    let mut world = Memory::new();
    let lind = User::new("lind", "K. Lind", &[Role::Assessor]);
    world.users.put(lind);
    let changes = |user: &str| {
        let owned = || user.to_owned();
        [
            roles_of(user, &[Role::Manager]),
            roles_of(user, &[Role::Monitor]),
            disabled(user),
            Event::UserEnabled { user: owned() },
            Event::PassphraseCleared { user: owned() },
        ]
    };
    let not_listed = Err(Refusal::UserNotListed {
        user: "dorn".to_owned(),
    });
    for event in changes("dorn") {
        assert_eq!(world.judge(event.clone(), None), not_listed, "{event:?}");
    }
    for event in changes("lind") {
        assert_eq!(world.judge(event.clone(), None), Ok(()), "{event:?}");
    }
    let user = || "dorn".to_owned();
    let without_role = Err(Refusal::UserWithoutRole { user: user() });
    let without_name = Err(Refusal::UserWithoutName { user: user() });
    let assessor = &[Role::Assessor];
    assert_eq!(
        world.judge(added("dorn", "A. Dorn", assessor), None),
        Ok(())
    );
    assert_eq!(
        world.judge(added("dorn", "A. Dorn", &[]), None),
        without_role
    );
    assert_eq!(
        world.judge(added("dorn", " ", assessor), None),
        without_name
    );
    let user = || "lind".to_owned();
    let listed = Err(Refusal::UserListed { user: user() });
    let without_role = Err(Refusal::UserWithoutRole { user: user() });
    assert_eq!(
        world.judge(added("lind", "K. Lind", assessor), None),
        listed
    );
    assert_eq!(world.judge(roles_of("lind", &[]), None), without_role);
}

#[test]
fn the_last_manager_who_may_come_in_stays_one() {
    let mut world = Memory::new();
    let mut other = User::new("lind", "K. Lind", &[Role::Manager]);
    other.active = false;
    world.users.put(other.clone());
    let last = Err(Refusal::LastManager {
        user: "kern".to_owned(),
    });
    // Who is disabled manages nothing, and is no manager to be kept.
    assert_eq!(world.judge(disabled("kern"), None), last);
    assert_eq!(world.judge(roles_of("kern", &[Role::Assessor]), None), last);
    assert_eq!(
        world.judge(roles_of("kern", &[Role::Manager]), None),
        Ok(())
    );
    assert_eq!(
        world.judge(roles_of("lind", &[Role::Assessor]), None),
        Ok(())
    );
    other.active = true;
    world.users.put(other);
    assert_eq!(world.judge(disabled("kern"), None), Ok(()));
    assert_eq!(
        world.judge(roles_of("kern", &[Role::Assessor]), None),
        Ok(())
    );
}

/// An investigator, today.
fn signer(world: &Memory) -> (Viewer, NaiveDate) {
    (Viewer::of(&[Role::Investigator]), world.now().date_naive())
}

#[test]
fn a_visit_is_signed_complete_settled_and_as_it_was_seen() {
    let mut world = Memory::new();
    let (who, visit) = (WHO.into(), VisitId::from("week-2"));
    let seen = content(&who, world.record.session("week-2").unwrap());
    let open = |world: &Memory, visit: &VisitId| {
        may_sign(&world.study, &world.record, visit, &seen, signer(world))
    };
    assert_eq!(open(&world, &visit), Ok(()));
    assert_eq!(
        open(&world, &"week-4".into()),
        Err(vec![Hindrance::NotBegun])
    );
    let session = world.record.sessions.get_mut("week-2").unwrap();
    let cell = session.cell_mut(&"mixed".into(), &"vas".into());
    cell.answer = None;
    cell.queries.push(a_query(State::Proposed));
    let [incomplete, queries, changed] = &open(&world, &visit).unwrap_err()[..] else {
        panic!("three things stand in the way");
    };
    assert!(matches!(
        incomplete,
        Hindrance::Incomplete { form: Some(_) }
    ));
    assert_eq!(*queries, Hindrance::OpenQueries { count: 1 });
    assert_eq!(*changed, Hindrance::Changed);
}

#[test]
fn a_signature_needs_the_role_and_no_lock_over_the_visit() {
    let mut world = Memory::new();
    let seen = content(&WHO.into(), world.record.session("week-2").unwrap());
    let wish = |request: &str| crate::domain::rules::sign::Wish {
        request: request.to_owned(),
        participant: WHO.into(),
        visit: "week-2".into(),
        meaning: Meaning::Approved,
        content: seen.clone(),
    };
    let sign = |world: &mut Memory, roles: &[Role], request: &str| {
        crate::domain::rules::sign::admit(world, &asker(roles), wish(request))
            .map(|drafts| drafts.len())
    };
    assert_eq!(sign(&mut world, &[Role::Investigator], "kern-1-1"), Ok(2));
    // With the scores and the verdict of this moment, which the signer does not send.
    let own = asker(&[Role::Investigator]);
    let drafts = crate::domain::rules::sign::admit(&mut world, &own, wish("kern-1-1")).unwrap();
    let kept = kept_visit(&world.study, &world.record, &"week-2".into(), "test");
    let signed = Event::Signed {
        participant: WHO.into(),
        visit: "week-2".into(),
        meaning: Meaning::Approved,
        content: seen.clone(),
        kept: Some(Box::new(kept)),
    };
    assert_eq!(drafts[1].event, signed);
    for roles in [&[Role::Assessor][..], &[Role::Monitor, Role::Manager], &[]] {
        assert_eq!(sign(&mut world, roles, "kern-1-1"), Err(Refusal::NotSigner));
    }
    let doing = Doing::Sign;
    assert_eq!(
        sign(&mut world, &Role::ALL, "else-1-1"),
        Err(Refusal::ForeignRequest { doing })
    );
    world.locks.put(Scope::study(), a_lock());
    let locked = sign(&mut world, &Role::ALL, "kern-1-1");
    let Err(Refusal::NotSignable { open }) = locked else {
        panic!("{locked:?}");
    };
    assert!(matches!(open[..], [Hindrance::Locked { .. }]), "{open:?}");
}

#[test]
fn a_form_is_marked_complete_only_when_it_is() {
    let mut world = Memory::new();
    assert_eq!(world.judge(completed(), None), Ok(()));
    let session = world.record.sessions.get_mut("week-2").unwrap();
    session.cell_mut(&"mixed".into(), &"vas".into()).answer = None;
    assert_eq!(world.judge(completed(), None), Err(Refusal::Incomplete));
}

#[test]
fn a_form_is_left_after_something_was_stored_in_it_and_once_until_there_is_more() {
    let mut world = Memory::new();
    let session = world.record.sessions.get_mut("week-2").unwrap();
    let cells = session.forms.get_mut("mixed").unwrap();
    for cell in cells.values_mut() {
        cell.origin = None;
    }
    // A note is no answer.
    cells.get_mut("rash").unwrap().note = Some("by phone".to_owned());
    assert_eq!(world.judge(left(), None), Err(Refusal::NothingLeft));
    let cell = |world: &mut Memory, seq| {
        let session = world.record.sessions.get_mut("week-2").unwrap();
        let cell = session.cell_mut(&"mixed".into(), &"rash".into());
        (cell.origin, cell.seq) = (Some(Origin::Typed), seq);
    };
    cell(&mut world, 4);
    assert_eq!(world.judge(left(), None), Ok(()));
    let session = world.record.sessions.get_mut("week-2").unwrap();
    session.left.insert("mixed".into(), was_left(5));
    assert_eq!(world.judge(left(), None), Err(Refusal::NothingLeft));
    cell(&mut world, 6);
    assert_eq!(world.judge(left(), None), Ok(()));
    // Clearing is storing too.
    let session = world.record.sessions.get_mut("week-2").unwrap();
    session.cell_mut(&"mixed".into(), &"rash".into()).answer = None;
    assert_eq!(world.judge(left(), None), Ok(()));
    // It stands alone, and what is locked is not left.
    let with_more = world.judge_all(vec![answered(), left()], None);
    assert_eq!(with_more, Err(Refusal::NotAlone));
    world.locks.put(Scope::study(), a_lock());
    let locked = world.judge(left(), None);
    assert!(matches!(locked, Err(Refusal::Locked { .. })), "{locked:?}");
}

#[test]
fn a_blank_field_of_a_left_form_is_answered_without_a_reason_and_one_of_a_signed_visit_is_not() {
    let mut world = Memory::new();
    let cleared = || Event::Cleared {
        place: place(),
        origin: Origin::Typed,
    };
    let session = world.record.sessions.get_mut("week-2").unwrap();
    session.left.insert("mixed".into(), was_left(5));
    let refused = Err(Refusal::ChangeWithoutReason);
    assert_eq!(world.judge(cleared(), None), refused);
    let both = |field: &str| Event::Filled {
        participant: WHO.into(),
        visit: "week-2".into(),
        form: "mixed".into(),
        answers: vec![
            ("vas".into(), number("5.1")),
            (field.into(), Answer::code("y")),
        ],
        origin: Origin::Typed,
    };
    assert_eq!(world.judge(both("rash"), None), refused);
    let session = world.record.sessions.get_mut("week-2").unwrap();
    session.cell_mut(&"mixed".into(), &"rash".into()).answer = None;
    assert_eq!(world.judge(answered(), None), Ok(()));
    assert_eq!(world.judge(cleared(), None), Ok(()));
    // One field of several that stands is enough.
    assert_eq!(world.judge(both("rash"), None), refused);
    let session = world.record.sessions.get_mut("week-2").unwrap();
    session.cell_mut(&"mixed".into(), &"vas".into()).answer = None;
    assert_eq!(world.judge(both("rash"), None), Ok(()));
    // Another form of the visit that was left says nothing about this one.
    let session = world.record.sessions.get_mut("week-2").unwrap();
    session.cell_mut(&"mixed".into(), &"rash".into()).answer = Some(Answer::code("n"));
    let left = session.left.remove("mixed").unwrap();
    session.left.insert("phga".into(), left);
    assert_eq!(world.judge(answered(), None), Ok(()));
    let session = world.record.sessions.get_mut("week-2").unwrap();
    session.cell_mut(&"mixed".into(), &"rash".into()).answer = None;
    session.signatures.push(Signature {
        meaning: Meaning::Approved,
        user: String::new(),
        name: String::new(),
        role: String::new(),
        at: DateTime::default(),
        seq: 8,
        content: "of something else".to_owned(),
        voided: None,
    });
    assert_eq!(world.judge(answered(), None), refused);
}

#[test]
fn two_users_are_never_printed_with_one_name() {
    let mut world = Memory::new();
    world
        .users
        .put(User::new("lind", "K. Lind", &[Role::Monitor]));
    for name in ["K. Lind", "k. lind", "  K.   LIND "] {
        let taken = Err(Refusal::NameTaken {
            name: name.to_owned(),
            user: "lind".to_owned(),
        });
        let added = added("lindner", name, &[Role::Assessor]);
        assert_eq!(world.judge(added, None), taken);
    }
    let other = added("lindner", "K. Lindner", &[Role::Assessor]);
    assert_eq!(world.judge(other, None), Ok(()));
}

#[test]
fn a_manager_takes_their_own_passphrase_away_only_where_nobody_else_could() {
    let mut world = Memory::new();
    let cleared = |user: &str| Event::PassphraseCleared {
        user: user.to_owned(),
    };
    assert_eq!(world.judge(cleared("kern"), None), Ok(()));
    world
        .users
        .put(User::new("lind", "K. Lind", &[Role::Manager]));
    let refused = Err(Refusal::OwnPassphrase {
        user: "kern".to_owned(),
    });
    assert_eq!(world.judge(cleared("kern"), None), refused);
    assert_eq!(world.judge(cleared("lind"), None), Ok(()));
}

#[test]
fn a_manager_adds_to_their_own_roles_only_where_nobody_else_could() {
    let mut world = Memory::new();
    let more = || roles_of("kern", &[Role::Manager, Role::Investigator]);
    world
        .users
        .put(User::new("kern", "M. Kern", &[Role::Manager]));
    assert_eq!(world.judge(more(), None), Ok(()));
    world
        .users
        .put(User::new("lind", "K. Lind", &[Role::Manager]));
    let refused = Err(Refusal::OwnRoles {
        user: "kern".to_owned(),
    });
    assert_eq!(world.judge(more(), None), refused);
    // Fewer, and those of others, as before.
    assert_eq!(
        world.judge(roles_of("kern", &[Role::Manager]), None),
        Ok(())
    );
    let lind = roles_of("lind", &[Role::Manager, Role::Investigator]);
    assert_eq!(world.judge(lind, None), Ok(()));
}

#[test]
fn two_users_of_one_request_are_not_one_and_have_names_of_their_own() {
    let mut world = Memory::new();
    let first = || added("lind", "K. Lind", &[Role::Monitor]);
    let listed = Refusal::UserListed {
        user: "lind".to_owned(),
    };
    assert_eq!(world.judge_all(vec![first(), first()], None), Err(listed));
    let taken = Refusal::NameTaken {
        name: "k. lind".to_owned(),
        user: "lind".to_owned(),
    };
    let second = added("lindner", "k. lind", &[Role::Assessor]);
    assert_eq!(world.judge_all(vec![first(), second], None), Err(taken));
    let other = added("dorn", "A. Dorn", &[Role::Assessor]);
    assert_eq!(world.judge_all(vec![first(), other], None), Ok(()));
}

#[test]
fn an_answer_is_changed_by_its_own_request_only_with_a_reason_once_the_form_was_left() {
    let mut world = Memory::new();
    let visit = world.record.sessions.get_mut("week-2").unwrap();
    visit.left.insert("mixed".into(), was_left(5));
    visit.cell_mut(&"mixed".into(), &"rash".into()).answer = None;
    assert_eq!(world.judge(answered(), None), Ok(()));
    let twice = || vec![answered(), answered()];
    assert_eq!(
        world.judge_all(twice(), None),
        Err(Refusal::ChangeWithoutReason)
    );
    assert_eq!(world.judge_all(twice(), Some("misread")), Ok(()));
}

#[test]
fn a_visit_is_judged_by_the_version_of_the_day_on_which_an_answer_begins_it() {
    use crate::domain::study::version::earlier::Earlier;
    use std::sync::Arc;
    let mut world = Memory::new();
    let answered = |form: &str| Event::Answered {
        place: FieldPath {
            visit: "week-4".into(),
            form: form.into(),
            ..place()
        },
        answer: Answer::code("y"),
        origin: Origin::Typed,
    };
    let mut old = study();
    let week_4 = |study: &mut Study| {
        let mut visits = study.protocol.visits.iter_mut();
        visits
            .position(|visit| visit.id.as_str() == "week-4")
            .unwrap()
    };
    let at = week_4(&mut old);
    old.protocol.visits[at]
        .forms
        .retain(|form| form.as_str() != "mixed");
    world.study.protocol.visits[at].forms.push("mixed".into());
    let mut next_from = |day: &str, roles: &[Role]| {
        world.study.earlier = vec![Earlier {
            study: Arc::new(old.clone()),
            until: 7,
            next_from: Some(day.parse().unwrap()),
            reconsent: None,
        }];
        let append = Append {
            request: "kern-1-1".to_owned(),
            // The answer begins the visit, after its window.
            reason: Some("no car".to_owned()),
            events: vec![answered("mixed")],
            ..Append::default()
        };
        admit(&mut world, &asker(roles), append).map(|drafts| drafts.len())
    };
    assert_eq!(next_from("2026-03-02", &Role::ALL), Ok(1));
    // The version that asks the form holds from tomorrow.
    let refused = next_from("2026-03-03", &Role::ALL);
    assert!(
        matches!(
            refused,
            Err(Refusal::Content {
                fault: ContentFault::NotAsked { .. }
            })
        ),
        "{refused:?}"
    );
}

mod unasked;

#[test]
fn a_visit_begins_outside_its_window_only_with_a_reason_which_is_that_of_the_beginning() {
    let mut world = Memory::new();
    world.record.sessions.clear();
    // Week 4 is planned for 2 February, 3 days early or late.
    let visit = VisitId::from("week-4");
    let answered = || Event::Answered {
        place: FieldPath {
            visit: visit.clone(),
            ..place()
        },
        answer: Answer::code("y"),
        origin: Origin::Typed,
    };
    let begin = |day: &str| {
        let begun = Event::SessionBegun {
            participant: WHO.into(),
            visit: visit.clone(),
            date: day.parse().unwrap(),
        };
        vec![begun, answered()]
    };
    let mut kept = |day: &str, reason: Option<&str>| {
        let append = Append {
            request: "kern-1-1".to_owned(),
            reason: reason.map(str::to_owned),
            events: begin(day),
            ..Append::default()
        };
        let drafts = admit(&mut world, &asker(&Role::ALL), append)?;
        Ok(drafts.into_iter().map(|draft| draft.reason).collect())
    };
    let [from, to] = ["2026-01-30", "2026-02-05"].map(|day| day.parse().unwrap());
    for day in ["2026-01-29", "2026-02-06"] {
        for none in [None, Some(""), Some(" \t")] {
            let refused = Refusal::OutsideWithoutReason { from, to };
            assert_eq!(kept(day, none), Err(refused), "{day}");
        }
        let why = Some("no car".to_owned());
        assert_eq!(kept(day, why.as_deref()), Ok(vec![why, None]), "{day}");
    }
    for day in ["2026-01-30", "2026-02-05"] {
        assert_eq!(kept(day, None), Ok(vec![None, None]), "{day}");
        // It is a reason for a change then, of which the beginning is none.
        let reason: Vec<Option<String>> = kept(day, Some("misread")).unwrap();
        assert_eq!(reason.first(), Some(&None), "{day}");
    }
    // An answer without a beginning before it begins the visit on the day of the request, which is after the window.
    let mut alone = |reason: Option<&str>, events| {
        let append = Append {
            request: "kern-1-1".to_owned(),
            reason: reason.map(str::to_owned),
            events,
            ..Append::default()
        };
        let drafts = admit(&mut world, &asker(&Role::ALL), append)?;
        Ok(drafts.into_iter().map(|draft| draft.reason).collect())
    };
    let refused = Err(Refusal::OutsideWithoutReason { from, to });
    assert_eq!(alone(None, vec![answered()]), refused);
    let why = Some("no car".to_owned());
    let two = vec![answered(), answered()];
    assert_eq!(alone(Some("no car"), two), Ok(vec![why, None]));
    // Answers that were filled in at once, but not by the generator, free nobody from it.
    let filled = Event::Filled {
        participant: WHO.into(),
        visit: visit.clone(),
        form: place().form,
        answers: vec![(place().field, Answer::code("y"))],
        origin: Origin::Typed,
    };
    let begun = begin("2026-02-06").remove(0);
    assert_eq!(alone(None, vec![begun, filled]), refused);
}
