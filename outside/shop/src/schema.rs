//! The tables of the shop; those of its customers are in the crate `accounts`.
#![allow(missing_docs)] // As `diesel print-schema` writes them.

use accounts::schema::users;

diesel::table! {
    categories (id) {
        id -> Integer,
        name -> Text,
        parent_id -> Nullable<Integer>,
    }
}

diesel::table! {
    products (id) {
        id -> Integer,
        name -> Text,
        attributes -> Json,
        category_id -> Nullable<Integer>,
    }
}

diesel::table! {
    labels (id) {
        id -> Integer,
        name -> Text,
    }
}

diesel::table! {
    product_labels (product_id, label_id) {
        product_id -> Integer,
        label_id -> Integer,
    }
}

diesel::table! {
    orders (id) {
        id -> Integer,
        customer_id -> Text,
        status -> Integer,
        placed_at -> Timestamp,
    }
}

diesel::table! {
    lines (order_id, product_id) {
        order_id -> Integer,
        product_id -> Integer,
        amount -> Integer,
    }
}

diesel::table! {
    shipments (id) {
        id -> Integer,
        order_id -> Integer,
        sent_at -> Nullable<Timestamp>,
    }
}

diesel::joinable!(lines -> orders (order_id));
diesel::joinable!(lines -> products (product_id));
diesel::joinable!(orders -> users (customer_id));
diesel::joinable!(product_labels -> labels (label_id));
diesel::joinable!(product_labels -> products (product_id));
diesel::joinable!(products -> categories (category_id));
diesel::joinable!(shipments -> orders (order_id));

diesel::allow_tables_to_appear_in_same_query!(
    categories,
    labels,
    lines,
    orders,
    product_labels,
    products,
    shipments,
);
diesel::allow_tables_to_appear_in_same_query!(orders, users);
