//! Which comments the browser's store has as they are here; `delivery` stores them.

use super::{Comments, Unsent};
use leptos::prelude::*;
use portico_contract::{PersonId, RequestId};

/// What the browser's store has for a request.
#[derive(Clone, Default)]
pub(crate) struct StoredComment {
    /// 0: it has none.
    pub revision: u64,
    /// Its text and its key, if they can be read.
    pub written: Option<(String, String)>,
}

/// A comment as the browser's store should have it.
pub(crate) struct ToKeep {
    pub author: PersonId,
    pub request: RequestId,
    /// Its text and its key; nothing where there is none any more.
    pub written: Option<(String, String)>,
    /// The revision in whose place it comes. Where this page has read none: there must be none.
    pub known: u64,
}

impl Comments {
    /// Whether the browser's store has what is written to a request.
    pub(crate) fn is_kept(self, request: &RequestId) -> bool {
        self.unkept.with(|unkept| !unkept.contains(request))
    }

    /// What the browser's store has for a request, as far as this page knows.
    pub(crate) fn stored(self, request: &RequestId) -> StoredComment {
        let of = |all: &Vec<(RequestId, StoredComment)>| {
            let one = all.iter().find(|(about, _)| about == request);
            one.map(|(_, stored)| stored.clone())
        };
        let stored = self.stored.try_with_value(of).flatten();
        stored.unwrap_or_default()
    }

    fn set_stored(self, request: &RequestId, stored: StoredComment) {
        self.stored.try_update_value(|all| {
            all.retain(|(about, _)| about != request);
            all.push((request.clone(), stored));
        });
    }

    fn is_author(self, person: &str) -> bool {
        let author = self.author.try_get_value().flatten();
        author.is_some_and(|author| author.0 == person)
    }

    /// What the browser's store was `found` to have of somebody for a request is here again, unless they are gone, or
    /// something was written here since it was `known`. What was sent or given up in another tab is gone here, too.
    /// False where the store has lost what is here.
    pub(crate) fn restore(
        self,
        author: &str,
        request: &RequestId,
        known: &StoredComment,
        found: StoredComment,
        is_lasting: bool,
    ) -> bool {
        let is_untouched = untrack(|| self.is_kept(request))
            && self.stored(request).revision == known.revision
            && self.is_author(author);
        let here = untrack(|| self.about(request, |one| (one.sending.is_some(), one.is_restored)));
        match (here, &found.written) {
            _ if !is_untouched => return true,
            (Some((true, _)), _) => return true,
            (None, Some((text, key))) => {
                let old = Unsent {
                    request: request.clone(),
                    text: text.clone(),
                    key: key.clone(),
                    sending: None,
                    failure: None,
                    is_restored: true,
                };
                self.all.update(|all| all.push(old));
            }
            (Some(_), Some((text, key))) if found.revision != known.revision => {
                self.change(
                    |one| one.request == *request,
                    |one| {
                        (one.text, one.key) = (text.clone(), key.clone());
                        (one.failure, one.is_restored) = (None, true);
                    },
                );
            }
            (Some((_, true)), None) if is_lasting && found.revision == 0 => {
                self.change(|one| one.request == *request, |one| one.text.clear());
            }
            // It was kept in memory, or in a store that the browser has cleared.
            (Some(_), None) => return false,
            (_, _) => {}
        }
        self.set_stored(request, found);
        true
    }

    /// Notes that a comment is not stored as it is. Whether somebody has to begin to store.
    pub(crate) fn wait_to_keep(self, request: &RequestId) -> bool {
        if untrack(|| self.is_kept(request)) {
            self.unkept.update(|unkept| unkept.push(request.clone()));
        }
        self.begin_to_keep()
    }

    fn begin_to_keep(self) -> bool {
        self.is_storing
            .try_update_value(|is_storing| !std::mem::replace(is_storing, true))
            .unwrap_or_default()
    }

