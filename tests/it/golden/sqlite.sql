-- users::table.filter(User::posts.any(posts::title.eq("a"))).select(id)
SELECT `users`.`id` FROM `users` WHERE EXISTS (SELECT 1 FROM `posts` WHERE `posts`.`user_id` = `users`.`id` AND ((`posts`.`title` = ?)));
--     SCAN users
--     SEARCH posts EXISTS USING INDEX posts_user_id (user_id=?)

-- users::table.filter(User::posts.none(posts::title.eq("a"))).select(id)
SELECT `users`.`id` FROM `users` WHERE NOT EXISTS (SELECT 1 FROM `posts` WHERE `posts`.`user_id` = `users`.`id` AND ((`posts`.`title` = ?)));
--     SCAN users
--     CORRELATED SCALAR SUBQUERY 1
--     SEARCH posts USING INDEX posts_user_id (user_id=?)

-- users::table.filter(User::posts.all(posts::title.eq("a"))).select(id)
SELECT `users`.`id` FROM `users` WHERE NOT EXISTS (SELECT 1 FROM `posts` WHERE `posts`.`user_id` = `users`.`id` AND (((`posts`.`title` = ?)) IS NOT TRUE));
--     SCAN users
--     CORRELATED SCALAR SUBQUERY 1
--     SEARCH posts USING INDEX posts_user_id (user_id=?)

-- users::table.filter(User::posts.exists()).select(id)
SELECT `users`.`id` FROM `users` WHERE EXISTS (SELECT 1 FROM `posts` WHERE `posts`.`user_id` = `users`.`id`);
--     SCAN users
--     SEARCH posts EXISTS USING COVERING INDEX posts_user_id (user_id=?)

-- users::table.filter(not(User::profile.exists())).select(id)
SELECT `users`.`id` FROM `users` WHERE  NOT (EXISTS (SELECT 1 FROM `profiles` WHERE `profiles`.`user_id` = `users`.`id`));
--     SCAN users
--     CORRELATED SCALAR SUBQUERY 1
--     SEARCH profiles USING COVERING INDEX sqlite_autoindex_profiles_1 (user_id=?)

-- users::table.find(1).filter(User::posts.any(posts::title.eq("a"))).select(id)
SELECT `users`.`id` FROM `users` WHERE ((`users`.`id` = ?) AND EXISTS (SELECT 1 FROM `posts` WHERE `posts`.`user_id` = `users`.`id` AND ((`posts`.`title` = ?))));
--     SEARCH posts EXISTS USING INDEX posts_user_id (user_id=?)
--     SEARCH users USING INTEGER PRIMARY KEY (rowid=?)

-- users::table.filter(User::posts.any(Post::tags.any(tags::name.eq("a")))).select(id)
SELECT `users`.`id` FROM `users` WHERE EXISTS (SELECT 1 FROM `posts` WHERE `posts`.`user_id` = `users`.`id` AND (EXISTS (SELECT 1 FROM `tags` INNER JOIN `post_tags` ON `post_tags`.`tag_id` = `tags`.`id` WHERE `post_tags`.`post_id` = `posts`.`id` AND ((`tags`.`name` = ?)))));
--     SCAN users
--     SEARCH posts EXISTS USING COVERING INDEX posts_user_id (user_id=?)
--     CORRELATED SCALAR SUBQUERY 1
--     SEARCH tags USING COVERING INDEX sqlite_autoindex_tags_1 (name=?)
--     SEARCH post_tags USING COVERING INDEX sqlite_autoindex_post_tags_1 (post_id=? AND tag_id=?)

-- posts::table.filter(Post::author.has(users::username.eq("a"))).select(posts::id)
SELECT `posts`.`id` FROM `posts` WHERE EXISTS (SELECT 1 FROM `users` WHERE `users`.`id` = `posts`.`user_id` AND ((`users`.`username` = ?)));
--     SCAN posts USING COVERING INDEX posts_user_id
--     SEARCH users EXISTS USING INTEGER PRIMARY KEY (rowid=?)

-- posts::table.filter(Post::author.is(&user)).select(posts::id)
SELECT `posts`.`id` FROM `posts` WHERE (`posts`.`user_id` = ?);
--     SEARCH posts USING COVERING INDEX posts_user_id (user_id=?)

-- posts::table.filter(Post::author.is_not(&user)).select(posts::id)
SELECT `posts`.`id` FROM `posts` WHERE NOT (`posts`.`user_id` = ?);
--     SCAN posts USING COVERING INDEX posts_user_id

