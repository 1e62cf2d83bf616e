//! The client: every call passes its limits, and stops within a moment when it is cancelled.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use backon::Retryable;
use crosswalk_faults::Point;
use governor::{DefaultDirectRateLimiter, Quota};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName};
use reqwest::{Client, Url};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::address::{Vetted, base_url};
use super::budget::Budget;
use super::exchange::{Made, witness};
use super::failure::fault;
use super::header::value;
use super::raised::{Raised, at};
use super::request::{Body, HttpRequest};
use super::response::HttpResponse;
use super::retry::{Fault, backoff, in_status};
use super::settings::HttpSettings;
use super::tls;
use crate::{KitError, RateLimit};

const USER_AGENT: &str = concat!("Crosswalk/", env!("CARGO_PKG_VERSION"));

/// A client for one service. Clones share its connections, its rate limit and its retry budget.
#[derive(Clone)]
pub struct HttpClient(Arc<Inner>);

struct Inner {
    settings: HttpSettings,
    base: Url,
    http: OnceLock<Option<Client>>,
    limiter: Option<DefaultDirectRateLimiter>,
    budget: Budget,
    quiet_until: Mutex<Option<Instant>>,
}

impl HttpClient {
    /// A client from its settings. Reads no network and no file.
    ///
    /// # Errors
    /// [`KitError::BadSetting`] when the address cannot be used, pointing at its config field.
    pub fn new(settings: HttpSettings) -> Result<Self, KitError> {
        let base = base_url(&settings)?;
        Ok(Self(Arc::new(Inner {
            limiter: settings.limits.rate.and_then(quota).map(DefaultDirectRateLimiter::direct),
            settings,
            base,
            http: OnceLock::new(),
            budget: Budget::full(),
            quiet_until: Mutex::new(None),
        })))
    }

    /// The service's title.
    pub fn service(&self) -> &str {
        &self.0.settings.service
    }

    /// Sends a request and reads its answer whole, whatever its status. What may be repeated is tried again when the
    /// connection failed or the service asked to wait (429, 502, 503, 504).
    ///
    /// # Errors
    /// [`KitError::Unreachable`], [`KitError::RateLimited`] and [`KitError::Unexpected`] (an answer too large) when
    /// trying again did not help; [`KitError::BadSetting`] for an address that may not be called;
    /// [`KitError::Cancelled`] within a moment of the cancellation.
    pub async fn send(
        &self,
        request: &HttpRequest,
        cancel: &CancellationToken,
    ) -> Result<HttpResponse, KitError> {
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(KitError::Cancelled),
            answer = self.0.with_retries(request) => answer,
        }
    }
}

impl std::fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HttpClient({})", self.service())
    }
}

impl Inner {
    async fn with_retries(&self, request: &HttpRequest) -> Result<HttpResponse, KitError> {
        let longest = self.settings.limits.longest_wait;
        let mut number = 0;
        let attempt = || {
            number += 1;
            self.attempt(request, number)
        };
        attempt
            .retry(backoff(&self.settings.limits))
            .sleep(tokio::time::sleep)
            .when(|fault| fault.passing && request.repeatable && self.budget.pay())
            .adjust(|fault, planned| fault.wait(planned, longest))
            .await
            .map_err(|fault| fault.error)
    }

    async fn attempt(&self, request: &HttpRequest, number: u32) -> Result<HttpResponse, Fault> {
        self.turn().await;
        let started = Instant::now();
        let answer = self.exchange(request).await;
        self.trace(request, &answer, started.elapsed());
        self.bear_witness(request, &answer, (number, started.elapsed()));
        let answer = answer?;
        match in_status(self.service(), answer.status, &answer.headers) {
            None => {
                self.budget.refund();
                Ok(answer)
            }
            Some(fault) => {
                self.keep_quiet(&fault);
                Err(fault)
            }
        }
    }

    fn service(&self) -> &str {
        &self.settings.service
    }

    /// Waits for its turn: the service's limit, and the pause that it asked of anybody.
    async fn turn(&self) {
        if let Some(limiter) = &self.limiter {
            limiter.until_ready().await;
        }
        let until = *self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(until) = until {
            tokio::time::sleep_until(until).await;
        }
    }

    fn keep_quiet(&self, fault: &Fault) {
        if let Some(after) = fault.after.filter(|after| *after <= self.settings.limits.longest_wait) {
            let mut until = self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
            *until = (*until).max(Some(Instant::now() + after));
        }
    }

