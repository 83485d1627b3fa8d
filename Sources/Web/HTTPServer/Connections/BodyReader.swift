import Posix
import Synchronization

/// Reads one request's body from its connection, for as long as that request is being answered.
final class BodyReader: Sendable {
    private struct State {
        var limit: Int64
        var received: Int64 = 0
        var isFinished = false
        /// The request is over: nobody may read any more.
        var isClosed = false
        var mustInviteBody: Bool
    }

    private let input: ConnectionInput
    private let state: Mutex<State>
    let declaredLength: Int64?

    init(_ input: ConnectionInput, _ head: RequestHead, limit: Int64) {
        self.input = input
        if case .length(let count) = head.framing { declaredLength = count } else { declaredLength = nil }
        state = Mutex(State(limit: limit, mustInviteBody: head.expectsContinue))
    }

    func setLimit(_ limit: Int64) { state.withLock { $0.limit = limit } }

    func next() async throws -> [UInt8]? {
        let (isFinished, invite) = try state.withLock { state in
            guard !state.isClosed else { throw CancellationError() }
            if let declaredLength, declaredLength > state.limit { throw HTTPServerError.bodyTooLarge(state.limit) }
            defer { state.mustInviteBody = false }
            return (state.isFinished, state.mustInviteBody)
        }
        if isFinished { return nil }
        if invite { try await input.sendContinue() }
        let part = try await input.nextBodyPart()
        return try note(part)
    }

    /// Says whether the connection can be kept after a response that starts now: what is left unread must be little.
    ///
    /// From here on a client that waits for 100 is not told to go on, and only a stream may still read.
    func beginResponse(isStream: Bool) -> Bool {
        state.withLock { state in
            let isUninvited = state.mustInviteBody
            state.isClosed = isUninvited || !isStream
            if state.isFinished { return true }
            guard !isUninvited, !input.isBroken else { return false }
            return (declaredLength ?? 0) - state.received <= input.limits.drainBytes
        }
    }

    /// Ends the handler's part and reads away what it left; false when that is too much or fails.
    func drain() async -> Bool {
        var isFinished = state.withLock { state in
            state.isClosed = true
            return state.isFinished
        }
        var left = input.limits.drainBytes
        while !isFinished, left >= 0 {
            guard let part = try? await input.nextBodyPart() else { return false }
            isFinished = part == .end
            if case .bytes(let bytes) = part { left -= Int64(bytes.count) }
        }
        return isFinished
    }

    private func note(_ part: RequestParser.BodyPart) throws(HTTPServerError) -> [UInt8]? {
        guard case .bytes(let bytes) = part else {
            state.withLock { $0.isFinished = true }
            return nil
        }
        let limit = state.withLock { state in
            state.received += Int64(bytes.count)
            return state.received > state.limit ? state.limit : nil
        }
        if let limit { throw .bodyTooLarge(limit) }
        return bytes
    }
}
