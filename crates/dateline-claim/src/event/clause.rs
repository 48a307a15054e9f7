//! Who does what to whom: the phrases around a verb group.

use std::ops::Range;

use dateline_syntax::{TokenId, Upos};

use super::chunk::{Chunk, ChunkKind, VerbForm};
use super::lexicon::LEXICON;
use super::sentence::{CLOSING, Row};

/// A noun phrase with the `of` phrases behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Position of its first chunk.
    pub(crate) chunk: usize,
    /// Its tokens.
    pub(crate) tokens: Range<TokenId>,
}

/// A preposition with the phrases that it governs.
#[derive(Debug, Clone)]
pub(crate) struct Oblique {
    /// Position of the preposition's chunk.
    pub(crate) chunk: usize,
    /// The phrases, several where they are joined.
    pub(crate) phrases: Vec<Phrase>,
}

/// The phrases around a verb group, with those of a passive put in their places.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arguments {
    /// Who does it.
    pub(crate) subjects: Vec<Phrase>,
    /// To whom it is done, without a preposition.
    pub(crate) objects: Vec<Phrase>,
    /// Phrases with a preposition behind the verb.
    pub(crate) obliques: Vec<Oblique>,
    /// Chunks behind the verb that belong to it.
    pub(crate) zone: Range<usize>,
}

// How far back the subject of a shared or dropped subject is looked for, in verb groups.
const MAX_LINKS: usize = 6;

// Verbs whose object does what the infinitive behind it tells: `ordered troops to leave`.
const OBJECT_CONTROL: &[&str] = &[
    "order",
    "ask",
    "urge",
    "tell",
    "force",
    "allow",
    "permit",
    "help",
    "send",
    "want",
    "invite",
    "encourage",
    "enable",
    "instruct",
    "command",
    "compel",
    "persuade",
    "warn",
    "call",
    "press",
    "expect",
    "appeal",
    "request",
    "deploy",
    "lead",
    "require",
    "push",
    "advise",
    "cause",
    "let",
];

const REPORTING: &[&str] = &[
    "say",
    "tell",
    "announce",
    "report",
    "claim",
    "add",
    "confirm",
    "declare",
    "state",
    "warn",
    "insist",
    "believe",
    "think",
    "stress",
    "note",
    "show",
    "deny",
    "allege",
    "argue",
    "vow",
    "promise",
    "pledge",
    "admit",
    "acknowledge",
    "indicate",
    "suggest",
    "know",
    "fear",
    "hope",
    "explain",
    "reveal",
];

// Verbs with an `of` of their own: `accused the front of theft`.
const TAKES_OF: &[&str] = &[
    "accuse", "acquit", "assure", "clear", "convict", "deprive", "inform", "notify", "remind",
    "rob", "strip", "suspect", "warn",
];

const PERSONAL: &[&str] =
    &["me", "him", "her", "us", "them", "you", "it", "he", "she", "they", "we", "i"];

// Words before a noun phrase that open a clause where a finite verb follows.
const SUBORDINATORS: &[&str] = &[
    "after", "before", "since", "until", "till", "as", "than", "because", "while", "when", "once",
];

/// Tells whether a verb takes a clause for its object.
pub(crate) fn is_reporting(lemma: &str) -> bool {
    REPORTING.contains(&lemma)
}

