//! Records, found by type-ahead and by ID.

use crate::server::{Ask, Server, content_with, demo};
use serde_json::json;
use tempfile::TempDir;

#[tokio::test]
async fn records_are_found_folded_by_the_starts_of_words() {
    let server = Server::start().await;
    let cookie = server.sign_in("p-anna").await;
    for (path, found) in [
        ("people?q=", vec!["p-anna", "p-kim", "p-max", "p-owen"]),
        ("people?q=alt", vec!["p-anna"]),
        ("people?q=ANNA+al", vec!["p-anna"]),
        ("people?q=lt", vec![]),
        ("people?q=max%40test", vec!["p-max"]),
        // People with this name come before people with this word in their title.
        ("people?q=k", vec!["p-kim"]),
        ("people?q=e", vec!["p-anna", "p-kim", "p-max", "p-owen"]),
        ("people?q=contr", vec!["p-anna", "p-kim"]),
        ("people?department=it", vec!["p-kim", "p-owen"]),
        ("people?department=it&manager=p-owen", vec!["p-kim"]),
        ("people?manager=%40me", vec![]),
        (
            "people?id=p-owen&id=p-anna&id=nobody",
            vec!["p-owen", "p-anna"],
        ),
        ("people?q=&limit=1", vec!["p-anna"]),
        ("assets", vec!["bw-1", "bw-3", "bw-2"]),
        ("assets?owner=%40me", vec!["bw-1", "bw-2"]),
        ("assets?owner=p-anna&kind=phone", vec!["bw-2"]),
        ("assets?owner=nobody", vec![]),
        ("assets?q=lodz", vec!["bw-3"]),
        ("assets?q=bw+3", vec!["bw-3"]),
        ("rooms?q=grosser", vec!["room-1"]),
        ("rooms?q=gro%C3%9F", vec!["room-1"]),
    ] {
        let path = format!("/lookups/{path}");
        let answer = server.send(Ask::get(&path).cookie(&cookie)).await;
        assert_eq!(answer.items("id"), found, "{path}");
    }
    let ask = |path| Ask::get(path).cookie(&cookie);
    let person = server.send(ask("/lookups/people?id=p-anna")).await.json();
    assert_eq!(
        person["items"][0],
        json!({"id": "p-anna", "label": "Anna Alt", "detail": "Controller, anna@test.example"})
    );
    let german = ask("/lookups/assets?q=klapp").header("accept-language", "de");
    assert_eq!(server.send(german).await.items("label"), ["Klapprechner"]);
    let page = server.send(ask("/lookups/people?limit=3")).await.json();
    assert_eq!(page["total"], 4);
    let rest = format!(
        "/lookups/people?limit=3&cursor={}",
        page["next"].as_str().unwrap()
    );
    assert_eq!(server.send(ask(&rest)).await.items("id"), ["p-owen"]);
}

#[tokio::test]
async fn people_are_found_as_others_write_their_names() {
    let person = |id: &str, name: &str| {
        format!("- {{ id: {id}, name: \"{name}\", email: {id}@test.example, department: it }}\n")
    };
    let more = [
        person("p-one", "Jürgen Müller"),
        person("p-two", "田中太郎"),
        person("p-three", "Søren Ægidius"),
        person("p-four", "O’Neil Smith-Jones"),
        person("p-five", "Mueller-Lüdenscheidt, Zoë"),
        person("p-six", "김철수"),
        person("p-seven", "Åsa Ngọc d'Ávila"),
        person("p-eight", "佐藤 花子"),
    ];
    let all = format!("{}- id: p-max", more.concat());
    let content = content_with(&[("people.yaml", "- id: p-max", &all)]);
    let data = TempDir::new().unwrap();
    let server = Server::of(demo(), data.path(), content.path()).await;
    let cookie = server.sign_in("p-anna").await;
    for (asked, found) in [
        ("müller", vec!["p-one", "p-five"]),
        ("mu\u{308}ller", vec!["p-one", "p-five"]),
        ("MUELLER", vec!["p-five", "p-one"]),
        ("muller", vec!["p-one"]),
        ("juergen muel", vec!["p-one"]),
        ("zoe luedensch", vec!["p-five"]),
        ("muellerlued", vec!["p-five"]),
        ("田中太郎", vec!["p-two"]),
        ("田中", vec!["p-two"]),
        ("太郎", vec!["p-two"]),
        ("田中\u{3000}太郎", vec!["p-two"]),
        ("佐藤花子", vec!["p-eight"]),
        ("철수", vec!["p-six"]),
        ("soren", vec!["p-three"]),
        ("soeren aegidius", vec!["p-three"]),
        ("o'neil", vec!["p-four"]),
        ("oneil", vec!["p-four"]),
        ("O`Neil jones", vec!["p-four"]),
        ("smithjones", vec!["p-four"]),
        ("smith-jones", vec!["p-four"]),
        ("aasa", vec!["p-seven"]),
        ("asa ngoc davila", vec!["p-seven"]),
        ("neil mueller", vec![]),
        ("ller", vec![]),
        ("郎太", vec![]),
    ] {
        let query: String = asked.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let path = format!("/lookups/people?q={query}");
        let answer = server.send(Ask::get(&path).cookie(&cookie)).await;
        let mut items = answer.items("id");
        let mut found = found;
        items.sort();
        found.sort_unstable();
        assert_eq!(items, found, "{asked}");
    }
}

#[tokio::test]
async fn sources_are_for_those_who_may_see_them() {
    let server = Server::start().await;
    let (anna, kim) = (
        server.sign_in("p-anna").await,
        server.sign_in("p-kim").await,
    );
    let sources = async |cookie: &str| {
        let portal = server.send(Ask::get("/portal").cookie(cookie)).await.json();
        portal["capabilities"]["lookups"]["sources"].clone()
    };
    assert_eq!(sources(&anna).await, json!(["assets", "rooms", "people"]));
    assert_eq!(sources(&kim).await, json!(["rooms", "people"]));
    assert_eq!(sources("").await, json!([]));
    let hidden = server.send(Ask::get("/lookups/assets").cookie(&kim)).await;
    hidden.is_problem(404, "");
    let unknown = server.send(Ask::get("/lookups/moons").cookie(&kim)).await;
    unknown.is_problem(404, "");
    let signed_out = server.get("/lookups/people").await;
    signed_out.is_problem(401, "sign-in");
    let many = "id=x&".repeat(101);
    for query in [
        "colour=red",
        "kind=laptop",
        "q=a&q=b",
        "limit=0",
        "limit=x",
        "limit=1&limit=2",
        "cursor=%25",
        "department=it&department=finance",
        many.trim_end_matches('&'),
    ] {
        let path = format!("/lookups/people?{query}");
        let wrong = server.send(Ask::get(&path).cookie(&anna)).await;
        wrong.is_problem(400, "");
    }
}
