//! Loads form documents, or reports all errors in them.

mod alternatives;
mod branches;
mod choices;
mod conditional;
mod default;
mod element;
mod field;
mod field_context;
mod kind;
mod lint;
mod list;
mod members;
mod object_reader;
mod portico;
mod rules;
mod scope;
mod shape;
mod words;

use crate::form::{Document, Form};
use crate::number::canonical;
use crate::outline::{Level, Outline};
use crate::required_names::RequiredNames;
use crate::rule::{ElementRule, order};
use crate::schema::{Options, Schema};
use crate::scopes::ScopeTree;
use crate::{Element, FormError, draft7};
pub use lint::{lint, texts_without_place};
use serde_json::{Map, Value};
use shape::{Schemas, Shape};
use std::rc::Rc;
use words::FormTexts;

/// The maximum number of controls and of rules of a form.
pub const MAX_CONTROLS: usize = 1_000;

/// The maximum nesting depth of elements.
pub const MAX_ELEMENT_DEPTH: usize = 32;

/// How many times a recursive schema is rendered inside itself: the first value with which the form does not exceed the
/// maximum number of controls. A schema that is referenced in several places counts separately for each of them; in the
/// last attempt, all of them count together.
const NESTINGS: [usize; 6] = [6, 4, 3, 2, 1, 0];

/// The maximum number of errors reported for a document.
const MAX_ERRORS: usize = 100;

impl Form {
    /// Loads a form document. Its text should have been checked by [`scan`](crate::scan::scan) before it was parsed.
    ///
    /// # Errors
    /// All errors in the document, each with a JSON Pointer. If the schema cannot be compiled, errors of the layout are
    /// not reported.
    pub fn load(document: &Document<'_>) -> Result<Self, Vec<FormError>> {
        // Its numbers are normalized first, because `32.0` and `32` are the same option.
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
}

fn read(document: &Document<'_>) -> Result<Form, Vec<FormError>> {
    let options = Options {
        assert_format: true,
    };
    let below = |errors: Vec<FormError>| -> Vec<FormError> {
        errors
            .into_iter()
            .map(|error| error.below("/schema"))
            .collect()
    };
    // References of the schema are only followed after it was compiled, which guarantees limits on its depth and
    // references.
    let schema = Schema::compile_all(document.schema, options).map_err(below)?;
    let converted =
        draft7::convert(document.schema).map_err(|error| vec![error.below("/schema")])?;
    let schemas = Schemas::new(&converted);
    let read = |nesting| {
        let mut loader = Loader::new(&schemas, &schema, document, nesting);
        let root = loader.whole(document.uischema);
        (loader, root)
    };
    let mut tries = NESTINGS.into_iter();
    let (mut loader, mut root) = read(tries.next().unwrap_or(1));
    // Recursive schemas are rendered as deep as there is room for.
    for nesting in tries {
        if !(loader.is_full && loader.repeats_itself) {
            break;
        }
        (loader, root) = read(nesting);
    }
    if schemas.is_exhausted() {
        loader.error(
            "/schema",
            "the schemas refer to each other in too many ways to be followed",
        );
    }
    let scopes = ScopeTree::new(&loader.outline);
    if let Err(circle) = order(&mut loader.rules, &loader.outline, &scopes) {
        loader.errors.push(circle);
    }
    let mut errors = loader.errors;
    if let Some(root) = root {
        let form = Form {
            root,
            schema: schema.clone(),
            defaults: document.defaults.cloned(),
            outline: loader.outline,
            rules: loader.rules,
            scopes,
            required_names: RequiredNames::of(&converted),
        };
        let defaults = form.defaults.iter();
        errors.extend(defaults.flat_map(|defaults| default::given(&form, defaults)));
        if errors.is_empty() {
            return Ok(form);
        }
    }
    Err(reported(errors, document.schema))
}

/// The first errors, each once, with their places in the schema as it was written. Recursive schemas are read several
/// times, so errors may repeat.
fn reported(errors: Vec<FormError>, written: &Value) -> Vec<FormError> {
    let mut reported: Vec<FormError> = Vec::new();
    for error in errors {
        if reported.len() < MAX_ERRORS && !reported.contains(&error) {
            reported.push(error);
        }
    }
    for error in &mut reported {
        if let Some(place) = error.pointer.strip_prefix("/schema") {
            error.pointer = format!("/schema{}", draft7::origin(written, place));
        }
    }
    reported
}

/// The state of loading a document.
struct Loader<'l, 'a> {
    schemas: &'l Schemas<'a>,
    words: FormTexts<'a>,
    defaults: Option<&'a Value>,
    errors: Vec<FormError>,
    outline: Outline,
    rules: Vec<ElementRule>,
    controls: usize,
    roles: Vec<crate::Role>,
    schema: &'l Schema,
    /// How many times a schema may be rendered inside itself.
    nesting: usize,
    /// Whether a schema was rendered inside itself.
    repeats_itself: bool,
    /// Whether there were too many controls, or too deeply nested ones.
    is_full: bool,
}

/// The place of an element.
#[derive(Clone)]
struct LayoutContext<'a> {
    /// The schema at the base of the scopes.
    shape: Rc<Shape<'a>>,
    level: usize,
    parent: Option<u32>,
    /// The nesting depth of the element.
    depth: usize,
    /// The names of the ancestors, separated by dots: the prefix of `i18n` keys.
    path: String,
    /// Whether an ancestor is read-only.
    read_only: bool,
    /// Whether the element is inside a list.
    repeats: bool,
    /// The member that identifies the alternative.
    told: Option<&'a str>,
    /// The enclosing schemas; the first is that of the form.
    within: Vec<*const Map<String, Value>>,
}

impl<'a> LayoutContext<'a> {
    fn root(shape: Shape<'a>) -> Self {
        Self {
            within: shape.target().into_iter().collect(),
            shape: Rc::new(shape),
            level: 0,
            parent: None,
            depth: 0,
            path: String::new(),
            read_only: false,
            repeats: false,
            told: None,
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
    fn new(
        schemas: &'l Schemas<'a>,
        schema: &'l Schema,
        document: &Document<'a>,
        nesting: usize,
    ) -> Self {
        Self {
            schemas,
            words: FormTexts {
                texts: document.texts,
            },
            defaults: document.defaults,
            errors: Vec::new(),
            outline: Outline::default(),
            rules: Vec::new(),
            controls: 0,
            roles: Vec::new(),
            schema,
            nesting,
            repeats_itself: false,
            is_full: false,
        }
    }

    /// Reads the whole form.
    fn whole(&mut self, uischema: Option<&Value>) -> Option<Element> {
        let start = self.schemas.root();
        if self
            .schemas
            .kind(&start)
            .is_some_and(|kind| kind != "object")
        {
            let reason = "the answers must be an object, so that the schema's type is \"object\"";
            self.error(format!("{}/type", start.at()), reason);
        }
        if start.is_closed() {
            let reason = "the schema allows no answers";
            self.error(start.at(), reason);
        }
        let known = self.schemas.known(&start);
        self.outline
            .levels
            .push(Level::new(None, String::new(), known));
        let place = LayoutContext::root(start);
        match uischema {
            Some(uischema) => self.element(uischema, "/uischema", &place),
            None => self.generated(&place),
        }
    }

    fn error(&mut self, at: impl Into<String>, reason: impl Into<String>) {
        self.errors.push(FormError::new(at, reason));
    }

    /// Whether reading should stop.
    fn is_over(&self) -> bool {
        self.errors.len() >= MAX_ERRORS || self.controls > MAX_CONTROLS
    }
}
