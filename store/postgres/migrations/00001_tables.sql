-- +goose Up

-- What the store says of itself: the ledger's checkpoint, and with which facts
-- items were attributed.
CREATE TABLE meta (
	name  TEXT COLLATE "C" PRIMARY KEY,
	value BYTEA NOT NULL
);

-- The ledger: each record with the hashes that it brought, lowest level first. A
-- key is what the record calls itself, where something else refers to it.
CREATE TABLE ledger (
	number BIGINT PRIMARY KEY,
	key    TEXT COLLATE "C",
	leaf   BYTEA NOT NULL,
	hashes BYTEA NOT NULL
);
CREATE UNIQUE INDEX ledger_key ON ledger (key) WHERE key IS NOT NULL;

-- What may be erased: the leaf has only the salted hash.
CREATE TABLE personal (
	record BIGINT NOT NULL REFERENCES ledger (number) DEFERRABLE INITIALLY DEFERRED,
	field  TEXT COLLATE "C" NOT NULL,
	salt   BYTEA NOT NULL,
	value  TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (record, field)
);

-- Each different item once, whoever has it.
CREATE TABLE item (
	number BIGINT PRIMARY KEY,
	key    BYTEA NOT NULL UNIQUE,
	name   TEXT COLLATE "C" NOT NULL,
	purl   TEXT COLLATE "C" NOT NULL,
	body   BYTEA NOT NULL,
	makers BIGINT NOT NULL -- checksum of the rows in maker
);
CREATE INDEX item_name ON item (name);
CREATE INDEX item_purl ON item (purl) WHERE purl <> '';

-- Who stands behind an item: a party's id, or a name after "name:".
CREATE TABLE maker (
	party    TEXT COLLATE "C" NOT NULL,
	item     BIGINT NOT NULL REFERENCES item (number) DEFERRABLE INITIALLY DEFERRED,
	role     TEXT COLLATE "C" NOT NULL,
	product  TEXT COLLATE "C" NOT NULL,
	strength BIGINT NOT NULL,
	PRIMARY KEY (party, item, role, product)
);
CREATE INDEX maker_product ON maker (product) WHERE product <> '';

-- An asset with what it holds now: numbers of items, each as the distance to the
-- one before it.
CREATE TABLE asset (
	number   BIGINT PRIMARY KEY,
	name     TEXT COLLATE "C" NOT NULL UNIQUE,
	owner    TEXT COLLATE "C" NOT NULL,
	first    BIGINT NOT NULL,
	last     BIGINT NOT NULL,
	complete BIGINT NOT NULL,
	items    BIGINT NOT NULL,
	changes  BIGINT NOT NULL, -- how many rows of it there are in change
	digest   BYTEA NOT NULL, -- of the keys of what it holds
	holds    BYTEA NOT NULL,
	sum      BIGINT NOT NULL
);

-- What came to an asset and went, newest last; undone from the newest on, they
-- lead to what it held on any day. Its first inventory is no change.
CREATE TABLE change (
	asset    BIGINT NOT NULL REFERENCES asset (number) DEFERRABLE INITIALLY DEFERRED,
	sequence BIGINT NOT NULL,
	at       BIGINT NOT NULL,
	added    BYTEA NOT NULL,
	removed  BYTEA NOT NULL,
	sum      BIGINT NOT NULL,
	PRIMARY KEY (asset, sequence)
);

-- Texts that many rows share: questions, and what a finding says besides its
-- item. Each is named by its content.
CREATE TABLE text (
	number BIGINT PRIMARY KEY,
	key    BYTEA NOT NULL UNIQUE,
	body   BYTEA NOT NULL
);

-- When an asset was last screened with a question.
CREATE TABLE screened (
	asset    BIGINT NOT NULL REFERENCES asset (number) DEFERRABLE INITIALLY DEFERRED,
	asked    BIGINT NOT NULL REFERENCES text (number) DEFERRABLE INITIALLY DEFERRED,
	last     BIGINT NOT NULL,
	complete BIGINT NOT NULL,
	sum      BIGINT NOT NULL,
	PRIMARY KEY (asset, asked)
);

-- A finding on an asset. While it is there, last is 0: it is when the asset was
-- last screened.
CREATE TABLE sighting (
	number   BIGINT PRIMARY KEY,
	asset    BIGINT NOT NULL REFERENCES asset (number) DEFERRABLE INITIALLY DEFERRED,
	asked    BIGINT NOT NULL REFERENCES text (number) DEFERRABLE INITIALLY DEFERRED,
	finding  TEXT COLLATE "C" NOT NULL,
	standing BIGINT NOT NULL REFERENCES text (number) DEFERRABLE INITIALLY DEFERRED,
	body     BYTEA NOT NULL,
	first    BIGINT NOT NULL,
	last     BIGINT NOT NULL,
	gone     BIGINT NOT NULL,
	record   BIGINT NOT NULL REFERENCES ledger (number) DEFERRABLE INITIALLY DEFERRED,
	ended    BIGINT REFERENCES ledger (number) DEFERRABLE INITIALLY DEFERRED,
	sum      BIGINT NOT NULL
);
CREATE INDEX sighting_open ON sighting (asset, asked) WHERE gone = 0;
CREATE INDEX sighting_asset ON sighting (asset);

