//! Parts of the portal in separate files: most pages, and the search.
//!
//! Code that only one of the chunks reaches leaves the main module: the form engine and uploads, the search engine and
//! its index, and the pages that few visits start with. Code that the main module also calls stays there, and code that
//! several chunks share is in a file that is loaded with the first of them.
//!
//! `cargo xtask build` does this between the compiler and wasm-bindgen; the feature `split` enables it.
//! Without the feature, the same functions are called directly, and there is a single module.

use crate::api::Failure;
use crate::chunk::{self, Loading, chunk};
use crate::comments::Comments;
use crate::delivery::{self, Delivery, RecordsChunk};
use crate::form;
use crate::host::Host;
use crate::idle::idle;
use crate::language_setting::LanguageSetting;
use crate::page_context::PageContext;
use crate::pages;
use crate::pressed::Pressed;
use crate::reactive::spawn_local;
use crate::route::Route;
use crate::search::{self, Search, SearchChunk};
use crate::session::Session;
use crate::view::{IntoView, View, view};
use leptos::prelude::*;
use std::cell::RefCell;
use std::pin::Pin;

/// The handles that the pages of the chunks are drawn with.
#[derive(Clone, Copy)]
pub(crate) struct Handles {
    pub context: PageContext,
    pub pressed: Pressed,
    pub language: LanguageSetting,
    pub comments: Comments,
    pub delivery: Delivery,
    pub search: Search,
}

/// Draws the page of a route of the chunk.
type Page = fn(Handles, &Route) -> View;

/// The functions of the form chunk for the rest of the portal.
#[derive(Clone, Copy)]
struct FormExports {
    page: Page,
    load_rare_fields: fn() -> Loading<()>,
}

/// The functions of the chunk of drafts and the outbox for the rest of the portal.
#[derive(Clone, Copy)]
struct DeliveryExports {
    page: Page,
    start: fn(Delivery),
}

/// The functions of the search chunk for the rest of the portal.
#[derive(Clone, Copy)]
struct SearchExports {
    page: Page,
    chunk: SearchChunk,
}

chunk!(
    forms,
    FormExports,
    FormExports {
        page: form_page,
        load_rare_fields: form::load_rare_fields,
    }
);

chunk!(
    drafts,
    DeliveryExports,
    DeliveryExports {
        page: drafts_page,
        start: delivery::start,
    }
);

chunk!(records, RecordsChunk, delivery::records_chunk());

chunk!(
    search,
    SearchExports,
    SearchExports {
        page: results_page,
        chunk: SearchChunk {
            list: search::list,
            supply: search::supply,
        },
    }
);

chunk!(gallery, Page, gallery_page);

chunk!(content, Page, content_page);

chunk!(account, Page, account_page);

/// A chunk with pages.
#[derive(Clone, Copy, PartialEq)]
enum Chunk {
    /// Forms.
    Forms,
    /// Drafts and the outbox, which forms need as well.
    Drafts,
    /// Form documents to try.
    Gallery,
    /// The search results.
    Search,
    /// Services, articles, contact and privacy.
    Content,
    /// The user's requests and profile, and sign-in.
    Account,
}

/// The chunk with the page of a route; `None` if the main module contains it.
fn chunk_of(route: &Route) -> Option<Chunk> {
    match route {
        Route::Home | Route::Services { .. } => None,
        Route::Form { .. } => Some(Chunk::Forms),
        Route::Gallery { .. } => Some(Chunk::Gallery),
        Route::Drafts | Route::Waiting(_) => Some(Chunk::Drafts),
        Route::Search { .. } => Some(Chunk::Search),
        Route::Service(_)
        | Route::Articles { .. }
        | Route::Article(_)
        | Route::Contact
        | Route::Privacy
        | Route::Unknown(_) => Some(Chunk::Content),
        Route::Requests { .. }
        | Route::Approvals { .. }
        | Route::Work { .. }
        | Route::Request(_)
        | Route::Receipt { .. }
        | Route::Profile
        | Route::SignIn { .. } => Some(Chunk::Account),
    }
}

fn form_page(handles: Handles, route: &Route) -> View {
    let Handles {
        context,
        delivery,
        search,
        ..
    } = handles;
    match route {
        Route::Form { service, prefill } => {
            pages::request_form::view(context, delivery, search, service.clone(), prefill.clone())
        }
        _ => ().into_view(),
    }
}

fn gallery_page(handles: Handles, route: &Route) -> View {
    match route {
        Route::Gallery { id } => pages::gallery::view(handles.context, id.clone()),
        _ => ().into_view(),
    }
}

fn drafts_page(handles: Handles, route: &Route) -> View {
    let Handles {
        context, delivery, ..
    } = handles;
    delivery::start(delivery);
    match route {
        Route::Drafts => pages::drafts::view(context, delivery),
        Route::Waiting(key) => pages::waiting::view(context, delivery, key.clone()),
        _ => ().into_view(),
    }
}

fn results_page(handles: Handles, route: &Route) -> View {
    pages::search::view(handles.context, handles.search, route)
}

fn content_page(handles: Handles, route: &Route) -> View {
    let Handles {
        context, search, ..
    } = handles;
    match route {
        Route::Service(id) => pages::service::view(context, search, id.clone(), preload_forms),
        Route::Articles { filter } => pages::articles::view(context, filter.clone()),
        Route::Article(id) => pages::article::view(context, search, id.clone()),
        Route::Contact => pages::contact::view(context),
        Route::Privacy => pages::privacy::view(context),
        _ => pages::not_found::view(context, search),
    }
}

