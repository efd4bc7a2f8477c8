//! A form reacts to input: options disappear, answers become required, and errors are re-evaluated.

use super::support::page::BUTTON;
use super::support::{Deed, Engine, Page, Result, browse_demo, same};
use serde_json::{Value, json};
use thirtyfour::Key;

const CHECK: &str = "Check the answers";

#[tokio::test]
async fn choices_and_needs_follow_other_answers() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        let by = |choices: Value| json!({"portico": {"choicesBy": {"scope": "#/properties/site", "choices": choices}}});
        page.gallery_of(&json!({
            "schema": {"type": "object", "properties": {
                "site": {"enum": ["HH", "LX"]},
                "extras": {"type": "array", "uniqueItems": true, "items": {"enum": ["screen", "board"]}},
                "desk": {"enum": ["one", "two"]},
                "urgent": {"type": "boolean"}, "why": {"type": "string"},
            }, "if": {"properties": {"urgent": {"const": true}}, "required": ["urgent"]}, "then": {"required": ["why"]}},
            "uischema": {"type": "VerticalLayout", "elements": [
                {"type": "Control", "scope": "#/properties/site"},
                {"type": "Control", "scope": "#/properties/extras", "options": by(json!({"HH": ["screen"], "LX": ["board"]}))},
                {"type": "Control", "scope": "#/properties/desk", "options": {"format": "radio", "portico": by(json!({"LX": ["two"]}))["portico"]}},
                {"type": "Control", "scope": "#/properties/urgent"},
                {"type": "Control", "scope": "#/properties/why"},
                {"type": "Control", "scope": "#/properties/why", "label": "Why, again"},
            ]},
            "defaults": {"site": "HH", "desk": "three"},
        }))
        .await?;
        // This option was selected before the options changed.
        page.sees("“three” was removed because it’s no longer available.").await?;
        page.would_send("/desk", Value::Null).await?;
        page.choose("screen").await?;
        page.choose("one").await?;
        page.would_send("/desk", json!("one")).await?;
        page.select("Site", "LX").await?;
        page.sees("“screen” was removed because it’s no longer available.").await?;
        page.would_send("", json!({"site": "LX"})).await?;
        page.choose("two").await?;
        page.would_send("/desk", json!("two")).await?;
        page.does("/desk", &Deed::Click("two")).await?;
        page.click_on("[id='field-desk-clear']").await?;
        page.would_send("/desk", Value::Null).await?;

        same("optional", json!([true, null]), need(page, "/why").await?)?;
        page.choose("Urgent").await?;
        page.within_time("the answer to be needed", async || {
            same("needed", json!([false, "true"]), need(page, "/why").await?)
        })
        .await?;
        page.click(BUTTON, CHECK).await?;
        page.summary(&["Why: Enter an answer"]).await?;

        // Two controls for the same answer stay in sync, and each has its own name.
        page.fill("Why", "because").await?;
        same("the other", json!("because"), page.value("Why, again").await?)?;
        page.fill("Why, again", "so").await?;
        same("the first", json!("so"), page.value("Why").await?)?;
        let ids = "return new Set(all('[id]').map((one) => one.id)).size === all('[id]').length";
        page.check("ids of their own", json!(true), ids, json!([])).await?;
        page.would_send("/why", json!("so")).await
    })
    .await
}

/// Whether a field is labelled as optional, and whether it is marked as required.
async fn need(page: &Page, pointer: &str) -> Result<Value> {
    let script = r#"
        const own = control(args[0]);
        const label = own.closest(".field").querySelector(".field-label");
        return [Boolean(label.querySelector(".field-optional")), own.getAttribute("aria-required")];
    "#;
    page.js(script, json!([pointer])).await
}

