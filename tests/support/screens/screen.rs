//! A page in front of a person: what is read, what is pressed, what is typed.

use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, Locator};
use serde_json::Value;

use super::{browser, evidence, word};

/// How long a page may take. Most take no second; destinations follow the roster after half a minute of quiet.
const PATIENCE: Duration = Duration::from_secs(90);
const PAUSE: Duration = Duration::from_millis(50);
/// What the browser says of our own code when it breaks, and of anything that the content policy forbids.
const FAULTS: [&str; 4] = ["panicked at", "Uncaught", "Content Security Policy", "unreachable"];

/// A page in a browser or in the window. Cheap to clone.
#[derive(Clone)]
pub struct Screen {
    /// The browser.
    pub client: Client,
    /// The story that is told, for the names of pictures.
    pub story: &'static str,
    /// The port of a driver that keeps the browser's log.
    pub log: Option<u16>,
}

impl Screen {
    /// Loads an address.
    pub async fn goto(&self, address: &str) {
        self.client.goto(address).await.expect("the address can be loaded");
    }

    /// Everything that can be read on the page.
    pub async fn text(&self) -> String {
        let text = self.run("return document.body.innerText").await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Runs a script in the page; a page that is just being left answers nothing.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_default()
    }

    /// The path of the page.
    pub async fn path(&self) -> String {
        self.client.current_url().await.expect("the page has an address").path().to_owned()
    }

    /// Waits until the path begins like this.
    pub async fn at(&self, path: &str) {
        self.until(&format!("the page {path}"), async || self.path().await.starts_with(path)).await;
    }

    /// Waits until this can be read, whatever the case in which the styles set it.
    pub async fn see(&self, text: &str) {
        let wanted = text.to_lowercase();
        let can_be_read = async || self.text().await.to_lowercase().contains(&wanted);
        self.until(&format!("“{text}” on the page"), can_be_read).await;
    }

    /// Waits until a sentence of the screens can be read.
    pub async fn see_word(&self, name: &str) {
        self.see(&word(name)).await;
    }

    /// Whether this can be read now.
    pub async fn shows(&self, text: &str) -> bool {
        self.text().await.to_lowercase().contains(&text.to_lowercase())
    }

