//! Request bodies are objects with the documented members only, each at most once.

use crate::server::{Answer, Ask, Server, vpn};
use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// An endpoint with a JSON body, and a valid body with all members.
struct BodyEndpoint {
    method: Method,
    /// The path as in the OpenAPI document; a parameter in it is replaced by `id`.
    path: &'static str,
    id: String,
    body: Value,
}

/// All of them.
async fn endpoints(server: &Server, cookie: &str) -> Vec<BodyEndpoint> {
    let sent = server.order(cookie, "first", &vpn()).await.json();
    let endpoint = |method, path, id: &str, body| BodyEndpoint {
        method,
        path,
        id: id.to_owned(),
        body,
    };
    let draft = json!({
        "formVersion": "2", "key": "a-draft", "answers": {"reason": "Because"}, "step": 1, "device": "Phone"
    });
    let request = sent["id"].as_str().unwrap();
    vec![
        endpoint(Method::POST, "/requests", "", vpn()),
        endpoint(
            Method::POST,
            "/requests/{id}/comments",
            request,
            json!({"text": "Hello"}),
        ),
        endpoint(
            Method::POST,
            "/requests/{id}/actions/{action}",
            request,
            json!({"reason": "Not needed"}),
        ),
        endpoint(Method::PUT, "/drafts/{service}", "printer", draft),
        endpoint(
            Method::POST,
            "/improvements",
            "",
            json!({"kind": "search", "words": "a window seat"}),
        ),
        endpoint(Method::POST, "/session", "", json!({"persona": "p-anna"})),
    ]
}

impl BodyEndpoint {
    async fn send(&self, server: &Server, cookie: &str, key: &str, body: &str) -> Answer {
        let parts = self.path.split(['{', '}']).enumerate();
        let path: String = parts
            .map(|(n, part)| match (n, part) {
                (1, _) => self.id.as_str(),
                (_, "action") => "cancel",
                (_, part) => part,
            })
            .collect();
        let path = format!("/api/v1{path}");
        let ask = Ask::raw(self.method.clone(), &path, body.to_owned()).own();
        let ask = ask.header("content-type", "application/json").key(key);
        let ask = match self.method {
            Method::PUT => ask.header("if-none-match", "*"),
            _ => ask,
        };
        server.send(ask.cookie(cookie)).await
    }
}

#[tokio::test]
async fn every_endpoint_with_a_body_is_tried() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    let document = server.get("/openapi.json").await.json();
    let mut documented = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let content = &operation["requestBody"]["content"];
            if content.get("application/json").is_some() {
                documented.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    let tried = endpoints(&server, &cookie).await;
    let tried = tried
        .iter()
        .map(|endpoint| format!("{} {}", endpoint.method, endpoint.path));
    assert_eq!(tried.collect::<BTreeSet<_>>(), documented);
}

