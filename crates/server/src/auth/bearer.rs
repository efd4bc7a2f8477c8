//! Bearer tokens: JSON Web Tokens of an issuer whose public keys are configured.

use super::directory::Credentials;
use super::display::display_name;
use super::keys::{KeySource, Keys};
use crate::db::{Identity, UserSource};
use crate::email_address::is_address;
use crate::failure::chain;
use crate::http::ApiError;
use crate::identity::{PROXY_ISSUER, is_subject};
use crate::json;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Only public-key signatures: anyone who can verify a token with a shared secret can also forge
/// one.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];
/// The allowed clock skew, in seconds. It is short, because tokens may live only a minute.
const LEEWAY: u64 = 5;

/// The accepted tokens.
#[derive(Clone, Debug)]
pub struct TokenOptions {
    /// A JWKS file, or an `http` or `https` URL of one.
    pub keys: String,
    /// The issuer that tokens must come from.
    pub issuer: String,
    /// The audience that tokens must be for.
    pub audience: String,
    /// The claim with a user's groups, which become roles of users whom people.yaml does not list.
    pub groups: Option<String>,
}

/// Verifies tokens.
pub(crate) struct Tokens {
    keys: Keys,
    options: TokenOptions,
}

#[derive(Deserialize)]
struct Claims {
    sub: Option<String>,
    email: Option<String>,
    email_verified: Option<bool>,
    name: Option<String>,
}

/// The maximum number of a token's groups that are read.
const GROUPS: usize = 10_000;

impl Tokens {
    /// Loads the keys for the first time.
    ///
    /// # Errors
    /// One sentence that says why a key file cannot be used. A URL that does not respond is tried
    /// again later.
    pub(crate) async fn new(options: TokenOptions) -> Result<Self, String> {
        if options.issuer == PROXY_ISSUER {
            return Err(format!(
                "--token-issuer cannot be {PROXY_ISSUER:?}: the names that a proxy gives count as that issuer's."
            ));
        }
        let keys = Keys::new(KeySource::of(&options.keys)).await?;
        Ok(Self { keys, options })
    }

    /// The identity and attributes in a token. `has_proxy` says whether a proxy also signs users
    /// in.
    pub(crate) async fn check(
        &self,
        token: &str,
        has_proxy: bool,
    ) -> Result<Credentials, ApiError> {
        let mut claims = self.claims(token).await.ok_or_else(ApiError::bad_token)?;
        let groups = self.options.groups.as_ref();
        let groups = groups.and_then(|name| claims.remove(name));
        let claims: Claims = json::read(&Value::Object(claims)).map_err(|error| {
            // The detail may contain the claim's value, which is about a person.
            tracing::debug!(
                claim = error.pointer,
                "a token was refused: a claim has the wrong type"
            );
            ApiError::bad_token()
        })?;
        // An address may change and be reassigned to another person, so it does not identify the
        // user.
        let subject = claims.sub.filter(|subject| is_subject(subject));
        let subject = subject.ok_or_else(ApiError::bad_token)?;
        let email = claims.email.filter(|email| is_address(email));
        let is_verified = claims.email_verified == Some(true);
        // The last release had no users: its IDs were subjects, addresses if there was no subject,
        // and the names from a proxy. A subject that looks like an address could be the ID of
        // another person, from the proxy.
        let is_doubtful = is_address(&subject);
        let own = Some(subject.clone()).filter(|_| !(has_proxy && is_doubtful));
        // It also matched users with people.yaml by unverified addresses.
        let unverified = email.clone().filter(|_| claims.email_verified.is_none());
        let doubtful = Some(subject.clone()).filter(|_| is_doubtful);
        Ok(Credentials {
            name: claims.name.as_deref().and_then(display_name),
            is_verified,
            email,
            earlier_ids: own.into_iter().collect(),
            unproven: unverified.into_iter().chain(doubtful).collect(),
            groups: groups.map(names).unwrap_or_default(),
            source: UserSource::Token,
            identity: Identity {
                issuer: self.options.issuer.clone(),
                subject,
            },
        })
    }

    async fn claims(&self, token: &str) -> Option<Map<String, Value>> {
        let header = decode_header(token).ok()?;
        if !ALGORITHMS.contains(&header.alg) || !is_understood(&header) {
            return None;
        }
        let mut validation = Validation::new(header.alg);
        validation.leeway = LEEWAY;
        validation.validate_nbf = true;
        validation.set_issuer(&[&self.options.issuer]);
        validation.set_audience(&[&self.options.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        // The signature is checked before any claim.
        let read = |key: &Jwk| {
            let key = DecodingKey::from_jwk(key).ok()?;
            match decode::<Map<String, Value>>(token, &key, &validation) {
                Ok(token) => Some(Ok(token.claims)),
                Err(error) if *error.kind() == ErrorKind::InvalidSignature => None,
                Err(error) => Some(Err(error)),
            }
        };
        let claims = self.keys.signer(&header, read).await?;
        let claims =
            claims.map_err(|error| tracing::debug!(error = %chain(&error), "a token was refused"));
        let claims = claims.ok()?;
        // No database could look up an ID with such characters.
        let whole = Value::Object(claims);
        match (json::nul(&whole), whole) {
            (None, Value::Object(claims)) => Some(claims),
            _ => None,
        }
    }
}

/// The names in a claim, which is a list of strings or a single string.
fn names(claim: Value) -> Vec<String> {
    let claims = match claim {
        Value::Array(claims) => claims,
        claim => vec![claim],
    };
    let names = claims
        .into_iter()
        .take(GROUPS)
        .filter_map(|claim| match claim {
            Value::String(name) => Some(name),
            _ => None,
        });
    names.collect()
}

/// Whether the header requires only features that this server supports, and the token is an access
/// token.
fn is_understood(header: &Header) -> bool {
    // Critical extensions must be understood (RFC 7515, 4.1.11), and this server supports none.
    let extended = header.crit.is_some() || header.extras.inner().contains_key("b64");
    // These parameters belong to encrypted and nested tokens.
    let wrapped = header.enc.is_some() || header.zip.is_some() || header.cty.is_some();
    // An issuer signs other tokens with the same key, such as logout tokens (RFC 8725, 3.11).
    let kind = header.typ.as_deref().map(str::to_ascii_lowercase);
    let kind = kind.as_deref().unwrap_or("jwt");
    let kind = kind.strip_prefix("application/").unwrap_or(kind);
    !extended && !wrapped && matches!(kind, "jwt" | "at+jwt")
}

/// The bearer token of a request.
pub(super) fn token(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
