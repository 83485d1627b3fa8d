/// Writes a completion script for zsh: one function per command, in the terms of `_arguments` (zshcompsys(1)).
struct ZshCompletion {
    let pages: [CommandPage]

    private var program: String { pages.first?.title ?? "" }

    var script: String {
        """
        #compdef \(program)

        \(ask)

        \(pages.map(function).joined(separator: "\n\n"))

        if [ "$funcstack[1]" = "\(main)" ]; then
            \(main) "$@"
        else
            compdef \(main) \(program)
        fi

        """
    }

    private func function(for page: CommandPage) -> String {
        let specs = page.named.map(spec) + page.arguments.enumerated().map { place($0.element, at: $0.offset + 1) }
        return page.subcommands.isEmpty ? leaf(page, specs) : group(page, specs)
    }

    private func leaf(_ page: CommandPage, _ specs: [String]) -> String {
        """
        \(name(of: page.path))() {
            _arguments -s -S \\
                \(specs.joined(separator: " \\\n        "))
        }
        """
    }

    private func group(_ page: CommandPage, _ specs: [String]) -> String {
        let commands = page.subcommands.map { quoted("\($0.name):\($0.summary)") }
        let calls = page.subcommands.map { "    \($0.name)) \(name(of: page.path + [$0.name])) ;;" }
        return """
            \(name(of: page.path))() {
                local context state state_descr line
                typeset -A opt_args
                _arguments -s -S -C \\
                    \((specs + ["'1: :->command'", "'*:: :->rest'"]).joined(separator: " \\\n        ")) && return
                if [[ $state == command ]]; then
                    local -a commands=(
                        \(commands.joined(separator: "\n            "))
                    )
                    _describe command commands
                    return
                fi
                case $words[1] in
            \(calls.joined(separator: "\n"))
                esac
            }
            """
    }

    private func name(of path: [String]) -> String {
        "_" + path.joined(separator: "_")
    }

    /// An option once, or as often as wanted; its short and long spelling exclude each other unless repeated.
    private func spec(for definition: ParameterDefinition) -> String {
        let takesValue = definition.kind == .option
        let long = "\(definition.spelling)\(takesValue ? "=" : "")"
        let value = takesValue ? ":\(definition.valueName):\(action(definition.completion))" : ""
        let rest = quoted("[\(escaped(definition.help))]\(value)")
        guard let short = definition.short else { return (definition.isRepeated ? "'*'" : "") + long + rest }
        let both = "{-\(short)\(takesValue ? "+" : ""),\(long)}"
        return (definition.isRepeated ? "'*'" : "'(\(definition.spellings.joined(separator: " ")))'") + both + rest
    }

    private func place(_ definition: ParameterDefinition, at position: Int) -> String {
        let start = definition.isRepeated ? "*" : "\(position)"
        let separator = definition.minimum == 0 && !definition.isRepeated ? "::" : ":"
        return quoted("\(start)\(separator)\(definition.valueName):\(action(definition.completion))")
    }

    private func action(_ completion: Completion) -> String {
        switch completion {
        case .none: " "
        case .files: "_files"
        case .directories: "_files -/"
        case .choices(let words): "(\(words.joined(separator: " ")))"
        case .asked(let kind): "\(main)_ask \(kind)"
        }
    }

    private var main: String { "_\(program)" }

    /// Called with what `compadd` is to be told, and the kind behind it; a place that was named among the words counts.
    private var ask: String {
        let long = pages.places.filter { $0.hasPrefix("--") }
        return """
            \(main)_ask() {
                local -a given found
                local -i i
                for ((i = 2; i < CURRENT; i++)); do
                    case $words[i] in
                    (\(pages.places.joined(separator: "|"))) given+=("$words[i]" "$words[i+1]") ;;
                    (\(long.map { "\($0)=*" }.joined(separator: "|"))) given+=("$words[i]") ;;
                    esac
                done
                found=("${(@f)$(command \(program) "${given[@]}" --complete "${@[-1]}" 2>/dev/null)}")
                compadd "${@[1,-2]}" -- "${(@)found:#}"
            }
            """
    }

    private func escaped(_ text: String) -> String {
        text.map { "[]:\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
    }

    private func quoted(_ text: String) -> String {
        "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
    }
}
