package postgres

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/user"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/delistdev/delist/store/tables"
)

// An address is where a database is and how to get in.
type address struct {
	config *pgx.ConnConfig
	// where is the URL as it may be shown: without password and options.
	where string
	// schema is the one that the URL names, or "".
	schema string
	// secrets are texts that must not be shown.
	secrets []string
}

const urlHint = "postgres://USER@HOST:PORT/DATABASE?search_path=SCHEMA; the password belongs into ~/.pgpass or PGPASSWORD, and in a URL its / : @ ? # % are written %2F %3A %40 %3F %23 %25"

// schemaName is what a schema may be called: what needs no quotes.
var schemaName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)

// parse reads the URL of a database. What is wrong with a URL that is none is not
// said: it might be a part of its password.
func parse(text string) (*address, error) {
	at := &address{where: "postgres://"}
	refused := errors.New("it cannot be read as the URL of a database")
	scheme, rest, _ := strings.Cut(text, "://")
	text = strings.ToLower(scheme) + "://" + rest
	if !slices.Contains([]string{"postgres", "postgresql"}, strings.ToLower(scheme)) || strings.Count(text, "@") > 1 {
		return nil, &tables.Problem{Where: at.where, Err: refused, Hint: urlHint} // of two "@", one is in a password
	}
	if u, err := url.Parse(text); err == nil { // else there are several hosts, or it is no URL at all
		at.secrets = secretsOf(u)
	}
	var err error
	if at.config, err = pgx.ParseConfig(text); err != nil {
		var file *fs.PathError
		if errors.As(err, &file) {
			refused = errors.New(at.clean(file.Error())) // of a certificate, say
		}
		return nil, &tables.Problem{Where: at.where, Err: refused, Hint: urlHint}
	}
	if strings.ContainsAny(at.config.Host+at.config.Database, "@") { // the end of a password with a "/" in it
		return nil, &tables.Problem{Where: at.where, Err: refused, Hint: urlHint}
	}
	if at.config.Password != "" {
		at.secrets = append(at.secrets, at.config.Password)
	}
	at.where = shown(at.config)
	if path, ok := at.config.RuntimeParams["search_path"]; ok {
		if !schemaName.MatchString(path) {
			return nil, &tables.Problem{Where: at.where, Err: fmt.Errorf("search_path %q is not the name of one schema", path), Hint: "name one in lower-case letters, digits and _: ?search_path=delist"}
		}
		at.schema = path
	}
	if at.config.RuntimeParams["application_name"] == "" {
		at.config.RuntimeParams["application_name"] = applicationName()
	}
	return at, nil
}

// secretsOf returns the passwords in a URL, as they are and as they are written.
func secretsOf(u *url.URL) []string {
	var secrets []string
	add := func(secret string) {
		if secret != "" {
			secrets = append(secrets, secret, url.QueryEscape(secret), url.PathEscape(secret))
		}
	}
	password, _ := u.User.Password()
	add(password)
	for key, values := range u.Query() {
		if strings.Contains(strings.ToLower(key), "password") {
			for _, v := range values {
				add(v)
			}
		}
	}
	return secrets
}

// shown returns the URL of a database without its password.
func shown(c *pgx.ConnConfig) string {
	u := url.URL{Scheme: "postgres", User: url.User(c.User), Path: "/" + c.Database}
	if strings.HasPrefix(c.Host, "/") {
		return u.String() + "?host=" + c.Host // a folder with a socket
	}
	u.Host = net.JoinHostPort(c.Host, strconv.Itoa(int(c.Port)))
	return u.String()
}

// applicationName is how a session is called for those who wait for it. The server
// keeps 63 bytes of it.
func applicationName() string {
	who := "?"
	if u, err := user.Current(); err == nil {
		who = u.Username
	}
	host, _ := os.Hostname() // "" where it has none
	return fmt.Sprintf("delist %.24s@%.20s %d", who, cmp.Or(host, "?"), os.Getpid())
}

// clean takes the passwords out of a text, and makes it one line.
func (at *address) clean(text string) string {
	for _, secret := range at.secrets {
		text = strings.ReplaceAll(text, secret, "…")
	}
	return strings.Join(strings.Fields(text), " ")
}
