//! The life of a request: who may do what in which state, and what the others see of it.

mod desk;
mod lists;

use crate::server::{Ask, Server, vpn};
use axum::http::StatusCode;
use desk::{Desk, reason, words};
use serde_json::json;

#[tokio::test]
async fn from_sending_to_rating() {
    let desk = Desk::open().await;
    let id = &desk.request().await;
    assert_eq!(desk.state(id).await, "waitingApproval");
    assert_eq!(desk.waiting("max").await, json!({ "approvals": 1 }));
    assert_eq!(desk.waiting("kim").await, json!({ "work": 0 }));
    assert_eq!(desk.waiting("anna").await, json!({}));
    assert_eq!(desk.listed("max", "/approvals").await, [id.as_str()]);
    assert_eq!(desk.offered("max", id).await, ["approve", "decline"]);
    assert_eq!(desk.offered("anna", id).await, ["comment", "cancel"]);

    desk.story(id, &[("max", "approve", reason("Fine."))]).await;
    assert_eq!(desk.waiting("max").await, json!({ "approvals": 0 }));
    assert_eq!(desk.waiting("kim").await, json!({ "work": 1 }));
    assert_eq!(desk.listed("max", "/approvals").await, [""; 0]);
    assert_eq!(
        desk.listed("max", "/approvals?view=decided").await,
        [id.as_str()]
    );
    assert_eq!(desk.listed("kim", "/work").await, [id.as_str()]);

    desk.story(
        id,
        &[
            ("kim", "take", json!({})),
            ("kim", "start", json!({})),
            ("kim", "ask", reason("Which phone?")),
        ],
    )
    .await;
    assert_eq!(desk.state(id).await, "waitingUser");
    assert_eq!(desk.waiting("kim").await, json!({ "work": 0 }));
    assert_eq!(desk.listed("kim", "/work?view=mine").await, [id.as_str()]);
    assert_eq!(
        desk.listed("kim", "/work?view=waiting").await,
        [id.as_str()]
    );
    desk.story(
        id,
        &[
            ("anna", "answer", reason("The **blue** one.")),
            ("kim", "resolve", reason("It is set up.")),
        ],
    )
    .await;
    assert_eq!(desk.state(id).await, "resolved");
    assert_eq!(desk.offered("anna", id).await, ["close", "reopen", "rate"]);
    desk.story(
        id,
        &[
            ("anna", "reopen", reason("It stopped.")),
            ("kim", "resolve", reason("Again.")),
            ("anna", "rate", json!({ "rating": 4, "reason": "Quick." })),
            ("anna", "close", json!({})),
        ],
    )
    .await;
    assert_eq!(
        desk.listed("kim", "/work?view=finished").await,
        [id.as_str()]
    );
    assert_eq!(desk.listed("kim", "/work?view=open").await, [""; 0]);

    let seen = desk.seen("anna", id).await;
    assert_eq!(seen["state"]["category"], "closed");
    assert_eq!(
        (&seen["rating"], &seen["assignee"]["name"]),
        (&json!(4), &json!("Kim Keller"))
    );
    let events = seen["events"].as_array().unwrap();
    let told: Vec<_> = events
        .iter()
        .map(|event| {
            let of = |member: &str| event[member].as_str().unwrap_or_default();
            let state = event["state"]["category"].as_str().unwrap_or_default();
            let actor = event["actor"]["name"].as_str().unwrap_or_default();
            (of("kind"), actor, of("label"), words(&event["body"]), state)
        })
        .collect();
    let (anna, max, kim) = ("Anna Alt", "Max Mohn", "Kim Keller");
    assert_eq!(
        told,
        [
            ("created", anna, "", "", "waitingApproval"),
            ("state", max, "approved this", "Fine.", "new"),
            ("other", kim, "took this on", "", ""),
            ("state", kim, "started work", "", "inProgress"),
            (
                "state",
                kim,
                "asked a question",
                "Which phone?",
                "waitingUser"
            ),
            ("state", anna, "answered the question", "The ", "inProgress"),
            (
                "state",
                kim,
                "marked this as done",
                "It is set up.",
                "resolved"
            ),
            ("state", anna, "reopened this", "It stopped.", "inProgress"),
            ("state", kim, "marked this as done", "Again.", "resolved"),
            ("other", anna, "rated this 4 out of 5", "Quick.", ""),
            ("state", anna, "closed this", "", "closed"),
        ]
    );
    let german = Ask::get(&format!("/requests/{id}")).header("accept-language", "de");
    let german = desk.send("anna", german).await.json();
    assert_eq!(german["events"][1]["label"], "hat zugestimmt");
}

