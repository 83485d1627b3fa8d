import App
import Arguments
import Posix

extension Invocation {
    /// A file as whoever does the work finds it: on this machine.
    ///
    /// Throws where a server is to do it, which reads no file from here.
    func ownFile(_ path: String) throws -> String {
        guard values[GlobalOptions.server] == nil else {
            let cause = "The server at --server reads no file from here: run the command on that machine."
            throw CommandError(.usage, "only-here", cause)
        }
        return try AbsolutePath(path, relativeTo: surroundings.currentFolder).string
    }
}
