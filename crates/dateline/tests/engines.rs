//! What a record tells of the engine that read it.

use dateline::Reader;
use dateline::record::Include;
use dateline::syntax::Engine;

const TEXT: &str = "Mayor Ilse Orn said on Monday that the ferries will stay in port.";

fn reader(engine: Engine) -> Reader {
    Reader::default().engine(engine).with(Include::ALL)
}

#[test]
fn a_record_names_its_engine_and_the_weights_it_read_with() {
    for (engine, name) in [(Engine::Careful, "careful"), (Engine::Swift, "swift")] {
        let record = reader(engine).read_text(TEXT);
        assert_eq!(record.reader.engine, name);
        let models = record.reader.models;
        let models: Vec<&str> = models.iter().filter_map(|model| model.split('@').next()).collect();
        assert_eq!(models, engine.models());
        assert!(record.reader.version.ends_with(name), "{}", record.reader.version);
    }
}

#[test]
fn the_careful_engine_tells_features_and_a_tree() {
    let record = reader(Engine::Careful).read_text(TEXT);
    let tokens = record.body.expect("a reading").tokens.expect("asked for");
    let said = tokens.iter().find(|token| token.form == "said").expect("the verb");
    assert_eq!((said.head, said.deprel.as_deref()), (None, Some("root")));
    assert!(said.feats.as_deref().is_some_and(|feats| feats.contains("Tense=Past")));
    let ferries = tokens.iter().find(|token| token.form == "ferries").expect("the noun");
    let stay = tokens.iter().position(|token| token.form == "stay");
    assert_eq!((ferries.head, ferries.deprel.as_deref()), (stay, Some("nsubj")));
}

#[test]
fn both_engines_read_the_same_statement() {
    for engine in Engine::ALL {
        let body = reader(engine).read_text(TEXT).body.expect("a reading");
        let contents: Vec<&str> =
            body.statements.iter().map(|statement| statement.content.text.as_str()).collect();
        assert_eq!(contents, ["that the ferries will stay in port"], "{engine}");
    }
}
