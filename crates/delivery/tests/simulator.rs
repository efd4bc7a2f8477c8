//! The simulator as a program: the state machines pass, and planted bugs are found.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot run its program has failed"
)]

use std::process::{Command, Output};

fn simulate(arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_portico-simulate");
    Command::new(program).args(arguments).output().unwrap()
}

/// Asserts that a planted bug is found within this many runs, by the invariant that it breaks.
fn check_found(bug: &str, runs: &str, said: &[&str]) {
    let output = simulate(&["--runs", runs, "--bug", bug]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        output.status.code(),
        Some(1),
        "{bug} is not found in {runs} runs"
    );
    let first = text.lines().next().unwrap_or_default();
    assert!(
        said.iter().any(|words| first.contains(words)),
        "{bug}: {first}"
    );
    assert!(
        text.contains(&format!("--bug {bug}")),
        "{bug}: how to see it again is not said"
    );
}

#[test]
fn thousands_of_worlds_lose_nothing_and_double_nothing() {
    let output = simulate(&["--runs", "3000"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    assert!(text.contains("nothing lost, nothing twice"), "{text}");
    // A fault that never occurs proves nothing.
    let idle: Vec<_> = text.lines().filter(|line| line.ends_with(" 0")).collect();
    assert!(idle.is_empty(), "{idle:?}");
}

#[test]
fn a_seed_always_does_the_same() {
    let last = || {
        let output = simulate(&["--runs", "200", "--seed", "77", "--bug", "drop-early"]);
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(last(), last());
}

#[test]
fn planted_bugs_are_found() {
    let (lost, twice, shown) = ("silent loss", "sent twice", "acknowledged, but not there");
    check_found("drop-early", "200", &[lost]);
    check_found("html-200", "1000", &[shown]);
    check_found("new-key", "1000", &[twice, shown]);
    check_found("overwrite", "1000", &["although withdrawn", lost]);
    check_found(
        "send-first",
        "3000",
        &[
            "although withdrawn",
            "by two tabs at once",
            lost,
            shown,
            twice,
        ],
    );
    check_found("not-durable", "20000", &["although withdrawn", lost]);
    check_found("blocked-is-no", "20000", &["although withdrawn"]);
    check_found("proxy-refuses", "6000", &["although withdrawn", lost]);
    check_found("split-move", "3000", &[lost]);
    check_found("cancel-late", "1000", &["although withdrawn"]);
    check_found("edit-lost", "3000", &[lost]);
    check_found("rebuild-body", "5000", &[shown]);
    check_found("long-attempt", "3000", &["by two tabs at once"]);
    check_found("one-note", "3000", &[lost]);
    check_found("drop-left", "3000", &[lost]);
    check_found("no-checksum", "1000", &["not what was chosen"]);
    check_found(
        "blind-resume",
        "1000",
        &["not what was chosen", "upload ended"],
    );
}

#[test]
fn an_unknown_bug_is_refused() {
    let output = simulate(&["--bug", "gravity"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("drop-early")
    );
}
