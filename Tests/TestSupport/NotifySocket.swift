import Glibc

/// What a service manager listens at: it takes the datagrams that a service sends (sd_notify(3)).
package final class NotifySocket: Sendable {
    /// A socket that could not be made.
    package struct Unusable: Error {
        package let errno: Int32
    }

    private let descriptor: Int32
    /// As `NOTIFY_SOCKET` has it.
    package let name: String

    /// Listens at a path, or under an abstract name that begins with `@`.
    package init(_ name: String) throws {
        self.name = name
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { throw Unusable(errno: errno) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(name.utf8)
        let isAbstract = name.hasPrefix("@")
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { path in
            unsafe path.copyBytes(from: bytes)
            if isAbstract { unsafe path[0] = 0 }
        }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count + (isAbstract ? 0 : 1))
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(descriptor, $0, length) }
        }
        guard bound == 0 else { throw Unusable(errno: errno) }
    }

    deinit { close(descriptor) }

    /// The next message that is there already, line by line; `nil` where none is.
    package func take() -> [String]? {
        var buffer = [UInt8](repeating: 0, count: 8192)
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe recv(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT))
        }
        guard count >= 0 else { return nil }
        return String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Waits for a message that has a line, and gives every message until then.
    package func messages(until line: String) async throws -> [[String]] {
        var all: [[String]] = []
        let deadline = ContinuousClock.now + .far
        while ContinuousClock.now < deadline {
            guard let message = take() else {
                try await Task.sleep(for: .milliseconds(5))
                continue
            }
            all.append(message)
            if message.contains(line) { return all }
        }
        throw Unusable(errno: ETIMEDOUT)
    }
}
