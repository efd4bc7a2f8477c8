//! A reference to a missing object is reported with its line.

use crate::content_faults::{check, check_all};

#[test]
fn everything_that_is_named_exists() {
    #[rustfmt::skip]
    let wrong = [
        ("manager: p-max", "manager: p-who", 6, "no person \"p-who\""),
        ("manager: p-max", "manager: p-anna", 6, "their own manager"),
        ("department: finance", "department: fin", 4, "no department"),
        ("id: p-max", "id: p-anna", 10, "duplicate"),
    ];
    check_all("people.yaml", &wrong);
    check(
        "categories.yaml",
        "icon: network",
        "icon: netwrok",
        1,
        "icon of the sprite",
    );
    #[rustfmt::skip]
    let wrong = [
        ("link: article:vpn-set-up", "link: article:none", 7, "no article"),
        ("link: article:vpn-set-up", "link: javascript:x", 7, "a link such as"),
        ("2100-01-01T00:00:00Z", "2019-01-01T00:00:00Z", 1, "before"),
    ];
    check_all("announcements.yaml", &wrong);
    check(
        "organisation.yaml",
        "privacy: We keep little.",
        "anythingElse: nothing",
        19,
        "no service \"nothing\"",
    );
    #[rustfmt::skip]
    let wrong = [
        ("category: network", "category: net", 1, "no category"),
        ("owner: p-owen", "owner: p-none", 9, "no person"),
        ("provider: desk", "provider: none", 10, "no team"),
        ("duration: P2D", "duration: 2 days", 11, "a duration"),
        ("duration: P2D", "duration: P1M", 11, "a duration"),
        ("duration: P2D", "duration: P0D", 11, "a duration"),
        ("[manager]", "[p-none]", 12, "no person"),
        ("\"12.50\"", "12.50", 14, "put it in quotes"),
        ("\"12.50\"", "\"12,50\"", 14, "an amount"),
        ("EUR", "euro", 14, "a currency"),
        ("per: month", "per: week", 14, "once, month or year"),
        ("articles: [vpn-set-up", "articles: [none", 15, "no article"),
        ("related: [laptop", "related: [none", 16, "no service"),
        ("popularity: 90", "popularity: 101", 17, "from 0 to 100"),
        ("Some **words**", "Some [words](article:none)", 6, "no article \"none\""),
    ];
    check_all("services/vpn-access.yaml", &wrong);
    #[rustfmt::skip]
    let wrong = [
        ("department:finance", "department:fin", 15, "no department"),
        ("department:finance", "role:employe", 15, "no person with the role"),
        ("department:finance", "everybody", 15, "an audience such as"),
    ];
    check_all("services/laptop.yaml", &wrong);
}
