//! The current user, the language, and signing out.

use crate::api::Failure;
use crate::delivery::{self, Delivery};
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::language_setting::LanguageSetting;
use crate::page_context::PageContext;
use crate::reactive::spawn_local;
use crate::route::Route;
use crate::ui::{self, Icon, Skeleton};
use crate::view::{IntoView, View, view};
use leptos::prelude::*;
use portico_contract::{Me, Portal};

pub(crate) fn view(context: PageContext, language: LanguageSetting, delivery: Delivery) -> View {
    view! {
        <div class="page page-narrow">
            {ui::page_heading(context, t!(context.i18n, "profile-title"))}
            {ui::show(context, context.session.portal(), Skeleton::Text, move |portal| ready(context, language, delivery, &portal))}
        </div>
    }
}

fn ready(
    context: PageContext,
    language: LanguageSetting,
    delivery: Delivery,
    portal: &Portal,
) -> View {
    let who = match &portal.sign_in.user {
        Some(me) => facts(context, delivery, me),
        None => {
            let action = context.session.can_sign_in().then(|| {
                ui::link(
                    context.nav,
                    Route::sign_in(Route::Profile),
                    "button button-primary",
                    t!(context.i18n, "sign-in"),
                )
            });
            ui::empty(
                context.host,
                Icon::User,
                t!(context.i18n, "profile-none-title"),
                t!(context.i18n, "profile-none-text"),
                action,
            )
        }
    };
    view! { {who}{languages(context.i18n, context.host, language, portal)} }
}

fn facts(context: PageContext, delivery: Delivery, me: &Me) -> View {
    let fact = |name: String, text: String| {
        view! { <div class="fact"><dt><span>{name}</span></dt><dd>{text}</dd></div> }
    };
    let optional = |name: String, text: &Option<String>| text.clone().map(|text| fact(name, text));
    let manager = me.manager.as_ref().map(|manager| manager.name.clone());
    view! {
        <dl class="facts facts-wide">
            {fact(t!(context.i18n, "profile-name"), me.name.clone())}
            {optional(t!(context.i18n, "profile-job"), &me.title)}
            {optional(t!(context.i18n, "profile-department"), &me.department)}
            {optional(t!(context.i18n, "profile-location"), &me.location)}
            {optional(t!(context.i18n, "contact-email"), &me.email)}
            {optional(t!(context.i18n, "profile-manager"), &manager)}
        </dl>
        <div class="actions">
            {ui::link(context.nav, Route::Drafts, "button", t!(context.i18n, "drafts-title"))}
            {delivery::switch(context.i18n, context.host, context.session, context.announcer, delivery)}
        </div>
        {me.can_sign_out.then(|| view! { <div class="section">{sign_out(context, delivery)}</div> })}
    }
}

fn sign_out(context: PageContext, delivery: Delivery) -> View {
    let failure = RwSignal::new(None::<Failure>);
    let leave = move || {
        spawn_local(async move {
            let answer = context.client.sign_out().await;
            if context.host.is_gone() {
                return;
            }
            match answer {
                Ok(()) => {
                    delivery.sign_out().await;
                    if context.host.is_gone() {
                        return;
                    }
                    context.announcer.announce(t!(context.i18n, "signed-out"));
                    context.session.change_person();
                    context.nav.go(Route::Home);
                }
                Err(error) => {
                    failure.try_set(Some(error));
                }
            }
        });
    };
    // Signing out destroys the key of the stored data, including unsent requests, so the user has to be told before.
    let waiting = move || {
        let count = delivery.waiting();
        #[expect(clippy::cast_precision_loss, reason = "a person has few of them")]
        let words = (count > 0).then(|| t!(context.i18n, "sign-out-waiting", count = count as f64));
        words.map(|words| view! { <p class="notice notice-warning">{words}</p> })
    };
    let words = move || {
        if delivery.waiting() > 0 {
            t!(context.i18n, "sign-out-anyway")
        } else {
            t!(context.i18n, "sign-out")
        }
    };
    view! {
        {ui::live(move || failure.get().map(|failure| ui::failed(context, &failure, leave)))}
        {ui::live(waiting)}
        <button class="button" type="button" on:click=move |_: web_sys::MouseEvent| leave()>
            {ui::icon(Icon::LogOut)}{ui::live(words)}
        </button>
    }
}

/// The languages that both the content and the texts have.
fn languages(i18n: I18n, host: Host, setting: LanguageSetting, portal: &Portal) -> View {
    let known = host.config(|config| config.languages.clone());
    let choices: Vec<_> = portal
        .languages
        .iter()
        .filter(|language| known.contains(&language.tag))
        .cloned()
        .collect();
    if choices.len() < 2 {
        return ().into_view();
    }
    let buttons = choices
        .into_iter()
        .map(|language| {
            let (tag, name) = (language.tag, language.name);
            let current = i18n.language().with_untracked(|now| *now == tag).then_some("true");
            let lang = tag.clone();
            let choose = move |_: web_sys::MouseEvent| setting.choose(tag.clone());
            view! {
                <li><button class="chip" type="button" lang=lang aria-pressed=current.unwrap_or("false") on:click=choose>{name}</button></li>
            }
        })
        .collect::<View>();
    let title = t!(i18n, "profile-language");
    ui::section(host, title, view! { <ul class="chips">{buttons}</ul> })
}
