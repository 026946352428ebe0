//! Triggers that leave rows out, change their keys, or generate others.

use super::*;
use conjoin::{Error, create};
use diesel::result::DatabaseErrorKind::ForeignKeyViolation;
use diesel::result::Error::DatabaseError;

/// Has a trigger do this for each new post, unless the database has none for it.
fn on_posts(conn: &mut Conn, time: &str, [sqlite, postgresql, mariadb]: [Option<&str>; 3]) -> bool {
    let body = match crate::database::name() {
        "sqlite" => sqlite,
        "postgresql" => postgresql,
        _ => mariadb,
    };
    if let Some(body) = body {
        add_trigger(conn, Trigger { time, table: "posts", body });
    }
    body.is_some()
}

const TITLES: [&str; 3] = ["Three", "Six", "Eleven"];

/// A user with posts that have a tag each, named alike; returns the names as they were created.
fn save(conn: &mut Conn, titles: &[&'static str]) -> QueryResult<Vec<(String, Vec<String>)>> {
    let posts =
        titles.iter().map(|title| create(post(title)).with(Post::tags, [create(tag(title))]));
    let ann = create(user("ann")).with(User::posts, posts).save(conn)?;
    let again = users::table.find(ann.id).with(User::posts.with(Post::tags)).first(conn)?;
    assert_eq!(ann, again);
    let posts = ann.posts().map(|post| {
        (post.title.clone(), post.tags().rows().map(|tag| tag.name.clone()).collect::<Vec<_>>())
    });
    Ok(posts.collect())
}

/// Whether each post has its own tag.
fn assert_alike(mut created: Vec<(String, Vec<String>)>) {
    created.sort_unstable();
    let mut expected = TITLES.map(|title| (title.to_owned(), vec![title.to_owned()]));
    expected.sort_unstable();
    assert_eq!(created, expected);
}

/// The relation whose new rows were left out, and how many.
fn left_out(error: diesel::result::Error) -> (&'static str, usize) {
    match Error::of(&error) {
        Some(&Error::RowsLeftOut { relation, rows, created }) => (relation, rows - created),
        _ => panic!("{error:?}"),
    }
}

#[test]
fn rows_that_are_left_out_are_an_error() {
    let mut conn = blog();
    let hides = [
        Some("SELECT RAISE(IGNORE) WHERE NEW.title = 'Six'"),
        Some("IF NEW.title = 'Six' THEN RETURN NULL; END IF"),
        // A trigger of MariaDB's can refuse a row, but not leave it out.
        None,
    ];
    if !on_posts(&mut conn, "BEFORE", hides) {
        return;
    }
    // Whether their keys are needed or not.
    assert_eq!(left_out(save(&mut conn, &TITLES).unwrap_err()), ("User::posts", 1));
    let leaves = create(user("ann")).with(User::posts, TITLES.map(|title| create(post(title))));
    let error = leaves.save(&mut conn).map(drop).unwrap_err();
    assert_eq!(left_out(error), ("User::posts", 1));
    assert_eq!(counts(&mut conn), EMPTY);
    save(&mut conn, &["Three", "Eleven"]).unwrap();
}

#[test]
fn keys_that_are_changed_before_are_those_that_others_get_or_an_error() {
    let mut conn = blog();
    // Rows that must not be taken for the new ones.
    let old = (0..9).map(|_| create(post("Old")));
    create(user("bob")).with(User::posts, old).save(&mut conn).unwrap();
    // Backwards, so that their order is not that of the rows.
    let changes = [
        // A trigger of SQLite's cannot change the row that is to be inserted.
        None,
        Some("NEW.id := 1000 - length(NEW.title)"),
        Some("SET NEW.id = 1000 - CHAR_LENGTH(NEW.title)"),
    ];
    if !on_posts(&mut conn, "BEFORE", changes) {
        return;
    }
    let created = save(&mut conn, &TITLES);
    if crate::database::name() == "mariadb" {
        // They have not been generated.
        let expected = Error::UnknownKeys { relation: "User::posts" };
        assert_eq!(Error::of(&created.unwrap_err()), Some(&expected));
        assert_eq!(counts(&mut conn), [1, 0, 9, 3, 0]);
        return;
    }
    assert_alike(created.unwrap());
    let ids = posts::table.filter(posts::id.gt(9)).select(posts::id).order_by(posts::id);
    assert_eq!(ids.load(conn.diesel()), Ok(vec![994, 995, 997]));
}

#[test]
fn keys_that_were_given_and_are_changed_are_those_that_others_get_or_an_error() {
    let changes = [
        None,
        Some("IF NEW.title = 'Six' THEN NEW.id := 100; END IF"),
        Some("IF NEW.title = 'Six' THEN SET NEW.id = 100; END IF"),
    ];
    // Beside others, and alone.
    for titles in [&TITLES[..], &["Six"]] {
        let mut conn = blog();
        if !on_posts(&mut conn, "BEFORE", changes) {
            return;
        }
        let posts = titles.iter().zip([3, 2, 1]).map(|(title, id)| {
            create((posts::id.eq(id), posts::title.eq(*title)))
                .with(Post::tags, [create(tag(title))])
        });
        let created = create(user("ann")).with(User::posts, posts).save(&mut conn);
        if crate::database::name() == "mariadb" {
            assert_eq!(left_out(created.unwrap_err()), ("User::posts", 1));
            assert_eq!(counts(&mut conn), EMPTY);
            continue;
        }
        for post in created.unwrap().posts() {
            assert_eq!(post.id == 100, post.title == "Six");
            assert!(post.tags().len() == 1 && post.tags().all(|tag| tag.name == post.title));
        }
    }
}

#[test]
fn keys_that_are_changed_afterwards_are_an_error() {
    let mut conn = blog();
    let change = "UPDATE posts SET id = 1000 - length(title) WHERE id = NEW.id";
    // A trigger of MariaDB's cannot change the table that it is of.
    if on_posts(&mut conn, "AFTER", [Some(change), Some(change), None]) {
        let error = save(&mut conn, &TITLES).unwrap_err();
        assert!(matches!(error, DatabaseError(ForeignKeyViolation, _)), "{error:?}");
        assert_eq!(counts(&mut conn), EMPTY);
    }
}

#[test]
fn keys_that_are_generated_for_another_table_are_not_taken_for_those_of_the_rows() {
    let mut conn = blog();
    let audit =
        "CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, post_id INTEGER);
                 INSERT INTO audit (post_id) VALUES (0), (0), (0), (0), (0)";
    conn.batch_execute(&crate::database::dialect(audit)).unwrap();
    let write = Some("INSERT INTO audit (post_id) VALUES (NEW.id)");
    on_posts(&mut conn, "AFTER", [write; 3]);
    assert_alike(save(&mut conn, &TITLES).unwrap());
}
