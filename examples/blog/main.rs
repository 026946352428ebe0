//! A tour of conjoin through a small blog: `cargo run --example blog`.
//!
//! Users write posts, posts carry tags. Every step shows its code, the statements it sends, and
//! the rows it finds; the code it shows is the code it runs, cut from this very file.

#[path = "../show/mod.rs"]
mod show;
mod tour;

use blog::schema::{posts, profiles, tags, users};
use blog::{Post, Profile, Tag, User, post, user};
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use show::table::Table;
use tour::{Outcome, Tour};

/// The models of the blog.
const MODELS: &str = include_str!("../../schema/src/models.rs");

fn main() -> Outcome {
    let mut tour = Tour::new(
        "conjoin: a tour through a small blog",
        "Behind a bar stands code, cut from the source of what is running. Then follow the \
         statements it sent, letter for letter but for line breaks, each `?` a bound value; then \
         the rows it found.",
    );
    let outcome = walk(&mut tour);
    tour.print()?;
    outcome
}

fn walk(tour: &mut Tour) -> Outcome {
    let conn = &mut a_database(tour)?;
    defining_relations(tour);
    from_a_row(tour, conn)?;
    inner_joins(tour, conn)?;
    left_outer_joins(tour, conn)?;
    eager_loading(tour, conn)?;
    n_plus_one(tour, conn)?;
    many_to_many(tour, conn)?;
    narrowing(tour, conn)?;
    nesting(tour, conn)?;
    demanding(tour, conn)?;
    one_to_one(tour, conn)
}

fn a_database(tour: &mut Tour) -> Outcome<SqliteConnection> {
    tour.section("A database");
    tour.say("SQLite is compiled in, so there is nothing to install and nothing to start.");
    let mut conn = tour.shown(|| {
        // It lives in memory and is gone at the end.
        SqliteConnection::establish(":memory:")
    })?;

    tour.say(
        "The migration's SQL makes the tables; it is compiled in as well. Three users, of whom \
         carol has written nothing; four posts, one without an author.",
    );
    tour.step(&mut conn, ["users", "posts", "tags"], |conn, table| {
        conn.batch_execute(blog::TABLES)?;
        blog::seed(conn)?;
        let users: i64 = users::table.count().get_result(conn)?;
        let posts: i64 = posts::table.count().get_result(conn)?;
        let tags: i64 = tags::table.count().get_result(conn)?;
        table.row([&users, &posts, &tags]);
        Ok(())
    })?;
    Ok(conn)
}

fn defining_relations(tour: &mut Tour) {
    tour.section("Defining relations");
    tour.say(
        "A derive, and one line per relation. Both sides name each other, and the compiler checks \
         that they agree on the columns and their types. The foreign key is known from the table: \
         `posts.user_id`, which may be NULL.",
    );
    tour.declaration(MODELS, "pub struct User");
    tour.declaration(MODELS, "pub struct Post");
}

fn from_a_row(tour: &mut Tour, conn: &mut SqliteConnection) -> Outcome {
    tour.section("From a row to its related rows");
    tour.say(
        "A user and her posts. `.with(…)` says what will be needed; reading it afterwards sends \
         nothing. Without `.with(User::posts)`, `user.posts()` does not compile.",
    );
    tour.step(conn, ["user", "wrote"], |conn, table| {
        let user =
            users::table.filter(users::username.eq("alice")).with(User::posts).first(conn)?;
        for post in user.posts() {
            table.row([&user.username, &post.title]);
        }
        Ok(())
    })?;

    tour.say("The other way: a post and its author, who is an `Option` as the key may be NULL.");
    tour.step(conn, ["post", "author"], |conn, table| {
        let post = posts::table.find(1).with(Post::author).first(conn)?;
        let author = post.author().map(|author| &author.row().username);
        table.row([&post.title, &author]);
        Ok(())
    })?;

    tour.say("With a row already in hand, `related` gives an ordinary Diesel query to go on with.");
    tour.step(conn, ["post of bob"], |conn, table| {
        let bob: User = users::table.find(2).first(conn)?;
        let posts: Vec<Post> = bob.related(User::posts).order_by(posts::title).load(conn)?;
        for post in &posts {
            table.row([&post.title]);
        }
        Ok(())
    })?;
    Ok(())
}

