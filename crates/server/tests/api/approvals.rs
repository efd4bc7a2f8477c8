//! Approvals: an approver can read what they are asked to approve, and decides once.

use crate::database;
use crate::server::{Answer, Ask, Server, checked, demo, vpn};
use crate::storage::{person, recording};
use crate::uploads::{Person, png};
use axum::http::StatusCode;
use portico_domain::{
    Actor, ApprovalId, ApprovalState, Approvers, Capacity, Command, Quorum, Reason, Refusal,
    RequiredApproval, State,
};
use portico_server::db::{
    NewRequestRecord, RequestCommand, RequestStore, SqlStore, StoreError, StoredResponse,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::JoinSet;
use uuid::Uuid;

async fn as_(server: &Server, who: &str, ask: Ask) -> Answer {
    let cookie = server.sign_in(who).await;
    server.send(ask.own().cookie(&cookie)).await
}

#[tokio::test]
async fn approvers_read_what_they_are_asked_to_approve() {
    let server = Server::start().await;
    let sent = as_(&server, "p-anna", Ask::post("/requests", &vpn()).key("k")).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    let path = format!("/requests/{}", sent.json()["id"].as_str().unwrap());

    let own = as_(&server, "p-anna", Ask::get(&path)).await.json();
    let read = as_(&server, "p-max", Ask::get(&path)).await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.text());
    let mut read = read.json();
    let offered = json!([
        { "id": "approve", "reason": "optional" },
        { "id": "decline", "reason": "required" },
    ]);
    assert_eq!(read["actions"], offered);
    assert_eq!(read["seenBy"], "You, Anna Alt, Owen Ott and Service desk");
    for member in ["actions", "seenBy"] {
        read[member] = Value::Null;
    }
    for (member, value) in read.as_object().unwrap() {
        assert!(value.is_null() || *value == own[member], "{member}");
    }
    let events = as_(&server, "p-max", Ask::get(&format!("{path}/events"))).await;
    assert_eq!(events.items("kind"), ["created"]);

    // It is not among their own requests, and nobody else can read it either.
    let list = as_(&server, "p-max", Ask::get("/requests")).await;
    assert!(list.items("id").is_empty());
    let comment = Ask::post(&format!("{path}/comments"), &json!({"text": "No"})).key("c");
    as_(&server, "p-max", comment).await.is_problem(404, "");
    for path in [&path, &format!("{path}/events")] {
        let other = as_(&server, "p-kim", Ask::get(path)).await;
        other.is_problem(404, "");
    }
}

#[tokio::test]
async fn approvers_open_the_files_of_what_they_approve() {
    let data = TempDir::new().unwrap();
    let server = Server::at(demo(), data.path()).await;
    let anna = Person::new(&server, "p-anna").await;
    let file = anna.picture(&png(1000)).await;
    let path = format!("/uploads/{file}/content");
    let max = Person::new(&server, "p-max").await;
    assert_eq!(max.get(&path).await.status, StatusCode::NOT_FOUND);
    let store = database::store(data.path()).await;
    let mut recording = asked("p-anna", Quorum::One, &["p-max"]);
    recording.uploads = vec![file];
    store.record(recording.into()).await.unwrap();
    assert_eq!(max.get(&path).await.status, StatusCode::OK);
    let kim = Person::new(&server, "p-kim").await;
    assert_eq!(kim.get(&path).await.status, StatusCode::NOT_FOUND);
}

/// A request that these people are asked to approve.
fn asked(user: &str, quorum: Quorum, approvers: &[&str]) -> NewRequestRecord {
    let key = Uuid::now_v7().to_string();
    let mut recording = recording(user, &key, 1);
    recording.submission.approvals = vec![RequiredApproval {
        capacity: Capacity::Person,
        quorum,
        approvers: Approvers::new(approvers.iter().map(|id| person(id))).unwrap(),
    }];
    recording
}

