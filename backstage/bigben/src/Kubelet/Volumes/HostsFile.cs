using System.Text;
using BigBen.Kubelet.Pods;
using BigBen.Manifests.Specs;

namespace BigBen.Kubelet.Volumes;

/// <summary>A pod's own <c>/etc/hosts</c>: the kubelet's, the names of Services, and what this machine's has beside them.</summary>
internal static class HostsFile
{
    /// <summary>Where a program looks for it.</summary>
    public const string Path = "/etc/hosts";

    // The kubelet's managedHostsHeader and what it writes below it for every pod.
    private const string Managed = """
        # Kubernetes-managed hosts file.
        127.0.0.1	localhost
        ::1	localhost ip6-localhost ip6-loopback
        fe00::0	ip6-localnet
        fe00::0	ip6-mcastprefix
        fe00::1	ip6-allnodes
        fe00::2	ip6-allrouters

        """;

    private const UnixFileMode ReadByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The file's text.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="services">The names of Services as the pod knows them, each with an address.</param>
    /// <param name="machine">The lines of this machine's file.</param>
    public static string Of(
        PodIdentity pod, PodSpec spec, IReadOnlyList<(string Name, string Address)> services, IEnumerable<string> machine)
    {
        var text = new StringBuilder(Managed.ReplaceLineEndings("\n"));
        Line(NodeAgent.Address, spec.Hostname ?? pod.Name);
        Section("Entries added by HostAliases.", spec.HostAliases.Select(alias => (alias.Address, alias.Names)));
        Section("Services.", services.GroupBy(service => service.Address).Select(address => (address.Key, Names(address))));
        // A name means one thing: the machine's own come last, without those that are taken.
        var taken = text.ToString().Split('\n').SelectMany(NamesIn).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Section("Entries of the machine.", machine
            .Select(line => (Words(line).FirstOrDefault(""), Free(line)))
            .Where(line => line.Item2.Count > 0));
        return text.ToString();

        IReadOnlyList<string> Free(string line) => [.. NamesIn(line).Where(name => !taken.Contains(name))];

        void Line(string address, params IReadOnlyList<string> names) =>
            text.Append(address).Append('\t').AppendJoin('\t', names).Append('\n');

        void Section(string title, IEnumerable<(string Address, IReadOnlyList<string> Names)> lines)
        {
            foreach (var ((address, names), index) in lines.Select((line, index) => (line, index)))
            {
                if (index == 0)
                    text.Append("\n# ").Append(title).Append('\n');
                Line(address, names);
            }
        }
    }

    /// <summary>Writes the file in place, where it is not so already: who has it mounted sees the change.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, string text)
    {
        if (File.Exists(path) && File.ReadAllText(path) == text)
            return;
        var bytes = Encoding.UTF8.GetBytes(text);
        using var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, ReadByAll);
        // First the text and then the length: nobody ever reads an empty file.
        RandomAccess.Write(file, bytes, 0);
        RandomAccess.SetLength(file, bytes.Length);
    }

    private static IReadOnlyList<string> Names(IEnumerable<(string Name, string Address)> services) =>
        [.. services.Select(service => service.Name)];

    private static IEnumerable<string> NamesIn(string line) => Words(line).Skip(1);

    private static string[] Words(string line) => line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
}
