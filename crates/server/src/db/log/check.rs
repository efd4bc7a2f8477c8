//! Verification of the log, and of the requests derived from it.

use super::{LogPosition, REQUEST, seal};
use crate::db::connect::{Access, begin_snapshot, connect};
use crate::db::entity::{backfill, event, request};
use crate::db::{Location, StoreError, migrate, projection};
use portico_domain::{Event, Request, apply};
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::fmt;

/// The number of rows per read.
const PAGE: u64 = 50;
/// The maximum number of reported faults.
const TOLD: u64 = 100;

/// The result of a check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogCheck {
    /// The number of entries.
    pub entries: u64,
    /// The number of the last entry.
    pub last: i64,
    /// Its hash, which covers the whole log up to it.
    pub hash: String,
    /// The first hundred faults.
    pub faults: Vec<LogFault>,
}

/// A deviation from the original data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogFault {
    /// Entries are missing: the first and the last of their numbers.
    Missing(i64, i64),
    /// The entry's number is below that of the first entry.
    Early(i64),
    /// The entry does not continue the previous one.
    Detached(i64),
    /// The content of the entry was changed: its actor, reason or payload.
    Content(i64),
    /// The time, the subject or the position of the entry was changed.
    Head(i64),
    /// The states before and after the entry do not follow from the entries.
    States(i64),
    /// The request with this number does not match its entries.
    Request(String),
    /// The request that the entry created is missing.
    Lost(i64),
}

impl fmt::Display for LogFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(from, to) if from == to => write!(f, "entry {from} is missing"),
            Self::Missing(from, to) => write!(f, "entries {from} to {to} are missing"),
            Self::Early(seq) => write!(f, "entry {seq} comes before the first one"),
            Self::Detached(seq) => {
                write!(f, "entry {seq} does not continue the entry before it")
            }
            Self::Content(seq) => write!(f, "what entry {seq} says has been changed"),
            Self::Head(seq) => write!(
                f,
                "the time, subject or place of entry {seq} has been changed"
            ),
            Self::States(seq) => write!(
                f,
                "the states of entry {seq} are not those that the entries lead to"
            ),
            Self::Request(number) => {
                write!(f, "request {number} is not what its entries lead to")
            }
            Self::Lost(seq) => write!(f, "the request that entry {seq} has begun is missing"),
        }
    }
}

impl LogCheck {
    fn fault(&mut self, fault: LogFault) {
        if (self.faults.len() as u64) < TOLD {
            self.faults.push(fault);
        }
    }

    /// Processes the next entry.
    fn link(&mut self, row: &event::Model) {
        let expected = self.last.saturating_add(1);
        if row.seq < expected {
            self.fault(LogFault::Early(row.seq));
        } else if row.seq > expected {
            self.fault(LogFault::Missing(expected, row.seq.saturating_sub(1)));
        } else if row.previous_hash != self.hash {
            self.fault(LogFault::Detached(row.seq));
        }
        if row.content_hash != seal::content_hash(row) {
            self.fault(LogFault::Content(row.seq));
        }
        if row.hash != seal::hash(row) {
            self.fault(LogFault::Head(row.seq));
        }
        self.entries += 1;
        // An entry before the first one is not a beginning.
        if row.seq >= expected {
            self.last = row.seq;
            self.hash.clone_from(&row.hash);
        }
    }
}

/// Reads the whole log of a database and all derived rows; changes nothing, and works while a
/// server runs. Returns `None` for a database of an earlier release.
///
/// # Errors
/// The reason why the log cannot be read, or that data of an earlier release is not completely
/// converted yet.
pub async fn check(at: &Location) -> Result<Option<LogCheck>, StoreError> {
    let db = connect(at, Access::Read(1)).await?;
    let checked = async {
        if migrate::version(&db).await? < migrate::LOG {
            return Ok(None);
        }
        migrate::is_current(&db).await?;
        let moment = begin_snapshot(&db).await?;
        if backfill::Entity::find().one(&moment).await?.is_some() {
            let reason = "the takeover of an earlier release's data is not finished; \
                          the next start of the server goes on with it";
            return Err(StoreError::Unavailable(reason.into()));
        }
        let mut chain = links(&moment).await?;
        requests(&moment, &mut chain).await?;
        submissions(&moment, &mut chain).await?;
        Ok(Some(chain))
    };
    let checked = checked.await;
    db.close().await?;
    checked
}

