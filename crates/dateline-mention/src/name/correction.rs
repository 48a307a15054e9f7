//! Trained names set right by the whole dispatch: one bearer, one label.
//!
//! The head that finds names reads sentence by sentence and has never met most names. What another
//! sentence, an owner's mark or the last word of a body tells of a name outweighs its guess.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use dateline_syntax::{TokenId, Upos};
use dateline_text::Evidence;

use super::lexicon::{first_name, head_label, is_calendar, is_opening, title};
use super::{Name, NameLabel};
use crate::Parsed;
use crate::place::gazetteer::places_named;

/// Sets extents and labels of trained names right.
pub(super) fn correct(parsed: Parsed<'_>, names: Vec<Name>) -> Vec<Name> {
    let text = parsed.dispatch.text.as_str();
    let tokens = &parsed.segmentation.tokens;
    let forms: Vec<&str> = tokens.iter().map(|token| token.span.of(text)).collect();
    let mut page =
        Correction { parsed, forms, names: Vec::new(), is_name: vec![false; tokens.len()] };
    for name in &names {
        page.is_name[parsed.segmentation.tokens_in(name.span)].fill(true);
    }
    page.names = names;
    for at in 0..page.names.len() {
        page.extend(at);
        page.name_body(at);
    }
    page.join_bodies();
    page.spell_out();
    page.name_persons();
    page.name_places();
    page.repeat_surnames();
    page.names
}

struct Correction<'d> {
    parsed: Parsed<'d>,
    forms: Vec<&'d str>,
    names: Vec<Name>,
    is_name: Vec<bool>,
}

