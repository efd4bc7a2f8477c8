//! The `view!` macro of the portal.
//!
//! It reads the same markup as Leptos's macro of that name, and makes calls of `crate::view` from it, none of which has
//! a type parameter but for the conversion of a value.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement};
use rstml::{Parser, ParserConfig};
use syn::spanned::Spanned;
use syn::{Error, Expr, ExprLit, Lit, Stmt};

/// Elements, texts in quotes and `{expressions}` become a `View`.
///
/// | attribute | what it sets |
/// | --- | --- |
/// | `name=value` | an attribute; `None` and `false` leave it out, `true` leaves it empty |
/// | `prop:name=value` | a property of the element |
/// | `class:name=value` | whether the element has a class |
/// | `style:name=value` | a property of its style |
/// | `on:name=handler` | a listener for an event |
/// | `on:name:capture=handler` | a listener that hears of an event before those of the elements inside |
///
/// A value may be a closure, which is called again whenever a signal that it has read changes.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(tokens.into())
        .unwrap_or_else(Error::into_compile_error)
        .into()
}

fn expand(tokens: TokenStream) -> syn::Result<TokenStream> {
    let nodes = Parser::new(ParserConfig::default()).parse_simple(tokens)?;
    let views = nodes.iter().map(child).collect::<syn::Result<Vec<_>>>()?;
    match views.as_slice() {
        [only] => Ok(quote! { crate::view::IntoView::into_view(#only) }),
        _ => Ok(
            quote! { crate::view::View::Many(vec![#(crate::view::IntoView::into_view(#views)),*]) },
        ),
    }
}

/// The expression for a node: something that can become a view.
fn child(node: &Node) -> syn::Result<TokenStream> {
    match node {
        Node::Element(node) => element(node),
        Node::Text(text) => {
            let text = text.value_string();
            Ok(quote! { #text })
        }
        Node::Block(NodeBlock::ValidBlock(block)) => Ok(match block.stmts.as_slice() {
            [Stmt::Expr(only, None)] => quote! { #only },
            _ => quote! { #block },
        }),
        other => Err(Error::new(
            other.span(),
            "Only elements, texts in quotes and blocks can stand here.",
        )),
    }
}

fn element(node: &NodeElement<rstml::Infallible>) -> syn::Result<TokenStream> {
    let name = tag(&node.name().to_string());
    let mut fixed = Vec::new();
    let mut calls = Vec::new();
    for attribute in node.attributes() {
        let NodeAttribute::Attribute(attribute) = attribute else {
            return Err(Error::new(attribute.span(), "Give the attribute a name."));
        };
        match setting(attribute)? {
            Setting::Fixed(name, value) => fixed.push(quote! { (#name, #value) }),
            Setting::Call(call) => calls.push(call),
        }
    }
    for node in &node.children {
        let view = child(node)?;
        calls.push(quote! { .child(#view) });
    }
    Ok(quote! { crate::view::Element::new(#name, &[#(#fixed),*]) #(#calls)* })
}

enum Setting {
    /// An attribute whose value is known now.
    Fixed(String, String),
    Call(TokenStream),
}

fn setting(attribute: &KeyedAttribute) -> syn::Result<Setting> {
    let key = tag(&attribute.key.to_string());
    let Some(value) = attribute.value() else {
        return Ok(Setting::Fixed(key, String::new()));
    };
    if let (
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }),
        false,
    ) = (value, key.contains(':'))
    {
        return Ok(Setting::Fixed(key, text.value()));
    }
    let call = match key.split_once(':') {
        Some(("on", name)) => match name.split_once(':') {
            None => quote! { .on(#name, #value) },
            Some((name, "capture")) => quote! { .on_capture(#name, #value) },
            Some(_) => return Err(unknown(&key)),
        },
        Some(("prop", name)) => quote! { .property(#name, #value) },
        Some(("class", name)) => quote! { .class(#name, #value) },
        Some(("style", name)) => quote! { .style(#name, #value) },
        Some(_) => return Err(unknown(&key)),
        None => quote! { .attribute(#key, #value) },
    };
    Ok(Setting::Call(call))
}

fn unknown(key: &str) -> Error {
    Error::new(Span::call_site(), format!("{key} is no kind of attribute."))
}

/// A name without what keeps it apart from the words of Rust: `r#type`, `use_`.
fn tag(name: &str) -> String {
    name.trim_start_matches("r#")
        .trim_end_matches('_')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::expand;

    /// Compares what a view becomes with the expected calls, or with the error.
    fn check(markup: &str, expected: &str) {
        let tokens = markup.parse().map(expand);
        let found = match tokens {
            Ok(Ok(calls)) => calls.to_string(),
            Ok(Err(error)) => error.to_string(),
            Err(error) => error.to_string(),
        };
        let dense = |text: &str| text.replace([' ', '\n'], "");
        let calls = dense(&found).replace("crate::view::", "");
        assert_eq!(calls, dense(expected), "{markup}");
    }

    #[test]
    fn views_become_calls() {
        check(
            r#"<p></p>"#,
            r#"IntoView::into_view(Element::new("p", &[]))"#,
        );
        check(
            r#"<input type="checkbox" disabled aria-label=label prop:checked=checked/>"#,
            r#"IntoView::into_view(Element::new("input", &[("type", "checkbox"), ("disabled", "")])
               .attribute("aria-label", label).property("checked", checked))"#,
        );
        check(
            r#"<a class:active=is_active style:color=color on:click=open on:keydown:capture=key>"Open "{name}</a>"#,
            r#"IntoView::into_view(Element::new("a", &[]).class("active", is_active).style("color", color)
               .on("click", open).on_capture("keydown", key).child("Open ").child(name))"#,
        );
        check(
            r#"<svg><use_ href=href></use_></svg>"#,
            r#"IntoView::into_view(Element::new("svg", &[]).child(Element::new("use", &[]).attribute("href", href)))"#,
        );
        check(
            r#"{one}<br/>"#,
            r#"View::Many(vec![IntoView::into_view(one), IntoView::into_view(Element::new("br", &[]))])"#,
        );
    }

    #[test]
    fn what_has_no_meaning_is_an_error() {
        check(
            "<!-- a comment -->",
            "Only elements, texts in quotes and blocks can stand here.",
        );
        check("<p {..attributes}></p>", "Give the attribute a name.");
        check(
            "<p bind:value=text></p>",
            "bind:value is no kind of attribute.",
        );
        check(
            "<p on:click:once=open></p>",
            "on:click:once is no kind of attribute.",
        );
    }
}
