// A ledger of the dispatches in `samples/quake`, for the examples: the folder that holds it, as
// long as it is kept, and its path.
{
    use dateline::intake::{Config, open};
    use dateline::record::Include;
    use dateline::syntax::Engine;
    use dateline::{Ledger, Reader, ingest};

    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/quake");
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("dateline.db");
    let include = Include { origin: true, ..Include::default() };
    let reader = Reader::default().engine(Engine::Swift).with(include);
    ingest(&reader, &path, open(&[samples.into()], &Config::default()), |_| ())?;
    Ledger::open(&path)?.refresh_views()?;
    (folder, path)
}
