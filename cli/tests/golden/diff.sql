-- labels.id: write INTEGER, and give --sqlite-integer-primary-key-is-bigint, if the database is to make its values.
-- labels.kind: `Kind` is no type of Diesel; it is written as it is.
CREATE TABLE "labels" (
    "id" BIGINT NOT NULL PRIMARY KEY,
    "kind" KIND NOT NULL
);

-- posts.size is NOT NULL without a DEFAULT: this fails if there are rows; give it one.
ALTER TABLE "posts" ADD COLUMN "size" INTEGER NOT NULL;

-- SQLite cannot change posts.title: a copy takes its place, as the last column. Where an index, a key or a check needs the old one, DROP COLUMN is refused: rebuild the table then.
ALTER TABLE "posts" ADD COLUMN "title_new" TEXT;
UPDATE "posts" SET "title_new" = "title";
ALTER TABLE "posts" DROP COLUMN "title";
ALTER TABLE "posts" RENAME COLUMN "title_new" TO "title";

-- the values of posts.note are lost; down.sql does not bring them back.
ALTER TABLE "posts" DROP COLUMN "note";

-- the rows of tags are lost; down.sql makes the table empty.
DROP TABLE "tags";

-- down.sql
CREATE TABLE tags (post_id INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (post_id, number),
    FOREIGN KEY (post_id) REFERENCES posts (id));
CREATE INDEX tags_by_number ON tags (number, post_id);

ALTER TABLE "posts" ADD COLUMN "note" TEXT;

ALTER TABLE "posts" ADD COLUMN "title_new" TEXT NOT NULL DEFAULT '';
UPDATE "posts" SET "title_new" = "title";
ALTER TABLE "posts" DROP COLUMN "title";
ALTER TABLE "posts" RENAME COLUMN "title_new" TO "title";

ALTER TABLE "posts" DROP COLUMN "size";

DROP TABLE "labels";

warning: labels.kind: `Kind` is no type of Diesel; it is written as it is
warning: the values of posts.note are lost; down.sql does not bring them back
warning: the rows of tags are lost; down.sql makes the table empty
