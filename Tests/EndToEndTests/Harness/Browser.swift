import Foundation
import Testing

/// The distribution's Chromium without a window, driven by Playwright for Python.
enum Browser {
    /// `PACKFERRY_PYTHON`, as of a virtual environment that has Playwright, else the system's.
    static let python = Executable(at: ProcessInfo.processInfo.environment["PACKFERRY_PYTHON"] ?? "/usr/bin/python3")

    fileprivate static func isInstalled() async -> Bool {
        guard Executable("chromium") != nil else { return false }
        return (try? await python.run(["-c", "import playwright"], in: "/tmp").status) == 0
    }
}

extension Trait where Self == ConditionTrait {
    /// Needs Chromium, and Playwright for Python.
    static var needsBrowser: ConditionTrait {
        .enabled("not run: chromium, or Playwright for Python (PACKFERRY_PYTHON), is not installed") {
            await Browser.isInstalled()
        }
    }
}
