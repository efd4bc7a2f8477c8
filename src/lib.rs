//! Portico: an IT self-service portal as one WebAssembly component.
//!
//! JavaScript may call three functions: [`mount`], [`update`] and [`unmount`]. The custom element in `element/` is
//! their only caller; the full page is that same element with `routing="path"`.

pub mod address;
mod announcer;
mod api;
mod app;
mod chunk;
mod chunks;
mod clock;
mod comments;
mod config;
mod delivery;
mod dom;
mod form;
mod history;
mod host;
mod i18n;
mod idle;
mod instance;
mod language_setting;
mod page_context;
mod pages;
mod portal;
mod preferences;
mod pressed;
mod random;
mod reactive;
pub mod route;
mod screen;
pub mod screens;
mod search;
mod session;
mod shell;
mod ui;
mod view;

use wasm_bindgen::prelude::*;

/// Mounts a portal in `root`, an element inside the host's shadow root. Returns its handle.
#[wasm_bindgen]
#[must_use]
pub fn mount(root: web_sys::HtmlElement, config: JsValue) -> u32 {
    instance::mount(root, &config)
}

/// Updates changed attributes: `lang` and `headingLevel`. Unknown handles are ignored.
#[wasm_bindgen]
pub fn update(handle: u32, config: JsValue) {
    instance::update(handle, &config);
}

/// Removes a portal and frees its memory. Unknown handles are ignored.
#[wasm_bindgen]
pub fn unmount(handle: u32) {
    instance::unmount(handle);
}
