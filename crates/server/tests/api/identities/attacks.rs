//! The claims of a sign-in never make anyone another user.

use super::*;

#[tokio::test]
async fn nobody_gets_what_is_anothers() {
    let installation = Installation::new();
    let server = installation.usual().await;
    let verified =
        |sub: &str, email: &str| json!({"sub": sub, "email": email, "email_verified": true});
    assert_eq!(
        by_token(&server, &verified("s-anna", "anna@test.example"))
            .await
            .0,
        "p-anna"
    );
    let stranger = by_token(&server, &verified("s-new", "new@test.example"))
        .await
        .0;
    assert!(stranger.starts_with("u-"), "{stranger}");
    let long = "s".repeat(10_000);
    let refused = "refused";
    let own = "somebody new";
    for (what, claims, expected) in [
        (
            "a new colleague with a listed address",
            verified("s-2", "anna@test.example"),
            "account",
        ),
        (
            "the same in other case",
            verified("s-2", "ANNA@TEST.example"),
            "account",
        ),
        (
            "a new colleague with a used address",
            verified("s-2", "new@test.example"),
            "account",
        ),
        (
            "an id and the address of another",
            verified("p-kim", "max@test.example"),
            "account",
        ),
        (
            "an id that signs in otherwise",
            json!({"sub": "p-anna"}),
            "account",
        ),
        (
            "an address as the subject",
            json!({"sub": "max@test.example"}),
            "account",
        ),
        (
            "the same with an address of their own",
            verified("owen@test.example", "o2@test.example"),
            "account",
        ),
        (
            "an address as the subject that nobody has",
            json!({"sub": "nobody@test.example"}),
            own,
        ),
        (
            "an address that nobody has verified",
            json!({"sub": "s-3", "email": "Max@test.example"}),
            "account",
        ),
        (
            "one that is said to be unverified",
            json!({"sub": "s-4", "email": "max@test.example", "email_verified": false}),
            own,
        ),
        ("a plus address", verified("s-5", "max+x@test.example"), own),
        (
            "letters that look alike",
            verified("s-6", "m\u{430}x@test.example"),
            own,
        ),
        (
            "a sign that becomes a letter",
            verified("s-7", "\u{212a}im@test.example"),
            own,
        ),
        ("a subject in other case", json!({"sub": "P-MAX"}), own),
        (
            "a subject that looks alike",
            json!({"sub": "p-m\u{430}x"}),
            own,
        ),
        ("a subject with a blank", json!({"sub": "p-max "}), own),
        (
            "an address with a newline",
            verified("s-8", "max@test.example\n"),
            own,
        ),
        (
            "two addresses in one",
            verified("s-9", "x@y.example,max@test.example"),
            own,
        ),
        ("a control character", json!({"sub": "p-max\u{0}"}), refused),
        ("a newline", json!({"sub": "p-max\nfake: line"}), refused),
        ("10 kB", json!({"sub": long}), refused),
        ("256 bytes", json!({"sub": "s".repeat(256)}), refused),
        ("no subject", verified("", "max@test.example"), refused),
        (
            "an address alone",
            json!({"sub": null, "email": "max@test.example", "email_verified": true}),
            refused,
        ),
        ("a subject that is no text", json!({"sub": 7}), refused),
        (
            "a verification that is no truth value",
            json!({"sub": "s-10", "email": "max@test.example", "email_verified": "true"}),
            refused,
        ),
    ] {
        let answer = portal(&server, &claims).await;
        match expected {
            "account" => answer.is_problem(403, "account"),
            "refused" => answer.is_problem(401, "sign-in"),
            _ => {
                let (id, _) = who(&answer);
                assert!(id.starts_with("u-") && id != stranger, "{what}: {id}");
            }
        }
    }
    for (what, name, expected) in [
        ("an address in any case", "MAX@test.example", Some("p-max")),
        ("the same again", "max@test.example", Some("p-max")),
        ("an id that signs in by its address", "p-max", Some("p-max")),
        ("a subject that a token has", "s-new", Some("")),
        ("a control character", "p-max\u{7f}", None),
        ("a name of 256 bytes", &*"n".repeat(256), None),
    ] {
        let answer = match HeaderValue::from_bytes(name.as_bytes()) {
            Ok(_) => server.send(by_name(Ask::get("/portal"), name)).await,
            Err(_) => continue,
        };
        match expected {
            Some("") => assert!(
                ![stranger.as_str(), ""].contains(&&*who(&answer).0),
                "{what}"
            ),
            Some(id) => assert_eq!(who(&answer).0, id, "{what}"),
            None if answer.status == 200 => assert_eq!(who(&answer).0, "", "{what}"),
            None => answer.is_problem(403, "account"),
        }
    }
    drop(server);
    // The subjects of another issuer are other people, whatever their names.
    let server = installation.of_issuer(OTHER_ISSUER).await;
    let claims = |mut claims: Value| {
        claims["iss"] = json!(OTHER_ISSUER);
        claims
    };
    let other = by_token(&server, &claims(json!({"sub": "s-new"}))).await.0;
    assert!(other.starts_with("u-") && other != stranger);
    portal(&server, &claims(verified("s-0", "new@test.example")))
        .await
        .is_problem(403, "account");
    // An address in people.yaml is valid for every issuer.
    assert_eq!(
        by_token(&server, &claims(verified("s-1", "anna@test.example")))
            .await
            .0,
        "p-anna"
    );
    portal(&server, &json!({"sub": "s-new"}))
        .await
        .is_problem(401, "sign-in");
}

#[tokio::test]
async fn a_name_cannot_hide_what_it_is() {
    let installation = Installation::new();
    let server = installation.usual().await;
    for (sub, name, shown) in [
        ("a", json!("Eve\u{202e}\u{1}\n"), "Eve"),
        ("b", json!("x".repeat(10_000)), &*"x".repeat(200)),
        ("c", json!("\u{200b}"), "c"),
        ("d", json!(null), "d"),
        ("e\u{202e}", json!(null), "e"),
    ] {
        let claims = json!({"sub": sub, "name": name});
        assert_eq!(by_token(&server, &claims).await.1, shown, "{sub}");
    }
}

#[tokio::test]
async fn groups_count_for_those_whom_the_file_does_not_list() {
    let installation = Installation::new();
    let content = content_with(&[(
        "services/payroll.yaml",
        "see: [\"department:finance\"]",
        "see: [\"role:manager\"]",
    )]);
    let server = installation.server(content.path()).await;
    let mut many: Vec<_> = (0..9_999).map(|n| json!(format!("group-{n}"))).collect();
    many.push(json!("manager"));
    for (claims, sees) in [
        (json!({"sub": "s-1"}), false),
        (json!({"sub": "s-1", "groups": ["manager"]}), true),
        (json!({"sub": "s-1", "groups": "manager"}), true),
        (
            json!({"sub": "s-1", "groups": ["Manager", 7, null, {"manager": true}]}),
            false,
        ),
        (json!({"sub": "s-1", "groups": many}), true),
        (json!({"sub": "s-1", "roles": ["manager"]}), false),
        // The roles in people.yaml are the only roles of a listed person.
        (json!({"sub": "p-owen", "groups": ["manager"]}), false),
        (json!({"sub": "p-max", "groups": []}), true),
    ] {
        let path = "/services/payroll";
        let answer = server.send(bearer(Ask::get(path), &claims)).await;
        assert_eq!(answer.status == 200, sees, "{claims:.80}");
    }
}
