//! What the batch scorer says of lines that it cannot score, and how it reads numbers.

use coreset::tools::batch::{score_line, score_stream, score_stream_on};
use serde_json::{Value, json};
use std::num::NonZeroUsize;

fn case() -> Value {
    json!({
        "id": "X",
        "population": "adult",
        "scale": {"vas_max": "10", "mmt_max": "80", "haq_max": "3", "extramuscular_max": "10"},
        "uln": {"ck": "200"},
        "baseline": {"phga": "1.1", "ptga": "5", "mmt": "60", "haq": "1.5", "extramuscular": "4", "enzymes": {"ck": "1000"}},
        "followup": {"phga": "0.6", "ptga": "5", "mmt": "60", "haq": "1.5", "extramuscular": "4", "enzymes": {"ck": "1000"}},
    })
}

fn with(path: &str, value: Value) -> Value {
    let mut case = case();
    let (parent, name) = path.rsplit_once('/').unwrap();
    case.pointer_mut(parent).unwrap()[name] = value;
    case
}

fn scored(case: &Value) -> Value {
    serde_json::from_str(&score_line(&case.to_string()).unwrap()).unwrap()
}

#[test]
fn wrong_values_are_named() {
    for (path, value, words) in [
        ("/followup/phga", json!("-0.1"), "followup.phga"),
        ("/followup/phga", json!("10.1"), "maximum of 10"),
        ("/baseline/mmt", json!(81), "baseline.mmt"),
        ("/baseline/haq", json!("3.125"), "baseline.haq"),
        ("/baseline/ptga", json!("five"), "baseline.ptga"),
        ("/baseline/ptga", json!(""), "baseline.ptga"),
        ("/baseline/ptga", json!([5]), "baseline.ptga"),
        ("/baseline/ptga", json!(true), "baseline.ptga"),
        (
            "/baseline/ptga",
            json!("1.00000000000000000000000000000000000000001"),
            "too many digits",
        ),
        ("/baseline/enzymes/ck", json!("-5"), "baseline.enzymes.ck"),
        ("/baseline/enzymes/ggt", json!("5"), "ggt"),
        (
            "/baseline/enzymes/ck",
            json!("9999999999999999999999999999999999999.5"),
            "too many digits",
        ),
        ("/uln/ck", json!("0"), "uln.ck"),
        ("/uln/ck", json!("-1"), "uln.ck"),
        ("/uln/ggt", json!("50"), "ggt"),
        ("/scale/vas_max", json!("0"), "scale.vas_max"),
        ("/scale/vas_max", Value::Null, "scale.vas_max"),
        ("/population", json!("child"), "child"),
        ("/population", Value::Null, "population"),
        ("/baseline", Value::Null, "baseline"),
        ("/weight", json!(62), "weight"),
        ("/aids", json!([]), "aids"),
        ("/instrument", json!("cdasi"), "cdasi"),
    ] {
        let error = score_line(&with(path, value.clone()).to_string()).unwrap_err();
        assert_eq!(error.id.as_deref(), Some("\"X\""), "{path} {value}");
        assert!(error.message.contains(words), "{path} {value}: {error}");
    }
}

#[test]
fn a_bad_line_stands_in_its_place() {
    let good = case().to_string();
    let unknown = with("/weight", json!(1)).to_string();
    let cut = "{\"id\": \"cut \\\"off\\\"\", \"population";
    let nameless = good.replace("\"id\":\"X\"", "\"id\":null");
    let input = format!("{good}\n\n{unknown}\nnot json\n{cut}\n{nameless}\n{good}");
    let mut bytes = input.into_bytes();
    bytes.extend(b"\n\xff\xfe\n");
    let mut output = Vec::new();
    assert_eq!(score_stream(bytes.as_slice(), &mut output).unwrap(), 5);
    let output = String::from_utf8(output).unwrap();
    let lines: Vec<Value> = output.lines().map(|l| l.parse().unwrap()).collect();
    let ids: Vec<_> = lines.iter().map(|line| line["id"].clone()).collect();
    let null = Value::Null;
    let expected = [
        json!("X"),
        json!("X"),
        null.clone(),
        json!("cut \"off\""),
        null.clone(),
        json!("X"),
        null,
    ];
    assert_eq!(ids, expected);
    let failed: Vec<_> = lines.iter().map(|line| line["error"].is_string()).collect();
    assert_eq!(failed, [false, true, true, true, true, false, true]);
}

