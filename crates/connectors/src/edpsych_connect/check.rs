//! Trying everything that a sync will need, in stages.

use std::collections::BTreeSet;

use crosswalk_connector_kit::{CancellationToken, CheckResult, KitError};

use super::School;
use super::catalog;
use super::client::forbidden;
use super::wire::Meta;

const REACH: &str = "Reach the service";
const SIGN_IN: &str = "Sign-in";
const SCOPES: &str = "Permissions";
const VERSION: &str = "Version";
const RESOURCES: &str = "Records that it keeps";

/// The version of the API that this connector speaks.
const MAJOR: &str = "1";

/// Runs all checks.
pub(super) async fn run(school: &School, cancel: &CancellationToken) -> Vec<CheckResult> {
    let meta = match sign_in(school, cancel).await {
        Ok(meta) => meta,
        Err(checks) => return checks,
    };
    let signed_in = CheckResult::passed(SIGN_IN, "The client id and the client secret are right.");
    vec![reached(), signed_in, scopes(school, &meta), version(&meta), resources(&meta)]
}

fn reached() -> CheckResult {
    CheckResult::passed(REACH, "EdPsych Connect answers.")
}

async fn sign_in(school: &School, cancel: &CancellationToken) -> Result<Meta, Vec<CheckResult>> {
    let signed_in = async {
        school.roster.token(cancel).await?;
        school.roster.meta(cancel).await
    };
    signed_in.await.map_err(|error| {
        let failed = |name| CheckResult::failed(name, error.to_string());
        let stages = match error {
            KitError::Unauthorised { .. } => vec![reached(), failed(SIGN_IN), CheckResult::skipped(SCOPES)],
            KitError::Forbidden { .. } => {
                let signed_in =
                    CheckResult::passed(SIGN_IN, "The client id and the client secret are right.");
                vec![reached(), signed_in, failed(SCOPES)]
            }
            _ => vec![failed(REACH), CheckResult::skipped(SIGN_IN), CheckResult::skipped(SCOPES)],
        };
        [stages, vec![CheckResult::skipped(VERSION), CheckResult::skipped(RESOURCES)]].concat()
    })
}

fn scopes(school: &School, meta: &Meta) -> CheckResult {
    let needed = school.config.scopes.split_whitespace();
    let missing: Vec<_> = needed.filter(|scope| !meta.scopes.contains(*scope)).collect();
    if missing.is_empty() {
        return CheckResult::passed(SCOPES, "Crosswalk may read and write the roster.");
    }
    CheckResult::failed(SCOPES, forbidden(&missing.join(", ")).to_string())
}

fn version(meta: &Meta) -> CheckResult {
    let version = &meta.api_version;
    if version.split('.').next() == Some(MAJOR) {
        return CheckResult::passed(VERSION, format!("The API is at version {version}."));
    }
    let message = format!(
        "The API is at version {version}, but this Crosswalk speaks version {MAJOR}. Update Crosswalk before the next \
         sync."
    );
    CheckResult::failed(VERSION, message)
}

fn resources(meta: &Meta) -> CheckResult {
    let missing = missing(meta);
    if missing.is_empty() {
        return CheckResult::passed(RESOURCES, "Learners, staff, groups and memberships.");
    }
    let list = missing.into_iter().collect::<Vec<_>>().join(", ");
    CheckResult::warned(RESOURCES, format!("It does not offer {list}: leave these out of the mapping."))
}

/// What the catalog has and the service does not offer.
fn missing(meta: &Meta) -> BTreeSet<String> {
    let mut missing = BTreeSet::new();
    for stream in catalog::catalog().streams {
        let Some(offered) = meta.resources.iter().find(|resource| resource.name == stream.name) else {
            missing.insert(stream.name.into_owned());
            continue;
        };
        let own = stream.fields.iter().filter(|field| !field.read_only && field.name != stream.key);
        let offers = |name: &str| offered.attributes.iter().any(|attribute| attribute.name == name);
        let absent = own.filter(|field| !offers(&field.name));
        missing.extend(absent.map(|field| format!("{} of {}", field.name, stream.name)));
    }
    missing
}
