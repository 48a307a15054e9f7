//! `Officials said on Saturday that the road was closed.`

use std::ops::Range;

use dateline_syntax::{TokenId, Upos};

use super::VerbCue;
use crate::statement::Act;
use crate::statement::adverbial::{step_over, time_end};
use crate::statement::clause::{VerbForm, is_comma, looks_participle};
use crate::statement::content::{Scene, content_end};
use crate::statement::draft::Draft;
use crate::statement::lexicon::{CUES, CueClass, Frame, IDIOMS};
use crate::statement::noun_phrase::{
    base_end, is_subject_pronoun, is_time, starts_phrase, with_prepositions,
};
use crate::statement::page::Page;

/// Where a frame found the content.
struct Match {
    rule: &'static str,
    cue_end: TokenId,
    start: TokenId,
    addressee: Option<Range<TokenId>>,
}

/// Reads the content that follows an active verb.
pub(in crate::statement) fn verb_before_content(
    scene: &Scene<'_, '_>,
    verb: &VerbCue<'_>,
    frame: &Frame,
) -> Option<Draft> {
    if matches!(verb.form, VerbForm::Passive | VerbForm::Participle) {
        return None;
    }
    if is_inverted(scene, verb) || is_of_noun(scene, verb) {
        return None;
    }
    let found = find(scene, frame, verb.tokens.end)?;
    if !may_lack_subject(verb, found.rule) || is_purpose(scene, verb, found.rule) {
        return None;
    }
    let cue = verb.tokens.start..found.cue_end;
    let mut end = content_end(scene, &verb.tokens, found.start);
    if found.rule == "verb_before_noun" {
        end = adjunct_start(scene, &verb.tokens, found.start..end).unwrap_or(end);
    }
    let (source, mut content) = match found.rule {
        "verb_of_seeming" => (None, seeming(scene, verb)),
        _ => (verb.subject.clone(), relative_before(scene, verb)),
    };
    content.push(found.start..end);
    (end > found.start).then(|| Draft {
        rule: found.rule,
        attitude: verb.cue.attitude,
        act: act_of(scene, verb, found.start),
        source,
        cue,
        content,
        addressee: found.addressee.filter(|_| found.rule != "verb_before_object" || is_heard(verb)),
        learned: None,
    })
}

/// `…, said an officer who gave no name`: what follows the verb is its subject, not content.
fn is_inverted(scene: &Scene<'_, '_>, verb: &VerbCue<'_>) -> bool {
    let page = scene.page;
    let Some(head) = main_verb(scene, verb) else { return false };
    let start = verb.tokens.end;
    let end = base_end(page, start, scene.bounds.end).unwrap_or(start);
    let is_subject = |at: TokenId| page.depends(at, head, &["nsubj"]);
    !verb.own_subject && (start..end).any(is_subject)
}

fn main_verb(scene: &Scene<'_, '_>, verb: &VerbCue<'_>) -> Option<TokenId> {
    verb.tokens.clone().rev().find(|&at| scene.page.is(at, &[Upos::Verb]))
}

/// `the boats reported on Monday may have left`: a participle that tells of a noun has no content behind it.
fn is_of_noun(scene: &Scene<'_, '_>, verb: &VerbCue<'_>) -> bool {
    let head = verb.tokens.end - 1;
    verb.form == VerbForm::Finite
        && verb.tokens.len() == 1
        && scene.page.relation(head) == "acl"
        && looks_participle(scene.page.low(head))
}

/// `they turned out to support the mayor`: an aim is a deed, not a statement, unless its verb tells of speech
/// alone, as in `they marched to demand a list`.
fn is_purpose(scene: &Scene<'_, '_>, verb: &VerbCue<'_>, rule: &str) -> bool {
    verb.form == VerbForm::Infinitive
        && matches!(rule, "verb_before_noun" | "verb_before_object")
        && matches!(verb.cue.act, Act::Says | Act::Claims | Act::Agrees)
        && main_verb(scene, verb).is_some_and(|head| scene.page.relation(head) == "advcl")
}

/// Tells whether the object of a cue is spoken to: `urged them to go`, not `expected them to go`.
pub(super) fn is_heard(verb: &VerbCue<'_>) -> bool {
    matches!(
        verb.cue.act,
        Act::Requests | Act::Demands | Act::Orders | Act::Proposes | Act::Warns | Act::Asks
    )
}

