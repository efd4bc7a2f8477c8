//! Bearer tokens. The keys beside the tests are used only by tests.

use crate::server::{Ask, Server, fixture, vpn};
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use portico_server::{Options, TokenOptions};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

pub(crate) const ISSUER: &str = "https://issuer.example";
pub(crate) const AUDIENCE: &str = "portico";

fn key(algorithm: Algorithm) -> EncodingKey {
    let read = |name: &str| fs::read(fixture("keys").join(name)).unwrap();
    match algorithm {
        Algorithm::EdDSA => EncodingKey::from_ed_der(&read("ed25519.der")),
        Algorithm::ES256 => EncodingKey::from_ec_der(&read("es256.der")),
        Algorithm::RS256 => EncodingKey::from_rsa_der(&read("rs256.der")),
        other => panic!("no key for {other:?}"),
    }
}

pub(crate) fn key_set() -> Value {
    let algorithms = [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256];
    let keys = algorithms.map(|algorithm| {
        let mut jwk = Jwk::from_encoding_key(&key(algorithm), algorithm).unwrap();
        jwk.common.key_id = Some(format!("{algorithm:?}"));
        serde_json::to_value(jwk).unwrap()
    });
    json!({ "keys": keys })
}

async fn server() -> (Server, TempDir) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("keys.json");
    fs::write(&file, key_set().to_string()).unwrap();
    let tokens = TokenOptions {
        keys: file.to_str().unwrap().to_owned(),
        issuer: ISSUER.to_owned(),
        audience: AUDIENCE.to_owned(),
        groups: None,
    };
    let options = Options {
        tokens: Some(tokens),
        ..Options::default()
    };
    (Server::with(options).await, folder)
}

fn claims(more: &Value) -> Value {
    let now = Timestamp::now().as_second();
    let mut claims = json!({"sub": "p-anna", "iss": ISSUER, "aud": AUDIENCE, "exp": now + 60});
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value.clone(),
        }
    }
    claims
}

fn token(algorithm: Algorithm, kid: &str, more: &Value) -> String {
    let header = Header {
        kid: Some(kid.to_owned()),
        ..Header::new(algorithm)
    };
    encode(&header, &claims(more), &key(algorithm)).unwrap()
}

/// A valid token with these additional claims.
pub(crate) fn signed(more: &Value) -> String {
    token(Algorithm::EdDSA, "EdDSA", more)
}

async fn ask(server: &Server, token: &str) -> crate::server::Answer {
    server
        .send(Ask::get("/portal").header("authorization", &format!("Bearer {token}")))
        .await
}

#[tokio::test]
async fn good_tokens_say_who_it_is() {
    let (server, _keys) = server().await;
    for algorithm in [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256] {
        let token = token(algorithm, &format!("{algorithm:?}"), &json!({}));
        let user = ask(&server, &token).await.json()["signIn"]["user"].clone();
        assert_eq!(user["name"], "Anna Alt", "{algorithm:?}");
        assert_eq!(user["canSignOut"], false);
    }
    let now = Timestamp::now().as_second();
    for (more, name) in [
        (
            json!({"sub": "x1", "email": "Max@test.example", "email_verified": true}),
            "Max Mohn",
        ),
        (json!({"sub": "x1"}), "Max Mohn"),
        (
            json!({"sub": "x2", "email": "kim@test.example", "email_verified": false}),
            "x2",
        ),
        (json!({"sub": "x4", "name": "New Here"}), "New Here"),
        (json!({"aud": ["other", AUDIENCE]}), "Anna Alt"),
        (json!({"exp": now - 2}), "Anna Alt"),
    ] {
        let token = token(Algorithm::EdDSA, "EdDSA", &more);
        let user = ask(&server, &token).await.json()["signIn"]["user"].clone();
        assert_eq!(user["name"], name, "{more}");
    }
    // The identity could be Kim's, and a second user for Kim could not be corrected later.
    let unproven = json!({"sub": "x3", "email": "kim@test.example"});
    let unproven = token(Algorithm::EdDSA, "EdDSA", &unproven);
    ask(&server, &unproven).await.is_problem(403, "account");
    let methods = server.get("/portal").await.json()["signIn"]["methods"].clone();
    assert_eq!(methods, json!([{"kind": "bearer"}]));
}

