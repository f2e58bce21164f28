namespace BigBen.Pipeline.Building;

/// <summary>What builds and tests are told beside the few variables that every <c>dotnet</c> gets.</summary>
internal static class BuildEnvironment
{
    /// <summary>The variables.</summary>
    public static IReadOnlyDictionary<string, string?> Variables { get; } = new Dictionary<string, string?>
    {
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        // Compilers that run once: neither measuring code for a later compilation nor hardening its pages brings them anything, and both
        // cost a quarter of a build's processor time (a service here: 20.3 s with, 14.7 s without).
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_EnableWriteXorExecute"] = "0",
    };

    /// <summary>The program that runs .NET: the one that runs this process, else the one on PATH.</summary>
    public static string Dotnet { get; } =
        Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
        : "dotnet";
}
