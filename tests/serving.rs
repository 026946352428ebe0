//! Graphs as JSON.
#![allow(missing_docs)]

use blog::schema::{posts, tags, users};
use blog::{Post, Profile, User};
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Value, json, to_string, to_value};
use std::path::Path;

fn value(rows: impl Serialize) -> Value {
    to_value(rows).unwrap()
}

/// `CONJOIN_UPDATE=1` writes the file.
#[test]
fn the_blog_is_the_json_that_is_recorded() {
    let conn = &mut blog::database().unwrap();
    let posts = User::posts.order_by(posts::id).with(Post::tags.order_by(tags::name));
    let users = users::table.order_by(users::id).with(posts).with(User::profile);
    let users = users.with(User::posts.count()).load(conn).unwrap();
    let json = serde_json::to_string_pretty(&users).unwrap() + "\n";
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/blog.json");
    if std::env::var_os("CONJOIN_UPDATE").is_some() {
        std::fs::write(&golden, &json).unwrap();
    }
    assert_eq!(std::fs::read_to_string(golden).unwrap(), json);
}

#[test]
fn a_relation_that_is_not_loaded_is_absent() {
    let conn = &mut blog::database().unwrap();
    let bare = json!({ "id": 2, "username": "bob" });
    let with_none = users::table.find(2).with_if(false, User::posts);
    let with_none = with_none.with_if(false, User::posts.count());
    assert_eq!(value(with_none.first(conn).unwrap()), bare);
    let profile = json!({ "id": 2, "username": "bob", "profile": null });
    assert_eq!(value(users::table.find(2).with(User::profile).first(conn).unwrap()), profile);
    let with_some = users::table.find(2).with_if(true, User::profile).first(conn).unwrap();
    assert_eq!(value(with_some), profile);
}

#[test]
fn a_row_that_is_missing_is_null() {
    let conn = &mut blog::database().unwrap();
    let post = posts::table.filter(posts::user_id.is_null()).with(Post::author);
    assert_eq!(value(post.first(conn).unwrap())["author"], Value::Null);
    let filtered = blog::schema::profiles::table;
    let filtered = filtered.with(Profile::user.filter(users::id.lt(0))).first(conn).unwrap();
    assert_eq!(value(filtered)["user"], Value::Null);
}

#[test]
fn aggregates_have_names() {
    let conn = &mut blog::database().unwrap();
    let user = users::table
        .find(1)
        .with(User::posts.count())
        .with(User::posts.exists())
        .with(User::posts.max(posts::id))
        .with_if(true, User::posts.min(posts::title));
    let min = posts::table.filter(posts::user_id.eq(1)).select(diesel::dsl::min(posts::title));
    let min: Option<String> = min.first(conn).unwrap();
    let max = posts::table.filter(posts::user_id.eq(1)).select(diesel::dsl::max(posts::id));
    let max: Option<i32> = max.first(conn).unwrap();
    let expected = json!({
        "id": 1, "username": "alice", "posts_count": 2, "posts_exists": true,
        "posts_max_id": max, "posts_min_title": min,
    });
    assert_eq!(value(user.first(conn).unwrap()), expected);
}

#[test]
fn graphs_nodes_and_pairs_serialize_alike() {
    let conn = &mut blog::database().unwrap();
    let load = || users::table.order_by(users::id).with(User::posts);
    let graph = load().load(conn).unwrap();
    let first = load().first(conn).unwrap();
    assert_eq!(value(&graph)[0], value(&first));
    assert_eq!(value(&graph)[0], value(first.node()));
    assert_eq!(value(&graph)[0]["posts"], value(first.posts()));
    assert_eq!(value(&graph), value(graph.iter().collect::<Vec<_>>()));
    let pairs = load().also_select::<i32, _>(users::id + 7).load(conn).unwrap();
    assert_eq!(value(&pairs)[0], json!([value(&first), 8]));
}

mod own {
    use super::*;

    diesel::table! {
        categories (id) {
            id -> Integer,
            name -> Text,
            secret -> Text,
            parent_id -> Nullable<Integer>,
        }
    }

    #[derive(Queryable, Selectable, Relations, Serialize)]
    #[diesel(table_name = categories)]
    #[serde(rename_all = "camelCase")]
    #[relations(
        belongs_to(parent: Category, foreign_key = parent_id, back_populates = children),
        has_many(children: Category, back_populates = parent),
        has_many(r#type: Category, foreign_key = categories::parent_id, one_way),
        has_many(sub_categories: Category, foreign_key = categories::parent_id, one_way),
    )]
    pub(crate) struct Category {
        #[serde(rename = "key")]
        id: i32,
        name: String,
        #[serde(skip)]
        #[allow(dead_code)]
        secret: String,
        parent_id: Option<i32>,
    }

    pub(crate) fn database() -> SqliteConnection {
        let mut conn = SqliteConnection::establish(":memory:").unwrap();
        conn.batch_execute(
            "CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT NOT NULL,
                secret TEXT NOT NULL, parent_id INTEGER);
             INSERT INTO categories VALUES (1, 'a', '', NULL), (2, 'b', '', 1), (3, 'c', '', 2),
                (4, 'd', '', 1), (5, 'e', '', 6), (6, 'f', '', 5)",
        )
        .unwrap();
        conn
    }
}

