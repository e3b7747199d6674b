//! Batch scoring: one JSON object a line in, one a line out, in order.
//!
//! Numbers are read from their own text, so that no value passes through binary floating point.
//! A line that cannot be scored gives an error in its place and never stops the others. No I/O but
//! the reader and the writer it is given.

mod questionnaire;
mod response;

use serde::Deserialize;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufRead, Write};

/// Why a line cannot be scored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BatchError {
    /// The line's `id` as JSON text, when it could be read.
    pub id: Option<String>,
    /// What is wrong and what to do.
    pub message: String,
}

impl BatchError {
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
    #[serde(borrow, default)]
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

/// Scores one line; the result is one line of JSON without a line end.
pub fn score_line(line: &str) -> Result<String, BatchError> {
    let mut out = String::with_capacity(1536);
    score_into(line, &mut out)?;
    Ok(out)
}

/// Scores all lines of a reader and returns how many could not be scored; blank lines are skipped.
pub fn score_stream(mut input: impl BufRead, mut output: impl Write) -> io::Result<usize> {
    let mut bad = 0;
    let mut bytes = Vec::new();
    let mut out = String::new();
    loop {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            output.flush()?;
            return Ok(bad);
        }
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        out.clear();
        let result = match std::str::from_utf8(&bytes) {
            Ok(line) => score_into(line, &mut out),
            Err(_) => Err(BatchError {
                id: None,
                message: "the line is not UTF-8 text; convert the file to UTF-8".to_owned(),
            }),
        };
        if let Err(error) = result {
            bad += 1;
            out.clear();
            out.push_str(&error.to_line());
        }
        out.push('\n');
        output.write_all(out.as_bytes())?;
    }
}

fn score_into(line: &str, out: &mut String) -> Result<(), BatchError> {
    let case: Case<'_> = serde_json::from_str(line).map_err(|error| BatchError {
        id: read_id(line),
        message: format!("the line cannot be read: {error}"),
    })?;
    let id = match case.id.map(RawValue::get) {
        Some(id) if is_id(id) => id,
        Some(_) => {
            return Err(BatchError {
                id: None,
                message: "`id` must be text or a number".to_owned(),
            });
        }
        None => {
            return Err(BatchError {
                id: None,
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

/// Returns the `id` of a line, even of one that is broken further on.
fn read_id(line: &str) -> Option<String> {
    let mut id = None;
    let mut reader = serde_json::Deserializer::from_str(line);
    // Whatever is wrong with the line has already been said; here only the id counts.
    let _ = IdOnly(&mut id).deserialize(&mut reader);
    id
}

struct IdOnly<'s>(&'s mut Option<String>);

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
                    *self.0 = Some(raw.get().to_owned());
                }
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}
