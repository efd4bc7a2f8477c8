//! Which comments the browser's store has as they are here; `delivery` stores them.

use super::{Comments, Unsent};
use leptos::prelude::*;
use portico_contract::{PersonId, RequestId};

/// A comment as the browser's store should have it.
pub(crate) struct ToKeep {
    pub author: PersonId,
    pub request: RequestId,
    /// Its text and its key; nothing where there is none any more.
    pub written: Option<(String, String)>,
}

impl Comments {
    /// Whether the browser's store has what is written to a request.
    pub(crate) fn is_kept(self, request: &RequestId) -> bool {
        self.unkept.with(|unkept| !unkept.contains(request))
    }

    /// What the browser's store had of somebody for a request is here again, unless they are gone, or something was
    /// written here meanwhile.
    pub(crate) fn restore(self, author: &str, request: &RequestId, text: String, key: String) {
        let now = self.author.try_get_value().flatten();
        if now.is_none_or(|now| now.0 != author) {
            return;
        }
        let is_written =
            untrack(|| self.about(request, |_| ()).is_some() || !self.is_kept(request));
        if !is_written {
            let old = Unsent {
                request: request.clone(),
                text,
                key,
                sending: None,
                failure: None,
            };
            self.all.update(|all| all.push(old));
        }
    }

    /// Notes that a comment is not stored as it is. Whether somebody has to begin to store.
    pub(crate) fn wait_to_keep(self, request: &RequestId) -> bool {
        if untrack(|| self.is_kept(request)) {
            self.unkept.update(|unkept| unkept.push(request.clone()));
        }
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
        Some(ToKeep {
            author,
            request,
            written,
        })
    }

    /// The text for a request and its key, as the store should have them.
    fn written(self, request: &RequestId) -> Option<(String, String)> {
        let both = |one: &Unsent| (one.text.clone(), one.lasting_key().to_owned());
        untrack(|| self.about(request, both)).filter(|(text, _)| !text.is_empty())
    }

    /// The browser's store has taken a comment, or has not. Whether to go on.
    pub(crate) fn kept(self, kept: &ToKeep, is_stored: bool) -> bool {
        let author = self.author.try_get_value().flatten();
        if !is_stored {
            self.is_storing.try_set_value(false);
        } else if author.as_ref() == Some(&kept.author)
            && self.written(&kept.request) == kept.written
        {
            self.unkept
                .update(|unkept| unkept.retain(|one| *one != kept.request));
        }
        is_stored
    }
}
