//! What a timeline holds, and what may be seen of it.

use crate::domain::forms::engine::instrument::Measure;
use crate::domain::views::timeline::Timeline;
use crate::domain::views::timeline::track::Track;

/// The timeline of the open participant.
#[derive(Clone, Debug)]
pub struct TimelineState {
    /// The story.
    pub told: Timeline,
    /// Place in the schedule of the visit under the cursor.
    pub cursor: usize,
    /// Place of the chosen measure among the tracks.
    pub track: usize,
    /// First row of the lanes on the screen, as far as there are more than fit.
    pub scroll: usize,
    /// The measure chosen is shown as a chart.
    pub chart: bool,
}

/// What may be seen of a story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// Nothing of any score: a patient is answering.
    pub nothing: bool,
    /// Measures whose earlier scores the open visit hides until its own are entered; no verdict is seen then.
    pub hidden: Vec<Measure>,
}

impl Sight {
    /// Returns what may be seen of a story beside no visit: all but the scores that were left out of it.
    pub fn of_story(told: &Timeline) -> Self {
        let left_out = told.measures.iter().filter(|track| track.is_hidden());
        Self {
            nothing: false,
            hidden: left_out.filter_map(Track::measure).collect(),
        }
    }

    /// Returns whether the scores of a track may be seen.
    pub fn shows(&self, track: &Track) -> bool {
        !self.nothing
            && track
                .measure()
                .is_none_or(|measure| !self.hidden.contains(&measure))
    }

    /// Returns whether verdicts may be seen.
    pub fn shows_verdicts(&self) -> bool {
        !self.nothing && self.hidden.is_empty()
    }
}
