//! The table of screens: each sample leads to the screen of its row.

use portico::route::Route;
use portico::screens::{SAMPLES, samples};

#[test]
fn samples_lead_to_the_screens_of_their_rows() {
    for row in SAMPLES {
        for sample in *row {
            let route = Route::parse(sample.path);
            let of = samples(&route).first().map(|first| first.path);
            let own = row.first().map(|first| first.path);
            assert_eq!(
                of, own,
                "{} stands in the row of another screen",
                sample.path
            );
        }
    }
}

#[test]
fn samples_are_told_apart() {
    let mut paths: Vec<_> = SAMPLES
        .iter()
        .copied()
        .flatten()
        .map(|one| one.path)
        .collect();
    let all = paths.len();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), all, "an address stands in the table twice");
}