#[tokio::test]
async fn a_declined_request_says_why() {
    let desk = Desk::open().await;
    let id = &desk.request().await;
    desk.story(id, &[("max", "decline", reason("Too dear."))])
        .await;
    let seen = desk.seen("anna", id).await;
    assert_eq!(seen["state"]["category"], "cancelled");
    assert_eq!(seen["approvals"][0]["decision"], "declined");
    assert_eq!(words(&seen["events"][1]["body"]), "Too dear.");
    assert_eq!(seen["actions"], json!([]));
}

/// Who may execute an action in each state; everybody else is refused, without a trace.
#[tokio::test]
async fn nobody_does_more_than_the_rules_allow() {
    let desk = Desk::open().await;
    let input = |action: &str| match action {
        "approve" | "take" | "start" | "close" => json!({}),
        "assign" => json!({ "to": "p-kim" }),
        "rate" => json!({ "rating": 5 }),
        _ => reason("Because."),
    };
    // The actions that lead to each state, and those who may then do what.
    type Steps = &'static [(&'static str, &'static str)];
    let states: [(Steps, Steps); 7] = [
        (
            &[],
            &[("max", "approve"), ("max", "decline"), ("anna", "cancel")],
        ),
        (
            &[("max", "approve")],
            &[
                ("anna", "cancel"),
                ("kim", "take"),
                ("kim", "assign"),
                ("kim", "start"),
                ("kim", "resolve"),
            ],
        ),
        (
            &[("max", "approve"), ("kim", "start")],
            &[("anna", "cancel"), ("kim", "ask"), ("kim", "resolve")],
        ),
        (
            &[("max", "approve"), ("kim", "start"), ("kim", "ask")],
            &[("anna", "answer"), ("anna", "cancel"), ("kim", "resolve")],
        ),
        (
            &[("max", "approve"), ("kim", "resolve")],
            &[("anna", "close"), ("anna", "reopen"), ("anna", "rate")],
        ),
        (
            &[("max", "approve"), ("kim", "resolve"), ("anna", "close")],
            &[("anna", "rate")],
        ),
        (&[("anna", "cancel")], &[]),
    ];
    let all = [
        "approve", "decline", "take", "assign", "start", "ask", "answer", "resolve", "close",
        "reopen", "cancel", "rate",
    ];
    for (steps, allowed) in states {
        for who in ["anna", "max", "kim"] {
            for action in all {
                let id = &desk.request().await;
                for (who, action) in steps {
                    desk.story(id, &[(who, action, input(action))]).await;
                }
                let before = desk.seen("anna", id).await;
                let done = desk.act(who, id, action, &input(action)).await;
                if allowed.contains(&(who, action)) {
                    let text = done.text();
                    assert_eq!(
                        done.status,
                        StatusCode::NO_CONTENT,
                        "{steps:?} {who} {action}: {text}"
                    );
                    continue;
                }
                assert_eq!(
                    done.status,
                    StatusCode::CONFLICT,
                    "{steps:?} {who} {action}"
                );
                done.is_problem(409, "not-possible");
                let current = &done.json()["current"];
                assert_eq!(
                    *current,
                    desk.seen(who, id).await,
                    "what is possible is told"
                );
                assert_eq!(
                    before,
                    desk.seen("anna", id).await,
                    "{steps:?} {who} {action}"
                );
            }
        }
    }
}

