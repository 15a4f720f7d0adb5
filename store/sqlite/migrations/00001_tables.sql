-- +goose Up

-- What the store says of itself: the ledger's checkpoint, and with which facts
-- items were attributed.
CREATE TABLE meta (
	name  TEXT PRIMARY KEY,
	value BLOB NOT NULL
) STRICT;

-- The ledger: each record with the hashes that it brought, lowest level first. A
-- key is what the record calls itself, where something else refers to it.
CREATE TABLE ledger (
	number INTEGER PRIMARY KEY,
	key    TEXT,
	leaf   BLOB NOT NULL,
	hashes BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX ledger_key ON ledger (key) WHERE key IS NOT NULL;

-- What may be erased: the leaf has only the salted hash.
CREATE TABLE personal (
	record INTEGER NOT NULL REFERENCES ledger (number) DEFERRABLE INITIALLY DEFERRED,
	field  TEXT NOT NULL,
	salt   BLOB NOT NULL,
	value  TEXT NOT NULL,
	PRIMARY KEY (record, field)
) STRICT, WITHOUT ROWID;

-- Each different item once, whoever has it.
CREATE TABLE item (
	number INTEGER PRIMARY KEY,
	key    BLOB NOT NULL UNIQUE,
	name   TEXT NOT NULL,
	purl   TEXT NOT NULL,
	body   BLOB NOT NULL,
	makers INTEGER NOT NULL -- checksum of the rows in maker
) STRICT;
CREATE INDEX item_name ON item (name);
CREATE INDEX item_purl ON item (purl) WHERE purl <> '';

-- Who stands behind an item: a party's id, or a name after "name:".
CREATE TABLE maker (
	party    TEXT NOT NULL,
	item     INTEGER NOT NULL REFERENCES item (number) DEFERRABLE INITIALLY DEFERRED,
	role     TEXT NOT NULL,
	product  TEXT NOT NULL,
	strength INTEGER NOT NULL,
	PRIMARY KEY (party, item, role, product)
) STRICT, WITHOUT ROWID;
CREATE INDEX maker_product ON maker (product) WHERE product <> '';

-- An asset with what it holds now: numbers of items, each as the distance to the
-- one before it.
CREATE TABLE asset (
	number   INTEGER PRIMARY KEY,
	name     TEXT NOT NULL UNIQUE,
	owner    TEXT NOT NULL,
	first    INTEGER NOT NULL,
	last     INTEGER NOT NULL,
	complete INTEGER NOT NULL,
	items    INTEGER NOT NULL,
	changes  INTEGER NOT NULL, -- how many rows of it there are in change
	digest   BLOB NOT NULL, -- of the keys of what it holds
	holds    BLOB NOT NULL,
	sum      INTEGER NOT NULL
) STRICT;

-- What came to an asset and went, newest last; undone from the newest on, they
-- lead to what it held on any day. Its first inventory is no change.
CREATE TABLE change (
	asset    INTEGER NOT NULL REFERENCES asset (number) DEFERRABLE INITIALLY DEFERRED,
	sequence INTEGER NOT NULL,
	at       INTEGER NOT NULL,
	added    BLOB NOT NULL,
	removed  BLOB NOT NULL,
	sum      INTEGER NOT NULL,
	PRIMARY KEY (asset, sequence)
) STRICT, WITHOUT ROWID;

-- Texts that many rows share: questions, and what a finding says besides its
-- item. Each is named by its content.
CREATE TABLE text (
	number INTEGER PRIMARY KEY,
	key    BLOB NOT NULL UNIQUE,
	body   BLOB NOT NULL
) STRICT;

-- When an asset was last screened with a question.
CREATE TABLE screened (
	asset    INTEGER NOT NULL REFERENCES asset (number) DEFERRABLE INITIALLY DEFERRED,
	asked    INTEGER NOT NULL REFERENCES text (number) DEFERRABLE INITIALLY DEFERRED,
	last     INTEGER NOT NULL,
	complete INTEGER NOT NULL,
	sum      INTEGER NOT NULL,
	PRIMARY KEY (asset, asked)
) STRICT, WITHOUT ROWID;

-- A finding on an asset. While it is there, last is 0: it is when the asset was
-- last screened.
CREATE TABLE sighting (
	number   INTEGER PRIMARY KEY,
	asset    INTEGER NOT NULL REFERENCES asset (number) DEFERRABLE INITIALLY DEFERRED,
	asked    INTEGER NOT NULL REFERENCES text (number) DEFERRABLE INITIALLY DEFERRED,
	finding  TEXT NOT NULL,
	standing INTEGER NOT NULL REFERENCES text (number) DEFERRABLE INITIALLY DEFERRED,
	body     BLOB NOT NULL,
	first    INTEGER NOT NULL,
	last     INTEGER NOT NULL,
	gone     INTEGER NOT NULL,
	record   INTEGER NOT NULL REFERENCES ledger (number) DEFERRABLE INITIALLY DEFERRED,
	ended    INTEGER REFERENCES ledger (number) DEFERRABLE INITIALLY DEFERRED,
	sum      INTEGER NOT NULL
) STRICT;
CREATE INDEX sighting_open ON sighting (asset, asked) WHERE gone = 0;
CREATE INDEX sighting_asset ON sighting (asset);

