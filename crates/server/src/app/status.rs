//! The HTTP status of a problem. The screens read the code; the status is for whoever looks from outside.

use axum::http::StatusCode;
use crosswalk_contract::Problem;

/// By the code, the longest beginning first.
const STATUS: [(&str, StatusCode); 9] = [
    ("not_allowed", StatusCode::FORBIDDEN),
    ("not_found", StatusCode::NOT_FOUND),
    ("plan.", StatusCode::CONFLICT),
    ("run.busy", StatusCode::CONFLICT),
    ("school.", StatusCode::CONFLICT),
    ("conflict.", StatusCode::CONFLICT),
    ("store", StatusCode::INTERNAL_SERVER_ERROR),
    ("keychain", StatusCode::INTERNAL_SERVER_ERROR),
    ("demo", StatusCode::INTERNAL_SERVER_ERROR),
];

/// 400 unless the code says otherwise.
pub(super) fn of(problem: &Problem) -> StatusCode {
    let own = STATUS.iter().find(|(start, _)| problem.code.starts_with(start));
    own.map_or(StatusCode::BAD_REQUEST, |(_, status)| *status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_their_status() {
        let cases = [
            ("not_found", 404),
            ("not_allowed", 403),
            ("plan.not_approved", 409),
            ("run.busy", 409),
            ("school.none", 409),
            ("store.full", 500),
            ("store", 500),
            ("connection.unauthorised", 400),
            ("mapping.text", 400),
            ("anything", 400),
        ];
        for (code, status) in cases {
            assert_eq!(of(&Problem::new(code, "", "", "")).as_u16(), status, "{code}");
        }
    }
}
