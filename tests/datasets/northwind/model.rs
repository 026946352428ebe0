//! The models of the Northwind database: every foreign key is a relation, on both sides.

use super::schema::*;
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = categories)]
#[relations(
    has_many(products: Product, back_populates = category),
    has_many(suppliers: Supplier, through = products.supplier, one_way),
)]
pub(crate) struct Category {
    pub id: i32,
    pub category_name: Option<String>,
    pub description: Option<String>,
    pub picture: Option<Vec<u8>>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = suppliers)]
#[relations(
    has_many(products: Product, back_populates = supplier),
    has_many(categories: Category, through = products.category, one_way),
)]
pub(crate) struct Supplier {
    pub id: i32,
    pub company_name: String,
    pub contact_name: Option<String>,
    pub contact_title: Option<String>,
    pub address: Option<String>,
    pub city: Option<String>,
    pub region: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
    pub phone: Option<String>,
    pub fax: Option<String>,
    pub home_page: Option<String>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = products)]
#[relations(
    belongs_to(category: Category, back_populates = products),
    belongs_to(supplier: Supplier, back_populates = products),
    has_many(details: OrderDetail, back_populates = product),
    has_many(orders: Order, through = details.order, one_way),
    has_many(buyers: Customer, through = details.order.customer, one_way),
)]
pub(crate) struct Product {
    pub id: i32,
    pub product_name: String,
    pub supplier_id: Option<i32>,
    pub category_id: Option<i32>,
    pub quantity_per_unit: Option<String>,
    pub unit_price: Option<f64>,
    pub units_in_stock: Option<i32>,
    pub units_on_order: Option<i32>,
    pub reorder_level: Option<i32>,
    pub discontinued: String,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = order_details)]
#[relations(
    belongs_to(order: Order, back_populates = details),
    belongs_to(product: Product, back_populates = details),
    has_one(customer: Customer, through = order.customer, one_way),
)]
pub(crate) struct OrderDetail {
    pub order_id: i32,
    pub product_id: i32,
    pub unit_price: f64,
    pub quantity: i32,
    pub discount: f64,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = orders)]
#[relations(
    belongs_to(customer: Customer, back_populates = orders),
    belongs_to(employee: Employee, back_populates = orders),
    belongs_to(shipper: Shipper, foreign_key = ship_via, back_populates = orders),
    has_many(details: OrderDetail, back_populates = order),
    has_many(products: Product, through = details.product, one_way),
)]
pub(crate) struct Order {
    pub id: i32,
    pub customer_id: Option<String>,
    pub employee_id: Option<i32>,
    pub order_date: Option<String>,
    pub required_date: Option<String>,
    pub shipped_date: Option<String>,
    pub ship_via: Option<i32>,
    pub freight: Option<f64>,
    pub ship_name: Option<String>,
    pub ship_address: Option<String>,
    pub ship_city: Option<String>,
    pub ship_region: Option<String>,
    pub ship_postal_code: Option<String>,
    pub ship_country: Option<String>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = shippers)]
#[relations(
    has_many(orders: Order, back_populates = shipper),
    has_many(customers: Customer, through = orders.customer, one_way),
)]
pub(crate) struct Shipper {
    pub id: i32,
    pub company_name: String,
    pub phone: Option<String>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = customers)]
#[relations(
    has_many(orders: Order, back_populates = customer),
    many_to_many(
        demographics: Demographic,
        through = customer_customer_demo(customer_id, customer_type_id),
        back_populates = customers
    ),
    has_many(products: Product, through = orders.details.product, one_way),
)]
pub(crate) struct Customer {
    pub id: String,
    pub company_name: Option<String>,
    pub contact_name: Option<String>,
    pub contact_title: Option<String>,
    pub address: Option<String>,
    pub city: Option<String>,
    pub region: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
    pub phone: Option<String>,
    pub fax: Option<String>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = customer_demographics)]
#[relations(
    many_to_many(
        customers: Customer,
        through = customer_customer_demo(customer_type_id, customer_id),
        back_populates = demographics
    ),
)]
pub(crate) struct Demographic {
    pub id: String,
    pub customer_desc: Option<String>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = employees)]
#[relations(
    belongs_to(manager: Employee, foreign_key = reports_to, back_populates = reports),
    has_many(reports: Employee, back_populates = manager),
    has_many(orders: Order, back_populates = employee),
    many_to_many(territories: Territory, through = employee_territories, back_populates = employees),
    has_one(managers_manager: Employee, through = manager.manager, one_way),
    has_many(regions: Region, through = territories.region, one_way),
)]
pub(crate) struct Employee {
    pub id: i32,
    pub last_name: Option<String>,
    pub first_name: Option<String>,
    pub title: Option<String>,
    pub title_of_courtesy: Option<String>,
    pub birth_date: Option<String>,
    pub hire_date: Option<String>,
    pub address: Option<String>,
    pub city: Option<String>,
    pub region: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
    pub home_phone: Option<String>,
    pub photo: Option<Vec<u8>>,
    pub notes: Option<String>,
    pub reports_to: Option<i32>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = territories)]
#[relations(
    belongs_to(region: Region, back_populates = territories),
    many_to_many(employees: Employee, through = employee_territories, back_populates = territories),
)]
pub(crate) struct Territory {
    pub id: String,
    pub territory_description: String,
    pub region_id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = regions)]
#[relations(
    has_many(territories: Territory, back_populates = region),
    has_many(employees: Employee, through = territories.employees, one_way),
)]
pub(crate) struct Region {
    pub id: i32,
    pub region_description: String,
}
