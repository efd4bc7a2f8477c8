//! The three browser engines and their drivers.

use super::Result;
use super::program::{Program, free_port, listening};
use super::settings::{GECKODRIVER, setting};
use anyhow::Context;
use serde_json::{Value, json};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};
use tokio::sync::{Semaphore, SemaphorePermit};

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

/// A driver that runs until the tests end.
struct Driver {
    url: String,
    _programs: Vec<Program>,
}

/// Limits the number of concurrent browsers, which only slow each other down. The drivers of Firefox and WebKit support
/// one each.
static CHROMIUM_TURNS: LazyLock<Semaphore> = LazyLock::new(|| {
    Semaphore::new(std::thread::available_parallelism().map_or(2, |n| n.get().min(4)))
});
static FIREFOX_TURN: Semaphore = Semaphore::const_new(1);
static WEBKIT_TURN: Semaphore = Semaphore::const_new(1);

static CHROMIUM: Mutex<Option<Driver>> = Mutex::new(None);
static FIREFOX: Mutex<Option<Driver>> = Mutex::new(None);
static WEBKIT: Mutex<Option<Driver>> = Mutex::new(None);

impl Engine {
    /// Waits until another browser of this engine may be started.
    pub(super) async fn turn(self) -> Result<SemaphorePermit<'static>> {
        let turns = match self {
            Self::Chromium => &*CHROMIUM_TURNS,
            Self::Firefox => &FIREFOX_TURN,
            Self::WebKit => &WEBKIT_TURN,
        };
        Ok(turns.acquire().await?)
    }

    /// The URL of this engine's driver, which is started by the first call.
    pub(super) fn driver(self) -> Result<String> {
        let place = match self {
            Self::Chromium => &CHROMIUM,
            Self::Firefox => &FIREFOX,
            Self::WebKit => &WEBKIT,
        };
        let mut driver = place
            .lock()
            .map_err(|_| anyhow::anyhow!("the driver could not be started before"))?;
        if driver.is_none() {
            *driver = Some(self.start()?);
        }
        Ok(driver
            .as_ref()
            .map(|driver| driver.url.clone())
            .unwrap_or_default())
    }

    fn start(self) -> Result<Driver> {
        let port = free_port()?;
        let number = port.to_string();
        let mut programs = Vec::new();
        let mut variables = vec![
            ("LANGUAGE", "en".to_owned()),
            ("LANG", "C.UTF-8".to_owned()),
        ];
        let (name, command): (_, Vec<OsString>) = match self {
            Self::Chromium => (
                "chromedriver",
                vec!["chromedriver".into(), format!("--port={number}").into()],
            ),
            Self::Firefox => {
                let program = setting(GECKODRIVER)?;
                (
                    "geckodriver",
                    vec![program.into(), "--port".into(), number.into()],
                )
            }
            Self::WebKit => {
                let screen = Program::start(
                    "xvfb",
                    "TERM",
                    &[
                        "Xvfb",
                        "-displayfd",
                        "1",
                        "-screen",
                        "0",
                        "1400x1000x24",
                        "-nolisten",
                        "tcp",
                    ]
                    .map(OsStr::new),
                    &[],
                )?;
                variables.push(("DISPLAY", format!(":{}", screen.says("")?)));
                programs.push(screen);
                (
                    "webkitdriver",
                    vec!["WebKitWebDriver".into(), format!("--port={number}").into()],
                )
            }
        };
        let command: Vec<&OsStr> = command.iter().map(OsString::as_os_str).collect();
        let variables: Vec<(&str, &str)> = variables
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        // A driver that is asked to terminate closes its browsers.
        programs.push(Program::start(name, "TERM", &command, &variables)?);
        listening(port)?;
        Ok(Driver {
            url: format!("http://127.0.0.1:{port}"),
            _programs: programs,
        })
    }

    /// The capabilities to request. All drivers use a new and empty profile for each session.
    pub(super) fn capabilities(self, arguments: &[String]) -> Result<Value> {
        Ok(match self {
            Self::Chromium => {
                let mut all = vec![
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--lang=en-US",
                    "--window-size=1280,900",
                ];
                all.extend(arguments.iter().map(String::as_str));
                json!({
                    "browserName": "chrome",
                    "goog:chromeOptions": { "binary": on_path("chromium")?, "args": all },
                    "goog:loggingPrefs": { "browser": "ALL" },
                })
            }
            Self::Firefox => json!({
                "browserName": "firefox",
                "moz:firefoxOptions": {
                    "binary": on_path("firefox-esr")?,
                    "args": ["-headless"],
                    "prefs": { "intl.accept_languages": "en-US" },
                },
            }),
            Self::WebKit => json!({
                "webkitgtk:browserOptions": { "binary": mini_browser()?, "args": ["--automation"] },
            }),
        })
    }
}

fn on_path(program: &str) -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file());
    found.with_context(|| format!("{program} is not installed"))
}

/// WebKit's MiniBrowser, which the driver does not find on its own: it is in the machine's library folder.
fn mini_browser() -> Result<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib")?.filter_map(std::result::Result::ok);
    let found = folders
        .map(|folder| folder.path().join("webkit2gtk-4.1/MiniBrowser"))
        .find(|file| file.is_file());
    found.context("MiniBrowser of webkit2gtk-4.1 is not installed")
}
