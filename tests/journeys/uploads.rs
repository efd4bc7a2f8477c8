//! Files: selected, uploading, removed, refused with a reason, resumed after a lost connection, and restored.

use super::path::{SENT, is_back_at, send};
use super::support::page::BUTTON;
use super::support::{
    CONTENT, Engine, Exchange, Fault, FaultProxy, Page, Result, Server, browse, browse_with_faults,
    same, setting,
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// More than two parts of 4 MiB each.
const LARGE: usize = 10 << 20;

#[tokio::test]
async fn chosen_sent_and_taken_back() -> Result {
    let folder = tempfile::tempdir()?;
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        page.sign_in_as("p-mara-voss").await?;
        page.gallery("files").await?;
        let [one, two] = [("one.txt", b"first" as &[u8]), ("two.txt", b"second")]
            .map(|(name, text)| file(folder.path(), name, text));
        // The progress is visible while the upload is stalled.
        proxy.fail(Fault::Hangs);
        attach(page, "/logs", &one?).await?;
        let progress = "return visible('.file progress').length === 1";
        page.until("the progress of a file", progress, json!([]))
            .await?;
        proxy.fail(Fault::None);
        stage(page, "one.txt", "done").await?;
        attach(page, "/logs", &two?).await?;
        stage(page, "two.txt", "done").await?;
        page.click(BUTTON, "Remove one.txt").await?;
        page.focus_in("/logs")
        .await?;
        let names = "return visible('.file-name').map((one) => clean(one.textContent))";
        page.check("files", json!(["two.txt"]), names, json!([])).await?;
        let sent = "return JSON.parse(visible('.gallery-sent pre')[0].textContent).logs?.length";
        page.until_same("answers", json!(1), sent, json!([])).await?;
        a_removed_item_comes_back_with_its_file(page, proxy, folder.path()).await?;
        page.gallery("files").await?;
        // An image has a preview, and a completed upload does not look like an error.
        let picture = setting(CONTENT)?.join("files/padlock.png");
        attach(page, "/any", &picture).await?;
        stage(page, "padlock.png", "done").await?;
        const LOOKS: &str = r#"
            const rows = visible(".file");
            const row = rows.find((one) => clean(one.querySelector(".file-name").textContent) === "padlock.png");
            const color = (one) => getComputedStyle(one).color;
            return row.querySelector("img").naturalWidth > 0 && !row.matches(".file-invalid")
                && color(row.querySelector(".file-state span")) === color(visible(".field-counter")[0]);
        "#;
        page.until("a picture that looks done", LOOKS, json!([])).await?;
        // A file that is removed before the request is ready is not uploaded at all.
        let before = uploads(proxy);
        const TAKE_BACK: &str = r#"
            const input = control("/any");
            new MutationObserver((_, self) => {
                const remove = all("button").find((one) => nameOf(one) === "Remove gone.txt");
                if (remove) { self.disconnect(); remove.click(); }
            }).observe(input.getRootNode(), { childList: true, subtree: true });
            const files = new DataTransfer();
            files.items.add(new File(["x".repeat(4 << 20)], "gone.txt", { type: "text/plain" }));
            files.items.add(new File(["stays"], "stays.txt", { type: "application/x-nonsense" }));
            input.files = files.files;
            input.dispatchEvent(new Event("change", { bubbles: true }));
        "#;
        page.js(TAKE_BACK, json!([])).await?;
        stage(page, "stays.txt", "done").await?;
        page.until("one file less", "return !text().includes('gone.txt')", json!([]))
            .await?;
        same("uploads besides", before + 1, uploads(proxy))
    })
    .await
}

