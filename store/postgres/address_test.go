package postgres_test

import (
	"strings"
	"testing"

	"github.com/delistdev/delist/store/postgres"
)

const password = "hunter2hunter2"

func TestAddressIsShownWithoutPassword(t *testing.T) {
	for _, test := range []struct{ url, want string }{
		{"postgres://me:hunter2hunter2@db.example.org/store", "postgres://me@db.example.org:5432/store"},
		{"postgresql://me@[2001:db8::1]:5433/store?password=hunter2hunter2&sslmode=verify-full", "postgres://me@[2001:db8::1]:5433/store"},
		{"PostgreSQL://me@db.example.org/store", "postgres://me@db.example.org:5432/store"},
		{"postgres://me@/store?host=/run/postgresql", "postgres://me@/store?host=/run/postgresql"},
		{"postgres://me@a.example.org,b.example.org:5433/store?target_session_attrs=read-write", "postgres://me@a.example.org:5432/store"},
		{"mysql://me:hunter2hunter2@db.example.org/store", ""},
		{"postgres://me:hunter2/hunter2hunter2@db.example.org/store", ""},
		{"postgres://me:12/hunter2hunter2@db.example.org/store", ""},
		{"postgres://me:12?hunter2hunter2@db.example.org/store", "postgres://me@db.example.org:5432/store"},
		{"postgres://me:%zzhunter2hunter2@db.example.org/store", ""},
		{"postgres://me:hunter2hunter2@db.example.org:port/store", ""},
		{"postgres://me:hunter2hunter2@db.example.org/store?sslmode=hunter2", ""},
		{"postgres://me:hunter2hunter2@db.example.org/store?sslmode=verify-full&sslrootcert=/nowhere/root.crt", ""},
		{"postgres://me:hunter2hunter2@db.example.org/store?search_path=a,b", ""},
	} {
		where, _, err := postgres.Shown(test.url)
		if where != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s: got %q, %v, want %q", test.url, where, err, test.want)
		}
		if err == nil {
			continue
		}
		if p := problem(t, err); strings.Contains(p.Error()+p.Hint, password) {
			t.Errorf("%s: the password is told: %v", test.url, p)
		}
	}
}

// FuzzAddress checks that no URL makes the reader panic, and that what it shows of
// one, or says is wrong with it, never has what stands where a password does: after
// the first ":" that follows the scheme.
func FuzzAddress(f *testing.F) {
	f.Add("", "", "db.example.org/store")
	f.Add("12/", "", "db.example.org/store?search_path=a")
	f.Add("a?b", "@c", "[::1]:1/x?sslmode=require")
	f.Add("%zz", "#", "h:p/")
	f.Add("@", ",", "0") // two hosts, and a password that begins with @
	f.Fuzz(func(t *testing.T, before, after, rest string) {
		if strings.Contains(before, "=") {
			t.Skip("it is the value of an option")
		}
		where, _, err := postgres.Shown("postgres://me:" + before + password + after + "@" + rest)
		text := where
		if err != nil {
			text = err.Error()
		}
		if strings.Contains(text, password) {
			t.Errorf("the password is told: %s", text)
		}
	})
}
