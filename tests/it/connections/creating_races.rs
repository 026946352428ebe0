//! Connections that create rows of the same tables at a time: each row keeps its own parent.

use crate::database::{self, Blocking};
use crate::place::Place;
use crate::server::isolate;
use conjoin::{create, create_all, prelude::*};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::thread;

diesel::table! { folders (id) { id -> Integer, name -> Text, } }
diesel::table! { files (id) { id -> Integer, name -> Text, folder_id -> Integer, } }
diesel::table! { pages (id) { id -> Integer, name -> Text, file_id -> Integer, } }
diesel::allow_tables_to_appear_in_same_query!(folders, files, pages);

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = folders)]
#[relations(has_many(files: File, back_populates = folder))]
struct Folder {
    id: i32,
    name: String,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = files)]
#[relations(
    belongs_to(folder: Folder, back_populates = files),
    has_many(pages: Page, back_populates = file),
)]
struct File {
    id: i32,
    name: String,
    folder_id: i32,
}

#[derive(Queryable, Selectable, Relations, Debug)]
#[diesel(table_name = pages)]
#[relations(belongs_to(file: File, back_populates = pages))]
struct Page {
    id: i32,
    name: String,
    file_id: i32,
}

const WRITERS: usize = 4;
const ROUNDS: usize = 25;
/// Rows of each level beneath each row.
const ROWS: usize = 3;

fn tables(place: &Place) {
    let sql = "CREATE TABLE folders (
            id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name VARCHAR(50) NOT NULL);
         CREATE TABLE files (
            id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name VARCHAR(50) NOT NULL,
            folder_id INTEGER NOT NULL, FOREIGN KEY (folder_id) REFERENCES folders (id));
         CREATE TABLE pages (
            id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name VARCHAR(50) NOT NULL,
            file_id INTEGER NOT NULL, FOREIGN KEY (file_id) REFERENCES files (id));";
    place.connect().batch_execute(&database::dialect(sql)).unwrap();
}

/// Keys that are not one after the other, where the database can have them so.
fn with_gaps(conn: &mut Blocking) {
    conn.batch_execute(&isolate("READ COMMITTED")).unwrap();
    if database::name() == "mariadb" {
        conn.batch_execute("SET SESSION auto_increment_increment = 3").unwrap();
    }
}

fn write(writer: usize, conn: &mut Blocking) {
    with_gaps(conn);
    for round in 0..ROUNDS {
        let beneath = |name: &str| (0..ROWS).map(|row| format!("{name}.{row}")).collect::<Vec<_>>();
        let folders = beneath(&format!("{writer}.{round}")).into_iter().map(|folder| {
            let files = beneath(&folder).into_iter().map(|file| {
                let pages = beneath(&file).into_iter().map(|page| create(pages::name.eq(page)));
                create(files::name.eq(file)).with(File::pages, pages.collect::<Vec<_>>())
            });
            create(folders::name.eq(folder)).with(Folder::files, files.collect::<Vec<_>>())
        });
        create_all(folders).save(conn).unwrap();
    }
}

#[test]
fn each_row_keeps_its_own_parent() {
    let place = &Place::new();
    tables(place);
    // On SQLite nobody else may write while the journal is changed.
    with_gaps(&mut place.connect());
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || write(writer, &mut place.connect()));
        }
    });
    let all = folders::table.with(Folder::files.with(File::pages));
    let all = all.load(&mut place.connect()).unwrap();
    assert_eq!(all.len(), WRITERS * ROUNDS * ROWS);
    let is_of = |name: &str, parent: &str| name.rsplit_once('.').is_some_and(|it| it.0 == parent);
    for folder in &all {
        assert_eq!(folder.files().len(), ROWS, "{}", folder.name);
        for file in folder.files() {
            assert!(is_of(&file.name, &folder.name), "{} in {}", file.name, folder.name);
            assert_eq!(file.pages().len(), ROWS, "{}", file.name);
            assert!(file.pages().all(|page| is_of(&page.name, &file.name)), "{}", file.name);
        }
    }
}
