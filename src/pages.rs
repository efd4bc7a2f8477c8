//! One module per page, with the name that users see.

pub(crate) mod approvals;
pub(crate) mod article;
pub(crate) mod articles;
pub(crate) mod contact;
pub(crate) mod drafts;
mod filtered_list;
pub(crate) mod gallery;
pub(crate) mod home;
pub(crate) mod not_found;
pub(crate) mod privacy;
pub(crate) mod profile;
pub(crate) mod receipt;
pub(crate) mod request;
pub(crate) mod request_form;
pub(crate) mod requests;
pub(crate) mod search;
pub(crate) mod service;
pub(crate) mod services;
pub(crate) mod sign_in;
mod team_list;
pub(crate) mod waiting;
pub(crate) mod work;
