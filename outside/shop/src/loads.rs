//! Loads of different shapes, each with what it must return.

use accounts::models::team_relations;
use accounts::schema::{teams, users};
use accounts::{Role, Team, User};
use conjoin::{Loaded, prelude::*};
use diesel::prelude::*;
use shop::models::order::order;
use shop::models::{Category, Customer, Label, Line, Order, OrderId, Product, Status};
use shop::schema::{categories, labels, lines, orders, product_labels, products};

use crate::database::{ANN, BEN, Connection, Result, on};

/// All of them.
pub(crate) fn check(conn: &mut Connection) -> Result {
    models_of_another_crate(conn)?;
    an_order_with_all_that_is_in_it(conn)?;
    rows_that_are_there_or_not(conn)?;
    some_of_the_related_rows(conn)?;
    numbers(conn)?;
    a_tree(conn)?;
    queries_of_a_model(conn)?;
    joins_and_conditions(conn)?;
    models_of_the_program(conn)?;
    beside_associations(conn)?;
    rows_in_hand_and_in_batches(conn)
}

fn names(team: impl Has<team_relations::members>) -> Vec<String> {
    team.get(Team::members).map(|user| user.name.clone()).collect()
}

fn models_of_another_crate(conn: &mut Connection) -> Result {
    let teams = teams::table.with(Team::members).load(conn)?;
    assert_eq!(teams.iter().map(names).collect::<Vec<_>>(), [["ann"]]);

    let orders =
        orders::table.order_by(orders::id).with(Order::customer.with(User::team)).load(conn)?;
    for order in &orders {
        let customer = order.customer();
        assert_eq!(customer.team().is_some(), customer.role == Role::Admin);
        assert_eq!(customer.settings["newsletter"], true);
    }

    let customers = users::table.order_by(users::name).with(Customer::orders).load(conn)?;
    let dates: Vec<_> = customers
        .iter()
        .map(|it| it.orders().rows().map(|it| it.placed_at).collect::<Vec<_>>())
        .collect();
    assert_eq!(dates, [vec![on(2), on(3)], vec![on(4)]]);
    Ok(())
}

/// What a page shows: the load is in the type.
type Page = Loaded!(one Order { lines { product { labels } }, shipment });

fn page(id: OrderId, conn: &mut Connection) -> QueryResult<Page> {
    orders::table
        .find(id)
        .with(Order::lines.order_by(lines::product_id).with(Line::product.with(Product::labels)))
        .with(Order::shipment)
        .first(conn)
}

/// For orders that carry whatever else.
fn amount(order: impl Has<order::lines>) -> i32 {
    order.get(Order::lines).map(|line| line.amount).sum()
}

fn an_order_with_all_that_is_in_it(conn: &mut Connection) -> Result {
    let order = page(OrderId(1), conn)?;
    assert_eq!((order.status, amount(order.node())), (Status::Sent, 4));
    assert_eq!(order.shipment().and_then(|it| it.sent_at), Some(on(5)));
    let labels: Vec<_> = order.lines().map(|line| line.product().labels().len()).collect();
    assert_eq!(labels, [2, 1]);
    let grams = order.lines().map(|it| it.product().attributes["grams"].as_i64());
    assert_eq!(grams.collect::<Vec<_>>(), [Some(100), None]);
    Ok(())
}

fn rows_that_are_there_or_not(conn: &mut Connection) -> Result {
    let orders = orders::table.order_by(orders::id).with(Order::shipment).load(conn)?;
    assert_eq!(
        orders.iter().map(|it| it.shipment().is_some()).collect::<Vec<_>>(),
        [true, false, false]
    );
    let none = orders::table.find(OrderId(9)).with(Order::lines).first(conn).optional()?;
    assert!(none.is_none());
    Ok(())
}

fn some_of_the_related_rows(conn: &mut Connection) -> Result {
    let products = products::table
        .order_by(products::id)
        .with(Product::labels.filter(labels::name.ne("new")))
        .with(Product::lines.order_by(lines::amount.desc()).per_parent(1))
        .load(conn)?;
    let most: Vec<_> = products
        .iter()
        .map(|it| (it.labels().len(), it.lines().map(|it| it.amount).sum()))
        .collect();
    assert_eq!(most, [(1, 5), (0, 2)]);

    let lines = lines::table
        .order_by((lines::order_id, lines::product_id))
        .with(Line::product.joined())
        .load(conn)?;
    assert_eq!(lines.iter().map(|it| it.product().id).collect::<Vec<_>>(), [1, 2, 1, 2]);
    Ok(())
}

