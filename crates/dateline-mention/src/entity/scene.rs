//! The dispatch as the grouping of mentions looks at it: words, names and quotations by token.

use std::ops::Range;

use dateline_syntax::{TokenId, Upos, antecedent, is_hyphen};
use dateline_text::{Span, quotations};

use crate::{Name, NameLabel, Parsed};

/// Verbs that make the words beside them a speaker.
const SPEECH: [&str; 49] = [
    "said",
    "says",
    "told",
    "added",
    "adds",
    "stressed",
    "stated",
    "noted",
    "warned",
    "claimed",
    "insisted",
    "argued",
    "explained",
    "announced",
    "emphasized",
    "emphasised",
    "denied",
    "reported",
    "confirmed",
    "condemned",
    "called",
    "urged",
    "asked",
    "replied",
    "tweeted",
    "wrote",
    "vowed",
    "pledged",
    "accused",
    "recalled",
    "declared",
    "suggested",
    "admitted",
    "acknowledged",
    "described",
    "rejected",
    "demanded",
    "continued",
    "remarked",
    "commented",
    "say",
    "believes",
    "thanked",
    "hailed",
    "speaks",
    "promised",
    "assured",
    "apologised",
    "apologized",
];

/// Those of them that are followed by a hearer, never by the speaker.
const TELLING: [&str; 14] = [
    "told",
    "accused",
    "assured",
    "called",
    "condemned",
    "denied",
    "described",
    "hailed",
    "promised",
    "rejected",
    "speaks",
    "thanked",
    "urged",
    "demanded",
];

/// Tokens between a source and its cue at most.
const SOURCE_REACH: usize = 60;

/// Words of a dispatch with what is known of each.
pub(crate) struct Scene<'p> {
    /// What it was made of.
    pub(crate) parsed: Parsed<'p>,
    /// Words as written, by token.
    pub(crate) forms: Vec<&'p str>,
    /// Words in lower case, by token.
    pub(crate) lowers: Vec<String>,
    /// The name that a token stands in.
    pub(crate) name_of: Vec<Option<usize>>,
    /// Whether a token stands inside a quotation.
    pub(crate) quoted: Vec<bool>,
    /// The sentence of each token.
    pub(crate) sentence_of: Vec<usize>,
    /// The first verb of each sentence, or its end.
    first_verb: Vec<TokenId>,
}

impl<'p> Scene<'p> {
    /// Looks up what is known of each token.
    pub(crate) fn new(parsed: Parsed<'p>, names: &[Name]) -> Self {
        let text = parsed.dispatch.text.as_str();
        let tokens = &parsed.segmentation.tokens;
        let forms: Vec<&str> = tokens.iter().map(|token| token.span.of(text)).collect();
        let lowers = forms.iter().map(|form| form.to_lowercase()).collect();
        let mut sentence_of = vec![0; tokens.len()];
        for (at, sentence) in parsed.segmentation.sentences.iter().enumerate() {
            sentence_of[sentence.tokens.clone()].fill(at);
        }
        let mut name_of = vec![None; tokens.len()];
        for (at, name) in names.iter().enumerate() {
            name_of[parsed.segmentation.tokens_in(name.span)].fill(Some(at));
        }
        let quoted = quoted(parsed);
        let mut scene =
            Self { parsed, forms, lowers, name_of, quoted, sentence_of, first_verb: Vec::new() };
        scene.first_verb = scene.first_verbs();
        scene
    }

    fn first_verbs(&self) -> Vec<TokenId> {
        let is_verb = |token: TokenId| match self.tag(token) {
            Some(tag) => matches!(tag, Upos::Verb | Upos::Aux),
            None => SPEECH.contains(&self.lower(token)),
        };
        let sentences = self.parsed.segmentation.sentences.iter();
        sentences
            .map(|s| s.tokens.clone().find(|&token| is_verb(token)).unwrap_or(s.tokens.end))
            .collect()
    }

    /// Returns the number of tokens.
    pub(crate) fn len(&self) -> usize {
        self.forms.len()
    }

    /// Returns the tokens of a span.
    pub(crate) fn tokens(&self, span: Span) -> Range<TokenId> {
        self.parsed.segmentation.tokens_in(span)
    }

    /// Returns the span of some tokens.
    pub(crate) fn span(&self, tokens: Range<TokenId>) -> Span {
        self.parsed.segmentation.span_of(tokens)
    }

