//! Web and e-mail addresses, handles, tags and stock symbols: one token each.

use crate::tokenizer::is_word;

// Limits that keep a look ahead bounded; the standards allow no longer local part (RFC 5321).
const MAX_LOCAL_BYTES: usize = 64;

const DOMAINS: [&str; 10] = ["com", "org", "net", "gov", "edu", "int", "mil", "info", "tv", "io"];

// Endings of file names.
const FILES: [&str; 15] = [
    "doc", "docx", "xls", "xlsx", "ppt", "pdf", "txt", "csv", "jpg", "jpeg", "gif", "png", "zip",
    "htm", "html",
];

/// Returns where an address that starts at `start` ends, if one does.
pub(crate) fn end(text: &str, start: usize, before: Option<char>) -> Option<usize> {
    if before.is_some_and(is_word) {
        return None;
    }
    let rest = &text[start..];
    let len = web(rest)
        .or_else(|| mail(rest))
        .or_else(|| handle(rest))
        .or_else(|| domain(rest))
        .or_else(|| file(rest))
        .or_else(|| symbol(rest, before))?;
    Some(start + len)
}

fn web(rest: &str) -> Option<usize> {
    let is_web = ["http://", "https://", "ftp://", "www."].iter().any(|scheme| {
        rest.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    });
    is_web.then(|| link_len(rest))
}

// Everything to the next gap, quote or angle bracket, without punctuation at the end.
fn link_len(rest: &str) -> usize {
    let stop = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '‘' | '’');
    let link = &rest[..rest.find(stop).unwrap_or(rest.len())];
    let open = link.contains('(');
    link.trim_end_matches(|c: char| {
        matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ']' | '}' | '\'' | '*')
            || (c == ')' && !open)
    })
    .len()
}

fn mail(rest: &str) -> Option<usize> {
    let is_local =
        |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-');
    let local = rest.bytes().take(MAX_LOCAL_BYTES).take_while(|b| is_local(b)).count();
    let host = rest[local..].strip_prefix('@').filter(|_| local > 0)?;
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let host = &host[..host.find(|c| !is_host(c)).unwrap_or(host.len())];
    let host = host.trim_end_matches(['.', '-']);
    host.contains('.').then_some(local + 1 + host.len())
}

fn handle(rest: &str) -> Option<usize> {
    let name = rest.strip_prefix(['@', '#'])?;
    let first = name.chars().next().filter(|c| c.is_alphabetic() || *c == '_')?;
    let len = name.find(|c: char| !is_word(c)).unwrap_or(name.len());
    Some(1 + len.max(first.len_utf8()))
}

// `toll-2.PDF`: a name without gaps and the ending of a file.
fn file(rest: &str) -> Option<usize> {
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let len = rest.bytes().take(MAX_LOCAL_BYTES).take_while(is_part).count();
    let name = rest[..len].trim_end_matches(['.', '-', '_']);
    let (stem, ending) = name.rsplit_once('.')?;
    let known = FILES.iter().any(|known| ending.eq_ignore_ascii_case(known));
    (known && !stem.is_empty() && !stem.starts_with(['.', '-'])).then_some(name.len())
}

// `<ORM.SN>`, `(ORM.SN)`: a share and the exchange where it is traded.
fn symbol(rest: &str, before: Option<char>) -> Option<usize> {
    const MAX_SHARE: usize = 8;
    const MAX_EXCHANGE: usize = 3;
    let close = match before {
        Some('<') => '>',
        Some('(') => ')',
        _ => return None,
    };
    let is_sign = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let share = rest.bytes().take(MAX_SHARE).take_while(is_sign).count();
    let exchange = rest[share..].strip_prefix('.').filter(|_| share > 0)?;
    let len = exchange.bytes().take(MAX_EXCHANGE).take_while(u8::is_ascii_uppercase).count();
    (len > 0 && exchange[len..].starts_with(close)).then_some(share + 1 + len)
}

// `example.org/news`: labels in small letters that end in a common domain.
fn domain(rest: &str) -> Option<usize> {
    let is_label = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-';
    let name = rest.bytes().take(MAX_LOCAL_BYTES).take_while(|b| is_label(b) || *b == b'.').count();
    let name = rest[..name].trim_end_matches(['.', '-']);
    let (labels, last) = name.rsplit_once('.')?;
    let country =
        labels.rsplit_once('.').is_some_and(|(_, kind)| matches!(kind, "co" | "com" | "gov"));
    let is_domain = country || DOMAINS.contains(&last);
    let plain =
        !labels.is_empty() && last.len() >= 2 && last.bytes().all(|b| b.is_ascii_lowercase());
    if !(is_domain && plain) {
        return None;
    }
    let tail = &rest[name.len()..];
    let path = if tail.starts_with('/') { link_len(tail) } else { 0 };
    Some(name.len() + path)
}

#[cfg(test)]
mod tests {
    fn check(text: &str, expected: &str) {
        let found = super::end(text, 0, None).map_or("", |end| &text[..end]);
        assert_eq!(found, expected);
    }

    #[test]
    fn addresses_end_before_punctuation() {
        check("https://example.org/a(b)?c=1.", "https://example.org/a(b)?c=1");
        check("www.example.org).", "www.example.org");
        check("desk@example.org, or", "desk@example.org");
        check("@tide_watch: up", "@tide_watch");
        check("#Quake2024!", "#Quake2024");
        check("example.co.uk/news.", "example.co.uk/news");
    }

    #[test]
    fn symbols_stand_in_brackets() {
        let check = |text, before, expected: usize| {
            assert_eq!(super::end(text, 0, Some(before)).unwrap_or(0), expected, "{text}");
        };
        check("ORM.SN>, a", '<', 6);
        check("ORM.SN), a", '(', 6);
        check("ORM.The boats", '(', 0);
        check("U.S.)", '(', 0);
        check("ORM.SN>", ' ', 0);
    }

    #[test]
    fn other_words_are_no_addresses() {
        check("talks.As a result", "");
        check("U.S.-led", "");
        check("#1 in", "");
    }
}
