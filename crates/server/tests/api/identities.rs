//! Users keep their identity: whoever signs in keeps one ID, whatever is learned about them, and nobody gets another's.

mod admin;
mod attacks;
mod reused;
mod start;
mod stays;
mod writes;

use crate::database::{is_postgres, location};
use crate::program::run;
use crate::server::{Answer, Ask, Server, content_with, demo, fixture, vpn};
use crate::sqlite::releases::release;
use crate::tokens::{AUDIENCE, ISSUER, key_set, signed};
use axum::http::HeaderValue;
use portico_server::content::Content;
use portico_server::db::{Identity, SqlStore, StoreError, UserAdmin};
use portico_server::{App, Options, TokenOptions};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

const PROXY: &str = "10.0.0.1:1";
const OTHER_ISSUER: &str = "https://other.example";

/// people.yaml with one more person at its end.
fn with_new_person(more: &str) -> TempDir {
    let last = "  title: Engineer\n  location: Leeds\n  roles: [employee]\n";
    let new = format!(
        "{last}- id: p-new\n  name: Nora New\n  email: nora@test.example\n  department: finance\n  roles: [employee]\n{more}"
    );
    content_with(&[("people.yaml", last, &new)])
}

/// A data folder, and servers that use it one after another.
struct Installation {
    data: TempDir,
    keys: TempDir,
}

impl Installation {
    fn new() -> Self {
        Self::of(TempDir::new().unwrap())
    }

    fn of(data: TempDir) -> Self {
        let keys = TempDir::new().unwrap();
        fs::write(keys.path().join("keys.json"), key_set().to_string()).unwrap();
        Self { data, keys }
    }

    fn options(&self, issuer: &str) -> Options {
        Options {
            tokens: Some(TokenOptions {
                keys: self
                    .keys
                    .path()
                    .join("keys.json")
                    .to_str()
                    .unwrap()
                    .to_owned(),
                issuer: issuer.to_owned(),
                audience: AUDIENCE.to_owned(),
                groups: Some("groups".to_owned()),
            }),
            proxies: vec!["10.0.0.0/8".parse().unwrap()].into(),
            auth_header: Some("x-forwarded-user".parse().unwrap()),
            ..demo()
        }
    }

    /// The store, as soon as the previous server has closed it.
    async fn store(&self) -> Arc<SqlStore> {
        loop {
            match SqlStore::open(location(self.data.path())).await {
                Ok(store) => return Arc::new(store),
                Err(StoreError::Unavailable(_)) => tokio::task::yield_now().await,
                Err(error) => panic!("{error}"),
            }
        }
    }

    async fn server(&self, content: &Path) -> Server {
        Server::made(self.options(ISSUER), self.store().await, content).await
    }

    async fn usual(&self) -> Server {
        self.server(&fixture("content")).await
    }

    /// A server that accepts the tokens of another issuer.
    async fn of_issuer(&self, issuer: &str) -> Server {
        let content = fixture("content");
        Server::made(self.options(issuer), self.store().await, &content).await
    }

    /// The reason why the server does not start.
    async fn refused(&self, content: &Path) -> String {
        let content = Content::load(content).ok().unwrap();
        let app = App::new(self.options(ISSUER), content, self.store().await).await;
        app.err().unwrap()
    }

    async fn admin(&self) -> UserAdmin {
        UserAdmin::open(location(self.data.path())).await.unwrap()
    }
}

fn bearer(ask: Ask, claims: &Value) -> Ask {
    ask.header("authorization", &format!("Bearer {}", signed(claims)))
}

async fn portal(server: &Server, claims: &Value) -> Answer {
    server.send(bearer(Ask::get("/portal"), claims)).await
}

/// The ID and name of the user that a token signs in.
async fn by_token(server: &Server, claims: &Value) -> (String, String) {
    who(&portal(server, claims).await)
}

fn by_name(ask: Ask, name: &str) -> Ask {
    let mut ask = ask.from(PROXY);
    let name = HeaderValue::from_bytes(name.as_bytes()).unwrap();
    ask.0.headers_mut().insert("x-forwarded-user", name);
    ask
}

async fn by_proxy(server: &Server, name: &str) -> (String, String) {
    who(&server.send(by_name(Ask::get("/portal"), name)).await)
}

#[track_caller]
fn who(answer: &Answer) -> (String, String) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let user = answer.json()["signIn"]["user"].clone();
    let text = |member: &str| user[member].as_str().unwrap_or_default().to_owned();
    (text("id"), text("name"))
}

fn nora() -> Value {
    json!({"sub": "s-nora", "email": "Nora@test.example", "email_verified": true, "name": "N."})
}