    async fn exchange(&self, request: &HttpRequest) -> Result<HttpResponse, Fault> {
        let http = self.http.get_or_init(|| self.build()).as_ref().ok_or_else(|| self.no_certificates())?;
        let url = request.url(&self.base).ok_or_else(|| Fault::lasting(self.unsendable()))?;
        let headers = self.headers(request).map_err(Fault::lasting)?;
        let mut call = http.request(request.method.clone(), url);
        call = match &request.body {
            None => call,
            Some(Body::Json(bytes)) => call.header(CONTENT_TYPE, "application/json").body(bytes.clone()),
            Some(Body::Form(pairs)) => call.form(pairs),
        };
        if let Some(raised) = at(Point::NetSend) {
            return self.raised(request, raised);
        }
        let sent = call.headers(headers).send().await;
        let response = sent.map_err(|error| fault(self.service(), &self.settings.limits, &error))?;
        if let Some(raised) = at(Point::NetStatus) {
            return self.raised(request, raised);
        }
        self.read(request, response).await
    }

    /// What a test wants to have happened on the way.
    fn raised(&self, request: &HttpRequest, raised: Raised) -> Result<HttpResponse, Fault> {
        let status = raised.status.ok_or_else(|| raised.fault(self.service(), &self.settings.limits))?;
        let route = request.route.clone().into_owned();
        let (service, headers) = (self.service().to_owned(), raised.headers());
        Ok(HttpResponse { service, route, status, headers, body: Vec::new() })
    }

    async fn read(&self, request: &HttpRequest, mut from: reqwest::Response) -> Result<HttpResponse, Fault> {
        let limit = self.settings.limits.body_bytes;
        let mut answer = HttpResponse {
            service: self.service().to_owned(),
            route: request.route.clone().into_owned(),
            status: from.status().as_u16(),
            headers: std::mem::take(from.headers_mut()),
            body: Vec::new(),
        };
        loop {
            match at(Point::NetChunk) {
                Some(raised) if raised.cuts => return Ok(answer),
                Some(raised) => return Err(raised.fault(self.service(), &self.settings.limits)),
                None => {}
            }
            let chunk = from.chunk().await;
            let chunk = chunk.map_err(|error| fault(self.service(), &self.settings.limits, &error))?;
            let Some(chunk) = chunk else { return Ok(answer) };
            if answer.body.len() + chunk.len() > limit {
                let detail = format!("the answer is larger than {} MB.", limit >> 20);
                return Err(Fault::lasting(answer.unexpected(&detail)));
            }
            answer.body.extend_from_slice(&chunk);
        }
    }

    fn build(&self) -> Option<Client> {
        tls::install_provider();
        let limits = &self.settings.limits;
        let resolver = Vetted {
            own_servers: self.settings.own_servers.clone(),
            url_field: self.settings.url_field.clone(),
            service: self.settings.service.clone(),
        };
        let builder = Client::builder()
            .user_agent(USER_AGENT)
            // Whoever answers must not choose whom we call next; no service of ours needs it.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(limits.connect)
            .timeout(limits.request)
            .dns_resolver(resolver);
        tls::certificates(builder, self.base.scheme() == "http").build().ok()
    }

    fn no_certificates(&self) -> Fault {
        let detail =
            "This computer has no certificates of trusted authorities. Install them (on Debian the package \
                      ca-certificates)."
                .into();
        Fault::lasting(KitError::Unreachable { service: self.service().to_owned(), detail })
    }

    fn headers(&self, request: &HttpRequest) -> Result<HeaderMap, KitError> {
        let mut map = HeaderMap::new();
        for (name, text) in self.settings.headers.iter().chain(&request.headers) {
            let value = value(text).filter(|_| !name.is_empty()).ok_or_else(|| self.unsendable())?;
            let name = HeaderName::try_from(*name).map_err(|_| self.unsendable())?;
            map.insert(name, value);
        }
        Ok(map)
    }

    fn unsendable(&self) -> KitError {
        KitError::Unauthorised {
            service: self.service().to_owned(),
            remedy: "A key or setting holds characters that cannot be sent. Enter it again.".into(),
        }
    }

    fn bear_witness(
        &self,
        request: &HttpRequest,
        answer: &Result<HttpResponse, Fault>,
        (attempt, took): (u32, Duration),
    ) {
        let Some(witness) = witness() else { return };
        let made = Made { base: &self.base, common: &self.settings.headers, request, attempt, took };
        witness.note(made.told(answer.as_ref().map_err(|fault| fault.error.to_string())));
    }

    /// One line a call: never a query value, a body or a token.
    fn trace(&self, request: &HttpRequest, answer: &Result<HttpResponse, Fault>, took: Duration) {
        let (status, problem) = match answer {
            Ok(answer) => (answer.status, ""),
            Err(fault) => (0, fault.error.code()),
        };
        tracing::debug!(
            method = %request.method,
            host = self.base.host_str().unwrap_or_default(),
            route = %request.route,
            status,
            problem,
            elapsed_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            "A service was called."
        );
    }
}

fn quota(limit: RateLimit) -> Option<Quota> {
    let requests = NonZeroU32::new(limit.requests)?;
    let period = Duration::from_secs(limit.per_seconds.into()) / limit.requests;
    Quota::with_period(period).map(|quota| quota.allow_burst(requests))
}
