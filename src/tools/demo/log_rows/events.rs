//! Adverse events: a mild one here and there, and many for the one participant with a rich story.

use super::treatment::{INTERRUPTED, LEFT_OUT};
use super::{Person, Texts, month, own, shift, texts, whole};
use crate::tools::demo::draw::Draw;
use crate::tools::demo::story::Story;
use chrono::NaiveDate;

/// Term, grade, and category of special interest.
const MILD: [(&str, &str, &str); 6] = [
    ("headache", "1", "none"),
    ("nasopharyngitis", "2", "infection"),
    ("nausea", "1", "none"),
    ("cough", "1", "none"),
    ("dizziness", "1", "none"),
    ("urinary tract infection", "2", "infection"),
];

pub(super) fn events(person: &Person<'_>, draw: &mut Draw) -> Vec<Texts> {
    let (Some(first), Some(last)) = (person.held.first(), person.held.last()) else {
        return Vec::new();
    };
    if person.story == Story::HalfBaseline {
        return Vec::new();
    }
    let mut rows = Vec::new();
    let count = if draw.chance(45) {
        draw.between(1, 2)
    } else {
        0
    };
    for _ in 0..count {
        let Some((term, grade, special)) = draw.pick(&MILD).copied() else {
            continue;
        };
        let onset = shift(
            first.date,
            draw.between(0, (last.date - first.date).num_days()),
        );
        let end = shift(onset, draw.between(1, 9));
        let mut row = event(term, grade, whole(onset));
        row.insert("special", own(special));
        if end <= person.today {
            ended(&mut row, end, "recovered");
        }
        rows.push(row);
    }
    if person.story == Story::Worse {
        rows.extend(rich(person));
    }
    rows
}

fn event(term: &str, grade: &str, onset: String) -> Texts {
    texts([
        ("term", own(term)),
        ("grade", own(grade)),
        ("onset", onset),
        ("ongoing", own("y")),
        ("serious", own("n")),
        ("related.abatacept", own("not-related")),
        ("related.drug", own("not-related")),
        ("related.disease", own("not-related")),
        ("related.procedure", own("not-related")),
        ("action", own("dose-not-changed")),
        ("outcome", own("not-recovered")),
        ("special", own("none")),
    ])
}

fn ended(row: &mut Texts, end: NaiveDate, outcome: &str) {
    row.insert("ongoing", own("n"));
    row.insert("end", whole(end));
    row.insert("outcome", own(outcome));
}

fn serious(row: &mut Texts, aware: NaiveDate, time: &str) {
    for criterion in [
        "death",
        "life-threatening",
        "disability",
        "malformation",
        "important",
    ] {
        row.insert(criterion, own("n"));
    }
    row.insert("serious", own("y"));
    row.insert("hospital", own("y"));
    row.insert("aware-date", whole(aware));
    row.insert("aware-time", own(time));
}

/// A reaction to an infusion, a pneumonia that cost another one, a rash whose first day is not known, a row
/// entered twice, and since yesterday a serious event that no investigator has seen.
fn rich(person: &Person<'_>) -> Vec<Texts> {
    let day = |visit: usize| {
        let held = person.held.get(visit).or_else(|| person.held.last());
        held.map_or(person.today, |held| held.date)
    };
    let past = |date: NaiveDate| date.min(person.today);
    let mut rows = Vec::new();

    let mut reaction = event("infusion reaction with flush", "2", whole(day(INTERRUPTED)));
    reaction.insert("onset-time", own("10:20"));
    reaction.insert("related.abatacept", own("related"));
    reaction.insert("action", own("drug-interrupted"));
    reaction.insert("special", own("infusion-reaction"));
    ended(&mut reaction, day(INTERRUPTED), "recovered");
    rows.push(reaction.clone());

    reaction.insert("entered-in-error", own("y"));
    rows.push(reaction);

    let fell_ill = past(shift(day(LEFT_OUT), -4));
    let mut pneumonia = event("pneumonia", "3", whole(fell_ill));
    serious(&mut pneumonia, past(shift(fell_ill, 1)), "11:15");
    pneumonia.insert("related.abatacept", own("related"));
    pneumonia.insert("action", own("drug-interrupted"));
    pneumonia.insert("special", own("infection"));
    ended(&mut pneumonia, past(shift(fell_ill, 12)), "recovered");
    pneumonia.insert("seen", whole(past(shift(fell_ill, 1))));
    rows.push(pneumonia);

    let mut rash = event("rash on the arms", "2", month(day(1)));
    rash.insert("related.disease", own("related"));
    rows.push(rash);

    let mut weakness = event("fall at home", "1", whole(past(shift(day(2), 9))));
    weakness.insert("related.disease", own("related"));
    ended(&mut weakness, past(shift(day(2), 9)), "recovered");
    rows.push(weakness);

    let yesterday = shift(person.today, -1);
    let mut dyspnoea = event("shortness of breath", "3", whole(yesterday));
    serious(&mut dyspnoea, yesterday, "16:40");
    dyspnoea.insert("related.disease", own("related"));
    rows.push(dyspnoea);
    rows
}
