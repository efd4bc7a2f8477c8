//! The faults: a library that makes the server's system calls fail, a small disk, and a lock.

use crate::Result;
use sea_orm::ConnectionTrait;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The disk is full for a while.
    Full,
    /// This many calls fail; all of them if the number is negative.
    Write(i64),
    /// Calls that wait until data is durable fail.
    Sync(i64),
    /// All calls that wait until data is durable fail, and in the middle of that the server is killed and restarted:
    /// refused data may exist afterwards.
    Killed,
    /// Nothing can be written any more. A file system with files open for writing cannot be remounted read-only, so the
    /// library always simulates this fault, as a kernel does after an error.
    ReadOnly,
    /// Another program holds the database's lock for longer than the server waits for it.
    Locked(Duration),
    /// The clock is wrong by this many seconds, and then right again.
    Clock(i64),
    /// The same, and the server is killed and restarted with the wrong clock, and again with the right one.
    ClockOverStart(i64),
}

/// All rows of the table.
pub(crate) const ROWS: &[(&str, Fault)] = &[
    ("disk full, space freed", Fault::Full),
    ("EIO on write, 1 call", Fault::Write(1)),
    ("EIO on write, 2 calls", Fault::Write(2)),
    ("EIO on write, 5 calls", Fault::Write(5)),
    ("EIO on write, all calls", Fault::Write(-1)),
    ("EIO on fsync, 1 call", Fault::Sync(1)),
    ("EIO on fsync, 2 calls", Fault::Sync(2)),
    ("EIO on fsync, 5 calls", Fault::Sync(5)),
    ("EIO on fsync, all calls", Fault::Sync(-1)),
    ("EIO on fsync, killed, started again", Fault::Killed),
    ("read-only remount", Fault::ReadOnly),
    (
        "lock of another program, 9 s",
        Fault::Locked(Duration::from_secs(9)),
    ),
    ("clock jumps by +1 h and back", Fault::Clock(3600)),
    ("clock jumps by -1 h and back", Fault::Clock(-3600)),
    (
        "clock ahead by 40 days over a start",
        Fault::ClockOverStart(40 * DAY),
    ),
];

/// In seconds.
const DAY: i64 = 24 * 60 * 60;

impl Fault {
    /// Whether nothing can be written during the fault.
    pub(crate) fn is_outage(self) -> bool {
        match self {
            Self::Full | Self::ReadOnly | Self::Locked(_) | Self::Killed => true,
            Self::Write(calls) | Self::Sync(calls) => calls < 0,
            Self::Clock(_) | Self::ClockOverStart(_) => false,
        }
    }

    /// Whether users have to sign in again, because so much time seems to have passed.
    pub(crate) fn ends_sessions(self) -> bool {
        matches!(self, Self::ClockOverStart(_))
    }
}

/// A data folder, and the control over its faults.
pub(crate) struct Storage {
    /// The server's data folder.
    pub(crate) data: PathBuf,
    /// Whether the folder is a separate small disk.
    small: bool,
    library: PathBuf,
    control: PathBuf,
    held: Option<(Runtime, sea_orm::DatabaseConnection, Instant)>,
    folder: TempDir,
}

impl Storage {
    /// Creates the folder, and builds the library with the system's C compiler.
    pub(crate) fn new(fault: Fault) -> Result<Self> {
        let folder = TempDir::new()?;
        let [data, library, control] =
            ["data", "preload.so", "control"].map(|name| folder.path().join(name));
        fs::create_dir(&data)?;
        fs::write(&control, [0; 32])?;
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/storage_faults/preload.c");
        let built = Command::new("cc")
            .args(["-O1", "-shared", "-fPIC", "-o"])
            .args([&library, &source])
            .arg("-ldl")
            .status()
            .map_err(|error| format!("no C compiler, `cc`, can be run: {error}"))?;
        if !built.success() {
            return Err("the C compiler failed; its output is above".into());
        }
        // Not every user may mount a disk; otherwise the library reports that there is no space.
        let small = fault == Fault::Full
            && Command::new("mount")
                .args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"])
                .arg(&data)
                .output()
                .is_ok_and(|mounted| mounted.status.success());
        Ok(Self {
            data,
            small,
            library,
            control,
            held: None,
            folder,
        })
    }

    /// The environment of the server.
    pub(crate) fn variables(&self) -> [(&'static str, &Path); 3] {
        [
            ("LD_PRELOAD", &self.library),
            ("PORTICO_FAULT_CONTROL", &self.control),
            ("PORTICO_FAULT_FOLDER", &self.data),
        ]
    }

    pub(crate) fn begin(&mut self, fault: Fault) -> Result<()> {
        match fault {
            Fault::Full if self.small => self.fill(),
            Fault::Write(calls) => self.tell([1, calls, 0, 0]),
            Fault::Sync(calls) => self.tell([2, calls, 0, 0]),
            Fault::Killed => self.tell([2, -1, 0, 0]),
            Fault::ReadOnly => self.tell([3, -1, 0, 0]),
            Fault::Full => self.tell([4, -1, 0, 0]),
            Fault::Clock(seconds) | Fault::ClockOverStart(seconds) => self.tell([0, 0, 0, seconds]),
            Fault::Locked(_) => self.lock(),
        }
    }

    /// Ends the fault. A lock is held for its time.
    pub(crate) fn end(&mut self, fault: Fault) -> Result<()> {
        match fault {
            Fault::Full if self.small => Ok(fs::remove_file(self.data.join("ballast"))?),
            Fault::Locked(time) => {
                let Some((runtime, db, since)) = self.held.take() else {
                    return Err("nothing is locked".into());
                };
                std::thread::sleep(time.saturating_sub(since.elapsed()));
                Ok(runtime.block_on(db.close())?)
            }
            _ => self.tell([0, 0, 0, 0]),
        }
    }

    /// The number of calls that the library has made fail since the fault began.
    pub(crate) fn hits(&self) -> Result<i64> {
        let mut hits = [0; 8];
        let mut file = File::open(&self.control)?;
        file.seek(SeekFrom::Start(16))?;
        file.read_exact(&mut hits)?;
        Ok(i64::from_ne_bytes(hits))
    }

    /// Configures the faults. The decisive file is written last, so that the library never sees a partial
    /// configuration.
    fn tell(&self, [fault, calls, hits, seconds]: [i64; 4]) -> Result<()> {
        let mut file = OpenOptions::new().write(true).open(&self.control)?;
        for (place, value) in [(0, 0), (8, calls), (16, hits), (24, seconds), (0, fault)] {
            file.seek(SeekFrom::Start(place))?;
            file.write_all(&i64::to_ne_bytes(value))?;
        }
        Ok(())
    }

    /// Uses up all remaining space.
    fn fill(&self) -> Result<()> {
        let mut ballast = File::create(self.data.join("ballast"))?;
        while ballast.write(&[0; 4096]).is_ok_and(|written| written > 0) {}
        Ok(())
    }

    fn lock(&mut self) -> Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let db = runtime.block_on(async {
            let db = crate::ledger::open(&self.data).await?;
            db.execute_unprepared("PRAGMA busy_timeout = 5000").await?;
            db.execute_unprepared("BEGIN IMMEDIATE").await?;
            Ok::<_, sea_orm::DbErr>(db)
        })?;
        self.held = Some((runtime, db, Instant::now()));
        Ok(())
    }
}

impl Drop for Storage {
    fn drop(&mut self) {
        if self.small {
            let _ = Command::new("umount").arg(&self.data).status();
        }
        let _ = &self.folder;
    }
}
