//! Reads an answer: head, then a body by length, by chunks or to the end.

use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};

use super::HttpError;
use super::stream::Stream;

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers as sent.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of a name, regardless of case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as text; odd bytes replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; `null` when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

type Reader = BufReader<Box<dyn Stream>>;

/// Reads answers until one is final.
pub async fn read_final(stream: &mut Reader, method: &str) -> Result<Answer, HttpError> {
    loop {
        let answer = read(stream, &[], method).await?;
        if answer.status >= 200 {
            return Ok(answer);
        }
    }
}

/// Reads one answer, of which the first bytes were read before.
pub async fn read(stream: &mut Reader, first: &[u8], method: &str) -> Result<Answer, HttpError> {
    let status = status(&line(stream, first).await?)?;
    let mut headers = Vec::new();
    loop {
        let line = line(stream, &[]).await?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or(HttpError::NotHttp)?;
        headers.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    let mut answer = Answer { status, headers, body: Vec::new() };
    if method != "HEAD" && status >= 200 && status != 204 && status != 304 {
        answer.body = body(stream, &answer).await?;
    }
    Ok(answer)
}

fn status(line: &str) -> Result<u16, HttpError> {
    let mut words = line.split(' ');
    let version = words.next().unwrap_or_default();
    let status = words.next().and_then(|word| word.parse().ok());
    status.filter(|_| version.starts_with("HTTP/1.")).ok_or(HttpError::NotHttp)
}

async fn line(stream: &mut Reader, first: &[u8]) -> Result<String, HttpError> {
    let mut bytes = first.to_vec();
    let read = stream.read_until(b'\n', &mut bytes).await.map_err(|_| HttpError::Cut)?;
    if read == 0 || !bytes.ends_with(b"\n") {
        return Err(HttpError::Cut);
    }
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

async fn body(stream: &mut Reader, answer: &Answer) -> Result<Vec<u8>, HttpError> {
    if answer.header("transfer-encoding").is_some_and(|v| v.eq_ignore_ascii_case("chunked")) {
        return chunks(stream).await;
    }
    let mut bytes = Vec::new();
    match answer.header("content-length").and_then(|v| v.parse::<usize>().ok()) {
        Some(length) => {
            bytes.resize(length, 0);
            stream.read_exact(&mut bytes).await.map_err(|_| HttpError::Cut)?;
        }
        None => {
            stream.read_to_end(&mut bytes).await.map_err(|_| HttpError::Cut)?;
        }
    }
    Ok(bytes)
}

async fn chunks(stream: &mut Reader) -> Result<Vec<u8>, HttpError> {
    let mut bytes = Vec::new();
    loop {
        let line = line(stream, &[]).await?;
        let size = usize::from_str_radix(line.split(';').next().unwrap_or_default(), 16)
            .map_err(|_| HttpError::NotHttp)?;
        let start = bytes.len();
        bytes.resize(start + size + 2, 0);
        stream.read_exact(&mut bytes[start..]).await.map_err(|_| HttpError::Cut)?;
        bytes.truncate(start + size);
        if size == 0 {
            return Ok(bytes);
        }
    }
}
