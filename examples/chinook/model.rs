//! The tables of the Chinook database that the report reads, and their relations.

use conjoin::Relations;
use diesel::prelude::*;

diesel::table! {
    #[sql_name = "Artist"]
    artists (id) {
        #[sql_name = "ArtistId"]
        id -> Integer,
        #[sql_name = "Name"]
        name -> Nullable<Text>,
    }
}

diesel::table! {
    #[sql_name = "Album"]
    albums (id) {
        #[sql_name = "AlbumId"]
        id -> Integer,
        #[sql_name = "Title"]
        title -> Text,
        #[sql_name = "ArtistId"]
        artist_id -> Integer,
    }
}

diesel::table! {
    #[sql_name = "Track"]
    tracks (id) {
        #[sql_name = "TrackId"]
        id -> Integer,
        #[sql_name = "Name"]
        name -> Text,
        #[sql_name = "AlbumId"]
        album_id -> Nullable<Integer>,
        #[sql_name = "Milliseconds"]
        milliseconds -> Integer,
    }
}

diesel::table! {
    #[sql_name = "Playlist"]
    playlists (id) {
        #[sql_name = "PlaylistId"]
        id -> Integer,
        #[sql_name = "Name"]
        name -> Nullable<Text>,
    }
}

diesel::table! {
    #[sql_name = "PlaylistTrack"]
    playlist_tracks (playlist_id, track_id) {
        #[sql_name = "PlaylistId"]
        playlist_id -> Integer,
        #[sql_name = "TrackId"]
        track_id -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(artists, albums, tracks, playlists, playlist_tracks);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = artists)]
#[has_many(albums: Album, back_populates = artist)]
pub(crate) struct Artist {
    pub id: i32,
    pub name: Option<String>,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = albums)]
#[belongs_to(artist: Artist, back_populates = albums)]
#[has_many(tracks: Track, back_populates = album)]
pub(crate) struct Album {
    pub id: i32,
    pub title: String,
    pub artist_id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = tracks)]
#[belongs_to(album: Album, back_populates = tracks)]
#[many_to_many(playlists: Playlist, through = playlist_tracks, back_populates = tracks)]
pub(crate) struct Track {
    pub id: i32,
    pub name: String,
    pub album_id: Option<i32>,
    pub milliseconds: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = playlists)]
#[many_to_many(tracks: Track, through = playlist_tracks, back_populates = playlists)]
pub(crate) struct Playlist {
    pub id: i32,
    pub name: Option<String>,
}
