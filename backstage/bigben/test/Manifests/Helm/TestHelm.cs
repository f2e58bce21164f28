using BigBen.Manifests.Helm;

namespace BigBen.Tests.Manifests.Helm;

/// <summary>The real Helm, found or obtained once for all test runs of this machine.</summary>
internal static class TestHelm
{
    private static readonly Lazy<Task<HelmProgram>> Program =
        new(() => new HelmInstaller(Path.Combine(Path.GetTempPath(), "big-ben-tools")).FindOrInstallAsync());

    internal static Task<HelmProgram> ProgramAsync() => Program.Value;

    internal static async Task<HelmCli> CliAsync() => new(await Program.Value);
}