#[tokio::test]
async fn headers_that_ask_for_more_are_refused() {
    let (server, _keys) = server().await;
    let plain = || Header {
        kid: Some("EdDSA".to_owned()),
        ..Header::new(Algorithm::EdDSA)
    };
    let kind = |typ: &str| Header {
        typ: Some(typ.to_owned()),
        ..plain()
    };
    let critical = |names: &[&str]| Header {
        crit: Some(names.iter().map(|&name| name.to_owned()).collect()),
        ..plain()
    };
    let extra = |name: &str, value: Value| {
        let mut header = plain();
        header.extras.insert(name, value);
        header
    };
    let mut critical_extra = extra("b64", json!(false));
    critical_extra.crit = Some(vec!["b64".to_owned()]);
    for (header, fine) in [
        (plain(), true),
        (
            Header {
                typ: None,
                ..plain()
            },
            true,
        ),
        (kind("jwt"), true),
        (kind("at+jwt"), true),
        (kind("application/at+jwt"), true),
        (kind("AT+JWT"), true),
        (extra("org.example.note", json!("hello")), true),
        (kind("logout+jwt"), false),
        (kind("secevent+jwt"), false),
        (kind("JOSE"), false),
        (kind(""), false),
        (critical(&[]), false),
        (critical(&["exp"]), false),
        (critical(&["alg"]), false),
        (critical(&["org.example.note"]), false),
        (critical_extra, false),
        (extra("b64", json!(false)), false),
        (extra("b64", json!(true)), false),
        (
            Header {
                cty: Some("JWT".to_owned()),
                ..plain()
            },
            false,
        ),
        (
            Header {
                zip: serde_json::from_value(json!("DEF")).unwrap(),
                ..plain()
            },
            false,
        ),
        (
            Header {
                enc: serde_json::from_value(json!("A128GCM")).unwrap(),
                ..plain()
            },
            false,
        ),
    ] {
        let token = encode(&header, &claims(&json!({})), &key(Algorithm::EdDSA)).unwrap();
        let answer = ask(&server, &token).await;
        if fine {
            let user = answer.json()["signIn"]["user"]["name"].clone();
            assert_eq!(user, "Anna Alt", "{header:?}");
        } else {
            assert_eq!(answer.status, 401, "{header:?}: {}", answer.text());
            answer.is_problem(401, "sign-in");
        }
    }
}

#[tokio::test]
async fn bad_tokens_are_refused() {
    let (server, _keys) = server().await;
    let now = Timestamp::now().as_second();
    let sign = |more: Value| token(Algorithm::EdDSA, "EdDSA", &more);
    let good = sign(json!({}));
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let unsigned = format!(
        "{}.{}.",
        part(&json!({"alg": "none"})),
        part(&claims(&json!({})))
    );
    // The public key as a secret: accepted by a server that trusts the token's own statement of the algorithm.
    let public = key_set()["keys"][0]["x"].as_str().unwrap().to_owned();
    let header = Header {
        kid: Some("EdDSA".to_owned()),
        ..Header::new(Algorithm::HS256)
    };
    let secret = EncodingKey::from_secret(public.as_bytes());
    let confused = encode(&header, &claims(&json!({})), &secret).unwrap();
    let mut parts: Vec<_> = good.split('.').map(str::to_owned).collect();
    parts[1] = part(&claims(&json!({"sub": "p-max"})));
    for (name, token) in [
        ("expired", sign(json!({"exp": now - 30}))),
        ("without end", sign(json!({"exp": null}))),
        ("not yet", sign(json!({"nbf": now + 60}))),
        (
            "another issuer",
            sign(json!({"iss": "https://evil.example"})),
        ),
        ("no issuer", sign(json!({"iss": null}))),
        ("another audience", sign(json!({"aud": "other"}))),
        ("no audience", sign(json!({"aud": null}))),
        ("nobody", sign(json!({"sub": null}))),
        (
            "an address alone",
            sign(json!({"sub": null, "email": "new@test.example", "email_verified": true})),
        ),
        (
            "an unknown key",
            token(Algorithm::EdDSA, "other", &json!({})),
        ),
        ("another key", token(Algorithm::EdDSA, "ES256", &json!({}))),
        ("no signature", unsigned),
        ("a shared secret", confused),
        ("changed", parts.join(".")),
        ("cut", good.split_at(good.len() - 4).0.to_owned()),
        ("no token", "nonsense".to_owned()),
        ("nothing", String::new()),
    ] {
        let answer = ask(&server, &token).await;
        assert_eq!(
            answer.status,
            StatusCode::UNAUTHORIZED,
            "{name}: {}",
            answer.text()
        );
        answer.is_problem(401, "sign-in");
        assert_eq!(
            answer.header("www-authenticate"),
            "Bearer error=\"invalid_token\"",
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_token_needs_no_origin_to_write() {
    let (server, _keys) = server().await;
    let token = token(Algorithm::EdDSA, "EdDSA", &json!({}));
    let ask = Ask::post("/requests", &vpn()).key("k");
    let ask = ask.header("authorization", &format!("Bearer {token}"));
    assert_eq!(
        server
            .send(ask.header("origin", "https://intranet.example"))
            .await
            .status,
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn without_keys_no_token_is_good() {
    let server = Server::start().await;
    let token = token(Algorithm::EdDSA, "EdDSA", &json!({}));
    ask(&server, &token).await.is_problem(401, "sign-in");
}
