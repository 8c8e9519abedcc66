// Package web holds the page: its sources under src, and the built files
// under dist, which are committed so that building enishi needs Go alone.
//
// Caveats: dist is written by "npm run build" in this folder and must be what
// src builds; CI rebuilds it and fails on a difference. File names under
// assets carry a hash of their content and may be cached for ever; index.html
// names them and must be revalidated.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Dist is the root of the built page: index.html and the folder assets.
func Dist() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil { // only if the embed pattern above is changed
		panic(err)
	}
	return sub
}
