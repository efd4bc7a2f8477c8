//! Whether all promises were kept.

use crate::device::{DRAFT, Device, draft, file};
use crate::ledger::{Book, Ledger, Request};
use crate::row::QUOTA_USER;
use crate::site::{MAX_UPLOAD_MIB, Site};
use crate::table::{self, Outcome as _};
use crate::{Bug, Result};
use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

/// The quota of a user's files without a request, in multiples of the maximum file size.
const QUOTA: u64 = 10;

/// Differences between the acknowledgements and the stored data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Discrepancies {
    lost: usize,
    doubled: usize,
}

/// The result of a row.
pub(crate) struct Outcome {
    book: Book,
    found: Discrepancies,
    time: Duration,
}

impl table::Outcome for Outcome {
    const HEAD: &str = "fault with three servers            requests  comments  saves  lost  doubled  sent again  verdict";

    fn is_kept(&self) -> bool {
        self.found == Discrepancies::default() && self.book.wrongs.is_empty()
    }
}

impl Outcome {
    pub(crate) fn new(book: Book, found: Discrepancies, time: Duration) -> Self {
        Self { book, found, time }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Discrepancies { lost, doubled }, book) = (self.found, &self.book);
        let verdict = match self.is_kept() {
            true => "kept",
            false => "BROKEN",
        };
        write!(
            f,
            "{:>8}  {:>8}  {:>5}  {lost:>4}  {doubled:>7}  {:>10}  {verdict} in {:.1} s",
            book.requests.len(),
            book.comments.len(),
            book.saves.len(),
            book.refused + book.unanswered,
            self.time.as_secs_f64()
        )?;
        for wrong in &book.wrongs {
            write!(f, "\n    {wrong}")?;
        }
        Ok(())
    }
}