#[tokio::test]
async fn the_summary_leads_into_tabs_and_items_and_survives_their_changes() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        let tab = |label: &str, names: &[&str]| {
            let controls = names.iter().map(|name| json!({"type": "Control", "scope": format!("#/properties/{name}")}));
            json!({"type": "Category", "label": label, "elements": controls.collect::<Vec<_>>()})
        };
        let item = json!({"type": "Categorization", "elements": [tab("First", &["p"]), tab("Second", &["q", "r", "s"])]});
        page.gallery_of(&json!({
            "schema": {"type": "object", "anyOf": [{"required": ["mail"]}, {"required": ["phone"]}], "properties": {
                "a": {"type": "string", "pattern": "^[0-9]{4}$"}, "day": {"type": "string", "format": "date"},
                "mail": {"type": "string", "title": "E-mail"}, "phone": {"type": "string"},
                "l": {"type": "array", "title": "Things", "items": {"type": "object", "required": ["q"], "anyOf": [{"required": ["r"]}, {"required": ["s"]}], "properties": {
                    "p": {"type": "integer"}, "q": {"type": "string"}, "r": {"type": "string"}, "s": {"type": "string"},
                }}},
            }},
            "uischema": {"type": "Categorization", "elements": [
                tab("One", &["a", "day", "mail", "phone"]),
                {"type": "Category", "label": "Two", "elements": [
                    {"type": "ListWithDetail", "scope": "#/properties/l", "options": {"detail": item}},
                ]},
            ]},
            "texts": {"a.error.pattern": "Four digits"},
            "defaults": {"a": "x", "l": [{"p": 7, "q": "x", "r": "x"}, {"p": 8, "r": "x"}, {"p": 9}]},
        }))
        .await?;
        page.focus_on("/day").await?;
        page.press("12").await?;
        page.click(BUTTON, CHECK).await?;
        let said = [
            "A: Four digits",
            "Answer one of these: E-mail, Phone",
            "Things, 2, Q: Enter an answer",
            "Things, 3, Q: Enter an answer",
            "Answer one of these: R, S",
            "Day: Enter the whole date, or clear it",
        ];
        page.summary(&said).await?;
        for (line, id) in [(3, "l.2.q"), (2, "l.1.q"), (1, "mail")] {
            let link = "return near(all('#error-summary a')[args[0]])";
            page.click_found("the link", link, json!([line])).await?;
            page.has_focus(&format!("field-{id}")).await?;
        }
        // One of several answers is enough.
        page.fill("Phone", "1").await?;
        page.fill("A", "1234").await?;
        page.summary(&said[2..]).await?;

        // Errors move along with their items.
        page.click("[role=tab]", "Two3").await?;
        page.list_button("/l", Some(0), "remove").await?;
        page.sees("Item 1 was removed.").await?;
        let moved = ["Things, 1, Q: Enter an answer", "Things, 2, Q: Enter an answer"];
        page.within_time("the faults", async || lines(page, &moved).await).await?;
        let link = "return near(all('#error-summary a').find((one) => one.textContent.includes('R, S')))";
        page.click_found("the link", link, json!([])).await?;
        page.has_focus("field-l.1.r").await?;
        page.click(BUTTON, "Undo").await?;
        page.within_time("the faults", async || lines(page, &said[2..4]).await).await?;
        let names = "return visible('.form-item-choose').map((one) => clean(one.textContent))";
        page.check("the items", json!(["7", "8", "9"]), names, json!([])).await?;
        page.list_button("/l", None, "add").await?;
        page.within_time("the faults", async || lines(page, &said[2..4]).await).await?;
        page.list_button("/l", Some(1), "up").await?;
        let moved = ["Things, 1, Q: Enter an answer", "Things, 3, Q: Enter an answer"];
        page.within_time("the faults", async || lines(page, &moved).await).await
    })
    .await
}

/// The lines about items in the error summary.
async fn lines(page: &Page, expected: &[&str]) -> Result {
    let script = "return all('#error-summary li').map((line) => clean(line.textContent)).filter((line) => line.startsWith('Things'))";
    page.check("the lines", json!(expected), script, json!([]))
        .await
}

