//! The screens: a folder for each, over a workspace that they share and a stack that holds what is open.
//!
//! Pure: no I/O, no clock, no threads. A screen gets keys and answers with effects; drawing reads and changes nothing.

pub(crate) mod age;
pub mod amendment;
pub mod app;
pub mod backup_status;
pub mod canvas;
pub mod change;
pub(crate) mod cursor;
pub mod drafts;
pub mod effect;
pub(crate) mod explained;
pub(crate) mod footer;
pub mod form;
pub mod goto;
pub mod header;
pub mod help;
pub mod history;
pub mod key_hints;
pub mod lasting;
pub mod late_entry;
pub(crate) mod line_edit;
pub mod lock;
pub mod logs;
pub mod look;
pub mod model;
pub mod note;
pub mod participant;
pub mod participants;
pub mod passphrase;
pub mod picker;
pub mod presence;
pub mod put_aside;
pub mod queries;
pub mod review;
pub(crate) mod scene;
pub(crate) mod screen;
pub mod screen_lock;
pub mod sign;
pub mod stack;
pub mod study;
pub(crate) mod text_limit;
pub mod timeline;
pub mod view;
pub mod visit;
pub mod workspace;
