//! Folds words: removes what people leave out when they type, such as case, accents, width and vowel points.

/// Decomposes characters by Unicode NFKD.
///
/// The caller provides it because its tables are large: browsers have `String.normalize`, and a server can use a crate.
/// It is called only for words that are not plain ASCII.
pub trait Normalize {
    /// The text in NFKD.
    fn nfkd(&self, text: &str) -> String;
}

/// Leaves text unchanged, for callers without a normalizer. Precomposed accents are then significant.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoNormalization;

impl Normalize for NoNormalization {
    fn nfkd(&self, text: &str) -> String {
        text.to_owned()
    }
}

/// Normalizes with a crate; for the command-line tools.
#[cfg(feature = "tools")]
#[derive(Clone, Copy, Debug, Default)]
pub struct Nfkd;

#[cfg(feature = "tools")]
impl Normalize for Nfkd {
    fn nfkd(&self, text: &str) -> String {
        unicode_normalization::UnicodeNormalization::nfkd(text).collect()
    }
}

/// The maximum length of a folded word in bytes.
pub(crate) const LONGEST: usize = 200;

/// Folds one word into `out`, replacing its contents.
pub(crate) fn fold(word: &str, normalize: &dyn Normalize, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
        return;
    }
    let apart = normalize.nfkd(word);
    for letter in apart.chars().flat_map(char::to_lowercase) {
        put(letter, out);
        if out.len() > LONGEST {
            break;
        }
    }
}

fn put(letter: char, out: &mut String) {
    match letter {
        // Combining accents, Hebrew and Arabic points, tatweel, joiners, and the soft hyphen.
        '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}'
        | '\u{640}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{6d6}'..='\u{6ed}'
        | '\u{200c}'..='\u{200d}'
        | '\u{ad}' => {}
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'þ' => out.push_str("th"),
        'ł' => out.push('l'),
        'ø' => out.push('o'),
        'đ' | 'ð' => out.push('d'),
        'ı' => out.push('i'),
        'ς' => out.push('σ'),
        // Arabic letters that are used interchangeably, including Persian ones.
        'أ' | 'إ' | 'آ' | 'ٱ' => out.push('ا'),
        'ى' | 'ی' => out.push('ي'),
        'ة' => out.push('ه'),
        'ک' => out.push('ك'),
        // Katakana becomes Hiragana.
        '\u{30a1}'..='\u{30f6}' => out.extend(char::from_u32(u32::from(letter) - 0x60)),
        // NFKD decomposes Hangul into jamo. Composing them again keeps a syllable one character.
        '\u{1161}'..='\u{1175}' | '\u{11a8}'..='\u{11c2}' => put_jamo(letter, out),
        letter => out.push(letter),
    }
}

/// Combines a vowel or a final consonant with the preceding syllable.
fn put_jamo(jamo: char, out: &mut String) {
    let Some(last) = out.chars().next_back() else {
        return out.push(jamo);
    };
    let (before, jamo_number) = (u32::from(last), u32::from(jamo));
    let together = match before {
        0x1100..=0x1112 if jamo_number <= 0x1175 => {
            Some(0xac00 + ((before - 0x1100) * 21 + jamo_number - 0x1161) * 28)
        }
        0xac00..=0xd7a3 if jamo_number >= 0x11a8 && (before - 0xac00) % 28 == 0 => {
            Some(before + jamo_number - 0x11a7)
        }
        _ => None,
    };
    match together.and_then(char::from_u32) {
        Some(syllable) => {
            out.pop();
            out.push(syllable);
        }
        None => out.push(jamo),
    }
}
