//! What is left of a word without its endings.

/// The stem of a folded word in a language, if the language is known and the word has an ending.
#[cfg(feature = "stems")]
pub(crate) fn stem(language: &str, word: &str) -> Option<String> {
    use rust_stemmers::{Algorithm, Stemmer};
    let algorithm = match language.split('-').next() {
        Some("en" | "") => Algorithm::English,
        Some("de") => Algorithm::German,
        _ => return None,
    };
    Some(Stemmer::create(algorithm).stem(word).into_owned())
}

/// Without stems every word is its own.
#[cfg(not(feature = "stems"))]
pub(crate) fn stem(_language: &str, _word: &str) -> Option<String> {
    None
}
