//! Invalid answers: errors appear at the field and above the form, and disappear as soon as they are corrected.

use super::support::page::BUTTON;
use super::support::{Engine, Page, Result, browse_demo, same};
use serde_json::json;

const FORM: &str = "/services/standard-laptop/request";
const TAG: &str = "Number of your present laptop";

/// The invalid fields after an empty form was submitted, in screen order.
const MISSING: [&str; 3] = ["model", "reason", "delivery"];

#[tokio::test]
async fn an_empty_form_leads_to_each_field() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.open(FORM).await?;
        nothing_is_red(page).await?;
        page.click(BUTTON, "Send request").await?;
        page.has_focus("error-summary").await?;
        page.sees("There are problems with 3 answers").await?;
        for name in MISSING {
            let id = format!("field-{name}");
            page.click_on(&format!("#error-summary a[href='#{id}']"))
                .await?;
            page.has_focus(&id).await?;
            is_named_wrong(page, name).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_error_goes_when_it_is_mended() -> Result {
    browse_demo(Engine::Chromium, async |page| {
        page.open(FORM).await?;
        page.fill(TAG, "4217").await?;
        // While the user is typing, and in untouched fields, there are no errors yet.
        nothing_is_red(page).await?;
        page.choose("Windows 14-inch").await?;
        page.sees("Use a format like BW-04217").await?;
        is_named_wrong(page, "oldTag").await?;
        page.fill(TAG, "BW-04217").await?;
        page.errors(0).await?;

        page.click(BUTTON, "Send request").await?;
        page.sees("There are problems with 2 answers").await?;
        page.select("Why do you need it?", "I do not have one")
            .await?;
        page.sees("There is a problem with one answer").await?;
        page.errors(1).await?;
        page.choose("Pick up in Leeds").await?;
        page.errors(0).await?;
        let summary = page
            .js("return all('#error-summary').length", json!([]))
            .await?;
        same("error summaries", json!(0), summary)
    })
    .await
}

/// A form that was not submitted shows no errors.
async fn nothing_is_red(page: &Page) -> Result {
    page.errors(0).await?;
    let marked = page
        .js("return all('[aria-invalid]').length", json!([]))
        .await?;
    same("fields marked as wrong", json!(0), marked)
}

/// Assistive technology is told that a field is invalid and why, by the control or by its group.
async fn is_named_wrong(page: &Page, name: &str) -> Result {
    const SCRIPT: &str = r#"
        const own = control(args[0]);
        const described = own.matches("select") ? own : own.closest("fieldset.field") ?? own;
        const ids = (described.getAttribute("aria-describedby") ?? "").split(" ");
        const error = ids.map((id) => root.getElementById(id)).find((one) => one?.matches(".field-error"));
        return own.getAttribute("aria-invalid") === "true" && error && isVisible(error) && clean(error.textContent);
    "#;
    page.until(
        &format!("{name} to be named wrong"),
        SCRIPT,
        json!([format!("/{name}")]),
    )
    .await
}
