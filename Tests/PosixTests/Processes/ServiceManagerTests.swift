import Posix
import TestSupport
import Testing

@Suite("The manager of a service", .temporaryDirectory)
struct ServiceManagerTests {
    private static let names = ["@packferry-tests-\(CurrentProcess.id)", "notify"]

    @Test("is told by one datagram, at a path as under an abstract name", arguments: names)
    func told(name: String) throws {
        let place = name.hasPrefix("@") ? name : "\(TemporaryDirectory.current)/\(name)"
        let socket = try NotifySocket(place)
        let manager = try #require(ServiceManager(environment: ["NOTIFY_SOCKET": place]))
        #expect(manager.tell(.ready, .status("two\nlines")))
        #expect(socket.take() == ["READY=1", "STATUS=two lines"])
        #expect(manager.tell(.stopping) && socket.take() == ["STOPPING=1"])
        #expect(manager.tell(.alive) && socket.take() == ["WATCHDOG=1"])
        #expect(manager.tell(.reloading))
        let reloading = try #require(socket.take())
        #expect(reloading.first == "RELOADING=1" && reloading.count == 2)
        let since = try #require(reloading.last?.split(separator: "=").last.flatMap { Int64($0) })
        #expect(reloading.last?.hasPrefix("MONOTONIC_USEC=") == true && since > 0)
        #expect(socket.take() == nil)
    }

    @Test("that is not there costs nothing")
    func absent() throws {
        let manager = try #require(ServiceManager(environment: ["NOTIFY_SOCKET": "\(TemporaryDirectory.current)/none"]))
        #expect(!manager.tell(.ready))
        let long = "/" + String(repeating: "a", count: 200)
        #expect(ServiceManager(environment: ["NOTIFY_SOCKET": long])?.tell(.ready) == false)
    }

    @Test("is nobody where the environment names no socket", arguments: ["", "@", "/", "relative", "vsock:2:1234"])
    func nobody(name: String) {
        #expect(ServiceManager(environment: ["NOTIFY_SOCKET": name]) == nil)
        #expect(ServiceManager(environment: [:]) == nil)
    }

    @Test("says how often it wants to hear that all is well, if it is this process that it means")
    func watchdog() {
        func interval(_ variables: [String: String]) -> Duration? {
            let named = variables.merging(["NOTIFY_SOCKET": "@a"]) { $1 }
            return ServiceManager(environment: named, process: 7)?.watchdog
        }
        #expect(interval(["WATCHDOG_USEC": "3000000"]) == .seconds(3))
        #expect(interval(["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "7"]) == .seconds(3))
        #expect(interval(["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "8"]) == nil)
        for wrong in ["", "0", "-1", "x"] { #expect(interval(["WATCHDOG_USEC": wrong]) == nil) }
        #expect(interval([:]) == nil)
    }
}
