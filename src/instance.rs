//! The portals on this page, each behind a handle for JavaScript.

use crate::config::Config;
use crate::portal::MountedPortal;
use crate::view::{self, Mount};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use wasm_bindgen::JsValue;

struct Instance {
    portal: MountedPortal,
    /// Dropped last: it unmounts the view and disposes of everything reactive.
    _view: Mount,
}

thread_local! {
    static INSTANCES: RefCell<HashMap<u32, Instance>> = RefCell::default();
    static NEXT: Cell<u32> = const { Cell::new(1) };
}

pub(crate) fn mount(root: web_sys::HtmlElement, config: &JsValue) -> u32 {
    let config = Config::read(config);
    report_panics(&config);
    let handle = NEXT.replace(NEXT.get().wrapping_add(1));
    let slot = std::rc::Rc::new(Cell::new(None));
    let (given, shadow_root) = (slot.clone(), root.clone());
    let view = view::mount(&root, move || {
        let (portal, view) = MountedPortal::start(shadow_root, config);
        given.set(Some(portal));
        view
    });
    if let Some(portal) = slot.get() {
        let instance = Instance {
            portal,
            _view: view,
        };
        INSTANCES.with_borrow_mut(|all| all.insert(handle, instance));
    }
    handle
}

pub(crate) fn update(handle: u32, config: &JsValue) {
    let portal = INSTANCES.with_borrow(|all| all.get(&handle).map(|instance| instance.portal));
    if let Some(portal) = portal {
        portal.update(&Config::read(config));
    }
}

pub(crate) fn unmount(handle: u32) {
    // It is taken out before it is dropped, because cleaning up may call back into this module.
    let instance = INSTANCES.with_borrow_mut(|all| all.remove(&handle));
    if let Some(instance) = instance {
        instance.portal.stop();
        drop(instance);
    }
}

/// A panic ends the whole module; the element is told, so that it can display that instead of freezing.
fn report_panics(config: &Config) {
    let emit = send_wrapper::SendWrapper::new(config.emit.clone());
    std::panic::set_hook(Box::new(move |info| {
        web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
        emit.panic();
    }));
}
