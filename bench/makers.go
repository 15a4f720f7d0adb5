package main

import (
	"archive/tar"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// makers measures for how many components somebody is named: those of the trees,
// and those of SBOMs that the peers wrote.
func (b *bench) makers() error {
	fmt.Println("\n### Who made it\n\nComponents with a developer or supplier, among the different ones that `delist scan` finds in a tree.")
	fmt.Println("\n| tree | components | with a maker | share |\n| --- | --- | --- | --- |")
	for _, tree := range []string{"debian", "node", "kubernetes", "python", "maven"} {
		if _, err := os.Stat(filepath.Join(b.dir, tree)); err != nil {
			continue
		}
		all, made, err := b.scanned(filepath.Join(b.dir, tree))
		if err != nil {
			return err
		}
		share := 100 * float64(made) / float64(max(all, 1))
		fmt.Printf("| %s | %d | %d | %.1f %% |\n", tree, all, made, share)
		b.want("components of "+tree+" with a maker", "95 %", fmt.Sprintf("%.1f %%", share), share >= 95)
	}
	fmt.Println("\nSBOMs of the peers, filled in by `delist sbom` from the document alone. A component counts each time that it is listed;\nfiles listed one by one do not.")
	fmt.Println("\n| tree | written by | components | supplier before | after | share after |\n| --- | --- | --- | --- | --- | --- |")
	for _, tree := range []string{"debian", "node", "kubernetes"} {
		if err := b.filled(tree); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) scanned(root string) (all, made int, err error) {
	out, err := exec.Command(b.delist, "scan", root, "--format", "json").Output()
	if len(out) == 0 {
		return 0, 0, err
	}
	var scan struct{ Items, Attributed int }
	err = json.Unmarshal(out, &scan)
	return scan.Items, scan.Attributed, err
}

var counted = regexp.MustCompile(`(\d+) components; with a supplier (\d+) before, (\d+) now`)

func (b *bench) filled(tree string) error {
	root := filepath.Join(b.dir, tree)
	if _, err := os.Stat(root); err != nil {
		return nil
	}
	for _, peer := range []struct {
		name, file string
		args       func(file string) []string
	}{
		{"syft 1.52.0, CycloneDX", "syft.cdx.json", nil}, {"osv-scalibr 0.5.3, CycloneDX", "scalibr.cdx.json", nil},
		{"syft 1.52.0, SPDX", "syft.spdx.json", func(file string) []string {
			return []string{filepath.Join(b.dir, "bin/syft"), "scan", "dir:" + root, "-q", "-o", "spdx-json=" + file}
		}},
		{"osv-scalibr 0.5.3, SPDX", "scalibr.spdx.json", func(file string) []string {
			return []string{filepath.Join(b.dir, "bin/scalibr"), "--offline", "--root", root, "-o", "spdx23-json=" + file}
		}},
	} {
		file := filepath.Join(b.out, tree+"-"+peer.file)
		if peer.args != nil {
			args := peer.args(file)
			cmd := exec.Command(args[0], args[1:]...)
			cmd.Env = append(os.Environ(), "SYFT_CHECK_FOR_APP_UPDATE=false", "SYFT_GOLANG_USE_PACKAGES_LIB=false", "GOPROXY=off")
			if err := cmd.Run(); err != nil {
				if _, missing := os.Stat(file); missing != nil {
					return fmt.Errorf("%s of %s: %w", peer.name, tree, err)
				}
			}
		}
		said, _ := exec.Command(b.delist, "sbom", file, "-o", filepath.Join(b.out, "filled.json")).CombinedOutput()
		m := counted.FindStringSubmatch(string(said))
		if m == nil {
			return fmt.Errorf("delist sbom of %s: %s", file, said)
		}
		var all, after int
		fmt.Sscan(m[1], &all)
		fmt.Sscan(m[3], &after)
		share := 100 * float64(after) / float64(max(all, 1))
		fmt.Printf("| %s | %s | %s | %s | %s | %.1f %% |\n", tree, peer.name, m[1], m[2], m[3], share)
		b.want("suppliers in the SBOM of "+tree+" by "+peer.name, "95 %", fmt.Sprintf("%.1f %%", share), share >= 95)
	}
	return nil
}

// programs measures executables a second on one core, and a container image of
// two gigabytes.
func (b *bench) programs() error {
	fmt.Println("\n### Programs and images\n\n| what | MB | wall s | MB/s | peak MB |\n| --- | --- | --- | --- | --- |")
	root := filepath.Join(b.dir, "programs")
	if size := sizeOf(root); size > 0 {
		samples, err := measure([]program{{name: "programs", args: []string{"taskset", "-c", "0", b.delist, "scan", root, "--format", "json", "-o", filepath.Join(b.out, "p.json")}, runs: b.runs}})
		if err != nil {
			return err
		}
		speed := float64(size) / 1e6 / median(samples[0], wall).Seconds()
		fmt.Printf("| signed programs for Windows and macOS, one core | %.0f | %.2f | %.0f | %.0f |\n", float64(size)/1e6, median(samples[0], wall).Seconds(), speed, float64(median(samples[0], peak))/1e6)
		b.want("executables on one core", "300 MB/s", fmt.Sprintf("%.0f MB/s", speed), speed >= 300)
	}
	image := filepath.Join(b.out, "image.tar")
	size, err := b.image(image)
	if err != nil || size == 0 {
		return err
	}
	samples, err := measure([]program{{name: "image", args: []string{b.delist, "scan", image, "--format", "json", "-o", filepath.Join(b.out, "i.json")}, runs: 3}})
	if err != nil {
		return err
	}
	used := float64(median(samples[0], peak)) / 1e6
	fmt.Printf("| image of docker save | %.0f | %.2f | %.0f | %.0f |\n", float64(size)/1e6, median(samples[0], wall).Seconds(), float64(size)/1e6/median(samples[0], wall).Seconds(), used)
	b.want("peak memory on an image of 2 GB", "under 300 MB", fmt.Sprintf("%.0f MB", used), used < 300)
	return os.Remove(image)
}

func sizeOf(root string) (total int64) {
	_ = filepath.WalkDir(root, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			if info, err := e.Info(); err == nil {
				total += info.Size()
			}
		}
		return nil
	})
	return total
}

