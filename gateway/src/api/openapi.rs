//! The description of the API (OpenAPI 3.1), made from the handlers.

use axum::Json;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{ApiKey, ApiKeyValue, SecurityScheme},
};

use crate::openid::{device, discovery, inspect, push, token, userinfo};

#[derive(OpenApi)]
#[openapi(
    info(title = "Leling Card gateway", description = "乐龄卡网关：登记手机、签发和注销电子社保卡、留存办理记录。"),
    paths(
        super::enrol::start, super::enrol::resend, super::enrol::code, super::enrol::status, super::enrol::confirm,
        super::enrol::by_code,
        token::token, push::push, device::authorize, device::display, userinfo::userinfo, inspect::introspect,
        inspect::revoke, discovery::metadata, discovery::keys,
        super::card::state, super::card::claim, super::card::certificate, super::card::unlink,
        super::card::reset_password,
        super::person::consent, super::person::record, super::person::replacements, super::person::stop,
        super::person::vouch,
        super::login::claim, super::login::authorize, super::login::answer, super::login::keep,
        super::login::sessions, super::login::end_session, super::login::grants, super::login::revoke_grant,
        super::help::give,
        super::public::keys, super::public::revocations, super::public::health, super::public::ready,
    ),
    modifiers(&Schemes)
)]
struct Description;

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_with(Default::default);
        let header =
            |name: &str, text: &str| SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(name, text)));
        components.add_security_scheme(
            "dpop",
            header("dpop", "A DPoP proof (RFC 9449) by the key `device`; beside a token with `ath`."),
        );
        components.add_security_scheme(
            "client",
            header("authorization", "`Basic` with `client_id` and secret; or a secret or an assertion in the form."),
        );
        components.add_security_scheme(
            "party",
            header("authorization", "`Bearer TOKEN`, or `DPoP TOKEN` beside a proof: a party's access token."),
        );
        components.add_security_scheme("token", header("authorization", "`DPoP TOKEN`, the token of `/oauth/token`."));
    }
}

/// Gives the description.
pub(crate) async fn description() -> Json<utoipa::openapi::OpenApi> {
    Json(Description::openapi())
}
