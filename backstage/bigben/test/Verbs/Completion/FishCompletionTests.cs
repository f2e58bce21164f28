using BigBen.Verbs;
using BigBen.Verbs.Completion;

namespace BigBen.Tests.Verbs.Completion;

public sealed class FishCompletionTests
{
    [Fact]
    public void Every_verb_and_option_is_a_line_and_quotes_are_quoted()
    {
        var lines = FishCompletion.Of(CommandLine.Root()).Split('\n');

        lines.ShouldContain("complete -c big-ben.sh -n __fish_use_subcommand -a logs -d 'Show what an Application\\'s pods write.'");
        lines.ShouldContain("complete -c big-ben.sh -n '__fish_seen_subcommand_from rollback' -a 'developer production'");
        lines.ShouldContain(line => line.Contains("seen_subcommand_from logs' -l follow -s f -d "));
        lines.ShouldContain(line => line.Contains("seen_subcommand_from up' -l platform -x -a 'auto cluster kind local' -d "));
        lines.ShouldNotContain(line => line.Contains("-a serve"));
    }
}
