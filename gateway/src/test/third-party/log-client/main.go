// Reads a city's exchange log with the note and tlog packages of Go's checksum database (golang.org/x/mod/sumdb), which know nothing of
// this project. Only two things are adapted: the first line of a checkpoint is the log's origin, and tile addresses have no height.
//
//	log-client PREFIX VKEY [OLD-NOTE]
//
// PREFIX is what stands before /checkpoint, VKEY an Ed25519 log line of the policy. It verifies the checkpoint's signature, the inclusion
// of entries all over the log, and consistency with smaller trees and with the checkpoint in the file OLD-NOTE, where it then keeps the new one.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "DOES NOT HOLD:", err)
		os.Exit(1)
	}
}

type client struct{ prefix string }

func (c client) get(path string) ([]byte, error) {
	answer, err := http.Get(c.prefix + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != 200 {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	return io.ReadAll(io.LimitReader(answer.Body, 1<<20))
}

func (c client) Height() int { return 8 }

func (c client) SaveTiles([]tlog.Tile, [][]byte) {}

func (c client) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := c.get(strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func open(signed []byte, verifiers note.Verifiers) tlog.Tree {
	opened, err := note.Open(signed, verifiers)
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: root}
}

func main() {
	c := client{strings.TrimSuffix(os.Args[1], "/")}
	verifier, err := note.NewVerifier(os.Args[2])
	check(err)
	verifiers := note.VerifierList(verifier)
	signed, err := c.get("checkpoint")
	check(err)
	tree := open(signed, verifiers)
	fmt.Println("holds: the checkpoint of size", tree.N, "is signed by", verifier.Name())

	hashes := tlog.TileHashReader(tree, c)
	proved := 0
	for index := int64(0); index < tree.N; index += 1 + tree.N/100 {
		leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		check(err)
		proof, err := tlog.ProveRecord(tree.N, index, hashes)
		check(err)
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf[0]))
		proved++
	}
	fmt.Println("holds: inclusion of", proved, "entries all over the log")

	for size := tree.N; size > 1; size = size / 2 {
		old, err := tlog.TreeHash(size, hashes)
		check(err)
		proof, err := tlog.ProveTree(tree.N, size, hashes)
		check(err)
		check(tlog.CheckTree(proof, tree.N, tree.Hash, size, old))
	}
	fmt.Println("holds: consistency with smaller trees")

	if len(os.Args) > 3 {
		if before, err := os.ReadFile(os.Args[3]); err == nil {
			old := open(before, verifiers)
			proof, err := tlog.ProveTree(tree.N, old.N, hashes)
			check(err)
			check(tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash))
			fmt.Println("holds: the checkpoint of size", old.N, "that was seen before is of the same log")
		}
		check(os.WriteFile(os.Args[3], signed, 0o644))
	}
}
