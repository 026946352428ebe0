-- users::table.filter(User::posts.any(posts::title.eq("a"))).select(id)
SELECT "users"."id" FROM "users" WHERE EXISTS (SELECT 1 FROM "posts" WHERE "posts"."user_id" = "users"."id" AND (("posts"."title" = $1)));

-- users::table.filter(User::posts.none(posts::title.eq("a"))).select(id)
SELECT "users"."id" FROM "users" WHERE NOT EXISTS (SELECT 1 FROM "posts" WHERE "posts"."user_id" = "users"."id" AND (("posts"."title" = $1)));

-- users::table.filter(User::posts.all(posts::title.eq("a"))).select(id)
SELECT "users"."id" FROM "users" WHERE NOT EXISTS (SELECT 1 FROM "posts" WHERE "posts"."user_id" = "users"."id" AND ((("posts"."title" = $1)) IS NOT TRUE));

-- users::table.filter(User::posts.exists()).select(id)
SELECT "users"."id" FROM "users" WHERE EXISTS (SELECT 1 FROM "posts" WHERE "posts"."user_id" = "users"."id");

-- users::table.filter(not(User::profile.exists())).select(id)
SELECT "users"."id" FROM "users" WHERE  NOT (EXISTS (SELECT 1 FROM "profiles" WHERE "profiles"."user_id" = "users"."id"));

-- users::table.find(1).filter(User::posts.any(posts::title.eq("a"))).select(id)
SELECT "users"."id" FROM "users" WHERE (("users"."id" = $1) AND EXISTS (SELECT 1 FROM "posts" WHERE "posts"."user_id" = "users"."id" AND (("posts"."title" = $2))));

-- users::table.filter(User::posts.any(Post::tags.any(tags::name.eq("a")))).select(id)
SELECT "users"."id" FROM "users" WHERE EXISTS (SELECT 1 FROM "posts" WHERE "posts"."user_id" = "users"."id" AND (EXISTS (SELECT 1 FROM "tags" INNER JOIN "post_tags" ON "post_tags"."tag_id" = "tags"."id" WHERE "post_tags"."post_id" = "posts"."id" AND (("tags"."name" = $1)))));

-- posts::table.filter(Post::author.has(users::username.eq("a"))).select(posts::id)
SELECT "posts"."id" FROM "posts" WHERE EXISTS (SELECT 1 FROM "users" WHERE "users"."id" = "posts"."user_id" AND (("users"."username" = $1)));

-- posts::table.filter(Post::author.is(&user)).select(posts::id)
SELECT "posts"."id" FROM "posts" WHERE ("posts"."user_id" = $1);

-- posts::table.filter(Post::author.is_not(&user)).select(posts::id)
SELECT "posts"."id" FROM "posts" WHERE NOT ("posts"."user_id" = $1);

-- posts::table.filter(Post::author.is_distinct_from(&user)).select(posts::id)
SELECT "posts"."id" FROM "posts" WHERE ("posts"."user_id" IS NULL OR NOT ("posts"."user_id" = $1));

-- posts::table.filter(Post::tags.contains(&tag)).select(posts::id)
SELECT "posts"."id" FROM "posts" WHERE ("posts"."id" IN (SELECT "post_tags"."post_id" FROM "post_tags" WHERE ("post_tags"."tag_id" = $1) AND "post_tags"."post_id" IS NOT NULL));

-- posts::table.filter(Post::tags.any(tags::name.eq("a")).uncorrelated()).select(posts::id)
SELECT "posts"."id" FROM "posts" WHERE ("posts"."id" IN (SELECT "post_tags"."post_id" FROM "tags" INNER JOIN "post_tags" ON "post_tags"."tag_id" = "tags"."id" WHERE (("tags"."name" = $1)) AND "post_tags"."post_id" IS NOT NULL));

-- profiles::table.filter(Profile::user.has(id.gt(1)).uncorrelated()).select(profiles::id)
SELECT "profiles"."id" FROM "profiles" WHERE ("profiles"."user_id" IN (SELECT "users"."id" FROM "users" WHERE (("users"."id" > $1)) AND "users"."id" IS NOT NULL));

