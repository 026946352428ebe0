//! A table of a hundred columns with relations.
#![deny(warnings, missing_debug_implementations)]
#![forbid(unsafe_code)]

use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

diesel::table! {
    machines (id) {
        id -> Integer,
        name -> Text,
    }
}

diesel::table! {
    readings (id) {
        id -> Integer,
        machine_id -> Integer,
        note -> Nullable<Text>,
        column_1 -> Integer,
        column_2 -> Integer,
        column_3 -> Integer,
        column_4 -> Integer,
        column_5 -> Integer,
        column_6 -> Integer,
        column_7 -> Integer,
        column_8 -> Integer,
        column_9 -> Integer,
        column_10 -> Integer,
        column_11 -> Integer,
        column_12 -> Integer,
        column_13 -> Integer,
        column_14 -> Integer,
        column_15 -> Integer,
        column_16 -> Integer,
        column_17 -> Integer,
        column_18 -> Integer,
        column_19 -> Integer,
        column_20 -> Integer,
        column_21 -> Integer,
        column_22 -> Integer,
        column_23 -> Integer,
        column_24 -> Integer,
        column_25 -> Integer,
        column_26 -> Integer,
        column_27 -> Integer,
        column_28 -> Integer,
        column_29 -> Integer,
        column_30 -> Integer,
        column_31 -> Integer,
        column_32 -> Integer,
        column_33 -> Integer,
        column_34 -> Integer,
        column_35 -> Integer,
        column_36 -> Integer,
        column_37 -> Integer,
        column_38 -> Integer,
        column_39 -> Integer,
        column_40 -> Integer,
        column_41 -> Integer,
        column_42 -> Integer,
        column_43 -> Integer,
        column_44 -> Integer,
        column_45 -> Integer,
        column_46 -> Integer,
        column_47 -> Integer,
        column_48 -> Integer,
        column_49 -> Integer,
        column_50 -> Integer,
        column_51 -> Integer,
        column_52 -> Integer,
        column_53 -> Integer,
        column_54 -> Integer,
        column_55 -> Integer,
        column_56 -> Integer,
        column_57 -> Integer,
        column_58 -> Integer,
        column_59 -> Integer,
        column_60 -> Integer,
        column_61 -> Integer,
        column_62 -> Integer,
        column_63 -> Integer,
        column_64 -> Integer,
        column_65 -> Integer,
        column_66 -> Integer,
        column_67 -> Integer,
        column_68 -> Integer,
        column_69 -> Integer,
        column_70 -> Integer,
        column_71 -> Integer,
        column_72 -> Integer,
        column_73 -> Integer,
        column_74 -> Integer,
        column_75 -> Integer,
        column_76 -> Integer,
        column_77 -> Integer,
        column_78 -> Integer,
        column_79 -> Integer,
        column_80 -> Integer,
        column_81 -> Integer,
        column_82 -> Integer,
        column_83 -> Integer,
        column_84 -> Integer,
        column_85 -> Integer,
        column_86 -> Integer,
        column_87 -> Integer,
        column_88 -> Integer,
        column_89 -> Integer,
        column_90 -> Integer,
        column_91 -> Integer,
        column_92 -> Integer,
        column_93 -> Integer,
        column_94 -> Integer,
        column_95 -> Integer,
        column_96 -> Integer,
        column_97 -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(machines, readings);

#[derive(Debug, Queryable, Selectable, Relations)]
#[diesel(table_name = machines)]
#[relations(has_many(readings: Reading, back_populates = machine))]
struct Machine {
    id: i32,
    name: String,
}

#[derive(Debug, Queryable, Selectable, Relations)]
#[diesel(table_name = readings)]
#[relations(belongs_to(machine: Machine, back_populates = readings))]
#[allow(dead_code)]
struct Reading {
    id: i32,
    machine_id: i32,
    note: Option<String>,
    column_1: i32,
    column_2: i32,
    column_3: i32,
    column_4: i32,
    column_5: i32,
    column_6: i32,
    column_7: i32,
    column_8: i32,
    column_9: i32,
    column_10: i32,
    column_11: i32,
    column_12: i32,
    column_13: i32,
    column_14: i32,
    column_15: i32,
    column_16: i32,
    column_17: i32,
    column_18: i32,
    column_19: i32,
    column_20: i32,
    column_21: i32,
    column_22: i32,
    column_23: i32,
    column_24: i32,
    column_25: i32,
    column_26: i32,
    column_27: i32,
    column_28: i32,
    column_29: i32,
    column_30: i32,
    column_31: i32,
    column_32: i32,
    column_33: i32,
    column_34: i32,
    column_35: i32,
    column_36: i32,
    column_37: i32,
    column_38: i32,
    column_39: i32,
    column_40: i32,
    column_41: i32,
    column_42: i32,
    column_43: i32,
    column_44: i32,
    column_45: i32,
    column_46: i32,
    column_47: i32,
    column_48: i32,
    column_49: i32,
    column_50: i32,
    column_51: i32,
    column_52: i32,
    column_53: i32,
    column_54: i32,
    column_55: i32,
    column_56: i32,
    column_57: i32,
    column_58: i32,
    column_59: i32,
    column_60: i32,
    column_61: i32,
    column_62: i32,
    column_63: i32,
    column_64: i32,
    column_65: i32,
    column_66: i32,
    column_67: i32,
    column_68: i32,
    column_69: i32,
    column_70: i32,
    column_71: i32,
    column_72: i32,
    column_73: i32,
    column_74: i32,
    column_75: i32,
    column_76: i32,
    column_77: i32,
    column_78: i32,
    column_79: i32,
    column_80: i32,
    column_81: i32,
    column_82: i32,
    column_83: i32,
    column_84: i32,
    column_85: i32,
    column_86: i32,
    column_87: i32,
    column_88: i32,
    column_89: i32,
    column_90: i32,
    column_91: i32,
    column_92: i32,
    column_93: i32,
    column_94: i32,
    column_95: i32,
    column_96: i32,
    column_97: i32,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let conn = &mut SqliteConnection::establish(":memory:")?;
    let columns: String =
        (1..=97).map(|n| format!(", column_{n} INTEGER NOT NULL DEFAULT {n}")).collect();
    conn.batch_execute(&format!(
        "CREATE TABLE machines (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL);
         CREATE TABLE readings (id INTEGER PRIMARY KEY NOT NULL,
             machine_id INTEGER NOT NULL REFERENCES machines (id), note TEXT{columns});
         INSERT INTO machines VALUES (1, 'press');
         INSERT INTO readings (machine_id) VALUES (1), (1);"
    ))?;
    let machines = machines::table.with(Machine::readings).load(conn)?;
    let last: Vec<i32> =
        machines.iter().flat_map(|it| it.readings().rows().map(|it| it.column_97)).collect();
    assert_eq!(last, [97, 97]);
    let readings = readings::table.with(Reading::machine.joined()).load(conn)?;
    assert!(readings.iter().all(|reading| reading.machine().name == "press"));
    Ok(())
}
