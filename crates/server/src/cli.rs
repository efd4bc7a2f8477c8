//! The command line of `portico-server`.

mod backup;
mod data;
mod form;
mod improvements;
mod jobs;
mod log;
mod schemas;
mod uploads;
mod users;

use crate::api;
use crate::app::Options;
use crate::auth::TokenOptions;
use crate::console::say;
use crate::content::{Content, Diagnostic};
use crate::http::origin::Origin;
use crate::http::rate::{RateLimits, RateOverride};
use crate::limits::{
    CONNECTION_IDLE_SECONDS, CONNECTIONS, CONNECTIONS_PER_ADDRESS, ConnectionLimits, TRASH_DAYS,
    UPLOAD_BYTES,
};
use crate::serve::{self, Serve};
use crate::uploads::UploadOptions;
use axum::http::HeaderName;
use backup::{BackupArgs, RestoreArgs};
use clap::{Args, Parser, Subcommand, ValueEnum};
use data::{DataArgs, DatabaseArgs};
use form::FormCommand;
use ipnet::IpNet;
use jobs::JobsCommand;
use log::LogCommand;
use std::path::PathBuf;
use std::time::Duration;
use uploads::{UploadsArgs, UploadsCommand};
use users::UsersCommand;

const MIB: u64 = 1024 * 1024;

/// The reference backend of Portico, an IT self-service portal.
#[derive(Debug, Parser)]
#[command(name = "portico-server", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the API and the portal.
    Serve(Box<ServeArgs>),
    /// Checks a content folder and lists every problem with its file and line.
    Check {
        /// The content folder.
        #[arg(long, value_name = "DIR")]
        content: PathBuf,
    },
    /// Writes JSON Schemas of the content files into the folder `schemas` of a content folder, for editors.
    Schemas {
        /// The content folder.
        #[arg(long, value_name = "DIR")]
        content: PathBuf,
    },
    /// Checks form documents, and answers against their schemas.
    #[command(subcommand)]
    Form(FormCommand),
    /// Prints the OpenAPI document.
    Openapi,
    /// Lists searches without results, the most frequent first; works while the server runs.
    Improvements {
        #[command(flatten)]
        data: DataArgs,
        /// Prints one JSON object per line instead of a table.
        #[arg(long)]
        json: bool,
    },
    /// Lists background jobs, and retries or skips the log entries that they failed on.
    #[command(subcommand)]
    Jobs(JobsCommand),
    /// Checks the log of all events.
    #[command(subcommand)]
    Log(LogCommand),
    /// Manages the folder or bucket of uploaded files.
    #[command(subcommand)]
    Uploads(UploadsCommand),
    /// Manages users and their identities.
    #[command(subcommand)]
    Users(UsersCommand),
    /// Writes the database and the uploaded files into a new folder; works while the server runs.
    Backup(BackupArgs),
    /// Restores a backup and keeps the previous data beside it. Stop the server first.
    Restore(RestoreArgs),
}

#[derive(Debug, Args)]
struct ServeArgs {
    /// The content folder, as docs/CONTENT.md describes it.
    #[arg(long, value_name = "DIR")]
    content: PathBuf,
    /// The data folder, which contains the database; created if it doesn't exist.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    uploads: UploadsArgs,
    /// The maximum size of an uploaded file, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = UPLOAD_BYTES / MIB, value_parser = clap::value_parser!(u64).range(1..=1024))]
    max_upload: u64,
    /// The number of days that a removed file is kept after a week: in the trash of the uploads folder, or in the bucket.
    #[arg(long, value_name = "DAYS", default_value_t = TRASH_DAYS, value_parser = clap::value_parser!(u16).range(1..))]
    trash_days: u16,
    /// The address to listen on; port 0 picks any free port.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: String,
    /// Lets visitors choose a user to sign in as. Never use it with real users' requests.
    #[arg(long)]
    demo: bool,
    /// The folder of the built portal; `dist` by default, if it exists.
    #[arg(long, value_name = "DIR")]
    portal: Option<PathBuf>,
    /// An origin whose pages may embed the portal; may be given several times.
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Vec<Origin>,
    /// A JWKS file or URL with the keys that bearer tokens are signed with.
    #[arg(
        long,
        value_name = "FILE|URL",
        requires = "token_issuer",
        requires = "token_audience"
    )]
    token_keys: Option<String>,
    /// The issuer that tokens must come from.
    #[arg(long, value_name = "ISSUER", requires = "token_keys")]
    token_issuer: Option<String>,
    /// The audience that tokens must be for.
    #[arg(long, value_name = "AUDIENCE", requires = "token_keys")]
    token_audience: Option<String>,
    /// The claim with a user's groups, which become roles of users whom people.yaml does not list.
    #[arg(long, value_name = "CLAIM", requires = "token_keys")]
    token_groups_claim: Option<String>,
    /// The header in which a trusted proxy names the signed-in user, such as X-Forwarded-User.
    #[arg(long, value_name = "HEADER", requires = "trusted_proxy")]
    auth_header: Option<HeaderName>,
    /// A network of proxies whose headers are trusted, such as 10.0.0.0/8; may be given several times.
    #[arg(long, value_name = "CIDR")]
    trusted_proxy: Vec<IpNet>,
    /// The public address of the portal, such as https://help.example.com.
    #[arg(long, value_name = "URL")]
    public_url: Option<Origin>,
    /// Another host name of the server, such as help.intranet; may be given several times.
    #[arg(long, value_name = "NAME", value_parser = host)]
    host: Vec<String>,
    /// The maximum number of connections.
    #[arg(long, value_name = "N", default_value_t = CONNECTIONS, value_parser = count)]
    max_connections: usize,
    /// The maximum number of connections from one address; trusted proxies have no limit.
    #[arg(long, value_name = "N", default_value_t = CONNECTIONS_PER_ADDRESS, value_parser = count)]
    max_connections_per_address: usize,
    /// The number of seconds that a connection may be idle, or take to send a request's headers.
    #[arg(long, value_name = "SECONDS", default_value_t = CONNECTION_IDLE_SECONDS, value_parser = clap::value_parser!(u64).range(1..=3600))]
    idle_timeout: u64,
    /// The number of requests per minute for a user, or for an address if nobody is signed in: CLASS=N, CLASS=off, or off
    /// for all; the classes are writes, sign-in, lookups, search and improvements. May be given several times.
    #[arg(long, value_name = "LIMIT")]
    rate_limit: Vec<RateOverride>,
    /// The format of the log.
    #[arg(long, value_enum, default_value_t = LogFormat::Compact)]
    log_format: LogFormat,
}

