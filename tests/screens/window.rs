//! The real window: the job is done in it, and closing it is not quitting.

use std::process::Output;
use std::time::Duration;

use crosswalk_sandbox::http::{self, HttpError, Request, Target};
use crosswalk_tests::screens::words::beginning;
use crosswalk_tests::screens::{Account, Screen};

use super::pages::{self, approve, open_plan, plans_wait};

const TITLE: &str = "Crosswalk";
/// So long a window that must not come is waited for.
const LOOKED: Duration = Duration::from_secs(2);

#[tokio::test(flavor = "multi_thread")]
async fn closing_the_window_is_not_quitting() {
    let Some(account) = Account::new("the real window") else { return };
    let window = async |screen: Screen| {
        pages::open_demo(&screen).await;
        screen.look("overview").await;
        a_plan_is_applied(&screen).await;
        let port = listener(&screen).await;
        the_window_closes(&screen, &account, port).await;
        a_link_is_followed(&screen, &account).await;
        others_attach(&screen, &account).await;
        it_quits_when_told(&screen, &account, port).await;
        it_starts_without_a_window(&screen, &account).await;
    };
    account.in_window("window", &["--pupils", "200"], window).await;
}

/// Nobody asks for a run: the destinations follow the roster once it is quiet, and wait for a person's word.
async fn a_plan_is_applied(screen: &Screen) {
    plans_wait(screen, 2).await;
    open_plan(screen, "Te Kete Ako").await;
    screen.look("plan").await;
    let sentence = approve(screen).await;
    assert!(sentence.starts_with("Adds "), "{sentence}");
    screen.look("run").await;
}

/// The listener's port, as the foot of the navigation tells it.
async fn listener(screen: &Screen) -> u16 {
    let text = screen.text().await;
    let address =
        text.split(&beginning("foot_listening")).nth(1).and_then(|rest| rest.split_whitespace().next());
    address.and_then(|address| address.rsplit(':').next()?.parse().ok()).expect("the listener's port")
}

/// What a source that pushes without a password is answered; an error when nobody is there.
async fn pushed(port: u16) -> Result<u16, HttpError> {
    let to = Target { host: "127.0.0.1".into(), port, tls: false };
    let request = Request::new("POST", "/kamar", "{}").header("Content-Type", "application/json");
    http::send(&to, &request).await.map(|answer| answer.status)
}

async fn the_window_closes(screen: &Screen, account: &Account, port: u16) {
    let before = pushed(port).await.expect("the listener answers");
    account.desk.close(TITLE);
    screen.until("the window closed", async || !account.desk.shows(TITLE)).await;
    assert_eq!(pushed(port).await.unwrap(), before, "the listener goes on answering");
    does(account, &[]);
    screen.until("the window again", async || account.desk.shows(TITLE)).await;
}

/// A second start hands its link to the window that runs; what is none of our pages leads nowhere.
async fn a_link_is_followed(screen: &Screen, account: &Account) {
    let open = |link: &str| does(account, &[link]);
    open("crosswalk://runs?state=failed");
    screen.at("/runs").await;
    screen
        .until("what the link chose", async || screen.run("return location.search").await == "?state=failed")
        .await;
    for link in
        ["crosswalk://gallery", "crosswalk://runs/../audit", "crosswalk://holds#x", "https://name.example/"]
    {
        open(link);
    }
    open("crosswalk://holds");
    screen.at("/holds").await;
    // A link that comes while the page is loading waits for it.
    screen.run("location.reload()").await;
    open("crosswalk://audit");
    screen.at("/audit").await;
    let here = screen.run("return location.protocol + location.host").await;
    assert!(here == "tauri:localhost" || here == "http:tauri.localhost", "still our own screens: {here}");
}

/// Nobody else opens the data folder: a daemon names the screens of the one that runs, another window is a guest.
async fn others_attach(screen: &Screen, account: &Account) {
    let daemon = account.daemon(&["serve", "--listen", "127.0.0.1:0", "--app-port", "0"]).output().unwrap();
    let said = told(&daemon);
    assert!(daemon.status.success() && said.contains("runs on this data folder already"), "{said}");
    let address = said.split_whitespace().find(|word| word.starts_with("http://")).expect("an address");
    assert_eq!(opened(address).await, 200, "the address opens the screens of the one that runs");

    let data = account.data().display().to_string();
    let school = screen.run("return document.querySelector('.school').innerText").await;
    let guest = async |guest: Screen| {
        guest.see(school.as_str().unwrap()).await;
        guest.open("/runs").await;
        guest.until("the runs of the owner", async || pages::rows(&guest).await.len() > 2).await;
        guest.look("runs").await;
    };
    account.in_window("guest", &["--data", &data], guest).await;
}

async fn opened(address: &str) -> u16 {
    let (host, path) = address.trim_start_matches("http://").split_once('/').unwrap();
    let (host, port) = host.split_once(':').unwrap();
    let to = Target { host: host.into(), port: port.parse().unwrap(), tls: false };
    http::send(&to, &Request::new("GET", &format!("/{path}"), "")).await.unwrap().status
}

async fn it_quits_when_told(screen: &Screen, account: &Account, port: u16) {
    does(account, &["--quit"]);
    screen.until("the end of the listener", async || pushed(port).await.is_err()).await;
    screen.until("the end of the window", async || !account.desk.shows(TITLE)).await;
    does(account, &["--quit"]);
    assert!(!account.desk.shows(TITLE), "nothing is opened only to be quit");
}

/// Started with the computer it opens no window until somebody asks for it.
async fn it_starts_without_a_window(screen: &Screen, account: &Account) {
    let mut started = account.window(&["--hidden"]).spawn().unwrap();
    let runs = async || account.daemon(&["open"]).output().unwrap().status.success();
    screen.until("the house without a window", runs).await;
    tokio::time::sleep(LOOKED).await;
    assert!(!account.desk.shows(TITLE), "a window was opened");
    does(account, &[]);
    screen.until("the window that was asked for", async || account.desk.shows(TITLE)).await;
    does(account, &["--quit"]);
    assert!(started.wait().unwrap().success());
}

/// Starts Crosswalk beside the one that runs; it ends well, or says why not.
fn does(account: &Account, arguments: &[&str]) {
    let output = account.window(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?} ended with {}: {}", output.status, told(&output));
}

fn told(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}
