//! The meaning of answers beyond the form: rules, records, people and prices.

use crate::server::{Answer, Ask, Server, content_with, demo};
use axum::http::Method;
use serde_json::{Value, json};

async fn send(server: &Server, cookie: &str, key: &str, answers: &Value) -> Answer {
    let body = json!({"service": "workplace", "formVersion": "1", "answers": answers});
    server.order(cookie, key, &body).await
}

/// The recorded answers.
async fn recorded(server: &Server, cookie: &str, answers: Value) -> Value {
    let key = answers.to_string().replace(' ', "");
    let sent = send(server, cookie, &key, &answers).await;
    sent.created()
}

#[tokio::test]
async fn hidden_answers_are_dropped_and_not_asked_for() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-max").await;
    let pointers = |request: &Value| {
        let answers = request["answers"].as_array().unwrap().iter();
        let pointers = answers.map(|answer| answer["pointer"].as_str().unwrap().to_owned());
        pointers.collect::<Vec<_>>()
    };
    for (answers, kept) in [
        (json!({"device": "phone"}), vec!["/device"]),
        (
            json!({"device": "phone", "hurry": false, "why": "x"}),
            vec!["/device", "/hurry"],
        ),
        (
            json!({"device": "phone", "hurry": true, "why": "A storm"}),
            vec!["/device", "/hurry", "/why"],
        ),
    ] {
        let request = recorded(&server, &cookie, answers).await;
        assert_eq!(pointers(&request), kept);
    }
    for (answers, pointer, code) in [
        (
            json!({"device": "phone", "hurry": true}),
            "/answers/why",
            "required",
        ),
        (
            json!({"device": "phone", "hurry": true, "why": "x"}),
            "/answers/why",
            "minLength",
        ),
        (
            json!({"device": "phone", "people": [{"name": "A"}, {}]}),
            "/answers/people/1/name",
            "required",
        ),
    ] {
        let refused = send(&server, &cookie, "k", &answers).await;
        refused.is_problem(422, "invalid");
        let errors = &refused.json()["errors"];
        assert_eq!(
            (&errors[0]["pointer"], &errors[0]["code"]),
            (&json!(pointer), &json!(code))
        );
        assert_eq!(errors.as_array().unwrap().len(), 1, "{errors}");
    }
}

#[tokio::test]
async fn records_are_kept_by_name_and_have_to_be_there() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-max").await;
    let request = recorded(
        &server,
        &cookie,
        json!({"device": "laptop", "old": "bw-1", "people": [{"name": "A", "boss": "p-owen"}]}),
    )
    .await;
    let answers = request["answers"].as_array().unwrap();
    let find = |pointer: &str| {
        let mut found = answers.iter().filter(|answer| answer["pointer"] == pointer);
        found
            .next()
            .unwrap_or_else(|| panic!("no {pointer} in {answers:?}"))
    };
    assert_eq!(find("/device")["text"], "Laptop");
    assert_eq!(
        *find("/old"),
        json!({"pointer": "/old", "label": "The old one", "value": "bw-1", "text": "Laptop"})
    );
    assert_eq!(find("/people/0/boss")["text"], "Owen Ott");
    assert_eq!(find("/people/0/boss")["label"], "People, 1, Boss");

    let wrong = json!({
        "device": "laptop", "for": "nobody", "watchers": ["p-anna", "p-nobody"], "old": "bw-9",
        "people": [{"name": "A", "boss": "p-owen"}, {"name": "B", "boss": "x"}]
    });
    let refused = send(&server, &cookie, "k", &wrong).await;
    refused.is_problem(422, "invalid");
    let problem = refused.json();
    let errors = problem["errors"].as_array().unwrap().iter();
    let found: Vec<_> = errors
        .map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap()))
        .collect();
    let expected = [
        "/answers/for",
        "/answers/watchers/1",
        "/answers/old",
        "/answers/people/1/boss",
    ];
    assert_eq!(found, expected.map(|pointer| (pointer, "lookup")));

    // The old device is looked up among those of the person that the request is for.
    let others = json!({"device": "laptop", "for": "p-owen", "old": "bw-1"});
    let refused = send(&server, &cookie, "k", &others).await;
    refused.is_problem(422, "invalid");
    assert_eq!(refused.json()["errors"][0]["pointer"], "/answers/old");
}

#[tokio::test]
async fn whom_it_is_for_and_who_watches_may_read_it() {
    let server = Server::start().await;
    let max = server.sign_in("p-max").await;
    let answers = json!({"device": "laptop", "for": "p-anna", "watchers": ["p-kim", "p-max"]});
    let request = recorded(&server, &max, answers).await;
    assert_eq!(
        request["requestedFor"],
        json!({"id": "p-anna", "name": "Anna Alt"})
    );
    assert_eq!(request["watchers"][0]["name"], "Kim Keller");
    assert_eq!(
        request["seenBy"],
        "You, Anna Alt, Kim Keller, Owen Ott and Service desk"
    );
    assert_eq!(
        request["actions"],
        json!([{ "id": "comment" }, { "id": "cancel", "reason": "required" }])
    );
    let path = format!("/requests/{}", request["id"].as_str().unwrap());
    for persona in ["p-anna", "p-kim"] {
        let cookie = server.sign_in(persona).await;
        let read = server.send(Ask::get(&path).cookie(&cookie)).await.json();
        assert_eq!(read["number"], request["number"]);
        assert_eq!(read["requester"]["name"], "Max Mohn");
        assert_eq!(read["actions"], json!([]), "only the requester writes");
        assert!(read["seenBy"].as_str().unwrap().contains("Max Mohn"));
        let list = server.send(Ask::get("/requests").cookie(&cookie)).await;
        assert_eq!(list.items("id"), [request["id"].as_str().unwrap()]);
        let comment = Ask::post(&format!("{path}/comments"), &json!({"text": "Hello"}));
        let comment = comment.own().cookie(&cookie).key("c");
        server.send(comment).await.is_problem(404, "");
    }
    // A request for oneself is not a request for somebody else.
    let own = json!({"device": "laptop", "for": "p-max"});
    let own = recorded(&server, &max, own).await;
    assert_eq!(own["requestedFor"], Value::Null);
}

