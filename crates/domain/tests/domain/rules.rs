//! The permissions of each role in each state.

use crate::support::{actor, after, agent, deputy, in_state, person, reason, submitted, text};
use portico_domain::{
    Action, Actor, ApprovalId, Command, Rating, Refusal, State, actions, decide, submit,
};

/// The actions of every role in every state; combinations that are not listed allow nothing.
const TABLE: &str = "
    requester    new              comment cancel
    requester    waitingApproval  comment cancel
    requester    inProgress       comment cancel
    requester    waitingUser      comment answer cancel
    requester    resolved         close reopen rate
    requester    closed           rate
    requestedFor waitingUser      answer
    requestedFor resolved         close reopen rate
    requestedFor closed           rate
    approver     waitingApproval  approve reject
    fulfiller    new              comment assign start resolve
    fulfiller    waitingApproval  comment
    fulfiller    inProgress       comment assign ask resolve
    fulfiller    waitingUser      comment assign resolve
    system       resolved         close
";

fn word(of: impl std::fmt::Debug) -> String {
    let word = format!("{of:?}");
    let (first, rest) = word.split_at(1);
    first.to_lowercase() + rest
}

/// A valid command for an action.
fn command(action: Action) -> Command {
    let (approval, why) = (ApprovalId(1), reason("Because"));
    match action {
        Action::Comment => Command::Comment {
            body: text("Hello"),
        },
        Action::Approve => Command::Approve {
            approval,
            reason: None,
        },
        Action::Reject => Command::Reject {
            approval,
            reason: why,
        },
        Action::Assign => Command::Assign { to: person("uwe") },
        Action::Start => Command::Start,
        Action::Ask => Command::Ask {
            question: text("Which?"),
        },
        Action::Answer => Command::Answer {
            body: text("That one"),
        },
        Action::Resolve => Command::Resolve { reason: why },
        Action::Close => Command::Close,
        Action::Reopen => Command::Reopen { reason: why },
        Action::Cancel => Command::Cancel { reason: why },
        Action::Rate => Command::Rate {
            rating: Rating::new(4).unwrap(),
            reason: None,
        },
    }
}

#[test]
fn every_role_may_do_in_every_state_what_the_table_says() {
    let actors = [
        ("requester", actor("rita")),
        ("requestedFor", actor("finn")),
        ("watcher", actor("wim")),
        ("approver", actor("anna")),
        ("fulfiller", agent("olaf")),
        ("system", Actor::System),
        ("stranger", actor("zoe")),
    ];
    for (role, actor) in actors {
        for state in State::ALL {
            let row = TABLE.lines().map(|line| line.split_whitespace());
            let mut row = row.filter_map(|mut row| {
                (row.next() == Some(role) && row.next() == Some(&*word(state))).then_some(row)
            });
            let expected: Vec<_> = row.next().into_iter().flatten().collect();
            let request = in_state(state);
            let offered = actions(&request, &actor);
            let offered: Vec<_> = offered.into_iter().map(word).collect();
            assert_eq!(offered, expected, "{role} in {state:?}");
            for action in Action::ALL {
                let outcome = decide(&request, &actor, command(action), 3);
                let offered = expected.contains(&&*word(action));
                assert_eq!(outcome.is_ok(), offered, "{role} in {state:?}: {action:?}");
            }
        }
    }
}

#[test]
fn a_refusal_names_the_rule() {
    let open = in_state(State::InProgress);
    let refused = |request, by: &Actor, action| after(request, by, command(action)).unwrap_err();
    let role = refused(&open, &actor("zoe"), Action::Cancel);
    assert_eq!((role, role.rule()), (Refusal::Role(Action::Cancel), "role"));
    let closed = in_state(State::Closed);
    let state = refused(&closed, &actor("rita"), Action::Comment);
    assert_eq!(state, Refusal::State(Action::Comment, State::Closed));
    assert_eq!(
        refused(&closed, &actor("zoe"), Action::Comment).rule(),
        "role",
        "whoever may not do it learns nothing of the state"
    );
    let to = Command::Assign { to: person("olaf") };
    let unchanged = after(&open, &agent("uwe"), to).unwrap_err();
    assert_eq!(unchanged, Refusal::Unchanged(Action::Assign));
}

