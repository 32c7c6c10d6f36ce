CREATE TABLE models (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    last_number INTEGER NOT NULL,
    top_major INTEGER NOT NULL,
    top_minor INTEGER NOT NULL
) STRICT;
INSERT INTO models VALUES(1,'demand',2,1,1);
CREATE TABLE versions (
    model_id INTEGER NOT NULL REFERENCES models (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    version TEXT NOT NULL,
    format TEXT NOT NULL,
    digest TEXT NOT NULL,
    created_at TEXT NOT NULL,
    idempotency_key TEXT,
    document TEXT NOT NULL,
    PRIMARY KEY (model_id, number),
    UNIQUE (model_id, version),
    UNIQUE (model_id, idempotency_key)
) STRICT;
INSERT INTO versions VALUES(1,1,'1.0.0','onnx','sha256:6956e57271f0ede999e759de32dea0ef048186b56b453e3f338ab2779b815ae6','2026-11-26T17:03:13.8174727Z',NULL,'{"files":[{"path":"model.onnx","digest":"sha256:75e0d458fc2da40b5b8b8b614d0192e9da7fffc2d6042f33300fdb0e8a83dfb4","size":9}],"signature":null,"metrics":{},"parameters":{},"tags":{},"description":""}');
INSERT INTO versions VALUES(1,2,'1.1.0','onnx','sha256:6fbd68042718c15e4b5c42d1806bfa25beecbda0df13308de760014e24fcc720','2026-11-26T17:03:13.8880847Z','run-2','{"files":[{"path":"model.onnx","digest":"sha256:d1988cd3019824f075f61677e1a6f54b16035868488e4051757dde53adeef80f","size":9}],"signature":null,"metrics":{},"parameters":{},"tags":{"team":"supply","é":"x"},"description":"second"}');
CREATE TABLE aliases (
    model_id INTEGER NOT NULL REFERENCES models (id),
    alias TEXT NOT NULL,
    number INTEGER,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    updated_at TEXT NOT NULL,
    PRIMARY KEY (model_id, alias),
    FOREIGN KEY (model_id, number) REFERENCES versions (model_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO aliases VALUES(1,'champion',2,2,'2026-11-26T17:03:13.8900090Z');
INSERT INTO aliases VALUES(1,'shadow',NULL,2,'2026-11-26T17:03:14.0000000Z');
CREATE TABLE events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    model_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    alias TEXT,
    previous_number INTEGER,
    revision INTEGER,
    reason TEXT,
    actor TEXT,
    evidence TEXT NOT NULL,
    FOREIGN KEY (model_id, number) REFERENCES versions (model_id, number)
) STRICT;
INSERT INTO events VALUES(1,'VersionRegistered',1,1,'2026-11-26T17:03:13.8174727Z',NULL,NULL,NULL,NULL,NULL,'{}');
INSERT INTO events VALUES(2,'AliasMoved',1,1,'2026-11-26T17:03:13.8839891Z','champion',NULL,1,NULL,NULL,'{}');
INSERT INTO events VALUES(3,'VersionRegistered',1,2,'2026-11-26T17:03:13.8880847Z',NULL,NULL,NULL,NULL,NULL,'{}');
INSERT INTO events VALUES(4,'AliasMoved',1,2,'2026-11-26T17:03:13.8900090Z','champion',1,2,NULL,NULL,'{}');
INSERT INTO events VALUES(5,'AliasMoved',1,1,'2026-11-26T17:03:13.9500000Z','shadow',NULL,1,'try','ana','{"mae":"4"}');
INSERT INTO events VALUES(6,'AliasRemoved',1,1,'2026-11-26T17:03:14.0000000Z','shadow',1,2,NULL,NULL,'{}');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('events',6);
CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_never_go BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER versions_never_change BEFORE UPDATE ON versions BEGIN SELECT RAISE(ABORT, 'versions never change'); END;
PRAGMA application_id = 1297043538;
PRAGMA user_version = 1;
