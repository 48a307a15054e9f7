//! Who was spoken of lately, and who fits a pronoun or a noun best.

use std::cell::RefCell;
use std::ops::Range;

use dateline_syntax::{TokenId, Upos};

use super::scene::Scene;
use super::{EntityId, MentionForm};

/// Mentions that a look back goes over.
const WINDOW_MENTIONS: usize = 80;
/// Sentences that a pronoun's referent lies back at most.
const PRONOUN_SENTENCES: usize = 8;

/// One entity, or several named one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Referent {
    /// An entity.
    One(EntityId),
    /// A coordination that no plural has taken up yet: its position in the list of coordinations.
    Listed(usize),
}

/// One mention as later ones look back at it.
#[derive(Debug, Clone)]
pub(crate) struct Recent {
    /// Who was mentioned.
    pub(crate) referent: Referent,
    tokens: Range<TokenId>,
    sentence: usize,
    is_early: bool,
    speaks: bool,
    is_quoted: bool,
    form: MentionForm,
    standing: Standing,
    /// The subject that the words tell more of.
    tells_of: Option<TokenId>,
}

/// How some words stand in the tree of their sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Subject of the sentence's main verb, or of one beside it.
    MainSubject,
    Subject,
    Object,
    /// Owner or companion of a noun: `Hale's plan`, `the Hale plan`.
    Owner,
    Other,
}

/// Mentions in text order up to the point reached.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    recent: Vec<Recent>,
    /// Kept where someone asks for them.
    choices: Option<RefCell<Vec<PronounChoice>>>,
}

/// A pronoun and the mentions that it may take up, as `training/pronouns.py` learns from them.
#[derive(Debug, Clone, PartialEq)]
pub struct PronounChoice {
    /// The pronoun.
    pub token: TokenId,
    /// Each mention with what speaks for it, the nearest first.
    pub candidates: Vec<(Range<TokenId>, Vec<f32>)>,
}

/// The pronoun or noun that looks back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Looking {
    token: TokenId,
    sentence: usize,
    is_quoted: bool,
    speaks: bool,
    is_he_or_she: bool,
    standing: Standing,
    tells_of: Option<TokenId>,
}

impl Looking {
    /// Looks back from a token.
    pub(crate) fn from(scene: &Scene<'_>, token: TokenId) -> Self {
        let tokens = token..token + 1;
        Self {
            token,
            sentence: scene.sentence_of[token],
            is_quoted: scene.quoted[token],
            speaks: scene.is_source(&tokens),
            is_he_or_she: matches!(scene.lower(token), "he" | "she" | "his" | "her"),
            standing: standing(scene, &tokens),
            tells_of: told_of(scene, &tokens),
        }
    }
}

/// Returns how the noun of some words stands: the one whose head is outside of them.
fn standing(scene: &Scene<'_>, tokens: &Range<TokenId>) -> Standing {
    let words = &scene.parsed.parse.words;
    let Some(top) = top_of(scene, tokens) else { return Standing::Other };
    match words[top].deprel.split(':').next() {
        Some("nsubj") => {
            let verb = words[top].head.and_then(|head| words.get(head));
            let is_main = |verb: &dateline_syntax::Word| {
                verb.head.is_none()
                    || verb.deprel == "parataxis"
                    || verb.deprel == "conj"
                        && verb.head.is_some_and(|head| words[head].head.is_none())
            };
            if verb.is_some_and(is_main) { Standing::MainSubject } else { Standing::Subject }
        }
        Some("obj" | "iobj") => Standing::Object,
        Some("nmod") if words[top].deprel == "nmod:poss" => Standing::Owner,
        Some("compound" | "flat") => Standing::Owner,
        _ => Standing::Other,
    }
}

/// Returns the subject of which some words tell more: `Hale` for `Weld` in `Hale, the son of Weld, died`.
fn told_of(scene: &Scene<'_>, tokens: &Range<TokenId>) -> Option<TokenId> {
    const MAX_LINKS: usize = 6;
    let words = &scene.parsed.parse.words;
    let mut at = top_of(scene, tokens)?;
    let mut is_told = false;
    for _ in 0..MAX_LINKS {
        match words[at].deprel.split(':').next()? {
            "nsubj" => return Some(at).filter(|_| is_told),
            "nmod" | "appos" => is_told = true,
            "conj" => {}
            _ => return None,
        }
        at = words[at].head?;
    }
    None
}

