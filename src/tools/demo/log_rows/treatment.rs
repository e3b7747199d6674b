//! Medications and infusions: the glucocorticoid as the visits found it, one immunosuppressant, abatacept.

use super::screening::Screened;
use super::{Held, Person, Texts, month, own, shift, tenths, texts, whole};
use crate::domain::base::ratio::Exact;
use crate::tools::demo::draw::Draw;
use crate::tools::demo::story::Story;
use rust_decimal::Decimal;

/// Infusions of the rich story that were interrupted and left out, counted from 0.
pub(super) const INTERRUPTED: usize = 2;
pub(super) const LEFT_OUT: usize = 3;

pub(super) fn medications(person: &Person<'_>, screened: &Screened, draw: &mut Draw) -> Vec<Texts> {
    let mut rows = glucocorticoid(person, draw);
    rows.push(immunosuppressant(screened));
    if screened.immunosuppressant == "methotrexate" {
        rows.push(other(
            "folic acid",
            "5",
            "mg",
            "weekly",
            &screened.stable_since.format("%Y").to_string(),
        ));
    }
    if draw.chance(70) {
        let since = month(shift(person.who.enrolled_on, -draw.between(60, 700)));
        rows.push(other("colecalciferol", "1000", "IU", "once-daily", &since));
    }
    if person.story == Story::Worse
        && let Some(visit) = person.held.get(3)
    {
        let day = whole(shift(visit.date, 2).min(person.today));
        let mut pulse = course("500", "once", &day);
        pulse.insert("glucocorticoid", own("methylprednisolone"));
        pulse.insert("route", own("iv"));
        pulse.insert("pulse", own("y"));
        ended(&mut pulse, day, "finished");
        rows.push(pulse);
    }
    rows
}

/// One row for each dose: from the day on which a visit found it until the day before the next one.
fn glucocorticoid(person: &Person<'_>, draw: &mut Draw) -> Vec<Texts> {
    let base = person.held.first().map_or_else(
        || (person.disease.prednisone.base() + 24) / 25 * 25,
        |visit| visit.dose,
    );
    let since = month(shift(person.who.enrolled_on, -draw.between(60, 200)));
    let mut doses: Vec<(i64, String, Option<&Held>)> = vec![(base, since, None)];
    for visit in person.held {
        if doses.last().is_some_and(|(dose, ..)| *dose != visit.dose) {
            doses.push((visit.dose, whole(visit.date), Some(visit)));
        }
    }
    // Methylprednisolone 4 mg is prednisone 5 mg; who takes it is told by the dose at baseline, as in the visits.
    let methyl = person.disease.prednisone.base() == 150;
    let mut rows = Vec::new();
    for (at, (dose, start, _)) in doses.iter().enumerate() {
        if *dose == 0 {
            continue;
        }
        let (drug, mg) = if methyl {
            ("methylprednisolone", dose * 4 / 5)
        } else {
            ("prednisone", *dose)
        };
        let mut row = course(&tenths(mg), "once-daily", start);
        row.insert("glucocorticoid", own(drug));
        if let Some((next, _, Some(visit))) = doses.get(at + 1) {
            let reason = if next < dose { "taper" } else { "worse" };
            ended(&mut row, whole(shift(visit.date, -1)), reason);
        }
        rows.push(row);
    }
    rows
}

fn course(mg: &str, frequency: &str, start: &str) -> Texts {
    texts([
        ("class", own("glucocorticoid")),
        ("dose", own(mg)),
        ("unit", own("mg")),
        ("frequency", own(frequency)),
        ("route", own("oral")),
        ("pulse", own("n")),
        ("start", own(start)),
        ("ongoing", own("y")),
        ("indication", own("dermatomyositis")),
    ])
}

fn ended(row: &mut Texts, end: String, reason: &str) {
    row.insert("ongoing", own("n"));
    row.insert("end", end);
    row.insert("change-reason", own(reason));
}

fn immunosuppressant(screened: &Screened) -> Texts {
    // Usual doses for adults.
    let (dose, unit, frequency) = match screened.immunosuppressant {
        "azathioprine" => ("100", "mg", "once-daily"),
        "cyclosporine" => ("100", "mg", "twice-daily"),
        "tacrolimus" => ("1", "mg", "twice-daily"),
        "mycophenolate" => ("1", "g", "twice-daily"),
        _ => ("15", "mg", "weekly"),
    };
    let mut row = course(dose, frequency, &whole(screened.stable_since));
    row.insert("class", own("immunosuppressant"));
    row.insert("immunosuppressant", own(screened.immunosuppressant));
    row.insert("unit", own(unit));
    row
}

fn other(name: &str, dose: &str, unit: &str, frequency: &str, start: &str) -> Texts {
    let mut row = course(dose, frequency, start);
    row.insert("class", own("other"));
    row.insert("name", own(name));
    row.insert("unit", own(unit));
    row.insert("indication", own("prevention"));
    row
}

/// An infusion at each visit on whose day one is planned; of a visit that was missed it was left out.
pub(super) fn infusions(person: &Person<'_>, draw: &mut Draw) -> Vec<Texts> {
    let (Some(abatacept), Some(first), Some(last)) = (
        person.study.protocol.rules.abatacept.as_ref(),
        person.held.first(),
        person.held.last(),
    ) else {
        return Vec::new();
    };
    // On the day of a first visit that is still being entered nothing was given yet.
    if person.story == Story::HalfBaseline {
        return Vec::new();
    }
    let lot = draw.between(10, 99);
    let mut rows = Vec::new();
    for dose in 0.. {
        let Some(day) = abatacept.regimen.day(dose).map(i64::from) else {
            break;
        };
        let visit = person
            .held
            .iter()
            .find(|visit| visit.day == first.day + day);
        let date = visit.map_or_else(|| shift(first.date, day), |visit| visit.date);
        if date > last.date {
            break;
        }
        let before = person.held.iter().rev().find(|visit| visit.date <= date);
        let weight = before.map_or(first.weight, |visit| visit.weight);
        let kg = Exact::from_decimal(Decimal::new(weight, 1));
        let Ok(Some(planned)) = abatacept.regimen.rule.planned(Some(kg)) else {
            break;
        };
        let mut row = texts([
            ("number", (dose + 1).to_string()),
            ("date", whole(date)),
            ("weight", tenths(weight)),
            ("planned", planned.rounded(0)),
            ("lot", format!("SYN-{lot}")),
        ]);
        let rich = person.story == Story::Worse;
        if visit.is_none() || (rich && dose == LEFT_OUT) {
            row.insert("state", own("left-out"));
            let reason = if rich { "adverse-event" } else { "wish" };
            row.insert("left-out-reason", own(reason));
        } else if rich && dose == INTERRUPTED {
            row.extend(given("interrupted", "10:00", "10:25", "400"));
            row.insert("reason", own("reaction"));
        } else {
            let minutes = draw.between(0, 29);
            let (start, end) = (
                format!("09:{minutes:02}"),
                format!("09:{:02}", minutes + 30),
            );
            row.extend(given("whole", &start, &end, &planned.rounded(0)));
        }
        rows.push(row);
    }
    rows
}

fn given(state: &str, start: &str, end: &str, mg: &str) -> Texts {
    texts([
        ("state", own(state)),
        ("start", own(start)),
        ("end", own(end)),
        ("given", own(mg)),
    ])
}
