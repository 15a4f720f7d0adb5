package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/delistdev/delist"
)

// configName is the file in which a repository holds its own rules.
const configName = ".delist.yaml"

const maxConfig = 1 << 20 // bytes

// settings are the defaults that a configuration file gives.
type settings struct {
	As         []string           `yaml:"as"`
	Act        string             `yaml:"act"`
	FailOn     string             `yaml:"fail-on"`
	Given      map[string]string  `yaml:"given"`
	Exemptions []delist.Exemption `yaml:"exemptions"`
	// Self is the audience that is this organisation, where the register has
	// one: asking as "self" asks as it, too.
	Self delist.Audience `yaml:"self"`

	file string
}

// inForce puts settings together: of several that give the same, the nearest,
// which comes first, wins; answers and exemptions of all count.
func inForce(files []settings) settings {
	all := settings{Given: map[string]string{}}
	for i := len(files) - 1; i >= 0; i-- {
		s := files[i]
		if len(s.As) > 0 {
			all.As = s.As
		}
		if s.Act != "" {
			all.Act = s.Act
		}
		if s.FailOn != "" {
			all.FailOn = s.FailOn
		}
		if s.Self != "" {
			all.Self = s.Self
		}
		maps.Copy(all.Given, s.Given)
		all.Exemptions = append(all.Exemptions, s.Exemptions...)
	}
	return all
}

// configFor reads the configuration for a target: the file named by --config
// alone, or .delist.yaml in the target's directory or above it within the
// working directory's repository, and the user's own. A file in somebody
// else's tree must not weaken a scan of it; it is left alone and told about.
func configFor(target, named string, warn io.Writer) ([]settings, error) {
	if named != "" {
		s, err := readConfig(named)
		return []settings{s}, err
	}
	var files []settings
	ours, foreign := projectConfig(target)
	if foreign != "" {
		fmt.Fprintf(warn, "note: %s is not used: it does not belong to the working directory's repository (--config %s uses it)\n", foreign, foreign)
	}
	for _, name := range []string{ours, userConfig()} {
		if name == "" {
			continue
		}
		s, err := readConfig(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		files = append(files, s)
	}
	return files, nil
}

func userConfig() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "delist", "config.yaml")
}

// projectConfig returns the nearest configuration file at or above target if it
// is ours, or the one in target that is not.
func projectConfig(target string) (ours, foreign string) {
	here, err := os.Getwd()
	if err != nil {
		return "", ""
	}
	here = resolved(here)
	root := repository(here)
	dir := here
	if target != "" && target != "-" {
		dir = resolved(target)
		if info, err := os.Stat(dir); err == nil && !info.IsDir() {
			dir = filepath.Dir(dir)
		}
	}
	within := dir == root || strings.HasPrefix(dir, strings.TrimSuffix(root, "/")+string(filepath.Separator))
	if !within {
		if name := filepath.Join(dir, configName); exists(name) {
			foreign = name
		}
		return "", foreign
	}
	for {
		if name := filepath.Join(dir, configName); exists(name) {
			return name, ""
		}
		if dir == root {
			return "", ""
		}
		dir = filepath.Dir(dir)
	}
}

// repository returns the directory at or above dir that holds .git, or dir.
func repository(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if exists(filepath.Join(at, ".git")) {
			return at
		}
		if at == filepath.Dir(at) {
			return dir
		}
	}
}

func resolved(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return path
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// readConfig reads one configuration file.
func readConfig(name string) (settings, error) {
	f, err := os.Open(name)
	if err != nil {
		return settings{file: name}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err != nil {
		return settings{file: name}, err
	}
	return parseConfig(name, data)
}

// parseConfig decodes a configuration and refuses what it does not know, so
// that a misspelt rule does not pass for none.
func parseConfig(name string, data []byte) (settings, error) {
	s := settings{file: name}
	if len(data) > maxConfig {
		return s, fmt.Errorf("%s: more than %d bytes", name, maxConfig)
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&s); err != nil && !errors.Is(err, io.EOF) {
		return s, hinted{fmt.Errorf("%s: %s", name, yamlText(err)), "docs/configuration.md shows every field"}
	}
	for i, e := range s.Exemptions {
		switch {
		case e.Party == "" && e.Product == "" && e.PURL == "":
			return s, fmt.Errorf("%s: exemption %d names no party, product or purl", name, i+1)
		case e.Reason == "" || e.By == "" || e.Until.IsZero():
			return s, fmt.Errorf("%s: exemption %d needs reason, by and until", name, i+1)
		}
	}
	return s, nil
}

// yamlText puts the library's error on one line, without the names of Go types.
func yamlText(err error) string {
	text := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "yaml: "), "unmarshal errors:\n  ")
	return strings.ReplaceAll(strings.ReplaceAll(text, " in type main.settings", ""), "\n  ", "; ")
}