impl Row<'_> {
    /// Finds the phrases around the verb group at a chunk.
    pub(crate) fn arguments(&self, verb: usize) -> Arguments {
        let zone = verb + 1..self.zone_end(verb);
        let mut arguments = Arguments {
            subjects: self.subjects(verb, MAX_LINKS),
            objects: self.objects(zone.clone()),
            obliques: self.obliques(zone.clone()),
            zone,
        };
        if TAKES_OF.contains(&self.lemma(self.chunks[verb].head())) {
            arguments.objects.iter_mut().for_each(|object| self.cut_of(object));
        }
        if self.chunks[verb].verb().is_some_and(|group| group.passive) {
            arguments.objects = std::mem::take(&mut arguments.subjects);
            if let Some(by) = arguments.obliques.iter().find(|o| self.form_at(o.chunk) == "by") {
                arguments.subjects = by.phrases.clone();
            }
        }
        arguments
    }

    /// Cuts the last `of` phrase off an object, which belongs to the verb: `accused the front | of theft`.
    fn cut_of(&self, object: &mut Phrase) {
        let first = self.chunks[object.chunk].tokens.end;
        let of = (first..object.tokens.end).rev().find(|&token| self.form(token) == "of");
        object.tokens.end = of.unwrap_or(object.tokens.end);
    }

    /// Returns the phrases that a preposition governs behind the verb.
    pub(crate) fn governed<'a>(
        &self,
        arguments: &'a Arguments,
        preposition: &str,
    ) -> Option<&'a [Phrase]> {
        let found = |oblique: &&Oblique| self.form_at(oblique.chunk) == preposition;
        arguments.obliques.iter().find(found).map(|oblique| oblique.phrases.as_slice())
    }

    /// Returns the verb group that the one at a chunk hangs on: `tried` for `to attack`.
    pub(crate) fn governor(&self, verb: usize) -> Option<usize> {
        (0..verb).rev().find(|&at| self.chunks[at].verb().is_some())
    }

    /// Returns the lower-cased form of a chunk's head.
    pub(crate) fn form_at(&self, chunk: usize) -> &str {
        self.chunks.get(chunk).map_or("", |chunk| self.form(chunk.head()))
    }

    /// Returns the noun phrase at a chunk with its `of` phrases.
    pub(crate) fn phrase(&self, chunk: usize) -> Phrase {
        let mut end = chunk;
        // `him of their help` is two phrases
        let alone = PERSONAL.contains(&self.form_at(chunk));
        while let Some(next) = self.qualifier(end).filter(|_| !alone) {
            end = next;
        }
        let last = self.chunks[end].tokens.end;
        Phrase { chunk, tokens: self.chunks[chunk].tokens.start..self.quoted_end(last) }
    }

    /// Returns the noun phrase that says more of the one at a chunk: behind `of`, or behind an aside
    /// (`the Front of Orland (FO) Mira Hale` is one phrase).
    fn qualifier(&self, chunk: usize) -> Option<usize> {
        // `a “total blockade” of Orland`
        let quoted = CLOSING.contains(&self.form_at(chunk + 1)) && self.form_at(chunk + 2) == "of";
        let next = chunk + if quoted { 3 } else { 2 };
        let links = quoted || self.is_aside(chunk + 1) || self.form_at(chunk + 1) == "of";
        (links && self.is_noun(next)).then_some(next)
    }

    /// Stretches a phrase over quoted words that qualify it: `men “close to the front”`.
    fn quoted_end(&self, end: TokenId) -> TokenId {
        let from = end + 1 + usize::from(matches!(self.upos(end + 1), Upos::Adj | Upos::Adv));
        let qualifies = self.upos(from) == Upos::Adp;
        let close = self.quoted_words(end).filter(|_| qualifies);
        close.map_or(end, |close| close + 1)
    }

    /// Returns the noun phrases joined to the one at a chunk: `A, B and C`.
    ///
    /// Phrases between commas without a conjunction are one thing under two names, and give the first.
    pub(crate) fn joined(&self, chunk: usize, end: usize) -> Vec<Phrase> {
        let mut phrases = vec![self.phrase(chunk)];
        let mut conjunction = false;
        let mut at = self.after(&phrases[0]);
        while at < end {
            let mut next = at;
            let mut links = false;
            while next < end && self.is_link(next) {
                links |= matches!(self.chunks[next].kind, ChunkKind::Conjunction);
                next += 1;
            }
            if next == at || next >= end || !self.is_noun(next) {
                break;
            }
            conjunction |= links;
            let phrase = self.phrase(next);
            at = self.after(&phrase);
            if links || !self.tells_of_last(next) {
                phrases.push(phrase);
            }
        }
        if !conjunction {
            phrases.truncate(1);
        }
        phrases
    }

    /// Tells whether a phrase says more of those before it: an age, `both of Mill Row`.
    fn tells_of_last(&self, chunk: usize) -> bool {
        let tokens = self.chunks[chunk].tokens.clone();
        let is_age =
            tokens.len() == 1 && self.form(tokens.start).bytes().all(|b| b.is_ascii_digit());
        is_age || self.form(tokens.start) == "both"
    }

    fn after(&self, phrase: &Phrase) -> usize {
        let next = self.chunk_of(phrase.tokens.end - 1) + 1;
        if self.is_aside(next) { next + 1 } else { next }
    }

    fn is_aside(&self, chunk: usize) -> bool {
        self.chunks.get(chunk).is_some_and(|chunk| matches!(chunk.kind, ChunkKind::Aside))
    }

    fn is_link(&self, chunk: usize) -> bool {
        matches!(self.chunks[chunk].kind, ChunkKind::Comma | ChunkKind::Conjunction)
            && self.form_at(chunk) != "but"
    }

    fn is_noun(&self, chunk: usize) -> bool {
        self.chunks.get(chunk).is_some_and(Chunk::is_noun)
    }

    fn zone_end(&self, verb: usize) -> usize {
        let closes = |chunk: &Chunk| {
            matches!(chunk.kind, ChunkKind::Verb(_) | ChunkKind::Boundary | ChunkKind::Relative)
        };
        let end = self.attributed_from(verb).unwrap_or(self.chunks.len());
        let rest = &self.chunks[verb + 1..end.max(verb + 1)];
        verb + 1 + rest.iter().position(closes).unwrap_or(rest.len())
    }

    fn objects(&self, zone: Range<usize>) -> Vec<Phrase> {
        let mut at = zone.start;
        while at < zone.end {
            match self.chunks[at].kind {
                ChunkKind::Noun => return self.joined(at, zone.end),
                ChunkKind::Preposition if at + 1 < zone.end => {
                    if !matches!(self.chunks[at + 1].kind, ChunkKind::Time) {
                        return Vec::new();
                    }
                    at += 1;
                }
                ChunkKind::Time | ChunkKind::Other | ChunkKind::Comma => {}
                _ => return Vec::new(),
            }
            at += 1;
        }
        Vec::new()
    }

    fn obliques(&self, zone: Range<usize>) -> Vec<Oblique> {
        let mut obliques = Vec::new();
        for at in zone.clone() {
            let preposition = matches!(self.chunks[at].kind, ChunkKind::Preposition);
            if preposition && at + 1 < zone.end && self.is_noun(at + 1) {
                obliques.push(Oblique { chunk: at, phrases: self.joined(at + 1, zone.end) });
            }
        }
        obliques
    }

    fn subjects(&self, verb: usize, links: usize) -> Vec<Phrase> {
        let Some(group) = self.chunks[verb].verb() else { return Vec::new() };
        let before = self.before(verb);
        match group.form {
            VerbForm::Participle => self.noun_before(verb),
            VerbForm::Gerund | VerbForm::Infinitive => self.inherited(verb, links),
            VerbForm::Finite => match before.map(|at| &self.chunks[at].kind) {
                Some(ChunkKind::Relative) => self.noun_before(before.unwrap_or(0)),
                Some(ChunkKind::Conjunction) => self.inherited(verb, links),
                _ => self.subject_in_tree(verb).unwrap_or_else(|| self.own_subjects(verb, links)),
            },
        }
    }

    /// Returns the subject that the tree gives a verb, where other verbs stand between the two:
    /// `the hospital, where over 40 have been treated, has asked for blood`.
    fn subject_in_tree(&self, verb: usize) -> Option<Vec<Phrase>> {
        let subject = self.tree_subject(self.chunks[verb].head())?;
        let at = self.chunk_of(subject);
        let parted = (at + 1..verb).any(|between| self.chunks[between].verb().is_some());
        let told = at < verb && parted && self.is_noun(at);
        told.then(|| self.joined(at, verb))
    }

    /// Returns the last chunk before a verb that is not an adverb or a time.
    fn before(&self, verb: usize) -> Option<usize> {
        let skipped = |at: &usize| {
            !matches!(self.chunks[*at].kind, ChunkKind::Other | ChunkKind::Time | ChunkKind::Aside)
        };
        (0..verb).rev().find(skipped)
    }

    /// Returns the noun phrase before a chunk: the one that a relative clause speaks of.
    fn noun_before(&self, chunk: usize) -> Vec<Phrase> {
        let Some(mut at) = (0..chunk).rev().find(|&at| self.is_noun(at)) else { return Vec::new() };
        while at >= 2
            && self.form_at(at - 1) == "of"
            && self.is_noun(at - 2)
            && !self.is_deed_on(at - 2, at)
        {
            at -= 2;
        }
        vec![self.phrase(at)]
    }

    /// Tells whether a noun before `of` is something done to people: `the release of nine men` who
    /// were arrested, not a release that was.
    fn is_deed_on(&self, noun: usize, people: usize) -> bool {
        let is_agent = |at: usize| LEXICON.agent(self.lemma(self.chunks[at].head())).is_some();
        let common = self.upos(self.chunks[noun].head()) == Upos::Noun;
        common && is_agent(people) && !is_agent(noun)
    }

    fn inherited(&self, verb: usize, links: usize) -> Vec<Phrase> {
        let Some(governor) = self.governor(verb).filter(|_| links > 0) else { return Vec::new() };
        let governor = self.main_verb(verb, governor);
        let infinitive = self.chunks[verb].verb().is_some_and(|g| g.form == VerbForm::Infinitive);
        let lemma = self.lemma(self.chunks[governor].head());
        if infinitive && OBJECT_CONTROL.contains(&lemma) && self.before(verb) != Some(governor) {
            return self.noun_before(verb);
        }
        let group = self.chunks[governor].verb();
        if group.is_some_and(|group| group.form == VerbForm::Participle) {
            return self.own_subjects(verb, links - 1);
        }
        self.subjects(governor, links - 1)
    }

    /// Returns the verb whose subject one behind a comma and `but` shares: in `she said that the
    /// men had fled, but rejected the charge` that is `said`.
    fn main_verb(&self, verb: usize, governor: usize) -> usize {
        let but = verb >= 2
            && self.form_at(verb - 1) == "but"
            && matches!(self.chunks[verb - 2].kind, ChunkKind::Comma);
        let says = |at: &usize| {
            let finite = self.chunks[*at].verb().is_some_and(|g| g.form == VerbForm::Finite);
            finite && is_reporting(self.lemma(self.chunks[*at].head()))
        };
        let said = (0..governor).rev().find(says).filter(|at| self.form_at(at + 1) == "that");
        said.filter(|_| but).unwrap_or(governor)
    }

    fn own_subjects(&self, verb: usize, links: usize) -> Vec<Phrase> {
        if let Some(noun) = self.subordinate_subject(verb) {
            return self.joined(noun, verb);
        }
        let start = self.clause_start(verb);
        let nouns = |from: usize| {
            (from..verb).find(|&at| self.is_noun(at) && self.preposition_before(at).is_none())
        };
        let governor = start.checked_sub(1).filter(|&at| self.chunks[at].verb().is_some());
        let governed = governor.is_some_and(|at| !is_reporting(self.lemma(self.chunks[at].head())));
        let from = if governed { self.last_link(start, verb).unwrap_or(verb) } else { start };
        match nouns(from) {
            Some(noun) => self.joined(noun, verb),
            None if links > 0 && governor.is_some() => self.inherited(verb, links),
            None => Vec::new(),
        }
    }

    /// Returns the subject of a clause that a word opens which may also be a preposition:
    /// `after raiders drove off the goats`.
    fn subordinate_subject(&self, verb: usize) -> Option<usize> {
        let mut noun = self.before(verb).filter(|&at| self.is_noun(at))?;
        while noun >= 2 && self.is_link(noun - 1) && self.is_noun(noun - 2) {
            noun -= 2;
        }
        let opens = |word: &str| SUBORDINATORS.contains(&word);
        self.preposition_before(noun).is_some_and(opens).then_some(noun)
    }

    fn last_link(&self, start: usize, verb: usize) -> Option<usize> {
        (start..verb).rev().find(|&at| self.is_link(at) && self.is_noun(at + 1))
    }

    /// Returns the first chunk of the clause that the verb at a chunk is the main verb of.
    fn clause_start(&self, verb: usize) -> usize {
        let mut at = verb;
        while at > 0 {
            at -= 1;
            match &self.chunks[at].kind {
                ChunkKind::Boundary => return at + 1,
                // `in which one worker was killed`: the pronoun is not the subject
                ChunkKind::Relative if self.has_subject(at + 1..verb) => return at + 1,
                ChunkKind::Verb(group) if group.form == VerbForm::Finite => {
                    match self.relative_of(at) {
                        Some(relative) => at = relative,
                        None => return at + 1,
                    }
                }
                _ => {}
            }
        }
        0
    }

    fn has_subject(&self, chunks: Range<usize>) -> bool {
        let mut nouns = chunks.clone().filter(|&at| self.is_noun(at));
        nouns.any(|at| self.preposition_before(at).is_none())
            && chunks.into_iter().all(|at| self.chunks[at].verb().is_none())
    }

    /// Returns the relative pronoun that a verb stands behind, in the same clause.
    pub(super) fn relative_of(&self, verb: usize) -> Option<usize> {
        let from = verb.saturating_sub(4);
        let found = |at: &usize| matches!(self.chunks[*at].kind, ChunkKind::Relative);
        let at = (from..verb).rev().find(found)?;
        self.chunks[at + 1..verb].iter().all(|chunk| chunk.verb().is_none()).then_some(at)
    }
}