#[tokio::test]
async fn a_list_is_no_object_and_nothing_stands_twice() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    for endpoint in endpoints(&server, &cookie).await {
        let body = endpoint.body.as_object().unwrap();
        let values: Vec<_> = body.values().cloned().collect();
        let mut wrong = vec![
            (json!(values).to_string(), String::new()),
            (json!([endpoint.body]).to_string(), String::new()),
            ("[]".to_owned(), String::new()),
            ("null".to_owned(), String::new()),
            (r#""text""#.to_owned(), String::new()),
            ("1".to_owned(), String::new()),
            // A tagged enum may be written as its tag and the rest.
            (json!(["search", {"words": "x"}]).to_string(), String::new()),
        ];
        for (name, value) in body {
            // The same member twice, first with equal values and then with different ones.
            for other in [value.clone(), json!("other")] {
                let text = endpoint.body.to_string();
                let more = format!("{{\"{name}\":{other},");
                wrong.push((text.replacen('{', &more, 1), String::new()));
            }
            if let Some(inner) = value.as_object() {
                let mut listed = body.clone();
                listed[name] = json!(inner.values().collect::<Vec<_>>());
                wrong.push((json!(listed).to_string(), format!("/{name}")));
                let text = endpoint.body.to_string();
                let twice = text.replacen(r#""reason":"#, r#""reason":1,"reason":"#, 1);
                wrong.push((twice, format!("/{name}")));
                let deep = text.replacen(r#""reason":"#, r#""a":[{"b":1,"b":1}],"reason":"#, 1);
                wrong.push((deep, format!("/{name}/a/0")));
            }
        }
        for (body, pointer) in wrong {
            let answer = endpoint.send(&server, &cookie, "wrong", &body).await;
            answer.is_problem(400, "malformed");
            let found = answer.json()["errors"][0]["pointer"].clone();
            assert_eq!(
                found.as_str().unwrap_or_default(),
                pointer,
                "{} {body}",
                endpoint.path
            );
        }
        let answer = endpoint
            .send(&server, &cookie, endpoint.path, &endpoint.body.to_string())
            .await;
        assert!(answer.status.is_success(), "{}", answer.text());
    }
}

#[tokio::test]
async fn a_form_document_has_no_member_twice() {
    let server = Server::start().await;
    let twice =
        r#"{"schema": {"type": "object", "properties": {"a": {}, "a": {"type": "string"}}}}"#;
    let ask = Ask::raw(Method::POST, "/gallery", twice)
        .own()
        .header("content-type", "application/json");
    let answer = server.send(ask).await;
    answer.is_problem(422, "invalid");
    assert_eq!(answer.json()["errors"][0]["pointer"], "/schema/properties");
}

/// A schema, or the target of its reference.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => schema,
    }
}

/// Values for a member, each with whether the document allows it.
fn tries(member: &Value, good: &Value) -> Vec<(Value, bool)> {
    let kinds = match &member["type"] {
        Value::Array(kinds) => kinds.clone(),
        kind => vec![kind.clone()],
    };
    let is = |kind: &str| kinds.contains(&json!(kind));
    let mut tries = vec![
        (good.clone(), true),
        (Value::Null, is("null")),
        (json!(true), false),
        (json!([]), false),
        (json!([good]), false),
    ];
    if is("string") {
        tries.extend([(json!(7), false), (json!({}), false)]);
        if let Some(most) = member["maxLength"].as_u64() {
            let text = |length: u64| json!("x".repeat(usize::try_from(length).unwrap()));
            tries.extend([(text(most), true), (text(most + 1), false)]);
        }
        if member["minLength"] == 1 {
            tries.push((json!(""), false));
        }
        match member["pattern"].as_str() {
            None => {}
            Some("^[!-~]+$") => {
                tries.extend(["a b", "\u{e9}", "a\n"].map(|text| (json!(text), false)));
            }
            Some("\\S") => tries.push((json!(" \n\t "), false)),
            Some(other) => panic!("no texts for {other}"),
        }
    }
    if is("integer") {
        let (least, most) = (member["minimum"].as_i64(), member["maximum"].as_i64());
        let (least, most) = (least.unwrap(), most.unwrap());
        tries.extend([least, most].map(|number| (json!(number), true)));
        tries.extend([least - 1, most + 1].map(|number| (json!(number), false)));
        tries.extend([
            (json!(1.0), true),
            (json!(1.5), false),
            (json!(1e300), false),
        ]);
        tries.extend([(json!("1"), false), (json!({}), false)]);
    }
    if is("object") {
        tries.extend([(json!(7), false), (json!("x"), false)]);
    }
    tries
}

