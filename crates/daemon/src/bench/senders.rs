//! Senders: as little of a KAMAR as a measurement needs, written by hand over TCP.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// Where to push, and with which credentials.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct Target {
    pub(super) port: u16,
    pub(super) path: String,
    /// The value of the `Authorization` header.
    pub(super) authorization: String,
}

/// Sends all messages, some at once; answers per second.
pub(super) async fn rate(target: &Target, messages: &[Vec<u8>], at_once: usize) -> Result<f64> {
    let messages: Arc<Vec<Vec<u8>>> = Arc::new(messages.to_vec());
    let start = Instant::now();
    let mut senders = JoinSet::new();
    for sender in 0..at_once {
        let (target, messages) = (target.clone(), messages.clone());
        senders.spawn(async move {
            for message in messages.iter().skip(sender).step_by(at_once) {
                answer_after_last_byte(&target, message).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(sender) = senders.join_next().await {
        sender??;
    }
    Ok(messages.len() as f64 / start.elapsed().as_secs_f64())
}

/// Sends one message; the time from its last byte to the end of its answer.
pub(super) async fn answer_after_last_byte(target: &Target, message: &[u8]) -> Result<Duration> {
    let mut stream = TcpStream::connect(("127.0.0.1", target.port)).await?;
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAuthorization: {}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        target.path,
        target.port,
        target.authorization,
        message.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(message).await?;
    let sent = Instant::now();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let took = sent.elapsed();
    if !answer.starts_with(b"HTTP/1.1 200") {
        bail!("a push was not answered well: {}", String::from_utf8_lossy(&answer[..answer.len().min(60)]));
    }
    Ok(took)
}
