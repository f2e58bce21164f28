using BigBen.Pipeline.Layout;

namespace BigBen.Tests.Pipeline;

/// <summary>developer → staging → production: the list, and values of both services for the one in the middle.</summary>
internal static class ThreeEnvironments
{
    public const string List = """
        # What people wrote above stays.
        environments:
          developer:
            hostPrefix: dev
          staging:
            hostPrefix: st
            promotesFrom: developer
          production:
            hostPrefix: production
            promotesFrom: staging

        """;

    public static (string Path, string Text)[] Files =>
    [
        (EnvironmentList.File, List),
        ("app/service-a/deploy-config/staging/values.yaml", "replicas: 1\n"),
        ("app/service-b/deploy-config/staging/values.yaml", "replicas: 1\n"),
    ];
}