#[tokio::test]
async fn the_document_says_what_is_taken() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    let document = server.get("/openapi.json").await.json();
    let mut count = 0;
    for endpoint in endpoints(&server, &cookie).await {
        // Which members an action takes depends on the action, so the document says only their types.
        if endpoint.path.ends_with("/{action}") {
            continue;
        }
        let method = endpoint.method.as_str().to_lowercase();
        let operation = &document["paths"][endpoint.path][&method];
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        let schema = resolved(&document, schema);
        let schema = schema["oneOf"].get(0).unwrap_or(schema);
        assert_eq!(schema["additionalProperties"], false, "{}", endpoint.path);
        let required = schema["required"].as_array().unwrap();
        let properties = schema["properties"].as_object().unwrap();
        let mut bodies = vec![(endpoint.body.clone(), true)];
        let mut more = endpoint.body.clone();
        more["more"] = json!(1);
        bodies.push((more, false));
        for (name, member) in properties {
            let is_id = member.get("$ref").is_some() || name == "formVersion";
            let member = resolved(&document, member);
            let is_text = member["type"].to_string().contains("string");
            let is_limited = member.get("maxLength").is_some() || member.get("enum").is_some();
            assert!(
                !is_text || is_id || is_limited,
                "{} {name} has no limit",
                endpoint.path
            );
            for (value, fine) in tries(member, &endpoint.body[name]) {
                let mut body = endpoint.body.clone();
                body[name] = value;
                bodies.push((body, fine));
            }
            let mut body = endpoint.body.clone();
            body.as_object_mut().unwrap().remove(name);
            bodies.push((body, !required.contains(&json!(name))));
        }
        for (body, fine) in bodies {
            count += 1;
            let key = format!("try-{count}");
            let answer = endpoint
                .send(&server, &cookie, &key, &body.to_string())
                .await;
            let status = answer.status.as_u16();
            let said = format!("{} {} of {body}", answer.status, answer.text());
            assert_eq!(answer.status.is_success(), fine, "{said}");
            assert!(fine || (400..500).contains(&status), "{said}");
            let documented = operation["responses"].get(status.to_string());
            assert!(
                documented.is_some(),
                "{} is not documented: {said}",
                endpoint.path
            );
            if endpoint.method == Method::PUT && fine {
                let ask = Ask::raw(Method::DELETE, "/api/v1/drafts/printer", "");
                server.send(ask.own().cookie(&cookie)).await;
            }
        }
    }
    assert!(count > 60, "{count}");
}

#[tokio::test]
async fn a_nul_is_refused_whatever_the_database() {
    let server = Server::start().await;
    let anna = server.sign_in("p-anna").await;
    let draft = |device: &str, reason: &str| json!({"formVersion": "2", "key": "k", "answers": {"reason": reason}, "device": device});
    let mut request = vpn();
    request["answers"]["reason"] = json!("a\u{0}b");
    let mut upload = vpn();
    upload["answers"]["file"] = json!([{"id": "\u{0}"}]);
    let mut name = vpn();
    name["answers"]["a\u{0}"] = json!(1);
    let sent = server.order(&anna, "sent", &vpn()).await.json();
    let comments = format!("/requests/{}/comments", sent["id"].as_str().unwrap());
    for (method, path, body, pointer) in [
        ("POST", "/requests", &request, "/answers/reason"),
        ("POST", "/requests", &upload, "/answers/file/0/id"),
        ("POST", "/requests", &name, "/answers"),
        ("POST", &comments, &json!({"text": "a\u{0}"}), "/text"),
        ("PUT", "/drafts/vpn-access", &draft("\u{0}", "a"), "/device"),
        (
            "PUT",
            "/drafts/vpn-access",
            &draft("a", "\u{0}"),
            "/answers/reason",
        ),
        (
            "POST",
            "/improvements",
            &json!({"kind": "search", "words": "a\u{0}"}),
            "/words",
        ),
    ] {
        let method = method.parse().unwrap();
        let ask = Ask::raw(method, &format!("/api/v1{path}"), body.to_string()).own();
        let ask = ask.header("content-type", "application/json").cookie(&anna);
        let answer = server
            .send(ask.key("new").header("if-none-match", "*"))
            .await;
        assert_eq!(answer.status, 422, "{path}: {}", answer.text());
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{path}");
    }
    // No object has this name.
    for (path, status) in [
        ("/requests/a%00", 404),
        ("/drafts/a%00", 404),
        ("/uploads/a%00", 404),
        ("/requests/a%00/comments", 404),
        ("/requests?q=a%00", 400),
        ("/requests?cursor=a%00", 400),
    ] {
        let answer = server.send(Ask::get(path).cookie(&anna)).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
    }
}