-- posts::table.filter(Post::author.is_distinct_from(&user)).select(posts::id)
SELECT `posts`.`id` FROM `posts` WHERE (`posts`.`user_id` IS NULL OR NOT (`posts`.`user_id` = ?));
--     SCAN posts USING COVERING INDEX posts_user_id

-- posts::table.filter(Post::tags.contains(&tag)).select(posts::id)
SELECT `posts`.`id` FROM `posts` WHERE (`posts`.`id` IN (SELECT `post_tags`.`post_id` FROM `post_tags` WHERE (`post_tags`.`tag_id` = ?) AND `post_tags`.`post_id` IS NOT NULL));
--     SEARCH posts USING INTEGER PRIMARY KEY (rowid=?)
--     LIST SUBQUERY 1
--     SEARCH post_tags USING INDEX post_tags_tag_id (tag_id=?)

-- posts::table.filter(Post::tags.any(tags::name.eq("a")).uncorrelated()).select(posts::id)
SELECT `posts`.`id` FROM `posts` WHERE (`posts`.`id` IN (SELECT `post_tags`.`post_id` FROM `tags` INNER JOIN `post_tags` ON `post_tags`.`tag_id` = `tags`.`id` WHERE ((`tags`.`name` = ?)) AND `post_tags`.`post_id` IS NOT NULL));
--     SEARCH posts USING INTEGER PRIMARY KEY (rowid=?)
--     LIST SUBQUERY 1
--     SEARCH tags USING COVERING INDEX sqlite_autoindex_tags_1 (name=?)
--     SEARCH post_tags USING INDEX post_tags_tag_id (tag_id=?)

-- profiles::table.filter(Profile::user.has(id.gt(1)).uncorrelated()).select(profiles::id)
SELECT `profiles`.`id` FROM `profiles` WHERE (`profiles`.`user_id` IN (SELECT `users`.`id` FROM `users` WHERE ((`users`.`id` > ?)) AND `users`.`id` IS NOT NULL));
--     SEARCH profiles USING COVERING INDEX sqlite_autoindex_profiles_1 (user_id=?)
--     LIST SUBQUERY 1
--     SEARCH users USING INTEGER PRIMARY KEY (rowid>?)

-- people::table.filter(Person::reports.any(people::name.eq("a"))).select(people::id)
SELECT `people`.`id` FROM `people` WHERE EXISTS (SELECT 1 FROM (SELECT `people`.`boss_id` AS `key_1` FROM `people` WHERE ((`people`.`name` = ?)) AND `people`.`boss_id` IS NOT NULL) AS `conjoin:related` WHERE `conjoin:related`.`key_1` = `people`.`id`);
--     SCAN people USING COVERING INDEX people_boss_id
--     CORRELATED SCALAR SUBQUERY 2
--     SEARCH people USING INDEX people_boss_id (boss_id=?)

-- people::table.filter(Person::follows.none(people::name.eq("a"))).select(people::id)
SELECT `people`.`id` FROM `people` WHERE NOT EXISTS (SELECT 1 FROM (SELECT `follows`.`follower_id` AS `key_1` FROM `people` INNER JOIN `follows` ON `follows`.`followed_id` = `people`.`id` WHERE ((`people`.`name` = ?)) AND `follows`.`follower_id` IS NOT NULL) AS `conjoin:related` WHERE `conjoin:related`.`key_1` = `people`.`id`);
--     SCAN people USING COVERING INDEX people_boss_id
--     CORRELATED SCALAR SUBQUERY 2
--     SEARCH follows USING COVERING INDEX sqlite_autoindex_follows_1 (follower_id=?)
--     SEARCH people USING INTEGER PRIMARY KEY (rowid=?)

-- users::table.select(User::posts.count())
SELECT (SELECT COUNT(*) FROM `posts` WHERE `posts`.`user_id` = `users`.`id`) FROM `users`;
--     SCAN users
--     CORRELATED SCALAR SUBQUERY 1
--     SEARCH posts USING COVERING INDEX posts_user_id (user_id=?)

-- users::table.select(User::posts.filter(posts::content.is_null()).sum(posts::id))
SELECT (SELECT COALESCE(SUM(`posts`.`id`), 0) FROM `posts` WHERE `posts`.`user_id` = `users`.`id` AND ((`posts`.`content` IS NULL))) FROM `users`;
--     SCAN users
--     CORRELATED SCALAR SUBQUERY 1
--     SEARCH posts USING INDEX posts_user_id (user_id=?)

