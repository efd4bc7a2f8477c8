//! Compiles a pattern to a program, and runs it on a text.

use super::class::{Class, is_word};
use super::counter::{Counter, Counting};
use super::parse::{Assertion, Node, Parsed};
use super::{MAX_COUNTED, MAX_PATTERN};

/// The minimum number of repetitions of one kind of character that is counted. Expanding fewer takes no more
/// instructions.
const COUNTED: u32 = 4;

/// What an instruction consumes: one character of a kind.
#[derive(Clone, Copy, Debug)]
enum CharMatcher {
    /// This code point.
    Char(u32),
    /// Any character except a line terminator.
    Any,
    /// A member of the class with this index.
    Class(usize),
}

/// An instruction. Instructions that consume a character continue with the next one.
#[derive(Clone, Copy, Debug)]
enum Instruction {
    Take(CharMatcher),
    /// Starts the repetition with this index, which is the next instruction.
    Begin(usize),
    /// Continues after the repetition with this index if it may end here, and also consumes one more character.
    Count(usize, CharMatcher),
    /// Continues if the assertion holds here.
    Assert(Assertion),
    /// Continues both at the next instruction and at this one.
    Fork(usize),
    /// Continues at this instruction.
    Jump(usize),
    /// The text matches.
    Match,
}

/// The instructions; execution starts at the first.
#[derive(Clone, Debug)]
pub(super) struct Program {
    instructions: Vec<Instruction>,
    classes: Vec<Class>,
    counters: Vec<Counter>,
}

impl Program {
    /// Compiles a pattern without unsupported features.
    pub(super) fn new(parsed: &Parsed) -> Result<Self, String> {
        let mut writer = Writer {
            instructions: Vec::new(),
            counters: Vec::new(),
            counted: 0,
        };
        match writer
            .node(&parsed.node)
            .and_then(|()| writer.push(Instruction::Match))
        {
            Ok(_) => Ok(Self {
                instructions: writer.instructions,
                classes: parsed.classes.clone(),
                counters: writer.counters,
            }),
            Err(TooLarge::Steps) => Err(format!(
                "the pattern is too large: with its repetitions of groups written out it has more than {MAX_PATTERN} steps"
            )),
            Err(TooLarge::Counted) => Err(format!(
                "the pattern is too large: its repetitions go up to more than {MAX_COUNTED} together"
            )),
        }
    }

    pub(super) fn size(&self) -> usize {
        self.instructions.len()
    }

    /// Whether the program matches anywhere in the text.
    ///
    /// `effort` counts instructions. At each position of the text, an instruction runs at most once.
    pub(super) fn run(&self, text: &str, effort: &mut usize) -> bool {
        // The position, counted from 1, at which an instruction last ran.
        let mut ran = vec![0_u32; self.instructions.len()];
        let counters = self.counters.iter();
        let mut counting: Vec<Counting> = counters
            .map(|counter| Counting::new(*counter, text.len()))
            .collect();
        let mut ready = Vec::new();
        let mut later = Vec::new();
        let mut chars = text.chars();
        let mut before = None;
        for place in 1_u32.. {
            let after = chars.next();
            ready.push(0);
            while let Some(at) = ready.pop() {
                let (Some(step), Some(ran)) = (self.instructions.get(at), ran.get_mut(at)) else {
                    continue;
                };
                if *ran == place {
                    continue;
                }
                *ran = place;
                *effort += 1;
                match *step {
                    Instruction::Match => return true,
                    Instruction::Jump(to) => ready.push(to),
                    Instruction::Fork(to) => ready.extend([to, at + 1]),
                    Instruction::Assert(assertion) => {
                        if holds(assertion, before, after) {
                            ready.push(at + 1);
                        }
                    }
                    Instruction::Take(matcher) => {
                        if self.takes(matcher, after) {
                            later.push(at + 1);
                        }
                    }
                    Instruction::Begin(number) => {
                        ready.push(at + 1);
                        if let Some(counting) = counting.get_mut(number) {
                            counting.begin(place);
                            if counting.is_optional() {
                                ready.push(at + 2);
                            }
                        }
                    }
                    Instruction::Count(number, matcher) => {
                        let Some(counting) = counting.get_mut(number) else {
                            continue;
                        };
                        if counting.may_end(place) {
                            ready.push(at + 1);
                        }
                        if self.takes(matcher, after) {
                            later.push(at);
                        } else {
                            counting.stop(place);
                        }
                    }
                }
            }
            if after.is_none() {
                return false;
            }
            before = after;
            std::mem::swap(&mut ready, &mut later);
        }
        false
    }

    fn takes(&self, matcher: CharMatcher, after: Option<char>) -> bool {
        after.is_some_and(|c| match matcher {
            CharMatcher::Char(code) => u32::from(c) == code,
            CharMatcher::Any => !is_line_end(c),
            CharMatcher::Class(number) => {
                let class = self.classes.get(number);
                class.is_some_and(|class| class.contains(c))
            }
        })
    }
}

fn holds(assertion: Assertion, before: Option<char>, after: Option<char>) -> bool {
    let at_boundary = before.is_some_and(is_word) != after.is_some_and(is_word);
    match assertion {
        Assertion::Start => before.is_none(),
        Assertion::End => after.is_none(),
        Assertion::Boundary => at_boundary,
        Assertion::NoBoundary => !at_boundary,
    }
}

/// `LineTerminator` of ECMA-262, 12.3.
fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

enum TooLarge {
    Steps,
    Counted,
}

struct Writer {
    instructions: Vec<Instruction>,
    counters: Vec<Counter>,
    /// The sum of all counters.
    counted: usize,
}

