//! Draws the steps: events of every kind, good and nearly good, by changing users of two clients.

use super::ledger::LOG;
use super::machine::Machine;
use crate::support::bad_events;
use chrono::{Days, FixedOffset, NaiveDate, TimeDelta};
use coreset::domain::base::answer::{Answer, Value};
use coreset::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use coreset::domain::course::deviations::deviations;
use coreset::domain::forms::engine::instrument::{Field, FieldKind, Instrument, Kept};
use coreset::domain::forms::engine::progress::{Setting, asked};
use coreset::domain::record::amendment::Acceptance;
use coreset::domain::record::deviation::{DeviationCategory, DeviationWeight};
use coreset::domain::record::enrolment_fact::EnrolmentFact;
use coreset::domain::record::entry::{Draft, Entry};
use coreset::domain::record::event::{Event, FieldPath, Origin, PromptOutcome};
use coreset::domain::record::lock::Scope;
use coreset::domain::record::moved::MoveSide;
use coreset::domain::record::participant::{Diagnosis, Participant, Sex};
use coreset::domain::record::query::Step as QueryStep;
use coreset::domain::record::session::ParticipantRecord;
use coreset::domain::record::session::has_answer;
use coreset::domain::record::signature::{Meaning, content};
use coreset::domain::record::status::{Cause, DataUse, Status, WithdrawnBy};
use coreset::domain::record::user::{Role, User};
use coreset::domain::rules::checks::open_at;
use coreset::domain::rules::moved_answers;
use coreset::domain::rules::own_request::needs_own_request;
use coreset::domain::rules::{Append, World as _, amend, sign, who};
use coreset::domain::study::Study;
use coreset::domain::study::visit_summary::summarise_visit;
use coreset::tools::demo;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Users whom the steps add and change: login, name.
const USERS: [(&str, &str); 6] = [
    ("kern", "M. Kern"),
    ("lind", "K. Lind"),
    ("dorn", "A. Dorn"),
    ("moss", "V. Moss"),
    ("hahn", "m.  kern"),
    ("vogt", "E. Vogt"),
];

#[derive(Debug)]
pub(super) enum Step {
    Save(String, u32, Append),
    Sign(String, u32, sign::Wish),
    Amend(String, u32, Box<amend::Wish>, usize),
    Owner(Event),
    Clock(TimeDelta),
    Restart,
}

pub(super) struct Steps {
    rng: StdRng,
    /// Whole forms as the generator of demos fills them in.
    filled: BTreeMap<FormId, Vec<Vec<(FieldId, Answer)>>>,
    /// Who uses each of the two clients.
    at: [String; 2],
    number: u64,
}

impl Steps {
    pub(super) fn new(seed: u64, study: &Study, today: NaiveDate) -> Self {
        let mut filled: BTreeMap<FormId, Vec<Vec<(FieldId, Answer)>>> = BTreeMap::new();
        // A long form is filled by several events, one after the other.
        let mut last = None;
        for event in demo::participants(study, 14, today, seed).flatten() {
            let Event::Filled {
                participant,
                visit,
                form,
                answers,
                ..
            } = event
            else {
                last = None;
                continue;
            };
            let base = form.as_str().split('#').next().unwrap();
            let known = filled.entry(FormId::new(base)).or_default();
            let here = Some((participant, visit, form));
            match known.last_mut().filter(|_| last == here) {
                Some(begun) => begun.extend(answers),
                None => known.push(answers),
            }
            last = here;
        }
        Self {
            rng: StdRng::seed_from_u64(seed),
            filled,
            at: ["kern".to_owned(), "lind".to_owned()],
            number: 0,
        }
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        from.choose(&mut self.rng).cloned()
    }

