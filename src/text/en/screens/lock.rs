//! The words of the screen of `screens::lock`.

use crate::domain::record::lock::Scope;
use crate::text::English;
use crate::text::screens::lock::Lock;

impl Lock for English {
    fn lock_part(&self, scope: &Scope, form: &str) -> String {
        format!("Lock {}", part(scope, form))
    }

    fn unlock_part(&self, scope: &Scope, form: &str) -> String {
        format!("Unlock {}", part(scope, form))
    }

    fn why_lock(&self, scope: &Scope, form: &str) -> String {
        format!("Lock {}: why?", part(scope, form))
    }

    fn why_unlock(&self, scope: &Scope, form: &str) -> String {
        format!("Unlock {}: why?", part(scope, form))
    }

    fn enter_locks(&self) -> &'static str {
        "lock"
    }

    fn enter_unlocks(&self) -> &'static str {
        "unlock"
    }

    fn reason_holds_passphrase(&self) -> &'static str {
        "The reason held your passphrase, and everybody reads the reason. Nothing was sent; write another reason."
    }

    fn lock_needs_reason(&self) -> &'static str {
        "Say why, then press Enter."
    }
}

/// Returns a part as it is named to whoever looks at it: `this visit`.
fn part(scope: &Scope, form: &str) -> String {
    match (&scope.participant, &scope.visit, &scope.form) {
        (_, _, Some(_)) => format!("the form {form}"),
        (_, Some(_), None) => "this visit".to_owned(),
        (Some(_), None, None) => "this participant".to_owned(),
        (None, None, None) => "the whole study".to_owned(),
    }
}
