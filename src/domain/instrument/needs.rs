//! What each way of scoring needs of a form: the fields that it reads, their kinds and codes.
//!
//! A study may replace a form, so the loader compares the replacement with this table; the scores
//! themselves are computed in `domain::score`.

use super::{FieldKind, Instrument, Scoring};

/// Kendall grades 0 to 10 and the trace.
const GRADES: &[&str] = &["0", "T", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
const YES_NO: &[&str] = &["y", "n"];
const HAQ_LEVELS: &[&str] = &["0", "1", "2", "3"];
const MDAAT_CODES: &[&str] = &["0", "1", "2", "3", "4"];
const MITAX_CATEGORIES: &[&str] = &["A", "B", "C", "D", "E"];
const TWO: &[&str] = &["1", "2"];
const THREE: &[&str] = &["1", "2", "3"];
const FIVE: &[&str] = &["1", "2", "3", "4", "5"];
const SIX: &[&str] = &["1", "2", "3", "4", "5", "6"];

/// Drugs with a known dose equal to prednisone 5 mg.
const DRUGS: &[&str] = &[
    "prednisone",
    "prednisolone",
    "methylprednisolone",
    "triamcinolone",
    "hydrocortisone",
    "cortisone",
    "dexamethasone",
    "betamethasone",
    "deflazacort",
];
const FREQUENCIES: &[&str] = &["once-daily", "twice-daily", "alternate-days", "weekly"];
const ROUTES: &[&str] = &["oral", "iv"];

const CLASSES: &[&str] = &["glucocorticoid", "immunosuppressant", "other"];
/// CDISC codelist OUT, in the form's own words.
const OUTCOMES: &[&str] = &[
    "recovered",
    "sequelae",
    "recovering",
    "not-recovered",
    "fatal",
    "unknown",
];

/// The seven muscle groups of the MMT-8 that have two sides.
const TWO_SIDED: [&str; 7] = [
    "deltoid", "biceps", "gmax", "gmed", "quads", "wristext", "ankledf",
];

const AIDS: [&str; 15] = [
    "cane",
    "walker",
    "crutches",
    "wheelchair",
    "dressing",
    "utensils",
    "chair",
    "other1",
    "toilet-seat",
    "bath-seat",
    "jar-opener",
    "bath-bar",
    "reach",
    "bathroom",
    "other2",
];
const CATEGORIES_1: &[&str] = &["dressing", "arising", "eating", "walking"];
const CATEGORIES_2: &[&str] = &["hygiene", "reach", "grip", "activities"];

const ENZYMES: [&str; 5] = ["ck", "aldolase", "ldh", "ast", "alt"];

/// The systems of the MDAAT with their items, in the order of the form.
const SYSTEMS: [(&str, &[&str]); 7] = [
    ("con", &["01", "02", "03"]),
    (
        "cut",
        &[
            "04", "05", "06", "07a", "07b", "08", "09", "10", "11a", "11b", "12",
        ],
    ),
    ("ske", &["13a", "13b", "13c", "14"]),
    ("gi", &["15a", "15b", "16a", "16b", "16c"]),
    ("pul", &["17a", "17b", "18a", "18b", "18c", "19a", "19b"]),
    ("car", &["20", "21", "22a", "22b", "23"]),
    ("mus", &["25a", "25b", "25c", "26"]),
];

/// The kind of field that a score reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// A visual analogue scale.
    Vas,
    /// A number.
    Number,
    /// A laboratory result, or a limit of one.
    Lab {
        /// Whether it is the limit.
        limit: bool,
    },
    /// Text.
    Text,
    /// A choice with exactly these codes.
    Codes(&'static [&'static str]),
    /// A choice with some of these codes.
    Among(&'static [&'static str]),
    /// A choice.
    Choice,
    /// A date that is known whole.
    Date,
    /// A date that may be known in part.
    PartialDate,
    /// A time of day.
    Time,
}

