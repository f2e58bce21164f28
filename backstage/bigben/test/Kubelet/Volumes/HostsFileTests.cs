using BigBen.Kubelet.Pods;
using BigBen.Kubelet.Volumes;
using BigBen.Manifests.Specs;
using BigBen.Tests.Git;

namespace BigBen.Tests.Kubelet.Volumes;

public class HostsFileTests
{
    private static readonly PodSpec Spec = new([], [], TimeSpan.Zero, "default", "Always")
    {
        HostAliases = [new HostAlias("192.0.2.7", ["alias.example", "other.example"])],
    };

    [Fact]
    public void It_is_the_kubelets_with_Services_and_the_machines_own_names_that_are_free()
    {
        var pod = new PodIdentity("developer", "web-1", "uid", "", new Dictionary<string, string>(), new Dictionary<string, string>());
        (string, string)[] services = [("db", "127.0.1.1"), ("db.developer", "127.0.1.1"), ("cache", "127.0.1.2")];
        string[] machine = ["# of the machine", "127.0.0.1 localhost laptop # me", "10.0.0.7\tdb build.example", ""];

        HostsFile.Of(pod, Spec, services, machine).ShouldBe(
            """
            # Kubernetes-managed hosts file.
            127.0.0.1	localhost
            ::1	localhost ip6-localhost ip6-loopback
            fe00::0	ip6-localnet
            fe00::0	ip6-mcastprefix
            fe00::1	ip6-allnodes
            fe00::2	ip6-allrouters
            127.0.0.1	web-1

            # Entries added by HostAliases.
            192.0.2.7	alias.example	other.example

            # Services.
            127.0.1.1	db	db.developer
            127.0.1.2	cache

            # Entries of the machine.
            127.0.0.1	laptop
            10.0.0.7	build.example

            """);
    }

    [Fact]
    public void It_is_written_in_place_so_that_a_mount_of_it_sees_the_change()
    {
        using var folder = new TempFolder();
        var path = folder["hosts"];
        HostsFile.Write(path, "a longer text\n");
        using var mounted = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        HostsFile.Write(path, "short\n");

        using var reader = new StreamReader(mounted);
        reader.ReadToEnd().ShouldBe("short\n");
    }
}
