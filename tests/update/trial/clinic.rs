//! The clinic: a terminal for each act, at which somebody types what the script has them do.

use super::donor::Donor;
use super::tally::{Fate, Person, Tally};
use crate::support::bedside::{Bedside, Owner, at, who};
use chrono::NaiveDate;
use coreset::domain::record::event::Event;
use coreset::domain::record::rows::SESSION;
use coreset::domain::record::status::StatusName;
use coreset::domain::record::user::Role;
use coreset::protocol::messages::Reply;
use std::sync::Arc;

/// All that the form of eligibility asks, but an active infection; everybody consents on the day of the enrolment.
const ELIGIBLE: &str = "consent=y consent-by=participant in.age=y in.diagnosis=y bp-weakness=y \
    bp-biopsy=n bp-enzymes=y bp-emg=n bp-rash=y diagnosis-class=probable \
    in.refractory=y in.glucocorticoid=y in.washout=y immunosuppressant=methotrexate \
    immunosuppressant-unit=mg/week immunosuppressant-dose=15 immunosuppressant-start=2024 stable-since=2025-06 \
    treatment-result=failed immunosuppressant-more=n biologic=none weight=62 \
    scores=n hbsag=negative hcv=negative ppd=negative tspot=negative sputum=not-taken tb-treated=n unit=U/L ast=30 ast.uln=40 alt=35 \
    alt.uln=45 nyha=none unit.creatinine=umol/L creatinine=60 unit.haemoglobin=g/L haemoglobin=130 \
    unit.cells=10^9/L neutrophils=4 platelets=200 childbearing=n ex.rheumatic=n ex.myopathy=n ex.liver=n ex.biliary=n ex.renal=n ex.cardiac=n ex.blood=n \
    ex.endocrine=n ex.hepatitis=n ex.tuberculosis=n ex.tb-treated=n ex.tumour=n ex.pregnancy=n ex.allergy=n ex.mental=n";

pub(super) struct Clinic {
    owner: Option<Owner>,
    donor: Donor,
    pub(super) tally: Tally,
    pub(super) today: NaiveDate,
    /// By which entry, and from which day on, each version after the first came into force.
    pub(super) in_force: Vec<(u64, NaiveDate)>,
    terminals: usize,
}

impl Clinic {
    pub(super) fn new(owner: Owner) -> Self {
        Self {
            donor: Donor::of(&owner.study),
            today: owner.now.date_naive(),
            owner: Some(owner),
            tally: Tally::default(),
            in_force: Vec::new(),
            terminals: 0,
        }
    }

    pub(super) fn owner(&mut self) -> &mut Owner {
        self.owner.as_mut().unwrap()
    }

    pub(super) fn day(&mut self, day: &str) {
        self.owner().now = at(day);
        self.today = day.parse().unwrap();
    }

    /// Somebody with a role types from the list of participants on, at a terminal of their own.
    pub(super) fn list(&mut self, role: Role, types: impl FnOnce(&mut Bedside)) {
        self.terminals += 1;
        let owner = self.owner.take().unwrap();
        let client = format!("mk-{}", self.terminals);
        let mut bedside = Bedside::start_as("default", owner, None, &client, who(), &[role]);
        types(&mut bedside);
        bedside.deliver_all().assert_settled();
        self.owner = Some(bedside.owner);
    }

    /// The same from the page of a participant on.
    pub(super) fn page(&mut self, role: Role, id: &str, types: impl FnOnce(&mut Bedside)) {
        self.list(role, |bedside| {
            // The number alone finds them.
            let number: u8 = id.rsplit('-').next().unwrap().parse().unwrap();
            bedside.keys(&format!("type:{number} enter")).deliver_all();
            assert_eq!(bedside.top(), "participant");
            bedside.must_show(id);
            types(bedside);
        });
    }

    /// The number of the version that is in force.
    pub(super) fn version(&self) -> u32 {
        u32::try_from(self.in_force.len()).unwrap() + 1
    }

    pub(super) fn enrol(&mut self, number: u8) {
        let id = format!("01-{number:03}");
        // Nobody is like another one.
        let second = char::from(b'A' + number % 26);
        let first = char::from(b'A' + number / 26);
        self.list(Role::Assessor, |bedside| {
            bedside
                .keys(&format!(
                    "ctrl-n type:{id} enter type:{first}{second} enter"
                ))
                .keys("type:1970 enter type:f 1 62.5 enter enter enter enter 1");
            bedside.deliver_all();
            assert_eq!(
                bedside.layers(),
                ["participants", "participant"],
                "{id}: {}",
                bedside.screen()
            );
        });
        self.tally.people.insert(id, Person::default());
    }

