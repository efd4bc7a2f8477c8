//! A form with many steps: forward and back, steps hidden by rules, the review, and the sent answers.

use super::path::{SENT, send};
use super::support::page::{BUTTON, LINK};
use super::support::{
    Deed, Engine, HOST_PAGE, Page, Result, browse_demo, browse_with_faults, same,
};
use serde_json::json;

const FORM: &str = "/services/site-to-site-link/request";
const PURPOSE: &str = "Our order system sends parts lists to their planning system.";
const HIDDEN: &str = "Only the two operators of their planning system see the data.";

#[tokio::test]
async fn a_conditional_form_in_twelve_steps() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.sign_in_as("p-felix-brandt").await?;
        page.open(FORM).await?;
        page.heading("Request: Link to a partner network").await?;
        at(page, "Partner", "Step 1 of 12").await?;

        // A step with an error cannot be left.
        page.click(BUTTON, "Continue").await?;
        page.sees("There are problems with 2 answers").await?;
        at(page, "Partner", "Step 1 of 12").await?;
        page.type_at("/partner", "Elbtal Calibration GmbH").await?;
        page.choose("United Kingdom").await?;
        next(page, "Contacts", "Step 2 of 12").await?;
        focus_on_title(page).await?;
        page.list_button("/contacts", None, "add").await?;
        page.type_at("/contacts/0/name", "Ida Berg").await?;
        page.type_at("/contacts/0/email", "ida.berg@elbtal.example")
            .await?;
        next(page, "Contract", "Step 3 of 12").await?;

        // The browser's back and forward buttons move between steps, and a reload keeps the step.
        page.driver.back().await?;
        at(page, "Contacts", "Step 2 of 12").await?;
        focus_on_title(page).await?;
        page.driver.back().await?;
        at(page, "Partner", "Step 1 of 12").await?;
        let partner = page.js("return control('/partner').value", json!([]));
        same(
            "what was typed",
            json!("Elbtal Calibration GmbH"),
            partner.await?,
        )?;
        page.driver.forward().await?;
        at(page, "Contacts", "Step 2 of 12").await?;
        page.reload().await?;
        at(page, "Contacts", "Step 2 of 12").await?;
        page.driver.forward().await?;
        at(page, "Contract", "Step 3 of 12").await?;
        page.choose("Not yet").await?;
        page.type_at("/contractDate", "02012027").await?;
        next(page, "Purpose", "Step 4 of 12").await?;
        page.choose("Only for tests").await?;
        page.type_at("/purpose", PURPOSE).await?;
        page.choose("Our machines").await?;
        next(page, "Data", "Step 5 of 12").await?;

        // Two answers add two steps, and one of them removes both again.
        page.choose("Confidential").await?;
        counts(page, "Step 5 of 13").await?;
        page.choose("Yes").await?;
        next(page, "Personal data", "Step 6 of 14").await?;
        page.choose("Names and addresses").await?;
        next(page, "Protection", "Step 7 of 14").await?;
        page.type_at("/protection", HIDDEN).await?;
        page.click(BUTTON, "Back").await?;
        at(page, "Personal data", "Step 6 of 14").await?;
        same(
            "what stood there",
            json!(true),
            page.value("Names and addresses").await?,
        )?;
        page.click(BUTTON, "Back").await?;
        at(page, "Data", "Step 5 of 14").await?;
        page.choose("No").await?;
        page.choose("Internal").await?;
        // Going forward skips a step that no longer exists.
        page.driver.forward().await?;
        at(page, "Data", "Step 5 of 12").await?;
        next(page, "Connections", "Step 6 of 12").await?;

        page.list_button("/connections", None, "add").await?;
        page.type_at("/connections/0/name", "Order export").await?;
        page.type_at("/connections/0/from", "10.20.30.0/24").await?;
        page.type_at("/connections/0/to", "planning.elbtal.example")
            .await?;
        page.type_at("/connections/0/port", "8443").await?;
        next(page, "Technology", "Step 7 of 12").await?;
        page.choose("Over a leased line").await?;
        page.type_at("/partnerSite/street", "Am Hang 4").await?;
        page.type_at("/partnerSite/town", "01067 Dresden").await?;
        page.choose("Over the internet with IPsec").await?;
        page.type_at("/gateway", "192.0.2.17").await?;
        next(page, "Load", "Step 8 of 12").await?;
        next(page, "Test", "Step 9 of 12").await?;
        page.focus_on("/tester").await?;
        page.does("/tester", &Deed::Find("mara", "Mara Voss"))
            .await?;
        next(page, "Dates", "Step 10 of 12").await?;
        page.type_at("/start", "03012027").await?;
        next(page, "Payment and rules", "Step 11 of 12").await?;
        page.focus_on("/costCentre").await?;
        page.does("/costCentre", &Deed::Find("4110", "4110 Controlling"))
            .await?;
        page.choose("We report every change of these answers")
            .await?;
        next(page, "Check your answers", "Step 12 of 12").await?;
        shows_the_answers(page).await?;

        // From the review to a step and back by its own button.
        page.click(BUTTON, "Change Partner").await?;
        at(page, "Partner", "Step 1 of 12").await?;
        page.driver.back().await?;
        at(page, "Check your answers", "Step 12 of 12").await?;
        page.driver.forward().await?;
        at(page, "Partner", "Step 1 of 12").await?;
        page.reload().await?;
        at(page, "Partner", "Step 1 of 12").await?;
        page.type_at("/partner", "Elbtal Calibration SE").await?;
        for _ in 0..11 {
            page.click(BUTTON, "Continue").await?;
        }
        at(page, "Check your answers", "Step 12 of 12").await?;
        send(page, SENT).await?;
        // After a form was sent, going back does not lead to its steps.
        page.driver.back().await?;
        page.heading("Hello Felix, how can we help?").await?;
        page.driver.forward().await?;
        page.heading("Request sent").await?;
        page.follow("Track this request", "Link to a partner network")
            .await?;
        page.sees("Elbtal Calibration SE").await?;
        shows_the_answers(page).await
    })
    .await
}

