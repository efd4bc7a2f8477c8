//! Bearer tokens: JSON Web Tokens of an issuer whose public keys we know.

use super::keys::{KeySource, Keys};
use super::user::User;
use crate::content::Content;
use crate::http::ApiError;
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

impl Tokens {
    /// Reads the keys for the first time.
    ///
    /// # Errors
    /// One sentence that says why a key file cannot be used. An address that does not answer is asked again later.
    pub(crate) async fn new(options: TokenOptions) -> Result<Self, String> {
        let keys = Keys::new(KeySource::of(&options.keys)).await?;
        Ok(Self { keys, options })
    }

    /// Whom a token speaks for.
    pub(crate) async fn check(&self, token: &str, content: &Content) -> Result<User, ApiError> {
        let claims = self.claims(token).await.ok_or_else(ApiError::bad_token)?;
        let email = claims
            .email
            .filter(|_| claims.email_verified != Some(false));
        let known = [claims.sub.as_deref(), email.as_deref()];
        if let Some(person) = known
            .into_iter()
            .flatten()
            .find_map(|name| content.person(name))
        {
            return Ok(User::known(person));
        }
        let id = claims
            .sub
            .or_else(|| email.clone())
            .filter(|id| !id.is_empty() && id.len() <= 255);
        Ok(User::stranger(
            id.ok_or_else(ApiError::bad_token)?,
            claims.name,
            email,
        ))
    }

    async fn claims(&self, token: &str) -> Option<Claims> {
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
        let claims = Value::Object(claims.ok()?);
        match json::nul(&claims) {
            None => json::read(&claims).ok(),
            // An id of such characters could be looked up in no database.
            Some(_) => None,
        }
    }
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
