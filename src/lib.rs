//! `coreset`: the IMACS core set measures of a myositis trial, entered at the bedside.

pub mod app;
pub mod batch;
pub mod cli;
pub mod client;
pub mod domain;
pub mod input;
