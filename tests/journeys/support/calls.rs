//! Calls of the API from the page, with the browser's cookies.

use super::{Page, Result, same};
use anyhow::bail;
use serde::Deserialize;
use serde_json::{Value, json};

/// A request that a journey has created through the API.
#[derive(Debug, Deserialize)]
pub(crate) struct Ordered {
    pub(crate) id: String,
    pub(crate) number: String,
}

impl Ordered {
    /// The path of its page.
    pub(crate) fn path(&self) -> String {
        format!("/requests/{}", self.id)
    }
}

impl Page {
    /// Signs in as one of the demo's people, and shows the home page.
    pub(crate) async fn sign_in_as(&self, person: &str) -> Result {
        self.load("/").await?;
        self.fetch("POST", "/session", json!({ "persona": person }))
            .await?;
        self.open("/").await
    }

    /// Calls the API of the page's origin, and returns the JSON of the response, if it has any.
    pub(crate) async fn fetch(&self, method: &str, path: &str, body: Value) -> Result<Value> {
        const CALL: &str = r#"
            const [method, path, body, done] = arguments;
            const headers = { "Content-Type": "application/json", "X-Portico-Request": "1" };
            if (method === "POST") headers["Idempotency-Key"] = `"${Math.random()}"`;
            fetch("/api/v1" + path, { method, headers, body: method === "GET" ? undefined : JSON.stringify(body) })
              .then(async (answer) => done({ ok: answer.ok, text: await answer.text() }))
              .catch((error) => done({ ok: false, text: String(error) }));
        "#;
        let args = vec![json!(method), json!(path), body];
        let answer = self.js_async(CALL, args).await?;
        let text = answer["text"].as_str().unwrap_or_default();
        if answer["ok"] != json!(true) {
            bail!("{method} {path} answered {text}");
        }
        Ok(serde_json::from_str(text).unwrap_or(Value::Null))
    }

    /// Creates a request for a headset as the signed-in user.
    pub(crate) async fn order_headset(&self) -> Result<Ordered> {
        let form = self
            .fetch("GET", "/services/headset/form", Value::Null)
            .await?;
        let answers =
            json!({ "model": "wired", "ears": "two", "replaces": false, "site": "leeds" });
        let body =
            json!({ "service": "headset", "formVersion": form["version"], "answers": answers });
        let created = self.fetch("POST", "/requests", body).await?;
        Ok(serde_json::from_value(created)?)
    }

    /// Asserts that the signed-in user has this many open requests.
    pub(crate) async fn has_requests(&self, count: usize) -> Result {
        let page = self
            .fetch("GET", "/requests?state=open", Value::Null)
            .await?;
        let found = page["items"].as_array().map_or(0, Vec::len);
        same("open requests", count, found)
    }
}
