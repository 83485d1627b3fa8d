import CShims
import Glibc

/// This process as a whole.
package enum CurrentProcess {
    /// Its number.
    package static var id: Int32 { getpid() }

    /// The number of the user that it acts for.
    package static var user: UInt32 { geteuid() }

    /// The number of the group that it acts for.
    package static var group: UInt32 { getegid() }

    /// Whether it may write what lies at `path`; a file that is not there may not be written.
    package static func mayWrite(_ path: String) -> Bool { faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 }

    /// Whether it may do what only root may.
    package static var isRoot: Bool { geteuid() == 0 }

    /// Lets it open as many files and connections as its administrator allows; where that fails, as many as before.
    package static func raiseFileLimit() { _ = pf_raise_file_limit() }

    /// Has blocks of 1 MiB and more returned to the system as soon as they are free.
    ///
    /// Left to itself, glibc raises that limit to the size of what was freed, up to 32 MiB, and keeps it all: documents of
    /// tens of megabytes then cost twice the memory (mallopt(3), M_MMAP_THRESHOLD).
    package static func returnLargeBlocks() { pf_return_blocks_from(1 << 20) }

    /// Ends it at once, with this status.
    package static func exit(_ status: Int32) -> Never { Glibc.exit(status) }

    /// Makes writing to a pipe that nobody reads any more an error instead of the end.
    package static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }
}

/// The terminal behind one of the standard streams, if there is one.
package enum Terminal {
    /// Whether the file descriptor of that number is a terminal.
    package static func isTerminal(_ number: Int32) -> Bool { isatty(number) == 1 }

    /// How many columns it has; `nil` when it is none or does not say.
    package static func columns(_ number: Int32) -> Int? {
        let columns = Int(pf_terminal_columns(number))
        return columns > 0 ? columns : nil
    }
}
