//! The state machine of an upload. The draft has to be stored after each event.

use super::{Stage, Upload, UploadError};
use crate::retry::{PATIENT, Wait};
use crate::{Millis, retry};

/// The maximum size of a part in bytes. Each part is sent with its checksum.
pub const PART: u64 = 4 << 20;
/// How often an upload starts over on its own.
pub const MAX_RESTARTS: u32 = 5;

/// An input to the state machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Start or continue: a file was selected, a timer expired, the network is back, the user signed in or clicked "try
    /// again".
    Go,
    /// The page was loaded with this file in the draft, so nothing is in flight.
    Revived,
    /// An upload was created ([`Command::Create`]).
    Created {
        /// The `Location` header.
        address: String,
    },
    /// The number of bytes that have arrived ([`Command::Ask`], [`Command::Send`]).
    Arrived {
        /// The `Upload-Offset` header.
        offset: u64,
    },
    /// The upload as described by the backend ([`Command::Post`], [`Command::Check`]).
    Described {
        /// The id of the upload.
        id: String,
        /// The SHA-256 in hexadecimal.
        sha256: String,
        /// Whether all bytes have arrived.
        complete: bool,
    },
    /// Any other response, or none at all.
    Refused {
        /// The status; 0 if there was no response or it could not be read.
        status: u16,
        /// The delay from `Retry-After`.
        asked: Option<Millis>,
    },
    /// The stored bytes cannot be read.
    BytesGone,
    /// When the request was sent, the backend said that the upload no longer exists.
    Lost,
    /// The user removed the file.
    Cancel,
}

/// An output of the state machine. There is one exchange at a time, and each ends in an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `POST /uploads` to create a tus upload.
    Create,
    /// `POST /uploads` with the whole file.
    Post,
    /// `HEAD` on the upload.
    Ask {
        /// The URL of the upload.
        address: String,
    },
    /// `PATCH` on the upload.
    Send {
        /// The URL of the upload.
        address: String,
        /// The start of the part.
        offset: u64,
        /// The length of the part, at most [`PART`].
        length: u64,
    },
    /// `GET` on the upload.
    Check {
        /// The URL of the upload.
        address: String,
    },
    /// `DELETE` on the upload. Abort any exchange in flight for this file; the response is ignored.
    Delete {
        /// The URL of the upload.
        address: String,
    },
    /// Send [`Event::Go`] at this time.
    WakeAt(Millis),
}

impl Upload {
    /// Handles an event. `resumable`: whether the backend supports tus. `random` is a random number of 32 bits.
    pub fn on(&mut self, event: Event, resumable: bool, now: Millis, random: u32) -> Vec<Command> {
        match event {
            Event::Go => self.go(resumable),
            Event::Revived => self.revive(now),
            Event::Created { address } => self.created(address),
            Event::Arrived { offset } => self.arrived_at(offset, now, random),
            Event::Described {
                id,
                sha256,
                complete,
            } => self.described(id, &sha256, complete, now, random),
            Event::Refused { status, asked } => self.refused(status, asked, now, random),
            Event::BytesGone => match self.stage {
                Stage::Done { .. } | Stage::Cancelled => Vec::new(),
                _ => self.fail(UploadError::BytesGone, false),
            },
            Event::Lost => match self.stage {
                Stage::Done { .. } => self.restart(now, random),
                _ => Vec::new(),
            },
            Event::Cancel => {
                let address = self.address().map(str::to_owned);
                self.stage = Stage::Cancelled;
                address
                    .map(|address| Command::Delete { address })
                    .into_iter()
                    .collect()
            }
        }
    }

    fn address(&self) -> Option<&str> {
        match &self.stage {
            Stage::Sending { address, .. }
            | Stage::Paused { address, .. }
            | Stage::Asking { address }
            | Stage::Finishing { address } => Some(address),
            _ => None,
        }
    }

    fn go(&mut self, resumable: bool) -> Vec<Command> {
        match &self.stage {
            Stage::Chosen(_) | Stage::Failed { retry: true, .. } => {
                self.stage = Stage::Creating;
                vec![if resumable {
                    Command::Create
                } else {
                    Command::Post
                }]
            }
            Stage::Paused { address, .. } => {
                let address = address.clone();
                self.ask(address)
            }
            _ => Vec::new(),
        }
    }

    /// Resumes from what is known for certain.
    fn revive(&mut self, now: Millis) -> Vec<Command> {
        let wait = Wait {
            until: now,
            asked: false,
        };
        self.stage = match (&self.stage, self.address()) {
            (Stage::Chosen(_) | Stage::Creating, _) => Stage::Chosen(wait),
            (_, Some(address)) => Stage::Paused {
                address: address.to_owned(),
                offset: self.arrived(),
                wait,
            },
            _ => return Vec::new(),
        };
        vec![Command::WakeAt(now)]
    }

