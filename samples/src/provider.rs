//! The provider as discovery describes it: fetched when it is first needed, and again when a key is not known.

use std::sync::Arc;

use axum::http::{Request, header};
use base64::{Engine, engine::general_purpose::STANDARD};
use openidconnect::{
    AdditionalProviderMetadata, AsyncHttpClient, ClientId, ClientSecret, HttpResponse, IssuerUrl, ProviderMetadata,
    core, url::Url,
};
use serde::{Deserialize, Serialize};
use tokio::sync::RwLock;
use url::form_urlencoded::{Serializer, byte_serialize};

use crate::http::{Http, HttpError};

/// Why something of the provider's is not there.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// Discovery failed.
    #[error("read what the provider says of itself")]
    Discovery,
    /// The provider has no such endpoint.
    #[error("find an endpoint of the provider")]
    Endpoint,
    /// No answer.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The answer is not what the standard says.
    #[error("understand the provider's answer")]
    Answer,
}

/// What discovery tells beside OpenID Connect's own members.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Further {
    /// RP-Initiated Logout 1.0.
    pub end_session_endpoint: Option<Url>,
    /// RFC 7009.
    pub revocation_endpoint: Option<Url>,
    /// RFC 8628.
    pub device_authorization_endpoint: Option<Url>,
    /// What a screen without a browser may draw: this provider's own.
    pub device_display_endpoint: Option<Url>,
}

impl AdditionalProviderMetadata for Further {}

/// The whole description, keys included.
pub type Metadata = ProviderMetadata<
    Further,
    core::CoreAuthDisplay,
    core::CoreClientAuthMethod,
    core::CoreClaimName,
    core::CoreClaimType,
    core::CoreGrantType,
    core::CoreJweContentEncryptionAlgorithm,
    core::CoreJweKeyManagementAlgorithm,
    core::CoreJsonWebKey,
    core::CoreResponseMode,
    core::CoreResponseType,
    core::CoreSubjectIdentifierType,
>;

/// What a party proves itself by; a public one has no secret.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Name of the party at the provider.
    pub id: ClientId,
    /// Its secret.
    pub secret: Option<ClientSecret>,
}

impl Credentials {
    /// The header of `client_secret_basic` (RFC 6749, section 2.3.1).
    fn basic(&self) -> Option<String> {
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let secret = encoded(self.secret.as_ref()?.secret());
        Some(format!("Basic {}", STANDARD.encode(format!("{}:{secret}", encoded(&self.id)))))
    }
}

/// A provider, known by its issuer alone.
#[derive(Debug)]
pub struct Provider {
    issuer: IssuerUrl,
    http: Http,
    known: RwLock<Option<Arc<Metadata>>>,
}

impl Provider {
    /// Names a provider; nothing is fetched yet.
    pub fn new(issuer: IssuerUrl, http: Http) -> Self {
        Self { issuer, http, known: RwLock::default() }
    }

    /// The client under everything.
    pub const fn http(&self) -> &Http {
        &self.http
    }

    /// The issuer.
    pub const fn issuer(&self) -> &IssuerUrl {
        &self.issuer
    }

    /// Gives the description.
    ///
    /// # Errors
    /// [`ProviderError::Discovery`].
    pub async fn metadata(&self) -> Result<Arc<Metadata>, ProviderError> {
        let known = self.known.read().await.clone();
        match known {
            Some(known) => Ok(known),
            None => self.again().await,
        }
    }

    /// Fetches the description and its keys again.
    ///
    /// # Errors
    /// [`ProviderError::Discovery`].
    pub async fn again(&self) -> Result<Arc<Metadata>, ProviderError> {
        let fresh = Metadata::discover_async(self.issuer.clone(), &self.http).await;
        let fresh = Arc::new(fresh.map_err(|_| ProviderError::Discovery)?);
        *self.known.write().await = Some(Arc::clone(&fresh));
        Ok(fresh)
    }

    /// Posts a form to an endpoint that the library has no call for.
    ///
    /// # Errors
    /// [`ProviderError`]; an answer of any status is none.
    pub async fn post(
        &self,
        endpoint: Option<&Url>,
        client: &Credentials,
        form: &[(&str, &str)],
    ) -> Result<HttpResponse, ProviderError> {
        let endpoint = endpoint.ok_or(ProviderError::Endpoint)?;
        let body = Serializer::new(String::new()).extend_pairs(form).finish();
        let request =
            Request::post(endpoint.as_str()).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = match client.basic() {
            Some(basic) => request.header(header::AUTHORIZATION, basic),
            None => request,
        };
        let request = request.body(body.into_bytes()).map_err(HttpError::from)?;
        Ok(self.http.call(request).await?)
    }
}
