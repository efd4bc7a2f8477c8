//! Text as people type it into a search: without accents, case and the letters that keyboards lack.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// Letters taken apart, for the search.
pub(crate) struct Decomposed;

impl portico_search::Normalize for Decomposed {
    fn nfkd(&self, text: &str) -> String {
        DecomposingNormalizerBorrowed::new_nfkd()
            .normalize(text)
            .into_owned()
    }
}

/// The words of a text, folded: `Tomasz Zieliński` gives `tomasz` and `zielinski`.
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A text in lower case, with its letters taken apart and their marks left out.
pub(crate) fn fold(text: &str) -> String {
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    let mut folded = String::with_capacity(apart.len());
    for letter in apart.chars().flat_map(char::to_lowercase) {
        match letter {
            // Combining marks of Latin, Greek and Cyrillic letters; other scripts need theirs.
            '\u{300}'..='\u{36f}' => {}
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            letter => folded.push(letter),
        }
    }
    folded
}
