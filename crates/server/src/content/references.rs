//! Checks that need the whole content: all references and links are valid.

use super::reader::{ContentKind, Diagnostics, Located};
use super::{Content, Service};
use crate::richtext::{self, Finding};
use portico_contract::LinkTarget;
use portico_forms::FieldKind;

/// Reports every reference to an object that does not exist.
pub(crate) fn check(content: &Content, diagnostics: &Diagnostics) {
    for reference in diagnostics.take_references() {
        look_up(
            content,
            diagnostics,
            reference.what,
            &reference.file,
            &reference.id,
        );
    }
    for (file, source) in diagnostics.take_markdown() {
        markdown(content, diagnostics, &file, &source);
    }
    for service in content.services.values() {
        form(content, diagnostics, service);
    }
}

/// Checks a form against the rest of the content: its look-up sources, and a currency for its
/// prices.
fn form(content: &Content, diagnostics: &Diagnostics, service: &Service) {
    let (file, line) = (format!("services/{}.yaml", service.id), service.form.line);
    for control in service.form.loaded.controls() {
        let name = &control.name;
        let (choices, _) = control.kind.choices().unwrap_or_default();
        if service.price.is_none() && choices.iter().any(|choice| choice.price.is_some()) {
            let reason = format!(
                "the field {name:?} has prices, but the service has no price to add them to"
            );
            diagnostics.fault(&file, line, reason);
        }
        let FieldKind::Lookup { source, params, .. } = &control.kind else {
            continue;
        };
        let Some(known) = content.lookup_parameters(source) else {
            let value = source.clone();
            look_up(
                content,
                diagnostics,
                ContentKind::Lookup,
                &file,
                &Located { value, line },
            );
            continue;
        };
        let unknown = |parameter: &&str| !known.contains(parameter);
        let parameters = params.iter().map(|(parameter, _)| parameter.as_str());
        for parameter in parameters.filter(unknown) {
            let reason = format!(
                "the field {name:?} looks up {source:?}, which has no parameter {parameter:?}"
            );
            diagnostics.fault(&file, line, reason);
        }
    }
}

fn look_up(
    content: &Content,
    diagnostics: &Diagnostics,
    what: ContentKind,
    file: &str,
    id: &Located<String>,
) {
    let name = &id.value;
    let organisation = &content.organisation;
    let exists = match what {
        ContentKind::Article => content.articles.contains_key(name),
        ContentKind::Category => content
            .categories
            .iter()
            .any(|category| category.id.value == *name),
        ContentKind::Department => organisation.departments.contains_key(name),
        ContentKind::Lookup => content.lookups.contains_key(name),
        ContentKind::Person => content.people.contains_key(name),
        ContentKind::Role => content
            .people
            .values()
            .any(|person| person.roles.contains(name)),
        ContentKind::Service => content.services.contains_key(name),
        ContentKind::Team => organisation.teams.contains_key(name),
    };
    if !exists && !diagnostics.may_exist(what, name) {
        diagnostics.fault(file, id.line, format!("there is no {what} {name:?}"));
    }
}

fn markdown(content: &Content, diagnostics: &Diagnostics, file: &str, source: &Located<String>) {
    for (offset, finding) in richtext::render(&source.value, &content.files, "").findings {
        let above = source
            .value
            .bytes()
            .take(offset)
            .filter(|b| *b == b'\n')
            .count();
        let line = source.line + above;
        match finding {
            Finding::Link(LinkTarget::Service { id }) => {
                look_up(
                    content,
                    diagnostics,
                    ContentKind::Service,
                    file,
                    &Located { value: id.0, line },
                );
            }
            Finding::Link(LinkTarget::Article { id, .. }) => {
                look_up(
                    content,
                    diagnostics,
                    ContentKind::Article,
                    file,
                    &Located { value: id.0, line },
                );
            }
            Finding::Link(_) | Finding::Picture(_) => {}
            Finding::Fault(reason) => diagnostics.fault(file, line, reason),
        }
    }
}
