//! Discovery: the portal's name, the backend's capabilities and the current user.

use crate::access::Reader;
use crate::auth::user::User;
use crate::auth::{AuthContext, AuthMethod, Authenticator};
use crate::content::{Content, text};
use crate::db::{RequestStore, WaitingCounts};
use crate::failure::chain;
use crate::http::reply;
use crate::http::responses::Common;
use crate::http::{ApiError, NoParams, Params, RouterState};
use crate::limits::WAITING_COUNTED;
use crate::localized_content::LocalizedContents;
use crate::lookups::sources;
use crate::uploads::UploadService;
use axum::extract::{FromRef, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use portico_contract::{LookupsCapability, Me, PersonRef, Portal, Waiting};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The state of the discovery handler.
#[derive(Clone)]
pub(crate) struct DiscoveryState {
    pub(crate) contents: Arc<LocalizedContents>,
    pub(crate) authenticator: Arc<Authenticator>,
    pub(crate) uploads: UploadService,
    pub(crate) requests: Arc<dyn RequestStore>,
    /// Whether the server runs as a demo.
    pub(crate) demo: bool,
}

pub(crate) fn routes<S: RouterState>() -> OpenApiRouter<S>
where
    DiscoveryState: FromRef<S>,
{
    OpenApiRouter::default().routes(routes!(get_portal))
}

/// Get the portal's name, the backend's capabilities and the current user
#[utoipa::path(
    get,
    path = "/portal",
    responses((status = 200, description = "Discovery", body = Portal), Common)
)]
pub(crate) async fn get_portal(
    State(state): State<DiscoveryState>,
    Params(NoParams {}): Params<NoParams>,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let view = state.contents.view(&headers)?;
    let mut portal = view.portal.clone();
    let now = Timestamp::now();
    let content = state.contents.content();
    let reader = Reader::new(content, &caller);
    portal.announcements = view
        .announcements
        .iter()
        .filter_map(|a| a.at(now))
        .cloned()
        .collect();
    for announcement in &mut portal.announcements {
        announcement.link = announcement
            .link
            .take()
            .filter(|link| reader.sees_target(link));
    }
    let announced = portal.announcements.iter_mut();
    let announced = announced.filter_map(|announcement| announcement.text.as_mut());
    let contact = portal.contact.iter_mut();
    let contact = contact.filter_map(|contact| contact.text.as_mut());
    let texts = announced.chain(contact).chain(&mut portal.privacy);
    texts.for_each(|text| reader.retain_links(text));
    portal.demo = state.demo;
    portal.capabilities.attachments = state.uploads.capability();
    portal.sign_in.methods = state.authenticator.methods(&view.language);
    let user = caller.user.as_ref();
    portal.capabilities.lookups = Some(LookupsCapability {
        sources: user.map(|user| sources(content, user)).unwrap_or_default(),
    });
    portal.anything_else = portal
        .anything_else
        .filter(|service| reader.sees_service(service.id.as_str()));
    portal.sign_in.user = match user {
        Some(user) => {
            let counts = state
                .requests
                .waiting(&user.reader(), WAITING_COUNTED)
                .await;
            // Nobody is locked out of the portal because a number is missing.
            let counts = counts.unwrap_or_else(|error| {
                tracing::warn!(error = %chain(&error), "waiting requests cannot be counted");
                WaitingCounts::default()
            });
            let waiting = waiting(counts);
            Some(Me {
                waiting,
                ..me(content, user, &caller.method, &view.language)
            })
        }
        None => None,
    };
    Ok(reply(portal, &view.language))
}

fn waiting(counts: WaitingCounts) -> Waiting {
    let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
    Waiting {
        approvals: counts.approvals.map(number),
        work: counts.work.map(number),
    }
}

fn me(content: &Content, user: &User, method: &AuthMethod, language: &str) -> Me {
    let say = |words| text(words, language, content.default_language()).to_owned();
    let department = user.department.as_ref();
    let manager = user.manager.as_ref().and_then(|id| content.people.get(id));
    Me {
        id: user.id.as_str().into(),
        name: user.name.clone(),
        email: user.email.clone(),
        title: user.title.as_ref().map(say),
        department: department
            .and_then(|id| content.organisation.departments.get(id))
            .map(say),
        location: user.location.clone(),
        manager: manager.map(|p| PersonRef {
            id: p.user_id.as_str().into(),
            name: p.name.clone(),
        }),
        waiting: Waiting::default(),
        can_sign_out: matches!(method, AuthMethod::Session(_)),
    }
}
