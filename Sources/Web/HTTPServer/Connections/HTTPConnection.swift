import HTTPMessages
import Logging
import Posix
import Synchronization

/// What all connections of a server share.
struct ConnectionContext: Sendable {
    let responder: Responder
    let errors: ErrorResponses
    let limits: HTTPLimits
    let logger: Logger
}

/// One connection from its first request to its last.
final class HTTPConnection: Sendable {
    private enum Phase {
        /// Between requests: may be closed at any time.
        case resting
        case answering
        /// Sending what has no end of its own: may be cancelled at any time.
        case endless
    }

    private let stream: SocketStream
    private let context: ConnectionContext
    private let input: ConnectionInput
    private let sender: ResponseSender
    private let state = Mutex((phase: Phase.resting, isStopping: false))

    init(_ stream: SocketStream, _ context: ConnectionContext) {
        self.stream = stream
        self.context = context
        input = ConnectionInput(stream, limits: context.limits)
        sender = ResponseSender(stream, stall: context.limits.sendTimeout)
    }

    /// Answers requests in their order until one side has had enough.
    func run() async {
        while let head = await nextHead() {
            guard await answer(head) else { break }
            guard enter(.resting) else { return }
        }
    }

    /// Lets the request that is being answered be the last one; says whether its task should be cancelled.
    func stop() -> Bool {
        let phase = state.withLock { state in
            state.isStopping = true
            return state.phase
        }
        if phase == .resting { stream.close() }
        return phase == .endless
    }

    /// Breaks the connection off.
    func abort() { stream.close() }

    /// Records what goes on; false when a graceful stop wants the connection to end here.
    private func enter(_ phase: Phase) -> Bool {
        state.withLock { state in
            state.phase = phase
            return !state.isStopping
        }
    }

    private func nextHead() async -> RequestHead? {
        do {
            guard let head = try await input.nextHead() else { return nil }
            return enter(.answering) ? head : nil
        } catch {
            await refuse(error)
            return nil
        }
    }

    /// Says why the bytes that came are no request, and ends.
    private func refuse(_ error: HTTPServerError) async {
        let response = context.errors.response(to: error)
        try? await sender.send(response, .refusal)
        await linger()
    }

    /// Answers one request; true when another one may follow.
    private func answer(_ head: RequestHead) async -> Bool {
        let body = head.framing == .none ? nil : BodyReader(input, head, limit: context.limits.bodyBytes)
        let request = HTTPRequest(head, body: body.map(RequestBody.init) ?? .none, peer: stream.peer)
        let response = await respond(to: request)
        let mayContinue = enter(response.isEndless ? .endless : .answering)
        let canKeep = body?.beginResponse(isStream: response.isStream) ?? true
        let format = ResponseFormat(head, response, keepsAlive: head.keepsAlive && canKeep && mayContinue)
        guard await send(response, format) else { return false }
        let isDrained = canKeep ? await body?.drain() ?? true : false
        if format.keepsAlive, isDrained { return true }
        if !isDrained || input.hasMore { await linger() }
        return false
    }

    private func respond(to request: HTTPRequest) async -> HTTPResponse {
        do {
            return try await context.responder(request)
        } catch {
            return context.errors.response(to: error, request)
        }
    }

    /// True when the response went out whole.
    private func send(_ response: HTTPResponse, _ format: ResponseFormat) async -> Bool {
        do {
            try await sender.send(response, format)
            await response.whenSent?()
            return true
        } catch {
            var fields = ["peer": stream.peer.description, "reason": "\(error)"]
            fields["request_id"] = response.fields[.requestID]
            context.logger.debug("a response broke off", fields)
            stream.close()
            return false
        }
    }

    /// Ends our side first and takes what the client still sends, for a while, so that its system does not throw the
    /// response away on a reset (RFC 9112 §9.6).
    private func linger() async {
        stream.finishWriting()
        let deadline = Deadline.after(context.limits.lingerTimeout)
        var left = context.limits.lingerBytes
        while left > 0, let bytes = try? await stream.receive(atMost: 16_384, until: deadline), !bytes.isEmpty {
            left -= bytes.count
        }
    }
}
