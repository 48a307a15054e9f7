//! Which side of the dispatch's date the verb tells that governs an expression.

use dateline_syntax::{TokenId, Upos, Word};
use dateline_text::Span;

use super::{
    lexicon::{LEXICON, VerbUse},
    tense::Leaning,
};
use crate::Parsed;

/// Most steps up the tree from an expression to the verb that tells.
const MAX_STEPS: usize = 12;

/// How many words from its head a helper, a mark or an adjective may stand.
const REACH: usize = 30;

/// Returns the side that the tree tells; `None` where it does not.
///
/// The nearest verb above tells by its tense or modal verb. An infinitive has none: under a verb or noun
/// of intent, order or plan it looks ahead, elsewhere it goes with what governs it.
pub(super) fn leaning(parsed: Parsed<'_>, span: Span) -> Option<Leaning> {
    let tokens = parsed.segmentation.tokens_in(span);
    let tree = Tree { parsed };
    let is_top = |&at: &TokenId| {
        tree.word(at).is_some_and(|word| word.head.is_none_or(|head| !tokens.contains(&head)))
    };
    let top = tokens.clone().find(is_top)?;
    match tree.case_before(tokens.start) {
        // `since` and `until` bound what holds now.
        "since" | "until" | "till" => return None,
        "for" | "to" if tree.is_weekday(top) && !tree.is_from(tokens.start) => {
            return Some(Leaning::Future);
        }
        _ if tree.is_ahead_of(tokens.start) => return Some(Leaning::Future),
        _ => {}
    }
    let is_deadline = tree.case_before(tokens.start) == "by";
    let mut at = top;
    for _ in 0..MAX_STEPS {
        match tree.tell(at, top, is_deadline) {
            Told::Side(leaning) => return Some(leaning),
            Told::Nothing => return None,
            Told::Above => at = tree.word(at)?.head?,
        }
    }
    None
}

/// What a word of the tree tells.
enum Told {
    Side(Leaning),
    /// It has a tense that tells no side.
    Nothing,
    /// What governs it tells.
    Above,
}

struct Tree<'d> {
    parsed: Parsed<'d>,
}

