//! Visibility, sign-in as a persona, and writes that another site may have caused.

use crate::server::{Ask, HOST, Server, demo, vpn};
use axum::body::Body;
use axum::http::{HeaderValue, Method, StatusCode};
use ipnet::IpNet;
use portico_server::{Cookies, Options};
use serde_json::{Value, json};

#[tokio::test]
async fn audiences_decide_who_sees_and_orders() {
    let server = Server::start().await;
    let mut cookies = vec![("", String::new())];
    for persona in ["p-anna", "p-kim"] {
        cookies.push((persona, server.sign_in(persona).await));
    }
    let asked = async |who: &str, path: &str| {
        let cookie = &cookies.iter().find(|(name, _)| *name == who).unwrap().1;
        server.send(Ask::get(path).cookie(cookie)).await
    };
    for (who, list) in [
        ("", vec!["laptop", "printer", "vpn-access"]),
        ("p-kim", vec!["laptop", "printer", "vpn-access"]),
        ("p-anna", vec!["laptop", "payroll", "printer", "vpn-access"]),
    ] {
        assert_eq!(asked(who, "/services").await.items("id"), list, "{who}");
    }
    for (who, path, status) in [
        ("", "/services/payroll", 404),
        ("p-kim", "/services/payroll", 404),
        ("p-kim", "/services/payroll/form", 404),
        ("p-anna", "/services/payroll", 200),
        ("", "/articles/internal", 404),
        ("p-kim", "/articles/internal", 404),
        ("p-anna", "/articles/internal", 200),
    ] {
        assert_eq!(
            asked(who, path).await.status.as_u16(),
            status,
            "{who} {path}"
        );
    }
    // Hidden objects are hidden in references and counts, too.
    let service = asked("p-kim", "/services/vpn-access").await.json();
    assert_eq!(service["related"].as_array().unwrap().len(), 1);
    assert_eq!(service["articles"].as_array().unwrap().len(), 1);
    let categories = asked("p-kim", "/categories").await.json();
    assert_eq!(categories["items"][1]["services"], 2);

    let allowed = |sign_in: bool| {
        if sign_in {
            json!({"allowed": true, "signIn": true})
        } else {
            json!({"allowed": true})
        }
    };
    let finance =
        json!({"allowed": false, "why": "Only Finance can order this.", "ask": "Ask Max."});
    let mut stranger = finance.clone();
    stranger["signIn"] = json!(true);
    let silent = json!({"allowed": false, "why": "You can\u{2019}t order this service."});
    for (who, service, ordering) in [
        ("", "laptop", stranger),
        ("", "printer", allowed(true)),
        ("p-kim", "laptop", finance),
        ("p-kim", "printer", silent),
        ("p-kim", "vpn-access", allowed(false)),
        ("p-anna", "laptop", allowed(false)),
    ] {
        let found = asked(who, &format!("/services/{service}")).await.json();
        assert_eq!(found["ordering"], ordering, "{who} {service}");
    }
}

#[tokio::test]
async fn what_cannot_be_ordered_is_refused() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-kim").await;
    let order = async |service: &str| {
        let body =
            json!({"service": service, "formVersion": "1", "answers": {"reason": "Because"}});
        server.order(&cookie, service, &body).await
    };
    let refused = order("laptop").await;
    refused.is_problem(403, "not-orderable");
    assert_eq!(
        refused.json()["detail"],
        "Only Finance can order this. Ask Max."
    );
    order("payroll").await.is_problem(404, "");
    order("nothing").await.is_problem(404, "");
}

#[tokio::test]
async fn requests_are_their_requesters_alone() {
    let server = Server::start().await;
    let anna = server.sign_in("p-anna").await;
    let kim = server.sign_in("p-kim").await;
    let sent = server.order(&anna, "k", &vpn()).await;
    let path = format!("/requests/{}", sent.json()["id"].as_str().unwrap());
    assert_eq!(
        server.send(Ask::get(&path).cookie(&anna)).await.status,
        StatusCode::OK
    );
    server
        .send(Ask::get(&path).cookie(&kim))
        .await
        .is_problem(404, "");
    server.get(&path).await.is_problem(401, "sign-in");
    assert!(
        server
            .send(Ask::get("/requests").cookie(&kim))
            .await
            .items("id")
            .is_empty()
    );
    let comment = json!({"text": "Hello"});
    let path = format!("{path}/comments");
    let ask = Ask::post(&path, &comment).own().cookie(&kim).key("c");
    server.send(ask).await.is_problem(404, "");
    // The same key of another person is another key.
    let other = server.order(&kim, "k", &vpn()).await;
    assert_eq!(other.status, StatusCode::CREATED);
    assert_ne!(other.json()["number"], sent.json()["number"]);
}

