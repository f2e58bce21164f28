using System.Text.Json.Nodes;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Registry;
using BigBen.ApiServer.Resources;
using BigBen.Controllers;

namespace BigBen.Tests.Controllers.StatefulSets;

public sealed class StatefulSetControllerTests : IDisposable
{
    private readonly SetLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void A_pod_waits_for_the_one_before_it()
    {
        _lab.Create(3);
        _lab.Settle();
        _lab.SetImage("sick:1");
        _lab.Settle();

        // The last one never gets ready, and so none of the others is touched.
        _lab.Images.ShouldBe(["db-0 web:1", "db-1 web:1", "db-2 sick:1"]);
        _lab.Set.NumberAt("status", "readyReplicas").ShouldBe(2);
    }

    [Fact]
    public void The_same_template_in_other_words_is_no_update()
    {
        _lab.Create(1);
        _lab.Settle();
        var uid = _lab.Pods.Single().Text("uid");

        _lab.Change(spec => spec["template"]!["spec"]!["containers"]![0]!["resources"] = new JsonObject());
        _lab.Settle();

        _lab.Pods.Single().Text("uid").ShouldBe(uid);
        _lab.Revisions.Count.ShouldBe(1);
    }

    [Fact]
    public void In_parallel_none_waits()
    {
        _lab.Create(3, """ "podManagementPolicy": "Parallel", """);
        _lab.Reconcile();
        _lab.Pods.Select(pod => pod.NameOf()).ShouldBe(["db-0", "db-1", "db-2"]);

        _lab.Settle();
        _lab.Change(spec => spec["replicas"] = 1);
        _lab.Reconcile();

        _lab.Pods.Count(pod => pod.IsTerminating()).ShouldBe(2);
    }

    [Fact]
    public void Below_the_partition_pods_keep_the_old_template_also_when_they_are_made_again()
    {
        _lab.Create(3, """ "updateStrategy": { "type": "RollingUpdate", "rollingUpdate": { "partition": 2 } }, """);
        _lab.Settle();
        _lab.SetImage("web:2");
        _lab.Settle();
        _lab.Delete("db-0");
        _lab.Settle();

        _lab.Images.ShouldBe(["db-0 web:1", "db-1 web:1", "db-2 web:2"]);
        _lab.Set.NumberAt("status", "currentReplicas").ShouldBe(2);
        _lab.Set.NumberAt("status", "updatedReplicas").ShouldBe(1);
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("\"50%\"", 2)]
    [InlineData("\"10%\"", 1)]
    public void As_many_pods_get_a_new_template_at_once_as_may_be_missing(string most, int updated)
    {
        var strategy = $$"""{ "type": "RollingUpdate", "rollingUpdate": { "partition": 1, "maxUnavailable": {{most}} } }""";
        _lab.Create(5, $""" "podManagementPolicy": "Parallel", "updateStrategy": {strategy}, """);
        _lab.Settle();
        _lab.SetImage("web:2");
        _lab.Reconcile();

        string[] last = ["db-3", "db-4"];
        _lab.Pods.Where(pod => pod.IsTerminating()).Select(pod => pod.NameOf()).ShouldBe(last[^updated..]);
        _lab.Settle();
        _lab.Images.ShouldBe(["db-0 web:1", "db-1 web:2", "db-2 web:2", "db-3 web:2", "db-4 web:2"]);
    }

    [Fact]
    public void Where_several_may_be_missing_a_sick_template_stops_the_update_and_pods_that_are_missing_anyway_are_replaced()
    {
        const string Strategy = """{ "type": "RollingUpdate", "rollingUpdate": { "maxUnavailable": 2 } }""";
        _lab.Create(4, $""" "podManagementPolicy": "Parallel", "updateStrategy": {Strategy}, """);
        _lab.Settle();
        _lab.SetImage("sick:1");
        _lab.Settle();
        _lab.Images.ShouldBe(["db-0 web:1", "db-1 web:1", "db-2 sick:1", "db-3 sick:1"]);

        _lab.SetImage("web:3");
        _lab.Settle();

        _lab.Images.ShouldBe(["db-0 web:3", "db-1 web:3", "db-2 web:3", "db-3 web:3"]);
    }

