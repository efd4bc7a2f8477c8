//! Checks that need the whole content: all references and links are valid.

use super::reader::{Diagnostics, Located, What};
use super::{Content, Service};
use crate::richtext::{self, Finding};
use portico_contract::LinkTarget;
use portico_forms::Kind;

/// Reports every reference to an object that does not exist.
pub(crate) fn check(content: &Content, desk: &Diagnostics) {
    for reference in desk.take_references() {
        look_up(
            content,
            desk,
            reference.what,
            &reference.file,
            &reference.id,
        );
    }
    for (file, source) in desk.take_markdown() {
        markdown(content, desk, &file, &source);
    }
    for service in content.services.values() {
        form(content, desk, service);
    }
}

/// Checks a form against the rest of the content: its look-up sources, and a currency for its
/// prices.
fn form(content: &Content, desk: &Diagnostics, service: &Service) {
    let (file, line) = (format!("services/{}.yaml", service.id), service.form.line);
    for control in service.form.loaded.controls() {
        let name = &control.name;
        let (choices, _) = control.kind.choices().unwrap_or_default();
        if service.price.is_none() && choices.iter().any(|choice| choice.price.is_some()) {
            let reason = format!(
                "the field {name:?} has prices, but the service has no price to add them to"
            );
            desk.fault(&file, line, reason);
        }
        let Kind::Lookup { source, params, .. } = &control.kind else {
            continue;
        };
        let Some(known) = content.lookup_parameters(source) else {
            let value = source.clone();
            look_up(content, desk, What::Lookup, &file, &Located { value, line });
            continue;
        };
        let unknown = |parameter: &&str| !known.contains(parameter);
        let parameters = params.iter().map(|(parameter, _)| parameter.as_str());
        for parameter in parameters.filter(unknown) {
            let reason = format!(
                "the field {name:?} looks up {source:?}, which has no parameter {parameter:?}"
            );
            desk.fault(&file, line, reason);
        }
    }
}

fn look_up(content: &Content, desk: &Diagnostics, what: What, file: &str, id: &Located<String>) {
    let name = &id.value;
    let organisation = &content.organisation;
    let exists = match what {
        What::Article => content.articles.contains_key(name),
        What::Category => content
            .categories
            .iter()
            .any(|category| category.id.value == *name),
        What::Department => organisation.departments.contains_key(name),
        What::Lookup => content.lookups.contains_key(name),
        What::Person => content.people.contains_key(name),
        What::Role => content
            .people
            .values()
            .any(|person| person.roles.contains(name)),
        What::Service => content.services.contains_key(name),
        What::Team => organisation.teams.contains_key(name),
    };
    if !exists && !desk.may_exist(what, name) {
        desk.fault(file, id.line, format!("there is no {what} {name:?}"));
    }
}

fn markdown(content: &Content, desk: &Diagnostics, file: &str, source: &Located<String>) {
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
                    desk,
                    What::Service,
                    file,
                    &Located { value: id.0, line },
                );
            }
            Finding::Link(LinkTarget::Article { id, .. }) => {
                look_up(
                    content,
                    desk,
                    What::Article,
                    file,
                    &Located { value: id.0, line },
                );
            }
            Finding::Link(_) | Finding::Picture(_) => {}
            Finding::Fault(reason) => desk.fault(file, line, reason),
        }
    }
}
