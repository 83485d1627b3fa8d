import Foundation
import JSON
import Logging
import Persistence
import Posix
import TestSupport
import Testing

@testable import App

@Suite("The service", .temporaryDirectory)
struct ServiceTests {
    @Test("it listens, says where, answers, and leaves nothing behind when it stops")
    func smoke() async throws {
        try await LiveService.with { live in
            let page = try await live.send("GET", "/")
            #expect(page.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(page.contains("<title>Packferry</title>"))
            let record = ServerRecord.load(from: live.application.state)
            #expect(record?.url == "http://\(live.service.address)")
            #expect(record?.process == ProcessInfo.processInfo.processIdentifier)
            let tarball = try await live.send("GET", "/npm/a/-/a-1.0.0.tgz")
            #expect(tarball.hasSuffix("\r\n\r\na@1.0.0\n"))
        }
        #expect(!FileManager.default.fileExists(atPath: "\(TemporaryDirectory.current)/state/server.json"))
    }

    @Test("a second instance on the same state is refused with the first one's address")
    func second() async throws {
        try await LiveService.with { live in
            _ = try await live.send("GET", "/livez")
            let error = #expect(throws: ServiceError.self) { try Service(live.application) }
            #expect(error?.code == .alreadyRunning)
            #expect(error?.description.contains("at http://\(live.service.address)") == true)
        }
    }

    @Test("an address that is taken is named with what to do")
    func taken() async throws {
        let listener = try Listener(binding: .loopback(port: 0))
        let application = try await Station.application(["npm"], logger: Logger(label: "test", sink: .none))
        let moved = try await Application(
            ConfigurationFile.load(ConfigurationFile.least, flags: [.listen: "\(listener.address)"]),
            logger: application.logger
        )
        let error = #expect(throws: ServiceError.self) { try Service(moved) }
        #expect(error?.code == .addressInUse)
        #expect(error?.description.contains("\(listener.address)") == true)
        listener.close()
        for application in [application, moved] { try await application.database.close() }
    }

    @Test("what a killed build and a killed upload left is gone after the start")
    func leftovers() async throws {
        let folder = TemporaryDirectory.current
        try SampleStorage.write("x", ".diff-202611210130.tar.zst.partial", in: "\(folder)/artifacts")
        try SampleStorage.write("x", "0f.tar.zst", in: "\(folder)/npm/.packferry/uploads")
        try await LiveService.with { live in
            _ = try await live.send("GET", "/livez")
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/artifacts").isEmpty)
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/npm/.packferry/uploads"))
        }
    }

    @Test("bytes that are no request get a problem too")
    func malformed() async throws {
        try await LiveService.with { live in
            let answer = try await live.exchange("GET /livez HTTP/1.1\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(answer.contains("application/problem+json"))
            #expect(answer.contains("X-Request-Id: "))
            #expect(answer.contains(#""code":"bad-request""#))
        }
    }
}
