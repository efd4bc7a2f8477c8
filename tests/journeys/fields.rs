//! Every kind of field, filled in by keyboard alone and by mouse alone, and the resulting answers.

use super::support::Deed::{Click, End, Find, Option, Pick, Press, Text};
use super::support::{Deed, Engine, Page, Result, browse_demo};
use serde_json::{Value, json};
use thirtyfour::Key;

/// A field, the actions on it, and the resulting answer.
type Row = (&'static str, &'static [Deed], Value);

#[tokio::test]
async fn text_by_keys() -> Result {
    by_keys(
        "text",
        &[
            ("/name", &[Text("Anna Schmidt")], json!("Anna Schmidt")),
            ("/tag", &[Text("BW-04217 ")], json!("BW-04217")),
            // The field accepts eight characters.
            ("/code", &[Text("ABCDEFGHIJ")], json!("ABCDEFGH")),
            ("/city", &[Text("Bremen")], json!("Bremen")),
            (
                "/message",
                &[Text("Two"), Press(Key::Enter), Text("lines")],
                json!("Two\nlines"),
            ),
            ("/report", &[Text("**Loud**")], json!("**Loud**")),
            ("/password", &[Text("a b")], json!("a b")),
            ("/pin", &[Text("123456")], json!("123456")),
            (
                "/email",
                &[Text("anna@brightwater.example")],
                json!("anna@brightwater.example"),
            ),
            (
                "/phone",
                &[Text("+49 40 5550 123")],
                json!("+49 40 5550 123"),
            ),
            (
                "/website",
                &[Text("https://www.example.com")],
                json!("https://www.example.com"),
            ),
            ("/hint", &[Text("–")], json!("–")),
        ],
    )
    .await
}

#[tokio::test]
async fn numbers_by_keys_and_mouse() -> Result {
    by_keys(
        "numbers",
        &[
            // Moving to a field by Tab selects its contents.
            ("/count", &[Text("3")], json!(3)),
            ("/weight", &[Text("2.5")], json!(2.5)),
            ("/hours", &[Text("7.5")], json!(7.5)),
            ("/temperature", &[Text("-4")], json!(-4)),
            ("/amount", &[Text("1,234.50")], json!(1234.5)),
            ("/dollars", &[Text("１２ 000")], json!(12_000)),
            ("/people", &[Press(Key::Right)], json!(13)),
            ("/share", &[Press(Key::Right)], json!(0.55)),
            ("/stars", &[Press(Key::Right)], json!(2)),
            ("/ten", &[Press(Key::Space)], json!(1)),
            (
                "/big",
                &[Text("9007199254740991")],
                json!(9_007_199_254_740_991_u64),
            ),
        ],
    )
    .await?;
    by_mouse(
        "numbers",
        &[
            ("/people", &[End], json!(180)),
            ("/share", &[End], json!(1)),
            ("/stars", &[Click("4 of 5")], json!(4)),
            ("/ten", &[Click("9 of 10"), Click("10 of 10")], json!(10)),
        ],
    )
    .await
}

/// A German reader types `1.234,50`. Numbers that could be in another language's format are reported and never sent.
#[tokio::test]
async fn numbers_in_the_readers_language() -> Result {
    on("numbers", async |page| {
        page.js("host.setAttribute('lang', 'de')", json!([]))
            .await?;
        page.sees("Antworten prüfen").await?;
        for (pointer, text, answer) in [
            ("/amount", "1.234,50", json!(1234.5)),
            ("/dollars", "12.000", json!(12_000)),
            ("/temperature", "\u{2212}4,5", json!(-4.5)),
            ("/big", "12 000", json!(12_000)),
            ("/weight", "2.5", json!("2.5")),
            ("/hours", "0x10", json!("0x10")),
        ] {
            page.type_at(pointer, text).await?;
            page.would_send(pointer, answer).await?;
        }
        page.focus_on("/amount").await?;
        page.errors(2).await?;
        page.sees("Geben Sie eine Zahl ein, etwa 2,5").await?;
        page.type_at("/weight", "999").await?;
        page.type_at("/big", "9.007.199.254.740.993").await?;
        page.focus_on("/amount").await?;
        page.sees("Geben Sie 500 oder weniger ein").await?;
        page.sees("Geben Sie eine Zahl mit höchstens 15 Ziffern ein")
            .await
    })
    .await
}

#[tokio::test]
async fn yes_or_no_by_keys_and_mouse() -> Result {
    const SPACE: &[Deed] = &[Press(Key::Space)];
    by_keys(
        "yes-or-no",
        &[
            ("/box", SPACE, json!(true)),
            ("/switch", SPACE, json!(false)),
            ("/toggle", SPACE, json!(true)),
            ("/radios", SPACE, json!(true)),
            ("/widget", &[Press(Key::Down)], json!(false)),
            ("/rules", SPACE, json!(true)),
            ("/plain", SPACE, json!(true)),
        ],
    )
    .await?;
    by_mouse(
        "yes-or-no",
        &[
            ("/box", &[Click("I need a parking space")], json!(true)),
            ("/switch", &[Click("Tell me by e-mail")], json!(false)),
            ("/radios", &[Click("Yes"), Click("No")], json!(false)),
            ("/widget", &[Click("Yes")], json!(true)),
            (
                "/rules",
                &[Click("I have read the rules for visitors")],
                json!(true),
            ),
        ],
    )
    .await
}