fn numbers(conn: &mut Connection) -> Result {
    let orders = orders::table
        .order_by(orders::id)
        .with(Order::lines.sum(lines::amount))
        .with_if(true, Order::products)
        .load(conn)?;
    let sums: Vec<_> = orders
        .iter()
        .map(|it| (it.sum(Order::lines, lines::amount), it.products().map(|it| it.len())))
        .collect();
    assert_eq!(sums, [(4, Some(2)), (5, Some(1)), (2, Some(1))]);
    Ok(())
}

fn a_tree(conn: &mut Connection) -> Result {
    let roots = categories::table
        .filter(categories::parent_id.is_null())
        .with(Category::children.recursive())
        .with(Category::products)
        .load(conn)?;
    let mut names = Vec::new();
    let mut open: Vec<_> = roots.iter().collect();
    while let Some(category) = open.pop() {
        names.push((category.name.clone(), category.products().len()));
        open.extend(category.children());
    }
    let expected =
        [("all", 0), ("hot", 0), ("black", 1)].map(|(name, count)| (name.to_owned(), count));
    assert_eq!(names, expected);
    Ok(())
}

fn queries_of_a_model(conn: &mut Connection) -> Result {
    let labels = Label::query().order_by(labels::id).with(Label::products).load(conn)?;
    assert_eq!(labels.iter().map(|it| it.products().len()).collect::<Vec<_>>(), [1, 2]);
    let customer = Customer::query()
        .filter(users::id.eq(BEN))
        .with(Customer::orders.count())
        .get_result(conn)?;
    assert_eq!(customer.count(Customer::orders), 1);
    Ok(())
}

fn joins_and_conditions(conn: &mut Connection) -> Result {
    let pairs: Vec<(Order, User)> = orders::table
        .join(Order::customer)
        .filter(users::role.eq(Role::Member))
        .select(<(Order, User)>::as_select())
        .load(conn)?;
    assert_eq!(
        pairs.iter().map(|(order, user)| (order.id, user.id)).collect::<Vec<_>>(),
        [(OrderId(3), BEN)]
    );

    let mut query = products::table.into_boxed();
    query = query.filter(Product::lines.any(lines::amount.gt(3)));
    let sold = query.with(Product::category).load(conn)?;
    assert_eq!(sold.iter().map(|it| it.category().is_some()).collect::<Vec<_>>(), [true]);
    Ok(())
}

/// A model that only this program knows, with one column of a table.
#[derive(HasQuery, Relations)]
#[diesel(table_name = labels)]
#[relations(many_to_many(products: Product, through = product_labels(label_id, product_id), one_way))]
struct Word {
    id: i32,
}

fn models_of_the_program(conn: &mut Connection) -> Result {
    let words = labels::table.order_by(labels::id).with(Word::products).load(conn)?;
    assert_eq!(
        words.iter().map(|it| (it.id, it.products().len())).collect::<Vec<_>>(),
        [(1, 1), (2, 2)]
    );
    Ok(())
}

/// Diesel's own associations go on to work.
fn beside_associations(conn: &mut Connection) -> Result {
    let order = orders::table.find(OrderId(1)).select(Order::as_select()).first(conn)?;
    let lines = Line::belonging_to(&order).select(Line::as_select()).load(conn)?;
    let related: Vec<Line> = order.related(Order::lines).load(conn)?;
    assert_eq!(lines, related);
    Ok(())
}

fn rows_in_hand_and_in_batches(conn: &mut Connection) -> Result {
    let user: User = users::table.find(ANN).select(User::as_select()).first(conn)?;
    let users = vec![user].with(User::team).load(conn)?;
    assert!(users.iter().all(|user| user.team().is_some()));

    let mut batches = orders::table.with(Order::lines).batches(2);
    let mut counts = Vec::new();
    while let Some(orders) = batches.next(conn)? {
        counts.push(orders.iter().map(amount).sum::<i32>());
    }
    assert_eq!(counts, [9, 2]);
    Ok(())
}
