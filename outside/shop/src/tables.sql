CREATE TABLE teams (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL);
CREATE TABLE users (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    settings TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    team_id INTEGER REFERENCES teams (id)
);
CREATE TABLE categories (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    parent_id INTEGER REFERENCES categories (id)
);
CREATE TABLE products (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    attributes TEXT NOT NULL,
    category_id INTEGER REFERENCES categories (id)
);
CREATE TABLE labels (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL);
CREATE TABLE product_labels (
    product_id INTEGER NOT NULL REFERENCES products (id),
    label_id INTEGER NOT NULL REFERENCES labels (id),
    PRIMARY KEY (product_id, label_id)
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY NOT NULL,
    customer_id TEXT NOT NULL REFERENCES users (id),
    status INTEGER NOT NULL,
    placed_at TIMESTAMP NOT NULL
);
CREATE TABLE lines (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    amount INTEGER NOT NULL,
    PRIMARY KEY (order_id, product_id)
);
CREATE TABLE shipments (
    id INTEGER PRIMARY KEY NOT NULL,
    order_id INTEGER NOT NULL UNIQUE REFERENCES orders (id),
    sent_at TIMESTAMP
);
