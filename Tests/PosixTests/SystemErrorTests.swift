import Glibc
import Posix
import Testing

@Suite("Errors of the system")
struct SystemErrorTests {
    @Test("an error is one sentence: what, on what, why")
    func sentence() {
        let error = SystemError(operation: "rename", path: "/a/b", errno: .noSpace)
        #expect(error.description == "cannot rename /a/b: No space left on device")
    }

    @Test("a hostile name stays on its line, and a long one whole")
    func hostileName() {
        let hostile = SystemError(operation: "open", path: "/a\n/\u{202E}b", errno: .accessDenied)
        #expect(hostile.description == #"cannot open /a\u{a}/\u{202e}b: Permission denied"#)
        let long = String(repeating: "/abc", count: 200)
        let error = SystemError(operation: "open", path: long, errno: .noEntry)
        #expect(error.description == "cannot open \(long): No such file or directory")
    }

    @Test(
        "a reason has the system's own words",
        arguments: [
            (Errno.noEntry, "No such file or directory"), (.exists, "File exists"),
            (.quotaExceeded, "Disk quota exceeded"),
            (.tooManyLinks, "Too many levels of symbolic links"), (.inputOutput, "Input/output error"),
            (.nameTooLong, "File name too long"), (Errno(rawValue: 9999), "Unknown error 9999"),
        ]
    )
    func words(_ errno: Errno, _ text: String) { #expect(errno.description == text) }

    @Test("the last reason is that of the call before")
    func last() {
        #expect(unsafe Glibc.open("/nowhere/at/all", O_RDONLY) == -1)
        #expect(Errno.last == .noEntry)
    }

    @Test("a full disk, quota or inode table is told from everything else")
    func outOfSpace() {
        #expect(Self.reasons.filter { Self.error($0).isOutOfSpace } == [.noSpace, .quotaExceeded])
    }

    @Test("a lack of rights is told from everything else")
    func permission() {
        #expect(Self.reasons.filter { Self.error($0).isPermission } == [.accessDenied, .notPermitted, .readOnly])
    }

    private static let reasons: [Errno] = [
        .noEntry, .exists, .accessDenied, .notPermitted, .notDirectory, .isDirectory, .notEmpty, .noSpace,
        .quotaExceeded, .inputOutput, .interrupted, .wouldBlock, .tooManyLinks, .crossDevice, .readOnly,
        .addressInUse, .invalidArgument, .nameTooLong,
    ]

    private static func error(_ errno: Errno) -> SystemError { SystemError(operation: "x", path: "/", errno: errno) }
}
