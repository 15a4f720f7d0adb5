package attribute

import (
	"strings"
	"sync"
)

// A memo keeps what was worked out for a text, since few texts come many times.
// A full one is emptied: hostile input must not fill the memory.
type memo[V any] struct {
	mu    sync.RWMutex
	known map[string]V
}

const memoSize = 100_000

// of returns what belongs to a text, worked out when it is first asked for. It
// keeps a copy of the text and not what it is a part of.
func (m *memo[V]) of(text string, work func(string) V) V {
	m.mu.RLock()
	v, ok := m.known[text]
	m.mu.RUnlock()
	if ok {
		return v
	}
	text = strings.Clone(text)
	v = work(text)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= memoSize {
		m.known = map[string]V{}
	}
	m.known[text] = v
	return v
}
