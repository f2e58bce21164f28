using BigBen.Hostile.Values;
using BigBen.Tests.Manifests.Helm;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.ArgoCd.Gate;

/// <summary>The values files of backstage/hostile, each with its verdict.</summary>
public class HostileValuesTests
{
    [Fact]
    [Trait("Category", "Nightly")]
    public async Task A_push_is_told_what_becomes_of_values()
    {
        var push = await PushVerdict.OpenAsync(await TestHelm.CliAsync(), RepositoryRoot.Path);

        var wrong = new List<string>();
        foreach (var values in ValuesCase.All)
        {
            if (ValuesPart.Fault(values, (await push.JudgeAsync(values)).Refusal) is { } fault)
                wrong.Add($"{values}: {fault}");
        }

        wrong.ShouldBeEmpty(string.Join("\n", wrong));
        ValuesCase.All.Count.ShouldBeGreaterThanOrEqualTo(60);
    }
}
