//! Approvals: who decides, and when they are settled.

use crate::support::{actor, after, approval, deputy, person, reason, submission, submitted};
use portico_domain::{
    Actor, ApprovalId, ApprovalState, Approvers, Command, Quorum, Refusal, Request,
    RequiredApproval, State, submit,
};

fn approve(id: u32) -> Command {
    Command::Approve {
        approval: ApprovalId(id),
        reason: None,
    }
}

fn reject(id: u32) -> Command {
    Command::Reject {
        approval: ApprovalId(id),
        reason: reason("No budget"),
    }
}

fn states(request: &Request) -> Vec<ApprovalState> {
    let approvals = request.approvals();
    approvals
        .map(|(_, approval)| request.approval_state(approval))
        .collect()
}

#[test]
fn a_request_waits_until_as_many_as_it_needs_have_agreed() {
    use ApprovalState::{Approved, Pending};
    let one = || approval(Quorum::One, &["anna", "bert"]);
    let all = || approval(Quorum::All, &["anna", "bert"]);
    type Steps = &'static [(&'static str, u32)];
    for (required, steps, expected, state) in [
        (vec![], &[][..] as Steps, vec![], State::New),
        (vec![one()], &[], vec![Pending], State::WaitingApproval),
        (vec![one()], &[("bert", 1)], vec![Approved], State::New),
        (
            vec![all()],
            &[("bert", 1)],
            vec![Pending],
            State::WaitingApproval,
        ),
        (
            vec![all()],
            &[("bert", 1), ("anna", 1)],
            vec![Approved],
            State::New,
        ),
        (
            vec![one(), all()],
            &[("anna", 1), ("anna", 2)],
            vec![Approved, Pending],
            State::WaitingApproval,
        ),
        (
            vec![one(), all()],
            &[("anna", 2), ("bert", 2), ("anna", 1)],
            vec![Approved, Approved],
            State::New,
        ),
    ] {
        let mut request = submitted(required);
        for (who, id) in steps {
            request = after(&request, &actor(who), approve(*id)).unwrap();
        }
        assert_eq!(states(&request), expected, "{steps:?}");
        assert_eq!(request.state(), state, "{steps:?}");
    }
}

#[test]
fn a_single_no_cancels_the_request() {
    use ApprovalState::{Approved, Rejected, Withdrawn};
    let request = submitted(vec![
        approval(Quorum::One, &["anna"]),
        approval(Quorum::All, &["bert", "carl"]),
        approval(Quorum::One, &["dora"]),
    ]);
    let request = after(&request, &actor("anna"), approve(1)).unwrap();
    let request = after(&request, &actor("bert"), approve(2)).unwrap();
    let request = after(&request, &actor("carl"), reject(2)).unwrap();
    assert_eq!(states(&request), [Approved, Rejected, Withdrawn]);
    assert_eq!(request.state(), State::Cancelled);
    let said = request.approval(ApprovalId(2)).unwrap();
    let said = said.decision(&"carl".into()).unwrap();
    assert_eq!(said.reason.as_ref().unwrap().as_str(), "No budget");
    let late = after(&request, &actor("dora"), approve(3)).unwrap_err();
    assert_eq!(late.rule(), "state", "nothing is left to decide");
}

#[test]
fn only_whoever_is_asked_decides_and_only_once() {
    let request = submitted(vec![
        approval(Quorum::All, &["anna", "bert"]),
        approval(Quorum::One, &["carl", "dora"]),
    ]);
    let request = after(&request, &actor("anna"), approve(1)).unwrap();
    let request = after(&request, &actor("carl"), approve(2)).unwrap();
    for (who, id, rule) in [
        (actor("zoe"), 1, "role"),
        (actor("carl"), 1, "role"),
        (actor("finn"), 1, "role"),
        (actor("anna"), 1, "decided"),
        (actor("dora"), 2, "settled"),
        (actor("anna"), 3, "unknown-approval"),
        (deputy("zoe", "wim"), 1, "role"),
        (deputy("bert", "anna"), 1, "decided"),
        (deputy("rita", "bert"), 1, "own-request"),
        (Actor::System, 1, "role"),
    ] {
        for command in [approve(id), reject(id)] {
            let refused = after(&request, &who, command).unwrap_err();
            assert_eq!(refused.rule(), rule, "{who:?}: {id}");
        }
    }
    let by_deputy = after(&request, &deputy("zoe", "bert"), approve(1)).unwrap();
    assert_eq!(by_deputy.state(), State::New);
    let said = by_deputy.approval(ApprovalId(1)).unwrap();
    let said = said.decision(&"bert".into()).unwrap();
    assert_eq!(said.by, Some(person("zoe")));
}

#[test]
fn nobody_is_asked_about_their_own_request() {
    for approvers in [&["rita"][..], &["anna", "rita"]] {
        let submission = submission(vec![approval(Quorum::One, approvers)]);
        let refused = submit(submission, "R-1".to_owned(), &actor("rita"), 1);
        assert_eq!(refused, Err(Refusal::OwnRequest), "{approvers:?}");
    }
}

#[test]
fn an_approval_has_somebody_to_approve_it_and_nobody_twice() {
    assert_eq!(Approvers::new([]), None);
    let twice = Approvers::new(["anna", "bert", "anna"].map(person)).unwrap();
    let names: Vec<_> = twice.iter().map(|person| person.id.as_str()).collect();
    assert_eq!(names, ["anna", "bert"]);
    let nobody = r#"{"capacity":"owner","quorum":"all","approvers":[]}"#;
    assert!(serde_json::from_str::<RequiredApproval>(nobody).is_err());
}