#[test]
fn json_numbers_are_read_from_their_text() {
    // 1.1 - 0.6 is exactly 5 % of 10, which binary floating point puts above the edge.
    let numbers = with("/baseline/phga", json!(1.1));
    let numbers = numbers.to_string().replace("\"0.6\"", "6e-1");
    let result: Value = serde_json::from_str(&score_line(&numbers).unwrap()).unwrap();
    assert_eq!(result, scored(&case()));
    assert_eq!(result["tis"]["percent_of_range"]["phga"], "5");
    assert_eq!(result["tis"]["points"]["phga"], json!(0.0));
}

#[test]
fn without_a_limit_a_single_enzyme_counts_for_the_definition_only() {
    for uln in [Value::Null, json!({}), json!({"ck": null})] {
        let mut case = with("/uln", uln);
        case["followup"]["enzymes"]["ck"] = json!("500");
        let result = scored(&case);
        assert_eq!(result["enzyme_selected"], "ck");
        assert_eq!(result["doi"]["relative_percent"]["enzyme"], "50");
        assert_eq!(result["doi"]["missing"], json!([]));
        assert_eq!(result["tis"]["missing"], json!(["enzyme"]));
        assert_eq!(result["tis"]["total"], Value::Null);
        case["baseline"]["enzymes"]["ast"] = json!("50");
        assert_eq!(scored(&case)["enzyme_selected"], Value::Null);
    }
}

#[test]
fn two_centimetres_follow_the_scale() {
    let mitax = |now: &str| {
        let mut case = with("/scale/extramuscular_max", json!("1"));
        case["baseline"]["extramuscular"] = json!("0.10");
        case["followup"]["extramuscular"] = json!(now);
        scored(&case)["worsening"]["b_extramuscular2cm"].clone()
    };
    assert_eq!((mitax("0.29"), mitax("0.30")), (json!(false), json!(true)));
}

#[test]
fn questionnaires_refuse_what_does_not_belong() {
    let haq = |more: Value| {
        let mut line = json!({"id": 7, "instrument": "haq", "answers": {"dressing": [1, "2"]}});
        for (name, value) in more.as_object().unwrap() {
            line[name.as_str()] = value.clone();
        }
        score_line(&line.to_string())
    };
    let result: Value = haq(json!({})).unwrap().parse().unwrap();
    assert_eq!(
        (&result["id"], &result["categories_standard"]["dressing"]),
        (&json!(7), &json!(2))
    );
    assert_eq!(result["standard_min6"], Value::Null);
    for (more, words) in [
        (json!({"answers": {"dressing": [1]}}), "2"),
        (json!({"answers": {"dressing": [1, 4]}}), "dressing"),
        (json!({"answers": {"dressing": [1, 1.5]}}), "1.5"),
        (json!({"answers": {"sleeping": [1, 1]}}), "sleeping"),
        (json!({"answers": null}), "answers"),
        (json!({"aids": ["hoist"]}), "hoist"),
        (json!({"help": ["cane"]}), "cane"),
        (json!({"uln": {}}), "uln"),
    ] {
        let error = haq(more.clone()).unwrap_err();
        assert_eq!(error.id.as_deref(), Some("7"));
        assert!(error.message.contains(words), "{more}: {error}");
    }
    let rand = |answers: Value| {
        let line = json!({"id": "r", "instrument": "rand36", "answers": answers});
        score_line(&line.to_string())
    };
    assert!(rand(json!({"1": "5", "36": null})).is_ok());
    for (answers, words) in [
        (json!({"37": 1}), "37"),
        (json!({"0": 1}), "0"),
        (json!({"01": 1}), "01"),
        (json!({"3": 4}), "1 to 3"),
        (json!({"3": 0}), "1 to 3"),
    ] {
        let error = rand(answers.clone()).unwrap_err().message;
        assert!(error.contains(words), "{answers}: {error}");
    }
}