/// Steps of a form inside another page, with the place in the fragment or in memory.
#[tokio::test]
async fn steps_of_a_guest() -> Result {
    const WIDGET: &str = r#"
        const widget = document.createElement("portico-portal");
        widget.id = "widget";
        for (const [name, value] of [["view", "service"], ["service", "site-to-site-link"]]) widget.setAttribute(name, value);
        document.body.append(widget);
    "#;
    browse_with_faults(Engine::Chromium, async |page, _proxy| {
        page.sign_in_as("p-felix-brandt").await?;
        page.open(&format!("{HOST_PAGE}#/gallery")).await?;
        page.click(LINK, "Steps").await?;
        at(page, "Device", "Step 1 of 4").await?;
        page.choose("Both").await?;
        next(page, "Laptop", "Step 2 of 6").await?;
        page.choose("Mac").await?;
        next(page, "Phone", "Step 3 of 6").await?;
        page.driver.back().await?;
        at(page, "Laptop", "Step 2 of 6").await?;
        same("the choice", json!(true), page.value("Mac").await?)?;
        page.driver.forward().await?;
        at(page, "Phone", "Step 3 of 6").await?;
        // The form's own button and the browser's do the same.
        page.click(BUTTON, "Back").await?;
        at(page, "Laptop", "Step 2 of 6").await?;
        page.driver.back().await?;
        at(page, "Device", "Step 1 of 6").await?;
        page.driver.back().await?;
        page.heading("Form gallery").await?;

        // If the host owns the address, the portal has its own back button.
        let address = page.js("return location.href", json!([])).await?;
        page.js(WIDGET, json!([])).await?;
        let widget = &page.within("#widget");
        at(widget, "Partner", "Step 1 of 12").await?;
        widget
            .type_at("/partner", "Elbtal Calibration GmbH")
            .await?;
        widget.choose("United Kingdom").await?;
        for back in [".back", ".form-actions [type=button]"] {
            next(widget, "Contacts", "Step 2 of 12").await?;
            widget.click_on(back).await?;
            at(widget, "Partner", "Step 1 of 12").await?;
            let gone = "return visible('.back').length === 0";
            widget.until("no further way back", gone, json!([])).await?;
        }
        same(
            "the country",
            json!(true),
            widget.value("United Kingdom").await?,
        )?;
        let after = page.js("return location.href", json!([])).await?;
        same("the address", address, after)
    })
    .await
}

/// The review, and later the request, shows the answers, and nothing that a rule hides.
async fn shows_the_answers(page: &Page) -> Result {
    for words in [
        "Elbtal Calibration",
        "Ida Berg",
        PURPOSE,
        "Order export",
        "planning.elbtal.example",
        "192.0.2.17",
        "8443",
        "Mara Voss",
        "4110 Controlling",
    ] {
        page.sees(words).await?;
    }
    for words in [
        HIDDEN,
        "8,443",
        "Names and addresses",
        "Am Hang 4",
        "At night",
    ] {
        let seen = page
            .js("return text().includes(args[0])", json!([words]))
            .await?;
        same(words, json!(false), seen)?;
    }
    Ok(())
}

async fn next(page: &Page, title: &str, count: &str) -> Result {
    page.click(BUTTON, "Continue").await?;
    at(page, title, count).await
}

async fn focus_on_title(page: &Page) -> Result {
    let script = "return focused()?.matches('.step-title')";
    page.until("the focus on the step's title", script, json!([]))
        .await
}

/// Asserts that the step is shown, and that its heading has the focus unless something else should have it.
async fn at(page: &Page, title: &str, count: &str) -> Result {
    let script = "return clean(visible('.step-title')[0]?.textContent) === args[0]";
    page.until(&format!("the step {title:?}"), script, json!([title]))
        .await?;
    counts(page, count).await
}

async fn counts(page: &Page, count: &str) -> Result {
    let script = "return clean(visible('.stepper-count')[0]?.textContent) === args[0]";
    page.until(count, script, json!([count])).await
}
