//! Input survives reloads, killed browsers, second tabs and other devices.

use super::path::{SENT, send};
use super::support::page::BUTTON;
use super::support::{
    Engine, Fault, Page, Result, Server, Visit, browse, browse_demo, browse_with_faults,
    in_every_engine, kill_browser, same,
};
use anyhow::ensure;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

const FORM: &str = "/services/vpn-access/request";
const HEADING: &str = "Request: VPN access";
const FIELD: &str = "What do you want to reach?";
const TYPED: &str = "The drive of the finance team, and its reports.";

in_every_engine!(a_reload_keeps_what_was_typed);

/// Chromium reloads without a delay, because it allows a page to store its changes while closing. Other browsers may
/// end a page before the encrypted changes are stored; there, changes are safe after one second.
async fn a_reload_keeps_what_was_typed(engine: Engine) -> Result {
    browse_demo(engine, async |page| {
        page.sign_in_as("p-mara-voss").await?;
        page.open(FORM).await?;
        if engine != Engine::Chromium {
            // Before that, a notice says that nothing is saved: on a busy computer, opening the store may take long.
            let open = "return localStorage.getItem('portico-kept') !== null";
            page.until("an open store", open, json!([])).await?;
        }
        page.fill(FIELD, TYPED).await?;
        if engine != Engine::Chromium {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        page.reload().await?;
        stands(page, TYPED).await?;
        page.sees("You started this just now. Your answers have been restored.")
            .await?;
        let asked = "return Boolean(named('button', 'Discard permanently'))";
        page.click_until("Start again", asked, json!([])).await?;
        let empty = "return isSettled() && field(args[0])?.value === ''";
        page.click_until("Discard permanently", empty, json!([FIELD]))
            .await?;
        stands(page, "").await?;
        page.reload().await?;
        stands(page, "").await?;
        page.check(
            "notices",
            json!(0),
            "return visible('.draft-notices .notice').length",
            json!([]),
        )
        .await
    })
    .await
}

/// Keeps the browser's store busy for as long as the page lives, and counts pending writes.
const BUSY: &str = r#"
    window.waiting = 0;
    const open = indexedDB.open("portico");
    open.onsuccess = () => {
      const store = open.result.transaction(["keys", "records"], "readwrite").objectStore("keys");
      const go = () => {
        window.busy = true;
        store.count().onsuccess = go;
      };
      go();
      const begin = IDBDatabase.prototype.transaction;
      IDBDatabase.prototype.transaction = function (...how) {
        if (how[1] === "readwrite") window.waiting += 1;
        return begin.apply(this, how);
      };
    };
"#;

/// Makes the browser's store slower to open than the time that a portal without stored data waits for it.
const SLOW: &str = r#"
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...what) {
      const request = open.apply(this, what);
      let waited = false;
      request.addEventListener("success", (event) => {
        if (waited) return;
        event.stopImmediatePropagation();
        waited = true;
        setTimeout(() => request.dispatchEvent(new Event("success")), 5000);
      });
      return request;
    };
"#;

#[tokio::test]
async fn a_slow_store_keeps_what_was_typed() -> Result {
    const LATER: &str = "The drive of the sales team.";
    let server = Server::start()?;
    browse(Engine::Chromium, &server.url(), async |page| {
        page.sign_in_as("p-mara-voss").await?;
        page.open(FORM).await?;
        for text in [TYPED, LATER] {
            page.js(BUSY, json!([])).await?;
            page.until("a busy store", "return window.busy", json!([]))
                .await?;
            page.fill(FIELD, text).await?;
            // Once for the write as the page closes, and once while that write is pending.
            if text == LATER {
                page.until("a write", "return window.waiting", json!([]))
                    .await?;
            }
            page.reload().await?;
            stands(page, text).await?;
        }
        let slow = json!({ "source": SLOW });
        page.cdp("Page.addScriptToEvaluateOnNewDocument", slow)
            .await?;
        page.reload().await?;
        stands(page, LATER).await
    })
    .await?;
    // Without an existing draft, the closing page also stores the first write and the changes after it.
    browse(Engine::Chromium, &server.url(), async |page| {
        page.sign_in_as("p-felix-brandt").await?;
        page.open(FORM).await?;
        page.js(BUSY, json!([])).await?;
        page.until("a busy store", "return window.busy", json!([]))
            .await?;
        page.fill(FIELD, TYPED).await?;
        page.until("a write", "return window.waiting", json!([]))
            .await?;
        page.reload().await?;
        stands(page, TYPED).await
    })
    .await
}