use own::{Category, categories};

#[test]
fn the_attributes_of_a_model_are_its_own() {
    let conn = &mut own::database();
    let category = categories::table.find(2).with(Category::parent).with(Category::r#type);
    let category = category.with(Category::sub_categories);
    let expected = json!({
        "key": 2, "name": "b", "parentId": 1,
        "parent": { "key": 1, "name": "a", "parentId": null },
        "type": [{ "key": 3, "name": "c", "parentId": 2 }],
        "subCategories": [{ "key": 3, "name": "c", "parentId": 2 }],
    });
    assert_eq!(value(category.first(conn).unwrap()), expected);
}

#[test]
fn trees_nest_with_what_was_loaded_at_every_depth() {
    let conn = &mut own::database();
    let tree = categories::table.find(1).with(Category::children.recursive());
    let leaf = |key: i32, name: &str, parent: i32| json!({ "key": key, "name": name, "parentId": parent, "children": [], "typeCount": 0 });
    let expected = json!({
        "key": 1, "name": "a", "parentId": null, "typeCount": 2,
        "children": [
            {
                "key": 2, "name": "b", "parentId": 1, "typeCount": 1,
                "children": [leaf(3, "c", 2)],
            },
            leaf(4, "d", 1),
        ],
    });
    assert_eq!(value(tree.with(Category::r#type.count()).first(conn).unwrap()), expected);
}

#[test]
fn what_lies_beyond_a_limited_depth_is_absent() {
    let conn = &mut own::database();
    let mut tree = |depth| {
        let plan = Category::children.recursive().depth(depth);
        value(categories::table.find(1).with(plan).first(conn).unwrap())
    };
    let root = json!({ "key": 1, "name": "a", "parentId": null });
    assert_eq!(tree(0), root);
    assert_eq!(
        tree(1)["children"],
        json!([{ "key": 2, "name": "b", "parentId": 1 }, { "key": 4, "name": "d", "parentId": 1 }]),
    );
    assert_eq!(
        tree(2)["children"],
        json!([
            {
                "key": 2, "name": "b", "parentId": 1,
                "children": [{ "key": 3, "name": "c", "parentId": 2 }],
            },
            { "key": 4, "name": "d", "parentId": 1, "children": [] },
        ]),
    );
}

/// `p` is at the end, but its boss `B` is the boss `b` of another row, to the database.
#[test]
fn a_row_at_the_end_is_followed_if_the_database_found_another_one_for_its_key() {
    let conn = &mut SqliteConnection::establish(":memory:").unwrap();
    conn.batch_execute(
        "CREATE TABLE people (name TEXT COLLATE NOCASE PRIMARY KEY, boss TEXT COLLATE NOCASE);
         INSERT INTO people VALUES ('r1', 'p'), ('r2', 'b'), ('p', 'B'), ('b', 'z'), ('z', NULL);",
    )
    .unwrap();
    let people = people::table.filter(people::name.like("r%")).order_by(people::name);
    let people = people.with(Person::chief.recursive().depth(1)).load(conn).unwrap();
    let expected = json!([
        { "name": "r1", "chief": { "name": "p", "chief": { "name": "b" } } },
        { "name": "r2", "chief": { "name": "b" } },
    ]);
    assert_eq!(value(people), expected);
}

diesel::table! { people (name) { name -> Text, boss -> Nullable<Text>, } }

#[derive(Queryable, Selectable, Relations, Serialize)]
#[diesel(table_name = people)]
#[relations(belongs_to(chief: Person, foreign_key = boss, one_way))]
struct Person {
    name: String,
    #[serde(skip)]
    boss: Option<String>,
}

#[test]
fn a_row_that_leads_to_itself_ends_the_way() {
    let conn = &mut own::database();
    let tree = categories::table.find(5).with(Category::children.recursive()).first(conn);
    let expected = json!({
        "key": 5, "name": "e", "parentId": 6,
        "children": [{
            "key": 6, "name": "f", "parentId": 5,
            "children": [{ "key": 5, "name": "e", "parentId": 6 }],
        }],
    });
    assert_eq!(value(tree.unwrap()), expected);
}

#[test]
fn the_fields_of_a_row_come_first() {
    let conn = &mut blog::database().unwrap();
    let user = users::table.find(2).with(User::profile).first(conn).unwrap();
    assert_eq!(to_string(&user).unwrap(), r#"{"id":2,"username":"bob","profile":null}"#);
}
