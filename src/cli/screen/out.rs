//! Files that are written: under a name of their own until all is done.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::input::Digest;
use super::run::Results;

/// How much was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Bytes.
    pub bytes: u64,
    /// Their digest.
    pub digest: String,
}

/// A stream that knows how much went into it.
pub struct Tracked {
    to: Box<dyn Write + Send>,
    digest: Digest,
    bytes: u64,
}

impl Tracked {
    /// Writes to this.
    pub fn new(to: Box<dyn Write + Send>) -> Self {
        Self {
            to,
            digest: Digest::default(),
            bytes: 0,
        }
    }

    /// Writes all of it, or fails.
    pub fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.to.write_all(bytes)?;
        self.to.flush()?;
        self.digest.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    /// How much went in.
    pub fn written(&self) -> Written {
        Written {
            bytes: self.bytes,
            digest: self.digest.text(),
        }
    }
}

/// Where results go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Standard output.
    Standard,
    /// What is there and is no regular file: a pipe, a device. Written as it is.
    Stream(PathBuf),
    /// A file, whole or not there.
    File(PathBuf),
}

impl Target {
    /// What a path means.
    ///
    /// # Errors
    /// Where it is a folder, or cannot be looked at.
    pub fn new(path: &Path) -> io::Result<Self> {
        if super::input::is_standard(path) {
            return Ok(Self::Standard);
        }
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            // Through a link the file that it leads to is replaced, and the link stays.
            Ok(data) if data.is_file() && fs::symlink_metadata(path)?.is_symlink() => {
                Ok(Self::File(fs::canonicalize(path)?))
            }
            Ok(data) if data.is_file() => Ok(Self::File(path.to_owned())),
            Ok(_) => Ok(Self::Stream(path.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Ok(Self::File(path.to_owned()))
            }
            Err(error) => Err(error),
        }
    }

    /// The name until all is done.
    pub fn part(path: &Path) -> PathBuf {
        with(path, ".part")
    }

    /// Begins to write.
    ///
    /// # Errors
    /// Where the system does not let it be written.
    pub fn begin(&self) -> io::Result<Tracked> {
        Ok(Tracked::new(match self {
            Self::Standard => Box::new(io::stdout()),
            Self::Stream(path) => Box::new(OpenOptions::new().write(true).open(path)?),
            Self::File(path) => Box::new(File::create(Self::part(path))?),
        }))
    }

    /// Goes on where so much was written; none where the file does not hold that.
    ///
    /// # Errors
    /// Where it cannot be read or written.
    pub fn go_on(&self, written: &Written) -> io::Result<Option<Tracked>> {
        let Self::File(path) = self else {
            return Ok(None);
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .open(Self::part(path))?;
        let mut digest = Digest::default();
        let mut block = vec![0; 64 << 10];
        let mut rest = written.bytes;
        while rest > 0 {
            let most = usize::try_from(rest).map_or(block.len(), |rest| rest.min(block.len()));
            let read = file.read(block.get_mut(..most).unwrap_or_default())?;
            if read == 0 {
                return Ok(None);
            }
            digest.update(block.get(..read).unwrap_or_default());
            rest -= read as u64;
        }
        if digest.text() != written.digest {
            return Ok(None);
        }
        // What came after the last chunk that the journal knows is done again.
        file.set_len(written.bytes)?;
        file.seek(SeekFrom::Start(written.bytes))?;
        Ok(Some(Tracked {
            to: Box::new(file),
            digest,
            bytes: written.bytes,
        }))
    }

    /// Makes sure that the disk has it.
    ///
    /// # Errors
    /// Where the disk says no.
    pub fn settle(&self) -> io::Result<()> {
        match self {
            Self::File(path) => File::open(Self::part(path))?.sync_all(),
            Self::Standard | Self::Stream(_) => Ok(()),
        }
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// Where the system does not let it.
    pub fn finish(&self) -> io::Result<()> {
        match self {
            Self::File(path) => fs::rename(Self::part(path), path),
            Self::Standard | Self::Stream(_) => Ok(()),
        }
    }

    /// The file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Standard | Self::Stream(_) => None,
        }
    }
}

impl Write for Tracked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.put(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Results for Tracked {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        Tracked::put(self, bytes)
    }

    fn written(&self) -> Written {
        Tracked::written(self)
    }
}

/// A path with more behind its last part.
pub fn with(path: &Path, more: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(more);
    PathBuf::from(name)
}
