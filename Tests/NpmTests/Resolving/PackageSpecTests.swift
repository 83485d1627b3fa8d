import Posix
import Testing

@testable import Npm

@Suite("Dependencies")
struct PackageSpecTests {
    @Test("npm's reading of a dependency", arguments: SpecFact.all + SpecFact.corners)
    func reading(fact: SpecFact) throws {
        #expect(try kind { () throws(SpecError) in try PackageSpec(fact.text) } == fact.kind)
    }

    @Test("npm's reading of name@dependency", arguments: SpecFact.all)
    func argument(fact: SpecFact) throws {
        #expect(try kind { () throws(SpecError) in try PackageArgument("foo@\(fact.text)").spec } == fact.kind)
    }

    @Test("an argument's name ends at the first @ that is not a scope's")
    func names() throws {
        let plain = try PackageArgument("foo")
        #expect(plain.name.string == "foo" && plain.spec == .registry(.any))
        let scoped = try PackageArgument("@s/foo@1")
        #expect(scoped.name.string == "@s/foo")
        #expect(scoped.spec == .registry(try RegistrySpec("1")))
        #expect(try PackageArgument("@s/foo").spec == .registry(.any))
        #expect(throws: SpecError(.invalidName, "../x@1")) { try PackageArgument("../x@1") }
        #expect(throws: SpecError(.invalidName, "@s@1")) { try PackageArgument("@s@1") }
        #expect(throws: SpecError(.invalidName, "")) { try PackageArgument("") }
    }

    @Test("only what npm asks a registry for is looked up, and an alias under its target's name")
    func lookup() throws {
        let name = try PackageName("foo")
        #expect(try PackageSpec("^1").lookup(as: name)?.name == name)
        #expect(try PackageSpec("npm:@s/bar@^1").lookup(as: name)?.name.string == "@s/bar")
        #expect(try PackageSpec("npm:@s/bar@^1").lookup(as: name)?.spec.text == "^1")
        for text in ["u/r", "https://h/x.tgz", "file:x", "x.tgz"] {
            #expect(try PackageSpec(text).lookup(as: name) == nil)
        }
    }

    @Test("a refusal is one printable sentence", arguments: SpecError.Code.allCases)
    func refusal(code: SpecError.Code) {
        let error = SpecError(code, "a\u{1B}[31m\nb")
        #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        #expect(error.description.hasSuffix(code.rawValue))
    }

    private func kind(_ read: () throws(SpecError) -> PackageSpec) throws -> SpecFact.Kind {
        let spec: PackageSpec
        do {
            spec = try read()
        } catch {
            return .refused(error.code)
        }
        let folder = try AbsolutePath("/tmp")
        switch spec {
        case .registry(let spec): return kind(spec)
        case .alias(let name, let spec): return .alias(name.string, spec.text)
        case .git(let url): return .git(url)
        case .remote(let url): return .remote(url)
        case .file(let path): return .file(try AbsolutePath(path, relativeTo: folder).string)
        case .directory(let path): return .directory(try AbsolutePath(path, relativeTo: folder).string)
        }
    }

    private func kind(_ spec: RegistrySpec) -> SpecFact.Kind {
        switch spec.kind {
        case .version: .version(spec.text)
        case .range: .range(spec.text)
        case .tag: .tag(spec.text)
        }
    }
}
