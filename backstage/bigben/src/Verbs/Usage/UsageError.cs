using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using CommandResult = System.CommandLine.Parsing.CommandResult;

namespace BigBen.Verbs.Usage;

/// <summary>Says in one sentence why a command line cannot be understood, by the very word that is wrong.</summary>
internal static partial class UsageError
{
    /// <summary>The sentence; null for a command line that can be understood.</summary>
    public static string? Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var name = NameOf(parsed.CommandResult);
        if (parsed.Action is VerbHelp)
            return command is not Verb && parsed.UnmatchedTokens is [[not '-', ..] asked, ..]
                ? $"'{asked}' is not a verb.{Suggestion.For(asked, VerbsOf(command))}"
                : null;
        if (UnknownOption(parsed) is { } option)
            return NamesOf(parsed.CommandResult).Contains(option)
                ? $"'{option}' is an option, and no value of the one before it."
                : $"'{option}' is not an option of '{name}'.{Suggestion.For(option, NamesOf(parsed.CommandResult))}";
        if (parsed.UnmatchedTokens is [var token, ..])
        {
            var meant = Suggestion.For(token, VerbsOf(command));
            return command is not Verb ? $"'{token}' is not a verb.{meant}"
                : command.Subcommands.Count > 0 ? $"'{name}' takes {string.Join(" or ", VerbsOf(command))}, not '{token}'.{meant}"
                : $"'{token}' is one word too many: '{name}' takes {Arguments(command)}.";
        }

        if (command is Verb { Subcommands.Count: > 0, Examples: [var first, ..] })
            return $"'{name}' needs {string.Join(" or ", VerbsOf(command))}, as in: {first}.";

        if (OptionsOf(parsed.CommandResult).FirstOrDefault(option => IsEmpty(parsed, option)) is { } empty)
            return NeedsValue(empty);
        if (command.Arguments.FirstOrDefault(argument => IsBlank(parsed.GetResult(argument))) is { } blank)
            return Needs($"<{blank.Name}>");
        if (parsed.Errors.Count == 0)
            return null;
        if (Missing(parsed) is { } missing)
            return Needs(missing);
        if (OptionsOf(parsed.CommandResult).FirstOrDefault(option => LacksValue(parsed, option)) is { } bare)
            return NeedsValue(bare);
        if (OptionsOf(parsed.CommandResult).FirstOrDefault(option => IsRepeated(parsed, option)) is { } twice)
            return $"{twice.Name} takes one value, and is given more than once.";
        var message = WhiteSpace().Replace(parsed.Errors[0].Message, " ");
        return message is [.., '.' or '?'] ? message : $"{message}.";

        string Needs(string missing) =>
            $"'{name}' needs {missing}{(command is Verb { Examples: [var example, ..] } ? $", as in: {example}" : "")}.";
    }

    /// <summary>A verb's name with those above it, such as <c>new service</c>; the program's for no verb.</summary>
    public static string NameOf(CommandResult result) =>
        result.Parent is CommandResult { Command: Verb } above ? $"{NameOf(above)} {result.Command.Name}" : result.Command.Name;

    // The parser takes an option that it does not know for an argument, or for the value of the option before it.
    private static string? UnknownOption(ParseResult parsed) =>
        parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && OptionShape().IsMatch(token.Value))
            .Select(token => token.Value.Split('=')[0])
            .FirstOrDefault();

    private static string? Missing(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        return command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > (parsed.GetResult(argument)?.Tokens.Count ?? 0))
            .Select(argument => $"<{argument.Name}>")
            .Concat(command.Options.Where(option => option.Required && parsed.GetResult(option) is null or { Implicit: true })
                .Select(option => $"{option.Name} {option.HelpName}".TrimEnd()))
            .FirstOrDefault();
    }

    private static string NeedsValue(Option option) =>
        $"{option.Name} needs a value{(option.HelpName is { } value ? $": {option.Name} {value}" : "")}.";

    private static bool IsEmpty(ParseResult parsed, Option option) =>
        option is not OptionalText && option.ValueType == typeof(string) && IsBlank(parsed.GetResult(option));

    private static bool IsBlank(SymbolResult? result) => result?.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)) is true;

    private static bool IsRepeated(ParseResult parsed, Option option) =>
        option.Arity.MaximumNumberOfValues == 1 && parsed.GetResult(option) is { IdentifierTokenCount: > 1 };

    private static bool LacksValue(ParseResult parsed, Option option) =>
        option.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(option) is { Implicit: false, Tokens.Count: 0 };

    private static IEnumerable<Option> OptionsOf(CommandResult result) =>
        result.Command.Options.Concat(result.Parent is CommandResult above ? OptionsOf(above).Where(option => option.Recursive) : []);

    private static IEnumerable<string> NamesOf(CommandResult result) =>
        OptionsOf(result).SelectMany(option => option.Aliases.Prepend(option.Name));

    private static IEnumerable<string> VerbsOf(System.CommandLine.Command command) =>
        command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name);

    private static string Arguments(System.CommandLine.Command command) => command.Arguments.Count == 0
        ? "no arguments"
        : string.Join(' ', command.Arguments.Select(argument => $"<{argument.Name}>"));

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    // A number below zero is none.
    [GeneratedRegex(@"^--?[A-Za-z]")]
    private static partial Regex OptionShape();
}
