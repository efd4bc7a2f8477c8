//! Parses patterns by the grammar of ECMA-262, 22.2.1, with the flag `u` and without annex B.

mod escape;

use super::class::Class;
use super::{MAX_GROUPS, MAX_PATTERN};
use std::str::Chars;

/// A zero-width assertion.
#[derive(Clone, Copy, Debug)]
pub(super) enum Assertion {
    Start,
    End,
    Boundary,
    NoBoundary,
}

/// A node of the syntax tree. Groups are not represented, because only whether a text matches is of interest.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Empty,
    /// A code point; surrogates match nothing.
    Char(u32),
    Any,
    /// The index of a class.
    Class(usize),
    Assert(Assertion),
    /// At least two nodes, none of them empty.
    Sequence(Vec<Self>),
    /// At least two nodes.
    Either(Vec<Self>),
    /// A repetition of a node that is not empty, with a maximum of at least one.
    Repeat {
        node: Box<Self>,
        least: u32,
        most: Option<u32>,
    },
}

/// A syntactically valid pattern.
pub(super) struct Parsed {
    pub(super) node: Node,
    pub(super) classes: Vec<Class>,
    /// The first unsupported feature in it.
    pub(super) unsupported: Option<String>,
}

pub(super) fn parse(text: &str) -> Result<Parsed, String> {
    let length = text.chars().count();
    if length > MAX_PATTERN {
        return Err(format!(
            "the pattern is longer than {MAX_PATTERN} characters"
        ));
    }
    let mut parser = Parser {
        length,
        rest: text.chars(),
        depth: 0,
        groups: 0,
        names: Vec::new(),
        highest_reference: 0,
        named_references: Vec::new(),
        classes: Vec::new(),
        unsupported: None,
    };
    match parser.whole() {
        Ok(node) => Ok(Parsed {
            node,
            classes: parser.classes,
            unsupported: parser.unsupported,
        }),
        Err(reason) => Err(format!("{reason} ({})", parser.place())),
    }
}

/// Why a text is not a pattern.
type Error = &'static str;

