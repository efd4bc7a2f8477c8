//! Properties that hold for all requests and commands.

use crate::support::{
    TEAM, actor, agent, applied, approval, deputy, person, reason, submission, text,
};
use portico_domain::{
    Actor, ApprovalId, Command, Event, Parts, Quorum, Rating, Request, RequiredApproval, actions,
    apply, decide, replay, submit,
};
use proptest::prelude::*;

/// Only a few people, so that each of them has many roles.
fn id() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["rita", "finn", "wim", "anna", "bert", "olaf", "zoe"])
}

fn anybody() -> impl Strategy<Value = Actor> {
    prop_oneof![
        4 => id().prop_map(actor),
        3 => id().prop_map(agent),
        1 => (id(), id()).prop_map(|(one, other)| deputy(one, other)),
        1 => Just(Actor::System),
    ]
}

fn required() -> impl Strategy<Value = RequiredApproval> {
    let quorum = prop::sample::select(vec![Quorum::One, Quorum::All]);
    // Rita is the requester, so she is never an approver.
    let others = prop::sample::select(vec!["finn", "wim", "anna", "bert", "olaf", "zoe"]);
    let approvers = prop::collection::vec(others, 1..4);
    (quorum, approvers).prop_map(|(quorum, approvers)| approval(quorum, &approvers))
}

fn command() -> impl Strategy<Value = Command> {
    let why = || Just(reason("Because"));
    let approval = || (0..4_u32).prop_map(ApprovalId);
    let rating = (1..=5_u8).prop_map(|stars| Rating::new(stars).unwrap());
    prop_oneof![
        Just(Command::Comment {
            body: text("Hello")
        }),
        approval().prop_map(|approval| Command::Approve {
            approval,
            reason: None
        }),
        approval().prop_map(|approval| Command::Approve {
            approval,
            reason: None
        }),
        (approval(), why()).prop_map(|(approval, reason)| Command::Reject { approval, reason }),
        id().prop_map(|to| Command::Assign { to: person(to) }),
        Just(Command::Start),
        Just(Command::Ask {
            question: text("Which?")
        }),
        Just(Command::Answer { body: text("That") }),
        why().prop_map(|reason| Command::Resolve { reason }),
        Just(Command::Close),
        why().prop_map(|reason| Command::Reopen { reason }),
        why().prop_map(|reason| Command::Cancel { reason }),
        rating.prop_map(|rating| Command::Rate {
            rating,
            reason: None
        }),
    ]
}

/// What is settled stays settled: no approval is lost, and no decision changes.
fn keeps_its_approvals(before: &Request, after: &Request) {
    assert_eq!(before.approvals().count(), after.approvals().count());
    for ((_, before), (_, after)) in before.approvals().zip(after.approvals()) {
        assert_eq!(before.required(), after.required());
        if before.verdict().is_some() {
            assert_eq!(before, after);
        }
        for (person, said) in before.decisions() {
            assert!(said.is_none() || said == after.decision(&person.id));
        }
    }
}

/// Storing and loading a request and its events changes nothing.
fn can_be_stored(request: &Request, events: &[Event]) {
    let parts = Parts::from(request.clone());
    assert_eq!(Request::try_from(parts).as_ref(), Ok(request));
    for event in events {
        let stored = serde_json::to_string(&event.change).unwrap();
        assert_eq!(
            serde_json::from_str(&stored).ok(),
            Some(event.change.clone())
        );
    }
}

proptest! {
    #[test]
    fn whatever_is_tried_the_events_tell_the_request(
        approvals in prop::collection::vec(required(), 0..3),
        tries in prop::collection::vec((anybody(), command()), 0..60),
    ) {
        let submission = submission(approvals);
        let first = submit(submission, "R-1".to_owned(), &actor("rita"), 0).unwrap();
        let mut request = apply(None, &first).unwrap();
        let mut log = vec![first];
        for (now, (by, command)) in (1..).zip(tries) {
            let (offered, action) = (actions(&request, &by), command.action());
            let Ok(events) = decide(&request, &by, command, now) else {
                continue;
            };
            assert!(offered.contains(&action), "{action:?} was not offered");
            let next = applied(&request, &events);
            let mut state = request.state();
            for event in &events {
                assert_eq!(event.before, Some(state), "states follow each other");
                state = event.after;
            }
            assert_eq!(state, next.state());
            assert!(!request.state().is_terminal() || state == request.state());
            assert_eq!(next.updated_at(), now);
            assert_eq!(next.team(), Some(TEAM));
            keeps_its_approvals(&request, &next);
            can_be_stored(&next, &events);
            request = next;
            log.extend(events);
        }
        assert_eq!(replay(&log).as_ref(), Some(&request));
    }

    #[test]
    fn events_without_a_beginning_make_no_request(by in anybody(), command in command()) {
        let request = crate::support::submitted(Vec::new());
        if let Ok(events) = decide(&request, &by, command, 1) {
            assert_eq!(replay(&events), None);
        }
    }

    #[test]
    fn a_request_begins_only_once(approvals in prop::collection::vec(required(), 0..3)) {
        let submission = submission(approvals);
        let first = submit(submission, "R-1".to_owned(), &actor("rita"), 0).unwrap();
        let once = replay([&first]);
        assert_eq!(replay([&first, &first]), once);
    }
}
