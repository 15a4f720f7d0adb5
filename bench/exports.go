package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// inventories measures what is not on a disk: catalogues of shops, and what
// fleets export. The files are made here, the same every time.
func (b *bench) inventories() error {
	fmt.Println("\n### Catalogues and exports")
	fmt.Println("\n`delist scan --as us --on 2024-09-30`, whole processes, table to a file. Lines have nine columns and some 135 bytes; 20,000 brands " +
		"and, in the share given, products of five vendors of the register, each line another product. One run each.")
	fmt.Println("\n| file | size | of known vendors | wall s | CPU s | peak MB | lines/s |\n| --- | --- | --- | --- | --- | --- | --- |")
	million := 1_000_000
	for _, c := range []struct {
		lines int
		share float64
	}{{million, 0.01}, {3 * million, 0.01}, {10 * million, 0.01}, {10 * million, 0}, {10 * million, 1}} {
		name := filepath.Join(b.dir, fmt.Sprintf("catalogue-%dm-%.2f.csv", c.lines/million, c.share))
		err := made(name, func(w *bufio.Writer) error { return catalogueTo(w, c.lines, c.share) })
		if err != nil {
			return err
		}
		s, err := b.scanOf(name)
		if err != nil {
			return err
		}
		rate := float64(c.lines) / s.wall.Seconds()
		fmt.Printf("| CSV, %d million lines | %d MB | %.0f %% | %.1f | %.1f | %d | %.0f |\n", c.lines/million, sizeOf(name)>>20,
			100*c.share, s.wall.Seconds(), s.cpu.Seconds(), s.peak>>20, rate)
		os.Remove(name)
		if c.lines == 10*million {
			what := fmt.Sprintf("10 million lines, %.0f %% of known vendors", 100*c.share)
			b.want(what, "60 s", fmt.Sprintf("%.1f s", s.wall.Seconds()), s.wall < 60*time.Second)
			b.want(what+": peak", "300 MB", fmt.Sprintf("%d MB", s.peak>>20), s.peak < 300<<20)
		}
	}
	name := filepath.Join(b.dir, "osquery-1m.json")
	if err := made(name, func(w *bufio.Writer) error { return osqueryTo(w, million) }); err != nil {
		return err
	}
	defer os.Remove(name)
	s, err := b.scanOf(name)
	if err != nil {
		return err
	}
	fmt.Printf("| osquery, programs, JSON, 1 million rows | %d MB | 1 %% | %.1f | %.1f | %d | %.0f |\n", sizeOf(name)>>20,
		s.wall.Seconds(), s.cpu.Seconds(), s.peak>>20, float64(million)/s.wall.Seconds())
	b.want("osquery export of 1 million rows", "5 s", fmt.Sprintf("%.1f s", s.wall.Seconds()), s.wall < 5*time.Second)
	return nil
}

// scanOf measures one scan.
func (b *bench) scanOf(name string) (sample, error) {
	p := program{name: "delist", args: []string{b.delist, "scan", name, "--as", "us", "--on", "2024-09-30", "-o", filepath.Join(b.out, "scan.txt")}}
	return p.once()
}

// made writes a file.
func made(name string, write func(*bufio.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// goods are products as shops write them, of vendors of the register.
var goods = []struct{ brand, title string }{
	{"Kaspersky", "Kaspersky Internet Security %d Devices 1 Year"}, {"Hikvision", "Hikvision DS-2CD%d 4MP Dome Camera"},
	{"Huawei", "HUAWEI P%d Smartphone 128GB"}, {"DJI", "DJI Mini %d Drone"}, {"TP-Link", "TP-Link Archer AX%d Router"},
}

// catalogueTo writes a catalogue.
func catalogueTo(w io.Writer, lines int, share float64) error {
	words := strings.Fields("steel black wireless office chair lamp kitchen premium set cable usb cotton shirt paper garden light water filter glass home travel case for phone with stand and more")
	random := rand.New(rand.NewPCG(7, 7))
	word := func() string { return words[random.IntN(len(words))] }
	if _, err := fmt.Fprintln(w, "id,title,brand,manufacturer,gtin,mpn,price,stock,address"); err != nil {
		return err
	}
	for i := range lines {
		brand := fmt.Sprint("Acme", random.IntN(20_000))
		title, maker := fmt.Sprintf("%s %s %s %s %s %d", word(), word(), word(), word(), word(), i), brand+" Ltd"
		if random.Float64() < share {
			one := goods[random.IntN(len(goods))]
			brand, title, maker = one.brand, fmt.Sprintf(one.title, i), ""
		}
		if _, err := fmt.Fprintf(w, "%d,%s,%s,%s,%s,MP-%d,%d.99,in stock,https://shop.example/p/%d\n", i, title, brand, maker, number(i), i, i%1000, i); err != nil {
			return err
		}
	}
	return nil
}

// feedTo writes a merchant feed.
func feedTo(w io.Writer, lines int, share float64) error {
	random := rand.New(rand.NewPCG(7, 7))
	fmt.Fprintln(w, `<?xml version="1.0"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>`)
	for i := range lines {
		brand, title := fmt.Sprint("Acme", random.IntN(20_000)), fmt.Sprint("office chair, steel, black ", i)
		if random.Float64() < share {
			one := goods[random.IntN(len(goods))]
			brand, title = one.brand, fmt.Sprintf(one.title, i)
		}
		if _, err := fmt.Fprintf(w, "<item><g:id>%d</g:id><title>%s</title><g:brand>%s</g:brand><g:gtin>%s</g:gtin><g:availability>in_stock</g:availability><g:price>%d.99 USD</g:price><link>https://shop.example/p/%d</link></item>\n",
			i, title, brand, number(i), i%1000, i); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, "</channel></rss>")
	return err
}

// number returns a GTIN-13 of the range that is for use inside a shop (GS1
// General Specifications, section 2.1.11).
func number(i int) string {
	digits := fmt.Sprintf("20%010d", i)
	sum := 0
	for k, c := range digits {
		weight := 1
		if k%2 == 1 {
			weight = 3
		}
		sum += weight * int(c-'0')
	}
	return fmt.Sprint(digits, (10-sum%10)%10)
}

// osqueryTo writes rows of osquery's table "programs" as osqueryi --json does.
func osqueryTo(w io.Writer, rows int) error {
	random := rand.New(rand.NewPCG(7, 7))
	fmt.Fprint(w, "[\n")
	for i := range rows {
		publisher, name := fmt.Sprint("Acme", random.IntN(5000), " Ltd"), fmt.Sprint("Program ", random.IntN(50_000))
		if random.IntN(100) == 0 {
			publisher, name = "AO Kaspersky Lab", "Kaspersky Endpoint Security for Windows"
		}
		sep := ","
		if i == rows-1 {
			sep = ""
		}
		if _, err := fmt.Fprintf(w, `  {"identifying_number":"","install_date":"20240101","install_location":"C:\\Program Files\\P%d\\","install_source":"","language":"1033","name":"%s","publisher":"%s","uninstall_string":"","version":"%d.%d"}%s`+"\n",
			i, name, publisher, i%40, i%7, sep); err != nil {
			return err
		}
	}
	_, err := fmt.Fprint(w, "]\n")
	return err
}
