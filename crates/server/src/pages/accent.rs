//! The organisation's accent colour as a style sheet of its own: the page's policy allows no inline
//! styles.

use crate::http::ApiError;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// The address of the sheet for a colour such as `#2457c5`; `None` if it is not such a colour.
pub(super) fn address(colour: &str) -> Option<String> {
    let digits = colour
        .strip_prefix('#')
        .filter(|digits| is_colour(digits))?;
    Some(format!("/accent/{digits}.css"))
}

/// The sheet at an address. It never changes, because its name is its content.
pub(super) fn serve(file: &str) -> Result<Response, ApiError> {
    let digits = file.strip_suffix(".css").filter(|digits| is_colour(digits));
    let digits = digits.ok_or_else(ApiError::not_found)?;
    let head = [
        (CONTENT_TYPE, "text/css; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((head, format!(".portal{{--portico-brand:#{digits}}}")).into_response())
}

fn is_colour(digits: &str) -> bool {
    digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}
