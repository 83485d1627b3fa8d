import Arguments
import Testing

@Suite("Types of values")
struct ValueTypeTests {
    enum Colour: String, CaseIterable { case red, green, blue }

    static let text = Option<String?>("text", .string, help: "Any text.")
    static let name = Option<String?>("name", .nonEmpty, help: "A name.")
    static let file = Option<String?>("file", .file, help: "A file.")
    static let folder = Option<String?>("folder", .directory, help: "A folder.")
    static let count = Option<Int?>("count", .integer, help: "A number.")
    static let port = Option<Int?>("port", .integer(in: 0...65_535), help: "A port.")
    static let colour = Option<Colour>("colour", .choice(of: Colour.self), default: .green, help: "A colour.")
    static let even = Option<Int?>("even", .integer.validated { $0 % 2 == 0 ? nil : "it is odd" }, help: "An even one.")
    static let program = Program(
        root: Command(
            "t",
            summary: "T.",
            options: [text, name, file, folder, count, port, colour, even],
            changes: .nothing,
            run: 0
        ),
        version: "1",
        exitStatus: []
    )

    @Test(
        "a value of its type is taken as it stands",
        arguments: [
            "--text=", "--text= ", "--text=\u{0}", "--name=x", "--file=a b", "--file=-", "--folder=/", "--count=-7",
            "--count=9223372036854775807", "--count=007", "--port=0", "--port=65535", "--colour=blue", "--even=-2",
        ]
    )
    func taken(word: String) {
        guard case .run = Self.program.parse([word]) else {
            Issue.record("\(word) was refused")
            return
        }
    }

    @Test(
        "anything else is refused with the reason",
        arguments: [
            ("--name=", "it must not be empty"), ("--file=", "a path must not be empty"),
            ("--folder=a\u{0}", "a path must not hold a NUL"), ("--count= 7", "a whole number is needed"),
            ("--count=9223372036854775808", "a whole number is needed"),
            ("--count=\u{663}", "a whole number is needed"),
            ("--count=1_000", "a whole number is needed"), ("--count=1e3", "a whole number is needed"),
            ("--port=65536", "it must be between 0 and 65535"), ("--port=-1", "it must be between 0 and 65535"),
            ("--colour=Blue", "it must be one of red, green, blue; did you mean 'blue'?"),
            ("--colour=", "it must be one of red, green, blue"), ("--even=3", "it is odd"),
            ("--even=x", "a whole number is needed"),
        ]
    )
    func refused(word: String, reason: String) {
        guard case .failure(let error) = Self.program.parse([word]) else {
            Issue.record("\(word) was taken")
            return
        }
        #expect(error.code == .invalidValue)
        #expect(error.cause.hasSuffix(": \(reason)"))
    }

    @Test("values are read in the type that they were declared with")
    func types() {
        let words = ["--text", "a", "--count", "-7", "--colour", "red", "--even", "4"]
        guard case .run(_, let values) = Self.program.parse(words) else {
            Issue.record("the line was refused")
            return
        }
        #expect(values[Self.text] == "a")
        #expect(values[Self.count] == -7)
        #expect(values[Self.colour] == .red)
        #expect(values[Self.even] == 4)
        #expect(values[Self.port] == nil)
        #expect(values.origin(of: Self.port) == .unset)
        #expect(values.origin(of: Self.text) == .commandLine)
    }

    @Test("a program may be a single command")
    func singleCommand() {
        guard case .help(let help) = Self.program.parse(["--help"]) else {
            Issue.record("there was no help")
            return
        }
        #expect(help.hasPrefix("T.\n\nUSAGE\n  t [options]\n\nOPTIONS\n"))
        #expect(help.contains("--colour <colour>  A colour. (one of: red, green, blue; default: green)"))
        #expect(!help.contains("EXIT STATUS"))
    }
}
