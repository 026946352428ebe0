//! What the database rejects is an error that says which rows it is about, and nothing is kept.

use super::*;
use conjoin::{Error, create, create_all};
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
fn a_column_that_has_two_values_is_an_error() {
    let mut conn = blog();
    let ann = diesel::insert_into(users::table).values(user("ann"));
    ann.execute(&mut conn).unwrap();
    let id: i32 = users::table.select(users::id).first(conn.diesel()).unwrap();
    let of_ann = || create((posts::title.eq("One"), posts::user_id.eq(id)));
    let outcomes = [
        create(user("bob")).with(User::posts, [of_ann()]).save(&mut conn).map(drop),
        of_ann().with(Post::author, create(user("bob"))).save(&mut conn).map(drop),
    ];
    for (outcome, relation) in outcomes.into_iter().zip(["User::posts", "Post"]) {
        let error = outcome.unwrap_err();
        let expected = Error::ColumnTwice { relation, column: "user_id" };
        assert_eq!(Error::of(&error), Some(&expected));
    }
    assert_eq!(counts(&mut conn), [1, 0, 0, 3, 0]);
}

diesel::table! { notes (id) { id -> Nullable<Integer>, } }
diesel::table! { note_tags (note_id, tag_id) { note_id -> Integer, tag_id -> Integer, } }
diesel::allow_tables_to_appear_in_same_query!(notes, note_tags, tags);

/// A row that may have no key.
#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = notes)]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(tags: Tag, through = note_tags(note_id, tag_id), one_way),
    many_to_many(notes: Note, through = note_tags(note_id, tag_id), one_way),
)]
struct Note {
    id: Option<i32>,
}

#[test]
fn a_row_without_a_key_cannot_be_linked() {
    let mut conn = blog();
    let tables = "CREATE TABLE notes (id INTEGER);
                  CREATE TABLE note_tags (note_id INTEGER NOT NULL, tag_id INTEGER NOT NULL)";
    conn.batch_execute(tables).unwrap();
    let rust = all_tags(&mut conn).remove(0);
    let (one, null) = (notes::id.eq(1), notes::id.eq(None::<i32>));
    let of_null = create(null).link(Note::tags, [&rust]).save(&mut conn).map(drop);
    let expected = match crate::database::name() {
        // By its key, the row is not even found.
        "mariadb" => Error::RowsLeftOut { relation: "Note", rows: 1, created: 0 },
        _ => Error::NullPrimaryKey { relation: "Note::tags" },
    };
    assert_eq!(Error::of(&of_null.unwrap_err()), Some(&expected));
    let to_null = create(one).link(Note::notes, [&Note { id: None }]).save(&mut conn).map(drop);
    let expected = Error::NullPrimaryKey { relation: "Note::notes" };
    assert_eq!(Error::of(&to_null.unwrap_err()), Some(&expected));
    assert_eq!(notes::table.count().get_result(conn.diesel()), Ok(0_i64));
}
