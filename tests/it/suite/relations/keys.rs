//! Types of keys: text, large integers, bytes, newtypes.

use crate::suite::conn::Conn;
use crate::suite::world::database;
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

mod text {
    use super::*;

    diesel::table! {
        countries (code) {
            code -> Text,
        }
    }
    diesel::table! {
        cities (name) {
            name -> Text,
            country_code -> Nullable<Text>,
        }
    }
    diesel::table! {
        twins (a, b) {
            a -> Text,
            b -> Text,
        }
    }
    diesel::joinable!(cities -> countries (country_code));
    diesel::allow_tables_to_appear_in_same_query!(countries, cities, twins);

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = countries, primary_key(code))]
    #[relations(has_many(cities: City, back_populates = country))]
    struct Country {
        code: String,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = cities, primary_key(name))]
    #[relations(
        belongs_to(country: Country, foreign_key = country_code, back_populates = cities),
        many_to_many(twins: City, through = twins(a, b), one_way),
    )]
    struct City {
        name: String,
        country_code: Option<String>,
    }

    /// `collation` is that of all columns.
    fn world(collation: &str) -> Conn {
        database(&format!(
            "CREATE TABLE countries (code TEXT PRIMARY KEY COLLATE {collation});
             CREATE TABLE cities (name TEXT PRIMARY KEY COLLATE {collation},
                country_code TEXT COLLATE {collation});
             CREATE TABLE twins (a TEXT COLLATE {collation}, b TEXT COLLATE {collation});
             INSERT INTO countries VALUES ('DE'), ('FR'), ('');
             INSERT INTO cities VALUES
                ('Köln', 'DE'), ('Lille', 'FR'), ('Liège', NULL), ('Nowhere', ''), ('Ätna', 'XX');
             INSERT INTO twins VALUES ('Köln', 'Lille'), ('Köln', 'Liège'), ('Lille', 'Köln');"
        ))
    }

    #[test]
    fn text_keys_lead_both_ways() {
        let mut conn = world("BINARY");
        let query = countries::table.order_by(countries::code);
        let countries = query.with(Country::cities).load(&mut conn).unwrap();
        let names = |at: usize| {
            let country = countries.get(at).unwrap();
            country.cities().map(|city| city.row().name.as_str()).collect::<Vec<_>>()
        };
        assert_eq!([names(0), names(1), names(2)], [["Nowhere"], ["Köln"], ["Lille"]]);
        let query = cities::table.order_by(cities::name);
        let cities = query.with(City::country).load(&mut conn).unwrap();
        let codes =
            cities.iter().map(|city| city.country().map(|country| country.row().code.as_str()));
        assert_eq!(codes.collect::<Vec<_>>(), [Some("DE"), Some("FR"), None, Some(""), None]);
    }

    #[test]
    fn text_keys_lead_through_an_association() {
        let mut conn = world("BINARY");
        let plan = City::twins.order_by(cities::name);
        let city = cities::table.find("Köln").with(plan).first(&mut conn).unwrap();
        assert!(city.twins().map(|twin| twin.row().name.as_str()).eq(["Lille", "Liège"]));
    }

    #[test]
    fn a_row_that_only_the_database_takes_for_related_is_related() {
        let mut conn = world("NOCASE");
        conn.batch_execute("INSERT INTO cities VALUES ('Bonn', 'de')").unwrap();
        let plan = Country::cities.order_by(cities::name);
        let countries = countries::table.order_by(countries::code).with(plan).load(&mut conn);
        let countries = countries.unwrap();
        let germany = countries.get(1).unwrap();
        assert!(germany.cities().map(|city| city.row().name.as_str()).eq(["Bonn", "Köln"]));
        let bonn = cities::table.find("Bonn").with(City::country).first(&mut conn).unwrap();
        assert_eq!(bonn.country().map(|country| country.row().code.as_str()), Some("DE"));
    }

    #[test]
    fn a_target_stands_once_however_its_references_are_written() {
        let mut conn = world("NOCASE");
        conn.batch_execute("INSERT INTO twins VALUES ('Köln', 'LILLE')").unwrap();
        let city = cities::table.find("Köln").with(City::twins).first(&mut conn).unwrap();
        let mut names: Vec<&str> = city.twins().map(|twin| twin.row().name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["Lille", "Liège"]);
    }

    #[test]
    fn a_pair_that_only_the_database_takes_for_related_is_related() {
        let mut conn = world("NOCASE");
        conn.batch_execute("INSERT INTO twins VALUES ('LILLE', 'Liège')").unwrap();
        let plan = City::twins.order_by(cities::name);
        let lille = cities::table.find("Lille").with(plan).first(&mut conn).unwrap();
        assert!(lille.twins().map(|twin| twin.row().name.as_str()).eq(["Köln", "Liège"]));
    }
}

