//! Text folding for searches: without accents, case, and letters that are missing on keyboards.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// The decomposition of characters, for searches.
pub(crate) struct Decomposed;

impl portico_search::Normalize for Decomposed {
    fn nfkd(&self, text: &str) -> String {
        DecomposingNormalizerBorrowed::new_nfkd()
            .normalize(text)
            .into_owned()
    }
}

/// The possible spellings of a space-delimited word: each reading is a list of folded words, none
/// of them empty.
///
/// `O’Neil-Müller` reads as `o neil muller`, `o neil mueller`, `oneilmuller` and `oneilmueller`.
pub(crate) fn readings(word: &str) -> Vec<Vec<String>> {
    let mut readings: Vec<Vec<String>> = Vec::new();
    for folded in [fold(word), fold(&spelled_out(word))] {
        let parts = folded.split(|c: char| !c.is_alphanumeric());
        let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
        if parts.is_empty() {
            continue;
        }
        let whole = vec![parts.concat()];
        for reading in [parts.into_iter().map(str::to_owned).collect(), whole] {
            if !readings.contains(&reading) {
                readings.push(reading);
            }
        }
    }
    readings
}

/// Replaces letters by their usual transcriptions: `Müller` becomes `Mueller`.
fn spelled_out(text: &str) -> String {
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(text);
    let mut spelled = String::with_capacity(composed.len());
    for letter in composed.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => spelled.push_str("ae"),
            'ö' | 'ø' => spelled.push_str("oe"),
            'ü' => spelled.push_str("ue"),
            'å' => spelled.push_str("aa"),
            letter => spelled.push(letter),
        }
    }
    spelled
}

/// A text in lower case, with letters decomposed and combining marks removed.
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