-- users::table.order_by(User::posts.max(posts::id)).select(id)
SELECT `users`.`id` FROM `users` ORDER BY (SELECT MAX(`posts`.`id`) FROM `posts` WHERE `posts`.`user_id` = `users`.`id`);
--     SCAN users
--     CORRELATED SCALAR SUBQUERY 1
--     SEARCH posts USING COVERING INDEX posts_user_id (user_id=?)
--     USE TEMP B-TREE FOR ORDER BY

-- posts::table.select(Post::tags.count())
SELECT (SELECT COUNT(*) FROM `tags` WHERE `tags`.`id` IN (SELECT `post_tags`.`tag_id` FROM `post_tags` WHERE `post_tags`.`post_id` = `posts`.`id`)) FROM `posts`;
--     SCAN posts USING COVERING INDEX posts_user_id
--     CORRELATED SCALAR SUBQUERY 2
--     SEARCH tags USING INTEGER PRIMARY KEY (rowid=?)
--     CORRELATED LIST SUBQUERY 1
--     SEARCH post_tags USING COVERING INDEX sqlite_autoindex_post_tags_1 (post_id=?)

-- posts::table.select(Post::tags.min(tags::name))
SELECT (SELECT MIN(`tags`.`name`) FROM `tags` WHERE `tags`.`id` IN (SELECT `post_tags`.`tag_id` FROM `post_tags` WHERE `post_tags`.`post_id` = `posts`.`id`)) FROM `posts`;
--     SCAN posts USING COVERING INDEX posts_user_id
--     CORRELATED SCALAR SUBQUERY 2
--     SEARCH tags USING INTEGER PRIMARY KEY (rowid=?)
--     CORRELATED LIST SUBQUERY 1
--     SEARCH post_tags USING COVERING INDEX sqlite_autoindex_post_tags_1 (post_id=?)

-- people::table.select(Person::reports.count())
SELECT (SELECT COUNT(*) FROM (SELECT `people`.`boss_id` AS `key_1` FROM `people` WHERE `people`.`boss_id` IS NOT NULL) AS `conjoin:related` WHERE `conjoin:related`.`key_1` = `people`.`id`) FROM `people`;
--     SCAN people USING COVERING INDEX people_boss_id
--     CORRELATED SCALAR SUBQUERY 2
--     SEARCH people USING COVERING INDEX people_boss_id (boss_id=?)

-- people::table.select(Person::follows.count())
SELECT (SELECT COUNT(DISTINCT `conjoin:related`.`id_1`) FROM (SELECT `follows`.`follower_id` AS `key_1`, `people`.`id` AS `id_1` FROM `people` INNER JOIN `follows` ON `follows`.`followed_id` = `people`.`id` WHERE `follows`.`follower_id` IS NOT NULL) AS `conjoin:related` WHERE `conjoin:related`.`key_1` = `people`.`id`) FROM `people`;
--     SCAN people USING COVERING INDEX people_boss_id
--     CORRELATED SCALAR SUBQUERY 2
--     USE TEMP B-TREE FOR count(DISTINCT)
--     SEARCH follows USING COVERING INDEX sqlite_autoindex_follows_1 (follower_id=?)
--     SEARCH people USING INTEGER PRIMARY KEY (rowid=?)

-- people::table.select(Person::follows.max(people::name))
SELECT (SELECT MAX(`conjoin:related`.`value_1`) FROM (SELECT `follows`.`follower_id` AS `key_1`, `people`.`id` AS `id_1`, `people`.`name` AS `value_1` FROM `people` INNER JOIN `follows` ON `follows`.`followed_id` = `people`.`id` WHERE `follows`.`follower_id` IS NOT NULL) AS `conjoin:related` WHERE `conjoin:related`.`key_1` = `people`.`id`) FROM `people`;
--     SCAN people USING COVERING INDEX people_boss_id
--     CORRELATED SCALAR SUBQUERY 2
--     SEARCH follows USING COVERING INDEX sqlite_autoindex_follows_1 (follower_id=?)
--     SEARCH people USING INTEGER PRIMARY KEY (rowid=?)

-- users::table.join(User::posts).select((id, posts::id))
SELECT `users`.`id`, `posts`.`id` FROM (`users` INNER JOIN `posts` ON `posts`.`user_id` = `users`.`id`);
--     SCAN posts USING COVERING INDEX posts_user_id
--     SEARCH users USING INTEGER PRIMARY KEY (rowid=?)

