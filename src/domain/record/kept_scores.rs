//! Scores and verdicts as they were when a form was completed or a visit was signed. The owner of the study computes
//! them and stores them with the entry, so that a later change of a rule or of the program shows.
//!
//! Plain data: what computes them is in `domain::verdict::kept`. Every enum is tagged from outside and no member is left
//! out, so that the same structs can be kept in sled.

use crate::domain::base::ids::FormId;
use crate::domain::base::ratio::{Exact, RatioError};
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
                (_, Err(_)) | (Err(_), _) => Err(RatioError::NotANumber(text)),
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
    /// Only that it is below this number.
    Below(KeptNumber),
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
    /// All that it needs is entered, and it stays open for this reason.
    NotDecided(WhyOpen),
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
    /// BLAKE3 of what is versioned of them, in hex; empty in a study that was not read from files.
    pub version: String,
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

impl KeptVerdict {
    /// Puts a word in the place of all that it says.
    pub fn hide(&mut self, word: &str) {
        let hidden = || WhyOpen::Missing(vec![word.to_owned()]);
        *self = Self {
            imacs: KeptJudgement::NotDecided(hidden()),
            registered: KeptJudgement::NotDecided(hidden()),
            total: KeptTotal::NotDecided(hidden()),
        };
    }
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

/// Why a score, or something of a verdict, is not decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyOpen {
    /// A value that is blank can still change it.
    Blank,
    /// It is open which enzyme counts.
    EnzymeOpen,
    /// A result is only known to be below a limit, and the values below it differ.
    BelowLimit,
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

    /// Leaves out the scores of a form.
    pub(super) fn leave_out(&mut self, form: &FormId) {
        self.completed.remove(form);
        for (_, kept) in &mut self.signed {
            kept.forms.remove(form);
        }
    }

    /// Leaves out every verdict.
    pub fn leave_out_verdicts(&mut self) {
        for (_, kept) in &mut self.signed {
            kept.verdict = None;
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
    use crate::domain::record::event::{Event, Scores};
    use crate::domain::record::signature::Meaning;

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

    #[test]
    fn lines_of_earlier_versions_are_read_and_written_as_they_were() {
        for line in [
            r#"{"kind":"completed","participant":"01-001","visit":"baseline","form":"phga"}"#,
            r#"{"kind":"signed","participant":"01-001","visit":"baseline","meaning":"approved","content":"ab"}"#,
        ] {
            let mut event: Event = serde_json::from_str(line).unwrap();
            assert_eq!(event.scores_mut(), Scores::default());
            assert_eq!(serde_json::to_string(&event).unwrap(), line);
        }
    }

    fn a_visit() -> KeptVisit {
        let score = |name: &str, value| KeptScore {
            name: name.to_owned(),
            value,
        };
        let eighths = KeptNumber(Exact::fraction(9, 8).unwrap());
        let scores = FormScores {
            main: Some(score("haq_di", KeptValue::Number(eighths))),
            parts: vec![
                score("dressing", KeptValue::Missing("refused".to_owned())),
                score("arising", KeptValue::Blank),
                score("eating", KeptValue::NoValue),
                score("walking", KeptValue::NotAsked),
                score("hygiene", KeptValue::Code("x".to_owned())),
                score("grip", KeptValue::NotDecided(WhyOpen::BelowLimit)),
            ],
        };
        KeptVisit {
            with: ComputedWith {
                program: "coreset 1".to_owned(),
                protocol_hash: "ab".to_owned(),
                version: "cd".to_owned(),
            },
            forms: BTreeMap::from([("haq".into(), scores)]),
            verdict: Some(KeptVerdict {
                imacs: KeptJudgement::Met,
                registered: KeptJudgement::NotDecided(WhyOpen::NotAsked(vec!["mmt".to_owned()])),
                total: KeptTotal::Known {
                    points: KeptNumber(Exact::fraction(105, 2).unwrap()),
                    category: "moderate".to_owned(),
                },
            }),
        }
    }

    #[test]
    fn what_is_kept_comes_out_as_it_went_in_as_text_and_as_bytes() {
        let kept = a_visit();
        let event = Event::Signed {
            participant: "01-001".into(),
            visit: "week-12".into(),
            meaning: Meaning::Approved,
            content: "ab".to_owned(),
            kept: Some(Box::new(kept.clone())),
        };
        let line = serde_json::to_string(&event).unwrap();
        assert!(
            line.contains(r#"{"name":"haq_di","value":{"number":"1.125"}}"#),
            "{line}"
        );
        assert!(
            line.contains(r#""points":"52.5","category":"moderate""#),
            "{line}"
        );
        assert_eq!(serde_json::from_str::<Event>(&line).unwrap(), event);
        let scores = SessionScores {
            completed: BTreeMap::from([(
                "haq".into(),
                (
                    7,
                    KeptForm {
                        with: kept.with.clone(),
                        scores: kept.forms["haq"].clone(),
                    },
                ),
            )]),
            signed: vec![(8, kept)],
        };
        let bytes = postcard::to_stdvec(&scores).unwrap();
        assert_eq!(
            postcard::from_bytes::<SessionScores>(&bytes).unwrap(),
            scores
        );
        let text = serde_json::to_string(&scores).unwrap();
        assert_eq!(
            serde_json::from_str::<SessionScores>(&text).unwrap(),
            scores
        );
    }

    #[test]
    fn the_latest_completion_and_every_signature_are_kept_once_and_only_when_stored() {
        let kept = |program: &str| KeptForm {
            with: ComputedWith {
                program: program.to_owned(),
                protocol_hash: String::new(),
                version: String::new(),
            },
            ..KeptForm::default()
        };
        let mut scores = SessionScores::default();
        scores.complete(&"haq".into(), 0, &kept("not stored"));
        assert_eq!(scores, SessionScores::default());
        for (seq, program) in [(5, "five"), (9, "nine"), (5, "five"), (0, "not stored")] {
            scores.complete(&"haq".into(), seq, &kept(program));
        }
        assert_eq!(scores.completed["haq"], (9, kept("nine")));
        for seq in [0, 7, 8, 7] {
            scores.sign(seq, &a_visit());
        }
        let signed: Vec<u64> = scores.signed.iter().map(|(seq, _)| *seq).collect();
        assert_eq!(signed, [7, 8]);
    }
}
