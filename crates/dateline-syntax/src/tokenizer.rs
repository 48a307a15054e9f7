//! From the text of a block to its tokens.
//!
//! The division is that of the English treebanks of Universal Dependencies: clitics, hyphens,
//! quotes, currency signs and `%` stand alone; an abbreviation keeps its full stop.
//! One pass from left to right; every look ahead is bounded or is consumed, so time is linear.

use dateline_text::Span;

use crate::lexicon::{Abbreviation, WORDS, holds};
use crate::{MultiwordToken, Segmentation, Token, address};

/// Appends the tokens of a block to `segmentation`.
pub(crate) fn tokenize(text: &str, block: Span, segmentation: &mut Segmentation) {
    // A foreign block that does not fit the text has no tokens.
    if text.get(block.range()).is_none() {
        return;
    }
    let mut scanner = Scanner {
        text: &text[..block.end as usize],
        at: block.start as usize,
        start: block.start as usize,
        quote_open: false,
        segmentation,
    };
    scanner.run();
}

/// Tells whether a character can stand inside a word.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_joined(c)
}

/// Tells whether a character is an apostrophe.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`')
}

// Characters that never start a word of their own: combining marks, joiners, soft hyphens.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{5B0}'..='\u{5C7}' | '\u{64B}'..='\u{65F}'
        | '\u{900}'..='\u{903}' | '\u{93A}'..='\u{94F}')
}

struct Scanner<'t, 's> {
    text: &'t str,
    at: usize,
    start: usize,
    quote_open: bool,
    segmentation: &'s mut Segmentation,
}

