import JSON
import Posix

/// What `repository.json` says: who a tree is, and by what it is told from a copy of it (docs/adr/0026).
struct TreeMark: Equatable {
    let uuid: String
    /// The machine on which that was said or confirmed last; empty where it has no id.
    ///
    /// It proves nothing: a container may have another one each time.
    let machine: String
    let place: Place

    /// Of what no copy has the same.
    enum Place: Equatable {
        /// The inode of `.packferry`, and when that was made where the file system knows.
        case own(inode: UInt64, born: Int64?)
        /// What older versions noted: where the tree's root lay.
        case root(device: UInt64, inode: UInt64)
    }

    /// Reads the document; `nil` where it is none.
    init?(parsing bytes: [UInt8]) {
        guard let document = try? JSONValue(parsing: bytes), let uuid = document["uuid"]?.stringValue,
            Identifier.isOne(uuid)
        else { return nil }
        func number<T: FixedWidthInteger>(_ name: String) -> T? { document[name]?.stringValue.flatMap { T($0) } }
        self.uuid = uuid
        machine = document["machine"]?.stringValue ?? ""
        if let inode: UInt64 = number("folder") {
            place = .own(inode: inode, born: number("born"))
        } else {
            place = .root(device: number("device") ?? 0, inode: number("inode") ?? 0)
        }
    }

    /// Describes the tree that has this folder, as it lies now.
    init(uuid: String, machine: String, folder: Directory) throws {
        self.uuid = uuid
        self.machine = machine
        place = .own(inode: try folder.info().inode, born: folder.born())
    }

    /// The document.
    var document: [UInt8] {
        var members: [(String, JSONValue)] = [
            ("format", "packferry.repository/1"), ("uuid", .string(uuid)), ("machine", .string(machine)),
        ]
        switch place {
        case .own(let inode, let born):
            members.append(("folder", .string(String(inode))))
            if let born { members.append(("born", .string(String(born)))) }
        case .root(let device, let inode):
            members += [("device", .string(String(device))), ("inode", .string(String(inode)))]
        }
        return JSONValue.object(members).encoded() + [10]
    }

    /// Whether this was said of the tree at `root` that has this folder, and not of one that it is a copy of.
    ///
    /// A restart, another container or another path change neither inode nor birth. Devices are numbered anew by any of
    /// these, so they count only where nothing better was noted.
    func isOf(_ folder: Directory, in root: Directory) throws -> Bool {
        switch place {
        case .own(let inode, let born):
            let (here, bornHere) = (try folder.info().inode, folder.born())
            guard let born, let bornHere else { return inode == here }
            return inode == here && born == bornHere
        case .root(let device, let inode):
            let here = try root.info()
            return machine == Self.machine() && device == here.device && inode == here.inode
        }
    }

    /// The id of this machine; empty where it has none, as in most containers.
    static func machine() -> String {
        guard let etc = try? Directory(opening: AbsolutePath("/etc")), let name = try? RelativePath("machine-id"),
            let bytes = try? etc.open(name).readAll(limit: 256)
        else { return "" }
        return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
    }
}
