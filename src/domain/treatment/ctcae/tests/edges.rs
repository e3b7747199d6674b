use super::*;

/// The lower limit of normal, and results with their grades: the last of one grade and the first of the next, as the table of
/// the CTCAE has them. The upper limit of normal is 200.
const EDGES: &[(Term, &str, &str)] = &[
    (
        Term::Anemia,
        "150",
        "150:0 149.9:1 100:1 99.9:2 80:2 79.9:3 1:3",
    ),
    (
        Term::WhiteBloodCellDecreased,
        "3.5",
        "3.5:0 3.49:1 3:1 2.99:2 2:2 1.99:3 1:3 0.99:4",
    ),
    (
        Term::NeutrophilCountDecreased,
        "1.8",
        "1.8:0 1.79:1 1.5:1 1.49:2 1:2 0.99:3 0.5:3 0.49:4",
    ),
    (
        Term::LymphocyteCountDecreased,
        "1.1",
        "1.1:0 1.09:1 0.8:1 0.79:2 0.5:2 0.49:3 0.2:3 0.19:4",
    ),
    (
        Term::PlateletCountDecreased,
        "125",
        "125:0 124:1 75:1 74:2 50:2 49:3 25:3 24:4",
    ),
    (
        Term::Hypoalbuminemia,
        "40",
        "40:0 39.9:1 30:1 29.9:2 20:2 19.9:3",
    ),
    (
        Term::Hypoglycemia,
        "3.9",
        "3.9:0 3.89:1 3:1 2.99:2 2.2:2 2.19:3 1.7:3 1.69:4",
    ),
    (Term::Hypokalemia, "3.5", "3.5:0 3:1 2.99:3 2.5:3 2.49:4"),
    (
        Term::HemoglobinIncreased,
        "150",
        "200:0 200.1:1 220:1 220.1:2 240:2 240.1:3",
    ),
    (Term::Leukocytosis, "150", "100:0 100.1:3"),
    (
        Term::LymphocyteCountIncreased,
        "150",
        "4:0 4.1:2 20:2 20.1:3",
    ),
    (
        Term::AltIncreased,
        "150",
        "200:0 201:1 600:1 601:2 1000:2 1001:3 4000:3 4001:4",
    ),
    (
        Term::AstIncreased,
        "150",
        "200:0 201:1 600:1 601:2 1000:2 1001:3 4000:3 4001:4",
    ),
    (
        Term::GgtIncreased,
        "150",
        "200:0 201:1 500:1 501:2 1000:2 1001:3 4000:3 4001:4",
    ),
    (
        Term::BloodBilirubinIncreased,
        "150",
        "200:0 201:1 300:1 301:2 600:2 601:3 2000:3 2001:4",
    ),
    (
        Term::CpkIncreased,
        "150",
        "200:0 201:1 500:1 501:2 1000:2 1001:3 2000:3 2001:4",
    ),
    (Term::BloodLdhIncreased, "150", "200:0 201:1 20000:1"),
    (
        Term::CreatinineIncreased,
        "150",
        "200:0 201:1 300:1 301:2 600:2 601:3 1200:3 1201:4",
    ),
    (Term::Fever, "36", "37.9:0 38:1 39:1 39.1:2 40:2 40.1:3"),
];

#[test]
fn each_limit_has_its_two_sides() {
    for (term, lln, results) in EDGES {
        for (result, grade) in results.split(' ').filter_map(|pair| pair.split_once(':')) {
            let findings = Findings {
                uln: Some(exact("200")),
                symptoms: Some(false),
                over_24_hours: Some(false),
                ..with_lln(result, lln)
            };
            assert_eq!(told(*term, findings), grade, "{term:?} {result}");
        }
    }
    let potassium = ["5.3", "5.31", "5.5", "5.51", "6", "6.01", "7", "7.01"];
    let grades = potassium.map(|result| told(Term::Hyperkalemia, with_uln(result, "5.3")));
    assert_eq!(grades, ["0", "1", "1", "2", "2", "3", "3", "4"]);
    let abnormal =
        |term: Term, result: &str| told(term, with_baseline(value(result), "100", Some(true)));
    let alt = ["300", "301", "500", "501", "2000", "2001"];
    let grades = alt.map(|result| abnormal(Term::AstIncreased, result));
    assert_eq!(grades, ["1", "2", "2", "3", "3", "4"]);
    let ggt = ["250", "251", "500", "501", "2000", "2001"];
    let grades = ggt.map(|result| abnormal(Term::GgtIncreased, result));
    assert_eq!(grades, ["1", "2", "2", "3", "3", "4"]);
    let bilirubin = ["150", "151", "300", "301", "1000", "1001"];
    let grades = bilirubin.map(|result| abnormal(Term::BloodBilirubinIncreased, result));
    assert_eq!(grades, ["1", "2", "2", "3", "3", "4"]);
}
