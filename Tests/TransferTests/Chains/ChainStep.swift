/// One thing that happens in the life of a near tree and its sites.
///
/// Archives and receipts go by their numbers, in the order in which they were made; what names none that there is does
/// nothing. Printed, a step is the code that makes it.
enum ChainStep: Sendable, CustomStringConvertible {
    /// What the near side publishes; other bytes under a version that is there, too.
    case publish(String, String, String)
    case withdraw(String, String)
    /// What the disk of the near side spoils, once an archive has listed it.
    case spoil(String, String)
    case mend(String, String)
    case front(String)
    case build(Baseline)

    /// A site's own publication, and the end of a version there.
    case publishAt(Int, String, String, String)
    case removeAt(Int, String, String)
    /// Other bytes, or none, in the place of a version's file, with the index as it was.
    case rotAt(Int, String, String)
    case loseAt(Int, String, String)
    case frontAt(Int, String)

    case carry(Int, to: Int, allowingMissing: Bool)
    /// The same, stopped at an operation on files, and finished by a restart or by carrying it again.
    case carryStopping(Int, to: Int, at: Int)
    /// Takes an archive back.
    case rollBack(Int, at: Int)
    case rollBackStopping(Int, at: Int, operation: Int)
    /// Takes a receipt of a site to the near side.
    case confirm(Int, from: Int)

    /// Where an archive starts.
    enum Baseline: Sendable, Equatable {
        case lastBuilt, full, sites
        case partial(String)
    }

    var description: String {
        switch self {
        case .publish(let package, let version, let content): ".publish(\"\(package)\", \"\(version)\", \"\(content)\")"
        case .withdraw(let package, let version): ".withdraw(\"\(package)\", \"\(version)\")"
        case .spoil(let package, let version): ".spoil(\"\(package)\", \"\(version)\")"
        case .mend(let package, let version): ".mend(\"\(package)\", \"\(version)\")"
        case .front(let content): ".front(\"\(content)\")"
        case .build(.partial(let package)): ".build(.partial(\"\(package)\"))"
        case .build(let baseline): ".build(.\(baseline))"
        case .publishAt(let site, let package, let version, let content):
            ".publishAt(\(site), \"\(package)\", \"\(version)\", \"\(content)\")"
        case .removeAt(let site, let package, let version): ".removeAt(\(site), \"\(package)\", \"\(version)\")"
        case .rotAt(let site, let package, let version): ".rotAt(\(site), \"\(package)\", \"\(version)\")"
        case .loseAt(let site, let package, let version): ".loseAt(\(site), \"\(package)\", \"\(version)\")"
        case .frontAt(let site, let content): ".frontAt(\(site), \"\(content)\")"
        case .carry(let archive, let site, let isAllowed):
            ".carry(\(archive), to: \(site), allowingMissing: \(isAllowed))"
        case .carryStopping(let archive, let site, let number): ".carryStopping(\(archive), to: \(site), at: \(number))"
        case .rollBack(let archive, let site): ".rollBack(\(archive), at: \(site))"
        case .rollBackStopping(let archive, let site, let number):
            ".rollBackStopping(\(archive), at: \(site), operation: \(number))"
        case .confirm(let receipt, let site): ".confirm(\(receipt), from: \(site))"
        }
    }
}
