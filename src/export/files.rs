//! Where an export writes to. What stands behind it opens the files; an exporter only names them.

use std::io::{self, Read, Seek, Write};

/// Something that is written and read again before it is a part of a file.
pub trait Scratch: Read + Write + Seek {}

impl<T: Read + Write + Seek> Scratch for T {}

/// The files of an export.
pub trait Files {
    /// Begins a file; its name is a path of its own, with `/` between its parts, below the folder of the export.
    ///
    /// # Errors
    /// When it cannot be made, or was begun before.
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>>;

    /// Returns room for what has to be written before what comes before it is known, such as a number of rows.
    ///
    /// # Errors
    /// When there is none.
    fn scratch(&mut self) -> io::Result<Box<dyn Scratch>>;
}

/// Files in memory, for tests and for what is small.
#[derive(Clone, Debug, Default)]
pub struct InMemory {
    files: std::rc::Rc<std::cell::RefCell<std::collections::BTreeMap<String, Vec<u8>>>>,
}

impl InMemory {
    /// Returns the bytes of a file.
    pub fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        self.files.borrow().get(name).cloned()
    }

    /// Returns a file as text; what is none becomes the sign for that.
    pub fn text(&self, name: &str) -> Option<String> {
        let bytes = self.bytes(name)?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Returns the names of all files, in their order.
    pub fn names(&self) -> Vec<String> {
        self.files.borrow().keys().cloned().collect()
    }
}

struct Part {
    name: String,
    files: InMemory,
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut files = self.files.files.borrow_mut();
        files
            .entry(self.name.clone())
            .or_default()
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Files for InMemory {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
        let before = self.files.borrow_mut().insert(name.to_owned(), Vec::new());
        match before {
            Some(_) => Err(io::ErrorKind::AlreadyExists.into()),
            None => Ok(Box::new(Part {
                name: name.to_owned(),
                files: self.clone(),
            })),
        }
    }

    fn scratch(&mut self) -> io::Result<Box<dyn Scratch>> {
        Ok(Box::new(io::Cursor::new(Vec::new())))
    }
}
