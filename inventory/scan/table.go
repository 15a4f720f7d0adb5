package scan

import (
	"github.com/google/osv-scalibr/extractor/filesystem/language/cpp/conanlock"
	"github.com/google/osv-scalibr/extractor/filesystem/language/dart/packageconfig"
	"github.com/google/osv-scalibr/extractor/filesystem/language/dart/pubspec"
	"github.com/google/osv-scalibr/extractor/filesystem/language/dotnet/csproj"
	"github.com/google/osv-scalibr/extractor/filesystem/language/dotnet/depsjson"
	"github.com/google/osv-scalibr/extractor/filesystem/language/dotnet/nugetcpm"
	"github.com/google/osv-scalibr/extractor/filesystem/language/dotnet/packagesconfig"
	"github.com/google/osv-scalibr/extractor/filesystem/language/dotnet/packageslockjson"
	"github.com/google/osv-scalibr/extractor/filesystem/language/dotnet/paketdependencies"
	"github.com/google/osv-scalibr/extractor/filesystem/language/dotnet/paketlock"
	"github.com/google/osv-scalibr/extractor/filesystem/language/dotnet/projectassetsjson"
	"github.com/google/osv-scalibr/extractor/filesystem/language/elixir/mixlock"
	"github.com/google/osv-scalibr/extractor/filesystem/language/gleam/gleamtoml"
	"github.com/google/osv-scalibr/extractor/filesystem/language/haskell/cabal"
	"github.com/google/osv-scalibr/extractor/filesystem/language/haskell/stacklock"
	"github.com/google/osv-scalibr/extractor/filesystem/language/java/gradlelockfile"
	"github.com/google/osv-scalibr/extractor/filesystem/language/java/gradleverificationmetadataxml"
	"github.com/google/osv-scalibr/extractor/filesystem/language/java/gradleversioncatalog"
	"github.com/google/osv-scalibr/extractor/filesystem/language/javascript/bunlock"
	"github.com/google/osv-scalibr/extractor/filesystem/language/javascript/denojson"
	"github.com/google/osv-scalibr/extractor/filesystem/language/javascript/pnpmlock"
	"github.com/google/osv-scalibr/extractor/filesystem/language/javascript/yarnlock"
	"github.com/google/osv-scalibr/extractor/filesystem/language/julia/manifesttoml"
	"github.com/google/osv-scalibr/extractor/filesystem/language/julia/projecttoml"
	"github.com/google/osv-scalibr/extractor/filesystem/language/lua/luarocks"
	"github.com/google/osv-scalibr/extractor/filesystem/language/nim/nimble"
	"github.com/google/osv-scalibr/extractor/filesystem/language/perl/cpan"
	"github.com/google/osv-scalibr/extractor/filesystem/language/python/condameta"
	"github.com/google/osv-scalibr/extractor/filesystem/language/python/pdmlock"
	"github.com/google/osv-scalibr/extractor/filesystem/language/python/pipfilelock"
	"github.com/google/osv-scalibr/extractor/filesystem/language/python/poetrylock"
	"github.com/google/osv-scalibr/extractor/filesystem/language/python/pylock"
	"github.com/google/osv-scalibr/extractor/filesystem/language/python/pyprojecttoml"
	"github.com/google/osv-scalibr/extractor/filesystem/language/python/requirements"
	"github.com/google/osv-scalibr/extractor/filesystem/language/python/setup"
	"github.com/google/osv-scalibr/extractor/filesystem/language/python/uvlock"
	"github.com/google/osv-scalibr/extractor/filesystem/language/r/renvlock"
	"github.com/google/osv-scalibr/extractor/filesystem/language/ruby/gem"
	"github.com/google/osv-scalibr/extractor/filesystem/language/ruby/gemfilelock"
	"github.com/google/osv-scalibr/extractor/filesystem/language/ruby/gemspec"
	"github.com/google/osv-scalibr/extractor/filesystem/language/rust/cargolock"
	"github.com/google/osv-scalibr/extractor/filesystem/language/rust/cargotoml"
	"github.com/google/osv-scalibr/extractor/filesystem/language/swift/packageresolved"
	"github.com/google/osv-scalibr/extractor/filesystem/language/swift/podfilelock"
	"github.com/google/osv-scalibr/extractor/filesystem/misc/githubactions"
	"github.com/google/osv-scalibr/extractor/filesystem/os/chisel"
	"github.com/google/osv-scalibr/extractor/filesystem/os/chocolatey"
	"github.com/google/osv-scalibr/extractor/filesystem/os/cos"
	"github.com/google/osv-scalibr/extractor/filesystem/os/portage"
	"github.com/google/osv-scalibr/extractor/filesystem/os/spack"
)

