/// Finds what a command tree says twice, cannot mean, or leaves unsaid.
package enum DeclarationCheck {
    /// Every contradiction in the tree below `root`, each a phrase that names its command.
    package static func problems<Run>(in root: Command<Run>) -> [String] {
        problems(in: root, below: [], reserved: BuiltIn.all)
    }

    private static func problems<Run>(
        in command: Command<Run>,
        below path: [String],
        reserved: [ParameterDefinition]
    ) -> [String] {
        let title = (path + [command.name]).joined(separator: " ")
        let own = (command.globals + command.options).map(\.definition)
        let arguments = command.arguments.map(\.definition)
        var found = words(of: command, own + arguments)
        found += repeats(in: (reserved + own).map(\.spelling) + arguments.map(\.spelling))
        found += repeats(in: (reserved + own).compactMap { $0.short.map { "-\($0)" } })
        found += repeats(in: command.subcommands.map { "command '\($0.name)'" })
        found += order(of: arguments)
        found += strangers(in: command.exclusive, among: own + arguments)
        if command.changes == .nothing, own.contains(where: { $0.name == Changes.dryRun.definition.name }) {
            found.append("it changes nothing, so there is nothing that --dry-run could leave out")
        }
        if command.run == nil, command.subcommands.isEmpty { found.append("it has nothing to run") }
        return found.map { "\(title): \($0)" }
            + command.subcommands.flatMap {
                problems(in: $0, below: path + [command.name], reserved: reserved + own)
            }
    }

    private static func words<Run>(of command: Command<Run>, _ parameters: [ParameterDefinition]) -> [String] {
        var found: [String] = []
        for name in [command.name] + parameters.map(\.name) where !isName(name) {
            found.append("the name '\(name)' is not made of a-z, 0-9 and inner hyphens")
        }
        for short in parameters.compactMap(\.short) where !(short.isASCII && short.isLetter) {
            found.append("'-\(short)' is not a letter")
        }
        for text in [command.summary] + parameters.map(\.help) where text.isEmpty || !text.utf8.allSatisfy(isPrintable)
        {
            found.append("a help text is empty or not plain ASCII: '\(text)'")
        }
        for word in parameters.flatMap(\.completion.choices) where !isShellWord(word) {
            found.append("the choice '\(word)' would need quoting in a shell")
        }
        return found
    }

    private static func isShellWord(_ word: String) -> Bool {
        !word.isEmpty && word.utf8.allSatisfy { isLetterOrDigit($0) || "-._/@%+".utf8.contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    private static func isName(_ name: String) -> Bool {
        name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
            && !name.isEmpty && !name.hasPrefix("-") && !name.hasSuffix("-")
    }

    private static func isPrintable(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte)
    }

    private static func repeats(in spellings: [String]) -> [String] {
        var seen: Set<String> = []
        return spellings.filter { !seen.insert($0).inserted }.map { "\($0) is declared twice" }
    }

    /// A word can only be given to its argument if what may be left out comes last.
    private static func order(of arguments: [ParameterDefinition]) -> [String] {
        zip(arguments, arguments.dropFirst()).compactMap { former, latter in
            if former.isRepeated { return "\(latter.spelling) can never follow the repeated \(former.spelling)" }
            guard former.minimum == 0, latter.minimum > 0 else { return nil }
            return "the required \(latter.spelling) follows the optional \(former.spelling)"
        }
    }

    private static func strangers(in sets: [ExclusiveSet], among own: [ParameterDefinition]) -> [String] {
        let known = Set(own.map(\.spelling))
        return sets.flatMap(\.members).map(\.spelling).filter { !known.contains($0) }
            .map { "\($0) stands in an exclusive set but is not declared" }
    }
}
