//! The state of each feature: the only module that knows both the whole state and the features.

use super::App;
use crate::auth::Authenticator;
use crate::catalogue::CatalogueState;
use crate::db::Readiness;
use crate::discovery::DiscoveryState;
use crate::drafts::DraftsState;
use crate::gallery::GalleryState;
use crate::http::rate::RateLimiter;
use crate::knowledge::KnowledgeState;
use crate::localized_content::LocalizedContents;
use crate::portal_files::PortalFolder;
use crate::requests::RequestsState;
use crate::search_index::SearchState;
use crate::uploads::{UploadService, UploadsState};
use axum::extract::FromRef;
use std::sync::Arc;

/// The state of the router, from which handlers extract their own part.
#[derive(Clone)]
pub(crate) struct AppState(pub(crate) Arc<App>);

impl AppState {
    pub(crate) fn options(&self) -> &super::Options {
        &self.0.options
    }
}

impl FromRef<AppState> for Arc<LocalizedContents> {
    fn from_ref(state: &AppState) -> Self {
        let AppState(app) = state;
        Arc::clone(&app.contents)
    }
}

impl FromRef<AppState> for Arc<Authenticator> {
    fn from_ref(state: &AppState) -> Self {
        let AppState(app) = state;
        Arc::clone(&app.authenticator)
    }
}

impl FromRef<AppState> for Arc<RateLimiter> {
    fn from_ref(state: &AppState) -> Self {
        let AppState(app) = state;
        Arc::clone(&app.rates)
    }
}

impl FromRef<AppState> for Arc<dyn Readiness> {
    fn from_ref(state: &AppState) -> Self {
        let AppState(app) = state;
        Arc::clone(&app.readiness)
    }
}

impl FromRef<AppState> for UploadService {
    fn from_ref(state: &AppState) -> Self {
        let AppState(app) = state;
        app.uploads.clone()
    }
}

impl FromRef<AppState> for PortalFolder {
    fn from_ref(state: &AppState) -> Self {
        let AppState(app) = state;
        Self(app.options.portal.clone())
    }
}

impl FromRef<AppState> for CatalogueState {
    fn from_ref(state: &AppState) -> Self {
        let AppState(app) = state;
        Self {
            contents: Arc::clone(&app.contents),
            lists: Arc::clone(&app.lists),
        }
    }
}

impl FromRef<AppState> for KnowledgeState {
    fn from_ref(state: &AppState) -> Self {
        let AppState(app) = state;
        Self {
            contents: Arc::clone(&app.contents),
            lists: Arc::clone(&app.lists),
            allow_origins: Arc::clone(&app.allow_origins),
        }
    }
}

impl FromRef<AppState> for DiscoveryState {
    fn from_ref(state: &AppState) -> Self {
        let AppState(app) = state;
        Self {
            contents: Arc::clone(&app.contents),
            authenticator: Arc::clone(&app.authenticator),
            uploads: app.uploads.clone(),
            requests: Arc::clone(&app.requests),
            demo: app.options.demo,
        }
    }
}

impl FromRef<AppState> for DraftsState {
    fn from_ref(state: &AppState) -> Self {
        let AppState(app) = state;
        Self {
            contents: Arc::clone(&app.contents),
            store: Arc::clone(&app.drafts),
        }
    }
}

impl FromRef<AppState> for RequestsState {
    fn from_ref(state: &AppState) -> Self {
        let AppState(app) = state;
        Self {
            contents: Arc::clone(&app.contents),
            store: Arc::clone(&app.requests),
            drafts: Arc::clone(&app.drafts),
            uploads: app.uploads.clone(),
            ids: Arc::clone(&app.ids),
            idempotency: Arc::clone(&app.idempotency),
            searches: Arc::clone(&app.request_searches),
        }
    }
}

impl FromRef<AppState> for UploadsState {
    fn from_ref(state: &AppState) -> Self {
        let AppState(app) = state;
        Self {
            uploads: app.uploads.clone(),
            requests: Arc::clone(&app.requests),
        }
    }
}

impl FromRef<AppState> for SearchState {
    fn from_ref(state: &AppState) -> Self {
        let AppState(app) = state;
        Self {
            contents: Arc::clone(&app.contents),
            indexes: Arc::clone(&app.indexes),
            improvements: Arc::clone(&app.improvements),
        }
    }
}

impl FromRef<AppState> for GalleryState {
    fn from_ref(state: &AppState) -> Self {
        let AppState(app) = state;
        Self {
            contents: Arc::clone(&app.contents),
            gallery: Arc::clone(&app.gallery),
            origins: Arc::clone(&app.origins),
            demo: app.options.demo,
        }
    }
}
