CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    username VARCHAR(50) NOT NULL UNIQUE
);

CREATE TABLE profiles (
    id INTEGER PRIMARY KEY NOT NULL,
    bio TEXT NOT NULL,
    user_id INTEGER NOT NULL UNIQUE REFERENCES users (id)
);

CREATE TABLE posts (
    id INTEGER PRIMARY KEY NOT NULL,
    title VARCHAR(200) NOT NULL,
    content TEXT,
    user_id INTEGER REFERENCES users (id)
);
CREATE INDEX posts_user_id ON posts (user_id);

CREATE TABLE tags (
    id INTEGER PRIMARY KEY NOT NULL,
    name VARCHAR(50) NOT NULL UNIQUE
);

CREATE TABLE post_tags (
    post_id INTEGER NOT NULL REFERENCES posts (id),
    tag_id INTEGER NOT NULL REFERENCES tags (id),
    PRIMARY KEY (post_id, tag_id)
);
CREATE INDEX post_tags_tag_id ON post_tags (tag_id);
