//! YAML as a tree in which every node has its line number.
//!
//! Anchors, aliases and tags are refused: content is plain data, and a file must mean what it
//! shows.

use portico_forms::scan;
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use serde_json::{Map, Number, Value};

/// The maximum nesting of lists and maps, so that walking a tree cannot overflow the stack.
const MAX_DEPTH: usize = 160;

/// A node and the line where it begins, counted from 1; for a block scalar, its first line of text.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) line: usize,
    pub(crate) kind: NodeKind,
}

/// The kind of a node.
#[derive(Clone, Debug)]
pub(crate) enum NodeKind {
    /// A string, a number, a boolean or null.
    Scalar {
        /// The text.
        text: String,
        /// Whether it is unquoted, and so may be a number or a boolean.
        plain: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file.
    Map(Vec<Entry>),
}

/// A key of a map with its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) line: usize,
    pub(crate) value: Node,
}

/// A syntax error in the YAML.
pub(crate) struct SyntaxError {
    pub(crate) line: usize,
    pub(crate) reason: String,
}

/// Parses the only document of a file. `above` is the number of lines before the text.
pub(crate) fn parse(text: &str, above: usize) -> Result<Node, SyntaxError> {
    parse_any(text, above)?.ok_or_else(|| SyntaxError {
        line: above + 1,
        reason: "the file is empty".to_owned(),
    })
}

/// The same for a file that may be empty or contain only comments.
pub(crate) fn parse_any(text: &str, above: usize) -> Result<Option<Node>, SyntaxError> {
    let mut open: Vec<OpenContainer> = Vec::new();
    let mut root = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| SyntaxError {
            line: error.marker().line() + above,
            reason: format!("invalid YAML: {}", error.info()),
        })?;
        let done = step(event, span, above, &mut open)?;
        if open.len() > MAX_DEPTH {
            return Err(SyntaxError {
                line: span.start.line() + above,
                reason: format!("lists and maps are nested more than {MAX_DEPTH} levels deep"),
            });
        }
        let Some(node) = done else { continue };
        match open.last_mut() {
            None if root.is_some() => {
                return Err(SyntaxError {
                    line: node.line,
                    reason: "a second YAML document starts here; remove the line ---".to_owned(),
                });
            }
            None => root = Some(node),
            Some(parent) => parent.take(node)?,
        }
    }
    Ok(root.filter(|node| !node.is_nothing()))
}

/// A list or map that is not complete yet.
enum OpenContainer {
    List {
        line: usize,
        items: Vec<Node>,
    },
    Map {
        line: usize,
        entries: Vec<Entry>,
        key: Option<(String, usize)>,
    },
}

impl OpenContainer {
    fn take(&mut self, node: Node) -> Result<(), SyntaxError> {
        match self {
            Self::List { items, .. } => items.push(node),
            Self::Map { entries, key, .. } => match key.take() {
                Some((key, line)) => entries.push(Entry {
                    key,
                    line,
                    value: node,
                }),
                None => {
                    let line = node.line;
                    let NodeKind::Scalar { text, .. } = node.kind else {
                        return Err(SyntaxError {
                            line,
                            reason: "a key must be a string".to_owned(),
                        });
                    };
                    if entries.iter().any(|entry| entry.key == text) {
                        let reason = format!("duplicate key {text:?}");
                        return Err(SyntaxError { line, reason });
                    }
                    *key = Some((text, line));
                }
            },
        }
        Ok(())
    }
}

