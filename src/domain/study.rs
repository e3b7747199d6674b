//! The protocol of a trial as data: schedule, forms, scales, rules.
//!
//! Read from a study file; nothing of one trial is a constant in code. Which visit is due is
//! computed in `domain::study::schedule`.

pub mod assemble;
pub mod earlier_studies;
pub mod files;
pub mod fit;

pub mod laboratory;
pub mod named_files;
pub mod names;
pub mod parse;

pub mod rules;
pub mod schedule;
pub mod shipped;
pub mod unplanned;
pub mod version;
pub mod visit_summary;
pub mod withheld;

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::forms::engine::instrument::{Instrument, Kept, Measure};
use crate::domain::forms::engine::scoring::ScoringRules;
use crate::domain::record::backup_status::Limits;
use crate::domain::record::rows;
use crate::domain::record::user::Role;
use rules::Rules;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use version::earlier::Earlier;

/// A study file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocol {
    /// Registry number.
    pub id: String,
    /// Title on the screen.
    pub title: String,
    /// Version of the study file.
    pub version: String,
    /// Planned number of participants.
    pub target: u32,
    /// Form of a participant's id: `9` a digit, `A` a capital letter, `#` the check character, anything else itself.
    pub participant_id: String,
    /// An id of that form, for the error message.
    pub participant_id_example: String,
    /// What the study decides about scoring its forms.
    pub scoring: ScoringRules,
    /// Population whose category thresholds apply.
    pub population: Population,
    /// What a baseline of zero that gets worse counts as.
    pub zero_baseline: ZeroBaseline,
    /// What counts as deterioration.
    pub worsening: Worsening,
    /// Visit that change is measured from.
    pub baseline: VisitId,
    /// Visit of the registered outcome.
    pub outcome: VisitId,
    /// When the earlier score of a measure may be seen by who rates it now.
    pub earlier_scores: BTreeMap<Measure, EarlierScores>,
    /// Reasons with which an unusual value may be kept.
    pub keep_reasons: Vec<Reason>,
    /// Reasons why a value can be missing.
    pub missing_reasons: Vec<Reason>,
    /// Reasons why an answer of a form that was left is changed, 1 to 8.
    pub change_reasons: Vec<Reason>,
    /// Reasons why something is entered later than it was observed, 1 to 8.
    pub late_reasons: Vec<Reason>,
    /// Lock and passphrases.
    pub terminal: Terminal,
    /// After how many days a backup and a tested restore are old.
    pub backup_limits: Limits,
    /// Forms whose answers a role does not see in the audit trail and in histories.
    pub audit_hidden: BTreeMap<Role, Vec<FormId>>,
    /// The schedule, in order.
    pub visits: Vec<Visit>,
    /// Forms kept in rows, in the order in which they are shown.
    pub logs: Vec<FormId>,
    /// Form that must be complete before a visit can begin; none when the study does not ask for it.
    pub eligibility: Option<FormId>,
    /// What the study says about eligibility, treatment and adverse events.
    pub rules: Rules,
}

/// When a terminal locks, and what a passphrase must be; a site's own choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Minutes without a key after which the screen locks, 0 for never, at most 1440.
    pub lock_after_minutes: u32,
    /// Fewest characters of a passphrase, 1 to 64.
    pub passphrase_least_length: u32,
    /// Wrong passphrases in a row before there is a pause, 1 to 100.
    pub passphrase_tries: u32,
    /// Minutes of that pause, 1 to 1440.
    pub passphrase_pause_minutes: u32,
}

impl Protocol {
    /// Returns the forms that are hidden in the audit trail from somebody with these roles: those that each of the
    /// roles hides.
    pub fn hidden_from(&self, roles: &[Role]) -> Vec<FormId> {
        let of = |role: &Role| self.audit_hidden.get(role).map_or(&[][..], Vec::as_slice);
        let Some((first, others)) = roles.split_first() else {
            return Vec::new();
        };
        let mut hidden = of(first).to_vec();
        hidden.retain(|form| others.iter().all(|role| of(role).contains(form)));
        hidden
    }
}

impl Default for Terminal {
    /// What a study file without a word on it gets. No rule about kinds of characters, and no fewer than 8
    /// of them: NIST SP 800-63B.
    fn default() -> Self {
        Self {
            lock_after_minutes: 10,
            passphrase_least_length: 8,
            passphrase_tries: 5,
            passphrase_pause_minutes: 15,
        }
    }
}

/// Adult or juvenile thresholds of the total improvement score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Population {
    /// 20, 40, 60.
    Adult,
    /// 30, 45, 70.
    Jdm,
}

/// What a measure counts as that was 0 at baseline and is above 0 now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZeroBaseline {
    /// Worse (for MMT: improved).
    Worse,
    /// Neither improved nor worse.
    Unevaluable,
}

