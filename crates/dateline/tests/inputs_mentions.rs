//! Numbers, times and places of `cases/inputs`, against their right answers.

use std::path::Path;

use dateline::intake::open;
use dateline::{Reader, Reading};

fn read(file: &str) -> Reading {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/inputs").join(file);
    let reader = Reader::default();
    let mut found = open(&[path], reader.config());
    let found = found.next().expect("an input");
    reader.read_item(found.item.as_ref().expect("an item"), &found.sighting).0.expect("a reading")
}

/// Checks `words = value, from..to` of each time; days only where they say more than the value.
#[track_caller]
fn check_times(reading: &Reading, expected: &[&str]) {
    let text = &reading.dispatch.text;
    let day = |day: Option<jiff::civil::Date>| day.map_or(String::new(), |day| day.to_string());
    let times = reading.mentions.times.iter().map(|time| {
        let value = time.value.as_deref().unwrap_or("-");
        let (from, to) = (day(time.from), day(time.to));
        let days = format!(", {from}..{to}");
        let is_plain = from == to && (from == value || from.is_empty());
        let days = if is_plain { "" } else { days.as_str() };
        format!("{} = {value}{days}", time.span.of(text))
    });
    assert_eq!(times.collect::<Vec<_>>(), expected);
}

/// Checks `words = name, country` of each place.
#[track_caller]
fn check_places(reading: &Reading, expected: &[&str]) {
    let text = &reading.dispatch.text;
    let places = reading.mentions.places.iter().map(|place| {
        let country = place.country.as_deref().unwrap_or("-");
        format!("{} = {}, {country}", place.span.of(text), place.name)
    });
    assert_eq!(places.collect::<Vec<_>>(), expected);
}

/// Checks `measure low..high unit` of each figure.
#[track_caller]
fn check_figures(reading: &Reading, expected: &[&str]) {
    let number = |n: Option<f64>| n.map_or(String::new(), |n| n.to_string());
    let figures = reading.claims.figures.iter().map(|figure| {
        let (low, high) = (number(figure.low), number(figure.high));
        let unit = figure.unit.as_deref().unwrap_or_default();
        format!("{} {low}..{high} {unit}", figure.measure.as_str()).trim_end().to_owned()
    });
    assert_eq!(figures.collect::<Vec<_>>(), expected);
}

/// Checks `words = low..high` of each quantity.
#[track_caller]
fn check_quantities(reading: &Reading, expected: &[&str]) {
    let text = &reading.dispatch.text;
    let number = |n: Option<f64>| n.map_or(String::new(), |n| n.to_string());
    let quantities = reading.mentions.quantities.iter().map(|quantity| {
        let (low, high) = (number(quantity.low), number(quantity.high));
        format!("{} = {low}..{high}", quantity.span.of(text))
    });
    assert_eq!(quantities.collect::<Vec<_>>(), expected);
}

#[test]
fn a_town_with_its_state() {
    let reading = read("12-dateline-with-state.txt");
    check_places(
        &reading,
        &[
            "SALEM = Salem, USA",
            "Ore. = Oregon, USA",
            "Oregon = Oregon, USA",
            "Springfield = Springfield, USA",
            "Marion County = Marion County, USA",
            "Salem = Salem, USA",
        ],
    );
    let in_oregon = |lat: f64| (41.9..46.3).contains(&lat);
    assert!(reading.mentions.places.iter().all(|place| place.lat.is_some_and(in_oregon)));
    let dateline = reading.dispatch.dateline.as_ref().expect("a dateline");
    assert_eq!(dateline.agency.map(|agency| agency.of(&reading.dispatch.text)), Some("AP"));
}

#[test]
fn a_town_with_its_country() {
    let reading = read("12b-dateline-with-country.txt");
    check_places(
        &reading,
        &[
            "KAMPALA = Kampala, UGA",
            "Uganda = Uganda, UGA",
            "Juba = Juba, SSD",
            "South Sudan = South Sudan, SSD",
        ],
    );
}

#[test]
fn days_on_either_side_of_today() {
    check_times(
        &read("15-until-monday.jsonl"),
        &[
            "Feb. 21 = 2026-02-21",
            "Monday = 2026-02-23, ..2026-02-23",
            "Saturday = 2026-02-21",
            "Monday = 2026-02-16",
            "Thursday = 2026-02-19",
            "next Friday = 2026-02-27",
            "last month = 2026-01, 2026-01-01..2026-01-31",
            "March 1 = 2026-03-01",
        ],
    );
}

#[test]
fn words_that_look_like_times() {
    let reading = read("16-may-is-no-month.jsonl");
    let text = &reading.dispatch.text;
    let times = reading.mentions.times.iter();
    let told: Vec<(&str, Option<&str>)> =
        times.map(|time| (time.span.of(text), time.value.as_deref())).collect();
    let expected = [
        ("April 15", Some("2026-04-15")),
        ("May", Some("2026-05")),
        ("Wednesday", Some("2026-04-15")),
        ("the second half of 2027", Some("2027-H2")),
        ("March", Some("2026-03")),
    ];
    let expected_with_title = [("June", Some("2026-06"))];
    let others: Vec<_> = told.iter().filter(|time| !expected.contains(time)).collect();
    assert!(expected.iter().all(|time| told.contains(time)), "{told:?}");
    assert!(others.iter().all(|time| expected_with_title.contains(time)), "{told:?}");
}