fn inner_joins(tour: &mut Tour, conn: &mut SqliteConnection) -> Outcome {
    tour.section("Inner joins");
    tour.say("A join through a relation is a Diesel query. Here it selects pairs of models.");
    tour.step(conn, ["user", "post"], |conn, table| {
        let pairs: Vec<(User, Post)> = users::table
            .join(User::posts)
            .order_by(posts::id)
            .select(<(User, Post)>::as_select())
            .load(conn)?;
        for (user, post) in &pairs {
            table.row([&user.username, &post.title]);
        }
        Ok(())
    })?;

    tour.say("Filtered across both tables: the posts of alice.");
    tour.step(conn, ["id", "post"], |conn, table| {
        let posts: Vec<Post> = posts::table
            .join(Post::author)
            .filter(users::username.eq("alice"))
            .select(Post::as_select())
            .load(conn)?;
        for post in &posts {
            table.row([&post.id, &post.title]);
        }
        Ok(())
    })?;

    tour.say("Chosen columns, of either table.");
    tour.step(conn, ["username", "title"], |conn, table| {
        let rows: Vec<(String, String)> = users::table
            .join(User::posts)
            .order_by((users::username, posts::title))
            .select((users::username, posts::title))
            .load(conn)?;
        for (username, title) in &rows {
            table.row([username, title]);
        }
        Ok(())
    })?;
    Ok(())
}

fn left_outer_joins(tour: &mut Tour, conn: &mut SqliteConnection) -> Outcome {
    tour.section("Left outer joins");
    tour.say(
        "Users without posts stay. What may be missing is an `Option`: a plain `Post` does not \
         compile here.",
    );
    tour.step(conn, ["user", "post"], |conn, table| {
        let pairs: Vec<(User, Option<Post>)> = users::table
            .outer_join(User::posts)
            .order_by((users::id, posts::id))
            .select(<(User, Option<Post>)>::as_select())
            .load(conn)?;
        for (user, post) in &pairs {
            table.row([&user.username, &post.as_ref().map(|post| &post.title)]);
        }
        Ok(())
    })?;
    Ok(())
}

fn eager_loading(tour: &mut Tour, conn: &mut SqliteConnection) -> Outcome {
    tour.section("Eager loading");
    tour.say(
        "All users with their posts: one statement for the users, one for the posts of all of \
         them. A user's columns are not repeated for each post, as they are in a join.",
    );
    tour.step(conn, ["user", "posts"], |conn, table| {
        let users = users::table.order_by(users::id).with(User::posts).load(conn)?;
        for user in &users {
            let titles: Vec<&str> = user.posts().rows().map(|post| post.title.as_str()).collect();
            table.row([&user.username, &titles.join(" / ")]);
        }
        Ok(())
    })?;
    Ok(())
}

fn n_plus_one(tour: &mut Tour, conn: &mut SqliteConnection) -> Outcome {
    tour.section("The N+1 problem");
    tour.say("The same in a loop: one statement for the users, and one more for each of them.");
    let in_a_loop = tour.step(conn, ["user", "posts"], |conn, table| {
        let users: Vec<User> = users::table.order_by(users::id).load(conn)?;
        for user in &users {
            let posts: Vec<Post> = user.related(User::posts).load(conn)?; // once per user
            table.row([&user.username, &posts.len()]);
        }
        Ok(())
    })?;

    tour.say("And as a graph.");
    let in_a_graph = tour.step(conn, ["user", "posts"], |conn, table| {
        let users = users::table.order_by(users::id).with(User::posts).load(conn)?;
        for user in &users {
            table.row([&user.username, &user.posts().len()]); // sends nothing
        }
        Ok(())
    })?;

    tour.say("The loop grows with its users, the graph does not:");
    let mut table = Table::new(["for these three users", "statements", "for N users"]);
    table.row([&"a statement per user", &in_a_loop, &"1 + N"]);
    table.row([&"the graph", &in_a_graph, &"2; for many users, one per 1 024 of them"]);
    tour.table(&table);
    Ok(())
}

