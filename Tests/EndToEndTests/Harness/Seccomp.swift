import TestSupport

/// Starts programs on a kernel that answers some system calls as the drivers of other file systems do.
enum Seccomp {
    /// `renameat2(2)` with flags, as NFS, SMB and FUSE answer it: EINVAL.
    static let withoutFlags = "rename"
    /// The same, and `linkat(2)` as FAT answers it: EPERM.
    static let withoutLinks = "rename,link"

    /// A filter (seccomp(2)) in classic BPF, for the process that goes on as the program.
    private static let script = """
        import ctypes, os, platform, struct, sys
        numbers = {"x86_64": (316, 265), "aarch64": (276, 37)}[platform.machine()]
        load, equal, answer = 0x20, 0x15, 0x06
        code = [(load, 0, 0, 0), (equal, 0, 3, numbers[0]), (load, 0, 0, 48), (equal, 1, 0, 0), (answer, 0, 0, 0x50000 | 22)]
        if "link" in sys.argv[1]:
            code += [(load, 0, 0, 0), (equal, 0, 1, numbers[1]), (answer, 0, 0, 0x50000 | 1)]
        code += [(answer, 0, 0, 0x7fff0000)]
        program = b"".join(struct.pack("HBBI", *line) for line in code)
        class Filter(ctypes.Structure): _fields_ = [("count", ctypes.c_ushort), ("code", ctypes.c_char_p)]
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.prctl(38, 1, 0, 0, 0) == 0
        assert libc.prctl(22, 2, ctypes.byref(Filter(len(code), program)), 0, 0) == 0
        os.execv(sys.argv[2], sys.argv[2:])
        """

    /// The program under a filter.
    static func around(_ program: Executable, _ filter: String) throws -> Executable {
        program.started(by: try Executable.needed("python3"), ["-c", script, filter])
    }
}
