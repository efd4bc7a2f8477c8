//! Small widgets that several pages use.

mod card;
mod contact;
mod crumbs;
mod document;
mod download;
mod facts;
mod heading;
mod icon;
mod language;
mod link;
mod list;
mod live;
mod outbox_badge;
mod search_box;
mod stages;
mod state;
mod status;
mod toast;

pub(crate) use card::{article_row, service_card, service_row};
pub(crate) use contact::contact;
pub(crate) use crumbs::crumbs;
pub(crate) use document::{document, jump, show_section};
pub(crate) use download::download;
pub(crate) use facts::{approver, price, target};
pub(crate) use heading::{focus, heading, page_heading, page_heading_in, title};
pub(crate) use icon::{Icon, icon, named_icon};
pub(crate) use language::other_language;
pub(crate) use link::{aside, chip, external, link, link_target};
pub(crate) use list::{keep_focus, more};
pub(crate) use live::{clicked, live, on};
pub(crate) use outbox_badge::outbox_badge;
pub(crate) use search_box::{search_box, search_input};
pub(crate) use stages::stages;
pub(crate) use state::{Skeleton, empty, failed, show, skeleton, undiscovered};
pub(crate) use status::{announcement, status};
pub(crate) use toast::{Toast, toasts};