#[test]
fn commands_lead_from_state_to_state() {
    for (from, by, action, to) in [
        (
            State::WaitingApproval,
            actor("anna"),
            Action::Approve,
            State::New,
        ),
        (
            State::WaitingApproval,
            actor("anna"),
            Action::Reject,
            State::Cancelled,
        ),
        (
            State::WaitingApproval,
            actor("rita"),
            Action::Comment,
            State::WaitingApproval,
        ),
        (
            State::WaitingApproval,
            actor("rita"),
            Action::Cancel,
            State::Cancelled,
        ),
        (State::New, agent("olaf"), Action::Start, State::InProgress),
        (State::New, agent("olaf"), Action::Assign, State::New),
        (State::New, agent("olaf"), Action::Resolve, State::Resolved),
        (
            State::InProgress,
            agent("olaf"),
            Action::Ask,
            State::WaitingUser,
        ),
        (
            State::WaitingUser,
            actor("finn"),
            Action::Answer,
            State::InProgress,
        ),
        (
            State::WaitingUser,
            actor("rita"),
            Action::Comment,
            State::WaitingUser,
        ),
        (
            State::WaitingUser,
            agent("olaf"),
            Action::Resolve,
            State::Resolved,
        ),
        (
            State::Resolved,
            actor("rita"),
            Action::Reopen,
            State::InProgress,
        ),
        (State::Resolved, actor("rita"), Action::Close, State::Closed),
        (
            State::Resolved,
            actor("rita"),
            Action::Rate,
            State::Resolved,
        ),
        (State::Closed, actor("finn"), Action::Rate, State::Closed),
        (
            State::InProgress,
            actor("rita"),
            Action::Cancel,
            State::Cancelled,
        ),
    ] {
        let request = in_state(from);
        let request = after(&request, &by, command(action)).unwrap();
        assert_eq!(request.state(), to, "{action:?} in {from:?}");
        assert_eq!(request.updated_at(), 2);
    }
}

#[test]
fn a_rating_is_kept_and_can_be_changed() {
    let rate = |request, stars| {
        let rating = Rating::new(stars).unwrap();
        let command = Command::Rate {
            rating,
            reason: None,
        };
        (after(request, &actor("rita"), command), Some(rating))
    };
    let resolved = in_state(State::Resolved);
    let (rated, four) = rate(&resolved, 4);
    let rated = rated.unwrap();
    assert_eq!(rated.rating(), four);
    let (again, _) = rate(&rated, 4);
    assert_eq!(again, Err(Refusal::Unchanged(Action::Rate)));
    let (changed, two) = rate(&rated, 2);
    assert_eq!(changed.unwrap().rating(), two);
    assert_eq!([0, 6].map(Rating::new), [None, None]);
}

#[test]
fn whoever_begins_work_that_nobody_has_takes_it() {
    let begun = after(&in_state(State::New), &agent("olaf"), Command::Start).unwrap();
    assert_eq!(begun.assignee(), Some(&person("olaf")));
    let to = Command::Assign { to: person("uwe") };
    let given = after(&in_state(State::New), &agent("olaf"), to).unwrap();
    let begun = after(&given, &agent("olaf"), Command::Start).unwrap();
    assert_eq!(begun.assignee(), Some(&person("uwe")), "it stays theirs");
}

#[test]
fn events_say_who_in_whose_name_and_why() {
    let request = submitted(vec![crate::support::approval(
        portico_domain::Quorum::One,
        &["anna"],
    )]);
    let reject = Command::Reject {
        approval: ApprovalId(1),
        reason: reason("  Too dear "),
    };
    let events = decide(&request, &deputy("bert", "anna"), reject, 7).unwrap();
    let [event] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(event.at, 7);
    assert_eq!(event.actor, Some(person("bert")));
    assert_eq!(event.on_behalf_of, Some(person("anna")));
    assert_eq!(event.reason.as_ref().unwrap().as_str(), "Too dear");
    let states = (event.before, event.after);
    assert_eq!(states, (Some(State::WaitingApproval), State::Cancelled));

    let ordered = submit(
        crate::support::submission(Vec::new()),
        "R-1".to_owned(),
        &actor("rita"),
        1,
    )
    .unwrap();
    assert_eq!(ordered.on_behalf_of, Some(person("finn")));
    assert_eq!((ordered.before, ordered.after), (None, State::New));
    let closed = decide(
        &in_state(State::Resolved),
        &Actor::System,
        Command::Close,
        9,
    )
    .unwrap();
    assert_eq!(closed[0].actor, None);
}
