//! Typed routes, as `crates/routes` reads and spells them.

pub use portico_routes::route::{Order, ResultKind, Route, decode, encode};
