import HTTPMessages
import Posix

/// Takes a response's body piece by piece; each write returns once the system has taken it.
///
/// The head leaves with the first piece. Several tasks may write: each piece stays whole.
package final class ResponseWriter: Sendable {
    private struct State {
        var head: [UInt8]?
        /// Bytes that a fixed length still asks for.
        var remaining: Int64
    }

    private let stream: SocketStream
    private let framing: ResponseFraming
    private let stall: Duration
    private let turn: WriteTurn<State>

    init(_ stream: SocketStream, head: [UInt8], _ framing: ResponseFraming, stall: Duration) {
        self.stream = stream
        self.framing = framing
        self.stall = stall
        var remaining: Int64 = 0
        if case .length(let count) = framing { remaining = count }
        turn = WriteTurn(State(head: head, remaining: remaining))
    }

    /// Sends one piece.
    ///
    /// Throws when the client has gone or takes nothing for too long.
    package func write(_ bytes: [UInt8]) async throws {
        if bytes.isEmpty { return }
        try await turn.take { state in
            var first = state.head ?? []
            state.head = nil
            switch framing {
            case .chunked:
                first.append(contentsOf: "\(String(bytes.count, radix: 16))\r\n".utf8)
                try await stream.send(first, bytes + [0x0D, 0x0A], stall: stall)
            case .length, .untilClose, .none:
                state.remaining -= Int64(bytes.count)
                guard framing == .untilClose || state.remaining >= 0 else { throw BrokenResponse.wrongLength }
                try await stream.send(first, bytes, stall: stall)
            }
        }
    }

    /// Sends what marks the end.
    func finish() async throws {
        try await turn.take { state in
            var last = state.head ?? []
            if framing == .chunked { last.append(contentsOf: "0\r\n\r\n".utf8) }
            if !last.isEmpty { try await stream.send(last, stall: stall) }
            guard framing == .chunked || framing == .untilClose || state.remaining == 0 else {
                throw BrokenResponse.wrongLength
            }
        }
    }
}
