"""The tasks with SQLAlchemy, as its guide teaches: `selectinload`, a window function for the latest posts,
`any` for EXISTS. Asked as `../loading/side/protocol.rs` says, which also has the numbers below."""

import sys
import time

from sqlalchemy import Column, ForeignKey, Table, and_, create_engine, event, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    aliased,
    mapped_column,
    relationship,
    selectinload,
)
from sqlalchemy.pool import StaticPool

USERS_READ, USERS_OF_PAGE, USERS_JOINED, ONE_USER = 1_000, 20, 100, 2_000
ROOT = __file__.rsplit("/benches/", 1)[0]


class Base(DeclarativeBase):
    pass


post_tags = Table(
    "post_tags",
    Base.metadata,
    Column("post_id", ForeignKey("posts.id"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True),
)


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str]
    posts: Mapped[list["Post"]] = relationship(back_populates="author")
    posts_in_order: Mapped[list["Post"]] = relationship(order_by="Post.id", viewonly=True)


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    content: Mapped[str | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    author: Mapped[User | None] = relationship(back_populates="posts")
    tags: Mapped[list["Tag"]] = relationship(secondary=post_tags, back_populates="posts")


class Tag(Base):
    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    posts: Mapped[list[Post]] = relationship(secondary=post_tags, back_populates="tags")


place = func.row_number().over(order_by=Post.id.desc(), partition_by=Post.user_id)
placed = select(Post, place.label("place")).alias()
PlacedPost = aliased(Post, placed)
User.latest_posts = relationship(
    PlacedPost,
    primaryjoin=and_(PlacedPost.user_id == User.id, placed.c.place <= 3),
    viewonly=True,
)


def of_post(user, post):
    return user.id * post.id + len(post.title) + len(post.content or "")


def of_tags(post):
    return sum(post.id * tag.id + len(tag.name) for tag in post.tags)


def of_users(users):
    return sum(of_post(user, post) for user in users for post in user.posts)


def of_ordered(users):
    return sum(of_post(user, post) for user in users for post in user.posts_in_order)


def of_latest(users):
    return sum(of_post(user, post) for user in users for post in user.latest_posts)


def of_tagged(users):
    return sum(of_post(user, post) + of_tags(post) for user in users for post in user.posts)


def of_pairs(pairs):
    return sum(len(user.username) + (of_post(user, post) if post else 0) for user, post in pairs)


def of_users_alone(users):
    return sum(user.id + len(user.username) for user in users)


first = select(User).where(User.id <= USERS_READ)
page = select(User).where(User.id <= USERS_OF_PAGE)
tags = selectinload(User.posts).selectinload(Post.tags)
pairs = select(User, Post).where(User.id <= USERS_JOINED)
certain = Post.title.like("%number 77%")
TASKS = {
    "T1": (first.options(selectinload(User.posts)), of_users),
    "T1o": (first.options(selectinload(User.posts_in_order)), of_ordered),
    "T2": (select(User).options(selectinload(User.posts)), of_users),
    "T2deep": (select(User).options(tags), of_tagged),
    "T3": (first.options(tags), of_tagged),
    "T4": (pairs.join(User.posts), of_pairs),
    "T4left": (pairs.outerjoin(User.posts), of_pairs),
    "T5": (select(User).where(User.id == ONE_USER).options(selectinload(User.posts)), of_users),
    "page": (page.options(selectinload(User.posts)), of_users),
    "T6": (first.options(selectinload(User.latest_posts)), of_latest),
    "T7": (select(User).where(User.posts.any(certain)), of_users_alone),
    "T7u": (select(User).where(User.id.in_(select(Post.user_id).where(certain))), of_users_alone),
}


def connect(database):
    if database.startswith("postgres://"):
        return create_engine(database.replace("postgres://", "postgresql+psycopg://", 1))
    engine = create_engine("sqlite://", poolclass=StaticPool)
    connection = engine.raw_connection()
    with open(f"{ROOT}/migrations/2026-01-01-000000_create_blog/up.sql") as tables:
        connection.executescript(tables.read())
    connection.execute("ATTACH ? AS stored", [database])
    with open(f"{ROOT}/benches/loading/side/copy.sql") as copy:
        connection.executescript(copy.read())
    connection.close()
    return engine


def run(engine, task):
    """The nanoseconds that load and drop took, and a checksum; each run has a session of its own."""
    query, checksum = TASKS[task.split("-")[0]]
    start = time.perf_counter_ns()
    session = Session(engine)
    rows = session.execute(query)
    loaded = rows.all() if checksum is of_pairs else rows.scalars().all()
    loading = time.perf_counter_ns() - start
    total = checksum(loaded)
    start = time.perf_counter_ns()
    session.close()
    del session, rows, loaded
    return loading + time.perf_counter_ns() - start, total


def answer(engine, task, runs):
    try:
        done = [run(engine, task) for _ in range(runs)]
    except SQLAlchemyError as error:
        return "fails " + str(error).replace("\n", " ")[:200]
    return "{} {}".format(*min(done))


def statements(engine, task):
    sent = []
    event.listen(engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    run(engine, task)
    return len(sent)


def main():
    engine = connect(sys.argv[2])
    with engine.connect():
        print("ready", flush=True)
    for line in sys.stdin:
        task, what = line.split()
        done = statements(engine, task) if what == "statements" else answer(engine, task, int(what))
        print(done, flush=True)


main()
