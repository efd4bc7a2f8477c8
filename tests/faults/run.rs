//! A run: one turn after another with faults, followed by the final checks.

use crate::browser::Browser;
use crate::cluster::Cluster;
use crate::ledger::Ledger;
use crate::options::Options;
use crate::plan::{KillTarget, KillTime, Plan};
use crate::proxy::Proxy;
use crate::rng::Rng;
use crate::settle;
use crate::support::settings::remains;
use crate::support::{Result, Server};
use crate::turn::User;
use crate::verdict::Verdict;
use anyhow::ensure;
use std::cell::{Cell, RefCell};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A turn that takes longer hangs; the user gives up and closes all tabs.
const TURN_WITHIN: Duration = Duration::from_secs(90);

/// The server, the browser and the proxy of one user.
struct Run {
    server: Host,
    browser: Browser,
    ledger: RefCell<Ledger>,
}

/// The server, and the task that is about to restart it.
struct Host {
    server: Arc<Mutex<Server>>,
    coming: RefCell<Option<JoinHandle<Result>>>,
}

/// Submits the forms with several concurrent users, and returns the verdict.
pub(crate) async fn run(options: &Options) -> Result<Verdict> {
    let (runs, seed) = (options.runs, options.seed);
    println!("Sending {runs} forms, with seed {seed} ...");
    let start = Instant::now();
    let cluster = Cluster::start();
    let databases = [None, Some(cluster.create("faults", "template0"))];
    let shares = options.shares().zip(databases.into_iter().cycle());
    let users = shares.map(|(share, database)| send(share, database, start));
    let verdicts = futures_util::future::try_join_all(users).await?;
    Ok(Verdict::of_all(seed, start.elapsed(), verdicts))
}

/// Submits the forms of one user to a server with a PostgreSQL database, or with a database file if `database` is
/// `None`.
async fn send(options: Options, database: Option<String>, start: Instant) -> Result<Verdict> {
    let server = Host::start(database.as_deref())?;
    let proxy = Proxy::start(&server.url(), options.seed ^ 1, options.bug).await?;
    let mut run = Run {
        server,
        browser: Browser::start(&proxy.url()).await?,
        ledger: RefCell::new(Ledger::new(options.seed)),
    };
    let mut rng = Rng::new(options.seed);
    let log = remains()?.join(format!("faults.{:x}.log", options.seed));
    println!("What happens to each form: {}", log.display());
    let mut turns = 0;
    let sent = |run: &Run| run.ledger.borrow().sent();
    while sent(&run) < options.runs {
        turns += 1;
        ensure!(
            turns <= 5 * options.runs + 10,
            "hardly any form can be sent"
        );
        let plan = Plan::roll(&mut rng);
        run.turn(&plan).await?;
        std::fs::write(&log, run.ledger.borrow().trails())?;
        if turns % 20 == 0 {
            let (sent, after) = (sent(&run), start.elapsed().as_secs());
            println!("  {sent} of {} sent, after {after} s", options.runs);
        }
    }
    proxy.calm();
    run.server.settle().await?;
    let findings = settle::settle(&mut run.browser).await?;
    let mut counts = proxy.counts();
    let ledger = run.ledger.into_inner();
    counts.extend(ledger.counts.iter().map(|(name, count)| (*name, *count)));
    run.browser.quit().await;
    Ok(Verdict::of(&ledger, &findings, counts))
}

impl Run {
    async fn turn(&mut self, plan: &Plan) -> Result {
        let sent = watch::Sender::new(false);
        let text = RefCell::new(None);
        let struck = Cell::new(None);
        let user = User {
            browser: &self.browser,
            ledger: &self.ledger,
            plan,
            sent: &sent,
            text: &text,
        };
        let turn = tokio::time::timeout(TURN_WITHIN, user.turn());
        let result = tokio::select! {
            result = turn => match result {
                Ok(result) => result,
                Err(_) => Err(anyhow::anyhow!("the turn takes too long")),
            },
            result = self.strike(plan, sent.subscribe(), &struck, &text) => result,
        };
        let words = match (struck.get(), &result) {
            (Some(trouble), _) => format!("ended by {trouble:?}"),
            (None, Err(error)) => format!("given up: {error:#}"),
            (None, Ok(())) => "over".to_owned(),
        };
        if let Some(text) = *text.borrow() {
            self.ledger.borrow_mut().note(text, &words);
        } else if result.is_err() {
            println!("  {words}");
        }
        match (struck.get(), result) {
            (Some(KillTarget::Tab), _) => self.browser.after_crash().await,
            (Some(KillTarget::Browser), _) => self.browser.after_kill().await,
            (_, Err(_)) if self.browser.fresh_tab().await.is_err() => {
                self.browser.kill().await?;
                self.browser.after_kill().await
            }
            _ => Ok(()),
        }
    }

    /// Kills what the plan says, at the planned time. Returns only when the turn cannot continue.
    async fn strike(
        &self,
        plan: &Plan,
        mut sent: watch::Receiver<bool>,
        struck: &Cell<Option<KillTarget>>,
        text: &RefCell<Option<usize>>,
    ) -> Result {
        let Some((trouble, moment)) = plan.trouble else {
            return std::future::pending().await;
        };
        match moment {
            KillTime::Anywhere(after) => tokio::time::sleep(after).await,
            KillTime::Sent(after) => {
                sent.wait_for(|sent| *sent).await?;
                tokio::time::sleep(after).await;
            }
        }
        if let Some(text) = *text.borrow() {
            self.ledger
                .borrow_mut()
                .note(text, &format!("killing {trouble:?}"));
        }
        let count = |what| self.ledger.borrow_mut().count(what);
        match trouble {
            KillTarget::Server { back } => {
                count("server killed");
                self.server.kill(back).await?;
                std::future::pending().await
            }
            KillTarget::Tab => {
                count("tab killed");
                struck.set(Some(trouble));
                self.browser.crash_tab().await;
                Ok(())
            }
            KillTarget::Browser => {
                count("browser killed");
                struck.set(Some(trouble));
                self.browser.kill().await
            }
        }
    }
}

impl Host {
    fn start(database: Option<&str>) -> Result<Self> {
        let options: Vec<_> = database
            .iter()
            .flat_map(|url| ["--database", url])
            .collect();
        Ok(Self {
            server: Arc::new(Mutex::new(Server::on(0, true, &options)?)),
            coming: RefCell::default(),
        })
    }

    fn url(&self) -> String {
        lock(&self.server).url()
    }

    /// Kills the server and restarts it after a delay.
    async fn kill(&self, back: Duration) -> Result {
        self.settle().await?;
        let server = self.server.clone();
        let coming = tokio::spawn(async move {
            let killed = server.clone();
            tokio::task::spawn_blocking(move || lock(&killed).stop()).await?;
            tokio::time::sleep(back).await;
            tokio::task::spawn_blocking(move || lock(&server).resume()).await?
        });
        self.coming.replace(Some(coming));
        Ok(())
    }

    /// Waits until the server is running.
    async fn settle(&self) -> Result {
        let coming = self.coming.take();
        match coming {
            Some(coming) => coming.await?,
            None => Ok(()),
        }
    }
}

fn lock(server: &Mutex<Server>) -> std::sync::MutexGuard<'_, Server> {
    server.lock().unwrap_or_else(PoisonError::into_inner)
}