/// An upload that ends while its item is removed belongs to the item again once that is restored.
async fn a_removed_item_comes_back_with_its_file(
    page: &Page,
    proxy: &FaultProxy,
    folder: &Path,
) -> Result {
    const ARRIVED: &str = r#"
        const parts = performance.getEntriesByType("resource").filter((one) => one.name.includes("/api/v1/uploads/"));
        return parts.length > args[0];
    "#;
    let file = file(folder, "three.txt", b"third")?;
    let item = json!({"type": "object", "properties": {
        "log": {"type": "string"}, "note": {"type": "string"}}});
    let widget = json!({"portico": {"widget": "file"}});
    page.gallery_of(&json!({
        "schema": {"type": "object", "properties": {"parts": {"type": "array", "items": item}}},
        "uischema": {"type": "Control", "scope": "#/properties/parts", "options": {"detail": {"type": "VerticalLayout", "elements": [
            {"type": "Control", "scope": "#/properties/log", "options": widget},
            {"type": "Control", "scope": "#/properties/note"},
        ]}}},
    }))
    .await?;
    page.list_button("/parts", None, "add").await?;
    let before = page.js("return performance.getEntriesByType('resource').filter((one) => one.name.includes('/api/v1/uploads/')).length", json!([])).await?;
    proxy.fail(Fault::Hangs);
    attach(page, "/parts/0/log", &file).await?;
    let progress = "return visible('.file progress').length === 1";
    page.until("the progress of a file", progress, json!([]))
        .await?;
    page.list_button("/parts", Some(0), "remove").await?;
    page.sees("Item 1 was removed.").await?;
    proxy.fail(Fault::None);
    page.until("the file to arrive", ARRIVED, json!([before]))
        .await?;
    page.click(BUTTON, "Undo").await?;
    stage(page, "three.txt", "done").await
}

#[tokio::test]
async fn refused_before_anything_is_sent() -> Result {
    let folder = tempfile::tempdir()?;
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        page.sign_in_as("p-mara-voss").await?;
        page.gallery("files").await?;
        let file = |name: &str, bytes: usize| file(folder.path(), name, &vec![b'a'; bytes]);
        for (pointer, name, bytes, words) in [
            (
                "/contract",
                "contract.txt",
                10,
                "contract.txt isn\u{2019}t an accepted file type.",
            ),
            (
                "/logs",
                "large.txt",
                (2 << 20) + 1,
                "large.txt is too large. The limit is",
            ),
            (
                "/logs",
                "empty.txt",
                0,
                "empty.txt is empty. Choose another file.",
            ),
        ] {
            attach(page, pointer, &file(name, bytes)?).await?;
            page.sees(words).await?;
        }
        same("uploads", 0, uploads(proxy))?;
        // A wrong media type is detected by the backend, and reported beside the file.
        attach(page, "/contract", &file("contract.pdf", 100)?).await?;
        stage(page, "contract.pdf", "failed").await?;
        page.sees("This file\u{2019}s content isn\u{2019}t an accepted type. Remove it.")
            .await
    })
    .await
}

#[tokio::test]
async fn a_lost_connection_is_resumed() -> Result {
    let folder = tempfile::tempdir()?;
    browse_with_faults(Engine::Chromium, async |page, proxy| {
        page.sign_in_as("p-mara-voss").await?;
        page.gallery("files").await?;
        let text: Vec<u8> = (0..LARGE)
            .map(|at| b"0123456789abcdef\n"[at % 17])
            .collect();
        // The first part arrives, but its response is lost.
        proxy.fail(Fault::LostPart);
        attach(page, "/any", &file(folder.path(), "large.txt", &text)?).await?;
        // A browser automatically retries a lost request on a reused connection; the portal requests the offset first.
        page.within_time("asking what has arrived", async || {
            anyhow::ensure!(
                proxy.exchanges().contains(&Exchange::Asked),
                "nobody asked what has arrived"
            );
            Ok(())
        })
        .await?;
        proxy.fail(Fault::None);
        stage(page, "large.txt", "done").await?;
        let exchanges = proxy.exchanges();
        let asked = exchanges
            .iter()
            .skip_while(|one| **one != Exchange::Asked)
            .filter(|one| matches!(one, Exchange::Sent(_)));
        let sent: Vec<_> = asked.collect();
        anyhow::ensure!(
            !sent.is_empty() && !sent.contains(&&Exchange::Sent(0)),
            "the file began anew: {exchanges:?}"
        );
        // One upload, and no second one in its place.
        const UPLOADS: &str = r#"
            const paths = performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname);
            const own = new Set(paths.filter((path) => path.startsWith("/api/v1/uploads/")));
            return own.size === 1 ? [...own][0].slice("/api/v1".length) : null;
        "#;
        let path = page.until_value("one upload", UPLOADS, json!([])).await?;
        let path = path.as_str().unwrap_or_default();
        let upload = page.fetch("GET", path, Value::Null).await?;
        same("bytes", &json!(LARGE), &upload["received"])?;
        same("the whole of it", &json!(true), &upload["complete"])
    })
    .await
}

