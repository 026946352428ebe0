//! The models of the Chinook database: every foreign key is a relation, on both sides.
//!
//! A struct holds the columns that its readers want; [`schema`](super::schema) has them all.

use super::schema::*;
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = artists)]
#[relations(
    has_many(albums: Album, back_populates = artist),
    has_many(tracks: Track, through = albums.tracks, one_way),
)]
pub(crate) struct Artist {
    pub id: i32,
    pub name: Option<String>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = albums)]
#[relations(
    belongs_to(artist: Artist, back_populates = albums),
    has_many(tracks: Track, back_populates = album),
)]
pub(crate) struct Album {
    pub id: i32,
    pub title: String,
    pub artist_id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = tracks)]
#[relations(
    belongs_to(album: Album, back_populates = tracks),
    has_one(artist: Artist, through = album.artist, one_way),
    belongs_to(genre: Genre, back_populates = tracks),
    belongs_to(media_type: MediaType, back_populates = tracks),
    many_to_many(playlists: Playlist, through = playlist_tracks, back_populates = tracks),
    has_many(sales: InvoiceLine, back_populates = track),
    has_many(buyers: Customer, through = sales.invoice.customer, one_way),
)]
pub(crate) struct Track {
    pub id: i32,
    pub name: String,
    pub album_id: Option<i32>,
    pub genre_id: Option<i32>,
    pub media_type_id: i32,
    pub milliseconds: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = genres)]
#[relations(has_many(tracks: Track, back_populates = genre))]
pub(crate) struct Genre {
    pub id: i32,
    pub name: Option<String>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = media_types)]
#[relations(has_many(tracks: Track, back_populates = media_type))]
pub(crate) struct MediaType {
    pub id: i32,
    pub name: Option<String>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = playlists)]
#[relations(
    many_to_many(tracks: Track, through = playlist_tracks, back_populates = playlists),
    has_many(artists: Artist, through = tracks.album.artist, one_way),
)]
pub(crate) struct Playlist {
    pub id: i32,
    pub name: Option<String>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = employees)]
#[relations(
    belongs_to(manager: Employee, foreign_key = reports_to, back_populates = reports),
    has_many(reports: Employee, back_populates = manager),
    has_many(customers: Customer, back_populates = support_rep),
    has_many(invoices: Invoice, through = customers.invoices, one_way),
)]
pub(crate) struct Employee {
    pub id: i32,
    pub first_name: String,
    pub last_name: String,
    pub title: Option<String>,
    pub reports_to: Option<i32>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = customers)]
#[relations(
    belongs_to(support_rep: Employee, foreign_key = support_rep_id, back_populates = customers),
    has_many(invoices: Invoice, back_populates = customer),
    has_many(tracks: Track, through = invoices.lines.track, one_way),
)]
pub(crate) struct Customer {
    pub id: i32,
    pub first_name: String,
    pub last_name: String,
    pub country: Option<String>,
    pub support_rep_id: Option<i32>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = invoices)]
#[relations(
    belongs_to(customer: Customer, back_populates = invoices),
    has_many(lines: InvoiceLine, back_populates = invoice),
)]
pub(crate) struct Invoice {
    pub id: i32,
    pub customer_id: i32,
    pub total: f64,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = invoice_lines)]
#[relations(
    belongs_to(invoice: Invoice, back_populates = lines),
    belongs_to(track: Track, back_populates = sales),
)]
pub(crate) struct InvoiceLine {
    pub id: i32,
    pub invoice_id: i32,
    pub track_id: i32,
}
