//! Names that could collide: tables like modules, keywords, relations like fields.

use crate::suite::world::{database, world};
use conjoin::prelude::*;
use diesel::prelude::*;

mod a_table_named_like_its_struct {
    use super::*;

    diesel::table! {
        writer (id) {
            id -> Integer,
        }
    }
    diesel::table! {
        book (id) {
            id -> Integer,
            writer_id -> Integer,
        }
    }
    diesel::allow_tables_to_appear_in_same_query!(writer, book);

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = writer)]
    #[relations(has_many(books: Book, back_populates = writer))]
    struct Writer {
        id: i32,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = book)]
    #[relations(belongs_to(writer: Writer, back_populates = books))]
    struct Book {
        id: i32,
        writer_id: i32,
    }

    fn number_of_books(writer: impl Has<writer_relations::books>) -> usize {
        writer.get(Writer::books).len()
    }

    #[test]
    fn leaves_the_name_to_the_table() {
        let mut conn = database(
            "CREATE TABLE writer (id INTEGER); CREATE TABLE book (id INTEGER, writer_id INTEGER);
             INSERT INTO writer VALUES (7); INSERT INTO book VALUES (1, 7), (2, 7);",
        );
        let writers = writer::table.with(Writer::books.with(Book::writer)).load(&mut conn).unwrap();
        let writer = writers.get(0).unwrap();
        assert_eq!(number_of_books(writer), 2);
        let books = writer.books().map(|book| (book.id, book.writer_id, book.writer().id));
        assert_eq!(books.collect::<Vec<_>>(), [(1, 7, 7), (2, 7, 7)]);
        let joined = book::table.join(Book::writer).select(writer::id).load::<i32>(conn.diesel());
        assert_eq!(joined, Ok(vec![7, 7]));
    }
}

mod a_module_of_ones_own_choice {
    use super::*;
    use blog::schema::{posts, users};

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = users)]
    #[relations(
        module = people,
        has_many(texts: Text, back_populates = person),
    )]
    struct Person {
        id: i32,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = posts)]
    #[relations(
        module = writing,
        belongs_to(person: Person, foreign_key = user_id, back_populates = texts),
    )]
    struct Text {
        user_id: Option<i32>,
    }

    fn person(text: impl Has<writing::person>) -> Option<i32> {
        text.get(Text::person).map(|person| person.id)
    }

    fn count(person: impl Has<people::texts>) -> usize {
        person.get(Person::texts).len()
    }

    #[test]
    fn holds_the_relations() {
        let (mut conn, world) = world();
        let texts = posts::table.with(Text::person).load(&mut conn).unwrap();
        assert!(texts.iter().all(|text| person(text) == text.user_id));
        let people = users::table.order_by(users::id).with(Person::texts).load(&mut conn).unwrap();
        assert!(
            people.iter().map(count).eq(world.users.iter().map(|user| world.posts_of(user).len()))
        );
    }
}

mod keywords {
    use super::*;

