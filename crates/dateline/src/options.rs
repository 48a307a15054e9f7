//! From what a reader is asked for, and told of an item, to the options in its version, and back.

use std::collections::BTreeMap;

use dateline_intake::{Config, FieldMap, Given, Limits, told};
use dateline_ledger::record::Options;
use dateline_syntax::Engine;
use dateline_text::{Item, Media, Sighting};

/// What to read again with; what is not set stays as the newest reading has it.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The engine.
    pub engine: Option<Engine>,
    /// Names of fields, as [`FieldMap::assign`] takes them.
    pub fields: Vec<String>,
    /// What holds for every dispatch.
    pub given: Given,
    /// Largest item.
    pub item_bytes: Option<usize>,
    /// Most pieces of words that are read for claims.
    pub pieces: Option<usize>,
    /// Whether what is not set goes back to the program's defaults instead.
    pub is_anew: bool,
}

impl Asked {
    /// Returns the settings to read again with what was read with some options.
    ///
    /// # Errors
    /// Says what is wrong with the names of a field.
    pub(crate) fn config(&self, newest: &Options) -> Result<Config, String> {
        let mut config = if self.is_anew { Config::default() } else { config_of(newest) };
        for assignment in &self.fields {
            config.fields.assign(assignment)?;
            if assignment.split('=').next().is_some_and(|field| field.trim() == "url") {
                let why = "an address is taken from a file when it is ingested: ingest it again";
                return Err(why.to_owned());
            }
        }
        let Given { outlet, language, published } = self.given.clone();
        let given = config.given;
        config.given = Given {
            outlet: outlet.or(given.outlet),
            language: language.or(given.language),
            published: published.or(given.published),
        };
        config.limits.item_bytes = self.item_bytes.unwrap_or(config.limits.item_bytes);
        config.limits.pieces = self.pieces.unwrap_or(config.limits.pieces);
        Ok(config)
    }
}

/// Returns the options that an item is read with: what the settings and its sighting change.
///
/// # Notes
/// Settings that say nothing about this item are left out, so that it is not read again for them:
/// names of fields for a page, a limit that it is within as by default.
pub(crate) fn options_of(config: &Config, item: &Item) -> Options {
    let told = told(item);
    let has_fields = matches!(item.media, Media::Json | Media::CsvRow);
    let Given { outlet, language, published } = config.given.clone();
    let (limits, default, n_bytes) = (config.limits, Limits::default(), item.bytes.len());
    Options {
        charset: told.charset,
        columns: item.columns.to_vec(),
        declared_language: told.language,
        delimiter: item.delimiter.map(char::from),
        fields: if has_fields { other_fields(&config.fields) } else { BTreeMap::new() },
        language,
        max_item_bytes: other_limit(limits.item_bytes, default.item_bytes, n_bytes),
        // No piece is shorter than a byte.
        max_pieces: other_limit(limits.pieces, default.pieces, n_bytes),
        media_type: told.media.map(|media| media.as_str().to_owned()),
        outlet,
        published,
        returned: 0,
    }
}

/// Returns a sighting as it was before an outlet was given for all dispatches: what is given is not
/// told by the input, and may be another now.
pub(crate) fn as_found(sighting: Sighting, options: &Options) -> Sighting {
    let is_given = options.outlet.is_some() && sighting.outlet == options.outlet;
    Sighting { outlet: sighting.outlet.filter(|_| !is_given), ..sighting }
}

/// Returns the settings that options stand for; what was told of the item is not among them.
pub(crate) fn config_of(options: &Options) -> Config {
    let mut fields = FieldMap::default();
    for (field, names) in &options.fields {
        // A field that only another version of the program knows says nothing to this one.
        let _ = fields.set(field, names.clone());
    }
    let mut limits = Limits::default();
    limits.item_bytes = options.max_item_bytes.unwrap_or(limits.item_bytes);
    limits.pieces = options.max_pieces.unwrap_or(limits.pieces);
    let (outlet, language) = (options.outlet.clone(), options.language.clone());
    let given = Given { outlet, language, published: options.published };
    Config { limits, fields, given, ..Config::default() }
}

fn other_fields(fields: &FieldMap) -> BTreeMap<String, Vec<String>> {
    let default = FieldMap::default();
    let pairs = fields.entries().into_iter().zip(default.entries());
    let other = pairs.filter(|(set, default)| set != default);
    other.map(|((field, names), _)| (field.to_owned(), names.to_vec())).collect()
}

/// Returns a limit under which an item of so many bytes may be read otherwise than by default.
fn other_limit(limit: usize, default: usize, n_bytes: usize) -> Option<usize> {
    (limit != default && n_bytes > limit.min(default)).then_some(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Item {
        let mut item = Item::new(b"Rain;Rain fell on Orm.".to_vec(), Media::CsvRow);
        item.columns = ["title", "story"].map(str::to_owned).into();
        item.delimiter = Some(b';');
        item
    }

    fn config() -> Config {
        let mut config = Config::default();
        config.fields.assign("text=story").expect("a field");
        config.given.outlet = Some("Harbour Post".to_owned());
        config
    }

    #[test]
    fn options_lead_back_to_their_settings() {
        let options = options_of(&config(), &row());
        assert_eq!(
            options.to_json(),
            r#"{"columns":["title","story"],"delimiter":";","fields":{"text":["story"]},"media_type":"text/csv","outlet":"Harbour Post"}"#
        );
        assert_eq!(options_of(&config_of(&options), &row()), options);
    }

    #[test]
    fn what_changes_nothing_is_left_out() {
        let page = Item::new(b"<html><body>Rain</body></html>".to_vec(), Media::Html);
        let mut config = config();
        config.given = Given::default();
        config.limits.item_bytes = 64 << 20;
        assert!(options_of(&config, &page).is_default());
        config.limits.item_bytes = 8;
        assert_eq!(options_of(&config, &page).max_item_bytes, Some(8));
    }

    #[test]
    fn what_is_asked_stands_above_what_was() {
        let newest = options_of(&config(), &row());
        let asked = Asked { fields: vec!["title=lead".to_owned()], ..Asked::default() };
        let config = asked.config(&newest).expect("a field");
        assert_eq!(
            (&*config.fields.text, &*config.fields.title),
            (&["story".to_owned()][..], &["lead".to_owned()][..])
        );
        let anew = Asked { is_anew: true, ..asked }.config(&newest).expect("a field");
        assert_eq!((anew.fields.text.len(), anew.given.outlet), (3, None));
        let wrong = Asked { fields: vec!["colour=red".to_owned()], ..Asked::default() };
        assert!(wrong.config(&newest).is_err());
    }
}
