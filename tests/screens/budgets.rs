//! How many presses of the pointer each job takes: never more than its budget. What is typed is not counted.
//!
//! Jobs begin at the overview. Five begin on their own page, because they are about what is open there already: the
//! trial of a connection, the sure suggestions of a mapping, the story of a value, one conflict, the audit's chain.

use crosswalk_tests::screens::words::beginning;
use crosswalk_tests::screens::{Screen, Served, in_browser, word};

use super::hard_days;
use super::pages::{self, figure, open_plan, plans_wait, run_ends};

/// What was spent, job by job.
pub struct Till<'a> {
    /// The screen of the story.
    pub screen: &'a Screen,
    spent: Vec<(&'static str, u64, u64)>,
}

impl Till<'_> {
    /// Does a job that may take so many presses, and notes how many it took.
    pub async fn pay(&mut self, job: &'static str, budget: u64, does: impl AsyncFnOnce(&Screen)) {
        let before = self.screen.presses().await;
        does(self.screen).await;
        self.spent.push((job, self.screen.presses().await - before, budget));
    }

    /// The same, from the overview.
    pub async fn at_home(&mut self, job: &'static str, budget: u64, does: impl AsyncFnOnce(&Screen)) {
        self.screen.open("/overview").await;
        self.pay(job, budget, does).await;
    }

    fn close(self) {
        let line = |(job, took, budget): &(&str, u64, u64)| format!("{took} of {budget}  {job}\n");
        let bill: String = self.spent.iter().map(line).collect();
        let over = self.spent.iter().filter(|(_, took, budget)| took > budget).count();
        assert_eq!(over, 0, "{over} jobs take too many presses:\n{bill}");
        // A count that stands still would keep every budget.
        assert!(self.spent.iter().any(|(_, took, _)| *took >= 3), "nothing was counted:\n{bill}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_job_takes_more_presses_than_its_budget() {
    in_browser("budgets", async |screen| {
        let house = Served::open(60).await;
        screen.goto(&house.address()).await;
        screen.count_presses().await;
        let mut till = Till { screen: &screen, spent: Vec::new() };
        first_run(&mut till).await;
        house.settle().await;
        plans(&mut till).await;
        house.settle().await;
        settings(&mut till).await;
        care(&mut till).await;
        mapping(&mut till).await;
        hard_days::pass(&mut till, &house).await;
        till.close();
        house.close().await;
    })
    .await;
}

async fn first_run(till: &mut Till<'_>) {
    let since = std::time::Instant::now();
    till.pay("first run: the demo school’s result", 3, async |screen| pages::open_demo(screen).await).await;
    assert!(since.elapsed().as_secs() < 60, "the demo took {:?}", since.elapsed());
}

/// Is everything fine? The plans that wait, one of them approved, and the story of one of its values.
async fn plans(till: &mut Till<'_>) {
    till.at_home("overview: whether everything is fine", 0, async |screen| {
        let said = screen.sentence().await;
        assert!(said.ends_with('.'), "{said}");
        assert!(figure(screen, "figure_classes").await > 0);
    })
    .await;
    till.at_home("plan: a preview", 1, async |screen| {
        screen.press_word("overview_run").await;
        plans_wait(screen, 2).await;
    })
    .await;
    till.at_home("overview: the worst problem", 1, worst).await;
    open_plan(till.screen, "EdPsych Connect").await;
    till.screen.keys("j").await;
    till.screen.keys("\u{E007}").await;
    till.pay("lineage: where a value comes from", 1, async |screen| {
        screen.press_word("lineage_from").await;
        screen.until("the story", async || screen.count("aside.lineage h2").await == 1).await;
    })
    .await;
    for job in ["plan: apply one", "plan: apply the next"] {
        till.at_home(job, 2, apply).await;
    }
}

/// Opens what stands first among what waits.
pub async fn worst(screen: &Screen) {
    let first = "(//section[contains(@class, 'waiting-list')]//li//button)[1]";
    screen.act(first, async |button| button.click().await).await;
    screen.until("another page", async || screen.path().await != "/overview").await;
}

async fn apply(screen: &Screen) {
    worst(screen).await;
    screen.at("/plan/").await;
    screen.press(&beginning("plan_approve")).await;
    screen.at("/runs/").await;
    run_ends(screen).await;
}

async fn settings(till: &mut Till<'_>) {
    till.at_home("settings: another theme", 2, async |screen| {
        screen.open("/settings").await;
        screen.press_radio("theme_dark").await;
        screen.until("ink inverted", async || screen.count("[data-theme=dark]").await == 1).await;
    })
    .await;
    till.screen.press_radio("theme_system").await;
    till.at_home("schedules: one of each night", 3, async |screen| {
        screen.open("/schedules").await;
        screen.press_word("schedule_set").await;
        let save = format!("//dialog[@open]//button[contains(., '{}')]", word("schedule_save"));
        screen.act(&save, async |button| button.click().await).await;
        screen.until("the form gone", async || screen.count("dialog[open]").await == 0).await;
    })
    .await;
    till.at_home("alerts: of something more or less", 3, async |screen| {
        screen.open("/alerts").await;
        screen.turn(&word("rule_backup_old")).await;
        screen.press_word("alerts_save").await;
        screen.see_word("alerts_saved").await;
    })
    .await;
}

async fn care(till: &mut Till<'_>) {
    till.at_home("privacy: everything that is kept of one person", 4, async |screen| {
        screen.open("/privacy").await;
        screen.fill(&word("person_find"), "an").await;
        screen.act("(//*[contains(@class, 'find-person')]//li//a)[1]", async |link| link.click().await).await;
        screen.press_word("person_export_do").await;
        screen.see_word("person_exported").await;
    })
    .await;
    till.at_home("deliveries: replay one", 2, async |screen| {
        screen.open("/deliveries").await;
        screen.press_word("delivery_replay").await;
        screen.until("an answer", async || screen.count(".toast").await > 0).await;
    })
    .await;
    till.screen.close_toasts().await;
    till.screen.open("/audit").await;
    till.pay("audit: verify the chain", 1, async |screen| {
        screen.press_word("audit_verify").await;
        screen.see("every link holds").await;
    })
    .await;
}

/// Two rules are taken away; whatever is sure is mapped again by one press.
async fn mapping(till: &mut Till<'_>) {
    let screen = till.screen;
    pages::open_mapping(screen, "Te Kete Ako").await;
    for field in ["email", "family_name"] {
        pages::unmap(screen, field).await;
    }
    let sure = beginning("suggest_take_all.other");
    screen.until("what is sure", async || screen.shows(&sure).await).await;
    till.pay("mapping: accept all that are sure", 1, async |screen| {
        screen.press(&sure).await;
        let is_free = async |field| pages::free_fields(screen).await.iter().any(|name| name == field);
        screen.until("both mapped", async || !is_free("email").await && !is_free("family_name").await).await;
    })
    .await;
}
