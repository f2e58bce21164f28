using System.Text.Json;
using BigBen.ApiServer.Resources;
using BigBen.Controllers.GarbageCollection;

namespace BigBen.Tests.Controllers.GarbageCollection;

public class ObjectGraphTests
{
    private readonly ObjectGraph _graph = new();

    [Fact]
    public void What_depends_on_an_object_that_is_told_later_is_not_forgotten()
    {
        NoteReplicaSet();

        // Asked for when its ReplicaSet was told.
        _graph.Forget("owner");
        _graph.Note(Kinds.Deployments, Parsed("""{ "metadata": { "name": "a", "namespace": "developer", "uid": "owner" } }"""));

        _graph.DependentsOf("owner").ShouldBe(["dependent"]);
    }

    [Fact]
    public void What_is_gone_is_nobody_s_dependent_and_nobody_s_owner()
    {
        NoteReplicaSet();

        _graph.Forget("dependent");

        _graph.DependentsOf("owner").ShouldBeEmpty();
    }

    private void NoteReplicaSet() => _graph.Note(Kinds.ReplicaSets, Parsed("""
        {
          "metadata": {
            "name": "a-1", "namespace": "developer", "uid": "dependent",
            "ownerReferences": [{ "apiVersion": "apps/v1", "kind": "Deployment", "name": "a", "uid": "owner", "controller": true }]
          }
        }
        """));

    private static JsonElement Parsed(string json) => JsonElement.Parse(json);
}
