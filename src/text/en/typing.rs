//! What a field says about text that is typed into it: what it expects, and why a text is no answer.

use crate::text::English;
use crate::text::typing::Typing;

impl Typing for English {}
