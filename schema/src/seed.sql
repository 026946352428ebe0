INSERT INTO users (id, username) VALUES (1, 'alice'), (2, 'bob'), (3, 'carol');
INSERT INTO profiles (id, bio, user_id) VALUES (1, 'Writes about databases.', 1);
INSERT INTO posts (id, title, content, user_id) VALUES
    (1, 'Relations in Diesel', 'They are types.', 1),
    (2, 'Joins, twice', NULL, 1),
    (3, 'A day at the sea', 'It was windy.', 2),
    (4, 'Found in a drawer', 'Nobody signed it.', NULL);
INSERT INTO tags (id, name) VALUES (1, 'rust'), (2, 'diesel'), (3, 'travel');
INSERT INTO post_tags (post_id, tag_id) VALUES (1, 1), (1, 2), (2, 1), (3, 3);