    fn one_of<'a>(&mut self, from: &[&'a str]) -> &'a str {
        self.pick(from).unwrap()
    }

    pub(super) fn next(&mut self, machine: &Machine) -> Step {
        match self.rng.random_range(0..100) {
            0 => return Step::Restart,
            1..=5 => return self.clock(),
            6..=9 => return self.owner(machine),
            10 | 11 => {
                if let Some(step) = self.amend(machine) {
                    return step;
                }
            }
            12..=15 => {
                if let Some(step) = self.sign(machine) {
                    return step;
                }
            }
            _ => {}
        }
        // What stops everybody is taken away soon.
        if machine.state.heads.stops_all().is_some()
            && self.chance(30)
            && let Some(missing) = machine.state.heads.stops_all()
        {
            let (seq, hash) = (missing.seq, missing.hash.clone());
            let events = vec![Event::HeadAccepted {
                seq,
                hash,
                reason: "nobody was told it".to_owned(),
            }];
            let (login, client) = self.somebody(machine, events.first());
            let append = self.request(machine, &login, client, events);
            return Step::Save(login, client, append);
        }
        let count = if self.chance(85) {
            1
        } else {
            self.rng.random_range(2..=4)
        };
        let mut events: Vec<Event> = Vec::new();
        for _ in 0..count {
            // Often about the same place as the one before.
            let again = events.last().filter(|_| count > 1).cloned();
            let event = match again {
                Some(Event::Answered { place, .. }) if self.chance(40) => {
                    self.of_place(machine, place)
                }
                Some(Event::SessionBegun {
                    participant, visit, ..
                }) if self.chance(70) => self.of_visit(machine, participant, visit),
                Some(Event::UserAdded { .. }) if self.chance(50) => self.user(machine),
                _ => self.event(machine),
            };
            events.push(event);
        }
        // What needs a request of its own mostly gets one.
        if let Some(alone) = events
            .iter()
            .find(|event| needs_own_request(event))
            .cloned()
            && self.chance(80)
        {
            events = vec![alone];
        }
        if self.chance(9) {
            events = self.whole_visit(machine);
        } else if self.chance(4) {
            events = self.moved(machine).unwrap_or(events);
        }
        let (login, client) = self.somebody(machine, events.first());
        let append = self.request(machine, &login, client, events);
        Step::Save(login, client, append)
    }

    /// Both sides of a move, most of which could be.
    fn moved(&mut self, machine: &Machine) -> Option<Vec<Event>> {
        let records = machine.state.records.values();
        let forms: Vec<(ParticipantId, VisitId, FormId)> = records
            .flat_map(|record| {
                record.visits().flat_map(move |session| {
                    let forms = session.forms.keys();
                    forms.map(move |form| {
                        let who = record.participant.id.clone();
                        (who, session.visit.clone(), form.clone())
                    })
                })
            })
            .collect();
        let (who, visit, form) = self.pick(&forms)?;
        let record = machine.state.records.get(&who)?;
        let mut answers = moved_answers(record, &visit, &form);
        if self.chance(4) {
            answers.pop();
        }
        let mut other = self.who(machine);
        let mut other_visit = self.visit(machine, &other);
        if self.chance(60) {
            let mut begun = machine.state.records.values().flat_map(|record| {
                let who = &record.participant.id;
                record.visits().map(move |session| (who.clone(), session))
            });
            let empty = begun.find(|(_, session)| {
                let cells = session.forms.get(&form);
                !cells.is_some_and(has_answer)
            });
            if let Some((who, session)) = empty {
                (other, other_visit) = (who, session.visit.clone());
            }
        }
        let side = |side, (participant, visit), (other, other_visit)| Event::FormMoved {
            participant,
            visit,
            form: form.clone(),
            side,
            other,
            other_visit,
            answers: answers.clone(),
        };
        let (from, to) = ((who, visit), (other, other_visit));
        let mut events = vec![
            side(MoveSide::Away, from.clone(), to.clone()),
            side(MoveSide::Here, to, from),
        ];
        match self.rng.random_range(0..20) {
            0 => drop(events.pop()),
            1 => events.reverse(),
            2 => events.push(self.event(machine)),
            _ => {}
        }
        Some(events)
    }

    fn clock(&mut self) -> Step {
        let forward = match self.rng.random_range(0..4) {
            0 => TimeDelta::seconds(self.rng.random_range(1..120)),
            1 => TimeDelta::hours(self.rng.random_range(1..30)),
            2 => TimeDelta::days(self.rng.random_range(1..28)),
            _ => -TimeDelta::minutes(self.rng.random_range(1..4000)),
        };
        Step::Clock(forward)
    }

    fn owner(&mut self, machine: &Machine) -> Step {
        let user = self.pick(&USERS).unwrap().0;
        let listed = machine.state.users.get(user).is_some();
        let user = || user.to_owned();
        Step::Owner(match self.rng.random_range(0..8) {
            0 if listed => Event::LoggedIn {
                user: user(),
                command: None,
            },
            1 if listed => Event::LoggedOut { user: user() },
            2 if listed => Event::PassphraseSet {
                user: user(),
                proof: "ab".repeat(32),
            },
            3 if listed => Event::PassphraseWrong { user: user() },
            4 if listed => Event::PassphraseRight { user: user() },
            5 => {
                let seq = machine.last() + self.rng.random_range(1..9);
                let proven = self.chance(15);
                Event::HeadMissing {
                    user: user(),
                    seq,
                    hash: format!("{seq:063x}f"),
                    proven,
                }
            }
            _ => Event::ClockMoved {
                expected: machine.clock,
                shown: machine.clock,
            },
        })
    }

    /// Returns who asks: mostly whoever is at a client, often somebody whose role brings the event about.
    fn somebody(&mut self, machine: &Machine, event: Option<&Event>) -> (String, u32) {
        let client = self.rng.random_range(0..2);
        if self.chance(15) {
            self.at[client] = self.pick(&USERS).unwrap().0.to_owned();
        }
        if let Some(event) = event
            && self.chance(88)
        {
            let allowed = who::allowed(event);
            let fit = machine.state.users.iter().filter(|user| user.active);
            let fit = fit.filter(|user| user.roles.iter().any(|role| allowed.contains(role)));
            let fit: Vec<String> = fit.map(|user| user.user.clone()).collect();
            if let Some(login) = self.pick(&fit) {
                self.at[client] = login;
            }
        }
        (self.at[client].clone(), client as u32 + 1)
    }

    fn id(&mut self, login: &str, client: u32) -> String {
        self.number += 1;
        match self.chance(2) {
            true => format!("nobody-{client}-{}", self.number),
            false => format!("{login}-{client}-{}", self.number),
        }
    }

    fn request(
        &mut self,
        machine: &Machine,
        login: &str,
        client: u32,
        events: Vec<Event>,
    ) -> Append {
        let begins = |event: &Event| matches!(event, Event::SessionBegun { .. });
        let reason = match self.rng.random_range(0..10) {
            // Most visits begin outside their windows, as the clock moves.
            0..=2 if events.iter().any(begins) && self.chance(40) => Some("came late"),
            0..=2 => None,
            3 if self.chance(40) => Some(" "),
            _ => Some("misread"),
        };
        let mut observed_at = None;
        let mut late = None;
        if self.chance(12) {
            let back = TimeDelta::minutes(self.rng.random_range(-60..60 * 24 * 40));
            let back = if self.chance(50) { back / 60 } else { back };
            let hours = self.pick(&[1, 1, 1, 2, -8, 13]).unwrap();
            let zone = FixedOffset::east_opt(hours * 3600).unwrap();
            observed_at = Some((machine.clock - back).with_timezone(&zone));
        }
        if observed_at.is_some() != self.chance(4) {
            late = Some(
                if self.chance(90) {
                    "paper source"
                } else {
                    "  "
                }
                .to_owned(),
            );
        }
        let last = machine.last();
        let seen = if self.chance(80) {
            last
        } else {
            self.rng.random_range(0..=last)
        };
        Append {
            request: self.id(login, client),
            seen,
            observed_at,
            reason: reason.map(str::to_owned),
            late,
            events,
            imported: Vec::new(),
        }
    }

    fn amend(&mut self, machine: &Machine) -> Option<Step> {
        if !self.chance(60) {
            return None;
        }
        let others: Vec<usize> = (0..machine.versions.len())
            .filter(|to| {
                machine.versions[*to].content != machine.state.study.content || self.chance(10)
            })
            .collect();
        let to = self.pick(&others)?;
        let back = self.rng.random_range(0..60);
        let today = machine.clock.date_naive();
        let from = today
            .checked_add_days(Days::new(20))?
            .checked_sub_days(Days::new(back))?;
        // After a day far ahead the next must not be earlier.
        let earliest = machine
            .state
            .study
            .earlier
            .iter()
            .filter_map(|earlier| earlier.next_from)
            .max();
        let from = if self.chance(80) {
            earliest.map_or(from, |earliest| earliest.max(from))
        } else {
            from
        };
        let (login, client) = self.somebody(machine, None);
        let login = if self.chance(60) {
            "kern".to_owned()
        } else {
            login
        };
        let wish = amend::Wish {
            request: self.id(&login, client),
            content: machine.versions[to].content.clone(),
            acceptance: Acceptance {
                from,
                reconsent: self.chance(50),
                reason: self
                    .one_of(&["amended", "amended", "amended", " "])
                    .to_owned(),
            },
            // Nearly everybody who is asked about it means it.
            past: back % 5 != 0,
        };
        Some(Step::Amend(login, client, Box::new(wish), to))
    }

    fn sign(&mut self, machine: &Machine) -> Option<Step> {
        let today = machine.clock.date_naive();
        let visits = machine.state.records.values().flat_map(|record| {
            let visits = record.visits().filter(|session| session.forms.len() > 1);
            visits.map(move |session| (record, session))
        });
        let (complete, begun): (Vec<_>, Vec<_>) = visits.partition(|(record, session)| {
            let visit = summarise_visit(machine.study(), &record.participant, session);
            visit.is_complete(today)
        });
        // What cannot be signed is tried too, but few visits of many steps can be.
        let (record, session) = match self.pick(&complete).filter(|_| self.chance(70)) {
            Some(complete) => complete,
            None => {
                let (record, session) = self.pick(&begun)?;
                if complete.is_empty() && self.chance(60) {
                    // Few visits come to be complete by chance.
                    let (who, visit) = (record.participant.id.clone(), session.visit.clone());
                    let events = self.whole_visit_of(machine, who, visit);
                    let append = self.request(machine, "kern", 1, events);
                    return Some(Step::Save("kern".to_owned(), 1, append));
                }
                (record, session)
            }
        };
        let visit = session.visit.clone();
        let mut seen = content(&record.participant.id, session);
        if self.chance(10) {
            seen = "of something else".to_owned();
        }
        let (login, client) = self.somebody(machine, None);
        let login = if self.chance(70) {
            "kern".to_owned()
        } else {
            login
        };
        let wish = sign::Wish {
            request: self.id(&login, client),
            participant: record.participant.id.clone(),
            visit,
            meaning: self.pick(&Meaning::ALL)?,
            content: seen,
        };
        Some(Step::Sign(login, client, wish))
    }

    fn record<'a>(&mut self, machine: &'a Machine) -> Option<&'a ParticipantRecord> {
        let all: Vec<&ParticipantRecord> = machine.state.records.values().collect();
        self.pick(&all)
    }

    fn who(&mut self, machine: &Machine) -> ParticipantId {
        let mut record = self.record(machine);
        // Of most who were enrolled by mistake nothing is tried.
        if record.is_some_and(|record| record.statuses.is_void()) && self.chance(70) {
            record = self.record(machine);
        }
        match record {
            Some(record) if !self.chance(2) => record.participant.id.clone(),
            _ => self.one_of(&["01-001", "99-999"]).into(),
        }
    }

    /// A visit: one that was begun, one of any version, the logs.
    fn visit(&mut self, machine: &Machine, who: &ParticipantId) -> VisitId {
        let record = machine.state.records.get(who);
        let begun: Vec<VisitId> = record
            .into_iter()
            .flat_map(|r| r.sessions.keys().cloned())
            .collect();
        // Nothing but the logs is open before eligibility.
        if begun.len() < 2 && self.chance(60) {
            return VisitId::new(LOG);
        }
        if self.chance(90)
            && let Some(visit) = self.pick(&begun)
        {
            return visit;
        }
        let version = self.rng.random_range(0..machine.versions.len());
        let mut all: Vec<VisitId> = machine.versions[version]
            .protocol
            .visits
            .iter()
            .map(|v| v.id.clone())
            .collect();
        all.extend([VisitId::new(LOG), VisitId::new(LOG)]);
        self.pick(&all).unwrap()
    }

    fn form(&mut self, machine: &Machine, who: &ParticipantId, visit: &VisitId) -> FormId {
        let study = self.study(machine, who, visit);
        if visit.as_str() == LOG {
            let log = self.one_of(&[
                "eligibility",
                "medication",
                "abatacept",
                "adverse-event",
                "adverse-event",
            ]);
            let row = self.rng.random_range(1..=4);
            return match log {
                "eligibility" => FormId::new(log),
                log => FormId::new(format!("{log}#{row}")),
            };
        }
        let asked = study
            .visit(visit.as_str())
            .map_or(&[][..], |visit| &visit.forms);
        match self.pick(asked) {
            Some(form) if !self.chance(4) => form,
            _ => self
                .one_of(&["haq", "enzymes", "eligibility", "medication#1", "nothing"])
                .into(),
        }
    }

    /// Mostly the version of a visit, at times another.
    fn study<'a>(
        &mut self,
        machine: &'a Machine,
        who: &ParticipantId,
        visit: &VisitId,
    ) -> &'a Study {
        if self.chance(15) {
            let version = self.rng.random_range(0..machine.versions.len());
            return &machine.versions[version];
        }
        let study = &machine.state.study;
        machine
            .state
            .records
            .get(who)
            .map_or(study, |record| study.of_visit(record, visit.as_str()))
    }

    fn place(&mut self, machine: &Machine) -> FieldPath {
        let who = self.who(machine);
        // What stands is changed often.
        if self.chance(30)
            && let Some(record) = machine.state.records.get(&who)
        {
            let cells = record.sessions.iter().flat_map(|(visit, session)| {
                session.forms.iter().flat_map(move |(form, cells)| {
                    cells.keys().map(move |field| {
                        super::ledger::path(&record.participant.id, visit, form, field)
                    })
                })
            });
            let all: Vec<FieldPath> = cells.collect();
            if let Some(place) = self.pick(&all) {
                return place;
            }
        }
        let visit = self.visit(machine, &who);
        let form = self.form(machine, &who, &visit);
        let study = self.study(machine, &who, &visit);
        let cells = machine.state.records.get(&who);
        let cells = cells.and_then(|record| record.session(visit.as_str())?.forms.get(&form));
        let cells = cells.cloned().unwrap_or_default();
        let only_asked = self.chance(85);
        let is_first = study.protocol.baseline == visit;
        let fields: Vec<FieldId> = study
            .form(form.as_str())
            .into_iter()
            .flat_map(|form| form.fields().map(move |field| (form, field)))
            .filter(|(form, field)| {
                !only_asked
                    || asked(
                        study.scoring(),
                        form,
                        Setting::of_nobody(is_first),
                        &cells,
                        field,
                    )
            })
            .map(|(_, field)| field.id.clone())
            .collect();
        let field = self
            .pick(&fields)
            .unwrap_or_else(|| FieldId::new("nothing"));
        FieldPath {
            participant: who,
            visit,
            form,
            field,
        }
    }

    fn of_place(&mut self, machine: &Machine, place: FieldPath) -> Event {
        match self.rng.random_range(0..3) {
            0 => self.cleared(place),
            _ => self.answered(machine, place),
        }
    }

    fn of_visit(&mut self, machine: &Machine, who: ParticipantId, visit: VisitId) -> Event {
        let form = self.form(machine, &who, &visit);
        let study = self.study(machine, &who, &visit);
        let cells = machine.state.records.get(&who);
        let cells = cells.and_then(|record| record.session(visit.as_str())?.forms.get(&form));
        let cells = cells.cloned().unwrap_or_default();
        let only_asked = self.chance(85);
        let is_first = study.protocol.baseline == visit;
        let fields: Vec<FieldId> = study
            .form(form.as_str())
            .into_iter()
            .flat_map(|form| form.fields().map(move |field| (form, field)))
            .filter(|(form, field)| {
                !only_asked
                    || asked(
                        study.scoring(),
                        form,
                        Setting::of_nobody(is_first),
                        &cells,
                        field,
                    )
            })
            .map(|(_, field)| field.id.clone())
            .collect();
        let field = self
            .pick(&fields)
            .unwrap_or_else(|| FieldId::new("nothing"));
        let place = FieldPath {
            participant: who,
            visit,
            form,
            field,
        };
        self.answered(machine, place)
    }

    fn cleared(&mut self, place: FieldPath) -> Event {
        let origin = self
            .pick(&[Origin::Typed, Origin::Typed, Origin::Undone, Origin::Bulk])
            .unwrap();
        Event::Cleared { place, origin }
    }

    fn answered(&mut self, machine: &Machine, place: FieldPath) -> Event {
        let mut origin = Origin::Typed;
        let study = self.study(machine, &place.participant, &place.visit);
        let form = study.form(place.form.as_str());
        let found = form.and_then(|form| Some((form, form.field(place.field.as_str())?)));
        let mut answer = match found {
            Some((form, field)) => self.answer(form, field, machine.clock.date_naive()),
            None => Answer::code("1"),
        };
        if self.chance(15) {
            origin = self
                .pick(&[
                    Origin::Bulk,
                    Origin::Carried,
                    Origin::Undone,
                    Origin::Undone,
                    Origin::Generated,
                ])
                .unwrap();
            let before = machine.entries.iter().rev().take(400);
            let stood = before
                .filter_map(|entry| entry.draft.event.answer_at(&place))
                .next();
            if let Some(stood) = stood {
                answer = stood.clone();
            }
        }
        Event::Answered {
            place,
            answer,
            origin,
        }
    }

    /// An answer that a field takes, or nearly.
    fn answer(&mut self, form: &Instrument, field: &Field, today: NaiveDate) -> Answer {
        if self.chance(12) {
            let own = self.pick(form.reasons(field));
            let reason = own.filter(|_| !self.chance(20));
            let text = self.chance(60).then(|| "in words".to_owned());
            return Answer::Missing {
                reason: reason.unwrap_or_else(|| "bored".to_owned()),
                text,
            };
        }
        let off = self.chance(15);
        let text = |text: &str| Answer::text(text);
        match &field.kind {
            FieldKind::Vas { .. } => {
                let most = if off { 1100 } else { 100 };
                Answer::number(Decimal::new(self.rng.random_range(0..=most), 1), None)
            }
            FieldKind::Number {
                unit,
                decimals,
                min,
                max,
                ..
            } => {
                let edge = [
                    *min,
                    *max,
                    *min + Decimal::ONE,
                    (*min + *max) / Decimal::TWO,
                ];
                let over = [
                    *max + Decimal::ONE,
                    *min - Decimal::ONE,
                    *max + Decimal::new(1, *decimals),
                ];
                let number = self.pick(if off { &over } else { &edge }).unwrap();
                Answer::number(number.round_dp(*decimals), unit.as_deref())
            }
            FieldKind::Lab { max, .. } => {
                let unit = self.one_of(&["U/L", "U/L", "ukat/L", "mg"]);
                let most = [
                    Decimal::from(40),
                    *max,
                    *max / Decimal::from(60),
                    *max + Decimal::ONE,
                ];
                let number = self.pick(&most).unwrap().round_dp(0);
                let value = if self.chance(20) {
                    Value::Below(number)
                } else {
                    Value::Number(number)
                };
                Answer::Value {
                    value,
                    unit: Some(unit.to_owned()),
                }
            }
            FieldKind::Choice { .. } => match self.pick(form.choices(field)) {
                Some(choice) if !off => Answer::code(&choice.code),
                _ => Answer::code("nonsense"),
            },
            FieldKind::Text { max_length, .. } => match off {
                true => text(&"x".repeat(max_length + 1)),
                false => text(self.one_of(&["mild", "as before", "x"])),
            },
            FieldKind::Paragraph => match off {
                true => text("one\ttwo"),
                false => text(self.one_of(&["one", "one\ntwo", "x"])),
            },
            FieldKind::Date => {
                let days = Days::new(self.rng.random_range(0..90));
                let day = if off {
                    today.checked_add_days(days)
                } else {
                    today.checked_sub_days(days)
                };
                Answer::Value {
                    value: Value::Date(day.unwrap()),
                    unit: None,
                }
            }
            FieldKind::PartialDate { .. } => {
                text(self.one_of(&["2024", "2024-05", "2025-02-03", "2025-02-30", "soon"]))
            }
            FieldKind::Time => text(self.one_of(&["09:05", "23:59", "24:00"])),
        }
    }

    fn fill(
        &mut self,
        machine: &Machine,
        who: &ParticipantId,
        visit: &VisitId,
        form: &FormId,
    ) -> Event {
        let base = form.as_str().split('#').next().unwrap();
        let whole = self.filled.get(base).cloned().unwrap_or_default();
        let mut answers = self.pick(&whole).unwrap_or_default();
        // Of the forms of a visit some have a fault, and often none.
        if self.chance(4) {
            answers.push((FieldId::new("vas"), Answer::code("99")));
        }
        let origin = match machine.is_demo && self.chance(50) || self.chance(3) {
            true => Origin::Generated,
            false => Origin::Typed,
        };
        Event::Filled {
            participant: who.clone(),
            visit: visit.clone(),
            form: form.clone(),
            answers,
            origin,
        }
    }

    fn day(&mut self, machine: &Machine) -> NaiveDate {
        let today = machine.clock.date_naive();
        let days = Days::new(self.rng.random_range(0..60));
        match self.rng.random_range(0..10) {
            0 => today.checked_add_days(Days::new(1)).unwrap(),
            1..=4 => today.checked_sub_days(days).unwrap(),
            _ => today,
        }
    }

    /// Every form of a visit at once, begun with it.
    fn whole_visit(&mut self, machine: &Machine) -> Vec<Event> {
        let who = self.who(machine);
        let log = VisitId::new(LOG);
        let mut visit = self.visit(machine, &who);
        let record = machine.state.records.get(&who);
        let eligibility = FormId::new("eligibility");
        let asked = record.and_then(|record| record.session(LOG)?.forms.get(&eligibility));
        if asked.is_none() && self.chance(80) {
            visit = log;
        }
        self.whole_visit_of(machine, who, visit)
    }

    /// All forms of a visit, or what else it lacks.
    fn whole_visit_of(
        &mut self,
        machine: &Machine,
        who: ParticipantId,
        visit: VisitId,
    ) -> Vec<Event> {
        let date = self.day(machine);
        let study = self.study(machine, &who, &visit);
        let forms = match visit.as_str() == LOG {
            true => vec![FormId::new("eligibility")],
            false => study
                .visit(visit.as_str())
                .map_or(Vec::new(), |visit| visit.forms.clone()),
        };
        let mut events = Vec::new();
        let record = machine.state.records.get(&who);
        if record.is_none_or(|record| record.session(visit.as_str()).is_none()) {
            events.push(Event::SessionBegun {
                participant: who.clone(),
                visit: visit.clone(),
                date,
            });
        }
        if events.is_empty() && self.chance(50) {
            events = self.settled(machine, &who, &visit, &forms, events);
            if !events.is_empty() {
                return events;
            }
        }
        for form in &forms {
            events.push(self.fill(machine, &who, &visit, form));
        }
        match self.chance(80) {
            true => self.settled(machine, &who, &visit, &forms, events),
            false => events,
        }
    }

    /// Adds why each answer stays that a check asks about.
    fn settled(
        &mut self,
        machine: &Machine,
        who: &ParticipantId,
        visit: &VisitId,
        forms: &[FormId],
        mut events: Vec<Event>,
    ) -> Vec<Event> {
        let Some(mut record) = machine.state.records.get(who).cloned() else {
            return events;
        };
        let by = User::new("kern", "M. Kern", &Role::ALL).acting(None, "here");
        for event in &events {
            let draft = Draft::new(by.clone(), event.clone());
            record.apply(&Entry::preview(draft, machine.clock));
        }
        let study = self.study(machine, who, visit);
        for form in forms {
            for (field, question) in open_at(study, &record, visit, form) {
                events.push(Event::Prompted {
                    place: FieldPath {
                        participant: who.clone(),
                        visit: visit.clone(),
                        form: form.clone(),
                        field,
                    },
                    rule: question.rule,
                    rule_version: "1".to_owned(),
                    value: "9".to_owned(),
                    outcome: PromptOutcome::Kept,
                    reason: Some("clinical".to_owned()),
                });
            }
        }
        events
    }

    fn user(&mut self, machine: &Machine) -> Event {
        let (login, name) = self.pick(&USERS).unwrap();
        let user = login.to_owned();
        let mut roles: Vec<Role> = Role::ALL
            .into_iter()
            .filter(|_| self.rng.random_range(0..100) < 45)
            .collect();
        if self.chance(30) {
            roles = vec![Role::Assessor, Role::Investigator, Role::Manager];
        }
        let is_listed = machine.state.users.get(login).is_some();
        match self.rng.random_range(0..9) {
            8 if is_listed => Event::UserNamed {
                user,
                name: self.pick(&USERS).unwrap().1.to_owned(),
            },
            0..=2 => Event::UserRoles { user, roles },
            3 => Event::UserDisabled { user },
            4 | 5 if is_listed => Event::UserEnabled { user },
            6 => Event::PassphraseCleared { user },
            _ => {
                // Names come in pairs that differ only in case and blanks.
                let name = if self.chance(80) {
                    name
                } else {
                    self.pick(&USERS).unwrap().1
                };
                Event::UserAdded {
                    user,
                    name: name.to_owned(),
                    roles,
                }
            }
        }
    }

    fn scope(&mut self, machine: &Machine) -> Scope {
        let place = self.place(machine);
        match self.rng.random_range(0..12) {
            0 if self.chance(30) => Scope::study(),
            1 => Scope::participant(&place.participant),
            2..=5 => Scope::visit(&place.participant, &place.visit),
            _ => Scope::of(&place),
        }
    }

    fn corrected(&mut self, before: Participant, day: NaiveDate) -> Event {
        let mut after = before.clone();
        let fact = match self.rng.random_range(0..6) {
            0 => EnrolmentFact::Initials(self.one_of(&["ZZ", "Q", "A1"]).to_owned()),
            1 => EnrolmentFact::BirthYear(self.rng.random_range(1890..2030)),
            2 => EnrolmentFact::Sex(Sex::Male),
            3 => EnrolmentFact::Diagnosis(Diagnosis::Amyopathic),
            4 => EnrolmentFact::Weight(Decimal::from(self.rng.random_range(-1..400))),
            _ => EnrolmentFact::EnrolledOn(day),
        };
        fact.put(&mut after);
        let mut before = Box::new(before);
        if self.chance(10) {
            before.birth_year -= 1;
        }
        Event::EnrolmentCorrected {
            before,
            participant: Box::new(after),
        }
    }

    fn status(&mut self) -> Status {
        let cause = self.pick(&Cause::ALL).unwrap();
        match self.rng.random_range(0..12) {
            0 => Status::ScreenFailure {
                criteria: vec![self.one_of(&["in.age", "in.nonsense"]).into()],
            },
            1 => Status::TreatmentStopped { cause },
            2 => Status::Withdrawn {
                by: self.pick(&WithdrawnBy::ALL).unwrap(),
                cause,
                data: self.pick(&DataUse::ALL).unwrap(),
            },
            3 => Status::Lost {
                attempts: self.rng.random_range(0..4),
            },
            4 => Status::Died {
                event: self.chance(50).then(|| FormId::new("adverse-event#1")),
            },
            5 => Status::Completed,
            6 if self.chance(40) => Status::EnrolledByMistake,
            // Most come back, so that the record grows.
            _ => Status::TakesPart,
        }
    }

    fn event(&mut self, machine: &Machine) -> Event {
        let words = |steps: &mut Self| {
            steps
                .one_of(&["so", "is this so?", "checked", " "])
                .to_owned()
        };
        let few = machine.state.records.len() < 3;
        match self.rng.random_range(0..100) {
            _ if few && self.chance(30) => self.enrol(machine),
            0..=1 => self.enrol(machine),
            2..=8 => {
                let participant = self.who(machine);
                let mut visit = self.visit(machine, &participant);
                let record = machine.state.records.get(&participant);
                let new: Vec<VisitId> = machine
                    .state
                    .study
                    .protocol
                    .visits
                    .iter()
                    .map(|visit| visit.id.clone())
                    .filter(|visit| record.is_some_and(|r| r.session(visit.as_str()).is_none()))
                    .collect();
                if self.chance(80) {
                    visit = self.pick(&new).unwrap_or(visit);
                }
                let date = self.day(machine);
                let begun: Vec<(VisitId, u64)> = record
                    .into_iter()
                    .flat_map(|record| record.visits())
                    .map(|session| (session.visit.clone(), session.last_seq))
                    .collect();
                if self.chance(6)
                    && let Some((visit, last)) = self.pick(&begun)
                {
                    return Event::SessionVoided {
                        participant,
                        visit,
                        last: if self.chance(90) { last } else { last - 1 },
                    };
                }
                if self.chance(8)
                    && let Some(before) = record.map(|record| record.participant.clone())
                {
                    return self.corrected(before, date);
                }
                // Of who was enrolled by mistake nothing else is stored.
                let is_void = record.is_some_and(|record| record.statuses.is_void());
                if is_void && self.chance(80) || self.chance(12) {
                    return Event::StatusChanged {
                        participant,
                        day: date,
                        status: match is_void {
                            true => Status::TakesPart,
                            false => self.status(),
                        },
                        words: words(self),
                        after: match record {
                            Some(record) if self.chance(90) => record.statuses.last(),
                            _ => 0,
                        },
                    };
                }
                let held: Vec<(VisitId, NaiveDate)> = record
                    .into_iter()
                    .flat_map(|record| record.visits())
                    .map(|session| (session.visit.clone(), session.date))
                    .collect();
                if self.chance(35)
                    && let Some((visit, day)) = self.pick(&held)
                {
                    let back = Days::new(self.rng.random_range(1..4));
                    let near = day.checked_sub_days(back).unwrap();
                    return Event::SessionDated {
                        participant,
                        visit,
                        before: if self.chance(90) { day } else { date },
                        date: if self.chance(70) { near } else { date },
                    };
                }
                match self.rng.random_range(0..12) {
                    0 | 1 => {
                        let forms = ["ptga", "phga", "mmt8", "nonsense"].map(FormId::new);
                        let forms = match self.chance(85) {
                            true => forms[..2].to_vec(),
                            false => forms.to_vec(),
                        };
                        return Event::UnscheduledBegun {
                            participant,
                            visit: VisitId::new(self.one_of(&["unscheduled-1", "unscheduled-2"])),
                            date,
                            words: words(self),
                            forms,
                        };
                    }
                    2 => visit = VisitId::new("early-termination"),
                    3 => {
                        return Event::ConsentRenewed {
                            participant,
                            version: self.one_of(&["2.0", "3.0", " "]).to_owned(),
                            day: date,
                        };
                    }
                    4 => {
                        let study = &machine.state.study;
                        let today = machine.clock.date_naive();
                        let found = record.map(|record| deviations(study, record, today));
                        let found = found.and_then(|found| found.into_iter().next());
                        let key = found.map(|deviation| deviation.key);
                        let key = key.unwrap_or_else(|| "visit-window/week-2".to_owned());
                        let last = record.and_then(|record| record.deviations.get(&key));
                        let last = last.map_or(0, |known| known.seq);
                        return Event::DeviationJudged {
                            participant,
                            key,
                            category: DeviationCategory::Visit,
                            weight: DeviationWeight::Minor,
                            words: String::new(),
                            after: if self.chance(90) { last } else { 0 },
                        };
                    }
                    _ => {}
                }
                Event::SessionBegun {
                    participant,
                    visit,
                    date,
                }
            }
            9..=33 => {
                let place = self.place(machine);
                self.answered(machine, place)
            }
            34..=39 => {
                let place = self.place(machine);
                self.cleared(place)
            }
            40..=42 => {
                let place = self.place(machine);
                let text = self.one_of(&["tired", "", "a\u{1b}[2Jb"]).to_owned();
                Event::Noted { place, text }
            }
            43..=45 => {
                let place = self.place(machine);
                let rule = self
                    .one_of(&["jump", "soft-range", "hard-limit", "conflict", "nonsense"])
                    .to_owned();
                let outcome = self
                    .pick(&[
                        PromptOutcome::Kept,
                        PromptOutcome::Corrected,
                        PromptOutcome::Refused,
                    ])
                    .unwrap();
                let reason = self
                    .pick(&[None, Some("clinical"), Some("other: so"), Some("bored")])
                    .unwrap();
                Event::Prompted {
                    place,
                    rule,
                    rule_version: "1".to_owned(),
                    value: "9".to_owned(),
                    outcome,
                    reason: reason.map(str::to_owned),
                }
            }
            46..=65 => {
                let participant = self.who(machine);
                let mut visit = self.visit(machine, &participant);
                let mut form = self.form(machine, &participant, &visit);
                let open = machine
                    .state
                    .records
                    .get(&participant)
                    .is_some_and(|r| r.visits().next().is_none());
                if open && self.chance(60) {
                    (visit, form) = (VisitId::new(LOG), FormId::new("eligibility"));
                }
                let way = self.rng.random_range(0..10);
                let stored = machine.state.records.get(&participant);
                let stored = stored.and_then(|record| record.session(visit.as_str()));
                let stored: Vec<FormId> = stored
                    .into_iter()
                    .flat_map(|session| session.forms.keys().cloned())
                    .collect();
                if way > 4 && self.chance(80) {
                    form = self.pick(&stored).unwrap_or(form);
                }
                match way {
                    0..=4 => self.fill(machine, &participant, &visit, &form),
                    5 | 6 => Event::FormLeft {
                        participant,
                        visit,
                        form,
                    },
                    7 | 8 => Event::Completed {
                        participant,
                        visit,
                        form,
                        kept: None,
                    },
                    _ => Event::Shown {
                        participant,
                        visit,
                        form,
                        withheld: false,
                    },
                }
            }
            66..=67 => Event::Locked {
                scope: self.scope(machine),
                reason: words(self),
            },
            68..=74 => {
                let locks: Vec<Scope> = machine
                    .state
                    .locks
                    .iter()
                    .map(|(scope, _)| scope.clone())
                    .collect();
                let lock = self.pick(&locks).filter(|_| !self.chance(10));
                let scope = lock.unwrap_or_else(|| self.scope(machine));
                Event::Unlocked {
                    scope,
                    reason: words(self),
                }
            }
            75..=81 => self.query(machine),
            82..=83 => {
                let participant = self.who(machine);
                let what = self
                    .one_of(&[
                        "audit",
                        "signature-sheet",
                        "timeline",
                        "check",
                        "everything",
                    ])
                    .to_owned();
                Event::Copied {
                    what,
                    participant: Some(participant).filter(|_| self.chance(70)),
                }
            }
            84..=91 => self.user(machine),
            92..=93 => {
                let entries = self.rng.random_range(0..=machine.last() + 1);
                let of = if self.chance(80) {
                    entries
                } else {
                    entries + 1
                };
                let head = format!("{of:064x}");
                match self.chance(50) {
                    true => Event::BackedUp { head, entries },
                    false => Event::RestoreTested { head, entries },
                }
            }
            94..=95 => {
                let missing: Vec<_> = machine
                    .state
                    .heads
                    .missing()
                    .iter()
                    .map(|m| (m.seq, m.hash.clone()))
                    .collect();
                let (seq, hash) = self.pick(&missing).unwrap_or((1, "0".repeat(64)));
                Event::HeadAccepted {
                    seq,
                    hash,
                    reason: words(self),
                }
            }
            96..=97 => self
                .pick(&bad_events::owners(machine.clock.date_naive()))
                .unwrap(),
            _ => {
                let today = machine.clock.date_naive();
                let good = self.pick(&bad_events::good(today)).unwrap();
                self.pick(&bad_events::spoiled(&good, today))
                    .unwrap_or(good)
            }
        }
    }

    fn enrol(&mut self, machine: &Machine) -> Event {
        let number = self.rng.random_range(1..=8);
        let mut participant =
            bad_events::participant(&format!("01-{number:03}"), self.day(machine));
        if self.chance(10) {
            participant.weight_kg = Decimal::from(-1);
        }
        // Most are not alike.
        if self.chance(85) {
            let letter = char::from(b'C' + number as u8);
            participant.initials = format!("A{letter}");
        }
        Event::Enrolled { participant }
    }

    fn query(&mut self, machine: &Machine) -> Event {
        let steps = [
            QueryStep::Answer,
            QueryStep::Propose,
            QueryStep::Close,
            QueryStep::Close,
            QueryStep::Reopen,
        ];
        let text = self.one_of(&["so", "is this so?", "", "again"]).to_owned();
        let mut open = Vec::new();
        if let Some(record) = self.record(machine) {
            for (visit, session) in &record.sessions {
                for (form, cells) in &session.forms {
                    for (field, cell) in cells {
                        let place = super::ledger::path(&record.participant.id, visit, form, field);
                        open.extend(cell.queries.iter().map(|query| (place.clone(), query.id)));
                    }
                }
            }
        }
        match self.pick(&open).filter(|_| !self.chance(25)) {
            Some((place, query)) => Event::Queried {
                place,
                query,
                step: self.pick(&steps).unwrap(),
                text,
            },
            None => Event::Queried {
                place: self.place(machine),
                query: 0,
                step: QueryStep::Open,
                text,
            },
        }
    }
}

