//! Who said what.
//!
//! [`Page`] lays a dispatch out in words, quotations and units; [`clause`] finds verbs with their
//! subjects; each rule of [`rule`] reads one kind of attribution from a cue of the lexicon;
//! [`nesting`] tells which statement stands within which.

mod adverbial;
mod clause;
mod confidence;
mod content;
mod draft;
mod engine;
mod lexicon;
mod negation;
mod nesting;
mod noun_phrase;
mod page;
mod reading;
mod rule;
mod source;
mod subject;
mod tagging;

use std::ops::Range;

use dateline_mention::{EntityId, Mentions, Parsed};
use dateline_text::{Evidence, Span, SpanIndex, local_id};

use dateline_syntax::TokenId;
use draft::Draft;
use page::Page;

local_id!(
    /// Position of a [`Statement`]; prints as `s1`.
    StatementId,
    "s"
);

/// How the content is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatementForm {
    /// The content is a quotation, marks included.
    Direct,
    /// The content is told in the writer's words.
    Indirect,
    /// Told in the writer's words, with quoted words inside.
    Mixed,
}

/// How the source stands to the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attitude {
    /// Spoken, or conveyed as speech.
    Said,
    /// Held or known.
    Believed,
    /// Intended.
    Planned,
    /// Set down in a document or post.
    Wrote,
    /// Shown by a gesture or an act.
    Signalled,
}

/// What is done in saying it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each name is the act's own verb")]
pub enum Act {
    /// The neutral verbs: says, tells, writes, according to; also thinks and plans.
    Says,
    /// `claim`, `allege`, `purport` alone.
    Claims,
    Denies,
    Confirms,
    Condemns,
    Accuses,
    Warns,
    Threatens,
    Promises,
    Demands,
    Requests,
    Proposes,
    Agrees,
    Rejects,
    Apologises,
    Thanks,
    Praises,
    Asks,
    Announces,
    Orders,
    Expects,
    /// Nothing is said: a deed or bearing shows it, as in `imposed a ban`.
    Signals,
    /// The source is told not to say it: `did not confirm`, `declined to say`.
    Withholds,
}

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceKind {
    /// A person or body with a name.
    Named,
    /// An office without its holder's name: `the governor`, `the ministry`.
    Office,
    /// `officials`, `a source close to…`.
    Unnamed,
    /// A report, law, letter.
    Document,
    /// A newspaper, agency, broadcaster.
    Media,
    /// `a post`, `a tweet by Hale`, `netizens`: what is said on a network.
    SocialMedia,
    /// `witnesses`, `residents`, `analysts`.
    Crowd,
    /// Cannot be told.
    Unknown,
}

/// Who says it.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The words that name the source; as `PolNeAR` draws them (titles and relative clauses included).
    pub spans: Vec<Span>,
    /// The person or body behind the words: also behind a pronoun or `the diplomat`.
    pub entity: Option<EntityId>,
    /// What the source is.
    pub kind: SourceKind,
}

/// Source, cue, content: one statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// How the content is given.
    pub form: StatementForm,
    /// How the source stands to the content.
    pub attitude: Attitude,
    /// What is done in saying it.
    pub act: Act,
    /// Who says it; `None` where the text does not tell (`It is said that…`).
    pub source: Option<Source>,
    /// The words that attribute: a verb, `according to`, a noun.
    pub cue: Option<Span>,
    /// What is said; several spans where the cue interrupts it.
    pub content: Vec<Span>,
    /// To whom it is said.
    pub addressee: Option<Span>,
    /// The statement whose content this one stands in.
    pub within: Option<StatementId>,
    /// The rule that found it.
    pub evidence: Evidence,
}

impl Statement {
    /// Returns the words that attribute the content: source and cue.
    fn attribution(&self) -> impl Iterator<Item = Span> {
        let source = self.source.iter().flat_map(|source| source.spans.iter().copied());
        source.chain(self.cue)
    }
}