    fn ask(&mut self, address: String) -> Vec<Command> {
        self.stage = Stage::Asking {
            address: address.clone(),
        };
        vec![Command::Ask { address }]
    }

    fn created(&mut self, address: String) -> Vec<Command> {
        match self.stage {
            Stage::Creating => self.send(address, 0),
            // The file was removed while its upload was being created.
            Stage::Cancelled => vec![Command::Delete { address }],
            _ => Vec::new(),
        }
    }

    fn arrived_at(&mut self, offset: u64, now: Millis, random: u32) -> Vec<Command> {
        match &self.stage {
            Stage::Sending {
                address,
                offset: before,
            } => {
                let address = address.clone();
                if offset <= *before || offset > self.size {
                    return self.pause(None, now, random);
                }
                self.attempts = 0;
                self.send(address, offset)
            }
            Stage::Asking { .. } if offset > self.size => self.restart(now, random),
            Stage::Asking { address } => {
                let address = address.clone();
                self.send(address, offset)
            }
            _ => Vec::new(),
        }
    }

    fn send(&mut self, address: String, offset: u64) -> Vec<Command> {
        if offset >= self.size {
            self.stage = Stage::Finishing {
                address: address.clone(),
            };
            return vec![Command::Check { address }];
        }
        self.stage = Stage::Sending {
            address: address.clone(),
            offset,
        };
        let length = (self.size - offset).min(PART);
        vec![Command::Send {
            address,
            offset,
            length,
        }]
    }

    fn described(
        &mut self,
        id: String,
        sha256: &str,
        complete: bool,
        now: Millis,
        random: u32,
    ) -> Vec<Command> {
        if !matches!(self.stage, Stage::Creating | Stage::Finishing { .. }) {
            return Vec::new();
        }
        let unharmed = self
            .sha256
            .as_deref()
            .is_none_or(|own| own.eq_ignore_ascii_case(sha256));
        if !complete || !unharmed || id.is_empty() {
            return self.restart(now, random);
        }
        self.attempts = 0;
        self.stage = Stage::Done { id };
        Vec::new()
    }

    fn refused(
        &mut self,
        status: u16,
        asked: Option<Millis>,
        now: Millis,
        random: u32,
    ) -> Vec<Command> {
        if !matches!(
            self.stage,
            Stage::Creating
                | Stage::Sending { .. }
                | Stage::Asking { .. }
                | Stage::Finishing { .. }
        ) {
            return Vec::new();
        }
        let made = self.address().is_some();
        match status {
            401 => self.fail(UploadError::SignIn, true),
            // The upload was deleted, or its part was damaged or had an unexpected offset.
            404 | 410 if made => self.restart(now, random),
            409 | 460 if made => self.pause(asked, now, random),
            408 | 425 | 429 => self.pause(asked, now, random),
            413 => self.fail(UploadError::TooLarge, false),
            415 => self.fail(UploadError::WrongType, false),
            400..500 => self.fail(UploadError::Refused, false),
            _ => self.pause(asked, now, random),
        }
    }

    /// Pauses, longer each time nothing has arrived since.
    fn pause(&mut self, asked: Option<Millis>, now: Millis, random: u32) -> Vec<Command> {
        self.attempts = self.attempts.saturating_add(1);
        // An upload that makes no progress although the backend responds may be broken there.
        if self.attempts.is_multiple_of(PATIENT) && self.address().is_some() {
            return self.restart(now, random);
        }
        let wait = Wait::after(self.attempts, asked, now, random);
        self.stage = match self.address() {
            Some(address) => Stage::Paused {
                address: address.to_owned(),
                offset: self.arrived(),
                wait,
            },
            None => Stage::Chosen(wait),
        };
        vec![Command::WakeAt(wait.until)]
    }

    /// Starts over with the stored bytes.
    fn restart(&mut self, now: Millis, random: u32) -> Vec<Command> {
        if self.restarts >= MAX_RESTARTS {
            self.restarts = 0;
            return self.fail(UploadError::Damaged, true);
        }
        self.restarts += 1;
        let until = now.saturating_add(retry::pause(self.restarts, random));
        self.stage = Stage::Chosen(Wait {
            until,
            asked: false,
        });
        vec![Command::WakeAt(until)]
    }

    fn fail(&mut self, why: UploadError, retry: bool) -> Vec<Command> {
        self.stage = Stage::Failed { why, retry };
        Vec::new()
    }
}
