//! Types that PostgreSQL alone has. Models with them cannot be loaded over the other databases that
//! conjoin is compiled for here, and say so.

use crate::suite::conn::Conn;
use crate::suite::world::{database, keys, sent};
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::data_types::PgTimestamp;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::query_builder::QueryId;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{SqlType, Text, Timestamp};
use uuid::Uuid;

diesel::table! {
    accounts (id) {
        id -> Uuid,
        names -> Array<Nullable<Text>>,
        opened -> Timestamptz,
    }
}
diesel::table! {
    transfers (id) {
        id -> Oid,
        account_id -> Nullable<Uuid>,
        at -> Timestamp,
    }
}
diesel::table! {
    owners (account_id, owner_id) {
        account_id -> Uuid,
        owner_id -> Timestamp,
    }
}
diesel::table! {
    births (at) {
        at -> Timestamp,
    }
}
diesel::allow_tables_to_appear_in_same_query!(accounts, transfers, owners, births);

#[derive(Debug, PartialEq, Queryable, Selectable, Relations)]
#[relations(only = Pg)]
#[diesel(table_name = accounts)]
#[relations(
    has_many(transfers: Transfer, back_populates = account),
    many_to_many(births: Birth, through = owners(account_id, owner_id), back_populates = accounts),
)]
struct Account {
    id: Uuid,
    names: Vec<Option<String>>,
    opened: PgTimestamp,
}

#[derive(Debug, PartialEq, Queryable, Selectable, Relations)]
#[relations(only = Pg)]
#[diesel(table_name = transfers)]
#[relations(belongs_to(account: Account, back_populates = transfers))]
struct Transfer {
    id: u32,
    account_id: Option<Uuid>,
    at: PgTimestamp,
}

/// An instant as a key, which Diesel's own type cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Timestamp)]
struct Instant(i64);

impl FromSql<Timestamp, Pg> for Instant {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        let at = <PgTimestamp as FromSql<Timestamp, Pg>>::from_sql(bytes);
        at.map(|PgTimestamp(at)| Instant(at))
    }
}

impl ToSql<Timestamp, Pg> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Timestamp, Pg>::to_sql(&PgTimestamp(self.0), &mut out.reborrow())
    }
}

#[derive(Debug, PartialEq, Queryable, Selectable, Relations)]
#[relations(only = Pg)]
#[diesel(table_name = births, primary_key(at))]
#[relations(
    many_to_many(accounts: Account, through = owners(owner_id, account_id), back_populates = births),
)]
struct Birth {
    at: Instant,
}

const FIRST: Uuid = Uuid::from_u128(1);
const LAST: Uuid = Uuid::max();

fn world() -> Conn {
    database(
        "CREATE TABLE accounts (id UUID, names TEXT[], opened TIMESTAMPTZ);
         CREATE TABLE transfers (id OID, account_id UUID, at TIMESTAMP);
         CREATE TABLE owners (account_id UUID, owner_id TIMESTAMP);
         CREATE TABLE births (at TIMESTAMP);
         INSERT INTO accounts VALUES
            ('00000000-0000-0000-0000-000000000001', '{a,NULL}', '2000-01-01 00:00:01Z'),
            ('ffffffff-ffff-ffff-ffff-ffffffffffff', '{}', '1999-12-31 23:00:00-1');
         INSERT INTO transfers SELECT 4294967290 + at, id, '2000-01-01'
            FROM accounts, generate_series(1, 2) AS at WHERE names <> '{}';
         INSERT INTO transfers VALUES (7, NULL, '1970-01-01');
         INSERT INTO births VALUES ('2000-01-01 00:00:00.000005'), ('1999-12-31');
         INSERT INTO owners SELECT id, births.at FROM accounts, births WHERE names <> '{}';",
    )
}

#[test]
fn uuids_are_keys() {
    let mut conn = world();
    let query = accounts::table.order_by(accounts::id);
    let query = query.with(Account::transfers.order_by(transfers::id).with(Transfer::account));
    let (accounts, sent) = sent(&mut conn, |conn| query.load(conn));
    assert!(accounts.iter().map(|account| account.id).eq([FIRST, LAST]));
    assert!(accounts.iter().map(|account| account.transfers().len()).eq([2, 0]));
    let transfers = accounts.iter().flat_map(|account| account.transfers());
    assert!(transfers.clone().map(|transfer| transfer.id).eq([4_294_967_291, 4_294_967_292]));
    for transfer in transfers {
        assert_eq!(transfer.account().map(|account| account.id), transfer.account_id);
    }
    assert!(sent[1].contains(&format!("`transfers`.`account_id` {}", keys(2))), "{sent:?}");
}

