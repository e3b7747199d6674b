//! The steps of an export: asked for, begun by the receipt of its entry, stopped, ended.
//!
//! The server writes the files; here is only what it says of them. Must not outlive the connection: a lost one stops it.

use crate::domain::record::event::Event;
use crate::domain::record::exports::Formats;
use crate::domain::rules::who::allowed;
use crate::protocol::messages::{ExportEnd, Request};
use crate::screens::effect::Effect;
use crate::screens::picker::state::Purpose;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::asked::Asked;
use crate::screens::workspace::exporting::Exporting;
use crate::screens::workspace::notice::Notice;

/// Returns the event which says that the data of the study are given out.
fn given_out(formats: Formats) -> Event {
    Event::Copied {
        what: formats.what(),
        participant: None,
    }
}

impl Workspace {
    /// Returns whether the user may give the data of the study out.
    pub(crate) fn may_export(&self) -> bool {
        self.has_role(allowed(&given_out(Formats::All)))
    }

    /// Offers the formats, or says why nothing can be given out now.
    pub(crate) fn offer_formats(&mut self) {
        let language = self.language;
        let words = if !self.may_export() {
            language.who_exports()
        } else if self.connection.lost.is_some() {
            language.no_export_unconnected()
        } else if self.exporting.goes_on() {
            language.export_goes_on()
        } else {
            return self.ask(Purpose::Export);
        };
        self.notice = Some(Notice::warn(words));
    }

    /// Says in the record that the data are given out; the export begins with the receipt.
    pub(crate) fn export(&mut self, formats: Formats) -> Vec<Effect> {
        if self.connection.lost.is_some() || self.exporting.goes_on() || !self.may_export() {
            // It was so when the formats were offered, and is no longer.
            self.offer_formats();
            return Vec::new();
        }
        let effects = self.send(vec![given_out(formats)]);
        if let Some(request) = self.saving.newest() {
            self.exporting = Exporting::Asked {
                request: request.to_owned(),
                formats,
                stopped: false,
            };
        }
        effects
    }

    /// Stops the export.
    pub(crate) fn stop_export(&mut self) -> Vec<Effect> {
        match &mut self.exporting {
            Exporting::Asked { stopped, .. } => {
                *stopped = true;
                Vec::new()
            }
            Exporting::GoesOn { .. } => vec![Effect::Send(Request::StopExport)],
            Exporting::Nothing | Exporting::Done(_) | Exporting::Failed(_) => Vec::new(),
        }
    }

    /// Begins the export whose entry was stored, unless it was stopped meanwhile.
    pub(crate) fn begin_export(&mut self, request: &str, entry: u64) -> Vec<Effect> {
        let (formats, stopped) = match &self.exporting {
            Exporting::Asked {
                request: own,
                formats,
                stopped,
            } if own == request => (*formats, *stopped),
            _ => return Vec::new(),
        };
        if stopped {
            self.exporting = Exporting::Nothing;
            self.notice = Some(Notice::info(self.language.export_stopped()));
            return Vec::new();
        }
        self.exporting = Exporting::GoesOn {
            entry,
            formats,
            percent: 0,
        };
        self.question(Asked::Export, Request::Export { entry })
    }

    /// Learns that the entry of an export is not stored; returns whether the request was one.
    pub(crate) fn is_export_refused(&mut self, request: &str, reason: &str, is_seen: bool) -> bool {
        let own =
            matches!(&self.exporting, Exporting::Asked { request: own, .. } if own == request);
        if own {
            // Nobody waits for a file that begins to be written later by itself.
            self.saving.drop(request);
            self.export_failed(reason.to_owned(), is_seen);
        }
        own
    }

    /// Learns how far the export is.
    pub(crate) fn export_is_at(&mut self, of: u64, done: u64, all: u64) {
        if let Exporting::GoesOn { entry, percent, .. } = &mut self.exporting
            && *entry == of
        {
            *percent = done.saturating_mul(100) / all.max(1);
        }
    }

    /// Learns that the export has ended; where the study screen says so, `is_seen`, no notice does.
    pub(crate) fn export_ended(&mut self, of: u64, end: ExportEnd, is_seen: bool) {
        let own = matches!(&self.exporting, Exporting::GoesOn { entry, .. } if *entry == of);
        if !own {
            return;
        }
        match end {
            ExportEnd::Done(placed) => {
                if !is_seen {
                    let words = self.language.exported_to(&placed.folder);
                    self.notice = Some(Notice::info(words));
                }
                self.exporting = Exporting::Done(placed);
            }
            ExportEnd::Stopped => {
                self.notice = Some(Notice::info(self.language.export_stopped()));
                self.exporting = Exporting::Nothing;
            }
            ExportEnd::Failed(why) => self.export_failed(self.language.refusal(&why), is_seen),
        }
    }

    /// Learns that there is no export.
    pub(crate) fn export_failed(&mut self, reason: String, is_seen: bool) {
        if !is_seen {
            self.notice = Some(Notice::error(reason.clone()));
        }
        self.exporting = Exporting::Failed(reason);
    }

    /// Learns that the connection is gone, which has stopped the export.
    pub(crate) fn export_interrupted(&mut self) {
        if let Exporting::Asked { request, .. } = &self.exporting {
            let request = request.clone();
            self.saving.drop(&request);
        }
        if self.exporting.goes_on() {
            self.exporting = Exporting::Failed(self.language.export_interrupted().to_owned());
        }
    }

    /// Forgets what came of the last export, which was read.
    pub(crate) fn forget_export(&mut self) {
        if !self.exporting.goes_on() {
            self.exporting = Exporting::Nothing;
        }
    }
}