// image writes an archive as docker save does, of one layer of two gigabytes
// from the largest tree there is.
func (b *bench) image(name string) (int64, error) {
	root := filepath.Join(b.dir, "usr-debian")
	if _, err := os.Stat(root); err != nil {
		return 0, nil
	}
	layer, err := os.Create(filepath.Join(b.out, "layer.tar"))
	if err != nil {
		return 0, err
	}
	defer os.Remove(layer.Name())
	defer layer.Close()
	w := tar.NewWriter(layer)
	const wanted = 2 << 30
	var total int64
	err = filepath.WalkDir(root, func(place string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() || total >= wanted {
			return err
		}
		n, err := addFile(w, place, "usr"+strings.TrimPrefix(place, root))
		total += n
		return err
	})
	for _, place := range []string{"var/lib/dpkg/status", "etc/os-release"} {
		if err == nil {
			_, err = addFile(w, filepath.Join(b.dir, "debian", place), place)
		}
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return 0, err
	}
	return b.saved(name, layer.Name())
}

func addFile(w *tar.Writer, place, name string) (int64, error) {
	f, err := os.Open(place)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	if err := w.WriteHeader(&tar.Header{Name: name, Size: info.Size(), Mode: int64(info.Mode().Perm())}); err != nil {
		return 0, err
	}
	return io.Copy(w, f)
}

// saved packs a layer into an archive with its manifest.
func (b *bench) saved(name, layer string) (int64, error) {
	f, err := os.Create(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	w := tar.NewWriter(f)
	for member, content := range map[string]string{
		"manifest.json": `[{"Config":"config.json","RepoTags":["bench/usr:1"],"Layers":["layer.tar"]}]`, "config.json": `{"os":"linux"}`,
	} {
		if err := w.WriteHeader(&tar.Header{Name: member, Size: int64(len(content)), Mode: 0o644}); err != nil {
			return 0, err
		}
		if _, err := io.WriteString(w, content); err != nil {
			return 0, err
		}
	}
	if _, err := addFile(w, layer, "layer.tar"); err != nil {
		return 0, err
	}
	if err := w.Close(); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
