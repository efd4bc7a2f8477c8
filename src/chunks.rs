//! Parts of the portal in separate files: the form pages, and the search.
//!
//! Code that only one of the marked functions reaches leaves the main module: the form engine and uploads, the search
//! engine and its index. Code that another page also calls stays there.
//!
//! `cargo xtask build` does this between the compiler and wasm-bindgen; the feature `split` enables it.
//! Without the feature, the same functions are called directly, and there is a single module.

use crate::api::{Failure, Load};
use crate::delivery::{self, Delivery};
use crate::page_context::PageContext;
use crate::pages;
use crate::reactive::spawn_local;
use crate::route::Route;
use crate::search::{self, Search, SearchChunk};
use crate::ui::{self, Skeleton};
use crate::view::{View, view};
use leptos::prelude::*;
#[cfg(feature = "split")]
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::pin::Pin;

type Page = fn(PageContext, Delivery, Search, &Route) -> View;

/// The functions of the form chunk for the rest of the portal.
#[derive(Clone, Copy)]
struct FormExports {
    page: Page,
    start_delivery: fn(Delivery),
}

/// The functions of the search chunk for the rest of the portal.
#[derive(Clone, Copy)]
struct SearchExports {
    page: Page,
    chunk: SearchChunk,
}

/// The only entry point of the form chunk. It returns functions instead of a view, so that views are created by
/// callers.
#[cfg(feature = "split")]
#[wasm_split(forms, wasm_split_path = ::leptos::wasm_split, preload(download), fallible)]
fn forms() -> Result<FormExports, Failure> {
    Ok(form_exports())
}

/// The only entry point of the search chunk.
#[cfg(feature = "split")]
#[wasm_split(search, wasm_split_path = ::leptos::wasm_split, fallible)]
fn search_chunk() -> Result<SearchExports, Failure> {
    Ok(search_exports())
}

#[cfg(not(feature = "split"))]
async fn forms() -> Result<FormExports, Failure> {
    Ok(form_exports())
}

#[cfg(not(feature = "split"))]
async fn search_chunk() -> Result<SearchExports, Failure> {
    Ok(search_exports())
}

#[cfg(not(feature = "split"))]
async fn download() -> Result<(), Failure> {
    Ok(())
}

fn form_exports() -> FormExports {
    FormExports {
        page: form_page,
        start_delivery: delivery::start,
    }
}

fn search_exports() -> SearchExports {
    SearchExports {
        page: results_page,
        chunk: SearchChunk {
            list: search::list,
            supply: search::supply,
        },
    }
}

fn results_page(context: PageContext, _: Delivery, search: Search, route: &Route) -> View {
    pages::search::view(context, search, route)
}

fn form_page(context: PageContext, delivery: Delivery, search: Search, route: &Route) -> View {
    match route {
        Route::Form { service, prefill } => {
            pages::request_form::view(context, delivery, search, service.clone(), prefill.clone())
        }
        Route::Drafts => pages::drafts::view(context, delivery),
        Route::Waiting(key) => pages::waiting::view(context, delivery, key.clone()),
        Route::Gallery { id } => pages::gallery::view(context, id.clone()),
        _ => pages::not_found::view(context, search),
    }
}

type Loading = Pin<Box<dyn Future<Output = Result<Page, Failure>>>>;

/// A page of the form chunk, in any loading state.
pub(crate) fn page(context: PageContext, delivery: Delivery, search: Search, route: Route) -> View {
    show(context, delivery, search, route, || {
        Box::pin(async { Ok(forms().await?.page) })
    })
}

/// The page of results, in any loading state.
pub(crate) fn results(
    context: PageContext,
    delivery: Delivery,
    search: Search,
    route: Route,
) -> View {
    show(context, delivery, search, route, || {
        Box::pin(async { Ok(search_chunk().await?.page) })
    })
}

fn show(
    context: PageContext,
    delivery: Delivery,
    search: Search,
    route: Route,
    file: fn() -> Loading,
) -> View {
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
            Load::Ready(page) => return page(context, delivery, search, &route),
            Load::Loading => ui::skeleton(context.i18n, Skeleton::Text),
            Load::Failed(failure) => {
                ui::report(context.i18n, context.host, context.session, &failure);
                ui::failed(context, &failure, load)
            }
        };
        view! { <div class=frame(&route)>{waiting}</div> }
    })
}

/// The frame of a page that is still loading, as wide as the page itself, so that nothing moves when it appears.
fn frame(route: &Route) -> &'static str {
    match route {
        Route::Drafts | Route::Waiting(_) => "page page-narrow",
        Route::Gallery { .. } => "page page-wide",
        _ => "page",
    }
}

/// Starts the controller of drafts and the outbox. Without a network, this happens with the next page of the chunk.
pub(crate) fn start_delivery(delivery: Delivery) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async move {
        if let Ok(exports) = forms().await {
            (exports.start_delivery)(delivery);
        }
    })
}

/// Preloads the form chunk before its first page. A failure is ignored: the page tries again.
pub(crate) fn preload() {
    spawn_local(async {
        let _ = download().await;
    });
}

/// Loads the search chunk; `None` if that fails now.
pub(crate) fn search() -> Pin<Box<dyn Future<Output = Option<SearchChunk>>>> {
    Box::pin(async { Some(search_chunk().await.ok()?.chunk) })
}

#[cfg(feature = "split")]
impl From<SplitLoaderError> for Failure {
    fn from(_: SplitLoaderError) -> Self {
        Self::Unreachable
    }
}