impl Need {
    /// Returns what is wrong with a field of the form, if it is not what the score reads.
    pub(crate) fn fault(self, form: &Instrument, id: &str) -> Option<String> {
        let Some(field) = form.field(id) else {
            return Some(format!("it has no field \"{id}\""));
        };
        let fits = match (self, &field.kind) {
            (Self::Vas, FieldKind::Vas { .. })
            | (Self::Number, FieldKind::Number { .. })
            | (Self::Text, FieldKind::Text { .. })
            | (Self::Choice, FieldKind::Choice { .. })
            | (Self::Date, FieldKind::Date)
            | (Self::PartialDate, FieldKind::PartialDate { .. })
            | (Self::Time, FieldKind::Time) => true,
            (Self::Lab { limit }, FieldKind::Lab { is_limit, .. }) => limit == *is_limit,
            (Self::Codes(codes), FieldKind::Choice { .. }) => {
                let choices = form.choices(field);
                choices.len() == codes.len()
                    && choices.iter().all(|c| codes.contains(&c.code.as_str()))
            }
            (Self::Among(codes), FieldKind::Choice { .. }) => form
                .choices(field)
                .iter()
                .all(|c| codes.contains(&c.code.as_str())),
            _ => false,
        };
        (!fits).then(|| format!("its field \"{id}\" must be {}", self.words()))
    }

    fn words(self) -> String {
        match self {
            Self::Vas => "of kind vas".to_owned(),
            Self::Number => "of kind number".to_owned(),
            Self::Lab { limit: false } => "of kind lab".to_owned(),
            Self::Lab { limit: true } => "of kind lab with `is-limit = true`".to_owned(),
            Self::Text => "of kind text".to_owned(),
            Self::Choice => "of kind choice".to_owned(),
            Self::Date => "of kind date".to_owned(),
            Self::PartialDate => "of kind partial-date".to_owned(),
            Self::Time => "of kind time".to_owned(),
            Self::Codes(codes) => format!("a choice with the codes {}", codes.join(", ")),
            Self::Among(codes) => format!("a choice of codes among {}", codes.join(", ")),
        }
    }
}

/// Returns the fields that a way of scoring reads, in the order of the form.
pub(crate) fn needs(scoring: Scoring) -> Vec<(String, Need)> {
    match scoring {
        Scoring::None | Scoring::Sum | Scoring::Mean => Vec::new(),
        Scoring::Vas => vec![("vas".to_owned(), Need::Vas)],
        Scoring::Mmt8 => mmt8(),
        Scoring::Haq => haq(),
        Scoring::Enzymes => enzymes(),
        Scoring::Mdaat => mdaat(),
        Scoring::Rand36 => rand36(),
        Scoring::Glucocorticoid => [
            ("taken", Need::Codes(YES_NO)),
            ("drug", Need::Among(DRUGS)),
            ("dose", Need::Number),
            ("frequency", Need::Among(FREQUENCIES)),
            ("route", Need::Among(ROUTES)),
            ("weight", Need::Number),
        ]
        .map(|(id, need)| (id.to_owned(), need))
        .to_vec(),
    }
}

/// Returns the fields that are read of the rows of a log, in the order of the form; none of one that is not known.
pub(crate) fn log_needs(log: &str) -> Vec<(&'static str, Need)> {
    const RELATED: Need = Need::Codes(&["related", "not-related"]);
    match log {
        "medication" => vec![
            ("class", Need::Among(CLASSES)),
            ("glucocorticoid", Need::Among(DRUGS)),
            ("immunosuppressant", Need::Choice),
            ("immunosuppressant-name", Need::Text),
            ("name", Need::Text),
            ("dose", Need::Number),
            ("unit", Need::Choice),
            ("frequency", Need::Choice),
            ("route", Need::Choice),
            ("pulse", Need::Codes(YES_NO)),
            ("start", Need::PartialDate),
            ("ongoing", Need::Codes(YES_NO)),
            ("end", Need::PartialDate),
        ],
        "abatacept" => vec![
            ("number", Need::Number),
            ("date", Need::Date),
            ("weight", Need::Number),
            ("planned", Need::Number),
            ("state", Need::Among(&["whole", "interrupted", "left-out"])),
            ("lot", Need::Text),
            ("start", Need::Time),
            ("end", Need::Time),
            ("given", Need::Number),
        ],
        "adverse-event" => vec![
            ("term", Need::Text),
            ("grade", Need::Codes(FIVE)),
            ("onset", Need::PartialDate),
            ("onset-time", Need::Time),
            ("ongoing", Need::Codes(YES_NO)),
            ("end", Need::PartialDate),
            ("serious", Need::Codes(YES_NO)),
            ("death", Need::Codes(YES_NO)),
            ("life-threatening", Need::Codes(YES_NO)),
            ("hospital", Need::Codes(YES_NO)),
            ("disability", Need::Codes(YES_NO)),
            ("malformation", Need::Codes(YES_NO)),
            ("important", Need::Codes(YES_NO)),
            ("aware-date", Need::Date),
            ("aware-time", Need::Time),
            ("related.abatacept", RELATED),
            ("related.drug", RELATED),
            ("related.disease", RELATED),
            ("related.procedure", RELATED),
            ("action", Need::Choice),
            ("outcome", Need::Among(OUTCOMES)),
            ("special", Need::Choice),
            ("seen", Need::Date),
        ],
        _ => Vec::new(),
    }
}

