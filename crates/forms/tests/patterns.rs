//! Patterns through the public API: matches, rejections, and limits.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its pattern has failed"
)]

use portico_forms::pattern::{MAX_COUNTED, MAX_GROUPS, MAX_PATTERN, Pattern};

fn check(pattern: &str, matching: &[&str], others: &[&str]) {
    let compiled = Pattern::new(pattern).unwrap();
    for text in matching {
        assert!(compiled.is_match(text), "{pattern} has to match {text:?}");
    }
    for text in others {
        assert!(
            !compiled.is_match(text),
            "{pattern} must not match {text:?}"
        );
    }
}

fn refused(pattern: &str, word: &str) {
    let reason = Pattern::new(pattern).map(drop).unwrap_err();
    assert!(
        reason.contains(word),
        "{pattern} is refused with {reason:?}, which does not name {word:?}"
    );
}

#[test]
fn matches_anywhere_unless_tied() {
    check("", &["", "a"], &[]);
    check("b", &["b", "abc"], &["", "ac"]);
    check("^b", &["b", "bc"], &["ab", "a\nb"]);
    check("b$", &["b", "ab"], &["bc", "b\n"]);
    check("^a|b$", &["ax", "xb"], &["xax"]);
    check("^(?:a|b)$", &["a", "b"], &["ab", ""]);
    check("^(?:|a)$", &["", "a"], &["b"]);
}

#[test]
fn repeats() {
    check("^a*$", &["", "aaa"], &["b"]);
    check("^a+$", &["a", "aaa"], &[""]);
    check("^a?$", &["", "a"], &["aa"]);
    check("^a{2}$", &["aa"], &["a", "aaa"]);
    check("^a{2,}$", &["aa", "aaaa"], &["a"]);
    check("^a{1,3}$", &["a", "aaa"], &["", "aaaa"]);
    check("^a{0}b$", &["b"], &["ab"]);
    check("^(?:ab){2}$", &["abab"], &["ab", "abb"]);
    check("^a*?b+?c??$", &["b", "aabbc"], &["ac"]);
    check("^(?:a*)*$", &["", "aaa"], &["b"]);
    check("^(?:a?){3}$", &["", "aaa"], &["aaaa"]);
    check("^(?:(?:)*a)*$", &["", "aa"], &["b"]);
    check("^.{0,400}$", &["x", &"x".repeat(400)], &[&"x".repeat(401)]);
}

/// Single characters may be repeated as often as their length permits, and so may groups of them.
#[test]
fn counts_far() {
    let x = |count: usize| "x".repeat(count);
    check("^.{1,5000}$", &["x", &x(5_000)], &["", &x(5_001), "x\nx"]);
    check("^[^<>]{0,4000}$", &["", &x(4_000)], &[&x(4_001), "a<b"]);
    check("^.{5000}$", &[&x(5_000)], &[&x(4_999), &x(5_001)]);
    check("^.{5000,}$", &[&x(5_000), &x(50_000)], &[&x(4_999)]);
    check(
        "x{5000}",
        &[&x(5_000), &format!("-{}", x(6_000))],
        &[&x(4_999), &format!("{0}-{0}", x(4_999))],
    );
    check(
        "^(?:[a-z]{1,63}\\.){1,127}[a-z]{2,63}$",
        &["a.de", &("ab.".repeat(127) + "de")],
        &[
            "a",
            ".de",
            &("ab.".repeat(128) + "de"),
            &format!("{}.de", x(64)),
        ],
    );
    // One repetition ends before the other one starts, or the other one starts inside it.
    check(
        "^a{5,9}b{4,9}$",
        &["aaaaabbbb", "aaaaaaaaabbbbbbbbb"],
        &["aaaabbbb", "aaaaabbb", "aaaaaaaaaabbbb"],
    );
    check(
        "^(?:a{4,5}b?)*$",
        &["", "aaaa", "aaaaab", "aaaaaaaa", "aaaabaaaaa"],
        &["aaa", "aaaaaaa", "aaaabb"],
    );
    check(
        "^[ab]{4,6}a{4}$",
        &["aaaaaaaa", "bbbbaaaa", "bbbbbbaaaa"],
        &["bbbaaaa", "bbbbbbbaaaa", "aaaaaaa"],
    );
    check(
        "^é{4}😀{0,4}$",
        &["éééé", "éééé😀"],
        &["ééé", "éééé😀😀😀😀😀"],
    );
}

