//! Audiences and groups.

use portico_domain::{Group, Membership};

#[test]
fn groups_decide_who_belongs_to_an_audience() {
    let roles = ["employee".to_owned(), "manager".to_owned()];
    let rita = Membership::new("rita", roles, Some("finance"));
    let role = |name: &str| Group::Role(name.to_owned());
    let department = |id: &str| Group::Department(id.to_owned());
    let one = |id: &str| Group::Person(id.to_owned());
    for (audience, belongs) in [
        (None, true),
        (Some(vec![]), false),
        (Some(vec![Group::employees()]), true),
        (Some(vec![role("contractor")]), false),
        (Some(vec![role("contractor"), department("finance")]), true),
        (Some(vec![department("employee"), role("finance")]), false),
        (Some(vec![one("rita")]), true),
        (Some(vec![one("finn")]), false),
    ] {
        assert_eq!(rita.is_in(audience.as_deref()), belongs, "{audience:?}");
    }
    let named = [role("manager"), role("contractor")].into();
    assert_eq!(rita.among(&named), [role("manager")].into());
}
