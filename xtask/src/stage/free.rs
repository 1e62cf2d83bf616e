//! Free ports and folders of one's own.

use anyhow::{Context, Result};
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;

/// A port on loopback that nobody listens on.
pub fn port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no port is free on loopback")?;
    Ok(listener.local_addr()?.port())
}

/// A new folder of this process among the temporary files. Its path is short: it may hold sockets.
pub fn folder(purpose: &str) -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("crosswalk-{purpose}-{}", std::process::id()));
    // A folder of that name can only be left from an earlier process with the same number.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}
