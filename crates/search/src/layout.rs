//! Converts text that was typed with the wrong keyboard layout.

/// Two layouts, key by key.
struct Pair {
    one: &'static str,
    other: &'static str,
}

const PAIRS: [Pair; 2] = [
    // English and Russian.
    Pair {
        one: "qwertyuiop[]asdfghjkl;'zxcvbnm,.`",
        other: "йцукенгшщзхъфывапролджэячсмитьбюё",
    },
    // English and German.
    Pair {
        one: "yz;'[-",
        other: "zyöäüß",
    },
];

/// The text converted to other layouts, as far as that changes it.
pub(crate) fn other_layouts(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let mut others = Vec::new();
    for pair in &PAIRS {
        for (from, to) in [(pair.one, pair.other), (pair.other, pair.one)] {
            let other: String = lower.chars().map(|letter| key(letter, from, to)).collect();
            if other != lower && !others.contains(&other) {
                others.push(other);
            }
        }
    }
    others
}

fn key(letter: char, from: &str, to: &str) -> char {
    let place = from.chars().position(|known| known == letter);
    place
        .and_then(|place| to.chars().nth(place))
        .unwrap_or(letter)
}
