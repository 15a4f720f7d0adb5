package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// plans measures what is done about the findings of a catalogue: the plan, the
// catalogue written again, and the proof.
func (b *bench) plans() error {
	const lines = 1_000_000
	fmt.Printf("\n### Plans\n\n`delist plan` of catalogues of %d lines, 1 %% of them of vendors of the register. Whole processes, one run each.\n", lines)
	fmt.Println("\n| file | step | wall s | CPU s | peak MB |\n| --- | --- | --- | --- | --- |")
	for _, c := range []struct {
		name  string
		write func(*bufio.Writer) error
	}{
		{"CSV", func(w *bufio.Writer) error { return catalogueTo(w, lines, 0.01) }},
		{"merchant feed, XML", func(w *bufio.Writer) error { return feedTo(w, lines, 0.01) }},
	} {
		if err := b.planned(c.name, c.write); err != nil {
			return err
		}
	}
	return nil
}

// planned measures the three steps for one file.
func (b *bench) planned(name string, write func(*bufio.Writer) error) error {
	feed, plan, again := filepath.Join(b.dir, "planned"), filepath.Join(b.out, "plan.json"), filepath.Join(b.out, "again")
	if err := made(feed, write); err != nil {
		return err
	}
	defer os.Remove(feed)
	for _, step := range []struct {
		name string
		args []string
	}{
		{"plan", []string{"plan", feed, "--as", "us", "--on", "2024-09-30", "-o", plan}},
		{"apply", []string{"plan", "--apply", plan, feed, "-o", again}},
		{"verify", []string{"plan", "--verify", plan, again, "-o", filepath.Join(b.out, "proof.json")}},
	} {
		s, err := program{name: "delist", args: append([]string{b.delist}, step.args...)}.once()
		if err != nil {
			return err
		}
		fmt.Printf("| %s, %d MB | %s | %.1f | %.1f | %d |\n", name, sizeOf(feed)>>20, step.name, s.wall.Seconds(), s.cpu.Seconds(), s.peak>>20)
		if step.name == "plan" {
			b.want("plan of a million lines, "+name, "10 s", fmt.Sprintf("%.1f s", s.wall.Seconds()), s.wall < 10*time.Second)
		}
	}
	return nil
}
