//! The lists of the people who approve requests, and of the teams that fulfil them.

use super::{RequestsState, before, one_more, page, presenter};
use crate::auth::AuthContext;
use crate::db::{ApprovalQuery, Assignment, WorkQuery};
use crate::http::paging::limit;
use crate::http::responses::Common;
use crate::http::{ApiError, Params, reply};
use axum::extract::State as AxumState;
use axum::http::HeaderMap;
use axum::response::Response;
use portico_contract::{ApprovalsView, Page, RequestSummary, WorkView};
use portico_domain::State;
use serde::Deserialize;
use utoipa::IntoParams;

/// The parameters of the list of approvals.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ApprovalsQuery {
    /// The part of the list; `pending` by default.
    #[param(inline)]
    view: Option<ApprovalsView>,
    /// The maximum number of items, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// The `next` of the previous page.
    cursor: Option<String>,
}

/// List the requests that the caller is asked to approve, newest first
#[utoipa::path(
    get,
    path = "/approvals",
    params(ApprovalsQuery),
    responses((status = 200, description = "A page of requests", body = Page<RequestSummary>), Common)
)]
pub(crate) async fn list_approvals(
    AxumState(state): AxumState<RequestsState>,
    Params(query): Params<ApprovalsQuery>,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let user = caller.user()?;
    let view = state.contents.view(&headers)?;
    let limit = limit(query.limit)?;
    let found = state.store.approvals(ApprovalQuery {
        user: user.id.clone(),
        pending: query.view.unwrap_or_default() == ApprovalsView::Pending,
        before: before(query.cursor.as_deref())?,
        limit: one_more(limit),
    });
    Ok(reply(
        page(found.await?, limit, view, presenter::team_summary),
        &view.language,
    ))
}

/// The parameters of the list of work.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WorkListQuery {
    /// The part of the list; `unassigned` by default.
    #[param(inline)]
    view: Option<WorkView>,
    /// The maximum number of items, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// The `next` of the previous page.
    cursor: Option<String>,
}

/// List the requests of the caller's teams, oldest first
#[utoipa::path(
    get,
    path = "/work",
    params(WorkListQuery),
    responses((status = 200, description = "A page of requests", body = Page<RequestSummary>), Common)
)]
pub(crate) async fn list_work(
    AxumState(state): AxumState<RequestsState>,
    Params(query): Params<WorkListQuery>,
    caller: AuthContext,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let user = caller.user()?;
    let view = state.contents.view(&headers)?;
    let limit = limit(query.limit)?;
    let work = query.view.unwrap_or_default();
    let found = state.store.work(WorkQuery {
        reader: user.reader(),
        states: states(work),
        assignment: match work {
            WorkView::Unassigned => Assignment::Nobody,
            WorkView::Mine => Assignment::Own,
            WorkView::Waiting | WorkView::Open | WorkView::Finished => Assignment::Any,
        },
        after: before(query.cursor.as_deref())?,
        limit: one_more(limit),
    });
    Ok(reply(
        page(found.await?, limit, view, presenter::team_summary),
        &view.language,
    ))
}

/// The states of the requests in a part of the list of work.
fn states(view: WorkView) -> Vec<State> {
    match view {
        // A team has nothing to do before a request is approved.
        WorkView::Unassigned => vec![State::New, State::InProgress],
        WorkView::Waiting => vec![State::WaitingApproval, State::WaitingUser],
        WorkView::Mine | WorkView::Open => {
            let open = State::ALL.into_iter().filter(|state| state.is_open());
            open.collect()
        }
        WorkView::Finished => {
            let over = State::ALL.into_iter().filter(|state| !state.is_open());
            over.collect()
        }
    }
}
