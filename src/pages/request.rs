//! One request: its status, its activity, and a field for comments.

mod actions;
mod activity;
mod comment;
mod timeline;

use crate::api::{Client, Failure, Load, Resource, StoredFile, endpoints};
use crate::comments::Comments;
use crate::delivery::Delivery;
use crate::history::Navigator;
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::page_context::PageContext;
use crate::route::Route;
use crate::search::Search;
use crate::session::Session;
use crate::ui::{self, Icon, Skeleton};
use crate::view::{IntoView, View, view};
use portico_contract::{
    Answer, ApprovalStep, ApprovalsView, Decision, Per, PersonId, Portal, Price, Request,
    RequestId, Upload, WorkView, action,
};
use serde_json::Value;
use timeline::Timeline;

pub(crate) fn view(
    context: PageContext,
    comments: Comments,
    delivery: Delivery,
    search: Search,
    id: RequestId,
) -> View {
    let request_id = id.clone();
    let request = Resource::new(context.client, move || endpoints::request(&request_id));
    let comment = comment::CommentForm::new(context, comments, delivery, id.clone(), request);
    let actions = actions::Actions::new(context, id.clone(), request);
    // Loaded events stay when the request is loaded again, for example after a comment.
    let timeline = Timeline::new(context, id);
    let view = move || match request.state() {
        Load::Failed(Failure::NotFound) => {
            super::not_found::missing(context, search, t!(context.i18n, "request-missing"))
        }
        Load::Ready(answer) => {
            timeline.merge(&answer);
            ready(context, &answer, actions, comment, timeline)
        }
        _ => ui::show(context, request, Skeleton::Text, |_| ().into_view()),
    };
    view! { <div class="page">{ui::live(view)}</div> }
}

fn ready(
    context: PageContext,
    request: &Request,
    actions: actions::Actions,
    comment: comment::CommentForm,
    timeline: Timeline,
) -> View {
    let can_comment = context
        .session
        .discovered(|portal| portal.capabilities.comments.is_some());
    let may_comment = can_comment == Some(true) && request.action(action::COMMENT).is_some();
    let closed = !request.state.category.is_open();
    let parents = vec![parent(context, request, closed)];
    let activity = view! {
        {timeline.view()}
        {may_comment.then(|| comment::view(comment))}
    };
    view! {
        {ui::crumbs(context.i18n, context.nav, parents, request.number.clone())}
        <div class="title-row">
            <span class="title-icon">{ui::named_icon(context.host, request.service.icon.as_deref(), "package")}</span>
            <div>
                {ui::page_heading_in(context, request.service.name.clone(), &request.number)}
                <p class="request-line"><span class="number">{request.number.clone()}</span>{ui::status(&request.state)}</p>
            </div>
        </div>
        <section class="panel panel-stages" aria-label=t!(context.i18n, "stages")>
            {ui::stages(context.i18n, request, "stages-across")}
            {request.next_step.clone().map(|next| view! {
                <p class="stages-next"><strong>{t!(context.i18n, "request-next")}</strong>" "{next}</p>
            })}
        </section>
        <div class="columns">
            <div class="columns-main">
                {actions.view(request)}
                {ui::panel(context.host, t!(context.i18n, "request-timeline"), activity)}
                {(!request.answers.is_empty()).then(|| answers(context, request))}
            </div>
            <aside class="columns-side" aria-label=t!(context.i18n, "request-facts")>{facts(context.i18n, context.nav, context.session, request)}</aside>
        </div>
    }
}

/// The ID of the user.
fn me(context: PageContext) -> Option<PersonId> {
    let me = |portal: &Portal| portal.sign_in.user.as_ref().map(|me| me.id.clone());
    context.session.discovered(me).flatten()
}

/// The list that a request belongs to: the user's own requests, those that they approve, or those of their team.
fn parent(context: PageContext, request: &Request, closed: bool) -> (Route, String) {
    let i18n = context.i18n;
    let Some(me) = me(context) else {
        return (Route::Requests { closed }, t!(i18n, "requests-title"));
    };
    let followers = request.requested_for.iter().chain(&request.watchers);
    let mut own = followers.chain([&request.requester]);
    let is_me = |step: &ApprovalStep| step.person.as_ref().is_some_and(|person| person.id == me);
    if own.any(|person| person.id == me) {
        (Route::Requests { closed }, t!(i18n, "requests-title"))
    } else if let Some(step) = request.approvals.iter().find(|step| is_me(step)) {
        let view = match step.decision {
            Decision::Pending => ApprovalsView::Pending,
            _ => ApprovalsView::Decided,
        };
        (Route::Approvals { view }, t!(i18n, "nav-approvals"))
    } else {
        let view = match closed {
            true => WorkView::Finished,
            false => WorkView::default(),
        };
        (Route::Work { view }, t!(i18n, "nav-work"))
    }
}

