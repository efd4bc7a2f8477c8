//! An e-mail address that belonged to another user grants access to nothing of theirs.

use super::*;

fn identity(issuer: &str, subject: &str) -> String {
    format!("  identities: [{{ issuer: \"{issuer}\", subject: {subject} }}]\n")
}

fn of_proxy(subject: &str) -> Identity {
    Identity {
        issuer: "proxy".to_owned(),
        subject: subject.to_owned(),
    }
}

#[track_caller]
fn is_refused(answer: &Answer) {
    answer.is_problem(403, "account");
}

async fn named(server: &Server, name: &str) -> Answer {
    server.send(by_name(Ask::get("/portal"), name)).await
}

#[tokio::test]
async fn an_entry_takes_nothing_over_from_whoever_had_its_address() {
    let theirs =
        |sub: &str| json!({"sub": sub, "email": "nora@test.example", "email_verified": true});
    for (deactivates, more) in [
        (false, identity(ISSUER, "s-new")),
        (true, String::new()),
        (true, identity(ISSUER, "s-new")),
    ] {
        let installation = Installation::new();
        let server = installation.usual().await;
        let (former, _) = by_token(&server, &theirs("s-former")).await;
        let ask = bearer(Ask::post("/requests", &vpn()).key("k"), &theirs("s-former"));
        assert_eq!(server.send(ask).await.status, 201);
        drop(server);
        if deactivates {
            let admin = installation.admin().await;
            admin.activate(former.clone(), false).await.unwrap();
        }
        let listed = with_new_person(&more);
        for _ in 0..2 {
            let server = installation.server(listed.path()).await;
            assert_eq!(by_token(&server, &theirs("s-new")).await.0, "p-new");
            let requests = bearer(Ask::get("/requests"), &theirs("s-new"));
            assert!(server.send(requests).await.items("number").is_empty());
            let answer = portal(&server, &theirs("s-former")).await;
            if deactivates {
                is_refused(&answer);
            } else {
                assert_eq!(who(&answer).0, former);
            }
        }
    }
}

#[tokio::test]
async fn nobody_becomes_whoever_had_their_address_before_it_was_listed() {
    let installation = Installation::new();
    let (former, _) = by_token(&installation.usual().await, &nora()).await;
    let listed = with_new_person("");
    let server = installation.server(listed.path()).await;
    // It could be the same person, who is now listed, or a new colleague.
    assert_eq!(by_token(&server, &nora()).await.0, former);
    let new = json!({"sub": "s-new", "email": "nora@test.example", "email_verified": true});
    is_refused(&portal(&server, &new).await);
    is_refused(&named(&server, "nora@test.example").await);
    drop(server);
    let options = installation.options(OTHER_ISSUER);
    let server = Server::made(options, installation.store().await, listed.path()).await;
    let new = json!({
        "iss": OTHER_ISSUER, "sub": "s-new", "email": "nora@test.example", "email_verified": true
    });
    is_refused(&portal(&server, &new).await);
}

#[tokio::test]
async fn an_address_that_a_proxy_names_is_whoevers_it_is_now() {
    let kim = "- id: p-kim\n  name: Kim Keller\n  email: kim@test.example\n";
    let content = |new: &str| content_with(&[("people.yaml", kim, new)]);
    let moved = "- id: p-kim\n  name: Kim Keller\n  email: kim2@test.example\n";
    let left = "- id: p-kai\n  name: Kai Kern\n  email: kai@test.example\n";
    let listed = format!("{moved}{}", identity("proxy", "Kim@test.example"));
    for (what, new, expected) in [
        ("it stays", kim, Some("p-kim")),
        ("it changes", moved, None),
        ("they leave", left, None),
        ("the file says whose it is", &*listed, Some("p-kim")),
    ] {
        let installation = Installation::new();
        let id = by_proxy(&installation.usual().await, "kim@test.example")
            .await
            .0;
        assert_eq!(id, "p-kim");
        let new = content(new);
        let server = installation.server(new.path()).await;
        let answer = named(&server, "kim@test.example").await;
        match expected {
            Some(id) => assert_eq!(who(&answer).0, id, "{what}"),
            None => is_refused(&answer),
        }
        drop(server);
        // The administrator's decision applies.
        let linked = of_proxy("kim@test.example");
        let admin = installation.admin().await;
        admin.link(linked, "p-kim".to_owned(), 1).await.unwrap();
        let server = installation.server(new.path()).await;
        assert_eq!(by_proxy(&server, "KIM@test.example").await.0, "p-kim");
    }
    // Nor does it lead to a user who was never listed.
    let installation = Installation::new();
    by_proxy(&installation.usual().await, "nora@test.example").await;
    let new = with_new_person(&identity("proxy", "nn"));
    let server = installation.server(new.path()).await;
    assert_eq!(by_proxy(&server, "nn").await.0, "p-new");
    is_refused(&named(&server, "nora@test.example").await);
}

#[tokio::test]
async fn whoever_is_deactivated_stays_so_when_the_file_names_their_identity() {
    let installation = Installation::new();
    let new = with_new_person("");
    let claims = json!({"sub": "s-nora"});
    by_token(&installation.server(new.path()).await, &claims).await;
    let admin = installation.admin().await;
    admin.activate("p-new".to_owned(), false).await.unwrap();
    let new = with_new_person(&identity(ISSUER, "s-nora"));
    is_refused(&portal(&installation.server(new.path()).await, &claims).await);
}

#[tokio::test]
async fn an_identity_that_the_file_lists_no_more_stays_only_if_it_was_used() {
    let new = with_new_person(&identity(ISSUER, "s-nora"));
    let claims = json!({"sub": "s-nora"});
    for is_used in [false, true] {
        let installation = Installation::new();
        let server = installation.server(new.path()).await;
        if is_used {
            assert_eq!(by_token(&server, &claims).await.0, "p-new");
        }
        drop(server);
        let without = with_new_person("");
        let server = installation.server(without.path()).await;
        let id = by_token(&server, &claims).await.0;
        assert_eq!(id == "p-new", is_used, "{id}");
    }
}