/// What counts as deterioration at a visit: the rule of ProDERM (Arthritis Res Ther, s13075-023-03232-2, figure 1), with
/// three measures of those that are counted worse by 30 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Worsening {
    /// As published: three of the five measures without the enzyme.
    #[default]
    Proderm,
    /// Three of all six.
    ProdermOfSix,
}

/// When the earlier score of a measure may be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EarlierScores {
    /// At once.
    Show,
    /// Once this visit's own value has been entered.
    AfterEntry,
    /// Not while the visit is assessed.
    Never,
}

/// A reason with its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Code in the record.
    pub code: String,
    /// Digit that picks it.
    pub key: char,
    /// Words on the screen.
    pub label: String,
    /// Whether words must be added.
    pub needs_text: bool,
}

/// A planned visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Id.
    pub id: VisitId,
    /// Name on the screen, at most 10 characters.
    pub label: String,
    /// Days after the baseline visit; for the baseline visit itself, after enrolment.
    pub day: i64,
    /// Days that it may be early.
    pub early: i64,
    /// Days that it may be late.
    pub late: i64,
    /// Forms in bedside order.
    pub forms: Vec<FormId>,
}

/// The protocol with its instruments: everything the program knows about a study before its first participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Study {
    /// The protocol.
    pub protocol: Protocol,
    /// The instruments that its visits, logs and eligibility name.
    pub instruments: BTreeMap<FormId, Instrument>,
    /// The form in which a participant is enrolled.
    pub enrolment: Instrument,
    /// BLAKE3 of the study file and instrument files, hex; recorded so that a changed rule shows.
    pub hash: String,
    /// Hash of what is versioned of its files, as of [`version::content::Content::hash`]; empty in a study that was not
    /// read from files.
    pub content: String,
    /// Which version of the study it is, from 1.
    pub number: u32,
    /// The visits that no schedule plans, as of [`unplanned::visits`].
    pub unplanned: Vec<Visit>,
    /// The versions before it, oldest first.
    pub earlier: Vec<Earlier>,
    /// A site's own files of names, with their texts. They are no part of a version and change no hash.
    pub own_names: Vec<(String, String)>,
}

impl Study {
    /// Returns what the study decides about scoring its forms.
    pub fn scoring(&self) -> &ScoringRules {
        &self.protocol.scoring
    }

    /// Returns whether who rates a measure sees its earlier scores from the start.
    pub fn shows_earlier(&self, measure: Measure) -> bool {
        match self.protocol.earlier_scores.get(&measure) {
            None | Some(EarlierScores::Show) => true,
            Some(EarlierScores::AfterEntry | EarlierScores::Never) => false,
        }
    }

    /// Returns whether every version of the study does so: then nobody waits for anything.
    pub fn always_shows(&self, measure: Measure) -> bool {
        self.versions()
            .all(|version| version.shows_earlier(measure))
    }

    /// Returns the form of an id, or the form that a row of a log is of: the one of `medication#2` is `medication`.
    pub fn form(&self, id: &str) -> Option<&Instrument> {
        if let Some(form) = self.instruments.get(id) {
            return Some(form);
        }
        let (log, _) = rows::split(id)?;
        self.instruments
            .get(log)
            .filter(|form| form.kept == Kept::Rows)
    }

    /// Returns the logs in the order of the study file.
    pub fn logs(&self) -> impl Iterator<Item = &Instrument> {
        self.protocol
            .logs
            .iter()
            .filter_map(|id| self.instruments.get(id))
    }

    /// Returns the form of eligibility, if the study asks for it.
    pub fn eligibility(&self) -> Option<&Instrument> {
        self.instruments.get(self.protocol.eligibility.as_ref()?)
    }

    /// Returns whether a form is that of eligibility.
    pub fn is_eligibility(&self, form: &FormId) -> bool {
        self.protocol.eligibility.as_ref() == Some(form)
    }

    /// Returns the visit of an id: a planned one, or one that no schedule plans.
    pub fn visit(&self, id: &str) -> Option<&Visit> {
        let mut all = self.protocol.visits.iter().chain(&self.unplanned);
        all.find(|visit| visit.id.as_str() == id)
    }

    /// Returns the place of a visit in the schedule.
    pub fn visit_index(&self, id: &str) -> Option<usize> {
        self.protocol
            .visits
            .iter()
            .position(|visit| visit.id.as_str() == id)
    }

    /// Returns the limit of what a muscle total can be in this study.
    pub fn mmt_max(&self) -> Decimal {
        Decimal::from(self.protocol.scoring.mmt_max)
    }

    /// Returns the missing reason of a code.
    pub fn missing_reason(&self, code: &str) -> Option<&Reason> {
        self.protocol
            .missing_reasons
            .iter()
            .find(|reason| reason.code == code)
    }
}