impl<'d> Correction<'d> {
    fn form(&self, at: TokenId) -> &'d str {
        self.forms.get(at).copied().unwrap_or_default()
    }

    fn form_before(&self, at: TokenId) -> &'d str {
        at.checked_sub(1).map_or("", |before| self.form(before))
    }

    fn tokens(&self, at: usize) -> Range<TokenId> {
        self.parsed.segmentation.tokens_in(self.names[at].span)
    }

    fn words(&self, at: usize) -> &'d str {
        self.names[at].span.of(self.parsed.dispatch.text.as_str())
    }

    fn is_free_capital(&self, at: TokenId) -> bool {
        let form = self.form(at);
        form.starts_with(char::is_uppercase)
            && !self.is_name[at]
            && !is_calendar(form)
            && !is_opening(form)
            && title(form).is_none()
    }

    fn set_label(&mut self, at: usize, label: NameLabel, rule: &'static str) {
        if self.names[at].label != label {
            self.names[at].label = label;
            self.names[at].evidence = Evidence::unmeasured(rule);
        }
    }

    /// "the | Lower Sluice Villages", "Orm Pilots | ’ Guild": what was cut off belongs to the name.
    fn extend(&mut self, at: usize) {
        if matches!(self.names[at].label, NameLabel::Person | NameLabel::Norp) {
            return;
        }
        let tokens = self.tokens(at);
        let Some(first) = tokens.start.checked_sub(1).filter(|_| !tokens.is_empty()) else {
            return;
        };
        let mut whole = tokens.clone();
        if self.is_free_capital(first) && self.form_before(first).eq_ignore_ascii_case("the") {
            whole.start = first;
        }
        let is_owner =
            matches!(self.form(tokens.end), "'" | "’") && self.form(tokens.end - 1).ends_with('s');
        let head = tokens.end + 1;
        let is_body = head_label(self.form(head)) == Some(NameLabel::Organization);
        if is_owner && is_body && self.is_free_capital(head) {
            whole.end = head + 1;
            self.set_label(at, NameLabel::Organization, "body_head");
        }
        if whole != tokens {
            self.is_name[whole.clone()].fill(true);
            self.names[at].span = self.parsed.segmentation.span_of(whole);
        }
    }

    /// "Orm Valley Defence Circle", "the newspaper El Orm", "Orm Ferry Circle head X", "the ferry company, Blue
    /// Line,": a body.
    fn name_body(&mut self, at: usize) {
        const MEDIA: [&str; 7] =
            ["newspaper", "daily", "weekly", "broadcaster", "magazine", "website", "agency"];
        const OFFICES: [&str; 7] =
            ["head", "chief", "leader", "director", "chairman", "chairwoman", "spokesman"];
        let (tokens, words) = (self.tokens(at), self.words(at));
        if self.names[at].label == NameLabel::Person && self.is_led(&tokens, words) {
            self.set_label(at, NameLabel::Organization, "body_head");
        }
        if !matches!(self.names[at].label, NameLabel::Location | NameLabel::Facility) {
            return;
        }
        let last = words.rsplit(' ').next().unwrap_or_default();
        let n_words = words.split_whitespace().count();
        let is_unknown = || places_named(words).is_empty();
        let is_medium = MEDIA.contains(&self.form_before(tokens.start));
        let is_headed = n_words > 2
            && (head_label(last) == Some(NameLabel::Organization)
                || OFFICES.contains(&self.form(tokens.end)))
            && is_unknown();
        let is_apposed = || self.is_apposed(&tokens) && is_unknown();
        if is_medium || is_headed || self.is_mediated(&tokens, last) || is_apposed() {
            self.set_label(at, NameLabel::Organization, "body_head");
        }
    }

    /// "Orm Divers’ chief", "head of the Orm Dockers": a plural with an office or article is no person.
    fn is_led(&self, tokens: &Range<TokenId>, words: &str) -> bool {
        let is_trade = ["ers", "ants", "ists", "men"].iter().any(|end| words.ends_with(end));
        let has_office = matches!(self.form(tokens.end), "’" | "'")
            && title(self.form(tokens.end + 1)).is_some();
        let has_article = self.form_before(tokens.start).eq_ignore_ascii_case("the");
        words.contains(' ') && is_trade && (has_office || has_article)
    }

    /// "the mediator of the Orm Water House", "the spokesman of the Orm Villages": who speaks for
    /// it makes it a body.
    fn is_mediated(&self, tokens: &Range<TokenId>, last: &str) -> bool {
        const SPEAKERS: [&str; 9] = [
            "mediator",
            "spokesman",
            "spokeswoman",
            "spokesperson",
            "pastor",
            "treasurer",
            "coordinator",
            "chairman",
            "chairwoman",
        ];
        let words = self.words_before(tokens.start);
        let spoken = matches!(words, [office, "of" | "for", "the"] if SPEAKERS.contains(office));
        spoken && tokens.len() > 1 && head_label(last) != Some(NameLabel::Location)
    }

    /// "the ferry company, Blue Line,": what a body's noun is said to be.
    fn is_apposed(&self, tokens: &Range<TokenId>) -> bool {
        let words = &self.parsed.parse.words;
        tokens.clone().filter_map(|at| words.get(at)).any(|word| {
            let noun = word.head.filter(|noun| word.deprel == "appos" && *noun < tokens.start);
            noun.is_some_and(|noun| {
                words[noun].upos == Upos::Noun
                    && head_label(self.form(noun)) == Some(NameLabel::Organization)
            })
        })
    }

    fn words_before(&self, start: TokenId) -> &[&'d str] {
        self.forms.get(start.saturating_sub(3)..start).unwrap_or_default()
    }

    /// "Popular Front for the Recovery | of | Sarn": a body goes on to the name behind its "of".
    fn join_bodies(&mut self) {
        let mut joined: Vec<Name> = Vec::with_capacity(self.names.len());
        for at in 0..self.names.len() {
            let (tokens, label) = (self.tokens(at), self.names[at].label);
            let is_lone = matches!(label, NameLabel::Person | NameLabel::Location)
                && !self.words(at).contains(' ');
            let body = joined.last_mut().filter(|body| {
                is_lone
                    && body.label == NameLabel::Organization
                    && self.parsed.segmentation.tokens_in(body.span).end + 1 == tokens.start
                    && self.form_before(tokens.start) == "of"
            });
            match body {
                Some(body) => body.span = body.span.cover(self.names[at].span),
                None => joined.push(self.names[at].clone()),
            }
        }
        self.names = joined;
    }

    /// "Popular Front for the Recovery of Sarn (PFRS)": words whose initials stand in brackets behind
    /// them are a body's name, whole.
    fn spell_out(&mut self) {
        let bodies: Vec<Range<TokenId>> =
            (2..self.forms.len()).filter_map(|at| self.spelled_before(at)).collect();
        for body in bodies {
            let span = self.parsed.segmentation.span_of(body.clone());
            let has_body = |name: &Name| name.span.contains(span);
            if self.names.iter().any(has_body) {
                continue;
            }
            self.names.retain(|name| !span.contains(name.span) && !span.overlaps(name.span));
            let evidence = Evidence::unmeasured("spelled_out");
            self.names.push(Name { span, label: NameLabel::Organization, evidence });
            self.is_name[body].fill(true);
        }
        self.names.sort_by_key(|name| name.span.start);
    }

    /// The words before a bracket whose initials are the letters in it.
    fn spelled_before(&self, at: TokenId) -> Option<Range<TokenId>> {
        const LONGEST: usize = 12;
        let short = self.form(at);
        let is_short = self.form_before(at) == "("
            && self.form(at + 1) == ")"
            && (2..=6).contains(&short.len())
            && short.chars().all(|c| c.is_ascii_uppercase());
        let end = at.checked_sub(1).filter(|_| is_short)?;
        let mut letters = short.chars().rev().peekable();
        for start in (end.saturating_sub(LONGEST)..end).rev() {
            let initial = self.form(start).chars().next()?;
            if !initial.is_alphabetic() && !matches!(initial, '\'' | '’' | '-') {
                return None;
            }
            if initial.is_uppercase() {
                letters.next_if_eq(&initial)?;
            }
            if letters.peek().is_none() {
                return (end - start > 1).then_some(start..end);
            }
        }
        None
    }

    /// A surname that the head left out where it stands alone: "Dana Weld … Weld left".
    fn repeat_surnames(&mut self) {
        let surnames: BTreeSet<&str> = self
            .of_label(NameLabel::Person, true)
            .filter_map(|words| words.rsplit(' ').next())
            .filter(|surname| surname.chars().count() > 2)
            .collect();
        let found: Vec<TokenId> = (0..self.forms.len())
            .filter(|&at| surnames.contains(self.form(at)) && self.is_free_capital(at))
            .filter(|&at| self.parsed.parse.words.get(at).is_some_and(|w| w.upos == Upos::Propn))
            .collect();
        self.names.extend(found.into_iter().map(|at| Name {
            span: self.parsed.segmentation.span_of(at..at + 1),
            label: NameLabel::Person,
            evidence: Evidence::unmeasured("same_surname"),
        }));
        self.names.sort_by_key(|name| name.span.start);
    }

    /// A surname labels whoever bears it: "Brighton Kasoka" and "Kasoka" are one person.
    fn name_persons(&mut self) {
        let lone: BTreeSet<&str> = self.of_label(NameLabel::Person, false).collect();
        for at in 0..self.names.len() {
            let words = self.words(at);
            let last = words.rsplit(' ').next().unwrap_or_default();
            let is_full = words.split(' ').count() == 2 && !words.contains(['’', '\'']);
            // "the Mira Hale campaign"
            let is_led = || words.split(' ').next().is_some_and(|word| first_name(word).is_some());
            let is_place = self.names[at].label == NameLabel::Location;
            let is_body = self.names[at].label == NameLabel::Organization;
            if (is_place || is_body && is_led())
                && is_full
                && lone.contains(last)
                && head_label(last).is_none()
                && places_named(words).is_empty()
            {
                self.set_label(at, NameLabel::Person, "same_surname");
            }
        }
        let surnames: BTreeSet<&str> = self
            .of_label(NameLabel::Person, true)
            .filter_map(|words| words.rsplit(' ').next())
            .collect();
        for at in 0..self.names.len() {
            let words = self.words(at);
            let is_other = !matches!(self.names[at].label, NameLabel::Person | NameLabel::Norp);
            let is_person = || places_named(words).is_empty() || self.is_subject(&self.tokens(at));
            if is_other && surnames.contains(words) && is_person() {
                self.set_label(at, NameLabel::Person, "same_surname");
            }
        }
    }

    /// Returns the words of all names of a label: those of several words, or of one.
    fn of_label(&self, label: NameLabel, is_full: bool) -> impl Iterator<Item = &'d str> {
        let names = (0..self.names.len()).filter(move |&at| self.names[at].label == label);
        names.map(|at| self.words(at)).filter(move |words| words.contains(' ') == is_full)
    }

    /// "a minister from Orm", "Orm’s minister": a lone name that is no one's surname may be a place.
    fn name_places(&mut self) {
        let borne: BTreeSet<&str> =
            self.of_label(NameLabel::Person, true).flat_map(|words| words.split(' ')).collect();
        let mut votes: BTreeMap<&str, i32> = BTreeMap::new();
        for at in 0..self.names.len() {
            let words = self.words(at);
            if !words.contains(' ') && !borne.contains(words) && first_name(words).is_none() {
                *votes.entry(words).or_default() += self.vote(at);
            }
        }
        for at in 0..self.names.len() {
            let is_place = votes.get(self.words(at)).is_some_and(|votes| *votes > 0);
            if is_place && self.names[at].label == NameLabel::Person {
                self.set_label(at, NameLabel::Location, "same_place");
            }
        }
    }

    /// How much the words around a name speak for a place: below zero, for a person.
    fn vote(&self, at: usize) -> i32 {
        let tokens = self.tokens(at);
        let before = self.form_before(tokens.start);
        let is_setting = matches!(before, "in" | "near" | "off" | "from" | "at" | "fled");
        let is_owner = matches!(self.form(tokens.end), "’s" | "'s")
            && (tokens.end + 1..tokens.end + 3).any(|at| title(self.form(at)).is_some());
        let is_place = self.names[at].label == NameLabel::Location
            || is_owner
            || is_setting && (before != "from" || self.is_complement(tokens.start));
        // Many a surname is a town's name too: that alone says nothing.
        let is_known = is_place && !places_named(self.words(at)).is_empty();
        let is_person = title(before).is_some() || self.is_subject(&tokens);
        2 * i32::from(is_place) + i32::from(is_known) - i32::from(is_person)
    }

    /// "a minister from Orm", not "a letter came from Hale".
    fn is_complement(&self, start: TokenId) -> bool {
        let head = start.checked_sub(2).and_then(|at| self.parsed.parse.words.get(at));
        head.is_some_and(|word| word.upos == Upos::Noun)
    }

    fn is_subject(&self, tokens: &Range<TokenId>) -> bool {
        let mut words = tokens.clone().filter_map(|at| self.parsed.parse.words.get(at));
        words.any(|word| word.deprel == "nsubj")
    }
}

