package android

import "errors"

const maxManifest = 8 << 20

// The attributes that are read. Source: AOSP, "frameworks/base/core/res/res/
// values/public-final.xml".
const (
	attributeLabel            = 0x01010001
	attributeVersionCode      = 0x0101021b
	attributeVersionName      = 0x0101021c
	attributeVersionCodeMajor = 0x01010576
)

// parseManifest reads the outermost element, and the application in it.
func (app *App) parseManifest(b []byte) error {
	begun := false
	for e, err := range elements(b) {
		switch {
		case err != nil:
			return err
		case e.depth == 1 && begun:
			return errors.New("more than one outermost element")
		case e.depth == 1 && e.name == "manifest":
			begun = true
			app.setManifest(e)
		case e.depth == 2 && e.name == "application" && begun:
			app.Label = e.text(e.identified(attributeLabel))
			return app.check()
		}
	}
	return app.check()
}

func (app *App) setManifest(e element) {
	app.Package = e.text(e.named("package"))
	app.VersionName = e.text(e.identified(attributeVersionName))
	app.VersionCode = e.number(e.identified(attributeVersionCodeMajor))<<32 | e.number(e.identified(attributeVersionCode))
}

func (app *App) check() error {
	if app.Package == "" {
		return errors.New("no name of a package")
	}
	return nil
}
