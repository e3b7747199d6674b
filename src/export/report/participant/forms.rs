//! What three of the forms say in detail: strength by muscle, function by category, activity by system.

use super::Told;
use crate::domain::base::ids::FormId;
use crate::domain::forms::haq::cells::haq;
use crate::domain::forms::haq::{self, Category};
use crate::domain::forms::mdaat::cells::organ_vas;
use crate::domain::forms::mdaat::score::Assessed;
use crate::domain::forms::mdaat::{self, System};
use crate::domain::forms::mmt8::{self, Grade, Grades, Muscle};
use crate::domain::record::session::{FormCells, Session};
use crate::domain::views::timeline::Stop;
use crate::export::report::page::{Side, cell, note, numbers, table};
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{Markup, html};

/// A visit with the cells of a form; none where the form is hidden.
type Filled<'a> = (&'a Stop, &'a Session, Option<&'a FormCells>);

/// Returns the visits at which a form was filled in or is hidden.
fn filled<'a>(person: &'a Told<'_>, form: &str) -> Vec<Filled<'a>> {
    let id = FormId::new(form);
    person
        .held()
        .filter_map(|(_, stop, session)| {
            if session.withheld.contains_key(&id) {
                return Some((stop, session, None));
            }
            Some((stop, session, Some(session.forms.get(&id)?)))
        })
        .collect()
}

/// Makes the table of a form: a row a part, a column a visit.
fn by_visit(
    person: &Told<'_>,
    visits: &[Filled<'_>],
    first: L,
    rows: Vec<(String, Vec<Option<String>>)>,
) -> Markup {
    let columns = numbers(
        person.label(first),
        visits.iter().map(|(stop, ..)| stop.label.clone()),
    );
    let rows: Vec<Vec<Markup>> = rows
        .into_iter()
        .map(|(name, cells)| {
            let mut row = vec![cell(name)];
            row.extend(cells.into_iter().map(|words| match words {
                Some(words) => cell(words),
                None => html! { span.gap { (person.label(L::Hidden)) } },
            }));
            row
        })
        .collect();
    table(None, &columns, &rows, false)
}

/// Strength of each muscle.
pub(super) fn strength(person: &Told<'_>) -> Option<Markup> {
    let visits = filled(person, mmt8::ID);
    if visits.is_empty() {
        return None;
    }
    let grades: Vec<Option<Grades>> = visits
        .iter()
        .map(|(_, session, cells)| {
            let form = person.study.of(session).form(mmt8::ID);
            cells.map(|cells| mmt8::cells::grades(form, cells))
        })
        .collect();
    let hidden = || person.label(L::Hidden).to_owned();
    let mut columns = numbers(
        person.label(L::Muscle),
        visits.iter().map(|(stop, ..)| stop.label.clone()),
    );
    columns.push((person.label(L::Change).to_owned(), Side::Right));
    let row = |muscle: Muscle, of: &dyn Fn(&Grades) -> (Grade, Option<Grade>)| {
        let words = grades.iter().map(|grades| match grades {
            None => hidden(),
            Some(grades) => match of(grades) {
                (right, Some(left)) => person.line(&ReportLine::Sides(&grade(right), &grade(left))),
                (only, None) => grade(only),
            },
        });
        let mut row = vec![cell(person.language.muscle(muscle))];
        row.extend(words.map(cell));
        let all_seen = grades.iter().all(Option::is_some);
        let sum = |grades: &Grades| match of(grades) {
            (right, Some(left)) => Some(i64::from(right.points()? + left.points()?)),
            (only, None) => Some(i64::from(only.points()?)),
        };
        let ends = grades
            .first()
            .zip(grades.last())
            .filter(|_| grades.len() > 1);
        let change =
            ends.and_then(|(first, last)| Some(sum(last.as_ref()?)? - sum(first.as_ref()?)?));
        row.push(match (all_seen, change) {
            (false, _) => cell(hidden()),
            (true, None) => cell("–"),
            (true, Some(0)) => cell("0"),
            (true, Some(change)) if change > 0 => cell(format!("+{change}")),
            (true, Some(change)) => cell(format!("−{}", change.unsigned_abs())),
        });
        row
    };
    let mut rows = vec![row(Muscle::NeckFlexors, &|grades| (grades.neck, None))];
    for (place, muscle) in Muscle::PAIRED.into_iter().enumerate() {
        rows.push(row(muscle, &|grades| {
            let both = grades.paired.get(place).copied().unwrap_or_default();
            (both.0, Some(both.1))
        }));
    }
    let mut sum = vec![cell(person.label(L::Sum))];
    sum.extend(grades.iter().map(|grades| match grades {
        None => cell(hidden()),
        Some(grades) => {
            let total = match person.study.protocol.scoring.mmt_max {
                80 => mmt8::total_80(grades),
                _ => mmt8::total_150(grades),
            };
            cell(
                total
                    .value
                    .map_or_else(|| "–".to_owned(), |value| value.to_string()),
            )
        }
    }));
    sum.push(cell(""));
    rows.push(sum);
    Some(html! {
        (table(None, &columns, &rows, true))
        (note(person.label(L::StrengthMethod)))
    })
}

fn grade(grade: Grade) -> String {
    match grade {
        Grade::Blank => "–".to_owned(),
        Grade::Untestable => "NT".to_owned(),
        Grade::Trace => "T".to_owned(),
        Grade::Points(points) => points.to_string(),
    }
}

/// Function by category.
pub(super) fn function(person: &Told<'_>) -> Option<Markup> {
    let visits = filled(person, haq::ID);
    if visits.is_empty() {
        return None;
    }
    let scored: Vec<Option<haq::Haq>> = visits.iter().map(|(.., cells)| cells.map(haq)).collect();
    let row = |category: Category| {
        let words = scored.iter().map(|scored| {
            let scored = scored.as_ref()?;
            let mut all = scored.categories.iter();
            let own = all.find(|own| own.category == category)?;
            Some(match own.standard {
                None => "–".to_owned(),
                Some(score) if !own.raised_by.is_empty() => {
                    person.line(&ReportLine::RaisedByAids(score))
                }
                Some(score) => score.to_string(),
            })
        });
        let name = person.language.haq_category(category).to_owned();
        (name, words.collect())
    };
    let rows = Category::ALL.into_iter().map(row).collect();
    Some(html! {
        (by_visit(person, &visits, L::Category, rows))
        (note(person.label(L::FunctionMethod)))
    })
}

/// Activity by system.
pub(super) fn activity(person: &Told<'_>) -> Option<Markup> {
    let visits = filled(person, mdaat::ID);
    if visits.is_empty() {
        return None;
    }
    let row = |system: System| {
        let words = visits.iter().map(|(.., cells)| {
            Some(match organ_vas((*cells)?, system) {
                Assessed::Blank => "–".to_owned(),
                Assessed::NotAssessed => "NA".to_owned(),
                Assessed::Value(value) => value.rounded(1),
            })
        });
        (person.language.system(system).to_owned(), words.collect())
    };
    let rows = System::ALL.into_iter().map(row).collect();
    Some(html! {
        (by_visit(person, &visits, L::System, rows))
        (note(person.label(L::ActivityMethod)))
    })
}
