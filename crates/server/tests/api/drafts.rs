//! Drafts: the next device finds what one device has stored, and nothing is overwritten unseen.

use crate::server::{Answer, Ask, Server, vpn};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

fn vpn_draft(reason: &str) -> Value {
    json!({"formVersion": "2", "key": "intent", "answers": {"reason": reason, "hidden": [1]}, "step": 2, "device": "Firefox"})
}

/// A user with a browser.
struct Person<'a> {
    server: &'a Server,
    cookie: String,
}

impl<'a> Person<'a> {
    async fn new(server: &'a Server, persona: &str) -> Self {
        let cookie = server.sign_in(persona).await;
        Self { server, cookie }
    }

    async fn get(&self, path: &str) -> Answer {
        self.server.send(Ask::get(path).cookie(&self.cookie)).await
    }

    async fn ask(
        &self,
        method: Method,
        service: &str,
        body: &Value,
        when: &[(&'static str, &str)],
    ) -> Answer {
        let path = format!("/api/v1/drafts/{service}");
        let mut ask = Ask::raw(method, &path, body.to_string())
            .header("content-type", "application/json")
            .own()
            .cookie(&self.cookie);
        for (name, value) in when {
            ask = ask.header(name, value);
        }
        self.server.send(ask).await
    }

    async fn put(&self, service: &str, body: &Value, when: (&'static str, &str)) -> Answer {
        self.ask(Method::PUT, service, body, &[when]).await
    }
}

const NEW: (&str, &str) = ("if-none-match", "*");

#[tokio::test]
async fn a_draft_is_kept_changed_and_discarded() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    anna.get("/drafts/vpn-access").await.is_problem(404, "");
    let kept = anna.put("vpn-access", &vpn_draft("From home"), NEW).await;
    assert_eq!(kept.status, StatusCode::CREATED, "{}", kept.text());
    let tag = kept.header("etag").to_owned();
    let read = anna.get("/drafts/vpn-access").await;
    assert_eq!(read.json(), kept.json());
    assert_eq!(read.header("etag"), tag);
    let draft = read.json();
    assert_eq!(draft["service"]["name"], "VPN access");
    assert_eq!(
        draft["answers"],
        json!({"reason": "From home", "hidden": [1]})
    );
    assert_eq!(
        (&draft["step"], &draft["key"], &draft["device"]),
        (&json!(2), &json!("intent"), &json!("Firefox"))
    );
    let again = Ask::get("/drafts/vpn-access").cookie(&anna.cookie);
    let again = server.send(again.header("if-none-match", &tag)).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);

    let changed = anna
        .put("vpn-access", &vpn_draft("On the train"), ("if-match", &tag))
        .await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_ne!(changed.header("etag"), tag);

    for when in [
        ("if-match", tag.as_str()),
        ("if-match", "\"other\", W/\"weak\""),
        NEW,
    ] {
        let refused = anna.put("vpn-access", &vpn_draft("Lost?"), when).await;
        refused.is_problem(412, "changed");
        assert_eq!(refused.header("etag"), changed.header("etag"));
        assert_eq!(refused.json()["current"], changed.json(), "{when:?}");
    }
    let any = ("if-match", "*");
    let forced = anna.put("vpn-access", &vpn_draft("Forced"), any).await;
    assert_eq!(forced.status, StatusCode::OK);

    let gone = async |when: &[(&'static str, &str)]| {
        let nothing = Value::Null;
        anna.ask(Method::DELETE, "vpn-access", &nothing, when).await
    };
    gone(&[("if-match", &tag)]).await.is_problem(412, "changed");
    assert_eq!(gone(&[]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(gone(&[]).await.status, StatusCode::NO_CONTENT, "again");
    let lost = anna.put("vpn-access", &vpn_draft("Back"), any).await;
    lost.is_problem(412, "changed");
    assert_eq!(lost.json()["current"], Value::Null);
}

#[tokio::test]
async fn what_cannot_be_a_draft_is_refused() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let kim = Person::new(&server, "p-kim").await;
    let nothing: [(&'static str, &str); 0] = [];
    anna.ask(Method::PUT, "vpn-access", &vpn_draft("x"), &nothing)
        .await
        .is_problem(428, "");
    for service in ["nothing", "payroll"] {
        let hidden = kim.put(service, &vpn_draft("x"), NEW).await;
        hidden.is_problem(404, "");
    }
    for (name, value, pointer) in [
        ("key", json!(""), "/key"),
        ("key", json!("a b"), "/key"),
        ("device", json!("x".repeat(201)), "/device"),
    ] {
        let mut body = vpn_draft("x");
        body[name] = value;
        let refused = anna.put("vpn-access", &body, NEW).await;
        refused.is_problem(422, "invalid");
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer);
    }
    let mut unknown = vpn_draft("x");
    unknown["colour"] = json!("red");
    let unknown = anna.put("vpn-access", &unknown, NEW).await;
    unknown.is_problem(400, "malformed");
    let large = vpn_draft(&"x".repeat(256 * 1024));
    anna.put("vpn-access", &large, NEW)
        .await
        .is_problem(413, "");
    let signed_out = server.get("/drafts").await;
    signed_out.is_problem(401, "sign-in");
    let foreign = Ask::raw(Method::PUT, "/api/v1/drafts/vpn-access", Body::empty());
    let foreign = server.send(foreign.cookie(&anna.cookie)).await;
    foreign.is_problem(403, "cross-site");
}

#[tokio::test]
async fn drafts_are_listed_to_their_writer_alone() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let kim = Person::new(&server, "p-kim").await;
    let long = vpn_draft(&"x".repeat(200 * 1024));
    for service in ["vpn-access", "printer", "laptop"] {
        let mut body = long.clone();
        body["key"] = json!(service);
        let kept = anna.put(service, &body, NEW).await;
        assert_eq!(kept.status, StatusCode::CREATED);
    }
    let names = async |path: &str| {
        let page = anna.get(path).await.json();
        let items = page["items"].as_array().unwrap().iter();
        let names = items.map(|draft| draft["service"]["id"].as_str().unwrap().to_owned());
        (
            names.collect::<Vec<_>>(),
            page["next"].as_str().map(str::to_owned),
        )
    };
    let list = anna.get("/drafts").await;
    assert!(list.body.len() < 2_000, "{} bytes", list.body.len());
    for item in list.json()["items"].as_array().unwrap() {
        assert_eq!(item.get("answers"), None, "{item}");
        let rest = [&item["key"], &item["step"], &item["device"]];
        let id = &item["service"]["id"];
        assert_eq!(rest, [id, &json!(2), &json!("Firefox")]);
    }
    let mut all = names("/drafts").await.0;
    let (first, next) = names("/drafts?limit=2").await;
    let (second, end) = names(&format!("/drafts?limit=2&cursor={}", next.unwrap())).await;
    assert_eq!([first, second].concat(), all);
    assert_eq!(end, None);
    all.sort();
    assert_eq!(all, ["laptop", "printer", "vpn-access"]);
    let none = kim.get("/drafts").await.json();
    assert_eq!(none["items"], json!([]));
    kim.get("/drafts/vpn-access").await.is_problem(404, "");
    let cursor = anna.get("/drafts?cursor=bm90aGluZw").await;
    cursor.is_problem(400, "");
}

#[tokio::test]
async fn a_sent_draft_is_gone_and_does_not_come_back() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let mut same = vpn_draft("From home");
    same["answers"] = vpn()["answers"].clone();
    anna.put("vpn-access", &same, NEW).await;
    let mut other = vpn_draft("x");
    other["key"] = json!("other");
    anna.put("printer", &other, NEW).await;
    let sent = server.order(&anna.cookie, "\"intent\"", &vpn()).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    anna.get("/drafts/vpn-access").await.is_problem(404, "");
    assert_eq!(anna.get("/drafts/printer").await.status, StatusCode::OK);
    let late = anna.put("vpn-access", &vpn_draft("Late"), NEW).await;
    late.is_problem(422, "key-reused");
    assert_eq!(late.json()["current"], sent.json());
}

/// A copy that is stored while its request is being recorded must not outlive the receipt: it would be offered again
/// under a key that is used.
#[tokio::test]
async fn a_draft_that_is_stored_during_its_submission_does_not_stay() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    for round in 0..40 {
        let key = format!("round-{round}");
        let mut same = vpn_draft("");
        same["answers"] = vpn()["answers"].clone();
        same["key"] = json!(key);
        let quoted = format!("\"{key}\"");
        let body = vpn();
        let (sent, _) = tokio::join!(
            server.order(&anna.cookie, &quoted, &body),
            anna.put("vpn-access", &same, NEW)
        );
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
        let left = anna.get("/drafts/vpn-access").await;
        assert_eq!(left.status, StatusCode::NOT_FOUND, "{key}: {}", left.text());
    }
}

#[tokio::test]
async fn what_another_device_typed_meanwhile_stays() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    let newer = vpn_draft("Typed after the other device had sent");
    anna.put("vpn-access", &newer, NEW).await;
    let sent = server.order(&anna.cookie, "\"intent\"", &vpn()).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    let kept = anna.get("/drafts/vpn-access").await;
    assert_eq!(kept.json()["answers"], newer["answers"]);
}

