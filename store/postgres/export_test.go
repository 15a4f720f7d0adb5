package postgres

// LockWait is how long a writer waits for another.
var LockWait = &lockWait

// Shown reads a URL, and returns it as it is shown and what is kept secret.
func Shown(text string) (where string, secrets []string, err error) {
	at, err := parse(text)
	if err != nil {
		return "", nil, err
	}
	return at.where, at.secrets, nil
}