-- people::table.filter(Person::reports.any(people::name.eq("a"))).select(people::id)
SELECT "people"."id" FROM "people" WHERE EXISTS (SELECT 1 FROM (SELECT "people"."boss_id" AS "key_1" FROM "people" WHERE (("people"."name" = $1)) AND "people"."boss_id" IS NOT NULL) AS "conjoin:related" WHERE "conjoin:related"."key_1" = "people"."id");

-- people::table.filter(Person::follows.none(people::name.eq("a"))).select(people::id)
SELECT "people"."id" FROM "people" WHERE NOT EXISTS (SELECT 1 FROM (SELECT "follows"."follower_id" AS "key_1" FROM "people" INNER JOIN "follows" ON "follows"."followed_id" = "people"."id" WHERE (("people"."name" = $1)) AND "follows"."follower_id" IS NOT NULL) AS "conjoin:related" WHERE "conjoin:related"."key_1" = "people"."id");

-- users::table.select(User::posts.count())
SELECT (SELECT COUNT(*) FROM "posts" WHERE "posts"."user_id" = "users"."id") FROM "users";

-- users::table.select(User::posts.filter(posts::content.is_null()).sum(posts::id))
SELECT (SELECT COALESCE(SUM("posts"."id"), 0) FROM "posts" WHERE "posts"."user_id" = "users"."id" AND (("posts"."content" IS NULL))) FROM "users";

-- users::table.order_by(User::posts.max(posts::id)).select(id)
SELECT "users"."id" FROM "users" ORDER BY (SELECT MAX("posts"."id") FROM "posts" WHERE "posts"."user_id" = "users"."id");

-- posts::table.select(Post::tags.count())
SELECT (SELECT COUNT(*) FROM "tags" WHERE "tags"."id" IN (SELECT "post_tags"."tag_id" FROM "post_tags" WHERE "post_tags"."post_id" = "posts"."id")) FROM "posts";

-- posts::table.select(Post::tags.min(tags::name))
SELECT (SELECT MIN("tags"."name") FROM "tags" WHERE "tags"."id" IN (SELECT "post_tags"."tag_id" FROM "post_tags" WHERE "post_tags"."post_id" = "posts"."id")) FROM "posts";

-- people::table.select(Person::reports.count())
SELECT (SELECT COUNT(*) FROM (SELECT "people"."boss_id" AS "key_1" FROM "people" WHERE "people"."boss_id" IS NOT NULL) AS "conjoin:related" WHERE "conjoin:related"."key_1" = "people"."id") FROM "people";

-- people::table.select(Person::follows.count())
SELECT (SELECT COUNT(DISTINCT "conjoin:related"."id_1") FROM (SELECT "follows"."follower_id" AS "key_1", "people"."id" AS "id_1" FROM "people" INNER JOIN "follows" ON "follows"."followed_id" = "people"."id" WHERE "follows"."follower_id" IS NOT NULL) AS "conjoin:related" WHERE "conjoin:related"."key_1" = "people"."id") FROM "people";

-- people::table.select(Person::follows.max(people::name))
SELECT (SELECT MAX("conjoin:related"."value_1") FROM (SELECT "follows"."follower_id" AS "key_1", "people"."id" AS "id_1", "people"."name" AS "value_1" FROM "people" INNER JOIN "follows" ON "follows"."followed_id" = "people"."id" WHERE "follows"."follower_id" IS NOT NULL) AS "conjoin:related" WHERE "conjoin:related"."key_1" = "people"."id") FROM "people";

-- users::table.join(User::posts).select((id, posts::id))
SELECT "users"."id", "posts"."id" FROM ("users" INNER JOIN "posts" ON "posts"."user_id" = "users"."id");

-- users::table.outer_join(User::posts).outer_join(Post::tags).select((id, tags::id.nullable()))
SELECT "users"."id", "tags"."id" FROM (("users" LEFT OUTER JOIN "posts" ON "posts"."user_id" = "users"."id") LEFT OUTER JOIN ("post_tags" INNER JOIN "tags" ON "post_tags"."tag_id" = "tags"."id") ON "post_tags"."post_id" = "posts"."id");

-- users::table.outer_join(User::posts.on(posts::title.eq("a"))).select(posts::id.nullable())
SELECT "posts"."id" FROM ("users" LEFT OUTER JOIN "posts" ON "posts"."user_id" = "users"."id" AND (("posts"."title" = $1)));

