//! A page cut into sections and fenced blocks.

use std::ops::Range;

/// A fenced block.
#[derive(Clone, Debug)]
pub struct Block {
    /// What stands after the opening fence.
    pub info: String,
    /// What it holds, newline at the end.
    pub text: String,
    /// Where that stands in the page.
    range: Range<usize>,
}

/// Blocks under one heading, those before the first heading in front.
#[derive(Clone, Debug)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// The blocks.
    pub blocks: Vec<Block>,
}

/// A page.
#[derive(Debug)]
pub struct Page {
    text: String,
    before: Vec<Block>,
    sections: Vec<Section>,
    edits: Vec<(Range<usize>, String)>,
}

impl Page {
    /// Finds the sections and blocks. Headings inside blocks are none.
    pub fn parse(text: &str) -> Self {
        let mut page = Self {
            text: text.to_owned(),
            before: Vec::new(),
            sections: Vec::new(),
            edits: Vec::new(),
        };
        let mut open: Option<(String, usize)> = None;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let bare = line.trim_end();
            match (&open, bare.strip_prefix("```")) {
                (Some((info, start)), Some("")) => {
                    let range = *start..at;
                    let block = Block {
                        info: info.clone(),
                        text: text.get(range.clone()).unwrap_or("").to_owned(),
                        range,
                    };
                    page.here().push(block);
                    open = None;
                }
                (None, Some(info)) => open = Some((info.to_owned(), at + line.len())),
                (None, None) => {
                    if let Some(title) = bare.strip_prefix("## ") {
                        page.sections.push(Section {
                            title: title.to_owned(),
                            blocks: Vec::new(),
                        });
                    }
                }
                (Some(_), _) => {}
            }
            at += line.len();
        }
        assert!(open.is_none(), "a block is not closed");
        page
    }

    fn here(&mut self) -> &mut Vec<Block> {
        match self.sections.last_mut() {
            Some(section) => &mut section.blocks,
            None => &mut self.before,
        }
    }

    /// Each section, whole.
    pub fn sections(&self) -> Vec<Section> {
        if self.sections.is_empty() {
            return vec![Section {
                title: "the page".to_owned(),
                blocks: self.before.clone(),
            }];
        }
        let whole = |section: &Section| Section {
            title: section.title.clone(),
            blocks: self.before.iter().chain(&section.blocks).cloned().collect(),
        };
        self.sections.iter().map(whole).collect()
    }

    /// Puts another text into a block.
    pub fn replace(&mut self, block: &Block, text: &str) {
        self.edits.retain(|(range, _)| *range != block.range);
        self.edits
            .push((block.range.clone(), format!("{}\n", text.trim_end())));
    }

    /// The page with what was replaced, if anything was.
    pub fn rewritten(mut self) -> Option<String> {
        self.edits.sort_by_key(|(range, _)| range.start);
        let mut text = self.text;
        for (range, new) in self.edits.iter().rev() {
            text.replace_range(range.clone(), new);
        }
        (!self.edits.is_empty()).then_some(text)
    }
}