/// The case with CK 5 x ULN halved, both globals better by 40 % and strength the same.
fn halved() -> Value {
    let mut case = with("/baseline/phga", json!("5"));
    case["followup"] =
        json!({"phga": "3", "ptga": "3", "mmt": "60", "enzymes": {"ck": "500", "aldolase": "200"}});
    case
}

#[test]
fn an_enzyme_that_is_absent_was_not_measured_and_opens_nothing() {
    let result = scored(&halved());
    assert_eq!(result["enzyme_selected"], "ck");
    assert_eq!(result["doi"]["met"], true);
    assert!(result.get("open").is_none(), "{result}");
}

#[test]
fn an_enzyme_that_is_null_at_baseline_leaves_open_which_one_counts() {
    for (path, named) in [
        ("/baseline/enzymes", "Aldolase"),
        ("/uln", "the ULN of Aldolase"),
    ] {
        let mut case = halved();
        if path == "/uln" {
            case["baseline"]["enzymes"]["aldolase"] = json!("10");
        }
        case.pointer_mut(path).unwrap()["aldolase"] = Value::Null;
        let result = scored(&case);
        assert!(result["enzyme_selected"].is_null(), "{result}");
        assert!(result["doi"]["met"].is_null(), "{result}");
        assert!(result["doi_zero_unevaluable"]["met"].is_null(), "{result}");
        assert!(result["registered_literal"]["met"].is_null(), "{result}");
        assert_eq!(result["doi"]["n_improved"], 2);
        assert_eq!(
            result["doi"]["missing"],
            json!(["haq", "enzyme", "extramuscular"])
        );
        assert_eq!(result["tis"]["bounds"]["low"], 20.0);
        assert!(result["tis"]["total"].is_null() && result["tis"]["category"].is_null());
        let open = result["open"].as_str().unwrap();
        assert!(
            open.contains("not decided") && open.ends_with(named),
            "{open}"
        );
        // The other members are those of every result, in their order, and `open` is the last.
        let names: Vec<&String> = result.as_object().unwrap().keys().collect();
        let mut wanted: Vec<String> = scored(&halved())
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect();
        wanted.push("open".to_owned());
        assert_eq!(names.len(), wanted.len());
        assert!(names.iter().all(|name| wanted.contains(name)), "{names:?}");
    }
}

#[test]
fn what_every_choice_agrees_on_is_decided_though_an_enzyme_is_null() {
    // Aldolase came as null and is not there at follow-up; three others improved.
    let mut case = halved();
    case["baseline"]["enzymes"]["aldolase"] = Value::Null;
    case["followup"]["haq"] = json!("1");
    let result = scored(&case);
    assert_eq!(result["doi"]["met"], true);
    assert!(result["tis"]["total"].is_null(), "{result}");
    assert!(result.get("open").is_some());
    // A limit that is null of an enzyme that cannot overtake opens nothing.
    let mut case = halved();
    case["baseline"]["enzymes"]["ldh"] = json!("0");
    case["uln"]["ldh"] = Value::Null;
    let result = scored(&case);
    assert_eq!(result["enzyme_selected"], "ck");
    assert!(result.get("open").is_none(), "{result}");
}

#[test]
fn worsening_of_six_is_null_while_the_enzyme_decides() {
    let mut case = halved();
    case["followup"]["phga"] = json!("6.5");
    case["followup"]["ptga"] = json!("6.5");
    case["baseline"]["enzymes"]["aldolase"] = Value::Null;
    let worsening = &scored(&case)["worsening"];
    assert_eq!(worsening["n_of_5_worse30"], 2);
    assert!(
        worsening["n_of_6_worse30"].is_null() && worsening["met_3of6"].is_null(),
        "{worsening}"
    );
    assert_eq!(worsening["met_3of5"], false);
}

