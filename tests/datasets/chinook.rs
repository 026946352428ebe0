//! The Chinook database, with the models of the example.

#[path = "../../examples/chinook/model.rs"]
mod model;
#[path = "../../examples/chinook/schema.rs"]
mod schema;

use crate::compare::{
    above_by_hand, assert_complete, assert_same, below_by_hand, database, links, reachable,
};
use conjoin::prelude::*;
use model::*;
use schema::employees;

keys! {
    Artist, Album, Track, Genre, MediaType, Playlist, Employee, Customer, Invoice, InvoiceLine,
}

#[test]
fn every_relation_of_chinook_leads_where_sql_leads() {
    let conn = &mut database("chinook");
    let compared = compare! { conn,
        many Artist::albums: "SELECT ArtistId, AlbumId FROM Album",
        many Artist::tracks: "SELECT ArtistId, TrackId FROM Album JOIN Track USING (AlbumId)",
        one Album::artist: "SELECT AlbumId, ArtistId FROM Album",
        many Album::tracks: "SELECT AlbumId, TrackId FROM Track WHERE AlbumId IS NOT NULL",
        maybe Track::album: "SELECT TrackId, AlbumId FROM Track WHERE AlbumId IS NOT NULL",
        maybe Track::artist: "SELECT TrackId, ArtistId FROM Track JOIN Album USING (AlbumId)",
        maybe Track::genre: "SELECT TrackId, GenreId FROM Track WHERE GenreId IS NOT NULL",
        one Track::media_type: "SELECT TrackId, MediaTypeId FROM Track",
        many Track::playlists: "SELECT TrackId, PlaylistId FROM PlaylistTrack",
        many Track::sales: "SELECT TrackId, InvoiceLineId FROM InvoiceLine",
        many Track::buyers:
            "SELECT DISTINCT TrackId, CustomerId FROM InvoiceLine JOIN Invoice USING (InvoiceId)",
        many Genre::tracks: "SELECT GenreId, TrackId FROM Track WHERE GenreId IS NOT NULL",
        many MediaType::tracks: "SELECT MediaTypeId, TrackId FROM Track",
        many Playlist::tracks: "SELECT PlaylistId, TrackId FROM PlaylistTrack",
        many Playlist::artists:
            "SELECT DISTINCT PlaylistId, ArtistId
             FROM PlaylistTrack JOIN Track USING (TrackId) JOIN Album USING (AlbumId)",
        maybe Employee::manager:
            "SELECT EmployeeId, ReportsTo FROM Employee WHERE ReportsTo IS NOT NULL",
        many Employee::reports:
            "SELECT ReportsTo, EmployeeId FROM Employee WHERE ReportsTo IS NOT NULL",
        many Employee::customers:
            "SELECT SupportRepId, CustomerId FROM Customer WHERE SupportRepId IS NOT NULL",
        many Employee::invoices:
            "SELECT SupportRepId, InvoiceId FROM Customer JOIN Invoice USING (CustomerId)
             WHERE SupportRepId IS NOT NULL",
        maybe Customer::support_rep:
            "SELECT CustomerId, SupportRepId FROM Customer WHERE SupportRepId IS NOT NULL",
        many Customer::invoices: "SELECT CustomerId, InvoiceId FROM Invoice",
        many Customer::tracks:
            "SELECT DISTINCT CustomerId, TrackId FROM Invoice JOIN InvoiceLine USING (InvoiceId)",
        one Invoice::customer: "SELECT InvoiceId, CustomerId FROM Invoice",
        many Invoice::lines: "SELECT InvoiceId, InvoiceLineId FROM InvoiceLine",
        one InvoiceLine::invoice: "SELECT InvoiceLineId, InvoiceId FROM InvoiceLine",
        one InvoiceLine::track: "SELECT InvoiceLineId, TrackId FROM InvoiceLine",
    };
    let sources = [
        include_str!("../../examples/chinook/schema.rs"),
        include_str!("../../examples/chinook/model.rs"),
    ];
    assert_complete(conn, sources, compared);
}

#[test]
fn everybody_below_and_above_an_employee_of_chinook_is_loaded() {
    let conn = &mut database("chinook");
    let rows = employees::table.with(Employee::reports.recursive()).load(conn).unwrap();
    let below = links(&rows, |employee| reachable(employee, |it| it.reports()));
    let expected = below_by_hand(conn, "Employee", "EmployeeId");
    assert_same("Employee::reports, recursive", &below, &expected);

    let rows = employees::table.with(Employee::manager.recursive()).load(conn).unwrap();
    let above = links(&rows, |employee| reachable(employee, |it| it.manager()));
    let expected = above_by_hand(conn, "Employee", "EmployeeId");
    assert_same("Employee::manager, recursive", &above, &expected);
}
