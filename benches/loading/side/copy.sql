INSERT INTO users SELECT * FROM stored.users;
INSERT INTO tags SELECT * FROM stored.tags;
INSERT INTO posts SELECT * FROM stored.posts;
INSERT INTO post_tags SELECT * FROM stored.post_tags;
DETACH stored;
