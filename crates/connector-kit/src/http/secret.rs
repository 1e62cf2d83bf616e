//! What may be learned of a secret without spreading it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crosswalk_model::Secret;

/// A text claim of a JSON Web Token, read without any check of its signature: it tells what a key claims to be, so
/// that a message can say so. `None` when the secret is no such token or does not make the claim.
pub fn jwt_claim(secret: &Secret, claim: &str) -> Option<String> {
    let mut parts = secret.expose().split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    let claims: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
    claims.get(claim)?.as_str().map(str::to_owned)
}

/// Whether a secret begins with a well-known, public prefix such as `sb_publishable_`.
pub fn starts_with(secret: &Secret, prefix: &str) -> bool {
    secret.expose().starts_with(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_read_from_a_token_and_from_nothing_else() {
        let payload = URL_SAFE_NO_PAD.encode(r#"{"role":"anon","exp":1}"#);
        let token = Secret::new(format!("e30.{payload}.sig"));
        assert_eq!(jwt_claim(&token, "role").as_deref(), Some("anon"));
        assert_eq!(jwt_claim(&token, "exp"), None);
        assert_eq!(jwt_claim(&Secret::new("sb_secret_abc"), "role"), None);
        assert_eq!(jwt_claim(&Secret::new("a.b.c"), "role"), None);
        assert!(starts_with(&Secret::new("sb_publishable_x"), "sb_publishable_"));
    }
}
