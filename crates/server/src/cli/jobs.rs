//! `portico-server jobs`: the state of background jobs, and commands for failed entries.

use super::data::DataArgs;
use crate::console::say;
use crate::db::{DeadLetter, JobStatus, Location, StoreError, job_statuses, retry_job, skip_entry};
use crate::failure::chain;
use crate::wire::time;
use clap::Subcommand;
use serde_json::json;

#[derive(Debug, Subcommand)]
pub(super) enum JobsCommand {
    /// Lists all jobs with their dead letters; works while the server runs.
    List {
        #[command(flatten)]
        data: DataArgs,
        /// Prints one JSON object per line instead of a table.
        #[arg(long)]
        json: bool,
    },
    /// Retries the log entry that blocks a job, and its dead letters; works while the server runs.
    Retry {
        /// The name of the job.
        job: String,
        #[command(flatten)]
        data: DataArgs,
        /// Retries only this dead letter; all of them by default.
        #[arg(long, value_name = "NUMBER")]
        entry: Option<i64>,
        /// Prints the result as a JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Skips a log entry permanently, the one that blocks a job or a dead letter; works while the server runs.
    Skip {
        /// The name of the job.
        job: String,
        #[command(flatten)]
        data: DataArgs,
        /// The number of the entry.
        #[arg(long, value_name = "NUMBER")]
        entry: i64,
        /// Prints the result as a JSON object.
        #[arg(long)]
        json: bool,
    },
}

impl JobsCommand {
    pub(super) async fn run(self) -> Result<(), String> {
        match self {
            Self::List { data, json } => {
                let statuses = job_statuses(&existing(&data)?).await.map_err(unusable)?;
                match json {
                    true => statuses.iter().try_for_each(|status| say(&line(status))),
                    false => table(&statuses),
                }
            }
            Self::Retry {
                job,
                data,
                entry,
                json,
            } => {
                let revived = retry_job(&existing(&data)?, &job, entry).await;
                let revived = revived.map_err(|error| missing(error, &job, entry))?;
                match json {
                    true => say(&json!({"job": job, "deadLetters": revived}).to_string()),
                    false => say(&format!(
                        "{job} will run now and retry {revived} dead letters."
                    )),
                }
            }
            Self::Skip {
                job,
                data,
                entry,
                json,
            } => {
                let skipped = skip_entry(&existing(&data)?, &job, entry).await;
                skipped.map_err(|error| missing(error, &job, Some(entry)))?;
                match json {
                    true => say(&json!({"job": job, "skipped": entry}).to_string()),
                    false => say(&format!("{job} has skipped entry {entry}.")),
                }
            }
        }
    }
}

fn existing(data: &DataArgs) -> Result<Location, String> {
    let at = data.location()?;
    at.exists()?;
    Ok(at)
}

#[expect(clippy::needless_pass_by_value, reason = "what map_err gives")]
fn unusable(error: StoreError) -> String {
    format!("The data cannot be used: {}.", chain(&error))
}

fn missing(error: StoreError, job: &str, entry: Option<i64>) -> String {
    match (error, entry) {
        (StoreError::NotFound, Some(entry)) => {
            format!("Entry {entry} neither blocks the job {job} nor is one of its dead letters.")
        }
        (StoreError::NotFound, None) => format!("There is no job {job}."),
        (error, _) => unusable(error),
    }
}

fn line(status: &JobStatus) -> String {
    let JobStatus {
        state,
        last,
        dead_letters,
    } = status;
    let letter = |letter: &DeadLetter| {
        json!({
            "entry": letter.seq,
            "subject": letter.subject,
            "error": letter.error,
            "at": time(letter.at),
            "attempts": letter.attempts,
            "retry": letter.retry,
        })
    };
    json!({
        "job": state.name,
        "cursor": state.cursor,
        "lastEntry": last.seq,
        "running": state.owner.is_some(),
        "attempt": state.attempt,
        "nextAt": (state.next_at > 0).then(|| time(state.next_at)),
        "lastError": state.last_error,
        "succeededAt": state.succeeded_at.map(time),
        "deadLetters": dead_letters.iter().map(letter).collect::<Vec<_>>(),
    })
    .to_string()
}

fn table(statuses: &[JobStatus]) -> Result<(), String> {
    if statuses.is_empty() {
        return say("No job has run yet.");
    }
    for status in statuses {
        let state = &status.state;
        let place = match state.cursor {
            0 => String::new(),
            cursor => format!(", at entry {cursor} of {}", status.last.seq),
        };
        let success = state.succeeded_at.map(time);
        let success = success.unwrap_or_else(|| "never".to_owned());
        say(&format!("{}: last succeeded {success}{place}", state.name))?;
        if let Some(error) = state.last_error.as_ref().filter(|_| state.attempt > 0) {
            say(&format!("  failed {} times: {error}", state.attempt))?;
        }
        for letter in &status.dead_letters {
            let again = if letter.retry {
                ", will be retried"
            } else {
                ""
            };
            say(&format!(
                "  gave up on entry {} ({}) after {} attempts{again}: {}",
                letter.seq, letter.subject, letter.attempts, letter.error
            ))?;
        }
    }
    Ok(())
}
