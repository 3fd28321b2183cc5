-- Help codes: which page six digits stand for, for a quarter of an hour. Nobody is named, so nothing is sealed.
CREATE TABLE help_code (
    id BLOB NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    screen TEXT NOT NULL,
    error TEXT,
    version TEXT NOT NULL,
    size TEXT NOT NULL CHECK (size IN ('standard', 'elder', 'large')),
    voice INTEGER NOT NULL,
    language TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX help_code_by_end ON help_code (until);
