//! A portal on a page, addressed in terms of what users see: headings, links, buttons and labelled fields.

use super::{Engine, Result, same};
use anyhow::{Context, bail};
use serde_json::{Value, json};
use thirtyfour::{Key, TypingData, WebDriver, WebElement};

const HELPERS: &str = include_str!("page.js");

/// The selectors of links and buttons.
pub(crate) const LINK: &str = "a[href]";
pub(crate) const BUTTON: &str = "button";

/// Finds the visible element of a kind with a name.
const NAMED: &str = "return near(named(args[0], args[1]))";
/// Whether the screen with a heading is complete.
const ARRIVED: &str = "return heading() === args[0] && isSettled()";

/// One portal on the page of one browser.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) driver: WebDriver,
    pub(crate) engine: Engine,
    base: String,
    host: &'static str,
}

impl Page {
    pub(super) fn new(driver: WebDriver, engine: Engine, base: &str) -> Self {
        Self {
            driver,
            engine,
            base: base.to_owned(),
            host: "portico-portal",
        }
    }

    /// Another portal on the same page.
    pub(crate) fn within(&self, host: &'static str) -> Self {
        Self {
            host,
            ..self.clone()
        }
    }

    /// Loads an address of the site and waits until its screen is complete.
    pub(crate) async fn open(&self, path: &str) -> Result {
        self.load(path).await?;
        self.settled().await
    }

    /// Loads an address of the site.
    pub(crate) async fn load(&self, path: &str) -> Result {
        // What was recorded on the current page is lost by the navigation.
        self.nothing_forbidden().await?;
        self.driver
            .goto(self.address(path))
            .await
            .with_context(|| format!("{path} does not load"))
    }

