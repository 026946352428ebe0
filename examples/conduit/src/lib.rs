//! The backend of Conduit, a blogging platform, by the RealWorld specification.

mod auth;
pub mod config;
mod database;
mod error;
mod models;
mod payload;
#[cfg(feature = "plain")]
mod plain;
mod routes;
mod schema;
mod state;
mod views;

use crate::auth::Keys;
use crate::config::Config;
use crate::state::State;
use axum::Router;
use std::time::Duration;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

const MAX_BODY: usize = 256 * 1024;
const MAX_TIME: Duration = Duration::from_secs(10);

/// The application, with its database open and migrated.
pub async fn app(config: &Config) -> Result<Router, Box<dyn std::error::Error + Send + Sync>> {
    let pool = database::open(&config.database_url).await?;
    let state = State { pool, keys: Keys::new(&config.secret) };
    let router = Router::new().nest("/api", routes::api());
    #[cfg(feature = "plain")]
    let router = router.nest("/plain", plain::api());
    Ok(router
        .layer(RequestBodyLimitLayer::new(MAX_BODY))
        .layer(TimeoutLayer::with_status_code(
            axum::http::StatusCode::SERVICE_UNAVAILABLE,
            MAX_TIME,
        ))
        .layer(TraceLayer::new_for_http())
        .with_state(state))
}
