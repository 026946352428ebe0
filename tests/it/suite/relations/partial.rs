//! Structs that have only some of their table's columns, and lack a foreign key among others.

use crate::suite::conn::Conn;
use crate::suite::world::{database, sent};
use conjoin::Error;
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

diesel::table! {
    owners (id) {
        id -> Integer,
        name -> Text,
    }
}
diesel::table! {
    pets (id) {
        id -> Integer,
        owner_id -> Integer,
        mother_id -> Nullable<Integer>,
        color -> Text,
    }
}
diesel::allow_tables_to_appear_in_same_query!(owners, pets);

#[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
#[diesel(table_name = owners)]
#[relations(
    backend = blog::MultiBackend,
    has_many(pets: Pet, back_populates = owner),
)]
struct Owner {
    id: i32,
}

/// Without its color, its owner and its mother.
#[derive(Queryable, Selectable, Relations, Debug, PartialEq)]
#[diesel(table_name = pets)]
#[relations(
    backend = blog::MultiBackend,
    belongs_to(owner: Owner, foreign_key = owner_id, back_populates = pets),
    belongs_to(mother: Pet, foreign_key = mother_id, back_populates = kittens),
    has_many(kittens: Pet, back_populates = mother),
    has_one(mothers_owner: Owner, through = mother.owner, one_way),
)]
struct Pet {
    id: i32,
}

fn world() -> Conn {
    database(
        "CREATE TABLE owners (id INTEGER PRIMARY KEY, name VARCHAR(10) NOT NULL);
         CREATE TABLE pets (id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL, mother_id INTEGER,
             color VARCHAR(10) NOT NULL);
         INSERT INTO owners VALUES (7, 'a'), (8, 'b'), (9, 'c');
         INSERT INTO pets VALUES (1, 8, NULL, 'red'), (2, 7, 1, 'blue'), (3, 8, 1, 'red'),
             (4, 8, 3, 'blue');",
    )
}

#[test]
fn children_without_their_foreign_key_find_their_parents() {
    let mut conn = world();
    let plan = Owner::pets.filter(pets::id.ne(3)).order_by(pets::id);
    let (owners, statements) =
        sent(&mut conn, |conn| owners::table.order(owners::id).with(plan).load(conn));
    let pets = owners.iter().map(|owner| owner.pets().map(|pet| pet.id).collect::<Vec<_>>());
    assert_eq!(pets.collect::<Vec<_>>(), [vec![2], vec![1, 4], vec![]]);
    assert!(
        statements[1].starts_with("SELECT `pets`.`owner_id`, `pets`.`id` FROM `pets` WHERE"),
        "{statements:?}"
    );
}

#[test]
fn rows_without_a_foreign_key_find_what_it_refers_to() {
    let mut conn = world();
    let query = pets::table.order(pets::id).with(Pet::owner).with(Pet::mother);
    let (pets, statements) = sent(&mut conn, |conn| query.load(conn));
    let owners = pets.iter().map(|pet| (pet.owner().id, pet.mother().map(|it| it.id)));
    assert_eq!(owners.collect::<Vec<_>>(), [(8, None), (7, Some(1)), (8, Some(1)), (8, Some(3))]);
    assert!(
        statements[1].starts_with(
            "SELECT `pets`.`id`, `owners`.`id`, `owners`.`id` FROM `owners` \
             INNER JOIN `pets` ON `pets`.`owner_id` = `owners`.`id` WHERE `pets`.`id` "
        ),
        "{statements:?}"
    );
}

#[test]
fn a_table_refers_to_itself_by_a_column_that_is_not_read() {
    let mut conn = world();
    let plan = Pet::kittens.filter(pets::id.ne(4)).order_by(pets::id);
    let pets = pets::table.order(pets::id).with(plan).with(Pet::mothers_owner).load(&mut conn);
    let pets = pets.unwrap();
    let kittens = pets.iter().map(|pet| pet.kittens().map(|it| it.id).collect::<Vec<_>>());
    assert_eq!(kittens.collect::<Vec<_>>(), [vec![2, 3], vec![], vec![], vec![]]);
    let owners = pets.iter().map(|pet| pet.mothers_owner().map(|it| it.id));
    assert_eq!(owners.collect::<Vec<_>>(), [None, Some(8), Some(8), Some(8)]);
    let plan = Pet::mother.filter(pets::color.eq("red"));
    let pet = pets::table.find(4).with(plan).first(&mut conn).unwrap();
    assert_eq!(pet.mother().map(|it| it.id), Some(3));
}

#[test]
fn joins_and_related_rows_use_the_column_all_the_same() {
    let mut conn = world();
    let owners = pets::table.join(Pet::owner).order(pets::id).select(owners::id);
    assert_eq!(owners.load(conn.diesel()), Ok(vec![8, 7, 8, 8]));
    let pets = owners::table.join(Owner::pets).order(pets::id).select(pets::id);
    assert_eq!(pets.load(conn.diesel()), Ok(vec![1, 2, 3, 4]));
    let owner = Pet { id: 2 }.related(Pet::owner).select(owners::name);
    assert_eq!(owner.load(conn.diesel()), Ok(vec!["a".to_owned()]));
    let mother = Pet { id: 4 }.related(Pet::mother).select(pets::id);
    assert_eq!(mother.load(conn.diesel()), Ok(vec![3]));
    assert_eq!(Owner { id: 8 }.related(Owner::pets).count().get_result(conn.diesel()), Ok(3_i64));
}

#[test]
fn a_key_that_is_not_read_and_leads_nowhere_is_an_error() {
    let mut conn = world();
    conn.batch_execute("INSERT INTO pets VALUES (5, 99, NULL, 'red')").unwrap();
    let error = pets::table.with(Pet::owner).load(&mut conn).err().unwrap();
    let key = "5".to_owned();
    assert_eq!(Error::of(&error), Some(&Error::MissingRow { relation: "Pet::owner", key }));
}

#[test]
fn rows_without_a_foreign_key_come_in_one_statement() {
    let mut conn = world();
    let pets = pets::table.order(pets::id).with(Pet::owner.joined());
    let (pets, statements) = sent(&mut conn, |conn| pets.load(conn));
    assert_eq!(pets.iter().map(|pet| pet.owner().id).collect::<Vec<_>>(), [8, 7, 8, 8]);
    let plan = Owner::pets.filter(pets::color.eq("red")).order_by(pets::id.desc());
    let owners = owners::table.order(owners::id).with(plan.joined());
    let (owners, more) = sent(&mut conn, |conn| owners.load(conn));
    let pets = owners.iter().map(|owner| owner.pets().map(|pet| pet.id).collect::<Vec<_>>());
    assert_eq!(pets.collect::<Vec<_>>(), [vec![], vec![3, 1], vec![]]);
    assert_eq!((statements.len(), more.len()), (1, 1));
}
