//! Tables and values of a data file, taken out one by one with the type that the reader expects.
//!
//! Every complaint points at the value; a key that is not there is reported at its table. What a key takes, and
//! within which limits, is read from its line in the table of keys.

use super::keys::{Key, Keys, Takes};
use super::{DataError, Source};
use crate::domain::base::text::{TextFault, check_length, unfit, unfit_in_lines};
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table of a data file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table<'a> {
    source: Source<'a>,
    keys: &'static Keys,
    map: &'a DeTable<'a>,
    at: usize,
}

/// A value of a data file, with the key that it stands under.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item<'a> {
    source: Source<'a>,
    key: &'a str,
    takes: Takes,
    value: &'a DeValue<'a>,
    at: usize,
}

impl<'a> Table<'a> {
    /// Returns the outermost table of a file.
    pub(crate) fn root(
        source: Source<'a>,
        tree: &'a Spanned<DeTable<'a>>,
        keys: &'static Keys,
    ) -> Result<Self, DataError> {
        let table = Self {
            source,
            keys,
            map: tree.get_ref(),
            at: 0,
        };
        table.only(keys)
    }

    /// Returns the table with the keys that it can have, and refuses others.
    pub(crate) fn only(self, keys: &'static Keys) -> Result<Self, DataError> {
        let unknown = self
            .map
            .iter()
            .map(|(key, _)| (key.span().start, key.get_ref().as_ref()))
            .filter(|(_, key)| keys.find(key).is_none())
            .min_by_key(|(at, _)| *at);
        match unknown {
            None => Ok(Self { keys, ..self }),
            Some((at, key)) => Err(self.source.unknown(
                at,
                format!("`{key}` is not a key of {}", keys.what),
                key,
                keys.all().map(|key| key.name),
            )),
        }
    }

    /// Returns the value of a key, if the key is there.
    pub(crate) fn get(&self, key: &str) -> Option<Item<'a>> {
        let (key, value) = self.map.get_key_value(key)?;
        let known: &Key = self.keys.find(key.get_ref())?;
        Some(Item {
            source: self.source,
            key: key.get_ref().as_ref(),
            takes: known.takes,
            value: value.get_ref(),
            at: value.span().start,
        })
    }

    /// Returns the value of a key that must be there.
    pub(crate) fn need(&self, key: &str) -> Result<Item<'a>, DataError> {
        self.get(key)
            .ok_or_else(|| self.error(format!("`{key}` is missing here")))
    }

    /// Returns all values, in the order of the file.
    pub(crate) fn items(&self) -> Vec<(Item<'a>, usize)> {
        let mut items: Vec<_> = self
            .map
            .iter()
            .filter_map(|(key, value)| {
                let item = Item {
                    source: self.source,
                    key: key.get_ref().as_ref(),
                    takes: self.keys.find(key.get_ref())?.takes,
                    value: value.get_ref(),
                    at: value.span().start,
                };
                Some((item, key.span().start))
            })
            .collect();
        items.sort_by_key(|(_, at)| *at);
        items
    }

    /// Returns the mistake of the table as a whole.
    pub(crate) fn error(&self, message: impl Into<String>) -> DataError {
        self.source.error(self.at, message)
    }
}

