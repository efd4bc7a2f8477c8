//! Waiting until nothing is in the way: what the screen that is shown does not need is fetched behind it.

use crate::host::Host;
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

/// How long an incomplete screen is left alone before it is looked at again, in milliseconds.
const PAUSE: i32 = 200;

/// Waits until the screen is complete and the browser has nothing to do. `false` where nothing should be fetched ahead:
/// the portal is gone, or bytes are dear to whoever sits here.
pub(crate) async fn idle(host: Host) -> bool {
    loop {
        called_back(&|call| after(PAUSE, call)).await;
        if host.is_gone() || saves_bytes() {
            return false;
        }
        if !is_complete(host) {
            continue;
        }
        called_back(&|call| {
            // Safari knows no idle moments.
            if window().request_idle_callback(call).is_err() {
                after(1, call);
            }
        })
        .await;
        if is_complete(host) {
            return true;
        }
    }
}

/// Whether the texts and the screen are there, and nothing of it is still being loaded.
fn is_complete(host: Host) -> bool {
    host.find("#main").is_some() && host.find(".skeleton").is_none()
}

/// Whether the reader has asked the browser to save data, or is on a slow connection, as far as the browser says.
fn saves_bytes() -> bool {
    let get = |from: &_, name: &str| Reflect::get(from, &name.into()).ok();
    let Some(connection) = get(&window().navigator(), "connection").filter(|it| it.is_object())
    else {
        return false;
    };
    let speed = get(&connection, "effectiveType").and_then(|speed| speed.as_string());
    get(&connection, "saveData").is_some_and(|saves| saves.is_truthy())
        || matches!(speed.as_deref(), Some("slow-2g" | "2g" | "3g"))
}

/// Waits until the function that is handed over was called.
async fn called_back(hand_over: &dyn Fn(&Function)) {
    let promise = Promise::new(&mut |resolve, _| hand_over(&resolve));
    let _ = JsFuture::from(promise).await;
}

fn after(milliseconds: i32, call: &Function) {
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(call, milliseconds);
}
