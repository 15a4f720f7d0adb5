package image

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
)

// An Image is one image of an archive or layout.
type Image struct {
	// Names are those that it goes by, such as "alpine:3.20".
	Names []string
	// Digest is that of its manifest or, in an archive of docker save, of its
	// configuration: "sha256:…".
	Digest string
	Config Config
	// Layers are from the lowest to the uppermost.
	Layers []*Layer

	blobs blobs
	seed  uint64 // of the hashes of paths
}

// A Config is what an image's configuration says.
type Config struct {
	OS, Architecture, Author string
	Labels                   map[string]string
}

// A Layer is one change of the file system.
type Layer struct {
	// Digest is that of the layer as it is stored, or unpacked where only that
	// is known.
	Digest string
	// CreatedBy is the command that made it, as the history of the image has it.
	CreatedBy string

	name string // of the part that holds it
}

const (
	maxImages = 256
	maxLayers = 1000
)

// Sniff reports whether head can be the beginning of an archive of images: it is
// one of tar's.
func Sniff(head []byte) bool {
	return len(head) >= 262 && string(head[257:262]) == "ustar"
}

// ErrNoImage says that an archive or directory holds no image.
var ErrNoImage = errors.New("no image: neither manifest.json nor index.json is in it")

// Open finds the images in an archive.
func Open(r io.ReaderAt, size int64) ([]*Image, error) {
	a, err := readArchive(r, size)
	if a == nil {
		return nil, err
	}
	images, fault := find(a)
	return images, errors.Join(fault, err)
}

// OpenLayout finds the images in an OCI layout. Close lets go of the directory.
func OpenLayout(dir string) (images []*Image, close func() error, err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, err
	}
	images, err = find(inDirectory{root})
	if len(images) == 0 {
		root.Close()
		return nil, nil, err
	}
	return images, root.Close, err
}

// IsLayout reports whether a directory is an OCI layout.
func IsLayout(dir string) bool {
	for _, name := range []string{"oci-layout", "index.json"} {
		if info, err := os.Stat(dir + string(os.PathSeparator) + name); err != nil || !info.Mode().IsRegular() {
			return false
		}
	}
	return true
}

func find(b blobs) ([]*Image, error) {
	if content, err := document(b, "manifest.json"); err == nil {
		return fromDocker(b, content)
	}
	content, err := document(b, "index.json")
	if err != nil {
		return nil, ErrNoImage
	}
	return fromIndex(b, content)
}

// fromDocker reads the manifest of docker save.
func fromDocker(b blobs, content []byte) (images []*Image, err error) {
	var manifests []struct {
		Config           string
		RepoTags, Layers []string
	}
	if err := json.Unmarshal(content, &manifests); err != nil {
		return nil, fmt.Errorf("manifest.json: %w", err)
	}
	var faults []error
	for i, m := range manifests {
		if i >= maxImages || len(m.Layers) > maxLayers {
			return images, errors.New("manifest.json: more images or layers than are read")
		}
		im := &Image{Names: m.RepoTags, blobs: b, seed: rand.Uint64(), Digest: digestIn(m.Config)}
		for _, name := range m.Layers {
			im.Layers = append(im.Layers, &Layer{Digest: digestIn(name), name: name})
		}
		if err := im.configure(m.Config); err != nil {
			faults = append(faults, err)
		}
		images = append(images, im)
	}
	if len(images) == 0 {
		faults = append(faults, ErrNoImage)
	}
	return images, errors.Join(faults...)
}

// digestIn returns the digest that a part is named for, if it is.
func digestIn(name string) string {
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".json"), "/layer.tar")
	if rest, ok := strings.CutPrefix(name, "blobs/sha256/"); ok {
		name = rest
	}
	if len(name) != 64 {
		return ""
	}
	return "sha256:" + name
}

// A descriptor points at a part by its digest.
type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Annotations map[string]string `json:"annotations"`
	Platform    *struct {
		OS           string `json:"os"`
		Architecture string `json:"architecture"`
	} `json:"platform"`
}

func (d descriptor) part() (string, error) {
	algorithm, sum, ok := strings.Cut(d.Digest, ":")
	if !ok || strings.Trim(sum, "0123456789abcdef") != "" || len(sum) < 32 || strings.ContainsAny(algorithm, "/.\\") {
		return "", fmt.Errorf("%q is not a digest", d.Digest)
	}
	return "blobs/" + algorithm + "/" + sum, nil
}

const maxIndexes = 8 // inside each other