#[tokio::test]
async fn browsers_and_input_methods_fill_fields_in_their_own_ways() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.gallery_of(&json!({
            "schema": {"type": "object", "properties": {
                "name": {"type": "string", "maxLength": 3}, "count": {"type": "integer"}, "city": {"enum": ["Leeds", "Hull"]}, "fixed": {"enum": ["Leeds", "Hull"], "readOnly": true},
                "marks": {"type": "array", "uniqueItems": true, "readOnly": true, "items": {"enum": ["Leeds", "Hull"]}},
                "rows": {"type": "array", "items": {"type": "object", "properties": {
                    "source": {"type": "string"}, "port": {"type": "integer"}, "kind": {"enum": ["tcp", "udp"]}, "log": {"type": "boolean"},
                }}},
                "ways": {"type": "array", "items": {"type": "object", "oneOf": [
                    {"required": ["mail"], "properties": {"mail": {"type": "string"}}},
                    {"required": ["phone"], "properties": {"phone": {"type": "string"}}},
                ]}},
            }},
            "uischema": {"type": "VerticalLayout", "elements": [
                {"type": "Control", "scope": "#/properties/name"}, {"type": "Control", "scope": "#/properties/count"},
                {"type": "Control", "scope": "#/properties/city", "options": {"autocomplete": true}},
                {"type": "Control", "scope": "#/properties/fixed", "options": {"autocomplete": true}},
                {"type": "Control", "scope": "#/properties/marks", "options": {"autocomplete": true}},
                {"type": "Control", "scope": "#/properties/rows", "options": {"portico": {"widget": "table"}}},
                {"type": "Control", "scope": "#/properties/ways", "options": {"portico": {"widget": "table"}}},
            ]},
            "defaults": {"fixed": "Leeds", "marks": ["Leeds", "Hull"]},
        }))
        .await?;
        // A browser that autofills a form may dispatch only `change` events.
        let fill = "const own = control(args[0]); own.value = args[1]; own.dispatchEvent(new Event('change', { bubbles: true }))";
        for (pointer, text, answer) in [
            ("/name", "🙂🙂🙂", json!("🙂🙂🙂")),
            ("/count", "3", json!(3)),
            ("/city", "hull", json!("Hull")),
        ] {
            page.js(fill, json!([pointer, text])).await?;
            page.would_send(pointer, answer).await?;
        }
        page.click(BUTTON, CHECK).await?;
        page.errors(0).await?;

        // Keys that belong to an input method are ignored. Newer browsers report composition; Safari uses a special key
        // code.
        const COMPOSING: &str = r#"
            const own = control("/city");
            own.focus();
            const press = (key, how) => {
              const event = new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true, ...how });
              own.dispatchEvent(event);
              return event.defaultPrevented;
            };
            const keys = ["ArrowDown", "Enter", "Escape", "Backspace"];
            return [{ isComposing: true }, { keyCode: 229 }].flatMap((how) => keys.map((key) => press(key, how)));
        "#;
        let taken = page.js(COMPOSING, json!([])).await?;
        same("keys taken", json!(vec![false; 8]), taken)?;
        page.would_send("/city", json!("Hull")).await?;

        // Read-only answers stay.
        page.focus_on("/fixed").await?;
        page.press(Key::Escape).await?;
        page.would_send("/fixed", json!("Leeds")).await?;
        page.focus_on("/marks").await?;
        page.press(Key::Backspace).await?;
        page.press(Key::Down).await?;
        let chips = "return [visible('.tags .tag').length, all('.tag-remove').length, visible('.listbox').length]";
        page.check("chips, ways to remove them, and lists", json!([2, 0, 0]), chips, json!([])).await?;
        page.would_send("/marks", json!(["Leeds", "Hull"])).await?;

        // A table does not overflow a narrow page.
        page.list_button("/rows", None, "add").await?;
        page.list_button("/ways", None, "add").await?;
        let heads = "return [...control('/ways').querySelectorAll('th')].map((one) => clean(one.textContent))[0]";
        page.check("the head of a choice of fields", json!("Choose an option"), heads, json!([])).await?;
        page.resize(320, 700).await?;
        let wide = "return document.documentElement.scrollWidth <= innerWidth && visible('.form-table .field-label').length > 0";
        page.until("a page that is not too wide", wide, json!([])).await?;
        page.type_at("/rows/0/source", "x").await?;
        page.press(Key::Tab).await?;
        page.would_send("/rows/0/source", json!("x")).await
    })
    .await
}

