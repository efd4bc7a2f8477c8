//! Which unsent comments the browser's store contains in their current form; `delivery` stores them.

use super::{Comments, Unsent};
use leptos::prelude::*;
use portico_contract::{PersonId, RequestId};

/// The stored comment on a request.
#[derive(Clone, Default)]
pub(crate) struct StoredComment {
    /// 0 if there is none.
    pub revision: u64,
    /// The text and the idempotency key, if they can be read.
    pub written: Option<(String, String)>,
}

/// A comment that is to be saved in the browser's store.
pub(crate) struct PendingSave {
    pub author: PersonId,
    pub request: RequestId,
    /// The text and the idempotency key; `None` removes the stored comment.
    pub written: Option<(String, String)>,
    /// The revision that it replaces; 0 if there must be none.
    pub known: u64,
}

impl Comments {
    /// Whether the comment on a request is saved.
    pub(crate) fn is_saved(self, request: &RequestId) -> bool {
        self.unsaved.with(|unsaved| !unsaved.contains(request))
    }

    /// The stored comment on a request, as far as this page knows.
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

    /// Restores a stored comment of `author`, unless the user has changed or the comment was edited here since `known`
    /// was read. A comment that another tab has sent or discarded is removed here, too. Returns false if the store has
    /// lost the comment that is here.
    pub(crate) fn restore(
        self,
        author: &str,
        request: &RequestId,
        known: &StoredComment,
        found: StoredComment,
        is_lasting: bool,
    ) -> bool {
        let is_untouched = untrack(|| self.is_saved(request))
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
            // It was stored in memory, or in a store that the browser has cleared.
            (Some(_), None) => return false,
            (_, _) => {}
        }
        self.set_stored(request, found);
        true
    }

    /// Records that a comment has unsaved changes. Returns whether the caller has to start saving.
    pub(crate) fn mark_unsaved(self, request: &RequestId) -> bool {
        if untrack(|| self.is_saved(request)) {
            self.unsaved.update(|unsaved| unsaved.push(request.clone()));
        }
        self.begin_saving()
    }

    fn begin_saving(self) -> bool {
        self.is_saving
            .try_update_value(|is_saving| !std::mem::replace(is_saving, true))
            .unwrap_or_default()
    }

    /// The next comment to save. `None` if all are saved, or if their author is unknown, so that they stay in memory.
    pub(crate) fn next_unsaved(self) -> Option<PendingSave> {
        let request = self.unsaved.try_with_untracked(|all| all.last().cloned());
        let author = self.author.try_get_value();
        let (Some(request), Some(author)) = (request.flatten(), author.flatten()) else {
            self.is_saving.try_set_value(false);
            return None;
        };
        let written = self.written(&request);
        let known = self.stored(&request).revision;
        Some(PendingSave {
            author,
            request,
            written,
            known,
        })
    }

    /// The text and the key to store for a request.
    fn written(self, request: &RequestId) -> Option<(String, String)> {
        let both = |one: &Unsent| (one.text.clone(), one.lasting_key().to_owned());
        untrack(|| self.about(request, both)).filter(|(text, _)| !text.is_empty())
    }

    /// A comment was saved with this revision.
    pub(crate) fn saved(self, saved: PendingSave, revision: u64) {
        let PendingSave {
            author,
            request,
            written,
            ..
        } = saved;
        if !self.is_author(&author.0) {
            return;
        }
        if self.written(&request) == written {
            self.mark_saved(&request);
        }
        self.set_stored(&request, StoredComment { revision, written });
    }

    fn mark_saved(self, request: &RequestId) {
        self.unsaved
            .update(|unsaved| unsaved.retain(|one| one != request));
    }

    /// The store contains another comment than this page knew, written by another tab or an earlier page. Keeps both
    /// texts.
    pub(crate) fn merge_stored(self, pending: &PendingSave, found: StoredComment) {
        let request = &pending.request;
        if !self.is_author(&pending.author.0) {
            return;
        }
        let known = self.stored(request).written;
        if self.written(request).is_none() && found.written.is_some() && found.written != known {
            // The comment that was sent or discarded here is not the stored one.
            self.set_stored(request, StoredComment::default());
            self.mark_saved(request);
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

    /// Saving failed. Returns whether the caller has to schedule a retry.
    pub(crate) fn pause_saving(self) -> bool {
        self.is_saving.try_set_value(false);
        self.is_pausing
            .try_update_value(|is_pausing| !std::mem::replace(is_pausing, true))
            .unwrap_or_default()
    }

    /// The pause is over. Returns whether the caller has to save now: the author is the same, and no other task saves.
    pub(crate) fn resume_saving(self, author: &PersonId) -> bool {
        self.is_pausing.try_set_value(false);
        self.is_author(&author.0) && self.begin_saving()
    }
}

/// Joins our text with the one that another tab has stored. Both come from `before`, or were started independently.
fn join(before: &str, ours: &str, theirs: &str) -> String {
    const BETWEEN: &str = "\n\n";
    // If one text contains the other as a separate paragraph, it is the newer one.
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