#[tokio::test]
async fn the_price_is_that_of_the_choices_times_the_quantity() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-max").await;
    for (answers, amount) in [
        (json!({"device": "laptop"}), "100.00"),
        (json!({"device": "phone"}), "150.50"),
        (json!({"device": "phone", "count": 3}), "451.50"),
    ] {
        let request = recorded(&server, &cookie, answers).await;
        let price = json!({"amount": amount, "currency": "EUR", "per": "once"});
        assert_eq!(request["price"], price);
    }
}

#[tokio::test]
async fn a_secret_is_recorded_and_goes_back_to_nobody() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-max").await;
    let answers = json!({"device": "phone", "pin": "4711-quiet"});
    let request = recorded(&server, &cookie, answers.clone()).await;
    let pin = &request["answers"][1];
    assert_eq!(pin["pointer"], "/pin");
    assert_eq!(pin["value"], Value::Null);
    assert_eq!(pin["secret"], true);
    let path = format!("/requests/{}", request["id"].as_str().unwrap());
    for answer in [
        server.send(Ask::get(&path).cookie(&cookie)).await,
        send(
            &server,
            &cookie,
            &answers.to_string().replace(' ', ""),
            &answers,
        )
        .await,
    ] {
        assert!(!answer.text().contains("4711"), "{}", answer.text());
    }
}

/// JSON has one number type, and the unit of a number is recorded with the request.
#[tokio::test]
async fn numbers_are_one_however_they_are_written_and_say_what_they_measure() {
    const FORM: &str = "services/workplace.yaml";
    let fields = r#"      size: { title: Memory, enum: [16.0, 32] }
      budget: { type: number, title: Budget }
      cable: { type: number, title: Cable }
      port: { type: integer, title: Port }
      old: { type: string, title: The old one }"#;
    let controls = r##"      - { type: Control, scope: "#/properties/size", options: { portico: { prices: { "32.0": "5.00" } } } }
      - { type: Control, scope: "#/properties/budget", options: { portico: { money: { currency: EUR } } } }
      - { type: Control, scope: "#/properties/cable", options: { portico: { unit: m } } }
      - { type: Control, scope: "#/properties/port" }
      - type: Control
        scope: "#/properties/old""##;
    let content = content_with(&[
        (
            FORM,
            "      old: { type: string, title: The old one }",
            fields,
        ),
        (
            FORM,
            "      - type: Control\n        scope: \"#/properties/old\"",
            controls,
        ),
    ]);
    let data = tempfile::tempdir().unwrap();
    let server = Server::of(demo(), data.path(), content.path()).await;
    let cookie = server.sign_in("p-max").await;
    let send = async |key: &str, answers: &str| {
        let body = format!(
            r#"{{"service": "workplace", "formVersion": "1", "answers": {{"device": "laptop", {answers}}}}}"#
        );
        let ask = Ask::raw(Method::POST, "/api/v1/requests", body);
        let ask = ask.own().header("content-type", "application/json");
        server.send(ask.cookie(&cookie).key(key)).await
    };
    for (key, size, count) in [
        ("a", "32", "2"),
        ("b", "32.0", "2.0"),
        ("c", "3.2e1", "20e-1"),
    ] {
        let answers = format!(
            r#""size": {size}, "count": {count}, "budget": 1500.50, "cable": 1e3, "port": 8443.0"#
        );
        let sent = send(key, &answers).await;
        let request = sent.created();
        assert_eq!(request["price"]["amount"], "210.00", "{answers}");
        let expected = json!([
            {"pointer": "/device", "label": "Device", "value": "laptop", "text": "Laptop"},
            {"pointer": "/count", "label": "How many", "value": 2, "quantity": true},
            {"pointer": "/size", "label": "Memory", "value": 32, "text": "32"},
            {"pointer": "/budget", "label": "Budget", "value": 1500.5, "currency": "EUR"},
            {"pointer": "/cable", "label": "Cable", "value": 1000, "unit": "m"},
            {"pointer": "/port", "label": "Port", "value": 8443},
        ]);
        assert_eq!(request["answers"], expected);
    }
    for (key, port) in [
        ("d", "9007199254740993"),
        ("e", "123456789012345678901"),
        ("f", "-1e300"),
    ] {
        let refused = send(key, &format!(r#""port": {port}"#)).await;
        refused.is_problem(422, "invalid");
        let errors = refused.json()["errors"].clone();
        assert_eq!(errors[0]["pointer"], "/answers/port", "{port}");
        assert_eq!(errors[0]["code"], "precision");
    }
}
