//! gallery/<id>.json: form documents for the demo's gallery.

use super::reader::Diagnostics;
use super::{check_id, optional_names, read_text};
use crate::form_document;
use portico_contract::FormDocument;
use portico_forms::scan;
use serde_json::Value;
use std::path::Path;

/// A form document with a title and a summary.
pub(crate) struct Example {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) document: FormDocument,
}

/// Reads the folder. A missing folder is empty.
pub(crate) fn read(folder: &Path, diagnostics: &Diagnostics) -> Vec<Example> {
    let mut examples = Vec::new();
    for name in optional_names(folder, "gallery", ".json", diagnostics) {
        let file = format!("gallery/{name}");
        let id = name.trim_end_matches(".json");
        check_id(id, &file, diagnostics);
        let Some(text) = read_text(folder, &file, diagnostics) else {
            continue;
        };
        match example(id, &text) {
            Ok(example) => examples.push(example),
            Err(reasons) => reasons
                .into_iter()
                .for_each(|reason| diagnostics.fault(&file, 1, reason)),
        }
    }
    examples
}

fn example(id: &str, text: &str) -> Result<Example, Vec<String>> {
    scan::values(text).map_err(|fault| vec![fault.to_string()])?;
    let mut value: Value =
        serde_json::from_str(text).map_err(|error| vec![format!("invalid JSON: {error}")])?;
    let mut take = |name: &str| value.get_mut(name).map(Value::take);
    let (title, summary, document) = (take("title"), take("summary"), take("document"));
    let (Some(Value::String(title)), Some(Value::String(summary)), Some(document)) =
        (title, summary, document)
    else {
        return Err(vec![
            "an example needs a title, a summary and a document".to_owned(),
        ]);
    };
    let said = |faults: Vec<portico_forms::FormError>| {
        let words = |fault: portico_forms::FormError| format!("/document{fault}");
        faults.into_iter().map(words).collect::<Vec<_>>()
    };
    let document = form_document::of(document).map_err(said)?;
    form_document::load(&document).map_err(said)?;
    Ok(Example {
        id: id.to_owned(),
        title,
        summary,
        document,
    })
}
