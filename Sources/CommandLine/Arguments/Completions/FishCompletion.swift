/// Writes a completion script for fish: one condition, "the command typed so far is", and a line per word.
struct FishCompletion {
    let pages: [CommandPage]

    private var program: String { pages.first?.title ?? "" }

    var script: String {
        let valued = Set(pages.flatMap { $0.spellings(takingValue: true) }).sorted()
        let paths = pages.dropFirst().map { quoted($0.title) }
        return """
            # fish completion for \(program)

            function __\(program)_at
                set -l path \(program)
                set -l skip 0
                for word in (commandline -opc)[2..-1]
                    if test $skip -eq 1
                        set skip 0
                    else if contains -- $word \(valued.joined(separator: " "))
                        set skip 1
                    else if contains -- "$path $word" \(paths.joined(separator: " "))
                        set path "$path $word"
                    end
                end
                test "$path" = "$argv"
            end

            function __\(program)_ask
                set -l given
                set -l option
                for word in (commandline -opc)[2..-1]
                    if test -n "$option"
                        set -a given $option $word
                        set option
                    else if contains -- $word \(pages.places.joined(separator: " "))
                        set option $word
                    else if contains -- (string replace -r '=.*' '' -- $word) \(pages.places.joined(separator: " "))
                        set -a given $word
                    end
                end
                command \(program) $given --complete $argv[1] 2>/dev/null
            end

            complete -c \(program) -f
            \(pages.flatMap(lines).joined(separator: "\n"))

            """
    }

    private func lines(for page: CommandPage) -> [String] {
        let start = "complete -c \(program) -n \(quoted("__\(program)_at \(page.title)"))"
        let commands = page.subcommands.map { "-a \($0.name) -d \(quoted($0.summary))" }
        let arguments = page.arguments.compactMap { values(of: $0.completion) }
        let once = arguments.enumerated().filter { !arguments[..<$0.offset].contains($0.element) }.map(\.element)
        return (commands + page.named.map(option) + once).map { "\(start) \($0)" }
    }

    private func option(for definition: ParameterDefinition) -> String {
        let short = definition.short.map { "-s \($0) " } ?? ""
        let names = "\(short)-l \(definition.name) -d \(quoted(definition.help))"
        guard definition.kind == .option else { return names }
        let wantsFiles = definition.completion == .files
        return ([names, wantsFiles ? "-r" : "-x"] + [values(of: definition.completion)].compactMap(\.self))
            .joined(separator: " ")
    }

    private func values(of completion: Completion) -> String? {
        switch completion {
        case .none: nil
        case .files: "-F"
        case .directories: "-a '(__fish_complete_directories)'"
        case .choices(let words): "-a \(quoted(words.joined(separator: " ")))"
        case .asked(let kind): "-a '(__\(program)_ask \(kind))'"
        }
    }

    private func quoted(_ text: String) -> String {
        "'\(text.map { "\\'".contains($0) ? "\\\($0)" : "\($0)" }.joined())'"
    }
}
