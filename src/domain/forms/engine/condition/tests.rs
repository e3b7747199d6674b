use super::*;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::FieldKind;
use crate::domain::sample::{cells, choice, decimal, field, form, kilograms, lab, limit, number};
use proptest::prelude::*;

fn below(other: &str) -> Comparison {
    Comparison::Below(Against::Field(other.into()))
}

fn above(other: &str) -> Comparison {
    Comparison::Above(Against::Field(other.into()))
}

/// A form whose last field is asked where a number lies on one side of another.
fn asking(other: &str, compared: Comparison) -> Instrument {
    let mut asked = field("asked", choice("yes-no"));
    asked.visible_when = Some(Condition {
        field: other.into(),
        is: Vec::new(),
        compared: Some(compared),
        missing: false,
    });
    let fields = vec![
        field("unit", choice("unit")),
        field("ck", lab(Some("ck.uln"), "10", "20000")),
        field("ck.uln", limit("100", "500")),
        field("weight", kilograms(1, "20", "300")),
        asked,
    ];
    form("condition", None, fields)
}

fn is_asked(form: &Instrument, answers: &[(&str, Answer)]) -> bool {
    let field = form.field("asked").unwrap();
    hold(form, &cells(answers), field, &|_| true)
}

fn enzyme(text: &str, unit: &str) -> Answer {
    match text.strip_prefix('<') {
        Some(text) => Answer::Value {
            value: Value::Below(decimal(text)),
            unit: Some(unit.to_owned()),
        },
        None => Answer::number(decimal(text), Some(unit)),
    }
}

#[test]
fn a_number_is_compared_with_a_limit_and_one_that_is_equal_lies_on_neither_side() {
    let forty = Against::Number(decimal("40"));
    let hot = asking("weight", Comparison::Above(forty.clone()));
    let cold = asking("weight", Comparison::Below(forty));
    for (kg, is_above, is_below) in [
        ("39.9", false, true),
        ("40", false, false),
        ("40.0", false, false),
        ("40.1", true, false),
    ] {
        assert_eq!(is_asked(&hot, &[("weight", number(kg))]), is_above, "{kg}");
        assert_eq!(is_asked(&cold, &[("weight", number(kg))]), is_below, "{kg}");
    }
    // What is not known yet, or is missing, leaves it open.
    for form in [&hot, &cold] {
        assert!(!is_asked(form, &[]));
        assert!(!is_asked(form, &[("weight", Answer::missing("refused"))]));
    }
}

#[test]
fn a_result_is_compared_with_its_limit_whatever_units_they_were_entered_in() {
    let raised = asking("ck", above("ck.uln"));
    let lowered = asking("ck", below("ck.uln"));
    for (ck, uln, is_above, is_below) in [
        (("200", "U/L"), Some(("170", "U/L")), true, false),
        (("150", "U/L"), Some(("170", "U/L")), false, true),
        // 1 ukat/L is exactly 60 U/L.
        (("3", "ukat/L"), Some(("180", "U/L")), false, false),
        (("3.001", "ukat/L"), Some(("180", "U/L")), true, false),
        (("179.9", "U/L"), Some(("3", "ukat/L")), false, true),
        // Of a result below quantification only what is sure is said.
        (("<170", "U/L"), Some(("170", "U/L")), false, true),
        (("<171", "U/L"), Some(("170", "U/L")), false, false),
        (("200", "U/L"), None, false, false),
    ] {
        let mut answers = vec![("ck", enzyme(ck.0, ck.1))];
        answers.extend(uln.map(|uln| ("ck.uln", enzyme(uln.0, uln.1))));
        assert_eq!(
            is_asked(&raised, &answers),
            is_above,
            "{ck:?} above {uln:?}"
        );
        assert_eq!(
            is_asked(&lowered, &answers),
            is_below,
            "{ck:?} below {uln:?}"
        );
    }
}

#[test]
fn both_fields_of_a_comparison_decide_and_must_be_asked_themselves() {
    let mut form = asking("ck", above("ck.uln"));
    let answers = [
        ("unit", Answer::code("U/L")),
        ("ck", enzyme("200", "U/L")),
        ("ck.uln", enzyme("170", "U/L")),
    ];
    assert!(is_asked(&form, &answers));
    let limit = form.sections[0].fields.iter_mut();
    let limit = limit.filter(|field| field.id.as_str() == "ck.uln");
    for field in limit {
        field.visible_when = Some(Condition {
            field: "unit".into(),
            is: vec!["ukat/L".to_owned()],
            compared: None,
            missing: false,
        });
    }
    assert!(!is_asked(&form, &answers));
    let condition = form.field("asked").unwrap().visible_when.clone().unwrap();
    let fields: Vec<&str> = condition.fields().map(FieldId::as_str).collect();
    assert_eq!(fields, ["ck", "ck.uln"]);
}

proptest! {
    #[test]
    fn a_comparison_holds_just_where_the_exact_numbers_lie_so(
        here in 0_u32..40_000, there in 1_u32..40_000,
        in_katal in any::<bool>(), limit_in_katal in any::<bool>(),
    ) {
        let unit = |katal| if katal { "ukat/L" } else { "U/L" };
        // Three decimals, as a laboratory result has them.
        let number = |tenths: u32| Decimal::new(i64::from(tenths), 3);
        let exact = |tenths: u32, katal: bool| {
            let factor = Exact::from(if katal { 60_u32 } else { 1 });
            Exact::from_decimal(number(tenths)).times(factor).unwrap()
        };
        let answers = [
            ("ck", Answer::number(number(here), Some(unit(in_katal)))),
            ("ck.uln", Answer::number(number(there), Some(unit(limit_in_katal)))),
        ];
        let (own, other) = (exact(here, in_katal), exact(there, limit_in_katal));
        prop_assert_eq!(is_asked(&asking("ck", above("ck.uln")), &answers), own > other);
        prop_assert_eq!(is_asked(&asking("ck", below("ck.uln")), &answers), own < other);
    }
}

#[test]
fn a_kind_that_holds_no_number_is_never_compared() {
    let form = asking("unit", below("ck.uln"));
    let answers = [
        ("unit", Answer::code("U/L")),
        ("ck.uln", enzyme("170", "U/L")),
    ];
    assert!(!is_asked(&form, &answers));
    assert!(matches!(
        form.field("unit").unwrap().kind,
        FieldKind::Choice { .. }
    ));
}
