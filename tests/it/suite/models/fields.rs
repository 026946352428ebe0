//! What Diesel can read into a field besides a column: embedded structs, expressions, conversions.

use crate::suite::world::{sent, world};
use blog::schema::{post_tags, posts, tags, users};
use conjoin::prelude::*;
use diesel::prelude::*;

mod an_embedded_struct {
    use super::*;

    /// With the key by which the post is found, which the derive on `Post` cannot know of.
    #[derive(Debug, PartialEq, Queryable, Selectable)]
    #[diesel(table_name = posts)]
    struct Text {
        title: String,
        user_id: Option<i32>,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = posts)]
    #[relations(belongs_to(author: User, foreign_key = user_id, back_populates = posts))]
    struct Post {
        #[diesel(embed)]
        text: Text,
        user_id: Option<i32>,
        #[diesel(embed)]
        rest: Rest,
    }

    #[derive(Debug, PartialEq, Queryable, Selectable)]
    #[diesel(table_name = posts)]
    struct Rest {
        #[diesel(embed)]
        content: Content,
    }

    #[derive(Debug, PartialEq, Queryable, Selectable)]
    #[diesel(table_name = posts)]
    struct Content(#[diesel(column_name = content)] Option<String>);

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = users)]
    #[relations(has_many(posts: Post, back_populates = author))]
    struct User {
        #[diesel(embed)]
        name: Name,
        id: i32,
    }

    #[derive(Debug, PartialEq, Queryable, Selectable)]
    #[diesel(table_name = users)]
    struct Name(#[diesel(column_name = username)] String);

    #[test]
    fn counts_as_many_columns_as_it_has_where_rows_are_joined() {
        let (mut conn, _) = world();
        let query = || posts::table.order_by(posts::id);
        let joined = query().with(Post::author.joined()).load(&mut conn).unwrap();
        let grouped = query().with(Post::author).load(&mut conn).unwrap();
        assert!(joined.iter().any(|post| post.author().is_some()));
        for (joined, grouped) in joined.iter().zip(&grouped) {
            assert_eq!((&joined.text, &joined.rest), (&grouped.text, &grouped.rest));
            let author = joined.author().map(|author| (author.id, &author.row().name));
            assert_eq!(author, grouped.author().map(|author| (author.id, &author.row().name)));
        }
    }

    #[test]
    fn may_hold_the_key_that_stands_beside_it_too() {
        let (mut conn, world) = world();
        let plan = User::posts.order_by(posts::title.desc()).with(Post::author);
        let query = users::table.order_by(users::id).with(plan);
        let (users, sent) = sent(&mut conn, |conn| query.load(conn));
        for (user, row) in users.iter().zip(&world.users) {
            assert_eq!((user.id, &user.name.0), (row.id, &row.username));
            let posts = world.posts_of(row);
            assert_eq!(user.posts().len(), posts.len());
            for (post, row) in user.posts().zip(posts) {
                assert_eq!(post.text, Text { title: row.title, user_id: row.user_id });
                assert_eq!(post.rest, Rest { content: Content(row.content) });
                assert_eq!(post.author().map(|author| author.id), post.user_id);
            }
        }
        let columns = "SELECT `posts`.`title`, `posts`.`user_id`, `posts`.`user_id`, \
                       `posts`.`content` FROM `posts`";
        assert!(sent[1].starts_with(columns), "{sent:?}");
    }
}

mod an_expression {
    use super::*;
    use diesel::dsl::{Eq, IsNotNull, Nullable};
    use diesel::sql_types::Text;

