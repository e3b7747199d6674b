//! Why the answers of a form are not moved, in English.

use crate::domain::rules::MoveFault;

/// Says why not, and what to do.
pub(super) fn fault(fault: &MoveFault) -> String {
    match fault {
        MoveFault::Half => {
            "Not moved: a move is asked for with both its sides and nothing else. Leave coreset and start it again, so that it is as new as its server.".to_owned()
        }
        MoveFault::SamePlace => {
            "Not moved: the form stands there already. Choose another participant or visit."
                .to_owned()
        }
        MoveFault::NotOfVisit => {
            "Not moved: only a form of a visit is moved. Mark a row of a log as entered in error, and enter it where it belongs.".to_owned()
        }
        MoveFault::Nothing => {
            "Not moved: nothing was entered in this form. Nothing is to be done.".to_owned()
        }
        MoveFault::ChangedSince => {
            "Not moved: the form was changed since you looked at it. Look at it again.".to_owned()
        }
        MoveFault::Unfit { label } => format!(
            "Not moved: the answer of \"{label}\" is not by the rules. Correct it first."
        ),
        MoveFault::NotEmpty { visit } => format!(
            "Not moved: something was entered in this form at {visit}. Only an empty form takes another one's answers."
        ),
        MoveFault::OtherVersion { here, there } => format!(
            "Not moved: the form is another one there: version {here} of the study here, version {there} there. Enter it again there, and clear it here."
        ),
        MoveFault::Unseen { visit } => format!(
            "Not moved: what stands in this form is not shown until it is entered at {visit}. Who entered all of it can move it, and only there."
        ),
        MoveFault::NotVisible { label } => format!(
            "Not moved: \"{label}\" is not asked there. Clear it here first if it does not belong, or enter the form there."
        ),
    }
}
