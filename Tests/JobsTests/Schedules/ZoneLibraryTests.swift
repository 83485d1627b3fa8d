import Foundation
import Requests
import TestSupport
import Testing
import Time

@testable import Jobs

@Suite("The zones of a machine", .temporaryDirectory)
struct ZoneLibraryTests {
    /// A zone that is always two hours east.
    private static let file: [UInt8] = {
        let header = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
        let counts: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
        let block = header + counts + [0, 0, 0x1C, 0x20, 0, 0] + Array("EET\0".utf8)
        return block + block + Array("\nEET-2\n".utf8)
    }()

    private func library() throws -> ZoneLibrary {
        let folder = "\(TemporaryDirectory.current)/zones"
        try FileManager.default.createDirectory(atPath: "\(folder)/Europe", withIntermediateDirectories: true)
        try Data(Self.file).write(to: URL(filePath: "\(folder)/Europe/Athens"))
        try Data("no zone".utf8).write(to: URL(filePath: "\(folder)/Europe/Broken"))
        try Data(Self.file).write(to: URL(filePath: "\(folder)/lower"))
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/Greece", withDestinationPath: "Europe/Athens")
        return ZoneLibrary(folder: folder)
    }

    @Test("are found by name, through links too, and read once")
    func found() throws {
        let library = try library()
        #expect(try library.zone("Europe/Athens").stretch(at: 0).offset == 7200)
        #expect(try library.zone("Greece") == library.zone("Europe/Athens"))
        #expect(try library.zone("UTC").stretch(at: 0).offset == 0)
        try FileManager.default.removeItem(atPath: "\(TemporaryDirectory.current)/zones")
        #expect(try library.zone("Greece").stretch(at: 0).offset == 7200)
    }

    @Test(
        "are none where the name leads elsewhere or to something else",
        arguments: [
            ("Europe/Athen", "Europe/Athens"), ("athens", "Europe/Athens"), ("lower", nil), ("Europe/Broken", nil),
            ("Europe", nil), ("", nil), ("../zones/Greece", nil), ("Europe/../Greece", nil), ("/etc/passwd", nil),
            ("Greece\0", nil), (String(repeating: "A", count: 100), nil),
        ] as [(String, String?)]
    )
    func refused(name: String, suggestion: String?) throws {
        let library = try library()
        let refusal = #expect(throws: RequestRefusal.self) { try library.zone(name) }
        let mistake = refusal?.errors.first
        #expect(mistake?.pointer == "#/time_zone")
        #expect(mistake?.detail.contains("there is no time zone") == true)
        if let suggestion { #expect(mistake?.suggestion == suggestion) }
    }

    @Test("are none at all where the package is missing, which says what to install")
    func missing() {
        let library = ZoneLibrary(folder: "\(TemporaryDirectory.current)/nothing")
        let refusal = #expect(throws: RequestRefusal.self) { try library.zone("Europe/Berlin") }
        #expect(refusal?.errors.first?.detail.contains("install the package tzdata, or use UTC") == true)
        #expect((try? library.zone("UTC")) == .utc)
    }
}
