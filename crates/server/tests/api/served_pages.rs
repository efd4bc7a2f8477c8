//! The portal's pages with their content, as the server renders them for visitors who are signed out.

mod hostile;
mod portal;

use crate::server::{Ask, content_with, demo};
use axum::body::Body;
use axum::http::{Method, StatusCode};
use portal::{INDEX, Portal};
use portico_server::{Options, RateLimits, RateOverride};

#[tokio::test]
async fn public_pages_have_their_content() {
    let portal = Portal::start().await;
    for (path, language, title, words) in [
        ("/", "en", "How can we help? – Test Works", "VPN access"),
        ("/", "de", "Wie können wir helfen? – Testwerk", "VPN-Zugang"),
        (
            "/services",
            "en",
            "Services – Test Works",
            "What vpn-access gives you.",
        ),
        (
            "/services?category=network",
            "en",
            "Network – Test Works",
            "VPN access",
        ),
        (
            "/services?q=remote",
            "en",
            "Services – Test Works",
            "VPN access",
        ),
        (
            "/services/vpn-access",
            "en",
            "VPN access – Test Works",
            "€12.50 per month",
        ),
        (
            "/services/vpn-access",
            "de-AT, en;q=0.5",
            "VPN-Zugang – Testwerk",
            "12,50\u{a0}€ pro Monat",
        ),
        (
            "/services/vpn-access",
            "fr",
            "VPN access – Test Works",
            "within 2 working days",
        ),
        (
            "/articles",
            "en",
            "Help articles – Test Works",
            "Set up the VPN",
        ),
        (
            "/articles/vpn-set-up",
            "en-GB",
            "Set up the VPN – Test Works",
            "Last reviewed 2 October 2026",
        ),
        (
            "/articles/vpn-set-up",
            "en-US",
            "Set up the VPN – Test Works",
            "Last reviewed October 2, 2026",
        ),
        (
            "/articles/vpn-set-up",
            "de",
            "VPN einrichten – Testwerk",
            "3. Oktober 2026",
        ),
        (
            "/search?q=vpn",
            "en",
            "vpn – Search – Test Works",
            "Set up the VPN",
        ),
        ("/contact", "en", "Contact – Test Works", "tel:+49401"),
        ("/privacy", "en", "Privacy – Test Works", "We keep little."),
    ] {
        let page = portal.get(path, &[("accept-language", language)]).await;
        let html = page.text();
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(
            html.contains(&format!("<title>{title}</title>")),
            "{path}: {html}"
        );
        assert!(html.contains(words), "{path} lacks {words:?}: {html}");
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        let tag = page.header("content-language").to_owned();
        assert!(html.contains(&format!("<html lang=\"{tag}\">")), "{path}");
        assert!(html.contains("href=\"/assets/page-1.css\""), "{path}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("x-frame-options"), "DENY");
        let policy = page.header("content-security-policy");
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        // Nothing inline: the policy would refuse it.
        assert!(
            !html.contains(" style=") && !html.contains("<style"),
            "{path}"
        );
        assert!(!html.contains("<script>"), "{path}");
    }
}

#[tokio::test]
async fn a_page_preloads_the_modules_that_it_needs_after_those_of_the_build() {
    let portal = Portal::start().await;
    let modules = ["/assets/chunk_1-1.wasm", "/assets/split_content-1.wasm"];
    for (path, needed) in [
        ("/services", &modules[..0]),
        ("/articles/vpn-set-up", &modules),
    ] {
        let html = portal.get(path, &[]).await.text();
        let own = html.find("src=\"/portico.js\"").unwrap();
        let places = modules.map(|module| {
            html.find(&format!(
                "<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin href=\"{module}\">"
            ))
        });
        let places: Vec<_> = places.into_iter().flatten().collect();
        assert_eq!(places.len(), needed.len(), "{path}: {html}");
        assert!(places.iter().all(|place| *place > own), "{path}: {html}");
    }
}

/// The orders that the API does not have are the same on the server's page as in the portal.
#[tokio::test]
async fn services_are_listed_in_the_order_of_the_address() {
    let content = content_with(&[
        ("services/laptop.yaml", "duration: P2D", "duration: P5D"),
        ("services/printer.yaml", "duration: P2D", "duration: PT4H"),
    ]);
    let portal = Portal::of(demo(), content.path()).await;
    for (order, expected) in [
        ("price", vec!["laptop", "vpn-access"]),
        ("time", vec!["printer", "vpn-access", "laptop"]),
    ] {
        let html = portal
            .get(&format!("/services?sort={order}"), &[])
            .await
            .text();
        let place = |id: &&str| html.find(&format!("href=\"/services/{id}\"")).unwrap();
        let mut found = expected.clone();
        found.sort_by_key(place);
        assert_eq!(found, expected, "{order}: {html}");
        let option = format!("<option value=\"{order}\" selected>");
        assert!(html.contains(&option), "{html}");
    }
}

/// The answers that come with a page are those that the API would give the same visitor.
#[tokio::test]
async fn the_first_answers_are_the_api_s_own() {
    let portal = Portal::start().await;
    for (path, expected) in [
        (
            "/",
            vec![
                "/portal",
                "/services?sort=popular&limit=6",
                "/categories",
                "/articles?limit=5",
            ],
        ),
        (
            "/services?q=a+b",
            vec!["/portal", "/services?q=a%20b&limit=100", "/categories"],
        ),
        (
            "/services/vpn-access",
            vec!["/portal", "/services/vpn-access"],
        ),
        (
            "/services/vpn-access/request",
            vec![
                "/portal",
                "/services/vpn-access",
                "/services/vpn-access/form",
            ],
        ),
        (
            "/articles",
            vec!["/portal", "/articles?limit=50", "/categories"],
        ),
        (
            "/articles/wifi",
            vec!["/portal", "/articles/wifi", "/categories"],
        ),
        ("/search?q=vpn", vec!["/portal"]),
        ("/contact", vec!["/portal"]),
    ] {
        for language in ["en", "de"] {
            let html = portal
                .get(path, &[("accept-language", language)])
                .await
                .text();
            let given = portal::first_answers(&html);
            assert_eq!(given["language"], language);
            let given = given["answers"].as_object().unwrap();
            assert_eq!(given.keys().collect::<Vec<_>>(), expected, "{path}");
            for (path, answer) in given {
                let asked = Ask::get(path).header("accept-language", language);
                assert_eq!(*answer, portal.server.send(asked).await.json(), "{path}");
            }
        }
    }
}

#[tokio::test]
async fn pages_are_revalidated_and_depend_on_the_caller_and_the_language() {
    let portal = Portal::start().await;
    let first = portal.get("/services", &[]).await;
    assert_eq!(first.header("cache-control"), "private, no-cache");
    first.varies_by(&[
        "accept-language",
        "cookie",
        "authorization",
        "accept-encoding",
    ]);
    let tag = first.header("etag").to_owned();
    let again = portal.get("/services", &[("if-none-match", &tag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.body.is_empty());
    let german = [("if-none-match", tag.as_str()), ("accept-language", "de")];
    assert_eq!(
        portal.get("/services", &german).await.status,
        StatusCode::OK
    );
    let packed = portal
        .get("/services", &[("accept-encoding", "gzip, br")])
        .await;
    assert_eq!(packed.header("content-encoding"), "br");
    assert!(packed.body.len() < first.body.len() / 2);
    let mut unpacked = Vec::new();
    brotli::BrotliDecompress(&mut packed.body.as_slice(), &mut unpacked).unwrap();
    assert_eq!(unpacked, first.body);
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let portal = Portal::start().await;
    for (path, heading) in [
        ("/services/none", "Service not found"),
        ("/services/payroll", "Service not found"),
        ("/articles/none", "Article not found"),
        ("/articles/internal", "Article not found"),
        ("/no/such/page", "Page not found"),
        ("//evil", "Page not found"),
    ] {
        let page = portal.get(path, &[]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.text().contains(heading), "{path}");
        assert!(page.text().contains("noindex"), "{path}");
    }
    let page = Ask::raw(Method::POST, "/services", Body::empty());
    let answer = portal.server.send(page).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
}

/// The pages of those who are signed in, of content that is not public, and of screens that belong to one reader are as
/// the build leaves them.
#[tokio::test]
async fn pages_that_are_not_for_everyone_have_no_content() {
    let portal = Portal::start().await;
    let cookie = portal.server.sign_in("p-anna").await;
    for path in [
        "/",
        "/services",
        "/services/payroll",
        "/services/none",
        "/articles/internal",
    ] {
        let page = portal.get(path, &[("cookie", &cookie)]).await;
        assert_eq!(
            (page.status, page.text()),
            (StatusCode::OK, INDEX.to_owned()),
            "{path}"
        );
        assert!(page.joined("vary").contains("cookie"), "{path}");
    }
    for path in ["/requests", "/drafts", "/profile", "/sign-in"] {
        assert_eq!(portal.get(path, &[]).await.text(), INDEX, "{path}");
    }
    let content = content_with(&[(
        "organisation.yaml",
        "signedOut: [catalogue, articles]",
        "signedOut: []",
    )]);
    let private = Portal::of(demo(), content.path()).await;
    for path in [
        "/",
        "/services",
        "/services/vpn-access",
        "/articles",
        "/articles/wifi",
        "/search?q=vpn",
    ] {
        let page = private.get(path, &[]).await;
        assert_eq!(
            (page.status, page.text()),
            (StatusCode::OK, INDEX.to_owned()),
            "{path}"
        );
    }
}

/// A page shows what is public of it.
#[tokio::test]
async fn one_public_area_is_enough_for_a_page() {
    let check = async |area: &str, path: &str, shown: &str| {
        let public = format!("signedOut: [{area}]");
        let content = content_with(&[(
            "organisation.yaml",
            "signedOut: [catalogue, articles]",
            public.as_str(),
        )]);
        let portal = Portal::of(demo(), content.path()).await;
        let text = portal.get(path, &[]).await.text();
        assert!(text.contains(shown), "{path} with {area}: {text}");
    };
    check("catalogue", "/", "VPN access").await;
    check("catalogue", "/search?q=vpn", "VPN access").await;
    check("articles", "/", "Set up the VPN").await;
    check("articles", "/articles", "Set up the VPN").await;
    check("articles", "/articles/vpn-set-up", "Set up the VPN").await;
    check("articles", "/search?q=vpn", "Set up the VPN").await;
}

/// Whatever the API hides from visitors, no page names.
#[tokio::test]
async fn hidden_services_and_articles_are_on_no_page() {
    let portal = Portal::start().await;
    for path in [
        "/",
        "/services",
        "/services?q=payroll",
        "/services/vpn-access",
        "/services/payroll",
        "/articles",
        "/articles/vpn-set-up",
        "/articles/internal",
        "/search?q=internal",
    ] {
        let html = portal.get(path, &[]).await.text();
        for hidden in [
            "/services/payroll\"",
            "Payroll",
            "/articles/internal\"",
            "For employees only",
            "Hush.",
        ] {
            let own = [path, "\""].concat();
            let is_own = hidden == own.as_str();
            assert!(is_own || !html.contains(hidden), "{path} names {hidden}");
        }
    }
}

/// A page that searches counts as the searches that it makes: one of the services, and one of the articles.
#[tokio::test]
async fn searches_are_limited_on_pages_too() {
    let limit: RateOverride = "search=2".parse().unwrap();
    let options = Options {
        rates: RateLimits::default().changed(&[limit]),
        ..demo()
    };
    let portal = Portal::with(options).await;
    let search = || Ask::raw(Method::GET, "/search?q=vpn", Body::empty()).from("192.0.2.1:1");
    let mut texts = Vec::new();
    for _ in 0..8 {
        texts.push(portal.server.send(search()).await.text());
    }
    assert!(texts[0].contains("Set up the VPN"), "{}", texts[0]);
    // The portal itself then says that the service is busy.
    assert_eq!(texts[7], INDEX);
}
