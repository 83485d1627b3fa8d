import Arguments
import TestSupport
import Testing

@Suite("Completions")
struct CompletionTests {
    @Test("bash offers what fits", .needs("bash"), arguments: offers)
    func bash(words: [String], expected: [String]) throws {
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let ask = """
            COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count - 1)
            _ferry; printf '%s\\n' "${COMPREPLY[@]}"
            """
        let answer = try bash(ask)
        #expect(answer.output.split(separator: "\n").map(String.init) == expected)
    }

    /// Runs a script after the completion script.
    private func bash(_ script: String) throws -> StockTool.Outcome {
        let script = Sample.program.completionScript(for: .bash) + script
        return try StockTool("bash").run(["--norc"], in: "/tmp", input: script)
    }

    private static let offers: [([String], [String])] = [
        (["ferry", ""], ["serve", "refresh", "job", "build", "snapshot", "verify", "register", "echo"]),
        (["ferry", "re"], ["refresh", "register"]),
        (["ferry", "refresh", ""], ["full", "delta"]),
        (["ferry", "--config", "job", "ref"], ["refresh"]),
        (["ferry", "--config", "=", "job", "job", "l"], ["list"]),
        (["ferry", "-v", "job", "list", "--st"], ["--state"]),
        (["ferry", "job", "list", "--state", ""], ["queued", "running", "failed"]),
        (["ferry", "job", "list", "--state", "="], ["queued", "running", "failed"]),
        (["ferry", "job", "list", "--state", "=", "f"], ["failed"]),
        (["ferry", "job", "list", "--limit", ""], []),
        (["ferry", "job", "list", "--", "--st"], []),
        (["ferry", "build", "--f"], ["--full"]),
        (["ferry", "--generate-completion-script", ""], ["bash", "zsh", "fish"]),
    ]

    @Test("bash completes names of files, with spaces too", .needs("bash"))
    func bashFiles() throws {
        let ask = """
            cd "$(mktemp -d)" && touch 'a b.zst' c.zst && mkdir d
            for words in 'verify ' 'serve --config '; do
                COMP_WORDS=(ferry $words ''); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _ferry; printf '%s\\n' "${COMPREPLY[@]}"
            done
            rm -r "$PWD"
            """
        let answer = try bash(ask)
        let lines = answer.output.split(separator: "\n").map(String.init)
        #expect(lines.prefix(3).sorted() == ["a b.zst", "c.zst", "d"])
        #expect(lines.dropFirst(3).sorted() == ["a b.zst", "c.zst", "d"])
    }

    /// A program in PATH that prints what it was asked, and names that a shell must not run.
    private static let program = """
        folder="$(mktemp -d)" && mkdir "$folder/bin"; trap 'rm -r "$folder"' EXIT
        cat >"$folder/bin/ferry" <<'END'
        #!/bin/sh
        printf 'j-%s\\n' "$(echo "$*" | tr ' ' '_')"
        printf '%s\\n' 'k-$(touch ran)' 'k-`touch ran`' 'k two words' "k-it's"
        END
        chmod +x "$folder/bin/ferry"; PATH="$folder/bin:$PATH"; cd "$folder"

        """

