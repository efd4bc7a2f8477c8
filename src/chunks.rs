//! Parts of the portal that come in files of their own: the pages around forms, and search.
//!
//! What only one of the marked functions reaches leaves the main module: the form engine and uploads, the search
//! engine and its index. Whatever another page calls as well stays there.
//!
//! That is done by `cargo xtask build`, between the compiler and wasm-bindgen, and asked for by the feature `split`.
//! Without it the same functions are simply called, and all is one module.

use crate::api::{Failure, Load};
use crate::app::App;
use crate::delivery;
use crate::pages;
use crate::route::Route;
use crate::search::{Audience, Typing, supply};
use crate::ui::{self, Skeleton};
use leptos::prelude::*;
use leptos::task::spawn_local;
#[cfg(feature = "split")]
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::pin::Pin;

type Page = fn(App, &Route) -> AnyView;

/// What the rest of the portal may call in the file of the pages around forms.
#[derive(Clone, Copy)]
struct FormChunk {
    page: Page,
    desk: fn(App),
}

/// What the rest of the portal may call in the file of search.
#[derive(Clone, Copy)]
pub(crate) struct SearchChunk {
    page: Page,
    /// What stands under a box in which somebody types.
    pub(crate) list: fn(App, Typing) -> AnyView,
    /// Sees to it that everything can be searched that somebody may see.
    pub(crate) supply: fn(App, Audience),
}

/// The one way into the file. It hands out functions instead of a view, so that the view is made where it belongs.
#[cfg(feature = "split")]
#[wasm_split(forms, wasm_split_path = ::leptos::wasm_split, preload(download), fallible)]
fn forms() -> Result<FormChunk, Failure> {
    Ok(form_doors())
}

/// The one way into the file of search.
#[cfg(feature = "split")]
#[wasm_split(search, wasm_split_path = ::leptos::wasm_split, fallible)]
fn finder() -> Result<SearchChunk, Failure> {
    Ok(search_doors())
}

#[cfg(not(feature = "split"))]
async fn forms() -> Result<FormChunk, Failure> {
    Ok(form_doors())
}

#[cfg(not(feature = "split"))]
async fn finder() -> Result<SearchChunk, Failure> {
    Ok(search_doors())
}

#[cfg(not(feature = "split"))]
async fn download() -> Result<(), Failure> {
    Ok(())
}

fn form_doors() -> FormChunk {
    FormChunk {
        page: form_page,
        desk: delivery::start,
    }
}

fn search_doors() -> SearchChunk {
    SearchChunk {
        page: pages::search::view,
        list: crate::search::list,
        supply,
    }
}

fn form_page(app: App, route: &Route) -> AnyView {
    match route {
        Route::Form { service, prefill } => {
            pages::request_form::view(app, service.clone(), prefill.clone())
        }
        Route::Drafts => pages::drafts::view(app),
        Route::Waiting(key) => pages::waiting::view(app, key.clone()),
        Route::Gallery { id } => pages::gallery::view(app, id.clone()),
        _ => pages::not_found::view(app),
    }
}

type Loading = Pin<Box<dyn Future<Output = Result<Page, Failure>>>>;

/// A page of the file around forms, in whichever state the file is.
pub(crate) fn page(app: App, route: Route) -> AnyView {
    show(app, route, || Box::pin(async { Ok(forms().await?.page) }))
}

/// The page of results, in whichever state the file is.
pub(crate) fn results(app: App, route: Route) -> AnyView {
    show(app, route, || Box::pin(async { Ok(finder().await?.page) }))
}

fn show(app: App, route: Route, file: fn() -> Loading) -> AnyView {
    let state = RwSignal::new(Load::Loading);
    let load = move || {
        state.set(Load::Loading);
        spawn_local(async move {
            let load = file().await.map_or_else(Load::Failed, Load::Ready);
            state.try_set(load);
        });
    };
    load();
    ui::live(move || {
        let waiting = match state.get() {
            Load::Ready(page) => return page(app, &route),
            Load::Loading => ui::skeleton(app, Skeleton::Text),
            Load::Failed(failure) => {
                app.report(&failure);
                ui::failed(app, &failure, load)
            }
        };
        view! { <div class=frame(&route)>{waiting}</div> }.into_any()
    })
}

/// The frame of a page that is still to come, as wide as the page's own, so that nothing moves when it is there.
fn frame(route: &Route) -> &'static str {
    match route {
        Route::Drafts | Route::Waiting(_) => "page page-narrow",
        Route::Gallery { .. } => "page page-wide",
        _ => "page",
    }
}

/// Begins to work on drafts and the outbox. Without a network that waits for the next page of the file.
pub(crate) async fn desk(app: App) {
    if let Ok(doors) = forms().await {
        (doors.desk)(app);
    }
}

/// Loads the file around forms ahead of its first page. A failure says nothing yet: the page tries again.
pub(crate) fn preload() {
    spawn_local(async {
        let _ = download().await;
    });
}

/// Loads the file of search; nothing where that fails now.
pub(crate) async fn search() -> Option<SearchChunk> {
    finder().await.ok()
}

#[cfg(feature = "split")]
impl From<SplitLoaderError> for Failure {
    fn from(_: SplitLoaderError) -> Self {
        Self::Unreachable
    }
}