macro_rules! words {
    ($type:ty: $($variant:ident = $word:literal),+ $(,)?) => {
        impl $type {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the word written to JSON and the ledger.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}
pub(crate) use words;

words!(StatementForm: Direct = "direct", Indirect = "indirect", Mixed = "mixed");
words!(Attitude: Said = "said", Believed = "believed", Planned = "planned", Wrote = "wrote",
    Signalled = "signalled");
words!(Act: Says = "says", Claims = "claims", Denies = "denies", Confirms = "confirms", Condemns = "condemns",
    Accuses = "accuses", Warns = "warns", Threatens = "threatens", Promises = "promises",
    Demands = "demands", Requests = "requests", Proposes = "proposes", Agrees = "agrees",
    Rejects = "rejects", Apologises = "apologises", Thanks = "thanks", Praises = "praises",
    Asks = "asks", Announces = "announces", Orders = "orders", Expects = "expects",
    Signals = "signals", Withholds = "withholds");
words!(SourceKind: Named = "named", Office = "office", Unnamed = "unnamed",
    Document = "document", Media = "media", SocialMedia = "social_media", Crowd = "crowd", Unknown = "unknown");

/// The statements of a dispatch by where their contents and cues stand.
#[derive(Debug)]
pub(crate) struct Contents<'s> {
    statements: &'s [Statement],
    by_span: SpanIndex<StatementId>,
    by_cue: SpanIndex<StatementId>,
}

impl<'s> Contents<'s> {
    pub(crate) fn new(statements: &'s [Statement]) -> Self {
        let spans = statements.iter().enumerate().flat_map(|(at, statement)| {
            statement.content.iter().map(move |span| (*span, StatementId::from(at)))
        });
        let cues = statements.iter().enumerate();
        let cues = cues.filter_map(|(at, one)| Some((one.cue?, StatementId::from(at))));
        Self { statements, by_span: SpanIndex::new(spans), by_cue: SpanIndex::new(cues) }
    }

    /// Returns where the words that attribute a span begin, behind it: in `rebels attacked, officials said`
    /// at `officials`.
    pub(crate) fn attributed_behind(&self, span: Span) -> Option<u32> {
        let holding = self.by_span.overlapping(span).filter(|(part, _)| part.contains(span));
        let words = holding.flat_map(|(_, id)| self.statements[id.index()].attribution());
        words.map(|words| words.start).filter(|&start| start >= span.end).min()
    }

    /// Returns the statement in whose cue a verb begins.
    pub(crate) fn told_by(&self, verb: Span) -> Option<&Statement> {
        let cues = self.by_cue.overlapping(verb).filter(|(cue, _)| cue.start <= verb.start);
        cues.map(|(_, id)| id).next().map(|id| &self.statements[id.index()])
    }

    /// Returns the innermost statement whose content holds a span.
    pub(crate) fn said_in(&self, span: Span) -> Option<StatementId> {
        let holding = self.by_span.overlapping(span).filter(|(part, _)| part.contains(span));
        // One who is cited has the same content as the statement that it stands within.
        let is_outer = |id: StatementId| self.statements[id.index()].within.is_none();
        holding.map(|(_, id)| id).min_by_key(|&id| (self.len(id), is_outer(id), id))
    }

    /// Returns what is done in saying the innermost statement that holds a span.
    pub(crate) fn act_around(&self, span: Span) -> Option<Act> {
        self.said_in(span).map(|id| self.statements[id.index()].act)
    }

    fn len(&self, id: StatementId) -> usize {
        self.statements[id.index()].content.iter().map(|part| part.len()).sum()
    }
}

/// Extracts the statements of a dispatch.
pub(crate) fn extract_statements(parsed: Parsed<'_>, mentions: &Mentions) -> Vec<Statement> {
    let page = Page::new(parsed, &mentions.names);
    let drafts = reading::find_drafts(&page, &parsed.parse.statements);
    let within = nesting::find_within(&drafts);
    let source_of = |at: usize| {
        let source = drafts[at].source.as_ref()?;
        // "I", in what another says, is whoever says that.
        let speaker = source::speaker_within(&page, mentions, &drafts, &within, at);
        let entity = source::entity_of(&page, mentions, speaker.unwrap_or(source));
        let kind = source::kind_of(&page, mentions, source, entity);
        Some(Source { spans: vec![page.span(source)], entity, kind })
    };
    let ends = drafts.iter().zip(&within).enumerate();
    ends.map(|(at, (draft, within))| finish(&page, draft, source_of(at), *within)).collect()
}

fn finish(
    page: &Page<'_>,
    draft: &Draft,
    source: Option<Source>,
    within: Option<usize>,
) -> Statement {
    Statement {
        form: form_of(page, draft),
        attitude: draft.attitude,
        act: if negation::is_negated(page, draft) { Act::Withholds } else { draft.act },
        source,
        cue: Some(page.span(&draft.cue)),
        content: join(page, &draft.content),
        addressee: draft.addressee.as_ref().map(|hearer| page.span(hearer)),
        within: within.map(StatementId::from),
        evidence: confidence::evidence_of(draft, within.is_some()),
    }
}

/// Joins parts with no more than spaces between them, as where a quotation runs over sentences.
fn join(page: &Page<'_>, parts: &[Range<TokenId>]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for span in parts.iter().map(|part| page.span(part)) {
        let gap = |last: Span| page.text.get(last.end as usize..span.start as usize);
        match spans.last_mut() {
            Some(last) if gap(*last).is_some_and(|gap| gap.chars().all(|c| c == ' ')) => {
                *last = last.cover(span);
            }
            _ => spans.push(span),
        }
    }
    spans
}