#[cfg(test)]
mod tests {
    use dateline_syntax::{Analysis, Engine, TaggedName};
    use dateline_text::Dispatch;

    use super::*;

    /// Checks the labels of the names in a text where all of them were found to be one thing.
    #[track_caller]
    fn check(text: &str, found: &[(&str, &'static str)], expected: &[(&str, NameLabel)]) {
        let dispatch = Dispatch::from_text(text);
        let Analysis { segmentation, mut parse } = Engine::Swift.analyse(&dispatch);
        let mut from = 0;
        let names = found.iter().map(|(words, label)| {
            let start = from + text[from..].find(words).unwrap();
            from = start + words.len();
            let tokens = segmentation.tokens_in(dateline_text::Span::new(start, from));
            TaggedName { tokens, label }
        });
        parse.names = names.collect();
        let parsed = Parsed { dispatch: &dispatch, segmentation: &segmentation, parse: &parse };
        let names = super::super::find_names(parsed);
        let labels: Vec<(&str, NameLabel)> =
            names.iter().map(|name| (name.span.of(text), name.label)).collect();
        assert_eq!(labels, expected);
    }

    #[test]
    fn a_surname_tells_a_person() {
        check(
            "Brighton Sarn came. Sarn spoke. Selim Orm-Weld left. Orm-Weld wept.",
            &[
                ("Brighton Sarn", "Location"),
                ("Sarn", "Person"),
                ("Selim Orm-Weld", "Person"),
                ("Orm-Weld", "Location"),
            ],
            &[
                ("Brighton Sarn", NameLabel::Person),
                ("Sarn", NameLabel::Person),
                ("Selim Orm-Weld", NameLabel::Person),
                ("Orm-Weld", NameLabel::Person),
            ],
        );
    }

    #[test]
    fn initials_in_brackets_tell_a_body() {
        check(
            "The Popular Front for the Recovery of Sarn (PFRS) met Dana Weld (DW).",
            &[("Sarn", "Person"), ("PFRS", "Organization"), ("Dana Weld", "Person")],
            &[
                ("Popular Front for the Recovery of Sarn", NameLabel::Organization),
                ("PFRS", NameLabel::Organization),
                ("Dana Weld", NameLabel::Person),
            ],
        );
    }

    #[test]
    fn a_body_goes_on_behind_its_of_and_a_surname_stands_alone() {
        check(
            "Dana Weld leads the Orm Union of Sarn. On Tuesday Weld left.",
            &[("Dana Weld", "Person"), ("Orm Union", "Organization"), ("Sarn", "Location")],
            &[
                ("Dana Weld", NameLabel::Person),
                ("Orm Union of Sarn", NameLabel::Organization),
                ("Weld", NameLabel::Person),
            ],
        );
    }

    #[test]
    fn a_lone_name_with_a_minister_is_a_place() {
        check(
            "They met a minister from Velm and thanked Velm’s minister.",
            &[("Velm", "Person"), ("Velm", "Person")],
            &[("Velm", NameLabel::Location), ("Velm", NameLabel::Location)],
        );
    }

    #[test]
    fn a_town_of_the_same_name_makes_no_place_of_a_person() {
        check(
            "President Naples spoke. They met Naples.",
            &[("Naples", "Person"), ("Naples", "Person")],
            &[("Naples", NameLabel::Person), ("Naples", NameLabel::Person)],
        );
    }

    #[test]
    fn bodies_are_told_by_their_last_word_and_their_article() {
        check(
            "Men of the Lower Sarn Defence League met the Orm Pilots’ Guild.",
            &[("Sarn Defence League", "Location"), ("Orm Pilots", "Organization")],
            &[
                ("Lower Sarn Defence League", NameLabel::Organization),
                ("Orm Pilots’ Guild", NameLabel::Organization),
            ],
        );
    }
}
