//! Approvals: the requests that the user is asked to approve.

use super::team_list::{self, Part};
use crate::api::endpoints;
use crate::i18n::t;
use crate::page_context::PageContext;
use crate::route::Route;
use crate::view::View;
use portico_contract::ApprovalsView;

pub(crate) fn view(context: PageContext, view: ApprovalsView) -> View {
    let i18n = context.i18n;
    let part = |of: ApprovalsView, label: String| Part {
        route: Route::Approvals { view: of },
        is_current: of == view,
        label,
    };
    let parts = vec![
        part(ApprovalsView::Pending, t!(i18n, "approvals-pending")),
        part(ApprovalsView::Decided, t!(i18n, "approvals-decided")),
    ];
    let none = match view {
        ApprovalsView::Pending => (
            t!(i18n, "approvals-none-title"),
            t!(i18n, "approvals-none-text"),
        ),
        ApprovalsView::Decided => (
            t!(i18n, "approvals-none-decided-title"),
            t!(i18n, "approvals-none-decided-text"),
        ),
    };
    let get = move |limit, cursor: Option<&str>| endpoints::approvals(view, limit, cursor);
    team_list::view(context, t!(i18n, "nav-approvals"), parts, none, get)
}