#[tokio::test]
async fn a_sent_file_can_be_had_again() -> Result {
    let server = Server::start()?;
    let picture = setting(CONTENT)?.join("files/padlock.png");
    browse(Engine::Chromium, &server.url(), async |page| {
        page.sign_in_as("p-mara-voss").await?;
        page.open("/services/it-feedback/request").await?;
        page.heading("Request: Ideas and feedback").await?;
        page.type_at("/text", "The padlock on the sign-in page is hard to see.")
            .await?;
        attach(page, "/picture", &picture).await?;
        stage(page, "padlock.png", "done").await?;
        // The draft keeps it.
        page.reload().await?;
        stage(page, "padlock.png", "done").await?;
        send(page, SENT).await?;
        page.follow("Track this request", "Ideas and feedback")
            .await?;
        let button =
            "return visible('button').map(nameOf).find((name) => name.startsWith('padlock.png'))";
        let button = page.until_value("the file", button, json!([])).await?;
        let button = button.as_str().unwrap_or_default();
        page.saves(button, "padlock.png", &std::fs::read(&picture)?)
            .await
    })
    .await
}

/// Signing in on another page leaves the portal and returns to it. Previously selected files are kept.
#[tokio::test]
async fn chosen_before_signing_in_elsewhere() -> Result {
    let server = Server::start()?;
    let proxy = FaultProxy::start(&server.url()).await?;
    let picture = setting(CONTENT)?.join("files/padlock.png");
    browse(Engine::Chromium, &proxy.url(), async |page| {
        page.open("/services/it-feedback/request").await?;
        page.heading("Request: Ideas and feedback").await?;
        page.type_at("/text", "The padlock on the sign-in page is hard to see.")
            .await?;
        attach(page, "/picture", &picture).await?;
        page.sees("Sign in to continue the upload.").await?;
        send(page, "Sign in").await?;
        page.fetch("POST", "/session", json!({ "persona": "p-mara-voss" }))
            .await?;
        page.open("/services/it-feedback/request").await?;
        is_back_at(page, "Send request").await?;
        stage(page, "padlock.png", "done").await?;
        send(page, SENT).await?;

        // A file whose bytes the browser has lost is reported, and nothing waits for it.
        page.open("/services/it-feedback/request").await?;
        page.type_at("/text", "The padlock on the receipt is hard to see, too.")
            .await?;
        proxy.fail(Fault::Hangs);
        attach(page, "/picture", &picture).await?;
        stage(page, "padlock.png", "creating").await?;
        page.until(
            "the draft to be stored",
            "return visible('.draft-notices').length > 0",
            json!([]),
        )
        .await?;
        page.js_async(LOSE_FILES, Vec::new()).await?;
        page.driver.refresh().await?;
        proxy.fail(Fault::None);
        page.sees("This file is no longer on this device. Remove it and choose it again.")
            .await?;
        page.click(BUTTON, "Send request").await?;
        page.sees("There is a problem with one answer").await?;
        page.sees("padlock.png: This file is no longer on this device.")
            .await?;
        page.click(BUTTON, "Remove padlock.png").await?;
        send(page, SENT).await
    })
    .await
}

/// Deletes the bytes of all files in the browser.
const LOSE_FILES: &str = r#"
    const done = arguments[0];
    indexedDB.open("portico").onsuccess = ({ target }) => {
      const transaction = target.result.transaction("chunks", "readwrite");
      transaction.objectStore("chunks").clear();
      transaction.oncomplete = () => { target.result.close(); done(true); };
    };
"#;

/// The number of uploads that were started.
fn uploads(proxy: &FaultProxy) -> usize {
    let writes = proxy.writes();
    writes
        .iter()
        .filter(|path| path.ends_with("/uploads"))
        .count()
}

fn file(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf> {
    let path = folder.join(name);
    std::fs::write(&path, bytes)?;
    Ok(path)
}

/// Selects a file for the field of an answer.
async fn attach(page: &Page, pointer: &str, file: &Path) -> Result {
    page.send_to(pointer, &file.to_string_lossy()).await
}

/// Waits until a file is at this stage.
async fn stage(page: &Page, name: &str, stage: &str) -> Result {
    const STAGE: &str = r#"
        const row = visible(".file").find((one) => clean(one.querySelector(".file-name").textContent) === args[0]);
        const stage = row?.querySelector(".file-state")?.dataset.stage;
        return stage === args[1] ? true : `${stage}`;
    "#;
    page.within_time(&format!("{name} to be {stage}"), async || {
        let now = page.js(STAGE, json!([name, stage])).await?;
        same("the stage", json!(true), now)
    })
    .await
}
