using System.Collections;

namespace BigBen.Pipeline.Building;

/// <summary>
/// The variables which builds and tests see: a short list, so that neither the platform's nor the person's settings leak in.
/// </summary>
internal static class BuildEnvironment
{
    private static readonly string[] Kept =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TMP", "TEMP", "LANG", "TZ", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY",
        "NO_PROXY",
        "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "DOTNET_CLI_HOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
    ];

    private static readonly string[] KeptPrefixes = ["NUGET_", "VSS_NUGET_", "SSL_CERT_", "XDG_"];

    /// <summary>The changes to the inherited environment: null removes.</summary>
    public static IReadOnlyDictionary<string, string?> Variables { get; } = Make();

    /// <summary>The program that runs .NET: the one that runs this process, else the one on PATH.</summary>
    public static string Dotnet { get; } =
        Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
        : "dotnet";

    private static Dictionary<string, string?> Make()
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => (string)entry.Key)
            .Where(name => !Kept.Contains(name.ToUpperInvariant())
                && !KeptPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(name => name, _ => (string?)null);
        string[] switches =
            ["DOTNET_CLI_TELEMETRY_OPTOUT", "DOTNET_NOLOGO", "DOTNET_SKIP_FIRST_TIME_EXPERIENCE", "MSBUILDDISABLENODEREUSE"];
        foreach (var name in switches)
            variables[name] = "1";
        variables["DOTNET_CLI_UI_LANGUAGE"] = "en";
        variables["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        return variables;
    }
}
