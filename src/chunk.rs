//! One part of the portal in a file of its own: the function that enters it, and the screen until it is loaded.

use crate::api::{Failure, Load};
use crate::page_context::PageContext;
use crate::reactive::{effect, spawn_local};
use crate::ui::{self, Skeleton};
use crate::view::View;
use leptos::prelude::*;
#[cfg(feature = "split")]
use leptos::wasm_split::SplitLoaderError;
use std::pin::Pin;

/// The only entry point of a chunk. It returns functions instead of a view, so that views are created by callers.
macro_rules! chunk {
    ($name:ident, $exports:ty, $make:expr) => {
        #[cfg(feature = "split")]
        #[::leptos::wasm_split::wasm_split($name, wasm_split_path = ::leptos::wasm_split, fallible)]
        fn $name() -> Result<$exports, $crate::api::Failure> {
            Ok($make)
        }

        #[cfg(not(feature = "split"))]
        async fn $name() -> Result<$exports, $crate::api::Failure> {
            Ok($make)
        }
    };
}

pub(crate) use chunk;

/// Loads a chunk, once. After a failure, the next call tries again.
pub(crate) type Loading<T> = Pin<Box<dyn Future<Output = Result<T, Failure>>>>;

/// Shows `ready` once a chunk is loaded, and until then that it is loading or cannot be loaded, inside `frame`.
pub(crate) fn show(
    context: PageContext,
    load: impl Fn() -> Loading<()> + Clone + 'static,
    frame: fn(View) -> View,
    ready: impl Fn() -> View + 'static,
) -> View {
    let state = RwSignal::new(Load::Loading);
    let try_it = move || {
        state.set(Load::Loading);
        let loading = load();
        spawn_local(async move {
            let load = loading.await.map_or_else(Load::Failed, Load::Ready);
            state.try_set(load);
        });
    };
    try_it();
    let again = try_it.clone();
    // If the connection was the problem, the chunk is loaded when there is one again.
    effect(move || {
        context.client.track_reached();
        if state.with_untracked(|state| matches!(state, Load::Failed(_))) {
            again();
        }
    });
    ui::live(move || match state.get() {
        Load::Ready(()) => ready(),
        Load::Loading => frame(ui::skeleton(context.i18n, Skeleton::Text)),
        Load::Failed(failure) => {
            ui::report(context.i18n, context.host, context.session, &failure);
            frame(ui::failed(context, &failure, try_it.clone()))
        }
    })
}

#[cfg(feature = "split")]
impl From<SplitLoaderError> for Failure {
    fn from(_: SplitLoaderError) -> Self {
        Self::Unreachable
    }
}
