package import Posix

/// The program that checks signatures by keyrings, and does nothing else: gpgv(1).
package struct GPGV: Sendable {
    /// Where distributions have it.
    private static let folders = ["/usr/bin", "/bin", "/usr/local/bin"]
    /// It takes milliseconds.
    private static let patience = Duration.seconds(60)

    private let paths: [String]

    /// Takes the program at a path, or else the one that the system has.
    package init(at path: AbsolutePath? = nil) { paths = path.map { [$0.string] } ?? Self.folders.map { "\($0)/gpgv" } }

    /// Runs it in a folder to its end.
    ///
    /// - Throws: `noVerifier` where it is missing or does not end.
    func run(_ arguments: [String], in folder: Directory) throws -> (status: Int32, output: [UInt8], complaints: String)
    {
        let child = try start(arguments, in: folder)
        guard case .status(let status)? = child.waitForEnding(within: Self.patience) else {
            throw APTError(.noVerifier, "gpgv", "did not end by itself within a minute")
        }
        return (status, try child.output, String(decoding: try child.complaints, as: UTF8.self))
    }

    private func start(_ arguments: [String], in folder: Directory) throws -> ChildProcess {
        for path in paths {
            do throws(SystemError) {
                let environment = ["LC_ALL": "C", "HOME": folder.path.string, "GNUPGHOME": folder.path.string]
                return try ChildProcess(path, arguments, in: folder.path.string, environment: environment)
            } catch  where [.noEntry, .notDirectory, .accessDenied].contains(error.errno) {
                // The next folder may have it.
            } catch {
                throw APTError(.noVerifier, path, "cannot be started: \(error.errno)")
            }
        }
        throw APTError(
            .noVerifier,
            "gpgv",
            "is not installed, and no signature can be checked without it",
            hint: "Install it: apt-get install gpgv"
        )
    }
}
