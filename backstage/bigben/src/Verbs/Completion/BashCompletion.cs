using System.Text;

namespace BigBen.Verbs.Completion;

/// <summary>Completion for bash, and by zsh's own emulation of it for zsh. It needs nothing newer than the bash 3.2 of macOS.</summary>
internal static class BashCompletion
{
    /// <summary>The script for bash.</summary>
    /// <param name="root">Every verb.</param>
    public static string Of(System.CommandLine.Command root)
    {
        var verbs = CompletedOption.VerbsOf(root).ToList();
        var text = new StringBuilder($$"""
            # bash completion of {{root.Name}}
            _big_ben() {
              local verb='' word words='' current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
              # zsh would take a length that begins with a letter for a modifier.
              for word in "${COMP_WORDS[@]:1:$((COMP_CWORD - 1))}"; do
                case $word in
                  {{string.Join('|', verbs.Select(verb => verb.Name))}}) verb=$word && break ;;
                esac
              done
              case $verb:$previous in

            """);
        foreach (var command in verbs.Prepend(root))
        {
            foreach (var option in CompletedOption.Of(root, command).Where(option => option.TakesValue))
            {
                var pattern = string.Join('|', option.Names.Select(name => $"{NameOf(command)}:{name}"));
                text.Append($"    {pattern}) words='{string.Join(' ', option.Values)}' ;;\n");
            }
        }

        text.Append($"    :*) words='{string.Join(' ', [.. verbs.Select(verb => verb.Name), .. Options(root)])}' ;;\n");
        foreach (var verb in verbs)
            text.Append($"    {verb.Name}:*) words='{string.Join(' ', [.. CompletedOption.ValuesOf(verb), .. Options(verb)])}' ;;\n");
        return text.Append($$"""
              esac
              # shellcheck disable=SC2207
              COMPREPLY=($(compgen -W "$words" -- "$current"))
            }
            complete -o default -F _big_ben {{root.Name}}

            """).ToString();

        IEnumerable<string> Options(System.CommandLine.Command command) =>
            CompletedOption.Of(root, command).Select(option => option.Names[0]);

        string NameOf(System.CommandLine.Command command) => command == root ? "" : command.Name;
    }

    /// <summary>The script for zsh.</summary>
    /// <param name="root">Every verb.</param>
    public static string OfZsh(System.CommandLine.Command root) =>
        "autoload -U +X compinit bashcompinit && compinit && bashcompinit\n" + Of(root);
}
