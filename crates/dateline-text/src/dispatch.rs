//! The decoded article.

use jiff::civil::Date;

use crate::{ItemId, OriginMap, Span};

/// The decoded article: text, what its parts are, who published it and when.
#[derive(Debug, Clone)]
pub struct Dispatch {
    /// The item it was decoded from.
    pub item: ItemId,
    /// The input's own id.
    pub external_id: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Author line.
    pub byline: Option<String>,
    /// Place, date and agency that open a wire text.
    pub dateline: Option<Dateline>,
    /// When it was published.
    pub published: Option<Published>,
    /// Bodies credited at the end, such as `NLW` in "With NLW".
    pub credit: Vec<String>,
    /// Language as an ISO 639-1 code; `None` where it cannot be told.
    pub language: Option<String>,
    /// The text; every span of every stage points here.
    pub text: String,
    /// From the text to the item's bytes.
    pub origin: OriginMap,
    /// Parts of the text, in order, without overlap; gaps are white space.
    pub blocks: Vec<Block>,
}

impl Dispatch {
    /// Makes a dispatch of bare text, for tests and examples: one paragraph, bytes = text.
    pub fn from_text(text: &str) -> Self {
        let mut origin = OriginMap::new();
        origin.push(text.len(), 0, text.len() as u32);
        let whole = Span::new(0, text.len()).trim(text);
        Self {
            item: ItemId::of(text.as_bytes()),
            external_id: None,
            outlet: None,
            title: None,
            byline: None,
            dateline: None,
            published: None,
            credit: Vec::new(),
            language: Some("en".to_owned()),
            text: text.to_owned(),
            origin,
            blocks: vec![Block { span: whole, kind: BlockKind::Paragraph }],
        }
    }

    /// Sets the publication date, for tests and examples.
    #[must_use]
    pub fn published_on(mut self, date: Date) -> Self {
        self.published = Some(Published { text: date.to_string(), date });
        self
    }

    /// Tells whether claims are read from it.
    pub fn is_read(&self) -> bool {
        self.language.as_deref() == Some("en")
    }

    /// Takes off the blocks from a place of the text on, and returns them; a block around the place is
    /// divided.
    pub fn split_off(&mut self, at: u32) -> Vec<Block> {
        let first = self.blocks.partition_point(|block| block.span.end <= at);
        let mut rest = self.blocks.split_off(first);
        if let Some(around) = rest.first_mut().filter(|block| block.span.start < at) {
            let (start, end) = (around.span.start as usize, around.span.end as usize);
            let before = Span::new(start, at as usize).trim(&self.text);
            around.span = Span::new(at as usize, end).trim(&self.text);
            self.blocks.push(Block { span: before, kind: around.kind });
        }
        self.blocks.retain(|block| !block.span.is_empty());
        rest.retain(|block| !block.span.is_empty());
        rest
    }

    /// Returns the day that relative times count from: the publication date, else the dateline's.
    pub fn reference_date(&self) -> Option<Date> {
        let of_dateline = || self.dateline.as_ref().and_then(|dateline| dateline.date);
        self.published.as_ref().map(|published| published.date).or_else(of_dateline)
    }
}

/// When a dispatch was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// An ISO date, or an RFC 3339 instant where the time of day is known.
    pub text: String,
    /// The day, as the outlet wrote it (in its own zone).
    pub date: Date,
}

/// Place, date and agency that open a wire text: `BEIRUT, Feb. 10 (AFP) --`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    /// The whole opening, its dash included.
    pub span: Span,
    /// The place as written.
    pub place: Option<Span>,
    /// The day; its year comes from the publication date.
    pub date: Option<Date>,
    /// The agency as written.
    pub agency: Option<Span>,
}

/// A part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a part of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlockKind {
    /// Headline.
    Title,
    /// Crawl header: date, outlet.
    Header,
    /// Dateline of a wire text.
    Dateline,
    /// A paragraph of the story.
    Paragraph,
    /// Text of a picture.
    Caption,
    /// A member of a list.
    List,
    /// Not story: "Read more", share and subscribe lines, credits.
    Boilerplate,
}

impl BlockKind {
    /// Returns the word written to JSON and the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            BlockKind::Title => "title",
            BlockKind::Header => "header",
            BlockKind::Dateline => "dateline",
            BlockKind::Paragraph => "paragraph",
            BlockKind::Caption => "caption",
            BlockKind::List => "list",
            BlockKind::Boilerplate => "boilerplate",
        }
    }

    /// Tells whether claims are read from it.
    pub fn is_read(self) -> bool {
        matches!(self, Self::Title | Self::Paragraph | Self::Caption | Self::List)
    }
}
