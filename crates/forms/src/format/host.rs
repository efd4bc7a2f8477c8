//! Host names: RFC 1123 for ASCII, RFC 5890 to 5893 for other scripts.
//!
//! These parts of the latter are simplified, because their tables would be larger than the rest of this crate:
//!
//! - Compatibility characters are rejected by their blocks; RFC 5892 requires the normal form of each character.
//! - Texts are accepted in any normal form.
//! - A zero-width joiner or non-joiner is allowed after the viramas of the Indic scripts from Devanagari to Sinhala,
//!   and a non-joiner between two Arabic or Syriac letters; RFC 5892 requires the joining types of both.
//! - The direction of a character is that of its block; RFC 5893 requires its bidirectional class.

use super::punycode;
use crate::pattern::{is_letter_or_digit, is_mark};

/// A host name in any script. East Asian full stops are allowed as separators.
pub(super) fn is_hostname(text: &str) -> bool {
    let mut length = 0;
    let mut right_to_left = false;
    let mut all_follow = true;
    for label in text.split(['.', '\u{3002}', '\u{FF0E}', '\u{FF61}']) {
        let Some(label) = Label::read(label) else {
            return false;
        };
        length += label.length + 1;
        right_to_left |= label.right_to_left;
        all_follow &= label.follows_direction;
    }
    // If one label is written from right to left, RFC 5893 requires every label to follow its direction rule.
    length <= 254 && (!right_to_left || all_follow)
}

/// 1 to 63 bytes of letters, digits, and hyphens that are neither first nor last.
pub(super) fn is_label(label: &str, any_script: bool) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || (any_script && !c.is_ascii()))
}

struct Label {
    /// The length in ASCII.
    length: usize,
    right_to_left: bool,
    follows_direction: bool,
}

impl Label {
    fn read(label: &str) -> Option<Self> {
        let (length, chars) = if label.is_ascii() {
            if !is_label(label, false) {
                return None;
            }
            let lower = label.to_ascii_lowercase();
            let chars = match lower.strip_prefix("xn--") {
                None => lower.chars().collect(),
                // The encoded label has to be the canonical encoding of its text, which has to contain non-ASCII
                // characters.
                Some(coded) => punycode::decode(coded)
                    .filter(|chars| punycode::encode(chars).is_some_and(|again| again == coded))
                    .filter(|chars| !chars.iter().all(char::is_ascii))?,
            };
            (label.len(), chars)
        } else {
            let chars: Vec<char> = label.chars().map(|c| c.to_ascii_lowercase()).collect();
            // No label of 64 characters is short enough, however it is encoded.
            if chars.len() > 63 {
                return None;
            }
            (punycode::encode(&chars)?.len() + 4, chars)
        };
        let ends_right = chars.first() != Some(&'-') && chars.last() != Some(&'-');
        let third_hyphens = chars.get(2) == Some(&'-') && chars.get(3) == Some(&'-');
        let marked = chars.first().is_some_and(|c| is_mark(*c));
        if length > 63 || !ends_right || third_hyphens || marked {
            return None;
        }
        if !(0..chars.len()).all(|at| is_allowed(&chars, at)) {
            return None;
        }
        Some(Self {
            length,
            right_to_left: chars
                .iter()
                .any(|c| matches!(direction(*c), Direction::Right | Direction::ArabicDigit)),
            follows_direction: follows_direction(&chars),
        })
    }
}

/// Whether the character at this position of a label is allowed by RFC 5892.
fn is_allowed(chars: &[char], at: usize) -> bool {
    let get = |at: Option<usize>| at.and_then(|at| chars.get(at)).copied();
    let (Some(c), before, after) = (
        get(Some(at)),
        get(at.checked_sub(1)),
        get(at.checked_add(1)),
    ) else {
        return false;
    };
    let any = |set: fn(char) -> bool| chars.iter().any(|c| set(*c));
    match c {
        '-' | 'a'..='z' | '0'..='9' => true,
        '\0'..='\x7F' => false,
        '\u{DF}' | '\u{3C2}' | '\u{6FD}' | '\u{6FE}' | '\u{F0B}' | '\u{3007}' => true,
        '\u{640}' | '\u{7FA}' | '\u{302E}' | '\u{302F}' | '\u{3031}'..='\u{3035}' | '\u{303B}' => {
            false
        }
        // The Catalan middle dot, which is only allowed between two l.
        '\u{B7}' => before == Some('l') && after == Some('l'),
        // The Greek keraia.
        '\u{375}' => {
            after.is_some_and(|c| matches!(c, '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}'))
        }
        // Hebrew geresh and gershayim.
        '\u{5F3}' | '\u{5F4}' => before.is_some_and(|c| matches!(c, '\u{590}'..='\u{5FF}')),
        // The Katakana middle dot.
        '\u{30FB}' => any(|c| {
            matches!(c, '\u{3005}' | '\u{3007}' | '\u{3041}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}'
                | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{2_0000}'..='\u{3_FFFF}')
        }),
        '\u{660}'..='\u{669}' => !any(|c| matches!(c, '\u{6F0}'..='\u{6F9}')),
        '\u{6F0}'..='\u{6F9}' => !any(|c| matches!(c, '\u{660}'..='\u{669}')),
        '\u{200C}' | '\u{200D}' if before.is_some_and(is_virama) => true,
        '\u{200C}' => before.is_some_and(joins) && after.is_some_and(joins),
        // Old Hangul, symbols, and compatibility forms.
        '\u{1100}'..='\u{11FF}'
        | '\u{2000}'..='\u{2BFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FB00}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FFFF}'
        | '\u{1_D400}'..='\u{1_D7FF}'
        | '\u{2_F800}'..='\u{2_FA1F}' => false,
        c => (is_letter_or_digit(c) || is_mark(c)) && !c.is_uppercase(),
    }
}

fn is_virama(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{DCA}') && (u32::from(c) & 0x7F == 0x4D || c == '\u{DCA}')
}

fn joins(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{6EF}' | '\u{710}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Left,
    Right,
    Digit,
    ArabicDigit,
    Neutral,
    Mark,
}

fn direction(c: char) -> Direction {
    match c {
        '-' | '\u{B7}' | '\u{375}' | '\u{30FB}' | '\u{200C}' | '\u{200D}' => Direction::Neutral,
        '0'..='9' | '\u{6F0}'..='\u{6F9}' => Direction::Digit,
        '\u{660}'..='\u{669}' => Direction::ArabicDigit,
        c if is_mark(c) => Direction::Mark,
        '\u{590}'..='\u{8FF}' | '\u{1_0800}'..='\u{1_0FFF}' | '\u{1_E800}'..='\u{1_EFFF}' => {
            Direction::Right
        }
        _ => Direction::Left,
    }
}

/// The rule of RFC 5893, section 2.
fn follows_direction(chars: &[char]) -> bool {
    let directions = || chars.iter().map(|c| direction(*c));
    let has = |wanted| directions().any(|direction| direction == wanted);
    let last = directions().rfind(|direction| *direction != Direction::Mark);
    match directions().next() {
        Some(Direction::Right) => {
            let two_kinds_of_digits = has(Direction::Digit) && has(Direction::ArabicDigit);
            !has(Direction::Left) && !two_kinds_of_digits && last != Some(Direction::Neutral)
        }
        Some(Direction::Left) => {
            !has(Direction::Right)
                && !has(Direction::ArabicDigit)
                && matches!(last, Some(Direction::Left | Direction::Digit))
        }
        _ => false,
    }
}
