//! Runs the complete check on small repositories.

use super::findings;
use crate::tidy::SourceFile;

const MANIFEST: (&str, &str) = ("Cargo.toml", "[package]\nname = \"it\"\n");

fn findings_in(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| SourceFile {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
        })
        .collect();
    findings(&files).unwrap()
}

/// Checks a crate with the modules `a`, `b` and `c` and additional code in its root; expects the
/// first line of the only finding, or none.
fn check_crate(what: &str, root: &str, modules: [&str; 3], expected: &str) {
    let root = format!("mod a;\nmod b;\nmod c;\n{root}");
    let [a, b, c] = modules;
    let files = [
        MANIFEST,
        ("src/lib.rs", &root),
        ("src/a.rs", a),
        ("src/b.rs", b),
        ("src/c.rs", c),
    ];
    let found = findings_in(&files);
    let lines: Vec<_> = found
        .iter()
        .filter_map(|finding| finding.lines().next())
        .collect();
    let expected: Vec<_> = [expected]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(lines, expected, "{what}: {found:#?}");
}

#[test]
fn ways_to_name_a_module() {
    let expected = "src/a.rs:1: a cycle of modules in it: a -> b -> a.";
    let back = "use crate::a::A;";
    for (what, a) in [
        ("a path", "fn f() { crate::b::g(); }"),
        ("a path through the parent", "fn f() { super::b::g(); }"),
        ("a type", "struct A(Vec<crate::b::B>);"),
        ("an attribute", "#[derive(crate::b::B)] struct A;"),
        ("an import", "use crate::b::B;"),
        ("an import of the module", "use crate::b;"),
        ("an import of all", "use crate::b::*;"),
        ("a group", "use crate::{c::C, b::{self, B}};"),
        ("another name", "use crate::b as other;"),
        ("an import through the parent", "use super::b::{B as C};"),
        ("a local import", "fn f() { use crate::b::g; g(); }"),
        ("a re-export", "pub(crate) use crate::b::B;"),
        (
            "arguments of a macro",
            "fn f() { view! { <p>{crate::b::g()}</p> } }",
        ),
        ("a macro", "macro_rules! m { () => { $crate::b::g() } }"),
        ("an inner module", "mod inner { use super::super::b::B; }"),
        (
            "behind a raw string",
            r###"const A: &str = r#"""#; use crate::b::B;"###,
        ),
        ("behind a lifetime", "struct A<'a>(&'a crate::b::B);"),
        ("behind a method", "fn f() { x.b(crate::b::g()) }"),
        ("behind a range", "fn f() { 0..crate::b::END }"),
    ] {
        check_crate(what, "", [a, back, ""], expected);
    }
}

