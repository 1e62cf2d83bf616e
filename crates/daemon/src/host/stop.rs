//! The signals that ask a program to end.

use tokio::signal;

/// Waits until a terminal or the system asks this program to end. Where that cannot be heard, it waits for ever.
#[cfg(unix)]
pub async fn stopped() {
    match signal::unix::signal(signal::unix::SignalKind::terminate()) {
        Err(_) => interrupted().await,
        Ok(mut terminate) => {
            tokio::select! {
                () = interrupted() => {}
                _ = terminate.recv() => {}
            }
        }
    }
}

/// Waits until a terminal or the system asks this program to end. Where that cannot be heard, it waits for ever.
#[cfg(not(unix))]
pub async fn stopped() {
    interrupted().await;
}

async fn interrupted() {
    if signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
