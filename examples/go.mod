module github.com/clientele-go/clientele/examples

go 1.25.0

require (
	github.com/clientele-go/clientele v0.0.0
	github.com/stretchr/testify v1.12.1
	golang.org/x/text v0.31.0
	gonum.org/v1/gonum v0.17.0
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect

replace github.com/clientele-go/clientele => ../
