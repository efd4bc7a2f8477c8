//! Searches without results: counted, without any information about the user.

use crate::auth::AuthContext;
use crate::db::ZeroResultSearch;
use crate::http::responses::Writing;
use crate::http::{ApiError, Json, NoParams, Params};
use crate::limits::{IMPROVEMENT_BYTES, IMPROVEMENT_CHARACTERS, IMPROVEMENTS};
use crate::search_index::SearchState;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use portico_contract::{FieldError, NewImprovement, PublicRead};

/// Report a search without results
///
/// Equal searches are counted together, and the user is not stored.
#[utoipa::path(
    post,
    path = "/improvements",
    request_body = NewImprovement,
    responses((status = 204, description = "Counted"), Writing)
)]
pub(crate) async fn create_improvement(
    State(state): State<SearchState>,
    Params(NoParams {}): Params<NoParams>,
    caller: AuthContext,
    headers: HeaderMap,
    Json { value, .. }: Json<NewImprovement, IMPROVEMENT_BYTES>,
) -> Result<StatusCode, ApiError> {
    caller.may_read(state.contents.content(), PublicRead::Catalogue)?;
    let view = state.contents.view(&headers)?;
    let NewImprovement::Search { words } = value;
    let search = ZeroResultSearch {
        kind: "search".to_owned(),
        words: counted(&words)?,
        language: view.language.clone(),
        at: Timestamp::now().as_millisecond(),
    };
    state.improvements.count(search, IMPROVEMENTS).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Normalises a search for counting: lower case and single spaces, without characters that control
/// a terminal.
fn counted(words: &str) -> Result<String, ApiError> {
    let words = words.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let words = words.join(" ");
    let (code, detail) = match words.chars().count() {
        0 => ("required", "Enter what was searched for.".to_owned()),
        1..=IMPROVEMENT_CHARACTERS => return Ok(words.to_lowercase()),
        _ => (
            "maxLength",
            format!("Use at most {IMPROVEMENT_CHARACTERS} characters."),
        ),
    };
    Err(ApiError::invalid(vec![FieldError {
        pointer: "/words".to_owned(),
        code: code.to_owned(),
        detail,
    }]))
}