/// Compares the acknowledgements with the servers' responses, and with the database after the servers were killed.
pub(crate) fn compare(
    site: &mut Site,
    devices: &[Device<'_>],
    ledger: &Ledger,
    bug: Option<Bug>,
) -> Result<Discrepancies> {
    let mut found = Discrepancies::default();
    if bug == Some(Bug::Forge) {
        let mut book = ledger.book();
        let forged = book.requests.first().cloned();
        book.requests.extend(forged.map(|made_up| Request {
            token: "never sent".to_owned(),
            ..made_up
        }));
    }
    if site.proxy.asked().contains(&0) {
        ledger.book().wrong("a server was never asked".to_owned());
    }
    look_up(site, devices, ledger);
    found.lost += lost_saves(devices, ledger)?;
    for number in 0..site.servers() {
        site.kill(number)?;
    }
    let mut book = ledger.book();
    match site.log() {
        Ok(log) => log
            .faults
            .iter()
            .for_each(|fault| book.wrong(fault.to_string())),
        Err(error) => book.wrong(format!("the log cannot be checked: {error}")),
    }
    if let Some(said) = site.damaged_uploads()? {
        book.wrong(said);
    }
    let tokens: Vec<_> = book.requests.iter().map(|one| one.token.clone()).collect();
    let requests = site.rows("SELECT snapshot FROM requests");
    found.add(&tokens, &requests);
    let comments = site.rows("SELECT payload FROM events WHERE kind = 'commented'");
    found.add(&book.comments, &comments);
    // Everything was sent until it was acknowledged, so nothing else may exist.
    let numbers = site.rows("SELECT DISTINCT number FROM requests");
    let keys = site.rows("SELECT key FROM idempotency");
    let promised = (book.requests.len(), book.comments.len());
    let there = (requests.len(), comments.len());
    if there != promised || numbers.len() != promised.0 || keys.len() != promised.0 + promised.1 {
        let wrong = format!(
            "{promised:?} requests and comments were acknowledged, but there are {there:?}, {} numbers and {} keys",
            numbers.len(),
            keys.len()
        );
        book.wrong(wrong);
    }
    quota(site, &mut book);
    counts(site, &mut book);
    Ok(found)
}

impl Discrepancies {
    /// Counts the tokens that occur in none of the rows, or in more than one.
    fn add(&mut self, tokens: &[String], rows: &[String]) {
        for token in tokens {
            match rows.iter().filter(|row| row.contains(token)).count() {
                0 => self.lost += 1,
                times => self.doubled += times - 1,
            }
        }
    }
}

/// Reads everything that was acknowledged from each server, and sends each request once more, which has to return the
/// same one. The bytes of its file have to be those that were sent.
fn look_up(site: &Site, devices: &[Device<'_>], ledger: &Ledger) {
    let requests = ledger.book().requests.clone();
    for (turn, request) in requests.iter().enumerate() {
        let Some(device) = devices.get(request.device) else {
            continue;
        };
        let client = device.client.at(&site.client(turn % site.servers()));
        let look = || -> Result<Option<&str>> {
            let read = client.insist("GET", &format!("/requests/{}", request.id), &[], b"")?;
            let again = device.send(request)?;
            let is_whole = match &request.file {
                Some(sent) => {
                    let path = format!("/uploads/{}/content", sent.id);
                    let content = client.insist("GET", &path, &[], b"")?;
                    content.body == file(request.device, sent.size)
                }
                None => true,
            };
            Ok(if read.json()["number"] != *request.number {
                Some("another request")
            } else if again != (request.id.clone(), request.number.clone()) {
                Some("another request when it is sent again")
            } else if !is_whole {
                Some("a request with another file")
            } else {
                None
            })
        };
        match look() {
            Ok(None) => {}
            Ok(Some(what)) => {
                let number = &request.number;
                ledger.book().wrong(format!("{number} is {what} now"));
            }
            // The others would take minutes each, with the same result.
            Err(error) => {
                ledger.book().wrong(error.to_string());
                return;
            }
        }
    }
}

/// The number of acknowledged saves that are missing in their draft.
fn lost_saves(devices: &[Device<'_>], ledger: &Ledger) -> Result<usize> {
    let saves = ledger.book().saves.clone();
    let personas: BTreeSet<_> = devices.iter().map(|device| device.persona).collect();
    let mut lost = 0;
    for persona in personas {
        let of_persona = |device: &&Device<'_>| device.persona == persona;
        let Some(device) = devices.iter().find(of_persona) else {
            continue;
        };
        let path = format!("/drafts/{DRAFT}");
        let text = draft(&device.client.insist("GET", &path, &[], b"")?);
        let mine = saves.iter().filter(|(whose, _)| whose == persona);
        for (_, line) in mine {
            let times = text.lines().filter(|there| there == line).count();
            lost += usize::from(times == 0);
            if times > 1 {
                ledger
                    .book()
                    .wrong(format!("{line:?} is in a draft {times} times"));
            }
        }
    }
    Ok(lost)
}

/// Whether the user who exceeds the quota has used it up, and has everything that was acknowledged.
fn quota(site: &Site, book: &mut Book) {
    let unused = site.rows(&format!(
        "SELECT '/uploads/' || id FROM uploads WHERE user_id = '{QUOTA_USER}' AND request_id IS NULL"
    ));
    let (files, most) = (unused.len() as u64, QUOTA);
    if files > most || book.over_quota == 0 {
        let times = book.over_quota;
        book.wrong(format!(
            "somebody has {files} files of {MAX_UPLOAD_MIB} MiB, was refused {times} times, and may have {most}"
        ));
    }
    let gone = book.unused.iter().filter(|path| !unused.contains(path));
    let gone: Vec<_> = gone.cloned().collect();
    if !gone.is_empty() {
        book.wrong(format!("announced, not removed, and gone: {gone:?}"));
    }
}

/// Whether the job that counts requests has counted each one once, up to its cursor, whichever servers ran it.
fn counts(site: &Site, book: &mut Book) {
    let counted = site.rows("SELECT COALESCE(SUM(requests), 0) FROM request_counts");
    let recorded = site.rows(
        "SELECT COUNT(*) FROM events WHERE kind = 'submitted' \
         AND seq <= (SELECT entry_cursor FROM jobs WHERE name = 'popularity')",
    );
    if counted != recorded {
        let wrong = format!("a job has counted {counted:?} requests of {recorded:?}");
        book.wrong(wrong);
    }
}
