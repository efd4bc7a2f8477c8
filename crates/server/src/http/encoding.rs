//! The content encodings that a client accepts.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;

/// Whether the client accepts Brotli.
pub(crate) fn accepts_brotli(headers: &HeaderMap) -> bool {
    let encodings = headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    encodings
        .flat_map(|value| value.split(','))
        .any(|encoding| {
            let mut parts = encoding.split(';').map(str::trim);
            let brotli = parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case("br"));
            let quality = parts.find_map(|part| part.strip_prefix("q="));
            brotli && quality.is_none_or(|q| q.parse::<f32>().is_ok_and(|q| q > 0.0))
        })
}
