//! Checks that need the whole content: everything that is named exists, and every link leads somewhere.

use super::Content;
use super::reader::{Desk, Located, What};
use crate::richtext::{self, Finding};
use portico_contract::LinkTarget;

/// Reports every reference to something that does not exist.
pub(crate) fn check(content: &Content, desk: &Desk) {
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
}

fn look_up(content: &Content, desk: &Desk, what: What, file: &str, id: &Located<String>) {
    let name = &id.value;
    let organisation = &content.organisation;
    let exists = match what {
        What::Article => content.articles.contains_key(name),
        What::Category => content
            .categories
            .iter()
            .any(|category| category.id.value == *name),
        What::Department => organisation.departments.contains_key(name),
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

fn markdown(content: &Content, desk: &Desk, file: &str, source: &Located<String>) {
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
            Finding::Link(LinkTarget::Article { id }) => {
                look_up(
                    content,
                    desk,
                    What::Article,
                    file,
                    &Located { value: id.0, line },
                );
            }
            Finding::Link(_) => {}
            Finding::Fault(reason) => desk.fault(file, line, reason),
        }
    }
}