// Readers are the extractors that find their files by name. Left out are those
// that package inventory replaces with readers of its own, and those that look
// for secrets, need a database engine, or open every file that there is.
var Readers = []*Reader{
	{Name: "conan", Names: []string{"conan.lock"}, make: conanlock.New},
	{Name: "dart", Names: []string{"package_config.json"}, make: packageconfig.New},
	{Name: "dart", Names: []string{"pubspec.lock"}, make: pubspec.New},
	{Name: "dotnet-project", Exts: []string{".csproj", ".vbproj", ".fsproj"}, make: csproj.New},
	{Name: "dotnet-deps", Exts: []string{".json"}, make: depsjson.New},
	{Name: "nuget", Names: []string{"Directory.Packages.props", "Directory.Build.props"}, make: nugetcpm.New},
	{Name: "nuget", Names: []string{"packages.config"}, make: packagesconfig.New},
	{Name: "nuget-lock", Names: []string{"packages.lock.json"}, make: packageslockjson.New},
	{Name: "paket", Names: []string{"paket.dependencies"}, make: paketdependencies.New},
	{Name: "paket", Names: []string{"paket.lock"}, make: paketlock.New},
	{Name: "nuget-lock", Names: []string{"project.assets.json"}, make: projectassetsjson.New},
	{Name: "mix", Names: []string{"mix.lock"}, make: mixlock.New},
	{Name: "gleam", Names: []string{"gleam.toml"}, make: gleamtoml.New},
	{Name: "haskell", Names: []string{"cabal.project.freeze"}, make: cabal.New},
	{Name: "haskell", Names: []string{"stack.yaml.lock"}, make: stacklock.New},
	{Name: "gradle-lock", Names: []string{"gradle.lockfile", "buildscript-gradle.lockfile"}, make: gradlelockfile.New},
	{Name: "gradle", Names: []string{"verification-metadata.xml"}, make: gradleverificationmetadataxml.New},
	{Name: "gradle", Exts: []string{".toml"}, make: gradleversioncatalog.New},
	{Name: "bun-lock", Names: []string{"bun.lock"}, make: bunlock.New},
	{Name: "deno", Names: []string{"deno.json"}, make: denojson.New},
	{Name: "pnpm-lock", Names: []string{"pnpm-lock.yaml"}, make: pnpmlock.New},
	{Name: "yarn-lock", Names: []string{"yarn.lock"}, make: yarnlock.New},
	{Name: "julia", Names: []string{"Manifest.toml"}, make: manifesttoml.New},
	{Name: "julia", Names: []string{"Project.toml"}, make: projecttoml.New},
	{Name: "luarocks", Exts: []string{".rockspec"}, make: luarocks.New},
	{Name: "nimble", Exts: []string{".nimble"}, make: nimble.New},
	{Name: "cpan", Names: []string{"META.json", "META.yml"}, make: cpan.New},
	{Name: "conda", Exts: []string{".json"}, make: condameta.New},
	{Name: "pdm-lock", Names: []string{"pdm.lock"}, make: pdmlock.New},
	{Name: "pipfile-lock", Names: []string{"Pipfile.lock"}, make: pipfilelock.New},
	{Name: "poetry-lock", Names: []string{"poetry.lock"}, make: poetrylock.New},
	{Name: "pylock", Exts: []string{".toml"}, make: pylock.New},
	{Name: "pyproject", Names: []string{"pyproject.toml"}, make: pyprojecttoml.New},
	{Name: "requirements", Exts: []string{".txt"}, make: requirements.New},
	{Name: "python-setup", Names: []string{"setup.py"}, make: setup.New},
	{Name: "uv-lock", Names: []string{"uv.lock"}, make: uvlock.New},
	{Name: "renv-lock", Names: []string{"renv.lock"}, make: renvlock.New},
	{Name: "gem", Exts: []string{".gem"}, make: gem.New},
	{Name: "gem-lock", Names: []string{"Gemfile.lock", "gems.locked"}, make: gemfilelock.New},
	{Name: "gem", Exts: []string{".gemspec"}, make: gemspec.New},
	{Name: "cargo-lock", Names: []string{"Cargo.lock"}, make: cargolock.New},
	{Name: "cargo", Names: []string{"Cargo.toml"}, make: cargotoml.New},
	{Name: "swift", Names: []string{"Package.resolved"}, make: packageresolved.New},
	{Name: "cocoapods", Names: []string{"Podfile.lock"}, make: podfilelock.New},
	{Name: "github-actions", Exts: []string{".yml", ".yaml"}, make: githubactions.New},
	{Name: "chisel", Names: []string{"manifest.wall"}, make: chisel.New},
	{Name: "chocolatey", Exts: []string{".nuspec"}, make: chocolatey.New},
	{Name: "cos", Names: []string{"cos-package-info.json"}, make: cos.New},
	{Name: "portage", Names: []string{"PF"}, make: portage.New},
	{Name: "spack", Names: []string{"spec.json"}, make: spack.New},
}
