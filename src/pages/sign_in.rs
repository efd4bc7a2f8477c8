//! Signing in with the backend's methods, and returning to the previous page.

use crate::address::{OutsideLink, SignOn};
use crate::api::{Failure, Load};
use crate::host::Host;
use crate::i18n::{I18n, t};
use crate::page_context::PageContext;
use crate::pressed::Pressed;
use crate::reactive::{StoredValue, effect, spawn_local};
use crate::route::{Route, encode};
use crate::ui::{self, Icon, Row, Skeleton};
use crate::view::{IntoView, View, view};
use leptos::prelude::*;
use portico_contract::{Persona, Portal, SignInMethod};

pub(crate) fn view(context: PageContext, pressed: Pressed, back: Option<&Route>) -> View {
    let back = StoredValue::new(back.cloned().unwrap_or(Route::Home));
    let entered = RwSignal::new(false);
    pressed.ask(&back.get_value());
    // The page to return to shows private data, so the backend first has to report the user. Users who are signed in by
    // the host page, or in another tab, continue as well.
    let was_out = StoredValue::new(false);
    let has_left = StoredValue::new(false);
    effect(move || {
        let has_entered = entered.get();
        let goes_on = match context.session.state() {
            Load::Loading => false,
            Load::Ready(portal) if portal.sign_in.user.is_none() => {
                was_out.set_value(true);
                false
            }
            Load::Ready(_) => has_entered || was_out.get_value(),
            Load::Failed(_) => has_entered,
        };
        if goes_on && has_left.try_update_value(|left| std::mem::replace(left, true)) == Some(false)
        {
            context.nav.return_to(back.get_value());
        }
    });
    let is_going = move || entered.get_untracked() || was_out.get_value();
    view! {
        <div class="page page-narrow">
            {ui::page_heading(context, t!(context.i18n, "sign-in-title"))}
            {ui::show(context, context.session.portal(), Skeleton::Rows, move |portal| ready(context, &portal, back, (entered, is_going())))}
        </div>
    }
}

fn ready(
    context: PageContext,
    portal: &Portal,
    back: StoredValue<Route>,
    (entered, is_going): (RwSignal<bool>, bool),
) -> View {
    if let Some(me) = portal.sign_in.user.as_ref().filter(|_| !is_going) {
        let action = ui::link(
            context.nav,
            back.get_value(),
            "button button-primary",
            t!(context.i18n, "sign-in-continue"),
        );
        let title = t!(context.i18n, "sign-in-done", name = &me.name);
        return ui::empty(
            context.host,
            Icon::CircleCheck,
            title,
            t!(context.i18n, "sign-in-done-text"),
            Some(action),
        );
    }
    if !context.session.can_sign_in() {
        let (title, text) = (
            t!(context.i18n, "sign-in-none-title"),
            t!(context.i18n, "sign-in-none-text"),
        );
        let contact = ui::contact(
            context.nav,
            context.session,
            "button",
            t!(context.i18n, "nav-contact"),
        );
        return ui::empty(context.host, Icon::LogIn, title, text, contact);
    }
    // These two methods set a cookie, which is never sent from a page of another origin.
    let has_cookies = context.client.has_cookies();
    let methods = portal.sign_in.methods.iter().map(|method| match method {
        SignInMethod::Persona { .. } | SignInMethod::Redirect { .. } if !has_cookies => ().into_view(),
        SignInMethod::Persona { personas } => choose(context, personas, entered),
        SignInMethod::Redirect { url, label } => {
            let there = SignOn::parse(url, &context.client.origin()).map(|page| {
                let back = context.nav.address(&back.get_value());
                page.with("return", &encode(&back))
            });
            there
                .map(|href| view! { <a class="button button-primary" href=href>{ui::icon(Icon::LogIn)}{label.clone()}</a> })
                .into_view()
        }
        SignInMethod::Bearer if context.client.has_token_source() => {
            view! { <p>{t!(context.i18n, "sign-in-bearer")}</p> }
        }
        SignInMethod::Proxy => view! { <p>{t!(context.i18n, "sign-in-proxy")}</p> },
        _ => ().into_view(),
    });
    let methods = methods.collect::<View>();
    let elsewhere = (!has_cookies && !context.client.has_token_source())
        .then(|| full_page(context.i18n, context.host, &back.get_value()));
    view! {
        {methods}
        {elsewhere}
        {ui::contact(context.nav, context.session, "link", t!(context.i18n, "nav-contact")).map(|contact| view! {
            <p class="hint">{ui::icon(Icon::Info)}<span>{t!(context.i18n, "sign-in-trouble")}" "{contact}</span></p>
        })}
    }
}

/// If this page cannot sign users in: a link to the same place on the full page.
fn full_page(i18n: I18n, host: Host, back: &Route) -> View {
    let place = host.config(|config| [&config.full_page, back.to_string().as_str()].concat());
    let link = OutsideLink::parse(&place)
        .map(|place| ui::external(i18n, &place, t!(i18n, "sign-in-open").into_view()));
    view! { <p>{t!(i18n, "sign-in-full-page")}" "{link}</p> }
}

/// The personas of the demo.
fn choose(context: PageContext, personas: &[Persona], entered: RwSignal<bool>) -> View {
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let rows = personas
        .iter()
        .map(|persona| {
            let id = StoredValue::new(persona.id.clone());
            let enter = move |_: web_sys::MouseEvent| {
                if busy.get_untracked() {
                    return;
                }
                busy.set(true);
                failure.set(None);
                spawn_local(async move {
                    let answer = context.client.sign_in_as(id.get_value()).await;
                    if context.host.is_gone() {
                        return;
                    }
                    match answer {
                        Ok(()) => {
                            context.session.expect_person();
                            entered.try_set(true);
                        }
                        Err(error) => {
                            busy.try_set(false);
                            failure.try_set(Some(error));
                        }
                    }
                });
            };
            let content = Row {
                icon: Some(ui::icon(Icon::User)),
                title: Some(persona.name.clone().into_view()),
                below: Some(ui::row_summary(persona.description.clone(), None)),
                ..Row::default()
            };
            view! {
                <li class="row">
                    <button class="row-link" type="button" on:click=enter>{content.leading()}</button>
                </li>
            }
        })
        .collect::<View>();
    view! {
        <p class="lead">{t!(context.i18n, "sign-in-persona")}</p>
        {ui::live(move || failure.get().map(|error| ui::failed(context, &error, move || failure.set(None))))}
        <ul class="rows">{rows}</ul>
    }
}
