//! Forms on the screen. Fields are identified by the JSON Pointers of their answers.

use super::{Page, Result, same};
use anyhow::bail;
use serde_json::{Value, json};
use thirtyfour::{Key, TypingData};

/// More tab stops than any form has between two fields.
const MAX_STOPS: usize = 40;

/// An action on a field.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    /// Types text into the focused element.
    Text(&'static str),
    /// Presses a key that is not text.
    Press(Key),
    /// By keyboard: types into a search box and selects the option with this label.
    Find(&'static str, &'static str),
    /// Clicks the checkbox, button or star with this label.
    Click(&'static str),
    /// Selects the option of a list.
    Option(&'static str),
    /// By mouse: opens a search box and clicks the option with this label.
    Pick(&'static str),
    /// Clicks the far end of a slider.
    End,
}

impl Page {
    /// Opens an example of the gallery with its form.
    pub(crate) async fn gallery(&self, id: &str) -> Result {
        self.open(&format!("/gallery/{id}")).await?;
        let form = "return visible('.gallery-form form').length > 0";
        self.until(&format!("the form of {id}"), form, json!([]))
            .await
    }

    /// Opens a form document in the gallery, and waits until the field of its first property exists.
    pub(crate) async fn gallery_of(&self, document: &Value) -> Result {
        const TYPE: &str = r#"
            const box = root.getElementById("gallery-text");
            box.value = args[0];
            box.dispatchEvent(new Event("input", { bubbles: true }));
        "#;
        self.gallery("text").await?;
        self.js(TYPE, json!([document.to_string()])).await?;
        let first = document["schema"]["properties"].as_object();
        let first = first.and_then(|members| members.keys().next());
        let there = "return all('.gallery-form form').length > 0 && control('/' + args[0]) && !control('/hint')";
        self.until("the form of the document", there, json!([first]))
            .await
    }

    /// Waits until the error summary has these lines.
    pub(crate) async fn summary(&self, lines: &[&str]) -> Result {
        let script = "return all('#error-summary li').map((line) => clean(line.textContent))";
        self.until_same("the error summary", json!(lines), script, json!([]))
            .await
    }

    /// Waits until the answers that the gallery would send have this value at a pointer; `null` means no value.
    pub(crate) async fn would_send(&self, pointer: &str, value: Value) -> Result {
        self.within_time(&format!("{pointer} to be {value}"), async || {
            let sent = "return visible('.gallery-sent pre')[0]?.textContent ?? ''";
            let sent = self.js(sent, json!([])).await?;
            let sent: Value = serde_json::from_str(sent.as_str().unwrap_or_default())?;
            same(
                pointer,
                &value,
                sent.pointer(pointer).unwrap_or(&Value::Null),
            )
        })
        .await
    }

    /// Focuses the control of an answer, and scrolls it into view.
    pub(crate) async fn focus_on(&self, pointer: &str) -> Result {
        let script = "near(control(args[0]))?.focus(); return focused() === control(args[0])";
        self.until(&format!("the focus on {pointer}"), script, json!([pointer]))
            .await
    }

    /// Waits until the control of an answer has the focus.
    pub(crate) async fn focus_in(&self, pointer: &str) -> Result {
        let script = "return focused() === control(args[0])";
        self.until(&format!("the focus on {pointer}"), script, json!([pointer]))
            .await
    }

    /// Replaces the text in the control of an answer.
    pub(crate) async fn type_at(&self, pointer: &str, text: &str) -> Result {
        self.focus_on(pointer).await?;
        self.js("control(args[0]).select?.()", json!([pointer]))
            .await?;
        self.press(text).await
    }

    /// Moves by Tab to the control of an answer.
    pub(crate) async fn tab_to_field(&self, pointer: &str) -> Result {
        const HERE: &str = r#"
            const id = "field-" + args[0].slice(1).replaceAll("/", ".");
            const own = focused()?.id ?? "";
            return own === id || own.startsWith(id + "-") ? true : own;
        "#;
        let mut stops = Vec::new();
        for _ in 0..MAX_STOPS {
            self.press(Key::Tab).await?;
            let here = self.js(HERE, json!([pointer])).await?;
            if here == json!(true) {
                return Ok(());
            }
            stops.push(here.as_str().unwrap_or_default().to_owned());
        }
        bail!("Tab does not lead to {pointer}, but to {stops:?}")
    }

    /// Executes an action on the field of an answer.
    pub(crate) async fn does(&self, pointer: &str, deed: &Deed) -> Result {
        match deed {
            Deed::Text(text) => self.press(*text).await,
            Deed::Press(key) => self.press(TypingData::from(key.clone())).await,
            Deed::Find(typed, label) => {
                self.press(*typed).await?;
                // The typed text has found the option, which is the first one.
                let first =
                    "return clean(visible('.listbox-option span')[0]?.textContent) === args[0]";
                self.until(&format!("{label:?} to be found"), first, json!([label]))
                    .await?;
                self.press(TypingData::from(Key::Down) + Key::Enter).await
            }
            Deed::Click(label) => self.click_label(pointer, label).await,
            Deed::Option(label) => {
                let option = "near(control(args[0])); return [...control(args[0]).options].find((one) => clean(one.text) === args[1])";
                self.click_found(
                    &format!("the option {label:?}"),
                    option,
                    json!([pointer, label]),
                )
                .await
            }
            Deed::Pick(label) => {
                self.click_found(pointer, "return near(control(args[0]))", json!([pointer]))
                    .await?;
                let option = "return near(visible('.listbox-option').find((one) => clean(one.querySelector('span')?.textContent) === args[0]))";
                self.click_found(&format!("the option {label:?}"), option, json!([label]))
                    .await
            }
            Deed::End => {
                let slider = self
                    .element("return near(control(args[0]))", json!([pointer]))
                    .await?;
                let (width, _) = slider.rect().await.map(|rect| (rect.width, rect.height))?;
                #[expect(clippy::cast_possible_truncation, reason = "pixels of a screen")]
                let right = (width / 2.0) as i64 - 2;
                let chain = self.driver.action_chain();
                chain
                    .move_to_element_with_offset(&slider, right, 0)
                    .click()
                    .perform()
                    .await?;
                Ok(())
            }
        }
    }

    /// Clicks the label of one control of an answer.
    async fn click_label(&self, pointer: &str, label: &str) -> Result {
        const LABEL: &str = r#"
            const around = control(args[0])?.closest(".field");
            const labels = [...(around?.querySelectorAll("label") ?? [])].filter(isVisible);
            const called = (one) => one.control?.getAttribute("aria-label") ?? clean((one.querySelector(".choice-words > span") ?? one).textContent);
            return near(labels.find((one) => called(one) === args[1]));
        "#;
        let what = format!("the choice {label:?} of {pointer}");
        self.click_found(&what, LABEL, json!([pointer, label]))
            .await
    }

    /// Clicks a button of a list item: `up`, `down` or `remove`. The button `add` belongs to the list itself.
    pub(crate) async fn list_button(&self, list: &str, item: Option<usize>, act: &str) -> Result {
        self.click_found(
            &format!("{act} in {list}"),
            "const [list, item, act] = args; return near(control(list)?.querySelector((item === null ? '' : `[data-item='${item}'] `) + `[data-act=${act}]`))",
            json!([list, item, act]),
        )
        .await
    }

    /// Sends keys, or the path of a file, to the control of an answer.
    pub(crate) async fn send_to(&self, pointer: &str, keys: &str) -> Result {
        let script = "return control(args[0])";
        self.within_time(pointer, async || {
            let control = self.element(script, json!([pointer])).await?;
            Ok(control.send_keys(keys).await?)
        })
        .await
    }

    /// Drags from one element to another. Both are found by scripts.
    pub(crate) async fn drag(
        &self,
        from: &str,
        from_args: Value,
        to: &str,
        to_args: Value,
    ) -> Result {
        let source = self.element(from, from_args).await?;
        let target = self.element(to, to_args).await?;
        // A drag starts with a small movement.
        let chain = self
            .driver
            .action_chain()
            .click_and_hold_element(&source)
            .move_by_offset(6, 6);
        Ok(chain
            .move_to_element_center(&target)
            .move_by_offset(2, 2)
            .release()
            .perform()
            .await?)
    }

    /// Presses the mouse button on an element that a script finds, without releasing it.
    pub(crate) async fn hold(&self, script: &str, args: Value) -> Result {
        let found = self.element(script, args).await?;
        let chain = self.driver.action_chain();
        Ok(chain.click_and_hold_element(&found).perform().await?)
    }

    /// Releases the mouse button.
    pub(crate) async fn release(&self) -> Result {
        Ok(self.driver.action_chain().release().perform().await?)
    }

    /// Waits until this many errors are visible beside fields.
    pub(crate) async fn errors(&self, count: usize) -> Result {
        let script = "return visible('.field-error').length === args[0]";
        self.until(&format!("{count} errors"), script, json!([count]))
            .await
    }
}