impl Scanner<'_, '_> {
    fn run(&mut self) {
        while let Some(c) = self.char_at(self.at) {
            if c.is_whitespace() {
                self.at += c.len_utf8();
            } else if let Some(end) = address::end(self.text, self.at, self.before()) {
                self.push(end);
            } else if c.is_numeric() || self.starts_number(c) {
                self.number();
            } else if is_word(c) {
                self.word();
            } else {
                self.sign(c);
            }
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn before(&self) -> Option<char> {
        self.text[self.start..self.at].chars().next_back()
    }

    fn after_gap(&self) -> bool {
        self.before().is_none_or(char::is_whitespace)
    }

    fn push(&mut self, end: usize) {
        self.segmentation.tokens.push(Token { span: Span::new(self.at, end) });
        self.at = end;
    }

    // `.5` and `+44` after a gap.
    fn starts_number(&self, c: char) -> bool {
        matches!(c, '.' | '+')
            && self.after_gap()
            && self.char_at(self.at + 1).is_some_and(|next| next.is_ascii_digit())
    }

    fn number(&mut self) {
        let (first, start) = (self.segmentation.tokens.len(), self.at);
        let digits_end = number_end(self.text, start);
        let letters_end = run_end(self.text, digits_end, char::is_alphabetic, 8);
        let letters = &self.text[digits_end..letters_end];
        if letters.is_empty() {
            self.push(decade_end(self.text, digits_end).unwrap_or(digits_end));
        } else if holds(&WORDS.units, letters) {
            self.push(digits_end);
            return;
        } else {
            self.push(word_end(self.text, digits_end, false));
        }
        self.clitics();
        self.join(first, start);
    }

    fn word(&mut self) {
        let first = self.segmentation.tokens.len();
        let start = self.at;
        let end = word_end(self.text, start, self.last_token_is_comma());
        let form = &self.text[start..end];
        if let Some(cut) = WORDS.contraction(form) {
            self.push(start + cut);
            self.push(end);
        } else if let Some(cut) = negation_start(form, &self.text[end..]) {
            self.push(start + cut);
        } else {
            self.push(end);
        }
        self.clitics();
        self.join(first, start);
    }

    // Pushes `n't`, `'s` and the like right after a word, and the bare apostrophe of `leaders'`.
    fn clitics(&mut self) {
        while let Some(end) = clitic_end(self.text, self.at) {
            self.push(end);
        }
        if self.is_plural_possessive() {
            let end = self.at + self.char_at(self.at).map_or(0, char::len_utf8);
            self.push(end);
        }
    }

    fn is_plural_possessive(&self) -> bool {
        let Some(c) = self.char_at(self.at) else { return false };
        let follows = self.char_at(self.at + c.len_utf8());
        is_apostrophe(c)
            && !self.quote_open
            && matches!(self.before(), Some('s' | 'S'))
            && !follows.is_some_and(|next| next.is_alphanumeric() || is_apostrophe(next))
    }

    // Marks the tokens from `first` as the words of one surface token, if they are several.
    fn join(&mut self, first: usize, start: usize) {
        let last = self.segmentation.tokens.len();
        if last - first > 1 {
            let span = Span::new(start, self.at);
            self.segmentation.multiword.push(MultiwordToken { span, tokens: first..last });
        }
    }

    fn last_token_is_comma(&self) -> bool {
        let last = self.segmentation.tokens.last();
        last.is_some_and(|token| matches!(token.span.of(self.text), "," | "("))
            || self.at == self.start
    }

    fn sign(&mut self, c: char) {
        if is_apostrophe(c)
            && let Some(end) = elision_end(self.text, self.at)
        {
            self.push(end);
            return;
        }
        if self.after_gap()
            && let Some(face) = face(&self.text[self.at..])
        {
            self.push(self.at + face.len());
            return;
        }
        self.note_quote(c);
        let omission =
            ["[...]", "[…]"].iter().find(|sign| self.text[self.at..].starts_with(**sign));
        self.push(
            omission.map_or_else(|| sign_end(self.text, self.at, c), |sign| self.at + sign.len()),
        );
    }

    // Remembers whether a single quotation mark is open: then `s'` ends a quotation.
    fn note_quote(&mut self, c: char) {
        let follows = self.char_at(self.at + c.len_utf8());
        match c {
            '‘' => self.quote_open = true,
            '’' => self.quote_open = false,
            '\'' => {
                self.quote_open = !self.before().is_some_and(|c| !c.is_whitespace() && c != '"')
                    && follows.is_some_and(char::is_alphanumeric);
            }
            _ => {}
        }
    }
}

// A face made of signs, as in letters and comments: one token.
fn face(rest: &str) -> Option<&'static str> {
    const FACES: [&str; 15] = [
        ":-)", ":-(", ";-)", ":-D", ":)", ":(", ";)", ":D", ":P", "=)", "=(", "(:", "^_^", ":'(",
        "<3",
    ];
    let face = FACES.into_iter().find(|face| rest.starts_with(face))?;
    let follows = rest[face.len()..].chars().next();
    (!follows.is_some_and(char::is_alphanumeric)).then_some(face)
}

fn run_end(text: &str, from: usize, inside: fn(char) -> bool, max: usize) -> usize {
    let run = text[from..].chars().take(max).take_while(|c| inside(*c));
    from + run.map(char::len_utf8).sum::<usize>()
}

// Digits with signs inside: 28,000 · 3.5 · 10:30 · 4/11 · 713-555-0100 · 2024-02-10.
fn number_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = start;
    if !digit(end) {
        end += text[end..].chars().next().map_or(0, char::len_utf8);
    }
    while digit(end)
        || (matches!(bytes.get(end), Some(b'.' | b',' | b':' | b'/')) && digit(end + 1))
    {
        end += 1;
    }
    hyphenated_end(bytes, start, end).unwrap_or(end)
}

// Telephone numbers and dates: at least two hyphens between digits, or three digits and four.
fn hyphenated_end(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let group =
        |from: usize| bytes[from..].iter().take(8).take_while(|b| b.is_ascii_digit()).count();
    let mut at = end;
    let mut n_groups = 0;
    let mut last_len = 0;
    while bytes.get(at) == Some(&b'-') {
        let len = group(at + 1);
        if len == 0 {
            break;
        }
        at += 1 + len;
        n_groups += 1;
        last_len = len;
    }
    (n_groups >= 2 || (n_groups == 1 && end - start == 3 && last_len == 4)).then_some(at)
}

