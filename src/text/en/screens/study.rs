//! The words of the screen of `screens::study`.

use crate::domain::record::exports::{Format, Formats};
use crate::domain::verdict::response::Judgement;
use crate::domain::views::overview::{
    AnalysisSet, Cell, Deviating, Flow, LeftOut, Overview, Screened, Standing,
};
use crate::text::English;
use crate::text::en::amendment::removed;
use crate::text::facts::Facts as _;
use crate::text::screens::study::Study;
use rust_decimal::Decimal;

impl Study for English {
    fn study_is_read(&self) -> &'static str {
        "Reading the study."
    }

    fn study_has_nobody(&self) -> &'static str {
        "No participant yet."
    }

    fn enrolled_of(&self, enrolled: usize, target: usize) -> String {
        format!("{enrolled} of {target} enrolled")
    }

    fn visits_due(&self, overview: &Overview) -> String {
        let consents = match overview.consents_owed {
            0 => String::new(),
            1 => ", 1 renewed consent owed".to_owned(),
            owed => format!(", {owed} renewed consents owed"),
        };
        format!(
            "{} due this week, {} overdue, {} missed{consents}",
            overview.due_this_week, overview.overdue, overview.missed
        )
    }

    fn study_columns(&self) -> [&'static str; 2] {
        ["Id", "Initials"]
    }

    fn study_verdict_columns(&self) -> [&'static str; 2] {
        ["IMACS", "TIS"]
    }

    fn study_verdict(&self, judgement: Judgement) -> &'static str {
        match judgement {
            Judgement::Met => "MET",
            Judgement::NotMet => "not met",
            Judgement::Open => "not decided",
            Judgement::NotJudged => "",
        }
    }

    fn study_cell(&self, cell: &Cell, room: bool) -> String {
        match cell.standing {
            Standing::Done | Standing::Ahead => cell.date.format("%d %b").to_string(),
            Standing::Begun if room => format!("{}/{} forms", cell.complete, cell.forms),
            Standing::Begun => format!("{}/{}", cell.complete, cell.forms),
            Standing::Due => "due".to_owned(),
            Standing::Overdue if room => format!("late {} d", cell.off),
            Standing::Overdue => format!("{} d", cell.off),
            Standing::Missed => "missed".to_owned(),
            Standing::Closed => "closed".to_owned(),
        }
    }

    fn changed_files(&self) -> &'static str {
        "changed files"
    }

    fn visit_removed(&self, visit: &str, by: u32) -> String {
        format!("{visit}: {}", removed(by))
    }

    fn study_unfit(&self, unfit: u32, people: usize) -> String {
        let people = match people {
            1 => "1 participant".to_owned(),
            people => format!("{people} participants"),
        };
        format!("? {unfit} not by the rules, of {people}: coreset check lists what")
    }

    fn flow(&self, flow: &Flow) -> Vec<String> {
        let criteria: Vec<String> = flow
            .failed_by
            .iter()
            .map(|(field, count)| format!("{field} {count}"))
            .collect();
        let criteria = match criteria.is_empty() {
            true => String::new(),
            false => format!(" ({})", criteria.join(", ")),
        };
        let not_said = match flow.not_said_failed {
            0 => String::new(),
            count => format!(", {count} of them with a criterion that is not met"),
        };
        let mut first = vec![
            format!("{} screened", flow.screened),
            format!("{} failed{criteria}", flow.failed),
        ];
        if flow.left_before > 0 {
            first.push(format!("{} left before", flow.left_before));
        }
        first.push(format!("{} in screening{not_said}", flow.screening));
        first.push(format!("{} entered", flow.entered));
        let then = [
            (flow.treated, "treated"),
            (flow.going_on, "go on"),
            (flow.stopped, "stopped and followed"),
            (flow.withdrawn, "withdrawn"),
            (flow.lost, "lost"),
            (flow.died, "died"),
            (flow.completed, "completed"),
        ];
        let then = then.iter().filter(|(count, _)| *count > 0);
        let then: Vec<String> = then
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        if flow.void > 0 {
            first.push(format!("{} enrolled by mistake, not counted", flow.void));
        }
        let mut lines = vec![format!("Flow: {}", first.join(", "))];
        if flow.entered > 0 {
            lines.push(format!("Of those who entered: {}", then.join(", ")));
        }
        lines
    }

    fn deviating(&self, deviating: &Deviating) -> String {
        let all = deviating.all();
        if all == 0 {
            return "Deviations: none".to_owned();
        }
        let rules = deviating.by_rule().filter(|(_, count)| *count > 0);
        let rules: Vec<String> = rules
            .map(|(rule, count)| format!("{} {count}", self.deviation_rule(rule)))
            .collect();
        let people = match deviating.people {
            1 => "1 participant".to_owned(),
            people => format!("{people} participants"),
        };
        let major = match deviating.major {
            0 => String::new(),
            major => format!(", {major} judged major"),
        };
        format!("Deviations: {all} in {people}{major}: {}", rules.join(", "))
    }

    fn screening_columns(&self) -> [&'static str; 5] {
        [
            "Id",
            "Enrolled",
            "Consent",
            "Outcome",
            "Since, criteria not met",
        ]
    }

    fn no_day(&self) -> &'static str {
        "-"
    }

    fn screened(&self, screened: &Screened) -> &'static str {
        match screened {
            Screened::ByMistake => "by mistake",
            Screened::InScreening { .. } => "in screening",
            Screened::Failed { .. } => "failed",
            Screened::LeftBefore { .. } => "left before",
            Screened::Entered { .. } => "entered",
        }
    }

    fn screening_more(&self, screened: &Screened, criteria: &[String]) -> String {
        match screened {
            Screened::InScreening { fails: true } => "a criterion is not met".to_owned(),
            Screened::Failed { .. } if criteria.is_empty() => "no criterion is named".to_owned(),
            Screened::Failed { .. } => criteria.join("; "),
            Screened::ByMistake => "enrolled by mistake, not counted".to_owned(),
            Screened::InScreening { fails: false }
            | Screened::LeftBefore { .. }
            | Screened::Entered { .. } => String::new(),
        }
    }

    fn screening_log(&self) -> &'static str {
        "screening log"
    }

    fn analysis_sets(&self) -> &'static str {
        "Analysis sets"
    }

    fn analysis_set(&self, set: AnalysisSet, members: u32, drop_outs: bool) -> [String; 2] {
        let set = match set {
            AnalysisSet::Full => format!("Full ({members})"),
            AnalysisSet::PerProtocol => format!("Per protocol ({members})"),
        };
        let counts = match drop_outs {
            false => "as observed",
            true => "drop-outs failed",
        };
        [set, counts.to_owned()]
    }

    fn responders_at(&self, visit: &str) -> String {
        format!("Responders at {visit}, exact 95 % interval")
    }

    fn left_out(&self, left_out: &LeftOut, visit: &str) -> Vec<String> {
        let people = |count: u32| match count {
            1 => "1 participant".to_owned(),
            count => format!("{count} participants"),
        };
        let mut lines = Vec::new();
        if left_out.hidden > 0 {
            lines.push(format!(
                "Hidden: of {} you do not see earlier scores yet; enter the same measures first.",
                people(left_out.hidden)
            ));
        }
        let counts = [
            (left_out.to_come, format!("whose {visit} is to come")),
            (left_out.missed, format!("without {visit}")),
            (left_out.not_entered, "who did not enter".to_owned()),
            (left_out.unused, "whose data are not used".to_owned()),
        ];
        let counts: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, why)| format!("{count} {why}"))
            .collect();
        if !counts.is_empty() {
            lines.push(format!("Not counted: {}", counts.join(", ")));
        }
        let undecided: Vec<String> = left_out
            .undecided()
            .map(|(property, count)| format!("{} {count}", self.property(property)))
            .collect();
        if !undecided.is_empty() {
            lines.push(format!(
                "Assessed and not decided: {}",
                undecided.join(", ")
            ));
        }
        lines
    }

    fn study_interval(&self, low: Decimal, high: Decimal) -> String {
        format!("({low:.1} to {high:.1})")
    }

    fn study_medians(&self) -> &'static str {
        "Medians (participants)"
    }

    fn median_tis(&self) -> &'static str {
        "TIS"
    }

    fn median_dose(&self) -> &'static str {
        "Prednisone mg/d"
    }

    fn adverse_events(&self) -> &'static str {
        "Adverse events"
    }

    fn events_by_grade(&self, grades: &[u32; 5]) -> String {
        let grades: Vec<String> = grades.iter().map(u32::to_string).collect();
        format!("grade 1-5: {}", grades.join(" "))
    }

    fn serious_open(&self, events: u32) -> String {
        format!("serious, open: {events}")
    }

    fn who_locks_study(&self) -> &'static str {
        "An investigator or a manager locks and unlocks the study."
    }

    fn export_formats(&self) -> &'static str {
        "Export the data of the study"
    }

    fn export_format(&self, formats: Formats) -> &'static str {
        match formats {
            Formats::One(Format::Csv) => "tables, also for R, SPSS and Stata",
            Formats::One(Format::Redcap) => "a project of REDCap",
            Formats::One(Format::Odm) => "CDISC ODM 1.3.2, the current values",
            Formats::One(Format::OdmArchive) => "CDISC ODM 1.3.2, the whole trail",
            Formats::One(Format::DatasetJson) => "CDISC Dataset-JSON and Define-XML",
            Formats::One(Format::Xpt) => "SAS XPORT version 5",
            Formats::One(Format::Report) => "reports to read and to print",
            Formats::All => "all of them, each in a folder",
        }
    }

    fn exporting(&self, formats: Formats, percent: u64, key: Option<&str>) -> String {
        let said = match formats {
            Formats::One(format) => format!("Exporting {}: {percent} %", format.key()),
            Formats::All => format!("Exporting all formats: {percent} %"),
        };
        match key {
            Some(key) => format!("{said}  {key} stops it"),
            None => said,
        }
    }

    fn stop_export(&self) -> &'static str {
        "stop the export"
    }

    fn exported_to(&self, folder: &str) -> String {
        format!("Exported to {folder} of the study directory.")
    }

    fn exported_files(&self, folder: &str, files: usize, as_of: u64) -> String {
        format!("Exported to {folder} of the study directory: {files} files, as of entry {as_of}.")
    }

    fn export_stopped(&self) -> &'static str {
        "The export was stopped; nothing of it was kept."
    }

    fn export_interrupted(&self) -> &'static str {
        "The export was stopped when the connection was lost; nothing of it was kept."
    }

    fn who_exports(&self) -> &'static str {
        "Investigators, managers and monitors export the data of the study."
    }

    fn no_export_unconnected(&self) -> &'static str {
        "There is no connection. Export when the study is reached again."
    }

    fn export_goes_on(&self) -> &'static str {
        "An export goes on. Wait for its end, or stop it first."
    }

    fn leaving_export(&self) -> &'static str {
        "Leaving once the export has ended. Press the key once more to stop it and leave."
    }
}
