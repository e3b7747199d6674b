//! The cells of the form as categories.

use super::{Aid, Category, CategoryAnswers, Haq, Index, Support};
use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::cells::{
    Reading, answer, asked_and_blank, code, item_field, yes,
};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::scoring::ScoringRules;
use crate::domain::record::session::FormCells;

/// Scores the cells of `haq`; items left blank are left out.
pub fn haq(cells: &FormCells) -> Haq {
    let item = |n: usize| {
        let score = code(cells, &item_field(n))?.parse::<u8>().ok()?;
        (score <= 3).then_some(score)
    };
    super::score::score(|category| {
        let listed = Aid::ALL
            .into_iter()
            .filter(|aid| aid.category() == category);
        let mut aids: Vec<Support> = listed
            .filter(|aid| yes(cells, &format!("aid.{}", aid.field())))
            .map(Support::Aid)
            .collect();
        for other in ["other1", "other2"] {
            let assigned = code(cells, &format!("aid.{other}.category"));
            if yes(cells, &format!("aid.{other}")) && assigned == Some(category.key()) {
                let words = answer(cells, &format!("aid.{other}.text")).and_then(Answer::as_text);
                aids.push(Support::OtherAid(words.map(str::to_owned)));
            }
        }
        if yes(cells, &format!("help.{}", category.key())) {
            aids.push(Support::Help);
        }
        CategoryAnswers {
            items: category.items().filter_map(item).collect(),
            aids,
        }
    })
}

/// Returns how many items, aids and help questions of `haq` are blank though the index needs them.
pub fn haq_open(instrument: Option<&Instrument>, cells: &FormCells) -> usize {
    match instrument {
        // Pain is on the form but not in the index.
        Some(form) => form
            .fields()
            .map(|field| field.id.as_str())
            .filter(|id| ["item", "aid.", "help."].iter().any(|p| id.starts_with(p)))
            .filter(|id| !id.ends_with(".text"))
            .filter(|id| asked_and_blank(form, cells, id))
            .count(),
        None => Category::ALL
            .into_iter()
            .flat_map(Category::items)
            .filter(|item| answer(cells, &item_field(*item)).is_none())
            .count(),
    }
}

/// Reads the standard index; blank while a field that it needs is.
pub(super) fn function(
    rules: &ScoringRules,
    form: Option<&Instrument>,
    cells: &FormCells,
) -> Reading {
    if haq_open(form, cells) > 0 {
        return Reading::Blank;
    }
    let index = haq(cells).standard(rules.haq_min_categories);
    match index.and_then(Index::value) {
        Some(value) => Reading::Value(value),
        None => Reading::Missing("too-few-categories".to_owned()),
    }
}