#[test]
fn what_names_no_module() {
    for (what, a) in [
        (
            "a comment",
            "// use crate::b::B;\n/* crate::b /* crate::b */ */",
        ),
        ("documentation", "/// See [`crate::b::B`].\nstruct A;"),
        ("a string", "const A: &str = \"crate::b::B\";"),
        ("a raw string", r##"const A: &str = r#"crate::b::B"#;"##),
        ("a test", "#[cfg(test)]\nmod tests { use crate::b::B; }"),
        (
            "an import of a test",
            "#[cfg(test)]\nuse crate::b::{B, C};\nstruct A;",
        ),
        (
            "a test among methods",
            "impl A { #[cfg(test)] fn f() { crate::b::g() } }",
        ),
        ("a field", "fn f(x: A) { x.b.c() }"),
        ("another crate", "use ::b::B; use other::b::B;"),
        ("an own module", "mod b { pub struct B; }\nuse self::b::B;"),
    ] {
        check_crate(what, "", [a, "use crate::a::A;", ""], "");
    }
}

#[test]
fn shapes_of_a_cycle() {
    #[rustfmt::skip]
    let shapes = [
        ("a chain", "", ["use crate::b::B;", "use crate::c::C;", ""], ""),
        ("three", "", ["use crate::b::B;", "\nuse crate::c::C;", "use crate::a::A;"], "src/a.rs:1: a cycle of modules in it: a -> b -> c -> a."),
        ("the shortest one", "", ["use crate::{b::B, c::C};", "use crate::c::C;", "use crate::a::A;"], "src/a.rs:1: a cycle of modules in it: a -> c -> a."),
        ("through the facade", "pub use b::B;\npub use a::A;", ["use crate::B;", "use crate::A;", ""], "src/a.rs:1: a cycle of modules in it: a -> b -> a."),
        ("through all of the facade", "pub use b::*;", ["use crate::B;", "pub struct B; use crate::a::A;", ""], "src/a.rs:1: a cycle of modules in it: a -> b -> a."),
        ("what another module passes on is that module's", "", ["use crate::c::B;", "use crate::a::A;", "pub use crate::b::B;"], "src/a.rs:1: a cycle of modules in it: a -> c -> b -> a."),
        ("through a function of the parent", "fn f() { g() }\nfn g() { b::h() }", ["fn x() { crate::f() }", "use crate::a::A;", ""], "src/b.rs:1: a cycle of modules in it: b -> a -> f (of their parent) -> g (of their parent) -> b."),
        ("through an imported name of the parent", "use b::h;\nfn f() { h() }", ["fn x() { crate::f() }", "use crate::a::A;", ""], "src/b.rs:1: a cycle of modules in it: b -> a -> f (of their parent) -> b."),
        ("a type of the parent, which its children share", "struct Shared { a: a::A, b: b::B }", ["use crate::Shared; use crate::b::B;", "use crate::Shared;", ""], ""),
        ("children that know each other through their parent alone", "fn f() { a::x(); b::x() }", ["fn x() { crate::f() }", "fn x() { crate::f() }", ""], ""),
        ("methods of a type of the parent", "struct Shared { a: a::A, b: b::B }", ["impl crate::Shared {}", "impl super::Shared {}", ""], ""),
    ];
    for (what, root, modules, expected) in shapes {
        check_crate(what, root, modules, expected);
    }
}

#[test]
fn levels() {
    let tree = |one: &str, two: &str| {
        findings_in(&[
            MANIFEST,
            ("src/lib.rs", "mod a; mod b;"),
            ("src/a.rs", "mod one; mod two; struct A;"),
            ("src/a/one.rs", one),
            ("src/a/two.rs", two),
            ("src/b.rs", "use crate::a::A;"),
        ])
        .join("\n")
    };
    assert_eq!(tree("use super::two::X;", "use super::A;"), "");
    assert_eq!(
        tree("use super::two::X;", "fn f() { crate::a::one::g() }"),
        "src/a/one.rs:1: a cycle of modules in it: a::one -> a::two -> a::one.
  src/a/one.rs:1: a::one names super::two::X
  src/a/two.rs:1: a::two names crate::a::one::g
  Move the shared code into a module below them, or pass it as an argument (CONTRIBUTING.md, \"Modules\")."
    );
    assert!(
        tree("use crate::b::B;", "")
            .starts_with("src/a/one.rs:1: a cycle of modules in it: a -> b -> a.")
    );
}

#[test]
fn a_module_without_a_file_is_found() {
    let tree = [MANIFEST, ("src/lib.rs", "#[path = \"x.rs\"] mod a;")];
    let found = findings_in(&tree);
    assert_eq!(
        found,
        ["src/a.rs: the file of a declared module is missing; tidy does not support #[path]."]
    );
}

/// A single file of a crate; the first words of the findings.
fn check_boundary(file: &str, text: &str, expected: &[&str]) {
    let folder = file.split_once("src/").unwrap().0;
    let manifest = format!("{folder}Cargo.toml");
    let root = format!("{folder}src/lib.rs");
    let name = file.rsplit('/').next().unwrap().trim_end_matches(".rs");
    let declared = format!("mod {name}; mod catalogue; mod limits;");
    let found = findings_in(&[
        (&manifest, MANIFEST.1),
        (&root, &declared),
        (&format!("{folder}src/catalogue.rs"), ""),
        (&format!("{folder}src/limits.rs"), ""),
        (file, text),
    ]);
    let starts: Vec<_> = found
        .iter()
        .map(|finding| finding.split(" is forbidden here").next().unwrap())
        .collect();
    assert_eq!(starts, expected, "{file}: {text}: {found:#?}");
}

#[test]
fn boundaries() {
    let pure = "crates/forms/src/a.rs";
    check_boundary(pure, "use std::time::Duration;", &[]);
    check_boundary(
        pure,
        "\nuse std::{fs, time::{Duration, Instant}};",
        &[
            "crates/forms/src/a.rs:2: std::fs",
            "crates/forms/src/a.rs:2: std::time::Instant",
        ],
    );
    let clock = ["crates/forms/src/a.rs:1: std::time::SystemTime"];
    check_boundary(
        pure,
        "use std::time; fn f() { time::SystemTime::now() }",
        &clock,
    );
    check_boundary(pure, "fn f() { ::std::time::SystemTime::now() }", &clock);
    check_boundary(
        pure,
        "use std::time::*; fn f() { SystemTime::now() }",
        &clock,
    );
    let server = "crates/server/src/requests.rs";
    check_boundary(
        server,
        "use sea_orm::Database;",
        &["crates/server/src/requests.rs:1: sea_orm"],
    );
    check_boundary("crates/server/src/db.rs", "use sea_orm::Database;", &[]);
    check_boundary(
        "crates/server/src/db.rs",
        "fn f() -> portico_contract::Page<u8> {}",
        &["crates/server/src/db.rs:1: portico_contract"],
    );
    check_boundary(
        "crates/server/src/http.rs",
        "use crate::limits::Limits; use crate::catalogue::words;",
        &["crates/server/src/http.rs:1: crate::catalogue"],
    );
    let page = "src/a.rs";
    check_boundary(
        page,
        "fn f() { window().location().href() }",
        &["src/a.rs:1: .location()"],
    );
    check_boundary(
        "src/history.rs",
        "fn f() { window().location().href() }",
        &[],
    );
    check_boundary(
        page,
        "/// Answers of /api/v1/services.\nfn f() { window().fetch_with_str(\"x\") }",
        &["src/a.rs:2: .fetch_with_str()"],
    );
    check_boundary(
        page,
        "const A: &str = \"/api/v1/services\";",
        &["src/a.rs:1: \"/api/\""],
    );
    check_boundary("src/api.rs", "const A: &str = \"/api/v1/services\";", &[]);
}

#[test]
fn packages() {
    let check = |manifests: [(&str, &str); 3]| findings_in(&manifests);
    let portal = "[package]\nname = \"portico\"\n[dependencies]\nportico-contract = {}\n[dev-dependencies]\nportico-server = {}\n";
    let contract = "[package]\nname = \"portico-contract\"\n[dependencies]\nserde = \"1\"\n";
    let other = "[package]\nname = \"portico-forms\"\n[target.'cfg(unix)'.dependencies]\nclock = { package = \"jiff\", version = \"1\" }\n";
    let found = check([
        ("Cargo.toml", portal),
        ("crates/contract/Cargo.toml", contract),
        ("crates/forms/Cargo.toml", other),
    ]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("crates/forms/Cargo.toml:1: portico-forms links jiff: "));
    let contract = contract.replace("serde = ", "portico-domain = ");
    let found = check([
        ("Cargo.toml", portal),
        ("crates/contract/Cargo.toml", &contract),
        (
            "crates/domain/Cargo.toml",
            "[package]\nname = \"portico-domain\"\n",
        ),
    ]);
    assert!(
        found[1].starts_with("Cargo.toml:1: portico links portico-contract links portico-domain: "),
        "{found:#?}"
    );
}
