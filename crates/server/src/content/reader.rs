//! Reading content files: a cursor over a YAML tree that collects every fault instead of stopping at the first.

use super::yaml::{Entry, Kind, Node};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Something wrong in a content file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, as a path below the content folder.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

/// The kinds of things that content refers to by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    Article,
    Category,
    Department,
    Lookup,
    Person,
    Role,
    Service,
    Team,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Article => "article",
            Self::Category => "category",
            Self::Department => "department",
            Self::Lookup => "lookup source",
            Self::Person => "person",
            Self::Role => "person with the role",
            Self::Service => "service",
            Self::Team => "team",
        })
    }
}

/// Something that refers to a thing by its id.
pub(crate) struct Reference {
    pub(crate) what: What,
    pub(crate) file: String,
    pub(crate) id: Located<String>,
}

/// What all readers share: the faults found so far and the languages that texts may be in.
#[derive(Default)]
pub(crate) struct Diagnostics {
    faults: RefCell<Vec<Fault>>,
    broken: RefCell<BTreeSet<(What, String)>>,
    references: RefCell<Vec<Reference>>,
    markdown: RefCell<Vec<(String, Located<String>)>>,
    languages: RefCell<Vec<String>>,
}

impl Diagnostics {
    pub(crate) fn fault(&self, file: &str, line: usize, reason: impl Into<String>) {
        let fault = Fault {
            file: file.to_owned(),
            line,
            reason: reason.into(),
        };
        self.faults.borrow_mut().push(fault);
    }

    /// Notes that a thing is there but wrong, so that what refers to it is not called wrong too.
    pub(crate) fn broken(&self, what: What, id: &str) {
        self.broken.borrow_mut().insert((what, id.to_owned()));
    }

    /// Notes that nobody can tell which things of a kind there are.
    pub(crate) fn unreadable(&self, what: What) {
        self.broken(what, "");
    }

    /// Whether a thing may be there after all.
    pub(crate) fn may_exist(&self, what: What, id: &str) -> bool {
        let broken = self.broken.borrow();
        broken.contains(&(what, id.to_owned())) || broken.contains(&(what, String::new()))
    }

    /// Notes that something refers to a thing, to be checked when all files are read.
    pub(crate) fn refer(&self, what: What, file: &str, id: &Located<String>) {
        let (file, id) = (file.to_owned(), id.clone());
        self.references
            .borrow_mut()
            .push(Reference { what, file, id });
    }

    /// Notes a Markdown text, to be checked when all files are read.
    pub(crate) fn markdown(&self, file: &str, source: &Located<String>) {
        self.markdown
            .borrow_mut()
            .push((file.to_owned(), source.clone()));
    }

    pub(crate) fn take_references(&self) -> Vec<Reference> {
        self.references.take()
    }

    pub(crate) fn take_markdown(&self) -> Vec<(String, Located<String>)> {
        self.markdown.take()
    }

    pub(crate) fn set_languages(&self, languages: &[String]) {
        *self.languages.borrow_mut() = languages.to_vec();
    }

    /// The language that every text must exist in.
    pub(crate) fn default_language(&self) -> String {
        self.languages.borrow().first().cloned().unwrap_or_default()
    }

    pub(crate) fn has_language(&self, tag: &str) -> bool {
        self.languages
            .borrow()
            .iter()
            .any(|language| language == tag)
    }

    /// All faults, in the order of files and lines.
    pub(crate) fn into_faults(self) -> Vec<Fault> {
        let mut faults = self.faults.into_inner();
        faults.sort();
        faults.dedup();
        faults
    }

    pub(crate) fn is_clean(&self) -> bool {
        self.faults.borrow().is_empty()
    }
}

/// A value and where it stands, for checks that need the whole content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located<T> {
    pub(crate) value: T,
    pub(crate) line: usize,
}

/// A text in several languages, each with the line of its first word.
pub(crate) type Text = BTreeMap<String, Located<String>>;