#[tokio::test]
async fn look_ups_tell_what_they_cannot_find() -> Result {
    const GONE: &str = "Your choice no longer exists, so it was removed.";
    /// Waits until everything scheduled has run.
    const SOON: &str = "const done = arguments[0]; setTimeout(() => requestAnimationFrame(() => setTimeout(done)))";
    let person = json!({"portico": {"widget": "person"}});
    let control = |name: &str, options: &Value| json!({"type": "Control", "scope": format!("#/properties/{name}"), "options": options});
    let text = json!({"type": "string"});
    let inner = json!({"type": "object", "properties": {"person": text}});
    let detail = json!({"type": "VerticalLayout", "elements": [control("who/properties/person", &person), control("note", &json!({}))]});
    let document = json!({
        "schema": {"type": "object", "properties": {
            "head": text, "team": {"type": "array", "uniqueItems": true, "items": text},
            "tasks": {"type": "array", "items": {"type": "object", "properties": {"who": inner, "note": text}}},
        }},
        "uischema": {"type": "VerticalLayout", "elements": [
            control("head", &person), control("team", &person),
            {"type": "ListWithDetail", "scope": "#/properties/tasks", "options": {"elementLabelProp": "who.person", "detail": detail}},
        ]},
        "defaults": {
            "head": "p-nobody", "team": ["p-mara-voss", "p-nobody"],
            "tasks": [{"who": {"person": "p-mara-voss"}}, {"who": {"person": "p-omar-haddad"}}],
        },
    });
    browse_demo(Engine::Chromium, async |page| {
        // A visitor who may not see a record is not told that it no longer exists.
        page.gallery_of(&document).await?;
        page.click_found("the look-up", "return near(control('/head'))", json!([])).await?;
        page.sees("Sign in to search here").await?;
        page.would_send("/head", json!("p-nobody")).await?;

        page.sign_in_as("p-mara-voss").await?;
        page.gallery_of(&document).await?;
        let told = "return visible('.field-note').filter((one) => clean(one.textContent) === args[0]).length === 2";
        page.until("a word beside both look-ups", told, json!([GONE])).await?;
        page.would_send("/head", Value::Null).await?;
        page.would_send("/team", json!(["p-mara-voss"])).await?;

        // Items are titled with the names of records, even if their details are not displayed.
        let names = "return visible('.form-item-choose').map((one) => clean(one.textContent)).join() === args[0]";
        page.until("the names of items", names, json!(["Mara Voss,Omar Haddad"])).await?;

        // However slowly the user clicks outside an open look-up, the element under the pointer does not move.
        page.click_found("the look-up", "return near(control('/team'))", json!([])).await?;
        page.until("an open list", "return visible('.listbox-option').length > 0", json!([])).await?;
        let button = "return control('/tasks').querySelector('[data-act=add]')";
        page.hold(button, json!([])).await?;
        page.js_async(SOON, Vec::new()).await?;
        let open = "return visible('.listbox').length";
        page.check("open lists", json!(1), open, json!([])).await?;
        page.release().await?;
        page.until("a closed list", "return visible('.listbox').length === 0", json!([])).await?;
        page.until("a third item", "return visible('.form-item-choose').length === 3", json!([])).await?;

        // The same holds for the host page, where nothing of the portal is clicked.
        page.click_found("the look-up", "return near(control('/team'))", json!([])).await?;
        page.until("an open list", "return visible('.listbox-option').length > 0", json!([])).await?;
        const OUTSIDE: &str = "const bar = document.createElement('button'); bar.id = 'outside'; bar.textContent = 'Outside'; bar.style.cssText = 'position: fixed; inset: 0 0 auto auto; z-index: 99'; document.body.append(bar); bar.onclick = () => (bar.dataset.clicked = 'yes')";
        page.js(OUTSIDE, json!([])).await?;
        page.hold("return document.querySelector('#outside')", json!([])).await?;
        page.js_async(SOON, Vec::new()).await?;
        page.check("open lists", json!(1), open, json!([])).await?;
        page.release().await?;
        page.until("a closed list", "return visible('.listbox').length === 0", json!([])).await?;
        let clicked = "return document.querySelector('#outside').dataset.clicked";
        page.check("the click", json!("yes"), clicked, json!([])).await
    })
    .await
}
