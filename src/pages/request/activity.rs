//! The loaded events of a request: those that came with it, and earlier ones.

use portico_contract::{Event, Page, Request};

/// Events without a gap, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Activity {
    pub events: Vec<Event>,
    /// The cursor of the earlier events, if there are any.
    pub earlier: Option<String>,
}

impl Activity {
    /// Adds the events of a request that was loaded again. Events are added and never changed, so the loaded ones stay,
    /// unless there is a gap because of many new events.
    pub(super) fn merge(&mut self, request: &Request) {
        let (new, gap): (Vec<_>, bool) = {
            let knows = |event: &&Event| self.events.iter().any(|own| own.id == event.id);
            let new = request.events.iter().filter(|event| !knows(event));
            (
                new.cloned().collect(),
                !request.events.iter().any(|event| knows(&event)),
            )
        };
        if gap || request.earlier_events.is_none() {
            self.events.clone_from(&request.events);
            self.earlier.clone_from(&request.earlier_events);
        } else {
            self.events.extend(new);
        }
    }

    /// Prepends a page of earlier events, newest first. Returns their number.
    pub(super) fn put_before(&mut self, page: Page<Event>) -> usize {
        self.earlier = page.next;
        let mut events = page.items;
        events.retain(|event| self.events.iter().all(|own| own.id != event.id));
        events.reverse();
        let count = events.len();
        self.events.splice(0..0, events);
        count
    }
}

#[cfg(test)]
mod tests {
    use super::Activity;
    use portico_contract::{Event, Page, Request};
    use serde_json::json;

    fn events(ids: &[u32]) -> serde_json::Value {
        let event = |id: &u32| json!({ "id": format!("e{id}"), "at": "2026-01-01T00:00:00Z", "kind": "comment" });
        ids.iter().map(event).collect()
    }

    fn request(ids: &[u32], earlier: Option<&str>) -> Request {
        let request = json!({
            "id": "r1", "number": "R-1", "service": { "id": "vpn", "name": "VPN" },
            "state": { "category": "new", "label": "SendOutcome" }, "requester": { "id": "ada", "name": "Ada" },
            "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z",
            "events": events(ids), "earlierEvents": earlier,
        });
        serde_json::from_value(request).unwrap_or_else(|error| unreachable!("{error}"))
    }

    fn page(ids: &[u32], next: Option<&str>) -> Page<Event> {
        let page = json!({ "items": events(ids), "next": next });
        serde_json::from_value(page).unwrap_or_else(|error| unreachable!("{error}"))
    }

    fn check(activity: &Activity, ids: &str, earlier: Option<&str>) {
        let known: Vec<_> = activity
            .events
            .iter()
            .map(|event| event.id.as_str())
            .collect();
        assert_eq!(
            (known.join(" "), activity.earlier.as_deref()),
            (ids.to_owned(), earlier)
        );
    }

    #[test]
    fn what_was_loaded_stays_in_order_and_without_a_gap() {
        let mut activity = Activity::default();
        activity.merge(&request(&[5, 6], Some("c5")));
        check(&activity, "e5 e6", Some("c5"));
        assert_eq!(activity.put_before(page(&[4, 3], Some("c3"))), 2);
        check(&activity, "e3 e4 e5 e6", Some("c3"));
        // A comment was added, so the page with the request has moved on.
        activity.merge(&request(&[6, 7], Some("c6")));
        check(&activity, "e3 e4 e5 e6 e7", Some("c3"));
        // A page that was loaded twice appears once.
        assert_eq!(activity.put_before(page(&[4, 3, 2], None)), 1);
        check(&activity, "e2 e3 e4 e5 e6 e7", None);
        // None of the new events is known, so those in between would be missing.
        activity.merge(&request(&[20, 21], Some("c20")));
        check(&activity, "e20 e21", Some("c20"));
        activity.merge(&request(&[1, 2, 20], None));
        check(&activity, "e1 e2 e20", None);
    }
}
