//! The doors of the running program: `crosswalkd serve` as a process, and what somebody gets who may not come in.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crosswalk_contract::{CreateSchool, GetStatus};
use crosswalk_sandbox::http::{Answer, Request, Target, send};
use crosswalk_server::attach::Visitor;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

fn crosswalkd(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosswalkd"));
    command.args(words).stdin(Stdio::null());
    command
}

/// A running `crosswalkd serve` on a folder of its own.
struct Program {
    child: Child,
    address: String,
    app: Target,
    listener: Target,
    folder: tempfile::TempDir,
}

impl Program {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data").display().to_string();
        let mut command =
            crosswalkd(&["serve", "--listen", "127.0.0.1:0", "--app-port", "0", "--data", &data]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let address =
            lines.find_map(|line| line.trim().strip_prefix("http://").map(|rest| format!("http://{rest}")));
        let pushed =
            lines.find_map(|line| line.strip_prefix("Sources push to 127.0.0.1:").map(str::to_owned));
        let port: u16 = pushed.unwrap().split(',').next().unwrap().parse().unwrap();
        let address = address.unwrap();
        let app =
            address.strip_prefix("http://127.0.0.1:").unwrap().split('/').next().unwrap().parse().unwrap();
        Self { child, address, app: target(app), listener: target(port), folder }
    }

    /// The path of the address that was printed, with its code.
    fn code(&self) -> &str {
        &self.address[format!("http://127.0.0.1:{}", self.app.port).len()..]
    }

    fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.app.port)
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _it_may_have_ended = self.child.kill();
        let _ = self.child.wait();
    }
}

fn target(port: u16) -> Target {
    Target { host: "127.0.0.1".into(), port, tls: false }
}

