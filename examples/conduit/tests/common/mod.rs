//! The application with a database of its own, and requests to it.

#![allow(dead_code)] // Not every test uses all of it.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use conduit::config::Config;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

pub struct Api {
    router: Router,
    // Deletes the database in the end.
    _database: database::Database,
}

/// A user who is logged in.
pub struct User<'a> {
    api: &'a Api,
    pub token: String,
}

impl Api {
    pub async fn new() -> Self {
        let database = database::Database::new().await;
        let database_url = database.url.clone();
        let config = Config { database_url, port: 0, secret: b"secret".to_vec() };
        Api { router: conduit::app(&config).await.expect("the application"), _database: database }
    }

    pub async fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Value,
    ) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(format!("/api{path}"));
        if let Some(token) = token {
            request = request.header("Authorization", format!("Token {token}"));
        }
        if body != Value::Null {
            request = request.header("Content-Type", "application/json");
        }
        let body = if body == Value::Null { Body::empty() } else { Body::from(body.to_string()) };
        let request = request.body(body).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("a response");
        let status = response.status();
        let bytes = response.into_body().collect().await.expect("a body").to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    /// What anybody sees.
    pub async fn get(&self, path: &str) -> Value {
        let (status, body) = self.send("GET", path, None, Value::Null).await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        body
    }

    pub async fn register(&self, name: &str) -> User<'_> {
        let user = json!({
            "username": name, "email": format!("{name}@example.com"), "password": "correct horse",
        });
        let (status, body) = self.send("POST", "/users", None, json!({ "user": user })).await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
        let token = body["user"]["token"].as_str().expect("a token").to_owned();
        User { api: self, token }
    }
}

impl User<'_> {
    pub async fn send(&self, method: &str, path: &str, body: Value) -> (StatusCode, Value) {
        self.api.send(method, path, Some(&self.token), body).await
    }

    /// Of a request that succeeds.
    pub async fn done(&self, method: &str, path: &str, body: Value) -> Value {
        let (status, body) = self.send(method, path, body).await;
        assert!(status.is_success(), "{method} {path}: {status} {body}");
        body
    }

    pub async fn get(&self, path: &str) -> Value {
        self.done("GET", path, Value::Null).await
    }

    /// Writes an article, and returns its slug.
    pub async fn write(&self, title: &str, tags: &[&str]) -> String {
        let article = json!({
            "title": title, "description": "About it", "body": "All of it", "tagList": tags,
        });
        let body = self.done("POST", "/articles", json!({ "article": article })).await;
        body["article"]["slug"].as_str().expect("a slug").to_owned()
    }
}

#[cfg(feature = "sqlite")]
mod database {
    use tempfile::TempDir;

    pub struct Database {
        pub url: String,
        _directory: TempDir,
    }

    impl Database {
        pub async fn new() -> Self {
            let directory = TempDir::new().expect("a directory");
            let url = directory.path().join("conduit.db").display().to_string();
            Database { url, _directory: directory }
        }
    }
}

/// `PG_DATABASE_URL` is a server on which databases may be created.
#[cfg(not(feature = "sqlite"))]
mod database {
    use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
    use std::env;
    use std::sync::atomic::{AtomicUsize, Ordering};

    pub struct Database {
        pub url: String,
    }

    static NUMBER: AtomicUsize = AtomicUsize::new(0);

    impl Database {
        pub async fn new() -> Self {
            let server = env::var("PG_DATABASE_URL").expect("PG_DATABASE_URL");
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let name = format!("conduit_{}_{number}", std::process::id());
            let mut conn = AsyncPgConnection::establish(&server).await.expect("a connection");
            let create = format!("CREATE DATABASE {name}");
            conn.batch_execute(&create).await.expect("a database");
            let (server, _) = server.rsplit_once('/').expect("a URL with a database");
            Database { url: format!("{server}/{name}") }
        }
    }
}
