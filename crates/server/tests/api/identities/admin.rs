//! An administrator's decisions.

use super::*;

#[tokio::test]
async fn whoever_is_deactivated_can_neither_sign_in_nor_go_on() {
    let installation = Installation::new();
    let server = installation.usual().await;
    let anna = server.sign_in("p-anna").await;
    let claims = json!({"sub": "p-anna"});
    assert_eq!(by_token(&server, &claims).await.0, "p-anna");
    drop(server);
    let admin = installation.admin().await;
    assert!(
        admin
            .activate("p-anna".to_owned(), false)
            .await
            .unwrap()
            .changed
    );
    assert!(
        !admin
            .activate("p-anna".to_owned(), false)
            .await
            .unwrap()
            .changed
    );
    let server = installation.usual().await;
    let read = server.send(Ask::get("/requests").cookie(&anna)).await;
    read.is_problem(401, "sign-in");
    portal(&server, &claims).await.is_problem(403, "account");
    let by_address = json!({"sub": "s-2", "email": "anna@test.example", "email_verified": true});
    portal(&server, &by_address)
        .await
        .is_problem(403, "account");
    let ask = Ask::post("/session", &json!({"persona": "p-anna"})).own();
    server.send(ask).await.is_problem(403, "account");
    drop(server);
    admin.activate("p-anna".to_owned(), true).await.unwrap();
    let server = installation.usual().await;
    assert_eq!(by_token(&server, &claims).await.0, "p-anna");
    server.sign_in("p-anna").await;
}

#[tokio::test]
async fn an_administrator_sees_links_and_unlinks() {
    let installation = Installation::new();
    let server = installation.usual().await;
    let claims = json!({"sub": "s-1", "email": "eve@test.example", "name": "Evil\u{1b}[2J"});
    let (id, _) = by_token(&server, &claims).await;
    let data = installation.data.path().to_str().unwrap().to_owned();
    let users = async |command: &[&str]| {
        let arguments: Vec<_> = ["users"]
            .iter()
            .chain(command)
            .map(|&one| one.to_owned())
            .collect();
        let data = data.clone();
        let output = tokio::task::spawn_blocking(move || {
            let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
            run(&[&arguments[..], &["--data", &data]].concat())
        });
        let output = output.await.unwrap();
        let said = [output.stdout, output.stderr].concat();
        (
            output.status.code().unwrap(),
            String::from_utf8(said).unwrap(),
        )
    };
    let (code, listed) = users(&["list"]).await;
    assert_eq!(code, 0, "{listed}");
    assert!(
        listed.contains("p-anna  \"Anna Alt\"  \"anna@test.example\"  people.yaml: p-anna\n"),
        "{listed}"
    );
    let own = format!(
        "{id}  \"Evil[2J\"  \"eve@test.example\" (not verified)  from: token\n  \"s-1\" of \"{ISSUER}\", last used "
    );
    assert!(listed.contains(&own), "{listed}");
    let (_, listed) = users(&["list", "--json"]).await;
    let lines: Vec<Value> = listed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let one = lines.iter().find(|line| line["id"] == id.as_str()).unwrap();
    assert_eq!(one["identities"][0]["subject"], "s-1");
    assert_eq!(
        (&one["verified"], &one["source"]),
        (&json!(false), &json!("token"))
    );
    let identity = ["--issuer", ISSUER, "--subject", "s-1"];
    let (code, said) = users(&[&["link", "--user", "p-max"][..], &identity].concat()).await;
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("is now an identity of p-max (\"Max Mohn\"). It was one of"),
        "{said}"
    );
    let (_, said) = users(&[&["link", "--json", "--user", "p-max"][..], &identity].concat()).await;
    let said: Value = serde_json::from_str(&said).unwrap();
    let expected = json!({
        "user": "p-max", "active": true, "before": null, "changed": false,
        "identity": {"issuer": ISSUER, "subject": "s-1"},
    });
    assert_eq!(said, expected);
    // A server caches the rows that it has just read; another server does not have them.
    drop(server);
    assert_eq!(
        by_token(&installation.usual().await, &claims).await.0,
        "p-max"
    );
    let (code, said) = users(&[&["unlink"][..], &identity].concat()).await;
    assert_eq!(code, 0, "{said}");
    assert!(
        by_token(&installation.usual().await, &claims)
            .await
            .0
            .starts_with("u-")
    );
    for (command, reason) in [
        (
            "link --user p-nobody --issuer i --subject s",
            "There is no user",
        ),
        ("unlink --issuer i --subject s", "Nobody has the identity"),
        ("deactivate --user p-nobody", "There is no user"),
        (
            "link --user p-max --issuer i --subject a\u{7}b",
            "control characters",
        ),
    ] {
        let arguments: Vec<_> = command.split(' ').collect();
        let (code, said) = users(&arguments).await;
        assert!(code != 0 && said.contains(reason), "{command:?}: {said}");
    }
    let (_, said) = users(&["deactivate", "--user", "p-kim"]).await;
    assert!(
        said.starts_with("p-kim (\"Kim Keller\") was signed out"),
        "{said}"
    );
    let (_, said) = users(&["activate", "--user", "p-kim"]).await;
    assert!(
        said.starts_with("p-kim (\"Kim Keller\") can sign in again"),
        "{said}"
    );
}
