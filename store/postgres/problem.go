package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"io/fs"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/delistdev/delist/store/tables"
)

// The codes of conditions; see https://www.postgresql.org/docs/current/errcodes-appendix.html.
const (
	undefinedTable   = "42P01"
	lockNotAvailable = "55P03"
)

const (
	letIn   = "the server does not let this user in: look at the user and the password (~/.pgpass, PGPASSWORD), and at the server's pg_hba.conf"
	rights  = "the role lacks a right: to make the tables it has to own the schema, later SELECT, INSERT, UPDATE and DELETE are enough; see docs/store.md"
	again   = "others wrote at the same time, and nothing was recorded: do it again"
	full    = "the server's disk is full, and nothing was recorded: make room there and do it again"
	damage  = "the server's files are damaged: restore a backup (delist restore) to another database, and keep this one"
	stopped = "the server was stopped: when it runs again, look whether the last thing was recorded before doing it again (delist ledger list)"
)

// hints say the way out, by the code of what the server said.
var hints = map[string]string{
	"28P01": letIn, "28000": letIn,
	"3D000": "the server has no such database: make it (createdb), or name another in the URL",
	"3F000": "there is no such schema: name another with ?search_path=NAME",
	"42501": rights,
	"25006": "this server only answers, as a replica or by its settings: name the one that can be written, or several with target_session_attrs=read-write",
	"40001": again, "40P01": again,
	lockNotAvailable: "somebody else holds what has to be changed: wait until that is done",
	"53100":          full,
	"53300":          "the server has no connection left: wait, or raise its max_connections",
	"57014":          "the server's statement_timeout ended it, or a person did: raise that for this role (ALTER ROLE … SET statement_timeout = 0)",
	"57P01":          stopped, "57P02": stopped,
	"57P03": "the server is starting or stopping: wait a moment",
	"58030": damage, "XX001": damage, "XX002": damage,
}

// explain says what an error of the database means for whoever uses it. The text
// of what it returns has no password in it.
func (at *address) explain(err error) error {
	var problem *tables.Problem
	if err == nil || errors.As(err, &problem) {
		return err
	}
	said, hint := at.read(err)
	if hint == "" {
		return err
	}
	return &tables.Problem{Where: at.where, Err: &reworded{at.clean(said), err}, Hint: hint}
}

// read returns what an error says, in short, and the way out.
func (at *address) read(err error) (said, hint string) {
	var code *pgconn.PgError
	var dialling *pgconn.ConnectError
	switch {
	case errors.Is(err, tables.ErrNewer):
		return err.Error(), "use that version of delist, or another schema (?search_path=NAME)"
	case errors.Is(err, errEncoding):
		return err.Error(), "make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
	case errors.Is(err, errNoSchema):
		return err.Error(), "name one in the URL: ?search_path=delist"
	case errors.As(err, &code) && code.Code == undefinedTable:
		return "nothing was kept there yet", "the URL may name another schema than the one that was written (?search_path=NAME)"
	case errors.As(err, &code):
		return code.Message, hints[code.Code]
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "", ""
	case errors.As(err, &dialling):
		return unreachable(dialling), "the server cannot be reached: look whether it runs, and at host, port, sslmode and firewall"
	case lost(err):
		return "the connection was lost", stopped
	}
	return "", ""
}

// lost reports whether an error means that the connection ended.
func lost(err error) bool {
	var network net.Error
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, pgconn.ErrConnClosed) || errors.Is(err, driver.ErrBadConn) || errors.As(err, &network)
}

// unreachable returns the part of an error that says why a server was not reached:
// the whole tells it once for each way that was tried.
func unreachable(err error) string {
	var dial *net.OpError
	var name *net.DNSError
	switch {
	case errors.As(err, &name):
		return name.Error()
	case errors.As(err, &dial):
		return dial.Error()
	}
	return err.Error()
}

// A reworded error has another text than its cause.
type reworded struct {
	text  string
	cause error
}

func (r *reworded) Error() string { return r.text }

func (r *reworded) Unwrap() error { return r.cause }

// Is reports that a database without tables is nothing that exists.
func (r *reworded) Is(target error) bool {
	var code *pgconn.PgError
	return target == fs.ErrNotExist && errors.As(r.cause, &code) && code.Code == undefinedTable
}
