//! The files of `en_worldwide`: `annotated/NAME.txt.tsv` beside `text/NAME.txt`.

use std::fs;
use std::path::Path;

use dateline::text::Span;

use super::tokens::{align, join};
use super::{Data, Document};
use crate::gold::{files_under, read_text, stem};
use crate::{Error, Split};

const LABELS: [&str; 4] = ["Person", "Location", "Organization", "NORP"];

/// Documents whose name leaves no remainder modulo this are development, those that leave one are
/// tuning.
const MODULUS: u64 = 10;

/// Reads the documents of a split. The name that is hashed is that of the text, without `.txt`.
///
/// Documents whose tokens cannot be found in their text are left out, and counted. Where a token
/// has several columns of labels (a name within a name), the first, the outer one, is taken.
pub(super) fn read(folder: &Path, split: Split) -> Result<Data, Error> {
    let (mut documents, mut remarks) = (Vec::new(), Vec::new());
    let (mut n_all, mut n_lost) = (0, 0);
    for path in files_under(&folder.join("annotated"), "tsv")? {
        let file_name = stem(&path);
        let name = file_name.trim_end_matches(".txt").to_owned();
        if !split.holds_beside_training(&name, MODULUS) {
            continue;
        }
        n_all += 1;
        let text_path = folder.join("text").join(&file_name);
        let bytes = fs::read(&text_path).map_err(Error::file(&text_path))?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        match names(&text, &read_text(&path)?) {
            Some(names) => documents.push(Document { name, text, names }),
            None => n_lost += 1,
        }
    }
    if n_lost > 0 {
        remarks.push(format!(
            "{n_lost} of {n_all} documents left out: their tokens do not align with their text"
        ));
    }
    Ok(Data { name: "en_worldwide", labels: &LABELS, documents, n_all, remarks })
}

fn names(text: &str, tsv: &str) -> Option<Vec<(Span, &'static str)>> {
    let rows: Vec<(&str, &str)> = tsv
        .lines()
        .filter_map(|line| {
            let mut fields = line.trim_end_matches('\r').split('\t');
            Some((fields.next()?, fields.next()?)).filter(|(token, _)| !token.trim().is_empty())
        })
        .collect();
    let tokens: Vec<&str> = rows.iter().map(|(token, _)| token.trim()).collect();
    let spans = align(text, &tokens)?;
    let tagged: Vec<(Span, &str)> =
        spans.into_iter().zip(rows.iter().map(|(_, tag)| tag.trim())).collect();
    let known = |label: &str| LABELS.into_iter().find(|one| *one == label);
    Some(join(&tagged).into_iter().filter_map(|(span, tag)| Some((span, known(tag)?))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outer_name_counts() {
        // "Samoa Supreme Court" is an Organization with a Location inside; "Monday" has a label
        // that is not scored.
        let text = "Samoa Supreme Court sat\r\non Monday.\r\n";
        let tsv = "Samoa\tB-Organization\tB-Location\nSupreme\tI-Organization\nCourt\t\
                   I-Organization\nsat\tO\n\non\tO\nMonday\tB-Date\n.\tO\n";
        let names = names(text, tsv).expect("the tokens align");
        assert_eq!(names, [(Span::new(0, 19), "Organization")]);
        assert_eq!(super::names("Samoa", tsv), None);
    }
}
