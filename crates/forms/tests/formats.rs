//! Formats through the public API: cases that are missing in the official suite, which `schema_suite.rs` runs.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its cases has failed"
)]

#[path = "support/rng.rs"]
mod rng;

use portico_forms::format::Format;
use rng::Rng;

fn check(name: &str, right: &[&str], wrong: &[&str]) {
    let format = Format::of(name).unwrap();
    for text in right {
        assert!(format.holds(text), "{text:?} is a right {name}");
    }
    for text in wrong {
        assert!(!format.holds(text), "{text:?} is no right {name}");
    }
}

#[test]
fn dates_and_times() {
    check(
        "date",
        &["2024-02-29", "2000-02-29"],
        &["1900-02-29", "2026-11-31", "02026-11-2", "2026-1-011", ""],
    );
    check(
        "time",
        &["09:30:00+01:00", "00:59:60+01:00", "23:59:60.999Z"],
        &[
            "09:30:00.Z",
            "09:30Z",
            "09:30:00+1:00",
            "24:00:00Z",
            "00:59:60Z",
        ],
    );
    check(
        "date-time",
        &["2026-11-22T09:30:00Z"],
        &[
            "2026-11-22 09:30:00Z",
            "2026-11-22",
            "2026-11-22T",
            "é026-11-2T09:30:00Z",
        ],
    );
    check(
        "duration",
        &["P1Y2M3DT4H5M6S", "PT5M6S"],
        &[
            "P", "PT", "P1", "PT1", "P1S", "P1W1D", "P1YT", "P1D1D", "PTT1S", "p1d",
        ],
    );
}

#[test]
fn addresses() {
    let long = |length: usize| format!("{}@x.example", "a".repeat(length));
    check(
        "email",
        &[
            "mara@brightwater.example",
            "a@b",
            "a+b@x.example",
            "\"a\\\"b\"@x.example",
            &long(64),
        ],
        &[
            "",
            "@",
            "a@",
            "@b",
            "a@b@c",
            "a@x..example",
            "a@-x.example",
            "a@[::1]",
            "\"a@x.example",
            "\"a\"b\"@x",
            "\"\\\"@x",
            "ä@x.example",
            &long(65),
        ],
    );
    check(
        "idn-email",
        &["ä@ö.example", "\"ä\"@x"],
        &["ä", "ä b@x", "ä@x..ö"],
    );
    check(
        "ipv4",
        &["127.0.0.1"],
        &[
            "1.2.3",
            "1.2.3.04",
            "1.2.3.4.",
            "1.2.3.256",
            "1.2.3.99999999999",
            "1.2..3",
        ],
    );
    check(
        "ipv6",
        &[
            "::",
            "1::",
            "::1",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "1:2:3:4:5:6:1.2.3.4",
            "::1.2.3.4",
        ],
        &[
            "",
            ":",
            ":::",
            "1:",
            ":1",
            "1::2::3",
            "1:2:3:4:5:6:7:8::",
            "1:2:3:4::5:6:7:8",
            "1.2.3.4::",
            "1:2:3:4:5:6:7:1.2.3.4",
            "::1.2.3.4:5",
            "12345::",
        ],
    );
}

#[test]
fn hosts() {
    let label = "a".repeat(63);
    let name = [label.as_str(); 4].join(".");
    let last = |length: usize| name.chars().skip(255 - length).collect::<String>();
    check(
        "hostname",
        &[
            "x",
            "a-b.example",
            "xn--bcher-kva.example",
            "xn--hxajbheg2az3al.xn--jxalpdlp",
            "XN--R8JZ45G.xn--fiqs8s",
            &last(253),
        ],
        &[
            "a_b",
            "-a",
            "a.",
            "ab--c",
            "bücher.example",
            &last(254),
            "xn--",
            "xn--a",
        ],
    );
    check(
        "idn-hostname",
        &[
            "bücher.example",
            "Bücher.example",
            "ßa",
            "אב.example",
            "日本。jp",
        ],
        &[
            "Über",
            "B\u{DC}cher",
            "bü cher",
            "ﬁ",
            "½",
            "א1a",
            "א1\u{660}",
            "a.-ü",
            &"ü".repeat(80),
        ],
    );
}

