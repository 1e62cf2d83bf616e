//! The supervisor: every task has a name, a cancellation token and a place in the shutdown.

use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// How long a shutdown waits for tasks to end by themselves.
const GRACE: Duration = Duration::from_secs(10);

/// Starts tasks and ends them together.
#[derive(Debug, Default)]
pub struct Supervisor {
    cancel: CancellationToken,
    tasks: Mutex<JoinSet<()>>,
}

impl Supervisor {
    /// Starts a task. It should end soon after [`Supervisor::token`] is cancelled.
    pub fn start(&self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.tasks();
        while tasks.try_join_next().is_some() {}
        tasks.spawn(noted(name, task));
    }

    fn tasks(&self) -> MutexGuard<'_, JoinSet<()>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A token that is cancelled when the house shuts down.
    pub fn token(&self) -> CancellationToken {
        self.cancel.child_token()
    }

    /// Whether the house is shutting down.
    pub fn is_ending(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// Cancels all tasks and waits for them.
    pub async fn shutdown(&self) {
        self.cancel.cancel();
        let mut tasks = std::mem::take(&mut *self.tasks());
        let all = async { while tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(GRACE, all).await.is_err() {
            tracing::warn!("Some tasks did not end in ten seconds and were stopped");
        }
    }
}

/// Runs a task and notes in the log when it starts and ends.
async fn noted(name: &'static str, task: impl Future<Output = ()>) {
    tracing::debug!(task = name, "A task starts");
    task.await;
    tracing::debug!(task = name, "A task has ended");
}