fn many_to_many(tour: &mut Tour, conn: &mut SqliteConnection) -> Outcome {
    tour.section("Many-to-many");
    tour.say("`Post::tags` has its other side on `Tag`, through the same association table.");
    tour.declaration(MODELS, "pub struct Tag");

    tour.say("Posts with their tags:");
    tour.step(conn, ["post", "tag"], |conn, table| {
        let posts = posts::table.order_by(posts::id).with(Post::tags).load(conn)?;
        for post in &posts {
            for tag in post.tags() {
                table.row([&post.title, &tag.name]);
            }
        }
        Ok(())
    })?;

    tour.say("Tags with their posts:");
    tour.step(conn, ["tag", "post"], |conn, table| {
        let tags = tags::table.order_by(tags::name).with(Tag::posts).load(conn)?;
        for tag in &tags {
            for post in tag.posts() {
                table.row([&tag.name, &post.title]);
            }
        }
        Ok(())
    })?;

    tour.say("A join takes the association table and the target in one step.");
    tour.step(conn, ["tagged rust"], |conn, table| {
        let titles: Vec<String> = posts::table
            .join(Post::tags)
            .filter(tags::name.eq("rust"))
            .select(posts::title)
            .load(conn)?;
        for title in &titles {
            table.row([title]);
        }
        Ok(())
    })?;
    Ok(())
}

fn narrowing(tour: &mut Tour, conn: &mut SqliteConnection) -> Outcome {
    tour.section("Some of the related rows, in order");
    tour.say(
        "A relation takes a filter and an order of its own, any Diesel expression of its table. \
         The users are not filtered by it: bob and carol are there, without posts.",
    );
    tour.step(conn, ["user", "posts on Diesel or joins"], |conn, table| {
        let users = users::table
            .order_by(users::id)
            .with(
                User::posts
                    .filter(posts::title.like("%Diesel%"))
                    .or_filter(posts::title.like("Joins%"))
                    .order_by(posts::title.desc()),
            )
            .load(conn)?;
        for user in &users {
            let titles: Vec<&str> = user.posts().rows().map(|post| post.title.as_str()).collect();
            table.row([&user.username, &titles.join(" / ")]);
        }
        Ok(())
    })?;
    Ok(())
}

fn nesting(tour: &mut Tour, conn: &mut SqliteConnection) -> Outcome {
    tour.section("Relations of related rows");
    tour.say(
        "Side by side and inside each other: one statement per relation, none per row. \
         The tag that two posts share is decoded once.",
    );
    tour.step(conn, ["user", "bio", "post", "tags"], |conn, table| {
        let users = users::table
            .order_by(users::id)
            .with(User::profile)
            .with(User::posts.order_by(posts::id).with(Post::tags.order_by(tags::name)))
            .load(conn)?;
        for user in &users {
            let bio = user.profile().map(|profile| &profile.row().bio);
            for post in user.posts() {
                let tags: Vec<&str> = post.tags().rows().map(|tag| tag.name.as_str()).collect();
                table.row([&user.username, &bio, &post.title, &tags.join(", ")]);
            }
        }
        Ok(())
    })?;
    Ok(())
}

fn demanding(tour: &mut Tour, conn: &mut SqliteConnection) -> Outcome {
    tour.section("Functions that say what they need");
    tour.say(
        "`Has` names the relations a function reads, at any depth. Users that were loaded without \
         them, or with a filter that left some out, do not compile as its argument.",
    );
    tour.step(conn, ["user", "tags"], |conn, table| {
        fn tag_count(user: impl Has<user::posts, Child: Has<post::tags>>) -> usize {
            user.get(User::posts).map(|post| post.get(Post::tags).len()).sum()
        }

        let users = users::table.with(User::posts.with(Post::tags)).load(conn)?;
        for user in &users {
            table.row([&user.username, &tag_count(user)]);
        }
        Ok(())
    })?;
    Ok(())
}

fn one_to_one(tour: &mut Tour, conn: &mut SqliteConnection) -> Outcome {
    tour.section("One-to-one");
    tour.say("`has_one` on one side, the foreign key on the other.");
    tour.declaration(MODELS, "pub struct Profile");

    tour.say("A user has a profile or none:");
    tour.step(conn, ["user", "bio"], |conn, table| {
        let users = users::table.order_by(users::id).with(User::profile).load(conn)?;
        for user in &users {
            let bio = user.profile().map(|profile| &profile.row().bio);
            table.row([&user.username, &bio]);
        }
        Ok(())
    })?;

    tour.say("A profile always has a user, since its key is NOT NULL: no `Option` to unwrap.");
    tour.step(conn, ["bio", "user"], |conn, table| {
        let profiles = profiles::table.with(Profile::user).load(conn)?;
        for profile in &profiles {
            table.row([&profile.bio, &profile.user().username]);
        }
        Ok(())
    })?;
    Ok(())
}
