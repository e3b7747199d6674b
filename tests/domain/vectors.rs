//! Every case of the vector files through the batch scorer, the whole result compared exactly.

// Tests say what they expect in the shortest way.

use coreset::tools::batch::score_stream;
use serde_json::{Value, json};

fn cases(file: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(file).unwrap();
    file["cases"].as_array().unwrap().clone()
}

fn check(file: &str, members: &[&str], instrument: Option<&str>, least: usize) {
    let cases = cases(file);
    assert!(cases.len() >= least, "only {} cases", cases.len());
    let mut input = String::new();
    for case in &cases {
        let mut line = json!({ "id": case["id"] });
        if let Some(instrument) = instrument {
            line["instrument"] = json!(instrument);
        }
        for member in members {
            line[*member] = case[*member].clone();
        }
        input.push_str(&line.to_string());
        input.push('\n');
    }
    let mut output = Vec::new();
    assert_eq!(score_stream(input.as_bytes(), &mut output).unwrap(), 0);
    let output = String::from_utf8(output).unwrap();
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines.len(), cases.len());
    for (case, line) in cases.iter().zip(lines) {
        let mut expected = json!({ "id": case["id"] });
        for (name, value) in case["expected"].as_object().unwrap() {
            expected[name.as_str()] = value.clone();
        }
        let got: Value = serde_json::from_str(line).unwrap();
        assert_eq!(got, expected, "{}", case["note"]);
        // The members also come in the order of the vectors, and points as 7.5 or 0.0.
        assert_eq!(got.to_string(), expected.to_string());
    }
}

#[test]
fn response_vectors() {
    let members = ["population", "scale", "uln", "baseline", "followup"];
    check(include_str!("../vectors/response.json"), &members, None, 86);
}

#[test]
fn haq_vectors() {
    let members = ["answers", "aids", "help"];
    check(
        include_str!("../vectors/haq.json"),
        &members,
        Some("haq"),
        19,
    );
}

#[test]
fn rand36_vectors() {
    let file = include_str!("../vectors/rand36.json");
    check(file, &["answers"], Some("rand36"), 12);
}
