//! What Diesel's own attributes say need not be said again.

use crate::database::DB;
use crate::suite::world::world;
use blog::schema::{post_tags, posts, tags, users};
use conjoin::prelude::*;
use diesel::prelude::*;

mod inferred {
    use super::*;

    #[derive(Queryable, Selectable, Identifiable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(check_for_backend(DB))]
    #[relations(has_many(posts: Post, back_populates = author))]
    struct User {
        id: i32,
    }

    #[derive(Queryable, Selectable, Identifiable, Associations, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(belongs_to(User), check_for_backend(DB), treat_none_as_null = true)]
    #[relations(belongs_to(author: User, back_populates = posts))]
    struct Post {
        id: i32,
        user_id: Option<i32>,
    }

    #[test]
    fn table_names_and_foreign_keys_are_inferred() {
        let (mut conn, world) = world();
        let users = users::table.with(User::posts.with(Post::author)).load(&mut conn).unwrap();
        for user in &users {
            assert!(
                user.posts().all(|post| post.author().map(|author| author.id) == Some(user.id))
            );
            assert!(user.posts().all(|post| post.id > 0));
        }
        let posts = users.iter().map(|user| user.posts().len()).sum::<usize>();
        assert_eq!(posts, world.posts.iter().filter(|post| post.user_id.is_some()).count());
    }
}

mod associated {
    use super::*;

    #[derive(Queryable, Selectable, Identifiable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = users)]
    #[relations(has_many(texts: Text, back_populates = writer))]
    struct Writer {
        id: i32,
    }

    #[derive(Queryable, Selectable, Identifiable, Associations, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = posts, belongs_to(Writer, foreign_key = user_id))]
    #[relations(belongs_to(writer: Writer, back_populates = texts))]
    struct Text {
        id: i32,
        #[diesel(column_name = "user_id")]
        writer_id: Option<i32>,
    }

    #[test]
    fn the_foreign_key_of_an_association_is_that_of_the_relation() {
        let (mut conn, world) = world();
        let texts = posts::table.order_by(posts::id).with(Text::writer).load(&mut conn).unwrap();
        for (text, post) in texts.iter().zip(&world.posts) {
            assert_eq!((text.id, text.writer_id), (post.id, post.user_id));
            assert_eq!(text.writer().map(|writer| writer.id), post.user_id);
        }
        let writers = users::table.with(Writer::texts).load(&mut conn).unwrap();
        let grouped = Text::belonging_to(writers.rows()).select(Text::as_select());
        let grouped = grouped.load(conn.diesel()).unwrap();
        assert_eq!(grouped.len(), writers.iter().map(|writer| writer.texts().len()).sum::<usize>());
    }
}

mod embedded {
    use super::*;

    #[derive(Debug, PartialEq, Queryable, Selectable)]
    #[diesel(table_name = posts)]
    struct Text {
        title: String,
        content: Option<String>,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = posts)]
    #[relations(
        many_to_many(labels: Label, through = post_tags(post_id, tag_id), back_populates = posts),
    )]
    struct Post {
        #[diesel(embed)]
        text: Text,
        id: i32,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = tags)]
    #[relations(
        many_to_many(posts: Post, through = post_tags(tag_id, post_id), back_populates = labels),
    )]
    struct Label {
        id: i32,
        #[diesel(select_expression = tags::name.concat("!"))]
        loud: String,
    }

    #[test]
    fn embedded_structs_and_computed_columns_are_loaded() {
        let (mut conn, world) = world();
        let plan = Post::labels.order_by(tags::name).with(Label::posts.order_by(posts::id));
        let posts = posts::table.order_by(posts::id).with(plan).load(&mut conn).unwrap();
        for (post, row) in posts.iter().zip(&world.posts) {
            let text = Text { title: row.title.clone(), content: row.content.clone() };
            assert_eq!((post.id, &post.text), (row.id, &text));
            let names = world.tags_of(row).into_iter().map(|tag| tag.name + "!");
            assert!(post.labels().map(|label| label.loud.clone()).eq(names));
            for label in post.labels() {
                assert!(label.id > 0 && label.posts().any(|other| other.text == text));
            }
        }
    }
}
