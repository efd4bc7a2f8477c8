//! Parses escapes and bracketed classes.

use super::{Error, Node, Parser};
use crate::pattern::class::Class;
use crate::pattern::set::{self, Set};

/// The meaning of an escape.
enum Escaped {
    Char(u32),
    /// A set, and whether it is negated.
    Set(Set, bool),
    /// Valid but not supported.
    Refused,
}

impl Parser<'_> {
    /// Parses an escape outside of brackets, after its backslash.
    pub(super) fn escape(&mut self) -> Result<Node, Error> {
        if let Some('1'..='9') = self.peek() {
            let number = self.number().unwrap_or(0);
            self.highest_reference = self.highest_reference.max(number);
            return Ok(self.refuse("a back-reference such as \\1"));
        }
        if self.eat("k") {
            if !self.eat("<") {
                return Err("\\k wants the name of a group: \\k<name>");
            }
            let name = self.group_name()?;
            self.named_references.push(name);
            return Ok(self.refuse("a back-reference such as \\k<name>"));
        }
        Ok(match self.escaped()? {
            Escaped::Char(code) => Node::Char(code),
            Escaped::Refused => Node::Empty,
            Escaped::Set(set, negated) => {
                let mut class = Class::new(false);
                class.add_set(set, negated);
                self.keep(class)
            }
        })
    }

    fn keep(&mut self, class: Class) -> Node {
        self.classes.push(class);
        Node::Class(self.classes.len() - 1)
    }

    /// Parses a class after its `[`.
    pub(super) fn class(&mut self) -> Result<Node, Error> {
        let mut class = Class::new(self.eat("^"));
        while !self.eat("]") {
            let low = self.class_atom()?;
            let rest = self.rest.as_str();
            if !rest.starts_with('-') || rest.starts_with("-]") {
                match low {
                    Escaped::Char(code) => class.add((code, code)),
                    Escaped::Set(set, negated) => class.add_set(set, negated),
                    Escaped::Refused => {}
                }
                continue;
            }
            self.rest.next();
            match (low, self.class_atom()?) {
                (Escaped::Char(low), Escaped::Char(high)) if low <= high => class.add((low, high)),
                (Escaped::Char(_), Escaped::Char(_)) => {
                    return Err("a range in [] is out of order");
                }
                _ => return Err("a range in [] goes from one character to another"),
            }
        }
        Ok(self.keep(class))
    }

    fn class_atom(&mut self) -> Result<Escaped, Error> {
        match self.rest.next() {
            None => Err("a [ without its ]"),
            Some('\\') if self.eat("b") => Ok(Escaped::Char(8)),
            Some('\\') if self.eat("-") => Ok(Escaped::Char(u32::from('-'))),
            Some('\\') => self.escaped(),
            Some(c) => Ok(Escaped::Char(u32::from(c))),
        }
    }

    /// Parses escapes with the same meaning inside and outside of brackets.
    fn escaped(&mut self) -> Result<Escaped, Error> {
        let c = self.rest.next().ok_or("a \\ at the end")?;
        let lower = c.to_ascii_lowercase();
        let negated = c != lower;
        if let Some(set) = Set::of_escape(lower) {
            return Ok(Escaped::Set(set, negated));
        }
        let code = match c {
            't' => 9,
            'n' => 10,
            'v' => 11,
            'f' => 12,
            'r' => 13,
            '0' if !self.peek().is_some_and(|c| c.is_ascii_digit()) => 0,
            'c' => match self.rest.next() {
                Some(letter) if letter.is_ascii_alphabetic() => u32::from(letter) % 32,
                _ => return Err("\\c wants a letter"),
            },
            'x' => self.hex(2).ok_or("\\x wants two hexadecimal digits")?,
            'u' => self.unicode()?,
            'p' | 'P' => return self.property(negated),
            '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|'
            | '/' => u32::from(c),
            _ => return Err("a \\ before a character that needs none"),
        };
        Ok(Escaped::Char(code))
    }

    fn hex(&mut self, digits: usize) -> Option<u32> {
        let mut code = 0;
        for _ in 0..digits {
            code = code * 16 + self.peek()?.to_digit(16)?;
            self.rest.next();
        }
        Some(code)
    }

    /// Parses what follows `\u`: four digits, a surrogate pair of two such escapes, or any number in braces.
    fn unicode(&mut self) -> Result<u32, Error> {
        const ERROR: Error = "\\u wants four hexadecimal digits, or a code point in braces";
        if self.eat("{") {
            let mut code = None;
            while !self.eat("}") {
                let next = code.unwrap_or(0) * 16 + self.hex(1).ok_or(ERROR)?;
                if next > u32::from(char::MAX) {
                    return Err("this code point does not exist");
                }
                code = Some(next);
            }
            return code.ok_or(ERROR);
        }
        let high = self.hex(4).ok_or(ERROR)?;
        if (0xD800..0xDC00).contains(&high) {
            let before = self.rest.clone();
            if self.eat("\\u")
                && let Some(low @ 0xDC00..0xE000) = self.hex(4)
            {
                return Ok(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00));
            }
            self.rest = before;
        }
        Ok(high)
    }

    /// Parses what follows `\p`: a name in braces. Unsupported names are not checked for existence.
    fn property(&mut self, negated: bool) -> Result<Escaped, Error> {
        const ERROR: Error = "\\p wants the name of a property in braces";
        let inside = self.rest.as_str().strip_prefix('{').ok_or(ERROR)?;
        let (name, rest) = inside.split_once('}').ok_or(ERROR)?;
        let is_name = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        };
        let (first, second) = name.split_once('=').unwrap_or((name, name));
        if !is_name(first) || !is_name(second) {
            return Err(ERROR);
        }
        self.rest = rest.chars();
        match set::named(name) {
            Some(set) => Ok(Escaped::Set(set, negated)),
            None => {
                self.refuse(&format!("the property \\p{{{name}}}"));
                Ok(Escaped::Refused)
            }
        }
    }
}
