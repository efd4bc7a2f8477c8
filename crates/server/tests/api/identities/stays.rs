//! A user keeps their ID when more is learned about them.

use super::*;
use crate::database::open;

#[tokio::test]
async fn an_id_stays_when_somebody_is_listed_later_and_when_they_go_and_come_back() {
    // By a verified address, or by an identity in the file if the address is not verified.
    let unverified = json!({"sub": "s-nora", "email": "nora@test.example", "name": "N."});
    let identity = format!("  identities: [{{ issuer: \"{ISSUER}\", subject: s-nora }}]\n");
    for (claims, more) in [(nora(), ""), (unverified, identity.as_str())] {
        let installation = Installation::new();
        let server = installation.usual().await;
        let (id, name) = by_token(&server, &claims).await;
        assert_eq!(name, "N.");
        let ask = bearer(Ask::post("/requests", &vpn()).key("k"), &claims);
        assert_eq!(server.send(ask).await.status, 201);
        let draft = json!({"formVersion": "2", "answers": {}, "key": "d"});
        let ask = Ask::raw(
            "PUT".parse().unwrap(),
            "/api/v1/drafts/printer",
            draft.to_string(),
        )
        .header("content-type", "application/json")
        .header("if-none-match", "*");
        assert_eq!(server.send(bearer(ask, &claims)).await.status, 201);
        drop(server);
        let listed = with_new_person(more);
        for (content, name) in [
            (listed.path(), "Nora New"),
            (&*fixture("content"), "N."),
            (listed.path(), "Nora New"),
        ] {
            let server = installation.server(content).await;
            // The names of listed people are those of the file; other names may be as old as their last sign-in.
            let (again, shown) = by_token(&server, &claims).await;
            assert_eq!(again, id);
            assert!(shown == name || name == "N.", "{shown}");
            for list in ["/requests", "/drafts"] {
                let found = server.send(bearer(Ask::get(list), &claims)).await.json();
                assert_eq!(found["items"].as_array().unwrap().len(), 1, "{list}");
            }
            // The same key is still theirs, so the request is not recorded again.
            let ask = bearer(Ask::post("/requests", &vpn()).key("k"), &claims);
            let again = server.send(ask).await;
            assert_eq!(again.header("idempotent-replayed"), "true");
        }
    }
}

#[tokio::test]
async fn an_id_stays_when_somebody_is_listed_first() {
    let installation = Installation::new();
    let listed = with_new_person("");
    let server = installation.server(listed.path()).await;
    assert_eq!(
        by_token(&server, &nora()).await,
        ("p-new".into(), "Nora New".into())
    );
    drop(server);
    // The link is stored: neither the address nor the file is needed any more.
    let server = installation.usual().await;
    for claims in [
        nora(),
        json!({"sub": "s-nora"}),
        json!({"sub": "s-nora", "email": "a@b.example", "email_verified": true}),
    ] {
        assert_eq!(by_token(&server, &claims).await.0, "p-new", "{claims}");
    }
}

#[tokio::test]
async fn content_that_names_somebody_means_the_user_they_were_before() {
    let installation = Installation::new();
    let (id, _) = by_token(&installation.usual().await, &nora()).await;
    let listed = with_new_person("  persona: Somebody new\n");
    let people = listed.path().join("people.yaml");
    let text = fs::read_to_string(&people).unwrap();
    fs::write(
        &people,
        text.replacen("manager: p-owen", "manager: p-new", 1),
    )
    .unwrap();
    let server = installation.server(listed.path()).await;
    let kim = server.sign_in("p-kim").await;
    let sent = server.order(&kim, "k", &vpn()).await.json();
    assert_eq!(sent["approvals"][0]["person"]["id"], json!(id), "{sent}");
    // The approver can read it, with a session too.
    let path = format!("/requests/{}", sent["id"].as_str().unwrap());
    let read = server.send(bearer(Ask::get(&path), &nora())).await;
    assert_eq!(read.status, 200, "{}", read.text());
    // Every reference to their entry means this user.
    let led = bearer(Ask::get("/lookups/people?manager=%40me"), &nora());
    assert_eq!(server.send(led).await.items("id"), ["p-kim"]);
    let cookie = server.sign_in("p-new").await;
    assert_eq!(
        server.send(Ask::get(&path).cookie(&cookie)).await.status,
        200
    );
}

