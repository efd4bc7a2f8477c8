//! The page of a form before the form itself is there: its heading, and who asks.

use super::context::{Context, PageContext};
use super::service::{facts, not_orderable, trail};
use super::texts::Arg;
use super::widgets::{crumbs, page_heading};
use maud::{Markup, html};
use portico_contract::Service;
use portico_routes::route::Route;

/// The heading of a service's form.
pub(super) fn title(context: Context<'_>, service: &Service) -> String {
    context.say_with("form-title", "service", Arg::Text(&service.name))
}

pub(super) fn page(page: PageContext<'_>, service: &Service) -> Markup {
    let context = page.context;
    let mut way = trail(context, service);
    way.push((Route::Service(service.id.clone()), service.name.clone()));
    html! {
        div.page {
            (crumbs(context, &way, &context.say("form-crumb")))
            (page_heading(&title(context, service)))
            @if service.ordering.allowed {
                p.skeleton.skeleton-text.page-wait role="status" {
                    span.visually-hidden { (context.say("loading")) }
                    @for _ in 0..6 { span.skeleton-part {} }
                }
            } @else {
                (not_orderable(page, &service.ordering))
            }
            noscript { (facts(page, service)) }
        }
    }
}