-- users::table.outer_join(User::posts).outer_join(Post::tags).select((id, tags::id.nullable()))
SELECT `users`.`id`, `tags`.`id` FROM ((`users` LEFT OUTER JOIN `posts` ON `posts`.`user_id` = `users`.`id`) LEFT OUTER JOIN (`post_tags` INNER JOIN `tags` ON `post_tags`.`tag_id` = `tags`.`id`) ON `post_tags`.`post_id` = `posts`.`id`);
--     MATERIALIZE (join-1)
--     SCAN post_tags
--     SEARCH tags USING INTEGER PRIMARY KEY (rowid=?)
--     SCAN users
--     SEARCH posts USING COVERING INDEX posts_user_id (user_id=?) LEFT-JOIN
--     BLOOM FILTER ON (join-1) (post_id=?)
--     SEARCH (join-1) USING AUTOMATIC COVERING INDEX (post_id=?) LEFT-JOIN

-- users::table.outer_join(User::posts.on(posts::title.eq("a"))).select(posts::id.nullable())
SELECT `posts`.`id` FROM (`users` LEFT OUTER JOIN `posts` ON `posts`.`user_id` = `users`.`id` AND ((`posts`.`title` = ?)));
--     SCAN users
--     SEARCH posts USING INDEX posts_user_id (user_id=?) LEFT-JOIN

-- people::table.join(Person::boss.to(bosses)).outer_join(Person::boss.from(bosses).to(theirs)).select((people::id, theirs.field(people::id).nullable()))
SELECT `people`.`id`, `theirs`.`id` FROM ((`people` INNER JOIN `people` AS `bosses` ON `bosses`.`id` = `people`.`boss_id`) LEFT OUTER JOIN `people` AS `theirs` ON `theirs`.`id` = `bosses`.`boss_id`);
--     SCAN people USING COVERING INDEX people_boss_id
--     SEARCH bosses USING INTEGER PRIMARY KEY (rowid=?)
--     SEARCH theirs USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN

-- people::table.outer_join(Person::follows.to(theirs).via(pairs)).select((people::id, theirs.field(people::id).nullable()))
SELECT `people`.`id`, `theirs`.`id` FROM (`people` LEFT OUTER JOIN (`follows` AS `pairs` INNER JOIN `people` AS `theirs` ON `pairs`.`followed_id` = `theirs`.`id`) ON `pairs`.`follower_id` = `people`.`id`);
--     MATERIALIZE (join-1)
--     SCAN pairs
--     SEARCH theirs USING INTEGER PRIMARY KEY (rowid=?)
--     SCAN people USING COVERING INDEX people_boss_id
--     BLOOM FILTER ON (join-1) (follower_id=?)
--     SEARCH (join-1) USING AUTOMATIC COVERING INDEX (follower_id=?) LEFT-JOIN

-- people::table.join(Person::boss.to(bosses)).filter(Person::reports.from(bosses).exists()).select(Person::follows.from(bosses).count())
SELECT (SELECT COUNT(*) FROM `people` WHERE `people`.`id` IN (SELECT `follows`.`followed_id` FROM `follows` WHERE `follows`.`follower_id` = `bosses`.`id`)) FROM (`people` INNER JOIN `people` AS `bosses` ON `bosses`.`id` = `people`.`boss_id`) WHERE EXISTS (SELECT 1 FROM `people` WHERE `people`.`boss_id` = `bosses`.`id`);
--     SCAN people USING COVERING INDEX people_boss_id
--     SEARCH bosses USING INTEGER PRIMARY KEY (rowid=?)
--     SEARCH people EXISTS USING COVERING INDEX people_boss_id (boss_id=?)
--     CORRELATED SCALAR SUBQUERY 2
--     SEARCH people USING INTEGER PRIMARY KEY (rowid=?)
--     CORRELATED LIST SUBQUERY 1
--     SEARCH follows USING COVERING INDEX sqlite_autoindex_follows_1 (follower_id=?)

-- people::table.select(Person::follows.sum(people::id))
SELECT (SELECT COALESCE(SUM(`conjoin:related`.`value_1`), 0) FROM (SELECT DISTINCT `follows`.`follower_id` AS `key_1`, `people`.`id` AS `id_1`, `people`.`id` AS `value_1` FROM `people` INNER JOIN `follows` ON `follows`.`followed_id` = `people`.`id` WHERE `follows`.`follower_id` IS NOT NULL) AS `conjoin:related` WHERE `conjoin:related`.`key_1` = `people`.`id`) FROM `people`;
--     SCAN people USING COVERING INDEX people_boss_id
--     CORRELATED SCALAR SUBQUERY 2
--     CO-ROUTINE conjoin:related
--     SCAN follows USING COVERING INDEX sqlite_autoindex_follows_1
--     SEARCH people USING INTEGER PRIMARY KEY (rowid=?)
--     USE TEMP B-TREE FOR DISTINCT
--     BLOOM FILTER ON conjoin:related (key_1=?)
--     SEARCH conjoin:related USING AUTOMATIC COVERING INDEX (key_1=?)

