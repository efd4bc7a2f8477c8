//! A server on which Kim is a member of the service desk, and its people.

use crate::server::{Answer, Ask, Server, content_with, demo, vpn};
use axum::http::StatusCode;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

/// A server on which Kim is a member of the service desk, and its people.
pub(super) struct Desk {
    pub(super) server: Server,
    pub(super) anna: String,
    max: String,
    kim: String,
    _folders: (TempDir, TempDir),
}

impl Desk {
    pub(super) async fn open() -> Self {
        let content = content_with(&[(
            "people.yaml",
            "roles: [contractor]",
            "roles: [contractor]\n  teams: [desk]",
        )]);
        let data = TempDir::new().unwrap();
        Self::of(content, data).await
    }

    pub(super) async fn of(content: TempDir, data: TempDir) -> Self {
        let server = Server::of(demo(), data.path(), content.path()).await;
        Self {
            anna: server.sign_in("p-anna").await,
            max: server.sign_in("p-max").await,
            kim: server.sign_in("p-kim").await,
            server,
            _folders: (content, data),
        }
    }

    fn cookie(&self, who: &str) -> &str {
        match who {
            "anna" => &self.anna,
            "max" => &self.max,
            "kim" => &self.kim,
            who => panic!("nobody is called {who}"),
        }
    }

    pub(super) async fn send(&self, who: &str, ask: Ask) -> Answer {
        self.server.send(ask.own().cookie(self.cookie(who))).await
    }

    pub(super) async fn get(&self, who: &str, path: &str) -> Answer {
        self.send(who, Ask::get(path)).await
    }

    /// A request of Anna's, which Max is asked to approve and the service desk fulfils.
    pub(super) async fn request(&self) -> String {
        let sent = self
            .server
            .order(&self.anna, &key(), &vpn())
            .await
            .created();
        sent["id"].as_str().unwrap().to_owned()
    }

    pub(super) async fn act(&self, who: &str, id: &str, action: &str, input: &Value) -> Answer {
        let path = format!("/requests/{id}/actions/{action}");
        self.send(who, Ask::post(&path, input).key(&key())).await
    }

    /// Executes actions that must succeed.
    pub(super) async fn story(&self, id: &str, actions: &[(&str, &str, Value)]) {
        for (who, action, input) in actions {
            let done = self.act(who, id, action, input).await;
            let text = done.text();
            assert_eq!(
                done.status,
                StatusCode::NO_CONTENT,
                "{who} {action}: {text}"
            );
            assert_eq!((done.header("content-type"), text.as_str()), ("", ""));
        }
    }

    pub(super) async fn seen(&self, who: &str, id: &str) -> Value {
        let seen = self.get(who, &format!("/requests/{id}")).await;
        assert_eq!(seen.status, StatusCode::OK, "{who}: {}", seen.text());
        seen.json()
    }

    pub(super) async fn state(&self, id: &str) -> String {
        let seen = self.seen("anna", id).await;
        seen["state"]["category"].as_str().unwrap().to_owned()
    }

    /// The actions that a person is offered.
    pub(super) async fn offered(&self, who: &str, id: &str) -> Vec<String> {
        let seen = self.seen(who, id).await;
        let actions = seen["actions"].as_array().unwrap().iter();
        actions
            .map(|action| action["id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// What waits for a person, by discovery.
    pub(super) async fn waiting(&self, who: &str) -> Value {
        self.get(who, "/portal").await.json()["signIn"]["user"]["waiting"].clone()
    }

    pub(super) async fn listed(&self, who: &str, path: &str) -> Vec<String> {
        self.get(who, path).await.items("id")
    }
}

pub(super) fn key() -> String {
    Uuid::now_v7().to_string()
}

pub(super) fn reason(text: &str) -> Value {
    json!({ "reason": text })
}

/// The first text of a document.
pub(super) fn words(document: &Value) -> &str {
    document["blocks"][0]["content"][0]["text"]
        .as_str()
        .unwrap_or_default()
}
