CREATE TABLE IF NOT EXISTS tenants (
	id   INTEGER PRIMARY KEY,
	name TEXT    NOT NULL UNIQUE,
	seq  INTEGER NOT NULL DEFAULT 0, -- number of its transactions
	made INTEGER NOT NULL            -- microseconds since 1970, as all times
) STRICT;

CREATE TABLE IF NOT EXISTS keys (
	hash   BLOB    PRIMARY KEY, -- SHA-256 of the key
	tenant INTEGER NOT NULL REFERENCES tenants,
	made   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS transactions (
	tenant   INTEGER NOT NULL REFERENCES tenants,
	seq      INTEGER NOT NULL, -- 1, 2, … within the tenant
	id       TEXT    NOT NULL,
	customer TEXT    NOT NULL,
	at       INTEGER NOT NULL,
	amount   REAL    NOT NULL,
	PRIMARY KEY (tenant, seq),
	UNIQUE (tenant, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS models (
	tenant    INTEGER NOT NULL REFERENCES tenants,
	version   INTEGER NOT NULL,
	kind      TEXT    NOT NULL,
	unit      TEXT    NOT NULL,
	since     INTEGER NOT NULL,
	until     INTEGER NOT NULL,
	customers INTEGER NOT NULL,
	cause     TEXT    NOT NULL,
	made      INTEGER NOT NULL,
	document  TEXT    NOT NULL,
	PRIMARY KEY (tenant, version)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
