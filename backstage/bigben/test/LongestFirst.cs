using BigBen.Tests;
using BigBen.Tests.ArgoCd;
using BigBen.Tests.Console.Browser;
using BigBen.Tests.Pipeline;
using BigBen.Tests.Pipeline.Protection;
using BigBen.Tests.Pipeline.Remote;
using BigBen.Tests.Platforms.Existing;
using BigBen.Tests.Platforms.Kind;
using BigBen.Tests.Scenario;
using BigBen.Tests.Verbs.Remote;
using BigBen.Tests.Verbs.Services;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer($"BigBen.Tests.{nameof(LongestFirst)}", "bigben.Tests")]

namespace BigBen.Tests;

/// <summary>Starts the classes that take minutes before all others, so that none of them runs alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] Long =
    [
        typeof(PlatformScenario),
        typeof(KindPushTests),
        typeof(KindStepsTests),
        typeof(KindPlatformTests),
        typeof(KindClusterTests),
        typeof(PushReceiverTests),
        typeof(NewServiceVerbTests),
        typeof(BothBranchesReleaseTests.OnRemote),
        typeof(BothBranchesReleaseTests.InForge),
        typeof(BothBranchesTests.OnRemote),
        typeof(RemoteBranchTests),
        typeof(EnvironmentsGateTests),
        typeof(ProtectionGateTests),
        typeof(AccessibilityTests),
        typeof(ExistingPlatformTests),
        typeof(RemoteVerbsTests),
    ];

    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => Place(collection.DisplayName));

    // A class without a collection of its own has xunit's, which is named after it.
    private static int Place(string name)
    {
        var found = Array.FindIndex(Long, type => name == $"Test collection for {type.FullName}");
        return found < 0 ? Long.Length : found;
    }
}
