package import Logging
package import Posix
import Synchronization

/// Where a server listens and how it runs.
package struct HTTPServerConfiguration: Sendable {
    package var addresses: [SocketAddress]
    package var limits: HTTPLimits
    package var threads: Int

    /// Names the addresses; port 0 lets the system choose one.
    package init(addresses: [SocketAddress], limits: HTTPLimits = HTTPLimits(), threads: Int = 2) {
        self.addresses = addresses
        self.limits = limits
        self.threads = threads
    }
}

/// An HTTP/1.1 server (RFC 9110, RFC 9112).
///
/// It is bound when it exists, answers while `run` runs, and ends with `shutdown`.
package final class HTTPServer: Sendable {
    private let configuration: HTTPServerConfiguration
    private let listeners: [Listener]
    private let context: ConnectionContext
    private let registry = ConnectionRegistry()
    private let traffic: HTTPTraffic
    /// How long those that were broken off may take to end.
    private static let grace = Duration.seconds(2)

    /// Binds every address, or throws for the first that cannot be had.
    package init(
        _ configuration: HTTPServerConfiguration,
        errors: ErrorResponses = .plain,
        logger: Logger,
        traffic: HTTPTraffic = HTTPTraffic(),
        responder: @escaping Responder
    ) throws(SystemError) {
        var listeners: [Listener] = []
        for address in configuration.addresses { listeners.append(try Listener(binding: address)) }
        self.configuration = configuration
        self.listeners = listeners
        self.traffic = traffic
        context = ConnectionContext(responder: responder, errors: errors, limits: configuration.limits, logger: logger)
    }

    /// The addresses it is bound to, with the ports that the system chose.
    package var addresses: [SocketAddress] { listeners.map(\.address) }

    /// Answers until `shutdown`, and returns when the last connection has ended.
    ///
    /// Cancelling the task breaks them off.
    package func run() async throws(SystemError) {
        let group = try EventLoopGroup(threads: configuration.threads, name: "http")
        defer { group.stop() }
        let acceptors = try acceptors(on: group)
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { tasks in
                for (acceptor, loop) in acceptors {
                    tasks.addTask(executorPreference: loop) { await self.accept(from: acceptor, into: group) }
                }
            }
            await registry.drained()
        } onCancel: {
            close()
            registry.abort()
        }
    }

    /// Refuses new connections, lets those that are answering finish, and breaks off what is left after `deadline`.
    package func shutdown(deadline: Duration) async {
        close()
        registry.stop()
        await withDiscardingTaskGroup { tasks in
            tasks.addTask { [registry] in
                try? await Task.sleep(for: deadline)
                registry.abort()
                // What waits for a disk cannot be broken off; the process can end all the same.
                try? await Task.sleep(for: Self.grace)
                registry.abandon()
            }
            await registry.drained()
            tasks.cancelAll()
        }
    }

    private func close() { listeners.forEach { $0.close() } }

    private func acceptors(on group: EventLoopGroup) throws(SystemError) -> [(Acceptor, EventLoop)] {
        var acceptors: [(Acceptor, EventLoop)] = []
        for loop in group.loops {
            for listener in listeners { acceptors.append((try Acceptor(listener, on: loop), loop)) }
        }
        return acceptors
    }

    private func accept(from acceptor: Acceptor, into group: EventLoopGroup) async {
        while true {
            do {
                guard let stream = try await acceptor.accept(into: group) else { return }
                await serve(stream)
            } catch {
                context.logger.warning("cannot accept a connection, will try again", ["reason": "\(error)"])
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    private func serve(_ stream: SocketStream) async {
        guard let id = registry.reserve(limit: configuration.limits.connections) else { return await turnAway(stream) }
        let connection = HTTPConnection(stream, context)
        traffic.opened()
        let task = Task(executorPreference: stream.loop) { [registry, traffic] in
            await connection.run()
            traffic.closed()
            registry.remove(id)
        }
        stream.onHangUp { task.cancel() }
        registry.fill(id, connection, task)
    }

    /// Says that there are too many connections, as far as that goes without waiting.
    private func turnAway(_ stream: SocketStream) async {
        let error = HTTPServerError(.overloaded, "there are too many connections, try again later")
        let response = context.errors.response(to: error)
        try? await ResponseSender(stream, stall: .zero).send(response, .refusal)
    }
}