    /// The address of a path of the site.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(crate) async fn reload(&self) -> Result {
        self.driver.refresh().await?;
        self.settled().await
    }

    /// Waits until the screen has finished loading.
    pub(crate) async fn settled(&self) -> Result {
        self.until("a complete screen", "return isSettled()", json!([]))
            .await
    }

    /// Runs a script with the helpers of `page.js`.
    pub(crate) async fn js(&self, script: &str, args: Value) -> Result<Value> {
        Ok(self.run(script, args).await?.json().clone())
    }

    /// Runs a script that ends by calling its last argument, and returns what that was called with.
    pub(crate) async fn js_async(&self, script: &str, args: Vec<Value>) -> Result<Value> {
        let answer = self.driver.execute_async(script, args).await?;
        Ok(answer.json().clone())
    }

    /// Asserts that a script returns this value.
    pub(crate) async fn check(
        &self,
        what: &str,
        expected: Value,
        script: &str,
        args: Value,
    ) -> Result {
        same(what, expected, self.js(script, args).await?)
    }

    async fn run(
        &self,
        script: &str,
        args: Value,
    ) -> Result<thirtyfour::session::scriptret::ScriptRet> {
        let mut all = vec![json!(self.host)];
        all.extend(args.as_array().cloned().unwrap_or_default());
        Ok(self
            .driver
            .execute(format!("{HELPERS}\n{script}"), all)
            .await?)
    }

    /// The element that a script finds now.
    pub(super) async fn element(&self, script: &str, args: Value) -> Result<WebElement> {
        let found = self.run(script, args).await?;
        if found.json().is_null() {
            bail!("it is not there to be acted upon");
        }
        Ok(found.element()?)
    }

    /// Waits for the element that a script finds, and acts on it. If that is not possible yet because the screen is
    /// changing, it is retried.
    async fn act(
        &self,
        what: &str,
        script: &str,
        args: Value,
        act: impl AsyncFn(&WebElement) -> Result,
    ) -> Result {
        self.within_time(what, async || {
            act(&self.element(script, args.clone()).await?).await
        })
        .await
    }

    /// Waits until the screen has this heading and is complete.
    pub(crate) async fn heading(&self, text: &str) -> Result {
        self.until(&format!("the heading {text:?}"), ARRIVED, json!([text]))
            .await
    }

    /// Waits until these words are visible.
    pub(crate) async fn sees(&self, words: &str) -> Result {
        let script = "return text().includes(args[0])";
        self.until(&format!("the words {words:?}"), script, json!([words]))
            .await
    }

    /// Clicks the visible element of a kind with this name.
    pub(crate) async fn click(&self, kind: &str, name: &str) -> Result {
        let what = format!("{kind} {name:?}");
        self.click_found(&what, NAMED, json!([kind, name])).await
    }

    /// Clicks the first visible element that matches.
    pub(crate) async fn click_on(&self, selector: &str) -> Result {
        let script = "return near(visible(args[0])[0])";
        self.click_found(selector, script, json!([selector])).await
    }

    /// Clicks the element that a script finds.
    pub(crate) async fn click_found(&self, what: &str, script: &str, args: Value) -> Result {
        self.act(what, script, args, async |element| {
            Ok(element.click().await?)
        })
        .await
    }

    /// Clicks a button until a script says that it has worked, because a busy WebKitWebDriver sometimes loses clicks
    /// silently.
    pub(crate) async fn click_until(&self, name: &str, worked: &str, args: Value) -> Result {
        let what = format!("{name:?} to work");
        self.click_again(&what, BUTTON, name, worked, args).await
    }

    /// Follows a link to the screen with this heading. A busy WebKitWebDriver loses clicks on links as well; in other
    /// engines, a link has to work at once.
    pub(crate) async fn follow(&self, name: &str, heading: &str) -> Result {
        self.click(LINK, name).await?;
        if self.engine != Engine::WebKit {
            return self.heading(heading).await;
        }
        let what = format!("{name:?} to lead to {heading:?}");
        self.click_again(&what, LINK, name, ARRIVED, json!([heading]))
            .await
    }

    async fn click_again(
        &self,
        what: &str,
        kind: &str,
        name: &str,
        worked: &str,
        args: Value,
    ) -> Result {
        self.within_time(what, async || {
            if self.js(worked, args.clone()).await? == json!(true) {
                return Ok(());
            }
            let found = self.element(NAMED, json!([kind, name])).await?;
            found.click().await?;
            bail!("it has not worked yet")
        })
        .await
    }

    /// Replaces the text in the field with this label.
    pub(crate) async fn fill(&self, label: &str, text: &str) -> Result {
        self.act(
            &format!("the field {label:?}"),
            "return near(field(args[0]))",
            json!([label]),
            async |element| {
                element.clear().await?;
                element.send_keys(text).await?;
                // A busy WebKitWebDriver sometimes loses keys silently.
                match element.prop("value").await? {
                    Some(value) if value == text => Ok(()),
                    value => bail!("it holds {value:?}"),
                }
            },
        )
        .await
    }

    /// Ticks the checkbox, or selects the radio button, with this label.
    pub(crate) async fn choose(&self, label: &str) -> Result {
        let script = "return near(field(args[0]))";
        self.act(
            &format!("the choice {label:?}"),
            script,
            json!([label]),
            async |element| {
                if !element.is_selected().await? {
                    element.click().await?;
                }
                // A busy WebKitWebDriver sometimes loses clicks silently.
                if element.is_selected().await? {
                    Ok(())
                } else {
                    bail!("it is not chosen")
                }
            },
        )
        .await
    }

    /// Selects an option of the list with this label.
    pub(crate) async fn select(&self, label: &str, option: &str) -> Result {
        let script = "return [...(field(args[0])?.options ?? [])].find((one) => clean(one.text) === args[1])";
        let what = format!("the option {option:?} of {label:?}");
        self.act(&what, script, json!([label, option]), async |element| {
            Ok(element.click().await?)
        })
        .await
    }

    /// The value of the field with this label: its text, or whether it is ticked.
    pub(crate) async fn value(&self, label: &str) -> Result<Value> {
        let script = "const one = field(args[0]); return /checkbox|radio/.test(one?.type) ? one.checked : one?.selectedOptions ? clean(one.selectedOptions[0]?.text) : one?.value ?? null";
        self.js(script, json!([label])).await
    }

    /// Types words into the screen's search field and submits them.
    pub(crate) async fn search(&self, words: &str) -> Result {
        let script = "return near(visible('.search-box-input')[0])";
        self.act("the search field", script, json!([]), async |element| {
            element.clear().await?;
            Ok(element
                .send_keys(TypingData::from(words) + Key::Enter)
                .await?)
        })
        .await
    }

    /// Presses keys in the focused element.
    pub(crate) async fn press(&self, keys: impl Into<TypingData>) -> Result {
        Ok(self
            .driver
            .action_chain()
            .send_keys(keys.into())
            .perform()
            .await?)
    }

    /// Presses a key in the focused element while another one is held down.
    pub(crate) async fn press_with(&self, held: Key, key: &str) -> Result {
        let keys = self.driver.action_chain().key_down(held.clone());
        Ok(keys.send_keys(key).key_up(held).perform().await?)
    }

    /// The path and query in the address bar.
    pub(crate) async fn path(&self) -> Result<String> {
        let answer = self
            .js("return location.pathname + location.search", json!([]))
            .await?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }

    /// Clicks a button that saves a file, and compares the saved file with the original.
    pub(crate) async fn saves(&self, button: &str, name: &str, original: &[u8]) -> Result {
        let folder = tempfile::tempdir()?;
        let behaviour = json!({ "behavior": "allow", "downloadPath": folder.path() });
        self.cdp("Browser.setDownloadBehavior", behaviour).await?;
        self.click(BUTTON, button).await?;
        self.within_time("the saved file", async || {
            let saved = std::fs::read(folder.path().join(name))?;
            if saved != original {
                bail!("it has {} bytes", saved.len());
            }
            Ok(())
        })
        .await
    }
}