-- people::table.join(Person::boss.to(bosses)).outer_join(Person::boss.from(bosses).to(theirs)).select((people::id, theirs.field(people::id).nullable()))
SELECT "people"."id", "theirs"."id" FROM (("people" INNER JOIN "people" AS "bosses" ON "bosses"."id" = "people"."boss_id") LEFT OUTER JOIN "people" AS "theirs" ON "theirs"."id" = "bosses"."boss_id");

-- people::table.outer_join(Person::follows.to(theirs).via(pairs)).select((people::id, theirs.field(people::id).nullable()))
SELECT "people"."id", "theirs"."id" FROM ("people" LEFT OUTER JOIN ("follows" AS "pairs" INNER JOIN "people" AS "theirs" ON "pairs"."followed_id" = "theirs"."id") ON "pairs"."follower_id" = "people"."id");

-- people::table.join(Person::boss.to(bosses)).filter(Person::reports.from(bosses).exists()).select(Person::follows.from(bosses).count())
SELECT (SELECT COUNT(*) FROM "people" WHERE "people"."id" IN (SELECT "follows"."followed_id" FROM "follows" WHERE "follows"."follower_id" = "bosses"."id")) FROM ("people" INNER JOIN "people" AS "bosses" ON "bosses"."id" = "people"."boss_id") WHERE EXISTS (SELECT 1 FROM "people" WHERE "people"."boss_id" = "bosses"."id");

-- people::table.select(Person::follows.sum(people::id))
SELECT (SELECT COALESCE(SUM("conjoin:related"."value_1"), 0) FROM (SELECT DISTINCT "follows"."follower_id" AS "key_1", "people"."id" AS "id_1", "people"."id" AS "value_1" FROM "people" INNER JOIN "follows" ON "follows"."followed_id" = "people"."id" WHERE "follows"."follower_id" IS NOT NULL) AS "conjoin:related" WHERE "conjoin:related"."key_1" = "people"."id") FROM "people";

-- user.related(User::posts).select(posts::id)
SELECT "posts"."id" FROM "posts" WHERE "posts"."user_id" = $1;

-- post.related(Post::tags).select(tags::id)
SELECT "tags"."id" FROM "tags" WHERE "tags"."id" IN (SELECT "post_tags"."tag_id" FROM "post_tags" WHERE "post_tags"."post_id" = $1);

-- two.related(User::posts).select(posts::id)
SELECT "posts"."id" FROM "posts" WHERE "posts"."user_id" = ANY($1);

-- users::table.find(1).with(User::posts.count())
SELECT "posts"."user_id", COUNT(*) FROM "posts" WHERE "posts"."user_id" = $1 GROUP BY "posts"."user_id";

-- users::table.with(User::posts.count())
SELECT "posts"."user_id", COUNT(*) FROM "posts" WHERE "posts"."user_id" = ANY($1) GROUP BY "posts"."user_id";

-- users::table.with(User::posts.filter(posts::title.eq("a")).exists())
SELECT "posts"."user_id", TRUE FROM "posts" WHERE "posts"."user_id" = ANY($1) AND (("posts"."title" = $2)) GROUP BY "posts"."user_id";

-- users::table.with(User::posts.sum(posts::id))
SELECT "posts"."user_id", COALESCE(SUM("posts"."id"), 0) FROM "posts" WHERE "posts"."user_id" = ANY($1) GROUP BY "posts"."user_id";

-- users::table.with(User::posts.avg(posts::id))
SELECT "posts"."user_id", CAST(AVG("posts"."id") AS DOUBLE PRECISION) FROM "posts" WHERE "posts"."user_id" = ANY($1) GROUP BY "posts"."user_id";

-- users::table.with(User::posts.max(posts::title))
SELECT "posts"."user_id", MAX("posts"."title") FROM "posts" WHERE "posts"."user_id" = ANY($1) GROUP BY "posts"."user_id";

-- posts::table.with(Post::tags.count())
SELECT "post_tags"."post_id", COUNT(DISTINCT "tags"."id") FROM "tags" INNER JOIN "post_tags" ON "post_tags"."tag_id" = "tags"."id" WHERE "post_tags"."post_id" = ANY($1) GROUP BY "post_tags"."post_id";

-- posts::table.with(Post::tags.exists())
SELECT "post_tags"."post_id", TRUE FROM "tags" INNER JOIN "post_tags" ON "post_tags"."tag_id" = "tags"."id" WHERE "post_tags"."post_id" = ANY($1) GROUP BY "post_tags"."post_id";