// 1990's is one token, as in the treebanks.
fn decade_end(text: &str, digits_end: usize) -> Option<usize> {
    let end = clitic_end(text, digits_end)?;
    let is_decade = text[..digits_end].ends_with('0') && text[..end].ends_with('s');
    is_decade.then_some(end)
}

fn word_end(text: &str, start: usize, after_comma: bool) -> usize {
    let mut end = start;
    if let Some(acronym) = acronym_end(text, start) {
        return acronym;
    }
    while let Some(c) = text[end..].chars().next() {
        let next = text[end + c.len_utf8()..].chars().next();
        if c == '$' && goes_on(text, start, end, next) {
            return end + 1;
        } else if is_word(c) || (c != '.' && goes_on(text, start, end, next)) {
            end += c.len_utf8();
        } else if c == '.' && keeps_stop(text, start, end, after_comma) {
            return degree_end(text, end + 1);
        } else {
            break;
        }
    }
    end.max(start + text[start..].chars().next().map_or(0, char::len_utf8))
}

// Tells whether a sign at `at` stands inside a word: O'Brien, AT&T, anti-war, US$.
fn goes_on(text: &str, start: usize, at: usize, next: Option<char>) -> bool {
    let form = &text[start..at];
    match text[at..].chars().next() {
        Some('\'' | '’') => {
            next.is_some_and(char::is_alphabetic)
                && clitic_end(text, at).is_none()
                && negation_start(form, &text[at..]).is_none()
        }
        Some('&') => {
            form.ends_with(|c: char| c.is_ascii_uppercase())
                && next.is_some_and(|c| c.is_ascii_uppercase())
        }
        Some('-') => next.is_some_and(char::is_alphanumeric) && holds(&WORDS.prefixes, form),
        Some('$') => {
            matches!(form, "US" | "A" | "AU" | "C" | "CA" | "HK" | "NZ" | "NT" | "R" | "S")
        }
        _ => false,
    }
}

fn keeps_stop(text: &str, start: usize, stop: usize, after_comma: bool) -> bool {
    let form = &text[start..stop];
    // At most two white-space characters are looked over: a line's end, or two spaces.
    let mut rest = text[stop + 1..].chars();
    let next = rest.by_ref().take(3).find(|c| !c.is_whitespace());
    let mut letters = form.chars();
    if let (Some(letter), None) = (letters.next(), letters.next())
        && letter.is_uppercase()
    {
        return next.is_some_and(char::is_alphanumeric) && letter != 'I'
            || is_initial(text, start, next);
    }
    match WORDS.abbreviation(form) {
        Some(Abbreviation::Title) => next.is_some_and(char::is_uppercase),
        Some(Abbreviation::Number) => next.is_some_and(char::is_numeric),
        Some(Abbreviation::Place) => after_comma,
        Some(Abbreviation::Date | Abbreviation::Common) => true,
        Some(Abbreviation::Inside) => {
            next.is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ';' | ')'))
        }
        None => false,
    }
}

// `I.` is an initial only beside another one or a name ("I. M. Pei", "Cyrus I. Dale").
fn is_initial(text: &str, start: usize, next: Option<char>) -> bool {
    let before = text[..start].trim_end_matches(' ');
    next.is_some_and(char::is_uppercase)
        && before.ends_with('.')
        && before.len() > 1
        && before[..before.len() - 1].ends_with(|c: char| c.is_uppercase())
}

// U.S. · a.m. · U.S.A · U.S
fn acronym_end(text: &str, start: usize) -> Option<usize> {
    let mut end = start;
    let mut n_letters = 0;
    loop {
        let mut rest = text[end..].chars();
        let letter = rest.next().filter(|c| c.is_alphabetic());
        let (Some(letter), next) = (letter, rest.next()) else { break };
        let ends = next.is_none_or(|c| !is_word(c));
        if next == Some('.') {
            end += letter.len_utf8() + 1;
        } else if n_letters > 0 && letter.is_uppercase() && ends {
            end += letter.len_utf8();
            n_letters += 1;
            break;
        } else {
            break;
        }
        n_letters += 1;
    }
    (n_letters >= 2).then_some(end)
}

