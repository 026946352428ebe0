//! The Northwind database: keys of text, a composite primary key, a table with a space in its name.

mod model;
mod schema;

use crate::compare::{
    Key, above_by_hand, assert_complete, assert_same, below_by_hand, count, links, reachable,
};
use conjoin::prelude::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use model::*;
use schema::{categories, employees};

keys! {
    Category, Supplier, Product, Order, Shipper, Customer, Demographic, Employee, Territory, Region,
}

impl Key for OrderDetail {
    fn key(&self) -> String {
        format!("{} {}", self.order_id, self.product_id)
    }
}

/// The sample leaves the demographics of customers empty; here are some.
fn database() -> SqliteConnection {
    let mut conn = crate::compare::database("northwind");
    conn.batch_execute(
        "INSERT INTO CustomerDemographics VALUES ('new', NULL), ('big', 'Many orders'), ('old', '');
         INSERT INTO CustomerCustomerDemo VALUES
             ('ALFKI', 'new'), ('ALFKI', 'big'), ('BERGS', 'big')",
    )
    .unwrap();
    conn
}

#[test]
fn every_relation_of_northwind_leads_where_sql_leads() {
    let conn = &mut database();
    let compared = compare! { conn,
        many Category::products:
            "SELECT CategoryID, ProductID FROM Products WHERE CategoryID IS NOT NULL",
        many Category::suppliers:
            "SELECT DISTINCT CategoryID, SupplierID FROM Products
             WHERE CategoryID IS NOT NULL AND SupplierID IS NOT NULL",
        many Supplier::products:
            "SELECT SupplierID, ProductID FROM Products WHERE SupplierID IS NOT NULL",
        many Supplier::categories:
            "SELECT DISTINCT SupplierID, CategoryID FROM Products
             WHERE CategoryID IS NOT NULL AND SupplierID IS NOT NULL",
        maybe Product::category:
            "SELECT ProductID, CategoryID FROM Products WHERE CategoryID IS NOT NULL",
        maybe Product::supplier:
            "SELECT ProductID, SupplierID FROM Products WHERE SupplierID IS NOT NULL",
        many Product::details: "SELECT ProductID, OrderID || ' ' || ProductID FROM [Order Details]",
        many Product::orders: "SELECT ProductID, OrderID FROM [Order Details]",
        many Product::buyers:
            "SELECT DISTINCT ProductID, CustomerID FROM [Order Details] JOIN Orders USING (OrderID)
             WHERE CustomerID IS NOT NULL",
        one OrderDetail::order: "SELECT OrderID || ' ' || ProductID, OrderID FROM [Order Details]",
        one OrderDetail::product:
            "SELECT OrderID || ' ' || ProductID, ProductID FROM [Order Details]",
        maybe OrderDetail::customer:
            "SELECT OrderID || ' ' || ProductID, CustomerID
             FROM [Order Details] JOIN Orders USING (OrderID) WHERE CustomerID IS NOT NULL",
        maybe Order::customer:
            "SELECT OrderID, CustomerID FROM Orders WHERE CustomerID IS NOT NULL",
        maybe Order::employee:
            "SELECT OrderID, EmployeeID FROM Orders WHERE EmployeeID IS NOT NULL",
        maybe Order::shipper: "SELECT OrderID, ShipVia FROM Orders WHERE ShipVia IS NOT NULL",
        many Order::details: "SELECT OrderID, OrderID || ' ' || ProductID FROM [Order Details]",
        many Order::products: "SELECT OrderID, ProductID FROM [Order Details]",
        many Shipper::orders: "SELECT ShipVia, OrderID FROM Orders WHERE ShipVia IS NOT NULL",
        many Shipper::customers:
            "SELECT DISTINCT ShipVia, CustomerID FROM Orders
             WHERE ShipVia IS NOT NULL AND CustomerID IS NOT NULL",
        many Customer::orders:
            "SELECT CustomerID, OrderID FROM Orders WHERE CustomerID IS NOT NULL",
        many Customer::demographics: "SELECT CustomerID, CustomerTypeID FROM CustomerCustomerDemo",
        many Customer::products:
            "SELECT DISTINCT CustomerID, ProductID FROM Orders JOIN [Order Details] USING (OrderID)
             WHERE CustomerID IS NOT NULL",
        many Demographic::customers: "SELECT CustomerTypeID, CustomerID FROM CustomerCustomerDemo",
        maybe Employee::manager:
            "SELECT EmployeeID, ReportsTo FROM Employees WHERE ReportsTo IS NOT NULL",
        many Employee::reports:
            "SELECT ReportsTo, EmployeeID FROM Employees WHERE ReportsTo IS NOT NULL",
        many Employee::orders:
            "SELECT EmployeeID, OrderID FROM Orders WHERE EmployeeID IS NOT NULL",
        many Employee::territories: "SELECT EmployeeID, TerritoryID FROM EmployeeTerritories",
        maybe Employee::managers_manager:
            "SELECT e.EmployeeID, m.ReportsTo FROM Employees e
             JOIN Employees m ON e.ReportsTo = m.EmployeeID WHERE m.ReportsTo IS NOT NULL",
        many Employee::regions:
            "SELECT DISTINCT EmployeeID, RegionID
             FROM EmployeeTerritories JOIN Territories USING (TerritoryID)",
        one Territory::region: "SELECT TerritoryID, RegionID FROM Territories",
        many Territory::employees: "SELECT TerritoryID, EmployeeID FROM EmployeeTerritories",
        many Region::territories: "SELECT RegionID, TerritoryID FROM Territories",
        many Region::employees:
            "SELECT DISTINCT RegionID, EmployeeID
             FROM EmployeeTerritories JOIN Territories USING (TerritoryID)",
    };
    let sources = [include_str!("northwind/schema.rs"), include_str!("northwind/model.rs")];
    assert_complete(conn, sources, compared);
}

#[test]
fn everybody_below_and_above_an_employee_of_northwind_is_loaded() {
    let conn = &mut database();
    let rows = employees::table.with(Employee::reports.recursive()).load(conn).unwrap();
    let below = links(&rows, |employee| reachable(employee, |it| it.reports()));
    let expected = below_by_hand(conn, "Employees", "EmployeeID");
    assert_same("Employee::reports, recursive", &below, &expected);

    let rows = employees::table.with(Employee::manager.recursive()).load(conn).unwrap();
    let above = links(&rows, |employee| reachable(employee, |it| it.manager()));
    let expected = above_by_hand(conn, "Employees", "EmployeeID");
    assert_same("Employee::manager, recursive", &above, &expected);
}

#[test]
fn blobs_are_loaded_with_their_rows() {
    let conn = &mut database();
    let categories = categories::table.with(Category::products).load(conn).unwrap();
    let pictures = categories.rows().iter().filter_map(|category| category.picture.as_deref());
    let pictures = pictures.map(<[u8]>::len);
    assert_eq!(pictures.sum::<usize>(), count(conn, "SELECT sum(length(Picture)) FROM Categories"));
}