struct Parser<'a> {
    /// The length of the whole pattern in characters.
    length: usize,
    rest: Chars<'a>,
    depth: usize,
    /// The number of groups that back-references can refer to.
    groups: u32,
    names: Vec<String>,
    highest_reference: u32,
    named_references: Vec<String>,
    classes: Vec<Class>,
    unsupported: Option<String>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    /// Consumes this text if it is next.
    fn eat(&mut self, text: &str) -> bool {
        match self.rest.as_str().strip_prefix(text) {
            None => false,
            Some(rest) => {
                self.rest = rest.chars();
                true
            }
        }
    }

    /// The position of the last character read, for error messages.
    fn place(&self) -> String {
        format!(
            "character {}",
            self.length - self.rest.as_str().chars().count()
        )
    }

    /// Records an unsupported feature. Parsing continues, because the rest may be invalid.
    fn refuse(&mut self, what: &str) -> Node {
        if self.unsupported.is_none() {
            self.unsupported = Some(format!("{what} is not supported ({})", self.place()));
        }
        Node::Empty
    }

    fn whole(&mut self) -> Result<Node, Error> {
        let node = self.either()?;
        if self.rest.next().is_some() {
            return Err("a ) without its (");
        }
        if self.highest_reference > self.groups
            || self
                .named_references
                .iter()
                .any(|name| !self.names.contains(name))
        {
            return Err("a back-reference to a group that does not exist");
        }
        Ok(node)
    }

    fn either(&mut self) -> Result<Node, Error> {
        let mut nodes = vec![self.sequence()?];
        while self.eat("|") {
            nodes.push(self.sequence()?);
        }
        if nodes.len() == 1 {
            return Ok(nodes.remove(0));
        }
        Ok(Node::Either(nodes))
    }

    fn sequence(&mut self) -> Result<Node, Error> {
        let mut nodes = Vec::new();
        while !matches!(self.peek(), None | Some('|' | ')')) {
            match self.term()? {
                Node::Empty => {}
                node => nodes.push(node),
            }
        }
        Ok(match nodes.len() {
            0 => Node::Empty,
            1 => nodes.remove(0),
            _ => Node::Sequence(nodes),
        })
    }

    fn term(&mut self) -> Result<Node, Error> {
        let Some(c) = self.rest.next() else {
            return Ok(Node::Empty);
        };
        let node = match c {
            '^' => return Ok(Node::Assert(Assertion::Start)),
            '$' => return Ok(Node::Assert(Assertion::End)),
            '\\' if self.eat("b") => return Ok(Node::Assert(Assertion::Boundary)),
            '\\' if self.eat("B") => return Ok(Node::Assert(Assertion::NoBoundary)),
            '(' => match self.group()? {
                Some(node) => node,
                None => return Ok(Node::Empty),
            },
            '.' => Node::Any,
            '[' => self.class()?,
            '\\' => self.escape()?,
            '*' | '+' | '?' | '{' => {
                return Err("a repetition of nothing; a plain one of *+?{ is written with \\");
            }
            '}' | ']' => return Err("a plain } or ] is written with \\"),
            c => Node::Char(u32::from(c)),
        };
        self.repeated(node)
    }

    fn repeated(&mut self, node: Node) -> Result<Node, Error> {
        let (least, most) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => (0, Some(0)),
            _ => return Ok(node),
        };
        let braces = self.rest.next() == Some('{');
        let (least, most) = if braces {
            self.bounds()?
        } else {
            (least, most)
        };
        // Greediness affects what matches, but not whether it matches.
        self.eat("?");
        Ok(match node {
            Node::Empty => Node::Empty,
            _ if most == Some(0) => Node::Empty,
            node => Node::Repeat {
                node: Box::new(node),
                least,
                most,
            },
        })
    }

    /// Parses `2}`, `2,}` or `2,5}`.
    fn bounds(&mut self) -> Result<(u32, Option<u32>), Error> {
        const ERROR: Error = "a repetition is {2}, {2,} or {2,5}; a plain { is written with \\";
        let least = self.number().ok_or(ERROR)?;
        let most = if self.eat(",") {
            self.number()
        } else {
            Some(least)
        };
        if !self.eat("}") {
            return Err(ERROR);
        }
        if most.is_some_and(|most| most < least) {
            return Err("a repetition's numbers are out of order");
        }
        Ok((least, most))
    }

    /// Parses a number. Values that are too large saturate, which exceeds the limit of a program.
    fn number(&mut self) -> Option<u32> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            self.rest.next();
            number = Some(
                number
                    .unwrap_or(0_u32)
                    .saturating_mul(10)
                    .saturating_add(digit),
            );
        }
        number
    }

    /// Parses a group after its `(`. `None` is a look-around, which cannot be repeated.
    fn group(&mut self) -> Result<Option<Node>, Error> {
        let look = self.eat("?=") || self.eat("?!") || self.eat("?<=") || self.eat("?<!");
        if look {
            self.refuse("look-around such as (?=x)");
        } else if self.eat("?<") {
            let name = self.group_name()?;
            if self.names.contains(&name) {
                return Err("two groups of one name");
            }
            self.names.push(name);
            self.groups += 1;
        } else if self.eat("?") {
            self.flags()?;
        } else {
            self.groups += 1;
        }
        if self.depth == MAX_GROUPS {
            return Err("groups are nested too deep");
        }
        self.depth += 1;
        let node = self.either()?;
        self.depth -= 1;
        if !self.eat(")") {
            return Err("a ( without its )");
        }
        Ok((!look).then_some(node))
    }

    /// Parses `:` or `i-m:`.
    fn flags(&mut self) -> Result<(), Error> {
        const ERROR: Error = "(? begins no group of ECMA-262";
        if self.eat(":") {
            return Ok(());
        }
        let mut on = true;
        let mut seen = 0_u8;
        loop {
            let flag = match self.rest.next() {
                Some('i') => 1,
                Some('m') => 2,
                Some('s') => 4,
                Some('-') if on => {
                    on = false;
                    continue;
                }
                Some(':') if seen != 0 => break,
                _ => return Err(ERROR),
            };
            if seen & flag != 0 {
                return Err(ERROR);
            }
            seen |= flag;
        }
        self.refuse("a flag inside the pattern such as (?i:x)");
        Ok(())
    }

    /// Parses `name>`, the name of a group. Letters are those of `Alphabetic`, which is slightly more than ECMA-262
    /// allows.
    fn group_name(&mut self) -> Result<String, Error> {
        let mut name = String::new();
        loop {
            match self.rest.next() {
                Some('>') if !name.is_empty() => return Ok(name),
                Some(c)
                    if c.is_alphabetic()
                        || matches!(c, '$' | '_')
                        || (!name.is_empty() && c.is_alphanumeric()) =>
                {
                    name.push(c);
                }
                _ => return Err("the name of a group is not an identifier"),
            }
        }
    }
}
