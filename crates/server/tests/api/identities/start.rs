//! people.yaml must not contradict the existing users.

use super::*;
use crate::content_faults::check;

#[tokio::test]
async fn what_could_be_two_people_is_refused_at_the_start() {
    let installation = Installation::new();
    let server = installation.usual().await;
    let claims = json!({"sub": "s-nora"});
    by_token(&server, &claims).await;
    let ask = bearer(Ask::post("/requests", &vpn()).key("k"), &claims);
    assert_eq!(server.send(ask).await.status, 201);
    drop(server);
    // Both the person in the file and the user who has signed in have data to lose.
    let listed = with_new_person("  persona: Somebody\n");
    let server = installation.server(listed.path()).await;
    let cookie = server.sign_in("p-new").await;
    assert_eq!(server.order(&cookie, "k", &vpn()).await.status, 201);
    drop(server);
    let identity = format!("  identities: [{{ issuer: \"{ISSUER}\", subject: s-nora }}]\n");
    let both = with_new_person(&identity);
    let refused = installation.refused(both.path()).await;
    assert!(refused.starts_with("people.yaml:"), "{refused}");
    assert!(refused.contains("users link"), "{refused}");
    // Nothing was changed, and an administrator's decision resolves the contradiction.
    let identity = Identity {
        issuer: ISSUER.to_owned(),
        subject: "s-nora".to_owned(),
    };
    let linked = installation
        .admin()
        .await
        .link(identity, "p-new".to_owned(), 1)
        .await
        .unwrap();
    assert!(linked.before.unwrap().id.starts_with("u-"));
    let server = installation.server(both.path()).await;
    assert_eq!(by_token(&server, &claims).await.0, "p-new");
    drop(server);
    // An identity that already belongs to another user.
    let max = "  identities: [{ issuer: \"https://issuer.example\", subject: s-nora }]\n  email: max@test.example";
    let content = content_with(&[("people.yaml", "  email: max@test.example", max)]);
    let refused = installation.refused(content.path()).await;
    assert!(
        refused.starts_with("people.yaml:12: the identity"),
        "{refused}"
    );
    assert!(refused.contains("\"p-new\""), "{refused}");
}

#[tokio::test]
async fn an_address_that_is_given_to_a_new_colleague_takes_nothing_with_it() {
    let installation = Installation::new();
    let server = installation.usual().await;
    assert_eq!(
        by_token(
            &server,
            &json!({"sub": "s-kim", "email": "kim@test.example", "email_verified": true})
        )
        .await
        .0,
        "p-kim"
    );
    drop(server);
    let kim = "- id: p-kim\n  name: Kim Keller";
    let new = content_with(&[("people.yaml", kim, "- id: p-kai\n  name: Kai Kern")]);
    let server = installation.server(new.path()).await;
    let kai = json!({"sub": "s-kai", "email": "kim@test.example", "email_verified": true});
    assert_eq!(
        by_token(&server, &kai).await,
        ("p-kai".into(), "Kai Kern".into())
    );
    // The previous owner of the identity stays the same user.
    let old = json!({"sub": "s-kim", "email": "kim@test.example", "email_verified": true});
    assert_eq!(by_token(&server, &old).await.0, "p-kim");
    drop(server);
    // A proxy that passes on addresses cannot distinguish the two, so an administrator has to.
    let installation = Installation::new();
    assert_eq!(
        by_proxy(&installation.usual().await, "kim@test.example")
            .await
            .0,
        "p-kim"
    );
    let refused = installation.refused(new.path()).await;
    assert!(
        refused.starts_with("people.yaml:18: the identity"),
        "{refused}"
    );
    let identity = Identity {
        issuer: "proxy".to_owned(),
        subject: "kim@test.example".to_owned(),
    };
    installation.admin().await.unlink(identity).await.unwrap();
    let server = installation.server(new.path()).await;
    assert_eq!(by_proxy(&server, "kim@test.example").await.0, "p-kai");
}

#[test]
fn whoever_signs_in_is_one_person() {
    let people = "people.yaml";
    let max = "  email: max@test.example";
    check(
        people,
        max,
        "  email: Anna@TEST.example",
        12,
        "is also that of \"p-anna\"",
    );
    let identity = |issuer: &str, subject: &str| {
        format!("  identities: [{{ issuer: {issuer}, subject: {subject} }}]\n")
    };
    let folder = content_with(&[
        (
            people,
            "  email: anna@test.example",
            &format!("{}  email: anna@test.example", identity("i", "s")),
        ),
        (people, max, &format!("{}{max}", identity("i", "s"))),
    ]);
    let found = Content::load(folder.path()).err().unwrap_or_default();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].reason.contains("is also that of \"p-anna\""),
        "{found:?}"
    );
    assert_eq!(found[0].line, 13, "{found:?}");
    for (identities, reason) in [
        ("identities: [{ issuer: i }]", "subject"),
        ("identities: [{ subject: s }]", "issuer"),
        ("identities: [{ issuer: i, subject: s, sub: s }]", "sub"),
        ("identities: [s]", "expected a map"),
        ("identities: s", "expected a list"),
        ("identities: [{ issuer: i, subject: 7 }]", "quotes"),
        (
            "identities: [{ issuer: i, subject: \"a\\nb\" }]",
            "control characters",
        ),
    ] {
        check(people, max, &format!("  {identities}\n{max}"), 12, reason);
    }
}

#[tokio::test]
async fn people_may_swap_their_addresses() {
    let installation = Installation::new();
    drop(installation.usual().await);
    let anna = "  email: anna@test.example";
    let max = "  email: max@test.example";
    let content = content_with(&[
        ("people.yaml", anna, "  email: other@test.example"),
        ("people.yaml", max, anna),
        ("people.yaml", "  email: other@test.example", max),
    ]);
    let server = installation.server(content.path()).await;
    for (address, id) in [
        ("anna@test.example", "p-max"),
        ("max@test.example", "p-anna"),
    ] {
        let claims = json!({"sub": address, "email": address, "email_verified": true});
        assert_eq!(by_token(&server, &claims).await.0, id);
    }
}