#[test]
fn uuids_and_instants_are_keys_in_an_association_table() {
    let mut conn = world();
    let plan = Account::births.order_by(births::at).with(Birth::accounts);
    let accounts = accounts::table.order_by(accounts::id).with(plan).load(&mut conn).unwrap();
    let births = accounts.get(0).unwrap().births();
    assert!(births.clone().map(|birth| birth.at.0).eq([-86_400_000_000, 5]));
    for birth in births {
        assert!(birth.accounts().map(|account| account.id).eq([FIRST]));
    }
    assert_eq!(accounts.get(1).unwrap().births().len(), 0);
}

#[test]
fn arrays_and_instants_are_read_as_those_of_a_query() {
    let mut conn = world();
    let plain: Vec<Account> = accounts::table.order_by(accounts::id).load(conn.diesel()).unwrap();
    assert_eq!(plain[0].names, [Some("a".to_owned()), None]);
    assert!(plain.iter().map(|account| account.opened.0).eq([1_000_000, 0]));
    let query = births::table.order_by(births::at);
    let births = query.with(Birth::accounts).load(&mut conn).unwrap();
    assert!(births.iter().all(|birth| birth.accounts().rows().eq(&plain[..1])));
    let plain: Vec<Transfer> =
        transfers::table.order_by(transfers::id).load(conn.diesel()).unwrap();
    let account = accounts::table.find(FIRST).with(Account::transfers.order_by(transfers::id));
    let account = account.first(&mut conn).unwrap();
    assert!(account.transfers().rows().eq(&plain[1..]));
    assert_eq!(account.transfers().next().map(|transfer| transfer.at.0), Some(0));
}

#[test]
fn related_rows_are_asked_for_by_uuid() {
    let mut conn = world();
    let account: Account = accounts::table.find(FIRST).first(conn.diesel()).unwrap();
    assert_eq!(account.related(Account::transfers).count().get_result(conn.diesel()), Ok(2_i64));
    let births = account.related(Account::births).select(Birth::as_select());
    assert_eq!(births.load(conn.diesel()).unwrap().len(), 2);
    let joined = accounts::table.join(Account::births).filter(accounts::id.eq(FIRST)).count();
    assert_eq!(joined.get_result(conn.diesel()), Ok(2_i64));
}

pub mod a_type_in_another_schema {
    use super::*;

    #[derive(SqlType, QueryId)]
    #[diesel(postgres_type(name = "Size", schema = "conjoin_sizes"))]
    pub struct SizeType;

    #[derive(Debug, Clone, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
    #[diesel(sql_type = SizeType)]
    struct Size(String);

    impl FromSql<SizeType, Pg> for Size {
        fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
            <String as FromSql<Text, Pg>>::from_sql(bytes).map(Size)
        }
    }

    impl ToSql<SizeType, Pg> for Size {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            ToSql::<Text, Pg>::to_sql(&self.0, out)
        }
    }

    diesel::table! {
        use diesel::sql_types::*;
        use super::SizeType;

        conjoin_sizes.sizes (size) {
            size -> SizeType,
        }
    }
    diesel::table! {
        use diesel::sql_types::*;
        use super::SizeType;

        shirts (id) {
            id -> Integer,
            size -> Nullable<SizeType>,
        }
    }
    diesel::allow_tables_to_appear_in_same_query!(sizes, shirts);

    #[derive(Queryable, Selectable, Relations)]
    #[relations(only = Pg, module = a_size)]
    #[diesel(table_name = sizes, primary_key(size))]
    #[relations(has_many(shirts: Shirt, back_populates = size))]
    struct SizeRow {
        size: Size,
    }

    #[derive(Queryable, Selectable, Relations)]
    #[relations(only = Pg)]
    #[diesel(table_name = shirts)]
    #[relations(belongs_to(size: SizeRow, foreign_key = size, back_populates = shirts))]
    struct Shirt {
        id: i32,
        size: Option<Size>,
    }

    #[test]
    fn is_a_key() {
        let mut conn = database("CREATE TABLE nothing (id INTEGER)");
        crate::database::make_schema(&mut conn, "conjoin_sizes");
        conn.batch_execute(
            "CREATE TYPE conjoin_sizes.\"Size\" AS ENUM ('S', 'M', 'L');
             CREATE TABLE conjoin_sizes.sizes (size conjoin_sizes.\"Size\");
             CREATE TABLE shirts (id INTEGER, size conjoin_sizes.\"Size\");
             INSERT INTO conjoin_sizes.sizes VALUES ('L'), ('M'), ('S');
             INSERT INTO shirts VALUES (1, 'S'), (2, 'L'), (3, NULL), (4, 'S');",
        )
        .unwrap();
        let query = sizes::table.order_by(sizes::size).with(SizeRow::shirts.with(Shirt::size));
        let sizes = query.load(&mut conn).unwrap();
        assert!(sizes.iter().map(|size| size.shirts().len()).eq([2, 0, 1]));
        for shirt in sizes.iter().flat_map(|size| size.shirts()) {
            assert!(shirt.id != 3 && shirt.size().map(|it| it.size.clone()) == shirt.row().size);
        }
    }
}
