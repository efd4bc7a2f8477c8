//! Who names a file: a file is read by whoever may read something that names it.

use super::Content;
use crate::richtext::{self, Finding};
use portico_contract::LinkTarget;
use std::collections::BTreeMap;

/// Something whose text names a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Namer {
    /// The contact's words or the privacy notice, which everybody may read.
    Organisation,
    /// An announcement, by its place in the list; everybody may read it while it is shown.
    Announcement(usize),
    /// A service, by its id.
    Service(String),
    /// An article in any of its languages, by its id.
    Article(String),
}

/// All files that something names, and what does.
pub(super) fn namers(content: &Content) -> BTreeMap<String, Vec<Namer>> {
    let mut found: BTreeMap<String, Vec<Namer>> = BTreeMap::new();
    let mut names = |namer: &Namer, source: &str| {
        for (_, finding) in richtext::render(source, &content.files, "").findings {
            if let Finding::Picture(id) | Finding::Link(LinkTarget::File { id }) = finding {
                let namers = found.entry(id.0).or_default();
                if !namers.contains(namer) {
                    namers.push(namer.clone());
                }
            }
        }
    };
    let organisation = &content.organisation;
    let words = [&organisation.contact.text, &organisation.privacy];
    for text in words.into_iter().flatten().flat_map(BTreeMap::values) {
        names(&Namer::Organisation, &text.value);
    }
    for (place, announcement) in content.announcements.iter().enumerate() {
        for text in announcement.text.values() {
            names(&Namer::Announcement(place), &text.value);
        }
    }
    for (id, service) in &content.services {
        for text in service.description.values() {
            names(&Namer::Service(id.clone()), &text.value);
        }
    }
    for (id, article) in &content.articles {
        for words in article.languages.values() {
            names(&Namer::Article(id.clone()), &words.body.value);
        }
    }
    found
}
