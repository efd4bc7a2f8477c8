//! From a form document to a form, or to everything that is wrong with the document.

mod choices;
mod default;
mod element;
mod field;
mod kind;
mod portico;
mod rules;
mod scope;
mod shape;
mod spec;
mod words;

use crate::form::{Document, Form};
use crate::number::canonical;
use crate::outline::{Level, Outline};
use crate::rule::{Ruled, order};
use crate::schema::{Options, Schema};
use crate::scopes::Scopes;
use crate::{FormError, draft7};
use serde_json::Value;
use shape::{Schemas, Shape};
use std::rc::Rc;
use words::Words;

/// The most controls of a form, and the most rules.
pub const MAX_CONTROLS: usize = 1_000;

/// The deepest nesting of elements.
pub const MAX_ELEMENT_DEPTH: usize = 32;

/// As many faults are told of one document.
const MOST_FAULTS: usize = 100;

/// Reads a whole document. Its numbers are written in one way first, since `32.0` and `32` are one choice.
pub(crate) fn load(document: &Document<'_>) -> Result<Form, Vec<FormError>> {
    let same = |value: &Value| {
        let mut value = value.clone();
        canonical(&mut value);
        value
    };
    let schema = same(document.schema);
    let (uischema, defaults) = (document.uischema.map(same), document.defaults.map(same));
    read(&Document {
        schema: &schema,
        uischema: uischema.as_ref(),
        defaults: defaults.as_ref(),
        texts: document.texts,
    })
}

fn read(document: &Document<'_>) -> Result<Form, Vec<FormError>> {
    let options = Options {
        assert_format: true,
    };
    let below = |faults: Vec<FormError>| -> Vec<FormError> {
        faults
            .into_iter()
            .map(|fault| fault.below("/schema"))
            .collect()
    };
    // What the schema says is followed only once it was read: its depth and its references are within limits then.
    let schema = Schema::compile_all(document.schema, options).map_err(below)?;
    let converted =
        draft7::convert(document.schema).map_err(|fault| vec![fault.below("/schema")])?;
    let schemas = Schemas::new(&converted);
    let start = schemas.root();
    let mut loader = Loader::new(&schemas, document);
    if schemas.kind(&start).is_some_and(|kind| kind != "object") {
        let reason = "the answers must be an object, so that the schema's type is \"object\"";
        loader.fault(format!("{}/type", start.at()), reason);
    }
    loader
        .outline
        .levels
        .push(Level::new(None, String::new(), schemas.known(&start)));
    let place = Place::root(start);
    let root = match document.uischema {
        Some(uischema) => loader.element(uischema, "/uischema", &place),
        None => loader.generated(&place),
    };
    if schemas.is_exhausted() {
        loader.fault(
            "/schema",
            "the schemas refer to each other in too many ways to be followed",
        );
    }
    if let (Some(root), Some(defaults)) = (&root, document.defaults) {
        let faults = default::given(root, defaults);
        loader.faults.extend(faults);
    }
    let scopes = Scopes::new(&loader.outline);
    if let Err(circle) = order(&mut loader.rules, &loader.outline, &scopes) {
        loader.faults.push(circle);
    }
    match root {
        Some(root) if loader.faults.is_empty() => Ok(Form {
            root,
            schema,
            defaults: document.defaults.cloned(),
            outline: loader.outline,
            rules: loader.rules,
            scopes,
        }),
        _ => {
            let mut faults = loader.faults;
            faults.truncate(MOST_FAULTS);
            for fault in &mut faults {
                if let Some(place) = fault.pointer.strip_prefix("/schema") {
                    fault.pointer = format!("/schema{}", draft7::origin(document.schema, place));
                }
            }
            Err(faults)
        }
    }
}

/// What is gathered while a document is read.
struct Loader<'l, 'a> {
    schemas: &'l Schemas<'a>,
    words: Words<'a>,
    defaults: Option<&'a Value>,
    faults: Vec<FormError>,
    outline: Outline,
    rules: Vec<Ruled>,
    controls: usize,
    roles: Vec<crate::Role>,
}

/// Where an element stands.
#[derive(Clone)]
struct Place<'a> {
    /// What the schema says where scopes start.
    shape: Rc<Shape<'a>>,
    level: usize,
    parent: Option<u32>,
    /// How many elements it is in.
    depth: usize,
    /// The names on the way, with dots: the prefix of `i18n` keys.
    path: String,
    /// Something around it is read-only.
    read_only: bool,
    /// It repeats.
    repeats: bool,
}

impl<'a> Place<'a> {
    fn root(shape: Shape<'a>) -> Self {
        Self {
            shape: Rc::new(shape),
            level: 0,
            parent: None,
            depth: 0,
            path: String::new(),
            read_only: false,
            repeats: false,
        }
    }

    /// The place inside an element.
    fn inside(&self, parent: u32) -> Self {
        Self {
            parent: Some(parent),
            depth: self.depth + 1,
            ..self.clone()
        }
    }
}

impl<'l, 'a> Loader<'l, 'a> {
    fn new(schemas: &'l Schemas<'a>, document: &Document<'a>) -> Self {
        Self {
            schemas,
            words: Words {
                texts: document.texts,
            },
            defaults: document.defaults,
            faults: Vec::new(),
            outline: Outline::default(),
            rules: Vec::new(),
            controls: 0,
            roles: Vec::new(),
        }
    }

    fn fault(&mut self, at: impl Into<String>, reason: impl Into<String>) {
        self.faults.push(FormError::new(at, reason));
    }

    /// Whether there is no point in reading on.
    fn is_over(&self) -> bool {
        self.faults.len() >= MOST_FAULTS || self.controls > MAX_CONTROLS
    }
}
