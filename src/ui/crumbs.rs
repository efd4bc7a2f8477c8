//! Breadcrumbs.

use super::{Icon, icon, link};
use crate::history::Navigator;
use crate::i18n::{I18n, t};
use crate::route::Route;
use crate::view::{View, view};

/// Links to the screens above this one, the topmost first, followed by the name of this screen.
pub(crate) fn crumbs(
    i18n: I18n,
    nav: Navigator,
    parents: Vec<(Route, String)>,
    here: String,
) -> View {
    let steps = parents.into_iter().map(|(route, name)| {
        view! { <li class="crumb">{link(nav, route, "crumb-name crumb-link", name)}{icon(Icon::ChevronRight)}</li> }
    });
    view! {
        <nav aria-label=t!(i18n, "crumbs")>
            <ol class="crumbs">
                {steps.collect::<View>()}
                <li class="crumb" aria-current="page"><span class="crumb-name">{here}</span></li>
            </ol>
        </nav>
    }
}
