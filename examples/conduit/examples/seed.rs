//! Fills the database with users, articles, tags, follows and favourites, through the API.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use conduit::config::Config;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

const USERS: usize = 50;
const ARTICLES: usize = 2_000;
const TAGS: [&str; 8] =
    ["async", "books", "cooking", "databases", "music", "rust", "sailing", "travel"];

type Error = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let api = conduit::app(&Config::from_env()?).await?;
    let mut tokens = Vec::new();
    for user in 0..USERS {
        let (name, email) = (format!("user{user}"), format!("user{user}@example.com"));
        let new = json!({ "username": name, "email": email, "password": "correct horse" });
        let body = send(&api, "POST", "/users", "", json!({ "user": new })).await?;
        tokens.push(body["user"]["token"].as_str().ok_or("no token")?.to_owned());
    }
    for (user, token) in tokens.iter().enumerate() {
        for other in (1..=10).map(|step| (user + step) % USERS) {
            let path = format!("/profiles/user{other}/follow");
            send(&api, "POST", &path, token, Value::Null).await?;
        }
    }
    for article in 0..ARTICLES {
        let tags = (0..4).map(|tag| TAGS[(article + 3 * tag) % TAGS.len()]);
        let new = json!({
            "title": format!("Article {article}"),
            "description": "About something",
            "body": "Some of it. ".repeat(100),
            "tagList": tags.collect::<Vec<_>>(),
        });
        let author = &tokens[article * 7 % USERS];
        let body = send(&api, "POST", "/articles", author, json!({ "article": new })).await?;
        let slug = body["article"]["slug"].as_str().ok_or("no slug")?;
        for fan in (0..article % 5).map(|fan| &tokens[(article + fan) % USERS]) {
            send(&api, "POST", &format!("/articles/{slug}/favorite"), fan, Value::Null).await?;
        }
        if article + 1 == ARTICLES {
            println!("{} {slug}", tokens[0]);
        }
    }
    Ok(())
}

async fn send(
    api: &Router,
    method: &str,
    path: &str,
    token: &str,
    body: Value,
) -> Result<Value, Error> {
    let mut request = Request::builder().method(method).uri(format!("/api{path}"));
    if !token.is_empty() {
        request = request.header("Authorization", format!("Token {token}"));
    }
    let request = request.header("Content-Type", "application/json");
    let response = api.clone().oneshot(request.body(Body::from(body.to_string()))?).await?;
    let status = response.status();
    let bytes = response.into_body().collect().await?.to_bytes();
    match status.is_success() {
        true => Ok(serde_json::from_slice(&bytes)?),
        false => {
            Err(format!("{method} {path}: {status} {}", String::from_utf8_lossy(&bytes)).into())
        }
    }
}