#[test]
fn days_that_share_a_month() {
    let reading = read("17-days-that-share-a-month.jsonl");
    check_times(
        &reading,
        &[
            "April 13 = 2026-04-13",
            "Monday 20 = 2026-04-20",
            "Tuesday 21 = 2026-04-21",
            "Wednesday 22 April = 2026-04-22",
            "Monday = 2026-04-13",
            "April 23 = 2026-04-23",
            "24 = 2026-04-24",
            "26 = 2026-04-26",
            "3 = 2026-03-03",
            "5 = 2026-03-05",
            "9 March = 2026-03-09",
            "the 28th = 2026-04-28",
        ],
    );
    check_quantities(&reading, &[]);
    check_places(&reading, &["GENOA = Genoa, ITA", "Italy = Italy, ITA"]);
}

#[test]
fn ranges_of_days() {
    check_times(
        &read("18-ranges-of-days.jsonl"),
        &[
            "March 2 = 2026-03-02",
            "Feb. 4 = 2026-02-04, 2026-02-04..2026-02-28",
            "Feb. 28 = 2026-02-28, 2026-02-04..2026-02-28",
            "19 days = P19D",
            "Monday = 2026-03-02",
            "February 9 = 2026-02-09, 2026-02-09..2026-02-13",
            "13 = 2026-02-13, 2026-02-09..2026-02-13",
            "2019 = 2019, 2019-01-01..2021-12-31",
            "2021 = 2021, 2019-01-01..2021-12-31",
            "December 20 = 2025-12-20, 2025-12-20..2026-01-05",
            "January 5 = 2026-01-05, 2025-12-20..2026-01-05",
            "March 28 = 2026-03-28, 2026-03-28..2026-04-02",
            "April 2 = 2026-04-02, 2026-03-28..2026-04-02",
            "1998 = 1998, 1998-01-01..2003-12-31",
            "2003 = 2003, 1998-01-01..2003-12-31",
        ],
    );
}

#[test]
fn an_ordinal_before_a_number() {
    let reading = read("19-ordinal-then-number.txt");
    check_quantities(
        &reading,
        &[
            "first = 1..1",
            "three = 3..3",
            "second = 2..2",
            "first = 1..1",
            "eight = 8..8",
            "140 = 140..140",
            "third = 3..3",
            "40 = 40..40",
            "At least one hundred and five = 105..",
            "second = 2..2",
        ],
    );
    check_times(
        &reading,
        &[
            "Nov. 1 = -",
            "Saturday = -",
            "nineteen ninety-eight = 1998, 1998-01-01..",
            "twenty years = P20Y",
        ],
    );
    check_places(&reading, &["KISUMU = Kisumu, KEN", "Kenya = Kenya, KEN"]);
}

#[test]
fn thousands_apart() {
    let reading = read("20-spaced-thousands.txt");
    check_quantities(
        &reading,
        &[
            "214 000 tonnes = 214000..214000",
            "A$871 million = 871000000..871000000",
            "305 000 tonnes = 305000..305000",
            "A$1 140 million = 1140000000..1140000000",
            "12 000 = 12000..12000",
            "1 204 = 1204..1204",
            "About 1,5 million litres = ..",
        ],
    );
    check_figures(
        &reading,
        &[
            "money 871000000..871000000 AUD",
            "money 1140000000..1140000000 AUD",
            "displaced 12000..12000",
        ],
    );
}

#[test]
fn one_count_between_two_numbers() {
    let reading = read("21-n-to-m.txt");
    check_quantities(
        &reading,
        &[
            "18 to 25 = 18..25",
            "Between 300 and 400 = 300..400",
            "12-15 = 12..15",
            "Some 2-3 million = 2000000..3000000",
            "$1.5bn-$2bn = 1500000000..2000000000",
            "Seven or eight = 7..8",
            "from 30 to 40 = 30..40",
        ],
    );
    check_figures(
        &reading,
        &[
            "killed 18..25",
            "injured 300..400",
            "missing 12..15",
            "money 1500000000..2000000000 USD",
            "killed 7..8",
            "rescued 30..40",
        ],
    );
    check_places(
        &reading,
        &[
            "CEBU = Cebu City, PHL",
            "Philippines = Philippines, PHL",
            "Danao = Danao, PHL",
            "Carmen = Carmen, PHL",
            "Sogod road = Sogod road, -",
        ],
    );
}

#[test]
fn the_verb_last_and_days_ahead() {
    let reading = read("35-will-last-two-weeks.jsonl");
    check_times(
        &reading,
        &[
            "April 13 = 2026-04-13",
            "two weeks = P2W",
            "Monday = 2026-04-13",
            "48 hours = PT48H",
            "Thursday = 2026-04-16",
            "Friday = 2026-04-17",
            "Sunday = 2026-04-19",
            "Wednesday = 2026-04-15",
            "the last two weeks = P2W, 2026-03-30..2026-04-13",
        ],
    );
    check_figures(&reading, &["killed 12..12"]);
}

#[test]
fn one_text_of_many_quakes() {
    let reading = read("30-same-template-other-quake.jsonl");
    check_places(
        &reading,
        &[
            "Huanta = Huanta, PER", // of the title
            "LIMA = Lima, PER",
            "Huanta = Huanta, PER",
            "Peru = Peru, PER",
            "Ayacucho = Ayacucho, PER",
            "Huancayo = Huancayo, PER",
        ],
    );
    check_figures(&reading, &[]);
}
