//! Who works in the shop, and who buys there.

use crate::Report;
use crate::model::{Customer, Employee, employee};
use crate::schema::{customers, employees};
use crate::show::table::{Cell, Shown, Table};
use conjoin::prelude::*;
use diesel::prelude::*;
use std::iter;

pub(crate) fn organisation(report: &mut Report) -> QueryResult<()> {
    let about = "From those without a manager down to any depth: one statement for all reports. \
                 What stands beside it, the customers, is loaded at every depth.";
    let heads = ["employee", "title", "reports in all", "customers"];
    report.part("The organisation", about, heads, |conn, table| {
        let top = employees::table
            .filter(employees::reports_to.is_null())
            .with(Employee::reports.order_by(employees::last_name).recursive())
            .with(Employee::customers)
            .load(conn)?;
        for employee in &top {
            branch(table, employee, 0);
        }
        Ok(())
    })
}

/// An employee and, further to the right, all reports. Asks for what it reads.
fn branch<E>(table: &mut Table<4>, employee: E, depth: usize)
where
    E: Has<employee::reports, Child = E> + Has<employee::customers>,
{
    let name = format!("{:indent$}{}", "", employee.name(), indent = 2 * depth);
    let customers = employee.get(Employee::customers).len();
    table.row([&name, &employee.title, &beneath(employee), &customers]);
    for report in employee.get(Employee::reports) {
        branch(table, report, depth + 1);
    }
}

/// How many there are below an employee.
fn beneath<E: Has<employee::reports, Child = E>>(employee: E) -> usize {
    employee.get(Employee::reports).map(|report| 1 + beneath(report)).sum()
}

pub(crate) fn managers(report: &mut Report) -> QueryResult<()> {
    let about = "The same relation from its other side, up to the top.";
    let heads = ["employee", "managers, the nearest first"];
    report.part("Up the chain", about, heads, |conn, table| {
        let employees = employees::table
            .order_by(employees::last_name)
            .with(Employee::manager.recursive())
            .load(conn)?;
        for employee in &employees {
            let managers = iter::successors(employee.manager(), |manager| manager.manager());
            let names: Vec<String> = managers.map(|manager| manager.name()).collect();
            table.row([&employee.name(), &names.join(", ")]);
        }
        Ok(())
    })
}

pub(crate) fn best_customers(report: &mut Report) -> QueryResult<()> {
    let about = "Every customer with the employee who supports them and with every invoice.";
    let heads = ["customer", "country", "supported by", "invoices", "total"];
    report.part("The customers who spent most", about, heads, |conn, table| {
        let customers = customers::table
            .order_by(customers::last_name)
            .with(Customer::support_rep)
            .with(Customer::invoices)
            .load(conn)?;
        let with_total = customers.iter().map(|customer| {
            let total: f64 = customer.invoices().map(|invoice| invoice.total).sum();
            (Money(total), customer)
        });
        let mut ranking: Vec<_> = with_total.collect();
        ranking.sort_by(|(one, _), (other, _)| other.0.total_cmp(&one.0));
        for (total, customer) in ranking.into_iter().take(8) {
            let support = customer.support_rep().map(|employee| employee.name());
            let invoices = customer.invoices().len();
            table.row([&customer.name(), &customer.country, &support, &invoices, &total]);
        }
        Ok(())
    })
}

impl Employee {
    fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

impl Customer {
    fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// Dollars.
struct Money(f64);

/// `49.62`
impl Cell for Money {
    fn shown(&self) -> Shown {
        Shown { text: format!("{:.2}", self.0), is_number: true }
    }
}