/// `expressed gratitude`, `voiced concern`: the noun tells the act.
fn act_of(scene: &Scene<'_, '_>, verb: &VerbCue<'_>, start: TokenId) -> Act {
    const LIGHT: &[&str] = &["express", "voice", "reiterate"];
    let page = scene.page;
    let lemma = verb.cue.words.first().map_or("", |word| word);
    let noun =
        LIGHT.contains(&lemma).then(|| base_end(page, start, scene.bounds.end)).flatten().and_then(
            |end| {
                let mut entries = CUES.starting_with(page.lemma(end - 1)).iter();
                entries.find(|cue| cue.class == CueClass::Noun)
            },
        );
    noun.map_or(verb.cue.act, |cue| cue.act)
}

/// `claimed the attack | in a radio message`: where words that belong to the verb follow its object.
fn adjunct_start(
    scene: &Scene<'_, '_>,
    verb: &Range<TokenId>,
    content: Range<TokenId>,
) -> Option<TokenId> {
    let page = scene.page;
    let is_adjunct = |at: TokenId| {
        let head = page.head_of(at).filter(|head| content.contains(head));
        let governor = head.and_then(|head| page.head_of(head).map(|governor| (head, governor)));
        page.is_word(at, &["in", "on", "at", "during", "after", "before", "via", "since"])
            && page.is(at, &[Upos::Adp])
            && scene.is_level(at)
            && governor.is_some_and(|(head, governor)| {
                head > at && verb.contains(&governor) && page.depends(head, governor, &["obl"])
            })
    };
    // `claimed responsibility on Thursday for the attack`: the object goes on after it.
    let is_last = |at: TokenId| {
        let mut heads = (at..content.end).filter_map(|word| page.head_of(word));
        heads.all(|head| head >= at || verb.contains(&head))
    };
    let first = (content.start + 1..content.end).find(|&at| is_adjunct(at))?;
    is_last(first).then_some(first)
}

/// The subject of a verb of seeming is content, an empty `it` is not.
fn seeming(scene: &Scene<'_, '_>, verb: &VerbCue<'_>) -> Vec<Range<TokenId>> {
    let subject = verb.subject.clone().filter(|_| verb.own_subject);
    subject.into_iter().filter(|s| !scene.page.is_word(s.start, &["it", "there"])).collect()
}

/// `which he vowed to change`: the relative pronoun before the source is content.
fn relative_before(scene: &Scene<'_, '_>, verb: &VerbCue<'_>) -> Vec<Range<TokenId>> {
    let source = verb.subject.as_ref().filter(|_| verb.own_subject);
    let before = source.and_then(|source| source.start.checked_sub(1));
    before
        .filter(|&at| at >= scene.bounds.start && scene.is_level(at))
        .filter(|&at| scene.page.is_word(at, &["which", "what", "whom", "who"]))
        .map(|at| at..at + 1)
        .into_iter()
        .collect()
}

fn may_lack_subject(verb: &VerbCue<'_>, rule: &str) -> bool {
    verb.subject.is_some() || matches!(rule, "verb_before_clause" | "verb_before_quotation")
}

fn find(scene: &Scene<'_, '_>, frame: &Frame, cue_end: TokenId) -> Option<Match> {
    match frame {
        Frame::Clause => {
            quotation(scene, cue_end, true).or_else(|| clause(scene, cue_end, starts_clause))
        }
        Frame::That => quotation(scene, cue_end, false)
            .or_else(|| clause(scene, cue_end, starts_marked_clause)),
        Frame::Quote => quotation(scene, cue_end, false),
        Frame::Infinitive => infinitive(scene, cue_end),
        Frame::Gerund => gerund(scene, cue_end),
        // `they were let go after an hour`: a time
        Frame::Noun
            if scene.page.is_word(cue_end - 1, &["after"]) && is_stretch(scene.page, cue_end) =>
        {
            None
        }
        Frame::Noun => noun(scene, cue_end, "verb_before_noun"),
        Frame::SubjectPredicate => predicate(scene, cue_end),
        Frame::NounInfinitive => noun_infinitive(scene, cue_end, cue_end),
        Frame::NounPredicate => noun_predicate(scene, cue_end),
        // `attacked the village for three days`: no reason
        Frame::NounThen(link) => {
            noun_then(scene, cue_end, link, |at| !is_stretch(scene.page, at + 1))
        }
        Frame::NounThenNumber(link) => {
            noun_then(scene, cue_end, link, |at| is_number(scene.page, at + 1))
        }
        Frame::Preposition(link) => preposition(scene, cue_end, link),
        Frame::PrepositionInfinitive(link) => scene
            .page
            .is_word(cue_end, &[link])
            .then(|| noun_infinitive(scene, cue_end + 1, cue_end + 1))
            .flatten(),
        Frame::Hearer(inner) => hearer(scene, cue_end, inner),
    }
}

