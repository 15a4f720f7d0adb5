module github.com/delistdev/delist

go 1.26
