//! Authentication of callers: a bearer token, the header of a trusted proxy, or a session cookie.
//! OpenID Connect will be another method.

mod bearer;
mod directory;
mod display;
mod keys;
mod origin;
mod proxy;
mod refusals;
pub(crate) mod routes;
mod session;
mod session_cache;
pub(crate) mod user;

pub use bearer::TokenOptions;

pub use session::Cookies;

pub(crate) use directory::Directory;
pub(crate) use origin::{OwnOrigins, RequestOrigin};

use crate::auth::user::User;
use crate::content::Content;
use crate::db::SessionStore;
use crate::http::ApiError;
use crate::http::client::Proxies;
use crate::http::rate::SignedIn;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bearer::Tokens;
use percent_encoding::percent_decode;
use portico_contract::{AUTHOR, Persona, PublicRead, REQUESTED_BY, SignInMethod};
use session::Sessions;
use std::net::SocketAddr;
use std::sync::Arc;

/// The available sign-in methods, and their trust settings.
pub(crate) struct AuthOptions {
    /// The accepted bearer tokens; `None`: no tokens are accepted.
    pub(crate) tokens: Option<TokenOptions>,
    /// The proxies in front of the server.
    pub(crate) proxies: Proxies,
    /// The header in which the proxies name the user; `None`: they do not authenticate users.
    pub(crate) header: Option<HeaderName>,
    /// The server's own origins.
    pub(crate) origins: Arc<OwnOrigins>,
    /// The kind of session cookies.
    pub(crate) cookies: Cookies,
    /// Whether visitors may sign in as a persona of the content.
    pub(crate) personas: bool,
}

/// Authenticates callers.
pub(crate) struct Authenticator {
    content: Arc<Content>,
    tokens: Option<Tokens>,
    proxies: Proxies,
    header: Option<HeaderName>,
    origins: Arc<OwnOrigins>,
    sessions: Sessions,
    directory: Directory,
    personas: bool,
}

impl Authenticator {
    /// Loads the token keys for the first time.
    ///
    /// # Errors
    /// The reason why a key file cannot be used.
    pub(crate) async fn new(
        options: AuthOptions,
        content: Arc<Content>,
        sessions: Arc<dyn SessionStore>,
        directory: Directory,
    ) -> Result<Self, String> {
        let tokens = match options.tokens {
            Some(options) => Some(Tokens::new(options).await?),
            None => None,
        };
        Ok(Self {
            content,
            tokens,
            proxies: options.proxies,
            header: options.header,
            origins: options.origins,
            sessions: Sessions::new(sessions, options.cookies),
            directory,
            personas: options.personas,
        })
    }

    /// The caller of a request.
    ///
    /// # Errors
    /// The credentials are invalid, or a write may come from another site.
    pub(crate) async fn identify(&self, request: &Parts) -> Result<AuthContext, ApiError> {
        let headers = &request.headers;
        if let Some(token) = bearer::token(headers) {
            let tokens = self.tokens.as_ref().ok_or_else(ApiError::bad_token)?;
            let credentials = tokens.check(token, self.header.is_some()).await?;
            return Ok(AuthContext {
                user: Some(self.directory.sign_in(credentials, &self.content).await?),
                method: AuthMethod::Bearer,
            });
        }
        let peer = request
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|peer| peer.0.ip());
        let caller = match proxy::credentials(&self.proxies, self.header.as_ref(), headers, peer) {
            Some(credentials) => AuthContext {
                user: Some(self.directory.sign_in(credentials, &self.content).await?),
                method: AuthMethod::Proxy,
            },
            None => {
                let (directory, content) = (&self.directory, &self.content);
                self.sessions.caller(directory, content, headers).await?
            }
        };
        // Browsers attach cookies, and a proxy's sign-in applies, to requests from every site, so
        // writes must prove their origin. This includes signing in, so that no site can sign a user
        // in as another user.
        let write = !matches!(request.method, Method::GET | Method::HEAD | Method::OPTIONS);
        let ambient = !matches!(caller.method, AuthMethod::Nobody | AuthMethod::Bearer);
        let signs_in = request.uri.path().ends_with("/session");
        if write && (ambient || signs_in) {
            let by_script = headers.get(REQUESTED_BY).is_some_and(|value| value == "1");
            match self.origins.of(headers) {
                RequestOrigin::Own if by_script => {}
                RequestOrigin::UnlistedHost => return Err(ApiError::unlisted_host()),
                RequestOrigin::Own | RequestOrigin::Missing | RequestOrigin::Foreign => {
                    return Err(ApiError::cross_site());
                }
            }
        }
        Ok(caller)
    }

    /// The sign-in methods that this server offers, the preferred one first.
    pub(crate) fn methods(&self, language: &str) -> Vec<SignInMethod> {
        let mut methods = Vec::new();
        if self.personas {
            methods.push(SignInMethod::Persona {
                personas: personas(&self.content, language),
            });
        }
        if self.tokens.is_some() {
            methods.push(SignInMethod::Bearer);
        }
        if self.header.is_some() {
            methods.push(SignInMethod::Proxy);
        }
        methods
    }
}

