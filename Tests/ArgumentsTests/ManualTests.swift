import Arguments
import TestSupport
import Testing

@Suite("Manuals")
struct ManualTests {
    private let pages = Sample.program.manPages(date: "2026-11-21")

    @Test("every command has a page, groups first")
    func pageNames() {
        let expected = [
            "ferry.1", "ferry-serve.1", "ferry-refresh.1", "ferry-refresh-full.1", "ferry-refresh-delta.1",
            "ferry-job.1",
            "ferry-job-list.1", "ferry-job-show.1", "ferry-build.1", "ferry-snapshot.1", "ferry-verify.1",
            "ferry-register.1", "ferry-echo.1",
        ]
        #expect(pages.map(\.fileName) == expected)
    }

    @Test("a page is this roff")
    func golden() throws {
        let page = try #require(pages.first { $0.fileName == "ferry-job-show.1" })
        let expected = #"""
            .TH "FERRY-JOB-SHOW" "1" "2026-11-21" "ferry 1.2.3" "ferry manual"
            .SH "NAME"
            ferry\-job\-show \- Shows one job.
            .SH "SYNOPSIS"
            ferry job show [options] <id>
            .SH "ARGUMENTS"
            .TP
            \fB<id>\fP
            The job.
            .PP
            ferry(1) has the options that go with every command, and the exit codes.
            .SH "SEE ALSO"
            ferry\-job(1)

            """#
        #expect(page.text == expected)
    }

    @Test("what roff would read as its own is escaped")
    func escapes() throws {
        let root = Command(
            "t",
            summary: "T.",
            discussion: ".dot 'quote' a\\b\n'c\n\n\"d\" ~^`",
            changes: .nothing,
            run: 0
        )
        let page = try #require(Program(root: root, version: "1", exitStatus: []).manPages(date: "d").first)
        let expected = #"""
            .SH "DESCRIPTION"
            \&.dot \(aqquote\(aq a\eb
            \(aqc
            .PP
            \(dqd\(dq \(ti\(ha\(ga

            """#
        #expect(page.text.contains(expected))
    }

    @Test("groff finds nothing to warn about", .needs("groff"))
    func groff() throws {
        let text = Sample.program.manual(.man, date: "2026-11-21")
        let outcome = try StockTool("groff").run(["-man", "-ww", "-Tascii", "-z"], in: "/tmp", input: text)
        #expect(outcome.status == 0 && outcome.output + outcome.complaints == "")
    }

    @Test("mandoc finds nothing to warn about", .needs("mandoc"))
    func mandoc() throws {
        for page in pages {
            let outcome = try StockTool("mandoc").run(["-Tlint"], in: "/tmp", input: page.text)
            #expect(outcome.status == 0 && outcome.output + outcome.complaints == "", "\(page.fileName): \(outcome)")
        }
    }

    @Test("the man format is all pages one after another")
    func man() {
        #expect(Sample.program.manual(.man, date: "2026-11-21") == pages.map(\.text).joined())
    }

    @Test("the Markdown reference has a heading for every command and escapes markup")
    func markdown() {
        let text = Sample.program.manual(.markdown, date: "")
        #expect(
            text.hasPrefix(
                "# ferry\n\nCarries things across.\n\n```\nferry [options] <command>\n```\n\n- `ferry serve`: Runs"
            )
        )
        #expect(text.contains("\n## ferry job list\n\nLists jobs.\n"))
        #expect(text.contains("- `--only <spec>`: Carry just these. (may be repeated)\n"))
        #expect(text.contains("(default: 2880; environment: FERRY\\_MINUTES)"))
        #expect(
            text.contains(
                "is no proof.\n\n```\nferry job list\n```\n\nWhat changed in the last hour:\n\n```\nferry refresh"
            )
        )
        #expect(text.contains("Exactly one of \\<receipt\\>, --code."))
        #expect(text.hasSuffix("## Exit status\n\n- `0`: done\n- `3`: partial\n- `64`: usage\n"))
    }
}
