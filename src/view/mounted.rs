//! Views in the document: how they get there, change and go.

mod element;

use super::{Element, View};
use element::MountedElement;
use leptos::prelude::{Owner, document};
use leptos::reactive::effect::RenderEffect;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A view in the document. Every one has a first node, before which others can be put.
enum Mounted {
    Empty(web_sys::Node),
    Text(web_sys::Node, Cow<'static, str>),
    Element(Box<MountedElement>),
    /// With a node behind the last one.
    Many(Vec<Mounted>, web_sys::Node),
    Live(MountedLive),
}

/// A part that changes, and the effect that makes it.
struct MountedLive {
    content: Rc<RefCell<Option<Mounted>>>,
    _effect: RenderEffect<()>,
}

impl Drop for MountedLive {
    fn drop(&mut self) {
        // The task of the effect ends later and has a share in the content. What is inside ends now, before it reads
        // signals that are gone.
        self.content.take();
    }
}

/// Where a view is put: into an element, before a node or at the end.
#[derive(Clone)]
struct Position {
    parent: web_sys::Node,
    before: Option<web_sys::Node>,
}

impl Position {
    fn end_of(parent: &web_sys::Node) -> Self {
        Self {
            parent: parent.clone(),
            before: None,
        }
    }

    fn insert(&self, node: &web_sys::Node) {
        let _ = self.parent.insert_before(node, self.before.as_ref());
    }
}

/// A view in an element and the reactive owner that it was made under; dropping it removes both.
pub(crate) struct Mount {
    mounted: Option<Mounted>,
    owner: Owner,
}

impl Drop for Mount {
    fn drop(&mut self) {
        if let Some(mounted) = self.mounted.take() {
            mounted.remove();
        }
        self.owner.cleanup();
    }
}

/// Makes a view under a reactive owner of its own, and puts it into an element.
pub(crate) fn mount(root: &web_sys::HtmlElement, make: impl FnOnce() -> View) -> Mount {
    // An error says that it is initialised already.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let mounted = owner.with(|| Mounted::new(make(), &Position::end_of(root)));
    Mount {
        mounted: Some(mounted),
        owner,
    }
}

impl Mounted {
    fn new(view: View, position: &Position) -> Self {
        match view {
            View::Empty => Self::Empty(marker(position)),
            View::Text(text) => {
                let node: web_sys::Node = document().create_text_node(&text).into();
                position.insert(&node);
                Self::Text(node, text)
            }
            View::Element(Element(description)) => {
                Self::Element(Box::new(MountedElement::new(*description, position)))
            }
            View::Many(views) => {
                let mounted = views
                    .into_iter()
                    .map(|view| Self::new(view, position))
                    .collect();
                Self::Many(mounted, marker(position))
            }
            View::Live(make) => {
                let content = Rc::new(RefCell::new(None));
                let (slot, position) = (content.clone(), Cell::new(Some(position.clone())));
                let effect = render_effect(Box::new(move || {
                    let view = make();
                    let mut slot = slot.borrow_mut();
                    match (position.take(), slot.as_mut()) {
                        (Some(position), _) => *slot = Some(Self::new(view, &position)),
                        (None, Some(mounted)) => mounted.update(view),
                        (None, None) => {}
                    }
                }));
                Self::Live(MountedLive {
                    content,
                    _effect: effect,
                })
            }
        }
    }

    /// Shows another view in its place, and keeps the elements that both have.
    fn update(&mut self, view: View) {
        match (&mut *self, view) {
            (Self::Empty(_), View::Empty) => {}
            (Self::Text(node, before), View::Text(text)) => {
                if *before != text {
                    node.set_node_value(Some(&text));
                    *before = text;
                }
            }
            (Self::Element(mounted), View::Element(Element(description)))
                if mounted.fits(&description) =>
            {
                mounted.update(*description);
            }
            (Self::Many(mounted, end), View::Many(views)) => update_many(mounted, end, views),
            (_, view) => self.replace(view),
        }
    }

    fn replace(&mut self, view: View) {
        let Some(first) = self.first_node() else {
            return;
        };
        let Some(parent) = first.parent_node() else {
            return;
        };
        let position = Position {
            parent,
            before: Some(first),
        };
        let new = Self::new(view, &position);
        std::mem::replace(self, new).remove();
    }

    fn first_node(&self) -> Option<web_sys::Node> {
        match self {
            Self::Empty(node) | Self::Text(node, _) => Some(node.clone()),
            Self::Element(mounted) => Some(mounted.node.clone().into()),
            Self::Many(mounted, end) => match mounted.first() {
                Some(first) => first.first_node(),
                None => Some(end.clone()),
            },
            Self::Live(live) => live.content.borrow().as_ref()?.first_node(),
        }
    }

    /// Takes it out of the document.
    fn remove(self) {
        match self {
            Self::Empty(node) | Self::Text(node, _) => detach(&node),
            // What is inside goes with it.
            Self::Element(mounted) => detach(&mounted.node),
            Self::Many(mounted, end) => {
                mounted.into_iter().for_each(Self::remove);
                detach(&end);
            }
            Self::Live(live) => {
                let content = live.content.take();
                if let Some(content) = content {
                    content.remove();
                }
            }
        }
    }
}

/// Compares views one by one; what is left over on either side comes or goes at the end.
fn update_many(mounted: &mut Vec<Mounted>, end: &web_sys::Node, views: Vec<View>) {
    for left in mounted.split_off(views.len().min(mounted.len())) {
        left.remove();
    }
    for (at, view) in views.into_iter().enumerate() {
        match mounted.get_mut(at) {
            Some(mounted) => mounted.update(view),
            None => {
                let Some(parent) = end.parent_node() else {
                    return;
                };
                let position = Position {
                    parent,
                    before: Some(end.clone()),
                };
                mounted.push(Mounted::new(view, &position));
            }
        }
    }
}

fn render_effect(mut run: Box<dyn FnMut()>) -> RenderEffect<()> {
    RenderEffect::new(move |_| run())
}

fn marker(position: &Position) -> web_sys::Node {
    let node: web_sys::Node = document().create_comment("").into();
    position.insert(&node);
    node
}

fn detach(node: &web_sys::Node) {
    if let Some(parent) = node.parent_node() {
        let _ = parent.remove_child(node);
    }
}
