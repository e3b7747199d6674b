//! Prints how many response cases a second one core scores, JSON in and out.

#[path = "support/table.rs"]
mod table;

use coreset::tools::batch::score_stream;
use serde_json::{Map, Value};
use std::error::Error;
use std::io::sink;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let file: Value = serde_json::from_str(include_str!("../tests/vectors/response.json"))?;
    let cases = file.get("cases").and_then(Value::as_array);
    let cases = cases.ok_or("the vectors hold no cases")?;
    let mut once = String::new();
    for case in cases {
        let mut line = Map::new();
        for member in ["id", "population", "scale", "uln", "baseline", "followup"] {
            let value = case.get(member).ok_or("a case lacks a member")?;
            line.insert(member.to_owned(), value.clone());
        }
        once.push_str(&Value::from(line).to_string());
        once.push('\n');
    }
    let rounds = 1000;
    let input = once.repeat(rounds);
    let total = cases.len() * rounds;
    let mut best = 0.0_f64;
    for _ in 0..5 {
        let start = Instant::now();
        let bad = score_stream(input.as_bytes(), sink())?;
        let seconds = start.elapsed().as_secs_f64();
        if bad > 0 {
            return Err(format!("{bad} lines could not be scored").into());
        }
        let rate = total as f64 / seconds;
        println!("{rate:.0} cases a second ({total} in {seconds:.2} s)");
        best = best.max(rate);
    }
    table::at_least(
        "cases scored a second, JSON in and out",
        best,
        200_000.0,
        "1/s",
    );
    Ok(())
}
