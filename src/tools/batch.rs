//! Batch scoring: one JSON object a line in, one a line out, in order.
//!
//! Numbers are read from their own text, so that no value passes through binary floating point.
//! A line that cannot be scored gives an error in its place and never stops the others. No I/O but
//! the reader and the writer it is given.

mod keys;
mod questionnaire;
mod response;
mod stream;

pub use stream::{score_stream, score_stream_on};

use serde::Deserialize;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// Why a line cannot be scored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BatchError {
    /// The line's `id` as JSON text, when it could be read.
    pub id: Option<String>,
    /// The column in characters, from 1, where one is known, of a line that cannot be read; none of one whose values
    /// cannot be scored.
    pub place: Option<Option<usize>>,
    /// What is wrong and what to do.
    pub message: String,
}

impl BatchError {
    /// Names the line of the input, if it cannot be read.
    fn at(mut self, line: u64) -> Self {
        self.message = match self.place {
            None => self.message,
            Some(None) => format!("line {line}: {}", self.message),
            Some(Some(column)) => format!("line {line}, column {column}: {}", self.message),
        };
        self
    }

    /// Returns the line that stands in the place of a result.
    pub fn to_line(&self) -> String {
        let message = serde_json::Value::from(self.message.as_str());
        let id = self.id.as_deref().unwrap_or("null");
        format!("{{\"id\":{id},\"error\":{message}}}")
    }
}

/// One line as it is read; which members belong together is checked afterwards.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    instrument: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    population: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    scale: Option<response::ScaleInput<'a>>,
    #[serde(borrow, default, deserialize_with = "response::null_each")]
    uln: Option<response::EnzymesInput<'a>>,
    #[serde(borrow, default)]
    baseline: Option<response::ValuesInput<'a>>,
    #[serde(borrow, default)]
    followup: Option<response::ValuesInput<'a>>,
    #[serde(borrow, default)]
    answers: Option<&'a RawValue>,
    #[serde(borrow, default)]
    aids: Option<Vec<Cow<'a, str>>>,
    #[serde(borrow, default)]
    help: Option<Vec<Cow<'a, str>>>,
    // Annotations of test cases: read over, never used.
    #[serde(default, rename = "kind")]
    _kind: IgnoredAny,
    #[serde(default, rename = "source")]
    _source: IgnoredAny,
    #[serde(default, rename = "note")]
    _note: IgnoredAny,
    #[serde(default, rename = "checked_scales")]
    _checked_scales: IgnoredAny,
    #[serde(default, rename = "expected")]
    _expected: IgnoredAny,
}

/// Most bytes of a line, without its end.
pub const LINE: usize = 64 << 10;

/// The mark with which some programs begin a file.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Scores one line; the result is one line of JSON without a line end.
pub fn score_line(line: &str) -> Result<String, BatchError> {
    let mut out = String::with_capacity(1536);
    score_into(line, &mut out)?;
    Ok(out)
}

fn score_bytes(bytes: &[u8], whole: bool, out: &mut String) -> Result<(), BatchError> {
    let unread = |column, message: &str| BatchError {
        id: None,
        place: Some(column),
        message: message.to_owned(),
    };
    if !whole {
        return Err(unread(
            None,
            "the line is longer than 64 KiB; give each case a line of its own",
        ));
    }
    let line = std::str::from_utf8(bytes).map_err(|error| {
        let (good, _) = bytes.split_at(error.valid_up_to().min(bytes.len()));
        let column = String::from_utf8_lossy(good).chars().count() + 1;
        unread(
            Some(column),
            "the line is not UTF-8 text; convert the file to UTF-8",
        )
    })?;
    if line.starts_with(BYTE_ORDER_MARK) {
        return Err(unread(
            Some(1),
            "the line begins with a byte order mark, of which one at the start of a file is skipped; remove it",
        ));
    }
    score_into(line, out)
}

fn score_into(line: &str, out: &mut String) -> Result<(), BatchError> {
    let unread = |byte: usize, message| BatchError {
        id: read_id(line),
        place: Some(Some(column(line, byte))),
        message,
    };
    if let Some(keys::Duplicate { path, at }) = keys::duplicate(line) {
        let message = format!("`{path}` stands twice; keep the one that is right");
        return Err(unread(at, message));
    }
    let case: Case<'_> = serde_json::from_str(line).map_err(|error| {
        // A line has no other line in it, whatever this counts as one.
        let place = format!(" at line {} column {}", error.line(), error.column());
        let why = error.to_string();
        let why = why.strip_suffix(&place).unwrap_or(&why);
        unread(
            error.column().saturating_sub(1),
            format!("the line cannot be read: {why}"),
        )
    })?;
    let id = match case.id.map(RawValue::get) {
        Some(id) if is_id(id) => id,
        Some(_) => {
            return Err(BatchError {
                id: None,
                place: None,
                message: "`id` must be text or a number".to_owned(),
            });
        }
        None => {
            return Err(BatchError {
                id: None,
                place: None,
                message: "`id` is missing; give each line an id".to_owned(),
            });
        }
    };
    out.push_str("{\"id\":");
    out.push_str(id);
    let scored = match case.instrument.as_deref() {
        None | Some("response") => response::score(&case, out),
        Some("haq") => questionnaire::haq(&case, out),
        Some("rand36") => questionnaire::rand36(&case, out),
        Some(other) => Err(format!(
            "instrument `{other}` cannot be scored in a batch; use `haq`, `rand36` or leave it out"
        )),
    };
    scored.map_err(|message| BatchError {
        id: Some(id.to_owned()),
        place: None,
        message,
    })?;
    out.push('}');
    Ok(())
}

fn is_id(raw: &str) -> bool {
    raw.starts_with(|c: char| c == '"' || c == '-' || c.is_ascii_digit())
}

/// Returns the JSON text of a number or of a string that holds one.
fn number_text(raw: &RawValue) -> &str {
    let text = raw.get();
    text.strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text)
}

/// Refuses members that belong to the other kinds of lines.
fn refuse(present: &[(&str, bool)], kind: &str) -> Result<(), String> {
    match present.iter().find(|(_, present)| *present) {
        Some((name, _)) => Err(format!(
            "`{name}` does not belong to a {kind} case; remove it"
        )),
        None => Ok(()),
    }
}

/// Returns the column, from 1, of a byte of a line.
fn column(line: &str, byte: usize) -> usize {
    line.char_indices().take_while(|(at, _)| *at < byte).count() + 1
}

/// Returns the `id` of a line, even of one that is broken further on; none when it has two.
fn read_id(line: &str) -> Option<String> {
    let mut ids = Vec::new();
    let mut reader = serde_json::Deserializer::from_str(line);
    // Whatever is wrong with the line has already been said; here only the id counts.
    let _ = IdOnly(&mut ids).deserialize(&mut reader);
    match ids.len() {
        1 => ids.pop(),
        _ => None,
    }
}

struct IdOnly<'s>(&'s mut Vec<String>);

impl<'de> DeserializeSeed<'de> for IdOnly<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for IdOnly<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with an id")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if key == "id" {
                let raw = map.next_value::<&'de RawValue>()?;
                if is_id(raw.get()) {
                    self.0.push(raw.get().to_owned());
                }
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}