-- user.related(User::posts).select(posts::id)
SELECT `posts`.`id` FROM `posts` WHERE `posts`.`user_id` = ?;
--     SEARCH posts USING COVERING INDEX posts_user_id (user_id=?)

-- post.related(Post::tags).select(tags::id)
SELECT `tags`.`id` FROM `tags` WHERE `tags`.`id` IN (SELECT `post_tags`.`tag_id` FROM `post_tags` WHERE `post_tags`.`post_id` = ?);
--     SEARCH tags USING INTEGER PRIMARY KEY (rowid=?)
--     LIST SUBQUERY 1
--     SEARCH post_tags USING COVERING INDEX sqlite_autoindex_post_tags_1 (post_id=?)

-- two.related(User::posts).select(posts::id)
SELECT `posts`.`id` FROM `posts` WHERE `posts`.`user_id` IN (?, ?);
--     SEARCH posts USING COVERING INDEX posts_user_id (user_id=?)

-- users::table.find(1).with(User::posts.count())
SELECT `posts`.`user_id`, COUNT(*) FROM `posts` WHERE `posts`.`user_id` = ? GROUP BY `posts`.`user_id`;
--     SEARCH posts USING COVERING INDEX posts_user_id (user_id=?)

-- users::table.with(User::posts.count())
SELECT `posts`.`user_id`, COUNT(*) FROM `posts` WHERE `posts`.`user_id` IN (?, ?, ?) GROUP BY `posts`.`user_id`;
--     SEARCH posts USING COVERING INDEX posts_user_id (user_id=?)

-- users::table.with(User::posts.filter(posts::title.eq("a")).exists())
SELECT `posts`.`user_id`, TRUE FROM `posts` WHERE `posts`.`user_id` IN (?, ?, ?) AND ((`posts`.`title` = ?)) GROUP BY `posts`.`user_id`;
--     SEARCH posts USING INDEX posts_user_id (user_id=?)

-- users::table.with(User::posts.sum(posts::id))
SELECT `posts`.`user_id`, COALESCE(SUM(`posts`.`id`), 0) FROM `posts` WHERE `posts`.`user_id` IN (?, ?, ?) GROUP BY `posts`.`user_id`;
--     SEARCH posts USING COVERING INDEX posts_user_id (user_id=?)

-- users::table.with(User::posts.avg(posts::id))
SELECT `posts`.`user_id`, AVG(`posts`.`id`) FROM `posts` WHERE `posts`.`user_id` IN (?, ?, ?) GROUP BY `posts`.`user_id`;
--     SEARCH posts USING COVERING INDEX posts_user_id (user_id=?)

-- users::table.with(User::posts.max(posts::title))
SELECT `posts`.`user_id`, MAX(`posts`.`title`) FROM `posts` WHERE `posts`.`user_id` IN (?, ?, ?) GROUP BY `posts`.`user_id`;
--     SEARCH posts USING INDEX posts_user_id (user_id=?)

-- posts::table.with(Post::tags.count())
SELECT `post_tags`.`post_id`, COUNT(DISTINCT `tags`.`id`) FROM `tags` INNER JOIN `post_tags` ON `post_tags`.`tag_id` = `tags`.`id` WHERE `post_tags`.`post_id` IN (?, ?, ?, ?) GROUP BY `post_tags`.`post_id`;
--     SEARCH post_tags USING COVERING INDEX sqlite_autoindex_post_tags_1 (post_id=?)
--     SEARCH tags USING INTEGER PRIMARY KEY (rowid=?)
--     USE TEMP B-TREE FOR count(DISTINCT)

-- posts::table.with(Post::tags.exists())
SELECT `post_tags`.`post_id`, TRUE FROM `tags` INNER JOIN `post_tags` ON `post_tags`.`tag_id` = `tags`.`id` WHERE `post_tags`.`post_id` IN (?, ?, ?, ?) GROUP BY `post_tags`.`post_id`;
--     SEARCH post_tags USING COVERING INDEX sqlite_autoindex_post_tags_1 (post_id=?)
--     SEARCH tags USING INTEGER PRIMARY KEY (rowid=?)