    /// The next comment to store. Nothing when all are stored, or nobody knows whose they are: then they stay here alone.
    pub(crate) fn next_to_keep(self) -> Option<ToKeep> {
        let request = self.unkept.try_with_untracked(|all| all.last().cloned());
        let author = self.author.try_get_value();
        let (Some(request), Some(author)) = (request.flatten(), author.flatten()) else {
            self.is_storing.try_set_value(false);
            return None;
        };
        let written = self.written(&request);
        let known = self.stored(&request).revision;
        Some(ToKeep {
            author,
            request,
            written,
            known,
        })
    }

    /// The text for a request and its key, as the store should have them.
    fn written(self, request: &RequestId) -> Option<(String, String)> {
        let both = |one: &Unsent| (one.text.clone(), one.lasting_key().to_owned());
        untrack(|| self.about(request, both)).filter(|(text, _)| !text.is_empty())
    }

    /// The browser's store has taken a comment, under this revision.
    pub(crate) fn kept(self, kept: ToKeep, revision: u64) {
        let ToKeep {
            author,
            request,
            written,
            ..
        } = kept;
        if !self.is_author(&author.0) {
            return;
        }
        if self.written(&request) == written {
            self.is_as_stored(&request);
        }
        self.set_stored(&request, StoredComment { revision, written });
    }

    fn is_as_stored(self, request: &RequestId) {
        self.unkept
            .update(|unkept| unkept.retain(|one| one != request));
    }

    /// The browser's store has something else than was known: another tab, or an earlier page, has written it. Both texts
    /// are kept.
    pub(crate) fn found_changed(self, kept: &ToKeep, found: StoredComment) {
        let request = &kept.request;
        if !self.is_author(&kept.author.0) {
            return;
        }
        let known = self.stored(request).written;
        if self.written(request).is_none() && found.written.is_some() && found.written != known {
            // What was sent or given up here is not what stands there.
            self.set_stored(request, StoredComment::default());
            self.is_as_stored(request);
            return;
        }
        if let Some((theirs, key)) = &found.written {
            let before = known.map(|(text, _)| text).unwrap_or_default();
            self.change(
                |one| one.request == *request && !one.text.is_empty(),
                |one| {
                    one.text = join(&before, &one.text, theirs);
                    if one.text == *theirs && one.sending.is_none() {
                        one.key.clone_from(key);
                    }
                },
            );
        }
        self.set_stored(request, found);
    }

    /// The browser's store has not taken a comment. Whether somebody has to come back to it.
    pub(crate) fn pause_keeping(self) -> bool {
        self.is_storing.try_set_value(false);
        self.is_pausing
            .try_update_value(|is_pausing| !std::mem::replace(is_pausing, true))
            .unwrap_or_default()
    }

    /// The pause is over. Whether to store now: what waits is of the same author, and nobody else does it.
    pub(crate) fn resume_keeping(self, author: &PersonId) -> bool {
        self.is_pausing.try_set_value(false);
        self.is_author(&author.0) && self.begin_to_keep()
    }
}

/// One text of what was typed here and what another tab has stored, both of which were `before` once, or begun apart.
fn join(before: &str, ours: &str, theirs: &str) -> String {
    const BETWEEN: &str = "\n\n";
    // Where one holds the other as a paragraph of its own, that one is up to date.
    let follows = |text: &str, part: &str| {
        let rest = text.strip_prefix(part)?;
        (rest.is_empty() || rest.starts_with(BETWEEN)).then(|| rest.to_owned())
    };
    let precedes = |text: &str, part: &str| {
        let rest = text.strip_suffix(part)?;
        rest.ends_with(BETWEEN).then(|| rest.to_owned())
    };
    let holds = |text: &str, part: &str| follows(text, part).or(precedes(text, part)).is_some();
    if ours == before || holds(theirs, ours) {
        return theirs.to_owned();
    }
    if ours.starts_with(theirs) || holds(ours, theirs) {
        return ours.to_owned();
    }
    if before.is_empty() {
        return [theirs, BETWEEN, ours].concat();
    }
    match (follows(theirs, before), precedes(theirs, before)) {
        (Some(rest), _) => [ours, &rest].concat(),
        (None, Some(head)) => [&head, ours].concat(),
        (None, None) => [theirs, BETWEEN, ours].concat(),
    }
}
