import HTTPMessages
import Posix
import Synchronization

/// What comes in on one connection: heads and bodies in turn, each within its time.
///
/// One task reads at a time; another one that tries meanwhile gets a `CancellationError`.
final class ConnectionInput: Sendable {
    private struct State {
        var parser: RequestParser
        var pace = BodyPace()
    }

    let limits: HTTPLimits
    private let stream: SocketStream
    /// `nil` while somebody reads, and for good once reading has failed.
    private let state: Mutex<State?>

    /// Room for a usual head.
    private static let headRoom = 4096
    /// Room for a piece of a body.
    private static let bodyRoom = 64 * 1024

    init(_ stream: SocketStream, limits: HTTPLimits) {
        self.stream = stream
        self.limits = limits
        state = Mutex(State(parser: RequestParser(limits: limits)))
    }

    /// Whether reading has failed, or has not come back.
    var isBroken: Bool { state.withLock { $0 == nil } }

    /// Whether bytes have come that nobody has used.
    var hasMore: Bool { state.withLock { $0?.parser.hasInput ?? true } }

    /// The next head; `nil` when the client has ended, rested too long, or gone away.
    func nextHead() async throws(HTTPServerError) -> RequestHead? {
        guard var state = take() else { return nil }
        var deadline = Deadline.never
        while true {
            if let head = try state.parser.nextHead() {
                state.pace = BodyPace()
                put(state)
                return head
            }
            let isInside = state.parser.isInsideHead
            if !isInside { state.parser.release() }
            if !isInside || deadline == .never { deadline = .after(isInside ? limits.headTimeout : limits.idleTimeout) }
            guard let bytes = try await receiveHead(until: deadline, isInside) else { return nil }
            if !isInside { deadline = .never }
            state.parser.append(bytes)
        }
    }

    /// The next part of the body.
    func nextBodyPart() async throws -> RequestParser.BodyPart {
        guard var state = take() else { throw CancellationError() }
        while true {
            let part = try state.parser.nextBodyPart()
            guard part == .needsMore else {
                put(state)
                return part
            }
            let bytes = try await receiveBody(&state.pace)
            state.parser.append(bytes)
        }
    }

    /// Tells a waiting client to send its body, unless that has begun to come already (RFC 9110 §10.1.1).
    func sendContinue() async throws {
        if hasMore { return }
        try await stream.send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), stall: limits.sendTimeout)
    }

    private func take() -> State? {
        state.withLock { state in
            defer { state = nil }
            return state
        }
    }

    private func put(_ state: State) { self.state.withLock { $0 = state } }

    private func receiveHead(until deadline: Deadline, _ isInside: Bool) async throws(HTTPServerError) -> [UInt8]? {
        do {
            let bytes = try await stream.receive(atMost: Self.headRoom, until: deadline)
            return bytes.isEmpty ? nil : bytes
        } catch {
            guard isInside, error.errno == .timedOut else { return nil }
            throw HTTPServerError(.requestTimeout, "the request head took over \(limits.headTimeout)")
        }
    }

    private func receiveBody(_ pace: inout BodyPace) async throws(HTTPServerError) -> [UInt8] {
        do {
            let start = Deadline.now
            let bytes = try await stream.receive(atMost: Self.bodyRoom, until: pace.deadline(from: start, limits))
            pace.note(bytes.count, since: start)
            if !bytes.isEmpty { return bytes }
        } catch  where error.errno == .timedOut {
            throw HTTPServerError(.requestTimeout, "the request body comes too slowly")
        } catch {
            throw HTTPServerError(.malformedRequest, "the request body broke off: \(error.errno)")
        }
        throw HTTPServerError(.malformedRequest, "the request body broke off")
    }
}

/// How fast a body comes.
///
/// Only time spent waiting for it counts, so a slow handler does no harm to its client.
private struct BodyPace {
    private var received: Int64 = 0
    private var waited = Duration.zero

    func deadline(from start: Deadline, _ limits: HTTPLimits) -> Deadline {
        let earned = Duration.seconds(received / max(1, limits.bodyBytesPerSecond))
        return start.advanced(by: min(limits.bodyTimeout, limits.bodyTimeout + earned - waited))
    }

    mutating func note(_ count: Int, since start: Deadline) {
        received += Int64(count)
        waited += Deadline.now.elapsed(since: start)
    }
}
