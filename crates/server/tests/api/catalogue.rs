//! Discovery, categories, services, forms and articles.

use crate::server::{Ask, Server, content_with, demo};
use axum::http::StatusCode;
use serde_json::json;
use tempfile::TempDir;

#[tokio::test]
async fn discovery_says_what_there_is() {
    let server = Server::start().await;
    let portal = server.get("/portal").await.json();
    assert_eq!(portal["name"], "Test Works");
    assert_eq!(portal["demo"], true);
    assert_eq!(
        portal["languages"],
        json!([{"tag":"en","name":"English"},{"tag":"de","name":"Deutsch"}])
    );
    assert_eq!(portal["capabilities"]["comments"]["maxCharacters"], 5000);
    assert_eq!(portal["capabilities"]["index"], json!({}));
    assert_eq!(portal["capabilities"]["improvements"], json!({}));
    assert_eq!(
        portal["anythingElse"],
        json!(null),
        "there is no such service"
    );
    assert_eq!(
        portal["signIn"]["signedOut"],
        json!(["catalogue", "articles"])
    );
    assert_eq!(portal["signIn"]["user"], json!(null));
    let method = &portal["signIn"]["methods"][0];
    assert_eq!(method["kind"], "persona");
    assert_eq!(method["personas"].as_array().unwrap().len(), 3);
    let shown = portal["announcements"].as_array().unwrap();
    assert_eq!(shown.len(), 1, "what is over is not shown");
    assert_eq!(
        shown[0]["link"],
        json!({"to": "article", "id": "vpn-set-up"})
    );

    let cookie = server.sign_in("p-anna").await;
    let portal = server
        .send(Ask::get("/portal").cookie(&cookie))
        .await
        .json();
    let me = &portal["signIn"]["user"];
    assert_eq!(me["name"], "Anna Alt");
    assert_eq!(me["department"], "Finance");
    assert_eq!(me["manager"]["name"], "Max Mohn");
    assert_eq!(me["canSignOut"], true);
}

#[tokio::test]
async fn anything_else_is_asked_for_by_those_who_see_the_service() {
    let privacy = "privacy: We keep little.";
    let closed = ("organisation.yaml", "[catalogue, articles]", "[articles]");
    for (service, closes, persona, language, name) in [
        ("vpn-access", false, "", "en", json!("VPN access")),
        ("vpn-access", false, "p-kim", "de", json!("VPN-Zugang")),
        ("vpn-access", true, "", "en", json!(null)),
        ("vpn-access", true, "p-kim", "en", json!("VPN access")),
        ("payroll", false, "", "en", json!(null)),
        ("payroll", false, "p-kim", "en", json!(null)),
        ("payroll", false, "p-anna", "en", json!("Payroll")),
    ] {
        let named = format!("anythingElse: {service}");
        let mut passages = vec![("organisation.yaml", privacy, named.as_str())];
        passages.extend(closes.then_some(closed));
        let content = content_with(&passages);
        let data = TempDir::new().unwrap();
        let server = Server::of(demo(), data.path(), content.path()).await;
        let mut ask = Ask::get("/portal").header("accept-language", language);
        if !persona.is_empty() {
            ask = ask.cookie(&server.sign_in(persona).await);
        }
        let portal = server.send(ask).await.json();
        let found = &portal["anythingElse"];
        assert_eq!(found["name"], name, "{service} {persona}");
        if !name.is_null() {
            assert_eq!(found["id"], service);
        }
    }
}

#[tokio::test]
async fn languages_are_negotiated() {
    let server = Server::start().await;
    for (accept, language, name) in [
        ("", "en", "VPN access"),
        ("de", "de", "VPN-Zugang"),
        ("de-AT, en;q=0.5", "de", "VPN-Zugang"),
        ("fr, de;q=0.3", "de", "VPN-Zugang"),
        ("en;q=0.1, de;q=0.9", "de", "VPN-Zugang"),
        ("DE", "de", "VPN-Zugang"),
        ("de;q=0", "en", "VPN access"),
        ("fr", "en", "VPN access"),
        (";;,=,q", "en", "VPN access"),
    ] {
        let ask = Ask::get("/services/vpn-access");
        let ask = if accept.is_empty() {
            ask
        } else {
            ask.header("accept-language", accept)
        };
        let answer = server.send(ask).await;
        assert_eq!(answer.json()["name"], name, "{accept}");
        assert_eq!(answer.json()["language"], language, "{accept}");
        assert_eq!(answer.header("content-language"), language, "{accept}");
        assert!(answer.joined("vary").contains("accept-language"));
    }
    // Untranslated content keeps its own language and declares it.
    let answer = server
        .send(Ask::get("/services/laptop").header("accept-language", "de"))
        .await;
    assert_eq!(answer.json()["language"], "en");
    assert_eq!(answer.header("content-language"), "en");
}