// fromIndex reads an index, and those inside it.
func fromIndex(b blobs, content []byte) ([]*Image, error) {
	var index struct {
		Manifests []descriptor `json:"manifests"`
	}
	if err := json.Unmarshal(content, &index); err != nil {
		return nil, fmt.Errorf("index.json: %w", err)
	}
	var images []*Image
	var faults []error
	for _, d := range chosen(index.Manifests) {
		if len(images) >= maxImages {
			return images, errors.New("index.json: more images than are read")
		}
		im, err := fromDescriptor(b, d, 0)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", d.Digest, err))
		}
		if im != nil {
			images = append(images, im)
		}
	}
	if len(images) == 0 && len(faults) == 0 {
		faults = append(faults, ErrNoImage)
	}
	return images, errors.Join(faults...)
}

// chosen leaves out the variants of one image for other machines, where there is
// one for this.
func chosen(all []descriptor) []descriptor {
	ours := slices.DeleteFunc(slices.Clone(all), func(d descriptor) bool {
		return d.Platform == nil || d.Platform.OS != "linux" || d.Platform.Architecture != runtime.GOARCH
	})
	named := slices.DeleteFunc(slices.Clone(all), func(d descriptor) bool { return d.Platform != nil })
	if len(ours) > 0 {
		return append(named, ours[0])
	}
	return slices.DeleteFunc(all, func(d descriptor) bool { return d.Platform != nil && d.Platform.OS == "unknown" }) // attestations
}

func fromDescriptor(b blobs, d descriptor, depth int) (*Image, error) {
	name, err := d.part()
	if err != nil {
		return nil, err
	}
	content, err := document(b, name)
	if err != nil {
		return nil, err
	}
	var m struct {
		Config    descriptor   `json:"config"`
		Layers    []descriptor `json:"layers"`
		Manifests []descriptor `json:"manifests"`
	}
	if err := json.Unmarshal(content, &m); err != nil {
		return nil, err
	}
	if len(m.Manifests) > 0 {
		if depth >= maxIndexes {
			return nil, fmt.Errorf("more than %d indexes inside each other", maxIndexes)
		}
		inner := chosen(m.Manifests)
		if len(inner) == 0 {
			return nil, errors.New("an index of no image")
		}
		im, err := fromDescriptor(b, inner[0], depth+1)
		if im != nil && len(im.Names) == 0 {
			im.Names = namesOf(d)
		}
		return im, err
	}
	if len(m.Layers) > maxLayers {
		return nil, fmt.Errorf("%d layers, at most %d are read", len(m.Layers), maxLayers)
	}
	im := &Image{Names: namesOf(d), Digest: d.Digest, blobs: b, seed: rand.Uint64()}
	for _, layer := range m.Layers {
		name, err := layer.part()
		if err != nil {
			return nil, err
		}
		im.Layers = append(im.Layers, &Layer{Digest: layer.Digest, name: name})
	}
	name, err = m.Config.part()
	if err != nil {
		return im, fmt.Errorf("configuration: %w", err)
	}
	return im, im.configure(name)
}

// namesOf returns what an index calls an image.
func namesOf(d descriptor) []string {
	for _, key := range []string{"io.containerd.image.name", "org.opencontainers.image.ref.name"} {
		if name := d.Annotations[key]; name != "" {
			return []string{name}
		}
	}
	return nil
}

// configure reads the configuration: labels, and what made each layer.
func (im *Image) configure(name string) error {
	content, err := document(im.blobs, name)
	if err != nil {
		return fmt.Errorf("configuration: %w", err)
	}
	var c struct {
		OS, Architecture, Author string
		Config                   struct{ Labels map[string]string }
		RootFS                   struct {
			DiffIDs []string `json:"diff_ids"`
		} `json:"rootfs"`
		History []struct {
			CreatedBy string `json:"created_by"`
			Empty     bool   `json:"empty_layer"`
		}
	}
	if err := json.NewDecoder(bytes.NewReader(content)).Decode(&c); err != nil {
		return fmt.Errorf("configuration: %w", err)
	}
	im.Config = Config{c.OS, c.Architecture, c.Author, c.Config.Labels}
	for i, layer := range im.Layers {
		if layer.Digest == "" && i < len(c.RootFS.DiffIDs) {
			layer.Digest = c.RootFS.DiffIDs[i]
		}
	}
	i := 0
	for _, h := range c.History {
		if !h.Empty && i < len(im.Layers) {
			im.Layers[i].CreatedBy = h.CreatedBy
			i++
		}
	}
	return nil
}
