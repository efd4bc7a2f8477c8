//! The layout of screens: nothing out of reach, nothing covered, and titles that tell screens apart.

use super::outbox::WAITING;
use super::path::{SENT, find_and_fill, send};
use super::support::page::{BUTTON, LINK};
use super::support::{Engine, FaultProxy, Page, Result, Server, browse, browse_demo, same};
use serde_json::{Value, json};
use thirtyfour::Key;

#[tokio::test]
async fn on_a_phone() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.resize(360, 740).await?;
        page.sign_in_as("p-mara-voss").await?;

        // Price, time and the request button are visible at once, and contents come before the article.
        page.open("/services/standard-laptop").await?;
        in_view(page, ".order-bar", "€1,290.00").await?;
        in_view(page, ".order-bar a", "Request this").await?;
        page.open("/articles/new-starter-first-day").await?;
        let first = "return visible('.contents')[0].getBoundingClientRect().bottom <= visible('.columns-main')[0].getBoundingClientRect().top";
        page.check("contents first", json!(true), first, json!([])).await?;
        page.open("/services/standard-laptop/request").await?;
        in_view(page, ".order-bar", "3 answers still needed").await?;
        let before = "const [before, send] = ['.columns-side', '.order-bar'].map((one) => all(one)[0]);
            return Boolean(before.compareDocumentPosition(send) & Node.DOCUMENT_POSITION_FOLLOWING)";
        page.check("before you send", json!(true), before, json!([])).await?;

        // The receipt starts at its top, regardless of the position of the button.
        page.open("/").await?;
        find_and_fill(page).await?;
        send(page, SENT).await?;
        in_view(page, ".receipt-icon", "").await?;
        in_view(page, ".header", "").await?;

        // While a request waits, the header keeps its height, and the landing page says what will happen.
        page.open("/").await?;
        find_and_fill(page).await?;
        page.offline(true).await?;
        send(page, WAITING).await?;
        let lines = "const box = visible('.brand-name')[0].getBoundingClientRect(); return box.height <= 40 && box.width >= 60";
        page.check("a name in whole words", json!(true), lines, json!([])).await?;

        // A list that failed to load recovers on its own, and users on other pages are told that the request has
        // arrived.
        page.click(LINK, "My requests").await?;
        page.sees("We can’t reach the service").await?;
        page.offline(false).await?;
        page.sees("Your request for Headset was received as").await?;
        let rows = "return visible('.row').length === 2 && visible('.failed').length === 0";
        page.until("both requests", rows, json!([])).await?;
        page.follow("Show request", "Headset").await?;
        page.check("the word is gone", json!(0), "return visible('.toast').length", json!([])).await
    })
    .await
}

