//! The addresses of the portal's screens, and the outside addresses that a link may lead to.
//!
//! The portal and the reference backend link this crate: a page that the backend renders and the portal that takes it over
//! read the same address as the same screen, and refuse the same links.
//!
//! Invariant: nothing here knows the DOM, a clock or a network.

pub mod address;
pub mod route;
