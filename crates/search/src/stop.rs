//! English and German stop words, folded and sorted.

#[rustfmt::skip]
const WORDS: [&str; 244] = [
    "a", "aber", "about", "above", "after", "again", "all", "alle", "allem", "allen", "aller", "alles", "als",
    "also", "am", "an", "and", "andere", "anderen", "any", "are", "as", "at", "auch", "auf", "aus", "be",
    "because", "been", "before", "bei", "being", "below", "between", "bin", "bis", "bist", "both", "but", "by",
    "can", "cannot", "could", "da", "damit", "dann", "das", "dass", "dein", "deine", "dem", "den", "denn", "der",
    "des", "did", "die", "dies", "diese", "diesem", "diesen", "dieser", "dieses", "do", "doch", "does", "doing",
    "dort", "down", "du", "durch", "during", "each", "ein", "eine", "einem", "einen", "einer", "eines", "er",
    "es", "euch", "euer", "few", "for", "from", "fur", "further", "get", "habe", "haben", "had", "has", "hat",
    "have", "having", "he", "her", "here", "hers", "hier", "him", "his", "how", "i", "ich", "if", "ihm", "ihn",
    "ihnen", "ihr", "ihre", "im", "in", "ins", "into", "is", "ist", "it", "its", "itself", "ja", "jede", "jeder",
    "jedes", "just", "kann", "kein", "keine", "konnen", "man", "me", "mein", "meine", "meinem", "meinen",
    "meiner", "mich", "mir", "mit", "more", "most", "muss", "my", "nach", "nicht", "no", "noch", "nor", "not",
    "nun", "nur", "ob", "oder", "of", "off", "ohne", "on", "once", "only", "or", "other", "our", "ours", "out",
    "over", "own", "please", "same", "sehr", "sein", "seine", "she", "should", "sich", "sie", "sind", "so",
    "soll", "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "through", "to", "too", "uber", "um", "und", "under", "uns", "unser", "unter", "until", "up", "very",
    "vom", "von", "vor", "wann", "war", "waren", "warum", "was", "we", "weil", "welche", "welcher", "wenn", "wer",
    "werden", "were", "what", "when", "where", "which", "while", "who", "whom", "why", "wie", "wieder", "will",
    "wir", "wird", "with", "wo", "would", "you", "your", "yours", "zu", "zum", "zur", "zwischen",
];

/// Whether a folded word is a stop word.
pub(crate) fn is_stop_word(word: &str) -> bool {
    WORDS.binary_search(&word).is_ok()
}
