// Compile writes register/snapshot.json from the YAML under register/data. Run
// it with "go generate ./register".
package main

import (
	"fmt"
	"os"

	"github.com/delistdev/delist/register"
)

func main() {
	if err := compile("data", "snapshot.json"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func compile(dir, file string) error {
	reg, problems := register.Check(os.DirFS(dir))
	for _, p := range problems {
		fmt.Fprintln(os.Stderr, p)
	}
	if len(problems) > 0 {
		return fmt.Errorf("%d faults in %s: nothing written", len(problems), dir)
	}
	data, err := reg.Encode()
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}