impl<'a> Item<'a> {
    /// Returns the key that the value stands under.
    pub(crate) fn key(&self) -> &'a str {
        self.key
    }

    /// Returns the first byte of the value.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Returns the mistake of this value.
    pub(crate) fn error(&self, message: impl Into<String>) -> DataError {
        self.source.error(self.at, message)
    }

    /// Returns the mistake of a value that is none of the valid names.
    pub(crate) fn unknown<'n>(
        &self,
        message: impl Into<String>,
        given: &str,
        valid: impl IntoIterator<Item = &'n str>,
    ) -> DataError {
        self.source.unknown(self.at, message, given, valid)
    }

    fn wrong(&self, wanted: &str) -> DataError {
        let found = match self.value {
            DeValue::String(_) => "text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.error(format!("`{}` must be {wanted}, not {found}", self.key))
    }

    /// Returns text that is not blank.
    pub(crate) fn text(&self) -> Result<&'a str, DataError> {
        match self.value {
            DeValue::String(text) if text.trim().is_empty() => {
                Err(self.error(format!("`{}` must not be blank", self.key)))
            }
            DeValue::String(text) => match self.source.unfit(text, unfit_in_lines) {
                Some(c) => Err(self.unseen(c)),
                None => Ok(text),
            },
            _ => Err(self.wrong("text in quotes")),
        }
    }

    fn unseen(&self, c: char) -> DataError {
        let (key, code) = (self.key, u32::from(c));
        self.error(format!(
            "`{key}` has a character that nobody sees, U+{code:04X}; take it out"
        ))
    }

    /// Returns the mistake of a reader that asks for something else than the table of keys says.
    fn otherwise(&self) -> DataError {
        self.error(format!(
            "`{}` is read as something else than its table of keys says; this is a mistake of the program",
            self.key
        ))
    }

    /// Returns text on one line, as long as the table of keys lets it be.
    pub(crate) fn line(&self) -> Result<&'a str, DataError> {
        let (Takes::Line(longest) | Takes::Lines(longest) | Takes::SomeLines(longest)) = self.takes
        else {
            return Err(self.otherwise());
        };
        self.line_of(longest)
    }

    fn line_of(&self, longest: usize) -> Result<&'a str, DataError> {
        let text = self.text()?;
        if self.source.unfit(text, unfit).is_some() {
            return Err(self.error(format!("`{}` must be one line of plain text", self.key)));
        }
        match check_length(text, longest) {
            Err(TextFault::TooLong(length)) => Err(self.error(format!(
                "`{}` has {length} characters, but at most {longest} fit",
                self.key
            ))),
            Ok(()) | Err(TextFault::Unfit(_) | TextFault::TooLarge(_)) => Ok(text),
        }
    }

    /// Returns a name: letters, digits, `-` and `.`, a letter first.
    pub(crate) fn name(&self) -> Result<&'a str, DataError> {
        let text = self.line_of(40)?;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
        if text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(plain) {
            Ok(text)
        } else {
            Err(self.error(format!(
                "`{}` must be a name of small letters, digits, `-` and `.`, a letter first, not \"{text}\"",
                self.key
            )))
        }
    }

    /// Returns what one of the valid names stands for.
    pub(crate) fn one_of<T: Copy>(&self, valid: &[(&str, T)]) -> Result<T, DataError> {
        if let Takes::OneOf(words) | Takes::SomeOf(words) = self.takes
            && !words.iter().eq(valid.iter().map(|(word, _)| word))
        {
            return Err(self.otherwise());
        }
        let text = self.text()?;
        match valid.iter().find(|(name, _)| *name == text) {
            Some((_, value)) => Ok(*value),
            None => {
                let names: Vec<&str> = valid.iter().map(|(name, _)| *name).collect();
                let message = format!(
                    "`{}` must be one of {}, not \"{text}\"",
                    self.key,
                    names.join(", ")
                );
                Err(self.unknown(message, text, names))
            }
        }
    }

    /// Returns true or false.
    pub(crate) fn bool(&self) -> Result<bool, DataError> {
        match self.value {
            DeValue::Boolean(value) => Ok(*value),
            _ => Err(self.wrong("true or false")),
        }
    }

    /// Returns an exact decimal number.
    pub(crate) fn decimal(&self) -> Result<Decimal, DataError> {
        let digits = match self.value {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            DeValue::Integer(_) => {
                return Err(self.error(format!("`{}` must be written in decimal digits", self.key)));
            }
            DeValue::Float(float) => float.as_str(),
            _ => return Err(self.wrong("a number")),
        };
        let digits = digits.replace('_', "");
        Decimal::from_str_exact(digits.trim_start_matches('+')).map_err(|_| {
            self.error(format!(
                "`{}` must be a plain number such as 0.5 or 200",
                self.key
            ))
        })
    }

    /// Returns a number above 0.
    pub(crate) fn positive(&self) -> Result<Decimal, DataError> {
        let Takes::Positive = self.takes else {
            return Err(self.otherwise());
        };
        let number = self.decimal()?;
        if number > Decimal::ZERO {
            Ok(number)
        } else {
            Err(self.error(format!("`{}` must be above 0", self.key)))
        }
    }

    /// Returns a whole number between the limits in the table of keys.
    pub(crate) fn whole<T: TryFrom<Decimal>>(&self) -> Result<T, DataError> {
        let (Takes::Whole(least, most) | Takes::Wholes(least, most)) = self.takes else {
            return Err(self.otherwise());
        };
        self.whole_of(least, most)
    }

    fn whole_of<T: TryFrom<Decimal>>(&self, least: i64, most: i64) -> Result<T, DataError> {
        let number = self.decimal()?;
        let inside = number.fract().is_zero() && number >= least.into() && number <= most.into();
        inside
            .then(|| T::try_from(number).ok())
            .flatten()
            .ok_or_else(|| {
                self.error(format!(
                    "`{}` must be a whole number from {least} to {most}",
                    self.key
                ))
            })
    }

    /// Returns one of the whole numbers in the table of keys; `wanted` says which in the message.
    pub(crate) fn one_number_of(&self, wanted: &str) -> Result<u32, DataError> {
        let Takes::OneNumberOf(numbers) = self.takes else {
            return Err(self.otherwise());
        };
        let number = self.whole_of(1, 1000)?;
        if numbers.contains(&number) {
            return Ok(number);
        }
        Err(self.error(format!("`{}` must be {wanted}, not {number}", self.key)))
    }

    /// Returns the table that this value is, with no key but those in the table of keys.
    pub(crate) fn table(&self) -> Result<Table<'a>, DataError> {
        let table = self.open_table()?;
        table.only(table.keys)
    }

    /// Returns the table that this value is, before it is known which keys it can have.
    pub(crate) fn open_table(&self) -> Result<Table<'a>, DataError> {
        let (Takes::Table(keys) | Takes::Tables(keys)) = self.takes else {
            return Err(self.otherwise());
        };
        match self.value {
            DeValue::Table(map) => Ok(Table {
                source: self.source,
                keys,
                map,
                at: self.at,
            }),
            _ => Err(self.wrong("a table")),
        }
    }

    /// Returns the values of a list that must not be empty.
    pub(crate) fn list(&self) -> Result<Vec<Item<'a>>, DataError> {
        let values = self.values()?;
        if values.is_empty() {
            return Err(self.error(format!("`{}` must not be empty", self.key)));
        }
        Ok(values)
    }

    fn values(&self) -> Result<Vec<Item<'a>>, DataError> {
        match self.value {
            DeValue::Array(list) => Ok(list
                .iter()
                .map(|value| Item {
                    source: self.source,
                    key: self.key,
                    takes: self.takes,
                    value: value.get_ref(),
                    at: value.span().start,
                })
                .collect()),
            _ => Err(self.wrong("a list")),
        }
    }

    /// Returns the names of a list, perhaps empty, in which none stands twice.
    pub(crate) fn names(&self) -> Result<Vec<(&'a str, Item<'a>)>, DataError> {
        let mut names: Vec<(&str, Item<'a>)> = Vec::new();
        for item in self.values()? {
            let name = item.text()?;
            if names.iter().any(|(other, _)| *other == name) {
                return Err(item.error(format!("\"{name}\" stands twice in `{}`", self.key)));
            }
            names.push((name, item));
        }
        Ok(names)
    }
}
