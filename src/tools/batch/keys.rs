//! Keys of a line's objects that stand twice: one of the two values would go away in silence.
//!
//! Knows only as much of JSON as it takes to find the keys; what is no JSON is for its reader to refuse.

use std::borrow::Cow;

/// A key that stands twice in its object.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Duplicate {
    /// Where it stands, such as `baseline.phga` or `note[2].text`.
    pub(super) path: String,
    /// The byte at which the second begins.
    pub(super) at: usize,
}

/// An object or a list that is open.
enum Level<'a> {
    Object {
        keys: Vec<(Cow<'a, str>, usize)>,
        wants_key: bool,
    },
    List {
        place: usize,
    },
}

/// Returns the first key that stands twice, at any depth.
pub(super) fn duplicate(line: &str) -> Option<Duplicate> {
    let bytes = line.as_bytes();
    let mut levels: Vec<Level<'_>> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (byte, levels.last_mut()) {
            (b'"', level) => {
                let (end, has_escape) = end_of_string(bytes, at)?;
                if let Some(Level::Object { keys, wants_key }) = level
                    && *wants_key
                {
                    keys.push((decoded(line.get(at..end)?, has_escape), at));
                }
                at = end;
                continue;
            }
            (b'{', _) => levels.push(Level::Object {
                keys: Vec::new(),
                wants_key: true,
            }),
            (b'[', _) => levels.push(Level::List { place: 0 }),
            (b':', Some(Level::Object { wants_key, .. })) => *wants_key = false,
            (b',', Some(Level::Object { wants_key, .. })) => *wants_key = true,
            (b',', Some(Level::List { place })) => *place += 1,
            (b']', _) => drop(levels.pop()?),
            (b'}', _) => {
                if let Level::Object { keys, .. } = levels.pop()?
                    && let Some((key, at)) = twice(keys)
                {
                    let path = path(&levels, &key);
                    return Some(Duplicate { path, at });
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Returns the byte behind a string that begins here, and whether it has an escape.
fn end_of_string(bytes: &[u8], start: usize) -> Option<(usize, bool)> {
    let mut at = start + 1;
    let mut has_escape = false;
    loop {
        let rest = bytes.get(at..)?;
        let found = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
        match rest.get(found)? {
            b'"' => return Some((at + found + 1, has_escape)),
            _ => {
                has_escape = true;
                at += found + 2;
            }
        }
    }
}

/// Returns the text of a string with its quotes; one key can be written in several ways.
fn decoded(quoted: &str, has_escape: bool) -> Cow<'_, str> {
    let bare = quoted
        .get(1..quoted.len().saturating_sub(1))
        .unwrap_or_default();
    match has_escape {
        true => serde_json::from_str(quoted).map_or(Cow::Borrowed(bare), Cow::Owned),
        false => Cow::Borrowed(bare),
    }
}

/// Returns the key that stands twice, and where its second is.
fn twice(mut keys: Vec<(Cow<'_, str>, usize)>) -> Option<(Cow<'_, str>, usize)> {
    keys.sort_unstable();
    let pairs = keys.windows(2).filter_map(|pair| match pair {
        [(before, _), (key, at)] if before == key => Some((key, *at)),
        _ => None,
    });
    let (key, at) = pairs.min_by_key(|(_, at)| *at)?;
    Some((key.clone(), at))
}

fn path(levels: &[Level<'_>], key: &str) -> String {
    let mut path = String::new();
    for level in levels {
        match level {
            Level::Object { keys, .. } => {
                let key = keys.last().map_or("", |(key, _)| key);
                step(&mut path, key);
            }
            Level::List { place } => path += &format!("[{place}]"),
        }
    }
    step(&mut path, key);
    path
}

fn step(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(line: &str) -> Option<(String, usize)> {
        duplicate(line).map(|found| (found.path, found.at))
    }

    #[test]
    fn a_key_that_stands_twice_is_found_at_every_depth() {
        for (line, path, at) in [
            (r#"{"a":1,"a":2}"#, "a", 7),
            (r#"{"a":{"b":1,"b":1}}"#, "a.b", 12),
            (r#"{"a":1,"\u0061":2}"#, "a", 7),
            (r#"{"n":[1,{"x":"}","y":{"x":0,"x":0}}]}"#, "n[1].y.x", 28),
            (r#"[[],[{"k":1, "k" :1}]]"#, "[1][0].k", 13),
            (r#"{"a\"b":1,"a\"b":1}"#, "a\"b", 10),
            (r#"{"":1,"":2}"#, "", 6),
        ] {
            assert_eq!(found(line), Some((path.to_owned(), at)), "{line}");
        }
    }

    #[test]
    fn what_only_looks_alike_is_none() {
        for line in [
            r#"{"a":"a","b":{"a":1},"c":[{"a":1},{"a":2}]}"#,
            r#"{"a":"\"a\":1","A":1}"#,
            r#"{"a":1,"a"#,
            r#"]}"a":1,"a":2"#,
            r#"{"a":"x,y:z{"}"#,
            "",
            "\"",
            "\\",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_through(line in any::<String>()) {
            let _ = duplicate(&line);
        }

        #[test]
        fn what_an_object_holds_once_is_no_duplicate_and_twice_is_one(
            keys in proptest::collection::btree_set("[a-c\"\\\\\u{e9}]{0,3}", 1..6), again in any::<prop::sample::Index>()
        ) {
            let keys: Vec<String> = keys.into_iter().collect();
            let member = |key: &String| format!("{}:[0]", serde_json::Value::from(key.as_str()));
            let once: Vec<String> = keys.iter().map(member).collect();
            let line = format!("{{\"in\":{{{}}}}}", once.join(","));
            prop_assert_eq!(duplicate(&line), None);
            let key = again.get(&keys);
            let twice = format!("{{\"in\":{{{},{}}}}}", once.join(","), member(key));
            prop_assert_eq!(duplicate(&twice).map(|found| found.path), Some(format!("in.{key}")));
        }
    }
}
