import Testing

@testable import Npm

@Suite("Registry paths")
struct RegistryRouteTests {
    @Test(
        "packuments",
        arguments: [
            (["lodash"], "lodash"), (["@babel", "core"], "@babel/core"), (["@babel/core"], "@babel/core"), (["-"], "-"),
            (["lodash", ""], "lodash"), (["", "lodash"], "lodash"), (["@babel", "", "core", "", ""], "@babel/core"),
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
            (["-", "-", "--0.0.1.tgz"], "-", "--0.0.1.tgz"), (["lodash", "-", "a.tgz", ""], "lodash", "a.tgz"),
        ]
    )
    func tarballs(segments: [String], name: String, file: String) throws {
        #expect(RegistryRoute(segments[...]) == .tarball(try PackageName(name), try TarballFileName(file)))
    }

    @Test(
        "one version, by its number, a tag or a range",
        arguments: [
            (["lodash", "4.17.21"], "lodash", "4.17.21"), (["lodash", "latest"], "lodash", "latest"),
            (["@babel", "core", "7.0.0", ""], "@babel/core", "7.0.0"),
            (["@babel/core", "next"], "@babel/core", "next"),
            (["lodash", "^4.0.0"], "lodash", "^4.0.0"), (["lodash", ">=1 <3 || 5"], "lodash", ">=1 <3 || 5"),
            (["lodash", "*"], "lodash", "*"), (["lodash", "v1.0.0"], "lodash", "v1.0.0"),
            (["-", "0.0.1"], "-", "0.0.1"),
        ]
    )
    func versions(segments: [String], name: String, spec: String) throws {
        #expect(RegistryRoute(segments[...]) == .manifest(try PackageName(name), try RegistrySpec(spec)))
    }

    @Test(
        "the tags of a package",
        arguments: [
            (["-", "package", "lodash", "dist-tags"], "lodash"), (["-", "package", "@s", "n", "dist-tags"], "@s/n"),
            (["-", "package", "@s/n", "dist-tags", ""], "@s/n"), (["-", "package", "-", "dist-tags"], "-"),
        ]
    )
    func tags(segments: [String], name: String) throws {
        #expect(RegistryRoute(segments[...]) == .tags(try PackageName(name)))
    }

    @Test(
        "a tarball's path is found behind the path of any registry",
        arguments: [
            (["artifactory", "api", "npm", "npm-remote", "a", "-", "a-1.tgz"], "a", "a-1.tgz"),
            (["repository", "npm-group", "@s", "n", "-", "n-1.tgz"], "@s/n", "n-1.tgz"),
            (["x", "@s/n", "-", "@s", "n-1.tgz"], "@s/n", "n-1.tgz"), (["a", "-", "a-1.tgz"], "a", "a-1.tgz"),
            (["a", "download", "a-1.tgz"], "a", "a-1.tgz"),
            (["x", "@s", "n", "download", "@s", "n-1.tgz"], "@s/n", "n-1.tgz"),
            (["npm", "-", "npm-1.tgz"], "npm", "npm-1.tgz"), (["download", "-", "a-1.tgz"], "download", "a-1.tgz"),
            (["x", "-", "-", "--1.tgz"], "-", "--1.tgz"), (["npm", "", "a", "-", "a-1.tgz"], "a", "a-1.tgz"),
            (["a", "-", "b", "-", "b-1.tgz"], "b", "b-1.tgz"), (["x", "@s", "n", "-", "n-1.tgz"], "@s/n", "n-1.tgz"),
        ]
    )
    func behindAnything(segments: [String], name: String, file: String) throws {
        #expect(RegistryRoute(endOf: segments[...]) == .tarball(try PackageName(name), try TarballFileName(file)))
    }

    @Test(
        "what ends in no tarball of a package is none",
        arguments: [
            [], ["-"], ["-", "a-1.tgz"], ["x", "a"], ["x", "a", "-"], ["x", "a", "-", "package.json"],
            ["x", "..", "-", "a-1.tgz"], ["x", "a", "-", ".a.tgz"], ["x", "a", "-", "b", "c.tgz"],
            ["download", "a-1.tgz"], ["artifacts", "diff-1", "download"], ["x", "a", "b", "a-1.tgz"],
            ["x", ".packferry", "-", "a-1.tgz"], ["x", "@s", "-", "a-1.tgz"], ["@s", "..", "-", "a-1.tgz"],
        ]
    )
    func behindNothing(segments: [String]) {
        #expect(RegistryRoute(endOf: segments[...]) == nil)
    }

    @Test("the registry's own paths")
    func ownPaths() {
        #expect(RegistryRoute([]) == .root)
        #expect(RegistryRoute([""]) == .root)
        #expect(RegistryRoute(["-", "ping"]) == .ping)
        #expect(RegistryRoute(["-", "v1", "search"]) == .search)
        #expect(RegistryRoute(["-", "all"]) == .all)
    }

    @Test(
        "everything else is no path of a registry",
        arguments: [
            [".."], [".packferry"], ["..", "x"], ["lodash", ".."], ["lodash", "-"], ["lodash", ".hidden"],
            ["lodash", "-", ".."], ["lodash", "-", "../package.json"], ["lodash", "-", "package.json"],
            ["lodash", "-", ".x.tgz"], ["lodash", "a b"], ["lodash", "-rev"], ["lodash", "-rev", "1"],
            ["lodash", "-", "a", "b.tgz"], ["lodash", "-", "@other", "a.tgz"], ["@babel"],
            ["@babel", "core", "-", "@other", "a.tgz"],
            ["@babel", ".."], ["@..", "x"], ["@babel/../x"], ["a/b"], ["lodash%2f.."],
            ["@a%2fb"], ["-", "whoami"], ["-", "latest"], ["-", "package", "lodash"], ["-", "package", "dist-tags"],
            ["lodash", "-", "a.tgz.packferry"], ["-", "v1", "login"], ["lodash\u{0}"],
            ["node_modules"], ["-", "package", "lodash", "dist-tags", "latest"],
            ["lodash", "x", "lodash-1.tgz"], ["@babel", "core", "x", "core-1.tgz"],
        ]
    )
    func others(segments: [String]) {
        #expect(RegistryRoute(segments[...]) == nil)
    }
}