fn plain(rule: &'static str, cue_end: TokenId, start: TokenId) -> Match {
    Match { rule, cue_end, start, addressee: None }
}

fn clause(
    scene: &Scene<'_, '_>,
    cue_end: TokenId,
    starts: fn(&Scene<'_, '_>, TokenId) -> bool,
) -> Option<Match> {
    let gap = step_over(scene, cue_end);
    let rule = "verb_before_clause";
    let first = if time_end(scene, cue_end).is_some() { gap.end } else { cue_end };
    [first, gap.end].into_iter().find(|&at| starts(scene, at) || follows_gap(scene, at)).map(
        |start| Match {
            rule,
            cue_end: gap.cue_end.min(start),
            start,
            addressee: gap.addressee.filter(|to| to.end <= start),
        },
    )
}

fn starts_clause(scene: &Scene<'_, '_>, at: TokenId) -> bool {
    let page = scene.page;
    if starts_marked_clause(scene, at) {
        return true;
    }
    if at >= scene.bounds.end || !scene.is_level(at) {
        return false;
    }
    if page.is_word(at, &["there", "it"]) || is_subject_pronoun(page, at) {
        return has_verb(scene, at + 1);
    }
    let gerund = page.is(at, &[Upos::Verb]) && page.low(at).ends_with("ing");
    if is_hearer_before_that(scene, at) {
        return false;
    }
    (starts_phrase(page, at) || gerund) && has_subject_from(scene, at)
        || gerund && page.is(at + 1, &[Upos::Aux, Upos::Verb])
}

/// `promised the villages that …`, `asked each miner where …`: whom it is said to, not the subject of what is said.
fn is_hearer_before_that(scene: &Scene<'_, '_>, at: TokenId) -> bool {
    let page = scene.page;
    base_end(page, at, scene.bounds.end).is_some_and(|end| {
        page.is_word(end, &["that"]) && page.is(end, &[Upos::Sconj])
            || page.is_word(end, &["whether", "why", "how", "where", "what"])
    })
}

/// `a deadline that aides said | went unnoticed`: the clause's subject stands before the source.
fn follows_gap(scene: &Scene<'_, '_>, at: TokenId) -> bool {
    at < scene.bounds.end
        && scene.is_level(at)
        && scene.page.is(at, &[Upos::Aux])
        && !scene.page.is_word(at, &["'s", "to"])
}

/// `that …`, `whether …`
fn starts_marked_clause(scene: &Scene<'_, '_>, at: TokenId) -> bool {
    let page = scene.page;
    if at >= scene.bounds.end || !scene.is_level(at) {
        return false;
    }
    if page.is_word(at, &["that"]) {
        return !page.is(at + 1, &[Upos::Punct]) || scene.quotation_from(at + 1).is_some();
    }
    page.is_word(at, &["whether", "how", "why", "what", "if", "where", "who"])
        && has_verb(scene, at + 1)
}

const VERB_MAX_TOKENS: usize = 30;

fn has_verb(scene: &Scene<'_, '_>, from: TokenId) -> bool {
    scene
        .groups
        .get(scene.group_after(from))
        .is_some_and(|group| group.head < scene.bounds.end.min(from + VERB_MAX_TOKENS))
}

/// Tells whether a finite verb follows whose subject starts at a token.
fn has_subject_from(scene: &Scene<'_, '_>, at: TokenId) -> bool {
    let last = scene.bounds.end.min(at + VERB_MAX_TOKENS);
    let stop = (at..last)
        .find(|&i| scene.is_level(i) && matches!(scene.page.form(i), "," | ";" | ":" | "—"))
        .unwrap_or(last);
    scene.groups[scene.group_after(at)..]
        .iter()
        .take_while(|group| group.head < last)
        .filter(|group| matches!(group.form, VerbForm::Finite | VerbForm::Passive))
        .any(|group| {
            let covers = group.subject.as_ref().is_some_and(|subject| subject.contains(&at));
            group.own_subject && (covers || group.head < stop)
        })
}

