import Foundation

/// The built program, which these tests know only from outside.
enum Packferry {
    /// `PACKFERRY_BINARY`, else the one that was built beside this test.
    static let executable = Executable(at: path)

    /// Whether it was built.
    static let isBuilt = FileManager.default.isExecutableFile(atPath: path)

    private static let path: String = {
        if let given = ProcessInfo.processInfo.environment["PACKFERRY_BINARY"], !given.isEmpty { return given }
        let test = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return test.deletingLastPathComponent().appendingPathComponent("packferry").path
    }()
}