/// Tells how the content is given: all of it quoted, none, or some.
fn form_of(page: &Page<'_>, draft: &Draft) -> StatementForm {
    let level = page.quotation_at(draft.cue.start);
    let is_quoted = |at: &usize| {
        let dropped = || page.quoted(*at).is_some_and(|quoted| !quoted.closed);
        page.quotation_at(*at).is_some_and(|q| Some(q) != level || dropped())
    };
    let tokens = || draft.content.iter().cloned().flatten();
    match (tokens().any(|at| is_quoted(&at)), tokens().all(|at| is_quoted(&at))) {
        (_, true) => StatementForm::Direct,
        (true, false) => StatementForm::Mixed,
        (false, false) => StatementForm::Indirect,
    }
}

#[cfg(test)]
mod tests {
    use dateline_syntax::{Analysis, Engine};
    use dateline_text::{Block, BlockKind, Dispatch};
    use proptest::prelude::*;

    use super::*;

    fn extract(text: &str) -> Vec<Statement> {
        let dispatch = Dispatch::from_text(text);
        extract_from(&dispatch)
    }

    fn extract_from(dispatch: &Dispatch) -> Vec<Statement> {
        let Analysis { segmentation, parse } = Engine::Swift.analyse(dispatch);
        let parsed = Parsed { dispatch, segmentation: &segmentation, parse: &parse };
        let mentions = dateline_mention::find(parsed);
        extract_statements(parsed, &mentions)
    }

