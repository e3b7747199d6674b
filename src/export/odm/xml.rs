//! A thin layer over the XML writer: elements with their attributes, and texts without characters that XML forbids.
//!
//! XML 1.0 has no place for most control characters, not even escaped: each is replaced by U+FFFD and counted.

use crate::export::exporter::Fault;
use crate::export::legible::{is_in_xml, replaced};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;
use std::io::Write;

/// An attribute; one without a value is left out.
pub(super) type Attribute<'a> = (&'a str, Option<Cow<'a, str>>);

/// Returns an attribute with a value.
pub(super) fn with<'a>(name: &'a str, value: impl Into<Cow<'a, str>>) -> Attribute<'a> {
    (name, Some(value.into()))
}

/// Returns an attribute that may have a value.
pub(super) fn maybe<'a>(name: &'a str, value: Option<&'a str>) -> Attribute<'a> {
    (name, value.map(Cow::Borrowed))
}

/// An XML file, or a part of one, while it is written.
pub(super) struct Xml<W: Write> {
    out: Writer<W>,
    /// Names of the elements that are open.
    open: Vec<&'static str>,
    replaced: u64,
}

impl<W: Write> Xml<W> {
    /// Begins to write.
    pub(super) fn new(out: W) -> Self {
        Self {
            out: Writer::new_with_indent(out, b' ', 1),
            open: Vec::new(),
            replaced: 0,
        }
    }

    /// Writes what stands first in a file.
    pub(super) fn declare(&mut self) -> Result<(), Fault> {
        let first = BytesDecl::new("1.0", Some("UTF-8"), None);
        Ok(self.out.write_event(Event::Decl(first))?)
    }

    /// Opens an element.
    pub(super) fn open(
        &mut self,
        name: &'static str,
        attributes: &[Attribute<'_>],
    ) -> Result<(), Fault> {
        let start = self.start(name, attributes);
        self.out.write_event(Event::Start(start))?;
        self.open.push(name);
        Ok(())
    }

    /// Closes the element that was opened last.
    pub(super) fn close(&mut self) -> Result<(), Fault> {
        if let Some(name) = self.open.pop() {
            self.out.write_event(Event::End(BytesEnd::new(name)))?;
        }
        Ok(())
    }

    /// Writes an element that holds nothing.
    pub(super) fn leaf(
        &mut self,
        name: &'static str,
        attributes: &[Attribute<'_>],
    ) -> Result<(), Fault> {
        let start = self.start(name, attributes);
        Ok(self.out.write_event(Event::Empty(start))?)
    }

    /// Writes an element that holds text.
    pub(super) fn text(
        &mut self,
        name: &'static str,
        attributes: &[Attribute<'_>],
        text: &str,
    ) -> Result<(), Fault> {
        self.open(name, attributes)?;
        let text = legal(text, &mut self.replaced);
        self.out.write_event(Event::Text(BytesText::new(&text)))?;
        self.close()
    }

    /// Returns how many texts and values had characters that XML forbids.
    pub(super) fn replaced(&self) -> u64 {
        self.replaced
    }

    /// Returns what it writes into, in the middle of a file.
    pub(super) fn inner(&mut self) -> &mut W {
        self.out.get_mut()
    }

    fn start(&mut self, name: &'static str, attributes: &[Attribute<'_>]) -> BytesStart<'static> {
        let mut start = BytesStart::new(name);
        for (name, value) in attributes {
            if let Some(value) = value {
                let value = legal(value, &mut self.replaced);
                start.push_attribute((*name, value.as_ref()));
            }
        }
        start
    }
}

/// Returns a text in which what XML forbids is replaced; counts the texts that had any.
fn legal<'a>(text: &'a str, count: &mut u64) -> Cow<'a, str> {
    match replaced(text, is_in_xml) {
        None => Cow::Borrowed(text),
        Some((legible, _)) => {
            *count += 1;
            Cow::Owned(legible)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use quick_xml::Reader;

    fn written(text: &str) -> (String, u64) {
        let mut xml = Xml::new(Vec::new());
        xml.open("A", &[with("B", text)]).unwrap();
        xml.text("C", &[], text).unwrap();
        xml.close().unwrap();
        let replaced = xml.replaced();
        (
            String::from_utf8(std::mem::take(xml.inner())).unwrap(),
            replaced,
        )
    }

    /// Reads the attribute and the text back with a reader of XML.
    fn read(xml: &str) -> (String, String) {
        let mut reader = Reader::from_str(xml);
        let (mut value, mut text, mut inside) = (String::new(), String::new(), false);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) if start.name().as_ref() == "A" => {
                    let attribute = start.attributes().next().unwrap().unwrap();
                    value = quick_xml::escape::unescape(&attribute.value)
                        .unwrap()
                        .into_owned();
                }
                Event::Start(_) => inside = true,
                Event::Text(own) if inside => text.push_str(&own),
                Event::GeneralRef(own) if inside => {
                    let own = format!("&{};", &*own);
                    text.push_str(&quick_xml::escape::unescape(&own).unwrap());
                }
                Event::End(_) => inside = false,
                Event::Eof => return (value, text),
                _ => {}
            }
        }
    }

    #[test]
    fn what_xml_forbids_is_replaced_and_counted() {
        let (xml, replaced) = written("a\u{1}b\u{b}\u{ffff}c");
        assert_eq!(replaced, 2, "the value and the text");
        let expected = "a\u{fffd}b\u{fffd}\u{fffd}c".to_owned();
        assert_eq!(read(&xml), (expected.clone(), expected));
    }

    #[test]
    fn hostile_texts_come_back_as_they_were() {
        for text in ["\"'<>&", "]]>", "=1+1", "😀醛缩酶", "a\r\nb\tc\n", " ", ""] {
            let (xml, replaced) = written(text);
            assert_eq!(read(&xml), (text.to_owned(), text.to_owned()), "{xml}");
            assert_eq!(replaced, 0);
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back_but_for_what_is_forbidden(text in any::<String>()) {
            let expected: String = text.chars().map(|c| if is_in_xml(c) { c } else { '\u{fffd}' }).collect();
            let (xml, _) = written(&text);
            prop_assert_eq!(read(&xml), (expected.clone(), expected));
        }
    }
}