#[tokio::test]
async fn who_is_no_part_of_a_request_learns_nothing_of_it() {
    let server = Server::start().await;
    let (anna, kim) = (
        server.sign_in("p-anna").await,
        server.sign_in("p-kim").await,
    );
    let sent = server.order(&anna, "k", &vpn()).await.created();
    let path = format!("/requests/{}", sent["id"].as_str().unwrap());
    let act = format!("{path}/actions/cancel");
    for (who, status) in [(Some(&kim), 404), (None, 401)] {
        for ask in [
            Ask::get(&path),
            Ask::post(&act, &reason("Because.")).key("a"),
        ] {
            let ask = ask.own();
            let ask = match who {
                Some(cookie) => ask.cookie(cookie),
                None => ask,
            };
            let answer = server.send(ask).await;
            assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
        }
    }
    for path in ["/approvals", "/work"] {
        let own = server.send(Ask::get(path).own().cookie(&kim)).await;
        assert_eq!(own.items("id"), [""; 0]);
        assert_eq!(server.get(path).await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn input_that_an_action_does_not_take_is_refused() {
    let desk = Desk::open().await;
    let id = &desk.request().await;
    let long = "x".repeat(5001);
    for (who, action, input, pointer) in [
        ("max", "decline", json!({}), "/reason"),
        ("max", "decline", reason(" \n "), "/reason"),
        ("max", "decline", reason(&long), "/reason"),
        ("kim", "take", reason("Mine."), "/reason"),
        ("kim", "assign", json!({}), "/to"),
        ("kim", "assign", json!({ "to": "p-max" }), "/to"),
        (
            "anna",
            "cancel",
            json!({ "reason": "No.", "rating": 1 }),
            "/rating",
        ),
        (
            "anna",
            "cancel",
            json!({ "reason": "No.", "to": "p-kim" }),
            "/to",
        ),
        ("anna", "rate", json!({}), "/rating"),
        ("anna", "rate", json!({ "rating": 6 }), "/rating"),
        ("anna", "rate", json!({ "rating": 0 }), "/rating"),
    ] {
        let refused = desk.act(who, id, action, &input).await;
        refused.is_problem(422, "invalid");
        assert_eq!(
            refused.json()["errors"][0]["pointer"],
            pointer,
            "{who} {action} {input}"
        );
    }
    let unknown = desk.act("anna", id, "explode", &json!({})).await;
    unknown.is_problem(404, "");
    let comment = desk.act("anna", id, "comment", &reason("Hm.")).await;
    comment.is_problem(404, "");
    for input in [
        json!({ "reasons": "x" }),
        json!({ "rating": 300 }),
        json!([]),
    ] {
        let malformed = desk.act("anna", id, "cancel", &input).await;
        malformed.is_problem(400, "malformed");
    }
    let no_key = Ask::post(&format!("/requests/{id}/actions/cancel"), &reason("No."));
    desk.send("anna", no_key)
        .await
        .is_problem(400, "key-missing");
    assert_eq!(desk.state(id).await, "waitingApproval");
}

#[tokio::test]
async fn an_action_is_executed_once() {
    let desk = Desk::open().await;
    let id = &desk.request().await;
    let path = format!("/requests/{id}/actions/approve");
    let approve = |text: &str| Ask::post(&path, &reason(text)).key("once");
    let first = desk.send("max", approve("Yes.")).await;
    assert_eq!(first.status, StatusCode::NO_CONTENT, "{}", first.text());
    let again = desk.send("max", approve("Yes.")).await;
    assert_eq!(again.status, StatusCode::NO_CONTENT);
    assert_eq!(again.header("idempotent-replayed"), "true");
    desk.send("max", approve("Also."))
        .await
        .is_problem(422, "key-reused");
    let events = desk.get("max", &format!("/requests/{id}/events")).await;
    assert_eq!(events.items("kind"), ["state", "created"]);
}
