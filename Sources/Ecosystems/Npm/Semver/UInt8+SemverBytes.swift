extension UInt8 {
    /// `0` to `9`.
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

    /// What semver 2.0.0 §9 allows in an identifier: ASCII letters, digits and the hyphen.
    var isIdentifierByte: Bool { isDigit || (self | 0x20) &- UInt8(ascii: "a") < 26 || self == UInt8(ascii: "-") }

    /// The ASCII white space that npm trims.
    var isBlank: Bool { self == UInt8(ascii: " ") || self &- 9 < 5 }

    /// What npm's loose reading skips before a version: blanks, `v` and `=`.
    var isVersionPrefix: Bool { self == UInt8(ascii: "v") || self == UInt8(ascii: "=") || isBlank }

    /// What stands for an open component of a version: `x`, `X` or `*`.
    var isOpenComponent: Bool { self | 0x20 == UInt8(ascii: "x") || self == UInt8(ascii: "*") }

    /// `<` or `>`.
    var isAngle: Bool { self == UInt8(ascii: "<") || self == UInt8(ascii: ">") }
}
