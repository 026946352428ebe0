-- users::table.filter(User::posts.any(posts::title.eq("a"))).select(id)
SELECT `users`.`id` FROM `users` WHERE EXISTS (SELECT 1 FROM `posts` WHERE `posts`.`user_id` = `users`.`id` AND ((`posts`.`title` = ?)));

-- users::table.filter(User::posts.none(posts::title.eq("a"))).select(id)
SELECT `users`.`id` FROM `users` WHERE NOT EXISTS (SELECT 1 FROM `posts` WHERE `posts`.`user_id` = `users`.`id` AND ((`posts`.`title` = ?)));

-- users::table.filter(User::posts.all(posts::title.eq("a"))).select(id)
SELECT `users`.`id` FROM `users` WHERE NOT EXISTS (SELECT 1 FROM `posts` WHERE `posts`.`user_id` = `users`.`id` AND (((`posts`.`title` = ?)) IS NOT TRUE));

-- users::table.filter(User::posts.exists()).select(id)
SELECT `users`.`id` FROM `users` WHERE EXISTS (SELECT 1 FROM `posts` WHERE `posts`.`user_id` = `users`.`id`);

-- users::table.filter(not(User::profile.exists())).select(id)
SELECT `users`.`id` FROM `users` WHERE  NOT (EXISTS (SELECT 1 FROM `profiles` WHERE `profiles`.`user_id` = `users`.`id`));

-- users::table.find(1).filter(User::posts.any(posts::title.eq("a"))).select(id)
SELECT `users`.`id` FROM `users` WHERE ((`users`.`id` = ?) AND EXISTS (SELECT 1 FROM `posts` WHERE `posts`.`user_id` = `users`.`id` AND ((`posts`.`title` = ?))));

-- users::table.filter(User::posts.any(Post::tags.any(tags::name.eq("a")))).select(id)
SELECT `users`.`id` FROM `users` WHERE EXISTS (SELECT 1 FROM `posts` WHERE `posts`.`user_id` = `users`.`id` AND (EXISTS (SELECT 1 FROM `tags` INNER JOIN `post_tags` ON `post_tags`.`tag_id` = `tags`.`id` WHERE `post_tags`.`post_id` = `posts`.`id` AND ((`tags`.`name` = ?)))));

-- posts::table.filter(Post::author.has(users::username.eq("a"))).select(posts::id)
SELECT `posts`.`id` FROM `posts` WHERE EXISTS (SELECT 1 FROM `users` WHERE `users`.`id` = `posts`.`user_id` AND ((`users`.`username` = ?)));

-- posts::table.filter(Post::author.is(&user)).select(posts::id)
SELECT `posts`.`id` FROM `posts` WHERE (`posts`.`user_id` = ?);

-- posts::table.filter(Post::author.is_not(&user)).select(posts::id)
SELECT `posts`.`id` FROM `posts` WHERE NOT (`posts`.`user_id` = ?);

-- posts::table.filter(Post::author.is_distinct_from(&user)).select(posts::id)
SELECT `posts`.`id` FROM `posts` WHERE (`posts`.`user_id` IS NULL OR NOT (`posts`.`user_id` = ?));

-- posts::table.filter(Post::tags.contains(&tag)).select(posts::id)
SELECT `posts`.`id` FROM `posts` WHERE (`posts`.`id` IN (SELECT `post_tags`.`post_id` FROM `post_tags` WHERE (`post_tags`.`tag_id` = ?) AND `post_tags`.`post_id` IS NOT NULL));

-- posts::table.filter(Post::tags.any(tags::name.eq("a")).uncorrelated()).select(posts::id)
SELECT `posts`.`id` FROM `posts` WHERE (`posts`.`id` IN (SELECT `post_tags`.`post_id` FROM `tags` INNER JOIN `post_tags` ON `post_tags`.`tag_id` = `tags`.`id` WHERE ((`tags`.`name` = ?)) AND `post_tags`.`post_id` IS NOT NULL));

-- profiles::table.filter(Profile::user.has(id.gt(1)).uncorrelated()).select(profiles::id)
SELECT `profiles`.`id` FROM `profiles` WHERE (`profiles`.`user_id` IN (SELECT `users`.`id` FROM `users` WHERE ((`users`.`id` > ?)) AND `users`.`id` IS NOT NULL));

-- people::table.filter(Person::reports.any(people::name.eq("a"))).select(people::id)
SELECT `people`.`id` FROM `people` WHERE EXISTS (SELECT 1 FROM (SELECT `people`.`boss_id` AS `key_1` FROM `people` WHERE ((`people`.`name` = ?)) AND `people`.`boss_id` IS NOT NULL) AS `conjoin:related` WHERE `conjoin:related`.`key_1` = `people`.`id`);

