//! Bearer tokens: JSON Web Tokens of an issuer whose public keys we know.

use super::directory::Credentials;
use super::display::display_name;
use super::keys::{KeySource, Keys};
use crate::db::{Identity, UserSource};
use crate::email_address::is_address;
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

/// Signatures by public key only: with a shared secret, whoever can check a token can also make one.
const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];
/// How far clocks may differ, in seconds. Tokens may live only a minute, so this is short.
const LEEWAY: u64 = 5;

/// Whose tokens are good.
#[derive(Clone, Debug)]
pub struct TokenOptions {
    /// A JWKS file, or an `http` or `https` URL of one.
    pub keys: String,
    /// The issuer that tokens must come from.
    pub issuer: String,
    /// The audience that tokens must be for.
    pub audience: String,
    /// The claim that holds somebody's groups, which are roles of those whom people.yaml does not list.
    pub groups: Option<String>,
}

/// Checks tokens.
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

/// The most groups of a token that are looked at.
const GROUPS: usize = 10_000;

impl Tokens {
    /// Reads the keys for the first time.
    ///
    /// # Errors
    /// One sentence that says why a key file cannot be used. An address that does not answer is asked again later.
    pub(crate) async fn new(options: TokenOptions) -> Result<Self, String> {
        if options.issuer == PROXY_ISSUER {
            return Err(format!(
                "--token-issuer cannot be {PROXY_ISSUER:?}: the names that a proxy gives count as that issuer's."
            ));
        }
        let keys = Keys::new(KeySource::of(&options.keys)).await?;
        Ok(Self { keys, options })
    }

    /// Whom a token speaks for. `has_proxy` says whether names come from a proxy too.
    pub(crate) async fn check(
        &self,
        token: &str,
        has_proxy: bool,
    ) -> Result<Credentials, ApiError> {
        let mut claims = self.claims(token).await.ok_or_else(ApiError::bad_token)?;
        let groups = self.options.groups.as_ref();
        let groups = groups.and_then(|name| claims.remove(name));
        let claims: Claims =
            json::read(&Value::Object(claims)).map_err(|_| ApiError::bad_token())?;
        // An address may change, and be given to somebody else: it does not say who it is.
        let subject = claims.sub.filter(|subject| is_subject(subject));
        let subject = subject.ok_or_else(ApiError::bad_token)?;
        let email = claims.email.filter(|email| is_address(email));
        let is_verified = claims.email_verified == Some(true);
        // The last release had no users: its ids were subjects, addresses where there was no subject, and the names that
        // a proxy gave. A subject that looks like an address could be that of whom the proxy named.
        let is_doubtful = is_address(&subject);
        let own = Some(subject.clone()).filter(|_| !(has_proxy && is_doubtful));
        // It also took people for those of people.yaml by addresses that nobody had verified.
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
        // The signature is checked before anything that the token says.
        let read = |key: &Jwk| {
            let key = DecodingKey::from_jwk(key).ok()?;
            match decode::<Map<String, Value>>(token, &key, &validation) {
                Ok(token) => Some(Ok(token.claims)),
                Err(error) if *error.kind() == ErrorKind::InvalidSignature => None,
                Err(error) => Some(Err(error)),
            }
        };
        let claims = self.keys.signer(&header, read).await?;
        let claims = claims.map_err(|error| tracing::debug!(%error, "a token was refused"));
        let claims = claims.ok()?;
        // An id of such characters could be looked up in no database.
        let whole = Value::Object(claims);
        match (json::nul(&whole), whole) {
            (None, Value::Object(claims)) => Some(claims),
            _ => None,
        }
    }
}

/// The names that a claim holds: a list of them, or one.
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

/// Whether we know all that the header asks of whoever checks the token, and whether it is one for access at all.
fn is_understood(header: &Header) -> bool {
    // Whatever is critical has to be understood (RFC 7515, 4.1.11), and we understand no extension.
    let extended = header.crit.is_some() || header.extras.inner().contains_key("b64");
    // These belong to encrypted tokens and to tokens in tokens.
    let wrapped = header.enc.is_some() || header.zip.is_some() || header.cty.is_some();
    // An issuer signs other things by the same key, such as requests to sign out (RFC 8725, 3.11).
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
