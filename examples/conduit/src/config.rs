//! What the environment says.

use std::env;

pub struct Config {
    /// `DATABASE_URL`: a file, or `postgres://…` with the feature `postgres`.
    pub database_url: String,
    /// `PORT`
    pub port: u16,
    /// `JWT_SECRET`: signs the tokens of users who are logged in.
    pub secret: Vec<u8>,
}

impl Config {
    pub fn from_env() -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let port = env::var("PORT").map_or(Ok(3000), |port| port.parse());
        Ok(Config {
            database_url: env::var("DATABASE_URL").or_else(|_| default_database_url())?,
            port: port.map_err(|_| "PORT must be a number up to 65535")?,
            secret: env::var("JWT_SECRET").map_or_else(|_| random_secret(), String::into_bytes),
        })
    }
}

#[cfg(feature = "sqlite")]
fn default_database_url() -> Result<String, &'static str> {
    Ok("conduit.db".to_owned())
}

#[cfg(not(feature = "sqlite"))]
fn default_database_url() -> Result<String, &'static str> {
    Err("set DATABASE_URL, for example to postgres://localhost/conduit")
}

fn random_secret() -> Vec<u8> {
    tracing::warn!("JWT_SECRET is not set: users have to log in again after a restart");
    rand::random::<[u8; 32]>().to_vec()
}