#[tokio::test]
async fn a_number_comes_back_with_all_its_digits() {
    let server = Server::start().await;
    let anna = Person::new(&server, "p-anna").await;
    for (at, number) in [
        "31.245270191439438",
        "121.48791951161945",
        "0.1",
        "-2.638344616030823e-256",
    ]
    .iter()
    .enumerate()
    {
        let when = if at == 0 { NEW } else { ("if-match", "*") };
        let body = vpn_draft("?").to_string().replace("\"?\"", number);
        let kept = Ask::raw(Method::PUT, "/api/v1/drafts/vpn-access", body)
            .header("content-type", "application/json")
            .own()
            .cookie(&anna.cookie)
            .header(when.0, when.1);
        let kept = server.send(kept).await;
        assert!(kept.status.is_success(), "{}", kept.text());
        let text = anna.get("/drafts/vpn-access").await.text();
        assert!(
            text.contains(&format!("\"reason\":{number},")),
            "{number} in {text}"
        );
    }
}

/// The feature is always enabled in tests, because a crate that only tests use enables it; so this checks whether the
/// program enables it.
#[test]
fn the_program_itself_reads_all_digits() {
    let manifest = include_str!("../../Cargo.toml");
    let mut lines = manifest.lines();
    let own = lines.find(|line| line.starts_with("serde_json = "));
    assert!(own.unwrap().contains("\"float_roundtrip\""));
}