fn command(request: &str, who: &str, command: Command) -> RequestCommand {
    let key = recording(who, &Uuid::now_v7().to_string(), 1).key;
    RequestCommand {
        request: request.to_owned(),
        command,
        actor: Actor::person(person(who)),
        at: 2,
        event: Uuid::now_v7().to_string(),
        key,
        answer: StoredResponse {
            status: 201,
            location: None,
            body: String::new(),
        },
    }
}

fn approve() -> Command {
    Command::Approve {
        approval: ApprovalId(1),
        reason: Reason::new("It is needed"),
    }
}

/// The state of a request and its approval, as its requester reads them.
async fn standing(store: &SqlStore, user: &str, id: &str) -> (State, ApprovalState) {
    let record = store.get(&user.into(), id).await.unwrap().unwrap();
    let approval = record.request.approval(ApprovalId(1)).unwrap();
    let state = record.request.approval_state(approval);
    (record.request.state(), state)
}

#[tokio::test]
async fn an_approval_is_stored_with_what_each_approver_said() {
    let data = TempDir::new().unwrap();
    let store = database::store(data.path()).await;
    let recording = asked("anna", Quorum::All, &["max", "owen"]);
    let id = recording.id.clone();
    store.record(recording.into()).await.unwrap();
    let waiting = (State::WaitingApproval, ApprovalState::Pending);
    assert_eq!(standing(&store, "anna", &id).await, waiting);

    let refused = store.execute(command(&id, "kim", approve())).await;
    let role = Refusal::Role(portico_domain::Action::Approve);
    assert_eq!(refused.unwrap_err(), StoreError::Refused(role));
    store.execute(command(&id, "max", approve())).await.unwrap();
    assert_eq!(standing(&store, "anna", &id).await, waiting);
    let again = store.execute(command(&id, "max", approve())).await;
    let decided = Refusal::Decided(ApprovalId(1));
    assert_eq!(again.unwrap_err(), StoreError::Refused(decided));
    store
        .execute(command(&id, "owen", approve()))
        .await
        .unwrap();
    let approved = (State::New, ApprovalState::Approved);
    assert_eq!(standing(&store, "anna", &id).await, approved);
    let record = store.get(&"max".into(), &id).await.unwrap().unwrap();
    let approval = record.request.approval(ApprovalId(1)).unwrap();
    for who in ["max", "owen"] {
        let said = approval.decision(&who.into()).unwrap();
        assert_eq!(said.reason.as_ref().unwrap().as_str(), "It is needed");
        assert_eq!(said.at, 2);
    }
    drop(store);
    let store = database::store(data.path()).await;
    assert_eq!(standing(&store, "anna", &id).await, approved);
    let log = checked(data.path()).await;
    assert_eq!(
        (log.entries, log.faults),
        (3, Vec::new()),
        "a refusal leaves no entry"
    );
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_wins_and_the_other_is_told() {
    let data = TempDir::new().unwrap();
    let store = std::sync::Arc::new(database::store(data.path()).await);
    for _ in 0..20 {
        let recording = asked("anna", Quorum::One, &["max", "owen"]);
        let id = recording.id.clone();
        store.record(recording.into()).await.unwrap();
        let mut both = JoinSet::new();
        let reject = Command::Reject {
            approval: ApprovalId(1),
            reason: Reason::new("Too dear").unwrap(),
        };
        for (who, said) in [("max", approve()), ("owen", reject)] {
            let (store, command) = (std::sync::Arc::clone(&store), command(&id, who, said));
            both.spawn(async move { (who, store.execute(command).await) });
        }
        let both = both.join_all().await;
        let won: Vec<_> = both.iter().filter(|(_, said)| said.is_ok()).collect();
        let [(winner, _)] = &won[..] else {
            panic!("{both:?}");
        };
        let expected = match *winner {
            "max" => (State::New, ApprovalState::Approved),
            _ => (State::Cancelled, ApprovalState::Rejected),
        };
        assert_eq!(standing(&store, "anna", &id).await, expected);
    }
    let log = checked(data.path()).await;
    assert_eq!((log.entries, log.faults), (40, Vec::new()));
}
