import Testing

@testable import Npm

/// What npm itself (npm-package-arg 11.0.2) makes of a dependency `foo` with this value, in a package in `/tmp`.
struct SpecFact: Sendable, CustomTestStringConvertible {
    enum Kind: Equatable, Sendable {
        case version(String), range(String), tag(String)
        case alias(String, String)
        case git(String?), remote(String)
        case file(String), directory(String)
        case refused(SpecError.Code)
    }

    let text: String
    let kind: Kind

    init(_ text: String, _ kind: Kind) {
        self.text = text
        self.kind = kind
    }

    var testDescription: String { "\"\(text)\"" }

    static let all: [SpecFact] = [
        SpecFact("", .range("*")),
        SpecFact("latest", .tag("latest")),
        SpecFact("next", .tag("next")),
        SpecFact("npm:bar@^1", .alias("bar", "^1")),
        SpecFact("npm:@s/bar@^1", .alias("@s/bar", "^1")),
        SpecFact("npm:bar", .alias("bar", "*")),
        SpecFact("npm:bar@latest", .alias("bar", "latest")),
        SpecFact("git+ssh://git@h/x.git#semver:^1", .git("ssh://git@h/x.git")),
        SpecFact("github:u/r", .git(nil)),
        SpecFact("u/r", .git(nil)),
        SpecFact("u/r#v1", .git(nil)),
        SpecFact("http://h/x.tgz", .remote("http://h/x.tgz")),
        SpecFact("https://github.com/u/r", .git("https://github.com/u/r.git")),
        SpecFact("https://github.com/u/r/archive/x.tar.gz", .remote("https://github.com/u/r/archive/x.tar.gz")),
        SpecFact("file:../x", .directory("/x")),
        SpecFact("./x", .directory("/tmp/x")),
        SpecFact("x.tgz", .file("/tmp/x.tgz")),
        SpecFact("workspace:^1", .refused(.unsupportedProtocol)),
        SpecFact("link:../x", .refused(.unsupportedProtocol)),
        SpecFact("catalog:", .refused(.unsupportedProtocol)),
        SpecFact("patch:bar", .refused(.unsupportedProtocol)),
        SpecFact("jsr:@a/b@1", .refused(.unsupportedProtocol)),
        SpecFact("1.x || 2", .range("1.x || 2")),
        SpecFact(" 1.2.3", .version("1.2.3")),
        SpecFact("gist:123", .git(nil)),
        SpecFact("bitbucket:u/r", .git(nil)),
        SpecFact("^1.0", .range("^1.0")),
        SpecFact("1", .range("1")),
        SpecFact("git@github.com:u/r.git", .git("ssh://git@github.com/u/r.git")),
    ]

    /// Corners beyond the usual, answered by the same npm.
    static let corners: [SpecFact] = [
        SpecFact("http://github.com/u/r", .git("ssh://git@github.com/u/r.git")),
        SpecFact("git://github.com/u/r", .git("git://github.com/u/r.git")),
        SpecFact("git+https://github.com/u/r.git#v1", .git("https://github.com/u/r.git")),
        SpecFact("https://user:key@github.com/u/r", .git("https://user:key@github.com/u/r.git")),
        SpecFact("https://www.github.com/u/r", .git("https://github.com/u/r.git")),
        SpecFact("https://github.com:443/u/r", .git("https://github.com/u/r.git")),
        SpecFact("https://github.com/u/r?x=1", .git("https://github.com/u/r.git")),
        SpecFact("https://github.com/u/r/tree/x", .git("https://github.com/u/r.git")),
        SpecFact("https://github.com/u", .remote("https://github.com/u")),
        SpecFact("git+ssh://git@gitlab.com:a/b/c.git", .git("ssh://git@gitlab.com/a/b/c.git")),
        SpecFact("https://gitlab.com/a/b/-/archive/x.tar.gz", .remote("https://gitlab.com/a/b/-/archive/x.tar.gz")),
        SpecFact("https://gist.github.com/u/abc", .git("https://gist.github.com/abc.git")),
        SpecFact("git@gist.github.com:abc.git", .git("ssh://git@gist.github.com/abc.git")),
        SpecFact("https://bitbucket.org/u/r/get/x.tgz", .remote("https://bitbucket.org/u/r/get/x.tgz")),
        SpecFact("https://git.sr.ht/~u/r", .git("https://git.sr.ht/~u/r.git")),
        SpecFact("git+ssh://git@h:u/x.git", .git("git@h:u/x.git")),
        SpecFact("git+ssh://git@h:22/x.git", .git("ssh://git@h:22/x.git")),
        SpecFact("git+rsync://h/x", .git("rsync://h/x")),
        SpecFact("GitHub:u/r", .git(nil)),
        SpecFact("u/r#a/b@c:d e", .git(nil)),
        SpecFact("HTTPS://x/y.tgz", .remote("HTTPS://x/y.tgz")),
        SpecFact("https://", .refused(.invalidURL)),
        SpecFact("ssh://h/x", .refused(.unsupportedProtocol)),
        SpecFact("git+foo://h", .refused(.unsupportedProtocol)),
        SpecFact("portal:x", .refused(.unsupportedProtocol)),
        SpecFact("git@h.com:u/r.git", .directory("/tmp/git@h.com:u/r.git")),
        SpecFact("u/r/s", .directory("/tmp/u/r/s")),
        SpecFact("/abs", .directory("/abs")),
        SpecFact("file:x.tgz", .file("/tmp/x.tgz")),
        SpecFact("next.tar", .file("/tmp/next.tar")),
        SpecFact("~1.2", .range("~1.2")),
        SpecFact("=v1.0.0", .version("=v1.0.0")),
        SpecFact("-", .tag("-")),
        SpecFact("a b", .refused(.invalidTag)),
        SpecFact("nexť", .refused(.invalidTag)),
        SpecFact("npm:x@npm:y", .refused(.invalidAlias)),
        SpecFact("npm:./x", .refused(.invalidName)),
        SpecFact("npm:Bad Name@1", .refused(.invalidName)),
        SpecFact("NPM:x@1", .alias("x", "1")),
        SpecFact("npm:x@^1 || 2", .alias("x", "^1 || 2")),
    ]
}
