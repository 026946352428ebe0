//! A report on a music shop, through relations: `cargo run --example chinook -- PATH`.
//!
//! PATH is the SQL script of the Chinook sample database for SQLite.

mod model;
// The tour through the blog uses more of it.
#[allow(dead_code)]
#[path = "../show/mod.rs"]
mod show;

use conjoin::prelude::*;
use conjoin::testing::{self, Statements};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use model::{Album, Artist, Playlist, Track, album};
use model::{albums, artists, playlist_tracks, playlists, tracks};
use show::Page;
use show::table::{Cell, Shown, Table};
use std::cmp::Reverse;
use std::env;
use std::error::Error;
use std::fs;
use std::iter::Sum;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo run --example chinook -- PATH

PATH is an SQL script that fills a SQLite database with the Chinook sample data:
`Chinook_Sqlite.sql` from https://github.com/lerocha/chinook-database/releases";

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(path), None) = (arguments.next(), arguments.next()) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&path) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}

fn run(path: &Path) -> Result<(), Box<dyn Error>> {
    let conn = read(path)?;
    let mut report = Report { page: Page::new(), conn, sent: 0 };
    write(&mut report)
        .map_err(|error| format!("not a Chinook database, or not all of it: {error}"))?;
    Ok(report.page.print()?)
}

/// The script's database, in memory.
fn read(path: &Path) -> Result<SqliteConnection, Box<dyn Error>> {
    let script = fs::read_to_string(path).map_err(|error| format!("cannot be read: {error}"))?;
    let mut conn = SqliteConnection::establish(":memory:")?;
    conn.batch_execute(&script).map_err(|error| format!("not a script for SQLite: {error}"))?;
    Ok(conn)
}

fn write(report: &mut Report) -> QueryResult<()> {
    totals(report)?;
    busiest_artists(report)?;
    one_artist(report)?;
    one_track(report)?;
    all_playlists(report)?;
    report.page.title("In all");
    report.page.count(report.sent);
    Ok(())
}

fn totals(report: &mut Report) -> QueryResult<()> {
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

fn busiest_artists(report: &mut Report) -> QueryResult<()> {
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

fn one_artist(report: &mut Report) -> QueryResult<()> {
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

fn one_track(report: &mut Report) -> QueryResult<()> {
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

fn all_playlists(report: &mut Report) -> QueryResult<()> {
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

/// The report so far, and how many statements it took.
struct Report {
    page: Page,
    conn: SqliteConnection,
    sent: usize,
}

impl Report {
    fn part<const N: usize>(
        &mut self,
        title: &str,
        about: &str,
        heads: [&'static str; N],
        code: impl FnOnce(&mut SqliteConnection, &mut Table<N>) -> QueryResult<()>,
    ) -> QueryResult<()> {
        let mut table = Table::new(heads);
        let (result, Statements { sent, .. }) =
            testing::record(&mut self.conn, |conn| code(conn, &mut table));
        result?;
        self.sent += sent.len();
        self.page.title(title);
        self.page.say(about);
        self.page.count(sent.len());
        self.page.table(&table);
        Ok(())
    }
}