/// The caller and their sign-in method.
#[derive(Clone, Debug)]
pub(crate) struct AuthContext {
    pub(crate) user: Option<User>,
    pub(crate) method: AuthMethod,
}

/// The method by which a caller is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AuthMethod {
    /// The caller is signed out.
    Nobody,
    /// A bearer token in the request.
    Bearer,
    /// The header of a proxy in front of this server.
    Proxy,
    /// A session cookie, as the hash of its secret.
    Session(String),
}

impl AuthContext {
    /// The signed-in user.
    pub(crate) fn user(&self) -> Result<&User, ApiError> {
        self.user.as_ref().ok_or_else(ApiError::sign_in)
    }

    /// Admits signed-in users, and everyone else if the area is public.
    pub(crate) fn may_read(&self, content: &Content, part: PublicRead) -> Result<(), ApiError> {
        let open = content.organisation.signed_out.contains(&part);
        if open || self.user.is_some() {
            Ok(())
        } else {
            Err(ApiError::sign_in())
        }
    }
}

impl<S: Sync> FromRequestParts<S> for AuthContext {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let caller = parts.extensions.get().cloned();
        caller.ok_or_else(|| ApiError::internal("the sign-in layer is missing"))
    }
}

/// A layer of the API that authenticates the caller, and refuses writes that another site may have
/// caused.
pub(crate) async fn layer(
    State(authenticator): State<Arc<Authenticator>>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let caller = authenticator.identify(&parts).await;
    match caller.and_then(|caller| by_its_author(caller, &parts)) {
        Ok(caller) => {
            if let Some(user) = &caller.user {
                parts.extensions.insert(SignedIn(user.id.clone()));
            }
            parts.extensions.insert(caller);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(fail) => fail.into_response(),
    }
}

/// The caller, unless the request names another user as its author: between reading the current
/// user and the write, a browser may have received another cookie or token.
fn by_its_author(caller: AuthContext, request: &Parts) -> Result<AuthContext, ApiError> {
    let Some(author) = request.headers.get(AUTHOR) else {
        return Ok(caller);
    };
    let author = percent_decode(author.as_bytes()).decode_utf8();
    let is_own = author.is_ok_and(|author| {
        let user = caller.user.as_ref();
        user.is_some_and(|user| user.id == author)
    });
    if is_own {
        Ok(caller)
    } else {
        Err(ApiError::other_author())
    }
}

/// The personas of the demo.
fn personas(content: &Content, language: &str) -> Vec<Persona> {
    let persona = |person: &crate::content::Person| {
        let description = person.persona.as_ref()?;
        let default = content.default_language();
        Some(Persona {
            id: person.id.value.as_str().into(),
            name: person.name.clone(),
            description: crate::content::text(description, language, default).to_owned(),
        })
    };
    let mut people: Vec<_> = content.people.values().collect();
    people.sort_by_key(|person| person.id.line);
    people.into_iter().filter_map(persona).collect()
}
