//! The listener's certificate: generated once and kept, or the school's own.

use std::path::{Path, PathBuf};

use crosswalk_server::{Tls, tls};

use super::{HostError, read_text, write_private};

/// How the listener is encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Encryption {
    /// Not at all: on loopback, or behind a proxy.
    #[default]
    Off,
    /// By a certificate that is made once and kept in the data folder.
    Generated,
    /// By the school's own.
    Own {
        /// The chain, as PEM.
        certificate: PathBuf,
        /// The key, as PEM.
        key: PathBuf,
    },
}

impl Encryption {
    /// Reads the certificate, and makes it first where it is to be generated. `names` are those that it is made for.
    pub(super) fn load(&self, folder: &Path, names: &[String], year: i32) -> Result<Option<Tls>, HostError> {
        match self {
            Self::Off => Ok(None),
            Self::Own { certificate, key } => Ok(Some(read(certificate, key)?)),
            Self::Generated => {
                let folder = folder.join("tls");
                let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
                if !certificate.exists() || !key.exists() {
                    std::fs::create_dir_all(&folder).map_err(HostError::file(&folder))?;
                    let made = tls::generate(names, year)?;
                    write_private(&key, &made.key)?;
                    write_private(&certificate, &made.certificate)?;
                }
                Ok(Some(read(&certificate, &key)?))
            }
        }
    }
}

fn read(certificate: &Path, key: &Path) -> Result<Tls, HostError> {
    let text = |path: &Path| {
        let missing = || HostError::file(path)(std::io::ErrorKind::NotFound.into());
        read_text(path)?.ok_or_else(missing)
    };
    Ok(Tls::from_pem(&text(certificate)?, &text(key)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_certificate_stays_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let load =
            || Encryption::Generated.load(folder.path(), &["localhost".to_owned()], 2026).unwrap().unwrap();
        assert_eq!(load().fingerprint(), load().fingerprint());
        let own = Encryption::Own {
            certificate: folder.path().join("tls/certificate.pem"),
            key: folder.path().join("tls/key.pem"),
        };
        let own = own.load(folder.path(), &[], 2026).unwrap().unwrap();
        assert_eq!(own.fingerprint(), load().fingerprint());
    }

    #[test]
    fn a_certificate_that_is_not_there_is_named() {
        let own = Encryption::Own { certificate: "missing.pem".into(), key: "missing.key".into() };
        let error = own.load(Path::new(""), &[], 2026).unwrap_err().to_string();
        assert!(error.contains("missing.pem"), "{error}");
    }
}
