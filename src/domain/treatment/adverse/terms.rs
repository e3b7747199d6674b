//! The words in the term of an event that name a risk of special interest. The list is `terms.txt`, with its sources.

const WORDS: &str = include_str!("terms.txt");

/// Returns the words of the list.
fn words() -> impl Iterator<Item = &'static str> {
    let lines = WORDS.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Returns the word of the list with which a word of the term begins; the first one of the list.
pub fn word_of_interest(term: &str) -> Option<&'static str> {
    let term = term.to_lowercase();
    let begins = |word: &&str| {
        term.match_indices(*word).any(|(at, _)| {
            let before = term.get(..at).and_then(|before| before.chars().next_back());
            before.is_none_or(|c| !c.is_alphanumeric())
        })
    };
    words().find(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_list_is_found_where_a_word_of_the_term_begins() {
        for (term, word) in [
            ("Herpes zoster, left T8", Some("zoster")),
            ("SHINGLES", Some("shingles")),
            ("Latent tuberculosis", Some("tubercul")),
            ("Hepatitis B reactivation", Some("hepatitis b")),
            ("disinfection of the skin", None),
            ("Headache", None),
            ("", None),
        ] {
            assert_eq!(word_of_interest(term), word, "{term}");
        }
    }

    #[test]
    fn the_list_is_in_small_letters_and_has_each_word_once() {
        let mut all: Vec<&str> = words().collect();
        assert!(all.iter().all(|word| *word == word.to_lowercase()));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert!(count > 10 && all.len() == count);
    }
}