mod large {
    use super::*;

    diesel::table! {
        sensors (id) {
            id -> BigInt,
        }
    }
    diesel::table! {
        readings (id) {
            id -> BigInt,
            sensor_id -> BigInt,
            digest -> Binary,
        }
    }
    diesel::table! {
        blobs (digest) {
            digest -> Binary,
        }
    }
    diesel::allow_tables_to_appear_in_same_query!(sensors, readings, blobs);

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = sensors)]
    #[relations(has_many(readings: Reading, back_populates = sensor))]
    struct Sensor {
        id: i64,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = readings)]
    #[relations(
        belongs_to(sensor: Sensor, back_populates = readings),
        belongs_to(blob: Blob, foreign_key = digest, back_populates = readings),
    )]
    struct Reading {
        id: i64,
        sensor_id: i64,
        digest: Vec<u8>,
    }

    #[derive(Debug, PartialEq, Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = blobs, primary_key(digest))]
    #[relations(has_many(readings: Reading, back_populates = blob))]
    struct Blob {
        digest: Vec<u8>,
    }

    fn world() -> Conn {
        let mut conn = database(
            "CREATE TABLE sensors (id BIGINT PRIMARY KEY);
             CREATE TABLE readings (id BIGINT PRIMARY KEY, sensor_id BIGINT, digest BLOB);
             CREATE TABLE blobs (digest BLOB PRIMARY KEY);",
        );
        for id in [i64::MAX, i64::MIN, 4_294_967_297, 1] {
            diesel::insert_into(sensors::table)
                .values(sensors::id.eq(id))
                .execute(&mut conn)
                .unwrap();
        }
        let (none, some) = (&b""[..], &b"\x00\xFF"[..]);
        for digest in [none, some] {
            diesel::insert_into(blobs::table)
                .values(blobs::digest.eq(digest))
                .execute(&mut conn)
                .unwrap();
        }
        let readings =
            [(1, i64::MAX, some), (2, i64::MIN, none), (3, 4_294_967_297, some), (4, 1, some)];
        for (id, sensor, digest) in readings {
            let row =
                (readings::id.eq(id), readings::sensor_id.eq(sensor), readings::digest.eq(digest));
            diesel::insert_into(readings::table).values(row).execute(&mut conn).unwrap();
        }
        conn
    }

    #[test]
    fn integers_of_64_bits_are_keys() {
        let mut conn = world();
        let sensors = sensors::table.order_by(sensors::id).with(Sensor::readings).load(&mut conn);
        let sensors = sensors.unwrap();
        let readings = sensors.iter().map(|sensor| {
            let readings = sensor.readings().map(|reading| reading.id).collect::<Vec<_>>();
            (sensor.id, readings)
        });
        let expected =
            [(i64::MIN, vec![2]), (1, vec![4]), (4_294_967_297, vec![3]), (i64::MAX, vec![1])];
        assert_eq!(readings.collect::<Vec<_>>(), expected);
        let readings = readings::table.with(Reading::sensor).load(&mut conn).unwrap();
        assert!(readings.iter().all(|reading| reading.sensor().id == reading.sensor_id));
    }

    #[test]
    fn bytes_are_keys() {
        let mut conn = world();
        let readings = readings::table.with(Reading::blob).load(&mut conn).unwrap();
        assert!(readings.iter().all(|reading| reading.blob().digest == reading.digest));
        let blobs = blobs::table.order_by(blobs::digest).with(Blob::readings).load(&mut conn);
        let counts: Vec<usize> = blobs.unwrap().iter().map(|blob| blob.readings().len()).collect();
        assert_eq!(counts, [1, 3]);
        let reading = readings::table.find(2).first::<Reading>(conn.diesel()).unwrap();
        let blob: Blob = reading.related(Reading::blob).first(conn.diesel()).unwrap();
        assert_eq!(blob.digest, b"");
    }
}

