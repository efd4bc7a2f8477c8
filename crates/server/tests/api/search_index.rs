//! The search index for browsers: its contents for each reader, and the conditions for sending it again.

mod changes;

use crate::program::Running;
use crate::server::{Answer, Ask, Server, content_with, demo};
use axum::http::StatusCode;
use portico_contract::INDEX_TYPE;
use portico_search::{Index, NoNormalization, Options, Record, Search};
use std::collections::BTreeSet;
use std::sync::Arc;
use tempfile::TempDir;

/// A passage of a content file, and its replacement.
type Passage = (&'static str, &'static str, &'static str);

const WIFI: Passage = ("articles/wifi.md", "Join the Wi-Fi", "Join the wireless");
const PAYROLL: Passage = ("services/payroll.yaml", "name: Payroll", "name: Salaries");

/// Servers that use the same data one after another, each with the content of its time.
#[derive(Default)]
struct SuccessiveServers {
    data: Option<TempDir>,
}

impl SuccessiveServers {
    async fn server(&mut self, passages: &[Passage]) -> Server {
        let data = self.data.get_or_insert_with(|| TempDir::new().unwrap());
        Server::of(demo(), data.path(), content_with(passages).path()).await
    }
}

/// Sends a request as a user, in a language.
async fn ask(server: &Server, persona: &str, language: &str, query: &str) -> Answer {
    let mut ask = Ask::get(&format!("/index{query}")).header("accept-language", language);
    if !persona.is_empty() {
        ask = ask.cookie(&server.sign_in(persona).await);
    }
    server.send(ask).await
}

/// The text between the quotes of the `ETag`.
#[track_caller]
fn tag(answer: &Answer) -> String {
    let tag = answer.header("etag").strip_prefix("W/\"");
    tag.unwrap().strip_suffix('"').unwrap().to_owned()
}

#[track_caller]
fn opened(answer: &Answer) -> Index {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("content-type"), INDEX_TYPE);
    Index::open(answer.body.clone()).unwrap()
}

fn ids(index: &Index) -> BTreeSet<String> {
    (0..index.len()).map(|at| index.id(at).unwrap()).collect()
}

fn record(index: &Index, id: &str) -> Record {
    index.record(index.find(id).unwrap()).unwrap()
}

/// The IDs of a search's results.
fn found(search: &mut Search, query: &str) -> Vec<String> {
    let found = search.find(query, &Options::default(), &NoNormalization);
    found.hits.into_iter().map(|hit| hit.id).collect()
}

const PUBLIC: [&str; 5] = [
    "article/vpn-set-up",
    "article/wifi",
    "service/laptop",
    "service/printer",
    "service/vpn-access",
];

#[tokio::test]
async fn an_index_holds_what_its_reader_may_see() {
    let open = "signedOut: [catalogue, articles]";
    let services = &PUBLIC[2..];
    let articles = &PUBLIC[..2];
    let anna = [&PUBLIC[..], &["article/internal", "service/payroll"]].concat();
    let max = [&anna[..], &["service/workplace"]].concat();
    for (signed_out, persona, expected) in [
        (open, "", &PUBLIC[..]),
        (open, "p-kim", &PUBLIC),
        (open, "p-anna", &anna),
        (open, "p-max", &max),
        ("signedOut: [catalogue]", "", services),
        ("signedOut: [catalogue]", "p-anna", &anna),
        ("signedOut: [articles]", "", articles),
        ("signedOut: [articles]", "p-kim", &PUBLIC),
        ("signedOut: []", "p-kim", &PUBLIC),
    ] {
        let passage = ("organisation.yaml", open, signed_out);
        let mut years = SuccessiveServers::default();
        let server = years.server(&[passage]).await;
        let index = opened(&ask(&server, persona, "en", "").await);
        let expected: BTreeSet<_> = expected.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(ids(&index), expected, "{signed_out} {persona}");
        // Nor are they found by their words, which might have remained in the file.
        let mut search = Search::new(Arc::new(index));
        for (word, id) in [
            ("payroll", "service/payroll"),
            ("secret", "article/internal"),
            ("workplace", "service/workplace"),
        ] {
            let finds = found(&mut search, word).iter().any(|hit| hit == id);
            assert_eq!(
                finds,
                expected.contains(id),
                "{signed_out} {persona} {word}"
            );
        }
    }
    let passage = ("organisation.yaml", open, "signedOut: []");
    let mut years = SuccessiveServers::default();
    let server = years.server(&[passage]).await;
    server.get("/index").await.is_problem(401, "sign-in");
}

