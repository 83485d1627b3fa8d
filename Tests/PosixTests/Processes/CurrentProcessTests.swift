import Foundation
import Testing

@testable import Posix

struct CurrentProcessTests {
    @Test("as many files may be open as the administrator allows")
    func fileLimit() throws {
        CurrentProcess.raiseFileLimit()
        let limits = try String(contentsOfFile: "/proc/self/limits", encoding: .utf8)
        let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max open files") })
        let words = line.split(separator: " ")
        #expect(words[3] == words[4])
    }
}