    [Fact]
    public void On_delete_a_pod_gets_the_new_template_when_somebody_deletes_it()
    {
        _lab.Create(2, """ "updateStrategy": { "type": "OnDelete" }, """);
        _lab.Settle();
        _lab.SetImage("web:2");
        _lab.Settle();
        _lab.Images.ShouldBe(["db-0 web:1", "db-1 web:1"]);

        _lab.Delete("db-0");
        _lab.Settle();

        _lab.Images.ShouldBe(["db-0 web:2", "db-1 web:1"]);
    }

    [Fact]
    public void A_pod_that_failed_is_made_again_with_its_claim()
    {
        _lab.Create(1);
        _lab.Settle();
        var claim = _lab.Claims.Single().Text("uid");
        _lab.Fail("db-0");
        _lab.Settle();

        _lab.Pods.Single().IsReady().ShouldBeTrue();
        _lab.Claims.Single().Text("uid").ShouldBe(claim);
        _lab.Told.Select(told => told.Message)
            .ShouldContain($"StatefulSet {TestCluster.Namespace}/db is recreating failed Pod db-0");
    }

    [Fact]
    public void A_pod_that_the_API_would_not_take_is_told_and_not_made()
    {
        _lab.Create(1);
        _lab.Change(spec => spec["template"]!["spec"]!["containers"]![0]!["name"] = "Not a name");

        Should.Throw<StatusException>(_lab.Step);

        _lab.Pods.ShouldBeEmpty();
        _lab.Told.ShouldContain(told => told.Message.StartsWith("Create Pod db-0 in StatefulSet db failed error: Pod \"db-0\" is invalid"));
        _lab.Set.NumberAt("status", "observedGeneration").ShouldBe(2);
    }

    [Fact]
    public void A_template_that_was_there_before_is_the_same_revision_with_a_new_number()
    {
        _lab.Create(1, """ "revisionHistoryLimit": 1, """);
        _lab.Settle();
        var first = _lab.Revisions.Single().NameOf();
        foreach (var image in new[] { "web:2", "web:3", "web:2" })
        {
            _lab.SetImage(image);
            _lab.Settle();
        }

        // The first one is beyond the history that is asked for.
        _lab.Revisions.Select(revision => revision.NumberAt("revision")).Order().ShouldBe([3L, 4L]);
        _lab.Revisions.Select(revision => revision.NameOf()).ShouldNotContain(first);
        _lab.Revisions.MaxBy(revision => revision.NumberAt("revision")).NameOf().ShouldBe(_lab.Set.TextAt("status", "updateRevision"));
    }

    [Fact]
    public void Claims_outlive_a_scale_down_and_are_found_again()
    {
        _lab.Create(2);
        _lab.Settle();
        var claims = _lab.Claims.Select(claim => claim.Text("uid")).ToList();
        _lab.Change(spec => spec["replicas"] = 0);
        _lab.Settle();
        _lab.Pods.ShouldBeEmpty();
        _lab.Change(spec => spec["replicas"] = 2);
        _lab.Settle();

        _lab.Claims.Select(claim => claim.Text("uid")).ShouldBe(claims);
    }

    [Theory]
    [InlineData("Retain", "Delete", "StatefulSet db", "StatefulSet db")]
    [InlineData("Delete", "Retain", "", "Pod db-1")]
    [InlineData("Delete", "Delete", "StatefulSet db", "Pod db-1")]
    [InlineData("Retain", "Retain", "", "")]
    public void A_claim_is_owned_by_what_it_is_to_go_with(string scaled, string deleted, string before, string after)
    {
        var policy = $$""" "persistentVolumeClaimRetentionPolicy": { "whenScaled": "{{scaled}}", "whenDeleted": "{{deleted}}" }, """;
        _lab.Create(2, policy);
        _lab.Settle();
        OwnerOf("data-db-1").ShouldBe(before);

        _lab.Change(spec => spec["replicas"] = 1);
        _lab.Settle();

        OwnerOf("data-db-1").ShouldBe(after);
        OwnerOf("data-db-0").ShouldBe(before);
    }

    private string OwnerOf(string claim)
    {
        var owners = _lab.Claims.Single(found => found.NameOf() == claim).ItemsAt("metadata", "ownerReferences");
        return string.Join(", ", owners.Select(owner => $"{owner.TextAt("kind")} {owner.TextAt("name")}"));
    }
}