#[test]
fn knows_classes_and_escapes() {
    check("^[a-cx]$", &["a", "b", "c", "x"], &["d", "w", "-"]);
    check("^[^a-c]$", &["d", "\n", "\u{1F600}"], &["a", ""]);
    check("^[a-]$", &["a", "-"], &["b"]);
    check("^[-a]$", &["a", "-"], &["b"]);
    check("^[\\w\\-.]$", &["a", "-", "."], &[",", "\\"]);
    check("^[\\]^]$", &["]", "^"], &["\\"]);
    check("[]", &[], &["", "a"]);
    check("^[^]$", &["a", "\n"], &["", "ab"]);
    check("^[\\b]$", &["\u{8}"], &["b"]);
    check("^[\\D]$", &["a", "\u{7C0}"], &["0"]);
    check("^[^\\D]$", &["0"], &["a"]);
    check("^[^\\s\\S]$", &[], &["a", " "]);
    check(
        "^.$",
        &["a", "\u{1F600}", "\u{85}"],
        &["\n", "\r", "\u{2028}", "\u{2029}"],
    );
    check("^\\d\\D$", &["1a"], &["11", "\u{7C0}a"]);
    check("^\\w\\W$", &["_é", "0-"], &["éa"]);
    check("^\\s\\S$", &["\u{FEFF}a", "\u{A0}\u{200B}"], &["a "]);
    check("^\\t\\n\\v\\f\\r\\0$", &["\t\n\u{B}\u{C}\r\0"], &["tnvfr0"]);
    check("^\\cJ\\cj$", &["\n\n"], &["JJ"]);
    check("^\\x41\\u0042\\u{43}$", &["ABC"], &["abc"]);
    check("^\\ud83d\\ude00$", &["\u{1F600}"], &[]);
    check(
        "^[\\ud83d\\ude00-\\u{1F602}]$",
        &["\u{1F601}"],
        &["\u{1F603}"],
    );
    check("\\ud83d", &[], &["\u{1F600}"]);
    check(
        "^\\^\\$\\\\\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\/$",
        &["^$\\.*+?()[]{}|/"],
        &[],
    );
    check("^\u{1F432}*$", &["", "\u{1F432}\u{1F432}"], &["\u{1F409}"]);
}

#[test]
fn knows_edges_of_words() {
    check("\\bcat\\b", &["cat", "a cat.", "é cat"], &["cats", "_cat"]);
    check("\\Bat", &["cat"], &["at", "é at"]);
    check("^\\b$", &[], &["", "a"]);
    check("^\\B$", &[""], &["a"]);
    check("^(?:\\b)*a$", &["a"], &["b"]);
}

#[test]
fn knows_properties_of_characters() {
    check(
        "^\\p{L}+$",
        &["Zoë", "Ωμέγα", "漢字"],
        &["a1", "a\u{301}", "\u{24D0}", "\u{2167}", "\u{903}"],
    );
    check("^\\p{Letter}\\P{Letter}$", &["é1"], &["éé"]);
    check("^\\p{Lu}\\p{Ll}$", &["Éa"], &["aÉ", "\u{24B6}a", "Aª"]);
    check("^\\p{N}+$", &["7\u{BD}\u{2167}"], &["a"]);
    check("^\\p{Nd}+$", &["7\u{9EA}"], &["\u{BD}"]);
    check("^\\p{digit}$", &["\u{9EA}"], &["a"]);
    check("^a\\p{M}$", &["a\u{301}"], &["aa"]);
    check("^[\\p{L}\\p{M}' -]+$", &["Mara d'Arc-Źak"], &["Mara2"]);
    check("^[^\\p{L}]$", &["1"], &["a"]);
    check("^[\\P{L}x]$", &["1", "x"], &["a"]);
    check(
        "^\\p{gc=Zs}\\p{General_Category=Letter}$",
        &["\u{3000}a"],
        &["aa"],
    );
    check(
        "^\\p{White_Space}\\p{ASCII}\\p{Any}$",
        &["\u{85}a漢"],
        &["aaa"],
    );
    check(
        "^\\p{Alphabetic}\\p{Uppercase}\\p{Lowercase}$",
        &["\u{24D0}\u{24B6}ª"],
        &["1Aa"],
    );
    check("^\\p{Cc}\\p{AHex}\\p{Z}$", &["\0F\u{2028}"], &["aaa"]);
}

