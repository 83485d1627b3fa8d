import API
import Archives
import FoundationEssentials
package import Posix
package import Time
import Transfer
import Trees

/// What somebody who helps needs to know of an installation, in one archive and without secrets.
///
/// Whatever cannot be had says why in its place: it is needed most where something is broken.
package struct SupportBundle: Sendable {
    /// One file of it.
    package struct Document: Sendable {
        package let name: String
        package let bytes: [UInt8]
    }

    /// Its files, in their order, without secrets.
    package let documents: [Document]
    private let redaction: Redaction
    private let moment: Moment

    /// Gathers everything of the configuration that there is, or why there is none.
    package init(
        of configuration: Result<EffectiveConfiguration, any Error>,
        environment: [String: String],
        at moment: Moment = WallClock.system.now()
    ) async {
        self.moment = moment
        let redaction = Redaction(knowing: Secrets.known(to: try? configuration.get(), environment))
        self.redaction = redaction
        let found = await SupportFacts(configuration: configuration, environment: environment).documents()
        let readme = Self.readme(listing: found.map(\.name), at: moment)
        documents = ([Document(name: "README.txt", bytes: Array(readme.utf8))] + found).map {
            Document(name: $0.name, bytes: redaction.clean($0.bytes))
        }
    }

    /// Writes it, for its owner alone, and gives its size; a file that is there is not replaced.
    ///
    /// Blocks.
    package func write(to file: AbsolutePath) throws -> Int64 {
        let (folder, name) = (try Directory(opening: file.parent), try RelativePath(file.lastComponent))
        guard try folder.info(name) == nil else { throw TransferError.taken(file) }
        let bytes = try packed()
        try AtomicFile.write(bytes, to: name, in: folder, mode: 0o600)
        return Int64(bytes.count)
    }

    /// Throws where it could not be written there, and writes nothing.
    ///
    /// Blocks.
    package func tryWriting(to file: AbsolutePath) throws {
        let (folder, name) = (try Directory(opening: file.parent), try RelativePath(file.lastComponent))
        guard try folder.info(name) == nil else { throw TransferError.taken(file) }
        try folder.requireAccess()
    }

    private func packed() throws -> [UInt8] {
        var bytes: [UInt8] = []
        let sink = ChunkSink { bytes += $0 }
        let compressor = try ZstdCompressor(to: sink)
        let tar = TarWriter(to: compressor, modificationTime: moment.seconds)
        for document in documents {
            // What is known to be secret is looked for once more, in what is really written.
            guard !redaction.isKnown(in: document.bytes) else {
                let hint = "Nothing was written: report this, without the file"
                throw TransferError(.invalid, document.name, "still holds a secret of the configuration", hint: hint)
            }
            try tar.append(path: RelativePath("packferry-support/\(document.name)"), size: Int64(document.bytes.count))
            try tar.write(document.bytes, count: document.bytes.count)
        }
        try tar.finish()
        try compressor.finish()
        return bytes
    }

    private static func readme(listing names: [String], at moment: Moment) -> String {
        """
        What \(Application.generator) knew of its installation at \(moment.text(.seconds)).

        Passwords, tokens and private keys were taken out: [removed] stands in their places. Names of packages, files,
        sites, users and machines are in it. Look through it before you hand it on.

        \(names.map { "  \($0)" }.joined(separator: "\n"))

        What the service logged is with systemd: journalctl -u packferry --since "2 days ago"

        """
    }
}

extension TransferError {
    fileprivate static func taken(_ file: AbsolutePath) -> TransferError {
        TransferError(.conflict, file.string, "is there already", hint: "Name another file, or remove this one")
    }
}

/// What is known to be secret on this machine.
private enum Secrets {
    private static let limit = 64 << 10
    private static let telling = ["token", "secret", "password", "passwd", "auth", "credential", "apikey", "api_key"]

    /// What the configuration says where to find, what variables are called secrets, and passwords of proxies.
    static func known(to configuration: EffectiveConfiguration?, _ environment: [String: String]) -> [String] {
        let named = environment.filter { name, _ in telling.contains { name.lowercased().contains($0) } }.values
        let proxies = environment.filter { $0.key.lowercased().hasSuffix("_proxy") }.values.compactMap(password)
        return configured(configuration, environment) + named + proxies
    }

    private static func configured(_ configuration: EffectiveConfiguration?, _ environment: [String: String])
        -> [String]
    {
        let repositories = configuration?.values.repositories ?? []
        let places = repositories.flatMap { repository in
            repository.ecosystem.settings.compactMap { repository.settings.text($0.key) }
        }
        return places.compactMap { place -> String? in
            if place.hasPrefix("env:") { return environment[String(place.dropFirst(4))] }
            guard place.hasPrefix("file:"), let path = try? AbsolutePath(String(place.dropFirst(5))) else { return nil }
            return try? contents(of: path)
        }
    }

    private static func contents(of path: AbsolutePath) throws -> String {
        let bytes = try Directory(opening: path.parent).open(RelativePath(path.lastComponent)).readAll(limit: limit)
        let line = String(decoding: bytes, as: UTF8.self).prefix { !$0.isNewline }
        return line.split(separator: " ").joined(separator: " ")
    }

    /// The password in an address.
    private static func password(in address: String) -> String? {
        guard let mark = address.lastIndex(of: "@") else { return nil }
        let user = address[..<mark].split(separator: "/").last ?? ""
        return user.firstIndex(of: ":").map { String(user[user.index(after: $0)...]) }
    }
}
