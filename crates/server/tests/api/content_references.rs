//! A reference to something that does not exist is named with its line.

use crate::content_faults::check;

#[test]
fn everything_that_is_named_exists() {
    check(
        "people.yaml",
        "manager: p-max",
        "manager: p-who",
        6,
        "no person \"p-who\"",
    );
    check(
        "people.yaml",
        "manager: p-max",
        "manager: p-anna",
        6,
        "their own manager",
    );
    check(
        "people.yaml",
        "department: finance",
        "department: fin",
        4,
        "no department",
    );
    check("people.yaml", "id: p-max", "id: p-anna", 10, "duplicate");
    check(
        "categories.yaml",
        "icon: network",
        "icon: netwrok",
        1,
        "icon of the sprite",
    );
    check(
        "announcements.yaml",
        "link: article:vpn-set-up",
        "link: article:none",
        7,
        "no article",
    );
    check(
        "announcements.yaml",
        "link: article:vpn-set-up",
        "link: javascript:x",
        7,
        "a link such as",
    );
    check(
        "announcements.yaml",
        "2100-01-01T00:00:00Z",
        "2019-01-01T00:00:00Z",
        1,
        "before",
    );
    check(
        "organisation.yaml",
        "privacy: We keep little.",
        "anythingElse: nothing",
        19,
        "no service \"nothing\"",
    );
    let service = "services/vpn-access.yaml";
    check(
        service,
        "category: network",
        "category: net",
        1,
        "no category",
    );
    check(service, "owner: p-owen", "owner: p-none", 9, "no person");
    check(service, "provider: desk", "provider: none", 10, "no team");
    check(
        service,
        "duration: P2D",
        "duration: 2 days",
        11,
        "a duration",
    );
    check(service, "duration: P2D", "duration: P1M", 11, "a duration");
    check(service, "duration: P2D", "duration: P0D", 11, "a duration");
    check(service, "[manager]", "[p-none]", 12, "no person");
    check(service, "\"12.50\"", "12.50", 14, "put it in quotes");
    check(service, "\"12.50\"", "\"12,50\"", 14, "an amount");
    check(service, "EUR", "euro", 14, "a currency");
    check(
        service,
        "per: month",
        "per: week",
        14,
        "once, month or year",
    );
    check(
        service,
        "articles: [vpn-set-up",
        "articles: [none",
        15,
        "no article",
    );
    check(
        service,
        "related: [laptop",
        "related: [none",
        16,
        "no service",
    );
    check(
        service,
        "popularity: 90",
        "popularity: 101",
        17,
        "from 0 to 100",
    );
    check(
        service,
        "Some **words**",
        "Some [words](article:none)",
        6,
        "no article \"none\"",
    );
    let laptop = "services/laptop.yaml";
    check(
        laptop,
        "department:finance",
        "department:fin",
        15,
        "no department",
    );
    check(
        laptop,
        "department:finance",
        "role:employe",
        15,
        "no person with the role",
    );
    check(
        laptop,
        "department:finance",
        "everybody",
        15,
        "an audience such as",
    );
}
