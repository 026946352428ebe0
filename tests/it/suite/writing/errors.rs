//! What the database rejects is an error, and leaves nothing behind.

use crate::suite::conn::Conn;
use crate::suite::world::{database, world};
use crate::suite::writing::links::links;
use crate::suite::writing::sets::is_missing;
use blog::{Post, Tag};
use conjoin::Error;
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::Error::DatabaseError;

#[test]
fn a_row_that_is_gone_cannot_be_linked_from_either_side() {
    let (mut conn, world) = world();
    let before = links(&mut conn);
    let gone = Tag { id: 99, name: String::new() };
    let lost = Post { id: 99, title: String::new(), content: None, user_id: None };
    let outcomes = [
        world.posts[0].link(Post::tags, [&world.tags[4], &gone]).execute(&mut conn),
        gone.link(Tag::posts, &world.posts).execute(&mut conn),
        lost.link(Post::tags, &world.tags).execute(&mut conn),
        lost.set(Post::tags, &world.tags).execute(&mut conn),
        [world.posts[0].clone(), lost].set(Post::tags, &world.tags).execute(&mut conn),
    ];
    for outcome in outcomes {
        assert!(is_missing(&outcome), "{outcome:?}");
        assert_eq!(links(&mut conn), before);
    }
}

diesel::table! {
    words (word) {
        word -> Text,
    }
}
diesel::table! {
    synonyms (word, synonym) {
        word -> Text,
        synonym -> Text,
    }
}
diesel::allow_tables_to_appear_in_same_query!(words, synonyms);

#[derive(Queryable, Selectable, Relations, Debug, Clone)]
#[diesel(table_name = words)]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(synonyms: Word, through = synonyms(word, synonym), one_way),
)]
struct Word {
    word: String,
}

fn word(word: &str) -> Word {
    Word { word: word.to_owned() }
}

fn synonyms(conn: &mut Conn) -> Vec<(String, String)> {
    synonyms::table.order_by((synonyms::word, synonyms::synonym)).load(conn.diesel()).unwrap()
}

#[test]
fn what_a_constraint_forbids_is_an_error() {
    let mut conn = database(
        "CREATE TABLE synonyms (word VARCHAR(8) NOT NULL CHECK (length(word) < 6),
            synonym VARCHAR(8) NOT NULL, PRIMARY KEY (word, synonym), CHECK (word <> synonym))",
    );
    word("big").link(Word::synonyms, [word("large")]).execute(&mut conn).unwrap();
    let outcomes = [
        word("big").link(Word::synonyms, [word("huge"), word("big")]).execute(&mut conn),
        // Cut to eight letters it would do.
        word("much too long").link(Word::synonyms, [word("huge")]).execute(&mut conn),
        word("big").set(Word::synonyms, [word("big")]).execute(&mut conn),
    ];
    for outcome in outcomes {
        assert!(matches!(outcome, Err(DatabaseError(..))), "{outcome:?}");
        assert_eq!(synonyms(&mut conn), [("big".to_owned(), "large".to_owned())]);
    }
}

#[test]
fn a_relation_of_a_table_to_itself_is_linked_in_its_direction() {
    let mut conn = database(
        "CREATE TABLE words (word VARCHAR(8) PRIMARY KEY);
         CREATE TABLE synonyms (word VARCHAR(8) NOT NULL, synonym VARCHAR(8) NOT NULL,
            PRIMARY KEY (word, synonym));
         INSERT INTO words VALUES ('big'), ('large');",
    );
    let (big, large) = (word("big"), word("large"));
    big.link(Word::synonyms, [&large]).execute(&mut conn).unwrap();
    let pair = |a: &Word, b: &Word| (a.word.clone(), b.word.clone());
    assert_eq!(synonyms(&mut conn), [pair(&big, &large)]);
    [&big, &large].set(Word::synonyms, [&big]).execute(&mut conn).unwrap();
    assert_eq!(synonyms(&mut conn), [pair(&big, &big), pair(&large, &big)]);
}

#[test]
fn letters_that_the_database_does_not_distinguish_are_one_link() {
    let mut conn = database(
        "CREATE TABLE words (word VARCHAR(8) COLLATE NOCASE PRIMARY KEY);
         CREATE TABLE synonyms (word VARCHAR(8) COLLATE NOCASE NOT NULL,
            synonym VARCHAR(8) COLLATE NOCASE NOT NULL, PRIMARY KEY (word, synonym));
         INSERT INTO words VALUES ('big'), ('large');",
    );
    word("big").link(Word::synonyms, [word("large"), word("LARGE")]).execute(&mut conn).unwrap();
    word("BIG").link(Word::synonyms, [word("Large")]).execute(&mut conn).unwrap();
    let expected = [("big".to_owned(), "large".to_owned())];
    assert_eq!(synonyms(&mut conn), expected);
    // It stays as it is spelled.
    word("Big").set(Word::synonyms, [word("LARGE")]).execute(&mut conn).unwrap();
    assert_eq!(synonyms(&mut conn), expected);
    let deleted = word("BIG").unlink(Word::synonyms, [word("Large")]).execute(&mut conn);
    assert_eq!(deleted, Ok::<usize, _>(1));
}

diesel::table! {
    notes (id) {
        id -> Nullable<Integer>,
    }
}
diesel::table! {
    note_links (note_id, other_id) {
        note_id -> Integer,
        other_id -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(notes, note_links);

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = notes)]
#[relations(
    backend = blog::MultiBackend,
    many_to_many(others: Note, through = note_links(note_id, other_id), one_way),
)]
struct Note {
    id: Option<i32>,
}

#[test]
fn a_row_whose_key_is_null_cannot_be_linked() {
    let mut conn = database(
        "CREATE TABLE notes (id INTEGER);
         CREATE TABLE note_links (note_id INTEGER NOT NULL, other_id INTEGER NOT NULL,
            PRIMARY KEY (note_id, other_id));",
    );
    let (one, null) = (Note { id: Some(1) }, Note { id: None });
    let outcomes = [
        one.link(Note::others, [&one, &null]).execute(&mut conn),
        null.link(Note::others, [&one]).execute(&mut conn),
        [&one, &null].set(Note::others, [&one]).execute(&mut conn),
    ];
    for outcome in outcomes {
        let error = outcome.unwrap_err();
        let expected = Error::NullPrimaryKey { relation: "Note::others" };
        assert_eq!(Error::of(&error), Some(&expected));
    }
    assert_eq!(note_links::table.count().get_result(conn.diesel()), Ok(0_i64));
}

#[test]
fn a_table_without_a_unique_constraint_is_refused_where_the_database_notices() {
    let mut conn =
        database("CREATE TABLE post_tags (post_id INTEGER NOT NULL, tag_id INTEGER NOT NULL)");
    let post = Post { id: 1, title: String::new(), content: None, user_id: None };
    let linked = post.link(Post::tags, [Tag { id: 1, name: String::new() }]).execute(&mut conn);
    if crate::database::name() == "mariadb" {
        // It has no word for the columns of the constraint.
        linked.unwrap();
    } else {
        assert!(matches!(linked, Err(DatabaseError(..))), "{linked:?}");
    }
    conn.batch_execute("SELECT 1").unwrap();
}
