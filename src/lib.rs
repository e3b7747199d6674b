//! `coreset`: the IMACS core set measures of a myositis trial, entered at the bedside.

pub mod app;
pub mod client;
pub mod domain;
pub mod input;
pub mod server;
pub mod store;
