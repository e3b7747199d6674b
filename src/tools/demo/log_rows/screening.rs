//! The form of eligibility: most are eligible, some fail, and one takes part as an exception.

use super::{Person, Texts, month, own, shift, tenths, texts, whole};
use crate::domain::record::participant::{Diagnosis, Sex};
use crate::tools::demo::draw::Draw;
use crate::tools::demo::story::Story;
use chrono::{Datelike, NaiveDate};

/// Age from which no woman of the generator can become pregnant.
const MENOPAUSE: i32 = 51;
/// Largest multiple of the limit that a transaminase is entered with, thousandths; above it muscle is the cause.
const FROM_MUSCLE: i64 = 1900;

/// What screening found.
pub(super) struct Screened {
    /// The form of eligibility.
    pub(super) texts: Texts,
    /// Code of the immunosuppressant.
    pub(super) immunosuppressant: &'static str,
    /// Since when its dose is stable.
    pub(super) stable_since: NaiveDate,
}

pub(super) fn screen(person: &Person<'_>, draw: &mut Draw) -> Screened {
    let who = person.who;
    let day = who.enrolled_on;
    let immunosuppressant = draw
        .pick(&[
            "methotrexate",
            "azathioprine",
            "cyclosporine",
            "tacrolimus",
            "mycophenolate",
        ])
        .copied()
        .unwrap_or("methotrexate");
    let stable_since = shift(day, -draw.between(130, 300));
    let earlier = shift(stable_since, -draw.between(30, 900));
    let exception = person.story == Story::Gaps;
    let (biologic, ended) = if exception {
        ("rituximab", whole(shift(day, -100)))
    } else if draw.chance(25) {
        ("rituximab", month(shift(day, -draw.between(260, 900))))
    } else {
        ("none", String::new())
    };
    let fertile = who.sex == Sex::Female && day.year() - who.birth_year < MENOPAUSE;
    let yes = |is: bool| own(if is { "y" } else { "n" });
    let failed = |when: bool| own(if when { "positive" } else { "negative" });
    // The classes by the items of Bohan and Peter: with a rash 3 muscle items are definite, 2 probable.
    let class = match who.diagnosis {
        Diagnosis::Amyopathic => "amyopathic",
        Diagnosis::Dermatomyositis if draw.chance(60) => "definite",
        Diagnosis::Dermatomyositis => "probable",
    };
    let result = if draw.chance(80) {
        "failed"
    } else {
        "not-tolerated"
    };
    let (dose, unit) = dose(immunosuppressant);
    let has_another = who.birth_year.rem_euclid(4) == 0;
    let mut form = texts([
        ("consent", yes(true)),
        ("consent-by", own("participant")),
        ("consent-date", whole(day)),
        ("in.age", yes(true)),
        ("in.diagnosis", yes(true)),
        ("bp-weakness", yes(class != "amyopathic")),
        ("bp-biopsy", own("u")),
        ("bp-enzymes", yes(class != "amyopathic")),
        (
            "bp-emg",
            own(match class {
                "definite" => "y",
                "amyopathic" => "n",
                _ => "u",
            }),
        ),
        ("bp-rash", yes(true)),
        ("diagnosis-class", own(class)),
        ("in.refractory", yes(true)),
        ("in.glucocorticoid", yes(true)),
        ("in.washout", yes(!exception)),
        ("immunosuppressant", own(immunosuppressant)),
        ("immunosuppressant-unit", own(unit)),
        ("immunosuppressant-dose", own(dose)),
        ("immunosuppressant-start", month(earlier)),
        ("stable-since", whole(stable_since)),
        ("treatment-result", own(result)),
        ("intolerance", own("side-effects")),
        ("immunosuppressant-more", yes(has_another)),
        ("immunosuppressant.2", own("cyclophosphamide")),
        ("immunosuppressant-unit.2", own("mg/day")),
        ("immunosuppressant-dose.2", own("100")),
        ("immunosuppressant-start.2", month(shift(earlier, -400))),
        ("stable-since.2", month(shift(earlier, -400))),
        ("treatment-result.2", own("neither")),
        ("immunosuppressant-more.2", yes(false)),
        ("biologic", own(biologic)),
        ("biologic-end", ended),
        ("weight", tenths(person.disease.weight.base())),
        ("scores", yes(false)),
        ("hbsag", failed(false)),
        ("hcv", failed(person.fails)),
        ("ppd", failed(person.fails)),
        ("tspot", failed(person.fails)),
        ("sputum", own("not-taken")),
        ("tb-treated", yes(false)),
        ("unit", own("U/L")),
        ("ast.uln", own("40")),
        ("alt.uln", own("45")),
        ("nyha", own("none")),
        ("lvef", own("62")),
        ("qtcf", own("418")),
        ("unit.creatinine", own("umol/L")),
        ("creatinine", own("61")),
        ("unit.haemoglobin", own("g/L")),
        ("haemoglobin", own("134")),
        ("unit.cells", own("10^9/L")),
        ("neutrophils", own("4.10")),
        ("platelets", own("236")),
        ("childbearing", yes(fertile)),
        ("pregnant", yes(false)),
        ("lactating", yes(false)),
        ("contraception", yes(true)),
    ]);
    for criterion in [
        "ex.rheumatic",
        "ex.myopathy",
        "ex.liver",
        "ex.biliary",
        "ex.renal",
        "ex.cardiac",
        "ex.blood",
        "ex.endocrine",
        "ex.infection",
        "ex.hepatitis",
        "ex.tuberculosis",
        "ex.tb-treated",
        "ex.tumour",
        "ex.pregnancy",
        "ex.allergy",
        "ex.mental",
    ] {
        let excludes = matches!(criterion, "ex.hepatitis" | "ex.tuberculosis");
        form.insert(criterion, yes(person.fails && excludes));
    }
    for (enzyme, limit) in [("ast", 40), ("alt", 45)] {
        form.insert(enzyme, transaminase(person, enzyme, limit));
    }
    if exception {
        form.insert("exception", yes(true));
        let reason = "synthetic: washout cut short by a flare, agreed with the sponsor";
        form.insert("exception-reason", own(reason));
    }
    Screened {
        texts: form,
        immunosuppressant,
        stable_since,
    }
}

/// Returns a usual dose for adults, with its unit.
fn dose(immunosuppressant: &str) -> (&'static str, &'static str) {
    match immunosuppressant {
        "azathioprine" => ("100", "mg/day"),
        "cyclosporine" => ("200", "mg/day"),
        "tacrolimus" => ("2", "mg/day"),
        "mycophenolate" => ("2000", "mg/day"),
        _ => ("15", "mg/week"),
    }
}

/// Returns a result in U/L, or why there is none that counts.
fn transaminase(person: &Person<'_>, enzyme: &str, limit: i64) -> String {
    let known = person.disease.enzymes.iter().find(|(id, _)| *id == enzyme);
    match known.map(|(_, track)| track.base()) {
        Some(multiple) if multiple <= FROM_MUSCLE => (multiple * limit / 1000).to_string(),
        _ => own("!other"),
    }
}
