module example.com/svc

go 1.22

require (
	github.com/bytedance/sonic v1.12.0
	github.com/mailru/easyjson v0.7.7 // indirect
)
