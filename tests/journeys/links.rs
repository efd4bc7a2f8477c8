//! Untrusted addresses: whatever a link contains, it leads to a page of this portal, or to an address that cannot
//! execute anything in this page.

#[path = "../../crates/routes/tests/support/hostile_addresses.rs"]
mod hostile_addresses;

use super::support::page::{BUTTON, LINK};
use super::support::{Engine, FaultProxy, Page, Result, Server, browse, browse_demo, same};
use hostile_addresses::HOSTILE_ADDRESSES;
use portico_contract::{Block, Document, Inline, LinkTarget};
use serde_json::{Value, json};

/// Addresses of other sites, which are allowed in links but not as a place to return to.
const ELSEWHERE: [&str; 2] = ["https://evil.example", "https://evil.example/services"];

const GOOD: &str = "https://good.example/page";

/// The addresses of all unsafe links on the screen, as the browser interprets them.
const BAD: &str = r#"
    const links = all("a[href]").map((link) => new URL(link.getAttribute("href"), document.baseURI));
    const good = ({ protocol, host, username }) =>
      !username && (protocol === "mailto:" || protocol === "tel:" || host === location.host || host === "good.example");
    return links.filter((url) => !good(url)).map(String);
"#;

fn links() -> impl Iterator<Item = LinkTarget> {
    let urls = HOSTILE_ADDRESSES.into_iter().chain([GOOD]);
    urls.map(|url| LinkTarget::Url {
        url: url.to_owned(),
    })
}

/// The discovery of a malicious backend.
fn portal(portal: &mut Value) {
    let block = |target| Block::Paragraph {
        content: vec![Inline::Link {
            target,
            content: vec![Inline::Text {
                text: "Read more".to_owned(),
            }],
        }],
    };
    let document = Document {
        blocks: links().map(block).collect(),
    };
    portal["privacy"] = json!(document);
    portal["contact"] = json!({
        "name": "Service desk",
        "email": "x@good.example\njavascript:alert(1)",
        "phone": "javascript:alert(1)",
        "text": document,
    });
    let outage = |link| json!({ "id": "read-this", "title": "Read this", "link": link });
    portal["announcements"] = links().map(outage).collect();
    let urls = HOSTILE_ADDRESSES
        .into_iter()
        .chain(["https://good.example/sso", "/sso"]);
    let ways =
        urls.map(|url| json!({ "kind": "redirect", "url": url, "label": "Sign in elsewhere" }));
    portal["signIn"]["methods"] = ways.collect();
}

/// A consent with an unsafe link.
fn form(form: &mut Value) {
    match form {
        Value::Object(members) => {
            if members.contains_key("href") {
                members.insert("href".to_owned(), json!("/\t/evil.example"));
            }
            members.values_mut().for_each(self::form);
        }
        Value::Array(items) => items.iter_mut().for_each(self::form),
        _ => {}
    }
}

async fn no_bad_links(page: &Page, what: &str) -> Result {
    let bad = page.js(BAD, json!([])).await?;
    same(what, json!([]), bad)
}

/// Navigates to an address like the browser's own buttons, without a page load.
async fn go(page: &Page, path: &str, back: &str) -> Result {
    const GO: &str = r#"
        history.pushState(null, "", args[0] + encodeURIComponent(args[1]));
        dispatchEvent(new PopStateEvent("popstate"));
    "#;
    page.js(GO, json!([path, back])).await.map(drop)
}

#[tokio::test]
async fn one_returns_to_this_portal_alone() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.sign_in_as("p-mara-voss").await?;
        page.open("/sign-in").await?;
        for back in HOSTILE_ADDRESSES.into_iter().chain(ELSEWHERE) {
            go(page, "/drafts?", "").await?;
            page.heading("My drafts").await?;
            go(page, "/sign-in?return=", back).await?;
            let way_on = "const link = named('a[href]', 'Continue'); return link && [link.href, link.dataset.route].join(' ')";
            let expected = format!("{} /", page.address("/"));
            let led = page.until_value("a way on", way_on, json!([])).await?;
            same(back, json!(expected), led)?;
            no_bad_links(page, back).await?;
        }
        // A page that exists.
        page.load("/sign-in?return=%2Fdrafts").await?;
        page.follow("Continue", "My drafts").await?;
        page.load("/sign-in?return=%2F%2Fevil.example").await?;
        page.click(LINK, "Continue").await?;
        page.until(
            "the home page",
            "return heading().startsWith('Hello Mara') && location.pathname === '/'",
            json!([]),
        ).await
    })
    .await
}

#[tokio::test]
async fn a_backend_that_means_no_good_makes_no_bad_links() -> Result {
    let server = Server::start()?;
    let proxy =
        FaultProxy::with_rewrites(&server.url(), &[("/portal", portal), ("/form", form)]).await?;
    browse(Engine::Chromium, &proxy.url(), async |page| {
        page.open("/privacy").await?;
        let good = "return all('a[href]').filter((link) => link.href.startsWith('https://good.example/page')).length";
        page.check("good links", json!(1), good, json!([])).await?;
        no_bad_links(page, "the links of a document").await?;
        page.open("/").await?;
        page.sees("Read this").await?;
        no_bad_links(page, "the links of announcements").await?;
        page.open("/contact").await?;
        no_bad_links(page, "the links of contacts").await?;
        for back in HOSTILE_ADDRESSES {
            go(page, "/contact?", "").await?;
            page.heading("Contact").await?;
            go(page, "/sign-in?return=", back).await?;
            let ways = "return visible('a[href]').filter((link) => nameOf(link) === 'Sign in elsewhere').map((link) => link.getAttribute('href'))";
            let origin = proxy.url();
            let home = format!("{origin}/").replace(':', "%3A").replace('/', "%2F");
            let expected = json!([
                format!("https://good.example/sso?return={home}"),
                format!("{origin}/sso?return={home}"),
            ]);
            page.within_time("the ways to sign in", async || {
                page.check(back, expected.clone(), ways, json!([])).await
            })
            .await?;
            no_bad_links(page, back).await?;
        }
        page.open("/services/guest-account/request").await?;
        page.sees("There\u{2019}s a problem with this form").await?;
        no_bad_links(page, "the links of a form").await
    })
    .await
}

#[tokio::test]
async fn what_is_consented_to_opens_beside_the_form() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.sign_in_as("p-mara-voss").await?;
        page.open("/services/guest-account/request").await?;
        let link = "const link = all('a[href]').find((one) => nameOf(one).startsWith('How to share safely')); return link && [link.getAttribute('href'), link.target]";
        for _ in 0..5 {
            if page.js(link, json!([])).await? != json!(null) {
                break;
            }
            page.click(BUTTON, "Continue").await?;
        }
        page.within_time("the link", async || {
            let found = page.js(link, json!([])).await?;
            same("the link", json!(["/articles/secure-sharing", "_blank"]), found)
        })
        .await
    })
    .await
}
