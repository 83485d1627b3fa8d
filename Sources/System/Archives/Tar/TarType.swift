/// What the type flags that are refused stand for, so that a refusal can name them.
enum TarType {
    static func title(of flag: UInt8) -> String {
        titles[flag] ?? "of the unknown type 0x\(String(flag, radix: 16))"
    }

    private static let titles: [UInt8: String] = [
        0: "a file in the format before POSIX",
        UInt8(ascii: "1"): "a hard link",
        UInt8(ascii: "2"): "a symbolic link",
        UInt8(ascii: "3"): "a character device",
        UInt8(ascii: "4"): "a block device",
        UInt8(ascii: "5"): "a directory",
        UInt8(ascii: "6"): "a FIFO",
        UInt8(ascii: "7"): "a contiguous file",
        UInt8(ascii: "g"): "a global PAX header",
        UInt8(ascii: "K"): "a GNU long link target",
        UInt8(ascii: "L"): "a GNU long name",
        UInt8(ascii: "M"): "the rest of a file from another volume",
        UInt8(ascii: "S"): "a sparse file",
        UInt8(ascii: "V"): "a volume label",
    ]
}
