import Archives
import Posix
import Transfer

/// Names the archive in whatever is wrong with it: several may be given in one command.
enum ArchiveNaming {
    private static let codes: Set<TransferError.Code> = [.refused, .malformed, .untrusted, .missingBase]

    static func naming<T: Sendable>(_ path: AbsolutePath, _ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as TransferError where codes.contains(error.code) {
            let isOfWhole = error.subject == path.string || error.subject == "archive"
            let subject = isOfWhole ? path.string : "\(path): \(error.subject)"
            throw TransferError(error.code, subject, error.cause, hint: error.hint, details: error.details)
        } catch let error as ArchiveError {
            throw TransferError(.refused, path.string, cause(of: error), hint: hint(about: error, path))
        }
    }

    /// Where no list says how many parts there are, one that is missing at the end shows as an archive that ends early.
    private static func hint(about error: ArchiveError, _ path: AbsolutePath) -> String? {
        let isCutShort = error.code == .truncated && ArchiveParts.whole(ofPart: path.lastComponent) != nil
        return isCutShort ? "Look whether the last part is there, and copy it again" : error.hint
    }

    private static func cause(of error: ArchiveError) -> String {
        let place = error.offset.map { " (at byte \($0))" } ?? ""
        return (error.entry.map { "entry \"\($0)\" " } ?? "it ") + error.cause + place
    }
}
