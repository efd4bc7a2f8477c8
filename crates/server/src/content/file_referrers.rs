//! The objects that refer to each file, because a file is readable by the readers of these objects.

use super::Content;
use crate::richtext::{self, Finding};
use portico_contract::LinkTarget;
use std::collections::BTreeMap;

/// An object whose text refers to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FileReferrer {
    /// The contact texts or the privacy notice, which are public.
    Organisation,
    /// An announcement, by its index in the list; public while it is shown.
    Announcement(usize),
    /// A service, by its ID.
    Service(String),
    /// An article in any of its languages, by its ID.
    Article(String),
}

/// All files that are in use, with the objects that refer to them.
pub(super) fn referrers(content: &Content) -> BTreeMap<String, Vec<FileReferrer>> {
    let mut found: BTreeMap<String, Vec<FileReferrer>> = BTreeMap::new();
    let mut names = |referrer: &FileReferrer, source: &str| {
        for (_, finding) in richtext::render(source, &content.files, "").findings {
            if let Finding::Picture(id) | Finding::Link(LinkTarget::File { id }) = finding {
                let referrers = found.entry(id.0).or_default();
                if !referrers.contains(referrer) {
                    referrers.push(referrer.clone());
                }
            }
        }
    };
    let organisation = &content.organisation;
    let words = [&organisation.contact.text, &organisation.privacy];
    for text in words.into_iter().flatten().flat_map(BTreeMap::values) {
        names(&FileReferrer::Organisation, &text.value);
    }
    for (place, announcement) in content.announcements.iter().enumerate() {
        for text in announcement.text.values() {
            names(&FileReferrer::Announcement(place), &text.value);
        }
    }
    for (id, service) in &content.services {
        for text in service.description.values() {
            names(&FileReferrer::Service(id.clone()), &text.value);
        }
    }
    for (id, article) in &content.articles {
        for words in article.languages.values() {
            names(&FileReferrer::Article(id.clone()), &words.body.value);
        }
    }
    found
}
