package tables

import "fmt"

// A Problem is what keeps a store from being used, with the way out.
type Problem struct {
	// Where is the file, or the address of the database without its password.
	Where string
	Err   error
	Hint  string
}

func (p *Problem) Error() string { return fmt.Sprintf("%s: %v", p.Where, p.Err) }

// Unwrap returns what the database said.
func (p *Problem) Unwrap() error { return p.Err }
