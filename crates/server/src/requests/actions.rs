//! Actions on a request: each is one command, decided by the domain's rules.

use super::{RequestsState, comments, read};
use crate::auth::AuthContext;
use crate::auth::user::{User, members};
use crate::db::{RequestCommand, StoreError, StoredResponse};
use crate::http::responses::Writing;
use crate::http::{ApiError, Json, NoParams, Params};
use crate::idempotency::Attempt;
use crate::limits::{COMMENT_BYTES, COMMENT_CHARACTERS};
use crate::localized_content::LocalizedContent;
use crate::wire;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::Timestamp;
use portico_contract::{FieldError, NewAction, ReasonRule, action};
use portico_domain::{
    Action, Approval, ApprovalId, ApprovalState, Command, Person, Rating, Reason, Request, RichText,
};

/// Execute an action on a request
///
/// The actions that the caller may execute are in the request's `actions`. An action that is not possible is refused
/// with 409; `current` is then the request as it is now.
#[utoipa::path(
    post,
    path = "/requests/{id}/actions/{action}",
    params(
        ("id" = String, Path, description = "The request"),
        ("action" = String, Path, description = "The id of the action"),
        ("Idempotency-Key" = String, Header, description = "Identifies this one intent; 1 to 255 visible ASCII characters")
    ),
    request_body = NewAction,
    responses((status = 204, description = "Done"), Writing)
)]
pub(crate) async fn create_action(
    State(state): State<RequestsState>,
    Path((id, action)): Path<(String, String)>,
    Params(NoParams {}): Params<NoParams>,
    caller: AuthContext,
    headers: HeaderMap,
    Json { value, hash }: Json<NewAction, COMMENT_BYTES>,
) -> Result<Response, ApiError> {
    let user = caller.user()?;
    let view = state.contents.view(&headers)?;
    let guard = match state.idempotency.enter(&user.id, &headers, hash).await? {
        Attempt::Answered(answer) => return Ok(answer),
        Attempt::First(guard) => guard,
    };
    let prepared = prepare(&state, view, user, &id, &action, value).await;
    let command = match prepared {
        Ok(command) => command,
        Err(error) => return guard.refuse(error).await,
    };
    let command = RequestCommand {
        request: id.clone(),
        command,
        actor: user.actor(),
        at: Timestamp::now().as_millisecond(),
        event: state.ids.next(),
        key: guard.key.clone(),
        answer: StoredResponse {
            status: 204,
            location: None,
            body: String::new(),
        },
    };
    match state.store.execute(command).await {
        Err(StoreError::Refused(_)) => {
            let current = read(&state, view, user, &id).await?;
            let refused = current.map_or_else(ApiError::not_found, |current| {
                ApiError::not_possible(serde_json::to_value(current).ok())
            });
            guard.refuse(refused).await
        }
        outcome => guard.end(outcome).await,
    }
}

