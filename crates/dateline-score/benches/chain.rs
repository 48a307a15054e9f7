//! How long each stage takes over the samples.
//!
//! `cargo bench -p dateline-score`

use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dateline::Reader;
use dateline::claim::extract;
use dateline::intake::{Found, decode, open};
use dateline::mention::{Parsed, find};
use dateline::syntax::{Analysis, Engine};
use dateline::text::Dispatch;

fn samples() -> Vec<Found> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    open(&[folder], Reader::default().config()).filter(|found| found.item.is_some()).collect()
}

fn decode_one(found: &Found, reader: &Reader) -> Option<Dispatch> {
    let item = found.item.as_ref()?;
    decode(item, &found.sighting, reader.config()).dispatch
}

fn stages(criterion: &mut Criterion) {
    let reader = Reader::default();
    let found = samples();
    let dispatches: Vec<Dispatch> = found
        .iter()
        .filter_map(|found| decode_one(found, &reader))
        .filter(Dispatch::is_read)
        .collect();
    let n_bytes: usize = dispatches.iter().map(|dispatch| dispatch.text.len()).sum();
    let engine = Engine::default();
    let analysed: Vec<(&Dispatch, Analysis)> =
        dispatches.iter().map(|dispatch| (dispatch, engine.analyse(dispatch))).collect();
    let ready: Vec<Parsed<'_>> = analysed
        .iter()
        .map(|(dispatch, Analysis { segmentation, parse })| Parsed {
            dispatch,
            segmentation,
            parse,
        })
        .collect();
    let mentions: Vec<_> = ready.iter().map(|parsed| (*parsed, find(*parsed))).collect();

    let mut group = criterion.benchmark_group("chain");
    group.throughput(Throughput::Bytes(n_bytes as u64)).sample_size(20);
    group.bench_function("decode", |bencher| {
        bencher.iter(|| found.iter().for_each(|found| drop(black_box(decode_one(found, &reader)))));
    });
    for engine in Engine::ALL {
        group.bench_function(engine.as_str(), |bencher| {
            bencher.iter(|| dispatches.iter().for_each(|d| drop(black_box(engine.analyse(d)))));
        });
    }
    group.bench_function("find", |bencher| {
        bencher.iter(|| ready.iter().for_each(|parsed| drop(black_box(find(*parsed)))));
    });
    group.bench_function("extract", |bencher| {
        bencher.iter(|| mentions.iter().for_each(|(p, m)| drop(black_box(extract(*p, m)))));
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
