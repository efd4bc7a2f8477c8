//! Addresses that come from outside, as `crates/routes` reads them.

pub use portico_routes::address::{OutsideLink, SignOn, origin_of, own_path, stays_within};