fn form(scene: &Scene<'_>, tokens: &Range<TokenId>) -> MentionForm {
    if tokens.clone().any(|token| scene.name_of[token].is_some()) {
        MentionForm::Name
    } else if tokens.len() == 1 && scene.tag(tokens.start) == Some(Upos::Pron) {
        MentionForm::Pronoun
    } else {
        MentionForm::Nominal
    }
}

fn top_of(scene: &Scene<'_>, tokens: &Range<TokenId>) -> Option<TokenId> {
    let words = &scene.parsed.parse.words;
    tokens.clone().find(|&at| {
        words.get(at).is_some_and(|word| word.head.is_none_or(|head| !tokens.contains(&head)))
    })
}

impl Memory {
    /// Keeps every choice of a pronoun.
    pub(crate) fn keeping_choices() -> Self {
        Self { choices: Some(RefCell::default()), ..Self::default() }
    }

    /// Returns the choices kept.
    pub(crate) fn into_choices(self) -> Vec<PronounChoice> {
        self.choices.map(RefCell::into_inner).unwrap_or_default()
    }

    /// Takes a mention in.
    pub(crate) fn add(&mut self, scene: &Scene<'_>, referent: Referent, tokens: &Range<TokenId>) {
        self.recent.push(Recent {
            referent,
            tokens: tokens.clone(),
            sentence: scene.sentence_of[tokens.start],
            is_early: scene.is_early(tokens),
            speaks: scene.is_source(tokens),
            is_quoted: scene.quoted[tokens.start],
            form: form(scene, tokens),
            standing: standing(scene, tokens),
            tells_of: told_of(scene, tokens),
        });
    }

    /// Takes one of a list in: what "A, B and C" do together makes none of them the one spoken of.
    pub(crate) fn add_listed(&mut self, scene: &Scene<'_>, id: EntityId, tokens: &Range<TokenId>) {
        self.add(scene, Referent::One(id), tokens);
        if let Some(recent) = self.recent.last_mut() {
            recent.is_early = false;
            recent.speaks = false;
        }
    }

    /// Returns the best referent of a pronoun among those that fit; `known` tells of each how well it
    /// is known.
    pub(crate) fn best(
        &self,
        looking: Looking,
        fits: impl Fn(Referent) -> bool,
        known: impl Fn(Referent) -> Known,
    ) -> Option<Referent> {
        let near = |recent: &&Recent| {
            looking.sentence.saturating_sub(recent.sentence) <= PRONOUN_SENTENCES
        };
        let fitting: Vec<&Recent> =
            self.window().take_while(near).filter(|recent| fits(recent.referent)).collect();
        let features = fitting.iter().enumerate().map(|(back, recent)| {
            let n_told = fitting.iter().filter(|one| one.referent == recent.referent).count();
            let is_of = |subject: TokenId| {
                let mut others = fitting.iter().filter(|one| one.referent != recent.referent);
                others.any(|other| other.tokens.contains(&subject))
            };
            // `Hale, the son of Weld and his wife`: within these words `his` is Weld's.
            let tells_of_other =
                recent.tells_of.filter(|_| recent.tells_of != looking.tells_of).is_some_and(is_of);
            let among = Among { back, n_told, tells_of_other };
            features(recent, looking, among, known(recent.referent))
        });
        let features: Vec<[f32; WEIGHTS.len()]> = features.collect();
        if let Some(choices) = &self.choices {
            let candidates = fitting.iter().zip(&features);
            let candidates = candidates.map(|(one, row)| (one.tokens.clone(), row.to_vec()));
            let choice = PronounChoice { token: looking.token, candidates: candidates.collect() };
            choices.borrow_mut().push(choice);
        }
        let score = |row: &[f32; WEIGHTS.len()]| -> f32 {
            let weights = WEIGHTS.iter().map(|(_, of_any, of_source)| {
                if looking.speaks && looking.is_he_or_she { of_source } else { of_any }
            });
            row.iter().zip(weights).map(|(x, weight)| x * weight).sum()
        };
        (0..fitting.len())
            .max_by(|&a, &b| score(&features[a]).total_cmp(&score(&features[b])).then(b.cmp(&a)))
            .map(|at| fitting[at].referent)
    }

