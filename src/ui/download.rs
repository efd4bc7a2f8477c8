//! Downloads.

use super::live::live;
use super::{Icon, icon};
use crate::api::{Client, StoredFile};
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::reactive::spawn_local;
use crate::view::{View, view};
use leptos::prelude::*;

/// A download, loaded with the user's sign-in and then saved under its own name.
pub(crate) fn download(
    i18n: I18n,
    host: Host,
    client: Client,
    file: StoredFile,
    name: String,
    words: View,
) -> View {
    let failed = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let save = move |_: web_sys::MouseEvent| {
        let (file, name) = (file.clone(), name.clone());
        busy.set(true);
        spawn_local(async move {
            let answer = client.file(&file).await;
            if host.is_gone() || busy.try_set(false).is_some() {
                return;
            }
            failed.set(answer.is_err());
            if let Ok(blob) = answer {
                save_as(blob.as_str(), &name);
                // The browser reads the URL after this task, so it must not be revoked at once.
                set_timeout(move || drop(blob), std::time::Duration::from_secs(60));
            }
        });
    };
    view! {
        <button class="link link-button" type="button" disabled=busy on:click=save>
            {icon(Icon::Download)}{words}
        </button>
        {live(move || failed.get().then(|| view! { <span class="inline-error" role="alert">{t!(i18n, "download-failed")}</span> }))}
    }
}

fn save_as(url: &str, name: &str) {
    use wasm_bindgen::JsCast;
    let Ok(anchor) = leptos::prelude::document().create_element("a") else {
        return;
    };
    let Ok(anchor) = anchor.dyn_into::<web_sys::HtmlAnchorElement>() else {
        return;
    };
    anchor.set_href(url);
    anchor.set_download(name);
    anchor.click();
}
