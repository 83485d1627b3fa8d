import Arguments
import Testing

@Suite("Help")
struct HelpTextTests {
    private func help(_ words: [String], style: TextStyle = TextStyle()) throws -> String {
        guard case .help(let text) = Sample.program.parse(words + ["--help"], style: style) else { throw NoHelp() }
        return text
    }

    struct NoHelp: Error {}

    @Test("a command's help is this text")
    func golden() throws {
        let expected = """
            Refreshes what changed lately.

            USAGE
              ferry refresh delta [options]

            DESCRIPTION
              Asks upstream for every package that changed in the last minutes, and fetches
              what is missing here. Nothing is deleted.

              The storage is looked at afterwards: an answer of 200 is no proof.
                ferry job list

            EXAMPLES
              What changed in the last hour:
                ferry refresh delta -m 60

            OPTIONS
              -m, --minutes <minutes>  How far to look back. (default: 2880; environment:
                                       FERRY_MINUTES)

            GLOBAL OPTIONS
              -c, --config <config>  The configuration to read. (default: ferry.yaml;
                                     environment: FERRY_CONFIG)
              -v, --verbose          Say more. (environment: FERRY_VERBOSE)
              -q, --quiet            Say only what failed. (environment: FERRY_QUIET)
                  --no-color         Write without colours. (environment: NO_COLOR)
              -h, --help             Show this help.
                  --version          Print the version.

            EXIT STATUS
              0   done
              3   partial
              64  usage

            """
        #expect(try help(["refresh", "delta"]) == expected)
    }

    @Test("a group's help lists its commands and says how to go on")
    func group() throws {
        let text = try help(["job"])
        #expect(
            text.hasPrefix(
                "Looks after jobs.\n\nUSAGE\n  ferry job [options] <command>\n\nCOMMANDS\n  list  Lists jobs.\n"
            )
        )
        #expect(text.hasSuffix("\n\nRun 'ferry job <command> --help' for what one of them takes.\n"))
    }

    @Test("only the top shows what is asked once in a life")
    func topLevel() throws {
        #expect(try help([]).contains("--generate-completion-script <shell>"))
        #expect(try !help(["job"]).contains("--generate"))
    }

    @Test(
        "the usage line says what must be given",
        arguments: [
            ("build", "ferry build --site <site> [options]"), ("job show", "ferry job show [options] <id>"),
            ("snapshot", "ferry snapshot [options] [<name>]"), ("verify", "ferry verify [options] <file>..."),
            ("echo", "ferry echo [options] [<word>...]"), ("refresh", "ferry refresh [options] <command>"),
        ]
    )
    func usage(line: String, expected: String) throws {
        #expect(try help(line.split(separator: " ").map(String.init)).contains("\n  \(expected)\n"))
    }

    @Test("choices, repetition, need and rules are said")
    func notes() throws {
        let wide = TextStyle(width: 132)
        #expect(try help(["job", "list"], style: wide).contains("(may be repeated; one of: queued, running, failed)"))
        let build = try help(["build"], style: wide)
        #expect(build.contains("The site to build for. (required; environment: FERRY_SITE)"))
        #expect(build.contains("RULES\n  At most one of --full, --only, --lockfile.\n"))
        #expect(try help(["register"], style: wide).contains("Exactly one of <receipt>, --code."))
    }

    @Test("every line fits the width, at any width", arguments: [40, 60, 80, 132])
    func width(width: Int) throws {
        for page in [["job"], ["refresh", "delta"], ["build"], ["job", "list"]] {
            let text = try help(page, style: TextStyle(width: width))
            #expect(text.split(separator: "\n").filter { $0.count > width }.isEmpty)
        }
    }

    @Test("a width that cannot hold text is taken for 40")
    func narrow() throws {
        #expect(try help(["build"], style: TextStyle(width: -3)) == help(["build"], style: TextStyle(width: 40)))
    }

    @Test("help is plain ASCII, and bold only when asked")
    func colour() throws {
        #expect(try help([]).utf8.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) })
        let coloured = try help([], style: TextStyle(isColoured: true))
        #expect(coloured.contains("\u{1B}[1mUSAGE\u{1B}[0m"))
        #expect(try coloured.replacing("\u{1B}[1m", with: "").replacing("\u{1B}[0m", with: "") == help([]))
    }
}