#[tokio::test]
async fn sessions_open_and_close() {
    let server = Server::start().await;
    let answer = server
        .send(Ask::post("/session", &json!({"persona": "p-anna"})).own())
        .await;
    let set = answer.header("set-cookie").to_owned();
    assert!(set.starts_with("portico_demo="), "{set}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(set.contains(attribute), "{set}");
    }
    assert!(
        !set.contains("Secure"),
        "a plain cookie for plain http on loopback"
    );
    let cookie = set.split(';').next().unwrap().to_owned();
    assert_eq!(
        server
            .send(Ask::get("/requests").cookie(&cookie))
            .await
            .status,
        StatusCode::OK
    );
    let out = Ask::raw(Method::DELETE, "/api/v1/session", Body::empty())
        .own()
        .cookie(&cookie);
    let out = server.send(out).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    server
        .send(Ask::get("/requests").cookie(&cookie))
        .await
        .is_problem(401, "sign-in");
    // Neither a person without a persona nor an unknown one.
    for persona in ["p-owen", "p-nobody"] {
        let ask = Ask::post("/session", &json!({"persona": persona})).own();
        server.send(ask).await.is_problem(422, "invalid");
    }
}

#[tokio::test]
async fn cookies_are_secure_over_https_and_absent_elsewhere() {
    let https = Options {
        cookies: Cookies::Secure,
        public_origin: Some("https://help.example".parse().unwrap()),
        ..demo()
    };
    let server = Server::with(https).await;
    let ask =
        || Ask::post("/session", &json!({"persona": "p-anna"})).header("x-portico-request", "1");
    let answer = server
        .send(ask().header("origin", "https://help.example"))
        .await;
    let set = answer.header("set-cookie");
    assert!(
        set.starts_with("__Host-portico=") && set.contains("; Secure"),
        "{set}"
    );
    assert!(
        answer
            .header("strict-transport-security")
            .starts_with("max-age=")
    );
    let origin = format!("http://{HOST}");
    server
        .send(ask().header("origin", &origin))
        .await
        .is_problem(403, "cross-site");

    for options in [
        Options {
            cookies: Cookies::None,
            ..demo()
        },
        Options {
            demo: false,
            ..demo()
        },
    ] {
        let server = Server::with(options).await;
        let methods = server.get("/portal").await.json()["signIn"]["methods"].clone();
        assert_eq!(methods, json!([]), "no persona is offered");
        server
            .send(ask().header("origin", &origin))
            .await
            .is_problem(404, "");
    }
}

#[tokio::test]
async fn writes_by_cookie_come_from_our_own_pages() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    let own = format!("http://{HOST}");
    for (origin, header, fine) in [
        (Some(own.as_str()), Some("1"), true),
        (Some(own.as_str()), None, false),
        (Some(own.as_str()), Some("0"), false),
        (None, Some("1"), false),
        (None, None, false),
        (Some("null"), Some("1"), false),
        (Some("https://intranet.example"), Some("1"), false),
        (Some("http://127.0.0.1:8081"), Some("1"), false),
        (Some("http://127.0.0.1:8080.evil.example"), Some("1"), false),
        (Some("ftp://127.0.0.1:8080"), Some("1"), false),
    ] {
        for path in ["/requests", "/session"] {
            let body = if path == "/session" {
                json!({"persona": "p-anna"})
            } else {
                vpn()
            };
            let mut ask = Ask::post(path, &body).key("same");
            if path == "/requests" {
                ask = ask.cookie(&cookie);
            }
            if let Some(origin) = origin {
                ask = ask.header("origin", origin);
            }
            if let Some(header) = header {
                ask = ask.header("x-portico-request", header);
            }
            let answer = server.send(ask).await;
            if fine {
                assert!(answer.status.is_success(), "{}", answer.text());
            } else {
                answer.is_problem(403, "cross-site");
            }
        }
    }
}