#[tokio::test]
async fn choices_by_keys_and_mouse() -> Result {
    by_keys(
        "choices",
        &[
            ("/radio", &[Press(Key::Space)], json!("24")),
            ("/widget", &[Press(Key::Down)], json!("high")),
            ("/select", &[Text("Le")], json!("leeds")),
            ("/plain", &[Text("Por")], json!("Portuguese")),
            ("/number", &[Text("2")], json!(2)),
            ("/optional", &[Text("s")], json!("silver")),
            ("/country", &[Find("portu", "Portugal")], json!("Portugal")),
            // It is found without its accents as well.
            ("/search", &[Find("turk", "Türkiye")], json!("Türkiye")),
            (
                "/boxes",
                &[Press(Key::Space), Press(Key::Tab), Press(Key::Space)],
                json!(["screen", "dock"]),
            ),
            (
                "/tags",
                &[Find("jap", "Japan"), Find("united k", "United Kingdom")],
                json!(["Japan", "United Kingdom"]),
            ),
            (
                "/found",
                &[
                    Find("bra", "Brazil"),
                    Find("indi", "India"),
                    Press(Key::Backspace),
                ],
                json!(["Brazil"]),
            ),
        ],
    )
    .await?;
    by_mouse(
        "choices",
        &[
            (
                "/radio",
                &[Click("24 inches"), Click("34 inches, curved")],
                json!("34"),
            ),
            ("/select", &[Option("Lisbon")], json!("lisbon")),
            ("/number", &[Option("0")], json!(0)),
            ("/country", &[Pick("Austria")], json!("Austria")),
            (
                "/boxes",
                &[Click("Plant"), Click("Dock"), Click("Plant")],
                json!(["dock"]),
            ),
            (
                "/tags",
                &[Pick("Belgium"), Pick("Austria")],
                json!(["Belgium", "Austria"]),
            ),
        ],
    )
    .await
}

#[tokio::test]
async fn dates_by_keys() -> Result {
    by_keys(
        "dates-and-times",
        &[
            ("/day", &[Text("02012027")], json!("2027-02-01")),
            ("/time", &[Text("0230PM")], json!("14:30:00")),
            (
                "/moment",
                &[Text("02012027"), Press(Key::Right), Text("0230PM")],
                json!("2027-02-01T13:30:00.000Z"),
            ),
            (
                "/range",
                &[
                    Text("02012027"),
                    Press(Key::Tab),
                    Press(Key::Tab),
                    Text("02052027"),
                ],
                json!({ "from": "2027-02-01", "to": "2027-02-05" }),
            ),
            // A number that is not an integer keeps its text. The unit is hours until another one is selected.
            (
                "/length",
                &[Text("45"), Press(Key::Tab), Text("m")],
                json!("PT45M"),
            ),
            ("/byOption", &[Text("12312027")], json!("2027-12-31")),
            ("/typed", &[Text("2027-02-01")], json!("2027-02-01")),
            ("/byWidget", &[Text("3")], json!("PT3H")),
        ],
    )
    .await
}

#[tokio::test]
async fn people_and_records_by_keys_and_mouse() -> Result {
    by_keys(
        "people-and-records",
        &[
            (
                "/forPerson",
                &[Find("lea", "Lea Hoffmann")],
                json!("p-lea-hoffmann"),
            ),
            (
                "/centre",
                &[Find("4110", "4110 Controlling")],
                json!("cc-4110"),
            ),
            (
                "/team",
                &[Find("mara", "Mara Voss"), Find("omar", "Omar Haddad")],
                json!(["p-mara-voss", "p-omar-haddad"]),
            ),
        ],
    )
    .await?;
    by_mouse(
        "people-and-records",
        &[
            ("/centre", &[Pick("4110 Controlling")], json!("cc-4110")),
            ("/watchers", &[Pick("Mara Voss")], json!(["p-mara-voss"])),
        ],
    )
    .await
}

/// Moves from field to field by Tab.
async fn by_keys(document: &str, rows: &[Row]) -> Result {
    on(document, async |page| {
        // Focus the element before the first field of the form.
        page.js("visible('#gallery-text')[0].focus()", json!([]))
            .await?;
        for (pointer, deeds, _) in rows {
            page.tab_to_field(pointer).await?;
            for deed in *deeds {
                page.does(pointer, deed).await?;
            }
        }
        for (pointer, deeds, answer) in rows {
            if document == "text" && deeds.iter().all(|deed| matches!(deed, Text(_))) {
                // A field shows what it sends, however much was typed into it.
                let shows = "return control(args[0]).value.trim() === args[1]";
                page.until("the field's answer", shows, json!([pointer, answer]))
                    .await?;
            }
        }
        answered(page, rows).await
    })
    .await
}

async fn by_mouse(document: &str, rows: &[Row]) -> Result {
    on(document, async |page| {
        for (pointer, deeds, _) in rows {
            for deed in *deeds {
                page.does(pointer, deed).await?;
            }
        }
        answered(page, rows).await
    })
    .await
}

async fn answered(page: &Page, rows: &[Row]) -> Result {
    for (pointer, _, answer) in rows {
        page.would_send(pointer, answer.clone()).await?;
    }
    Ok(())
}

async fn on(document: &str, fill: impl AsyncFn(&Page) -> Result) -> Result {
    browse_demo(Engine::Chromium, async |page| {
        // Times are entered in the reader's time zone and sent in UTC.
        let zone = json!({ "timezoneId": "Europe/Berlin" });
        page.cdp("Emulation.setTimezoneOverride", zone).await?;
        page.sign_in_as("p-mara-voss").await?;
        page.gallery(document).await?;
        fill(page).await
    })
    .await
}