-- people::table.filter(Person::follows.none(people::name.eq("a"))).select(people::id)
SELECT `people`.`id` FROM `people` WHERE NOT EXISTS (SELECT 1 FROM (SELECT `follows`.`follower_id` AS `key_1` FROM `people` INNER JOIN `follows` ON `follows`.`followed_id` = `people`.`id` WHERE ((`people`.`name` = ?)) AND `follows`.`follower_id` IS NOT NULL) AS `conjoin:related` WHERE `conjoin:related`.`key_1` = `people`.`id`);

-- users::table.select(User::posts.count())
SELECT (SELECT COUNT(*) FROM `posts` WHERE `posts`.`user_id` = `users`.`id`) FROM `users`;

-- users::table.select(User::posts.filter(posts::content.is_null()).sum(posts::id))
SELECT (SELECT COALESCE(SUM(`posts`.`id`), 0) FROM `posts` WHERE `posts`.`user_id` = `users`.`id` AND ((`posts`.`content` IS NULL))) FROM `users`;

-- users::table.order_by(User::posts.max(posts::id)).select(id)
SELECT `users`.`id` FROM `users` ORDER BY (SELECT MAX(`posts`.`id`) FROM `posts` WHERE `posts`.`user_id` = `users`.`id`);

-- posts::table.select(Post::tags.count())
SELECT (SELECT COUNT(*) FROM `tags` WHERE `tags`.`id` IN (SELECT `post_tags`.`tag_id` FROM `post_tags` WHERE `post_tags`.`post_id` = `posts`.`id`)) FROM `posts`;

-- posts::table.select(Post::tags.min(tags::name))
SELECT (SELECT MIN(`tags`.`name`) FROM `tags` WHERE `tags`.`id` IN (SELECT `post_tags`.`tag_id` FROM `post_tags` WHERE `post_tags`.`post_id` = `posts`.`id`)) FROM `posts`;

-- people::table.select(Person::reports.count())
SELECT (SELECT COUNT(*) FROM (SELECT `people`.`boss_id` AS `key_1` FROM `people` WHERE `people`.`boss_id` IS NOT NULL) AS `conjoin:related` WHERE `conjoin:related`.`key_1` = `people`.`id`) FROM `people`;

-- people::table.select(Person::follows.count())
SELECT (SELECT COUNT(DISTINCT `conjoin:related`.`id_1`) FROM (SELECT `follows`.`follower_id` AS `key_1`, `people`.`id` AS `id_1` FROM `people` INNER JOIN `follows` ON `follows`.`followed_id` = `people`.`id` WHERE `follows`.`follower_id` IS NOT NULL) AS `conjoin:related` WHERE `conjoin:related`.`key_1` = `people`.`id`) FROM `people`;

-- people::table.select(Person::follows.max(people::name))
SELECT (SELECT MAX(`conjoin:related`.`value_1`) FROM (SELECT `follows`.`follower_id` AS `key_1`, `people`.`id` AS `id_1`, `people`.`name` AS `value_1` FROM `people` INNER JOIN `follows` ON `follows`.`followed_id` = `people`.`id` WHERE `follows`.`follower_id` IS NOT NULL) AS `conjoin:related` WHERE `conjoin:related`.`key_1` = `people`.`id`) FROM `people`;

-- users::table.join(User::posts).select((id, posts::id))
SELECT `users`.`id`, `posts`.`id` FROM (`users` INNER JOIN `posts` ON `posts`.`user_id` = `users`.`id`);

-- users::table.outer_join(User::posts).outer_join(Post::tags).select((id, tags::id.nullable()))
SELECT `users`.`id`, `tags`.`id` FROM ((`users` LEFT OUTER JOIN `posts` ON `posts`.`user_id` = `users`.`id`) LEFT OUTER JOIN (`post_tags` INNER JOIN `tags` ON `post_tags`.`tag_id` = `tags`.`id`) ON `post_tags`.`post_id` = `posts`.`id`);

-- users::table.outer_join(User::posts.on(posts::title.eq("a"))).select(posts::id.nullable())
SELECT `posts`.`id` FROM (`users` LEFT OUTER JOIN `posts` ON `posts`.`user_id` = `users`.`id` AND ((`posts`.`title` = ?)));

