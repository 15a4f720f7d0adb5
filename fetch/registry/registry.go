// Package registry fetches container images from registries, with the
// credentials that docker and podman keep. It opens connections, and nothing
// else here does besides package fetch.
package registry

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// maxImage is the largest image that is fetched, in bytes as it is stored.
const maxImage = 64 << 30

// Pull fetches the image that a reference such as "alpine:3.20" names, as it is
// for Linux on this machine's architecture, and writes it to dir as an OCI
// layout: its layers stay packed. The registry is asked for the image alone,
// with the credentials of the docker configuration where it has any.
//
// Source: OCI Distribution Specification 1.1.
func Pull(ctx context.Context, reference, dir string) error {
	ref, err := name.ParseReference(reference)
	if err != nil {
		return err
	}
	im, err := remote.Image(ref, remote.WithContext(ctx), remote.WithAuthFromKeychain(authn.DefaultKeychain),
		remote.WithPlatform(v1.Platform{OS: "linux", Architecture: runtime.GOARCH}), remote.WithUserAgent("delist"))
	if err != nil {
		return err
	}
	if err := small(im); err != nil {
		return err
	}
	path, err := layout.Write(dir, empty.Index)
	if err != nil {
		return err
	}
	return path.AppendImage(im, layout.WithAnnotations(map[string]string{"org.opencontainers.image.ref.name": ref.Name()}))
}

// small refuses an image that says it is larger than any.
func small(im v1.Image) error {
	m, err := im.Manifest()
	if err != nil {
		return err
	}
	if m == nil {
		return errors.New("an image without a manifest")
	}
	total := int64(0)
	for _, l := range m.Layers {
		if l.Size < 0 || l.Size > maxImage-total {
			return fmt.Errorf("an image of more than %d bytes", int64(maxImage))
		}
		total += l.Size
	}
	return nil
}
