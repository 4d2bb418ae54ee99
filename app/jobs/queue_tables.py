"""The tables of the queue, and the question which task comes next."""

from __future__ import annotations

TABLES = """
CREATE TABLE IF NOT EXISTS job (
    id TEXT PRIMARY KEY, session TEXT NOT NULL, created REAL NOT NULL, state TEXT NOT NULL,
    request TEXT NOT NULL, request_key TEXT NOT NULL, error TEXT, finished REAL);
CREATE TABLE IF NOT EXISTS task (
    job TEXT NOT NULL REFERENCES job(id), number INTEGER NOT NULL, column_number INTEGER NOT NULL,
    seed INTEGER NOT NULL, run_key TEXT NOT NULL, state TEXT NOT NULL, worker TEXT, beat REAL,
    fraction REAL NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, wall_s REAL, error TEXT,
    PRIMARY KEY (job, number));
CREATE INDEX IF NOT EXISTS task_by_state ON task(state, run_key);
CREATE INDEX IF NOT EXISTS job_by_key ON job(request_key, state);
CREATE TABLE IF NOT EXISTS made_by (job TEXT PRIMARY KEY, build TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS served (session TEXT PRIMARY KEY, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS crew (name TEXT PRIMARY KEY, build TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS timing (place TEXT NOT NULL, days INTEGER NOT NULL, wall_s REAL NOT NULL, at REAL NOT NULL);
"""

# Only tasks of the asking worker's own build, since a result must come from the code its name stands for.
# The session with the fewest runs under way goes first, then the one that waited longest, then the older job. Within a
# job a worker goes on with the seed it had last, whose beginning it may have kept, and otherwise takes one that nobody
# works on; only the first seed is for all workers, so that the first picture is there soon.
NEXT = """
SELECT task.job, task.number, task.column_number, task.seed, task.run_key, job.request, job.request_key, job.session
FROM task JOIN job ON job.id = task.job JOIN made_by ON made_by.job = job.id
WHERE task.state = 'waiting' AND job.state = 'active' AND made_by.build = ?
  AND task.run_key NOT IN (SELECT run_key FROM task WHERE state = 'running')
  AND (task.column_number != -1 OR NOT EXISTS (
       SELECT 1 FROM task AS other WHERE other.job = task.job AND other.column_number != -1
       AND other.state IN ('waiting', 'running')))
ORDER BY (SELECT COUNT(*) FROM task AS busy JOIN job AS owner ON owner.id = busy.job
          WHERE busy.state = 'running' AND owner.session = job.session),
         COALESCE((SELECT at FROM served WHERE served.session = job.session), 0), job.created,
         NOT (task.job = ? AND task.seed = ?),
         task.seed != (SELECT seed FROM task AS head WHERE head.job = task.job AND head.number = 0)
         AND EXISTS (SELECT 1 FROM task AS other
                     WHERE other.state = 'running' AND other.job = task.job AND other.seed = task.seed),
         task.number
LIMIT 1
"""
