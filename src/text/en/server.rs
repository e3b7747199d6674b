//! What the server says to the person at a terminal, beside refusals.

use crate::text::English;
use crate::text::server::Server;

impl Server for English {}