/// The command of an action.
async fn prepare(
    state: &RequestsState,
    view: &LocalizedContent,
    user: &User,
    id: &str,
    name: &str,
    input: NewAction,
) -> Result<Command, ApiError> {
    let record = state.store.get(&user.reader(), id).await?;
    let request = record.ok_or_else(ApiError::not_found)?.request;
    let named = |of: &Action| {
        let names = wire::actions(*of).iter();
        names
            .clone()
            .find_map(|(own, rule)| (*own == name).then_some(*rule))
    };
    let known = Action::ALL.iter().find_map(|of| Some((*of, named(of)?)));
    let Some((of, rule)) = known.filter(|(of, _)| *of != Action::Comment) else {
        return Err(ApiError::not_found());
    };
    let given = Input::read(input, name, rule)?;
    let content = state.contents.content();
    let text = |text: Option<Reason>| {
        let text = text.map(String::from).unwrap_or_default();
        let document = serde_json::to_value(comments::document(view, text));
        document.map(RichText).map_err(ApiError::internal)
    };
    let command = match of {
        Action::Approve => Command::Approve {
            approval: undecided(&request, user),
            reason: given.reason,
        },
        Action::Reject => Command::Reject {
            approval: undecided(&request, user),
            reason: given.required()?,
        },
        Action::Assign => {
            let to = match given.to {
                None => user.person(),
                Some(to) => members(content, request.team().unwrap_or_default())
                    .find(|person| person.id == to.id)
                    .ok_or_else(|| fault("/to", "unknown", "This person is not in the team."))?,
            };
            Command::Assign { to }
        }
        Action::Ask => Command::Ask {
            question: text(given.reason)?,
        },
        Action::Answer => Command::Answer {
            body: text(given.reason)?,
        },
        Action::Resolve => Command::Resolve {
            reason: given.required()?,
        },
        Action::Reopen => Command::Reopen {
            reason: given.required()?,
        },
        Action::Cancel => Command::Cancel {
            reason: given.required()?,
        },
        Action::Rate => Command::Rate {
            rating: given
                .rating
                .ok_or_else(|| fault("/rating", "required", "Choose a rating."))?,
            reason: given.reason,
        },
        Action::Start => Command::Start,
        Action::Close => Command::Close,
        Action::Comment => return Err(ApiError::not_found()),
    };
    Ok(command)
}

/// The first approval that lacks the user's decision; otherwise one whose decision the rules refuse.
fn undecided(request: &Request, user: &User) -> ApprovalId {
    let id = user.person().id;
    let mut own = request
        .approvals()
        .filter(|(_, approval)| approval.required().approvers.contains(&id));
    let first = own.next();
    let is_open = |approval: &Approval| {
        let is_pending = request.approval_state(approval) == ApprovalState::Pending;
        is_pending && approval.decision(&id).is_none()
    };
    let open = first
        .into_iter()
        .chain(own)
        .find(|(_, approval)| is_open(approval));
    open.or(first).map_or(ApprovalId(1), |(number, _)| number)
}

/// The checked input of an action.
struct Input {
    reason: Option<Reason>,
    rating: Option<Rating>,
    to: Option<Person>,
}

impl Input {
    fn read(input: NewAction, name: &str, rule: ReasonRule) -> Result<Self, ApiError> {
        let NewAction { reason, rating, to } = input;
        let text = reason.unwrap_or_default().replace("\r\n", "\n");
        let is_blank = text.trim().is_empty();
        match rule {
            ReasonRule::None if !is_blank => {
                return Err(fault("/reason", "unexpected", "This action takes no text."));
            }
            ReasonRule::Required if is_blank => {
                return Err(fault("/reason", "required", "Enter a text."));
            }
            _ => {}
        }
        if text.trim().chars().count() > COMMENT_CHARACTERS {
            let detail = format!("Use at most {COMMENT_CHARACTERS} characters.");
            return Err(fault("/reason", "maxLength", &detail));
        }
        if rating.is_some() && name != action::RATE {
            return Err(fault(
                "/rating",
                "unexpected",
                "This action takes no rating.",
            ));
        }
        let is_assignment = name == action::ASSIGN;
        if to.is_some() && !is_assignment {
            return Err(fault("/to", "unexpected", "This action takes no person."));
        }
        if to.is_none() && is_assignment {
            return Err(fault("/to", "required", "Choose a person."));
        }
        let stars = rating.map(|stars| {
            Rating::new(stars)
                .ok_or_else(|| fault("/rating", "range", "Choose a rating from 1 to 5."))
        });
        Ok(Self {
            reason: Reason::new(&text),
            rating: stars.transpose()?,
            to: to.map(|id| Person {
                id: id.as_str().into(),
                name: String::new(),
            }),
        })
    }

    /// The reason of an action that requires one.
    fn required(self) -> Result<Reason, ApiError> {
        self.reason
            .ok_or_else(|| fault("/reason", "required", "Enter a text."))
    }
}

fn fault(pointer: &str, code: &str, detail: &str) -> ApiError {
    ApiError::invalid(vec![FieldError {
        pointer: pointer.to_owned(),
        code: code.to_owned(),
        detail: detail.to_owned(),
    }])
}