#[tokio::test]
async fn a_proxy_is_believed_from_its_own_network_only() {
    let networks: [IpNet; 2] = ["10.0.0.0/8", "::1/128"].map(|network| network.parse().unwrap());
    let server = Server::with(Options {
        proxies: networks.to_vec().into(),
        auth_header: Some("x-forwarded-user".parse().unwrap()),
        ..Options::default()
    })
    .await;
    let methods = server.get("/portal").await.json()["signIn"]["methods"].clone();
    assert_eq!(methods, json!([{"kind": "proxy"}]));
    for (peer, header, name) in [
        ("10.1.2.3:1", "p-anna", json!("Anna Alt")),
        ("10.1.2.3:1", "ANNA@test.example", json!("Anna Alt")),
        ("[::ffff:10.1.2.3]:1", "p-anna", json!("Anna Alt")),
        ("[::1]:1", "p-anna", json!("Anna Alt")),
        ("10.1.2.3:1", "new@test.example", json!("new@test.example")),
        ("192.0.2.1:1", "p-anna", Value::Null),
        ("11.0.0.1:1", "p-anna", Value::Null),
        ("10.1.2.3:1", "", Value::Null),
    ] {
        let ask = Ask::get("/portal")
            .header("x-forwarded-user", header)
            .from(peer);
        let user = server.send(ask).await.json()["signIn"]["user"].clone();
        assert_eq!(user["name"], name, "{peer} {header}");
    }
    // A header that was sent by the client and extended by the proxy is not trusted.
    let ask = Ask::get("/portal").header("x-forwarded-user", "p-anna");
    let ask = ask.header("x-forwarded-user", "p-max").from("10.0.0.1:1");
    assert_eq!(server.send(ask).await.json()["signIn"]["user"], Value::Null);
    // A proxy signs in every request of the browser, including those caused by other sites.
    let write = || {
        let ask = Ask::post("/requests", &vpn()).key("k");
        ask.header("x-forwarded-user", "p-anna").from("10.0.0.1:1")
    };
    server.send(write()).await.is_problem(403, "cross-site");
    assert_eq!(server.send(write().own()).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_write_that_names_its_author_is_nobody_elses() {
    let options = Options {
        proxies: vec!["10.0.0.0/8".parse().unwrap()].into(),
        auth_header: Some("x-forwarded-user".parse().unwrap()),
        ..demo()
    };
    let server = Server::with(options).await;
    let portal = server.get("/portal").await.json();
    assert_eq!(portal["signIn"]["author"], true);
    let anna = server.sign_in("p-anna").await;
    let mut recorded = 0;
    for (number, (author, cookie, fine)) in [
        ("p-anna", anna.as_str(), true),
        ("p%2Danna", &anna, true),
        ("", &anna, false),
        ("p-max", &anna, false),
        ("P-ANNA", &anna, false),
        ("anna@test.example", &anna, false),
        ("%FF", &anna, false),
        // In each case, nobody is signed in.
        ("p-anna", "", false),
    ]
    .into_iter()
    .enumerate()
    {
        let ask = Ask::post("/requests", &vpn()).key(&format!("k{number}"));
        let answer = server
            .send(ask.own().cookie(cookie).header("x-portico-author", author))
            .await;
        if fine {
            recorded += 1;
            assert_eq!(answer.status, 201, "{author}: {}", answer.text());
        } else {
            answer.is_problem(401, "sign-in");
        }
    }
    let requests = server.send(Ask::get("/requests").cookie(&anna)).await;
    assert_eq!(requests.items("id").len(), recorded);
    // A refused request uses up no key.
    let again = Ask::post("/requests", &vpn()).key("k3").own().cookie(&anna);
    assert_eq!(server.send(again).await.status, 201);
    // Drafts and comments as well, with every sign-in method, and names in any script.
    let draft = json!({"formVersion": "2", "answers": {}, "key": "d"});
    let put = |author: &str| {
        Ask::raw(Method::PUT, "/api/v1/drafts/printer", draft.to_string())
            .header("content-type", "application/json")
            .header("if-none-match", "*")
            .own()
            .header("x-portico-author", author)
    };
    server
        .send(put("p-max").cookie(&anna))
        .await
        .is_problem(401, "sign-in");
    assert_eq!(server.send(put("p-anna").cookie(&anna)).await.status, 201);
    let by_proxy = |author: &str| {
        let name = HeaderValue::from_bytes("田中".as_bytes()).unwrap();
        let mut ask = put(author).from("10.0.0.1:1");
        ask.0.headers_mut().insert("x-forwarded-user", name);
        ask
    };
    server
        .send(by_proxy("p-anna"))
        .await
        .is_problem(401, "sign-in");
    let name = HeaderValue::from_bytes("田中".as_bytes()).unwrap();
    let mut portal = Ask::get("/portal").from("10.0.0.1:1");
    portal.0.headers_mut().insert("x-forwarded-user", name);
    let tanaka = server.send(portal).await.json()["signIn"]["user"].clone();
    assert_eq!(tanaka["name"], "田中");
    let sent = server.send(by_proxy(tanaka["id"].as_str().unwrap())).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
}