async fn ask(to: &Target, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let body = if method == "POST" { r#"{"request":"1","call":"status.get","args":{}}"# } else { "" };
    let request = Request::new(method, path, body).header("Content-Type", "application/json");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(name, *value));
    send(to, &request).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_code_from_elsewhere_or_by_another_name_there_is_nothing() {
    let program = Program::start();
    let origin = program.origin();
    for (method, path) in [("GET", "/"), ("GET", "/plans"), ("GET", "/app/events"), ("POST", "/app/call")] {
        let answer = ask(&program.app, method, path, &[("Origin", &origin)]).await;
        assert_eq!(answer.status, 401, "{path}");
        assert!(answer.text().starts_with("Open the address that crosswalkd printed."), "{}", answer.text());
    }
    assert_eq!(ask(&program.app, "GET", "/enter?code=guess", &[]).await.status, 401);
    let host = format!("evil.example:{}", program.app.port);
    for (foreign, status) in [(("Origin", "http://evil.example"), 403), (("Host", host.as_str()), 421)] {
        for (method, path) in [("GET", "/"), ("POST", "/app/call"), ("GET", program.code())] {
            let answer = ask(&program.app, method, path, &[foreign]).await;
            assert_eq!((answer.status, answer.body.len()), (status, 0), "{foreign:?} {path}");
            assert_eq!(answer.header("set-cookie"), None);
        }
    }
    let entered = ask(&program.app, "GET", program.code(), &[]).await;
    assert_eq!(entered.status, 200, "nothing before has used the code up");
    let cookie = entered.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    assert_eq!(ask(&program.app, "GET", program.code(), &[]).await.status, 401, "a used code is used");
    let inside = [("Cookie", cookie.as_str()), ("Origin", origin.as_str())];
    assert_eq!(ask(&program.app, "POST", "/app/call", &inside).await.status, 200);
    for foreign in [("Origin", "http://evil.example"), ("Host", host.as_str())] {
        let answer = ask(&program.app, "POST", "/app/call", &[("Cookie", &cookie), foreign]).await;
        assert_eq!(answer.body.len(), 0, "not even with the cookie: {foreign:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_ports_are_two_doors() {
    let program = Program::start();
    assert_ne!(program.app.port, program.listener.port);
    for path in ["/", "/enter", program.code(), "/app/call", "/app/attach", "/app/health", "/kamar", "/.env"]
    {
        for method in ["GET", "POST"] {
            let answer = ask(&program.listener, method, path, &[]).await;
            assert_eq!((answer.status, answer.body.len()), (404, 0), "{method} {path}");
        }
    }
    let entered = ask(&program.app, "GET", program.code(), &[]).await;
    assert_eq!(entered.status, 200, "the listener knows no codes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_attaches_instead_of_opening_the_folder() {
    let program = Program::start();
    let visitor = Visitor::enter(&program.address).await.unwrap();
    visitor.ask(CreateSchool { name: "Kōwhai Bay College".into() }).await.unwrap();
    let listen = ["serve", "--listen", "127.0.0.1:0", "--app-port", "0", "--data"];
    for words in [&["open", "--data"][..], &listen] {
        let data = program.data();
        let said = crosswalkd(&[words, &[data.as_str()]].concat()).output().unwrap();
        let text = String::from_utf8(said.stdout).unwrap();
        let address = text.lines().map(str::trim).find(|line| line.starts_with(&program.origin())).unwrap();
        let other = Visitor::enter(address).await.unwrap();
        assert_eq!(other.ask(GetStatus {}).await.unwrap().school.as_deref(), Some("Kōwhai Bay College"));
        assert!(Visitor::enter(address).await.is_err(), "the address works once");
    }
}

#[test]
fn nobody_else_is_spoken_to_in_the_clear() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    for address in ["0.0.0.0:0", "[::]:0"] {
        let said =
            crosswalkd(&["serve", "--listen", address, "--app-port", "0", "--data", &data]).output().unwrap();
        let text = String::from_utf8(said.stderr).unwrap();
        assert!(!said.status.success() && text.contains("without TLS"), "{address}: {text}");
    }
    // The screens have no setting by which they could leave this computer.
    let said = crosswalkd(&["serve", "--app-port", "0.0.0.0:4710"]).output().unwrap();
    assert!(!said.status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn senders_by_the_spoonful_keep_nobody_waiting_and_are_let_go() {
    let program = Program::start();
    let begun = Instant::now();
    let mut slow = Vec::new();
    for to in [&program.app, &program.listener] {
        for _ in 0..40 {
            let mut stream = TcpStream::connect(("127.0.0.1", to.port)).await.unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nHost: 127.").await.unwrap();
            slow.push(stream);
        }
    }
    assert_eq!(ask(&program.app, "GET", "/", &[]).await.status, 401);
    assert_eq!(ask(&program.listener, "POST", "/x", &[]).await.status, 404);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    for mut stream in slow {
        let spoon = stream.write_all(b"0").await;
        let mut rest = Vec::new();
        let end = tokio::time::timeout(Duration::from_secs(15), stream.read_to_end(&mut rest)).await;
        assert!(end.is_ok() || spoon.is_err(), "the connection stays open");
    }
    assert!(begun.elapsed() < Duration::from_secs(16), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_beyond_the_limit_is_not_read() {
    let program = Program::start();
    let entered = ask(&program.app, "GET", program.code(), &[]).await;
    let cookie = entered.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let origin = program.origin();
    let call = |bytes: usize| {
        let name = "x".repeat(bytes);
        Request::new(
            "POST",
            "/app/call",
            format!(r#"{{"request":"1","call":"roster.search","args":{{"text":"{name}"}}}}"#),
        )
        .header("Content-Type", "application/json")
        .header("Cookie", cookie.clone())
        .header("Origin", origin.clone())
    };
    // The connection may be closed before everything was sent.
    let large = send(&program.app, &call(20 << 20)).await;
    assert!(large.map_or(true, |answer| answer.status == 413));
    assert_ne!(send(&program.app, &call(10)).await.unwrap().status, 413);
}
