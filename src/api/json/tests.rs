//! All types that the portal reads, by the OpenAPI document: only a missing required member is an error, and it is
//! named.

use super::Json;
use portico_contract::{
    Article, ArticleSummary, Category, Draft, DraftSummary, Event, FormDocument, GalleryExample,
    IndexRecords, LookupItem, Page, Portal, Problem, Request, RequestSummary, Service,
    ServiceSummary, Upload,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::fmt::Debug;

const SNAPSHOT: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/crates/server/tests/snapshots/openapi.snap"
));

/// The depth to which nested objects are filled.
const DEEP: u32 = 8;

/// The maximum number of variants of a type.
const VARIANTS: usize = 12;

#[test]
fn every_type_is_read_as_the_document_has_it() {
    let document = SNAPSHOT.splitn(3, "---").nth(2).unwrap();
    let document: Value = serde_json::from_str(document).unwrap();
    let schemas = &document["components"]["schemas"];
    check::<Portal>(schemas, "Portal");
    check::<Page<Category>>(schemas, "Page_Category");
    check::<Page<ServiceSummary>>(schemas, "Page_ServiceSummary");
    check::<Service>(schemas, "Service");
    check::<FormDocument>(schemas, "FormDocument");
    check::<Page<ArticleSummary>>(schemas, "Page_ArticleSummary");
    check::<Article>(schemas, "Article");
    check::<Page<RequestSummary>>(schemas, "Page_RequestSummary");
    check::<Request>(schemas, "Request");
    check::<Page<Event>>(schemas, "Page_Event");
    check::<Page<LookupItem>>(schemas, "Page_LookupItem");
    check::<Page<GalleryExample>>(schemas, "Page_GalleryExample");
    check::<Page<DraftSummary>>(schemas, "Page_DraftSummary");
    check::<Draft>(schemas, "Draft");
    check::<Upload>(schemas, "Upload");
    check::<IndexRecords>(schemas, "IndexRecords");
    check::<Problem>(schemas, "Problem");
}

/// Reads an object with all members and one with only the required members, and removes each required member in turn.
fn check<T: DeserializeOwned + Debug>(schemas: &Value, name: &str) {
    let schema = &schemas[name];
    let cases = (0..VARIANTS).flat_map(|variant| [(variant, true), (variant, false)]);
    for (variant, all) in cases {
        let value = Examples {
            schemas,
            variant,
            all,
        }
        .of(schema, DEEP);
        let read = T::deserialize(Json::of(&value)).map_err(|mismatch| mismatch.to_string());
        let expected: T = serde_json::from_value(value).unwrap();
        assert_eq!(format!("{read:?}"), format!("Ok({expected:?})"), "{name}");
    }
    for member in schema["required"].as_array().into_iter().flatten() {
        let member = member.as_str().unwrap();
        let (variant, all) = (0, true);
        let mut value = Examples {
            schemas,
            variant,
            all,
        }
        .of(schema, DEEP);
        value.as_object_mut().unwrap().remove(member);
        let mismatch = T::deserialize(Json::of(&value)).unwrap_err().to_string();
        assert_eq!(mismatch, format!("no member {member}"), "{name}");
    }
}

/// Values of schemas.
#[derive(Clone, Copy)]
struct Examples<'a> {
    schemas: &'a Value,
    /// The index of the variant, if there are several.
    variant: usize,
    /// With all members and an item in every list, or with the required members only.
    all: bool,
}

impl Examples<'_> {
    fn of(self, schema: &Value, deep: u32) -> Value {
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.rsplit('/').next().unwrap();
            return self.of(&self.schemas[name], deep);
        }
        let one_of = |name: &str| {
            let variants = schema[name].as_array()?;
            variants.get(self.variant % variants.len())
        };
        if let Some(variant) = one_of("oneOf") {
            return self.of(variant, deep);
        }
        if let Some(word) = one_of("enum") {
            return word.clone();
        }
        let is_full = self.all && deep > 0;
        let inner = |schema: &Value| self.of(schema, deep.saturating_sub(1));
        let kind = schema["type"]
            .as_str()
            .or_else(|| schema["type"][0].as_str());
        match kind {
            Some("string") => json!("2026-01-02"),
            Some("integer" | "number") => json!(1),
            Some("boolean") => json!(true),
            Some("null") => Value::Null,
            Some("array") if is_full => json!([inner(&schema["items"])]),
            Some("array") => json!([]),
            Some("object") => {
                let required: Vec<&str> = schema["required"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .collect();
                let members = schema["properties"].as_object().into_iter().flatten();
                let members =
                    members.filter(|(name, _)| is_full || required.contains(&name.as_str()));
                let members = members.map(|(name, schema)| (name.clone(), inner(schema)));
                Value::Object(members.collect::<Map<_, _>>())
            }
            _ => json!({}),
        }
    }
}