impl<'d> Tree<'d> {
    fn word(&self, at: TokenId) -> Option<&'d Word> {
        self.parsed.parse.words.get(at)
    }

    fn form(&self, at: TokenId) -> String {
        let token = self.parsed.segmentation.tokens.get(at);
        token.map_or(String::new(), |token| {
            token.span.of(&self.parsed.dispatch.text).to_ascii_lowercase()
        })
    }

    /// Returns the words that hang on another, near it.
    fn children(&self, at: TokenId) -> impl Iterator<Item = (TokenId, &'d Word)> {
        let words = &self.parsed.parse.words;
        let end = words.len().min(at + REACH);
        let near = at.saturating_sub(REACH).min(end)..end;
        near.map(move |child| (child, &words[child])).filter(move |(_, word)| word.head == Some(at))
    }

    fn case_before(&self, start: TokenId) -> &'d str {
        let before = start.checked_sub(1).and_then(|at| self.word(at));
        before.map_or("", |word| word.lemma.as_str())
    }

    /// Tells whether `from` stands a few words before: `from Monday to Friday`.
    fn is_from(&self, start: TokenId) -> bool {
        let mut before = start.saturating_sub(AHEAD_REACH)..start;
        before.any(|at| self.word(at).is_some_and(|word| word.lemma == "from"))
    }

    /// Tells whether a weekday stands there: called `for Friday`, put off `to Friday`, but `for March`.
    fn is_weekday(&self, at: TokenId) -> bool {
        LEXICON.weekdays.contains_key(self.form(at).as_str())
    }

    /// Tells whether `ahead of` stands a few words before: `ahead of a vote on Sunday`.
    fn is_ahead_of(&self, start: TokenId) -> bool {
        let lemma = |at: TokenId| self.word(at).map_or("", |word| word.lemma.as_str());
        let before = (start.saturating_sub(AHEAD_REACH)..start).rev();
        let mut before = before.take_while(|&at| lemma(at) != ",");
        before.any(|at| lemma(at) == "of" && at > 0 && lemma(at - 1) == "ahead")
    }

    fn tell(&self, at: TokenId, top: TokenId, is_deadline: bool) -> Told {
        let Some(word) = self.word(at) else { return Told::Nothing };
        let helpers: Vec<(TokenId, &Word)> = self
            .children(at)
            .filter(|(_, word)| word.deprel.starts_with("aux") || word.deprel == "cop")
            .collect();
        let is_infinitive = self.is_infinitive(at);
        if at != top && self.is_cue(at) {
            return Told::Side(Leaning::Future);
        }
        if let Some(leaning) = modal(&helpers) {
            return Told::Side(leaning);
        }
        if is_infinitive {
            return self.tell_infinitive(at, &helpers, is_deadline);
        }
        let finite = helpers.iter().map(|(_, helper)| *helper).chain([word]).find(|w| is_finite(w));
        let Some(finite) = finite else { return self.tell_untensed(at, at == top) };
        let is_copula = helpers.iter().any(|(_, helper)| helper.deprel == "cop");
        let has = helpers.iter().any(|(_, helper)| helper.lemma == "have");
        let is_progressive = !is_copula && word.feats.contains("VerbForm=Ger")
            || word.feats.contains("Tense=Pres|VerbForm=Part");
        match () {
            () if has || finite.feats.contains("Tense=Past") => Told::Side(Leaning::Past),
            () if is_copula && at == top
                || is_progressive && finite.lemma == "be"
                || self.is_scheduled(at, word) =>
            {
                Told::Side(Leaning::Future)
            }
            () => Told::Nothing,
        }
    }

    /// `polls open`, `the ban takes effect`: a plan, told in the present tense.
    fn is_scheduled(&self, at: TokenId, verb: &Word) -> bool {
        let is_plan = |words: &str| LEXICON.verb_use(words) == Some(VerbUse::Scheduled);
        let is_phrase = |(_, word): (TokenId, &Word)| {
            (word.deprel == "obj" || word.deprel.starts_with("obl"))
                && is_plan(&format!("{} {}", verb.lemma, word.lemma))
        };
        is_plan(&verb.lemma) || self.children(at).any(is_phrase)
    }

    /// `agreed to meet`, `is to meet`, `talks to be held`; `managed to escape` goes with its verb.
    fn tell_infinitive(
        &self,
        at: TokenId,
        helpers: &[(TokenId, &Word)],
        is_deadline: bool,
    ) -> Told {
        let has = helpers.iter().any(|(_, helper)| helper.lemma == "have");
        let is_arranged =
            helpers.iter().any(|(_, helper)| helper.lemma == "be" && is_finite(helper));
        if has {
            return Told::Side(Leaning::Past);
        }
        if is_arranged || is_deadline {
            return Told::Side(Leaning::Future);
        }
        let Some(governor) = self.word(at).and_then(|word| word.head) else { return Told::Nothing };
        let Some(above) = self.word(governor) else { return Told::Nothing };
        let is_noun = matches!(above.upos, Upos::Noun | Upos::Propn);
        let is_passive = helpers.iter().any(|(_, helper)| helper.deprel == "aux:pass");
        let intends = LEXICON.verb_use(&above.lemma) == Some(VerbUse::Ahead);
        let is_going = self.form(governor) == "going";
        let is_present = is_finite(above) && above.feats.contains("Tense=Pres");
        let seems = LEXICON.verb_use(&above.lemma) == Some(VerbUse::Same);
        if intends || is_going || is_noun && is_passive || is_present && !seems {
            return Told::Side(Leaning::Future);
        }
        Told::Above
    }

    /// A participle of the past, a gerund, a noun, a name.
    fn tell_untensed(&self, at: TokenId, is_top: bool) -> Told {
        let Some(word) = self.word(at) else { return Told::Nothing };
        let is_noun = matches!(word.upos, Upos::Noun | Upos::Propn);
        let is_planned =
            |(child, word): (TokenId, &Word)| word.deprel == "amod" && self.is_cue(child);
        if is_noun && !is_top && self.children(at).any(is_planned) {
            return Told::Side(Leaning::Future);
        }
        let is_done = word.upos == Upos::Verb && word.feats.contains("Tense=Past");
        if is_done { Told::Side(Leaning::Past) } else { Told::Above }
    }

    /// `to meet`: a base form behind its mark, perhaps with helpers between.
    fn is_infinitive(&self, at: TokenId) -> bool {
        self.children(at).any(|(_, word)| word.deprel == "mark" && word.lemma == "to")
    }

    /// Tells whether a word says by itself that something lies ahead: `due`, `scheduled`, `set for`.
    fn is_cue(&self, at: TokenId) -> bool {
        let form = self.form(at);
        if form == "set" {
            return matches!(self.form(at + 1).as_str(), "for" | "to" | "by");
        }
        form != "going" && LEXICON.cues.get(form.as_str()) == Some(&true)
    }
}

/// `will meet`, `could meet`; `may have met` lies back.
fn modal(helpers: &[(TokenId, &Word)]) -> Option<Leaning> {
    let has = helpers.iter().any(|(_, helper)| helper.lemma == "have");
    helpers.iter().find_map(|(_, helper)| match helper.lemma.as_str() {
        "will" | "shall" | "'ll" | "\u{2019}ll" => Some(Leaning::Future),
        "may" | "might" | "could" | "must" | "would" | "should" if has => Some(Leaning::Past),
        "would" | "'d" | "may" | "might" | "could" | "can" | "must" | "should" | "ought" => {
            Some(Leaning::Future)
        }
        _ => None,
    })
}

fn is_finite(word: &Word) -> bool {
    word.feats.contains("VerbForm=Fin")
}

/// How many words before an expression `ahead of` may stand.
const AHEAD_REACH: usize = 6;
