//! Each endpoint, and what it refuses.

mod common;

use axum::http::StatusCode;
use common::Api;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn users_register_and_log_in() {
    let api = Api::new().await;
    let ann = api.register("ann").await;

    let login = json!({ "user": { "email": "ann@example.com", "password": "correct horse" } });
    let (status, body) = api.send("POST", "/users/login", None, login).await;
    assert_eq!((status, &body["user"]["username"]), (StatusCode::OK, &json!("ann")));

    let current = ann.get("/user").await;
    assert_eq!(current["user"]["email"], "ann@example.com");
    assert_eq!((&current["user"]["bio"], &current["user"]["image"]), (&Value::Null, &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_logs_in_without_the_password() {
    let api = Api::new().await;
    let ann = api.register("ann").await;
    for (email, password) in [("ann@example.com", "wrong"), ("bob@example.com", "correct horse")] {
        let login = json!({ "user": { "email": email, "password": password } });
        let (status, _) = api.send("POST", "/users/login", None, login).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{email}");
    }
    let forged = format!("{}x", ann.token);
    for token in [None, Some("nonsense"), Some(forged.as_str())] {
        let (status, body) = api.send("GET", "/user", token, Value::Null).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert_eq!(body, json!({ "errors": { "body": ["log in first"] } }));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn registration_says_what_is_wrong() {
    let api = Api::new().await;
    api.register("ann").await;

    let invalid = json!({ "user": { "username": "", "email": "x", "password": "short" } });
    let (status, body) = api.send("POST", "/users", None, invalid).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        body["errors"],
        json!({
            "username": ["must have 1 to 50 characters"],
            "email": ["is not an address"],
            "password": ["must have 8 to 200 characters"],
        })
    );

    for (username, email, field) in
        [("ann", "other@example.com", "username"), ("other", "ann@example.com", "email")]
    {
        let user = json!({ "username": username, "email": email, "password": "correct horse" });
        let (status, body) = api.send("POST", "/users", None, json!({ "user": user })).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(body, json!({ "errors": { field: ["has already been taken"] } }));
    }

    let (status, body) = api.send("POST", "/users", None, json!({ "user": {} })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body["errors"]["body"][0].as_str().is_some_and(|text| text.contains("username")));
}

#[tokio::test(flavor = "multi_thread")]
async fn users_change_themselves() {
    let api = Api::new().await;
    let ann = api.register("ann").await;
    let update = json!({ "user": { "bio": "Reads.", "password": "another horse" } });
    let changed = ann.done("PUT", "/user", update).await;
    assert_eq!(changed["user"]["bio"], "Reads.");
    assert_eq!(changed["user"]["username"], "ann");

    let unchanged = ann.done("PUT", "/user", json!({ "user": {} })).await;
    assert_eq!(unchanged["user"]["bio"], "Reads.");

    let login = json!({ "user": { "email": "ann@example.com", "password": "another horse" } });
    assert_eq!(api.send("POST", "/users/login", None, login).await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn users_follow_each_other() {
    let api = Api::new().await;
    let (ann, bob) = (api.register("ann").await, api.register("bob").await);

    assert_eq!(ann.get("/profiles/bob").await["profile"]["following"], false);
    for _ in 0..2 {
        let followed = ann.done("POST", "/profiles/bob/follow", Value::Null).await;
        let profile = json!({ "username": "bob", "bio": null, "image": null, "following": true });
        assert_eq!(followed, json!({ "profile": profile }));
    }
    assert_eq!(ann.get("/profiles/bob").await["profile"]["following"], true);
    assert_eq!(bob.get("/profiles/ann").await["profile"]["following"], false);
    assert_eq!(api.get("/profiles/bob").await["profile"]["following"], false);

    for _ in 0..2 {
        let unfollowed = ann.done("DELETE", "/profiles/bob/follow", Value::Null).await;
        assert_eq!(unfollowed["profile"]["following"], false);
    }
    assert_eq!(ann.get("/profiles/bob").await["profile"]["following"], false);

    assert_eq!(
        ann.send("POST", "/profiles/ann/follow", Value::Null).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let (status, body) = ann.send("POST", "/profiles/carol/follow", Value::Null).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(body, json!({ "errors": { "body": ["there is no such user"] } }));
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_are_written_read_changed_and_deleted() {
    let api = Api::new().await;
    let (ann, bob) = (api.register("ann").await, api.register("bob").await);
    let slug = ann.write("On Dragons", &["training", "dragons", "training"]).await;
    assert!(slug.starts_with("on-dragons-"));
    let path = format!("/articles/{slug}");

    let article = &api.get(&path).await["article"];
    assert_eq!(article["title"], "On Dragons");
    assert_eq!(article["body"], "All of it");
    assert_eq!(article["tagList"], json!(["dragons", "training"]));
    assert_eq!((&article["favorited"], &article["favoritesCount"]), (&json!(false), &json!(0)));
    let author = json!({ "username": "ann", "bio": null, "image": null, "following": false });
    assert_eq!(article["author"], author);
    assert!(article["createdAt"].as_str().is_some_and(|time| time.ends_with('Z')));

    let update = json!({ "article": { "title": "On Whales", "body": "More" } });
    assert_eq!(bob.send("PUT", &path, update.clone()).await.0, StatusCode::FORBIDDEN);
    assert_eq!(bob.send("DELETE", &path, Value::Null).await.0, StatusCode::FORBIDDEN);
    let changed = &ann.done("PUT", &path, update).await["article"];
    assert_eq!((&changed["title"], &changed["body"]), (&json!("On Whales"), &json!("More")));
    assert_eq!(changed["description"], "About it");
    assert_eq!(changed["tagList"], json!(["dragons", "training"]));

    assert_eq!(api.send("GET", &path, None, Value::Null).await.0, StatusCode::NOT_FOUND);
    let path = format!("/articles/{}", changed["slug"].as_str().expect("a slug"));
    assert_eq!(ann.send("DELETE", &path, Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(ann.send("DELETE", &path, Value::Null).await.0, StatusCode::NOT_FOUND);
    assert_eq!(api.get("/tags").await, json!({ "tags": [] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_that_is_refused_leaves_nothing() {
    let api = Api::new().await;
    let ann = api.register("ann").await;
    let article = json!({ "title": "", "description": "", "body": "", "tagList": ["dragons"] });
    let (status, body) = ann.send("POST", "/articles", json!({ "article": article })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(body["errors"]["title"], json!(["must have 1 to 200 characters"]));
    assert_eq!(api.get("/articles").await, json!({ "articles": [], "articlesCount": 0 }));

    let article = json!({ "article": article });
    assert_eq!(api.send("POST", "/articles", None, article).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_filtered_and_paged() {
    let api = Api::new().await;
    let (ann, bob) = (api.register("ann").await, api.register("bob").await);
    let first = ann.write("First", &["dragons"]).await;
    ann.write("Second", &["dragons", "whales"]).await;
    bob.write("Third", &["whales"]).await;
    bob.done("POST", &format!("/articles/{first}/favorite"), Value::Null).await;

    for (query, expected) in [
        ("", &["Third", "Second", "First"][..]),
        ("?tag=dragons", &["Second", "First"]),
        ("?author=bob", &["Third"]),
        ("?favorited=bob", &["First"]),
        ("?tag=whales&author=ann", &["Second"]),
        ("?tag=none", &[]),
    ] {
        let list = api.get(&format!("/articles{query}")).await;
        assert_eq!(titles(&list), expected, "{query}");
        assert_eq!(list["articlesCount"], expected.len(), "{query}");
    }

    let page = api.get("/articles?limit=1&offset=1").await;
    assert_eq!((titles(&page), &page["articlesCount"]), (vec!["Second"], &json!(3)));
    assert_eq!(page["articles"][0].get("body"), None);
    assert_eq!(page["articles"][0]["tagList"], json!(["dragons", "whales"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_has_the_articles_of_those_one_follows() {
    let api = Api::new().await;
    let (ann, bob, eve) =
        (api.register("ann").await, api.register("bob").await, api.register("eve").await);
    bob.write("By Bob", &[]).await;
    eve.write("By Eve", &[]).await;
    assert_eq!(ann.get("/articles/feed").await, json!({ "articles": [], "articlesCount": 0 }));

    ann.done("POST", "/profiles/bob/follow", Value::Null).await;
    let feed = ann.get("/articles/feed").await;
    assert_eq!((titles(&feed), &feed["articlesCount"]), (vec!["By Bob"], &json!(1)));
    assert_eq!(feed["articles"][0]["author"]["following"], true);
    let all = ann.get("/articles").await;
    let following = |index: usize| all["articles"][index]["author"]["following"].clone();
    assert_eq!((following(0), following(1)), (json!(false), json!(true)));

    let anonymous = api.send("GET", "/articles/feed", None, Value::Null).await;
    assert_eq!(anonymous.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_are_favoured_once_by_each_user() {
    let api = Api::new().await;
    let (ann, bob) = (api.register("ann").await, api.register("bob").await);
    let slug = ann.write("On Dragons", &[]).await;
    let path = format!("/articles/{slug}/favorite");
    let seen = |body: &Value| {
        let article = &body["article"];
        (article["favorited"].as_bool(), article["favoritesCount"].as_i64())
    };

    for _ in 0..2 {
        assert_eq!(seen(&bob.done("POST", &path, Value::Null).await), (Some(true), Some(1)));
    }
    assert_eq!(seen(&ann.done("POST", &path, Value::Null).await), (Some(true), Some(2)));
    assert_eq!(seen(&api.get(&format!("/articles/{slug}")).await), (Some(false), Some(2)));
    assert_eq!(seen(&bob.done("DELETE", &path, Value::Null).await), (Some(false), Some(1)));
    assert_eq!(seen(&bob.done("DELETE", &path, Value::Null).await), (Some(false), Some(1)));

    let missing = bob.send("POST", "/articles/none/favorite", Value::Null).await;
    assert_eq!(missing.0, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_are_commented_on() {
    let api = Api::new().await;
    let (ann, bob) = (api.register("ann").await, api.register("bob").await);
    let (slug, other) = (ann.write("One", &[]).await, ann.write("Other", &[]).await);
    let path = format!("/articles/{slug}/comments");
    ann.done("POST", "/profiles/bob/follow", Value::Null).await;

    let comment = |text: &str| json!({ "comment": { "body": text } });
    let first = bob.done("POST", &path, comment("Thank you")).await;
    assert_eq!(first["comment"]["author"]["username"], "bob");
    ann.done("POST", &path, comment("You're welcome")).await;

    let comments = ann.get(&path).await;
    let of = |index: usize| {
        let comment = &comments["comments"][index];
        (comment["body"].clone(), comment["author"]["following"].clone())
    };
    assert_eq!(of(0), (json!("Thank you"), json!(true)));
    assert_eq!(of(1), (json!("You're welcome"), json!(false)));
    assert_eq!(api.get(&format!("/articles/{other}/comments")).await, json!({ "comments": [] }));

    let id = &first["comment"]["id"];
    let comment_path = format!("{path}/{id}");
    assert_eq!(ann.send("DELETE", &comment_path, Value::Null).await.0, StatusCode::FORBIDDEN);
    let elsewhere = format!("/articles/{other}/comments/{id}");
    assert_eq!(bob.send("DELETE", &elsewhere, Value::Null).await.0, StatusCode::NOT_FOUND);
    assert_eq!(bob.send("DELETE", &comment_path, Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(ann.get(&path).await["comments"].as_array().map(Vec::len), Some(1));

    let (status, body) = bob.send("POST", &path, comment("")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(body, json!({ "errors": { "body": ["can't be blank"] } }));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_tags_of_articles_are_listed() {
    let api = Api::new().await;
    let ann = api.register("ann").await;
    let slug = ann.write("One", &["whales", "dragons"]).await;
    ann.write("Two", &["dragons"]).await;
    assert_eq!(api.get("/tags").await, json!({ "tags": ["dragons", "whales"] }));
    ann.done("DELETE", &format!("/articles/{slug}"), Value::Null).await;
    assert_eq!(api.get("/tags").await, json!({ "tags": ["dragons"] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn users_who_write_of_the_same_at_once_share_its_tag() {
    let api = Api::new().await;
    let (ann, bob) = (api.register("ann").await, api.register("bob").await);
    for round in 0..20 {
        let tag = format!("tag {round}");
        let tags = [tag.as_str()];
        tokio::join!(ann.write("By Ann", &tags), bob.write("By Bob", &tags));
        let list = api.get(&format!("/articles?tag=tag+{round}")).await;
        assert_eq!(list["articlesCount"], 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn large_bodies_are_refused() {
    let api = Api::new().await;
    let ann = api.register("ann").await;
    let body = "a".repeat(300 * 1024);
    let article = json!({ "title": "Long", "description": "Long", "body": body });
    let (status, _) = ann.send("POST", "/articles", json!({ "article": article })).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

fn titles(list: &Value) -> Vec<&str> {
    let articles = list["articles"].as_array().expect("articles");
    articles.iter().filter_map(|article| article["title"].as_str()).collect()
}