#[test]
fn references() {
    check(
        "uri",
        &[
            "https://x.example:8080/a?b=c#d",
            "a:",
            "mailto:a@b",
            "http://[::1]:80/",
            "http://[v1.a:b]/",
            "x://u:p@h",
            "x:?a?/#/?",
        ],
        &[
            "",
            ":",
            "1a:b",
            "a b:c",
            "http://[::1",
            "http://[::1]x",
            "http://::1/",
            "http://a:b:1/",
            "x:%",
            "x:#a#b",
            "http://[v.a]/",
            "http://[v1.]/",
        ],
    );
    check(
        "uri-reference",
        &["", "a", "../a", "?a", "#a", "//h/p", "./a:b"],
        &["a b", "1:b", "%zz", "a[b]", "é"],
    );
    check(
        "iri",
        &["http://bücher.example/é?é#é"],
        &["http://\u{FDD0}/", "é"],
    );
    check("iri-reference", &["é", "?\u{E000}"], &["\u{E000}", "é é"]);
    check(
        "uri-template",
        &["{+a,b:3,c*}", "%41{x}"],
        &["{", "}", "{a", "{a:}", "{a*b}", "{.}", "%4"],
    );
}

#[test]
fn other_names() {
    check(
        "uuid",
        &["2eb8aa08-aa98-11ea-b4aa-73b441d16380"],
        &["", "2eb8aa08-aa98-11ea-b4aa-73b441d1638é"],
    );
    check(
        "json-pointer",
        &["", "/", "/a~0~1"],
        &["a", "/~", "/~2", "~0"],
    );
    check(
        "relative-json-pointer",
        &["0", "10/a", "0#"],
        &["", "01", "#", "1a", "0##"],
    );
    check(
        "regex",
        &["^a$", "(?=a)", "(a)\\1", "\\p{Script=Greek}"],
        &["(", "\\a", "[z-a]", "(?=a)("],
    );
    assert_eq!(Format::of("color"), None);
}

#[test]
fn survives_any_text() {
    let names = [
        "date",
        "time",
        "date-time",
        "duration",
        "email",
        "idn-email",
        "hostname",
        "idn-hostname",
        "ipv4",
        "ipv6",
        "uri",
        "uri-reference",
        "iri",
        "iri-reference",
        "uri-template",
        "uuid",
        "json-pointer",
        "relative-json-pointer",
        "regex",
    ];
    let pieces = [
        "1",
        "0",
        "12",
        "2026",
        "-",
        ":",
        "T",
        "Z",
        "P",
        "Y",
        "M",
        "D",
        "S",
        "W",
        ".",
        "@",
        "\"",
        "\\",
        "[",
        "]",
        "v",
        "xn--",
        "a",
        "k9",
        "/",
        "?",
        "#",
        "%",
        "%41",
        "{",
        "}",
        "~",
        "*",
        "é",
        "א",
        "\u{200D}",
        "\u{301}",
        "\u{94D}",
        "\u{660}",
        "\u{1F600}",
        "::",
        "+",
        "(",
        ")",
        "\0",
        "。",
    ];
    let mut rng = Rng::new(0x5EED_0003);
    for _ in 0..20_000 {
        let length = rng.below(10);
        let text: String = (0..length)
            .map(|_| pieces[rng.below(pieces.len())])
            .collect();
        for name in names {
            let _ = Format::of(name).unwrap().holds(&text);
        }
    }
    for name in names {
        for piece in pieces {
            let _ = Format::of(name).unwrap().holds(&piece.repeat(20_000));
        }
    }
}

#[test]
fn a_time_stands_on_the_clock_of_another_zone() {
    for (time, ahead, expected) in [
        ("09:00:00Z", 330, Some("14:30:00")),
        ("09:00:00z", -210, Some("05:30:00")),
        ("14:30:00+05:30", 330, Some("14:30:00")),
        ("14:30:15.25+05:30", 0, Some("09:00:15")),
        ("23:45:00-01:00", 60, Some("01:45:00")),
        ("00:15:00+01:00", 0, Some("23:15:00")),
        ("00:00:00-23:59", 840, Some("13:59:00")),
        ("14:30:00", 60, None),
        ("25:00:00Z", 60, None),
        ("", 60, None),
    ] {
        assert_eq!(
            portico_forms::format::on_clock(time, ahead).as_deref(),
            expected,
            "{time} {ahead}"
        );
    }
}
