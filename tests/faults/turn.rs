//! One turn of a user: open a form, fill it in, submit it, and watch the result.

use crate::browser::Browser;
use crate::ledger::Ledger;
use crate::plan::Plan;
use crate::screen::{SEND, Screen};
use crate::support::Result;
use crate::support::page::BUTTON;
use anyhow::{Context, ensure};
use serde_json::json;
use std::cell::RefCell;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;

/// The user is Mara Voss.
pub(crate) const PERSONA: &str = "p-mara-voss";
const NAME: &str = "Mara Voss";
/// How long the user waits for a page before reloading it, and the maximum number of reloads.
const PAGE_WITHIN: Duration = Duration::from_secs(6);
const LOADS: u32 = 8;
const LOAD_AGAIN: Duration = Duration::from_millis(300);
/// The timeout of a single action; afterwards the user tries something else.
const DONE_WITHIN: Duration = Duration::from_secs(8);

/// Waits until everything typed has to be stored, and then until the store has processed everything submitted to it.
const READ_AGAIN: &str = r#"
    const done = arguments[0];
    setTimeout(async () => {
      const known = await indexedDB.databases();
      if (!known.some(({ name }) => name === "portico")) return done(false);
      const open = indexedDB.open("portico");
      open.onerror = () => done(false);
      open.onsuccess = () => {
        const transaction = open.result.transaction("records");
        transaction.objectStore("records").count();
        transaction.oncomplete = () => done(true);
        open.result.close();
      };
    }, 1000);
"#;

/// A user of the browser.
pub(crate) struct User<'a> {
    pub(crate) browser: &'a Browser,
    pub(crate) ledger: &'a RefCell<Ledger>,
    pub(crate) plan: &'a Plan,
    /// Becomes true when the form is submitted.
    pub(crate) sent: &'a watch::Sender<bool>,
    /// The text of this turn, once there is one.
    pub(crate) text: &'a RefCell<Option<usize>>,
}

