import CShims
import Glibc

/// A TCP socket that never blocks, closed when it goes out of scope.
struct Socket: ~Copyable, Sendable {
    private let descriptor: Descriptor

    init(owning number: Int32, peer: SocketAddress) {
        descriptor = Descriptor(owning: number, path: peer.description)
        // A response is written whole, so waiting for more to send along (RFC 896) would only delay it.
        _ = pf_set_no_delay(number)
    }

    /// Starts connecting; the outcome is known once the socket is writable (`connectionError`).
    static func connecting(to address: SocketAddress) throws(SystemError) -> Socket {
        var raw = address.raw
        let number = pf_tcp_socket(raw.family)
        guard number >= 0 else { throw SystemError(operation: "connect to", path: "\(address)", errno: .last) }
        let socket = Socket(owning: number, peer: address)
        guard pf_connect(number, &raw) == 0 || Errno.last.rawValue == EINPROGRESS else {
            throw SystemError(operation: "connect to", path: "\(address)", errno: .last)
        }
        return socket
    }

    /// What became of a connection that was started.
    borrowing func checkConnected() throws(SystemError) {
        let error = withFileDescriptor { pf_socket_error($0) }
        guard error == 0 else { throw failure("connect to", Errno(rawValue: error)) }
    }

    /// Up to `count` bytes that are there: none means the end, `nil` that nothing has come yet.
    borrowing func receive(atMost count: Int) throws(SystemError) -> [UInt8]? {
        var errno: Errno?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let got = retrying { pf_receive($0, buffer.baseAddress, count) }
            if got < 0 { errno = .last }
            filled = max(0, got)
        }
        guard let errno else { return bytes }
        guard errno == .wouldBlock else { throw failure("read from", errno) }
        return nil
    }

    /// Sends what fits of two pieces, seen as one; 0 means that nothing fits now.
    borrowing func send(
        _ first: ArraySlice<UInt8>,
        _ second: ArraySlice<UInt8>,
        moreFollows: Bool
    ) throws(SystemError) -> Int {
        let sent = first.withUnsafeBytes { first in
            second.withUnsafeBytes { second in
                retrying {
                    pf_send($0, first.baseAddress, first.count, second.baseAddress, second.count, moreFollows ? 1 : 0)
                }
            }
        }
        return try progress(sent)
    }

    /// Sends what fits of a file without copying it through this process; `nil` means that nothing fits now.
    ///
    /// 0 means that the file ends before `offset`.
    borrowing func sendFile(_ file: borrowing Descriptor, at offset: Int64, count: Int) throws(SystemError) -> Int? {
        let sent = file.withFileDescriptor { file in retrying { pf_sendfile($0, file, offset, count) } }
        if sent == 0 { return 0 }
        let progress = try progress(sent)
        return progress == 0 ? nil : progress
    }

    /// Ends our side, or with `both` the peer's side too; whoever waits on the socket wakes up.
    borrowing func shutDown(both: Bool) {
        _ = withFileDescriptor { pf_shut_down($0, both ? 1 : 0) }
    }

    borrowing func withFileDescriptor<T>(_ body: (Int32) -> T) -> T { descriptor.withFileDescriptor(body) }

    borrowing func failure(_ operation: String, _ errno: Errno) -> SystemError {
        SystemError(operation: operation, path: descriptor.path, errno: errno)
    }

    private borrowing func progress(_ sent: Int) throws(SystemError) -> Int {
        if sent >= 0 { return sent }
        let errno = Errno.last
        guard errno == .wouldBlock else { throw failure("write to", errno) }
        return 0
    }

    private borrowing func retrying(_ call: (Int32) -> Int) -> Int {
        withFileDescriptor { number in
            while true {
                let result = call(number)
                if result >= 0 || Errno.last != .interrupted { return result }
            }
        }
    }
}