    /// Returns whom the sentence before, or the one before that, leads with, as the subject of its main
    /// verb or the source of what it tells; else the only one that fits in it.
    pub(crate) fn leading_before(
        &self,
        looking: Looking,
        fits: impl Fn(EntityId) -> bool,
    ) -> Option<Referent> {
        let apart = |recent: &Recent| looking.sentence.saturating_sub(recent.sentence);
        let before = self.window().take_while(|one| apart(one) <= 2).filter(|one| apart(one) > 0);
        let mut fitting: Vec<&Recent> = before
            .filter(|recent| matches!(recent.referent, Referent::One(id) if fits(id)))
            .collect();
        let nearest = fitting.first().map(|recent| apart(recent));
        fitting.retain(|recent| Some(apart(recent)) == nearest);
        let leads = |recent: &&&Recent| recent.speaks || recent.standing == Standing::MainSubject;
        let first = fitting.first()?.referent;
        let is_only = fitting.iter().all(|recent| recent.referent == first);
        fitting.iter().find(leads).map(|recent| recent.referent).or(is_only.then_some(first))
    }

    /// Returns who of those that fit is mentioned in this sentence, or speaks in the one before; the latter
    /// first for one who says something. In "Orm Metals spoke. The Dove sank, the company said" the company is
    /// Orm Metals.
    pub(crate) fn here_or_speaking_before(
        &self,
        at: Looking,
        says: bool,
        fits: impl Fn(EntityId) -> bool,
    ) -> Option<Referent> {
        let fitting = |one: &&Recent| matches!(one.referent, Referent::One(id) if fits(id));
        let near =
            || self.window().take_while(|one| one.sentence + 1 >= at.sentence).filter(fitting);
        let before = || near().find(|one| one.sentence != at.sentence && one.speaks);
        let here = || near().find(|one| one.sentence == at.sentence);
        let found = if says { before().or_else(here) } else { here().or_else(before) };
        found.map(|one| one.referent)
    }

    /// Returns who of those that fit was mentioned most often so far, where at least thrice and no other as
    /// often.
    pub(crate) fn most_told(&self, fits: impl Fn(EntityId) -> bool) -> Option<EntityId> {
        const LEAST: usize = 3;
        let mut counts: Vec<(usize, EntityId)> = Vec::new();
        for recent in self.recent.iter().rev().take(4 * WINDOW_MENTIONS) {
            let Referent::One(id) = recent.referent else { continue };
            match counts.iter_mut().find(|(_, known)| *known == id) {
                Some((n, _)) => *n += 1,
                None => counts.push((1, id)),
            }
        }
        counts.retain(|(n, id)| *n >= LEAST && fits(*id));
        let most = counts.iter().copied().max_by_key(|(n, _)| *n)?;
        let is_only = counts.iter().filter(|(n, _)| *n == most.0).count() == 1;
        is_only.then_some(most.1)
    }

    /// Returns those that fit of whom this sentence tells so far and the one before, in text order.
    pub(crate) fn named_before(
        &self,
        at: Looking,
        fits: impl Fn(EntityId) -> bool,
    ) -> Vec<EntityId> {
        let mut found: Vec<EntityId> = Vec::new();
        for recent in self.window().take_while(|one| one.sentence + 1 >= at.sentence) {
            let Referent::One(id) = recent.referent else { continue };
            if fits(id) && !found.contains(&id) {
                found.push(id);
            }
        }
        found.reverse();
        found
    }

    /// Returns the last mentioned among those that fit.
    pub(crate) fn last(&self, fits: impl Fn(Referent) -> bool) -> Option<Referent> {
        self.window().map(|recent| recent.referent).find(|&referent| fits(referent))
    }

    /// Returns the last mentioned in this sentence and some before, among those that fit.
    pub(crate) fn last_near(
        &self,
        at: Looking,
        n_sentences: usize,
        fits: impl Fn(Referent) -> bool,
    ) -> Option<Referent> {
        let near = self.window().take_while(|one| one.sentence + n_sentences >= at.sentence);
        near.map(|recent| recent.referent).find(|&referent| fits(referent))
    }

