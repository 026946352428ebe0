DROP TABLE post_tags;
DROP TABLE tags;
DROP TABLE posts;
DROP TABLE profiles;
DROP TABLE users;