/// Whether a database has an entry with this number and this hash. If the log is intact, everything
/// up to that entry is then unchanged since the hash was recorded.
///
/// # Errors
/// The reason why the log cannot be read.
pub async fn contains(at: &Location, entry: &LogPosition) -> Result<bool, StoreError> {
    let db = connect(at, Access::Read(1)).await?;
    let found = event::Entity::find_by_id(entry.seq).one(&db).await;
    db.close().await?;
    Ok(found?.is_some_and(|found| found.hash == entry.hash))
}

/// Rows of the log after this number, or from the beginning, in order.
async fn page(
    db: &impl ConnectionTrait,
    of: Condition,
    after: Option<i64>,
) -> Result<Vec<event::Model>, StoreError> {
    let rows = event::Entity::find()
        .filter(of.add_option(after.map(|after| event::Column::Seq.gt(after))))
        .order_by_asc(event::Column::Seq)
        .limit(PAGE)
        .all(db)
        .await?;
    Ok(rows)
}

async fn links(db: &impl ConnectionTrait) -> Result<LogCheck, StoreError> {
    let mut chain = LogCheck {
        hash: seal::GENESIS.to_owned(),
        ..LogCheck::default()
    };
    let mut after = None;
    loop {
        let rows = page(db, Condition::all(), after).await?;
        let Some(last) = rows.last() else {
            return Ok(chain);
        };
        after = Some(last.seq);
        for row in &rows {
            chain.link(row);
        }
    }
}

/// Compares every request with its events.
async fn requests(db: &impl ConnectionTrait, chain: &mut LogCheck) -> Result<(), StoreError> {
    let mut after = String::new();
    loop {
        let rows = request::Entity::find()
            .filter(request::Column::Id.gt(after.as_str()))
            .order_by_asc(request::Column::Id)
            .limit(PAGE)
            .all(db)
            .await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after.clone_from(&last.id);
        for row in rows {
            let number = row.number.clone();
            let follows = match replayed(db, &row.id, chain).await? {
                Some((first, request)) => projection::follows(db, row, &first, &request).await?,
                None => false,
            };
            if !follows {
                chain.fault(LogFault::Request(number));
            }
        }
    }
}

/// Finds submissions whose request is missing.
async fn submissions(db: &impl ConnectionTrait, chain: &mut LogCheck) -> Result<(), StoreError> {
    let mut known = Query::select();
    known.column(request::Column::Id).from(request::Entity);
    let lost: Vec<i64> = event::Entity::find()
        .select_only()
        .column(event::Column::Seq)
        .filter(event::Column::SubjectType.eq(REQUEST))
        .filter(event::Column::Kind.eq("submitted"))
        .filter(event::Column::SubjectId.not_in_subquery(known))
        .order_by_asc(event::Column::Seq)
        .limit(TOLD)
        .into_tuple()
        .all(db)
        .await?;
    lost.into_iter()
        .for_each(|seq| chain.fault(LogFault::Lost(seq)));
    Ok(())
}

/// The first event of a request, and the request that its events produce; `None` if they cannot be
/// read.
async fn replayed(
    db: &impl ConnectionTrait,
    id: &str,
    chain: &mut LogCheck,
) -> Result<Option<(Event, Request)>, StoreError> {
    let of = Condition::all()
        .add(event::Column::SubjectType.eq(REQUEST))
        .add(event::Column::SubjectId.eq(id));
    let (mut first, mut request, mut after) = (None, None::<Request>, None);
    loop {
        let rows = page(db, of.clone(), after).await?;
        let Some(last) = rows.last() else {
            return Ok(first.zip(request));
        };
        after = Some(last.seq);
        for row in rows {
            let seq = row.seq;
            let Ok(event) = Event::try_from(row) else {
                return Ok(None);
            };
            let before = request.as_ref().map(Request::state);
            request = apply(request, &event);
            let states = request.as_ref().map(|request| (before, request.state()));
            if states.is_some_and(|states| states != (event.before, event.after)) {
                chain.fault(LogFault::States(seq));
            }
            first.get_or_insert(event);
        }
    }
}
