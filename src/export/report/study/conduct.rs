//! How the study is run: deviations, queries, completeness of the data, and the head of the record.

use super::{Seen, Whole};
use crate::domain::record::signature::moment;
use crate::export::report::page::{cell, numbers, table};
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{Markup, html};

/// How many of each rule, and who owes a renewed consent.
pub(super) fn deviations(whole: &Whole<'_>) -> Markup {
    let found = &whole.overview.deviations;
    let language = whole.context.language;
    let mut rows: Vec<Vec<Markup>> = found
        .by_rule()
        .map(|(rule, count)| vec![cell(language.deviation_rule(rule)), cell(count.to_string())])
        .collect();
    for (label, count) in [
        (L::Participants, found.people),
        (L::Major, found.major),
        (L::All, found.all()),
    ] {
        rows.push(vec![cell(whole.label(label)), cell(count.to_string())]);
    }
    let columns = numbers(whole.label(L::Rule), [whole.label(L::Deviations)]);
    let owed = whole.overview.people.iter().filter_map(|person| {
        let owed = person.consent_owed.as_ref()?;
        Some(format!("{}: {}", person.id, language.consent_owed(owed)))
    });
    let owed: Vec<String> = owed.collect();
    html! {
        (table(None, &columns, &rows, true))
        @if !owed.is_empty() {
            ul.note { @for words in owed { li { (words) } } }
        }
    }
}

/// Open queries by their age; none without any.
pub(super) fn queries(whole: &Whole<'_>) -> Option<Markup> {
    let days: Vec<i64> = whole
        .all
        .iter()
        .flat_map(|seen| seen.query_days.iter().copied())
        .collect();
    let oldest = days.iter().max()?;
    let count = |from: i64, to: i64| {
        let within = days.iter().filter(|days| (from..=to).contains(*days));
        within.count().to_string()
    };
    let rows = vec![
        vec![cell(whole.label(L::Age7)), cell(count(0, 7))],
        vec![cell(whole.label(L::Age30)), cell(count(8, 30))],
        vec![cell(whole.label(L::AgeOlder)), cell(count(31, i64::MAX))],
        vec![
            cell(whole.label(L::Oldest)),
            cell(whole.line(&ReportLine::Days(*oldest))),
        ],
        vec![cell(whole.label(L::All)), cell(days.len().to_string())],
    ];
    let columns = numbers(whole.label(L::QueryAge), [whole.label(L::Queries)]);
    Some(table(None, &columns, &rows, true))
}

/// How complete each visit is; none without anybody.
pub(super) fn completeness(whole: &Whole<'_>) -> Option<Markup> {
    let real = |seen: &&Seen| !seen.summary.statuses.is_void();
    if !whole.all.iter().any(|seen| real(&seen)) {
        return None;
    }
    let today = whole.context.today();
    let protocol = &whole.context.study.protocol;
    let rows: Vec<Vec<Markup>> = protocol
        .visits
        .iter()
        .map(|visit| {
            let visits = whole.all.iter().filter(real);
            let begun = visits.flat_map(|seen| {
                let own = seen.summary.visits.iter();
                own.filter(|own| own.visit == visit.id)
            });
            let (mut count, mut complete, mut asked, mut signed) = (0_u64, 0_u64, 0_u64, 0_u64);
            for own in begun {
                count += 1;
                complete += u64::from(own.complete);
                asked += u64::from(own.asked(today));
                signed += u64::from(own.signed);
            }
            vec![
                cell(&visit.label),
                cell(count.to_string()),
                cell(whole.line(&ReportLine::Of(complete, asked))),
                cell(whole.line(&ReportLine::Of(signed, count))),
            ]
        })
        .collect();
    let columns = [L::Begun, L::FormsComplete, L::VisitsSigned].map(|label| whole.label(label));
    Some(table(
        None,
        &numbers(whole.label(L::Visit), columns),
        &rows,
        false,
    ))
}

/// The head of the record.
pub(super) fn head(whole: &Whole<'_>) -> Markup {
    let as_of = &whole.context.as_of;
    html! {
        dl.facts.wide {
            dt { (whole.label(L::Entry)) } dd { (as_of.seq) }
            dt { (whole.label(L::Hash)) } dd.hash { (as_of.hash) }
            dt { (whole.label(L::At)) } dd { (moment(as_of.at)) }
            dt { (whole.label(L::Version)) } dd { (whole.context.study.number) }
            dt { (whole.label(L::Program)) } dd { (whole.context.program) }
        }
    }
}