pub(super) fn facts(i18n: I18n, nav: Navigator, session: Session, request: &Request) -> View {
    let due = request.due_at.as_ref().map(|due| i18n.format().due(due));
    let approvals = (!request.approvals.is_empty()).then(|| {
        let items = request
            .approvals
            .iter()
            .map(|step| view! { <li>{approval(i18n, step)}</li> })
            .collect::<View>();
        view! { <ol class="plain">{items}</ol> }
    });
    let watchers = (!request.watchers.is_empty()).then(|| {
        let names: Vec<&str> = request
            .watchers
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        names.join(", ")
    });
    view! {
        <dl class="facts">
            {due.map(|due| ui::fact(Icon::Clock, t!(i18n, "request-due"), due))}
            {approvals.map(|list| ui::fact(Icon::ShieldCheck, t!(i18n, "fact-approvals"), list))}
            {ui::fact(Icon::CreditCard, t!(i18n, "fact-price"), ui::price(i18n, request.price.as_ref()))}
            {ui::fact(Icon::User, t!(i18n, "request-requester"), request.requester.name.clone())}
            {request.requested_for.clone().map(|person| ui::fact(Icon::User, t!(i18n, "request-for"), person.name))}
            {watchers.map(|names| ui::fact(Icon::User, t!(i18n, "request-watchers"), names))}
            {request.assignee.clone().map(|person| ui::fact(Icon::User, t!(i18n, "request-assignee"), person.name))}
            {request.rating.map(|stars| ui::fact(Icon::Star, t!(i18n, "request-rating"), t!(i18n, "rating-of", stars = f64::from(stars))))}
            {request.provider.clone().map(|team| ui::fact(Icon::Wrench, t!(i18n, "fact-provider"), team))}
            {request.seen_by.clone().map(|who| ui::fact(Icon::Lock, t!(i18n, "fact-seen-by"), who))}
            {ui::contact(nav, session, "link", t!(i18n, "nav-contact")).map(|contact| ui::fact(Icon::Phone, t!(i18n, "receipt-questions"), contact))}
        </dl>
    }
}

fn approval(i18n: I18n, step: &ApprovalStep) -> String {
    let approval = portico_contract::Approval {
        by: step.by,
        person: step.person.clone(),
    };
    let who = ui::approver(i18n, &approval);
    match &step.decision {
        Decision::Approved => t!(i18n, "approval-approved", who = &who),
        Decision::Declined => t!(i18n, "approval-declined", who = &who),
        Decision::Pending => t!(i18n, "approval-pending", who = &who),
        Decision::Other(words) => t!(i18n, "approval-other", who = &who, decision = words),
    }
}

fn answers(context: PageContext, request: &Request) -> View {
    let (i18n, host, client) = (context.i18n, context.host, context.client);
    let items = request
        .answers
        .iter()
        .map(|answer| {
            let content = match &answer.text {
                _ if !answer.files.is_empty() => files(i18n, host, client, &answer.files),
                Some(text) => text.clone().into_view(),
                None => value(i18n, answer, &answer.value).into_view(),
            };
            view! { <div class="answer"><dt>{answer.label.clone()}</dt><dd>{content}</dd></div> }
        })
        .collect::<View>();
    let list = view! { <dl class="answers answers-wide">{items}</dl> };
    let is_own = me(context).is_some_and(|me| me == request.requester.id);
    let title = match is_own {
        true => t!(i18n, "request-answers"),
        false => t!(i18n, "request-answers-others"),
    };
    ui::panel(host, title, list)
}

fn files(i18n: I18n, host: Host, client: Client, files: &[Upload]) -> View {
    let items = files.iter().map(|file| {
        let words = format!("{} ({})", file.name, i18n.format().bytes(file.size));
        let stored = StoredFile::Upload(file.id.clone());
        view! { <li>{ui::download(i18n, host, client, stored, file.name.clone(), words.into_view())}</li> }
    });
    view! { <ul class="plain">{items.collect::<View>()}</ul> }
}

fn value(i18n: I18n, answer: &Answer, value: &Value) -> String {
    let each = |value: &Value| self::value(i18n, answer, value);
    match value {
        Value::Bool(true) => t!(i18n, "yes"),
        Value::Bool(false) => t!(i18n, "no"),
        Value::Number(number) => match number.as_f64() {
            Some(figure) => measured(i18n, answer, figure),
            None => number.to_string(),
        },
        Value::String(text) => i18n.format().time_or_text(text),
        Value::Array(items) => {
            let words: Vec<String> = items.iter().map(each).collect();
            words.join(", ")
        }
        // The two ends of a range.
        Value::Object(parts) => {
            let words: Vec<String> = parts.values().map(each).collect();
            words.join(" – ")
        }
        Value::Null => String::new(),
    }
}

/// A number with its unit; one without a unit is a name, whose digits are not grouped.
fn measured(i18n: I18n, answer: &Answer, figure: f64) -> String {
    if let Some(currency) = &answer.currency {
        let price = Price {
            amount: i18n.format().plain_number(figure),
            currency: currency.clone(),
            per: Per::Once,
        };
        return i18n.format().money(&price);
    }
    let grouped = answer.quantity || answer.unit.is_some();
    let number = i18n.format().figure(figure, grouped);
    match &answer.unit {
        Some(unit) => format!("{number} {unit}"),
        None => number,
    }
}
