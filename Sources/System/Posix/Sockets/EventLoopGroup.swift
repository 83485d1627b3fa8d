/// A few event loops among which connections are shared out.
package struct EventLoopGroup: Sendable {
    package let loops: [EventLoop]

    /// Starts `threads` loops named `name-0`, `name-1` and so on; they live until `stop`.
    package init(threads: Int, name: String) throws(SystemError) {
        precondition(threads > 0, "a group needs a thread")
        var loops: [EventLoop] = []
        do {
            for index in 0..<threads { loops.append(try EventLoop(name: "\(name)-\(index)")) }
        } catch {
            loops.forEach { $0.stop() }
            throw error
        }
        self.loops = loops
    }

    /// The loop that watches the fewest sockets.
    package var leastLoaded: EventLoop { loops.dropFirst().reduce(loops[0]) { $1.load < $0.load ? $1 : $0 } }

    /// Ends the threads once nothing is left to run on them.
    package func stop() { loops.forEach { $0.stop() } }
}
