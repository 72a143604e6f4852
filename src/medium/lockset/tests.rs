use super::*;
use proptest::prelude::*;

/// `log2 C(n, k)`.
fn log2_choose(n: u32, k: u32) -> f64 {
    (1..=k)
        .map(|i| (f64::from(n - k + i) / f64::from(i)).log2())
        .sum()
}

/// Steele, Lea and Flood's SplitMix64: enough for drawing sets.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        u32::try_from((z ^ z >> 31) % u64::from(bound)).unwrap()
    }

    fn distinct(&mut self, count: u32, bound: u32) -> std::collections::BTreeSet<u32> {
        let mut drawn = std::collections::BTreeSet::new();
        while drawn.len() < count as usize {
            let _new = drawn.insert(self.below(bound));
        }
        drawn
    }
}

fn size(set: &NumberSet, bound: u32) -> f64 {
    let bytes = set.encode(bound).unwrap();
    assert_eq!(
        NumberSet::decode(&bytes, bound).unwrap(),
        (set.clone(), bytes.len())
    );
    f64::from(u32::try_from(bytes.len()).unwrap())
}

#[test]
fn random_locks_stay_within_three_per_cent_of_the_least() {
    let mut draw = Draw(1);
    for (count, rounds) in [
        (1, 2000),
        (10, 2000),
        (100, 400),
        (1_000, 60),
        (5_000, 10),
        (9_000, 10),
    ] {
        let bound = 1.03 * log2_choose(10_000, count) / 8.0 + 4.0;
        for _ in 0..rounds {
            let set: NumberSet = draw.distinct(count, 10_000).into_iter().collect();
            let size = size(&set, 10_000);
            assert!(
                size <= bound,
                "{count} of 10,000: {size} bytes, bound {bound:.1}"
            );
        }
    }
}

#[test]
fn runs_stay_within_fifteen_per_cent_of_the_least() {
    let mut draw = Draw(2);
    for (runs, rounds) in [(1, 1000), (3, 1000), (10, 500), (100, 100), (1_000, 20)] {
        let bound = 1.15 * log2_choose(10_001, 2 * runs) / 8.0 + 8.0;
        for _ in 0..rounds {
            let borders: Vec<u32> = draw.distinct(2 * runs, 10_001).into_iter().collect();
            let set: NumberSet = borders.chunks(2).flat_map(|run| run[0]..run[1]).collect();
            let size = size(&set, 10_000);
            assert!(size <= bound, "{runs} runs: {size} bytes, bound {bound:.1}");
        }
    }
}

#[test]
fn five_hundred_of_a_hundred_thousand_keys_fit_into_600_bytes() {
    let mut draw = Draw(3);
    for _ in 0..100 {
        let set: NumberSet = draw.distinct(500, 100_000).into_iter().collect();
        assert!(size(&set, 100_000) <= 600.0);
    }
}

#[test]
fn the_simplest_sets_are_the_smallest() {
    let all: NumberSet = (0..10_000).collect();
    assert_eq!(NumberSet::default().encode(10_000).unwrap(), [0]);
    assert_eq!(
        all.encode(10_000).unwrap(),
        [1],
        "the complement of nothing"
    );
    let one: NumberSet = [7_777].into_iter().collect();
    assert_eq!(one.encode(10_000).unwrap().len(), 3);
}

#[test]
fn a_neighbourhood_costs_little_in_a_large_town() {
    let mut draw = Draw(4);
    let set: NumberSet = draw
        .distinct(60, 120)
        .into_iter()
        .map(|lock| 90_000 + lock)
        .collect();
    assert!(size(&set, 100_000) <= 24.0);
}

#[test]
fn a_full_circle_of_millions_neither_takes_memory_nor_time() {
    // Complement of nothing below 2^24, and of nothing in a run of 2^23.
    for bytes in [vec![1], vec![5, 0, 0x80, 0x80, 0x80, 4]] {
        let (set, _) = NumberSet::decode(&bytes, NUMBER_LIMIT).unwrap();
        assert!(set.count() >= 1 << 23);
        assert_eq!(set.encode(NUMBER_LIMIT).unwrap(), bytes);
    }
}

#[test]
fn a_number_at_the_bound_is_refused() {
    let set: NumberSet = [10].into_iter().collect();
    assert_eq!(set.encode(10), Err(Error::Number));
    assert_eq!(set.encode(NUMBER_LIMIT + 1), Err(Error::Number));
}

proptest! {
    #[test]
    fn every_set_survives(numbers in prop::collection::btree_set(0u32..3_000, 0..300), spare in 1u32..5_000) {
        let set: NumberSet = numbers.iter().copied().collect();
        let bound = set.last().map_or(0, |last| last + 1) + spare;
        let bytes = set.encode(bound).unwrap();
        let (read, used) = NumberSet::decode(&bytes, bound).unwrap();
        prop_assert_eq!(&read, &set);
        prop_assert_eq!(used, bytes.len());
        prop_assert_eq!(read.numbers().collect::<Vec<_>>(), numbers.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), bound in 0u32..=NUMBER_LIMIT) {
        if let Ok((set, used)) = NumberSet::decode(&bytes, bound) {
            prop_assert!(used <= bytes.len());
            prop_assert!(set.last().is_none_or(|last| last < bound));
            let _ = set.encode(bound).unwrap();
        }
    }

    #[test]
    fn a_limit_never_changes_the_form(numbers in prop::collection::btree_set(0u32..500, 0..80), limit in 0usize..100) {
        let set: NumberSet = numbers.into_iter().collect();
        let whole = set.encode(512).unwrap();
        let within = set.encode_within(512, limit).unwrap();
        prop_assert_eq!(within, (whole.len() <= limit).then_some(whole));
    }
}
