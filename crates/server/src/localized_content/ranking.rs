//! Data that depends on the popularity of services, which changes while the server runs.

use super::{ContentBuilder, Indexed, LocalizedContent, LocalizedContents, TextSearch};
use crate::popularity::Popularity;
use std::sync::{Arc, PoisonError};

/// The order of the services, and the searchable records.
pub(crate) struct Ranking {
    /// A version that differs between rankings in the same language.
    pub(crate) version: u64,
    popularity: Popularity,
    pub(crate) service_search: TextSearch,
    /// Services, then articles, both in the order of their IDs.
    pub(crate) index: Vec<Indexed>,
}

impl Ranking {
    pub(super) fn new(builder: &ContentBuilder<'_>, version: u64) -> Self {
        Self {
            version,
            popularity: builder.popularity.clone(),
            service_search: builder.service_search(),
            index: builder.index(),
        }
    }

    /// The popularity of a service, 0 to 100.
    pub(crate) fn popularity(&self, service: &str) -> u8 {
        self.popularity.get(service).copied().unwrap_or_default()
    }
}

impl LocalizedContent {
    /// The current ranking, which callers may keep for the duration of a request.
    pub(crate) fn ranking(&self) -> Arc<Ranking> {
        let ranking = self.ranking.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&ranking)
    }
}

impl LocalizedContents {
    /// Updates the ranking if the popularity has changed. It builds indexes, so it takes a moment.
    pub(crate) fn rank(&self, popularity: &Popularity) {
        let content = self.content.as_ref();
        for view in self.views.values() {
            let present = view.ranking();
            if present.popularity == *popularity {
                continue;
            }
            let builder = ContentBuilder {
                content,
                language: &view.language,
                default: content.default_language(),
                popularity,
            };
            let ranking = Arc::new(Ranking::new(&builder, present.version + 1));
            *view.ranking.write().unwrap_or_else(PoisonError::into_inner) = ranking;
        }
    }
}
