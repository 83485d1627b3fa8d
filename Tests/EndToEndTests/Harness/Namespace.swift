/// A part of the machine of its own, as the kernel lends it to a process and all that are started in it.
struct Namespace: Sendable {
    /// What is separate.
    enum Kind: String, Sendable {
        case net, mount
    }

    private let kind: Kind
    private let holder: RunningProgram
    private let enter: Executable

    /// Makes one and prepares it with a line of shell; it is gone as soon as nobody holds it.
    init(_ kind: Kind, preparing setup: String) async throws {
        self.kind = kind
        enter = try Executable.needed("nsenter")
        let script = "\(setup) && echo ready && exec sleep 7200"
        holder = try Executable.needed("unshare").start(["--\(kind)", "sh", "-c", script], in: "/tmp")
        while !holder.printed.output.contains("ready") {
            guard holder.isRunning else { throw MissingProgram(description: holder.printed.complaints) }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// The program, run inside; with other mounts it starts in the root folder.
    func around(_ program: Executable) -> Executable {
        program.started(by: enter, ["--\(kind)=/proc/\(holder.process)/ns/\(kind == .net ? "net" : "mnt")", "--"])
    }

    /// Where a path, with the mounts of the inside, is seen from outside.
    func outside(_ path: String) -> String { "/proc/\(holder.process)/root\(path)" }
}

extension Namespace {
    /// A network in which nothing but loopback exists: the far side of an air gap.
    static func airGap() async throws -> Namespace { try await Namespace(.net, preparing: "ip link set lo up") }

    /// The same if this machine permits it; without it, tests rely on registry settings alone.
    static func airGapIfPermitted() async -> Namespace? { try? await airGap() }

    /// A folder on a disk of its own that holds only so much.
    static func smallDisk(at folder: String, mebibytes: Int) async throws -> Namespace {
        try await Namespace(.mount, preparing: "mount -t tmpfs -o size=\(mebibytes)m tmpfs '\(folder)'")
    }
}
