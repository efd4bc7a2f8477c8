//! The upload of a file, response by response.

use portico_delivery::upload::{Command, Event, MAX_RESTARTS, PART, Stage, Upload, rename};
use serde_json::json;

const ADDRESS: &str = "/uploads/u1";

fn file(size: u64) -> Upload {
    Upload::new(
        "local-1".into(),
        "plan.png".into(),
        size,
        "image/png".into(),
    )
}

fn created() -> Event {
    Event::Created {
        address: ADDRESS.to_owned(),
    }
}

fn refused(status: u16) -> Event {
    Event::Refused {
        status,
        asked: None,
    }
}

/// Asserts the stage and the commands after these events, which all happen at the same time.
fn check(size: u64, resumable: bool, events: &[Event], stage: &str, commands: &[Command]) {
    let mut upload = file(size);
    let mut said = Vec::new();
    for event in events {
        said = upload.on(event.clone(), resumable, 0, 0);
    }
    assert_eq!(upload.stage.code(), stage, "{events:?}");
    assert_eq!(said, commands, "{events:?}");
}

#[test]
fn the_plain_way() {
    let described = Event::Described {
        id: "u1".into(),
        sha256: String::new(),
        complete: true,
    };
    check(9, false, &[Event::Go], "creating", &[Command::Post]);
    check(9, false, &[Event::Go, described], "done", &[]);
    check(9, false, &[Event::Go, refused(413)], "failed", &[]);
    check(9, false, &[Event::Go, refused(415)], "failed", &[]);
    check(
        9,
        false,
        &[Event::Go, refused(0)],
        "chosen",
        &[Command::WakeAt(0)],
    );
    // The backend is overloaded or out of space.
    for status in [503, 507] {
        check(
            9,
            false,
            &[Event::Go, refused(status)],
            "chosen",
            &[Command::WakeAt(0)],
        );
    }
}

#[test]
fn the_resumable_way() {
    let address = || ADDRESS.to_owned();
    let send = |offset, length| Command::Send {
        address: address(),
        offset,
        length,
    };
    let arrived = |offset| Event::Arrived { offset };
    let size = PART + 5;
    let finish = [Command::Check { address: address() }];
    let ask = [Command::Ask { address: address() }];
    let delete = [Command::Delete { address: address() }];
    let wake = [Command::WakeAt(0)];
    #[rustfmt::skip]
    let cases: &[(u64, &[Event], &str, &[Command])] = &[
        (size, &[Event::Go], "creating", &[Command::Create]),
        (size, &[Event::Go, created()], "sending", &[send(0, PART)]),
        (size, &[Event::Go, created(), arrived(PART)], "sending", &[send(PART, 5)]),
        (size, &[Event::Go, created(), arrived(PART), arrived(size)], "finishing", &finish),
        (0, &[Event::Go, created()], "finishing", &finish),
        // The connection was lost: ask for the offset, and resume from there.
        (size, &[Event::Go, created(), refused(0), Event::Go], "asking", &ask),
        (size, &[Event::Go, created(), refused(0), Event::Go, arrived(7)], "sending", &[send(7, PART - 2)]),
        // An unexpected offset, or a damaged part.
        (size, &[Event::Go, created(), refused(409)], "paused", &wake),
        (size, &[Event::Go, created(), refused(460)], "paused", &wake),
        // The upload was deleted in the meantime: start over.
        (size, &[Event::Go, created(), refused(404)], "chosen", &wake),
        (size, &[Event::Go, created(), refused(401)], "failed", &[]),
        (size, &[Event::Go, created(), Event::Cancel], "cancelled", &delete),
        (size, &[Event::Go, Event::Cancel, created()], "cancelled", &delete),
        (size, &[Event::Go, created(), Event::Revived], "paused", &wake),
        (size, &[Event::Go, created(), Event::BytesGone], "failed", &[]),
    ];
    for (size, events, state, commands) in cases {
        check(*size, true, events, state, commands);
    }
}

#[test]
fn damage_is_mended_so_often() {
    let mut upload = file(1);
    upload.sha256 = Some("aa".to_owned());
    let damaged = || Event::Described {
        id: "u1".into(),
        sha256: "bb".into(),
        complete: true,
    };
    for _ in 0..MAX_RESTARTS {
        upload.on(Event::Go, false, 0, 0);
        upload.on(damaged(), false, 0, 0);
        assert_eq!(upload.stage.code(), "chosen");
    }
    upload.on(Event::Go, false, 0, 0);
    upload.on(damaged(), false, 0, 0);
    assert!(
        matches!(upload.stage, Stage::Failed { retry: true, .. }),
        "{:?}",
        upload.stage
    );
    upload.on(Event::Go, false, 0, 0);
    let whole = Event::Described {
        id: "u1".into(),
        sha256: "AA".into(),
        complete: true,
    };
    upload.on(whole, false, 0, 0);
    assert_eq!(upload.name_in_answers(), "u1");
    // The backend deleted the upload before the request was sent.
    upload.on(Event::Lost, false, 0, 0);
    assert_eq!(upload.name_in_answers(), "local-1");
}

#[test]
fn the_answers_name_what_has_arrived() {
    let mut answers =
        json!({"plan": "local-1", "more": ["x", {"file": "local-1"}], "text": "local-12"});
    rename(&mut answers, "local-1", "u1");
    assert_eq!(
        answers,
        json!({"plan": "u1", "more": ["x", {"file": "u1"}], "text": "local-12"})
    );
}