#[tokio::test]
async fn on_a_desk() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.resize(1280, 900).await?;
        // Being signed out is not an error.
        page.open("/requests").await?;
        page.sees("Sign in").await?;
        page.check("alarms", json!(0), "return visible('.failed, [role=alert]').length", json!([])).await?;
        page.sign_in_as("p-mara-voss").await?;

        // The footer of a short page is visible without scrolling.
        page.open("/requests?state=closed").await?;
        page.title("Closed – My requests – Brightwater Instruments").await?;
        let short = "return document.scrollingElement.scrollHeight <= innerHeight && visible('.footer').length === 1";
        page.check("a short page", json!(true), short, json!([])).await?;

        the_catalogue(page).await?;

        // An open look-up does not cover the next field.
        page.open("/services/standard-laptop/request").await?;
        page.fill("Is it for somebody else?", "a").await?;
        const COVERED: &str = r#"
            const list = visible(".listbox").find((one) => one.querySelector("[role=option]"))?.getBoundingClientRect();
            const after = visible("form input:not([role=combobox]), form button").map((one) => one.getBoundingClientRect());
            return Boolean(list?.height) && after.every(({ top, bottom }) => bottom <= list.top || top >= list.bottom);
        "#;
        page.until("nothing under the list", COVERED, json!([])).await?;
        page.press(Key::Escape).await?;

        // One key press closes the search, whatever was typed.
        page.press_with(Key::Control, "k").await?;
        page.press("headset").await?;
        page.until("results", "return visible('[role=option]').length > 1", json!([])).await?;
        page.press(Key::Escape).await?;
        page.until("no dialog", "return !all('dialog')[0].open", json!([])).await?;

        // Titles tell searches and steps apart.
        page.open("/search?q=vpn").await?;
        page.title("vpn – Search – Brightwater Instruments").await?;
        page.open("/gallery/lists").await?;
        page.title("lists – Form gallery – Brightwater Instruments").await?;

        // Announcements can be dismissed and shown again, and the chosen colour scheme is kept.
        page.open("/").await?;
        page.click(BUTTON, "Dismiss “Fake e-mails ask you to sign in again”").await?;
        page.click(BUTTON, "Dark").await?;
        page.reload().await?;
        page.check("announcements", json!(1), "return visible('.notices .notice').length", json!([])).await?;
        let dark = "return getComputedStyle(all('.portal')[0]).colorScheme";
        page.check("the scheme", json!("dark"), dark, json!([])).await?;
        on_paper(page).await?;
        page.open("/").await?;
        page.click(BUTTON, "Show 1 dismissed announcement").await?;
        page.until("both again", "return visible('.notices .notice').length === 2", json!([])).await?;
        page.click(BUTTON, "System").await
    })
    .await
}

/// Counting, grouping and sorting. Going back leads to the row that the user had opened.
async fn the_catalogue(page: &Page) -> Result {
    page.open("/services").await?;
    page.sees("47 services").await?;
    let groups = "return visible('.group').length > 3 && visible('.group-title').map(nameOf).includes('Devices')";
    page.check("groups", json!(true), groups, json!([])).await?;
    // Sorted by displayed values: free services first and the most expensive last, or the fastest first.
    page.select("Sort by", "Price, lowest first").await?;
    let by_price = "const prices = visible('.row-facts > :first-child').map((one) => Number(clean(one.textContent).replace(/[^\\d.]/g, '')));
        return prices.length === 47 && prices[0] === 0 && prices.at(-1) === 2340 && prices.every((price, at) => !at || prices[at - 1] <= price)";
    page.until("rows by price", by_price, json!([])).await?;
    page.select("Sort by", "Delivery time, fastest first")
        .await?;
    let by_time = "const times = visible('.row-facts').map((one) => one.textContent.match(/within (\\d+) (?:working )?(minute|hour|day)/));
        const minutes = times.map((time) => (time ? time[1] * { minute: 1, hour: 60, day: 1440 }[time[2]] : Infinity));
        return minutes.length === 47 && minutes[0] < minutes.at(-1) && minutes.every((time, at) => !at || minutes[at - 1] <= time)";
    page.until("rows by time", by_time, json!([])).await?;
    page.select("Sort by", "Name").await?;
    let by_name =
        "const names = visible('.row-title').map(nameOf).map((name) => name.toLowerCase());
        return names.length === 47 && names.every((name, at) => !at || names[at - 1] <= name)";
    page.until("rows by name", by_name, json!([])).await?;
    page.follow("VPN access", "VPN access").await?;
    let way = "return visible('.crumb').map((one) => clean(one.textContent))";
    page.check(
        "the way",
        json!(["Services", "Network", "VPN access"]),
        way,
        json!([]),
    )
    .await?;
    page.driver.back().await?;
    page.until("rows by name", by_name, json!([])).await?;
    let back = "const row = focused(); const box = row.getBoundingClientRect();
        return row.dataset.route === '/services/vpn-access' && box.top >= 0 && box.bottom <= innerHeight";
    page.until("the row by which one left", back, json!([]))
        .await?;
    page.follow("Devices", "Devices").await?;
    page.sees("8 services").await
}

