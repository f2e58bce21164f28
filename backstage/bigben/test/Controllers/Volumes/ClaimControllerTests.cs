using System.Text.Json;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Clients;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Controllers.Volumes;
using BigBen.Tests.Controllers.StatefulSets;

namespace BigBen.Tests.Controllers.Volumes;

public sealed class ClaimControllerTests : IDisposable
{
    private readonly SetLab _lab = new();

    public void Dispose() => _lab.Dispose();

    private JsonElement Claim => _lab.Claims.Single();

    private JsonElement Volume => _lab.Volumes.Single();

    private string Folder => Volume.TextAt("spec", "hostPath", "path")!;

    [Fact]
    public void A_claim_gets_a_folder_of_its_own_that_only_its_owner_reads()
    {
        Create();

        Claim.TextAt("spec", "storageClassName").ShouldBe("standard");
        Claim.TextAt("spec", "volumeName").ShouldBe($"pvc-{Claim.Text("uid")}");
        (Claim.TextAt("status", "phase"), Volume.TextAt("status", "phase")).ShouldBe(("Bound", "Bound"));
        Volume.TextAt("spec", "claimRef", "uid").ShouldBe(Claim.Text("uid"));
        File.GetUnixFileMode(Folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _lab.Told.Single().Message.ShouldBe($"Successfully provisioned volume {Volume.NameOf()} using bigben.localhost/folder");
    }

    [Fact]
    public void A_claim_that_a_pod_uses_goes_after_it_and_its_folder_with_it()
    {
        Create();
        _lab.Store.Create(Kinds.Pods, TestCluster.Namespace, TestCluster.Parse("""
            {
              "metadata": { "name": "user" },
              "spec": {
                "containers": [{ "name": "c", "image": "web:1" }],
                "volumes": [{ "name": "v", "persistentVolumeClaim": { "claimName": "data" } }]
              }
            }
            """));
        var folder = Folder;
        File.WriteAllText(Path.Combine(folder, "kept"), "x");

        Delete();
        Claim.IsTerminating().ShouldBeTrue();
        File.Exists(Path.Combine(folder, "kept")).ShouldBeTrue();
        _lab.Store.Delete(Kinds.Pods, TestCluster.Namespace, "user");
        _lab.Settle();

        _lab.Claims.ShouldBeEmpty();
        _lab.Volumes.ShouldBeEmpty();
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public void A_volume_that_is_to_be_retained_stays_and_can_be_had_by_name()
    {
        Create();
        _lab.Store.Change(Kinds.Volumes, Volume, volume => volume["spec"]!["persistentVolumeReclaimPolicy"] = "Retain");
        Delete();
        Volume.TextAt("status", "phase").ShouldBe("Released");
        Directory.Exists(Folder).ShouldBeTrue();

        _lab.Store.Change(Kinds.Volumes, Volume, volume => volume["spec"]!.AsObject().Remove("claimRef"));
        Create(spec => spec["volumeName"] = Volume.NameOf());

        Claim.TextAt("status", "phase").ShouldBe("Bound");
        Volume.TextAt("spec", "claimRef", "uid").ShouldBe(Claim.Text("uid"));
    }

    [Theory]
    [InlineData("fast", "storageclass.storage.k8s.io \"fast\" not found")]
    [InlineData("", "no persistent volumes available for this claim and no storage class is set")]
    public void A_claim_of_another_class_waits_and_says_why(string storageClass, string why)
    {
        Create(spec => spec["storageClassName"] = storageClass, _lab.Step);

        Claim.TextAt("status", "phase").ShouldBe("Pending");
        _lab.Told.Single().Message.ShouldBe(why);
    }

    [Fact]
    public void A_claim_whose_volume_is_gone_is_lost()
    {
        Create();
        _lab.Store.Change(Kinds.Volumes, Volume, volume => volume["metadata"]!.AsObject().Remove("finalizers"));
        _lab.Store.Delete(Kinds.Volumes, "", Volume.NameOf());
        _lab.Settle();

        Claim.TextAt("status", "phase").ShouldBe("Lost");
    }

    [Fact]
    public void A_volume_s_folder_is_where_the_platform_keeps_them_now()
    {
        Create();
        var moved = Path.Combine(Path.GetDirectoryName(Folder)!, "moved");

        new FolderProvisioner(_lab.Store, moved).Relocate();

        Folder.ShouldBe(Path.Combine(moved, Volume.NameOf()));
        (Claim.TextAt("status", "phase"), Volume.TextAt("status", "phase")).ShouldBe(("Bound", "Bound"));
    }

    private void Create(Action<JsonObject>? change = null, Action? act = null)
    {
        var claim = TestCluster.Parse("""
            {
              "metadata": { "name": "data" },
              "spec": { "accessModes": ["ReadWriteOnce"], "resources": { "requests": { "storage": "1Gi" } } }
            }
            """);
        change?.Invoke(claim["spec"]!.AsObject());
        _lab.Store.Create(Kinds.VolumeClaims, TestCluster.Namespace, claim);
        (act ?? _lab.Settle)();
    }

    private void Delete()
    {
        _lab.Store.Delete(Kinds.VolumeClaims, TestCluster.Namespace, "data");
        _lab.Settle();
    }
}
