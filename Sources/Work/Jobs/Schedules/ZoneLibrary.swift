import FoundationEssentials
import Posix
package import Requests
import Spelling
import Synchronization
package import Time

/// The time zones that this machine knows by name.
package final class ZoneLibrary: Sendable {
    private let folder: String
    private let known = Mutex<[String: ZoneRules]>(["UTC": .utc])

    /// Those of the folder in which systems keep them.
    package static let system = ZoneLibrary(folder: "/usr/share/zoneinfo")

    /// Those of another folder of the same shape.
    package init(folder: String) { self.folder = folder }

    /// The rules of a zone such as `Europe/Berlin`; throws a refusal that says what it may have been.
    ///
    /// Reads a file the first time. Blocks.
    package func zone(_ name: String) throws(RequestRefusal) -> ZoneRules {
        if let zone = known.withLock({ $0[name] }) { return zone }
        guard let zone = read(name) else { throw unknown(name) }
        known.withLock { $0[name] = zone }
        return zone
    }

    private func read(_ name: String) -> ZoneRules? {
        guard Self.isName(name) else { return nil }
        // Many zones are links to others.
        let real = URL(filePath: "\(folder)/\(name)").resolvingSymlinksInPath().path
        guard let path = try? AbsolutePath(real), let file = try? Self.contents(of: path) else { return nil }
        return ZoneRules(file: file)
    }

    private static func contents(of path: AbsolutePath) throws -> [UInt8] {
        try Directory(opening: path.parent).open(RelativePath(path.lastComponent)).readAll(limit: ZoneRules.fileLimit)
    }

    /// Names begin with a capital, and so never lead out of the folder, nor to what lies beside the zones in it.
    private static func isName(_ name: String) -> Bool {
        guard (1...64).contains(name.utf8.count) else { return false }
        return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.utf8.first, (0x41...0x5A).contains(first) else { return false }
            return part.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "+-_".utf8.contains(byte)
            }
        }
    }

    private func unknown(_ name: String) -> RequestRefusal {
        let names = names()
        guard !names.isEmpty else {
            let cure = "install the package tzdata, or use UTC"
            return RequestRefusal([
                FieldError(member: "time_zone", "this machine knows no time zones (\(folder) is empty): \(cure)")
            ])
        }
        let near = Spelling.nearest(to: name, among: names) ?? Self.city(name, among: names)
        let detail = "there is no time zone \"\(name)\": write UTC, or a name such as Europe/Berlin"
        return RequestRefusal([FieldError(member: "time_zone", detail, suggestion: near)])
    }

    /// The zone of a city that was named without its continent.
    private static func city(_ name: String, among names: [String]) -> String? {
        let wanted = name.replacing(" ", with: "_").lowercased()
        return names.first { $0.lowercased().hasSuffix("/\(wanted)") || $0.lowercased() == wanted }
    }

    private func names() -> [String] {
        guard let root = try? AbsolutePath(folder) else { return [] }
        func list(_ path: AbsolutePath) -> [DirectoryEntry] {
            ((try? Directory(opening: path).entries()) ?? []).filter { Self.isName($0.name) }
        }
        return list(root).flatMap { entry -> [String] in
            guard entry.info.kind == .directory, let name = try? RelativePath(entry.name) else { return [entry.name] }
            return list(root.appending(name)).map { "\(entry.name)/\($0.name)" }
        }.sorted()
    }
}
