"""nbgrader's gradebook, opened once for a whole run, in which a submission is one transaction."""

import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from nbgrader.api import Gradebook, InvalidEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import URL, create_engine, func, inspect, make_url, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from grading.classroom.record import Records, create_tables

# nbgrader writes a traceback of each fault there, and with no handler it goes to the terminal, before our one sentence.
logging.getLogger("tornado.application").addHandler(logging.NullHandler())
WAIT_SECONDS = 30  # for another program, such as formgrader, to finish what it writes


class GradebookFault(Exception):
    """The gradebook cannot be used; the message is one sentence that says why and what to do."""


class OneTransaction(Session):
    """A session in which nbgrader's many commits only flush; `finish` commits."""

    def commit(self) -> None:
        """Let later queries see the changes, as after a commit, without making them last."""
        self.flush()
        self.expire_all()

    def finish(self) -> None:
        """Make all changes last."""
        super().commit()


class Book(Gradebook):
    """The gradebook of a run.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory

    Raises
    ------
    GradebookFault
        If it cannot be opened.
    """

    def __init__(self, coursedir: CourseDirectory):
        url = make_url(coursedir.db_url)
        if url.get_backend_name() == "sqlite" and "timeout" not in url.query:
            url = url.update_query_dict({"timeout": str(WAIT_SECONDS)})
        self.where = url.render_as_string(hide_password=True).partition("?")[0]
        with self._faults():
            mark_if_new(url)
            super().__init__(url.render_as_string(hide_password=False), coursedir.course_id)
            create_tables(self.engine)
        self.db = scoped_session(sessionmaker(class_=OneTransaction, autoflush=True, bind=self.engine))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other runs from a database that several course folders or machines share.

        A database in a file needs no more than the lock of its course folder.

        Raises
        ------
        GradebookFault
            If another run is using it. A run that was killed does not block the next.
        """
        if self.engine.dialect.name != "postgresql":
            yield
            return
        with self._faults(), self.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()  # so that closing it ends the connection, and with it the lock
            key = zlib.crc32(f"convlib grades {self.course_id}".encode())
            if not connection.scalar(select(func.pg_try_advisory_lock(key))):
                raise GradebookFault(f"Another run is grading into {self.where}: wait until it has ended.")
            yield

    @contextmanager
    def transaction(self) -> Iterator[Records]:
        """Make everything that is written inside last together, or nothing of it."""
        with self._faults():
            session = self.db()
            try:
                yield Records(session)
                session.finish()
            except BaseException:
                session.rollback()
                raise
            finally:
                self.db.remove()  # also forgets the objects, so that memory stays flat

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise GradebookFault(explain(error, self.where)) from error
        except InvalidEntry as error:  # what nbgrader makes of any error of the database
            raise GradebookFault(explain(error.__context__ or error, self.where)) from error


def mark_if_new(url: URL) -> None:
    """Note the version of nbgrader's tables in an empty database; nbgrader would start a process to ask for it."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            if not inspect(connection).get_table_names():
                MigrationContext.configure(connection).stamp(ScriptDirectory(ALEMBIC_DIR), "head")
    finally:
        engine.dispose()


def explain(error: BaseException, where: str) -> str:
    """Return one sentence about what is wrong with a database."""
    reason = (str(getattr(error, "orig", None) or error).strip().splitlines() or ["no message"])[0]
    known = {
        "locked": "is in use by another program: close what is writing to it, then run this again",
        "readonly": "is read-only: give yourself permission to write it, then run this again",
        "unable to open": "cannot be opened: see that its folder exists and that you may write in it",
        "is full": "does not fit on the disk: make room, then run this again",
        "disk I/O": "cannot be written: see that its disk is there and has room, then run this again",
        "not a database": "is no gradebook, or damaged: put back a backup, or move it away to begin a new one",
        "malformed": "is damaged: put back a backup, or move it away to begin a new one",
    }
    for sign, what in known.items():
        if sign in reason:
            return f"The gradebook {where} {what}."
    return f"The gradebook {where} cannot be used ({reason}): mend that, then run this again."