fn quotation(scene: &Scene<'_, '_>, cue_end: TokenId, takes_clause: bool) -> Option<Match> {
    let page = scene.page;
    let gap = step_over(scene, cue_end);
    let rule = "verb_before_quotation";
    for at in [cue_end, gap.end] {
        if page.form(at) == ":" && at + 1 < scene.bounds.end {
            let cue_end = if at == cue_end { at + 1 } else { gap.cue_end.min(at) };
            return Some(Match { rule, cue_end, start: at + 1, addressee: gap.addressee });
        }
        let start = if is_comma(page, at) { at + 1 } else { at };
        // `will offer “a prayer”`: words within a sentence, where a clause might follow too.
        let opens =
            start > at || takes_clause || page.form(start + 1).starts_with(char::is_uppercase);
        if scene.quotation_from(start).is_some() && opens {
            let cue_end = gap.cue_end.min(at);
            return Some(Match { rule, cue_end, start, addressee: gap.addressee });
        }
    }
    None
}

fn infinitive(scene: &Scene<'_, '_>, cue_end: TokenId) -> Option<Match> {
    let start = [Some(cue_end), time_end(scene, cue_end)]
        .into_iter()
        .flatten()
        .find(|&at| starts_infinitive(scene, at))?;
    // `declined to comment`: nothing was said.
    let is_adverb = |at: &TokenId| scene.page.is(*at, &[Upos::Adv]);
    let verb = (scene.bounds.start..cue_end).rev().find(|at| !is_adverb(at));
    let objects = verb.and_then(|verb| IDIOMS.get(scene.page.lemma(verb)));
    if objects.is_some_and(|objects| objects.contains(&scene.page.lemma(start + 1))) {
        return None;
    }
    Some(plain("verb_before_infinitive", cue_end, start))
}

/// `to leave`, `not to leave`, `to “leave at once”`
fn starts_infinitive(scene: &Scene<'_, '_>, at: TokenId) -> bool {
    let page = scene.page;
    let at = if page.is_word(at, &["not"]) { at + 1 } else { at };
    let quoted =
        scene.quotation_from(at + 1).is_some() && page.is(at + 2, &[Upos::Verb, Upos::Aux]);
    at < scene.bounds.end && page.is_word(at, &["to"]) && (quoted || scene.group_from(at).is_some())
}

/// `to agree`, `most concerned with …`, `like a mistake`
fn predicate(scene: &Scene<'_, '_>, cue_end: TokenId) -> Option<Match> {
    let page = scene.page;
    let mut at = cue_end;
    while page.is(at, &[Upos::Adv]) {
        at += 1;
    }
    let fits = page.is_word(at, &["to", "like"]) || page.is(at, &[Upos::Adj]);
    fits.then(|| plain("verb_of_seeming", cue_end, cue_end))
}

fn gerund(scene: &Scene<'_, '_>, cue_end: TokenId) -> Option<Match> {
    let group = scene.group_from(cue_end)?;
    (group.form == VerbForm::Gerund).then(|| plain("verb_before_gerund", cue_end, cue_end))
}

fn noun(scene: &Scene<'_, '_>, cue_end: TokenId, rule: &'static str) -> Option<Match> {
    if scene.quotation_from(cue_end).is_some() {
        return Some(plain(rule, cue_end, cue_end));
    }
    let fits = starts_phrase(scene.page, cue_end)
        && scene.is_level(cue_end)
        && !is_time(scene.page, cue_end)
        && !is_idiom(scene, cue_end)
        && cue_end < scene.bounds.end;
    fits.then(|| plain(rule, cue_end, cue_end))
}

/// Tells whether verb and object are an idiom that attributes nothing: `claimed 17 lives`.
fn is_idiom(scene: &Scene<'_, '_>, cue_end: TokenId) -> bool {
    let page = scene.page;
    let objects = cue_end.checked_sub(1).and_then(|verb| IDIOMS.get(page.lemma(verb)));
    let head = base_end(page, cue_end, scene.bounds.end).map(|end| page.lemma(end - 1));
    objects.zip(head).is_some_and(|(objects, head)| objects.contains(&head))
}

fn noun_infinitive(scene: &Scene<'_, '_>, cue_end: TokenId, start: TokenId) -> Option<Match> {
    let base = base_end(scene.page, start, scene.bounds.end)?;
    let end = with_prepositions(scene.page, base, scene.bounds.end);
    let follows = |at: TokenId| starts_infinitive(scene, at);
    (follows(base) || follows(end)).then(|| Match {
        rule: "verb_before_object",
        cue_end,
        start,
        addressee: Some(start..if follows(base) { base } else { end }),
    })
}

fn noun_predicate(scene: &Scene<'_, '_>, cue_end: TokenId) -> Option<Match> {
    let page = scene.page;
    let base = base_end(page, cue_end, scene.bounds.end)?;
    let end = with_prepositions(page, base, scene.bounds.end);
    let follows = |at: TokenId| {
        at < scene.bounds.end
            && (scene.quotation_from(at).is_some()
                || page.is(at, &[Upos::Det, Upos::Adj])
                || page.is_word(at, &["not", "too", "very", "so"]))
    };
    (follows(base) || follows(end)).then(|| plain("verb_before_object", cue_end, cue_end))
}

