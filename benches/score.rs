//! Prints how many response cases a second one core scores, JSON in and out.

use coreset::batch::score_stream;
use std::io::sink;
use std::time::Instant;

fn main() {
    let file: serde_json::Value =
        serde_json::from_str(include_str!("../tests/vectors/response.json")).expect("valid JSON");
    let mut once = String::new();
    let mut cases = 0_usize;
    for case in file["cases"].as_array().expect("a list of cases") {
        let mut line = serde_json::json!({ "id": case["id"] });
        for member in ["population", "scale", "uln", "baseline", "followup"] {
            line[member] = case[member].clone();
        }
        once.push_str(&line.to_string());
        once.push('\n');
        cases += 1;
    }
    let rounds = 1000;
    let input = once.repeat(rounds);
    for _ in 0..3 {
        let start = Instant::now();
        let bad = score_stream(input.as_bytes(), sink()).expect("a sink takes everything");
        let seconds = start.elapsed().as_secs_f64();
        assert_eq!(bad, 0, "every case can be scored");
        println!(
            "{:.0} cases a second ({} cases in {seconds:.2} s)",
            (cases * rounds) as f64 / seconds,
            cases * rounds
        );
    }
}