    diesel::define_sql_function! {
        fn upper(text: Text) -> Text;
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = users)]
    #[relations(has_many(posts: Post, back_populates = author))]
    struct User {
        id: i32,
        #[diesel(
            select_expression = upper(users::username),
            select_expression_type = upper<users::username>
        )]
        loud: String,
        #[diesel(select_expression = users::username.concat("?"))]
        username: String,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = posts)]
    #[relations(
        belongs_to(author: User, foreign_key = user_id, back_populates = posts),
        many_to_many(tags: Tag, through = post_tags, back_populates = posts),
    )]
    struct Post {
        id: i32,
        user_id: Option<i32>,
        #[diesel(
            select_expression = posts::content.is_not_null(),
            select_expression_type = IsNotNull<posts::content>
        )]
        complete: bool,
        #[diesel(
            select_expression = posts::title.nullable(),
            select_expression_type = Nullable<posts::title>
        )]
        title: Option<String>,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = tags)]
    #[relations(many_to_many(posts: Post, through = post_tags, back_populates = tags))]
    struct Tag {
        id: i32,
        #[diesel(
            select_expression = tags::name.eq("tag 06"),
            select_expression_type = Eq<tags::name, &'static str>
        )]
        sixth: bool,
        #[diesel(select_expression = (tags::name, tags::id))]
        both: (String, i32),
    }

    #[test]
    fn is_read_in_the_root_and_in_relations() {
        let (mut conn, world) = world();
        let plan = User::posts.order_by(posts::title.desc()).with(Post::tags.order_by(tags::name));
        let users = users::table.order_by(users::id).with(plan.with(Post::author));
        let users = users.load(&mut conn).unwrap();
        for (user, row) in users.iter().zip(&world.users) {
            assert_eq!((user.id, &user.loud), (row.id, &row.username.to_uppercase()));
            assert_eq!(user.username, format!("{}?", row.username));
            for (post, row) in user.posts().zip(world.posts_of(row)) {
                assert_eq!((post.id, post.complete), (row.id, row.content.is_some()));
                assert_eq!(post.title.as_ref(), Some(&row.title));
                assert_eq!(post.author().map(|author| &author.row().loud), Some(&user.row().loud));
                assert_eq!(post.user_id, Some(user.id));
                for (tag, row) in post.tags().zip(world.tags_of(&row)) {
                    assert_eq!((tag.id, tag.sixth), (row.id, row.name == "tag 06"));
                    assert_eq!(tag.both, (row.name, row.id));
                }
            }
        }
    }

    #[test]
    fn is_read_in_a_statement_for_one_key_and_again() {
        let (mut conn, world) = world();
        for tag in [6, 1, 6] {
            let query = tags::table.find(tag).with(Tag::posts.with(Post::tags));
            let tag = query.first(&mut conn).unwrap();
            assert_eq!(tag.sixth, tag.id == 6);
            let row = world.tags.iter().find(|row| row.id == tag.id).unwrap();
            assert_eq!(tag.posts().len(), world.posts_with(row).len());
            let others = tag.posts().flat_map(|post| post.tags()).filter(|other| other.sixth);
            assert!(others.clone().count() > 0 && others.into_iter().all(|other| other.id == 6));
        }
        let post = posts::table.find(1).with(Post::author).first(&mut conn).unwrap();
        assert_eq!(
            post.author().map(|author| author.row().username.clone()),
            Some("alice?".into())
        );
    }
}

mod a_conversion {
    use super::*;
    use diesel::backend::Backend;
    use diesel::deserialize::{self, FromSql, FromSqlRow};
    use diesel::serialize::{self, Output, ToSql};
    use diesel::sql_types::{Integer, Nullable};

    /// A key that Diesel can write, and that is read as an integer.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    struct UserId(i32);

    impl From<i32> for UserId {
        fn from(id: i32) -> Self {
            UserId(id)
        }
    }

