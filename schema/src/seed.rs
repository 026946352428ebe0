use crate::schema::{post_tags, posts, profiles, tags, users};
use diesel::prelude::*;
use diesel::result::Error::QueryBuilderError;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

/// The blog's migrations, compiled in.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations");

/// A new database in memory, migrated and filled with [`seed`]'s rows.
pub fn database() -> QueryResult<SqliteConnection> {
    let establish = SqliteConnection::establish(":memory:");
    let mut conn = establish.map_err(|error| QueryBuilderError(error.into()))?;
    conn.run_pending_migrations(MIGRATIONS).map_err(QueryBuilderError)?;
    seed(&mut conn)?;
    Ok(conn)
}

/// Three users, of whom carol has written nothing; four posts, one without an author; three tags.
pub fn seed(conn: &mut SqliteConnection) -> QueryResult<()> {
    let user = |id: i32, name: &'static str| (users::id.eq(id), users::username.eq(name));
    diesel::insert_into(users::table)
        .values([user(1, "alice"), user(2, "bob"), user(3, "carol")])
        .execute(conn)?;

    diesel::insert_into(profiles::table)
        .values((
            profiles::id.eq(1),
            profiles::bio.eq("Writes about databases."),
            profiles::user_id.eq(1),
        ))
        .execute(conn)?;

    let post =
        |id: i32, title: &'static str, content: Option<&'static str>, author: Option<i32>| {
            (
                posts::id.eq(id),
                posts::title.eq(title),
                posts::content.eq(content),
                posts::user_id.eq(author),
            )
        };
    diesel::insert_into(posts::table)
        .values([
            post(1, "Relations in Diesel", Some("They are types."), Some(1)),
            post(2, "Joins, twice", None, Some(1)),
            post(3, "A day at the sea", Some("It was windy."), Some(2)),
            post(4, "Found in a drawer", Some("Nobody signed it."), None),
        ])
        .execute(conn)?;

    let tag = |id: i32, name: &'static str| (tags::id.eq(id), tags::name.eq(name));
    diesel::insert_into(tags::table)
        .values([tag(1, "rust"), tag(2, "diesel"), tag(3, "travel")])
        .execute(conn)?;

    let link = |post: i32, tag: i32| (post_tags::post_id.eq(post), post_tags::tag_id.eq(tag));
    diesel::insert_into(post_tags::table)
        .values([link(1, 1), link(1, 2), link(2, 1), link(3, 3)])
        .execute(conn)?;
    Ok(())
}
