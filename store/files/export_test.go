package files

import "time"

var (
	DecodeVersions = decodeVersions
	EncodeVersions = encodeVersions
	DefaultFor     = defaultFor
	NewToken       = newToken
)

// WaitFor sets how long [Dir.Lock] waits.
func (d *Dir) WaitFor(t time.Duration) { d.lockWait = t }
