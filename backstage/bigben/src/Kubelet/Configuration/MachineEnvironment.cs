using System.Runtime.InteropServices;

namespace BigBen.Kubelet.Configuration;

/// <summary>What of the platform's own environment a program needs to run at all.</summary>
internal static class MachineEnvironment
{
    private static readonly string[] Inherited =
        ["PATH", "LANG", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "SSL_CERT_FILE", "SSL_CERT_DIR"];

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

        if ((HomeOf(Environment.UserName, Users()) ?? Environment.GetEnvironmentVariable("HOME")) is { } home)
            result["HOME"] = home;
        // A framework-dependent program finds the runtime by this where it is not installed for the whole machine.
        var root = Environment.GetEnvironmentVariable("DOTNET_ROOT")
            ?? Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        if (Directory.Exists(Path.Combine(root, "host", "fxr")))
            result["DOTNET_ROOT"] = root;
        return result;
    }

    /// <summary>
    /// The home folder of a user, as a container runtime finds it and whatever HOME the shell had that started the platform; null where the
    /// machine keeps its users elsewhere.
    /// </summary>
    /// <param name="user">The user's name.</param>
    /// <param name="users">The lines of /etc/passwd.</param>
    public static string? HomeOf(string user, IEnumerable<string> users) =>
        users.Select(line => line.Split(':')).FirstOrDefault(fields => fields.Length == 7 && fields[0] == user)?[5] is { Length: > 0 } home
            ? home
            : null;

    private static string[] Users()
    {
        try
        {
            return File.ReadAllLines("/etc/passwd");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
