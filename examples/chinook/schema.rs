//! The tables of the Chinook database, as Diesel wants them: all eleven, with all their columns.

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
        #[sql_name = "MediaTypeId"]
        media_type_id -> Integer,
        #[sql_name = "GenreId"]
        genre_id -> Nullable<Integer>,
        #[sql_name = "Composer"]
        composer -> Nullable<Text>,
        #[sql_name = "Milliseconds"]
        milliseconds -> Integer,
        #[sql_name = "Bytes"]
        bytes -> Nullable<Integer>,
        #[sql_name = "UnitPrice"]
        unit_price -> Double,
    }
}

diesel::table! {
    #[sql_name = "Genre"]
    genres (id) {
        #[sql_name = "GenreId"]
        id -> Integer,
        #[sql_name = "Name"]
        name -> Nullable<Text>,
    }
}

diesel::table! {
    #[sql_name = "MediaType"]
    media_types (id) {
        #[sql_name = "MediaTypeId"]
        id -> Integer,
        #[sql_name = "Name"]
        name -> Nullable<Text>,
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

diesel::table! {
    #[sql_name = "Employee"]
    employees (id) {
        #[sql_name = "EmployeeId"]
        id -> Integer,
        #[sql_name = "LastName"]
        last_name -> Text,
        #[sql_name = "FirstName"]
        first_name -> Text,
        #[sql_name = "Title"]
        title -> Nullable<Text>,
        #[sql_name = "ReportsTo"]
        reports_to -> Nullable<Integer>,
        #[sql_name = "BirthDate"]
        birth_date -> Nullable<Text>,
        #[sql_name = "HireDate"]
        hire_date -> Nullable<Text>,
        #[sql_name = "Address"]
        address -> Nullable<Text>,
        #[sql_name = "City"]
        city -> Nullable<Text>,
        #[sql_name = "State"]
        state -> Nullable<Text>,
        #[sql_name = "Country"]
        country -> Nullable<Text>,
        #[sql_name = "PostalCode"]
        postal_code -> Nullable<Text>,
        #[sql_name = "Phone"]
        phone -> Nullable<Text>,
        #[sql_name = "Fax"]
        fax -> Nullable<Text>,
        #[sql_name = "Email"]
        email -> Nullable<Text>,
    }
}

diesel::table! {
    #[sql_name = "Customer"]
    customers (id) {
        #[sql_name = "CustomerId"]
        id -> Integer,
        #[sql_name = "FirstName"]
        first_name -> Text,
        #[sql_name = "LastName"]
        last_name -> Text,
        #[sql_name = "Company"]
        company -> Nullable<Text>,
        #[sql_name = "Address"]
        address -> Nullable<Text>,
        #[sql_name = "City"]
        city -> Nullable<Text>,
        #[sql_name = "State"]
        state -> Nullable<Text>,
        #[sql_name = "Country"]
        country -> Nullable<Text>,
        #[sql_name = "PostalCode"]
        postal_code -> Nullable<Text>,
        #[sql_name = "Phone"]
        phone -> Nullable<Text>,
        #[sql_name = "Fax"]
        fax -> Nullable<Text>,
        #[sql_name = "Email"]
        email -> Text,
        #[sql_name = "SupportRepId"]
        support_rep_id -> Nullable<Integer>,
    }
}

diesel::table! {
    #[sql_name = "Invoice"]
    invoices (id) {
        #[sql_name = "InvoiceId"]
        id -> Integer,
        #[sql_name = "CustomerId"]
        customer_id -> Integer,
        #[sql_name = "InvoiceDate"]
        invoice_date -> Text,
        #[sql_name = "BillingAddress"]
        billing_address -> Nullable<Text>,
        #[sql_name = "BillingCity"]
        billing_city -> Nullable<Text>,
        #[sql_name = "BillingState"]
        billing_state -> Nullable<Text>,
        #[sql_name = "BillingCountry"]
        billing_country -> Nullable<Text>,
        #[sql_name = "BillingPostalCode"]
        billing_postal_code -> Nullable<Text>,
        #[sql_name = "Total"]
        total -> Double,
    }
}

diesel::table! {
    #[sql_name = "InvoiceLine"]
    invoice_lines (id) {
        #[sql_name = "InvoiceLineId"]
        id -> Integer,
        #[sql_name = "InvoiceId"]
        invoice_id -> Integer,
        #[sql_name = "TrackId"]
        track_id -> Integer,
        #[sql_name = "UnitPrice"]
        unit_price -> Double,
        #[sql_name = "Quantity"]
        quantity -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    artists,
    albums,
    tracks,
    genres,
    media_types,
    playlists,
    playlist_tracks,
    employees,
    customers,
    invoices,
    invoice_lines
);