mod newtypes {
    use super::*;
    use blog::schema::{post_tags, posts, tags, users};
    use diesel::backend::Backend;
    use diesel::deserialize::{self, FromSql, FromSqlRow};
    use diesel::expression::AsExpression;
    use diesel::serialize::{self, Output, ToSql};
    use diesel::sql_types::Integer;

    /// A type of its own for the keys of each table, so that they cannot be confused.
    macro_rules! id {
        ($($name:ident),*) => {$(
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
            #[diesel(sql_type = Integer)]
            struct $name(i32);

            impl<DB: Backend> FromSql<Integer, DB> for $name
            where
                i32: FromSql<Integer, DB>,
            {
                fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                    i32::from_sql(bytes).map($name)
                }
            }

            impl<DB: Backend> ToSql<Integer, DB> for $name
            where
                i32: ToSql<Integer, DB>,
            {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                    self.0.to_sql(out)
                }
            }
        )*};
    }
    id!(UserId, PostId, TagId);

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = users)]
    #[relations(has_many(posts: Post, back_populates = author))]
    struct User {
        id: UserId,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = posts)]
    #[relations(
        belongs_to(author: User, foreign_key = user_id, back_populates = posts),
        many_to_many(tags: Tag, through = post_tags, back_populates = posts),
    )]
    struct Post {
        id: PostId,
        user_id: Option<UserId>,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = tags)]
    #[relations(many_to_many(posts: Post, through = post_tags, back_populates = tags))]
    struct Tag {
        id: TagId,
    }

    #[test]
    fn newtypes_are_keys_of_every_kind_of_relation() {
        let (mut conn, world) = crate::suite::world::world();
        let plan = User::posts.order_by(posts::title.desc()).with(Post::tags.order_by(tags::name));
        let users = users::table.order_by(users::id).with(plan).load(&mut conn).unwrap();
        for (user, row) in users.iter().zip(&world.users) {
            assert!(
                user.posts()
                    .map(|post| post.id.0)
                    .eq(world.posts_of(row).iter().map(|post| post.id))
            );
            for (post, row) in user.posts().zip(world.posts_of(row)) {
                let tags = world.tags_of(&row);
                assert!(post.tags().map(|tag| tag.id.0).eq(tags.iter().map(|tag| tag.id)));
            }
        }
        let plan = Tag::posts.with(Post::author);
        let tags = tags::table.with(plan).load(&mut conn).unwrap();
        for post in tags.iter().flat_map(|tag| tag.posts()) {
            assert_eq!(post.author().map(|author| author.id), post.user_id);
        }
    }

    #[test]
    fn related_rows_are_asked_for_by_newtype() {
        let (mut conn, world) = crate::suite::world::world();
        let alice = User { id: UserId(1) };
        let count: i64 = alice.related(User::posts).count().get_result(conn.diesel()).unwrap();
        assert_eq!(count as usize, world.posts_of(&world.users[0]).len());
        let post = Post { id: PostId(1), user_id: Some(UserId(1)) };
        let tags = post.related(Post::tags).select(Tag::as_select()).load(conn.diesel()).unwrap();
        assert_eq!(tags.len(), world.tags_of(&world.posts[0]).len());
        assert_eq!(post.related(Post::author).count().get_result(conn.diesel()), Ok(1_i64));
        assert_eq!(
            tags[0]
                .related(Tag::posts)
                .filter(posts::id.eq(post.id))
                .count()
                .get_result(conn.diesel()),
            Ok(1_i64)
        );
    }
}
