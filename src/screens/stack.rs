//! The stack of what is on the screen. The topmost layer gets the keys; the view draws from the
//! bottom up.

use crate::domain::base::ids::VisitId;
use crate::domain::record::event::FieldPath;
use crate::domain::record::rows::SESSION;
use crate::screens::addition::state::AdditionState;
use crate::screens::amendment::state::AmendmentState;
use crate::screens::correction::state::CorrectionState;
use crate::screens::deviations::state::DeviationsState;
use crate::screens::drafts::state::DraftsState;
use crate::screens::form::state::FormState;
use crate::screens::goto::state::GoTo;
use crate::screens::help::state::Page;
use crate::screens::history::state::HistoryState;
use crate::screens::judging::state::JudgingState;
use crate::screens::late_entry::state::LateAsk;
use crate::screens::lock::state::LockingState;
use crate::screens::logs::state::LogState;
use crate::screens::move_form::state::MoveState;
use crate::screens::note::state::NoteState;
use crate::screens::participant::state::Visits;
use crate::screens::participants::state::{Before, ListState};
use crate::screens::participation::state::ParticipationState;
use crate::screens::passphrase::state::PassphraseState;
use crate::screens::picker::state::Picker;
use crate::screens::queries::state::QueriesState;
use crate::screens::review::state::ReviewState;
use crate::screens::sign::state::SignState;
use crate::screens::study::state::StudyState;
use crate::screens::timeline::state::TimelineState;
use crate::screens::unbegin::state::UnbeginState;
use crate::screens::visit::state::Forms;

/// The layers: passes the list of all screens to a macro, each with its state.
macro_rules! for_each_layer {
    ($then:ident) => {
        $then! {
            /// The list of participants with its finder.
            Participants(ListState);
            /// One participant's visits.
            Participant(Visits);
            /// One visit's forms.
            Visit(Forms);
            /// The rows of a log.
            Log(LogState);
            /// A form.
            Form(FormState);
            /// A short list to choose from, or a question.
            Picker(Picker);
            /// "Go to field".
            GoTo(GoTo);
            /// A note being written.
            Note(NoteState);
            /// A screen to read.
            Page(Page);
            /// The open participant's story.
            Timeline(TimelineState);
            /// All participants by visits.
            Study(StudyState);
            /// The queries of the study, or what is said about a participant's values.
            Queries(QueriesState);
            /// The deviations of the open participant.
            Deviations(DeviationsState);
            /// What a deviation means, being said.
            Judging(JudgingState);
            /// Text that was typed and left, over all participants.
            Drafts(DraftsState);
            /// What is open at a visit, and what can be done with it as a whole.
            Review(ReviewState);
            /// A signature being given.
            Sign(SignState);
            /// The facts of an enrolment, being corrected.
            Correction(CorrectionState);
            /// A visit that may have been begun by mistake.
            Unbegin(UnbeginState);
            /// What a participant gets beside the schedule.
            Addition(AdditionState);
            /// A form being put down where it belongs.
            MoveForm(MoveState);
            /// How somebody takes part, being said.
            Participation(ParticipationState);
            /// The reason for locking or unlocking a part.
            Locking(LockingState);
            /// The own passphrase being set or changed.
            Passphrase(PassphraseState);
            /// The history of a field.
            History(HistoryState);
            /// A question of a late entry.
            Late(LateAsk);
            /// What waits as the next version of the study.
            Amendment(AmendmentState);
        }
    };
}

pub(crate) use for_each_layer;

macro_rules! layers {
    ($($(#[doc = $doc:literal])+ $layer:ident($state:ty);)+) => {
        /// One thing on the screen.
        #[derive(Clone, Debug)]
        pub enum Layer {
            /// The list of participants over what is open; the list itself stays the lowest layer.
            Finder(Before),
            $($(#[doc = $doc])+ $layer($state),)+
        }
    };
}

for_each_layer!(layers);

/// The state of a screen that lies on the stack.
pub(crate) trait OnStack: Sized {
    /// Returns the state of a layer, where it is this screen's.
    fn of(layer: &Layer) -> Option<&Self>;

    /// Returns the state of a layer to be changed, where it is this screen's.
    fn of_mut(layer: &mut Layer) -> Option<&mut Self>;
}

macro_rules! states_of_layers {
    ($($(#[doc = $doc:literal])+ $layer:ident($state:ty);)+) => {
        $(impl OnStack for $state {
            fn of(layer: &Layer) -> Option<&Self> {
                if let Layer::$layer(state) = layer { Some(state) } else { None }
            }

            fn of_mut(layer: &mut Layer) -> Option<&mut Self> {
                if let Layer::$layer(state) = layer { Some(state) } else { None }
            }
        })+
    };
}

for_each_layer!(states_of_layers);

/// Returns the topmost form of these layers.
pub(crate) fn form_in(layers: &[Layer]) -> Option<&FormState> {
    layers.iter().rev().find_map(FormState::of)
}

/// Returns the topmost form of these layers that a field of the open participant is in.
pub(crate) fn form_in_mut<'a>(
    layers: &'a mut [Layer],
    place: &FieldPath,
) -> Option<&'a mut FormState> {
    layers.iter_mut().rev().find_map(|layer| match layer {
        Layer::Form(form)
            if form.visit.as_ref() == Some(&place.visit) && form.form == place.form =>
        {
            Some(form)
        }
        _ => None,
    })
}

/// Returns the visit that is open in the topmost of these layers that has one.
pub(crate) fn visit_of(layers: &[Layer]) -> Option<&VisitId> {
    layers.iter().rev().find_map(visit_in)
}

/// Returns the visit that a layer is about; the logs are no visit.
pub(crate) fn visit_in(layer: &Layer) -> Option<&VisitId> {
    match layer {
        Layer::Visit(forms) => Some(&forms.visit),
        Layer::Review(review) => Some(&review.visit),
        Layer::Form(form) => form
            .visit
            .as_ref()
            .filter(|visit| visit.as_str() != SESSION),
        _ => None,
    }
}
