/** How the client of a language is made and compiled. */
export interface Language {
  readonly name: string
  /** The generator's name of it. */
  readonly generator: string
  readonly options: readonly string[]
  /** How its sources end. */
  readonly suffix: string
  /** Commands that compile the client, run in its folder. */
  readonly compile: readonly (readonly string[])[]
}

export const languages: readonly Language[] = [
  {
    name: 'Go',
    generator: 'go',
    // Constants of a Go package share one scope: those of two enums clash without the enum's name before them.
    options: [
      '--additional-properties=packageName=invorto,enumClassPrefix=true',
      '--git-user-id=outsiders',
      '--git-repo-id=invorto',
    ],
    suffix: '.go',
    compile: [
      ['go', 'mod', 'tidy'],
      ['go', 'build', './...'],
      ['go', 'vet', '.'],
    ],
  },
  {
    name: 'Java',
    generator: 'java',
    options: ['--library=native'],
    suffix: '.java',
    compile: [['mvn', '-q', '-B', '-DskipTests', 'compile']],
  },
  {
    name: 'Rust',
    generator: 'rust',
    options: ['--package-name=invorto'],
    suffix: '.rs',
    compile: [['cargo', 'check', '-q']],
  },
]

/** A program of somebody else who has the Go client: the platform's health, and an agent made, read and listed. */
export const goCall = `package main

import (
	"context"
	"fmt"
	"os"

	invorto "github.com/outsiders/invorto"
)

func orExit(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func main() {
	configuration := invorto.NewConfiguration()
	configuration.Servers = invorto.ServerConfigurations{{URL: os.Args[1]}}
	client := invorto.NewAPIClient(configuration)
	ctx := context.WithValue(context.Background(), invorto.ContextAccessToken, os.Args[2])

	health, _, err := client.PlatformAPI.GetHealth(ctx).Execute()
	orExit(err)
	agent, _, err := client.AgentsAPI.CreateAgent(ctx).AgentCreate(*invorto.NewAgentCreate("Outsider", "Be kind.")).Execute()
	orExit(err)
	page, _, err := client.AgentsAPI.ListAgents(ctx).Execute()
	orExit(err)
	for _, each := range page.Data {
		if each.Id == agent.Id && !each.ExternalId.IsSet() {
			fmt.Println("externalId is lost")
			os.Exit(1)
		}
	}
	fmt.Printf("%s, %d agents, the newest %s\\n", health.Status, len(page.Data), page.Data[0].Name)
}
`