    impl<DB: Backend> ToSql<Integer, DB> for UserId
    where
        i32: ToSql<Integer, DB>,
    {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
            self.0.to_sql(out)
        }
    }

    /// A title in lower case.
    struct Title(String);

    impl TryFrom<String> for Title {
        type Error = String;

        fn try_from(title: String) -> Result<Self, String> {
            match title.is_empty() {
                true => Err("a title is missing".to_owned()),
                false => Ok(Title(title.to_lowercase())),
            }
        }
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = users)]
    #[relations(has_many(posts: Post, back_populates = author))]
    struct User {
        #[diesel(column_name = id, deserialize_as = i32)]
        key: UserId,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = posts)]
    #[relations(belongs_to(author: User, foreign_key = user_id, back_populates = posts))]
    struct Post {
        #[diesel(column_name = user_id, deserialize_as = OptionalId)]
        writer: Option<UserId>,
        #[diesel(deserialize_as = String)]
        title: Title,
    }

    /// What `Option<UserId>` is read as, of which neither type could say it.
    #[derive(FromSqlRow)]
    struct OptionalId(Option<i32>);

    impl<DB: Backend> FromSql<Nullable<Integer>, DB> for OptionalId
    where
        Option<i32>: FromSql<Nullable<Integer>, DB>,
    {
        fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
            Option::from_sql(bytes).map(OptionalId)
        }

        fn from_nullable_sql(bytes: Option<DB::RawValue<'_>>) -> deserialize::Result<Self> {
            Option::from_nullable_sql(bytes).map(OptionalId)
        }
    }

    impl From<OptionalId> for Option<UserId> {
        fn from(id: OptionalId) -> Self {
            id.0.map(UserId)
        }
    }

    #[test]
    fn makes_columns_and_keys() {
        let (mut conn, world) = world();
        let plan = User::posts.order_by(posts::title.desc()).with(Post::author);
        let users = users::table.order_by(users::id).with(plan).load(&mut conn).unwrap();
        for (user, row) in users.iter().zip(&world.users) {
            let titles = world.posts_of(row).into_iter().map(|post| post.title.to_lowercase());
            assert!(user.posts().map(|post| post.title.0.clone()).eq(titles));
            assert_eq!(user.key, UserId(row.id));
            for post in user.posts() {
                assert_eq!(post.author().map(|author| author.key), post.writer);
            }
        }
        let count = User { key: UserId(1) }.related(User::posts).count().get_result(conn.diesel());
        assert_eq!(count, Ok(world.posts_of(&world.users[0]).len() as i64));
    }

    #[test]
    fn that_fails_is_an_error_of_the_load() {
        let (mut conn, _) = world();
        diesel::update(posts::table.find(1)).set(posts::title.eq("")).execute(&mut conn).unwrap();
        let error = users::table.find(1).with(User::posts).first(&mut conn).err().unwrap();
        assert!(error.to_string().ends_with("a title is missing"), "{error}");
    }
}

mod a_query_of_its_own {
    use super::*;
    use crate::database::DB;

    #[derive(HasQuery, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = users, base_query = users::table.filter(users::id.lt(5_i32)))]
    #[diesel(check_for_backend(DB))]
    #[relations(has_many(posts: blog::Post, foreign_key = posts::user_id, one_way))]
    struct User {
        id: i32,
    }

    #[test]
    fn is_a_root() {
        let (mut conn, world) = world();
        let query = User::query().order_by(users::id);
        let users = query.with(User::posts).load(&mut conn).unwrap();
        assert_eq!(users.len(), 4);
        for (user, row) in users.iter().zip(&world.users) {
            assert_eq!((user.id, user.posts().len()), (row.id, world.posts_of(row).len()));
        }
    }

    #[test]
    fn is_a_root_in_every_way() {
        let (mut conn, world) = world();
        let posts = world.posts_of(&world.users[0]).len();
        let one = || User::query().filter(users::id.eq(1));
        assert_eq!(one().with(User::posts).first(&mut conn).unwrap().posts().len(), posts);
        assert_eq!(one().with(User::posts).get_result(&mut conn).unwrap().posts().len(), posts);
        let joined = one().with(User::posts.joined()).load(&mut conn).unwrap();
        assert_eq!(joined.get(0).unwrap().posts().len(), posts);
        let (user, name) = one()
            .with(User::posts)
            .also_select::<String, _>(users::username)
            .first(&mut conn)
            .unwrap();
        assert_eq!((user.posts().len(), &name), (posts, &world.users[0].username));
        let mut batches = one().with(User::posts).batches(2);
        assert_eq!(batches.next(&mut conn).unwrap().unwrap().get(0).unwrap().posts().len(), posts);
        let selected = users::table.filter(users::id.eq(1)).select(User::as_select());
        assert_eq!(selected.with(User::posts).first(&mut conn).unwrap().posts().len(), posts);
    }
}