    /// Returns the words of some tokens as they stand in the text.
    pub(crate) fn words(&self, tokens: Range<TokenId>) -> &'p str {
        self.span(tokens).of(self.parsed.dispatch.text.as_str())
    }

    /// Returns the word of a token in lower case; empty outside the dispatch.
    pub(crate) fn lower(&self, token: TokenId) -> &str {
        self.lowers.get(token).map_or("", String::as_str)
    }

    /// Returns the tag of a token, where the dispatch is tagged.
    pub(crate) fn tag(&self, token: TokenId) -> Option<Upos> {
        self.parsed.parse.words.get(token).map(|word| word.upos)
    }

    /// Returns the tokens of the sentence that a token stands in.
    pub(crate) fn sentence(&self, token: TokenId) -> Range<TokenId> {
        let at = self.sentence_of.get(token).copied().unwrap_or(0);
        self.parsed.segmentation.sentences.get(at).map_or(0..0, |sentence| sentence.tokens.clone())
    }

    /// Tells whether a token is part of a word with a hyphen: "state-run".
    pub(crate) fn is_hyphened(&self, token: TokenId) -> bool {
        let tokens = &self.parsed.segmentation.tokens;
        let first = token.saturating_sub(1);
        (first..token + 2).any(|at| is_hyphen(tokens, self.parsed.dispatch.text.as_str(), at))
    }

    /// Tells whether a token is a verb of speech.
    pub(crate) fn is_speech(&self, token: TokenId) -> bool {
        SPEECH.contains(&self.lower(token))
    }

    /// Tells whether some words speak: a verb of speech stands right after or before them.
    pub(crate) fn speaks(&self, tokens: &Range<TokenId>) -> bool {
        let is_speech = |token: TokenId| self.is_speech(token);
        let sentence = self.sentence(tokens.start);
        let after = (tokens.end..sentence.end.min(tokens.end + 3)).any(is_speech);
        let told = |token: TokenId| TELLING.contains(&self.lower(token));
        let before = tokens.start.checked_sub(1).filter(|&before| before >= sentence.start);
        after || before.is_some_and(|before| is_speech(before) && !told(before))
    }

    /// Tells whether some words are the source of a statement, or speak.
    pub(crate) fn is_source(&self, tokens: &Range<TokenId>) -> bool {
        self.is_attributed(tokens) || self.speaks(tokens)
    }

    /// Tells whether the engine has a statement whose source some words are.
    pub(crate) fn is_attributed(&self, tokens: &Range<TokenId>) -> bool {
        let statements = &self.parsed.parse.statements;
        let is_told = |source: &Range<TokenId>| {
            source.start < tokens.end && tokens.end <= source.end && self.heads(tokens, source)
                || self.antecedent_of(source).is_some_and(|noun| tokens.contains(&noun))
        };
        let first = statements.partition_point(|one| one.cue.end + SOURCE_REACH < tokens.start);
        let near =
            statements[first..].iter().take_while(|one| one.cue.start < tokens.end + SOURCE_REACH);
        near.filter_map(|one| one.source.as_ref()).any(is_told)
    }

    /// "letters which told …": the noun that a relative pronoun stands for.
    fn antecedent_of(&self, source: &Range<TokenId>) -> Option<TokenId> {
        let is_relative = matches!(self.lower(source.start), "who" | "which" | "that");
        antecedent(&self.parsed.parse.words, source.start).filter(|_| is_relative)
    }

    /// Tells whether some words hold the noun that a source hangs on.
    pub(crate) fn heads(&self, tokens: &Range<TokenId>, source: &Range<TokenId>) -> bool {
        let words = &self.parsed.parse.words;
        let is_top = |at: &TokenId| {
            words.get(*at).is_some_and(|word| word.head.is_none_or(|head| !source.contains(&head)))
        };
        source.clone().find(is_top).is_some_and(|top| tokens.contains(&top))
    }

    /// Tells whether some words may be the subject of their sentence: no verb before them.
    pub(crate) fn is_early(&self, tokens: &Range<TokenId>) -> bool {
        let sentence = self.sentence_of[tokens.start];
        self.first_verb.get(sentence).is_none_or(|&verb| tokens.start <= verb)
    }

    /// Tells whether the tree has one of some words for the subject of a verb: "After the talks with Orm Metals, the
    /// ministry said …" calls no company a ministry.
    pub(crate) fn is_subject(&self, mut tokens: Range<TokenId>) -> bool {
        let words = &self.parsed.parse.words;
        tokens.any(|at| words.get(at).is_some_and(|word| word.deprel.starts_with("nsubj")))
    }

    /// Tells whether a token is a noun's companion on its left: adjective, noun, number.
    pub(crate) fn modifies(&self, token: TokenId) -> bool {
        let Some(form) = self.forms.get(token) else { return false };
        match self.tag(token) {
            Some(tag) => matches!(tag, Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num),
            None => {
                self.name_of[token].is_some()
                    || (form.chars().all(char::is_alphanumeric)
                        && !is_function_word(self.lower(token)))
            }
        }
    }

    /// Returns the label of the name that a token stands in.
    pub(crate) fn label(&self, names: &[Name], token: TokenId) -> Option<NameLabel> {
        self.name_of.get(token).copied().flatten().map(|name| names[name].label)
    }
}

/// Tells whether a word belongs to grammar rather than to a name or description.
pub(crate) fn is_function_word(lower: &str) -> bool {
    crate::name::lexicon::is_opening(lower) || SPEECH.contains(&lower)
}

/// Marks the tokens inside quotations; a quotation ends with its block at the latest.
fn quoted(parsed: Parsed<'_>) -> Vec<bool> {
    let mut quoted = vec![false; parsed.segmentation.tokens.len()];
    let text = parsed.dispatch.text.as_str();
    for block in &parsed.dispatch.blocks {
        for quotation in quotations(text, block.span) {
            quoted[parsed.segmentation.tokens_in(quotation.span)].fill(true);
        }
    }
    quoted
}