fn account_page(handles: Handles, route: &Route) -> View {
    let Handles {
        context,
        pressed,
        language,
        comments,
        delivery,
        search,
    } = handles;
    match route {
        Route::Requests { closed } => pages::requests::view(context, delivery, *closed),
        Route::Approvals { view } => pages::approvals::view(context, *view),
        Route::Work { view } => pages::work::view(context, *view),
        Route::Request(id) => pages::request::view(context, comments, delivery, search, id.clone()),
        Route::Receipt { id, again } => pages::receipt::view(context, search, id.clone(), *again),
        Route::Profile => pages::profile::view(context, language, delivery),
        Route::SignIn { back } => pages::sign_in::view(context, pressed, back.as_deref()),
        _ => ().into_view(),
    }
}

thread_local! {
    /// The pages of the chunks that are loaded.
    static LOADED: RefCell<Vec<(Chunk, Page)>> = const { RefCell::new(Vec::new()) };
}

fn loaded(chunk: Chunk) -> Option<Page> {
    LOADED.with_borrow(|all| {
        all.iter()
            .find(|(one, _)| *one == chunk)
            .map(|(_, page)| *page)
    })
}

/// Loads a chunk, once. After a failure, the next call tries again.
fn load(chunk: Chunk) -> Loading<Page> {
    Box::pin(async move {
        let page = match chunk {
            Chunk::Forms => forms().await?.page,
            Chunk::Drafts => drafts_and_records().await?.page,
            Chunk::Gallery => gallery().await?,
            Chunk::Search => search().await?.page,
            Chunk::Content => content().await?,
            Chunk::Account => account().await?,
        };
        if loaded(chunk).is_none() {
            LOADED.with_borrow_mut(|all| all.push((chunk, page)));
        }
        Ok(page)
    })
}

/// The page of a route in a chunk, in any loading state; `None` if the page is in the main module.
pub(crate) fn page(handles: Handles, route: &Route) -> Option<View> {
    let chunk = chunk_of(route)?;
    Some(match loaded(chunk) {
        Some(page) => page(handles, route),
        None => show(handles, chunk, route.clone()),
    })
}

fn show(handles: Handles, chunk: Chunk, route: Route) -> View {
    let load = move || -> Loading<()> { Box::pin(async move { load(chunk).await.map(|_| ()) }) };
    let frame = frame(&route);
    chunk::show(handles.context, load, frame, move || {
        loaded(chunk).map_or_else(|| ().into_view(), |page| page(handles, &route))
    })
}

/// The frame of a page that is still loading, as wide as the page itself, so that nothing moves when it appears.
fn frame(route: &Route) -> fn(View) -> View {
    match route {
        Route::Drafts
        | Route::Waiting(_)
        | Route::Contact
        | Route::Privacy
        | Route::Profile
        | Route::SignIn { .. } => |waiting| view! { <div class="page page-narrow">{waiting}</div> },
        Route::Gallery { .. } => |waiting| view! { <div class="page page-wide">{waiting}</div> },
        _ => |waiting| view! { <div class="page">{waiting}</div> },
    }
}

/// Loads the chunk of drafts and the outbox at the same time as the one that opens stored records, without which no draft
/// can be shown.
async fn drafts_and_records() -> Result<DeliveryExports, Failure> {
    spawn_local(async { drop(records().await) });
    let exports = drafts().await?;
    records().await?;
    Ok(exports)
}

/// Starts the controller of drafts and the outbox.
pub(crate) fn start_delivery(delivery: Delivery) -> Loading<()> {
    Box::pin(async move {
        (drafts_and_records().await?.start)(delivery);
        Ok(())
    })
}

/// Loads the chunk that opens stored records.
pub(crate) fn load_records() -> Loading<RecordsChunk> {
    Box::pin(async { records().await })
}

/// Loads the chunk of a route's page, while discovery is under way. A failure is ignored: the page tries again.
pub(crate) fn preload(route: &Route) {
    if let Some(chunk) = chunk_of(route) {
        fetch(chunk);
    }
    if matches!(route, Route::Form { .. }) {
        fetch(Chunk::Drafts);
    }
}

/// Preloads the form chunk before its first page, the drafts, and the chunk of the fields that few forms have.
fn preload_forms(host: Host) {
    spawn_local(async move {
        if idle(host).await
            && load(Chunk::Forms).await.is_ok()
            && load(Chunk::Drafts).await.is_ok()
            && idle(host).await
            && let Ok(exports) = forms().await
        {
            let _ = (exports.load_rare_fields)().await;
        }
    });
}

fn fetch(chunk: Chunk) {
    spawn_local(async move {
        let _ = load(chunk).await;
    });
}

/// Loads the chunks of other screens, one after another, whenever the screen is complete and the browser is idle.
pub(crate) fn preload_others(host: Host, session: Session, search: Search) {
    spawn_local(async move {
        if idle(host).await {
            let _ = load(Chunk::Content).await;
        }
        if idle(host).await {
            search.load();
        }
        if idle(host).await && untrack(|| session.is_signed_in()) {
            let _ = load(Chunk::Account).await;
        }
    });
}

/// Loads the search chunk; `None` if that fails now.
pub(crate) fn search_chunk() -> Pin<Box<dyn Future<Output = Option<SearchChunk>>>> {
    Box::pin(async { Some(search().await.ok()?.chunk) })
}
