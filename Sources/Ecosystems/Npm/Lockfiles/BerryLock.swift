import Trees
import YAML

/// The yarn.lock of yarn 2 and later, which is YAML.
struct BerryLock {
    private let document: [YAMLEntry]

    init(_ bytes: [UInt8]) throws(PackageListError) { document = try YAMLLock.entries(of: bytes, "yarn.lock") }

    func set() throws(PackageListError) -> RequestedSet {
        var set = RequestedSet(.berryLock)
        for entry in document where entry.key != "__metadata" {
            let resolution = entry.value["resolution"]?.plainText
            guard let resolution, let at = resolution.dropFirst().firstIndex(of: "@") else {
                throw YAMLLock.malformed("yarn.lock", entry.position, "begins a package without a resolution")
            }
            let reference = resolution[resolution.index(after: at)...]
            try take(String(resolution[..<at]), String(reference), entry, into: &set)
        }
        return set
    }

    private func take(
        _ name: String,
        _ reference: String,
        _ entry: YAMLEntry,
        into set: inout RequestedSet
    ) throws(PackageListError) {
        // A patched package is listed once more without its patch.
        if reference.hasPrefix("workspace:") || reference.hasPrefix("patch:") { return }
        guard reference.hasPrefix("npm:") else {
            let origin = PackageSpec.origin(of: reference) ?? .other
            set.elsewhere.append(RequestedSet.Elsewhere(name: name, spec: reference, origin: origin))
            return
        }
        guard let package = try? PackageName(name) else {
            throw YAMLLock.malformed("yarn.lock", entry.position, "names no package")
        }
        let parts = reference.dropFirst(4).ranges(of: "::").first
        let version = parts.map { reference.dropFirst(4)[..<$0.lowerBound] } ?? reference.dropFirst(4)
        var pin = RequestedSet.Pin(package, String(version))
        pin.platform = entry.value["conditions"]?.plainText.flatMap(PlatformFields.init(conditions:))
        if let address = Self.archive(in: reference).flatMap(ResolvedAddress.init) { pin.state(address: address) }
        set.pins.append(pin)
    }

    /// The address that stands in a reference where it is not the usual one.
    private static func archive(in reference: String) -> String? {
        guard let start = reference.firstRange(of: "__archiveUrl=") else { return nil }
        let escaped = reference[start.upperBound...].prefix { $0 != "&" }
        return String(escaped).replacing("%3A", with: ":").replacing("%2F", with: "/")
    }
}

extension PlatformFields {
    /// Reads `os=linux & cpu=x64 & libc=glibc`; `nil` for what is said in another way.
    fileprivate init?(conditions text: String) {
        self.init()
        for condition in text.split(separator: "&") {
            let parts = condition.split(separator: "=").map { $0.filter { $0 != " " } }
            guard parts.count == 2 else { return nil }
            switch parts[0] {
            case "os": os.append(parts[1])
            case "cpu": cpu.append(parts[1])
            case "libc": libc.append(parts[1])
            default: return nil
            }
        }
        guard !isEmpty, (os + cpu + libc).allSatisfy({ !$0.contains { "()|".contains($0) } }) else { return nil }
    }
}
