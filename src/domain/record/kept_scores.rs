//! Scores and verdicts as they were when a form was completed or a visit was signed. The owner of the study computes
//! them and stores them with the entry, so that a later change of a rule or of the program shows.
//!
//! Plain data: what computes them is in `domain::verdict::kept`. Every enum is tagged from outside and no member is left
//! out, so that the same structs can be kept in sled.

use crate::domain::base::ids::FormId;
use crate::domain::base::ratio::Exact;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// An exact number, stored as a decimal such as `1.125`, or as a fraction such as `8/7` where no decimal is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptNumber(pub Exact);

impl fmt::Display for KeptNumber {
    /// Writes the number as it is stored.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        // A decimal with too many places would not be read again.
        match text.contains('/') || Exact::parse(&text) == Ok(self.0) {
            true => f.write_str(&text),
            false => write!(f, "{}/{}", self.0.numerator(), self.0.denominator()),
        }
    }
}

impl Serialize for KeptNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for KeptNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let number = match text.split_once('/') {
            None => Exact::parse(&text),
            Some((top, bottom)) => match (top.parse(), bottom.parse()) {
                (Ok(top), Ok(bottom)) => Exact::fraction(top, bottom),
                (_, Err(_)) | (Err(_), _) => return Err(D::Error::custom("no fraction")),
            },
        };
        number.map(Self).map_err(D::Error::custom)
    }
}

/// What is known of a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeptValue {
    /// The number.
    Number(KeptNumber),
    /// A code, such as that of an enzyme.
    Code(String),
    /// There is none, for this reason.
    Missing(String),
    /// A field that it needs is blank.
    Blank,
    /// The answers are too few for one, or cannot be scored.
    NoValue,
    /// The visit does not ask for it.
    NotAsked,
}

/// A score by its name, such as `haq_di`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptScore {
    /// The name.
    pub name: String,
    /// What is known of it.
    pub value: KeptValue,
}

/// The scores of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormScores {
    /// The score that the form is there for; `None` where it has none, or several of equal rank.
    pub main: Option<KeptScore>,
    /// The others: categories, scales, other totals.
    pub parts: Vec<KeptScore>,
}

impl FormScores {
    /// Returns every score, the main one first.
    pub fn all(&self) -> impl Iterator<Item = &KeptScore> {
        self.main.iter().chain(&self.parts)
    }

    /// Returns the value of a score.
    pub fn value(&self, name: &str) -> Option<&KeptValue> {
        let mut all = self.all();
        all.find(|score| score.name == name)
            .map(|score| &score.value)
    }

    /// Puts a word in the place of every value.
    pub fn hide(&mut self, word: &str) {
        for score in self.main.iter_mut().chain(&mut self.parts) {
            score.value = KeptValue::Missing(word.to_owned());
        }
    }
}

/// What the scores were computed with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComputedWith {
    /// The program with its version, as entries carry it.
    pub program: String,
    /// BLAKE3 of the study file and of the forms that it uses, in hex.
    pub protocol_hash: String,
}

/// What is kept when a form is completed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptForm {
    /// What they were computed with.
    pub with: ComputedWith,
    /// The scores.
    pub scores: FormScores,
}

/// What is kept when a visit is signed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptVisit {
    /// What they were computed with.
    pub with: ComputedWith,
    /// The scores of each form that has any.
    pub forms: BTreeMap<FormId, FormScores>,
    /// The verdict against baseline; `None` for the baseline visit and those before it.
    pub verdict: Option<KeptVerdict>,
}

/// The verdict on a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptVerdict {
    /// The IMACS definition of improvement.
    pub imacs: KeptJudgement,
    /// The registered wording, read literally.
    pub registered: KeptJudgement,
    /// The ACR/EULAR total improvement score.
    pub total: KeptTotal,
}

/// What a definition of improvement says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeptJudgement {
    /// It is met.
    Met,
    /// It is not met.
    NotMet,
    /// It is not decided.
    NotDecided(WhyOpen),
}

/// The total improvement score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeptTotal {
    /// It is known.
    Known {
        /// 0 to 100.
        points: KeptNumber,
        /// Its category: `none`, `minimal`, `moderate` or `major`.
        category: String,
    },
    /// It is not decided.
    NotDecided(WhyOpen),
}

/// Why something of a verdict is not decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyOpen {
    /// A value that is blank can still change it.
    Blank,
    /// It is open which enzyme counts.
    EnzymeOpen,
    /// The visit or the baseline visit does not ask for these measures.
    NotAsked(Vec<String>),
    /// These measures have no value that can be compared, and will have none.
    Missing(Vec<String>),
}

/// What the record keeps of the scores at one visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionScores {
    /// Scores of the latest completion of each form, with the number of its entry.
    pub completed: BTreeMap<FormId, (u64, KeptForm)>,
    /// Scores and verdicts of each signature, with the number of its entry, oldest first.
    pub signed: Vec<(u64, KeptVisit)>,
}

impl SessionScores {
    /// Keeps the scores of a completion that is stored under this number.
    pub(super) fn complete(&mut self, form: &FormId, seq: u64, kept: &KeptForm) {
        let known = self.completed.get(form).map_or(0, |(seq, _)| *seq);
        // What is not stored yet has number 0.
        if seq > known {
            self.completed.insert(form.clone(), (seq, kept.clone()));
        }
    }

    /// Keeps the scores of a signature that is stored under this number.
    pub(super) fn sign(&mut self, seq: u64, kept: &KeptVisit) {
        if seq != 0 && self.signed.iter().all(|(known, _)| *known != seq) {
            self.signed.push((seq, kept.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_stored_exactly_as_a_decimal_or_as_a_fraction() {
        let number = |top, bottom| KeptNumber(Exact::fraction(top, bottom).unwrap());
        for (number, text) in [
            (number(9, 8), "1.125"),
            (number(142, 1), "142"),
            (number(-1, 4), "-0.25"),
            (number(0, 5), "0"),
            (number(8, 7), "8/7"),
            (number(1, 1 << 40), "1/1099511627776"),
        ] {
            let json = serde_json::to_string(&number).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<KeptNumber>(&json).unwrap(), number);
            let bytes = postcard::to_stdvec(&number).unwrap();
            assert_eq!(postcard::from_bytes::<KeptNumber>(&bytes).unwrap(), number);
        }
        for wrong in ["\"\"", "\"1/0\"", "\"1/\"", "\"x\"", "1.5"] {
            assert!(
                serde_json::from_str::<KeptNumber>(wrong).is_err(),
                "{wrong}"
            );
        }
    }
}
