//! Untrusted addresses: which ones are allowed in links, and which are not addresses at all.

use portico::address::{OutsideLink, SignOn, origin_of, own_path, stays_within};

#[test]
fn only_addresses_that_cannot_act_are_links() {
    let check = |text: &str, href: Option<&str>| {
        let link = OutsideLink::parse(text);
        assert_eq!(link.as_ref().map(OutsideLink::as_str), href, "{text:?}");
    };
    for text in [
        "https://brightwater.example",
        "https://brightwater.example/a?b#c",
        "HTTP://brightwater.example",
        "https://brightwater.example:8443/x",
        "http://127.0.0.1:8080/",
        "http://localhost",
        "https://[::1]:8080/",
        "https://m\u{fc}nchen.example/",
        "https://brightwater.example/a@b:c",
        "https://brightwater.example?u=https://other.example/x@y",
        "mailto:help@brightwater.example",
        "MAILTO:help@brightwater.example?subject=VPN",
        "tel:+49405550100",
    ] {
        check(text, Some(text));
    }
    // Characters that a browser would ignore are removed first.
    check(" https://a.example\n", Some("https://a.example"));
    check("\u{0}\u{1f}https://a.example", Some("https://a.example"));
    check("ht\ttps://a.exa\nmple/", Some("https://a.example/"));
    for text in [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "\u{1}javascript:alert(1)",
        "java\nscript:alert(1)",
        "java\tscript\r:alert(1)",
        "\u{a0}javascript:alert(1)",
        "javascript://brightwater.example/%0aalert(1)",
        "javascript\u{3a}alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "blob:https://brightwater.example/1",
        "file:///etc/passwd",
        "ftp://brightwater.example",
        "ws://brightwater.example",
        "about:blank",
        "https:",
        "https:/brightwater.example",
        "https:brightwater.example",
        "https://",
        "https:///brightwater.example",
        "https:////brightwater.example",
        "https://?x",
        "https://#x",
        "https://.",
        "https://:80/",
        "https:\\\\evil.example",
        "https:/\\evil.example",
        "https://brightwater.example\\@evil.example",
        "https://brightwater.example/a\\b",
        "https://user@evil.example",
        "https://brightwater.example:x@evil.example",
        "https://brightwater.example@evil.example/",
        "https://@evil.example",
        "https://evil.example:8x",
        "https://evil.example:123456",
        "https://evil .example",
        "https://evil.example/a b",
        "https://evil%2eexample",
        "https://ev|il.example",
        "https://[evil.example]",
        "https://[::1",
        "https://brightwater.example/\u{202e}gpj.exe",
        "https://bright\u{200b}water.example",
        "//brightwater.example",
        "/\\brightwater.example",
        "/services",
        "services",
        "mailto:",
        "mailto://help",
        "tel:",
        "sms:+49405550100",
    ] {
        check(text, None);
    }
}

#[test]
fn signing_in_leads_to_the_backends_origin_or_over_https() {
    let check = |text: &str, href: Option<&str>| {
        let there = SignOn::parse(text, "http://help.example");
        let there = there.map(|page| page.with("return", "%2F"));
        assert_eq!(there.as_deref(), href, "{text:?}");
    };
    check("/sso", Some("http://help.example/sso?return=%2F"));
    check("/sso?x=1", Some("http://help.example/sso?x=1&return=%2F"));
    check("/sso?x=1&", Some("http://help.example/sso?x=1&return=%2F"));
    check("/sso?", Some("http://help.example/sso?return=%2F"));
    check("/sso#step", Some("http://help.example/sso?return=%2F#step"));
    check(
        "https://id.example/go",
        Some("https://id.example/go?return=%2F"),
    );
    check(
        "https://id.example/go?a#b?c",
        Some("https://id.example/go?a&return=%2F#b?c"),
    );
    for text in [
        "http://id.example",
        "mailto:a@b.example",
        "javascript:alert(1)",
        "//id.example",
        "/\\id.example",
        "/\t/id.example",
        "\\\\id.example",
        "https://me@id.example",
        "sso",
        "",
    ] {
        check(text, None);
    }
}

#[test]
fn a_path_stays_where_it_is() {
    assert_eq!(own_path("/help"), Some("/help".to_owned()));
    for text in [
        "",
        "help",
        "//help",
        "/../help",
        "/./x",
        "/\\help",
        "/\n/help",
        "https://a.example",
    ] {
        assert_eq!(own_path(text), None, "{text:?}");
    }
    for path in [
        "/files/a%2Fb",
        "/files/a..b",
        "/files/...",
        "/requests?q=../x",
        "/files/%252e%252e/x",
    ] {
        assert!(stays_within(path), "{path:?}");
    }
    for path in [
        "/files/..",
        "/files/../portal",
        "/files/./x",
        "/files/%2e%2E/session",
        "/files/.%2e/session",
        "/files/a\\..\\b",
        "/files/.\t./session",
        "files/x",
        "",
    ] {
        assert!(!stays_within(path), "{path:?}");
    }
}

#[test]
fn an_origin_ends_where_the_path_begins() {
    let check = |address: &str, origin: Option<&str>| {
        assert_eq!(origin_of(address), origin, "{address}");
    };
    check("https://help.example/api/v1", Some("https://help.example"));
    check(
        "http://127.0.0.1:8080/api/v1",
        Some("http://127.0.0.1:8080"),
    );
    check("https://help.example", Some("https://help.example"));
    check("https://help.example?x", Some("https://help.example"));
    check("/api/v1", None);
}
