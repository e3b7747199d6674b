//! The reader of one field: what all kinds share; what its kind takes is read in `kind`.
//!
//! Names of other fields are looked up among those that stand before it in the form, so that
//! conditions can never run in a circle.

use super::keys::KINDS;
use super::{condition, kind, reasons};
use crate::domain::base::data::{DataError, Item, Marks, Table};
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::instrument::{Denial, Field, FieldKind, Instrument, Kept};
use crate::domain::record::participant::Sex;
use crate::domain::record::rows;
use crate::domain::record::user::Role;

/// Reads a field of a form whose earlier fields are already there; its kind says which keys it can have.
pub(super) fn read(
    open: &Table<'_>,
    form: &Instrument,
    marks: &mut Marks,
) -> Result<Field, DataError> {
    let kind_item = open.need("kind")?;
    let keys = kind_item.one_of(&KINDS)?;
    let kind_name = kind_item.text()?;
    let table = &open.only(keys)?;

    let id = table.need("id")?;
    let name = id.name()?;
    if form.field(name).is_some() {
        return Err(id.error(format!("the field \"{name}\" stands twice in this form")));
    }
    marks.keep(format!("field.{name}"), &id);
    for key in ["lln", "uln"] {
        if let Some(item) = table.get(&format!("{key}-field")) {
            marks.keep(format!("{key}.{name}"), &item);
        }
    }
    let kind = kind::read(table, kind_name, form)?;
    let field = Field {
        id: FieldId::new(name),
        label: table.need("label")?.line()?.to_owned(),
        aliases: match table.get("aliases") {
            Some(item) => aliases(&item)?,
            None => Vec::new(),
        },
        help: match table.get("help") {
            Some(item) => item.text()?.trim().to_owned(),
            None => String::new(),
        },
        required: flag(table, "required", true)?,
        fact: fact(table, &kind)?,
        absent: absent(table, &kind, form)?,
        missing: match table.get("missing") {
            Some(item) => Some(reasons(&item, &format!("reason.{name}"), marks)?),
            None => None,
        },
        visible_when: match table.get("visible-when") {
            Some(item) => Some(condition::read(&item, form)?),
            None => None,
        },
        at_baseline: flag(table, "at-baseline", false)?,
        for_sex: match table.get("for-sex") {
            Some(item) => sexes(&item)?,
            None => Vec::new(),
        },
        scale: match table.get("scale") {
            Some(item) => Some(item.one_number_of("80 or 150")?),
            None => None,
        },
        stands_in_for: match table.get("stands-in-for") {
            Some(item) => Some(earlier(&item, form)?.id.clone()),
            None => None,
        },
        cdisc: match table.get("cdisc") {
            Some(item) => Some(item.line()?.to_owned()),
            None => None,
        },
        same_quantity: match table.get("same-quantity") {
            Some(item) => Some(item.name()?.to_owned()),
            None => None,
        },
        denies_raised: match table.get("denies-raised") {
            Some(item) => Some(denial(&item, &kind, form)?),
            None => None,
        },
        roles: match table.get("roles") {
            Some(item) => roles(&item)?,
            None => Vec::new(),
        },
        follow_up: follow_up(table, form)?,
        by_action: by_action(table, form, name)?,
        kind,
    };
    if let (Some(item), None) = (table.get("stands-in-for"), field.scale) {
        return Err(
            item.error("`stands-in-for` needs a `scale` on which the field is asked anyway")
        );
    }
    Ok(field)
}

pub(super) fn flag(table: &Table<'_>, key: &str, otherwise: bool) -> Result<bool, DataError> {
    table.get(key).map_or(Ok(otherwise), |item| item.bool())
}

/// Reads the roles that may answer a field, of those that enter anything.
fn roles(item: &Item<'_>) -> Result<Vec<Role>, DataError> {
    item.list()?;
    let mut roles = Vec::new();
    for (_, item) in item.names()? {
        roles.push(item.one_of(&[
            (Role::Assessor.key(), Role::Assessor),
            (Role::Investigator.key(), Role::Investigator),
        ])?);
    }
    Ok(roles)
}

fn sexes(item: &Item<'_>) -> Result<Vec<Sex>, DataError> {
    item.list()?;
    let mut sexes = Vec::new();
    for (_, item) in item.names()? {
        sexes.push(item.one_of(&[
            (Sex::Female.key(), Sex::Female),
            (Sex::Male.key(), Sex::Male),
        ])?);
    }
    Ok(sexes)
}

