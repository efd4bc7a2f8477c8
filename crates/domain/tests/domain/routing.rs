//! The approvers of a request.

use crate::support::person;
use portico_domain::{ApproverRule, Capacity, Person, route};

#[test]
fn approvals_find_their_people() {
    use ApproverRule::{Manager, Owner};
    let named = |id: &str| ApproverRule::Person(person(id));
    for (why, rules, requester, manager, expected) in [
        (
            "a manager",
            vec![Manager],
            Some("rita"),
            Some("max"),
            "manager:max",
        ),
        (
            "in order",
            vec![Owner, named("dora"), Manager],
            Some("rita"),
            Some("max"),
            "owner:olga person:dora manager:max",
        ),
        (
            "signed out",
            vec![Manager, Owner],
            None,
            None,
            "manager:- owner:olga",
        ),
        (
            "no manager is known",
            vec![Manager],
            Some("rita"),
            None,
            "owner:olga",
        ),
        (
            "no manager is known, and the owner is asked anyway",
            vec![Manager, Owner],
            Some("rita"),
            None,
            "owner:olga",
        ),
        (
            "the owner's own request",
            vec![Owner],
            Some("olga"),
            Some("max"),
            "manager:max",
        ),
        (
            "the owner's own request, without a manager",
            vec![Manager, Owner],
            Some("olga"),
            None,
            "",
        ),
        (
            "one's own name",
            vec![named("rita")],
            Some("rita"),
            Some("max"),
            "manager:max",
        ),
        (
            "asked twice",
            vec![Manager, named("max")],
            Some("rita"),
            Some("max"),
            "manager:max",
        ),
        (
            "signed out, asked twice",
            vec![Manager, Manager],
            None,
            None,
            "manager:-",
        ),
    ] {
        let [requester, manager] = [requester, manager].map(|id| id.map(person));
        let routes = route(
            &rules,
            requester.as_ref(),
            manager.as_ref(),
            &person("olga"),
        );
        let told = routes.iter().map(|route| {
            let capacity = match route.capacity {
                Capacity::Manager => "manager",
                Capacity::Owner => "owner",
                Capacity::Person => "person",
            };
            let id = |person: &Person| person.id.to_string();
            let who = route.person.as_ref().map_or("-".to_owned(), id);
            format!("{capacity}:{who}")
        });
        assert_eq!(told.collect::<Vec<_>>().join(" "), expected, "{why}");
    }
}
