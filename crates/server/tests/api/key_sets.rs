//! Key sets as published by issuers: without key IDs, with several keys of one kind, with keys of other kinds.

use crate::server::{Answer, Ask, Server, fixture};
use jiff::Timestamp;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use portico_server::{Options, TokenOptions};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

fn key(algorithm: Algorithm) -> EncodingKey {
    let read = |name: &str| fs::read(fixture("keys").join(name)).unwrap();
    match algorithm {
        Algorithm::EdDSA => EncodingKey::from_ed_der(&read("ed25519.der")),
        Algorithm::ES256 => EncodingKey::from_ec_der(&read("es256.der")),
        _ => EncodingKey::from_rsa_der(&read("rs256.der")),
    }
}

/// The public key, with or without an ID, and with further members.
fn jwk(algorithm: Algorithm, kid: Option<&str>, more: &Value) -> Value {
    let mut jwk = Jwk::from_encoding_key(&key(algorithm), algorithm).unwrap();
    jwk.common.key_id = kid.map(str::to_owned);
    let mut jwk = serde_json::to_value(jwk).unwrap();
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Null => drop(jwk.as_object_mut().unwrap().remove(name)),
            value => jwk[name] = value.clone(),
        }
    }
    jwk
}

/// Another key of the same kind, which has signed nothing.
fn stranger(algorithm: Algorithm, kid: Option<&str>) -> Value {
    let point = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    let modulus = "AQAB".repeat(86);
    match algorithm {
        Algorithm::EdDSA => jwk(algorithm, kid, &json!({ "x": point })),
        Algorithm::RS256 => jwk(algorithm, kid, &json!({ "n": modulus })),
        _ => jwk(
            algorithm,
            kid,
            &json!({
                "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
                "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
            }),
        ),
    }
}

async fn ask(keys: Value, algorithm: Algorithm, kid: Option<&str>) -> Answer {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("keys.json");
    // As saved by a Windows editor.
    fs::write(&file, format!("\u{feff}{}", json!({ "keys": keys }))).unwrap();
    let tokens = TokenOptions {
        keys: file.to_str().unwrap().to_owned(),
        issuer: "https://issuer.example".to_owned(),
        audience: "portico".to_owned(),
        groups: None,
    };
    let options = Options {
        tokens: Some(tokens),
        ..Options::default()
    };
    let server = Server::with(options).await;
    let header = Header {
        kid: kid.map(str::to_owned),
        ..Header::new(algorithm)
    };
    let claims = json!({
        "sub": "p-anna", "iss": "https://issuer.example", "aud": "portico",
        "exp": Timestamp::now().as_second() + 60,
    });
    let token = encode(&header, &claims, &key(algorithm)).unwrap();
    let ask = Ask::get("/portal").header("authorization", &format!("Bearer {token}"));
    server.send(ask).await
}

#[tokio::test]
async fn keys_and_tokens_need_no_names() {
    let other = json!({"kty": "AKP", "alg": "ML-DSA-44", "pub": "x"});
    for algorithm in [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256] {
        let own = |kid| jwk(algorithm, kid, &json!({}));
        let bare = jwk(algorithm, None, &json!({"alg": null, "use": null}));
        let strange = |kid| stranger(algorithm, kid);
        for (keys, kid, fine) in [
            (json!([own(None)]), None, true),
            (json!([own(None)]), Some("a"), true),
            (json!([own(Some("a"))]), None, true),
            (json!([own(Some("a"))]), Some("a"), true),
            (json!([bare]), None, true),
            (json!([strange(None), own(None)]), None, true),
            (json!([strange(Some("b")), own(Some("a"))]), None, true),
            (json!([strange(Some("b")), own(None)]), Some("a"), true),
            // Two keys with the same ID, as some issuers publish them during a key rotation.
            (json!([strange(Some("a")), own(Some("a"))]), Some("a"), true),
            // A token that names a key is verified with no other key.
            (json!([own(Some("a"))]), Some("b"), false),
            (
                json!([own(Some("b")), strange(Some("a"))]),
                Some("a"),
                false,
            ),
            (json!([strange(None)]), None, false),
            (json!([]), None, false),
            // Keys for other purposes.
            (
                json!([jwk(algorithm, None, &json!({"use": "enc"}))]),
                None,
                false,
            ),
            (
                json!([jwk(algorithm, None, &json!({"key_ops": ["encrypt"]}))]),
                None,
                false,
            ),
            (
                json!([jwk(algorithm, None, &json!({"key_ops": ["verify"]}))]),
                None,
                true,
            ),
            (
                json!([jwk(algorithm, None, &json!({"alg": "RS512"}))]),
                None,
                false,
            ),
            // Unsupported keys are ignored.
            (json!([other, {"kty": 7}, "x", own(None)]), None, true),
        ] {
            let answer = ask(keys.clone(), algorithm, kid).await;
            let expected = if fine { 200 } else { 401 };
            assert_eq!(answer.status, expected, "{algorithm:?} {kid:?} {keys}");
            if fine {
                assert_eq!(answer.json()["signIn"]["user"]["name"], "Anna Alt");
            }
        }
    }
    let mixed = [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256];
    let mixed = Value::from_iter(mixed.map(|algorithm| jwk(algorithm, None, &json!({}))));
    assert_eq!(ask(mixed, Algorithm::ES256, None).await.status, 200);
}

#[tokio::test]
async fn a_large_set_costs_a_made_up_token_little() {
    let mut keys = vec![stranger(Algorithm::EdDSA, None); 5000];
    keys.push(jwk(Algorithm::EdDSA, None, &json!({})));
    // The right key is too far back in the list to be tried.
    assert_eq!(ask(json!(keys), Algorithm::EdDSA, None).await.status, 401);
}