/// The format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// Human-readable lines.
    Compact,
    /// One JSON object per line.
    Json,
}

/// Parses a host name or address as browsers send it, without a port.
fn host(text: &str) -> Result<String, String> {
    let plain = |c: char| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | ':' | '[' | ']')
    };
    let is_address = text.starts_with('[') && text.ends_with(']');
    let fine = !text.is_empty() && text.chars().all(plain) && (is_address || !text.contains(':'));
    fine.then(|| text.to_owned())
        .ok_or_else(|| "expected a host name such as help.intranet, without a port".to_owned())
}

/// Parses a number of at least one.
fn count(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| "expected a number of at least 1".to_owned())
}

impl Cli {
    /// Runs the command.
    ///
    /// # Errors
    /// The reason why the command failed.
    pub async fn run(self) -> Result<(), String> {
        match self.command {
            Command::Serve(args) => args.run().await,
            Command::Check { content } => {
                let content = load(content).await?;
                for hint in content.hints() {
                    say(&format!("Hint: {hint}."))?;
                }
                let (services, articles) = (content.services.len(), content.articles.len());
                say(&format!(
                    "The content is valid: {services} services, {articles} articles."
                ))
            }
            Command::Schemas { content } => schemas::run(&content),
            Command::Form(command) => command.run(),
            Command::Openapi => {
                let document = api::document().to_pretty_json();
                say(&document.map_err(|error| error.to_string())?)
            }
            Command::Improvements { data, json } => {
                improvements::run(&data.location()?, json).await
            }
            Command::Jobs(command) => command.run().await,
            Command::Log(command) => command.run().await,
            Command::Uploads(command) => command.run().await,
            Command::Users(command) => command.run().await,
            Command::Backup(args) => args.run().await,
            Command::Restore(args) => args.run().await,
        }
    }
}

impl ServeArgs {
    async fn run(self) -> Result<(), String> {
        log(self.log_format);
        let content = load(self.content).await?;
        for hint in content.hints() {
            tracing::info!("{hint}");
        }
        let tokens = match (self.token_keys, self.token_issuer, self.token_audience) {
            (Some(keys), Some(issuer), Some(audience)) => Some(TokenOptions {
                keys,
                issuer,
                audience,
                groups: self.token_groups_claim,
            }),
            _ => None,
        };
        let connections = ConnectionLimits {
            total: self.max_connections,
            per_address: self.max_connections_per_address,
            idle: Duration::from_secs(self.idle_timeout),
        };
        let options = Options {
            demo: self.demo,
            portal: self
                .portal
                .or_else(|| Some("dist".into()).filter(|dist: &PathBuf| dist.is_dir())),
            allow_origins: self.allow_origin,
            tokens,
            proxies: self.trusted_proxy.into(),
            auth_header: self.auth_header,
            public_origin: self.public_url,
            hosts: self.host,
            rates: RateLimits::usual().changed(&self.rate_limit),
            uploads: Some(UploadOptions {
                location: self.uploads.location(&self.data),
                max_bytes: self.max_upload * MIB,
                trash_days: self.trash_days,
            }),
            ..Options::default()
        };
        if let Some(portal) = options.portal.as_ref().filter(|portal| !portal.is_dir()) {
            return Err(format!("There is no built portal in {}.", portal.display()));
        }
        serve::run(Serve {
            content,
            database: self.database.location(&self.data)?,
            listen: self.listen,
            connections,
            options,
        })
        .await
    }
}

async fn load(folder: PathBuf) -> Result<Content, String> {
    if !folder.is_dir() {
        return Err(format!("There is no content folder {}.", folder.display()));
    }
    let loading = tokio::task::spawn_blocking(move || Content::load(&folder)).await;
    loading
        .map_err(|error| error.to_string())?
        .map_err(|faults| {
            let lines: Vec<_> = faults.iter().map(Diagnostic::to_string).collect();
            format!("{}\n{}", lines.join("\n"), found(lines.len()))
        })
}

fn log(format: LogFormat) {
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr);
    let log = log.with_max_level(tracing::Level::INFO).with_target(false);
    match format {
        LogFormat::Compact => log.compact().init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}

/// A sentence with the number of problems.
fn found(problems: usize) -> String {
    match problems {
        1 => "1 problem found.".to_owned(),
        more => format!("{more} problems found."),
    }
}