impl User<'_> {
    /// Executes the turn. An error means that the user could not continue.
    pub(crate) async fn turn(&self) -> Result {
        let Some((shown, notices)) = self.open().await? else {
            self.ledger.borrow_mut().count("forms that did not open");
            return Ok(());
        };
        let text = self.ledger.borrow_mut().meet(self.plan.form, &shown);
        self.text.replace(Some(text));
        for notice in notices {
            self.note(text, &format!("above the form: {notice}"));
        }
        self.fill(text, &shown).await?;
        if self.plan.reads_again || self.plan.twins {
            self.read_again(text).await?;
        }
        let first = self.browser.tab().await?;
        let twin = self.twin(text).await?;
        if self.plan.offline.is_some() {
            self.ledger.borrow_mut().count("network away (tab)");
            self.note(text, "the network goes");
            self.browser.offline(true).await?;
        }
        self.press(text).await?;
        if twin {
            self.browser.to(&first).await?;
            self.press(text).await?;
        }
        self.watch(text, self.plan.patience).await?;
        if let Some(longer) = self.plan.offline {
            tokio::time::sleep(longer).await;
            for tab in self.browser.tabs().await? {
                self.browser.to(&tab).await?;
                self.browser.offline(false).await?;
            }
            self.note(text, "the network is back");
            self.watch(text, self.plan.patience).await?;
        }
        if self.plan.closes || twin {
            self.browser.fresh_tab().await?;
            self.note(text, "all tabs closed");
        }
        Ok(())
    }

    /// Opens the form, and returns its text and the notices above it; `None` if it cannot be opened.
    async fn open(&self) -> Result<Option<(String, Vec<String>)>> {
        let path = self.plan.form.path();
        let shown = |screen: &Screen| screen.text.is_some() || screen.failure.is_some();
        for _ in 0..LOADS {
            let screen = match self.browser.go(&path).await {
                true => self.until(PAGE_WITHIN, shown).await.ok(),
                false => None,
            };
            match screen {
                Some(screen) if screen.signed_in == Some(false) => self.sign_in().await,
                Some(Screen {
                    text: Some(text),
                    notices,
                    ..
                }) => return Ok(Some((text, notices))),
                _ => tokio::time::sleep(LOAD_AGAIN).await,
            }
        }
        Ok(None)
    }

    /// Tries to sign in.
    async fn sign_in(&self) {
        let call = self
            .browser
            .page()
            .fetch("POST", "/session", json!({ "persona": PERSONA }));
        if matches!(timeout(DONE_WITHIN, call).await, Ok(Ok(_))) {
            self.ledger.borrow_mut().count("signed in again");
        }
    }

    async fn fill(&self, text: usize, shown: &str) -> Result {
        let page = self.browser.page();
        let words = self.ledger.borrow().words(text);
        if shown != words {
            timeout(DONE_WITHIN, page.fill(self.plan.form.label, &words)).await??;
            self.note(text, "typed");
        }
        for choice in self.plan.form.choices {
            timeout(DONE_WITHIN, page.choose(choice)).await??;
        }
        Ok(())
    }

    /// Waits until the text has to be in the browser's store.
    async fn read_again(&self, text: usize) -> Result {
        let waited = self.browser.page().js_async(READ_AGAIN, Vec::new());
        let stored = timeout(DONE_WITHIN, waited).await??;
        ensure!(stored == json!(true), "there is no store");
        self.ledger
            .borrow_mut()
            .promise(text, "a second after it was typed");
        Ok(())
    }

    /// Opens the same form in another tab, if planned.
    async fn twin(&self, text: usize) -> Result<bool> {
        if !self.plan.twins {
            return Ok(false);
        }
        self.browser.new_tab().await?;
        let opened = self.open().await?;
        let (shown, _) = opened.context("the form does not open in another tab")?;
        self.ledger.borrow_mut().count("forms sent from two tabs");
        self.note(text, &format!("another tab shows {shown:?}"));
        let words = self.ledger.borrow().words(text);
        ensure!(
            shown == words,
            "the other tab shows {shown:?} in place of {words:?}"
        );
        Ok(true)
    }

    /// Submits the form, with a double click if planned.
    async fn press(&self, text: usize) -> Result {
        self.ledger.borrow_mut().press(text);
        self.sent.send_replace(true);
        let page = self.browser.page();
        timeout(DONE_WITHIN, page.click_on(SEND)).await??;
        if self.plan.twice {
            self.ledger.borrow_mut().count("sent by a double click");
            page.js("visible('form[data-form]')[0]?.requestSubmit()", json!([]))
                .await?;
        }
        Ok(())
    }

    /// Polls the screen until there is nothing left to wait for, or the user's patience is over.
    async fn watch(&self, text: usize, patience: Duration) -> Result {
        let screen = self.until(patience, |screen| {
            let mut ledger = self.ledger.borrow_mut();
            if screen.is_outbox() {
                ledger.promise(text, "shown in the outbox");
            }
            if screen.path.ends_with("/sent") {
                ledger.promise(text, "led to a receipt");
            }
            ledger.heard.extend(screen.received().map(str::to_owned));
            screen.is_end()
        });
        let screen = screen.await?;
        if let Some(number) = &screen.number {
            self.ledger.borrow_mut().acknowledge(text, number);
            return Ok(());
        }
        self.note(text, &format!("left at {screen:?}"));
        let page = self.browser.page();
        if screen.is_sign_in() && screen.failure.is_none() {
            timeout(DONE_WITHIN, page.click(BUTTON, NAME)).await??;
        } else if screen.received().next().is_some() {
            timeout(DONE_WITHIN, page.click(BUTTON, "Done")).await??;
        }
        Ok(())
    }

    async fn until(&self, time: Duration, enough: impl FnMut(&Screen) -> bool) -> Result<Screen> {
        let look = Screen::until(self.browser.page(), self.plan.form, time, enough);
        timeout(time + DONE_WITHIN, look).await?
    }

    fn note(&self, text: usize, what: &str) {
        self.ledger.borrow_mut().note(text, what);
    }
}