impl Writer {
    fn push(&mut self, step: Instruction) -> Result<usize, TooLarge> {
        if self.instructions.len() == MAX_PATTERN {
            return Err(TooLarge::Steps);
        }
        self.instructions.push(step);
        Ok(self.instructions.len() - 1)
    }

    /// Makes the instruction at `at` continue at the next one to be written.
    fn lead_here(&mut self, at: usize) {
        let here = self.instructions.len();
        if let Some(Instruction::Fork(to) | Instruction::Jump(to)) = self.instructions.get_mut(at) {
            *to = here;
        }
    }

    /// Every node except the empty one writes at least one instruction, so expanding a repetition ends at the limit.
    fn node(&mut self, node: &Node) -> Result<(), TooLarge> {
        match node {
            Node::Empty => {}
            Node::Char(_) | Node::Any | Node::Class(_) => {
                if let Some(matcher) = matcher(node) {
                    self.push(Instruction::Take(matcher))?;
                }
            }
            Node::Assert(assertion) => {
                self.push(Instruction::Assert(*assertion))?;
            }
            Node::Sequence(nodes) => {
                for node in nodes {
                    self.node(node)?;
                }
            }
            Node::Either(nodes) => self.either(nodes)?,
            Node::Repeat { node, least, most } => self.repeat(node, *least, *most)?,
        }
        Ok(())
    }

    fn either(&mut self, nodes: &[Node]) -> Result<(), TooLarge> {
        let mut ends = Vec::new();
        for (i, node) in nodes.iter().enumerate() {
            if i + 1 == nodes.len() {
                self.node(node)?;
            } else {
                let fork = self.push(Instruction::Fork(0))?;
                self.node(node)?;
                ends.push(self.push(Instruction::Jump(0))?);
                self.lead_here(fork);
            }
        }
        for end in ends {
            self.lead_here(end);
        }
        Ok(())
    }

    fn repeat(&mut self, node: &Node, least: u32, most: Option<u32>) -> Result<(), TooLarge> {
        let bounded = most.unwrap_or(least);
        if let Some(matcher) = matcher(node).filter(|_| bounded >= COUNTED) {
            self.count(matcher, least, bounded)?;
            return match most {
                Some(_) => Ok(()),
                None => self.repeat(node, 0, None),
            };
        }
        for _ in 0..least {
            self.node(node)?;
        }
        let Some(most) = most else {
            let fork = self.push(Instruction::Fork(0))?;
            self.node(node)?;
            self.push(Instruction::Jump(fork))?;
            self.lead_here(fork);
            return Ok(());
        };
        let mut forks = Vec::new();
        for _ in least..most {
            forks.push(self.push(Instruction::Fork(0))?);
            self.node(node)?;
        }
        for fork in forks {
            self.lead_here(fork);
        }
        Ok(())
    }

    /// Writes a repetition of one kind of character, which takes two instructions regardless of its length.
    fn count(&mut self, matcher: CharMatcher, least: u32, most: u32) -> Result<(), TooLarge> {
        let size = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
        let (least, most) = (size(least), size(most));
        self.counted = self.counted.saturating_add(most);
        if self.counted > MAX_COUNTED {
            return Err(TooLarge::Counted);
        }
        let number = self.counters.len();
        self.counters.push(Counter { least, most });
        self.push(Instruction::Begin(number))?;
        self.push(Instruction::Count(number, matcher))?;
        Ok(())
    }
}

/// What a node consumes, if it is a single character.
fn matcher(node: &Node) -> Option<CharMatcher> {
    match node {
        Node::Char(code) => Some(CharMatcher::Char(*code)),
        Node::Any => Some(CharMatcher::Any),
        Node::Class(number) => Some(CharMatcher::Class(*number)),
        _ => None,
    }
}

#[cfg(test)]
#[path = "../../tests/support/rng.rs"]
mod rng;

#[cfg(test)]
mod tests {
    use super::Program;
    use super::rng::Rng;
    use crate::pattern::parse::parse;

    /// Asserts that at each position of the text every instruction runs at most once.
    fn check(pattern: &str, text: &str) {
        let program = Program::new(&parse(pattern).unwrap()).ok().unwrap();
        let mut effort = 0;
        program.run(text, &mut effort);
        let most = program.instructions.len() * (text.chars().count() + 1);
        assert!(effort <= most, "{pattern}: {effort} instead of {most}");
    }

    #[test]
    fn is_linear() {
        let text = "ab".repeat(500);
        for pattern in [
            "^(?:a*)*c$",
            "(?:(?:(?:a|b)*)*)*c",
            "(?:a|a|b|b)+c",
            "(?:.*){20}c",
            "(?:a?b?){100}c",
            "(?:(?:a{0,20}){0,20}){0,5}c",
            "(?:^|$|\\b|\\B)*c",
            "(?:|(?:|(?:|a)*)*)*c",
            "(?:a{0,900}b{1,900}){0,9}c",
            "(?:[ab]{5,}){40}c",
        ] {
            check(pattern, &text);
        }
        let mut rng = Rng::new(0x5EED_0006);
        let pieces = [
            "a", "b", "(?:", "(?:", ")", ")", "*", "|", "+", "{2,5}", "?", ".", "^", "\\b",
        ];
        let mut read = 0;
        for _ in 0..20_000 {
            let mut pattern = String::new();
            for _ in 0..10 {
                pattern.push_str(rng.pick(&pieces));
            }
            if parse(&pattern).is_ok() {
                check(&pattern, "aabbaab");
                read += 1;
            }
        }
        assert!(read > 200, "only {read} were patterns");
    }
}