#[test]
fn names_what_it_does_not_support() {
    refused("a(?=b)", "look-around");
    refused("a(?!b)", "look-around");
    refused("(?<=a)b", "look-around");
    refused("(?<!a)b", "look-around");
    refused("(a)\\1", "back-reference");
    refused("\\1(a)", "back-reference");
    refused("(?<x>a)\\k<x>", "back-reference");
    refused("(?i:a)", "flag");
    refused("\\p{Script=Greek}", "Script=Greek");
    refused("[\\p{P}]", "\\p{P}");
    refused("\\p{General_Category=ASCII}", "General_Category=ASCII");
    refused("ab(?=c)", "character 5");
}

#[test]
fn refuses_what_is_no_pattern() {
    for pattern in [
        "(",
        ")",
        "a)",
        "(a",
        "(?:a",
        "[",
        "[a",
        "a]",
        "]",
        "{",
        "}",
        "a{",
        "a{1",
        "a{,2}",
        "{1}",
        "*",
        "+a",
        "?",
        "a**",
        "a{2}{3}",
        "^*",
        "\\b+",
        "(?=a)*",
        "(?<=a)?",
        "\\",
        "\\a",
        "\\-",
        "\\_",
        "\\ ",
        "\\é",
        "\\00",
        "\\08",
        "\\c",
        "\\c1",
        "\\x4",
        "\\u12",
        "\\u{}",
        "\\u{110000}",
        "\\u{41",
        "\\p",
        "\\pL",
        "\\p{}",
        "\\p{=}",
        "\\p{L",
        "[z-a]",
        "[\\w-a]",
        "[a-\\d]",
        "[\\B]",
        "(?<>a)",
        "(?<1>a)",
        "(?<a",
        "(?P<a>b)",
        "(?#a)",
        "(?i)a",
        "(?",
        "(?-:a)",
        "(?ii:a)",
        "\\1",
        "(a)\\2",
        "\\k",
        "\\k<a>",
        "(?<a>b)(?<a>c)",
        "a{2,1}",
    ] {
        let reason = Pattern::new(pattern).map(drop).unwrap_err();
        assert!(
            !reason.contains("not supported"),
            "{pattern} is no pattern at all, but is refused with {reason:?}"
        );
    }
    // An invalid pattern is reported as such, even if it also has unsupported features.
    refused("(?=a)(", "without its )");
}

#[test]
fn keeps_its_limits() {
    let groups = |count: usize| format!("^(?:ab){{{count}}}$");
    check(&groups(MAX_PATTERN / 2 - 2), &[], &["ab"]);
    refused(&groups(MAX_PATTERN / 2 - 1), "too large");
    check(&format!("^a{{{MAX_COUNTED}}}$"), &[], &["a"]);
    refused(&format!("^a{{{}}}$", MAX_COUNTED + 1), "too large");
    refused(&format!("^a{{{MAX_COUNTED}}}.{{0,9}}$"), "too large");
    refused("(?:(?:(?:a{0,100}){0,100}){0,100}){0,100}", "too large");
    refused("a{4294967295}", "too large");
    refused("a{0,99999999999999999999}", "too large");
    check("(?:(?:){4294967295}){4294967295}", &["", "a"], &[]);
    check(&"a".repeat(MAX_PATTERN - 1), &[], &["a"]);
    refused(&"a".repeat(MAX_PATTERN + 1), "longer than");
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    check(&nested(MAX_GROUPS), &["a"], &["b"]);
    refused(&nested(MAX_GROUPS + 1), "too deep");
    refused(&"(".repeat(MAX_PATTERN), "too deep");
}

#[test]
fn stays_fast_where_others_explode() {
    let text = "a".repeat(20_000);
    check("^(?:a*)*b$", &[], &[&text]);
    check("^(?:a|a)*b$", &[], &[&text]);
    check("^(?:a|aa)+$", &[&text], &[&format!("{text}b")]);
    check("(?:x+x+)+y", &[], &[&"x".repeat(20_000)]);
    check("^(?:.*a){12}b$", &[], &[&text]);
    check("(?:a{0,5000}){9}b", &[], &[&text]);
    check("(?:a{0,5000}b?){9}c", &[], &[&"ab".repeat(10_000)]);
}
