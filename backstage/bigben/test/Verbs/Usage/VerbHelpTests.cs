using System.CommandLine;
using BigBen.Tests.Scenario;
using BigBen.Verbs;
using BigBen.Verbs.Usage;

namespace BigBen.Tests.Verbs.Usage;

public sealed class VerbHelpTests
{
    public static TheoryData<string> Verbs => [.. CommandLine.Root().Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name)];

    [Fact]
    public void A_fresh_clone_tells_at_once_what_the_program_would()
    {
        File.ReadAllText(Path.Combine(RepositoryRoot.Path, "bootstrap/lib/help.txt")).ShouldBe(
            Print("--help"), "write it again: dotnet artifacts/bin/bigben/debug/bigben.dll --help > bootstrap/lib/help.txt");
    }

    [Fact]
    public void The_document_of_the_verbs_is_what_they_print()
    {
        var path = Path.Combine(RepositoryRoot.Path, "docs/verbs.md");
        var text = "# Verbs\n\nWhat `./bootstrap/big-ben.sh VERB --help` prints, for every verb.\n"
            + string.Concat(Shown(CommandLine.Root())
                .Select(verb => $"\n## {verb}\n\n```text\n{Print([.. verb.Split(' '), "--help"]).Trim()}\n```\n"));
        if (Environment.GetEnvironmentVariable("BIGBEN_UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, text);

        File.ReadAllText(path).ShouldBe(
            text, "write it again: BIGBEN_UPDATE_GOLDEN=1 dotnet test backstage/bigben/test --filter FullyQualifiedName~VerbHelpTests");
    }

    [Fact]
    public void The_help_of_all_tells_the_exit_codes()
    {
        var help = Print("--help");

        help.ShouldContain("big-ben.sh [command] [options]");
        foreach (var code in new[] { ExitCode.Done, ExitCode.Failed, ExitCode.Usage, ExitCode.Interrupted })
            help.ShouldContain($"\n  {code} ");
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_has_examples_that_it_understands(string verb)
    {
        var examples = CommandLine.Root().Subcommands.OfType<Verb>().Single(one => one.Name == verb).Examples;

        examples.ShouldNotBeEmpty();
        foreach (var example in examples)
        {
            Print(verb, "--help").ShouldContain($"  ./bootstrap/{example}\n");
            var words = example.Split(" > ")[0].Split(' ');
            words[0].ShouldBe(CommandLine.Program);
            var parsed = CommandLine.Parse(words[1..]);
            UsageError.Of(parsed).ShouldBeNull();
            UsageError.NameOf(parsed.CommandResult).Split(' ')[0].ShouldBe(verb);
        }
    }

    private static IEnumerable<string> Shown(Command above) => above.Subcommands.Where(verb => !verb.Hidden)
        .SelectMany(verb => Shown(verb).Select(below => $"{verb.Name} {below}").Prepend(verb.Name));

    private static string Print(params string[] args)
    {
        var output = new StringWriter();
        CommandLine.Parse(args).Invoke(new InvocationConfiguration { Output = output }).ShouldBe(ExitCode.Done);
        return output.ToString();
    }
}