/// The versions between which amendments choose, with what an amendment may change: forms and visits that come and go,
/// options, limits, roles, and what is required.
pub(super) fn versions(first: &Study) -> Vec<Study> {
    let mut all = vec![first.clone(), first.clone(), first.clone()];
    for (number, study) in all.iter_mut().enumerate() {
        study.content = format!("content {number}");
        study.hash = format!("hash {number}");
    }
    let second = &mut all[1];
    second.protocol.visits[1].forms.push("haq".into());
    change(second, "phga", |field| {
        field.roles = vec![Role::Investigator]
    });
    change(second, "adverse-event", |field| field.required = false);
    drop_options(second, "mmt8");
    drop_options(second, "adverse-event");
    let third = &mut all[2];
    third
        .protocol
        .visits
        .retain(|visit| visit.id.as_str() != "week-8");
    let mut extra = third.protocol.visits[1].clone();
    extra.id = "week-6".into();
    third.protocol.visits.insert(3, extra);
    third.protocol.visits[1]
        .forms
        .retain(|form| form.as_str() != "glucocorticoid");
    drop_options(third, "haq");
    change(third, "ptga", |field| field.roles = vec![Role::Assessor]);
    for form in ["medication", "enzymes", "glucocorticoid"] {
        change(third, form, |field| match &mut field.kind {
            FieldKind::Number { max, .. } | FieldKind::Lab { max, .. } => *max /= Decimal::from(4),
            _ => {}
        });
    }
    all
}

fn change(study: &mut Study, form: &str, change: impl Fn(&mut Field)) {
    let form = study.instruments.get_mut(form).unwrap();
    assert!(matches!(form.kept, Kept::Visits | Kept::Rows));
    let fields = form
        .sections
        .iter_mut()
        .flat_map(|section| &mut section.fields);
    fields.for_each(change);
}

fn drop_options(study: &mut Study, form: &str) {
    let form = study.instruments.get_mut(form).unwrap();
    for options in form
        .option_sets
        .values_mut()
        .filter(|options| options.len() > 2)
    {
        options.pop();
    }
}