/// All content that a German reader sees declares its language, wherever it is mentioned.
#[tokio::test]
async fn everything_names_its_language() {
    let content = content_with(&[
        ("categories.yaml", "{ en: Devices, de: Geräte }", "Devices"),
        (
            "organisation.yaml",
            "privacy: We",
            "anythingElse: laptop\nprivacy: We",
        ),
        ("announcements.yaml", "2020-01-02T", "2100-01-01T"),
        (
            "announcements.yaml",
            "title: Over",
            "title: { en: Over, de: Vorbei }",
        ),
        (
            "announcements.yaml",
            "text: Long ago.",
            "text: { en: Long ago., de: Lange her. }",
        ),
        (
            "articles/vpn-set-up.md",
            "[vpn-access]",
            "[vpn-access, laptop]",
        ),
    ]);
    let data = TempDir::new().unwrap();
    let server = Server::of(demo(), data.path(), content.path()).await;
    for (path, pointer, language) in [
        ("/portal", "/announcements/0", "en"),
        ("/portal", "/announcements/1", "de"),
        ("/portal", "/contact", "en"),
        ("/portal", "/anythingElse", "en"),
        ("/categories", "/items/0", "de"),
        ("/categories", "/items/1", "en"),
        ("/services/vpn-access", "", "de"),
        ("/services/vpn-access", "/category", "de"),
        ("/services/vpn-access", "/articles/0", "de"),
        ("/services/vpn-access", "/related/0", "en"),
        ("/articles/vpn-set-up", "/related/0", "en"),
        ("/articles/vpn-set-up", "/services/0", "de"),
        ("/articles/vpn-set-up", "/services/1", "en"),
    ] {
        let ask = Ask::get(path).header("accept-language", "de");
        let answer = server.send(ask).await.json();
        let found = answer.pointer(pointer).unwrap();
        assert_eq!(found["language"], language, "{path} {pointer}: {found}");
    }
    let ask = Ask::get("/portal").header("accept-language", "de");
    let portal = server.send(ask).await.json();
    assert_eq!(portal["privacyLanguage"], "en");
    // A title that was translated without its text is displayed in the language of the text.
    assert_eq!(portal["announcements"][0]["title"], "Hello");
}

#[tokio::test]
async fn services_are_filtered_sorted_and_searched() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    for (query, found) in [
        ("", vec!["laptop", "payroll", "printer", "vpn-access"]),
        (
            "?sort=name",
            vec!["laptop", "payroll", "printer", "vpn-access"],
        ),
        (
            "?sort=popular",
            vec!["vpn-access", "printer", "payroll", "laptop"],
        ),
        ("?category=network", vec!["vpn-access"]),
        ("?category=nowhere", vec![]),
        ("?q=REMOTE+vpn-access-word", vec!["vpn-access"]),
        ("?q=access%20vpn", vec!["vpn-access"]),
        ("?q=pri", vec!["printer"]),
        (
            "?q=gives",
            vec!["vpn-access", "printer", "payroll", "laptop"],
        ),
        ("?q=nothing", vec![]),
        // Typos, also in the first letter; separated words; words of another language.
        ("?q=pinter", vec!["printer"]),
        ("?q=ptinter", vec!["printer"]),
        ("?q=lap%20top", vec!["laptop"]),
        ("?q=VPN-Zugang", vec!["vpn-access"]),
        // If nothing matches all words, the results that match most of them.
        ("?q=vpn%20access%20zzzz", vec!["vpn-access"]),
        (
            "?q=%2B%2B",
            vec!["laptop", "payroll", "printer", "vpn-access"],
        ),
    ] {
        let path = format!("/services{query}");
        let answer = server.send(Ask::get(&path).cookie(&cookie)).await;
        assert_eq!(answer.items("id"), found, "{query}");
    }
}

#[tokio::test]
async fn lists_come_in_pages() {
    let server = Server::start().await;
    let first = server.get("/services?limit=2").await.json();
    assert_eq!(first["items"].as_array().unwrap().len(), 2);
    assert_eq!(first["total"], 3);
    let next = first["next"].as_str().unwrap();
    let last = server
        .get(&format!("/services?limit=2&cursor={next}"))
        .await;
    assert_eq!(last.items("id"), ["vpn-access"]);
    assert_eq!(last.json()["next"], json!(null));
}

