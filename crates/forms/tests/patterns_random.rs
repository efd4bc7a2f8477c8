//! Random patterns: a slow and simple matcher agrees, and nothing breaks the parser.

#[path = "support/rng.rs"]
mod rng;

use portico_forms::pattern::Pattern;
use rng::Rng;
use std::collections::BTreeSet;

impl Rng {
    fn text(&mut self, letters: &[&str], most: usize) -> String {
        let length = self.below(most + 1);
        (0..length).map(|_| self.pick(letters)).collect()
    }
}

/// The syntax tree of a pattern.
enum Tree {
    Letter(char),
    NotLetter(char),
    Start,
    End,
    Edge,
    Both(Box<Tree>, Box<Tree>),
    Either(Box<Tree>, Box<Tree>),
    Repeat(Box<Tree>, usize, Option<usize>),
}

impl Tree {
    fn random(rng: &mut Rng, depth: usize) -> Self {
        let leaves = 5;
        let inner = |rng: &mut Rng| Box::new(Self::random(rng, depth - 1));
        match rng.below(if depth == 0 { leaves } else { leaves + 5 }) {
            0 | 1 => Self::Letter(rng.pick(&['a', 'b', '-'])),
            2 => Self::NotLetter(rng.pick(&['a', 'b', '-'])),
            3 => rng.pick(&[|| Self::Start, || Self::End])(),
            4 => Self::Edge,
            5 | 6 => Self::Both(inner(rng), inner(rng)),
            7 => Self::Either(inner(rng), inner(rng)),
            _ => {
                let least = rng.below(5);
                let most = rng.below(6);
                Self::Repeat(inner(rng), least, (most < 5).then_some(least + most))
            }
        }
    }

    fn pattern(&self) -> String {
        match self {
            Self::Letter(c) => c.to_string(),
            Self::NotLetter(c) => format!("[^{c}]"),
            Self::Start => "^".to_owned(),
            Self::End => "$".to_owned(),
            Self::Edge => "\\b".to_owned(),
            Self::Both(a, b) => a.pattern() + &b.pattern(),
            Self::Either(a, b) => format!("(?:{}|{})", a.pattern(), b.pattern()),
            Self::Repeat(a, least, Some(most)) => format!("({}){{{least},{most}}}", a.pattern()),
            Self::Repeat(a, least, None) => format!("({}){{{least},}}", a.pattern()),
        }
    }

    /// The positions at which a match that starts here can end.
    fn ends(&self, text: &[char], at: usize) -> BTreeSet<usize> {
        let step = |yes: bool| yes.then_some(at + 1).into_iter().collect();
        let stay = |yes: bool| yes.then_some(at).into_iter().collect();
        let word = |at: Option<usize>| {
            let c = at.and_then(|at| text.get(at));
            c.is_some_and(char::is_ascii_alphanumeric)
        };
        match self {
            Self::Letter(c) => step(text.get(at) == Some(c)),
            Self::NotLetter(c) => step(text.get(at).is_some_and(|other| other != c)),
            Self::Start => stay(at == 0),
            Self::End => stay(at == text.len()),
            Self::Edge => stay(word(at.checked_sub(1)) != word(Some(at))),
            Self::Both(a, b) => {
                let middle = a.ends(text, at);
                middle.iter().flat_map(|at| b.ends(text, *at)).collect()
            }
            Self::Either(a, b) => &a.ends(text, at) | &b.ends(text, at),
            Self::Repeat(a, least, most) => {
                let mut all = BTreeSet::new();
                let mut now = BTreeSet::from([at]);
                // More rounds than there are characters lead to no new positions.
                for round in 0..=most.unwrap_or(least + text.len() + 1) {
                    if round >= *least {
                        all.extend(&now);
                    }
                    now = now.iter().flat_map(|at| a.ends(text, *at)).collect();
                }
                all
            }
        }
    }
}

#[test]
fn agrees_with_a_slow_plain_matcher() {
    let mut rng = Rng::new(0x5EED_0001);
    for _ in 0..4_000 {
        let tree = Tree::random(&mut rng, 4);
        // An assertion cannot be repeated on its own, so repeated nodes are in groups.
        let pattern = tree.pattern();
        let Ok(compiled) = Pattern::new(&pattern) else {
            panic!("{pattern} has to be understood");
        };
        for _ in 0..4 {
            let text = rng.text(&["a", "a", "a", "b", "-", "\u{1F600}"], 12);
            let chars: Vec<char> = text.chars().collect();
            let expected = (0..=chars.len()).any(|at| !tree.ends(&chars, at).is_empty());
            assert_eq!(
                compiled.is_match(&text),
                expected,
                "{pattern} with {text:?}"
            );
        }
    }
}

#[test]
fn survives_any_text() {
    let mut rng = Rng::new(0x5EED_0002);
    let pieces = [
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "*",
        "+",
        "?",
        "|",
        "^",
        "$",
        ".",
        "\\",
        "-",
        ",",
        "a",
        "1",
        "9",
        "<",
        ">",
        "=",
        "!",
        ":",
        "k",
        "p",
        "P",
        "u",
        "x",
        "c",
        "b",
        "B",
        "d",
        "W",
        "D800",
        "DC00",
        "{L}",
        "{2,3}",
        "(?:",
        "(?<n>",
        "é",
        "\u{1F600}",
        "\0",
    ];
    let mut understood = 0;
    for _ in 0..30_000 {
        let pattern = rng.text(&pieces, 12);
        if let Ok(compiled) = Pattern::new(&pattern) {
            understood += 1;
            let _ = compiled.is_match(&rng.text(&pieces, 12));
        }
    }
    assert!(understood > 1_000, "only {understood} were patterns");
}
