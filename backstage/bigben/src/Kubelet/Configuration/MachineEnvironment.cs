using System.Runtime.InteropServices;

namespace BigBen.Kubelet.Configuration;

/// <summary>What of the platform's own environment a program needs to run at all.</summary>
internal static class MachineEnvironment
{
    private static readonly string[] Inherited =
        ["PATH", "HOME", "LANG", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <summary>The variables, as they are now.</summary>
    public static Dictionary<string, string> Read()
    {
        // In an image nobody has set up a time zone: what a program says of the time is the same on every machine.
        var result = new Dictionary<string, string>(StringComparer.Ordinal) { ["TZ"] = "UTC" };
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                result[name] = value;
        }

        // A framework-dependent program finds the runtime by this where it is not installed for the whole machine.
        var root = Environment.GetEnvironmentVariable("DOTNET_ROOT")
            ?? Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        if (Directory.Exists(Path.Combine(root, "host", "fxr")))
            result["DOTNET_ROOT"] = root;
        return result;
    }
}