/// Print is black on white even with the dark scheme, without controls, and with addresses that can be typed.
async fn on_paper(page: &Page) -> Result {
    const PAPER: &str = r#"
        const style = (element, pseudo) => getComputedStyle(element, pseudo);
        const portal = style(all(".portal")[0]);
        const link = (words) => style(all(".prose .link").find((one) => clean(one.firstChild.textContent) === words), "::after").content;
        return [
            portal.color, portal.backgroundColor, style(document.documentElement).colorScheme,
            visible("header, footer, .crumbs, .contents, .button").length,
            link("Company Portal website") !== "none", link("aka.ms/myrecoverykey") !== "none",
        ];
    "#;
    // A host page that is dark regardless of the reader's choice.
    const DARK: &str = r#"
        for (const name of ["raised", "sunken", "text", "text-soft", "line"]) {
            root.host.style.setProperty(`--portico-${name}`, "rgb(1 2 3)");
        }
        const portal = getComputedStyle(all(".portal")[0]);
        const names = ["--raised", "--overlay", "--well", "--sunken", "--text", "--text-soft", "--line"];
        return names.filter((name) => portal.getPropertyValue(name).trim() === "rgb(1 2 3)");
    "#;
    // If backgrounds are not printed, there are still lines.
    const LINES: &str = r#"
        const style = (selector) => getComputedStyle(all(selector)[0]);
        return [style(".header-inner").borderBlockEndStyle, style(".footer-inner").borderBlockStartStyle];
    "#;
    page.open("/articles/laptop-encryption").await?;
    let emulate = |settings| page.cdp("Emulation.setEmulatedMedia", settings);
    emulate(json!({ "features": [{ "name": "forced-colors", "value": "active" }] })).await?;
    let lines = page.js(LINES, json!([])).await?;
    same("lines in forced colours", json!(["solid", "solid"]), lines)?;
    emulate(json!({ "features": [] })).await?;
    let media = |media: &str| emulate(json!({ "media": media }));
    media("print").await?;
    let dark = page.js(DARK, json!([])).await?;
    same("a host's colours on paper", json!([]), dark)?;
    let expected = json!([
        "rgb(0, 0, 0)",
        "rgb(255, 255, 255)",
        "light",
        0,
        true,
        false
    ]);
    page.check("on paper", expected, PAPER, json!([])).await?;
    media("").await.map(drop)
}

#[tokio::test]
async fn without_a_contact_or_a_way_to_sign_in() -> Result {
    let server = Server::start()?;
    let proxy = FaultProxy::with_rewrites(
        &server.url(),
        &[("/portal", without_either), ("/services", goes_on)],
    )
    .await?;
    browse(Engine::Chromium, &proxy.url(), async |page| {
        for path in ["/", "/services/headset", "/services/privileged-account", "/articles/wifi-office", "/search?q=zzzzqqqq", "/requests", "/profile", "/sign-in"] {
            page.open(path).await?;
            let dead = "return visible('a').filter((link) => ['/contact', '/sign-in'].some((way) => link.dataset.route?.startsWith(way))).map(nameOf)";
            page.check(path, json!([]), dead, json!([])).await?;
        }
        page.sees("You can’t sign in here").await?;
        // Sorting needs the complete list, so it is not applied if there are more pages.
        page.open("/services?sort=price").await?;
        let order = "const select = all('.list-order select')[0]; return select?.selectedIndex === 0 && select.value === '' && location.search === ''";
        page.until("the list's own order", order, json!([])).await
    })
    .await
}

fn without_either(portal: &mut Value) {
    portal["contact"] = json!(null);
    portal["signIn"]["methods"] = json!([{ "kind": "carrierPigeon" }]);
}

/// The list of services has more pages.
fn goes_on(services: &mut Value) {
    services["next"] = json!("more");
}

/// Asserts that an element with these words is fully visible without scrolling.
async fn in_view(page: &Page, selector: &str, words: &str) -> Result {
    const SEEN: &str = r#"
        const one = visible(args[0]).find((one) => clean(one.textContent).includes(args[1]));
        const box = one?.getBoundingClientRect();
        return Boolean(box) && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
    "#;
    page.until(
        &format!("{selector} {words:?} in view"),
        SEEN,
        json!([selector, words]),
    )
    .await
}