    /// Checks source, cue, content of each statement, in text order.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str, &str)]) {
        let words = |spans: &[Span]| -> String {
            spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ")
        };
        let found: Vec<(String, String, String)> = extract(text)
            .iter()
            .map(|statement| {
                let source = statement.source.as_ref().map_or(&[][..], |source| &source.spans);
                let cue = statement.cue.map_or("", |cue| cue.of(text));
                (words(source), cue.to_owned(), words(&statement.content))
            })
            .collect();
        let found: Vec<(&str, &str, &str)> =
            found.iter().map(|(s, c, x)| (s.as_str(), c.as_str(), x.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn both_orders_of_source_and_cue() {
        check("“We will stay,” said the mayor.", &[("the mayor", "said", "“We will stay,”")]);
        check("“We will stay,” the mayor said.", &[("the mayor", "said", "“We will stay,”")]);
    }

    #[test]
    fn a_preposition_joins_the_cue() {
        check("The envoy called for a truce.", &[("The envoy", "called for", "a truce")]);
    }

    #[test]
    fn plain_narration_holds_no_statement() {
        check("The boats left the port at noon on Friday.", &[]);
        check("The “ghost fleet” left the port.", &[]);
    }

    #[test]
    fn boilerplate_is_not_read() {
        let mut dispatch = Dispatch::from_text("The mayor said the road was closed.");
        dispatch.blocks =
            vec![Block { span: dispatch.blocks[0].span, kind: BlockKind::Boilerplate }];
        assert!(extract_from(&dispatch).is_empty());
    }

    #[test]
    fn statements_within_statements_make_a_chain() {
        let found = extract("The agency said the governor said the mayor said it was over.");
        let within: Vec<_> = found.iter().map(|statement| statement.within).collect();
        assert_eq!(within, [None, Some(StatementId(0)), Some(StatementId(1))]);
    }

    #[test]
    fn kinds_of_source() {
        let kind = |text: &str| extract(text)[0].source.as_ref().map(|source| source.kind);
        assert_eq!(kind("The governor said it was over."), Some(SourceKind::Office));
        assert_eq!(kind("Two officials said it was over."), Some(SourceKind::Unnamed));
        let named = "One of the relatives, Otto Kell, said it was over.";
        assert_eq!(kind(named), Some(SourceKind::Named));
        assert_eq!(kind("The report said it was over."), Some(SourceKind::Document));
        assert_eq!(kind("Witnesses said it was over."), Some(SourceKind::Crowd));
        assert_eq!(kind("A post on Weibo said it was over."), Some(SourceKind::SocialMedia));
        assert_eq!(kind("The newspaper said it was over."), Some(SourceKind::Media));
    }

    /// Sentences of words that rules look for, so that random text meets them.
    fn any_text() -> impl Strategy<Value = String> {
        let words = prop::sample::select(vec![
            "Hale",
            "the mayor",
            "he",
            "said",
            "that",
            "told",
            "reporters",
            "it was over",
            ",",
            ".",
            "“",
            "”",
            "\"",
            "''",
            "according to",
            "and",
            "but",
            "which",
            "adding",
            "who",
            "is expected",
            "to leave",
            "called",
            "for",
            "by",
            ":",
            "—",
            "(",
            ")",
            "\n\n",
            "é",
            "was asked",
            "claim",
            "of",
            "seemed",
            "in a statement",
            "citing",
            "did not",
            "‘",
            "’",
            "on Monday",
            "’s",
        ]);
        prop::collection::vec(words, 0..60).prop_map(|words| words.join(" "))
    }

    #[track_caller]
    fn obeys_the_laws(text: &str) {
        let found = extract(text);
        for (at, statement) in found.iter().enumerate() {
            let source = statement.source.iter().flat_map(|source| &source.spans);
            for span in statement.content.iter().chain(source).chain(&statement.cue) {
                assert!(!span.of(text).is_empty(), "{span:?} of {text:?}");
            }
            let sorted = statement.content.windows(2).all(|pair| pair[0].end <= pair[1].start);
            assert!(sorted && !statement.content.is_empty(), "{text:?}");
            let mut holder = statement.within;
            for _ in 0..=found.len() {
                holder = holder.and_then(|id| found[id.index()].within);
            }
            assert_eq!(holder, None, "statement {at} stands within itself: {text:?}");
        }
        let confident = |s: &Statement| s.evidence.confidence.is_none_or(|c| c.share() <= 1.0);
        assert!(found.iter().all(confident));
    }

    #[test]
    fn an_empty_phrase_is_no_part_of_a_statement() {
        obeys_the_laws("reporters Hale ” is expected \n\n that");
    }

    proptest! {
        #[test]
        fn any_words_obey_the_laws(text in any_text()) {
            obeys_the_laws(&text);
        }

        #[test]
        fn any_characters_obey_the_laws(text in "\\PC{0,200}") {
            obeys_the_laws(&text);
        }
    }
}