fn aliases(item: &Item<'_>) -> Result<Vec<String>, DataError> {
    let mut words = Vec::new();
    for (_, word) in item.names()? {
        words.push(word.line()?.to_owned());
    }
    Ok(words)
}

/// Reads whether the field is a fact; a rating or a result is judged again each time and may not be repeated.
fn fact(table: &Table<'_>, kind: &FieldKind) -> Result<bool, DataError> {
    let fact = flag(table, "fact", false)?;
    let judged = match kind {
        FieldKind::Vas { .. } => true,
        FieldKind::Lab { is_limit, .. } => !is_limit,
        _ => false,
    };
    match table.get("fact") {
        Some(item) if fact && judged => {
            Err(item.error("a rating or a result is never a fact that may be repeated"))
        }
        _ => Ok(fact),
    }
}

/// Reads whether the field is followed up; only the rows of a log are.
fn follow_up(table: &Table<'_>, form: &Instrument) -> Result<bool, DataError> {
    let follow_up = flag(table, "follow-up", false)?;
    match table.get("follow-up") {
        Some(item) if follow_up && form.kept != Kept::Rows => {
            Err(item.error("`follow-up` belongs to a field of a form with `log = true`"))
        }
        _ => Ok(follow_up),
    }
}

/// Reads whether an action of the row sets the field; only what takes a row out has such an action.
fn by_action(table: &Table<'_>, form: &Instrument, name: &str) -> Result<bool, DataError> {
    let by_action = flag(table, "by-action", false)?;
    match table.get("by-action") {
        Some(item) if by_action && (form.kept != Kept::Rows || name != rows::IN_ERROR) => Err(item
            .error(format!(
                "`by-action` belongs to the field \"{}\" of a form with `log = true`",
                rows::IN_ERROR
            ))),
        _ => Ok(by_action),
    }
}

/// Reads the code that "rest absent" sets; only a choice has codes.
fn absent(
    table: &Table<'_>,
    kind: &FieldKind,
    form: &Instrument,
) -> Result<Option<String>, DataError> {
    let Some(item) = table.get("absent") else {
        return Ok(None);
    };
    let FieldKind::Choice { options, .. } = kind else {
        return Err(item.error("`absent` belongs to a field of kind choice"));
    };
    let codes = codes(form, options);
    known_code(&item, &codes)?;
    Ok(Some(item.text()?.to_owned()))
}

pub(super) fn codes<'a>(form: &'a Instrument, options: &str) -> Vec<&'a str> {
    let set = form.option_sets.get(options);
    set.into_iter()
        .flatten()
        .map(|choice| choice.code.as_str())
        .collect()
}

pub(super) fn known_code(item: &Item<'_>, codes: &[&str]) -> Result<(), DataError> {
    let code = item.text()?;
    if codes.contains(&code) {
        return Ok(());
    }
    let message = format!(
        "\"{code}\" is none of the codes {} that can stand here",
        codes.join(", ")
    );
    Err(item.unknown(message, code, codes.iter().copied()))
}

/// Returns the field that an item names, one that stands before the item in the form.
pub(super) fn earlier<'f>(item: &Item<'_>, form: &'f Instrument) -> Result<&'f Field, DataError> {
    let name = item.text()?;
    form.field(name).ok_or_else(|| {
        item.unknown(
            format!("no field before this one is named \"{name}\""),
            name,
            form.fields().map(|field| field.id.as_str()),
        )
    })
}

/// Reads with which codes a choice says that nothing is raised.
fn denial(item: &Item<'_>, kind: &FieldKind, form: &Instrument) -> Result<Denial, DataError> {
    let table = item.table()?;
    let known = match kind {
        FieldKind::Choice { options, .. } => codes(form, options),
        _ => Vec::new(),
    };
    let mut is = Vec::new();
    for (code, item) in table.need("is")?.names()? {
        known_code(&item, &known)?;
        is.push(code.to_owned());
    }
    let mut quantities = Vec::new();
    for (name, _) in table.need("quantities")?.names()? {
        quantities.push(name.to_owned());
    }
    Ok(Denial { is, quantities })
}