#[tokio::test]
async fn what_the_last_release_recorded_stays_theirs() {
    // No earlier release supported PostgreSQL.
    if is_postgres() {
        return;
    }
    let data = release(6).await;
    let db = open(data.path()).await;
    for id in [
        "x1",
        "Old@test.example",
        "both",
        "gone",
        "Gone@test.example",
        "Case@test.example",
        "Two@test.example",
        "tWo@test.example",
        "Duo@test.example",
        "duo@test.example",
    ] {
        let draft = format!(
            "INSERT INTO drafts VALUES ('{id}', 'printer', 'd', '2', '{{}}', 0, NULL, 't', 4102444800000)"
        );
        db.execute_unprepared(&draft).await.unwrap();
    }
    // A user who is known only from a sign-in watches a request.
    let watches = "
        UPDATE requests SET snapshot = replace(snapshot, 'p-kim', 'x1') WHERE number = 'R-10002';
        UPDATE readers SET user_id = 'x1' WHERE user_id = 'p-kim'
            AND request_id = (SELECT id FROM requests WHERE number = 'R-10002')";
    db.execute_unprepared(watches).await.unwrap();
    db.close().await.unwrap();
    let installation = Installation::of(data);
    let server = installation.usual().await;
    assert_eq!(by_token(&server, &json!({"sub": "x1"})).await.0, "x1");
    let drafts = server
        .send(bearer(Ask::get("/drafts"), &json!({"sub": "x1"})))
        .await;
    assert_eq!(drafts.items("key"), ["d"]);
    let requests = server
        .send(bearer(Ask::get("/requests"), &json!({"sub": "x1"})))
        .await;
    assert_eq!(requests.items("number"), ["R-10002"]);
    // An address from a proxy is not the subject of a token, and it identifies the user with that address.
    for claims in [
        json!({"sub": "Old@test.example"}),
        json!({"sub": "Old@test.example", "email": "Old@test.example", "email_verified": true}),
        json!({"sub": "t-1", "email": "Gone@test.example", "email_verified": true}),
        json!({"sub": "t-2", "email": "gone@test.example", "email_verified": true}),
        json!({"sub": "t-3", "email": "Gone@test.example"}),
    ] {
        portal(&server, &claims).await.is_problem(403, "account");
    }
    for (name, id) in [
        ("case@test.example", "Case@test.example"),
        ("duo@test.example", "duo@test.example"),
    ] {
        assert_eq!(by_proxy(&server, name).await.0, id);
    }
    let one_of_two = by_name(Ask::get("/portal"), "two@test.example");
    let one_of_two = server.send(one_of_two).await;
    one_of_two.is_problem(403, "account");
    assert_eq!(
        by_proxy(&server, "Old@test.example").await.0,
        "Old@test.example"
    );
    assert_eq!(
        by_proxy(&server, "old@test.example").await.0,
        "Old@test.example"
    );
    // That release did not distinguish tokens from proxies.
    assert_eq!(by_proxy(&server, "both").await.0, "both");
    assert_eq!(by_token(&server, &json!({"sub": "both"})).await.0, "both");
    assert_eq!(
        by_token(&server, &json!({"sub": "p-anna"})).await.0,
        "p-anna"
    );
    drop(server);
    let server = installation.of_issuer(OTHER_ISSUER).await;
    let other = json!({"sub": "x1", "iss": OTHER_ISSUER});
    assert!(by_token(&server, &other).await.0.starts_with("u-"));
    drop(server);
    // A person who is listed with the ID that they had stays the same user.
    let people = with_new_person("");
    let file = people.path().join("people.yaml");
    let text = fs::read_to_string(&file)
        .unwrap()
        .replace("id: p-new", "id: x1");
    fs::write(&file, text).unwrap();
    let server = installation.server(people.path()).await;
    assert_eq!(
        by_token(&server, &json!({"sub": "x1"})).await,
        ("x1".into(), "Nora New".into())
    );
}
