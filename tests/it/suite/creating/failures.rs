//! What the database rejects is an error that says which rows it is about, and nothing is kept.

use super::*;
use conjoin::{Error, create, create_all};
use diesel::connection::SimpleConnection;
use diesel::result::DatabaseErrorKind::{ForeignKeyViolation, UniqueViolation};
use diesel::result::Error::{DatabaseError, RollbackTransaction};
use std::any::type_name;

/// Two users with all relations, of which the second is as given.
fn tree(conn: &mut Conn, name: &str, bio: &str, linked: &Tag, new: &str) -> QueryResult<()> {
    let rows = [("ann", "Reads.", linked, "a"), (name, bio, linked, new)];
    create_all(rows.map(|(name, bio, linked, new)| {
        create(user(name)).with(User::profile, create(NewProfile { bio })).with(
            User::posts,
            [create(post("One")).link(Post::tags, [linked]).with(Post::tags, [create(tag(new))])],
        )
    }))
    .save(conn)
    .map(drop)
}

#[test]
fn an_error_in_any_statement_leaves_nothing_and_names_the_relation() {
    let mut conn = blog();
    let rust = all_tags(&mut conn).remove(0);
    let gone = Tag { id: 99, name: String::new() };
    let too_long = "x".repeat(300);
    let failing = [
        ("ann", "Reads.", &rust, "b", "`User`"),
        ("bob", too_long.as_str(), &rust, "b", "`User::profile`"),
        ("bob", "Reads.", &gone, "b", "`Post::tags`"),
        ("bob", "Reads.", &rust, "a", "`Post::tags`"),
        ("bob", "Reads.", &rust, "sql", "`Post::tags`"),
    ];
    for (name, bio, linked, new, relation) in failing {
        // SQLite takes text of any length.
        if bio.len() > 50 && crate::database::name() == "sqlite" {
            continue;
        }
        let error = tree(&mut conn, name, bio, linked, new).unwrap_err();
        let DatabaseError(kind, information) = &error else { panic!("{error:?}") };
        assert!(information.message().contains(relation), "{}", information.message());
        match relation {
            "`User`" => assert!(matches!(kind, UniqueViolation), "{error:?}"),
            _ if linked.id == 99 => assert!(matches!(kind, ForeignKeyViolation), "{error:?}"),
            _ => (),
        }
        assert_eq!(counts(&mut conn), EMPTY, "{relation}");
    }
    tree(&mut conn, "bob", "Reads.", &rust, "b").unwrap();
    assert_eq!(counts(&mut conn), [2, 2, 2, 5, 4]);
}

#[test]
fn inside_a_transaction_it_is_a_savepoint() {
    let mut conn = blog();
    let rust = all_tags(&mut conn).remove(0);
    let outcome = conn.transaction(|conn| {
        tree(conn, "bob", "Reads.", &rust, "b")?;
        assert!(tree(conn, "zoe", "Reads.", &rust, "c").is_err());
        assert_eq!(counts(conn), [2, 2, 2, 5, 4]);
        create(user("zoe")).with(User::posts, [create(post("One"))]).save(conn).map(drop)
    });
    outcome.unwrap();
    assert_eq!(counts(&mut conn), [3, 2, 3, 5, 4]);
    let undone: QueryResult<()> = conn.transaction(|conn| {
        create(user("max")).with(User::posts, [create(post("One"))]).save(conn)?;
        Err(RollbackTransaction)
    });
    assert_eq!(undone, Err(RollbackTransaction));
    assert_eq!(counts(&mut conn), [3, 2, 3, 5, 4]);
}

#[test]
fn the_row_is_named_where_it_is_known() {
    let mut conn = blog();
    let rows =
        ["ann", "bob", "ann"].map(|name| create(user(name)).with(User::posts, [create(post(""))]));
    let error = create_all(rows).save(&mut conn).unwrap_err();
    let DatabaseError(_, information) = error else { panic!("{error:?}") };
    // A `MultiConnection` inserts one by one too, whatever is behind it.
    let one_by_one = crate::database::name() == "sqlite"
        || type_name::<crate::database::DB>().ends_with("MultiBackend");
    let place = if one_by_one { "new row 3 of `User`: " } else { "new rows of `User`: " };
    assert!(information.message().starts_with(place), "{}", information.message());
}

#[test]
fn rows_that_a_trigger_leaves_out_are_an_error() {
    let mut conn = blog();
    let trigger = match crate::database::name() {
        "sqlite" => {
            "CREATE TRIGGER secret BEFORE INSERT ON posts WHEN NEW.title = 'secret'
             BEGIN SELECT RAISE(IGNORE); END"
        }
        "postgresql" => {
            "CREATE FUNCTION pg_temp.hide() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN IF NEW.title = ''secret'' THEN RETURN NULL; END IF; RETURN NEW; END';
             CREATE TRIGGER secret BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION pg_temp.hide()"
        }
        // A trigger cannot leave rows out.
        _ => return,
    };
    conn.batch_execute(trigger).unwrap();
    let posts = ["public", "secret", "more"];
    // Whether their keys are needed or not.
    let leaves = create(user("ann")).with(User::posts, posts.map(|title| create(post(title))));
    let error = leaves.save(&mut conn).map(drop).unwrap_err();
    let left_out = |error: &diesel::result::Error| match Error::of(error) {
        Some(&Error::RowsLeftOut { relation, rows, created }) => (relation, rows - created),
        _ => panic!("{error:?}"),
    };
    assert_eq!(left_out(&error), ("User::posts", 1));
    let rust = all_tags(&mut conn).remove(0);
    let inner = posts.map(|title| create(post(title)).link(Post::tags, [&rust]));
    let error = create(user("ann")).with(User::posts, inner).save(&mut conn).map(drop).unwrap_err();
    assert_eq!(left_out(&error), ("User::posts", 1));
    assert_eq!(counts(&mut conn), EMPTY);
}
