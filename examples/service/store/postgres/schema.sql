CREATE TABLE IF NOT EXISTS schema (version integer NOT NULL);
INSERT INTO schema SELECT 1 WHERE NOT EXISTS (SELECT FROM schema);

CREATE TABLE IF NOT EXISTS tenants (
	id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	name text        NOT NULL UNIQUE,
	seq  bigint      NOT NULL DEFAULT 0, -- number of its transactions
	made timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS keys (
	hash   bytea       PRIMARY KEY, -- SHA-256 of the key
	tenant bigint      NOT NULL REFERENCES tenants,
	made   timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS transactions (
	tenant   bigint           NOT NULL, -- of tenants, whose row is locked while one is added
	seq      bigint           NOT NULL, -- 1, 2, … within the tenant
	id       text COLLATE "C" NOT NULL,
	customer text COLLATE "C" NOT NULL,
	at       timestamptz      NOT NULL,
	amount   double precision NOT NULL,
	PRIMARY KEY (tenant, seq),
	UNIQUE (tenant, id)
);

CREATE TABLE IF NOT EXISTS models (
	tenant    bigint      NOT NULL REFERENCES tenants,
	version   integer     NOT NULL,
	kind      text        NOT NULL,
	unit      text        NOT NULL,
	since     timestamptz NOT NULL,
	until     timestamptz NOT NULL,
	customers integer     NOT NULL,
	cause     text        NOT NULL,
	made      timestamptz NOT NULL,
	document  text        NOT NULL, -- not jsonb, which writes numbers anew
	PRIMARY KEY (tenant, version)
);
