use crate::error::Result;
use crate::models::Tag;
use crate::schema::tags;
use crate::state::State as App;
use axum::Json;
use axum::extract::State;
use conjoin::prelude::*;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::Serialize;

#[derive(Serialize)]
pub struct Body {
    tags: Vec<String>,
}

/// The tags that articles have.
pub async fn list(State(app): State<App>) -> Result<Json<Body>> {
    let used = tags::table.filter(Tag::articles.exists());
    let names = used.order_by(tags::name).select(tags::name);
    Ok(Json(Body { tags: names.load(&mut app.connection().await?).await? }))
}
