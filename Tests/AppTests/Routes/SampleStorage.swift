import FoundationEssentials

/// A storage with two packages and three tarballs, of which the version 1.2.0 of the first was never fetched.
enum SampleStorage {
    static let files = 5

    static func write(to folder: String) throws {
        try write(package, "package.json", in: "\(folder)/a")
        try write("a@1.0.0\n", "a-1.0.0.tgz", in: "\(folder)/a")
        try write("a@1.1.0\n", "a-1.1.0.tgz", in: "\(folder)/a")
        try write(scoped, "package.json", in: "\(folder)/@s/b")
        try write("@s/b@2.0.0\n", "b-2.0.0.tgz", in: "\(folder)/@s/b")
    }

    /// Writes one file, and its folder first.
    static func write(_ text: String, _ name: String, in folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }

    /// The size of everything in it.
    static var bytes: Int { package.utf8.count + scoped.utf8.count + 8 + 8 + 11 }

    private static let package = """
        {"name":"a","dist-tags":{"latest":"1.1.0"},"versions":{\
        "1.1.0":{"name":"a","version":"1.1.0","description":"the second","dist":{\
        "tarball":"http://upstream.example/a/-/a-1.1.0.tgz","shasum":"67391c79f34e9e15ff402519de36b4741c30e6a3"}},\
        "1.0.0":{"name":"a","version":"1.0.0","dist":{\
        "tarball":"http://upstream.example/a/-/a-1.0.0.tgz","shasum":"72ecc4a6727506084d32eba6d71f9dff33b58d78"}},\
        "1.2.0":{"name":"a","version":"1.2.0","dist":{\
        "tarball":"http://upstream.example/a/-/a-1.2.0.tgz","shasum":"9cbccd4831d515802170dfe5a39994b4a851f6ef"}}},\
        "_attachments":{"a-1.0.0.tgz":{},"a-1.1.0.tgz":{}}}
        """

    private static let scoped = """
        {"name":"@s/b","dist-tags":{"latest":"2.0.0"},"versions":{\
        "2.0.0":{"name":"@s/b","version":"2.0.0","dist":{\
        "tarball":"http://upstream.example/@s/b/-/b-2.0.0.tgz","shasum":"db48f670983aceb9dcea9ea6cd21397f1a5dc965"}}},\
        "_attachments":{"b-2.0.0.tgz":{}}}
        """
}
