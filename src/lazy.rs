//! The pages around forms, in a file of their own that is loaded when the first of them is opened.
//!
//! What only [`view`] reaches leaves the main module: the form engine, uploads, the gallery. Whatever another page calls
//! as well stays there.

use crate::app::App;
use crate::client::{Failure, Load};
use crate::keep;
use crate::pages;
use crate::route::Route;
use crate::ui::{self, Skeleton};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

/// What the rest of the portal may call in the file.
#[derive(Clone, Copy)]
struct Doors {
    view: fn(App, &Route) -> AnyView,
    desk: fn(App),
}

/// The one way into the file. It hands out functions instead of a view, so that the view is made where it belongs.
#[wasm_split(forms, wasm_split_path = ::leptos::wasm_split, preload(download), fallible)]
fn forms() -> Result<Doors, Failure> {
    Ok(Doors {
        view,
        desk: keep::start,
    })
}

fn view(app: App, route: &Route) -> AnyView {
    match route {
        Route::Form { service, prefill } => {
            pages::request_form::view(app, service.clone(), prefill.clone())
        }
        Route::Drafts => pages::drafts::view(app),
        Route::Gallery { id } => pages::gallery::view(app, id.clone()),
        _ => pages::not_found::view(app),
    }
}

/// A page of the file, in whichever state the file is.
pub(crate) fn page(app: App, route: Route) -> AnyView {
    let state = RwSignal::new(Load::Loading);
    let load = move || {
        state.set(Load::Loading);
        spawn_local(async move {
            let load = forms().await.map_or_else(Load::Failed, Load::Ready);
            state.try_set(load);
        });
    };
    load();
    ui::live(move || {
        let waiting = match state.get() {
            Load::Ready(doors) => return (doors.view)(app, &route),
            Load::Loading => ui::skeleton(app, Skeleton::Text),
            Load::Failed(failure) => {
                app.report(&failure);
                ui::failed(app, &failure, load)
            }
        };
        view! { <div class="page">{waiting}</div> }.into_any()
    })
}

/// Begins to work on drafts and the outbox. Without a network that waits for the next page of the file.
pub(crate) async fn desk(app: App) {
    if let Ok(doors) = forms().await {
        (doors.desk)(app);
    }
}

/// Loads the file ahead of its first page. A failure says nothing yet: the page tries again.
pub(crate) fn preload() {
    spawn_local(async {
        let _ = download().await;
    });
}

impl From<SplitLoaderError> for Failure {
    fn from(_: SplitLoaderError) -> Self {
        Self::Unreachable
    }
}
