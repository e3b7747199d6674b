//! A trial of thirty participants by keys, and beside it a tally of what was done to whom, with which every count is compared.

mod acts;
mod amended;
mod clinic;
mod compare;
mod donor;
mod script;
mod tally;

use clinic::{Clinic, nobody_yet};

#[test]
fn every_count_of_a_trial_of_thirty_is_that_of_the_tally() {
    let mut clinic = Clinic::new(nobody_yet());
    for part in [
        script::begin,
        script::first_weeks,
        script::middle,
        script::end,
    ] {
        part(&mut clinic);
        compare::flow(&mut clinic);
    }
    compare::everything(&mut clinic);
    compare::exports(&mut clinic);
}
