//! An object that a user must not know about appears nowhere: not in links, relations, announcements or searches.

use crate::server::{Ask, Server, content_with, demo};
use serde_json::Value;
use tempfile::TempDir;

/// Links to a service and an article with a limited audience, in everything that contains rich text or a reference.
const LINKS: &str = "Ask for [the first](service:payroll), *see [the second](article:internal)* or <service:payroll>.";

fn passages() -> Vec<(&'static str, &'static str, String)> {
    let text = |indent: &str| {
        format!(
            "{LINKS}\n\n{indent}> [quoted](article:internal)\n\n{indent}- [listed](service:payroll)\n\n{indent}| a | b |\n{indent}| - | - |\n{indent}| [cell](service:payroll) | x |\n"
        )
    };
    vec![
        ("articles/wifi.md", "Join.", text("")),
        (
            "articles/wifi.md",
            "reviewed: 2026-10-02\n",
            "reviewed: 2026-10-02\nservices: [payroll, vpn-access]\nrelated: [internal, vpn-set-up]\n".to_owned(),
        ),
        (
            "services/printer.yaml",
            "  Some **words** about it.",
            format!("  {}", text("  ")),
        ),
        (
            "services/printer.yaml",
            "popularity:",
            "related: [payroll, vpn-access]\narticles: [internal, wifi]\npopularity:".to_owned(),
        ),
        ("organisation.yaml", "    Call us.", format!("    {}", text("    "))),
        ("organisation.yaml", "privacy: We keep little.", format!("privacy: {LINKS:?}\nanythingElse: payroll")),
        ("announcements.yaml", "Read [this](article:vpn-set-up).", format!("{LINKS:?}")),
        ("announcements.yaml", "link: article:vpn-set-up", "link: service:payroll".to_owned()),
    ]
}

/// Every path that a reader can request.
const READS: [&str; 17] = [
    "/portal",
    "/categories",
    "/services",
    "/services?q=payroll",
    "/services?q=ask for the first",
    "/services/printer",
    "/services/printer/form",
    "/services/vpn-access",
    "/articles",
    "/articles?q=payroll",
    "/articles?q=internal",
    "/articles?service=payroll",
    "/articles?service=printer",
    "/articles/wifi",
    "/articles/vpn-set-up",
    "/lookups/people",
    "/index",
];

#[tokio::test]
async fn nobody_learns_of_what_they_may_not_see() {
    let passages = passages();
    let passages: Vec<_> = passages
        .iter()
        .map(|(file, old, new)| (*file, *old, new.as_str()))
        .collect();
    let content = content_with(&passages);
    let data = TempDir::new().unwrap();
    let server = Server::of(demo(), data.path(), content.path()).await;
    let kim = server.sign_in("p-kim").await;
    let anna = server.sign_in("p-anna").await;
    for path in READS {
        let address = path.replace(' ', "%20");
        for cookie in ["", &kim] {
            for language in ["en", "de"] {
                let ask = Ask::get(&address).cookie(cookie);
                let answer = server.send(ask.header("accept-language", language)).await;
                let text = answer.text();
                // The search words do not appear in the responses either.
                for secret in ["payroll", "Payroll", "internal", "For employees only"] {
                    assert!(
                        !text.contains(secret),
                        "{path} tells {cookie:?} of {secret}: {text}"
                    );
                }
            }
        }
    }
    // The texts of the links are kept, and users in the audience can follow them.
    let shown =
        async |path: &str, cookie: &str| server.send(Ask::get(path).cookie(cookie)).await.text();
    for path in ["/articles/wifi", "/services/printer", "/portal"] {
        let text = shown(path, &kim).await;
        for words in ["the first", "the second"] {
            assert!(text.contains(words), "{path}: {text}");
        }
        let text = shown(path, &anna).await;
        for id in [
            r#"{"to":"service","id":"payroll"}"#,
            r#"{"to":"article","id":"internal"}"#,
        ] {
            assert!(text.contains(id), "{path}: {text}");
        }
    }
    for (path, cookie, found) in [
        ("/articles?service=payroll", &kim, vec![]),
        ("/articles?service=payroll", &anna, vec!["wifi"]),
        ("/articles?service=nothing", &anna, vec![]),
        ("/articles?q=payroll", &kim, vec![]),
        ("/articles?q=quoted", &kim, vec!["wifi"]),
        ("/services?q=listed", &kim, vec!["printer"]),
    ] {
        let answer = server.send(Ask::get(path).cookie(cookie)).await;
        assert_eq!(answer.items("id"), found, "{path}");
    }
}

#[tokio::test]
async fn what_is_closed_to_strangers_is_linked_for_nobody_of_them() {
    let announced = [
        (
            "organisation.yaml",
            "signedOut: [catalogue, articles]",
            "signedOut: [articles]",
        ),
        (
            "announcements.yaml",
            "link: article:vpn-set-up",
            "link: service:vpn-access",
        ),
    ];
    let content = content_with(&announced);
    let data = TempDir::new().unwrap();
    let server = Server::of(demo(), data.path(), content.path()).await;
    let text = server.get("/articles/vpn-set-up").await;
    assert!(
        !text.text().contains(r#""id":"vpn-access""#),
        "{}",
        text.text()
    );
    let portal = server.get("/portal").await.json();
    assert_eq!(portal["announcements"][0]["link"], Value::Null);
    let about = server.get("/articles?service=vpn-access").await;
    assert!(about.items("id").is_empty());
    let kim = server.sign_in("p-kim").await;
    let portal = server.send(Ask::get("/portal").cookie(&kim)).await.json();
    assert_eq!(portal["announcements"][0]["link"]["id"], "vpn-access");
}
