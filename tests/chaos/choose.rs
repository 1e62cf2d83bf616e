//! Which operations of the reference sync are made to fail, and how.

use std::collections::BTreeMap;

use crosswalk_faults::{Fault, Point, Stage};

use crosswalk_sandbox::random::Random;

use crate::case::{Case, Phase};
use crate::sweep::Reference;

/// How many operations fail one after the other: a stumble, some bad luck, and trouble that lasts until it is mended.
const TIMES: [u64; 3] = [1, 4, 1_000_000];

/// Every n, each with another fault and another length of trouble in each round; then the process is ended at every n
/// that a round passes.
pub fn every(reference: &Reference, rounds: u64) -> Vec<Case> {
    let mut cases = Vec::new();
    for (phase, seen) in &reference.phases {
        for round in 0..rounds {
            for (n, (_, point)) in (1u64..).zip(seen) {
                cases.push(nth(*phase, n, *point, n + round));
            }
            // Another third of all operations in each round.
            for n in (1..=seen.len() as u64).filter(|n| n % 3 == round % 3) {
                cases.push(Case::nth(*phase, n, 1, Fault::Kill));
            }
        }
    }
    cases
}

/// A few of each stage and operation: the first, and one in the middle; an end of the process, and an error.
pub fn sample(reference: &Reference, each: u64) -> Vec<Case> {
    let mut cases = Vec::new();
    for (phase, seen) in &reference.phases {
        let mut places: BTreeMap<(Stage, &str), Vec<(u64, Point)>> = BTreeMap::new();
        for (n, (stage, point)) in (1u64..).zip(seen) {
            places.entry((*stage, point.kind())).or_default().push((n, *point));
        }
        for (turn, list) in (0u64..).zip(places.values()) {
            for take in 0..each {
                let (n, point) =
                    list[(list.len() * (2 * take as usize + 1) / (2 * each as usize)).min(list.len() - 1)];
                cases.push(Case::nth(*phase, n, 1, Fault::Kill));
                cases.push(nth(*phase, n, point, turn + take));
            }
        }
    }
    cases
}

/// In an order in which any part is of all stages and faults, the same one each time.
pub fn mixed(mut cases: Vec<Case>) -> Vec<Case> {
    let mut random = Random::new(cases.len() as u64);
    for at in (1..cases.len()).rev() {
        cases.swap(at, random.below(at + 1));
    }
    cases
}

/// The n-th operation with one of the faults that can happen to it.
fn nth(phase: Phase, n: u64, point: Point, turn: u64) -> Case {
    let errors = point.faults().iter().copied().filter(|fault| *fault != Fault::Kill);
    let mut errors: Vec<Fault> = errors.collect();
    errors.extend([Fault::Clock(600), Fault::Clock(-600)]);
    let fault = errors[(turn % errors.len() as u64) as usize];
    let times = TIMES[((turn / errors.len() as u64 + n) % TIMES.len() as u64) as usize];
    let times = if matches!(fault, Fault::Clock(_)) { 1 } else { times };
    Case::nth(phase, n, times, fault)
}