#[tokio::test]
async fn a_killed_browser_keeps_what_was_typed() -> Result {
    let server = Server::start()?;
    let (url, profile) = (server.url(), tempfile::tempdir()?);
    let visit = Visit::new(Engine::Chromium, &url).profile(profile.path());
    visit
        .walk_until_killed(async |page| {
            page.sign_in_as("p-mara-voss").await?;
            page.open(FORM).await?;
            page.fill(FIELD, TYPED).await?;
            // Changes have to be stored within one second. There is no state to wait for, because the browser gets no
            // chance to finish anything.
            tokio::time::sleep(Duration::from_secs(1)).await;
            kill_browser(profile.path())
        })
        .await?;
    let visit = Visit::new(Engine::Chromium, &url).profile(profile.path());
    visit
        .walk(async |page| {
            page.sign_in_as("p-mara-voss").await?;
            page.open("/drafts").await?;
            page.sees("VPN access").await?;
            page.follow("Continue", HEADING).await?;
            page.sees("You started this").await?;
            stands(page, TYPED).await
        })
        .await
}

#[tokio::test]
async fn two_tabs_of_one_form_are_told() -> Result {
    const OTHER: &str = "Another thing altogether, typed in the second tab.";
    browse_demo(Engine::Chromium, async |page| {
        page.sign_in_as("p-mara-voss").await?;
        page.open(FORM).await?;
        let first = page.tab().await?;
        let second = page.new_tab().await?;
        page.open(FORM).await?;
        page.to_tab(&first).await?;
        page.fill(FIELD, TYPED).await?;
        page.to_tab(&second).await?;
        page.fill(FIELD, OTHER).await?;
        page.sees("You also filled in this form in another tab").await?;
        stands(page, OTHER).await?;
        // Neither version was lost: the other one can be chosen, which discards this one.
        let take = "return visible('.actions button').find((one) => nameOf(one).startsWith('Show the version from'))";
        let both = "return visible('.actions button').length === 2";
        page.until("the choice between two versions", both, json!([]))
            .await?;
        page.click_found("the other version", take, json!([])).await?;
        page.heading(HEADING).await?;
        stands(page, TYPED).await?;
        page.reload().await?;
        stands(page, TYPED).await
    })
    .await
}

