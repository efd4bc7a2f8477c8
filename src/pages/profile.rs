//! Who is signed in, the language, and signing out.

use crate::api::Failure;
use crate::app::App;
use crate::delivery::{self, Delivery};
use crate::i18n::t;
use crate::route::Route;
use crate::ui::{self, Icon, Skeleton};
use leptos::prelude::*;
use leptos::task::spawn_local;
use portico_contract::{Me, Portal};

pub(crate) fn view(app: App, delivery: Delivery) -> AnyView {
    view! {
        <div class="page page-narrow">
            {ui::page_heading(app.context(), t!(app.i18n, "profile-title"))}
            {ui::show(app.context(), app.session.portal(), Skeleton::Text, move |portal| ready(app, delivery, &portal))}
        </div>
    }
    .into_any()
}

fn ready(app: App, delivery: Delivery, portal: &Portal) -> AnyView {
    let who = match &portal.sign_in.user {
        Some(me) => facts(app, delivery, me),
        None => {
            let way_on = app.session.can_sign_in().then(|| {
                ui::link(
                    app.nav,
                    Route::sign_in(Route::Profile),
                    "button button-primary",
                    t!(app.i18n, "sign-in"),
                )
            });
            ui::empty(
                app.host,
                Icon::User,
                t!(app.i18n, "profile-none-title"),
                t!(app.i18n, "profile-none-text"),
                way_on,
            )
        }
    };
    view! { {who}{languages(app, portal)} }.into_any()
}

fn facts(app: App, delivery: Delivery, me: &Me) -> AnyView {
    let fact = |name: String, text: String| {
        view! { <div class="fact"><dt><span>{name}</span></dt><dd>{text}</dd></div> }
    };
    let optional = |name: String, text: &Option<String>| text.clone().map(|text| fact(name, text));
    let manager = me.manager.as_ref().map(|manager| manager.name.clone());
    view! {
        <dl class="facts facts-wide">
            {fact(t!(app.i18n, "profile-name"), me.name.clone())}
            {optional(t!(app.i18n, "profile-job"), &me.title)}
            {optional(t!(app.i18n, "profile-department"), &me.department)}
            {optional(t!(app.i18n, "profile-location"), &me.location)}
            {optional(t!(app.i18n, "contact-email"), &me.email)}
            {optional(t!(app.i18n, "profile-manager"), &manager)}
        </dl>
        <div class="keep-ways">
            {ui::link(app.nav, Route::Drafts, "button", t!(app.i18n, "drafts-title"))}
            {delivery::switch(app, delivery)}
        </div>
        {me.can_sign_out.then(|| view! { <div class="section">{sign_out(app, delivery)}</div> })}
    }
    .into_any()
}

fn sign_out(app: App, delivery: Delivery) -> AnyView {
    let failure = RwSignal::new(None::<Failure>);
    let leave = move || {
        spawn_local(async move {
            let answer = app.client.sign_out().await;
            if app.host.is_gone() {
                return;
            }
            match answer {
                Ok(()) => {
                    delivery.sign_out(app).await;
                    app.announcer.announce(t!(app.i18n, "signed-out"));
                    app.session.change_person();
                    app.nav.go(Route::Home);
                }
                Err(error) => {
                    failure.try_set(Some(error));
                }
            }
        });
    };
    // The key of what is kept here goes, and with it what was not sent yet: that has to be known before.
    let waiting = move || {
        let count = delivery.waiting();
        #[expect(clippy::cast_precision_loss, reason = "a person has few of them")]
        let words = (count > 0).then(|| t!(app.i18n, "sign-out-waiting", count = count as f64));
        words.map(|words| view! { <p class="notice notice-warning">{words}</p> })
    };
    let words = move || {
        if delivery.waiting() > 0 {
            t!(app.i18n, "sign-out-anyway")
        } else {
            t!(app.i18n, "sign-out")
        }
    };
    view! {
        {ui::live(move || failure.get().map(|failure| ui::failed(app.context(), &failure, leave)))}
        {ui::live(waiting)}
        <button class="button" type="button" on:click=ui::on(move |_| leave())>
            {ui::icon(Icon::LogOut)}{ui::live(words)}
        </button>
    }
    .into_any()
}

/// The languages that both the content and the texts exist in.
fn languages(app: App, portal: &Portal) -> AnyView {
    let known = app.host.config(|config| config.languages.clone());
    let choices: Vec<_> = portal
        .languages
        .iter()
        .filter(|language| known.contains(&language.tag))
        .cloned()
        .collect();
    if choices.len() < 2 {
        return ().into_any();
    }
    let buttons = choices
        .into_iter()
        .map(|language| {
            let (tag, name) = (language.tag, language.name);
            let current = app.i18n.language().with_untracked(|now| *now == tag).then_some("true");
            let lang = tag.clone();
            let choose = move |_| app.language.choose(tag.clone());
            view! {
                <li><button class="chip" type="button" lang=lang aria-pressed=current.unwrap_or("false") on:click=ui::on(choose)>{name}</button></li>
            }
        })
        .collect_view();
    view! {
        <section class="section">
            {ui::heading(app.host, 2, "section-title", t!(app.i18n, "profile-language"))}
            <ul class="chips">{buttons}</ul>
        </section>
    }
    .into_any()
}
