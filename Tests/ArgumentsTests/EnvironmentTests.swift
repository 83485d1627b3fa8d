import Arguments
import Testing

@Suite("Values from the environment")
struct EnvironmentTests {
    @Test("a variable stands in for an option that is not typed")
    func fallback() throws {
        let values = try Sample.values("refresh delta", ["FERRY_MINUTES": "15"])
        #expect(values[Sample.minutes] == 15)
        #expect(values.origin(of: Sample.minutes) == .environment("FERRY_MINUTES"))
    }

    @Test("the command line beats the environment, and that beats the default")
    func precedence() throws {
        let typed = try Sample.values("refresh delta -m 5", ["FERRY_MINUTES": "15"])
        #expect(typed[Sample.minutes] == 5)
        #expect(typed.origin(of: Sample.minutes) == .commandLine)
        #expect(try Sample.values("refresh delta").origin(of: Sample.minutes) == .unset)
    }

    @Test("an empty variable counts as unset")
    func empty() throws {
        #expect(try Sample.values("refresh delta", ["FERRY_MINUTES": ""])[Sample.minutes] == 2880)
        #expect(try !Sample.values("serve", ["NO_COLOR": ""])[Sample.plain])
    }

    @Test("a variable can give what is required")
    func required() throws {
        #expect(try Sample.values("build", ["FERRY_SITE": "plant-7"])[Sample.site] == "plant-7")
    }

    @Test(
        "a flag's variable says on or off",
        arguments: [
            ("1", true), ("true", true), ("YES", true), ("On", true), ("0", false), ("no", false), ("off", false),
        ]
    )
    func flags(text: String, isOn: Bool) throws {
        #expect(try Sample.values("serve", ["FERRY_VERBOSE": text])[Sample.verbose] == isOn)
    }

    @Test("for some variables being there is enough", arguments: ["1", "0", "no", "anything"])
    func presence(text: String) throws {
        #expect(try Sample.values("serve", ["NO_COLOR": text])[Sample.plain])
    }

    @Test("a wrong variable is refused by its own name")
    func wrong() throws {
        let error = try Sample.mistake("serve", ["FERRY_VERBOSE": "perhaps"])
        #expect(error.subject == "FERRY_VERBOSE")
        #expect(error.code == .invalidValue)
        #expect(try Sample.mistake("refresh delta", ["FERRY_MINUTES": "soon"]).subject == "FERRY_MINUTES")
    }

    @Test("in an exclusive set what is typed silences a variable")
    func exclusive() throws {
        let values = try Sample.values("serve --quiet", ["FERRY_VERBOSE": "1"])
        #expect(values[Sample.quiet])
        #expect(!values[Sample.verbose])
        let build = try Sample.values("build -s a --full", ["FERRY_LOCKFILE": "yarn.lock"])
        #expect(build[Sample.lockfile] == nil)
    }

    @Test("two variables of an exclusive set conflict by their own names")
    func conflict() throws {
        let error = try Sample.mistake("serve", ["FERRY_VERBOSE": "1", "FERRY_QUIET": "1"])
        #expect(error.cause == "'FERRY_VERBOSE' and 'FERRY_QUIET' cannot be given together")
        _ = try Sample.values("serve", ["FERRY_VERBOSE": "1", "FERRY_QUIET": "0"])
    }
}
