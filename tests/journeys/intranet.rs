//! The element as a guest: two instances in a third-party intranet page with aggressive styles and its own router and
//! sign-in.

use super::articles::{a_download_is_saved, open_article};
use super::outbox::{WAITING, is_in_outbox};
use super::path::{find_and_fill, follow, is_back_at, send};
use super::support::page::{BUTTON, LINK};
use super::support::{
    Engine, Fault, FaultProxy, HOST_PAGE, Intranet, Page, Result, browse, in_every_engine, same,
};
use serde_json::{Value, json};

const PORTAL: &str = "#portal";
const WIDGET: &str = "#widget";

in_every_engine!(a_good_guest);

async fn a_good_guest(engine: Engine) -> Result {
    let intranet = Intranet::start(60)?;
    browse(engine, &intranet.url(), async |page| {
        page.load("/").await?;
        let (portal, widget) = (page.within(PORTAL), page.within(WIDGET));
        portal.heading("Hello Mara, how can we help?").await?;
        widget.heading("My requests").await?;
        let host = of_the_host(page).await?;
        for element in [&portal, &widget] {
            styles_do_not_leak_in(element).await?;
        }
        find_and_fill(&portal).await?;
        portal.click(BUTTON, "Send request").await?;
        follow(&portal).await?;
        if engine == Engine::Chromium {
            open_article(&portal, "office wi-fi", "Connect to the office Wi-Fi").await?;
            a_download_is_saved(&portal).await?;
        }
        picture_loads(&portal).await?;
        same("what is the host's own", host, of_the_host(page).await?)?;
        the_router_stays_the_hosts(page, &portal).await?;
        removing_frees(page, &portal, &widget).await?;
        one_instance_keeps_the_address(page).await
    })
    .await
}

/// What a guest must not change: the title, address, history, globals, and the appearance of the host's header.
async fn of_the_host(page: &Page) -> Result<Value> {
    const SCRIPT: &str = r#"
        const style = (selector) => {
          const { color, fontSize, boxSizing, position } = getComputedStyle(document.querySelector(selector));
          return [color, fontSize, boxSizing, position];
        };
        // What begins so is the journey's own, or its driver's.
        return {
          title: document.title,
          address: location.href,
          entries: history.length,
          scrolls: history.scrollRestoration,
          globals: Object.keys(window).filter((name) => !/^(__|cdc_|se_|ret_)/.test(name)),
          sheets: document.adoptedStyleSheets.length,
          looks: [".bar", ".bar a", '#title', '#remove'].map(style),
        };
    "#;
    page.js(SCRIPT, json!([])).await
}

/// The host's `* { color: red !important; box-sizing: content-box }` and its other styles end at the shadow root.
async fn styles_do_not_leak_in(element: &Page) -> Result {
    const SCRIPT: &str = r#"
        return all(".portal *").flatMap((one) => {
          const style = getComputedStyle(one);
          const leaks = {
            color: style.color === "rgb(255, 0, 0)",
            boxSizing: style.boxSizing === "content-box" && one instanceof HTMLElement,
            letterSpacing: Number.parseFloat(style.letterSpacing) > 0,
            textTransform: style.textTransform === "uppercase" && one.matches("button, input"),
            textShadow: style.textShadow !== "none",
            border: style.borderTopStyle === "dotted",
            background: style.backgroundColor === "rgb(255, 255, 0)",
            font: style.fontFamily.includes("Comic"),
            alignment: style.textAlign === "justify",
          };
          const named = Object.keys(leaks).filter((name) => leaks[name]);
          return named.length ? [`${one.tagName}.${one.className}: ${named}`] : [];
        }).slice(0, 10);
    "#;
    element
        .check(
            "styles of the host inside the portal",
            json!([]),
            SCRIPT,
            json!([]),
        )
        .await
}

async fn picture_loads(portal: &Page) -> Result {
    open_article(portal, "first day", "Your first day").await?;
    let loaded =
        "const picture = all('img')[0]; return picture?.complete && picture.naturalWidth > 0";
    portal
        .until(
            "the picture, fetched with the host's token",
            loaded,
            json!([]),
        )
        .await
}

async fn the_router_stays_the_hosts(page: &Page, portal: &Page) -> Result {
    let host_link = "document.querySelector(`.bar a[href='${args[0]}']`).click()";
    page.js(host_link, json!(["/help"])).await?;
    same("the host's address", "/help".to_owned(), page.path().await?)?;
    portal.follow("Contact", "Contact").await?;
    same("the host's address", "/help".to_owned(), page.path().await?)?;
    page.driver.back().await?;
    page.until(
        "the host's start page",
        "return location.pathname === '/'",
        json!([]),
    )
    .await?;
    portal.heading("Contact").await?;
    portal.click(BUTTON, "Back").await?;
    portal.heading("Your first day").await
}

