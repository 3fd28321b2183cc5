//! Every endpoint of the table in [`leling_protocol::wire`], as one function each.

use leling_protocol::{
    Timestamp,
    wire::{
        AuditResponse, CardResponse, CertificateResponse, ClaimRequest, ClaimResponse, ConsentRequest,
        EnrolCodeRequest, EnrolCodeResponse, EnrolConfirmRequest, EnrolRequest, EnrolResponse, KeysResponse,
        PasswordResetRequest, ReplacementsResponse, UnlinkRequest, WriteRequest, WriteResponse,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    call::{Answer, Call, to_body},
    failure::Failure,
    gateway::Gateway,
};

type Outcome<T> = Result<Answer<T>, Failure>;

/// All of these fail with the codes of [`Gateway::call`] and those that [`leling_protocol::wire`] names.
impl Gateway {
    /// Starts an enrolment; a phone code goes out.
    pub async fn enrol(&self, request: &EnrolRequest) -> Outcome<EnrolResponse> {
        self.write("/v1/enrolments", request).await
    }

    /// Brings the phone code of `enrolment`.
    pub async fn enrol_code(&self, enrolment: Uuid, request: &EnrolCodeRequest) -> Outcome<EnrolCodeResponse> {
        self.write(format!("/v1/enrolments/{enrolment}/code"), request).await
    }

    /// Asks for another phone code.
    pub async fn enrol_resend(&self, enrolment: Uuid, request: &WriteRequest) -> Outcome<EnrolResponse> {
        self.write(format!("/v1/enrolments/{enrolment}/resend"), request).await
    }

    /// Asks how an enrolment stands; one that waits answers with the error `enrol.waiting`.
    pub async fn enrol_status(&self, enrolment: Uuid) -> Outcome<EnrolCodeResponse> {
        self.read(format!("/v1/enrolments/{enrolment}")).await
    }

    /// Confirms a replacement at once with a counter or visit code.
    pub async fn enrol_confirm(&self, enrolment: Uuid, request: &EnrolConfirmRequest) -> Outcome<EnrolCodeResponse> {
        self.write(format!("/v1/enrolments/{enrolment}/confirm"), request).await
    }

    /// Reads the state of the card.
    pub async fn card(&self) -> Outcome<CardResponse> {
        self.read("/v1/card").await
    }

    /// Claims the electronic card.
    pub async fn claim(&self, request: &ClaimRequest) -> Outcome<ClaimResponse> {
        self.write("/v1/card/claims", request).await
    }

    /// Renews the certificate of the identity code.
    pub async fn certificate(&self, request: &WriteRequest) -> Outcome<CertificateResponse> {
        self.write("/v1/card/certificates", request).await
    }

    /// Unlinks the electronic card.
    pub async fn unlink(&self, request: &UnlinkRequest) -> Outcome<WriteResponse> {
        self.write("/v1/card/unlinks", request).await
    }

    /// Sets a new card password with a counter or visit code.
    pub async fn password_reset(&self, request: &PasswordResetRequest) -> Outcome<WriteResponse> {
        self.write("/v1/card/password-resets", request).await
    }

    /// Records a consent.
    pub async fn consent(&self, request: &ConsentRequest) -> Outcome<WriteResponse> {
        self.write("/v1/consents", request).await
    }

    /// Reads what was done with the card after entry `after`; 0 reads from the beginning.
    pub async fn audit(&self, after: u64) -> Outcome<AuditResponse> {
        self.read(format!("/v1/audit?after={after}")).await
    }

    /// Reads the replacements of this phone that wait.
    pub async fn replacements(&self) -> Outcome<ReplacementsResponse> {
        self.read("/v1/replacements").await
    }

    /// Stops a replacement of this phone.
    pub async fn stop_replacement(&self, replacement: Uuid, request: &WriteRequest) -> Outcome<WriteResponse> {
        self.write(format!("/v1/replacements/{replacement}/stop"), request).await
    }

    /// Reads the gateway's public keys.
    pub async fn keys(&self) -> Outcome<KeysResponse> {
        self.read("/v1/keys").await
    }

    /// Reads the revocation list: `COSE_Sign1` bytes, whose signature the caller checks.
    pub async fn revocations(&self) -> Outcome<Vec<u8>> {
        let reply = self.call(Call::cose("/v1/revocations")).await?;
        Ok(Answer { gateway_time: reply.gateway_time, value: reply.body.into_inner() })
    }

    /// Fetches an access token unless there is a good one, and says when it ends by the gateway's time.
    pub async fn sign_in(&self) -> Result<Timestamp, Failure> {
        self.token().await.map(|token| token.ends()).map_err(|trouble| trouble.failure)
    }

    async fn read<T: DeserializeOwned>(&self, path: impl Into<String>) -> Outcome<T> {
        self.call(Call::get(path)).await?.json()
    }

    async fn write<T: DeserializeOwned>(&self, path: impl Into<String>, request: &impl Serialize) -> Outcome<T> {
        self.call(Call::write(path, to_body(request))).await?.json()
    }
}
