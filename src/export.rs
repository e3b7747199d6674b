//! What leaves the study as files: tables as CSV and for statistics programs, REDCap, ODM, Dataset-JSON, XPORT, reports.
//!
//! Pure: each format is an [`Exporter`] that is given records or entries one at a time and writes into [`Files`]. It must
//! not open a file or a socket, nor ask a clock: the same data and options give the same bytes. Everything that it says is
//! computed by the domain, as the screens have it.

pub mod as_of;
pub mod csv;
pub mod dataset_json;
pub mod exporter;
mod fields;
pub mod files;
pub mod format;
mod legible;
pub mod manifest;
pub mod odm;
mod person;
pub mod redcap;
pub mod report;
pub mod run;
pub mod sdtm;
pub mod table;
pub mod xport;
pub mod xpt;

pub use as_of::AsOf;
pub use exporter::{Context, Exporter, Fault, Reads, Remark};
pub use files::Files;
pub use format::Format;
pub use person::Person;
