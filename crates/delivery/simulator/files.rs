//! Simulates the upload of one file: parts are lost or damaged, uploads are deleted by the backend, and pages are
//! reloaded. In the end the file has arrived intact, or its author was told why not.

use crate::bug::Bug;
use crate::fault::Fault;
use crate::world::World;
use portico_delivery::upload::{Command, Event, PART, Stage, Upload};

/// The upload as stored by the server.
struct StoredUpload {
    id: u64,
    offset: u64,
    damaged: bool,
}

pub(crate) fn run(world: &mut World) {
    let size = *world
        .rng
        .pick(&[0, 1, PART, PART + 1, 5 * PART / 2])
        .unwrap_or(&1);
    let resumable = world.rng.permille(700);
    let mut file = Upload::new(
        "file-1".to_owned(),
        "plan.png".to_owned(),
        size,
        "image/png".to_owned(),
    );
    file.sha256 = Some("good".to_owned());
    let mut there: Option<StoredUpload> = None;
    let mut clock = world.now;
    let trouble = world.rng.below(400);
    let mut event = Event::Go;
    for step in 0..2_000_u32 {
        // No faults occur in the second half.
        let rate = if step < 60 { trouble } else { 0 };
        if step < 60 && world.rng.permille(50) {
            world.fault(Fault::UploadRevived);
            event = Event::Revived;
        }
        let random = world.rng.random();
        let mut commands = file.on(event, resumable, clock, random);
        world.say(|| format!("file {:?} {commands:?}", file.stage));
        event = match commands.pop() {
            None => match &file.stage {
                Stage::Done { .. } => break,
                Stage::Failed { retry: true, .. } => Event::Go,
                Stage::Failed { .. } | Stage::Cancelled => break,
                // The machine issued no command although nothing is in flight, so it would never continue.
                _ => return world.fail(format!("upload stuck at {}", file.stage.code())),
            },
            Some(Command::WakeAt(at)) => {
                clock = clock.max(at);
                Event::Go
            }
            Some(command) => exchange(world, &mut there, &file, &command, rate),
        };
    }
    match (&file.stage, &there) {
        (Stage::Done { id }, Some(there)) if *id == there.id.to_string() => {
            if there.damaged || there.offset != size {
                world.fail("an upload counts as done that is not what was chosen".to_owned());
            }
        }
        (stage, _) => world.fail(format!("upload ended at {}", stage.code())),
    }
}

fn exchange(
    world: &mut World,
    there: &mut Option<StoredUpload>,
    file: &Upload,
    command: &Command,
    rate: u64,
) -> Event {
    let lost = Event::Refused {
        status: 0,
        asked: None,
    };
    if world.rng.permille(rate / 2) {
        world.fault(Fault::UploadLost);
        let blind = world.bug == Some(Bug::BlindResume);
        if let (Command::Send { offset, length, .. }, true) = (command, blind) {
            return Event::Arrived {
                offset: offset + length,
            };
        }
        return lost;
    }
    if world.rng.permille(rate / 8) {
        world.fault(Fault::UploadCleaned);
        *there = None;
    }
    let damages = world.rng.permille(rate / 4);
    let event = match answer(world, there, file.size, command, damages, rate) {
        Ok(event) => event,
        Err(refused) => return refused,
    };
    if damages {
        world.fault(Fault::UploadDamaged);
    }
    // The response is lost as easily as the request.
    if world.rng.permille(rate / 2) {
        world.fault(Fault::UploadLost);
        return lost;
    }
    event
}

/// What the backend makes of a command; `Err` for a part that it did not take, or not whole.
fn answer(
    world: &mut World,
    there: &mut Option<StoredUpload>,
    size: u64,
    command: &Command,
    damages: bool,
    rate: u64,
) -> Result<Event, Event> {
    let refused = |status| Event::Refused {
        status,
        asked: None,
    };
    Ok(match (command, there.as_mut()) {
        (Command::Create, _) => {
            let id = world.name();
            *there = Some(StoredUpload {
                id,
                offset: 0,
                damaged: false,
            });
            Event::Created {
                address: format!("/uploads/{id}"),
            }
        }
        (Command::Post, _) => {
            let id = world.name();
            *there = Some(StoredUpload {
                id,
                offset: size,
                damaged: damages,
            });
            described(world, there.as_ref())
        }
        (Command::Ask { .. }, Some(there)) => Event::Arrived {
            offset: there.offset,
        },
        (Command::Send { offset, length, .. }, Some(there)) => {
            if *offset != there.offset {
                return Err(refused(409));
            }
            // Not every part has a checksum, so damage may go unnoticed.
            if damages && world.rng.permille(500) {
                return Err(refused(460));
            }
            let cut = world.rng.permille(rate / 4);
            there.offset += if cut {
                world.rng.below(*length)
            } else {
                *length
            };
            there.damaged |= damages;
            if cut {
                world.fault(Fault::UploadLost);
                return Err(refused(0));
            }
            Event::Arrived {
                offset: there.offset,
            }
        }
        (Command::Check { .. }, Some(_)) => described(world, there.as_ref()),
        _ => refused(404),
    })
}

fn described(world: &World, there: Option<&StoredUpload>) -> Event {
    let Some(there) = there else {
        return Event::Refused {
            status: 404,
            asked: None,
        };
    };
    let honest = world.bug != Some(Bug::NoChecksum);
    let sha256 = if there.damaged && honest {
        "bad"
    } else {
        "good"
    };
    Event::Described {
        id: there.id.to_string(),
        sha256: sha256.to_owned(),
        complete: true,
    }
}