/// Scores bytes as a file; returns how many lines were bad, and the results.
fn stream(input: &[u8]) -> (usize, Vec<Value>) {
    let mut output = Vec::new();
    let bad = score_stream(input, &mut output).unwrap();
    let output = String::from_utf8(output).unwrap();
    (
        bad,
        output.lines().map(|line| line.parse().unwrap()).collect(),
    )
}

fn error_of(line: &Value) -> &str {
    line["error"].as_str().unwrap()
}

#[test]
fn a_key_that_stands_twice_is_refused_at_every_depth_with_its_path_and_line() {
    let good = case().to_string();
    for (from, to, path, id) in [
        (
            "\"phga\":\"1.1\"",
            "\"phga\":\"1.1\",\"phga\":\"9\"",
            "baseline.phga",
            json!("X"),
        ),
        (
            "\"ck\":\"200\"",
            "\"ck\":\"200\",\"\\u0063k\":\"200\"",
            "uln.ck",
            json!("X"),
        ),
        (
            "\"ck\":\"1000\"",
            "\"ck\":\"1000\",\"ck\":null",
            "baseline.enzymes.ck",
            json!("X"),
        ),
        (
            "\"id\":\"X\"",
            "\"id\":\"X\",\"id\":\"Y\"",
            "id",
            Value::Null,
        ),
        (
            "\"id\":\"X\"",
            "\"id\":\"X\",\"note\":[0,{\"a\":{\"b\":1,\"b\":1}}]",
            "note[1].a.b",
            json!("X"),
        ),
        (
            "\"id\":\"X\"",
            "\"id\":\"X\",\"expected\":{\"x\":1,\"x\":1}",
            "expected.x",
            json!("X"),
        ),
    ] {
        let twice = good.replacen(from, to, 1);
        assert_ne!(twice, good);
        let (bad, lines) = stream(format!("{good}\n\n{twice}\n{good}\n").as_bytes());
        assert_eq!((bad, lines.len()), (1, 3), "{path}");
        let error = error_of(&lines[1]);
        let words = format!("`{path}` stands twice");
        assert!(
            error.starts_with("line 3, column ") && error.contains(&words),
            "{error}"
        );
        assert_eq!(lines[1]["id"], id, "{path}");
        assert_eq!(lines[0], lines[2]);
    }
    let answers =
        "{\"id\":1,\"instrument\":\"haq\",\"answers\":{\"dressing\":[1,1],\"dressing\":[0,0]}}";
    let (bad, lines) = stream(answers.as_bytes());
    assert!(bad == 1 && error_of(&lines[0]).contains("`answers.dressing` stands twice"));
}

#[test]
fn one_byte_order_mark_at_the_start_is_skipped_and_no_other() {
    let good = case().to_string();
    let (bad, one) = stream(format!("\u{feff}{good}\r\n{good}").as_bytes());
    assert_eq!((bad, one.len()), (0, 2));
    assert_eq!(stream("\u{feff}\n".as_bytes()), (0, Vec::new()));
    for input in [
        format!("\u{feff}\u{feff}{good}\n"),
        format!("{good}\n\u{feff}{good}\n"),
    ] {
        let (bad, lines) = stream(input.as_bytes());
        let error = error_of(lines.last().unwrap());
        assert!(bad == 1 && error.contains("byte order mark"), "{error}");
        assert!(error.contains("column 1: "), "{error}");
    }
}

#[test]
fn a_line_of_more_than_64_kib_is_refused_by_its_number_and_the_rest_goes_on() {
    let mut good = case();
    good["note"] = json!("");
    let short = good.to_string().len();
    let of = |bytes: usize| {
        let mut case = good.clone();
        case["note"] = json!("n".repeat(bytes - short));
        case.to_string()
    };
    let (most, more) = (of(64 << 10), of((64 << 10) + 1));
    for end in ["\n", "\r\n"] {
        let huge = "x".repeat(3 << 20);
        let input = [&most, &more, &huge, &most, &more, ""]
            .map(str::to_owned)
            .join(end);
        let (bad, lines) = stream(input.as_bytes());
        let bad_lines: Vec<bool> = lines
            .iter()
            .map(|line| line.get("error").is_some())
            .collect();
        assert_eq!((bad, bad_lines), (3, vec![false, true, true, false, true]));
        assert!(error_of(&lines[1]).starts_with("line 2: the line is longer than 64 KiB"));
        assert!(error_of(&lines[4]).starts_with("line 5: "));
    }
    // Blanks are no line that may be as long as they like.
    let (bad, lines) = stream(" ".repeat(1 << 20).as_bytes());
    assert!(bad == 1 && error_of(&lines[0]).starts_with("line 1: "));
}

