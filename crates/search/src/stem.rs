//! Stemming.

/// The stem of a folded word, if the language is supported and the word has an ending to remove.
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

/// Without the feature `stems`, no word is stemmed.
#[cfg(not(feature = "stems"))]
pub(crate) fn stem(_language: &str, _word: &str) -> Option<String> {
    None
}
