//! How many statements each endpoint sends: never more than six, and as many for few rows as for many.

mod common;

use common::{Api, User};
use diesel::connection::{InstrumentationEvent, set_default_instrumentation};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};

const VERBS: [&str; 4] = ["SELECT", "INSERT", "UPDATE", "DELETE"];
static STATEMENTS: AtomicUsize = AtomicUsize::new(0);

fn count(event: InstrumentationEvent<'_>) {
    if let InstrumentationEvent::StartQuery { query, .. } = event {
        let text = query.to_string();
        // The pool asks a connection whether it is alive, a snapshot what it can promise.
        let about_rows =
            !["SELECT 1", "SELECT ? --", "SELECT $1 --"].iter().any(|it| text.starts_with(it));
        if about_rows && VERBS.iter().any(|verb| text.starts_with(verb)) {
            STATEMENTS.fetch_add(1, Ordering::SeqCst);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_of_each_endpoint() {
    set_default_instrumentation(|| Some(Box::new(count))).expect("instrumentation");
    let api = Api::new().await;
    let (ann, bob) = (api.register("ann").await, api.register("bob").await);
    ann.done("POST", "/profiles/bob/follow", Value::Null).await;
    let mut rows = 1;
    let few = all(&ann, &bob, &mut rows).await;
    rows = 30;
    let many = all(&ann, &bob, &mut rows).await;
    assert_eq!(few, many);
    assert_eq!(
        many,
        [
            ("register", 1),
            ("log in", 1),
            ("current user", 1),
            ("profile", 1),
            ("follow", 3),
            ("unfollow", 3),
            ("articles", 4),
            ("by tag", 4),
            ("feed", 4),
            ("article", 3),
            ("write article", 5),
            ("update article", 5),
            ("favorite", 5),
            ("unfavorite", 5),
            ("comments", 3),
            ("comment", 4),
            ("tags", 1),
        ]
    );
}

/// With this many articles, tags of each, fans and comments more.
async fn all(ann: &User<'_>, bob: &User<'_>, rows: &mut usize) -> Vec<(&'static str, usize)> {
    let names: Vec<String> = (0..(*rows).min(20)).map(|tag| format!("tag {tag}")).collect();
    let tags: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut slug = String::new();
    for article in 0..*rows {
        slug = bob.write(&format!("Article {article}"), &tags).await;
        let comment = json!({ "comment": { "body": "Yes" } });
        ann.done("POST", &format!("/articles/{slug}/comments"), comment).await;
        ann.done("POST", &format!("/articles/{slug}/favorite"), Value::Null).await;
    }
    let article = format!("/articles/{slug}");
    let (favorite, comments) = (format!("{article}/favorite"), format!("{article}/comments"));
    let new = format!("user{rows}");
    let user = json!({
        "username": new, "email": format!("{new}@example.com"), "password": "correct horse",
    });
    let new_article =
        json!({ "title": "New", "description": "New", "body": "New", "tagList": tags });
    let mut counts = Vec::new();
    let requests = [
        ("register", "POST", "/users", json!({ "user": user })),
        ("log in", "POST", "/users/login", json!({ "user": user })),
        ("current user", "GET", "/user", Value::Null),
        ("profile", "GET", "/profiles/bob", Value::Null),
        ("follow", "POST", "/profiles/bob/follow", Value::Null),
        ("unfollow", "DELETE", "/profiles/bob/follow", Value::Null),
        ("articles", "GET", "/articles", Value::Null),
        ("by tag", "GET", "/articles?tag=tag+0", Value::Null),
        ("feed", "GET", "/articles/feed", Value::Null),
        ("article", "GET", article.as_str(), Value::Null),
        ("write article", "POST", "/articles", json!({ "article": new_article })),
        ("update article", "PUT", article.as_str(), json!({ "article": { "body": "New" } })),
        ("favorite", "POST", favorite.as_str(), Value::Null),
        ("unfavorite", "DELETE", favorite.as_str(), Value::Null),
        ("comments", "GET", comments.as_str(), Value::Null),
        ("comment", "POST", comments.as_str(), json!({ "comment": { "body": "No" } })),
        ("tags", "GET", "/tags", Value::Null),
    ];
    ann.done("POST", "/profiles/bob/follow", Value::Null).await;
    for (name, method, path, body) in requests {
        let before = STATEMENTS.load(Ordering::SeqCst);
        let user = if name.ends_with("article") && method == "PUT" { bob } else { ann };
        user.done(method, path, body).await;
        counts.push((name, STATEMENTS.load(Ordering::SeqCst) - before));
        if name == "unfollow" {
            ann.done("POST", "/profiles/bob/follow", Value::Null).await;
        }
    }
    counts
}
