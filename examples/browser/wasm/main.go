//go:build js && wasm

// Command wasm is the library in a web worker: the page hands it a file, and it posts
// back what it is doing and then the report, or why there is none.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"syscall/js"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/examples/internal/intake"
	"github.com/clientele-go/clientele/examples/internal/shop"
	"github.com/clientele-go/clientele/examples/report/page"
	"github.com/clientele-go/clientele/examples/table"
)

func main() {
	js.Global().Set("study", js.FuncOf(func(_ js.Value, args []js.Value) any {
		go answer(args[0])
		return nil
	}))
	var flags page.Flags
	post("ready", defined(&flags))
	select {}
}

// post sends a message to the page.
func post(kind, text string) {
	js.Global().Call("postMessage", map[string]any{"kind": kind, "text": text})
}

// defined defines the flags, and says what they are.
func defined(flags *page.Flags) string {
	set := flag.NewFlagSet("options", flag.ContinueOnError)
	flags.Define(set)
	var help bytes.Buffer
	set.SetOutput(&help)
	set.PrintDefaults()
	return help.String()
}

// answer studies the file of a request {file, lang, options}, or the simulated shop if
// there is none.
func answer(request js.Value) {
	defer func() {
		if p := recover(); p != nil {
			post("error", fmt.Sprint(p))
		}
	}()
	report, err := study(request)
	if err != nil {
		post("error", err.Error())
		return
	}
	post("report", report)
}

func study(request js.Value) (string, error) {
	var flags page.Flags
	set := flag.NewFlagSet("options", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	flags.Define(set)
	words, err := page.SplitLine(request.Get("options").String())
	if err == nil {
		err = set.Parse(append([]string{"-lang", request.Get("lang").String()}, words...))
	}
	if err == nil && set.NArg() > 0 {
		err = fmt.Errorf("%q is not an option: an option begins with -", set.Arg(0))
	}
	if err == nil {
		err = flags.Fill()
	}
	if err != nil {
		return "", err
	}
	o := &flags.Options
	o.Progress = func(what string) { post("progress", what) }
	book, err := read(request.Get("file"), &flags)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := page.Write(context.Background(), &out, book, *o); err != nil {
		return "", err
	}
	return out.String(), nil
}

func read(file js.Value, flags *page.Flags) (*intake.Book, error) {
	if file.IsNull() {
		return shop.Simulate(1)
	}
	name, size := file.Get("name").String(), int64(file.Get("size").Float())
	log, err := table.NewLog(name, &blob{file: file, size: size}, size, flags.Reading.Table)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	rows := "%d rows read"
	if flags.Options.Lang == clientele.LangChinese {
		rows = "已读入 %d 行"
	}
	return intake.FromLog(log, name, flags.Reading, clientele.Day, func(n int) { post("progress", fmt.Sprintf(rows, n)) })
}
