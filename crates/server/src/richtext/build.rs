//! Builds the tree from the parser's events, with an explicit stack, so that nesting does not use
//! the call stack.

use super::autolink::link_addresses;
use super::link;
use super::open_node::{
    BlockContainer, InlineMark, OpenNode, alignment, callout, collect_words, is_block, language,
    push_words,
};
use super::slug::Slugs;
use super::{FileIndex, Finding, Lines, Rendered};
use portico_contract::{Block, Document, Inline, LinkTarget, ListItem, MAX_DEPTH, MAX_NODES};
use pulldown_cmark::{Event, LinkType, Tag};

/// Nodes reserved for closing the open frames when a document is truncated.
const RESERVE: usize = 2 * MAX_DEPTH;

pub(crate) struct Builder<'a> {
    files: &'a dyn FileIndex,
    lines: Lines,
    /// The open nodes; the first is the document.
    frames: Vec<OpenNode>,
    /// Whether each open tag has a frame. Tags beyond the depth limit and refused links have none.
    tags: Vec<bool>,
    nodes: usize,
    slugs: Slugs,
    findings: Vec<(usize, Finding)>,
    full: bool,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(files: &'a dyn FileIndex, lines: Lines) -> Self {
        let document = OpenNode::Blocks {
            holder: BlockContainer::Document,
            blocks: Vec::new(),
            loose: Vec::new(),
        };
        Self {
            files,
            lines,
            frames: vec![document],
            tags: Vec::new(),
            nodes: 0,
            slugs: Slugs::default(),
            findings: Vec::new(),
            full: false,
        }
    }

    /// Processes one event; returns `false` when the document is full.
    pub(crate) fn event(&mut self, event: Event<'_>, at: usize) -> bool {
        match event {
            Event::Start(tag) => {
                if is_block(&tag.to_end()) {
                    self.flush();
                }
                let open_node = self.open(tag, at);
                self.tags.push(open_node.is_some());
                if let Some(open_node) = open_node {
                    self.count();
                    self.frames.push(open_node);
                }
            }
            Event::End(tag) => {
                if is_block(&tag) {
                    self.flush();
                }
                if self.tags.pop() == Some(true) {
                    self.close();
                }
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(text) => self.inline(Inline::Code {
                text: text.into_string(),
            }),
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak => self.inline(Inline::Break),
            Event::Rule => {
                self.flush();
                self.count();
                self.block(Block::Rule);
            }
            Event::TaskListMarker(done) => self.tick(done),
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => {}
        }
        !self.full
    }

    /// Closes all open nodes and returns the document.
    pub(crate) fn finish(mut self, too_long: bool, cut: &str) -> Rendered {
        while self.frames.len() > 1 {
            self.flush();
            self.close();
        }
        self.flush();
        if too_long || self.full {
            let fault = Finding::Fault("the text is too long".to_owned());
            self.findings.push((0, fault));
            if !cut.is_empty() {
                let text = cut.to_owned();
                let content = vec![Inline::Text { text }];
                self.block(Block::Paragraph { content });
            }
        }
        let slugs = self.slugs;
        for (_, finding) in &mut self.findings {
            if let Finding::Link(LinkTarget::Heading { id }) = finding
                && !slugs.has(id)
            {
                *finding = Finding::Fault(format!("there is no heading #{id} in this text"));
            }
        }
        let blocks = match self.frames.pop() {
            Some(OpenNode::Blocks { blocks, .. }) => blocks,
            _ => Vec::new(),
        };
        Rendered {
            document: Document { blocks },
            findings: self.findings,
        }
    }

    fn count(&mut self) {
        self.nodes += 1;
        self.full |= self.nodes + RESERVE >= MAX_NODES;
    }

    /// A frame for the tag; `None` if its content is added to the node that is already open.
    fn open(&mut self, tag: Tag<'_>, at: usize) -> Option<OpenNode> {
        // A container needs room below it for blocks, inline content and marks.
        let room = self.frames.len() + 4 <= MAX_DEPTH;
        let blocks = |holder| OpenNode::Blocks {
            holder,
            blocks: Vec::new(),
            loose: Vec::new(),
        };
        let mark =
            |mark| (self.frames.len() < MAX_DEPTH).then(|| OpenNode::InlineMark(mark, Vec::new()));
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => Some(OpenNode::Paragraph(Vec::new())),
            Tag::Heading { level, .. } => {
                Some(OpenNode::Heading((level as u8).clamp(2, 6), Vec::new()))
            }
            Tag::BlockQuote(None) => room.then(|| blocks(BlockContainer::Quote)),
            Tag::BlockQuote(Some(kind)) => {
                room.then(|| blocks(BlockContainer::Callout(callout(kind))))
            }
            Tag::CodeBlock(kind) => Some(OpenNode::Code {
                language: language(kind),
                text: String::new(),
            }),
            Tag::List(start) => room.then(|| OpenNode::List {
                start,
                items: Vec::new(),
            }),
            Tag::Item => matches!(self.frames.last(), Some(OpenNode::List { .. }))
                .then(|| blocks(BlockContainer::Item(None))),
            Tag::Table(align) => room.then(|| OpenNode::Table {
                align: align.into_iter().map(alignment).collect(),
                rows: Vec::new(),
            }),
            Tag::TableHead | Tag::TableRow => {
                matches!(self.frames.last(), Some(OpenNode::Table { .. }))
                    .then(|| OpenNode::Row(Vec::new()))
            }
            Tag::TableCell => matches!(self.frames.last(), Some(OpenNode::Row(_)))
                .then(|| OpenNode::Cell(Vec::new())),
            Tag::Emphasis => mark(InlineMark::Emphasis),
            Tag::Strong => mark(InlineMark::Strong),
            Tag::Strikethrough => mark(InlineMark::Strike),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                let target = match link_type {
                    LinkType::Email => self.link(&format!("mailto:{dest_url}"), at)?,
                    _ => self.link(&dest_url, at)?,
                };
                (self.frames.len() < MAX_DEPTH)
                    .then(|| OpenNode::InlineMark(InlineMark::Link(target), Vec::new()))
            }
            Tag::Image { dest_url, .. } => self.image(&dest_url, at),
            _ => None,
        }
    }

    fn link(&mut self, destination: &str, at: usize) -> Option<LinkTarget> {
        let target = link::target(destination, self.files);
        self.noted(target, Finding::Link, at)
    }

    fn image(&mut self, destination: &str, at: usize) -> Option<OpenNode> {
        let file = link::picture(destination, self.files);
        let file = self.noted(file, Finding::Picture, at)?;
        let alt = String::new();
        Some(OpenNode::Image { file, alt, at })
    }

    /// Records the target of a text, or the reason why it has none.
    fn noted<T: Clone>(
        &mut self,
        found: Result<T, String>,
        finding: fn(T) -> Finding,
        at: usize,
    ) -> Option<T> {
        let noted = match &found {
            Ok(found) => finding(found.clone()),
            Err(fault) => Finding::Fault(fault.clone()),
        };
        self.findings.push((at, noted));
        found.ok()
    }

    fn close(&mut self) {
        let Some(open_node) = self.frames.pop() else {
            return;
        };
        match open_node {
            OpenNode::Blocks { holder, blocks, .. } => match holder {
                BlockContainer::Document => {}
                BlockContainer::Quote => self.block(Block::Quote { blocks }),
                BlockContainer::Callout(callout) => self.block(Block::Callout { callout, blocks }),
                BlockContainer::Item(checked) => {
                    if let Some(OpenNode::List { items, .. }) = self.frames.last_mut() {
                        items.push(ListItem { checked, blocks });
                    }
                }
            },
            OpenNode::List { start, items } => self.block(Block::List {
                ordered: start.is_some(),
                start: start.and_then(|n| u32::try_from(n).ok()),
                items,
            }),
            OpenNode::Paragraph(mut content) => {
                // A block of raw HTML ends with a line break.
                if let Some(Inline::Break) = content.last() {
                    content.pop();
                }
                if let Some(Inline::Text { text }) = content.last_mut() {
                    text.truncate(text.trim_end().len());
                }
                if !content.is_empty() {
                    let content = self.linked(content);
                    self.block(Block::Paragraph { content });
                }
            }
            OpenNode::Heading(level, content) => {
                let content = self.linked(content);
                let mut words = String::new();
                collect_words(&content, &mut words);
                let id = Some(self.slugs.of(&words));
                self.block(Block::Heading { level, id, content });
            }
            OpenNode::Code { language, mut text } => {
                if text.ends_with('\n') {
                    text.pop();
                }
                self.block(Block::Code { language, text });
            }
            OpenNode::Table { align, mut rows } => {
                if !rows.is_empty() {
                    let head = rows.remove(0);
                    self.block(Block::Table { align, head, rows });
                }
            }
            OpenNode::Row(cells) => {
                if let Some(OpenNode::Table { rows, .. }) = self.frames.last_mut() {
                    rows.push(cells);
                }
            }
            OpenNode::Cell(content) => {
                let content = self.linked(content);
                if let Some(OpenNode::Row(cells)) = self.frames.last_mut() {
                    cells.push(content);
                }
            }
            OpenNode::InlineMark(_, content) if content.is_empty() => {}
            OpenNode::InlineMark(mark, content) => {
                let content = match mark {
                    InlineMark::Link(_) => content,
                    _ => self.linked(content),
                };
                self.put(match mark {
                    InlineMark::Strong => Inline::Strong { content },
                    InlineMark::Emphasis => Inline::Emphasis { content },
                    InlineMark::Strike => Inline::Strike { content },
                    InlineMark::Link(target) => Inline::Link { target, content },
                });
            }
            OpenNode::Image { file, alt, at } => {
                if alt.trim().is_empty() {
                    let fault = format!("the picture files/{file} needs a description");
                    self.findings.push((at, Finding::Fault(fault)));
                }
                let size = self.files.picture(file.as_str());
                let (width, height) = (size.map(|size| size.width), size.map(|size| size.height));
                self.put(Inline::Image {
                    file,
                    alt,
                    width,
                    height,
                });
            }
        }
    }

    fn block(&mut self, block: Block) {
        if let Some(OpenNode::Blocks { blocks, .. }) = self.frames.last_mut() {
            blocks.push(block);
        }
    }

    /// Inline content directly in a container, as in a tight list, gets a paragraph.
    fn flush(&mut self) {
        let loose = match self.frames.last_mut() {
            Some(OpenNode::Blocks { loose, .. }) if !loose.is_empty() => std::mem::take(loose),
            _ => return,
        };
        let content = self.linked(loose);
        self.block(Block::Paragraph { content });
        self.count();
    }

    /// Turns addresses in this content into links, while more nodes are allowed at this depth.
    fn linked(&mut self, content: Vec<Inline>) -> Vec<Inline> {
        let is_link = |open_node: &OpenNode| {
            matches!(open_node, OpenNode::InlineMark(InlineMark::Link(_), _))
        };
        if self.frames.len() + 1 >= MAX_DEPTH || self.frames.iter().any(is_link) {
            return content;
        }
        let room = MAX_NODES.saturating_sub(self.nodes + RESERVE + 1);
        let (content, added) = link_addresses(content, room);
        self.nodes += added;
        content
    }

    fn inline(&mut self, inline: Inline) {
        self.count();
        self.put(inline);
    }

    /// An image's alternative text has no marks, only their text.
    fn put(&mut self, inline: Inline) {
        match (self.frames.last_mut(), inline) {
            (Some(OpenNode::Image { alt, .. }), Inline::Code { text }) => alt.push_str(&text),
            (Some(OpenNode::Image { alt, .. }), _) => alt.push(' '),
            (Some(open_node), inline) => {
                if let Some(content) = open_node.content() {
                    content.push(inline);
                }
            }
            (None, _) => {}
        }
    }

    fn text(&mut self, text: &str) {
        let Some(open_node) = self.frames.last_mut() else {
            return;
        };
        let content = match open_node {
            OpenNode::Code { text: code, .. } => return code.push_str(text),
            OpenNode::Image { alt, .. } => return alt.push_str(&text.replace('\n', " ")),
            open_node => open_node.content(),
        };
        let Some(content) = content else { return };
        let before = content.len();
        match self.lines {
            Lines::Joined => push_words(content, &text.replace('\n', " ")),
            Lines::Kept => {
                for (number, line) in text.split('\n').enumerate() {
                    if number > 0 {
                        content.push(Inline::Break);
                    }
                    push_words(content, line);
                }
            }
        }
        let added = content.len() - before;
        for _ in 0..added {
            self.count();
        }
    }

    /// Marks the task item of a checkbox; its paragraph may already be open.
    fn tick(&mut self, done: bool) {
        for open_node in self.frames.iter_mut().rev().take(2) {
            if let OpenNode::Blocks {
                holder: BlockContainer::Item(checked),
                ..
            } = open_node
            {
                *checked = Some(done);
                return;
            }
        }
    }
}
