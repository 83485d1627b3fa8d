import Foundation
import JSON
import TestSupport
import Testing

/// The distribution's Chromium without a window, driven by Playwright for Python.
enum Browser {
    /// `PACKFERRY_PYTHON`, as of a virtual environment that has Playwright and axe, else the system's.
    static let python = Executable(at: ProcessInfo.processInfo.environment["PACKFERRY_PYTHON"] ?? "/usr/bin/python3")

    /// What the program serves as its page.
    static let pages = "\(checkout)/Public"

    /// A story of those in `Browser/`, as a file.
    static func story(_ file: String) -> String { "\(checkout)/Tests/EndToEndTests/Browser/\(file)" }

    /// Tells a story with what it needs to know, and fails with what went wrong in it.
    static func tell(_ name: String, _ told: JSONValue) async throws {
        let chromium = try Executable.needed("chromium").path
        let known = told.setting("chromium", to: .string(chromium))
        let arguments = ["-B", story("\(name).py"), String(decoding: known.encoded(), as: UTF8.self)]
        try await python.run(arguments, in: TemporaryDirectory.current).succeeded()
    }

    private static let checkout = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")

    fileprivate static func isInstalled() async -> Bool {
        guard Executable("chromium") != nil else { return false }
        let needed = ["-c", "import playwright, axe_playwright_python"]
        return (try? await python.run(needed, in: "/tmp").status) == 0
    }
}

extension Trait where Self == ConditionTrait {
    /// Needs Chromium, Playwright for Python and axe.
    static var needsBrowser: ConditionTrait {
        .enabled("not run: chromium, or Playwright and axe for Python (PACKFERRY_PYTHON), are not installed") {
            await Browser.isInstalled()
        }
    }
}