-- posts::table.with(Post::tags.avg(tags::id))
SELECT "conjoin:related"."key_1", CAST(AVG("conjoin:related"."value_1") AS DOUBLE PRECISION) FROM (SELECT DISTINCT "post_tags"."post_id" AS "key_1", "tags"."id" AS "id_1", "tags"."id" AS "value_1" FROM "tags" INNER JOIN "post_tags" ON "post_tags"."tag_id" = "tags"."id" WHERE "post_tags"."post_id" = ANY($1)) AS "conjoin:related" GROUP BY "conjoin:related"."key_1";

-- posts::table.with(Post::tags.min(tags::name))
SELECT "post_tags"."post_id", MIN("tags"."name") FROM "tags" INNER JOIN "post_tags" ON "post_tags"."tag_id" = "tags"."id" WHERE "post_tags"."post_id" = ANY($1) GROUP BY "post_tags"."post_id";

-- people::table.with(Person::reports.count())
SELECT "people"."boss_id", COUNT(*) FROM "people" WHERE "people"."boss_id" = ANY($1) GROUP BY "people"."boss_id";

-- people::table.with(Person::follows.sum(people::id))
SELECT "conjoin:related"."key_1", COALESCE(SUM("conjoin:related"."value_1"), 0) FROM (SELECT DISTINCT "follows"."follower_id" AS "key_1", "people"."id" AS "id_1", "people"."id" AS "value_1" FROM "people" INNER JOIN "follows" ON "follows"."followed_id" = "people"."id" WHERE "follows"."follower_id" = ANY($1)) AS "conjoin:related" GROUP BY "conjoin:related"."key_1";

-- post.link(Post::tags, [&tag])
INSERT INTO "post_tags" ("post_id", "tag_id") VALUES ($1, $2) ON CONFLICT ("post_id", "tag_id") DO NOTHING;

-- tag.link(Tag::posts, [&post, &other])
INSERT INTO "post_tags" ("tag_id", "post_id") VALUES ($1, $2), ($3, $4) ON CONFLICT ("tag_id", "post_id") DO NOTHING;

-- [&post, &other].unlink(Post::tags, [&tag, &rust])
DELETE FROM "post_tags" WHERE "post_tags"."post_id" = ANY($1) AND "post_tags"."tag_id" = ANY($2);

-- post.set(Post::tags, [&tag, &rust])
SELECT CASE current_setting('transaction_isolation') WHEN 'repeatable read' THEN 1 ELSE 0 END FROM "posts" WHERE "posts"."id" = ANY($1) FOR NO KEY UPDATE;
SELECT CASE current_setting('transaction_isolation') WHEN 'repeatable read' THEN 1 ELSE 0 END FROM "tags" WHERE "tags"."id" = ANY($1) ORDER BY "tags"."id" FOR SHARE;
DELETE FROM "post_tags" WHERE "post_tags"."post_id" = ANY($1) AND NOT ("post_tags"."tag_id" = ANY($2));
INSERT INTO "post_tags" ("post_id", "tag_id") VALUES ($1, $2), ($3, $4) ON CONFLICT ("post_id", "tag_id") DO NOTHING;

-- [&post, &other].set(Post::tags, &[] as &[Tag])
SELECT CASE current_setting('transaction_isolation') WHEN 'repeatable read' THEN 1 ELSE 0 END FROM "posts" WHERE "posts"."id" = ANY($1) ORDER BY "posts"."id" FOR NO KEY UPDATE;
DELETE FROM "post_tags" WHERE "post_tags"."post_id" = ANY($1);

-- person.set(Person::follows, [&person])
SELECT CASE current_setting('transaction_isolation') WHEN 'repeatable read' THEN 1 ELSE 0 END FROM "people" WHERE "people"."id" = ANY($1) FOR NO KEY UPDATE;
SELECT CASE current_setting('transaction_isolation') WHEN 'repeatable read' THEN 1 ELSE 0 END FROM "people" WHERE "people"."id" = ANY($1) FOR SHARE;
DELETE FROM "follows" WHERE "follows"."follower_id" = ANY($1) AND NOT ("follows"."followed_id" = ANY($2));
INSERT INTO "follows" ("follower_id", "followed_id") VALUES ($1, $2) ON CONFLICT ("follower_id", "followed_id") DO NOTHING;

