import Crypto
import HTTPMessages
import Posix
import Transfer

/// A document that a site handed out, and the signature that belongs beside it.
struct SignedFile: Sendable {
    let bytes: [UInt8]
    /// The `.sig` file; `nil` where there is none.
    let signature: [UInt8]?

    init(bytes: [UInt8], signature: [UInt8]?) {
        self.bytes = bytes
        self.signature = signature
    }

    /// Takes what a service sent.
    init(_ reply: Reply) {
        let signature = reply.fields[.signature].flatMap { Base64.decode(Array($0.utf8)) }
        self.init(bytes: reply.body, signature: signature)
    }

    /// Reads a file of this machine, and the `.sig` file beside it where one lies there.
    init(reading path: AbsolutePath, limit: Int) throws {
        let beside = try Self.signature(of: path)
        let isSigned = try Directory(opening: path.parent).info(RelativePath(beside.lastComponent)) != nil
        let bytes = try InputFile.read(path, limit: limit)
        let signature = try isSigned ? InputFile.read(beside, limit: StatementSignature.limit) : nil
        self.init(bytes: bytes, signature: signature)
    }

    /// Whose signature it bears; `nil` where none lies beside it.
    ///
    /// Throws where it is none over this document.
    func signer() throws -> Signer? {
        try signature.map { try StatementSignature.signer(of: bytes, by: $0) }
    }

    /// Writes both under a name in a folder: the signature first, so that what is there is signed.
    func write(_ name: RelativePath, in place: AbsolutePath) throws {
        let folder = try Directory(opening: place)
        let beside = try RelativePath(name.string + StatementSignature.suffix)
        if let signature { try AtomicFile.write(signature, to: beside, in: folder) }
        try AtomicFile.write(bytes, to: name, in: folder)
    }

    private static func signature(of path: AbsolutePath) throws -> AbsolutePath {
        path.parent.appending(try RelativePath(path.lastComponent + StatementSignature.suffix))
    }
}

/// A file that a command reads from this machine.
enum InputFile {
    /// All of it; throws where there is none, or it is longer than `limit` bytes.
    static func read(_ path: AbsolutePath, limit: Int) throws -> [UInt8] {
        let folder = try Directory(opening: path.parent)
        let name = try RelativePath(path.lastComponent)
        guard try folder.info(name)?.kind == .regular else {
            throw CommandError(.inputMissing, "not-found", "\(path): there is no such file.")
        }
        return try folder.open(name).readAll(limit: limit)
    }
}
