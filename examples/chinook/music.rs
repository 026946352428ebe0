//! What the shop sells.

use crate::Report;
use crate::model::{Album, Artist, Playlist, Track, album};
use crate::schema::{albums, artists, playlist_tracks, playlists, tracks};
use crate::show::table::{Cell, Shown};
use conjoin::prelude::*;
use diesel::prelude::*;
use std::cmp::Reverse;
use std::iter::Sum;

pub(crate) fn totals(report: &mut Report) -> QueryResult<()> {
    let about = "Counted by plain Diesel, a statement for each.";
    let heads = ["artists", "albums", "tracks", "playlists", "tracks in playlists"];
    report.part("What there is", about, heads, |conn, table| {
        let artists: i64 = artists::table.count().get_result(conn)?;
        let albums: i64 = albums::table.count().get_result(conn)?;
        let tracks: i64 = tracks::table.count().get_result(conn)?;
        let playlists: i64 = playlists::table.count().get_result(conn)?;
        let entries: i64 = playlist_tracks::table.count().get_result(conn)?;
        table.row([&artists, &albums, &tracks, &playlists, &entries]);
        Ok(())
    })
}

pub(crate) fn busiest_artists(report: &mut Report) -> QueryResult<()> {
    let about = "Every artist with every album and every track is loaded to find them: a statement \
                 for each of the three levels.";
    let heads = ["artist", "albums", "tracks", "length"];
    report.part("The artists with the most tracks", about, heads, |conn, table| {
        let artists = artists::table
            .order_by(artists::name)
            .with(Artist::albums.with(Album::tracks))
            .load(conn)?;
        let with_tracks = artists.iter().map(|artist| {
            let tracks: usize = artist.albums().map(|album| album.tracks().len()).sum();
            (tracks, artist)
        });
        let mut ranking: Vec<_> = with_tracks.collect();
        ranking.sort_by_key(|&(tracks, _)| Reverse(tracks));
        for (tracks, artist) in ranking.into_iter().take(8) {
            let length: Length = artist.albums().map(length_of).sum();
            table.row([&artist.name, &artist.albums().len(), &tracks, &length]);
        }
        Ok(())
    })
}

pub(crate) fn one_artist(report: &mut Report) -> QueryResult<()> {
    let about = "One artist, the albums by title, the tracks of each in their order.";
    let heads = ["album", "length", "track"];
    report.part("AC/DC, album by album", about, heads, |conn, table| {
        let artist = artists::table
            .filter(artists::name.eq("AC/DC"))
            .with(Artist::albums.order_by(albums::title).with(Album::tracks.order_by(tracks::id)))
            .first(conn)?;
        for album in artist.albums() {
            table.row([&album.title, &length_of(album), &""]);
            for track in album.tracks() {
                table.row([&"", &track.length(), &track.name]);
            }
        }
        Ok(())
    })
}

pub(crate) fn one_track(report: &mut Report) -> QueryResult<()> {
    let about = "Up to its album and that album's artist, and across to the playlists it is in. \
                 A track may be without an album; an album always has its artist.";
    let heads = ["track", "artist", "no.", "in the playlist"];
    report.part("The playlists of a track", about, heads, |conn, table| {
        let track = tracks::table
            .find(1)
            .with(Track::album.with(Album::artist))
            .with(Track::playlists.order_by(playlists::id))
            .first(conn)?;
        let artist = track.album().and_then(|album| album.artist().row().name.as_deref());
        for playlist in track.playlists() {
            table.row([&track.name, &artist, &playlist.id, &playlist.name]);
        }
        Ok(())
    })
}

pub(crate) fn all_playlists(report: &mut Report) -> QueryResult<()> {
    let about = "The same relation from its other side. Most tracks are in several playlists; \
                 the graph holds each of them once.";
    let heads = ["no.", "playlist", "tracks", "length"];
    report.part("All playlists", about, heads, |conn, table| {
        let playlists =
            playlists::table.order_by(playlists::id).with(Playlist::tracks).load(conn)?;
        for playlist in &playlists {
            let length: Length = playlist.tracks().map(|track| track.length()).sum();
            table.row([&playlist.id, &playlist.name, &playlist.tracks().len(), &length]);
        }
        Ok(())
    })
}

pub(crate) fn artists_of_playlists(report: &mut Report) -> QueryResult<()> {
    let about = "Over a path of relations, tracks.album.artist, in one statement: no track and no \
                 album is loaded, and each artist is there once, however many tracks there are.";
    let heads = ["no.", "playlist", "artists", "by name"];
    report.part("The artists in playlists", about, heads, |conn, table| {
        let playlists = playlists::table
            .order_by(playlists::id)
            .with(Playlist::artists.order_by(artists::name))
            .load(conn)?;
        for playlist in &playlists {
            let artists = playlist.artists();
            let names = artists.clone().rows().filter_map(|artist| artist.name.as_deref());
            let names = names.collect::<Vec<_>>().join(", ");
            table.row([&playlist.id, &playlist.name, &artists.len(), &names]);
        }
        Ok(())
    })
}

/// The length of an album, which only one with all its tracks can tell.
fn length_of(album: impl Has<album::tracks>) -> Length {
    album.get(Album::tracks).map(|track| track.length()).sum()
}

/// Milliseconds.
struct Length(i64);

impl Track {
    fn length(&self) -> Length {
        Length(self.milliseconds.into())
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        Length(lengths.map(|Length(milliseconds)| milliseconds).sum())
    }
}

/// `0:04:05`
impl Cell for Length {
    fn shown(&self) -> Shown {
        let seconds = self.0 / 1000;
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        Shown { text: format!("{hours}:{minutes:02}:{seconds:02}"), is_number: true }
    }
}
