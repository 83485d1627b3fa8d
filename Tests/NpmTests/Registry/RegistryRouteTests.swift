import Testing

@testable import Npm

@Suite("Registry paths")
struct RegistryRouteTests {
    @Test(
        "packuments",
        arguments: [
            (["lodash"], "lodash"), (["@babel", "core"], "@babel/core"), (["@babel/core"], "@babel/core"), (["-"], "-"),
        ]
    )
    func packuments(segments: [String], name: String) throws {
        #expect(RegistryRoute(segments[...]) == .packument(try PackageName(name)))
    }

    @Test(
        "tarballs, with Verdaccio's repeated scope too",
        arguments: [
            (["lodash", "-", "lodash-1.tgz"], "lodash", "lodash-1.tgz"),
            (["@babel", "core", "-", "core-7.tgz"], "@babel/core", "core-7.tgz"),
            (["@babel/core", "-", "core-7.tgz"], "@babel/core", "core-7.tgz"),
            (["@babel", "core", "-", "@babel", "core-7.tgz"], "@babel/core", "core-7.tgz"),
            (["@babel/core", "-", "@babel/core-7.tgz"], "@babel/core", "core-7.tgz"),
            (["-", "-", "--0.0.1.tgz"], "-", "--0.0.1.tgz"),
        ]
    )
    func tarballs(segments: [String], name: String, file: String) throws {
        #expect(RegistryRoute(segments[...]) == .tarball(try PackageName(name), try TarballFileName(file)))
    }

    @Test("the registry's own paths")
    func ownPaths() {
        #expect(RegistryRoute(["-", "ping"]) == .ping)
        #expect(RegistryRoute(["-", "v1", "search"]) == .search)
        #expect(RegistryRoute(["-", "all"]) == .all)
    }

    @Test(
        "everything else is no path of a registry",
        arguments: [
            [], [""], [".."], [".packferry"], ["..", "x"], ["lodash", ".."], ["lodash", "1.0.0"], ["lodash", "-"],
            ["lodash", ""],
            ["lodash", "-", ".."], ["lodash", "-", "../package.json"], ["lodash", "-", "package.json"],
            ["lodash", "-", ".x.tgz"],
            ["lodash", "-", "a", "b.tgz"], ["lodash", "-", "@other", "a.tgz"], ["@babel"],
            ["@babel", "core", "-", "@other", "a.tgz"],
            ["@babel", ".."], ["@..", "x"], ["@babel/../x"], ["@babel", "core", "x"], ["a/b"], ["lodash%2f.."],
            ["@a%2fb"], ["-", "whoami"],
            ["lodash", "-", "a.tgz.packferry"], ["-", "v1", "login"], ["lodash", "-", "a.tgz", ""], ["lodash\u{0}"],
            ["node_modules"],
            ["lodash", "x", "lodash-1.tgz"], ["@babel", "core", "x", "core-1.tgz"], ["@babel/core", "core-1.tgz"],
        ]
    )
    func others(segments: [String]) {
        #expect(RegistryRoute(segments[...]) == nil)
    }
}
