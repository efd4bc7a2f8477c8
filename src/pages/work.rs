//! Work: the requests of the user's teams.

use super::team_list::{self, Part};
use crate::api::endpoints;
use crate::i18n::t;
use crate::page_context::PageContext;
use crate::route::Route;
use crate::view::View;
use portico_contract::WorkView;

pub(crate) fn view(context: PageContext, view: WorkView) -> View {
    let i18n = context.i18n;
    let parts = WorkView::ALL.map(|of| Part {
        route: Route::Work { view: of },
        is_current: of == view,
        label: match of {
            WorkView::Unassigned => t!(i18n, "work-unassigned"),
            WorkView::Mine => t!(i18n, "work-mine"),
            WorkView::Waiting => t!(i18n, "work-waiting"),
            WorkView::Open => t!(i18n, "work-open"),
            WorkView::Finished => t!(i18n, "work-finished"),
        },
    });
    let none = match view {
        WorkView::Unassigned => (
            t!(i18n, "work-none-unassigned-title"),
            t!(i18n, "work-none-unassigned-text"),
        ),
        WorkView::Mine => (
            t!(i18n, "work-none-mine-title"),
            t!(i18n, "work-none-mine-text"),
        ),
        _ => (t!(i18n, "work-none-title"), t!(i18n, "work-none-text")),
    };
    let get = move |limit, cursor: Option<&str>| endpoints::work(view, limit, cursor);
    team_list::view(context, t!(i18n, "nav-work"), parts.into(), none, get)
}
