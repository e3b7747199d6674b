//! The form in which parts of a message travel: as JSON, and with the sentence that goes with what is said.

/// Events and entries travel as the lines that the journal has of them: their form is made for text.
///
/// They are written straight into what is sent, and read out of what came: there may be many millions of bytes.
pub(in crate::protocol) mod as_json {
    use serde::de::{DeserializeOwned, Error as _};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::fmt;
    use std::io;

    /// Shows a value as JSON.
    struct Shown<'a, T>(&'a T);

    impl<T: Serialize> fmt::Display for Shown<'_, T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            serde_json::to_writer(Pieces(f), self.0).map_err(|_| fmt::Error)
        }
    }

    /// Takes the pieces of JSON, each of them text, as they are made.
    struct Pieces<'a, 'b>(&'a mut fmt::Formatter<'b>);

    impl io::Write for Pieces<'_, '_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let text = std::str::from_utf8(bytes).map_err(io::Error::other)?;
            self.0.write_str(text).map_err(io::Error::other)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    pub(in crate::protocol) fn serialize<T: Serialize, S: Serializer>(
        value: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Shown(value))
    }

    pub(in crate::protocol) fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        serde_json::from_str(text).map_err(D::Error::custom)
    }
}

/// What a server says travels with its sentence, so that a program that does not know its kind still says it.
pub(in crate::protocol) mod worded {
    use crate::text::DEFAULT;
    use crate::text::server::{Notice, Unwelcome};
    use serde::de::DeserializeOwned;
    use serde::ser::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Something that a server says.
    pub(in crate::protocol) trait Said: Serialize + DeserializeOwned {
        /// Returns its sentence.
        fn sentence(&self) -> String;

        /// Returns what is said by a sentence alone.
        fn in_words(sentence: String) -> Self;
    }

    impl Said for Notice {
        fn sentence(&self) -> String {
            DEFAULT.notice(self)
        }

        fn in_words(sentence: String) -> Self {
            Self::InWords { sentence }
        }
    }

    impl Said for Unwelcome {
        fn sentence(&self) -> String {
            DEFAULT.unwelcome(self)
        }

        fn in_words(sentence: String) -> Self {
            Self::InWords { sentence }
        }
    }

    #[derive(Serialize, Deserialize)]
    pub(in crate::protocol) struct Sent {
        kind: String,
        sentence: String,
    }

    impl Sent {
        pub(in crate::protocol) fn of(said: &impl Said) -> Result<Self, serde_json::Error> {
            Ok(Self {
                kind: serde_json::to_string(said)?,
                sentence: said.sentence(),
            })
        }

        pub(in crate::protocol) fn read<T: Said>(self) -> T {
            let known = serde_json::from_str(&self.kind);
            known.unwrap_or_else(|_| T::in_words(self.sentence))
        }
    }

    pub(in crate::protocol) fn serialize<T: Said, S: Serializer>(
        said: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let sent = Sent::of(said).map_err(S::Error::custom)?;
        sent.serialize(serializer)
    }

    pub(in crate::protocol) fn deserialize<'de, T: Said, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        Sent::deserialize(deserializer).map(Sent::read)
    }
}

/// Several of them.
pub(in crate::protocol) mod all_worded {
    use super::worded::{Said, Sent};
    use serde::ser::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(in crate::protocol) fn serialize<T: Said, S: Serializer>(
        said: &[T],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let sent: Result<Vec<Sent>, _> = said.iter().map(Sent::of).collect();
        sent.map_err(S::Error::custom)?.serialize(serializer)
    }

    pub(in crate::protocol) fn deserialize<'de, T: Said, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<T>, D::Error> {
        let sent = Vec::<Sent>::deserialize(deserializer)?;
        Ok(sent.into_iter().map(Sent::read).collect())
    }
}

/// A refusal travels with its sentence, so that a program that does not know its kind still says it.
pub(in crate::protocol) mod refused {
    use crate::domain::rules::Refusal;
    use crate::text::{English, Language as _};
    use serde::ser::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Sent {
        kind: String,
        sentence: String,
        lasting: bool,
    }

    pub(in crate::protocol) fn serialize<S: Serializer>(
        refusal: &Refusal,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let sent = Sent {
            kind: serde_json::to_string(refusal).map_err(S::Error::custom)?,
            sentence: English.refusal(refusal),
            lasting: refusal.is_lasting(),
        };
        sent.serialize(serializer)
    }

    pub(in crate::protocol) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Refusal, D::Error> {
        let sent = Sent::deserialize(deserializer)?;
        let known = serde_json::from_str(&sent.kind);
        Ok(known.unwrap_or(Refusal::InWords {
            sentence: sent.sentence,
            lasting: sent.lasting,
        }))
    }
}

/// A refusal that may not be there, as [`refused`].
pub(in crate::protocol) mod refused_if_any {
    use crate::domain::rules::Refusal;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Sent(#[serde(with = "super::refused")] Refusal);

    pub(in crate::protocol) fn serialize<S: Serializer>(
        refusal: &Option<Refusal>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        refusal.clone().map(Sent).serialize(serializer)
    }

    pub(in crate::protocol) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Refusal>, D::Error> {
        let sent = Option::<Sent>::deserialize(deserializer)?;
        Ok(sent.map(|Sent(refusal)| refusal))
    }
}