/// A list of texts in several languages.
pub(crate) type Texts = BTreeMap<String, Vec<String>>;

/// A node of a file, with a place to report its faults to.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    pub(crate) desk: &'a Diagnostics,
    pub(crate) file: &'a str,
    pub(crate) node: &'a Node,
}

impl<'a> Cursor<'a> {
    pub(crate) fn fault(self, reason: impl Into<String>) {
        self.desk.fault(self.file, self.node.line, reason);
    }

    fn on(self, node: &'a Node) -> Self {
        Self { node, ..self }
    }

    /// The members of a map.
    pub(crate) fn map(self) -> Option<Members<'a>> {
        if let Kind::Map(entries) = &self.node.kind {
            let entries = entries
                .iter()
                .map(|entry| (entry, Cell::new(false)))
                .collect();
            return Some(Members { at: self, entries });
        }
        self.fault("expected a map");
        None
    }

    /// The items of a list.
    pub(crate) fn list(self) -> Vec<Cursor<'a>> {
        if let Kind::List(items) = &self.node.kind {
            return items.iter().map(|item| self.on(item)).collect();
        }
        self.fault("expected a list");
        Vec::new()
    }

    /// Words. A number or truth value needs quotes to count as words.
    pub(crate) fn string(self) -> Option<String> {
        match self.node.json() {
            serde_json::Value::String(text) if !text.trim().is_empty() => return Some(text),
            serde_json::Value::String(_) | serde_json::Value::Null => {
                self.fault("the text is empty");
            }
            serde_json::Value::Number(_) | serde_json::Value::Bool(_) => {
                self.fault("YAML reads this as a number or a boolean; put it in quotes");
            }
            _ => self.fault("expected a string"),
        }
        None
    }

    pub(crate) fn located(self) -> Option<Located<String>> {
        Some(Located {
            value: self.string()?,
            line: self.node.line,
        })
    }

    /// Words that `read` understands; `what` says what was expected.
    pub(crate) fn parse<T>(self, what: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.string()?;
        let value = read(&text);
        if value.is_none() {
            self.fault(format!("{text:?} is not {what}"));
        }
        value
    }

    /// Reads an item of a list; notes its id where it is wrong, as far as it has one.
    pub(crate) fn item<T>(self, what: What, read: fn(Cursor<'a>) -> Option<T>) -> Option<T> {
        let item = read(self);
        if let (None, Kind::Map(entries)) = (&item, &self.node.kind)
            && let Some(id) = entries.iter().find(|entry| entry.key == "id")
            && let Kind::Scalar { text, .. } = &id.value.kind
        {
            self.desk.broken(what, text);
            if what == What::Person {
                // Nobody can tell which roles this person would have had.
                self.desk.unreadable(What::Role);
            }
        }
        item
    }
}

/// The members of a map, each asked for once; what nobody asked for is a fault.
pub(crate) struct Members<'a> {
    pub(crate) at: Cursor<'a>,
    entries: Vec<(&'a Entry, Cell<bool>)>,
}

impl<'a> Members<'a> {
    /// A member that may be absent.
    pub(crate) fn may(&self, key: &str) -> Option<Cursor<'a>> {
        let (entry, asked) = self.entries.iter().find(|(entry, _)| entry.key == key)?;
        asked.set(true);
        Some(self.at.on(&entry.value))
    }

    /// A member that must be there.
    pub(crate) fn need(&self, key: &str) -> Option<Cursor<'a>> {
        let found = self.may(key);
        if found.is_none() {
            self.at.fault(format!("the key {key:?} is missing"));
        }
        found
    }

    /// Refuses every member that nobody asked for.
    pub(crate) fn finish(&self) {
        for (entry, _) in self.entries.iter().filter(|(_, asked)| !asked.get()) {
            let reason = format!("unknown key {:?}", entry.key);
            self.at.desk.fault(self.at.file, entry.line, reason);
        }
    }
}
