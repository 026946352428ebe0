//! What every request may use.

use crate::auth::Keys;
use crate::database::Pool;
use crate::error::Result;
use diesel_async::pooled_connection::deadpool::Object;

#[derive(Clone)]
pub struct State {
    pub pool: Pool,
    pub keys: Keys,
}

impl State {
    pub async fn connection(&self) -> Result<Object<crate::database::Connection>> {
        Ok(self.pool.get().await?)
    }
}
