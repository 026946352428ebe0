//! Where models can stand: in functions, modules, and several over one table.

use crate::suite::conn::Conn;
use crate::suite::world::world;
use blog::schema::{post_tags, posts, tags, users};
use conjoin::prelude::*;
use diesel::prelude::*;

#[test]
fn models_in_a_function_body_have_relations() {
    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = users)]
    #[relations(has_many(posts: Post, back_populates = author))]
    struct User {
        id: i32,
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
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = tags)]
    #[relations(many_to_many(posts: Post, through = post_tags, back_populates = tags))]
    struct Tag {
        id: i32,
    }

    fn tags(user: impl Has<user::posts, Child: Has<post::tags>>) -> usize {
        user.get(User::posts).map(|post| post.get(Post::tags).len()).sum()
    }

    let (mut conn, world) = world();
    let plan = User::posts.with(Post::tags.with(Tag::posts)).with(Post::author);
    let users = users::table.order_by(users::id).with(plan).load(&mut conn).unwrap();
    for (user, row) in users.iter().zip(&world.users) {
        assert_eq!(user.id, row.id);
        let expected = world.posts_of(row);
        assert_eq!(
            tags(user),
            expected.iter().map(|post| world.tags_of(post).len()).sum::<usize>()
        );
        assert!(user.posts().all(|post| post.author().map(|author| author.id) == post.user_id));
        for tag in user.posts().flat_map(|post| post.tags()) {
            assert!(tag.posts().any(|post| post.user_id == Some(user.id)) && tag.id > 0);
        }
        assert!(user.posts().all(|post| post.id > 0));
    }
}

#[test]
fn two_functions_may_declare_models_of_one_name() {
    fn names(conn: &mut Conn) -> Vec<String> {
        #[derive(Queryable, Selectable, Relations)]
        #[relations(backend = blog::MultiBackend)]
        #[diesel(table_name = users)]
        struct User {
            id: i32,
            username: String,
        }

        #[derive(Queryable, Selectable, Relations)]
        #[relations(backend = blog::MultiBackend)]
        #[diesel(table_name = posts)]
        #[relations(belongs_to(author: User, foreign_key = user_id, one_way))]
        struct Post {
            user_id: Option<i32>,
        }

        let posts = posts::table.order_by(posts::id).with(Post::author).load(conn).unwrap();
        assert!(posts.iter().all(|post| post.author().map(|user| user.id) == post.user_id));
        posts
            .iter()
            .filter_map(|post| post.author())
            .map(|user| user.row().username.clone())
            .collect()
    }

    let (mut conn, world) = world();
    let expected = world.posts.iter().filter_map(|post| world.author_of(post));
    assert!(names(&mut conn).into_iter().eq(expected.map(|user| user.username)));
}

mod people {
    use super::*;

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = users)]
    #[relations(has_many(texts: super::writing::deep::Text, back_populates = person))]
    pub(super) struct Person {
        pub(super) id: i32,
    }
}

mod writing {
    pub(super) mod deep {
        use diesel::prelude::*;

        #[derive(Queryable, Selectable, conjoin::Relations)]
        #[relations(backend = blog::MultiBackend)]
        #[diesel(table_name = blog::schema::posts)]
        #[relations(
            belongs_to(
                person: crate::suite::relations::places::people::Person,
                foreign_key = user_id,
                back_populates = texts
            ),
            many_to_many(
                labels: super::super::labels::Label,
                through = blog::schema::post_tags(post_id, tag_id),
                back_populates = texts
            ),
        )]
        pub(in super::super) struct Text {
            pub(in crate::suite::relations::places) id: i32,
            user_id: Option<i32>,
        }

        /// The column is private to this module.
        pub(in super::super) fn writer(text: &Text) -> Option<i32> {
            text.user_id
        }
    }
}

mod labels {
    use diesel::prelude::*;