/// A visitor's input belongs to nobody until the backend has said whose it is, not even to the last user of the
/// browser.
#[tokio::test]
async fn a_visitors_text_waits_for_a_name() -> Result {
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        let mara_is_known = async |records: bool| {
            page.within_time("what is kept for Mara", async || {
                let kept = kept(page).await?;
                ensure!(
                    kept["keys"] == json!(1) && (kept["records"].as_u64() > Some(0)) == records,
                    "it is {kept}"
                );
                Ok(())
            })
            .await
        };
        page.sign_in_as("p-mara-voss").await?;
        page.open(FORM).await?;
        mara_is_known(false).await?;
        page.fetch("DELETE", "/session", Value::Null).await?;
        page.open(FORM).await?;
        page.fill(FIELD, TYPED).await?;
        for session in [false, true] {
            if session {
                let persona = json!({ "persona": "p-mara-voss" });
                page.fetch("POST", "/session", persona).await?;
            }
            proxy.fail(Fault::WithoutDiscovery);
            page.reload().await?;
            stands(page, "").await?;
            mara_is_known(false).await?;
            proxy.fail(Fault::None);
            page.click(BUTTON, "Try again").await?;
            if session {
                mara_is_known(true).await?;
                page.reload().await?;
            }
            stands(page, TYPED).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn signing_out_destroys_what_was_kept() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.sign_in_as("p-mara-voss").await?;
        page.open(FORM).await?;
        page.fill(FIELD, TYPED).await?;
        page.within_time("a record in the browser", async || {
            let kept = kept(page).await?;
            ensure!(
                kept["records"].as_u64() > Some(0) && kept["keys"] == json!(1),
                "it is {kept}"
            );
            Ok(())
        })
        .await?;
        page.open("/profile").await?;
        page.click(BUTTON, "Sign out").await?;
        page.heading("How can we help?").await?;
        page.within_time("nothing to be kept any more", async || {
            same(
                "what is kept",
                json!({ "keys": 0, "records": 0 }),
                kept(page).await?,
            )
        })
        .await
    })
    .await
}

#[tokio::test]
async fn a_second_device_continues_and_neither_sends_twice() -> Result {
    let server = Server::start()?;
    let url = server.url();
    let (desktop, phone) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let at = |profile: &Path| Visit::new(Engine::Chromium, &url).profile(profile);
    at(desktop.path())
        .walk(async |page| {
            page.sign_in_as("p-mara-voss").await?;
            page.open(FORM).await?;
            page.fill(FIELD, TYPED).await?;
            page.choose("Mac").await?;
            page.within_time("the draft on the server", async || {
                let draft = page.fetch("GET", "/drafts/vpn-access", Value::Null).await?;
                same("the device", &json!("macos"), &draft["answers"]["device"])
            })
            .await
        })
        .await?;
    at(phone.path())
        .walk(async |page| {
            page.sign_in_as("p-mara-voss").await?;
            page.open("/drafts").await?;
            page.sees("on another device (Chrome, Linux)").await?;
            page.follow("Continue", HEADING).await?;
            page.sees("on another device (Chrome, Linux). Your answers have been restored.")
                .await?;
            stands(page, TYPED).await?;
            send(page, SENT).await?;
            page.has_requests(1).await
        })
        .await?;
    at(desktop.path())
        .walk(async |page| {
            page.sign_in_as("p-mara-voss").await?;
            page.open(FORM).await?;
            page.sees("This was sent or discarded on another device.")
                .await?;
            stands(page, TYPED).await?;
            page.click(BUTTON, "Send request").await?;
            let again = "return heading().startsWith('Already received as') && isSettled()";
            page.until("the receipt of the first time", again, json!([]))
                .await?;
            page.has_requests(1).await
        })
        .await
}

/// Waits until the field contains this text.
async fn stands(page: &Page, text: &str) -> Result {
    let script = "return heading() === args[0] && isSettled() && field(args[1])?.value === args[2]";
    page.until(
        &format!("{text:?} in the field"),
        script,
        json!([HEADING, FIELD, text]),
    )
    .await
}

/// The number of keys and records of users, not of visitors, in the browser's store.
async fn kept(page: &Page) -> Result<Value> {
    const COUNT: &str = r#"
        const done = arguments[0];
        const open = indexedDB.open("portico");
        open.onerror = () => done(String(open.error));
        open.onsuccess = () => {
          const names = ["keys", "records"];
          const transaction = open.result.transaction(names);
          const keys = names.map((name) => transaction.objectStore(name).getAllKeys());
          transaction.oncomplete = () => {
            open.result.close();
            done(Object.fromEntries(names.map((name, at) => [name, keys[at].result.filter((key) => /\buser p-/.test([key].flat()[0])).length])));
          };
        };
    "#;
    page.js_async(COUNT, Vec::new()).await
}
