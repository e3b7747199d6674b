//! The keys of the lines of a page that a key opens: digits, then letters.

/// The keys that open the lines of the list in their order; a list has few more than digits.
const LINE_KEYS: &str = "123456789abcdef";

/// Returns the key that opens a line; none of one so far down that it has none.
pub(crate) fn line_key(place: usize) -> String {
    let key = LINE_KEYS.chars().nth(place);
    key.map_or_else(String::new, String::from)
}

/// Returns the line that a key opens.
pub(crate) fn line_of(key: char) -> Option<usize> {
    let key = key.to_ascii_lowercase();
    LINE_KEYS.chars().position(|known| known == key)
}