    diesel::table! {
        types (id) {
            id -> Integer,
            #[sql_name = "type"]
            type_ -> Nullable<Integer>,
        }
    }
    diesel::table! {
        matches (id) {
            id -> Integer,
            r#type -> Nullable<Integer>,
        }
    }
    diesel::allow_tables_to_appear_in_same_query!(types, matches);

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = types)]
    #[relations(
        has_many(r#match: Match, back_populates = r#type),
        belongs_to(r#super_type: Type, foreign_key = type_, back_populates = r#impl),
        has_many(r#impl: Type, back_populates = super_type),
    )]
    struct Type {
        id: i32,
        type_: Option<i32>,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = matches)]
    #[relations(belongs_to(r#type: Type, foreign_key = r#type, back_populates = r#match))]
    struct Match {
        id: i32,
        r#type: Option<i32>,
    }

    fn number_of_matches(
        of: impl Has<type_relations::r#match, Child: Has<match_relations::r#type>>,
    ) -> usize {
        of.get(Type::r#match).filter(|found| found.get(Match::r#type).is_some()).count()
    }

    #[test]
    fn name_structs_columns_and_relations() {
        let mut conn = database(
            "CREATE TABLE types (id INTEGER, type INTEGER);
             CREATE TABLE matches (id INTEGER, type INTEGER);
             INSERT INTO types VALUES (1, NULL), (2, 1); INSERT INTO matches VALUES (5, 1), (6, NULL);",
        );
        let plan = Type::r#match.with(Match::r#type);
        let query =
            types::table.order_by(types::id).with(plan).with(Type::r#impl).with(Type::super_type);
        let types = query.load(&mut conn).unwrap();
        assert!(types.iter().map(number_of_matches).eq([1, 0]));
        assert!(types.iter().map(|of| of.r#match().map(|found| found.id).sum::<i32>()).eq([5, 0]));
        assert!(types.iter().map(|of| of.r#impl().len()).eq([1, 0]));
        assert!(types.iter().map(|of| of.super_type().map(|of| of.id)).eq([None, Some(1)]));
        let joined =
            matches::table.join(Match::r#type).select(types::id).load::<i32>(conn.diesel());
        assert_eq!(joined, Ok(vec![1]));
    }

    #[test]
    fn stand_in_errors_without_their_prefix() {
        let mut conn = database(
            "CREATE TABLE types (id INTEGER, type INTEGER);
             CREATE TABLE matches (id INTEGER, type INTEGER);
             INSERT INTO types VALUES (1, NULL), (1, NULL); INSERT INTO matches VALUES (5, 1);",
        );
        let error = matches::table.with(Match::r#type).load(&mut conn).err().unwrap();
        let second = conjoin::Error::SecondRow { relation: "Match::type", key: "1".to_owned() };
        assert_eq!(conjoin::Error::of(&error), Some(&second));
    }
}

mod fields_and_columns {
    use super::*;
    use blog::schema::{posts, users};

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = users)]
    #[relations(has_many(name: Text, back_populates = user_id))]
    struct Writer {
        #[diesel(column_name = id)]
        number: i32,
        #[diesel(column_name = "username")]
        name: String,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = posts)]
    #[relations(belongs_to(user_id: Writer, foreign_key = user_id, back_populates = name))]
    struct Text {
        #[diesel(column_name = "id")]
        #[allow(dead_code)]
        number: i32,
        #[diesel(column_name = user_id)]
        writer: Option<i32>,
    }

    #[test]
    fn may_be_renamed_and_share_a_name_with_a_relation() {
        let (mut conn, world) = world();
        let plan = Writer::name.with(Text::user_id);
        let writers = users::table.order_by(users::id).with(plan).load(&mut conn).unwrap();
        for (writer, row) in writers.iter().zip(&world.users) {
            assert_eq!((writer.number, &writer.name), (row.id, &row.username));
            assert_eq!(writer.name().len(), world.posts_of(row).len());
            for text in writer.name() {
                assert_eq!(text.writer, text.user_id().map(|writer| writer.number));
            }
        }
    }
}

mod tuple_structs {
    use super::*;
    use blog::schema::{profiles, users};

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = users)]
    #[relations(has_one(bio: Bio, back_populates = owner))]
    struct Owner(#[diesel(column_name = id)] i32);

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = profiles)]
    #[relations(belongs_to(owner: Owner, foreign_key = user_id, back_populates = bio))]
    struct Bio(#[diesel(column_name = bio)] String, #[diesel(column_name = user_id)] i32);

    #[test]
    fn have_relations_too() {
        let (mut conn, _) = world();
        let owner =
            users::table.find(1).with(Owner::bio.with(Bio::owner)).first(&mut conn).unwrap();
        let bio = owner.bio().unwrap();
        let Bio(text, user_id) = bio.row();
        assert_eq!((text.as_str(), *user_id), ("Writes about databases.", 1));
        assert_eq!(bio.owner().row().0, owner.node().row().0);
    }
}

mod a_relation_named_like_its_model {
    use super::*;

    diesel::table! {
        managers (id) {
            id -> Integer,
            manager_id -> Nullable<Integer>,
        }
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(backend = blog::MultiBackend)]
    #[diesel(table_name = managers)]
    #[relations(
        belongs_to(manager: Manager, back_populates = reports),
        has_many(reports: Manager, back_populates = manager),
    )]
    struct Manager {
        id: i32,
        manager_id: Option<i32>,
    }

    fn above(manager: impl Has<manager_relations::manager>) -> Option<i32> {
        manager.get(Manager::manager).map(|manager| manager.id)
    }

    #[test]
    fn takes_the_name_from_the_module() {
        let mut conn = database(
            "CREATE TABLE managers (id INTEGER, manager_id INTEGER);
             INSERT INTO managers VALUES (1, NULL), (2, 1);",
        );
        let query = managers::table.order_by(managers::id).with(Manager::manager);
        let managers = query.with(Manager::reports).load(&mut conn).unwrap();
        assert!(managers.iter().map(above).eq(managers.rows().iter().map(|row| row.manager_id)));
        assert!(managers.iter().map(|manager| manager.reports().len()).eq([1, 0]));
    }
}

/// Models called as what the generated code needs.
mod called_as_ours {
    use crate::suite::world::database;
    use conjoin::prelude::*;
    use diesel::prelude::*;

    diesel::table! {
        checks (id) {
            id -> Integer,
        }
    }
    diesel::table! {
        statements (id) {
            id -> Integer,
            check_id -> Integer,
        }
    }
    diesel::table! {
        key_ins (check_id, statement_id) {
            check_id -> Integer,
            statement_id -> Integer,
        }
    }
    diesel::allow_tables_to_appear_in_same_query!(checks, statements, key_ins);

    #[derive(Queryable, Selectable, Relations)]
    #[diesel(table_name = checks)]
    #[relations(
        backend = blog::MultiBackend,
        has_many(statements: Statement, back_populates = check),
        many_to_many(linked: Statement, through = key_ins, back_populates = linked),
    )]
    struct Check {
        id: i32,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[diesel(table_name = statements)]
    #[relations(
        backend = blog::MultiBackend,
        belongs_to(check: Check, back_populates = statements),
        many_to_many(linked: Check, through = key_ins, back_populates = linked),
    )]
    struct Statement {
        id: i32,
        check_id: i32,
    }

    #[test]
    fn models_may_have_the_names_of_our_types() {
        let mut conn = database(
            "CREATE TABLE checks (id INTEGER PRIMARY KEY);
             CREATE TABLE statements (id INTEGER PRIMARY KEY, check_id INTEGER NOT NULL);
             CREATE TABLE key_ins (check_id INTEGER NOT NULL, statement_id INTEGER NOT NULL);
             INSERT INTO checks VALUES (1); INSERT INTO statements VALUES (2, 1);
             INSERT INTO key_ins VALUES (1, 2);",
        );
        let check = checks::table.with(Check::statements).with(Check::linked).first(&mut conn);
        let check = check.unwrap();
        assert!(check.id == 1 && check.statements().all(|it| it.check_id == 1));
        let statement = statements::table.with(Statement::check).with(Statement::linked);
        let statement = statement.first(&mut conn).unwrap();
        assert_eq!((statement.id, statement.check().id, statement.linked().len()), (2, 1, 1));
    }
}
