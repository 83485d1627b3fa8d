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
