import Posix
import TestSupport
import Testing

@Suite("Socket streams")
struct SocketStreamTests {
    @Test("what is sent in pieces arrives in order")
    func echo() async throws {
        try await SocketPair.with { (pair) async throws in
            try await pair.near.send(Array("hello ".utf8), Array("world".utf8), stall: .far)
            try await pair.near.send(Array("!".utf8), stall: .far)
            pair.near.finishWriting()
            #expect(try await pair.far.receiveAll() == Array("hello world!".utf8))
        }
    }

    @Test("the end of the peer is an empty receive, as often as it is asked")
    func end() async throws {
        try await SocketPair.with { (pair) async throws in
            pair.near.finishWriting()
            #expect(try await pair.far.receive(atMost: 10, until: .far).isEmpty)
            #expect(try await pair.far.receive(atMost: 10, until: .far).isEmpty)
        }
    }

    @Test("a receive takes no more than it asked for and leaves the rest")
    func small() async throws {
        try await SocketPair.with { (pair) async throws in
            try await pair.near.send(Array("abcdef".utf8), stall: .far)
            #expect(try await pair.far.receive(atMost: 4, until: .far) == Array("abcd".utf8))
            #expect(try await pair.far.receive(atMost: 4, until: .far) == Array("ef".utf8))
        }
    }

    @Test("a receive gives up at its deadline, and the next one still works")
    func deadline() async throws {
        try await SocketPair.with { (pair) async throws in
            let error = await #expect(throws: SystemError.self) {
                try await pair.far.receive(atMost: 1, until: .after(.milliseconds(30)))
            }
            #expect(error?.errno == .timedOut)
            try await pair.near.send([7], stall: .far)
            #expect(try await pair.far.receive(atMost: 1, until: .far) == [7])
        }
    }

    @Test("a peer that takes nothing stalls a send")
    func stall() async throws {
        try await SocketPair.with { (pair) async throws in
            let error = await #expect(throws: SystemError.self) {
                let megabyte = [UInt8](repeating: 1, count: 1 << 20)
                for _ in 0..<100 { try await pair.near.send(megabyte, stall: .milliseconds(50)) }
            }
            #expect(error?.errno == .timedOut)
        }
    }

    @Test("a slow reader holds a sender back and gets every byte")
    func backPressure() async throws {
        try await SocketPair.with { (pair) async throws in
            let count = 32 << 20
            let sending = Task {
                let piece = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                for _ in 0..<32 { try await pair.near.send(piece, stall: .far) }
                pair.near.finishWriting()
            }
            var received = 0
            var isRight = true
            while true {
                let bytes = try await pair.far.receive(atMost: 65_536, until: .far)
                if bytes.isEmpty { break }
                isRight = isRight && bytes[0] == UInt8(truncatingIfNeeded: (received & 0xFFFFF) &* 31)
                received += bytes.count
            }
            try await sending.value
            #expect(received == count)
            #expect(isRight)
        }
    }

    @Test("a file is sent from an offset, and its end is 0", .temporaryDirectory)
    func sendFile() async throws {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        try AtomicFile.write(Array("0123456789".utf8), to: RelativePath("f"), in: folder)
        let file = OpenFile(try folder.open(RelativePath("f")))
        try await SocketPair.with { (pair) async throws in
            #expect(try await pair.near.sendFile(file, at: 3, count: 4, stall: .far) == 4)
            #expect(try await pair.near.sendFile(file, at: 8, count: 100, stall: .far) == 2)
            #expect(try await pair.near.sendFile(file, at: 10, count: 1, stall: .far) == 0)
            pair.near.finishWriting()
            #expect(try await pair.far.receiveAll() == Array("345689".utf8))
        }
    }

    @Test("closing wakes whoever waits and whoever waits later")
    func closing() async throws {
        try await SocketPair.with { (pair) async throws in
            async let waiting = pair.far.receive(atMost: 1, until: .never)
            await pair.group.loops[0].nextTurn()
            pair.far.close()
            // Depending on who came first it is an error or the end, but never a wait.
            #expect((try? await waiting)?.isEmpty ?? true)
            #expect((try? await pair.far.receive(atMost: 1, until: .never))?.isEmpty ?? true)
        }
    }

    @Test("a second reader is turned away, and the first one is served")
    func secondReader() async throws {
        try await SocketPair.with { (pair) async throws in
            let loop = pair.group.loops[0]
            let first = Task(executorPreference: loop) { try await pair.far.receive(atMost: 1, until: .far) }
            await loop.nextTurn()
            await loop.nextTurn()
            let second = Task(executorPreference: loop) { try await pair.far.receive(atMost: 1, until: .far) }
            await #expect(throws: SystemError.self) { try await second.value }
            try await pair.near.send([7], stall: .far)
            #expect(try await first.value == [7])
        }
    }

    @Test("a stream that never has to wait does not keep its loop to itself")
    func fairness() async throws {
        try await SocketPair.with { (pair) async throws in
            let loop = pair.group.loops[0]
            let busy = Task(executorPreference: loop) {
                var count = 0
                while !Task.isCancelled {
                    try await pair.near.send([7], stall: .far)
                    count += try await pair.far.receive(atMost: 1, until: .far).count
                }
                return count
            }
            // Only a loop that looks after others gets here.
            await Task(executorPreference: loop) { busy.cancel() }.value
            #expect(try await busy.value >= 0)
        }
    }

    @Test("a peer that leaves while nobody reads is reported once")
    func hangUp() async throws {
        try await SocketPair.with { (pair) async throws in
            let (heard, hearing) = AsyncStream.makeStream(of: Void.self)
            pair.far.onHangUp { hearing.yield() }
            pair.near.close()
            var iterator = heard.makeAsyncIterator()
            await iterator.next()
            #expect(try await pair.far.receive(atMost: 1, until: .far).isEmpty)
            hearing.finish()
            #expect(await iterator.next() == nil)
        }
    }

    @Test("a peer that leaves while somebody reads is just the end")
    func endWhileReading() async throws {
        try await SocketPair.with { (pair) async throws in
            pair.far.onHangUp { Issue.record("nobody was to hear this") }
            let reading = Task(executorPreference: pair.group.loops[0]) {
                try await pair.far.receive(atMost: 1, until: .far)
            }
            await pair.group.loops[0].nextTurn()
            await pair.group.loops[0].nextTurn()
            pair.near.close()
            #expect(try await reading.value.isEmpty)
        }
    }

    @Test("nobody listens: connecting says so")
    func refused() async throws {
        let group = try EventLoopGroup(threads: 1, name: "test")
        defer { group.stop() }
        let listener = try Listener(binding: .loopback(port: 0))
        let address = listener.address
        listener.close()
        let error = await #expect(throws: SystemError.self) {
            try await SocketStream.connecting(to: address, on: group.loops[0], until: .far)
        }
        #expect(error?.errno == .connectionRefused)
    }

    @Test("a taken port is refused")
    func taken() throws {
        let listener = try Listener(binding: .loopback(port: 0))
        let error = #expect(throws: SystemError.self) { try Listener(binding: listener.address) }
        #expect(error?.errno == .addressInUse)
    }

    @Test("a closed listener ends its acceptors")
    func closedListener() async throws {
        let group = try EventLoopGroup(threads: 2, name: "test")
        defer { group.stop() }
        let listener = try Listener(binding: .loopback(port: 0))
        let ends = group.loops.map { loop in
            Task { try await Acceptor(listener, on: loop).accept(into: group) == nil }
        }
        listener.close()
        for end in ends { #expect(try await end.value) }
    }
}