    /// Stores that somebody is eligible but for what is answered otherwise.
    pub(super) fn eligibility(&mut self, id: &str, otherwise: &[(&str, &str)]) {
        let day = self.today.to_string();
        let mut answers = format!("{ELIGIBLE} ex.infection=n consent-date={day}");
        for (field, answer) in otherwise {
            let other = if *answer == "y" { "n" } else { "y" };
            let asked = format!("{field}={other}");
            assert!(answers.contains(&asked), "{asked}");
            answers = answers.replace(&asked, &format!("{field}={answer}"));
        }
        self.owner()
            .fill(id, SESSION, &day, "eligibility", &answers);
        self.tally.of(id).unfit = !otherwise.is_empty();
    }

    /// Stores a whole visit on this day, without some of its forms.
    pub(super) fn visit(&mut self, id: &str, visit: &str, without: &[&str]) {
        let study = self.owner().study.clone();
        let asked = &study.visit(visit).unwrap().forms;
        let is_asked = |form: &str| {
            let mut asked = asked.iter();
            asked.any(|own| own.as_str() == form) && !without.contains(&form)
        };
        let begun = Event::SessionBegun {
            participant: id.into(),
            visit: visit.into(),
            date: self.today,
        };
        let is_begun = self.owner().records[id].session(visit).is_some();
        let mut events = vec![begun];
        events.truncate(usize::from(!is_begun));
        events.extend(self.donor.answers(id, visit, self.today, is_asked));
        let request = format!("visit-{}", self.owner().entries.len());
        let reply = self.owner().store(request, events);
        assert!(
            matches!(reply, Reply::Appended { .. }),
            "{id} {visit}: {reply:?}"
        );
        let version = self.version();
        let person = self.tally.of(id);
        person.held.insert(visit.to_owned(), version);
        person.assessed_in_window |= visit == "week-12";
    }

    /// Stores one form of a visit that was begun.
    pub(super) fn form(&mut self, id: &str, visit: &str, form: &str) {
        let events = self.donor.answers(id, visit, self.today, |own| own == form);
        let request = format!("form-{}", self.owner().entries.len());
        let reply = self.owner().store(request, events);
        assert!(
            matches!(reply, Reply::Appended { .. }),
            "{id} {form}: {reply:?}"
        );
    }

    /// An infusion that is given whole, or left out for an adverse event.
    pub(super) fn dose(&mut self, id: &str, number: u32, given: bool) {
        self.page(Role::Assessor, id, |bedside| {
            bedside.keys(&format!(
                "8 ctrl-n type:{number} enter t enter type:62.5 enter"
            ));
            assert_eq!(
                bedside.here(),
                format!("abatacept#{number} planned"),
                "{}",
                bedside.screen()
            );
            bedside.keys("type:750 enter");
            match given {
                true => {
                    bedside.keys("1 type:A12 enter type:0930 enter type:1000 enter type:750 enter")
                }
                false => bedside.keys("0 2"),
            };
            bedside.deliver_all();
            assert_ne!(bedside.top(), "picker", "{}", bedside.screen());
            bedside.keys("esc").deliver_all();
        });
        let person = self.tally.of(id);
        match given {
            true => person.doses += 1,
            false => _ = person.deviations.insert("dose"),
        }
    }

    /// Says how somebody takes part: the keys after the key that asks, up to the last question.
    pub(super) fn say(&mut self, role: Role, id: &str, keys: &str, fate: Fate) {
        let events = self.owner().entries.len();
        self.page(role, id, |bedside| {
            bedside
                .keys("ctrl-v")
                .keys(keys)
                .keys("up enter")
                .deliver_all();
            assert_eq!(bedside.top(), "participant", "{id}: {}", bedside.screen());
        });
        let said = self.owner().entries[events..]
            .iter()
            .filter_map(|entry| entry.draft.event.said_status());
        let said: Vec<StatusName> = said.map(|(_, status, _)| status.name()).collect();
        let name = match fate {
            Fate::TakesPart => StatusName::TakesPart,
            Fate::Failed => StatusName::ScreenFailure,
            Fate::Stopped => StatusName::TreatmentStopped,
            Fate::Withdrawn => StatusName::Withdrawn,
            Fate::Lost => StatusName::Lost,
            Fate::Died => StatusName::Died,
            Fate::Completed => StatusName::Completed,
            Fate::Mistake => StatusName::EnrolledByMistake,
        };
        assert_eq!(said, [name], "{id}");
        self.tally.of(id).fate = fate;
    }
}

/// An owner without anybody, on the day of the first enrolment.
pub(super) fn nobody_yet() -> Owner {
    let study = coreset::domain::study::named_files::study_from(super::amended::files(1)).unwrap();
    Owner::new(Arc::new(study))
}