#[tokio::test]
async fn a_service_says_everything_before_ordering() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    let service = server
        .send(Ask::get("/services/vpn-access").cookie(&cookie))
        .await
        .json();
    assert_eq!(
        service["price"],
        json!({"amount": "12.50", "currency": "EUR", "per": "month"})
    );
    assert_eq!(
        service["target"],
        json!({"duration": "P2D", "hours": "business"})
    );
    assert_eq!(service["owner"]["name"], "Owen Ott");
    assert_eq!(service["provider"], "Service desk");
    assert_eq!(
        service["approvals"],
        json!([{"by": "manager", "person": {"id": "p-max", "name": "Max Mohn"}}])
    );
    assert_eq!(
        service["seenBy"],
        "You, Max Mohn, Owen Ott and Service desk"
    );
    assert_eq!(service["category"]["name"], "Network");
    assert_eq!(service["ordering"], json!({"allowed": true}));
    assert_eq!(
        service["description"]["blocks"][0]["content"][1]["type"],
        "strong"
    );
    // Without a sign-in the manager is unknown, and an order requires a sign-in.
    let service = server.get("/services/vpn-access").await.json();
    assert_eq!(service["approvals"], json!([{"by": "manager"}]));
    assert_eq!(
        service["ordering"],
        json!({"allowed": true, "signIn": true})
    );
}

#[tokio::test]
async fn somebody_without_a_manager_asks_the_owner() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-max").await;
    let owner = json!([{"by": "owner", "person": {"id": "p-owen", "name": "Owen Ott"}}]);
    for service in ["vpn-access", "laptop"] {
        let path = format!("/services/{service}");
        let service = server.send(Ask::get(&path).cookie(&cookie)).await.json();
        assert_eq!(service["approvals"], owner, "the same person is asked once");
    }
}

#[tokio::test]
async fn forms_speak_the_language_asked_for() {
    let server = Server::start().await;
    let german = Ask::get("/services/vpn-access/form").header("accept-language", "de");
    let form = server.send(german).await.json();
    assert_eq!(form["version"], "2");
    assert_eq!(form["language"], "de");
    assert_eq!(form["texts"]["reason.label"], "Wofür brauchen Sie ihn?");
    assert_eq!(form["texts"]["device.phone"], "Telefon");
    let properties = &form["schema"]["properties"];
    assert_eq!(properties["reason"]["title"], "Why do you need it?");
    let order: Vec<_> = properties.as_object().unwrap().keys().collect();
    assert_eq!(
        order,
        ["reason", "device", "size"],
        "fields keep the order of the file"
    );

    let english = server.get("/services/vpn-access/form").await.json();
    assert_eq!(english["texts"], json!(null));
    assert_eq!(english["schema"], form["schema"]);
    let form = server
        .send(Ask::get("/services/laptop/form").header("accept-language", "de"))
        .await;
    assert_eq!(form.json()["language"], "en");
}

#[tokio::test]
async fn articles_are_listed_and_read() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    for (query, found) in [
        ("", vec!["vpn-set-up", "internal", "wifi"]),
        ("?category=network", vec!["vpn-set-up", "wifi"]),
        ("?service=vpn-access", vec!["vpn-set-up", "internal"]),
        ("?q=tunnel", vec!["vpn-set-up"]),
    ] {
        let path = format!("/articles{query}");
        let answer = server.send(Ask::get(&path).cookie(&cookie)).await;
        assert_eq!(answer.items("id"), found, "{query}");
    }
    let article = server.get("/articles/vpn-set-up").await.json();
    assert_eq!(article["reviewed"], "2026-10-02");
    assert_eq!(article["languages"], json!(["de", "en"]));
    let blocks = &article["body"]["blocks"];
    assert_eq!(blocks[1]["id"], "before-you-start");
    let image =
        json!({"type": "image", "file": "map.png", "alt": "A map", "width": 3, "height": 2});
    assert_eq!(blocks[2]["content"][0], image);
    let german = Ask::get("/articles/vpn-set-up").header("accept-language", "de");
    assert_eq!(server.send(german).await.json()["title"], "VPN einrichten");
}

#[tokio::test]
async fn files_are_pictures_or_downloads() {
    let named = ("articles/wifi.md", "Join.", "[Join](files/evil.svg).");
    let (data, content) = (TempDir::new().unwrap(), content_with(&[named]));
    let server = Server::of(demo(), data.path(), content.path()).await;
    for (id, kind, disposition) in [
        ("map.png", "image/png", ""),
        (
            "evil.svg",
            "image/svg+xml",
            "attachment; filename=\"evil.svg\"; filename*=UTF-8''evil.svg",
        ),
        (
            "profile.mobileconfig",
            "",
            "attachment; filename=\"profile.mobileconfig\"; filename*=UTF-8''profile.mobileconfig",
        ),
    ] {
        let answer = server.get(&format!("/files/{id}")).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.header("content-type").starts_with(kind), "{id}");
        assert_eq!(answer.header("content-disposition"), disposition, "{id}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("content-security-policy").contains("sandbox"));
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert!(!answer.header("etag").is_empty());
    }
    for id in [
        "nope.png",
        "../organisation.yaml",
        "%2e%2e/organisation.yaml",
        "..%2forganisation.yaml",
        "/etc/passwd",
    ] {
        assert_eq!(
            server.get(&format!("/files/{id}")).await.status,
            StatusCode::NOT_FOUND,
            "{id}"
        );
    }
}