    #[derive(Queryable, Selectable, conjoin::Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = blog::schema::tags)]
    #[relations(
        many_to_many(
            texts: crate::suite::relations::places::writing::deep::Text,
            through = blog::schema::post_tags(tag_id, post_id),
            back_populates = labels
        ),
    )]
    pub(super) struct Label {
        pub(super) id: i32,
    }
}

#[test]
fn models_in_different_modules_are_related() {
    use labels::Label;
    use people::Person;
    use writing::deep::{Text, text, writer};

    fn number_of_labels(text: impl Has<text::labels>) -> usize {
        text.get(Text::labels).len()
    }

    let (mut conn, world) = world();
    let plan = Person::texts.with(Text::person).with(Text::labels.with(Label::texts));
    let people = users::table.order_by(users::id).with(plan).load(&mut conn).unwrap();
    for (person, row) in people.iter().zip(&world.users) {
        assert_eq!(person.texts().len(), world.posts_of(row).len());
        for text in person.texts() {
            assert_eq!(writer(&text), Some(person.id));
            assert_eq!(text.person().map(|person| person.id), Some(person.id));
            let post = world.posts.iter().find(|post| post.id == text.id).unwrap();
            assert_eq!(number_of_labels(text), world.tags_of(post).len());
            for label in text.labels() {
                assert!(label.id > 0 && label.texts().any(|other| other.id == text.id));
            }
        }
    }
}

#[derive(Debug, PartialEq, Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = posts)]
#[relations(
    belongs_to(author: blog::User, foreign_key = user_id, one_way),
    many_to_many(tags: blog::Tag, through = post_tags(post_id, tag_id), one_way),
)]
struct Headline {
    id: i32,
    title: String,
    user_id: Option<i32>,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(backend = blog::MultiBackend)]
#[diesel(table_name = users)]
#[relations(
    has_many(headlines: Headline, foreign_key = posts::user_id, one_way),
    has_many(posts: blog::Post, foreign_key = posts::user_id, one_way),
    has_one(profile: blog::Profile, foreign_key = blog::schema::profiles::user_id, one_way),
)]
struct Byline {
    id: i32,
}

#[test]
fn a_second_struct_over_a_table_has_relations_of_its_own() {
    let (mut conn, world) = world();
    let plan = Headline::tags.order_by(tags::name);
    let headlines = posts::table.order_by(posts::id).with(Headline::author).with(plan);
    let headlines = headlines.load(&mut conn).unwrap();
    for (headline, post) in headlines.iter().zip(&world.posts) {
        assert_eq!((headline.id, &headline.title), (post.id, &post.title));
        assert_eq!(headline.author().map(|author| author.row().clone()), world.author_of(post));
        assert!(headline.tags().rows().eq(&world.tags_of(post)));
    }
}

#[test]
fn one_way_relations_lead_to_any_struct_over_the_table() {
    let (mut conn, world) = world();
    let query = users::table.order_by(users::id).with(Byline::profile);
    let query = query.with(Byline::posts).with(Byline::headlines.order_by(posts::title.desc()));
    let bylines = query.load(&mut conn).unwrap();
    for (byline, user) in bylines.iter().zip(&world.users) {
        let expected = world.posts_of(user);
        assert_eq!((byline.id, byline.posts().len()), (user.id, expected.len()));
        let titles = byline.headlines().map(|headline| headline.row().title.as_str());
        assert!(titles.eq(expected.iter().map(|post| post.title.as_str())));
        assert_eq!(byline.profile().map(|profile| profile.row().clone()), world.profile_of(user));
    }
    let byline = Byline { id: 1 };
    let headlines = byline.related(Byline::headlines).select(Headline::as_select());
    let headlines = headlines.load(conn.diesel()).unwrap();
    assert_eq!(headlines.len(), world.posts_of(&world.users[0]).len());
    let joined = users::table.join(Byline::profile).select(users::id).load::<i32>(conn.diesel());
    assert_eq!(joined.unwrap().len(), world.profiles.len());
}