async fn removing_frees(page: &Page, portal: &Page, widget: &Page) -> Result {
    let remove = "window.__kept = host; document.querySelector('#remove').click()";
    portal.js(remove, json!([])).await?;
    page.until(
        "an empty shadow tree",
        "return __kept.shadowRoot.childNodes.length === 0",
        json!([]),
    )
    .await?;
    widget.click(LINK, "Closed").await?;
    widget
        .until("the other instance alive", "return isSettled()", json!([]))
        .await?;
    page.js("document.querySelector('#add').click()", json!([]))
        .await?;
    portal.heading("Hello Mara, how can we help?").await
}

/// If two instances want to use the page's address, the second one uses memory and logs a warning.
async fn one_instance_keeps_the_address(page: &Page) -> Result {
    const ADD: &str = r#"
        window.__warnings ??= [];
        window.__ready ??= {};
        console.warn = (text) => __warnings.push(String(text));
        addEventListener("portico-ready", (event) => (__ready[event.target.id] = event.detail.routing));
        const element = document.createElement("portico-portal");
        Object.assign(element, { id: args[0], getToken: document.querySelector('#portal').getToken });
        element.setAttribute("api", document.querySelector('#portal').getAttribute("api"));
        element.setAttribute("routing", "hash");
        document.querySelector("main").append(element);
    "#;
    for (id, routing) in [("first", "hash"), ("second", "memory")] {
        page.js(ADD, json!([id])).await?;
        let script = "return window.__ready[args[0]] === args[1]";
        page.until(
            &format!("{id} to keep its place in {routing}"),
            script,
            json!([id, routing]),
        )
        .await?;
    }
    let warnings = page.js("return __warnings.length", json!([])).await?;
    same("warnings", json!(1), warnings)?;
    page.js("document.querySelector('#first').remove()", json!([]))
        .await?;
    page.js(ADD, json!(["third"])).await?;
    page.until(
        "the address to be free again",
        "return __ready.third === 'hash'",
        json!([]),
    )
    .await
}

in_every_engine!(a_token_that_expires_in_mid_form);

async fn a_token_that_expires_in_mid_form(engine: Engine) -> Result {
    // Tokens expire faster than anyone can fill in a form.
    let intranet = Intranet::start(1)?;
    browse(engine, &intranet.url(), async |page| {
        page.load("/").await?;
        let portal = page.within(PORTAL);
        portal.heading("Hello Mara, how can we help?").await?;
        page.js("document.querySelector('#widget').remove()", json!([])).await?;
        find_and_fill(&portal).await?;
        wait_for_expiry(page).await?;

        // The host has no valid token either: the portal says so and keeps the input.
        page.js(GIVE_TOKENS, json!(["/token?expired=1"])).await?;
        send(&portal, WAITING).await?;
        portal.sees("Sign in to send it").await?;

        // The host has a valid token again: it is asked for it at once, and the request is sent.
        page.js(GIVE_TOKENS, json!(["/token"])).await?;
        is_in_outbox(&portal, "acknowledged").await?;
        page.until("the host to be asked again", "return window.__asked > 0", json!([])).await?;
        let stored = "return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]).includes('eyJ')";
        page.check("the token in the browser's storage", json!(false), stored, json!([])).await
    })
    .await
}

/// Makes the host fetch tokens from an address, and counts how often it is asked.
const GIVE_TOKENS: &str = r#"
    window.__asked = 0;
    host.getToken = async () => {
      window.__asked += 1;
      return (await fetch(args[0])).text();
    };
"#;

/// Waits until a token that the host issues now is rejected. Tokens that it issued before have expired as well then.
async fn wait_for_expiry(page: &Page) -> Result {
    const ASK: &str = r#"
        const [api, done] = [document.querySelector('#portal').getAttribute("api"), arguments[0]];
        const ask = async () => {
          window.__token ??= await (await fetch("/token")).text();
          const answer = await fetch(`${api}/requests`, { headers: { Authorization: `Bearer ${__token}` } });
          return answer.status === 401;
        };
        ask().then(done, () => done(false));
    "#;
    page.within_time("the token to expire", async || {
        let answer = page.js_async(ASK, Vec::new()).await?;
        same("whether it is refused", json!(true), answer)
    })
    .await
}

