//! The endpoints.

pub mod articles;
mod comments;
mod favorites;
mod profiles;
mod tags;
mod users;

use crate::state::State;
use axum::Router;
use axum::routing::{delete, get, post};

pub fn api() -> Router<State> {
    Router::new()
        .route("/users", post(users::register))
        .route("/users/login", post(users::log_in))
        .route("/user", get(users::current).put(users::update))
        .route("/profiles/{username}", get(profiles::get))
        .route("/profiles/{username}/follow", post(profiles::follow).delete(profiles::unfollow))
        .route("/articles", get(articles::list).post(articles::post))
        .route("/articles/feed", get(articles::feed))
        .route(
            "/articles/{slug}",
            get(articles::get).put(articles::update).delete(articles::delete),
        )
        .route("/articles/{slug}/favorite", post(favorites::add).delete(favorites::remove))
        .route("/articles/{slug}/comments", get(comments::list).post(comments::create))
        .route("/articles/{slug}/comments/{id}", delete(comments::delete))
        .route("/tags", get(tags::list))
}