// Ph.D. · M.Sc.: the capital letter and full stop that follow a kept full stop without a gap.
fn degree_end(text: &str, end: usize) -> usize {
    let mut rest = text[end..].chars();
    match (rest.next(), rest.next()) {
        (Some(letter), Some('.')) if letter.is_uppercase() => end + letter.len_utf8() + 1,
        _ => end,
    }
}

// Where `n't` starts in a word that the apostrophe ends: "don" + "’t".
fn negation_start(form: &str, rest: &str) -> Option<usize> {
    let mut rest = rest.chars();
    let apostrophe = rest.next().is_some_and(is_apostrophe);
    let t = matches!(rest.next(), Some('t' | 'T')) && rest.next().is_none_or(|c| !is_word(c));
    let cut = form.len().checked_sub(1)?;
    (apostrophe && t && cut > 0 && form.ends_with(['n', 'N'])).then_some(cut)
}

// The end of a clitic that starts at `at`: 's 'm 're 've 'll 'd, or the rest of n't.
fn clitic_end(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let first = rest.chars().next()?;
    let letters_at = if is_apostrophe(first) {
        at + first.len_utf8()
    } else if matches!(first, 'n' | 'N') {
        at + 1 + rest[1..].chars().next().filter(|c| is_apostrophe(*c))?.len_utf8()
    } else {
        return None;
    };
    let end = run_end(text, letters_at, is_word, 3);
    let letters = &text[letters_at..end];
    let is_clitic = if is_apostrophe(first) {
        ["s", "m", "re", "ve", "ll", "d"].iter().any(|c| letters.eq_ignore_ascii_case(c))
    } else {
        letters.eq_ignore_ascii_case("t")
    };
    is_clitic.then_some(end)
}

// ’90s · ’em · ’til
fn elision_end(text: &str, at: usize) -> Option<usize> {
    let letters_at = at + text[at..].chars().next()?.len_utf8();
    let end = run_end(text, letters_at, is_word, 5);
    let word = &text[letters_at..end];
    let before = text[..at].chars().next_back();
    let digits = word.strip_suffix('s').unwrap_or(word);
    let is_year = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
    let is_word =
        ["em", "til", "tis", "twas", "cause"].iter().any(|w| word.eq_ignore_ascii_case(w));
    (before.is_none_or(|c| !c.is_alphanumeric()) && (is_year || is_word)).then_some(end)
}

fn sign_end(text: &str, at: usize, c: char) -> usize {
    let after = at + c.len_utf8();
    let end = match c {
        '?' | '!' => run_of(text, at, |next| matches!(next, '?' | '!')),
        '\'' => run_end(text, at, |next| next == '\'', 2),
        '`' => run_end(text, at, |next| next == '`', 2),
        // Two single quotation marks that stand for a double one.
        '’' => run_end(text, at, |next| next == '’', 2),
        '‘' if text[after..].starts_with(['‘', '’']) => after + '’'.len_utf8(),
        _ => run_of(text, at, |next| next == c),
    };
    let repeats = matches!(
        c,
        '.' | '?'
            | '!'
            | '-'
            | '='
            | '*'
            | '_'
            | '~'
            | '+'
            | '#'
            | '|'
            | '•'
            | '…'
            | '–'
            | '—'
            | '<'
            | '>'
            | '\''
            | '`'
            | '‘'
            | '’'
    );
    let end = if repeats || end - at >= 4 * c.len_utf8() { end } else { after };
    run_of(text, end, is_joined)
}

fn run_of(text: &str, from: usize, inside: impl Fn(char) -> bool) -> usize {
    let rest = &text[from..];
    from + rest.find(|c: char| !inside(c)).unwrap_or(rest.len())
}