/// An element whose host signs users in later, out again, and in as others. Links of the element lead to the host's
/// page, regardless of `<base>`.
#[tokio::test]
async fn a_host_that_signs_in_later() -> Result {
    const BARE: &str = r#"
        for (const own of document.querySelectorAll("portico-portal")) own.remove();
        const bare = document.createElement("portico-portal");
        bare.id = "portal";
        bare.append(Object.assign(document.createElement("p"), { textContent: "Call 4455." }));
        document.querySelector('#portal-place').append(bare);
    "#;
    const SIGN_IN: &str = "window.__token = args[0]; host.getToken = async () => window.__token";
    const REFUSE_ONCE: &str = r#"
        const { fetch } = window;
        window.fetch = async () => {
          window.fetch = fetch;
          window.__token = "";
          const headers = { "Content-Type": "application/problem+json" };
          return new Response('{"type":"urn:portico:problem:sign-in","title":"","status":401}', { status: 401, headers });
        };
    "#;
    const SIGNED_OUT: &str = "You’re not signed in, or your session has expired.";
    const JONAS: &str = r#"
        const headers = { "Content-Type": "application/json", "X-Portico-Request": "1" };
        const body = JSON.stringify({ persona: "p-jonas-adeyemi" });
        return fetch("/api/v1/session", { method: "POST", headers, body }).then(({ status }) => status);
    "#;
    let intranet = Intranet::start(600)?;
    let proxy = FaultProxy::start(&intranet.portal()).await?;
    browse(Engine::Chromium, &intranet.url(), async |page| {
        page.load("/").await?;
        let portal = page.within(PORTAL);
        portal.heading("Hello Mara, how can we help?").await?;
        let token = "return fetch('/token').then((answer) => answer.text())";
        let token = page.js(token, json!([])).await?;

        // Personas use a cookie, which is not sent from a page of another origin.
        page.js(BARE, json!([])).await?;
        portal.heading("How can we help?").await?;
        portal.click(LINK, "Sign in").await?;
        portal.sees("You can’t sign in on this page.").await?;
        let personas = portal.js("return visible('.row-link').length", json!([]));
        same("personas", json!(0), personas.await?)?;

        page.driver
            .goto(format!("{}{HOST_PAGE}", proxy.url()))
            .await?;
        portal.heading("How can we help?").await?;
        find_and_fill(&portal).await?;
        same("the host's page", HOST_PAGE, &page.path().await?)?;
        send(&portal, "Sign in").await?;
        portal.js(SIGN_IN, json!([token])).await?;
        portal.heading("Request: Headset").await?;
        is_back_at(&portal, "Send request").await?;
        portal.click(BUTTON, "Send request").await?;
        follow(&portal).await?;

        // A response to a request of one user is not displayed to the next one.
        portal.follow("Contact", "Contact").await?;
        proxy.fail(Fault::Hangs);
        portal.click(LINK, "My requests").await?;
        portal.js("host.getToken = null", json!([])).await?;
        proxy.fail(Fault::None);
        portal.sees(SIGNED_OUT).await?;
        portal.follow("Contact", "Contact").await?;
        portal.follow("My requests", "My requests").await?;
        portal.sees(SIGNED_OUT).await?;
        let told = "return /Mara|Headset/.test(text())";
        portal.check("what only Mara may see", json!(false), told, json!([])).await?;

        // A host without a token yet: what is sent now is recorded in the name of the first user who has one.
        portal.js(SIGN_IN, json!([""])).await?;
        portal.click_found("the way home", "return all('a.brand')[0]", json!([])).await?;
        portal.heading("How can we help?").await?;
        find_and_fill(&portal).await?;
        portal.click(BUTTON, "Send request").await?;
        portal.sees("Sending…").await?;
        portal.js(SIGN_IN, json!([token])).await?;
        is_in_outbox(&portal, "acknowledged").await?;
        portal.click(LINK, "My requests").await?;
        portal.sees("Headset").await?;

        // So is what was sent in a browser that cannot store anything.
        let refuse = json!({ "source": "IDBFactory.prototype.open = () => { throw new Error('refused'); };" });
        page.cdp("Page.addScriptToEvaluateOnNewDocument", refuse).await?;
        page.driver.goto(format!("{}{HOST_PAGE}", proxy.url())).await?;
        portal.heading("How can we help?").await?;
        portal.js(SIGN_IN, json!([""])).await?;
        find_and_fill(&portal).await?;
        portal.sees("this browser won’t store it").await?;
        portal.click(BUTTON, "Send request").await?;
        portal.sees("Sending…").await?;
        portal.js(SIGN_IN, json!([token])).await?;
        is_in_outbox(&portal, "acknowledged").await?;

        // Another function may belong to another user, even while someone is signed in. The next user must not see the
        // previous user's input.
        portal.click(LINK, "My requests").await?;
        portal.click_found("the request", "return visible('.main a[data-route^=\"/requests/\"]')[0]", json!([])).await?;
        portal.heading("Headset").await?;
        portal.fill("Add a comment", "For Mara’s eyes only.").await?;
        page.check("a session of Jonas", json!(204), JONAS, json!([])).await?;
        portal.js(SIGN_IN, json!([""])).await?;
        let jonas = "return Boolean(root.querySelector('.avatar[title^=Jonas]')) && isSettled() && !text().includes('Headset') && !field('Add a comment')?.value";
        let is_jonas = async || portal.until("Jonas, without Mara's requests", jonas, json!([])).await;
        is_jonas().await?;

        // So may the next token of the same function, after a rejected one.
        portal.js(SIGN_IN, json!([token])).await?;
        portal.sees("Headset").await?;
        portal.follow("Contact", "Contact").await?;
        portal.js(REFUSE_ONCE, json!([])).await?;
        portal.click(LINK, "My requests").await?;
        is_jonas().await
    })
    .await
}