    @Test("bash asks the program for ids, where the words before say", .needs("bash", "tr"))
    func bashIDs() throws {
        let ask = """
            for words in 'job show j' '--config here.yaml -v job show j' '--config = here.yaml job show -- j' 'job show 1 j'; do
                read -ra words <<<"$words"
                COMP_WORDS=(ferry "${words[@]}"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _ferry
                printf '%s|' "${COMPREPLY[@]}"; echo
            done
            """
        let lines = try bash(Self.program + ask).output.split(separator: "\n").map(String.init)
        #expect(
            lines == [
                "j---complete_jobs|", "j---config_here.yaml_--complete_jobs|", "j---config_here.yaml_--complete_jobs|",
                "|",
            ]
        )
    }

    @Test("A name is never run by bash, and arrives as one word", .needs("bash", "tr"))
    func hostileIDs() throws {
        let ask = """
            COMP_WORDS=(ferry job show k); COMP_CWORD=3; _ferry; printf '%s\n' "${COMPREPLY[@]}"
            for reply in "${COMPREPLY[@]}"; do eval "set -- $reply"; echo "$#: $1"; done; ls
            """
        let lines = try bash(Self.program + ask).output.split(separator: "\n").map(String.init)
        #expect(lines.count == 9)
        #expect(
            lines.suffix(5) == ["1: k-$(touch ran)", "1: k-`touch ran`", "1: k two words", "1: k-it's", "bin"]
        )
    }

    @Test("fish asks the program for ids", .needs("fish", "bash", "tr"))
    func fishIDs() throws {
        let script = Sample.program.completionScript(for: .fish)
        let ask = """
            cat >script.fish; for line in 'job show j' '--config here.yaml -v job show j' 'job show k'; do
                fish --no-config -c "source script.fish; complete -C 'ferry $line'"
            done; ls
            """
        let answer = try StockTool("bash").run(["--norc", "-c", Self.program + ask], in: "/tmp", input: script)
        let lines = answer.output.split(separator: "\n").map(String.init)
        #expect(lines.prefix(2) == ["j---complete_jobs", "j---config_here.yaml_--complete_jobs"], "\(answer)")
        #expect(lines.contains("k-$(touch ran)") && lines.suffix(2) == ["bin", "script.fish"], "\(answer)")
    }

    @Test("zsh asks the program for ids", .needs("zsh", "bash", "tr"))
    func zshIDs() throws {
        let script = Sample.program.completionScript(for: .zsh)
        let ask = """
            cat >_ferry; cat >ask <<'END'
            compdef() { :; }; compadd() { print -rl -- "$@"; }; source ./_ferry
            words=(ferry --config here.yaml job show j); CURRENT=6; _ferry_ask -X ids jobs
            END
            zsh -f ask; ls
            """
        let answer = try StockTool("bash").run(["--norc", "-c", Self.program + ask], in: "/tmp", input: script)
        let lines = answer.output.split(separator: "\n").map(String.init)
        #expect(lines.prefix(4) == ["-X", "ids", "--", "j---config_here.yaml_--complete_jobs"], "\(answer)")
        #expect(lines.contains("k-$(touch ran)") && lines.suffix(3) == ["_ferry", "ask", "bin"], "\(answer)")
    }

    @Test("bash accepts its script", .needs("bash"))
    func bashSyntax() throws { try checkSyntax(.bash) }

    @Test("zsh accepts its script", .needs("zsh"))
    func zshSyntax() throws { try checkSyntax(.zsh) }

    @Test("fish accepts its script", .needs("fish"))
    func fishSyntax() throws { try checkSyntax(.fish) }

    private func checkSyntax(_ shell: Shell) throws {
        let script = Sample.program.completionScript(for: shell)
        let outcome = try StockTool(shell.rawValue).run(["-n"], in: "/tmp", input: script)
        #expect(outcome.status == 0 && outcome.output + outcome.complaints == "")
    }

    @Test("fish offers what fits", .needs("fish"), arguments: fishOffers)
    func fish(line: String, expected: [String]) throws {
        let script = Sample.program.completionScript(for: .fish) + "\ncomplete -C '\(line)'\n"
        let answer = try StockTool("fish").run(["--no-config"], in: "/tmp", input: script)
        #expect(answer.output.split(separator: "\n").map { $0.prefix { $0 != "\t" } }.map(String.init) == expected)
    }

    private static let fishOffers: [(String, [String])] = [
        ("ferry re", ["refresh", "register"]),
        ("ferry refresh ", ["delta", "full"]),
        ("ferry --config job ref", ["refresh"]),
        ("ferry -v job list --st", ["--state"]),
        ("ferry job list --state ", ["failed", "queued", "running"]),
        ("ferry build --f", ["--full"]),
    ]

    @Test("zsh is told the words, the help and how values complete")
    func zsh() {
        let script = Sample.program.completionScript(for: .zsh)
        #expect(script.hasPrefix("#compdef ferry\n"))
        #expect(script.contains("\n_ferry_job_list() {\n    _arguments -s -S \\\n"))
        #expect(script.contains("'*'--state='[Only jobs in this state.]:state:(queued running failed)'"))
        #expect(script.contains("'(-n --limit)'{-n+,--limit=}'[How many to list.]:limit: '"))
        #expect(script.contains("'*:file:_files'"))
        #expect(script.contains("'1::name: '"))
        #expect(script.contains("'1:id:_ferry_ask jobs'"))
        #expect(script.contains("'list:Lists jobs.'"))
    }

    @Test("help with signs that shells read stays help")
    func quoting() {
        let odd = Flag("odd", help: "It's [a:b] $HOME `x` \\ \"q\".")
        let program = Program(
            root: Command("t", summary: "T.", options: [odd], changes: .nothing, run: 0),
            version: "1",
            exitStatus: []
        )
        #expect(program.completionScript(for: .zsh).contains(#"'[It'\''s \[a\:b\] $HOME `x` \\ "q".]'"#))
        #expect(program.completionScript(for: .fish).contains(#"-l odd -d 'It\'s [a:b] $HOME `x` \\ "q".'"#))
    }
}