-- people::table.join(Person::boss.to(bosses)).outer_join(Person::boss.from(bosses).to(theirs)).select((people::id, theirs.field(people::id).nullable()))
SELECT `people`.`id`, `theirs`.`id` FROM ((`people` INNER JOIN `people` AS `bosses` ON `bosses`.`id` = `people`.`boss_id`) LEFT OUTER JOIN `people` AS `theirs` ON `theirs`.`id` = `bosses`.`boss_id`);

-- people::table.outer_join(Person::follows.to(theirs).via(pairs)).select((people::id, theirs.field(people::id).nullable()))
SELECT `people`.`id`, `theirs`.`id` FROM (`people` LEFT OUTER JOIN (`follows` AS `pairs` INNER JOIN `people` AS `theirs` ON `pairs`.`followed_id` = `theirs`.`id`) ON `pairs`.`follower_id` = `people`.`id`);

-- people::table.join(Person::boss.to(bosses)).filter(Person::reports.from(bosses).exists()).select(Person::follows.from(bosses).count())
SELECT (SELECT COUNT(*) FROM `people` WHERE `people`.`id` IN (SELECT `follows`.`followed_id` FROM `follows` WHERE `follows`.`follower_id` = `bosses`.`id`)) FROM (`people` INNER JOIN `people` AS `bosses` ON `bosses`.`id` = `people`.`boss_id`) WHERE EXISTS (SELECT 1 FROM `people` WHERE `people`.`boss_id` = `bosses`.`id`);

-- people::table.select(Person::follows.sum(people::id))
SELECT (SELECT COALESCE(SUM(`conjoin:related`.`value_1`), 0) FROM (SELECT DISTINCT `follows`.`follower_id` AS `key_1`, `people`.`id` AS `id_1`, `people`.`id` AS `value_1` FROM `people` INNER JOIN `follows` ON `follows`.`followed_id` = `people`.`id` WHERE `follows`.`follower_id` IS NOT NULL) AS `conjoin:related` WHERE `conjoin:related`.`key_1` = `people`.`id`) FROM `people`;

-- user.related(User::posts).select(posts::id)
SELECT `posts`.`id` FROM `posts` WHERE `posts`.`user_id` = ?;

-- post.related(Post::tags).select(tags::id)
SELECT `tags`.`id` FROM `tags` WHERE `tags`.`id` IN (SELECT `post_tags`.`tag_id` FROM `post_tags` WHERE `post_tags`.`post_id` = ?);

-- two.related(User::posts).select(posts::id)
SELECT `posts`.`id` FROM `posts` WHERE `posts`.`user_id` IN (?, ?);

-- users::table.find(1).with(User::posts.count())
SELECT `posts`.`user_id`, COUNT(*) FROM `posts` WHERE `posts`.`user_id` = ? GROUP BY `posts`.`user_id`;

-- users::table.with(User::posts.count())
SELECT `posts`.`user_id`, COUNT(*) FROM `posts` WHERE `posts`.`user_id` IN (?, ?, ?) GROUP BY `posts`.`user_id`;

-- users::table.with(User::posts.filter(posts::title.eq("a")).exists())
SELECT `posts`.`user_id`, TRUE FROM `posts` WHERE `posts`.`user_id` IN (?, ?, ?) AND ((`posts`.`title` = ?)) GROUP BY `posts`.`user_id`;

-- users::table.with(User::posts.sum(posts::id))
SELECT `posts`.`user_id`, COALESCE(SUM(`posts`.`id`), 0) FROM `posts` WHERE `posts`.`user_id` IN (?, ?, ?) GROUP BY `posts`.`user_id`;

-- users::table.with(User::posts.avg(posts::id))
SELECT `posts`.`user_id`, AVG(`posts`.`id` * 1e0) FROM `posts` WHERE `posts`.`user_id` IN (?, ?, ?) GROUP BY `posts`.`user_id`;

-- users::table.with(User::posts.max(posts::title))
SELECT `posts`.`user_id`, MAX(`posts`.`title`) FROM `posts` WHERE `posts`.`user_id` IN (?, ?, ?) GROUP BY `posts`.`user_id`;

-- posts::table.with(Post::tags.count())
SELECT `post_tags`.`post_id`, COUNT(DISTINCT `tags`.`id`) FROM `tags` INNER JOIN `post_tags` ON `post_tags`.`tag_id` = `tags`.`id` WHERE `post_tags`.`post_id` IN (?, ?, ?, ?) GROUP BY `post_tags`.`post_id`;

-- posts::table.with(Post::tags.exists())
SELECT `post_tags`.`post_id`, TRUE FROM `tags` INNER JOIN `post_tags` ON `post_tags`.`tag_id` = `tags`.`id` WHERE `post_tags`.`post_id` IN (?, ?, ?, ?) GROUP BY `post_tags`.`post_id`;