#[test]
fn what_cannot_be_read_is_named_by_line_and_column() {
    let (bad, lines) = stream(b"{\"id\": 1}\n{\"id\":\"\xc3\xa9\xff\"}\n{\"id\": 1,}\n");
    assert_eq!((bad, lines.len()), (3, 3));
    assert!(error_of(&lines[1]).starts_with("line 2, column 9: the line is not UTF-8"));
    let broken = error_of(&lines[2]);
    assert!(
        broken.starts_with("line 3, column 10: the line cannot be read: "),
        "{broken}"
    );
    assert!(!broken.contains("at line 1"), "{broken}");
}

#[test]
fn null_in_the_place_of_enzymes_is_null_for_each_of_them() {
    let each = json!({"ck": null, "aldolase": null, "ldh": null, "ast": null, "alt": null});
    for (path, value) in [
        ("/baseline/enzymes", &each),
        ("/followup/enzymes", &each),
        ("/uln", &each),
    ] {
        let result = |value: Value| {
            let mut case = halved();
            let (parent, name) = path.rsplit_once('/').unwrap();
            case.pointer_mut(parent).unwrap()[name] = value;
            scored(&case)
        };
        assert_eq!(result(Value::Null), result(value.clone()), "{path}");
    }
    let mut case = halved();
    case["baseline"]["enzymes"] = Value::Null;
    let open = scored(&case);
    assert!(
        open["open"].as_str().unwrap().contains("not decided"),
        "{open}"
    );
    assert!(open["doi"]["met"].is_null(), "{open}");
    // What is absent was not measured.
    case["baseline"].as_object_mut().unwrap().remove("enzymes");
    assert!(scored(&case).get("open").is_none());
}

#[test]
fn the_results_are_the_same_and_in_order_on_any_number_of_threads() {
    let good = case().to_string();
    let mut input = String::new();
    // Several parts, of which each thread gets some, with blank and bad lines between.
    for number in 0..2_000 {
        input += &good.replace("\"id\":\"X\"", &format!("\"id\":{number}"));
        input += ["\n", "\n\n", "\nnot json\n"][number % 3];
    }
    assert!(input.len() > 5 * 128 * 1024, "{}", input.len());
    let on = |threads: usize| {
        let mut output = Vec::new();
        let threads = NonZeroUsize::new(threads).unwrap();
        let bad = score_stream_on(threads, input.as_bytes(), &mut output).unwrap();
        (bad, String::from_utf8(output).unwrap())
    };
    let alone = on(1);
    assert_eq!(alone.0, 666);
    let ids = alone.1.lines().map(|line| line.parse::<Value>().unwrap());
    let ids: Vec<u64> = ids.filter_map(|line| line["id"].as_u64()).collect();
    assert_eq!(ids, (0..2_000).collect::<Vec<_>>());
    for threads in [2, 3, 8] {
        assert!(on(threads) == alone, "{threads} threads");
    }
}

/// A writer that takes nothing.
struct Full;

impl std::io::Write for Full {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("no space"))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_that_fails_ends_the_scoring_on_any_number_of_threads() {
    let input = format!("{}\n", case()).repeat(4_000);
    for threads in [1, 4] {
        let threads = NonZeroUsize::new(threads).unwrap();
        let failed = score_stream_on(threads, input.as_bytes(), Full).unwrap_err();
        assert_eq!(failed.to_string(), "no space");
    }
}
