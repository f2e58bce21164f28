using System.Reflection;
using System.Runtime.InteropServices;

namespace BigBen.ApiServer.Discovery;

/// <summary>The document of <c>/version</c>: the Kubernetes whose answers ours are, and what answers in its place.</summary>
internal static class ServerVersion
{
    /// <summary>The version of Kubernetes that the API agrees with; clients compare their own with it.</summary>
    public const string Kubernetes = "v1.36.3";

    /// <summary>This machine's operating system, in Go's words as Kubernetes has it.</summary>
    public static string Os => OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : "linux";

    /// <summary>This machine's architecture, likewise.</summary>
    public static string Architecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        var other => other.ToString().ToLowerInvariant(),
    };

    /// <summary>The document, in the form of Kubernetes' <c>version.Info</c>.</summary>
    public static JsonObject Document() => new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["emulationMajor"] = "1",
        ["emulationMinor"] = "36",
        ["minCompatibilityMajor"] = "1",
        ["minCompatibilityMinor"] = "35",
        ["gitVersion"] = $"{Kubernetes}+bigben",
        ["gitCommit"] = Commit(),
        ["gitTreeState"] = "",
        // What Kubernetes says of a build without a stamp.
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = RuntimeInformation.FrameworkDescription,
        ["compiler"] = "roslyn",
        ["platform"] = $"{Os}/{Architecture}",
    };

    // The SDK appends the commit to the version of what it builds inside a repository.
    private static string Commit()
    {
        var version = typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return version?.Split('+') is [_, var commit] ? commit : "";
    }
}
