use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { shops (id) { id -> Integer, } }
diesel::table! { clerks (id) { id -> Integer, shop_id -> Integer, } }
diesel::table! { goods (id) { id -> Integer, shop_id -> Integer, } }
diesel::allow_tables_to_appear_in_same_query!(shops, clerks, goods);

#[derive(Queryable, Selectable, Relations)]
#[relations(
    has_many(clerks: Clerk, back_populates = shop),
    has_many(goods: Good, back_populates = shop),
)]
struct Shop {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(belongs_to(shop: Shop, back_populates = clerks))]
struct Clerk {
    id: i32,
    shop_id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(belongs_to(shop: Shop, back_populates = goods))]
struct Good {
    id: i32,
    shop_id: i32,
}

fn main() {
    let conn = &mut SqliteConnection::establish(":memory:").unwrap();
    let shops = shops::table.with(Shop::clerks.joined()).with(Shop::goods.joined());
    let _ = shops.load(conn);
}