    /// Waits until the sentence at the head of the page is one of these.
    pub async fn head(&self, fits: impl Fn(&str) -> bool) -> String {
        let mut last = String::new();
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            last = self.sentence().await;
            if fits(&last) {
                return last;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("the head of the page says: {last}")
    }

    /// The sentence at the head of the page.
    pub async fn sentence(&self) -> String {
        let said = self.run("return document.querySelector('main h1')?.innerText ?? ''").await;
        said.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until something is so.
    pub async fn until(&self, what: &str, is_so: impl AsyncFn() -> bool) {
        let since = Instant::now();
        while !is_so().await {
            assert!(since.elapsed() < PATIENCE, "waited in vain for {what}");
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Presses the button or follows the link that says this.
    pub async fn press(&self, label: &str) {
        let label = quoted(label);
        let says = format!("contains(normalize-space(.), {label}) or @aria-label={label}");
        let path = format!("//button[not(@disabled) and ({says})] | //a[{says}]");
        self.act(&path, async |element: Element| element.click().await).await;
    }

    /// Presses the button or follows the link that bears a sentence of the screens.
    pub async fn press_word(&self, name: &str) {
        self.press(&word(name)).await;
    }

    /// Goes to a page by the navigation.
    pub async fn open(&self, path: &str) {
        let link = format!("//nav//a[@href={}]", quoted(path));
        self.act(&link, async |element: Element| element.click().await).await;
        self.at(path).await;
    }

    /// Types into the field of this label, in place of what is in it.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = format!("//*[@id=//label[contains(normalize-space(.), {})]/@for]", quoted(label));
        let typed = format!("\u{E009}a\u{E000}{text}");
        self.act(&field, async |element: Element| element.send_keys(&typed).await).await;
    }

    /// Types into the box that bears this name itself, in place of what is in it.
    pub async fn fill_named(&self, name: &str, text: &str) {
        let field = format!("//input[@aria-label={}]", quoted(name));
        let typed = format!("\u{E009}a\u{E000}{text}");
        self.act(&field, async |element: Element| element.send_keys(&typed).await).await;
    }

    /// Chooses what says this in the list of choices of this label.
    pub async fn choose(&self, label: &str, choice: &str) {
        let option = format!(
            "//select[@id=//label[contains(normalize-space(.), {})]/@for]/option[normalize-space(.)={}]",
            quoted(label),
            quoted(choice)
        );
        self.act(&option, async |element: Element| element.click().await).await;
    }

    /// Switches the switch of this label.
    pub async fn turn(&self, label: &str) {
        let switch =
            format!("//label[contains(normalize-space(.), {})]//input[@type='checkbox']", quoted(label));
        self.act(&switch, async |element: Element| element.click().await).await;
    }

    /// Chooses the radio that bears a sentence of the screens.
    pub async fn press_radio(&self, name: &str) {
        let radio = format!(
            "//label[.//input[@type='radio']][contains(normalize-space(.), {})]",
            quoted(&word(name))
        );
        self.act(&radio, async |element: Element| element.click().await).await;
    }

    /// Waits for an element and does something with it; a page that is just being drawn anew is asked again.
    pub async fn act(&self, path: &str, act: impl AsyncFn(Element) -> Result<(), CmdError>) {
        let since = Instant::now();
        loop {
            let done = match self.client.find(Locator::XPath(path)).await {
                Ok(element) => act(element).await,
                Err(error) => Err(error),
            };
            match done {
                Ok(()) => return,
                Err(error) => assert!(since.elapsed() < PATIENCE, "{path}: {error}"),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Presses keys wherever the focus is.
    pub async fn keys(&self, keys: &str) {
        let focused = self.client.active_element().await.expect("something has the focus");
        focused.send_keys(keys).await.expect("keys can be pressed");
    }

    /// How many elements a selector finds.
    pub async fn count(&self, selector: &str) -> usize {
        self.client.find_all(Locator::Css(selector)).await.map_or(0, |found| found.len())
    }

    /// Leaves a mark that a page loses when it is loaded anew.
    pub async fn mark(&self) {
        self.run("window.marked = true").await;
    }

    /// Whether the page has not been loaded anew since it was marked.
    pub async fn is_marked(&self) -> bool {
        self.run("return window.marked === true").await == Value::Bool(true)
    }

    /// What went wrong in the page by the browser's own word.
    pub async fn faults(&self) -> Vec<String> {
        let session = self.client.session_id().await.ok().flatten();
        let (Some(port), Some(session)) = (self.log, session) else { return Vec::new() };
        let said = browser::console(port, &session).await;
        said.into_iter().filter(|line| FAULTS.iter().any(|fault| line.contains(fault))).collect()
    }

    /// Nothing broke in the page.
    pub async fn assert_no_faults(&self) {
        let faults = self.faults().await;
        assert!(faults.is_empty(), "the page broke: {faults:?}");
    }

    /// Closes what was just said, as somebody does who wants to see what lies below.
    pub async fn close_toasts(&self) {
        self.run("document.querySelectorAll('.toast button').forEach(button => button.click())").await;
        self.until("no toast", async || self.count(".toast").await == 0).await;
    }

    /// Looks at the whole page: it fits the window, and its picture is kept where pictures are wanted.
    pub async fn look(&self, name: &str) {
        evidence::shoot(self, name).await;
        let over = self.run(OVERFLOW).await;
        assert!(over == Value::Bool(false), "the page “{name}” is larger than its window");
    }
}

/// Only parts of the page scroll, never the whole, and nothing is pushed out sideways.
const OVERFLOW: &str = "const all = document.documentElement, page = document.querySelector('main'); \
    return all.scrollHeight > all.clientHeight || all.scrollWidth > all.clientWidth || page.scrollWidth > page.clientWidth";

/// A text in quotation marks, as XPath reads it; no sentence of ours has the straight double mark.
fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