-- posts::table.with(Post::tags.avg(tags::id))
SELECT `conjoin:related`.`key_1`, AVG(`conjoin:related`.`value_1`) FROM (SELECT DISTINCT `post_tags`.`post_id` AS `key_1`, `tags`.`id` AS `id_1`, `tags`.`id` AS `value_1` FROM `tags` INNER JOIN `post_tags` ON `post_tags`.`tag_id` = `tags`.`id` WHERE `post_tags`.`post_id` IN (?, ?, ?, ?)) AS `conjoin:related` GROUP BY `conjoin:related`.`key_1`;
--     CO-ROUTINE conjoin:related
--     SEARCH post_tags USING COVERING INDEX sqlite_autoindex_post_tags_1 (post_id=?)
--     SEARCH tags USING INTEGER PRIMARY KEY (rowid=?)
--     USE TEMP B-TREE FOR DISTINCT
--     SCAN conjoin:related
--     USE TEMP B-TREE FOR GROUP BY

-- posts::table.with(Post::tags.min(tags::name))
SELECT `post_tags`.`post_id`, MIN(`tags`.`name`) FROM `tags` INNER JOIN `post_tags` ON `post_tags`.`tag_id` = `tags`.`id` WHERE `post_tags`.`post_id` IN (?, ?, ?, ?) GROUP BY `post_tags`.`post_id`;
--     SEARCH post_tags USING COVERING INDEX sqlite_autoindex_post_tags_1 (post_id=?)
--     SEARCH tags USING INTEGER PRIMARY KEY (rowid=?)

-- people::table.with(Person::reports.count())
SELECT `people`.`boss_id`, COUNT(*) FROM `people` WHERE `people`.`boss_id` IN (?, ?) GROUP BY `people`.`boss_id`;
--     SEARCH people USING COVERING INDEX people_boss_id (boss_id=?)

-- people::table.with(Person::follows.sum(people::id))
SELECT `conjoin:related`.`key_1`, COALESCE(SUM(`conjoin:related`.`value_1`), 0) FROM (SELECT DISTINCT `follows`.`follower_id` AS `key_1`, `people`.`id` AS `id_1`, `people`.`id` AS `value_1` FROM `people` INNER JOIN `follows` ON `follows`.`followed_id` = `people`.`id` WHERE `follows`.`follower_id` IN (?, ?)) AS `conjoin:related` GROUP BY `conjoin:related`.`key_1`;
--     CO-ROUTINE conjoin:related
--     SEARCH follows USING COVERING INDEX sqlite_autoindex_follows_1 (follower_id=?)
--     SEARCH people USING INTEGER PRIMARY KEY (rowid=?)
--     USE TEMP B-TREE FOR DISTINCT
--     SCAN conjoin:related
--     USE TEMP B-TREE FOR GROUP BY

-- post.link(Post::tags, [&tag])
INSERT INTO `post_tags` (`post_id`, `tag_id`) VALUES (?, ?) ON CONFLICT (`post_id`, `tag_id`) DO NOTHING;

-- tag.link(Tag::posts, [&post, &other])
INSERT INTO `post_tags` (`tag_id`, `post_id`) VALUES (?, ?), (?, ?) ON CONFLICT (`tag_id`, `post_id`) DO NOTHING;

-- [&post, &other].unlink(Post::tags, [&tag, &rust])
DELETE FROM `post_tags` WHERE `post_tags`.`post_id` IN (?, ?) AND `post_tags`.`tag_id` IN (?, ?);

-- post.set(Post::tags, [&tag, &rust])
DELETE FROM `post_tags` WHERE `post_tags`.`post_id` = ? AND NOT (`post_tags`.`tag_id` IN (?, ?));
INSERT INTO `post_tags` (`post_id`, `tag_id`) VALUES (?, ?), (?, ?) ON CONFLICT (`post_id`, `tag_id`) DO NOTHING;

-- [&post, &other].set(Post::tags, &[] as &[Tag])
DELETE FROM `post_tags` WHERE `post_tags`.`post_id` IN (?, ?);

-- person.set(Person::follows, [&person])
DELETE FROM `follows` WHERE `follows`.`follower_id` = ? AND NOT (`follows`.`followed_id` = ?);
INSERT INTO `follows` (`follower_id`, `followed_id`) VALUES (?, ?) ON CONFLICT (`follower_id`, `followed_id`) DO NOTHING;