-- posts::table.with(Post::tags.avg(tags::id))
SELECT `conjoin:related`.`key_1`, AVG(`conjoin:related`.`value_1` * 1e0) FROM (SELECT DISTINCT `post_tags`.`post_id` AS `key_1`, `tags`.`id` AS `id_1`, `tags`.`id` AS `value_1` FROM `tags` INNER JOIN `post_tags` ON `post_tags`.`tag_id` = `tags`.`id` WHERE `post_tags`.`post_id` IN (?, ?, ?, ?)) AS `conjoin:related` GROUP BY `conjoin:related`.`key_1`;

-- posts::table.with(Post::tags.min(tags::name))
SELECT `post_tags`.`post_id`, MIN(`tags`.`name`) FROM `tags` INNER JOIN `post_tags` ON `post_tags`.`tag_id` = `tags`.`id` WHERE `post_tags`.`post_id` IN (?, ?, ?, ?) GROUP BY `post_tags`.`post_id`;

-- people::table.with(Person::reports.count())
SELECT `people`.`boss_id`, COUNT(*) FROM `people` WHERE `people`.`boss_id` IN (?, ?) GROUP BY `people`.`boss_id`;

-- people::table.with(Person::follows.sum(people::id))
SELECT `conjoin:related`.`key_1`, COALESCE(SUM(`conjoin:related`.`value_1`), 0) FROM (SELECT DISTINCT `follows`.`follower_id` AS `key_1`, `people`.`id` AS `id_1`, `people`.`id` AS `value_1` FROM `people` INNER JOIN `follows` ON `follows`.`followed_id` = `people`.`id` WHERE `follows`.`follower_id` IN (?, ?)) AS `conjoin:related` GROUP BY `conjoin:related`.`key_1`;

-- post.link(Post::tags, [&tag])
INSERT INTO `post_tags` (`post_id`, `tag_id`) VALUES (?, ?) ON DUPLICATE KEY UPDATE `post_id` = IF((`post_id`, `tag_id`) = (VALUES(`post_id`), VALUES(`tag_id`)), `post_id`, (SELECT NULL UNION ALL SELECT NULL));

-- tag.link(Tag::posts, [&post, &other])
INSERT INTO `post_tags` (`tag_id`, `post_id`) VALUES (?, ?), (?, ?) ON DUPLICATE KEY UPDATE `tag_id` = IF((`tag_id`, `post_id`) = (VALUES(`tag_id`), VALUES(`post_id`)), `tag_id`, (SELECT NULL UNION ALL SELECT NULL));

-- [&post, &other].unlink(Post::tags, [&tag, &rust])
DELETE FROM `post_tags` WHERE `post_tags`.`post_id` IN (?, ?) AND `post_tags`.`tag_id` IN (?, ?);

-- post.set(Post::tags, [&tag, &rust])
SELECT 0 FROM `posts` WHERE `posts`.`id` = ? FOR UPDATE;
SELECT 0 FROM `tags` WHERE `tags`.`id` IN (?, ?) ORDER BY `tags`.`id` LOCK IN SHARE MODE;
DELETE FROM `post_tags` WHERE `post_tags`.`post_id` = ? AND NOT (`post_tags`.`tag_id` IN (?, ?));
INSERT INTO `post_tags` (`post_id`, `tag_id`) VALUES (?, ?), (?, ?) ON DUPLICATE KEY UPDATE `post_id` = IF((`post_id`, `tag_id`) = (VALUES(`post_id`), VALUES(`tag_id`)), `post_id`, (SELECT NULL UNION ALL SELECT NULL));

-- [&post, &other].set(Post::tags, &[] as &[Tag])
SELECT 0 FROM `posts` WHERE `posts`.`id` IN (?, ?) ORDER BY `posts`.`id` FOR UPDATE;
DELETE FROM `post_tags` WHERE `post_tags`.`post_id` IN (?, ?);

-- person.set(Person::follows, [&person])
SELECT 0 FROM `people` WHERE `people`.`id` = ? FOR UPDATE;
SELECT 0 FROM `people` WHERE `people`.`id` = ? LOCK IN SHARE MODE;
DELETE FROM `follows` WHERE `follows`.`follower_id` = ? AND NOT (`follows`.`followed_id` = ?);
INSERT INTO `follows` (`follower_id`, `followed_id`) VALUES (?, ?) ON DUPLICATE KEY UPDATE `follower_id` = IF((`follower_id`, `followed_id`) = (VALUES(`follower_id`), VALUES(`followed_id`)), `follower_id`, (SELECT NULL UNION ALL SELECT NULL));