fn mmt8() -> Vec<(String, Need)> {
    let sides = TWO_SIDED
        .iter()
        .flat_map(|group| ["r", "l"].map(|side| format!("{group}.{side}")));
    std::iter::once("neckflex".to_owned())
        .chain(sides)
        .map(|id| (id, Need::Codes(GRADES)))
        .collect()
}

fn haq() -> Vec<(String, Need)> {
    let items = (1..=20).map(|n| (format!("item{n:02}"), Need::Codes(HAQ_LEVELS)));
    let aids = AIDS
        .iter()
        .map(|aid| (format!("aid.{aid}"), Need::Codes(YES_NO)));
    let others = [
        ("aid.other1.category", CATEGORIES_1),
        ("aid.other2.category", CATEGORIES_2),
    ]
    .map(|(id, codes)| (id.to_owned(), Need::Codes(codes)));
    let help = [CATEGORIES_1, CATEGORIES_2]
        .concat()
        .into_iter()
        .map(|category| (format!("help.{category}"), Need::Codes(YES_NO)));
    items.chain(aids).chain(others).chain(help).collect()
}

fn enzymes() -> Vec<(String, Need)> {
    let results = ENZYMES.iter().flat_map(|enzyme| {
        [
            ((*enzyme).to_owned(), Need::Lab { limit: false }),
            (format!("{enzyme}.uln"), Need::Lab { limit: true }),
        ]
    });
    std::iter::once(("haemolysed".to_owned(), Need::Codes(YES_NO)))
        .chain(results)
        .collect()
}

fn mdaat() -> Vec<(String, Need)> {
    let systems = SYSTEMS.iter().flat_map(|(system, items)| {
        let items = items
            .iter()
            .map(move |item| (format!("{system}.{item}"), Need::Codes(MDAAT_CODES)));
        std::iter::once((format!("{system}.vas"), Need::Vas)).chain(items)
    });
    let others = [
        ("oth.text", Need::Text),
        ("oth.vas", Need::Vas),
        ("oth.cf", Need::Codes(MDAAT_CODES)),
        ("emg.vas", Need::Vas),
        ("all.vas", Need::Vas),
    ]
    .map(|(id, need)| (id.to_owned(), need));
    let mitax = SYSTEMS.iter().flat_map(|(system, _)| {
        [
            (format!("ever.{system}"), Need::Codes(YES_NO)),
            (format!("mitax.{system}"), Need::Codes(MITAX_CATEGORIES)),
        ]
    });
    systems.chain(others).chain(mitax).collect()
}

fn rand36() -> Vec<(String, Need)> {
    // Numbers of response options by item, RAND 36-Item Health Survey 1.0.
    let codes = |item: u32| match item {
        3..=12 => THREE,
        13..=19 => TWO,
        21 | 23..=31 => SIX,
        _ => FIVE,
    };
    (1..=36)
        .map(|item| (format!("item{item:02}"), Need::Codes(codes(item))))
        .collect()
}
