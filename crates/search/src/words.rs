//! Splits text in any script into words, using small tables instead of the large ones of Unicode's segmentation
//! algorithm.

use std::ops::Range;

/// Words are split after this many characters, so that no word is arbitrarily long.
pub(crate) const LONGEST_WORD: usize = 48;

/// A word in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// The byte range of the word.
    pub(crate) range: Range<usize>,
    /// Whether it is a single character of a script without spaces.
    pub(crate) single: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CharKind {
    Letter,
    Single,
    Mark,
    Gap,
}

/// The words of a text, in order.
pub(crate) fn spans(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut letters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, first) = letters.next()?;
            let kind = kind(first);
            if matches!(kind, CharKind::Gap | CharKind::Mark) {
                continue;
            }
            let single = kind == CharKind::Single;
            let mut end = start + first.len_utf8();
            let mut length = 1;
            while length < LONGEST_WORD
                && let Some((at, letter)) = letters.next_if(|(_, letter)| {
                    let kind = self::kind(*letter);
                    kind == CharKind::Mark || (kind == CharKind::Letter && !single)
                })
            {
                end = at + letter.len_utf8();
                length += 1;
            }
            let range = start..end;
            return Some(Span { range, single });
        }
    })
}

fn kind(letter: char) -> CharKind {
    if letter.is_ascii() {
        return if letter.is_ascii_alphanumeric() {
            CharKind::Letter
        } else {
            CharKind::Gap
        };
    }
    match letter {
        // Combining marks: accents, vowel signs and tone marks of many scripts, and joiners.
        '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5bd}'
        | '\u{5bf}'
        | '\u{5c1}'..='\u{5c2}'
        | '\u{5c4}'..='\u{5c5}'
        | '\u{5c7}'
        | '\u{610}'..='\u{61a}'
        | '\u{640}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{6d6}'..='\u{6dc}'
        | '\u{6df}'..='\u{6e8}'
        | '\u{6ea}'..='\u{6ed}'
        | '\u{93c}'
        | '\u{94d}'
        | '\u{951}'..='\u{954}'
        | '\u{9bc}'
        | '\u{9cd}'
        | '\u{a4d}'
        | '\u{acd}'
        | '\u{b4d}'
        | '\u{bcd}'
        | '\u{c4d}'
        | '\u{ccd}'
        | '\u{d4d}'
        | '\u{e31}'
        | '\u{e34}'..='\u{e3a}'
        | '\u{e47}'..='\u{e4e}'
        | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}'
        | '\u{200c}'..='\u{200d}'
        | '\u{ad}'
        | '\u{3099}'..='\u{309a}'
        | '\u{fe20}'..='\u{fe2f}'
        | '\u{ff9e}'..='\u{ff9f}' => CharKind::Mark,
        letter if is_solid(letter) => CharKind::Single,
        // Symbols that stand for several letters: ™, ℡, ㎏, 🈐. Each is a separate word, so that "Office™" still matches
        // "Office".
        '\u{20a8}'
        | '\u{2100}'..='\u{2101}'
        | '\u{2103}'
        | '\u{2105}'..='\u{2106}'
        | '\u{2109}'
        | '\u{2116}'
        | '\u{2120}'..='\u{2122}'
        | '\u{213b}'
        | '\u{249c}'..='\u{24b5}'
        | '\u{2e9f}'
        | '\u{2ef3}'
        | '\u{2f00}'..='\u{2fd5}'
        | '\u{3196}'..='\u{319f}'
        | '\u{3200}'..='\u{33ff}'
        | '\u{fdfc}'
        | '\u{1f110}'..='\u{1f12e}'
        | '\u{1f14a}'..='\u{1f14f}'
        | '\u{1f16a}'..='\u{1f16c}'
        | '\u{1f190}'
        | '\u{1f200}'..='\u{1f251}' => CharKind::Single,
        _ if letter.is_alphanumeric() => CharKind::Letter,
        _ => CharKind::Gap,
    }
}

/// Whether a letter belongs to a script without spaces between words, or without spaces inside names: Thai, Lao,
/// Burmese, Khmer, and all of Han, Kana and Hangul.
#[must_use]
pub fn is_solid(letter: char) -> bool {
    let listed = matches!(
        letter,
        '\u{e01}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1100}'..='\u{11ff}'
            | '\u{1780}'..='\u{17d3}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3041}'..='\u{30ff}'
            | '\u{3105}'..='\u{318e}'
            | '\u{31a0}'..='\u{31bf}'
            | '\u{31f0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff66}'..='\u{ff9d}'
            | '\u{20000}'..='\u{3ffff}'
    );
    listed && (letter.is_alphanumeric() || letter == '\u{30fc}')
}
