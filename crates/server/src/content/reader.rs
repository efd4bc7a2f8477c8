//! Reading of content files: a cursor over a YAML tree that collects all faults instead of stopping
//! at the first.

use super::yaml::{Entry, Node, NodeKind};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A fault in a content file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The file, as a path relative to the content folder.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The description of the fault.
    pub reason: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

/// The kinds of objects that content refers to by ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ContentKind {
    Article,
    Category,
    Department,
    Lookup,
    Person,
    Role,
    Service,
    Team,
}

impl fmt::Display for ContentKind {
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

/// A reference to an object by its ID.
pub(crate) struct Reference {
    pub(crate) what: ContentKind,
    pub(crate) file: String,
    pub(crate) id: Located<String>,
}

/// The state that all readers share: the faults found so far, and the languages of texts.
#[derive(Default)]
pub(crate) struct Diagnostics {
    faults: RefCell<Vec<Diagnostic>>,
    broken: RefCell<BTreeSet<(ContentKind, String)>>,
    references: RefCell<Vec<Reference>>,
    markdown: RefCell<Vec<(String, Located<String>)>>,
    languages: RefCell<Vec<String>>,
}

impl Diagnostics {
    pub(crate) fn fault(&self, file: &str, line: usize, reason: impl Into<String>) {
        let fault = Diagnostic {
            file: file.to_owned(),
            line,
            reason: reason.into(),
        };
        self.faults.borrow_mut().push(fault);
    }

    /// Records that an object exists but is invalid, so that references to it are not reported too.
    pub(crate) fn broken(&self, what: ContentKind, id: &str) {
        self.broken.borrow_mut().insert((what, id.to_owned()));
    }

    /// Records that the objects of a kind are unknown.
    pub(crate) fn unreadable(&self, what: ContentKind) {
        self.broken(what, "");
    }

    /// Whether an object may exist although it was not read.
    pub(crate) fn may_exist(&self, what: ContentKind, id: &str) -> bool {
        let broken = self.broken.borrow();
        broken.contains(&(what, id.to_owned())) || broken.contains(&(what, String::new()))
    }

    /// Records a reference, to be checked when all files are read.
    pub(crate) fn refer(&self, what: ContentKind, file: &str, id: &Located<String>) {
        let (file, id) = (file.to_owned(), id.clone());
        self.references
            .borrow_mut()
            .push(Reference { what, file, id });
    }

    /// Records a Markdown text, to be checked when all files are read.
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

    /// The language in which every text must exist.
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
    pub(crate) fn into_faults(self) -> Vec<Diagnostic> {
        let mut faults = self.faults.into_inner();
        faults.sort();
        faults.dedup();
        faults
    }

    pub(crate) fn is_clean(&self) -> bool {
        self.faults.borrow().is_empty()
    }
}

/// A value with its location, for checks that need the whole content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located<T> {
    pub(crate) value: T,
    pub(crate) line: usize,
}

/// A text in several languages, each with its first line.
pub(crate) type Text = BTreeMap<String, Located<String>>;

/// A list of texts in several languages.
pub(crate) type Texts = BTreeMap<String, Vec<String>>;

/// A node of a file, and the collector of its faults.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    pub(crate) diagnostics: &'a Diagnostics,
    pub(crate) file: &'a str,
    pub(crate) node: &'a Node,
}

impl<'a> Cursor<'a> {
    pub(crate) fn fault(self, reason: impl Into<String>) {
        self.diagnostics.fault(self.file, self.node.line, reason);
    }

    fn on(self, node: &'a Node) -> Self {
        Self { node, ..self }
    }

    /// The members of a map.
    pub(crate) fn map(self) -> Option<Members<'a>> {
        if let NodeKind::Map(entries) = &self.node.kind {
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
        if let NodeKind::List(items) = &self.node.kind {
            return items.iter().map(|item| self.on(item)).collect();
        }
        self.fault("expected a list");
        Vec::new()
    }

    /// A string. A number or boolean needs quotes to count as a string.
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

    /// A string that `read` parses; `what` describes the expected value.
    pub(crate) fn parse<T>(self, what: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.string()?;
        let value = read(&text);
        if value.is_none() {
            self.fault(format!("{text:?} is not {what}"));
        }
        value
    }

    /// Reads an item of a list; if it is invalid, records its ID, if it has one.
    pub(crate) fn item<T>(self, what: ContentKind, read: fn(Cursor<'a>) -> Option<T>) -> Option<T> {
        let item = read(self);
        if let (None, NodeKind::Map(entries)) = (&item, &self.node.kind)
            && let Some(id) = entries.iter().find(|entry| entry.key == "id")
            && let NodeKind::Scalar { text, .. } = &id.value.kind
        {
            self.diagnostics.broken(what, text);
            if what == ContentKind::Person {
                // The roles of this person are unknown.
                self.diagnostics.unreadable(ContentKind::Role);
            }
        }
        item
    }
}

/// The members of a map, each read at most once; members that were not read are faults.
pub(crate) struct Members<'a> {
    pub(crate) at: Cursor<'a>,
    entries: Vec<(&'a Entry, Cell<bool>)>,
}

impl<'a> Members<'a> {
    /// An optional member.
    pub(crate) fn may(&self, key: &str) -> Option<Cursor<'a>> {
        let (entry, asked) = self.entries.iter().find(|(entry, _)| entry.key == key)?;
        asked.set(true);
        Some(self.at.on(&entry.value))
    }

    /// A required member.
    pub(crate) fn need(&self, key: &str) -> Option<Cursor<'a>> {
        let found = self.may(key);
        if found.is_none() {
            self.at.fault(format!("the key {key:?} is missing"));
        }
        found
    }

    /// Reports every member that was not read.
    pub(crate) fn finish(&self) {
        for (entry, _) in self.entries.iter().filter(|(_, asked)| !asked.get()) {
            let reason = format!("unknown key {:?}", entry.key);
            self.at.diagnostics.fault(self.at.file, entry.line, reason);
        }
    }
}