#[tokio::test]
async fn records_have_what_is_searched_and_no_more() {
    let server = Server::start().await;
    let text = str::to_owned;
    let vpn = |language, title, keywords, synonyms, category, summary| Record {
        id: text("service/vpn-access"),
        language: text(language),
        title: text(title),
        keywords: text(keywords),
        synonyms: text(synonyms),
        category: text(category),
        summary: text(summary),
        body: String::new(),
        icon: "shield".to_owned(),
        popularity: 90,
    };
    let english = vpn(
        "en",
        "VPN access",
        "vpn-access-word; remote",
        "VPN-Zugang; fern",
        "Network",
        "What vpn-access gives you.",
    );
    let german = vpn(
        "de",
        "VPN-Zugang",
        "fern",
        "VPN access; vpn-access-word; remote",
        "Netzwerk",
        "Was vpn-access bringt.",
    );
    for (language, expected) in [("en", english), ("de-AT", german)] {
        let answer = ask(&server, "", language, "").await;
        assert_eq!(answer.header("content-language"), expected.language);
        assert_eq!(record(&opened(&answer), "service/vpn-access"), expected);
    }
    let german = opened(&ask(&server, "", "de", "").await);
    let article = record(&german, "article/vpn-set-up");
    assert_eq!(article.title, "VPN einrichten");
    assert_eq!(article.keywords, "tunnel; fernzugriff");
    assert_eq!(article.synonyms, "tunnel; Set up the VPN");
    assert_eq!((article.body.as_str(), article.popularity), ("", 80));
    // Untranslated content is included in its own language.
    let wifi = record(&german, "article/wifi");
    assert_eq!(
        (wifi.language.as_str(), wifi.title.as_str()),
        ("en", "Join the Wi-Fi")
    );
    let laptop = record(&german, "service/laptop");
    assert_eq!(
        (laptop.language.as_str(), laptop.category.as_str()),
        ("en", "Geräte")
    );
}

#[tokio::test]
async fn a_tag_names_what_an_index_holds() {
    let mut years = SuccessiveServers::default();
    let server = years.server(&[]).await;
    let first = ask(&server, "", "en", "").await;
    assert_eq!(first.header("cache-control"), "private, no-cache");
    first.varies_by(&[
        "accept-language",
        "authorization",
        "cookie",
        "accept-encoding",
    ]);
    // The same index for all readers with the same view, and other indexes for all others.
    for (persona, language, same) in [
        ("", "en", true),
        ("p-kim", "en", true),
        ("", "fr", true),
        ("p-anna", "en", false),
        ("", "de", false),
    ] {
        let other = ask(&server, persona, language, "").await;
        assert_eq!(tag(&other) == tag(&first), same, "{persona} {language}");
        assert_eq!(other.body == first.body, same, "{persona} {language}");
    }
    let known = async |server: &Server, tag: &str| {
        let ask = Ask::get("/index").header("if-none-match", tag);
        server.send(ask).await
    };
    let etag = first.header("etag");
    let check = async |server: &Server, value: &str, status: StatusCode| {
        let answer = known(server, value).await;
        assert_eq!(answer.status, status, "{value}");
        if status == StatusCode::NOT_MODIFIED {
            assert!(answer.body.is_empty());
            assert_eq!(answer.header("etag"), etag);
            assert!(answer.joined("vary").contains("accept-encoding"));
        } else {
            opened(&answer);
        }
    };
    check(&server, etag, StatusCode::NOT_MODIFIED).await;
    check(&server, "\"other\"", StatusCode::OK).await;
    // Requests with `since` are conditional, too.
    let query = format!("/index?since={}", tag(&first));
    let answer = server.send(Ask::get(&query).header("if-none-match", etag));
    assert_eq!(answer.await.status, StatusCode::NOT_MODIFIED);
    drop(server);
    let later = years.server(&[WIFI]).await;
    check(&later, etag, StatusCode::OK).await;
    drop(later);
    // A change of hidden content changes nothing for a reader.
    let hidden = years.server(&[PAYROLL]).await;
    check(&hidden, etag, StatusCode::NOT_MODIFIED).await;
}

#[test]
fn an_index_is_built_once_and_only_where_it_is_sent() {
    let built = |server: &Running| {
        let metrics = server.ask("/metrics", "");
        let count = metrics
            .lines()
            .find_map(|line| line.strip_prefix("portico_indexes_built_total "));
        count.map_or(0, |count| count.parse().unwrap())
    };
    let data = TempDir::new().unwrap();
    let server = Running::start(data.path());
    let mut answer = String::new();
    for _ in 0..3 {
        answer = server.ask("/api/v1/index", "");
        assert!(answer.contains("200 OK"), "{answer}");
    }
    assert_eq!(built(&server), 1);
    server.ask("/api/v1/index", "Accept-Language: de\r\n");
    assert_eq!(built(&server), 2);

    let (_, tag) = answer.split_once("etag: ").unwrap();
    let known = format!("If-None-Match: {}\r\n", tag.lines().next().unwrap());
    let data = TempDir::new().unwrap();
    let server = Running::start(data.path());
    let answer = server.ask("/api/v1/index", &known);
    assert!(answer.contains("304 Not Modified"), "{answer}");
    assert_eq!(built(&server), 0);
}

#[tokio::test]
async fn an_index_is_packed_for_those_who_can_unpack_it() {
    let server = Server::start().await;
    let plain = server.get("/index").await;
    for (accepts, packed) in [
        ("br", true),
        ("gzip, deflate, br, zstd", true),
        ("br;q=0", false),
        ("gzip", false),
    ] {
        let ask = Ask::get("/index").header("accept-encoding", accepts);
        let answer = server.send(ask).await;
        assert_eq!(
            answer.header("content-encoding"),
            if packed { "br" } else { "" }
        );
        assert_eq!(answer.header("etag"), plain.header("etag"), "{accepts}");
        assert_eq!(answer.header("content-type"), INDEX_TYPE);
        let mut bytes = answer.body;
        if packed {
            assert!(bytes.len() < plain.body.len());
            let mut whole = Vec::new();
            brotli::BrotliDecompress(&mut bytes.as_slice(), &mut whole).unwrap();
            bytes = whole;
        }
        assert_eq!(bytes, plain.body, "{accepts}");
    }
}