    /// Returns those of the last mentioned whose words fit, the last first.
    pub(crate) fn recent_in(
        &self,
        fits: impl Fn(&Range<TokenId>) -> bool,
    ) -> impl Iterator<Item = Referent> {
        self.window().filter(move |recent| fits(&recent.tokens)).map(|recent| recent.referent)
    }

    fn window(&self) -> impl Iterator<Item = &Recent> {
        self.recent.iter().rev().take(WINDOW_MENTIONS)
    }
}

/// What is known of a referent beside where it is mentioned.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known {
    /// It has a name.
    pub(crate) is_named: bool,
    /// Its gender is told, and is that of the pronoun.
    pub(crate) has_gender: bool,
}

/// What speaks for a mention as the one that a pronoun takes up, and how much: for any pronoun, and for
/// "he" and "she" as the source of a statement.
///
/// # Source
/// Conditional logits (`training/pronouns.py`). The first over 1,732 pronouns of GUM's train part: of 617
/// tuning pronouns 74.1 % go to the right entity, 83.0 % can; 71 % did by weights set by hand. Three are by
/// hand, for news: the last two, which GUM has hardly a case of, and that of a source for a source (fitted: 0.33),
/// where "she added" mostly goes on with who spoke last. The second over 216 sources of `PolNeAR`, held to
/// the first: 91.7 % of those held out go right, 95.4 % can; by the first weights 86.6 %.
const WEIGHTS: [(&str, f32, f32); 22] = [
    ("sentences back", -0.29, -0.66),
    ("same sentence", 1.77, 1.22),
    ("sentence before", 0.64, 1.07),
    ("logarithm of mentions back", -0.72, -0.68),
    ("before the first verb", 0.46, 0.58),
    ("subject of a main verb", 0.34, 1.47),
    ("subject of another verb", 0.34, -0.13),
    ("object", 0.13, -0.40),
    ("owner or companion of a noun", 0.31, -0.08),
    ("source of a statement", -0.51, -0.29),
    ("source of a statement, as the pronoun is", 1.50, 1.86),
    ("pronoun", 0.81, -0.77),
    ("quoted, the pronoun not", -0.39, -0.99),
    ("source near, the pronoun quoted", -0.37, -0.25),
    ("logarithm of mentions", 0.34, 0.33),
    ("has a name", 0.67, 3.01),
    ("of the pronoun's gender", 1.02, 0.12),
    ("subject, as the pronoun is", 0.29, 0.42),
    ("stands as the pronoun does", 0.55, 0.26),
    ("quoted, as the pronoun is", 1.25, 1.33),
    ("within the words that the pronoun says", -6.00, -6.00),
    ("tells of another, the subject of its sentence", -1.50, -1.50),
];

/// How a mention stands among those that fit.
struct Among {
    /// Fitting mentions between it and the pronoun.
    back: usize,
    /// Fitting mentions of the same.
    n_told: usize,
    /// Whether its words tell more of another that fits: `Hale, the son of Weld`.
    tells_of_other: bool,
}

fn features(recent: &Recent, looking: Looking, among: Among, known: Known) -> [f32; WEIGHTS.len()] {
    let is = |yes: bool| if yes { 1.0 } else { 0.0 };
    let Among { back, n_told, tells_of_other } = among;
    let apart = looking.sentence.saturating_sub(recent.sentence);
    let is_subject =
        |standing: Standing| matches!(standing, Standing::MainSubject | Standing::Subject);
    [
        apart as f32,
        is(apart == 0),
        is(apart == 1),
        (1.0 + back as f32).ln(),
        is(recent.is_early),
        is(recent.standing == Standing::MainSubject),
        is(recent.standing == Standing::Subject),
        is(recent.standing == Standing::Object),
        is(recent.standing == Standing::Owner),
        is(recent.speaks),
        is(recent.speaks && looking.speaks),
        is(recent.form == MentionForm::Pronoun),
        is(recent.is_quoted && !looking.is_quoted),
        is(looking.is_quoted && recent.speaks && !recent.is_quoted && apart <= 1),
        (n_told as f32).ln(),
        is(known.is_named),
        is(known.has_gender),
        is(is_subject(recent.standing) && is_subject(looking.standing)),
        is(recent.standing == looking.standing),
        is(recent.is_quoted && looking.is_quoted),
        is(recent.is_quoted && !looking.is_quoted && looking.speaks && apart == 0),
        is(tells_of_other),
    ]
}
