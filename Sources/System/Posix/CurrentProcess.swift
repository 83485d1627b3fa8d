import Glibc

/// This process as a whole.
package enum CurrentProcess {
    /// Its number.
    package static var id: Int32 { getpid() }

    /// Ends it at once, with this status.
    package static func exit(_ status: Int32) -> Never { Glibc.exit(status) }

    /// Makes writing to a pipe that nobody reads any more an error instead of the end.
    package static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }
}