fn step(
    event: Event<'_>,
    span: Span,
    above: usize,
    open: &mut Vec<OpenContainer>,
) -> Result<Option<Node>, SyntaxError> {
    let line = span.start.line() + above;
    let broken = |reason: &str| SyntaxError {
        line,
        reason: reason.to_owned(),
    };
    let plain_data = |anchor: usize, tagged: bool| {
        let fine = anchor == 0 && !tagged;
        if fine {
            Ok(())
        } else {
            Err(broken("anchors and tags are not allowed here"))
        }
    };
    match event {
        Event::Scalar(text, style, anchor, tag) => {
            plain_data(anchor, tag.is_some())?;
            let plain = matches!(style, ScalarStyle::Plain);
            let kind = NodeKind::Scalar {
                text: text.into_owned(),
                plain,
            };
            Ok(Some(Node { line, kind }))
        }
        Event::SequenceStart(anchor, tag) => {
            plain_data(anchor, tag.is_some())?;
            open.push(OpenContainer::List {
                line,
                items: Vec::new(),
            });
            Ok(None)
        }
        Event::MappingStart(anchor, tag) => {
            plain_data(anchor, tag.is_some())?;
            open.push(OpenContainer::Map {
                line,
                entries: Vec::new(),
                key: None,
            });
            Ok(None)
        }
        Event::SequenceEnd | Event::MappingEnd => Ok(open.pop().map(|done| match done {
            OpenContainer::List { line, items } => Node {
                line,
                kind: NodeKind::List(items),
            },
            OpenContainer::Map { line, entries, .. } => Node {
                line,
                kind: NodeKind::Map(entries),
            },
        })),
        Event::Alias(_) => Err(broken("aliases are not allowed here")),
        _ => Ok(None),
    }
}

impl Node {
    /// An empty document after `---` is null.
    fn is_nothing(&self) -> bool {
        matches!(&self.kind, NodeKind::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null"))
    }

    /// The node as JSON, for form documents.
    pub(crate) fn json(&self) -> Value {
        match &self.kind {
            NodeKind::Scalar { text, plain: true } => plain(text),
            NodeKind::Scalar { text, .. } => Value::String(text.clone()),
            NodeKind::List(items) => Value::Array(items.iter().map(Self::json).collect()),
            NodeKind::Map(entries) => Value::Object(
                entries
                    .iter()
                    .map(|entry| (entry.key.clone(), entry.value.json()))
                    .collect::<Map<_, _>>(),
            ),
        }
    }

    /// The lines of all numbers that JSON would change, with their original text.
    pub(crate) fn lost_numbers(&self) -> Vec<(usize, &str)> {
        match &self.kind {
            NodeKind::Scalar { text, plain: true } => {
                let is_lost = plain(text).is_number() && !scan::is_kept(text);
                is_lost
                    .then_some((self.line, text.as_str()))
                    .into_iter()
                    .collect()
            }
            NodeKind::Scalar { .. } => Vec::new(),
            NodeKind::List(items) => items.iter().flat_map(Self::lost_numbers).collect(),
            NodeKind::Map(entries) => {
                let values = entries.iter().map(|entry| &entry.value);
                values.flat_map(Self::lost_numbers).collect()
            }
        }
    }

    /// The line of the node at a JSON Pointer, or of its nearest ancestor.
    pub(crate) fn line_at(&self, pointer: &str) -> usize {
        let mut node = self;
        let mut line = self.line;
        for step in pointer.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            let next = match &node.kind {
                NodeKind::Map(entries) => entries
                    .iter()
                    .find(|entry| entry.key == step)
                    .map(|entry| (&entry.value, entry.line)),
                NodeKind::List(items) => step
                    .parse::<usize>()
                    .ok()
                    .and_then(|n| items.get(n))
                    .map(|item| (item, item.line)),
                NodeKind::Scalar { .. } => None,
            };
            let Some((next, at)) = next else { break };
            (node, line) = (next, at);
        }
        line
    }
}

/// An unquoted scalar, by YAML 1.2's core schema.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    if let Ok(number) = text.parse::<i64>() {
        return Value::from(number);
    }
    if let Ok(number) = text.parse::<u64>() {
        return Value::from(number);
    }
    let numeric = text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    let number = numeric
        .then(|| text.parse::<f64>().ok().and_then(Number::from_f64))
        .flatten();
    number.map_or_else(|| Value::String(text.to_owned()), Value::Number)
}