fn noun_then(
    scene: &Scene<'_, '_>,
    cue_end: TokenId,
    link: &str,
    follows: impl Fn(TokenId) -> bool,
) -> Option<Match> {
    const MAX_TOKENS: usize = 15;
    let page = scene.page;
    let base = noun(scene, cue_end, "verb_before_object")?;
    let last = scene.bounds.end.min(cue_end + MAX_TOKENS);
    let found = (cue_end + 1..last)
        .take_while(|&at| !is_comma(page, at) || !scene.is_level(at))
        .any(|at| page.is_word(at, &[link]) && follows(at));
    found.then_some(base)
}

/// `three days`, `an hour`, `years`: how long it took.
fn is_stretch(page: &Page<'_>, start: TokenId) -> bool {
    const MAX_WORDS: usize = 5;
    let leads = |at: TokenId| {
        page.is(at, &[Upos::Num, Upos::Det, Upos::Adj, Upos::Adv])
            || page.is_word(at, &["than", "about", "at"])
    };
    let end = (start..start + MAX_WORDS).find(|&at| !leads(at));
    end.is_some_and(|at| is_time(page, at))
}

/// `43`, `$2 million`, `between 20 and 30`, `more than 400`: a number within a few words.
fn is_number(page: &Page<'_>, start: TokenId) -> bool {
    const HEDGE_MAX_TOKENS: usize = 3;
    let is_hedge = |at: usize| !page.is(at, &[Upos::Noun, Upos::Propn, Upos::Verb, Upos::Punct]);
    (start..=start + HEDGE_MAX_TOKENS)
        .take_while(|&at| is_hedge(at))
        .any(|at| page.is(at, &[Upos::Num, Upos::Sym]))
}

fn preposition(scene: &Scene<'_, '_>, cue_end: TokenId, link: &str) -> Option<Match> {
    let page = scene.page;
    let start = cue_end + 1;
    let fits = page.is_word(cue_end, &[link])
        && start < scene.bounds.end
        && (starts_phrase(page, start)
            || scene.quotation_from(start).is_some()
            || page.is(start, &[Upos::Verb])
            || page.is_word(start, &["what", "how", "whether", "why"]));
    let rule = "verb_before_preposition";
    // `apologised to the families for …`: what is said starts with the preposition then.
    let behind_hearer = || {
        let hearer = cue_end + 1..base_end(page, cue_end + 1, scene.bounds.end)?;
        let opens = page.is_word(cue_end, &["to"]) && link != "to" && scene.is_level(hearer.end);
        let follows =
            opens && page.is_word(hearer.end, &[link]) && starts_phrase(page, hearer.end + 1);
        let start = hearer.end;
        follows.then_some(Match { rule, cue_end, start, addressee: Some(hearer) })
    };
    fits.then(|| plain(rule, start, start)).or_else(behind_hearer)
}

fn hearer(scene: &Scene<'_, '_>, cue_end: TokenId, inner: &Frame) -> Option<Match> {
    let page = scene.page;
    if scene.quotation_from(cue_end).is_some() {
        return None;
    }
    let base = base_end(page, cue_end, scene.bounds.end)?;
    if *inner == Frame::Noun && !is_indirect(scene, cue_end..base) {
        return None;
    }
    let end = with_prepositions(page, base, scene.bounds.end);
    // `told her | soldiers had fired`: she has no soldiers, who did it then?
    let pronoun =
        (page.is_word(cue_end, &["her"]) && follows_gap(scene, base)).then_some(cue_end + 1);
    pronoun.into_iter().chain([base, end]).find_map(|to_end| {
        let found = find(scene, inner, to_end)?;
        let (rule, end) = ("verb_before_hearer", cue_end);
        Some(Match { rule, cue_end: end, start: found.start, addressee: Some(cue_end..to_end) })
    })
}

/// `promised us an answer`: a pronoun, or what the tree takes for one spoken to.
fn is_indirect(scene: &Scene<'_, '_>, tokens: Range<TokenId>) -> bool {
    let page = scene.page;
    let pronoun = page.is_word(tokens.start, &["me", "us", "him", "them", "you"]);
    let mut words = tokens.clone();
    tokens.len() == 1 && pronoun || words.any(|at| page.depends(at, tokens.start - 1, &["iobj"]))
}
